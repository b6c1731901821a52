"""Jupyter notebooks: the citations in their Markdown cells.

Source: nbformat 4 and 3. Cells cite as pandoc does, by MyST's roles, by TeX commands
and by nbconvert's `<cite data-cite="key">`. Only the JSON strings of sites change: cell
ids, the order of members and the indentation stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.manuscript.json_places import JsonText, strings
from csecrefs.manuscript.languages import locator_terms
from csecrefs.manuscript.markdown import sites_in
from csecrefs.manuscript.markdown.blocks import blocks
from csecrefs.manuscript.markdown.write import replacements
from csecrefs.manuscript.places import Places
from csecrefs.manuscript.rendered import RenderedSites
from csecrefs.manuscript.sites import (
    Manuscript,
    Metadata,
    Site,
)
from csecrefs.manuscript.splice import (
    Replacement,
    decode,
    spliced,
)
from csecrefs.patterns import regex

# The start of a notebook: an object with one of the members that all versions have.
_HEAD: Final = regex(rb'^\s*\{.*"(?:cells|worksheets|nbformat)"\s*:', re.DOTALL)
# The indentation of the file, which a new cell is given, too.
_INDENT: Final = regex(r"\n( +)\"cells\"")


@attrs.define
class NotebookCell:
    """A cell: its type, and the strings of its source."""

    kind: str = ""
    source: list[JsonText] = attrs.field(factory=list)


def looks_like(head: bytes) -> bool:
    """Return True if a file begins as a notebook does."""
    return bool(_HEAD.match(head))


def read(content: bytes, *, path: str = "") -> Manuscript:
    """Return the notebook with the sites of its Markdown cells."""
    text = decode(content)
    diagnostics: list[Diagnostic] = []
    sites: list[Site] = []
    notes = 0
    try:
        cells = cells_of(text)
    except ValueError as error:
        message = f"not usable as a notebook: {error}"
        problem = Diagnostic(
            "bad-json",
            message,
            "error",
            path or None,
        )
        return Manuscript(
            path,
            "ipynb",
            content,
            text,
            diagnostics=(problem,),
        )
    for number, cell in enumerate(cells):
        if cell.kind != "markdown":
            continue
        found = list(_sites(cell, number, notes))
        notes = max([notes, *(site.note for site in found)])
        sites += found
    return Manuscript(
        path=path,
        format="ipynb",
        content=content,
        text=text,
        sites=tuple(Places(text).placed(sites)),
        metadata=Metadata(),
        diagnostics=tuple(diagnostics),
    )


def splice(manuscript: Manuscript, rendered: RenderedSites) -> bytes:
    """Return the notebook with each site replaced and every other byte kept.

    The list of references goes to its place, else into a new cell at the end.
    """
    found: list[Replacement] = []
    end = len(manuscript.text)
    for each in replacements(manuscript, rendered, escape=_escaped):
        if each.start == end:
            found.append(_new_cell(manuscript, each.text))
        else:
            found.append(each)
    return spliced(manuscript, found)


def cells_of(text: str) -> list[NotebookCell]:
    """Return the cells in order. Raises ValueError for what is no JSON."""
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        raise ValueError("it is no object of JSON")
    found: dict[tuple[object, ...], NotebookCell] = {}
    for each in strings(text):
        for place, part in enumerate(each.path):
            if part == "cells" and len(each.path) > place + 2:
                name = each.path[: place + 2]
                cell = found.setdefault(name, NotebookCell())
                member = each.path[place + 2]
                if member == "cell_type":
                    cell.kind = each.text
                elif member == "source":
                    cell.source.append(each)
    return list(found.values())


def _sites(cell: NotebookCell, number: int, notes: int) -> Iterator[Site]:
    """Yield the sites of a cell, with offsets into the file."""
    text = "".join(part.text for part in cell.source)
    if "@" not in text and "cite" not in text and "bibliography" not in text:
        return
    starts: list[int] = []
    ends: list[int] = []
    for part in cell.source:
        starts += part.offsets[:-1]
        ends += part.offsets[1:]
    for site in sites_in(blocks(text), locator_terms(), tex=True):
        if site.start == site.end:
            continue
        yield attrs.evolve(
            site,
            start=starts[site.start],
            end=ends[site.end - 1],
            fragments=tuple(
                (starts[start], ends[end - 1]) for start, end in site.fragments
            ),
            note=site.note + notes if site.note else 0,
            notes_before=site.notes_before + notes,
            part=f"cell {number}",
        )


def _escaped(text: str) -> str:
    """Return text as the inside of a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _new_cell(manuscript: Manuscript, written: str) -> Replacement:
    """Return the cell with notes and the list, after the last one."""
    text = manuscript.text
    last = _last_cell(text)
    indented = _INDENT.search(text)
    unit = " "
    if indented:
        unit = indented[1]
    lines = json.loads(f'"{written}"').strip("\n").splitlines(keepends=True)
    cell: dict[str, object] = {"cell_type": "markdown"}
    if re.search(r'"nbformat_minor"\s*:\s*(?:[5-9]|\d\d)', text):
        cell["id"] = _free_id(text)
    cell |= {"metadata": {}, "source": lines}
    body = json.dumps(cell, ensure_ascii=False, indent=unit)
    prefix = unit * 2
    return Replacement(
        last,
        last,
        ",\n" + "\n".join(prefix + line for line in body.splitlines()),
    )


def _last_cell(text: str) -> int:
    """Return the place after the last cell."""
    ends = [each.end for each in strings(text) if "cells" in each.path]
    if ends:
        close = text.find("]", ends[-1])
    else:
        close = -1
    depth = 0
    place = 0
    if ends:
        place = ends[-1]
    # from the last string of the last cell out of its arrays and objects
    while place < len(text):
        if text[place] in "}]":
            depth -= 1
            if depth <= -1 and text[place] == "}" and _closes_cells(text, place + 1):
                return place + 1
        elif text[place] in "{[":
            depth += 1
        place += 1
    return close + 1


def _closes_cells(text: str, place: int) -> bool:
    return text[place:].lstrip()[:1] == "]"


def _free_id(text: str) -> str:
    name = "references"
    while f'"{name}"' in text:
        name += "-1"
    return name
