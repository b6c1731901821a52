"""Offline checks: what is odd about a record before any registry is asked.

None of these contradicts a record by itself; each is a reason to look at it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from csecrefs.comparison.plain import plain
from csecrefs.model import Reference
from csecrefs.model.identifiers import parse_doi, parse_identifier
from csecrefs.patterns import regex


@attrs.frozen
class Advice:
    """One reason to look at a record: a code of the table of codes, and a sentence."""

    code: str
    message: str


# Prefixes are numbers from 1000 on; the first of them are the handbook's examples.
_PLACEHOLDER_PREFIX: Final = regex(r"10\.(?:0+|x+|n+|\?+)(?:\.|$)", re.IGNORECASE)
# What stands after the slash of a DOI that nobody has filled in: "xxxxxx",
# "placeholder".
_PLACEHOLDER_SUFFIX: Final = regex(
    r"x{3,}|n{4,}|\?{2,}|\.{3}|0{5,}$|placeholder|todo\b|insert|your[-_ ]?doi"
    r"|example|tobeadded|forthcoming|^(?:abc|xyz)\w{0,6}$|^1234567?8?9?0?$",
    re.IGNORECASE,
)

# Others, as the only name or the last: "et al.", "and others".
_ET_AL: Final = regex(r"(?:and\s+)?(?:et\.?\s*al\.?|others|u\.\s?a\.)", re.IGNORECASE)

# Since April 2007 arXiv numbers begin with year and month; before, they stood after the
# archive's name.
_ARXIV: Final = regex(r"(?:[a-z.-]+/)?(\d\d)(\d\d)(?:\.\d{4,5}|\d{3})", re.IGNORECASE)

# Two may agree by chance.
_LIKE_OTHERS: Final = 3
"""Other articles of a journal that must agree before one is said to disagree."""


def advise(
    references: Sequence[Reference], this_year: int
) -> dict[str, tuple[Advice, ...]]:
    """Return the advice on each reference that deserves some, by citation key."""
    found: dict[str, list[Advice]] = defaultdict(list)
    for reference in references:
        found[reference.id] += advice_on(reference, this_year)
    for key, advice in (*_repeated(references), *_volumes(references)):
        found[key].append(advice)
    return {key: tuple(advice) for key, advice in found.items() if advice}


def advice_on(reference: Reference, this_year: int) -> Iterator[Advice]:
    """Yield what is odd about one record."""
    doi = reference.text("DOI").strip()
    if doi and _is_placeholder(doi):
        yield Advice("placeholder-doi", f"{doi} is a placeholder, not a DOI")
    year = reference.year
    # Books of next year are announced this year.
    if year is not None and year > this_year + 1:
        yield Advice("future-year", f"the year {year} is in the future")
    names = reference.names("author")
    shown = [(name.family or name.literal or "").strip() for name in names]
    if len(shown) == 1 and _ET_AL.fullmatch(shown[0]):
        yield Advice("et-al-only", f'the only author is "{shown[0]}"')
    yield from _arxiv(reference, this_year)


def _is_placeholder(doi: str) -> bool:
    prefix, slash, suffix = doi[doi.find("10.") :].partition("/")
    if not slash:
        return False
    return bool(_PLACEHOLDER_PREFIX.match(prefix) or _PLACEHOLDER_SUFFIX.search(suffix))


def _arxiv(reference: Reference, this_year: int) -> Iterator[Advice]:
    """Yield what the number of a preprint says against its year."""
    for variable in ("number", "URL", "DOI", "archive_location"):
        text = reference.text(variable)
        if text:
            found = parse_identifier(text)
        else:
            found = None
        number = ""
        if found and found.scheme == "arxiv":
            number = found.value
        elif text.lower().startswith("10.48550/arxiv."):
            number = text[15:]
        match = _ARXIV.match(number)
        if not match:
            continue
        short, month = int(match[1]), int(match[2])
        # arXiv began in August 1991; numbers have two digits of the year.
        posted = short + (1900 if short >= 91 else 2000)
        if not 1 <= month <= 12 or posted > this_year:
            yield Advice("arxiv-year", f"arXiv:{number} has an impossible date")
        # A published article may be older than the preprint of its revision.
        elif (
            reference.year is not None
            and reference.year < posted
            and not reference.text("volume")
            and not reference.text("container-title")
        ):
            message = f"arXiv:{number} is of {posted}, the record of {reference.year}"
            yield Advice("arxiv-year", message)
        return


def _repeated(references: Iterable[Reference]) -> Iterator[tuple[str, Advice]]:
    """Yield the references that have the DOI of another with another title."""
    by_doi: dict[str, list[Reference]] = defaultdict(list)
    for reference in references:
        if doi := parse_doi(reference.text("DOI")):
            by_doi[doi].append(reference)
    for doi, sharing in by_doi.items():
        for each in sharing if len(sharing) > 1 else ():
            others = ", ".join(other.id for other in sharing if other is not each)
            message = f"{doi} is also the DOI of {others}"
            yield each.id, Advice("repeated-identifier", message)


def _volumes(references: Iterable[Reference]) -> Iterator[tuple[str, Advice]]:
    """Yield the articles whose volume and year contradict those of their journal.

    Most journals have one volume a year, so that year minus volume is constant; where
    the others agree on it, one that is off by more than two years is odd.
    """
    journals: dict[str, list[tuple[Reference, int]]] = defaultdict(list)
    for reference in references:
        volume, journal = reference.text("volume"), reference.text("container-title")
        if volume.isascii() and volume.isdigit() and len(volume) < 5 and reference.year:
            journals[plain(journal)].append((reference, reference.year - int(volume)))
    for journal, articles in journals.items():
        if journal:
            yield from _odd_volumes(articles)


def _odd_volumes(
    articles: Sequence[tuple[Reference, int]],
) -> Iterator[tuple[str, Advice]]:
    counts: Mapping[int, int] = _counted(offset for _, offset in articles)
    usual = max(counts, key=lambda offset: counts[offset])
    # All others must agree: a journal that changed its count has two groups.
    if counts[usual] < _LIKE_OTHERS or counts[usual] < len(articles) - 1:
        return
    for reference, offset in articles:
        # A volume may begin in one year and end in the next.
        if abs(offset - usual) > 2:
            volume = reference.text("volume")
            message = (
                f"volume {volume} is of {int(volume) + usual} by the other articles of"
                f" the journal, the record of {reference.year}"
            )
            yield reference.id, Advice("volume-year", message)


def _counted(values: Iterable[int]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for value in values:
        counts[value] += 1
    return counts
