"""Sort keys for text in any language, after the root of the Unicode Collation Algorithm.

Source: Unicode Technical Standard 10 and the CLDR root collation, reduced to what titles and names need:
white space, punctuation, symbols, digits and letters in that order; accents and case only break ties.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

CollationKey = tuple[str, str, str]

_ORDER: Final = " _-‐‑‒–—,;:!¡?¿.…'‘’‚\"“”„«»()[]{}§¶@*/\\&#%`´^¯¨°©®+±÷×<=>|~$¢£¥€"
_PUNCTUATION: Final = {ord(char): chr(1 + place) for place, char in enumerate(_ORDER)}
_DIGIT: Final = {ord(char): chr(85 + int(char)) for char in "0123456789"}
_EXPANSIONS: Final = {
    ord(char): text
    for char, text in {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss",
        "þ": "z\uffff", "ŋ": "n\uffff", "ĸ": "q\uffff", "ʼ": "\x01", "ʿ": "", "ʾ": "", "ʻ": "",
        "\u00a0": chr(1), "\u202f": chr(1), "\u2009": chr(1), "\t": chr(1), "\n": chr(1), "\u200b": "", "\u00ad": "",
    }.items()
}  # fmt: skip
_PRIMARY: Final = _PUNCTUATION | _DIGIT | _EXPANSIONS


@lru_cache(maxsize=32768)
def collation_key(text: str) -> CollationKey:
    """A key under which texts sort as a reader expects, whatever their accents and case."""
    lower = text.lower()
    if lower.isascii():
        return lower.translate(_PRIMARY), "", text.swapcase()
    decomposed = unicodedata.normalize("NFD", lower)
    base = "".join([char for char in decomposed if not unicodedata.combining(char)])
    accents = "".join([char for char in decomposed if unicodedata.combining(char) or char in "øđłħæœß"])
    return base.translate(_PRIMARY), accents, text.swapcase()
