"""YAML of the plainest kind, read without a parser of the whole language.

The metadata of nearly every paper is mappings, lists and scalars on lines of their own.
To read it here takes a tenth of the time that loading the parser does. For all else the
answer is that this is not plain, and the parser decides.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from csecrefs.formats.yaml.events import typed_scalar
from csecrefs.patterns import regex

# A key with its value on its line: `title: On Tides`, `"lang": en`.
_MEMBER: Final = regex(
    r"""(?:"([\w -]+)"|'([\w -]+)'|([A-Za-z_][\w-]*))[ ]*:(?: (.*)|)"""
)
# Signs that begin something else than a plain scalar (YAML 1.2, section 7.3.3).
_INDICATORS: Final = frozenset("-?:,[]{}#&*!|>'\"%@`")
# A scalar in quotation marks that has no escape, and a comment behind it.
_QUOTED: Final = regex(r"""(?:"([^"\\]*)"|'([^']*)')(?:[ ]+#.*)?""")
# Deeper nesting is for the parser.
_DEPTH: Final = 20


class NotPlainError(ValueError):
    """Raised within this module for YAML of another kind."""


class PlainLine(NamedTuple):
    """A line: its indentation, and its text from there."""

    indent: int
    text: str


def load_plain(text: str) -> dict[str, Any] | None:
    """Return the mapping in `text` as `load` does, None if it is not of a plain kind.

    >>> load_plain("title: On Tides\\nauthors:\\n  - name: Ann Low\\n    orcid: 1")
    {'title': 'On Tides', 'authors': [{'name': 'Ann Low', 'orcid': 1}]}
    >>> load_plain("title: [a, b]")
    """
    text = text.replace("\r\n", "\n")
    # Controls and rare white space: the parser knows what it refuses.
    if not text.replace("\n", " ").isprintable():
        return None
    lines: list[PlainLine] = []
    for line in text.split("\n"):
        stripped = line.strip(" ")
        if stripped and stripped[0] != "#":
            indent = len(line) - len(line.lstrip(" "))
            lines.append(PlainLine(indent, stripped))
    if not lines or lines[0].indent:
        return None
    reader = _PlainReader(lines)
    try:
        found = reader.mapping(0)
    except NotPlainError:
        return None
    return found if reader.at == len(lines) else None


class _PlainReader:
    """The lines of a text, and the one to be read next."""

    def __init__(self, lines: list[PlainLine]) -> None:
        self.lines = lines
        self.at = 0
        self.depth = 0

    def _next(self) -> PlainLine:
        if self.at < len(self.lines):
            return self.lines[self.at]
        return PlainLine(-1, "")

    def mapping(self, indent: int) -> dict[str, Any]:
        """Return the members at this indentation."""
        found: dict[str, Any] = {}
        while self._next().indent == indent:
            text = self._next().text
            member = _MEMBER.fullmatch(text)
            if member is None:
                raise NotPlainError
            key = member[1] or member[2] or member[3]
            if key in found:
                raise NotPlainError
            self.at += 1
            found[key] = self._value((member[4] or "").strip(" "), indent)
        if self._next().indent > indent:
            raise NotPlainError
        return found

    def _value(self, text: str, indent: int) -> Any:
        """Return the value of a member: on its line, or below it."""
        below = self._next()
        if text and text[0] != "#":
            return self._scalar(text, indent)
        if below.indent == indent and below.text[:1] == "-":
            return self._list(indent)
        if below.indent > indent:
            return self._nested(below.indent)
        return None

    def _nested(self, indent: int) -> Any:
        self.depth += 1
        if self.depth > _DEPTH:
            raise NotPlainError
        text = self._next().text
        found: Any
        if text[0] == "-":
            found = self._list(indent)
        elif not _MEMBER.fullmatch(text):
            # A scalar on the line below its key; one of several lines is not plain.
            self.at += 1
            found = self._scalar(text, indent - 1)
        else:
            found = self.mapping(indent)
        self.depth -= 1
        return found

    def _list(self, indent: int) -> list[Any]:
        found: list[Any] = []
        while self._next().indent == indent and self._next().text[0] == "-":
            text = self._next().text
            if text[:2] != "- ":
                raise NotPlainError
            rest = text[2:].lstrip(" ")
            if not _MEMBER.fullmatch(rest):
                self.at += 1
                found.append(self._scalar(rest, indent))
                continue
            # A mapping that begins on the line of its dash goes on below the key.
            inner = indent + len(text) - len(rest)
            self.lines[self.at] = PlainLine(inner, rest)
            found.append(self._nested(inner))
        if self._next().indent > indent:
            raise NotPlainError
        return found

    def _scalar(self, text: str, indent: int) -> Any:
        """Return a scalar that is whole on its line."""
        if self._next().indent > indent:
            raise NotPlainError
        quoted = _QUOTED.fullmatch(text)
        if quoted:
            return quoted[1] if quoted[1] is not None else quoted[2]
        text = text.partition(" #")[0].rstrip(" ")
        unsafe = ": " in text or text[-1:] in ("", ":")
        if unsafe or text[0] in _INDICATORS:
            raise NotPlainError
        return typed_scalar(text)
