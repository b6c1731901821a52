"""Files of tagged lines (RIS, MEDLINE, ISI, Ovid, RefWorks, Refer): lines to records of
tags and values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.formats.source import MAX_VALUE, bounded, lines
from csecrefs.patterns import regex

if TYPE_CHECKING:
    from csecrefs.formats.draft import Draft

MAX_FIELDS: Final = 100_000
"""As many fields of a record, and lines of a field, as are read."""
# The length of the shortest DOI; no shorter value is an address.
_SHORTEST_LINK: Final = len("10.1/x")
STRAY = "?"
"""The tag of a line that belongs to no field."""
# Control characters, tab and line ends apart.
_CONTROLS: Final = regex("[\x00-\x08\x0e-\x1b\x7f]")
# Characters besides \n at which one program or another ends a line.
_LINE_ENDS: Final = regex("\r\n?|[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
# A line that some reader would take for a new field.
_TAG_LIKE: Final = regex(
    r"\s*(?:%|\S{1,4}[ \t]{0,3}-(?:[ \t]|$))"  # Refer's %X; RIS's and MEDLINE's tags
)


def printable(value: str) -> str:
    """Return `value` for writing: without control characters, with `\\n` line ends."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", value))


def within_field(value: str) -> str:
    """Return `value` as one field of a tagged file: no line of it opens another field.

    Lines that begin as a tag does join the line before; blank ones are left out.

    >>> within_field("a\\nER  - \\nb")
    'a ER - \\nb'
    """
    first, *others = printable(value).split("\n")
    lines = [first]
    for line in others:
        if _TAG_LIKE.match(line):
            lines[-1] += " " + line
        elif line.strip():
            lines.append(line)
    return _TAG_INSIDE.sub(r"\1 -", "\n".join(lines))


# A RIS tag within a line: some readers split there too.
_TAG_INSIDE: Final = regex(r"\b([A-Z][A-Z0-9])  -")


@attrs.frozen
class TaggedField:
    """A tag, its value with continuation lines joined by `\\n`, and its line (from
    1).
    """

    tag: str
    value: str
    line: int


# The continuation lines of a format that marks them by nothing.
_ANY_LINE: Final = regex("")


@attrs.frozen
class Syntax:
    """The line syntax of a format.

    `tag_line` matches a line that opens a field (tag and value in groups 1 and 2); any
    other line continues the field before it if `continuation` matches. A record opens
    at a tag in `first` and closes at a tag in `last`; with `blank_ends`, at a blank
    line too.
    """

    tag_line: re.Pattern[str]
    continuation: re.Pattern[str] = _ANY_LINE
    first: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()
    blank_ends: bool = False


def records(
    text: str, syntax: Syntax, path: str, diagnostics: list[Diagnostic]
) -> Iterator[list[TaggedField]]:
    """The records of `text`, in bounds; a field in `last` is the end of its record and
    comes with it.

    What is beyond the bounds is added to `diagnostics`.
    """
    return bounded(
        _records(text, syntax, path, diagnostics),
        path,
        diagnostics,
    )


def report_empty(
    lines: Sequence[int], path: str, diagnostics: list[Diagnostic]
) -> None:
    """Add one diagnostic for the records without a field, which begin at these lines."""
    if not lines:
        return
    message = "a record without a field is left out"
    if len(lines) > 1:
        message = f"{len(lines):,} records without a field are left out"
    diagnostics.append(
        Diagnostic(
            "empty",
            message,
            path=path,
            line=lines[0],
        )
    )


def report_none(
    text: str,
    references: Sequence[object],
    first: str,
    path: str,
    diagnostics: list[Diagnostic],
) -> None:
    """Add a diagnostic if a text has no record; `first` is what one begins with."""
    if references or diagnostics or not text.strip():
        return
    message = f"no record in it; each begins with {first}"
    diagnostics.append(Diagnostic("no-records", message, path=path, line=1))


# The tags of notes: RIS, RefWorks; Refer, EndNote; MEDLINE.
_NOTES: Final = frozenset({"N1", "NO", "%Z", "%O", "GN", "N2"})


def placed(
    draft: Draft, record: Sequence[TaggedField], origin: Callable[[int], int] = int
) -> Draft:
    """Note in the draft the lines of its record and of the fields with its URL and DOI.

    `origin` maps a line of a text that was prepared to the line of the file.
    """
    draft.line = origin(record[0].line)
    url, doi = draft.text("URL"), draft.text("DOI").lower()
    for field in record:
        # Shorter values are neither; most fields end here.
        if len(field.value) < _SHORTEST_LINK:
            continue
        if url and url in field.value:
            draft.locate(origin(field.line), "URL")
        if doi and doi in field.value.lower():
            draft.locate(origin(field.line), "DOI")
        if "://" not in field.value:
            continue
        if field.tag in _NOTES:
            draft.locate(origin(field.line), "note")
        elif not url or url not in field.value:
            # Further addresses are kept under their tags: UR, L1 to L4.
            draft.lines.setdefault(field.tag, origin(field.line))
    return draft


def _records(
    text: str, syntax: Syntax, path: str, diagnostics: list[Diagnostic]
) -> Iterator[list[TaggedField]]:
    current: list[TaggedField] = []
    begun = told = cut = False
    for field in _fields(text, syntax):
        if len(field.value) > MAX_VALUE:
            field = attrs.evolve(field, value=field.value[:MAX_VALUE])
            if not cut:
                cut = True
                message = f"only the first {MAX_VALUE:,} characters of a field are read"
                diagnostics.append(
                    Diagnostic("too-large", message, "error", path, field.line)
                )
        if field.tag in syntax.first or not field.tag:
            if begun:
                yield current
                current, begun = [], False
            if not field.tag:
                continue
        if len(current) < MAX_FIELDS or field.tag in syntax.last:
            current.append(field)
        elif not told:
            told = True
            message = f"only the first {MAX_FIELDS:,} fields of a record are read"
            diagnostics.append(
                Diagnostic("too-large", message, "error", path, field.line)
            )
        begun = begun or field.tag != STRAY
        if field.tag in syntax.last:
            yield current
            current, begun = [], False
    if current:
        yield current


def _fields(text: str, syntax: Syntax) -> Iterator[TaggedField]:
    """The fields in order; a blank line that ends a record comes as a field without a
    tag.
    """
    tag, start, values = "", 0, list[str]()
    for number, line in enumerate(lines(text), 1):
        match = syntax.tag_line.match(line)
        blank = not line.strip()
        if (
            not match
            and (not blank or not syntax.blank_ends)
            and tag
            and syntax.continuation.match(line)
        ):
            if len(values) < MAX_FIELDS:
                values.append(line.strip())
            continue
        if tag:
            yield TaggedField(
                tag,
                "\n".join(values).strip(),
                start,
            )
            tag = ""
        if match:
            tag, start, values = match[1], number, [match[2] or ""]
        elif not blank:
            yield TaggedField(STRAY, line, number)
        elif syntax.blank_ends:
            yield TaggedField("", "", number)
    if tag:
        yield TaggedField(
            tag,
            "\n".join(values).strip(),
            start,
        )
