"""Typed citations held against the list: cited, listed, spelled alike, dated alike."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, Literal

import attrs
from rapidfuzz.distance import OSA

from csecrefs.audit.citations import STOP, NumericCitation, TypedCitation
from csecrefs.audit.entries import ListEntry, folded
from csecrefs.patterns import regex

Kind = Literal[
    "matched",
    "name-differs",
    "name-spelled",
    "year-differs",
    "suffix-ambiguous",
    "not-listed",
    "no-citation",
]
_SHORT: Final = 6
"""Letters: in shorter names one letter may differ, in longer ones two."""
_LONG: Final = 20
"""Characters of a name that can only be that of an organisation or document."""
_HEAD: Final = 8
"""Letters with which an entry must begin to be named by them."""
# a court at the beginning of a name: "BGH, Urteil vom ...", "OLG Köln"
_COURTS: Final = regex(
    r"^(?:OLG|BGH|BVerfGE?|BVerwG|EuGH|EuG|LG|AG|VG|OVG|VGH|BAG|BFH|BSG|EGMR|CJEU|ECJ|ECtHR|ICJ"
    r"|Cass|CA|OGH)\b"
)
"""Courts, whose judgments a text names without listing them."""


@attrs.frozen
class Match:
    """One citation, the entries that it names or may name, and what differs."""

    citation: TypedCitation
    kind: Kind
    entries: tuple[ListEntry, ...] = ()
    printed: str = ""
    """The name or year that differs, as the text has it."""
    listed: str = ""
    """What the list has in its place."""


class EntryIndex:
    """Entries by the names and years by which a text cites them."""

    def __init__(self, entries: Sequence[ListEntry]) -> None:
        self.entries = entries
        self.by_first: dict[str, list[ListEntry]] = defaultdict(list)
        self.by_year: dict[str, list[ListEntry]] = defaultdict(list)
        self.families: set[str] = set()
        for entry in entries:
            for name in entry.firsts | set(entry.families[:1]):
                if name:
                    self.by_first[name].append(entry)
            self.by_year[entry.year[:4]].append(entry)
            self.families.update(entry.families)

    def match(self, citation: TypedCitation) -> Match:
        """Return what a citation names."""
        years = self._years(citation.year)
        for place, name in enumerate(citation.names):
            found = self._named(name)
            dated = [entry for entry in found if _same_year(entry.year, years)]
            if dated:
                return self._matched(citation, place, dated)
        headed = self._headed(citation)
        dated = [entry for entry in headed if _same_year(entry.year, years)]
        if dated:
            return Match(citation, "matched", tuple(dated))
        if headed and len(citation.whole) > _LONG:
            listed = ", ".join(dict.fromkeys(entry.year for entry in headed))
            return Match(
                citation,
                "year-differs",
                tuple(headed),
                citation.year,
                listed,
            )
        return self._unmatched(citation, years)

    def _years(self, year: str) -> str:
        return year.lower().rstrip(".") if not year[:1].isdigit() else year

    def _named(self, name: str) -> list[ListEntry]:
        """Return the entries whose first name this is, with or without words before it."""
        words = name.split()
        for start in range(len(words)):
            found = self.by_first.get(folded(" ".join(words[start:])))
            if found:
                return found
        return (
            self.by_first.get(
                folded(words[0]),
                [],
            )
            if words
            else []
        )

    def _matched(
        self, citation: TypedCitation, place: int, dated: list[ListEntry]
    ) -> Match:
        rest = citation.names[place + 1 :]
        agreeing = [entry for entry in dated if _agrees(entry, rest)]
        chosen = agreeing or dated
        # Without its letter, 2009 may mean 2009a and 2009b.
        if len(chosen) > 1 and not citation.year[-1:].isalpha():
            letters = {entry.year[4:] for entry in chosen}
            if len(letters) > 1 and not rest:
                return Match(citation, "suffix-ambiguous", tuple(chosen))
        exact = [entry for entry in chosen if entry.year == citation.year] or chosen
        spelled = _spelled(citation.names[place], exact[0])
        if spelled:
            printed = citation.names[place]
            return Match(citation, "name-spelled", tuple(exact), printed, spelled)
        if not agreeing:
            for entry in exact:
                differing = _differing(entry, rest)
                if differing is not None:
                    return Match(citation, "name-differs", (entry,), *differing)
        return Match(citation, "matched", tuple(exact))

    def _headed(self, citation: TypedCitation) -> list[ListEntry]:
        """Return the entries that begin with the text in the bracket."""
        # The last part may be a place in the document: "Palermo Protocol, art. 3".
        candidates = [citation.whole, citation.whole.rsplit(",", 1)[0]]
        candidates += citation.names[:1]
        for text in candidates:
            key = folded(text)
            # A few letters are the beginning of many entries.
            if len(key) < _HEAD:
                continue
            found = [entry for entry in self.entries if entry.head.startswith(key)]
            if found:
                return found
        return []

    def _unmatched(self, citation: TypedCitation, years: str) -> Match:
        near = self._near(citation, years)
        known = [entry for name in citation.names[:1] for entry in self._named(name)]
        if near is not None and not known:
            return near
        lettered = bool(known) and all(entry.year[4:] for entry in known)
        if lettered and not citation.year[4:] and self._is_citation(citation):
            # a mistyped year would have a letter, as those listed do
            return Match(citation, "not-listed", (), citation.year)
        if known and not citation.year[:1].isdigit():
            # "in press" is no year that could contradict the list
            return Match(citation, "no-citation", (), citation.year)
        if known and self._is_citation(citation):
            known = [entry for entry in known if not _other_authors(citation, entry)]
            if not known:
                return near or Match(citation, "not-listed", (), citation.year)
        if known and not citation.determined:
            return _other_year(citation, known)
        if near is not None:
            return near
        return self._unlisted(citation, years)

    def _unlisted(self, citation: TypedCitation, years: str) -> Match:
        """Return the match of a citation that no entry has the name of."""
        alike = self._alike(citation, years)
        if alike:
            return Match(citation, "not-listed", tuple(alike), citation.whole)
        if self._is_citation(citation):
            return Match(citation, "not-listed")
        return Match(citation, "no-citation")

    def _near(self, citation: TypedCitation, years: str) -> Match | None:
        """Return the entry of that year whose first name is a letter or two away."""
        names = [*citation.names[:1]]
        if not citation.names and citation.whole:
            names = [citation.whole]
        for name in names:
            words = name.split()
            spelled = [" ".join(words[start:]) for start in range(len(words))]
            # Only entries of the year: in the whole list there are too many
            # namesakes.
            for entry in self.by_year.get(years[:4], ()):
                for text in spelled:
                    if _is_near(folded(text), entry):
                        listed = _first_printed(entry)
                        return Match(citation, "name-differs", (entry,), text, listed)
        return None

    def _alike(self, citation: TypedCitation, years: str) -> list[ListEntry]:
        """Return the entries that share telling words with the name of a document."""
        if not citation.bracketed or citation.others:
            return []
        words = {
            folded(word)
            for word in re.findall(
                r"[^\W\d_]+", citation.whole or " ".join(citation.names)
            )
        }
        words = {word for word in words if len(word) > 1} - STOP - _COMMON
        least = 1 if len(citation.names) < 2 else 2
        if not words:
            return []
        scored = []
        for entry in self.entries:
            printed = re.findall(r"[^\W\d_]+", entry.text)
            text = {folded(word) for word in printed} | _initials_in(printed)
            shared = len(words & text)
            begins = bool(printed) and folded(printed[0]) in words
            dated = entry.year[:4] == years[:4]
            whole = shared == len(words) and shared > 1
            if whole or (shared >= least and dated and shared * 2 >= len(words)):
                scored.append((2 * shared + dated + begins, -entry.position, entry))
        if not scored:
            return []
        scored.sort(reverse=True, key=lambda each: each[:2])
        return [scored[0][2]]

    def _is_citation(self, citation: TypedCitation) -> bool:
        """Return True if names and year can hardly be anything else."""
        if not citation.names:
            return False
        if any(folded(name) in STOP for name in citation.names):
            return False
        if _COURTS.match(citation.names[0]):
            return False
        if citation.others or len(citation.names) > 1:
            return True
        first = citation.names[0].split()
        if len(first) > 3 or (citation.determined and citation.bracketed):
            return False
        return citation.bracketed and not citation.determined


# A list of authors that is cut: "Low, A., et al. (2001)".
_TRUNCATED: Final = regex(r"\bet\.? ?al\b|\band others\b|\bu\. ?a\.|[…]|\.\.\.")
_COMMON: Final = frozenset(
    "the of and on for in to from der die das und des la le les et de".split()
)


def _initials_in(words: Sequence[str]) -> set[str]:
    """Return the initials of words in capitals that follow one another."""
    found = set()
    for size in (2, 3, 4, 5):
        for start in range(len(words) - size + 1):
            run = words[start : start + size]
            if all(word[0].isupper() for word in run):
                found.add("".join(word[0] for word in run).lower())
    return found


def _other_year(citation: TypedCitation, known: Sequence[ListEntry]) -> Match:
    """Return the match of a citation whose year is that of none of these entries."""
    listed = ", ".join(dict.fromkeys(entry.year for entry in known))
    meant = _meant(citation, known)
    return Match(citation, "year-differs", (meant,), citation.year, listed)


def _meant(citation: TypedCitation, known: Sequence[ListEntry]) -> ListEntry:
    """Return the entry that a citation with another year most likely means."""

    def distance(entry: ListEntry) -> tuple[int, int, int]:
        rest = citation.names[1:]
        many = len(entry.families) > 2
        unlike = (citation.others != many) + (not _agrees(entry, rest))
        unlike += bool(rest) and len(entry.families) != len(citation.names)
        years = [
            int(year[:4]) for year in (entry.year, citation.year) if year[:4].isdigit()
        ]
        apart = abs(years[0] - years[1]) if len(years) == 2 else 99
        return unlike, apart, entry.position

    return min(known, key=distance)


def _other_authors(citation: TypedCitation, entry: ListEntry) -> bool:
    """True if a citation names as many authors as this work of another year cannot
    have: "Low and High" is none of three authors, "Low et al." none of one or two.
    """
    count = len(entry.families)
    if not count or _TRUNCATED.search(entry.text) or len(citation.names) < 1:
        return False
    if citation.others:
        return count < len(citation.names) + 1
    return len(citation.names) == 2 and count > 2


def _same_year(listed: str, cited: str) -> bool:
    if not cited[:1].isdigit():
        return not listed[:1].isdigit() or listed.lower().startswith(cited[:8])
    if listed[:4] != cited[:4]:
        return False
    return (
        len(cited) < 5
        or len(listed) < 5
        or not cited[4:].isalpha()
        or listed[4:] == cited[4:]
    )


def _agrees(entry: ListEntry, rest: Sequence[str]) -> bool:
    """Return True if the other names printed are among those of the entry."""
    whole = folded(entry.text)
    return all(
        any(folded(word) in whole for word in name.split()[-1:]) for name in rest
    )


def _differing(entry: ListEntry, rest: Sequence[str]) -> tuple[str, str] | None:
    """Return the printed name that is not in the entry, and the listed one like it."""
    whole = folded(entry.text)
    for name in rest:
        bare = folded(name.split()[-1]) if name.split() else ""
        if not bare or bare in whole:
            continue
        people = entry.reference.names("author") or entry.reference.names("editor")
        for family, listed in zip(
            entry.families[1:],
            people[1:],
            strict=False,
        ):
            if 0 < OSA.distance(bare, family) <= _allowed(bare):
                return name, listed.family or listed.literal
    return None


def _spelled(name: str, entry: ListEntry) -> str:
    """Return the first name of an entry if it has the same letters, but is written
    otherwise: with other accents, or blanks.
    """
    people = entry.reference.names("author") or entry.reference.names("editor")
    if not people:
        return ""
    listed = people[0].family or people[0].literal
    if folded(listed) != folded(name):
        return ""
    one, other = (_words_of(text) for text in (name, listed))
    bare = [
        re.sub(
            r"\W",
            "",
            unicodedata.normalize("NFC", text),
        )
        for text in (one, other)
    ]
    accents = bare[0] != bare[1] and name.upper() != name and listed.upper() != listed
    return listed if accents or one.count(" ") != other.count(" ") else ""


def _words_of(text: str) -> str:
    return " ".join(re.findall(r"[\w’']+", text.casefold()))


def _allowed(name: str) -> int:
    if len(name) < _SHORT:
        return 1
    return 2


def _is_near(name: str, entry: ListEntry) -> bool:
    # In a name of three letters another letter makes another name.
    if len(name) < 4:
        return False
    for first in entry.firsts:
        close = (
            len(first) > 3 and first[0] == name[0] and abs(len(first) - len(name)) <= 2
        )
        if close and 0 < OSA.distance(name, first) <= _allowed(name):
            return True
    return False


def _first_printed(entry: ListEntry) -> str:
    people = entry.reference.names("author") or entry.reference.names("editor")
    if people:
        return people[0].family or people[0].literal
    return entry.label


def numeric_faults(
    citations: Sequence[NumericCitation], entries: Sequence[ListEntry]
) -> Iterator[tuple[str, NumericCitation, int]]:
    """Yield the code, the citation and the number of what is out of range or order."""
    numbers = {entry.number or entry.position for entry in entries}
    last = max(numbers, default=0)
    expected = 1
    seen: set[int] = set()
    # A number is told once, however often it is cited.
    told: set[int] = set()
    for citation in citations:
        for number in citation.numbers:
            # No list has a number nought: "axes[0]" is an index.
            if number and number not in numbers and number not in told:
                told.add(number)
                code = "number-out-of-range" if number > last else "number-missing"
                yield code, citation, number
            if number in seen or number not in numbers:
                continue
            seen.add(number)
            expected = max(expected, number)
