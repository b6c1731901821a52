r"""Arguments of LaTeX commands: groups, options, blanks and comments.

Every search is bounded: an argument of a citation ends with its paragraph, as it does
for TeX ("Runaway argument"), so a brace that is never closed costs little.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

# TeX skips blanks, one line end and comments before an argument, but no empty line.
_BLANK: Final = re.compile(r"(?:[ \t]|%[^\n]*\n[ \t]*|\r?\n(?![ \t]*\r?\n))*+")
_COMMENT: Final = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*|$)")
_TOKEN: Final = re.compile(r"\\.|%[^\n]*|[{}\]]|\n[ \t]*\r?\n", re.DOTALL)
_NAME: Final = re.compile(r"\\([A-Za-z@]+|.)", re.DOTALL)
SHORT: Final = 20_000
"""Characters of the longest argument of a citation."""
_NESTED: Final = 60
"""Groups inside each other in an argument of a citation; more are never closed."""
LONG: Final = 400_000
"""Characters of the longest body of a definition."""


class Argument(NamedTuple):
    """The text between its delimiters, and the offset after them."""

    text: str
    end: int


def after_blanks(text: str, at: int) -> int:
    """Return the offset of the next argument's first character."""
    match = _BLANK.match(text, at)
    return match.end() if match else at


def without_comments(text: str) -> str:
    r"""Return the text without its comments and the line ends that they swallow.

    >>> without_comments("a,% first\n  b")
    'a,b'
    """
    return _COMMENT.sub(r"\1", text) if "%" in text else text


def group(text: str, at: int, *, long: bool = False) -> Argument | None:
    """Return the group in braces that begins after blanks at `at`, None without one.

    A group that is not closed before its paragraph ends is none either, unless `long`.
    """
    start = after_blanks(text, at)
    if not text.startswith("{", start):
        return None
    return _closed(text, start, "}", long=long)


def option(text: str, at: int, brackets: str = "[]") -> Argument | None:
    """Return the option in brackets that begins after blanks at `at`, None without.

    Braces hide a closing bracket; brackets do not nest, as in the kernel.
    """
    start = after_blanks(text, at)
    if not text.startswith(brackets[0], start):
        return None
    return _closed(text, start, brackets[1], long=False)


def _closed(text: str, start: int, closing: str, *, long: bool) -> Argument | None:
    depth = 0
    limit = start + (LONG if long else SHORT)
    pattern = _TOKEN if closing in "}]" else _PARENTHESIS
    for match in pattern.finditer(text, start + 1, limit):
        mark = match[0]
        if depth == 0 and mark == closing:
            return Argument(text[start + 1 : match.start()], match.end())
        if mark == "{":
            depth += 1
            if depth > _NESTED and not long:
                return None
        elif mark == "}":
            depth -= 1
            if depth < 0:
                return None
        elif mark[0] == "\n" and not long:
            return None
    return None


_PARENTHESIS: Final = re.compile(r"\\.|%[^\n]*|[{})>]|\n[ \t]*\r?\n", re.DOTALL)


def command_name(text: str, at: int) -> Argument | None:
    r"""Return the command named at `at`, in braces or not, without its backslash."""
    braced = group(text, at)
    if braced is not None:
        match = _NAME.fullmatch(braced.text.strip())
        return Argument(match[1], braced.end) if match else None
    match = _NAME.match(text, after_blanks(text, at))
    return Argument(match[1], match.end()) if match else None
