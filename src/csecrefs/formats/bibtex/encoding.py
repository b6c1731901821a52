"""The characters of a .bib file: which encoding its bytes are in, and back to the same bytes."""

from __future__ import annotations

import codecs
import re
from typing import Final

import attrs

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(
    rb"\A\s*%+\s*(?:-\*-\s*)?(?:encoding|!tex encoding|coding)\s*[:=]\s*"
    rb"([\w.:-]+?)(?:-unix|-dos|-mac)?(?![\w.:-])",
    re.IGNORECASE,
)
_HEAD: Final = 4096


@attrs.frozen
class Decoded:
    """A text and how it was encoded; `guessed` says that the bytes were not what they should be."""

    text: str
    encoding: str
    bom: bytes = b""
    guessed: bool = False

    def encode(self, text: str) -> bytes:
        """`text` in the encoding this one came in; in UTF-8 if that has no room for a character."""
        try:
            return self.bom + text.encode(self.encoding, "surrogateescape")
        except UnicodeEncodeError:
            return text.encode("utf-8", "surrogateescape")


def decode(source: bytes) -> Decoded:
    """Text from bytes: a byte order mark, UTF-16 without one, UTF-8, what the first line declares
    (JabRef's `% Encoding:`, Emacs' `coding:`), Windows-1252.

    Bytes that Windows-1252 does not define are kept as lone surrogates, so that they can be written again.
    """
    for bom, encoding in _BOMS:
        if source.startswith(bom):
            return _with_bom(source, bom, encoding)
    if encoding := _bare_utf16(source[:_HEAD]):
        return Decoded(source.decode(encoding, "surrogateescape"), encoding)
    try:
        return Decoded(source.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.match(source[:_HEAD])
    if declared and (known := _lookup(declared[1].decode("ascii", "replace"))):
        try:
            return Decoded(source.decode(known), known)
        except UnicodeDecodeError:
            pass
    return Decoded(source.decode("cp1252", "surrogateescape"), "cp1252", guessed=True)


def _with_bom(source: bytes, bom: bytes, encoding: str) -> Decoded:
    """The text after a byte order mark, kept apart so that it is written again."""
    bare = {"utf-8-sig": "utf-8"}.get(encoding) or f"{encoding}-{'le' if bom[0] == 0xFF else 'be'}"
    try:
        return Decoded(source[len(bom) :].decode(bare), bare, bom)
    except UnicodeDecodeError:
        return Decoded(source[len(bom) :].decode("cp1252", "surrogateescape"), "cp1252", bom, guessed=True)


def _bare_utf16(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of ASCII text is zero."""
    pairs = len(head) // 2
    if pairs < 2:
        return ""
    if head[1::2].count(0) > pairs * 0.6 and head[::2].count(0) == 0:
        return "utf-16-le"
    if head[::2].count(0) > pairs * 0.6 and head[1::2].count(0) == 0:
        return "utf-16-be"
    return ""


def _lookup(name: str) -> str | None:
    """Python's name of a declared encoding; UTF-8 itself is none here, it has been tried."""
    for spelling in (name, name.replace("-", "")):
        try:
            found = codecs.lookup(spelling).name
        except LookupError:
            continue
        return found if found not in ("utf-8", "ascii") else None
    return None
