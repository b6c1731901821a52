"""The concrete syntax of a .bib file: blocks that lie side by side and hold every
character.

A `Database` keeps the source text and a list of `Block`s, each a span of it. Fields are
spans too, kept as numbers and made into `EntryField`s when asked for, so that a large file
costs little more than its text.
"""

from __future__ import annotations

import gc
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import accumulate
from sys import intern
from typing import Final, Literal, NamedTuple

import attrs

from csecrefs.errors import Diagnostic, Severity
from csecrefs.patterns import regex

Kind = Literal["entry", "string", "preamble", "comment", "text"]
PartKind = Literal["braced", "quoted", "bare"]

_FEW_PLACES: Final = 8
"""Number of places whose lines are counted one by one: counting for twenty takes as
long as a list of all lines of the file."""
# What makes entries or values unreadable; everything else is a warning.
_ERRORS: Final = frozenset(
    "unclosed-brace extra-brace stray-text crossref-cycle too-long too-large".split()
)
MAX_DIAGNOSTICS: Final = 100_000
"""As many problems of a file as are told."""
# How far from the last place the next is looked for line by line, in characters: more
# than most entries have.
_NEAR: Final = 10_000
# A line's end on Windows and old Macs, or on all else.
_LINE_END: Final = regex(r"\r\n?|\n")
# The start of a value's part, after blanks and "#": in group 1 the bare word whole,
# in group 2 the brace or quotation mark that opens it.
_PART_START: Final = regex(r"[\s#]*+(?:([^\s#{\"](?:[^#{\"]*[^\s#{\"])?)|([{\"]))")
# Every brace, to count how deep a place is.
_BRACE: Final = regex(r"[{}]")
# The same with quotation marks, which close a value where no brace is open.
_QUOTE_OR_BRACE: Final = regex(r'[{}"]')

MONTHS: Final = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
"""The month macros that every style defines, January first."""


class ValuePart(NamedTuple):
    """One operand of `#` in a value: how it is delimited, and its text without the
    delimiters.
    """

    kind: PartKind
    text: str


class EntryField(NamedTuple):
    """A field as written: its name in lower case, its value with delimiters, and where
    both stand.
    """

    name: str
    value: str
    start: int
    value_start: int
    end: int

    @property
    def parts(self) -> list[ValuePart]:
        """The operands of `#` that make up the value."""
        return list(value_parts(self.value))


@attrs.define(eq=False)
class Block:
    """A span of the source: an entry, an @string, an @preamble, a comment, or text
    between them.

    `type` is the word after `@` in lower case, `key` the citation key of an entry.
    """

    kind: Kind
    source: str = attrs.field(repr=False)
    start: int
    end: int
    type: str = ""
    key: str = ""
    key_start: int = -1
    spans: array[int] | tuple[int, ...] = attrs.field(default=(), repr=False)

    @property
    def text(self) -> str:
        """The block as written."""
        return self.source[self.start : self.end]

    @property
    def fields(self) -> list[EntryField]:
        """The fields in the order written, repeated ones included."""
        return list(self.iter_fields())

    def iter_fields(self) -> Iterator[EntryField]:
        """The fields in the order written, one at a time."""
        spans, source = self.spans, self.source
        for at in range(0, len(spans), 4):
            start, name_end, value_start, end = spans[at : at + 4]
            name = intern(source[start:name_end].lower())
            yield EntryField(
                name,
                source[value_start:end],
                start,
                value_start,
                end,
            )

    def field(self, name: str) -> EntryField | None:
        """The first field of that name (in lower case), or None."""
        return next((field for field in self.iter_fields() if field.name == name), None)


@attrs.define(eq=False, slots=False)
class Database:
    """A parsed .bib file. `str()` gives the source back; `blocks` cover it from first
    to last character.
    """

    source: str = attrs.field(repr=False)
    path: str
    blocks: Sequence[Block] = attrs.field(repr=False)
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    _counted: int = attrs.field(default=0, init=False, repr=False)
    # The offset whose line was asked for last, and that line.
    _near: tuple[int, int] = attrs.field(
        default=(_NEAR * -2, 0), init=False, repr=False
    )

    def __str__(self) -> str:
        return self.source

    @property
    def entries(self) -> list[Block]:
        """The entries in the order written, those with a repeated key included."""
        return [block for block in self.blocks if block.kind == "entry"]

    def entry(self, key: str) -> Block | None:
        """The first entry with that key, in another case if not in this one; None if
        there is none.
        """
        folded = key.casefold()
        alike = [block for block in self.entries if block.key.casefold() == folded]
        return next(
            (block for block in alike if block.key == key), alike[0] if alike else None
        )

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset in the source."""
        if self._is_counted():
            begin = self.source.rfind("\n", 0, offset) + 1
            return self.line(offset), offset - begin + 1
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, offset: int) -> int:
        """Return the line, from 1, of an offset in the source."""
        near, line = self._near
        # Places are asked for in the order of the file: counting the few lines since
        # the last is faster than searching the starts of all.
        if near <= offset < near + _NEAR:
            line += self.source.count("\n", near, offset)
        elif self._is_counted():
            line = self.source.count("\n", 0, offset) + 1
        else:
            line = bisect_right(self._line_starts, offset)
        if self._has_plain_ends:
            self._near = (offset, line)
        return line

    def _is_counted(self) -> bool:
        """True if lines are counted for this place alone.

        For a few entries of a large file that takes a hundredth of the time that a
        list of all lines does.
        """
        self._counted += 1
        return self._counted <= _FEW_PLACES and self._has_plain_ends

    def report(self, code: str, message: str, offset: int, key: str = "") -> None:
        """Add a diagnostic about the place `offset`; what makes entries or values
        unreadable is an error.

        A file in which nothing is right is not told about to its end.
        """
        if len(self.diagnostics) >= MAX_DIAGNOSTICS:
            if self.diagnostics[-1].code == "too-many":
                return
            code, message, key = "too-many", "there are more problems than are told", ""
        line, column = self.position(offset)
        severity: Severity = "warning"
        if code in _ERRORS:
            severity = "error"
        self.diagnostics.append(
            Diagnostic(
                code,
                message,
                severity,
                self.path,
                line,
                column,
                key or None,
            )
        )

    @cached_property
    def _has_plain_ends(self) -> bool:
        """True if all lines end with a line feed alone."""
        return "\r" not in self.source

    @cached_property
    def _line_starts(self) -> list[int]:
        if "\r" in self.source:
            return [0, *(match.end() for match in _LINE_END.finditer(self.source))]
        # The usual line ends, in a fifth of the time.
        lengths = (len(line) + 1 for line in self.source.split("\n"))
        return [0, *accumulate(lengths)][:-1]


def value_parts(value: str) -> Iterator[ValuePart]:
    """The operands of `#` in a value as written; a delimiter nobody closed runs to the
    end.
    """
    at = 0
    while match := _PART_START.match(value, at):
        if match[1]:
            yield ValuePart("bare", match[1])
            at = match.end()
            continue
        at = closing(
            value,
            match.end() - 1,
            len(value),
        )
        braced = match[2] == "{"
        text = value[match.end() : at if at >= 0 else len(value)]
        yield ValuePart("braced" if braced else "quoted", text)
        if at < 0:
            return
        at += 1


def closing(
    source: str,
    start: int,
    limit: int,
) -> int:
    """Return the end of the brace or quotation mark that opens at `start`, -1 if that
    is not before `limit`.
    """
    if source[start] == "{":
        return closing_brace(source, start, limit)
    depth = 0
    fallback = -1
    for match in _QUOTE_OR_BRACE.finditer(source, start + 1, limit):
        mark = match[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth < 0:
                break
        elif depth == 0:
            if VALUE_ENDS.match(source, match.end(), limit):
                return match.start()
            if fallback < 0:
                fallback = match.start()
    return fallback


VALUE_ENDS: Final = regex(r"\s*+(?:[,#})]|\Z)")
"""What follows a quotation mark that closes a value, rather than one meant as text."""


def closing_brace(
    source: str,
    start: int,
    limit: int,
) -> int:
    """Return the end of the brace that opens at `start`, -1 if that is not before
    `limit`.
    """
    depth = 0
    for match in _BRACE.finditer(source, start, limit):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return -1


@contextmanager
def collection_paused() -> Iterator[None]:
    """Keep the garbage collector from walking everything read so far again and again
    while nothing is dropped yet: for 100,000 entries that takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
