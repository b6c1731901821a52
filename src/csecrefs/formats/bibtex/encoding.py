"""The characters of a .bib file: which encoding its bytes are in, and back to the same
bytes.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

import attrs

from csecrefs.formats.source import LONE_SURROGATE
from csecrefs.patterns import regex
from csecrefs.text.tex_write import character_to_tex

# Byte order marks, longer ones first: UTF-16's begins UTF-32's.
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The encoding that the first comment names, as Emacs ("% -*- coding: utf-8-unix -*-"),
# JabRef ("% Encoding: UTF8") and TeX editors ("% !TEX encoding = latin1") write it.
_DECLARED: Final = regex(
    rb"\A\s*%+\s*(?:-\*-\s*)?(?:encoding|!tex encoding|coding)\s*[:=]\s*"
    rb"([\w.:-]+?)(?:-unix|-dos|-mac)?(?![\w.:-])",
    re.IGNORECASE,
)
_HEAD: Final = 4096


@attrs.frozen
class Decoded:
    """A text and how it was encoded.

    - `bad_at`: the place of the first byte that is not as it should be, -1 for none.
    - `tail`: the last byte of UTF-16 of odd length, which is of no character.
    """

    text: str
    encoding: str
    bom: bytes = b""
    bad_at: int = -1
    tail: bytes = b""

    @property
    def doubt(self) -> str:
        """The reason why there is a bad byte, in words."""
        if self.encoding.startswith("utf-16"):
            return f"not valid {self.encoding}; damaged characters"
        return "not UTF-8; read as Windows-1252"

    def encode(self, text: str) -> bytes:
        """`text` in the encoding this one came in, characters that has no room for as
        TeX.

        Where TeX has no command for one either, all is in UTF-8, and says so if it said
        anything.
        """
        if self.encoding.startswith("utf-16"):
            return self.bom + text.encode(self.encoding, "surrogatepass") + self.tail
        try:
            return self.bom + text.encode(self.encoding, _AS_TEX)
        except UnicodeEncodeError:
            return _DECLARED.sub(
                _in_utf8, text.encode("utf-8", "surrogateescape"), count=1
            )


def _as_tex(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return the bytes for a character: the byte it was read from, or TeX. Raises
    `error` for neither.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    character = error.object[error.start]
    if "\udc80" <= character <= "\udcff":
        return bytes((ord(character) & 0xFF,)), error.start + 1
    if not (command := character_to_tex(character)):
        raise error
    return command, error.start + 1


_AS_TEX: Final = "csecrefs.tex"
codecs.register_error(_AS_TEX, _as_tex)


def _in_utf8(match: re.Match[bytes]) -> bytes:
    return match[0].replace(match[1], b"UTF-8")


def decode(source: bytes) -> Decoded:
    """Text from bytes: a byte order mark, UTF-16 without one, what the first line
    declares (JabRef's `% Encoding:`, Emacs' `coding:`), UTF-8, Windows-1252.

    A declaration counts unless the bytes are UTF-8 beyond ASCII, which no other
    encoding looks like. Bytes that Windows-1252 does not define are kept as lone
    surrogates, so that they can be written again.
    """
    for bom, encoding in _BOMS:
        if source.startswith(bom):
            return _with_bom(source, bom, encoding)
    if encoding := _bare_utf16(source[:_HEAD]):
        return _utf16(source, encoding, b"")
    try:
        decoded, bad_at = (
            Decoded(
                source.decode("utf-8"),
                "utf-8",
            ),
            -1,
        )
    except UnicodeDecodeError as error:
        decoded, bad_at = None, error.start
    if decoded and not source.isascii():
        return decoded
    return _as_declared(source) or decoded or _guessed(source, bad_at)


def _as_declared(source: bytes) -> Decoded | None:
    """The text in the encoding that the first line declares, if that gives back the
    same bytes.
    """
    declared = _DECLARED.match(source[:_HEAD])
    if not declared or not (known := _lookup(declared[1].decode("ascii", "replace"))):
        return None
    try:
        text = source.decode(known)
        if text.encode(known) == source:
            return Decoded(text, known)
        return None
    except UnicodeError:
        return None


def _guessed(
    source: bytes,
    bad_at: int,
    bom: bytes = b"",
) -> Decoded:
    return Decoded(
        source[len(bom) :].decode("cp1252", "surrogateescape"), "cp1252", bom, bad_at
    )


def _with_bom(
    source: bytes,
    bom: bytes,
    encoding: str,
) -> Decoded:
    """The text after a byte order mark, kept apart so that it is written again."""
    bare = {"utf-8-sig": "utf-8"}.get(
        encoding
    ) or f"{encoding}-{'le' if bom[0] == 0xFF else 'be'}"
    if bare.startswith("utf-16"):
        return _utf16(source, bare, bom)
    try:
        return Decoded(
            source[len(bom) :].decode(bare),
            bare,
            bom,
        )
    except UnicodeDecodeError as error:
        return _guessed(source, error.start, bom)


def _utf16(source: bytes, encoding: str, bom: bytes) -> Decoded:
    """Return the text of UTF-16; half a pair of surrogates is kept as it is."""
    end = len(bom) + (len(source) - len(bom)) // 2 * 2
    body, tail = source[len(bom) : end], source[end:]
    text = body.decode(encoding, "surrogatepass")
    bad = LONE_SURROGATE.search(text)
    bad_at = -1
    if bad:
        bad_at = bad.start()
    elif tail:
        bad_at = len(text)
    return Decoded(text, encoding, bom, bad_at, tail)


def _bare_utf16(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of ASCII text is zero."""
    pairs = len(head) // 2
    if pairs < 2:
        return ""
    head = head[: pairs * 2]
    if head[1::2].count(0) > pairs * 0.6 and head[::2].count(0) == 0:
        return "utf-16-le"
    if head[::2].count(0) > pairs * 0.6 and head[1::2].count(0) == 0:
        return "utf-16-be"
    return ""


def _lookup(name: str) -> str | None:
    """Python's name of a declared encoding; UTF-8 itself is none here, it has been
    tried.
    """
    for spelling in (name, name.replace("-", "")):
        try:
            found = codecs.lookup(spelling).name
        except LookupError:
            continue
        if found not in ("utf-8", "ascii"):
            return found
        return None
    return None
