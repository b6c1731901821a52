"""Sort keys for text in any language, after the root of the Unicode Collation Algorithm.

Source: Unicode Technical Standard 10 and the CLDR root collation, reduced to what titles and names need:
punctuation does not count, numbers sort by value, symbols come before digits and digits before letters, and
a blank where the vertical bar stands among the symbols, which is where citeproc-js puts it;
accents and case only break ties.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

CollationKey = tuple[str, str, str]

_SYMBOLS: Final = {ord(char): chr(2 + place) for place, char in enumerate("`´^¯¨°©®+±÷×<=>|~$¢£¥€")}
_BLANK: Final = _SYMBOLS[ord("|")]
_SPACES: Final = dict.fromkeys(map(ord, " \t\n\r\u2009\u200a\u202f"), _BLANK)
_IGNORED: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u00ad\ufeff"), "")
_EXPANSIONS: Final = {
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss",
    "þ": "z\uffff", "ŋ": "n\uffff",
}  # fmt: skip
_PRIMARY: Final = {**_SYMBOLS, **_SPACES, **_IGNORED, **str.maketrans(_EXPANSIONS)}
_ASCII_PUNCTUATION: Final = re.compile(r"[!\"#%&'()*,\-./:;?@\[\\\]_{}]")
_BLANKS: Final = re.compile(f"(?<!^){_BLANK}{{2,}}")
_NUMBER: Final = re.compile(r"\d+", re.ASCII)


@lru_cache(maxsize=32768)
def collation_key(text: str) -> CollationKey:
    """A key under which texts sort as a reader expects, whatever their punctuation, accents and case."""
    lower = text.lower()
    if lower.isascii():
        plain = _ASCII_PUNCTUATION.sub("", text)
        return _primary(plain.lower()), "", "".join(plain.split()).swapcase()
    letters, accents = [], []
    for char in unicodedata.normalize("NFKD", lower):
        category = unicodedata.category(char)
        if category[0] == "M":
            accents.append(char)
        elif category[0] != "P":
            letters.append(char)
            if char in _EXPANSIONS:
                accents.append(char)
    case = "".join([char for char in text if char.isalnum()]).swapcase()
    return _primary("".join(letters)), "".join(accents), case


def _primary(text: str) -> str:
    blank = _BLANKS.sub(_BLANK, text.translate(_PRIMARY)).rstrip(_BLANK)
    return _NUMBER.sub(lambda match: match[0].lstrip("0").rjust(12, "0"), blank)
