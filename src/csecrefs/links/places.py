"""The places of a URL in the bytes of a file, in any of the ways that files spell it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from csecrefs.patterns import regex

Spelling = Callable[[str], str]

# A character that may go on with an address, so that `http://a/x` is not found in
# `http://a/xy`.
_URL_CHARACTER: Final = regex(rb"[A-Za-z0-9\-._~:/?#@!$&'*+,;=%\\\x80-\xff]")

# Tried in this order; the first that fits a place is its spelling.
_SPELLINGS: Final[tuple[Spelling, ...]] = (
    lambda url: url,
    lambda url: re.sub(r"([_%&#])", r"\\\1", url),
    lambda url: re.sub(r"([%&#])", r"\\\1", url),
    lambda url: url.replace("&", "&amp;"),
    lambda url: url.replace("/", "\\/"),
    lambda url: url.replace("&", "\\u0026"),
)
"""The ways a URL is written in files: plain, escaped for TeX or XML, or as some write
JSON.
"""


def places(text: bytes, url: str) -> list[tuple[int, int, Spelling]]:
    """Return the places of a URL by itself in a text (begin and end), from first to last, and
    in which spelling.
    """
    found: dict[int, tuple[int, int, Spelling]] = {}
    for spelling in _SPELLINGS:
        needle = spelling(url).encode()
        if needle:
            start = text.find(needle)
        else:
            start = -1
        while start >= 0:
            end = start + len(needle)
            before, after = text[max(0, start - 1) : start], text[end : end + 1]
            # An apostrophe may be of an address, but not on both sides.
            quoted = before == after == b"'"
            if quoted or not (
                _URL_CHARACTER.match(before) or _URL_CHARACTER.match(after)
            ):
                found.setdefault(start, (start, end, spelling))
            start = text.find(needle, end)
    return [found[start] for start in sorted(found)]
