"""The ground of a text with cites: what is inert, which brackets pair, where keys are.

Citation grammars work on it (`csecrefs.manuscript.cites`). `ground` scans Markdown by
the rules of pandoc's manual; `plain_ground` takes every character as text, as for
markers typed in Word. One pass from left to right: each construct is passed over at
once.
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from csecrefs.patterns import regex
from csecrefs.tuples import NamedTuple

BREAK: Final = "\0"
"""The character between two blocks, over which no inline element goes."""
KEY: Final = regex(r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*")
"""A citation key: pandoc's manual, "Citation syntax"; "//" is for addresses as keys."""
# The characters at which something may begin that is no plain text.
_SPECIAL: Final = regex(rf"[\\`$<\[\]@{{!{BREAK}]|(?<![^\s{BREAK}])%%")
# A TeX command: `\cite`, `\section*`.
_COMMAND: Final = regex(r"\\[A-Za-z]+\*?")
# An option after a TeX command: `[see]`; not longer than math, for the same reason.
_OPTION: Final = regex(rf"\[[^\]{BREAK}]{{0,3000}}+\]")
# Display math, of 20,000 characters at most: an unclosed `$$` must not be searched to
# the end of a book.
_DISPLAY: Final = regex(rf"\$\$[^{BREAK}]{{1,20000}}?\$\$")
# Inline math: no white space inside its dollars, no digit after the last.
_MATH: Final = regex(
    rf"\$(?![\s$])(?:[^$\\{BREAK}]|\\[^{BREAK}]){{0,3000}}?(?<!\s)\$(?!\d)"
)
# An address in angle brackets: `<https://example.org/@me>`, `<me@example.org>`.
_AUTOLINK: Final = regex(
    rf"<(?:[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^\s<>{BREAK}]*|[^\s<>@{BREAK}]+@[^\s<>@{BREAK}]+)>"
)
# A tag of HTML with its attributes, a processing instruction or a declaration: `<a
# href="/@me">`, `</b>`, `<?php ... ?>`, `<!DOCTYPE html>`.
_HTML: Final = regex(
    rf"</?[A-Za-z][A-Za-z0-9:-]*(?:\s+[A-Za-z_:@][\w:.@-]*"
    rf"(?:\s*=\s*(?:\"[^\"{BREAK}]*\"|'[^'{BREAK}]*'|[^\s\"'=<>`]+))?)*\s*/?>"
    r"|<\?.{0,3000}?\?>|<![A-Z][^>]*>"
)
# A comment of Obsidian's in a paragraph: `%%see [@low2001]%%`.
_REMARK: Final = regex(rf"%%[^{BREAK}]{{1,5000}}?%%")
# The mark of a note: `[^tide]`; a label has at most 999 characters (CommonMark 0.31,
# link labels), so that many that are not closed cost little.
_MARK: Final = regex(r"\[\^(?P<label>[^\]\s]{1,999})\]")
# A shortcode of Quarto: `{{< include _more.qmd >}}`.
_SHORTCODE: Final = regex(rf"\{{\{{[<%][^{BREAK}]*?[>%]\}}\}}")
# The name of a role of MyST and the backticks that open its text: "{cite:p}`".
_ROLE: Final = regex(r"\{(?P<role>[A-Za-z][\w:+.-]*)\}(?P<ticks>`+)")
# Attributes after a span, a link or code: `{#id .class key="value"}`, `{=html}`. What one
# has taken it does not give back: `a=a=a=a` can be parted in many ways. `{}` has none.
_ATTRIBUTES: Final = regex(
    r"\{\s*(?:(?>[#.][\w:-]+|[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s}\"']+)|-+|=\w+)\s*)*+\}"
)
# The destination and title of a link, with balanced parentheses.
_DESTINATION: Final = regex(
    rf"\(\s*+(?:<[^<>{BREAK}]*>|(?:\\[^{BREAK}]|[^()\\\s{BREAK}]|\s(?![\"'(\s])"
    rf"|\((?:[^()\\{BREAK}]|\\[^{BREAK}])*\))*+)"
    rf"(?:\s++(?:\"[^\"{BREAK}]*\"|'[^'{BREAK}]*'))?+\s*+\)"
)


class KeyPlace(NamedTuple):
    """A key: its text and its place; `start` is that of its `@` or of the `-` before."""

    key: str
    start: int
    end: int
    suppressed: bool


class Role(NamedTuple):
    """A role of MyST, `{cite:p}` with its content in backticks, and its spans."""

    name: str
    start: int
    end: int
    inner_start: int
    inner_end: int


class NoteMark(NamedTuple):
    """A mark of a note of the author's: `[^1]`, or `^[...]` with an empty label."""

    label: str
    start: int
    end: int


@attrs.define
class Ground:
    """A text and what the scan found in it, by offsets."""

    text: str
    inert: dict[int, int] = attrs.field(factory=dict)
    """The end of each construct that is copied as it is, by its start."""
    closing: dict[int, int] = attrs.field(factory=dict)
    """The place of the closing bracket for each opening one."""
    linked: set[int] = attrs.field(factory=set)
    """The opening brackets of links, images and spans with attributes."""
    notes: set[int] = attrs.field(factory=set)
    """The opening brackets of notes in the text, `^[...]`."""
    keys: dict[int, KeyPlace] = attrs.field(factory=dict)
    """The keys by the start of each."""
    roles: list[Role] = attrs.field(factory=list)
    marks: list[NoteMark] = attrs.field(factory=list)
    """The notes of the author's, in the order of their marks."""


def ground(text: str) -> Ground:
    """Return the ground of Markdown whose blocks are parted by `BREAK`."""
    scanner = _Scan(text)
    scanner.run()
    return scanner.found


# What matters in text without markup: brackets, keys, and a backslash before a character
# of the grammar of cites (`\;` parts no cites). Before others it is text.
_PLAIN: Final = regex(r"\\[\\;@\[\]*^~_&]|[\[\]@]")


def plain_ground(text: str) -> Ground:
    """Return the ground of text without markup: only brackets, keys and escapes."""
    found = Ground(text)
    opened: list[int] = []
    for match in _PLAIN.finditer(text):
        place = match.start()
        if match[0][0] == "\\":
            found.inert[place] = match.end()
        elif match[0] == "[":
            opened.append(place)
        elif match[0] == "]":
            if opened:
                found.closing[opened.pop()] = place
        else:
            _add_key(found, place)
    return found


def _add_key(found: Ground, place: int) -> int:
    """Add the key at an `@`, if one is there; return the place to go on at."""
    text = found.text
    before = text[place - 1 : place]
    # An address such as me@example.org cites nobody; `@low2001@high2002` cites two.
    if _ends_word(text, place) and not _ends_key(found, place):
        return place + 1
    if text.startswith("{", place + 1):
        end = _braced(text, place + 1)
        key = text[place + 2 : end - 1]
        if not end or any(map(str.isspace, key)):
            return place + 1
    else:
        match = KEY.match(text, place + 1)
        if match is None:
            return place + 1
        key, end = match[0], match.end()
    suppressed = before == "-" and _suppresses(found, place - 1)
    start = place - suppressed
    found.keys[start] = KeyPlace(key, start, end, suppressed)
    return end


def _ends_word(text: str, place: int) -> bool:
    """True if a word ends at a place: one point is part of it, an ellipsis is none.

    So pandoc reads "e.g.@low2001", where the sign is part of the word.
    """
    before = text[place - 1 : place]
    if before == ".":
        return text[max(place - 3, 0) : place] != "..."
    return before.isalnum()


def _ends_key(found: Ground, place: int) -> bool:
    """True if the key before a place ends at it."""
    if not found.keys:
        return False
    last = next(reversed(found.keys.values()))
    return last.end == place


def _suppresses(found: Ground, hyphen: int) -> bool:
    """True if the hyphen before an `@` suppresses the author.

    The hyphen of a word does not, nor does an escaped one. Pandoc's extension `smart`
    makes dashes of three and of two hyphens first: one must be left of a row of them.
    """
    text = found.text
    begin = hyphen
    while text[begin - 1 : begin] == "-":
        begin -= 1
    # `\--@low2001`: the first hyphen is text.
    if _is_escaped(text, begin):
        begin += 1
    if (hyphen + 1 - begin) % 3 != 1:
        return False
    return not _ends_word(text, begin) or _ends_key(found, begin)


def _is_escaped(text: str, place: int) -> bool:
    """True if an odd number of backslashes is before a place."""
    before = place
    while text[before - 1 : before] == "\\":
        before -= 1
    return (place - before) % 2 == 1


# The longest text in braces that is looked at.
_LONGEST: Final = 5000
# The deepest nesting of braces that is looked at.
_DEEPEST: Final = 20
# The braces of a nesting, and the end of the block that ends it.
_BRACES: Final = regex(rf"[{{}}{BREAK}]")


def _braced(text: str, start: int) -> int:
    """Return the end of balanced braces from `start`, 0 if they do not close."""
    depth = 0
    for match in _BRACES.finditer(text, start, start + _LONGEST):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
        if not depth:
            return match.end()
        if match[0] == BREAK or depth > _DEEPEST:
            return 0
    return 0


class _Scan:
    """The pass; each method handles one special character and returns where to go on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = Ground(text)
        self._opened: list[int] = []
        self._unclosed = False
        """True once a comment was found that nothing closes."""

    def run(self) -> None:
        handlers = {
            "\\": self._backslash,
            "`": self._backticks,
            "$": self._dollar,
            "<": self._less,
            "[": self._open,
            "]": self._close,
            "@": lambda place: _add_key(self.found, place),
            "{": self._brace,
            "!": lambda place: place + 1,
            BREAK: self._boundary,
            "%%": self._remark,
        }
        place = 0
        search = _SPECIAL.search
        while match := search(self.text, place):
            place = handlers[match[0]](match.start())

    def _inert(self, start: int, end: int) -> int:
        self.found.inert[start] = end
        return end

    # No inline element goes over the end of a block.
    def _boundary(self, place: int) -> int:
        self._opened.clear()
        return place + 1

    def _backslash(self, place: int) -> int:
        match = _COMMAND.match(self.text, place)
        if match is None:
            return self._inert(place, min(place + 2, len(self.text)))
        end = match.end()
        if match[0] == "\\begin":
            name_end = _braced(self.text, end)
            close = f"\\end{self.text[end:name_end]}"
            if name_end:
                found = self.text.find(close, name_end, name_end + 5000)
            else:
                found = -1
            if found >= 0 and BREAK not in self.text[end:found]:
                return self._inert(place, found + len(close))
        while True:
            option = _OPTION.match(self.text, end)
            if option and end > match.end() - 1 and self._is_argument(option.end()):
                end = option.end()
            elif self.text.startswith("{", end) and (braced := _braced(self.text, end)):
                end = braced
            else:
                return self._inert(place, end)

    def _is_argument(self, end: int) -> bool:
        """True if brackets after a command are its option: an argument follows."""
        return self.text.startswith(("{", "["), end)

    def _backticks(self, place: int) -> int:
        end = place
        while self.text.startswith("`", end):
            end += 1
        width = end - place
        closing = re.compile(rf"{BREAK}|(?<!`)`{{{width}}}(?!`)").search(self.text, end)
        if closing is None or closing[0] == BREAK:
            return end
        end = closing.end()
        attributes = _ATTRIBUTES.match(self.text, end)
        return self._inert(place, attributes.end() if attributes else end)

    def _dollar(self, place: int) -> int:
        for pattern in (_DISPLAY, _MATH):
            match = pattern.match(self.text, place)
            if match:
                return self._inert(place, match.end())
        return place + (2 if self.text.startswith("$$", place) else 1)

    def _less(self, place: int) -> int:
        if self.text.startswith("<!--", place):
            return self._comment(place)
        match = _AUTOLINK.match(self.text, place) or _HTML.match(self.text, place)
        if match:
            return self._inert(place, match.end())
        return place + 1

    def _comment(self, place: int) -> int:
        if self._unclosed:
            end = -1
        else:
            end = self.text.find("-->", place)
        self._unclosed = end < 0
        if end >= 0:
            return self._inert(place, end + 3)
        return place + 4

    # Obsidian's help, "Comments": text between two percent signs is not printed.
    def _remark(self, place: int) -> int:
        match = _REMARK.match(self.text, place)
        if match is None:
            return place + 2
        return self._inert(place, match.end())

    def _brace(self, place: int) -> int:
        shortcode = _SHORTCODE.match(self.text, place)
        if shortcode:
            return self._inert(place, shortcode.end())
        role = _ROLE.match(self.text, place)
        if role is None:
            return place + 1
        end = self._backticks(role.start("ticks"))
        code = self.found.inert.get(role.start("ticks"))
        if code is None:
            return end
        width = len(role["ticks"])
        inner_end = self.text.rindex(role["ticks"], role.end(), code)
        self.found.roles.append(
            Role(
                role["role"],
                place,
                inner_end + width,
                role.end(),
                inner_end,
            )
        )
        return self._inert(place, code)

    def _open(self, place: int) -> int:
        mark = _MARK.match(self.text, place)
        if mark:
            self.found.marks.append(NoteMark(mark["label"], place, mark.end()))
            return self._inert(place, mark.end())
        if self.text[place - 1 : place] == "^":
            self.found.notes.add(place)
        self._opened.append(place)
        return place + 1

    def _close(self, place: int) -> int:
        if not self._opened:
            return place + 1
        opened = self._opened.pop()
        found = self.found
        found.closing[opened] = place
        if opened in found.notes:
            found.marks.append(NoteMark("", opened, place + 1))
            return place + 1
        after = self.text[place + 1 : place + 2]
        link = None
        if after == "(":
            link = _DESTINATION.match(self.text, place + 1)
        elif after == "{" and not self.text.startswith("{=", place + 1):
            # `{=html}` belongs to code only: after a bracket it is text. An image needs
            # its address: `![@low2001]{.wide}` is a citation after a sign.
            if self.text[opened - 1 : opened] == "!":
                return place + 1
            link = _ATTRIBUTES.match(self.text, place + 1)
        if link is None:
            return place + 1
        found.linked.add(opened)
        return self._inert(place + 1, link.end())
