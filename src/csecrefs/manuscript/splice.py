"""The splice: new text for some spans of a manuscript, every other byte kept."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from typing import Final

from csecrefs.manuscript.sites import (
    FRAGMENT,
    FRAGMENTS,
    Manuscript,
    Site,
)
from csecrefs.patterns import regex
from csecrefs.tuples import NamedTuple

# Byte order marks, and the encodings that they announce.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A character that refers to a fragment of a site.
_FRAGMENT: Final = regex(f"[{chr(FRAGMENT)}-{chr(FRAGMENT + FRAGMENTS - 1)}]")


class Replacement(NamedTuple):
    """New text for a span of a manuscript's text."""

    start: int
    end: int
    text: str


def decode(content: bytes) -> str:
    """Return the text of a file, with the byte order mark and the line ends it has.

    Bytes that are not of the encoding become lone surrogates, which `encode` turns
    back into the same bytes. The last byte of UTF-16 of odd length is left out.

    >>> decode(b"caf\\xe9").encode("utf-8", "surrogateescape")
    b'caf\\xe9'
    """
    encoding = _encoding(content)
    if encoding == "utf-8":
        return content.decode(encoding, "surrogateescape")
    return content[: len(content) // 2 * 2].decode(encoding, "surrogatepass")


def encode(text: str, content: bytes) -> bytes:
    """Return `text` in the encoding of `content`, the file that it comes from.

    >>> content = "\\ufeffcafé".encode("utf-16-le") + b"!"
    >>> encode(decode(content), content) == content
    True
    """
    encoding = _encoding(content)
    if encoding == "utf-8":
        return text.encode(encoding, "surrogateescape")
    odd = content[len(content) // 2 * 2 :]
    return text.encode(encoding, "surrogatepass") + odd


def _encoding(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    return "utf-8"


def replaced(text: str, replacements: Iterable[Replacement]) -> str:
    """Return `text` with each span replaced, in any order.

    A span inside one that is already replaced is left out: the outer text has it.

    >>> replaced("a [@k] b", [Replacement(2, 6, "(Low 2001)")])
    'a (Low 2001) b'
    """
    parts: list[str] = []
    done = 0
    for each in sorted(replacements, key=lambda each: (each.start, -each.end)):
        if each.start < done:
            continue
        parts += (text[done : each.start], each.text)
        done = each.end
    return "".join((*parts, text[done:]))


def spliced(manuscript: Manuscript, replacements: Iterable[Replacement]) -> bytes:
    """Return the bytes of a manuscript with each span replaced, the others kept."""
    return encode(replaced(manuscript.text, replacements), manuscript.content)


def with_fragments(
    written: str,
    site: Site,
    source: Callable[[int, int], str],
) -> str:
    """Return the written text of a site with its fragments in their places.

    `source` gives what the manuscript has in a span.
    """
    if not site.fragments:
        return written

    def fragment(match: re.Match[str]) -> str:
        number = ord(match[0]) - FRAGMENT
        if number >= len(site.fragments):
            return match[0]
        return source(*site.fragments[number])

    return _FRAGMENT.sub(fragment, written)
