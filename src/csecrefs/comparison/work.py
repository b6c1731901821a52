"""The comparison of two works, with a score and its reasons."""

from __future__ import annotations

from typing import Final

import attrs

from csecrefs.comparison.names import NameKey, compare_names
from csecrefs.comparison.profile import Profile
from csecrefs.comparison.titles import (
    ANOTHER_WORD,
    lacks_subtitle,
    same_container,
    telling,
    title_likeness,
)

ACCEPTED: Final = 0.8
"""A score from which on two records are taken for one work."""


@attrs.frozen
class WorkMatch:
    """The likelihood that two records are of one work (0 to 1), and the reasons for and
    against it.

    `reasons` gives each piece of evidence with its weight; `barred` names what rules it
    out whatever else agrees (an erratum is not the work), or is empty.
    """

    score: float
    reasons: tuple[tuple[str, float], ...]
    barred: str = ""

    @property
    def accepted(self) -> bool:
        """True if the two are to be taken for one work."""
        return not self.barred and self.score >= ACCEPTED

    def __str__(self) -> str:
        parts = [f"{reason} {weight:+.2f}" for reason, weight in self.reasons]
        return f"{self.score:.2f}: " + ", ".join(
            [*parts, *([self.barred] if self.barred else [])]
        )


def same_work(mine: Profile, theirs: Profile) -> WorkMatch:
    """Compare two records for being one work; their DOIs are not looked at."""
    likeness = max(
        (title_likeness(mine.title, key) for key in theirs.titles), default=0.0
    )
    reasons = [
        _title_reason(mine, theirs, likeness),
        _author_reason(mine, theirs),
        _year_reason(mine, theirs),
        _container_reason(mine, theirs),
        *_place_reasons(mine, theirs),
        _number_reason(mine, theirs),
        _address_reason(mine, theirs),
    ]
    kept = tuple((reason, weight) for reason, weight in reasons if weight)
    # tests/comparison has a table of pairs that holds these weights in place.
    score = max(
        0.0,
        min(1.0, sum(weight for _, weight in kept)),
    )
    return WorkMatch(
        round(score, 3),
        kept,
        _bar(mine, theirs, likeness),
    )


def _bar(mine: Profile, theirs: Profile, likeness: float) -> str:
    """Return the reason for which two records cannot be one work, whatever their
    score; "" if there is none.
    """
    barred = _bar_by_kind(mine, theirs) or _bar_by_title(mine, theirs, likeness)
    if barred:
        return barred
    types = (mine.reference.type, theirs.reference.type)
    if "periodical" in types and not _same_part(mine, theirs):
        return "perhaps another issue of the periodical"
    return ""


def _bar_by_kind(mine: Profile, theirs: Profile) -> str:
    """Return the bar between a work and what is about it or a part of it."""
    standings = {mine.standing, theirs.standing}
    if len(standings) > 1 and not standings <= {"work", "part"}:
        return f"one is a {theirs.standing}, the other a {mine.standing}"
    books = (_is_book(mine), _is_book(theirs))
    both_numbered = mine.isbns and theirs.isbns
    if all(books) and both_numbered and not mine.isbns & theirs.isbns:
        return "different ISBNs"
    if any(books) and not all(books) and _is_part(mine) != _is_part(theirs):
        return "one is a book, the other a part of one"
    return ""


def _bar_by_title(mine: Profile, theirs: Profile, likeness: float) -> str:
    """Return the bar between works whose titles are too little alike."""
    # "Tides" and "Tides: 100 tables": the number is of the subtitle.
    subtitle = any(lacks_subtitle(mine.title, key) for key in theirs.titles)
    if mine.title.numbers != theirs.title.numbers and likeness < 1.0 and not subtitle:
        return "different numbers in the titles"
    # A short title may be alike by chance, unless the ISBN is the same.
    needed = 0.9
    if telling(mine.title) == telling(theirs.title) == 1.0 or mine.isbns & theirs.isbns:
        needed = 0.75
    if likeness < needed:
        return "different titles"
    same_page = bool(mine.pages[0]) and mine.pages[0] == theirs.pages[0]
    if likeness == 1.0 or subtitle or same_page:
        return ""
    if likeness <= ANOTHER_WORD:
        return "another word in the title, and no page that agrees"
    if mine.pages[0] and theirs.pages[0]:
        return "different titles and pages"
    return ""


def _same_part(mine: Profile, theirs: Profile) -> bool:
    """True if two records of a periodical are of the same volume and issue, or both of
    it as a whole.
    """
    return (mine.volume, mine.issue, mine.years) == (
        theirs.volume,
        theirs.issue,
        theirs.years,
    ) and (bool(mine.volume or mine.issue) or not mine.years)


def _is_book(side: Profile) -> bool:
    return side.reference.type in ("book", "periodical", "collection")


def _is_part(side: Profile) -> bool:
    return side.reference.type in (
        "chapter",
        "paper-conference",
        "article-journal",
        "entry-encyclopedia",
    )


def _title_reason(mine: Profile, theirs: Profile, likeness: float) -> tuple[str, float]:
    share = min(telling(mine.title), telling(theirs.title))
    weight = 0.55 * share
    if likeness == 1.0:
        if share == 1.0:
            return "same title", weight
        return "same title, which is short", weight
    if likeness >= 0.9:
        return "nearly the same title", weight * likeness - 0.05
    return "similar title", weight * likeness - 0.35


def _author_reason(mine: Profile, theirs: Profile) -> tuple[str, float]:
    if not mine.authors or not theirs.authors:
        if not mine.authors and not theirs.authors:
            return "no authors on either side", 0.1
        return "", 0.0
    shared = shared_authors(mine, theirs)
    if shared >= 0.99:
        return "same authors", 0.3
    if shared >= 0.5:
        return "most authors the same", 0.2
    if shared > 0 and _alike(mine.authors[0], theirs.authors[0]):
        return "same first author", 0.1
    return "other authors", -0.4


def shared_authors(mine: Profile, theirs: Profile) -> float:
    """The share of the shorter list whose names are on the other; 1 where one is cut
    short and fits.
    """
    shorter, longer = sorted((mine.authors, theirs.authors), key=len)
    found = sum(1 for name in shorter if any(_alike(name, other) for other in longer))
    share = found / len(shorter)
    # A list less than half as long, and not marked as cut, is not the same list.
    if len(shorter) * 2 < len(longer) and not (mine.cut or theirs.cut):
        return min(share, 0.6)
    return share


def _alike(one: NameKey, other: NameKey) -> bool:
    first, second = one.family, other.family
    if first and second and first[0] != second[0] and first[-1] != second[-1]:
        # Not one name misspelt, but perhaps its parts in another order.
        return sorted(one.whole.split()) == sorted(other.whole.split())
    return compare_names(one, other) in ("same", "compatible", "similar")


def _year_reason(mine: Profile, theirs: Profile) -> tuple[str, float]:
    if not mine.years or not theirs.years:
        return "", 0.0
    distance = min(abs(one - other) for one in mine.years for other in theirs.years)
    if distance == 0:
        return "same year", 0.15
    # Online in December, in print in January.
    if distance == 1:
        return "a year apart", 0.0
    return "years apart", -0.35


def _container_reason(mine: Profile, theirs: Profile) -> tuple[str, float]:
    if not mine.containers or not theirs.containers:
        return "", 0.0
    if any(
        same_container(one, other)
        for one in mine.containers
        for other in theirs.containers
    ):
        return "same container", 0.15
    return "other container", -0.25


def _number_reason(mine: Profile, theirs: Profile) -> tuple[str, float]:
    if mine.isbns & theirs.isbns:
        # Chapters of one book share its ISBN, too.
        if _is_book(mine) and _is_book(theirs):
            return "same ISBN", 0.3
        return "same ISBN", 0.1
    if mine.issns & theirs.issns:
        return "same ISSN", 0.15
    return "", 0.0


def _address_reason(mine: Profile, theirs: Profile) -> tuple[str, float]:
    """The PubMed number, or else the page: two works seldom share either."""
    if mine.pmid and mine.pmid == theirs.pmid:
        return "same PMID", 0.3
    if mine.address and mine.address == theirs.address:
        return "same URL", 0.2
    return "", 0.0


def _place_reasons(mine: Profile, theirs: Profile) -> list[tuple[str, float]]:
    """Volume, issue and first page: agreement is strong where a title is not, conflict
    is strong always.
    """
    reasons: list[tuple[str, float]] = []
    if mine.pages[0] and theirs.pages[0]:
        if mine.pages[0] == theirs.pages[0]:
            reasons.append(("same first page", 0.2))
        else:
            reasons.append(("other pages", -0.5))
    if mine.volume and theirs.volume:
        if mine.volume == theirs.volume:
            reasons.append(("same volume", 0.1))
        else:
            reasons.append(("other volume", -0.25))
    if mine.issue and theirs.issue and mine.issue != theirs.issue:
        reasons.append(("other issue", -0.15))
    return reasons
