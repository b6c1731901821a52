"""Spans of the author's notes, and the numbers that sites take from them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Final

from csecrefs.patterns import regex

# A bracket, opening or closing.
_BRACKET: Final = regex(r"[\[\]]")


def closings(text: str) -> dict[int, int]:
    """Return the offset after the closing bracket of each opening one, by offset.

    >>> closings("[a [b]")
    {3: 6}
    """
    found: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            found[opened.pop()] = match.end()
    return found


class NoteSpans:
    """Notes by their spans, and by the offsets of their marks.

    `marks` are the offsets of the marks in running text, by default the starts of the
    spans; a note whose text is elsewhere has its mark in `owners`, by its start. Notes
    are numbered by their marks, as a reader of the document meets them.
    """

    def __init__(
        self,
        spans: Sequence[tuple[int, int]],
        marks: Sequence[int] | None = None,
        owners: Mapping[int, int] | None = None,
    ) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        self._owners = owners or {}
        known = self._starts if marks is None else marks
        own = [self._owners.get(start, start) for start in self._starts]
        self._marks = sorted({*known, *own})

    def at(self, start: int) -> tuple[int, int]:
        """Return the note that contains an offset, 0 for none, and the marks before."""
        place = self.order(start)
        before = bisect_left(self._marks, place)
        if not self._inside(start):
            return 0, before
        return before + 1, before

    def order(self, start: int) -> int:
        """Return the offset at which a reader meets what is at an offset."""
        inside = self._inside(start)
        if not inside:
            return start
        begin = self._starts[inside - 1]
        return self._owners.get(begin, begin)

    def _inside(self, start: int) -> int:
        """Return the number of the span that contains an offset, from 1; 0 for none."""
        number = bisect_right(self._starts, start)
        inside = number and start < self._spans[number - 1][1]
        return number if inside else 0
