"""A manuscript as body and list: what is audited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import attrs

from csecrefs.audit.citations import BodyText, numeric_citations
from csecrefs.audit.entries import ListEntry, entry_of
from csecrefs.manuscript.prose import Prose
from csecrefs.patterns import regex
from csecrefs.strings import ParsedReference, listed_strings, parse_strings
from csecrefs.strings.lists import ListedString
from csecrefs.strings.plain import unmarked

# the emphasis of Markdown: "*Tides*", "**Tides**"
_MARKUP: Final = regex(r"(?<![\w*])\*{1,2}(?=\S)|(?<=\S)\*{1,2}(?![\w*])")
# The number before an entry or note: "[12]", "(3)", "4."
_MARK: Final = regex(r"^\s*(?:\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4}[.)])\s")
_NUMBERED: Final = 0.6
"""Share of entries with a number from which a list is a numbered one."""


@attrs.frozen
class AuditedText:
    """The running text of a manuscript, its list, and how it cites."""

    prose: Prose
    body: BodyText
    entries: tuple[ListEntry, ...]
    parsed: tuple[ParsedReference, ...]
    strings: tuple[str, ...]
    """The entries as typed, with their marks."""
    groups: tuple[tuple[int, ...], ...]
    """The lines of each entry, as places in `prose.lines`."""
    numeric: bool


def split_manuscript(prose: Prose) -> AuditedText:
    """Return the body and the list of a manuscript."""
    paragraphs = prose.unit == "paragraph"
    listed, notes = _without_notes(
        listed_strings(prose.text, paragraphs=paragraphs, alone=False)
    )
    parsed = parse_strings([each.text for each in listed])
    entries = []
    for position, (each, string) in enumerate(
        zip(parsed, listed, strict=False),
        1,
    ):
        first = string.lines[0] if string.lines else 0
        line = prose.lines[first].number if first < len(prose.lines) else 0
        number = _number(string.text)
        entries.append(entry_of(each, position, line, number))
    taken = {line for each in listed for line in each.lines}
    start = min(taken, default=len(prose.lines))
    # Notes may stand after the list; nothing else there is running text.
    kept = [
        line
        for place, line in enumerate(prose.lines)
        if place not in taken and (place < start or line.note)
    ]
    kept += [
        attrs.evolve(prose.lines[each.lines[-1]], text=_MARK.sub("", each.text, 1))
        for each in notes
        if each.lines
    ]
    body = BodyText(
        [
            attrs.evolve(
                line,
                text=unmarked_line(line.text),
            )
            for line in kept
        ]
    )
    return AuditedText(
        prose,
        body,
        tuple(entries),
        tuple(parsed),
        tuple(each.text for each in listed),
        tuple(each.lines for each in listed),
        _is_numeric(body, entries),
    )


def _without_notes(
    listed: Sequence[ListedString],
) -> tuple[Sequence[ListedString], Sequence[ListedString]]:
    """Return the entries of a list, and the author's notes that follow them.

    Plain text has its notes at its end: `[1] See above.` after a list whose entries
    have no numbers, or other ones (`1.`).
    """
    forms = [_form(each.text) for each in listed]
    count = len(listed)
    while count and forms[count - 1] == "[":
        count -= 1
    # A list whose own numbers are in brackets has more of them.
    if count * 2 <= len(listed) or "[" in forms[:count]:
        return listed, ()
    return listed[:count], listed[count:]


def _form(text: str) -> str:
    """Return the sign of a number before an entry: `[`, `(`, or the one after it."""
    match = _MARK.match(text)
    if match is None:
        return ""
    mark = match[0].strip()
    if mark[0].isdigit():
        return mark[-1]
    return mark[0]


def unmarked_line(line: str) -> str:
    """Return a line without emphasis; offsets of what is left may move within it."""
    return _MARKUP.sub("", unmarked(line))


def _number(text: str) -> int:
    match = re.match(r"\s*(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)])\s", text)
    if match is None:
        return 0
    return int(next(group for group in match.groups() if group))


def _is_numeric(body: BodyText, entries: list[ListEntry]) -> bool:
    """Return True if the text cites by numbers."""
    if not entries:
        return False
    cited = {number for each in numeric_citations(body) for number in each.numbers}
    # Numbers far beyond the list are no entries of it.
    inside = [number for number in cited if 0 < number <= len(entries) + 5]
    numbered = sum(bool(entry.number) for entry in entries) >= _NUMBERED * len(entries)
    return len(inside) >= max(2, len(entries) // 4) and (
        numbered or len(inside) > len(entries) // 2
    )
