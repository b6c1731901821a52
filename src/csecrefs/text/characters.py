"""Characters: what no writer lets through, and the escaping each format adds to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from csecrefs.patterns import regex

# Controls that part lines or words, which become blanks.
_SPACES: Final = "\t\n\v\f\r\x85\u2028\u2029"
_CONTROLS: Final = [
    chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _SPACES
]
# Marks that turn the direction of what follows, by which a text can hide another.
_BIDI: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Surrogates and noncharacters, which no encoding or no XML can hold.
_INVALID: Final = (*range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF)


@cache
def _clean() -> dict[str, str]:
    """Return the replacement of a character that no format should have;
    `str.isprintable` is false for all of them.
    """
    return {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_CONTROLS, ""),
        **dict.fromkeys(_BIDI, ""),
        **dict.fromkeys(map(chr, _INVALID), "\ufffd"),
    }


def escaper(escapes: Mapping[str, str]) -> Callable[[str], str]:
    """A function that cleans text and replaces each character in `escapes`.

    Cleaning makes line breaks and tabs spaces (one field never starts a new line),
    drops control characters (terminals and XML readers act on them or refuse them) and
    bidirectional embeddings, overrides and isolates (they reorder what follows the
    field; the marks LRM, RLM and ALM, which reach no further than themselves, stay),
    and replaces what no encoding can hold by U+FFFD.
    """
    if escapes:
        special = re.compile(f"[{re.escape(''.join(escapes))}]").search
    else:
        special = None
    table = cache(lambda: str.maketrans({**_clean(), **escapes}))

    def escape(text: str) -> str:
        if text.isprintable() and not (special and special(text)):
            return text
        return text.translate(table())

    return escape


clean: Final = escaper({})
"""Text without what no format should hold; see `escaper`."""

# Anything between "://" and the last "@" before a path: a name and a password.
_USERINFO: Final = regex(r"://[^\s/?#\\<>\"']*@")

# The runner of GitHub reads "::name" at the beginning of a line, and "##[name]"
# anywhere in it, as an order to itself.
_WORKFLOW_COMMAND: Final = regex(r"^(\s*):(?=:)|##(?=\[)")


def mask_userinfo(text: str) -> str:
    """Return `text` with the user names and passwords of its URLs masked.

    >>> mask_userinfo("see https://ann:secret@example.org/x")
    'see https://***@example.org/x'
    """
    if "@" not in text:
        return text
    return _USERINFO.sub("://***@", text)


def without_userinfo(url: str) -> str:
    """Return a URL without a user name and password.

    >>> without_userinfo("https://ann:secret@example.org/x")
    'https://example.org/x'
    """
    return mask_userinfo(url).replace("://***@", "://", 1)


def log_line(text: str) -> str:
    """Return `text` as one line that acts neither on a terminal nor on a build log.

    Control characters and bidirectional overrides are dropped, line breaks become
    spaces, and what a build runner takes for a command is broken up.

    >>> log_line("::error::gone\\x1b[31m")
    ': :error::gone[31m'
    """
    return _WORKFLOW_COMMAND.sub(_broken_up, clean(text))


def _broken_up(match: re.Match[str]) -> str:
    if match[0].startswith("##"):
        return "# #"
    return f"{match[1]}: "
