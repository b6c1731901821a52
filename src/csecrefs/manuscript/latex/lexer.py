r"""Arguments of LaTeX commands: groups, options, blanks and comments.

Every search is bounded: an argument of a citation ends with its paragraph, as it does
for TeX ("Runaway argument"), so a brace that is never closed costs little.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

# TeX skips blanks, one line end and comments before an argument, but no empty line.
_BLANK: Final = re.compile(r"(?:[ \t]|%[^\n]*\n[ \t]*|\r?\n(?![ \t]*\r?\n))*+")
# A comment with its line end and the blanks that begin the next line, which TeX skips;
# the percent sign of `\%` begins none, that of `\\%` does.
_COMMENT: Final = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*|$)")
# The parts of an argument that matter: `\{`, a comment, braces and brackets, and an
# empty line, which ends the argument.
_TOKEN: Final = re.compile(r"\\.|%[^\n]*|[{}\]]|\n[ \t]*\r?\n", re.DOTALL)
# A command: letters after the backslash, or one other sign (`\citep`, `\&`).
_NAME: Final = re.compile(r"\\([A-Za-z@]+|.)", re.DOTALL)
SHORT: Final = 20_000
"""Characters of the longest argument of a citation."""
# Groups inside each other in an argument of a citation; more are never closed.
_NESTED: Final = 60
LONG: Final = 400_000
"""Characters of the longest body of a definition."""


class Argument(NamedTuple):
    """The text between its delimiters, and the offset after them."""

    text: str
    end: int


def after_blanks(text: str, at: int) -> int:
    """Return the offset of the next argument's first character."""
    match = _BLANK.match(text, at)
    if match:
        return match.end()
    return at


def without_comments(text: str) -> str:
    r"""Return the text without its comments and the line ends that they swallow.

    >>> without_comments("a,% first\n  b")
    'a,b'
    """
    if "%" in text:
        return _COMMENT.sub(r"\1", text)
    return text


def group(
    text: str,
    at: int,
    *,
    long: bool = False,
) -> Argument | None:
    """Return the group in braces that begins after blanks at `at`, None without one.

    A group that is not closed before its paragraph ends is none either, unless `long`.
    """
    start = after_blanks(text, at)
    if not text.startswith("{", start):
        return None
    return _closed(text, start, "}", long=long)


def option(
    text: str,
    at: int,
    brackets: str = "[]",
) -> Argument | None:
    """Return the option in brackets that begins after blanks at `at`, None without.

    Braces hide a closing bracket; brackets do not nest, as in the kernel.
    """
    start = after_blanks(text, at)
    if not text.startswith(brackets[0], start):
        return None
    return _closed(text, start, brackets[1], long=False)


def _closed(
    text: str,
    start: int,
    closing: str,
    *,
    long: bool,
) -> Argument | None:
    depth = 0
    limit = start + (LONG if long else SHORT)
    pattern = _PARENTHESIS
    if closing in "}]":
        pattern = _TOKEN
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


# The same for arguments in round or angle brackets: `(see)`, `<see>`.
_PARENTHESIS: Final = re.compile(r"\\.|%[^\n]*|[{})>]|\n[ \t]*\r?\n", re.DOTALL)


def command_name(text: str, at: int) -> Argument | None:
    r"""Return the command named at `at`, in braces or not, without its backslash."""
    braced = group(text, at)
    if braced is not None:
        match = _NAME.fullmatch(braced.text.strip())
        if match:
            return Argument(match[1], braced.end)
        return None
    match = _NAME.match(text, after_blanks(text, at))
    if match:
        return Argument(match[1], match.end())
    return None
