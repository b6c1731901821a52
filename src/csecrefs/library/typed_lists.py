"""Reference lists typed as text, in files of any kind: strings, records, what is unsure."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs

from csecrefs.errors import Diagnostic, InputError
from csecrefs.library.sources import STDIN, content_of
from csecrefs.manuscript.prose import Prose, read_prose
from csecrefs.model import Reference
from csecrefs.strings import ParsedReference, listed_strings, parse_strings
from csecrefs.strings.spans import LONGEST

DOCUMENTS: Final = (".docx", ".docm", ".odt", ".pdf")
"""Suffixes of documents, of which only the list typed in them can be read."""
# Characters of a title that a row of the table has.
_TITLE: Final = 60
# Characters of a name that a message shows.
_NAME: Final = 80
_TEXT_ITSELF: Final = (
    "give text itself to the standard input, with - as the file:"
    " echo 'Doe, J. (2020). ...' | csecrefs parse -"
)


@attrs.frozen
class TypedList:
    """The references typed at the end of a manuscript, or in a file of their own."""

    path: str
    parsed: tuple[ParsedReference, ...]
    numbers: tuple[int, ...]
    """Line, paragraph or page of each, as `unit` says."""
    unit: str
    diagnostics: tuple[Diagnostic, ...]

    @property
    def references(self) -> list[Reference]:
        """The records, in the order of the list."""
        return [each.reference for each in self.parsed]

    def rows(self) -> list[tuple[str, str, str, str, str, str]]:
        """Return a row for each reference: place, key, type, year, title, what is unsure."""
        return [
            (
                str(number),
                each.reference.id,
                each.reference.type,
                str(each.reference.year or ""),
                _short(each.reference),
                ", ".join(each.unsure),
            )
            for each, number in zip(
                self.parsed,
                self.numbers,
                strict=True,
            )
        ]


def _short(reference: Reference) -> str:
    text = reference.text("title") or reference.text("container-title")
    if len(text) > _TITLE:
        return text[: _TITLE - 1] + "…"
    return text


def read_typed_list(source: str | Path) -> TypedList:
    """Return the references typed in a file (text, Word, Writer, PDF, HTML, LaTeX).

    `-` is the standard input. Raises InputError for a file that is not there,
    OSError for one that cannot be read, FormatError for one that has no text.
    """
    path = str(source)
    # A text too long for a name is an OSError to `Path.exists`, and "not there" here.
    if path != STDIN and not os.path.exists(path):  # noqa: PTH110
        name = path
        if len(path) > _NAME:
            name = path[: _NAME - 1] + "…"
        raise InputError(f"{name}: no such file; {_TEXT_ITSELF}")
    return typed_list(read_prose(content_of(path), path))


def typed_list(prose: Prose) -> TypedList:
    """Return the references typed in the text of a manuscript."""
    listed = listed_strings(prose.text, paragraphs=prose.unit == "paragraph")
    parsed = parse_strings([each.text for each in listed])
    places = _places(prose, [each.lines for each in listed])
    diagnostics = list(prose.diagnostics)
    for each, place in zip(parsed, places, strict=False):
        if each.cut:
            message = f"only the first {LONGEST:,} characters of the entry are read"
            key = each.reference.id
            diagnostics.append(
                Diagnostic(
                    "too-long",
                    message,
                    "error",
                    prose.path,
                    place,
                    key=key,
                )
            )
        if each.unsure:
            names = ", ".join(each.unsure)
            message = f"read from plain text; look at {names}"
            diagnostics.append(
                Diagnostic(
                    "unsure",
                    message,
                    "info",
                    prose.path,
                    line=place,
                    key=each.reference.id,
                )
            )
    if not parsed and not diagnostics:
        message = "no reference list found; name one, or give the list alone"
        diagnostics.append(
            Diagnostic(
                "no-references",
                message,
                "error",
                prose.path,
            )
        )
    return TypedList(
        prose.path, tuple(parsed), tuple(places), prose.unit, tuple(diagnostics)
    )


def _places(prose: Prose, groups: Sequence[Sequence[int]]) -> list[int]:
    """Return the number of the first line of each entry; 0 for a line beyond the end."""
    numbers = [line.number for line in prose.lines]
    found = []
    for group in groups:
        if group[0] < len(numbers):
            found.append(numbers[group[0]])
        else:
            found.append(0)
    return found
