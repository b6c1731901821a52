"""Typst sources, scanned: references, calls that cite, labels, notes.

Source: Typst 0.15, reference pages "Syntax", "cite", "ref" and "bibliography". Markup,
code and mathematics alternate; only markup has references, only code has strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from csecrefs.manuscript.light.typst_arguments import STRING, comment_end, raw_end
from csecrefs.patterns import regex

# Two hyphens are a dash, though Typst's own lexer takes them into the label.
_KEY: Final = regex(r"\w(?:(?:[\w:.]|-(?!-))*\w)?")
# A label: `<sec:tides>`.
_LABEL: Final = regex(r"<([\w\-:.]+)>")
# A name with its fields: `cite`, `sys.version`.
_NAME: Final = regex(r"[^\W\d][\w-]*(?:\.[^\W\d][\w-]*)*")
# An address, which markup takes as a link, so that `@` in it refers to nothing.
_ADDRESS: Final = regex(r"https?://[^\s\])]*")
# Words after `#` that begin a statement, which goes on to the end of its line.
_STATEMENTS: Final = frozenset(
    "let set show if else for while import include return context".split()
)
# The signs of markup that matter: escapes, raw text, comments, addresses, references,
# code, math, labels and content blocks.
_MARKUP: Final = regex(r"\\.|`+|/[/*]|https?://|[@#$<\[\]]", re.DOTALL)
# The signs of code that matter: raw text, comments, strings, math, labels, brackets,
# the ends of statements, and names.
_CODE: Final = regex(r"`+|/[/*]|[\"$<(){}\[\];\n]|[^\W\d][\w-]*")
# The signs of mathematics that matter: escapes, strings, comments and its end.
_MATH: Final = regex(r'\\.|["$]|/[/*]', re.DOTALL)


class Found(NamedTuple):
    """Something of a source: its kind, its span, its name, and what it is given.

    `kind` is `ref` (`given` is the supplement's span), `call` (`given` is the span
    inside the parentheses), `label`, `let` (a statement that gives a name a value),
    `note` (the span of its content) or `unclosed`.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    given: tuple[int, int] | None = None


class _Open(NamedTuple):
    """A bracket that is open: its sign, its offset, and the name called before it."""

    sign: str
    start: int
    name: str = ""
    call: int = -1


class TypstScanner:
    """One source, read from start to end with the brackets that are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.open: list[_Open] = []
        self.statement = False
        self.supplement: tuple[int, int, str] | None = None

    def run(self) -> Iterator[Found]:
        """Yield what is found, in order; a call when it is closed."""
        while self.at < len(self.text):
            if (self.open and self.open[-1].sign in "({") or (
                self.statement and not self.open
            ):
                yield from self._code()
            else:
                yield from self._markup()
        for each in self.open:
            yield Found(
                "unclosed",
                each.start,
                each.start + 1,
                each.sign,
            )

    def _markup(self) -> Iterator[Found]:
        match = _MARKUP.search(self.text, self.at)
        if match is None:
            self.at = len(self.text)
            return
        mark, start = match[0], match.start()
        self.at = match.end()
        if mark[0] == "\\" or self._skipped(mark, start):
            return
        if mark == "@":
            yield from self._reference(start)
        elif mark == "#":
            yield from self._hash(start)
        elif mark == "<":
            label = _LABEL.match(self.text, start)
            if label:
                self.at = label.end()
                yield Found("label", start, self.at, label[1])
        elif mark == "[":
            self.open.append(_Open("[", start))
        elif mark == "]":
            yield from self._close("[", start)

    def _code(self) -> Iterator[Found]:
        match = _CODE.search(self.text, self.at)
        if match is None:
            self.at = len(self.text)
            return
        mark, start = match[0], match.start()
        self.at = match.end()
        if self._skipped(mark, start):
            return
        if mark == '"':
            string = STRING.match(self.text, start)
            if string:
                self.at = string.end()
            else:
                self.at = self.at
        elif mark == "<":
            label = _LABEL.match(self.text, start)
            if label:
                self.at = label.end()
            else:
                self.at = self.at
        elif mark in "([{":
            self.open.append(_Open(mark, start))
        elif mark in ")}]":
            yield from self._close({")": "(", "}": "{", "]": "["}[mark], start)
        elif mark in ";\n":
            self.statement = self.statement and bool(self.open)
        else:
            yield from self._named(mark, start)

    def _named(self, name: str, start: int) -> Iterator[Found]:
        """Open the bracket of a call in code."""
        follows = self.text[self.at : self.at + 1]
        if follows in ("(", "["):
            self.open.append(_Open(follows, self.at, name, start))
            self.at += 1
            if follows == "[" and name == "footnote":
                yield Found("note", self.at, self.at)

    def _hash(self, start: int) -> Iterator[Found]:
        """Read the expression behind a hash sign."""
        name = _NAME.match(self.text, self.at)
        if name is None:
            follows = self.text[self.at : self.at + 1]
            if follows and follows in "({[":
                self.open.append(_Open(follows, self.at))
                self.at += 1
            elif follows == '"':
                string = STRING.match(self.text, self.at)
                if string:
                    self.at = string.end()
            return
        self.at = name.end()
        if name[0] in _STATEMENTS:
            self.statement = True
            if name[0] == "let":
                yield Found("let", start, self.at)
            return
        yield from self._called(name[0], start)

    def _called(self, name: str, start: int) -> Iterator[Found]:
        follows = self.text[self.at : self.at + 1]
        if follows in ("(", "["):
            self.open.append(_Open(follows, self.at, name, start))
            self.at += 1
            if follows == "[" and name == "footnote":
                yield Found("note", self.at, self.at)

    def _close(self, sign: str, start: int) -> Iterator[Found]:
        """Close a bracket; one that nothing opened is text."""
        if not self.open or self.open[-1].sign != sign:
            return
        opened = self.open.pop()
        if self.supplement and opened.start == self.supplement[0]:
            _, begin, key = self.supplement
            self.supplement = None
            yield Found(
                "ref",
                begin,
                self.at,
                key,
                (opened.start + 1, start),
            )
            return
        if opened.name == "footnote" and sign == "[":
            yield Found("noted", start, start)
        if not opened.name:
            return
        if sign == "(":
            span = (opened.start + 1, start)
            yield Found(
                "call",
                opened.call,
                self.at,
                opened.name,
                span,
            )
        # A call goes on with content blocks and methods.
        inside_code = bool(self.open) and self.open[-1].sign in "({"
        if not inside_code and not self.statement:
            yield from self._called(opened.name, opened.call)

    def _reference(self, start: int) -> Iterator[Found]:
        key = _KEY.match(self.text, self.at)
        if key is None:
            return
        self.at = key.end()
        if self.text.startswith("[", self.at) and self.supplement is None:
            self.supplement = (self.at, start, key[0])
            self.open.append(_Open("[", self.at))
            self.at += 1
            return
        yield Found("ref", start, self.at, key[0])

    def _skipped(self, mark: str, start: int) -> bool:
        """Pass raw text, comments, addresses and mathematics; False for others."""
        if mark[0] == "`":
            self.at = raw_end(self.text, start, len(mark))
        elif mark == "//":
            end = self.text.find("\n", start)
            if end >= 0:
                self.at = end
            else:
                self.at = len(self.text)
        elif mark == "/*":
            self.at = comment_end(self.text, start)
        elif mark.startswith("http"):
            address = _ADDRESS.match(self.text, start)
            if address:
                self.at = address.end()
            else:
                self.at = self.at
        elif mark == "$":
            self._pass_mathematics()
        else:
            return False
        return True

    def _pass_mathematics(self) -> None:
        place = self.at
        while match := _MATH.search(self.text, place):
            place = match.end()
            if match[0] == "$":
                self.at = place
                return
            if match[0] == '"':
                string = STRING.match(self.text, match.start())
                if string:
                    place = string.end()
            elif match[0] == "//":
                end = self.text.find("\n", place)
                if end >= 0:
                    place = end
                else:
                    place = len(self.text)
        # A dollar sign that nothing closes is text here, so the rest is read.
