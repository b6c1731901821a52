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
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.alphabets import (
    DOUBLED,
    EXPANDED,
    FIRST_SCRIPTS,
    IGNORED,
    LATIN,
    OTHER_SCRIPTS,
    SAME,
    TAILORED,
)
from csecrefs.tuples import NamedTuple

# Signs that sort before digits, in the order of the Unicode Collation Algorithm.
_SYMBOLS: Final = {
    ord(char): chr(2 + place) for place, char in enumerate("`´^¯¨°©®+±÷×<=>|~$¢£¥€")
}
_BLANK: Final = _SYMBOLS[ord("|")]
_SPACES: Final = dict.fromkeys(map(ord, " \t\n\r"), _BLANK)
# Blanks that do not part words, and characters of no width.
_IGNORED: Final = dict.fromkeys(
    map(ord, "\u00a0\u2009\u200a\u202f\u200b\u200c\u200d\u00ad\ufeff"), ""
)
# Code of the first letter of other scripts in keys: behind Latin, before kana.
_FIRST_CODE: Final = 0x2500
_CODES: Final = {
    letter: chr(_FIRST_CODE + place) for place, letter in enumerate(OTHER_SCRIPTS)
}
# Punctuation that does not count; the signs of `_SYMBOLS` do.
_ASCII_PUNCTUATION: Final = regex(r"[!\"#%&'()*,\-./:;?@\[\\\]_{}]")
# Several blanks count as one, but at the start of a text.
_BLANKS: Final = regex(f"(?<!^){_BLANK}{{2,}}")
# By language, the character set whose order is that of its dictionaries: by sound, or
# by strokes.
_HAN: Final = {
    "ja": "shift_jis",
    "zh": "gb2312",
    "zh-TW": "big5",
    "zh-HK": "big5",
}
# Keys of the letters of Hangul: behind other scripts, before kana.
_JAMO: Final = {code: chr(code - 0x1100 + 0x2D00) for code in range(0x1100, 0x1200)}
# Katakana sorts as the hiragana of the same sound.
_HIRAGANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
# Turkish and Azerbaijani have two letters i.
_TURKIC: Final = str.maketrans({"I": "ı", "İ": "i"})
# Thai and Lao write these vowels before the consonant after which they sort.
_LEADING_VOWEL: Final = regex(
    "([\u0e40-\u0e44\u0ec0-\u0ec4])([\u0e01-\u0e2e\u0e81-\u0eae])"
)
# Digits sort by their value: "Henry 8" before "Henry 10".
_NUMBER: Final = regex(r"\d+", re.ASCII)


@lru_cache(maxsize=32768)
def collation_key(text: str, language: str = "") -> str:
    """Return a key under which texts sort as a reader of a language expects.

    Punctuation, accents and case do not count: texts that differ in nothing else have
    the same key. `language` is a BCP 47 tag.

    >>> words = ["Zoo", "Žuk", "Tamm", "et Saar"]
    >>> sorted(words, key=lambda word: collation_key(word, "et"))
    ['et Saar', 'Zoo', 'Žuk', 'Tamm']
    """
    alphabet = _alphabet(language)
    if alphabet.turkic:
        lower = text.translate(_TURKIC).lower()
    else:
        lower = text.lower()
    if lower.isascii() and alphabet.pattern is None:
        return _primary(_ASCII_PUNCTUATION.sub("", lower))
    if alphabet.characters:
        lower = "".join([_han(char, alphabet.characters) for char in lower])
        lower = lower.translate(_HIRAGANA)
    decomposed = unicodedata.normalize("NFKD", lower.translate(_IGNORED))
    # Thai and Lao write these vowels before the consonant after which they are spoken
    decomposed = _LEADING_VOWEL.sub(r"\2\1", decomposed)
    if alphabet.pattern:
        decomposed = alphabet.pattern.sub(alphabet.replaced, decomposed)
    decomposed = _COMPOSED.sub(_recomposed, decomposed)
    counted = "".join([char for char in decomposed if _counts(char)])
    key = _primary(counted)
    if alphabet.first:
        return alphabet.first.sub(r"Z\g<0>", key)
    return key


class _Alphabet(NamedTuple):
    """The order of one language where it differs from that of the root."""

    groups: Mapping[str, str]
    """Keys of groups of letters that sort as one, with their marks decomposed."""
    letters: Mapping[str, str]
    """Keys of letters, and of letters with one mark."""
    pattern: re.Pattern[str] | None
    """Matches these groups, and these letters with the marks that follow."""
    first: re.Pattern[str] | None
    """Matches what sorts before Latin letters, in keys."""
    characters: str
    """Character set whose order Chinese characters follow."""
    turkic: bool

    def replaced(self, match: re.Match[str]) -> str:
        """Return the key of what the pattern has matched."""
        found = match[0]
        if found in self.groups:
            return self.groups[found]
        letter, marks = found[0], found[1:]
        for mark in marks:
            if key := self.letters.get(letter + mark):
                return key
        return self.letters.get(letter, letter) + marks


@cache
def _alphabet(language: str) -> _Alphabet:
    """Return the order of a language: by its tag, else by its first part."""
    base = language.partition("-")[0].lower()
    names = [
        language,
        "-".join(language.split("-")[:2]),
        base,
    ]
    rows = next((TAILORED[name] for name in names if name in TAILORED), "")
    keys = _own_keys(rows)
    groups = {k: v for k, v in keys.items() if len(k) > 1 and _is_group(k)}
    for group in DOUBLED.get(base, "").split():
        # Hungarian writes ccs for cs twice
        group = unicodedata.normalize("NFKD", group)
        groups[group[0] + group] = groups[group] * 2
    letters = {k: v for k, v in keys.items() if k not in groups}
    scripts = next((FIRST_SCRIPTS[each] for each in names if each in FIRST_SCRIPTS), "")
    if "-Latn" in language:
        scripts = ""
    first = scripts.split()
    spans = "".join(map(_span, first)) + ("\u2d00-\u2dff" if base == "ko" else "")
    return _Alphabet(
        groups,
        letters,
        _pattern(groups, letters),
        re.compile(f"[{spans}]") if spans else None,
        next((_HAN[name] for name in names if name in _HAN), ""),
        base in ("tr", "az"),
    )


def _own_keys(rows: str) -> dict[str, str]:
    """Return the keys of the letters in a row of `TAILORED`, decomposed."""
    keys: dict[str, str] = {}
    for row in filter(None, rows.split(";")):
        head, _, own = row.partition(":")
        letter = head.removeprefix("=")
        if not letter:
            continue
        decomposed = unicodedata.normalize("NFKD", letter)
        before = keys.get(decomposed) or _ROOT.get(letter, letter)
        if head.startswith("+"):
            # these letters sort as several: Arabic alef with madda as two
            parts = (keys.get(each) or _ROOT.get(each, each) for each in head[1:])
            before = "".join(parts)
        for place, alike in enumerate(own.split(",")):
            key = before
            if not head.startswith(("=", "+")):
                key = f"{before}\ufffe{chr(ord('a') + place)}"
            for each in alike.split():
                decomposed = unicodedata.normalize("NFKD", each)
                marks = len(decomposed) - 1
                if marks <= 1 or _is_group(decomposed):
                    keys[decomposed] = key
    return keys


def _is_group(letters: str) -> bool:
    """Return True for several letters, False for one letter with marks."""
    return len(letters) > 1 and not unicodedata.combining(letters[1])


def _pattern(
    groups: Mapping[str, str], letters: Mapping[str, str]
) -> re.Pattern[str] | None:
    longest_first = sorted(groups, key=len, reverse=True)
    bases = "".join(sorted({each[0] for each in letters}))
    parts = list(map(re.escape, longest_first))
    if bases:
        parts.append(f"[{re.escape(bases)}][\u0300-\u036f\u0653-\u0655]*")
    if parts:
        return re.compile("|".join(parts))
    return None


def _span(script: str) -> str:
    """Return the codes of a script's letters in keys, as in a character class."""
    codes = [
        code
        for letter, code in _CODES.items()
        if unicodedata.name(letter, "").startswith(script.upper())
    ]
    if codes:
        return f"{min(codes)}-{max(codes)}"
    return ""


def _counts(char: str) -> bool:
    """Return True if a character has a weight of its own."""
    if char in _CODES:
        return True
    return unicodedata.category(char)[0] not in "MP" and char not in _WEIGHTLESS


def _han(char: str, charset: str) -> str:
    """Return the sort text of Chinese characters, before all letters; those that are
    not in `charset` come last. Other characters stay.
    """
    if not "\u3400" <= char <= "\u9fff":
        return char
    # Japanese sorts characters after letters and kana, Chinese before letters
    lead = "" if charset == "shift_jis" else "Z"
    try:
        return f"{lead}{chr(0xF0000 + int.from_bytes(char.encode(charset), 'big'))}"
    except UnicodeEncodeError:
        return f"{lead}\U000fffff{char}"


def _primary(text: str) -> str:
    blank = _BLANKS.sub(
        _BLANK,
        text.translate(_PRIMARY),
    ).rstrip(_BLANK)
    return _NUMBER.sub(
        lambda match: match[0].lstrip("0").rjust(12, "0"),
        blank,
    )


def _root_keys() -> dict[str, str]:
    """Return the keys of all letters in the order of the root."""
    keys = dict(_CODES)
    base, place = "", 0
    for letter in LATIN:
        if letter.isascii():
            base, place = letter, 0
            continue
        keys[letter] = f"{base}\uffff{chr(ord('a') + place)}"
        place += 1
    for pair in SAME.split():
        keys[pair[0]] = keys.get(pair[1], pair[1])
    keys.update({each[0]: each[1:] for each in EXPANDED.split()})
    return keys


def _recomposed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match[0])


def _composed() -> re.Pattern[str]:
    """Return a pattern of letters with a mark that are letters of their own, such as й."""
    decomposed = (unicodedata.normalize("NFKD", letter) for letter in OTHER_SCRIPTS)
    marked = [each for each in decomposed if len(each) > 1]
    return regex("|".join(map(re.escape, marked)))


# Letters with a mark that are letters of their own, and the keys of all letters.
_COMPOSED: Final = _composed()
_ROOT: Final = _root_keys()
_PRIMARY: Final = {
    **_SYMBOLS,
    **_SPACES,
    **_IGNORED,
    **_JAMO,
    **str.maketrans(_ROOT),
}
_WEIGHTLESS: Final = frozenset(IGNORED)
