"""Clusters of references that record one work more than once.

Every reference is filed under a few keys that survive what people do to records (a
typing error here, a missing author there); only those that share a key are compared.
Pairs are joined surest first, and never so that two references with different DOIs come
to stand together.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

import attrs
from rapidfuzz.distance import Indel

from csecrefs.comparison import Profile, profile, same_work
from csecrefs.comparison.profile import number_key
from csecrefs.comparison.titles import title_likeness
from csecrefs.comparison.work import ACCEPTED, shared_authors
from csecrefs.errors import Diagnostic
from csecrefs.model import Reference
from csecrefs.patterns import regex
from csecrefs.text.fold import fold

_NEIGHBOURS: Final = 40
"""How many neighbours in order of title each record of a crowded file is compared
with.
"""

# Pairs of the four rarest words are six keys a record.
_RARE: Final = 4
# A copied DOI is a common slip, so the titles must be alike at least.
_SAME_DOI_TITLE: Final = 0.6
# A cheap threshold before the thorough comparison: it may only pass too much.
_LIKE: Final = 0.7
# Between a title with a typing error and a neighbour in a series of pages.
_LIKE_ON_PAGE: Final = 0.8
# Above any score, so that identifiers join first.
_SURE: Final = 2.0


@attrs.frozen
class Cluster:
    """References that are one work, in their order, and why: what joined each to
    another.
    """

    references: tuple[Reference, ...]
    reasons: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Their citation keys."""
        return tuple(reference.id for reference in self.references)


@attrs.frozen
class _Pair:
    score: float
    first: int
    second: int
    reason: str


def duplicates(
    references: Iterable[Reference], problems: list[Diagnostic] | None = None
) -> list[Cluster]:
    """Return the clusters of two or more references that are one work, in the order of
    their first members.

    A reference that cannot be compared is left out, and a diagnostic is added to
    `problems`.
    """
    listed: list[Reference] = []
    profiles: list[Profile] = []
    for reference in references:
        try:
            profiles.append(profile(reference))
        except Exception as error:
            message = f"it could not be compared ({type(error).__name__}: {error})"
            if problems is not None:
                problems.append(
                    Diagnostic("not-compared", message, "error", key=reference.id)
                )
        else:
            listed.append(reference)
    pairs = sorted(
        _pairs(profiles), key=lambda pair: (-pair.score, pair.first, pair.second)
    )
    groups = _joined(profiles, pairs)
    return [
        Cluster(tuple(listed[at] for at in members), tuple(reasons))
        for members, reasons in sorted(
            groups,
            key=lambda group: group[0][0],
        )
    ]


def _pairs(profiles: Sequence[Profile]) -> Iterator[_Pair]:
    """Every pair of profiles that share a key and are one work."""
    seen: set[tuple[int, int]] = set()
    for members in _filed(profiles).values():
        for first, second in _neighbours(members, profiles):
            mine, theirs = profiles[first], profiles[second]
            if not _worth_comparing(mine, theirs) or (first, second) in seen:
                continue
            seen.add((first, second))
            pair = _compared(first, second, mine, theirs)
            if pair:
                yield pair


def _worth_comparing(mine: Profile, theirs: Profile) -> bool:
    """A cheap look before the thorough one: the same DOI, PubMed number or page, or
    like titles in years that can be one.
    """
    if mine.doi and theirs.doi:
        return mine.doi == theirs.doi
    if mine.pmid and theirs.pmid:
        return mine.pmid == theirs.pmid
    if mine.standing != theirs.standing:
        return False
    if mine.years and theirs.years:
        apart = min(abs(a - b) for a in mine.years for b in theirs.years)
        if apart > 1:
            return False
    if mine.title.main == theirs.title.main or _same_page(mine, theirs):
        return True
    one, other = mine.title.tight, theirs.title.tight
    # Below the cutoff, the similarity is 0.
    return Indel.normalized_similarity(one, other, score_cutoff=_LIKE) > 0


def _filed(profiles: Sequence[Profile]) -> dict[tuple[str, ...], list[int]]:
    # Rare within this library: "tide" tells nothing apart in one on tides.
    common = Counter(word for each in profiles for word in set(each.title.words))
    files: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, each in enumerate(profiles):
        for key in set(_keys(each, common)):
            files[key].append(at)
    return files


def _keys(each: Profile, common: Mapping[str, int]) -> Iterator[tuple[str, ...]]:
    """The keys a record is filed under; two records of one work share at least one of
    them.
    """
    if each.doi:
        yield "doi", each.doi
    if each.pmid:
        yield "pmid", each.pmid
    if each.address:
        yield "url", each.address
    for number in each.isbns:
        yield "isbn", number
    if each.title.tight:
        yield "title", each.title.tight
        yield "main", each.title.main
    main = [word for word in each.title.words if word in each.title.main]
    for words in (each.title.words, main):
        yield from combinations(_rare(words, common), 2)
    year = ""
    if each.years:
        year = str(min(each.years))
    for author in each.authors[:1]:
        yield "author", author.family or author.whole, year
    if each.volume and each.pages[0]:
        yield "place", each.volume, each.pages[0]


def _rare(words: Iterable[str], common: Mapping[str, int]) -> list[str]:
    """The rarest words that another record has too: a word nobody else has may be a
    typing error.
    """
    shared = {word for word in words if common[word] > 1 and len(word) > 3}
    return sorted(
        sorted(
            shared,
            key=lambda word: (common[word], word),
        )[:_RARE]
    )


def _neighbours(
    members: list[int], profiles: Sequence[Profile]
) -> Iterator[tuple[int, int]]:
    # Thousands of records may share a key ("Editorial"): all pairs would be quadratic.
    if len(members) > _NEIGHBOURS:
        members = sorted(
            members,
            key=lambda at: profiles[at].title.tight,
        )
    for place, first in enumerate(members):
        for second in members[place + 1 : place + 1 + _NEIGHBOURS]:
            yield min(first, second), max(first, second)


def _compared(first: int, second: int, mine: Profile, theirs: Profile) -> _Pair | None:
    if mine.doi and theirs.doi:
        if mine.doi != theirs.doi or not _like(mine, theirs):
            return None
        return _Pair(_SURE, first, second, f"same DOI {mine.doi}")
    if mine.pmid and theirs.pmid:
        # An erratum or a reply has a PubMed number of its own, as it has a DOI.
        if mine.pmid != theirs.pmid or not _like(mine, theirs):
            return None
        return _Pair(_SURE, first, second, f"same PMID {mine.pmid}")
    if _of_several_issues([mine, theirs]):
        return None
    match = same_work(mine, theirs)
    if match.accepted:
        reasons = (reason for reason, weight in match.reasons if weight > 0)
        return _Pair(match.score, first, second, ", ".join(reasons))
    if _same_page(mine, theirs) and _page_of_one(mine, theirs):
        return _Pair(ACCEPTED, first, second, f"same URL {mine.address}")
    return None


def _like(mine: Profile, theirs: Profile) -> bool:
    """True if two records with one identifier can be of one work: a wrong identifier is
    copied easily.
    """
    if not mine.title.tight or not theirs.title.tight:
        return True
    if title_likeness(mine.title, theirs.title) >= _SAME_DOI_TITLE:
        return True
    if not mine.authors or not theirs.authors:
        return False
    return shared_authors(mine, theirs) >= _SAME_DOI_TITLE


def _same_page(mine: Profile, theirs: Profile) -> bool:
    return bool(mine.address) and mine.address == theirs.address


def _page_of_one(mine: Profile, theirs: Profile) -> bool:
    """True if two records of one page can be of one work.

    One page may list many works, so the people and the titles may not speak against it:
    the page's name behind a title ("Tides - Example Office") or a missing title is
    common, another number in the title or other pages mean another part.
    """
    if mine.standing != theirs.standing or _elsewhere(mine, theirs):
        return False
    one, other = mine.title, theirs.title
    if not one.tight or not other.tight:
        return True
    # "Part 1" and "Part 2" stand on one page.
    if one.numbers != other.numbers:
        return False
    if mine.authors and theirs.authors and shared_authors(mine, theirs) < _LIKE:
        return False
    shorter, longer = sorted(
        (one, other),
        key=lambda title: len(title.tight),
    )
    begins = len(shorter.words) > 1 and longer.tight.startswith(shorter.tight)
    return begins or title_likeness(one, other) >= _LIKE_ON_PAGE


def _elsewhere(mine: Profile, theirs: Profile) -> bool:
    """True if both records give a volume, an issue or a first page, and not one."""
    places = (
        (mine.volume, theirs.volume),
        (mine.issue, theirs.issue),
        (mine.pages[0], theirs.pages[0]),
    )
    return any(one and other and one != other for one, other in places)


def _joined(
    profiles: Sequence[Profile], pairs: Iterable[_Pair]
) -> list[tuple[list[int], list[str]]]:
    """Groups joined by pairs, surest first, each with no two different DOIs in it."""
    group_of = list(range(len(profiles)))
    members: dict[int, list[int]] = {at: [at] for at in group_of}
    reasons: dict[int, list[str]] = defaultdict(list)
    for pair in pairs:
        one, other = group_of[pair.first], group_of[pair.second]
        # Joining two groups must not bring two DOIs together, however sure the pair.
        if one == other or _conflict(
            [profiles[at] for at in members[one] + members[other]]
        ):
            continue
        members[one] += members.pop(other)
        reasons[one] += [
            f"{_name(profiles, pair)}: {pair.reason}",
            *reasons.pop(other, []),
        ]
        for at in members[one]:
            group_of[at] = one
    return [
        (sorted(group), reasons[root])
        for root, group in members.items()
        if len(group) > 1
    ]


def _name(profiles: Sequence[Profile], pair: _Pair) -> str:
    return f"{profiles[pair.first].reference.id} = {profiles[pair.second].reference.id}"


def _conflict(group: list[Profile]) -> bool:
    """True if a group would have two DOIs, or two editions without a DOI to join
    them.
    """
    dois = {each.doi for each in group if each.doi}
    alone = [each for each in group if not each.doi]
    # One DOI joins editions: registries number the work, not the printing.
    return len(dois) > 1 or _of_several_issues(alone)


def _of_several_issues(group: Sequence[Profile]) -> bool:
    """True if a group names two editions or versions, or two numbers of one series."""
    if len(_issues_of(group)) > 1:
        return True
    numbers: dict[str, set[str]] = {}
    for each in group:
        if each.reference.type != "book":
            continue
        series = fold(each.reference.text("collection-title"))
        number = number_key(each.reference.text("collection-number"))
        if series and number:
            numbers.setdefault(series, set()).add(number)
    return any(len(found) > 1 for found in numbers.values())


def _issues_of(group: Iterable[Profile]) -> set[tuple[str, ...]]:
    """The editions, versions and volumes of whole works that a group names."""
    found = set()
    for each in group:
        if each.reference.type in _WHOLE:
            for variable in ("edition", "version"):
                if key := edition_key(each.reference.text(variable)):
                    found.add(key)
    return {(key,) for key in found}


_WHOLE: Final = frozenset(
    {
        "book",
        "report",
        "software",
        "standard",
        "dataset",
        "map",
        "collection",
        "thesis",
    }
)
"""Types of works that come out in editions or versions, each to be cited for itself."""
_ORDINALS: Final = {
    word: str(number)
    for number, words in enumerate(
        (
            "first erste premiere primera",
            "second zweite deuxieme segunda",
            "third dritte troisieme tercera",
            "fourth vierte quatrieme cuarta",
            "fifth funfte cinquieme quinta",
            "sixth sechste sixieme sexta",
            "seventh siebte septieme",
            "eighth achte huitieme",
            "ninth neunte neuvieme",
            "tenth zehnte dixieme",
        ),
        start=1,
    )
    for word in words.split()
}
# The number of an edition or version: "2", "1.0.3".
_NUMBER: Final = regex(r"\d+(?:\.\d+)*")


def edition_key(text: str) -> str:
    """Return an edition or version in comparable form; "" where it has no number.

    >>> edition_key("Second edition"), edition_key("2nd ed."), edition_key("revised")
    ('2', '2', '')
    """
    if number := _NUMBER.search(text):
        # "2.0" is the second.
        return re.sub(r"(?:\.0)+\Z", "", number[0])
    words = re.findall(r"[a-z]+", fold(text))
    return next((_ORDINALS[word] for word in words if word in _ORDINALS), "")
