"""Sort keys for text in any language, after the root of the Unicode Collation
Algorithm.

Source: Unicode Technical Standard 10 and the CLDR root collation, reduced to what
titles and names need: punctuation does not count, nor do spaces but plain blanks,
numbers sort by value, symbols come before digits and digits before letters, and a blank
where the vertical bar stands among the symbols, which is where citeproc-js puts it;
accents and case do not count either, so that an author in capitals is no other author:
the next key decides.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

_SYMBOLS: Final = {
    ord(char): chr(2 + place) for place, char in enumerate("`´^¯¨°©®+±÷×<=>|~$¢£¥€")
}
_BLANK: Final = _SYMBOLS[ord("|")]
_SPACES: Final = dict.fromkeys(map(ord, " \t\n\r"), _BLANK)
_IGNORED: Final = dict.fromkeys(
    map(ord, "\u00a0\u2009\u200a\u202f\u200b\u200c\u200d\u00ad\ufeff"), ""
)
_EXPANSIONS: Final = {
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss",
    "þ": "z\uffff", "ŋ": "n\uffff",
}  # fmt: skip
_PRIMARY: Final = {**_SYMBOLS, **_SPACES, **_IGNORED, **str.maketrans(_EXPANSIONS)}
_ASCII_PUNCTUATION: Final = re.compile(r"[!\"#%&'()*,\-./:;?@\[\\\]_{}]")
_BLANKS: Final = re.compile(f"(?<!^){_BLANK}{{2,}}")
_NORDIC: Final = "z:æä,øö,å"
_AFTER: Final = {
    "sv": "z:å,äæ,öø", "fi": "z:å,äæ,öø", "da": _NORDIC, "nb": _NORDIC, "nn": _NORDIC, "no": _NORDIC,
    "cs": "c:č h:ch r:ř s:š z:ž", "sk": "a:ä c:č h:ch o:ô s:š z:ž", "sl": "c:č s:š z:ž", "es": "n:ñ",
    "pl": "a:ą c:ć e:ę l:ł n:ń o:ó s:ś z:ź,ż", "hr": "c:č,ć d:dž,đ l:lj n:nj s:š z:ž", "lt": "c:č s:š z:ž",
    "lv": "c:č g:ģ k:ķ l:ļ n:ņ s:š z:ž", "ro": "a:ă,â i:î s:șş t:țţ", "tr": "c:ç g:ğ h:ı o:ö s:ş u:ü",
}  # fmt: skip
"""By language, the letters of its own: after which letter they stand, apart by commas
where in this order.
"""
_CYRILLIC: Final = ("\u0400", "\u052f")
_FIRST: Final = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn"), _CYRILLIC),
    "el": ("\u0370", "\u03ff"), "he": ("\u0590", "\u05ff"), "ar": ("\u0600", "\u06ff"),
    "fa": ("\u0600", "\u06ff"), "hy": ("\u0530", "\u058f"), "ka": ("\u10a0", "\u10ff"),
    "th": ("\u0e00", "\u0e7f"), "ko": ("\u3400", "\ud7af"),
}  # fmt: skip
"""By language, its script, from and to, which stands before the others."""
_HAN: Final = {"zh": "gb2312", "zh-TW": "big5", "zh-HK": "big5"}
"""By language, the character set whose order is that of its dictionaries: by sound, or
by strokes.
"""
_NUMBER: Final = re.compile(r"\d+", re.ASCII)


@lru_cache(maxsize=32768)
def collation_key(text: str, language: str = "") -> str:
    """A key under which texts sort as a reader of a language expects, whatever their
    punctuation, accents and case; texts that differ in nothing else have the same."""
    lower = _tailored(text.lower(), language)
    if lower.isascii():
        return _primary(_ASCII_PUNCTUATION.sub("", lower))
    decomposed = unicodedata.normalize("NFKD", lower.translate(_IGNORED))
    return _primary(
        "".join(
            [char for char in decomposed if unicodedata.category(char)[0] not in "MP"]
        )
    )


def _tailored(lower: str, language: str) -> str:
    """`lower` with the letters a language orders in its own way told from others."""
    tag, language = language, language.partition("-")[0]
    if charset := _HAN.get(tag) or _HAN.get(language):
        return "".join(
            [
                _han(char, charset) if "\u3400" <= char <= "\u9fff" else char
                for char in lower
            ]
        )
    if first := _FIRST.get(language):
        return "".join(
            [f"Z{char}" if first[0] <= char <= first[1] else char for char in lower]
        )
    if language not in _AFTER:
        return lower
    lower = unicodedata.normalize("NFC", lower)
    for letter, instead in _letters(language):
        lower = lower.replace(letter, instead)
    return lower


def _han(char: str, charset: str) -> str:
    """What sorts as a Chinese character before all letters; those that are not in
    `charset` come last.
    """
    try:
        return f"Z{chr(0xF0000 + int.from_bytes(char.encode(charset), 'big'))}"
    except UnicodeEncodeError:
        return f"Z\U000fffff{char}"


@cache
def _letters(language: str) -> list[tuple[str, str]]:
    """What stands for the letters of a language; two letters that make one, as "ch",
    come first.
    """
    result: list[tuple[str, str]] = []
    for part in _AFTER[language].split():
        before, _, own = part.partition(":")
        for place, alike in enumerate(own.split(",")):
            letters = (
                [alike]
                if alike.isascii() or (len(alike) == 2 and alike[0].isascii())
                else list(alike)
            )
            result += [
                (letter, f"{before}\uffff{chr(ord('a') + place)}") for letter in letters
            ]
    return sorted(result, key=lambda pair: -len(pair[0]))


def _primary(text: str) -> str:
    blank = _BLANKS.sub(_BLANK, text.translate(_PRIMARY)).rstrip(_BLANK)
    return _NUMBER.sub(lambda match: match[0].lstrip("0").rjust(12, "0"), blank)
