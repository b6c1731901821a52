"""The strings of a JSON text with their paths, and the offset of each character.

Python's decoder keeps no places. This one pass over the tokens finds every string value
with the members and indices that lead to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

import attrs

from csecrefs.patterns import regex

# A token of JSON: a string, a sign, or a number or word.
_TOKEN: Final = regex(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
# A character of a string as written; two escapes can be one character.
_CHARACTER: Final = regex(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.",
    re.DOTALL,
)
# Notebooks nest ten deep; a file of brackets alone would use up memory.
_DEEPEST: Final = 500


@attrs.define
class JsonText:
    """A string value: its path, its place without quotes, and its text."""

    path: tuple[object, ...]
    start: int
    end: int
    written: str
    text: str

    @property
    def offsets(self) -> list[int]:
        """The offset of each character of the text in the file, and of its end."""
        if "\\" not in self.written:
            return list(range(self.start, self.end + 1))
        found = [
            self.start + each.start() for each in _CHARACTER.finditer(self.written)
        ]
        return [*found, self.end]


def strings(text: str) -> Iterator[JsonText]:
    """Yield the string values in order. Raises ValueError for unbalanced brackets.

    >>> [(each.path, each.text) for each in strings('{"a": ["b", 1]}')]
    [(('a', 0), 'b')]
    """
    path: list[object] = []
    kinds: list[str] = []
    name = False
    for match in _TOKEN.finditer(text):
        mark = match[0]
        if mark in "{[":
            if len(kinds) >= _DEEPEST:
                raise ValueError("it is nested too deep")
            kinds.append(mark)
            if mark == "{":
                path.append("")
            else:
                path.append(0)
            name = mark == "{"
        elif mark in "}]":
            if not kinds:
                raise ValueError("it closes more brackets than it opens")
            kinds.pop()
            path.pop()
            name = False
        elif mark == ",":
            name = bool(kinds) and kinds[-1] == "{"
            if kinds and kinds[-1] == "[":
                path[-1] = int(str(path[-1])) + 1
        elif mark[0] == '"' and name:
            path[-1] = json.loads(mark, strict=False)
            name = False
        elif mark[0] == '"':
            start, end = match.start() + 1, match.end() - 1
            value = json.loads(mark, strict=False)
            yield JsonText(tuple(path), start, end, mark[1:-1], value)
    if kinds:
        raise ValueError("it ends before its brackets are closed")
