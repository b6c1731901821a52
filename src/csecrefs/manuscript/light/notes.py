"""Spans of the author's notes, and the numbers that sites take from them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
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
    """Notes by their spans, and by the offsets of their marks."""

    def __init__(
        self,
        spans: Sequence[tuple[int, int]],
        marks: Sequence[int] | None = None,
    ) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        if marks is None:
            self._marks = self._starts
        else:
            self._marks = sorted(marks)

    def at(self, start: int) -> tuple[int, int]:
        """Return the note that contains an offset, 0 for none, and the marks before."""
        before = bisect_left(self._marks, start)
        number = bisect_right(self._starts, start)
        inside = number and start < self._spans[number - 1][1]
        return number if inside else 0, before
