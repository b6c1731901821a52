r"""Arguments of LaTeX commands: groups, options, blanks and comments.

Every search is bounded: an argument of a citation ends with its paragraph, as it does
for TeX ("Runaway argument"), so a brace that is never closed costs little.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from csecrefs.patterns import regex

# TeX skips blanks, one line end and comments before an argument, but no empty line.
_BLANK: Final = regex(r"(?:[ \t]|%[^\n]*\n[ \t]*|\r?\n(?![ \t]*\r?\n))*+")
# A comment with its line end and the blanks that begin the next line, which TeX skips;
# the percent sign of `\%` begins none, that of `\\%` does.
_COMMENT: Final = regex(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*|$)")
# The parts of an argument that matter: `\{`, a comment, braces and brackets, and an
# empty line, which ends the argument.
_DELIMITER: Final = regex(r"\\.|%[^\n]*|[{}\[\]()<>]|\n[ \t]*\r?\n", re.DOTALL)
_CLOSING: Final = {"[": "]", "(": ")", "<": ">"}
# A command: letters after the backslash, or one other sign (`\citep`, `\&`).
_NAME: Final = regex(r"\\([A-Za-z@]+|.)", re.DOTALL)
SHORT: Final = 20_000
"""Characters of the longest argument of a citation."""
# Groups inside each other in an argument of a citation; more are never closed.
_NESTED: Final = 60
_FEW: Final = 2_000
"""Characters of a text, or of a search in a longer one, that are walked for each argument
anew."""
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
    end = None
    if len(text) > _FEW:
        end = _ends(text, long).get(start)
    if end is None:
        # a short text, or a delimiter after what looks like a comment and is none
        end = _end(text, start, closing, long=long)
    if end and end - start <= (LONG if long else SHORT):
        return Argument(text[start + 1 : end - 1], end)
    return None


def _end(text: str, start: int, closing: str, *, long: bool) -> int:
    """Return the offset after the argument that begins at `start`; 0 if it is not
    closed within `_FEW` characters.
    """
    depth = 0
    for match in _DELIMITER.finditer(text, start + 1, start + _FEW):
        mark = match[0]
        if depth == 0 and mark == closing:
            return match.end()
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
        if depth < 0 or (mark[0] == "\n" and not long):
            return 0
    return 0


class _Group:
    """A group in braces that is open, and the brackets in it that are."""

    def __init__(self, start: int) -> None:
        self.start, self.depth = start, 0
        self.open: dict[str, list[int]] = {}


# One walk over a text for all of its arguments: looking for the end of each anew, a
# text of opening brackets would take its length times SHORT.
@lru_cache(maxsize=8)
def _ends(text: str, long: bool) -> Mapping[int, int]:
    """Return the offset after each argument by that of its opening; 0 without an end.

    Brackets do not nest, and braces hide them, as in the kernel.
    """
    found: dict[int, int] = {}
    groups = [_Group(-1)]
    for match in _DELIMITER.finditer(text):
        mark, place = match[0], match.start()
        if mark == "{":
            found[place] = 0
            groups.append(_Group(place))
        elif mark == "}" and len(groups) > 1:
            _close(groups, found, match.end(), long=long)
        elif mark == "}" or (mark[0] == "\n" and not long):
            groups = [_Group(-1)]
        elif mark in _CLOSING:
            found[place] = 0
            groups[-1].open.setdefault(_CLOSING[mark], []).append(place)
        else:
            for opening in groups[-1].open.pop(mark, ()):
                found[opening] = match.end()
    return found


def _close(
    groups: list[_Group], found: dict[int, int], end: int, *, long: bool
) -> None:
    """Take the last group, which is closed, from the stack of those that are open."""
    done = groups.pop()
    if long or done.depth <= _NESTED:
        found[done.start] = end
    groups[-1].depth = max(groups[-1].depth, done.depth + 1)


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
