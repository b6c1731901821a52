"""The outline of a reference string: its clauses, sentences, quotations and brackets.

A clause ends at any mark, a sentence at a full stop that ends no initial. Their order,
length and class words tell a title from a journal where the words themselves do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import attrs

from csecrefs.strings.tokens import Token
from csecrefs.strings.words import (
    CLASSES,
    EDITORS,
    IDENTIFIERS,
    JOURNALS,
    KINDS,
    LOCATORS,
    MONTHS,
    ONLINE,
    PUBLISHERS,
    SMALL,
)

_OPENING: Final = frozenset("«„“‘")
_CLOSING: Final = frozenset("»”’")
_CLAUSE: Final = frozenset('.,;:()[]«»„“”"?!<>')
_SHORT: Final = LOCATORS | EDITORS | JOURNALS | MONTHS
"""Abbreviations whose full stop ends no sentence."""
_TOLD: Final = (
    ("J", JOURNALS),
    ("P", PUBLISHERS),
    ("E", EDITORS),
    ("L", LOCATORS),
    ("G", KINDS),
    ("O", ONLINE),
    ("I", IDENTIFIERS),
    ("M", MONTHS),
)
"""Letter and words of the classes that describe a clause as a whole."""
_FIRST: Final = frozenset(word for _, words in CLASSES for word in words) - SMALL
_FIRST_WORDS: Final = _FIRST | {"in", "the", "a"}
_NAMELIKE: Final = 3


_Ends = Callable[[Sequence[Token], Sequence[str], int], bool]
"""True if a clause or sentence ends with the token at a place."""


@attrs.define
class _Clause:
    """A clause or a sentence while it is being read."""

    start: int
    end: int = 0
    words: int = 0
    capitals: int = 0
    initials: int = 0
    numbers: int = 0
    small: int = 0
    year: bool = False
    first: str = ""
    marks: set[str] = attrs.field(factory=set)

    def take(self, text: str, lower: str) -> None:
        """Count one token."""
        if text[0].isalpha():
            if not self.words:
                self.first = lower
            self.words += 1
            self.capitals += text[0].isupper()
            self.initials += len(text) == 1 and text.isupper()
            self.small += lower in SMALL
            self.marks.update(letter for letter, words in _TOLD if lower in words)
        elif text[0].isdigit():
            self.numbers += 1
            self.year = self.year or (len(text) == 4 and "1500" <= text <= "2039")

    def drawn(self, prefix: str) -> list[str]:
        """Return the attributes that describe this part."""
        # Counts are capped: a weight is learned for few and for many, no more.
        found = [f"{prefix}n={min(self.words, 6)}"]
        found += [f"{prefix}{mark}" for mark in self.marks]
        if self.year:
            found.append(f"{prefix}Y")
        if self.numbers:
            found.append(f"{prefix}#{min(self.numbers, 3)}")
        if self.initials:
            found.append(f"{prefix}i{min(self.initials, 3)}")
        if self.words:
            share = 4 * self.capitals // self.words
            found.append(f"{prefix}c={share}")
        if self.small:
            found.append(f"{prefix}s{min(self.small, 2)}")
        if self.first in _FIRST_WORDS:
            found.append(f"{prefix}f={self.first}")
        return found


@attrs.define
class Outline:
    """The facts about each token that follow from the string as a whole."""

    found: list[list[str]]

    def at(self, place: int) -> list[str]:
        """Return the attributes of the token at `place`."""
        return self.found[place]


def outline(tokens: Sequence[Token]) -> Outline:
    """Return the outline of a string's tokens."""
    lowers = [token.text.lower() for token in tokens]
    clauses, clause_of = _parts(tokens, lowers, _ends_clause)
    sentences, sentence_of = _parts(tokens, lowers, _ends_sentence)
    found = _walk(tokens, lowers)
    years = [place for place, part in enumerate(clauses) if part.year]
    sentence_years = [place for place, part in enumerate(sentences) if part.year]
    clause_words = [
        _around(clauses, place, "c", years) for place in range(len(clauses))
    ]
    sentence_words = [
        _around(sentences, place, "s", sentence_years)
        for place in range(len(sentences))
    ]
    whole = _whole(tokens, clauses, sentences)
    for place, here in enumerate(found):
        here += clause_words[clause_of[place]]
        here += sentence_words[sentence_of[place]]
        here += whole
        into = place - clauses[clause_of[place]].start
        here.append(f"ci={min(into, 4)}")
    return Outline(found)


def _parts(
    tokens: Sequence[Token], lowers: Sequence[str], ends: _Ends
) -> tuple[list[_Clause], list[int]]:
    parts = [_Clause(0)]
    of: list[int] = []
    for place, token in enumerate(tokens):
        part = parts[-1]
        of.append(len(parts) - 1)
        part.take(token.text, lowers[place])
        part.end = place + 1
        goes_on = place + 1 < len(tokens) and bool(part.words or part.numbers)
        if goes_on and ends(tokens, lowers, place):
            parts.append(_Clause(place + 1))
    return parts, of


def _ends_clause(tokens: Sequence[Token], lowers: Sequence[str], place: int) -> bool:
    text = tokens[place].text
    if text not in _CLAUSE:
        return False
    return text != "." or not _abbreviates(tokens, lowers, place)


def _abbreviates(tokens: Sequence[Token], lowers: Sequence[str], place: int) -> bool:
    """Return True if the full stop at `place` ends an initial or an abbreviation."""
    if not place or tokens[place - 1].end != tokens[place].start:
        return False
    before = tokens[place - 1].text
    if len(before) == 1 and before.isalpha():
        return True
    if lowers[place - 1] in _SHORT:
        return True
    if place + 1 == len(tokens):
        return False
    following = tokens[place + 1].text
    return following[0].islower() or following in ",;:"


def _ends_sentence(tokens: Sequence[Token], lowers: Sequence[str], place: int) -> bool:
    text = tokens[place].text
    if text in "?!":
        return True
    return text == "." and not _abbreviates(tokens, lowers, place)


def _around(
    parts: Sequence[_Clause], place: int, prefix: str, years: Sequence[int]
) -> list[str]:
    """Return the attributes of a part, its order, and its neighbours in short."""
    part = parts[place]
    found = part.drawn(prefix)
    found.append(f"{prefix}o={min(place, 8)}")
    found.append(f"{prefix}r={min(len(parts) - 1 - place, 6)}")
    if years:
        found.append(f"{prefix}y={max(-4, min(4, place - years[0]))}")
        found.append(f"{prefix}z={max(-4, min(4, place - years[-1]))}")
    for offset in (-1, 1):
        other = place + offset
        if 0 <= other < len(parts):
            found += [f"{prefix}{offset:+d}{mark}" for mark in _short(parts[other])]
    return found


def _short(part: _Clause) -> list[str]:
    found = sorted(part.marks)
    if part.year:
        found.append("Y")
    elif part.numbers:
        found.append("#")
    found.append(f"n={min(part.words, 4)}")
    if part.initials:
        found.append("i")
    if part.first in _FIRST_WORDS:
        found.append(f"f={part.first}")
    return found


def _whole(
    tokens: Sequence[Token], clauses: Sequence[_Clause], sentences: Sequence[_Clause]
) -> list[str]:
    """Return the few attributes that all tokens of a string share."""
    marks = {token.text for token in tokens if len(token.text) == 1}
    found = []
    if marks & {"“", "”", "«", "„", '"'}:
        found.append("gq")
    years = [place for place, part in enumerate(clauses) if part.year]
    if not years:
        found.append("gy=0")
    elif years[0] * 2 < len(clauses):
        found.append("gy=1")
    else:
        found.append("gy=2")
    found.append(f"gs={min(len(sentences), 5)}")
    if clauses[0].initials:
        found.append("gi")
    return found


def _walk(tokens: Sequence[Token], lowers: Sequence[str]) -> list[list[str]]:
    """Return what has been opened, closed and met before each token."""
    texts = [token.text for token in tokens]
    colon = _first_of(texts, ":")
    last_year = _last_year(texts)
    state = _Passed()
    found: list[list[str]] = []
    for place, token in enumerate(tokens):
        here = state.drawn()
        if place == last_year:
            here.append("ly")
        if place < colon < len(texts):
            here.append("b4c")
        if place and token.start > tokens[place - 1].end:
            here.append("sb")
        found.append(here)
        following = ""
        if place + 1 < len(texts):
            following = texts[place + 1]
        state.take(token.text, lowers[place], following)
    return found


def _first_of(texts: Sequence[str], mark: str) -> int:
    """Return the place of the first such token, or their number if there is none."""
    if mark in texts:
        return texts.index(mark)
    return len(texts)


def _last_year(texts: Sequence[str]) -> int:
    for place in range(len(texts) - 1, -1, -1):
        if _is_year(texts[place]):
            return place
    return -1


def _is_year(text: str) -> bool:
    # compared as text, as it was in training: four signs between the two years
    return len(text) == 4 and "1500" <= text <= "2039"


@attrs.define
class _Passed:
    """The marks, years and words that were passed on the way through a string."""

    quoted: bool = False
    met_in: bool = False
    met_year: bool = False
    met_editor: bool = False
    met_quote: bool = False
    round_: int = 0
    square: int = 0
    mark: str = ""
    since: int = 0
    """Words since the last mark."""

    def drawn(self) -> list[str]:
        """Return the attributes of the token that comes next."""
        found = ["bias", f"lp={self.mark}", f"ws={min(self.since, 5)}"]
        if self.quoted:
            found.append("q")
        if self.round_:
            found.append("par")
        if self.square:
            found.append("br")
        if self.met_year:
            found.append("sy")
        if self.met_in:
            found.append("in")
        if self.met_editor:
            found.append("sed")
        if self.met_quote:
            found.append("sq")
        return found

    def take(self, text: str, lower: str, following: str) -> None:
        """Pass one token; `following` is the one after it."""
        self._quote(text)
        self.round_ = max(
            0,
            self.round_ + (text == "(") - (text == ")"),
        )
        self.square = max(
            0,
            self.square + (text == "[") - (text == "]"),
        )
        self.met_year = self.met_year or _is_year(text)
        self.met_editor = self.met_editor or lower in EDITORS
        introduces = text == "In" or (text == "in" and following == ":")
        self.met_in = self.met_in or introduces
        if text[0].isalnum():
            self.since += 1
        else:
            self.mark, self.since = text, 0

    def _quote(self, text: str) -> None:
        # “ opens in English and closes in German: it closes where a quotation is open
        if text in _OPENING and not (self.quoted and text == "“"):
            self.quoted = True
        elif text in _CLOSING or (text == "“" and self.quoted):
            self.met_quote = self.met_quote or self.quoted
            self.quoted = False
        elif text == '"':
            self.met_quote = self.met_quote or self.quoted
            self.quoted = not self.quoted
