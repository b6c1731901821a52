"""The comparison of titles, and of the names of journals."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein, Indel

from csecrefs.comparison.plain import plain
from csecrefs.patterns import regex
from csecrefs.text.mojibake import repair

# A publisher's mark before a title: "[RETRACTED]: ", "WITHDRAWN - ".
_MARK: Final = regex(
    r"^\W*(?:retracted|withdrawn|removed|temporary removal)(?:\s+(?:article|paper))?"
    r"\s*[\]:)\u2014\u2013-]+\s*",
    re.IGNORECASE,
)
# A Roman numeral up to 39: parts of works have no higher ones.
_ROMAN: Final = regex(r"(?:x{0,3})(?:ix|iv|v?i{0,3})")
_SMALL: Final = frozenset(
    "the a an of and for in on to with from by at as und der die das des et de la le les du y el los del e di"
    " il da".split()
)
_PARTS: Final = frozenset(
    "part parts volume vol number no teil band chapter section book i v x".split()
)
_GENERIC: Final = frozenset(
    """abstract abstracts acknowledgements advertisement announcements appendix back backmatter
    bibliography book books comments comptes conclusion conclusions contents contributors copyright
    corrigenda corrigendum cover discussion editor editorial editors einleitung errata erratum
    events foreword forthcoming front frontmatter general index inhalt inhaltsverzeichnis
    introduction issue letter letters list masthead matter news note notes notices obituary page
    preface professional publications received rendus reply report reports research response review
    reviews section short summary symposium table titel title vorwort vorworte""".split()
)
# A hyphen or slash within a compound: "on-line".
_COMPOUND: Final = regex(r"[-/\u2010\u2011\u2013](?=\S)")
# Two letters for one with dots or a ring: ae, oe, ue, aa.
_DIGRAPH: Final = regex(r"([aou])e|(?<=a)a")
# Where a subtitle may begin: after a colon, full stop or dash.
_JOINT: Final = regex(r"\s*[:.?!\u2014\u2013]\s+|\s+[-\u2013\u2014]\s+")


# Titles with more colons are lists; each joint costs a key.
_MAX_JOINTS: Final = 6

ANOTHER_WORD: Final = 0.85
"""The most that two titles are alike when a word of one is none of the other's, nor a
misspelling of it.
"""


class TitleKey(NamedTuple):
    """A title as comparisons see it: tight text, words, numbers in it, and what stands
    before its subtitle.

    `heads` are all the beginnings that end where a subtitle may begin; `main` is the
    shortest.
    """

    tight: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    main: str
    heads: frozenset[str]


@lru_cache(maxsize=65536)
def title_key(title: str) -> TitleKey:
    """The key of a title; a publisher's "RETRACTED:" is no part of it."""
    title = _MARK.sub(
        "",
        " ".join(repair(title).split()),
    )
    text = plain(title)
    words = tuple(text.split())
    numbers = tuple(
        sorted(
            word
            for word in words
            if word.isdigit() or (_ROMAN.fullmatch(word) and word)
        )
    )
    joints = [match.start() for match in _JOINT.finditer(title)][:_MAX_JOINTS]
    heads = [plain(title[:joint]).replace(" ", "") for joint in joints]
    tight = text.replace(" ", "")
    main = tight
    if heads:
        main = heads[0]
    return TitleKey(tight, words, numbers, main, frozenset(heads))


def title_likeness(mine: TitleKey, theirs: TitleKey) -> float:
    """From 0 to 1: 1 for the same letters and digits, .92 where only a subtitle is
    missing.
    """
    if mine.tight == theirs.tight:
        return 1.0
    if not mine.tight or not theirs.tight:
        return 0.0
    # Above .9, so that short titles pass; below 1, so that numbers count.
    if lacks_subtitle(mine, theirs):
        return 0.92
    if _undoubled(mine.tight) == _undoubled(theirs.tight):
        return 0.99
    likeness = Indel.normalized_similarity(mine.tight, theirs.tight)
    most = ANOTHER_WORD
    if _only_misspelled(mine, theirs):
        most = 0.99
    return min(likeness, most)


@lru_cache(maxsize=65536)
def _undoubled(tight: str) -> str:
    """Return a title with one letter where typewriters without it have two: "Haefen"
    for "Häfen", "aar" for "år".
    """
    return _DIGRAPH.sub(lambda found: found[1] or "", tight)


def _only_misspelled(mine: TitleKey, theirs: TitleKey) -> bool:
    """True if the words that two titles do not share are each other's misspellings,
    small words aside.
    """
    ours, others = (
        set(mine.words) - set(theirs.words),
        set(theirs.words) - set(mine.words),
    )
    return all(
        any(_near(word, other) for other in there) or word in _SMALL
        for here, there in ((ours, others), (others, ours))
        for word in here
    )


def _near(word: str, other: str) -> bool:
    # Two slips in a long word are likelier than another word so near.
    allowed = 2
    if max(len(word), len(other)) < 12:
        allowed = 1
    return (
        DamerauLevenshtein.distance(word, other, score_cutoff=allowed)
        <= allowed
        < len(word)
    )


def lacks_subtitle(mine: TitleKey, theirs: TitleKey) -> bool:
    """True if one title is the other up to its subtitle, and says enough by itself;
    "II" is no subtitle.
    """
    shorter, longer = sorted(
        (mine, theirs),
        key=lambda key: len(key.tight),
    )
    if (
        len(shorter.words) < 3
        or shorter.tight == longer.tight
        or shorter.tight not in longer.heads
    ):
        return False
    rest = set(longer.words) - set(shorter.words) - _PARTS
    return any(word not in longer.numbers for word in rest)


def telling(key: TitleKey) -> float:
    """Return the power of a title to tell works apart: 1 for many words, .75 for a few, .4 for
    "Introduction".
    """
    words = [word for word in key.words if word not in _SMALL]
    if not words or _GENERIC.issuperset(words):
        return 0.4
    if len(key.tight) >= 24 and len(words) >= 4:
        return 1.0
    return 0.75


def same_container(mine: str, theirs: str) -> bool:
    """True if two names of journals, books or series are one, or one is a short form of
    the other.
    """
    if _COMPOUND.search(mine) or _COMPOUND.search(theirs):
        joined = (_COMPOUND.sub("", mine), _COMPOUND.sub("", theirs))
        return _same_container(mine, theirs) or _same_container(*joined)
    return _same_container(mine, theirs)


def _same_container(mine: str, theirs: str) -> bool:
    first, second = _container_words(mine), _container_words(theirs)
    if not first or not second:
        return False
    if first == second or "".join(first) == "".join(second):
        return True
    if _abbreviates(first, second) or _abbreviates(second, first):
        return True
    smaller, larger = sorted((first, second), key=len)
    if len(smaller) < 2 or any(word.isdigit() for word in set(larger) - set(smaller)):
        return False
    return larger[: len(smaller)] == smaller or larger[-len(smaller) :] == smaller


@lru_cache(maxsize=16384)
def _container_words(name: str) -> tuple[str, ...]:
    return tuple(word for word in plain(name).split() if word not in _SMALL)


def _abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """True if each word of `short` begins the word of `full` at its place, or `short`
    is its initials.
    """
    if len(short) == 1 and len(full) > 1:
        word = short[0]
        if len(word) >= 2 and word == "".join(part[0] for part in full):
            return True
    return len(short) == len(full) and all(
        long.startswith(part)
        or (len(part) > 2 and part[0] == long[0] and _scattered(part, long))
        for part, long in zip(short, full, strict=True)
    )


def _scattered(part: str, long: str) -> bool:
    """True if the letters of `part` come in this order in `long` ("natl" in
    "national").
    """
    letters = iter(long)
    return all(letter in letters for letter in part)
