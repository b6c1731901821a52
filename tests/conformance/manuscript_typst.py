"""Citations of Typst sources: keys, forms and supplements, as `query` lists them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from csecrefs.manuscript import read
from tests.conformance import Case
from tests.conformance._manuscripts import measured, source

SOURCE = "manuscripts/typst"
_SHORT = {"page": "p.", "chapter": "ch.", "section": "sec."}


def _squeezed(text: str) -> str:
    """Return a supplement without its blanks, which `query` drops with their marks."""
    return "".join(text.split())


def _expected(expected: Any) -> list[tuple[str, str, str]]:
    return [
        (each["key"], each.get("form", "normal"), _squeezed(each["supplement"]))
        for each in expected["citations"]
    ]


def _found(folder: Path, expected: Any) -> list[tuple[str, str, str]]:
    path = source(folder)
    found = []
    for site in read(path.read_bytes(), path=str(path)).sites:
        form = site.command.partition(".")[2] or "normal"
        for cite in site.cites:
            place = f"{_SHORT.get(cite.label, cite.label)}{cite.locator}"
            supplement = place if cite.locator else ""
            found.append((cite.id, form, _squeezed(supplement + cite.suffix)))
    return found


def run(path: Path) -> Iterable[Case]:
    return measured(path, _expected, _found)
