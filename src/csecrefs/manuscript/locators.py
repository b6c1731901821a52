"""Locators in the text after a key: "p. 8, my emphasis" is a page and a suffix.

Source: pandoc's manual, "Citation syntax"; its rules are Text.Pandoc.Citeproc.Locator.
A locator is a term with words that have a digit or are a roman numeral, or without a
term a word that has a digit. Braces set it off: `{pp. iv, (xv)} with suffix`, and `{}`
says that there is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.locator import LABELS, words_of_labels
from csecrefs.tuples import NamedTuple

# A roman numeral in lower case.
_ROMAN: Final = regex(
    r"(?=.)m{0,4}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
)
# Fonts around a locator, which prints in those of the style.
_TAG: Final = regex(r"</?(?:i|b|sup|sub|sc|span)\b[^<>]*>")
# The headword of a dictionary after "s.v.", which need not have a digit.
_ENTRY: Final = regex(r"""s\.?\s?v{1,2}\.?\s+("[^"]+"|“[^”]+”|[\w-]+)""")
# A comma that does not follow the key at once.
_LATE_COMMA: Final = regex(r"\s+,")
# What joins two pages, if the second has a digit: "3 and 5".
_JOINER: Final = regex(r"(?:and|&|&amp;)\s+(?=[\[({]?[^\W\d_]?\d)")
# Punctuation that a locator's word may have: ranges, and "2:33" for a volume.
_INSIDE: Final = frozenset("-–:")
# Brackets that a locator's word may have: "p. (3)", "3[a]".
_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}


class LocatorTerms(dict[str, str]):
    """The label of each term that introduces a locator, by the term in lower case."""

    strict: bool = False
    """True if only what pandoc takes for a locator is one."""

    @cached_property
    def longest(self) -> int:
        """The number of characters of the longest term."""
        return max(map(len, self), default=0)


class SplitSuffix(NamedTuple):
    """The text after a key, taken apart; `locator` is empty where there is none."""

    label: str
    locator: str
    suffix: str


class _Word(NamedTuple):
    """A word of a locator: its end, and what makes it one."""

    end: int
    digit: bool
    roman: bool


def split_suffix(text: str, terms: LocatorTerms | None = None) -> SplitSuffix:
    """Return the locator at the start of a suffix, and the rest of the suffix.

    `terms` are those of the manuscript's language, English ones if None.

    >>> split_suffix(", pp. 33-35, 40 and after")
    SplitSuffix(label='page', locator='33-35, 40', suffix=' and after')
    >>> split_suffix(" {ch. iv} there")
    SplitSuffix(label='chapter', locator='iv', suffix=' there')
    """
    if terms is None:
        terms = default_terms()
    # Pandoc reads no locator in `[@low2001 , p. 3]`; its author meant one.
    if terms.strict and _LATE_COMMA.match(text):
        return SplitSuffix("page", "", text)
    start = _after_comma(text)
    if text.startswith("{", start):
        close = _closing(text, start)
        if close:
            inner = text[start + 1 : close]
            # Empty braces: there is no locator, so the comma is the suffix's own.
            if not inner.strip():
                return SplitSuffix("page", "", text[:start] + text[close + 1 :])
            return _delimited(inner, text[close + 1 :], terms)
    plain = _TAG.sub("", text)
    start = _after_comma(plain)
    label, begin = _term(plain, start, terms)
    if label == "sub-verbo" and (entry := _ENTRY.match(plain, start)):
        return SplitSuffix(label, entry[1], plain[entry.end() :])
    end = 0
    if label:
        end = _words(plain, begin, romans=True)
    if not end:
        label, begin = "page", start
        end = _words(plain, start, romans=False)
    if not end:
        return SplitSuffix("page", "", text)
    return SplitSuffix(label, plain[begin:end].strip(), _rest(text, end))


def _rest(text: str, length: int) -> str:
    """Return `text` without its first characters, tags not counted."""
    place = 0
    while True:
        tag = _TAG.match(text, place)
        if tag and (length or tag[0].startswith("</")):
            place = tag.end()
        elif not length:
            return text[place:]
        else:
            place, length = place + 1, length - 1


def _after_comma(text: str) -> int:
    stripped = text.lstrip()
    start = len(text) - len(stripped)
    if stripped.startswith(","):
        stripped = stripped[1:]
        start = len(text) - len(stripped.lstrip())
    return start


# pandoc's manual: braces set a locator off, whatever words are in it.
def _delimited(
    inner: str,
    rest: str,
    terms: LocatorTerms,
) -> SplitSuffix:
    """Return the locator that braces set off."""
    text = _TAG.sub("", inner).strip()
    label, begin = _term(text, 0, terms)
    if label:
        return SplitSuffix(label, text[begin:].strip(), rest)
    return SplitSuffix("page", text, rest)


def _closing(text: str, start: int) -> int:
    """Return the place of the brace that closes the one at `start`, 0 if none does."""
    depth = 0
    for place in range(start, len(text)):
        if text[place] == "{":
            depth += 1
        elif text[place] == "}":
            depth -= 1
            if not depth:
                return place
    return 0


def _term(
    text: str,
    start: int,
    terms: LocatorTerms,
) -> tuple[str, int]:
    """Return the label of the longest term at `start`, and the place after it."""
    head = text[start : start + terms.longest].lower()
    for length in range(len(head), 0, -1):
        written = head[:length]
        label = terms.get(written)
        follows = text[start + length : start + length + 1]
        # "paged" is no "page": a term ends where its word does, but "p33" and "§4" do
        if label and not (written[-1].isalpha() and follows.isalpha()):
            return label, start + length
    return "", start


def _words(text: str, start: int, *, romans: bool) -> int:
    """Return the end of the locator's words from `start`, 0 if the first is none."""
    end = 0
    word = _word(text, start, first=True)
    while word and (word.digit or (romans and word.roman)):
        end = word.end
        word = _word(text, end, first=False)
    return end


def _word(text: str, start: int, *, first: bool) -> _Word | None:
    """Return the word of a locator at `start`, after a separator if not the first."""
    place = start
    if not first and text[place : place + 1] in (",", ";"):
        place += 1
    while text[place : place + 1].isspace():
        place += 1
    joined = _joiner(text, place)
    if not first and joined:
        place = joined
    begin = place
    digit = roman = False
    while place < len(text):
        opening = text[place]
        if opening in _PAIRS:
            inner = _unit_end(text, place + 1)
            if text[inner : inner + 1] != _PAIRS[opening]:
                break
            unit, place = text[place + 1 : inner], inner + 1
        elif opening == "." and place + 1 < _unit_end(text, place + 1):
            place += 1
            continue
        else:
            inner = _unit_end(text, place)
            if inner == place:
                break
            unit, place = text[place:inner], inner
        digit = digit or any(map(str.isdigit, unit))
        roman = roman or _is_roman(unit)
    if place > begin:
        return _Word(place, digit, roman)
    return None


def _joiner(text: str, place: int) -> int:
    """Return the place after "and" or "&" before a word with a digit, 0 if none."""
    joiner = _JOINER.match(text, place)
    if joiner:
        return joiner.end()
    return 0


def _is_roman(unit: str) -> bool:
    parts = re.split("[-–:]+", unit)
    return any(_ROMAN.fullmatch(part.lower()) for part in parts if part)


def _unit_end(text: str, start: int) -> int:
    """Return the end of the run of characters that a locator's word may have."""
    place = start
    while place < len(text) and _may_be_inside(text[place]):
        place += 1
    return place


@cache
def _may_be_inside(char: str) -> bool:
    if char in _INSIDE:
        return True
    return not char.isspace() and unicodedata.category(char)[0] != "P"


@cache
def default_terms() -> LocatorTerms:
    """Return the English terms, with and without a dot, singular and plural."""
    return LocatorTerms(words_of_labels())


def with_dots(terms: Mapping[str, str]) -> LocatorTerms:
    """Return terms in lower case, each with and without the dots it ends in."""
    found = LocatorTerms()
    for written, label in terms.items():
        lower = written.lower().strip()
        for form in (lower, lower.rstrip(".")):
            if form and label in LABELS:
                found.setdefault(form, label)
    return found
