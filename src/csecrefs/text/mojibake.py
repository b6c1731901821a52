"""Text that was decoded with the wrong character set, put right where the damage proves
itself.
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.patterns import regex

_CP1252_HIGH: Final = (
    "\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
)
# Bytes of UTF-8 behind the first, as read in Windows-1252 ("Ã©" for é).
_TAIL: Final = "\u0080-\u00bf" + _CP1252_HIGH
_SIGNS: Final = "\u0080-\u00bf" + re.sub(r"\w", "", _CP1252_HIGH)
# UTF-8 read as Windows-1252: a lead byte and as many bytes as it wants.
_DAMAGE: Final = regex(
    f"[\u00c2-\u00c5][{_TAIL}]|[\u00c6-\u00cf\u00d0\u00d1][{_SIGNS}]|[\u00e0-\u00ef][{_TAIL}]{{2}}|"
    f"\u00f0[{_TAIL}]{{3}}"
)
_C1: Final = {
    code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)
}


def repair(text: str) -> str:
    """`text` with UTF-8 that was read as Windows-1252 put right, and C1 controls as the
    characters meant.

    A dash that was lost between two words (U+FFFD with a space on either side) becomes
    an en dash; other lost characters stay visible as lost.
    """
    if text.isascii():
        return text
    text = _DAMAGE.sub(_redecoded, text).translate(_C1)
    return text.replace(" \ufffd ", " \u2013 ")


def _redecoded(match: re.Match[str]) -> str:
    try:
        return b"".join(_byte(char) for char in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _byte(char: str) -> bytes:
    if ord(char) < 0x100:
        return bytes([ord(char)])
    return char.encode("cp1252")
