"""The keys of a manuscript's cites as the keys of a library.

Citation fields bring records of their own, under keys that are not the library's.
Markers typed in braces name works by author and year, or are no citations at all. Both
need the library to be understood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
)
from functools import cached_property
from typing import Final

import attrs

from csecrefs.comparison.profile import profile
from csecrefs.comparison.work import same_work
from csecrefs.csl.cite import Cite
from csecrefs.manuscript.locators import split_suffix
from csecrefs.manuscript.office.typed import BRACES, SCAN
from csecrefs.manuscript.sites import Manuscript, Site
from csecrefs.model import Reference
from csecrefs.model.reference import without_markup
from csecrefs.patterns import regex
from csecrefs.text.fold import fold
from csecrefs.text.tex import tex_to_text

# A work by its author and year: "Low, 2001", "Low and May, 2001b".
_NAMED: Final = regex(r"(?P<author>.+), (?P<year>\d{4}[a-z]?)", re.DOTALL)
# The start of a suffix, up to the first letter of a word for a locator.
_LETTER: Final = regex(r"\s*,?\s*([^\W\d_]|[§¶])")
FIELDS: Final = frozenset({"csl", "endnote", "word", "citavi"})
"""The commands of sites whose cites a program keeps in a field."""
# As many letters make a title one of a kind; "Introduction" has twelve.
_TELLING: Final = 20
# Details by which anonymous works of one title and year are told apart: editorials by
# their volume and pages, songbooks by their publishers.
_DETAILS: Final = (
    "publisher",
    "container-title",
    "volume",
    "issue",
    "page",
    "number",
    "edition",
)
# As many records of one title as are compared in full.
_MOST_CANDIDATES: Final = 50


def matched(manuscript: Manuscript, library: Mapping[str, Reference]) -> Manuscript:
    """Return the manuscript with the library's keys where it has the work.

    A record of the manuscript is the library's under the same key, else by DOI, else by
    title where authors and year agree; it is left out then, and all others stay. Braces
    around what is no key of either are no citation. A locator that was typed into the
    suffix of a field (`, Chapter 5, on tides`) is a locator.
    """
    if not manuscript.references and not any(
        site.command in FIELDS or site.command in (BRACES, SCAN)
        for site in manuscript.sites
    ):
        return manuscript
    index = LibraryIndex(library)
    keys = {each.id: index.key_of(each) for each in manuscript.references}
    kept: list[Reference] = []
    for each in manuscript.references:
        key = keys[each.id]
        if not key:
            key = _free_key(each.id, library)
            kept.append(each.evolve(id=key))
            keys[each.id] = key
    known = {each.id: each for each in kept}
    sites: list[Site] = []
    for site in manuscript.sites:
        if site.command in (BRACES, SCAN):
            braced = _braced(site, index, known)
            if braced is not None:
                sites.append(braced)
        else:
            cites = tuple([_with_key(cite, keys) for cite in site.cites])
            if site.command in FIELDS:
                cites = tuple([_located(cite) for cite in cites])
            sites.append(attrs.evolve(site, cites=cites))
    return attrs.evolve(
        manuscript,
        sites=tuple(sites),
        references=tuple(kept),
    )


class LibraryIndex:
    """Finds works of a library by key, DOI, title, or author and year."""

    def __init__(self, library: Mapping[str, Reference]) -> None:
        self._library = library

    def __contains__(self, key: str) -> bool:
        return key in self._library

    def key_of(self, reference: Reference) -> str:
        """Return the library's key of a work, empty if it does not have it."""
        own = self._library.get(reference.id)
        if own is not None and not _differ(own, reference):
            return reference.id
        doi = reference.text("DOI").strip().lower()
        if doi and doi in self._by_doi:
            return self._by_doi[doi]
        candidates = self._by_title.get(title_letters(reference), ())
        if not candidates:
            return ""
        # Profiles are dear; only records of the same title get one.
        mine = profile(reference)
        found: list[tuple[int, str]] = []
        for key in candidates[:_MOST_CANDIDATES]:
            theirs = self._library[key]
            if _agree(reference, theirs) or same_work(mine, profile(theirs)).accepted:
                found.append((-_shared(reference, theirs), key))
        if not found:
            return ""
        return min(found, key=lambda each: each[0])[1]

    def by_name(self, author: str, year: str) -> list[str]:
        """Return the keys of works whose first author and year are these."""
        name = _letters(re.split(r",|&|\band\b|\bet al\b", author)[0])
        return self._by_name.get((name, year[:4]), [])

    @cached_property
    def _by_doi(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, reference in self._library.items():
            doi = reference.text("DOI").strip().lower()
            if doi:
                found.setdefault(doi, key)
        return found

    @cached_property
    def _by_title(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, reference in self._library.items():
            found.setdefault(title_letters(reference), []).append(key)
        found.pop("", None)
        return found

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for key, reference in self._library.items():
            for name in _first_names(reference):
                found.setdefault((name, str(reference.year or "")), []).append(key)
        return found


def title_letters(reference: Reference) -> str:
    """Return the letters and digits of a title, by which records of a work are found.

    >>> title_letters(Reference("x", fields={"title": "H$_2$O: a <i>Review</i>"}))
    'h2oareview'
    """
    title = without_markup(reference.text("title"))
    if "$" in title or "\\" in title:
        # Records that came from a .bib file into another program keep their TeX.
        title = tex_to_text(title)
    return _letters(title)


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", fold(unicodedata.normalize("NFKC", text))))


def _first_names(reference: Reference) -> Iterator[str]:
    names = reference.names("author") or reference.names("editor")
    if names:
        first = names[0]
        family = first.family or first.literal
        yield _letters(family)
        if first.non_dropping_particle:
            yield _letters(f"{first.non_dropping_particle} {family}")


# Mendeley's ITEM-1 and numbers of one computer repeat for other works.
def _differ(mine: Reference, theirs: Reference) -> bool:
    """True if two records under one key are of different works.

    A key that the writer chose goes before details that were edited since.
    """
    if theirs.text("citation-key") == mine.id:
        return False
    dois = {each.text("DOI").strip().lower() for each in (mine, theirs)} - {""}
    if len(dois) == 2:
        return True
    titles = {title_letters(each) for each in (mine, theirs)} - {""}
    if len(titles) < 2:
        return False
    return not same_work(profile(mine), profile(theirs)).accepted


def _agree(mine: Reference, theirs: Reference) -> bool:
    """True if nothing in two records of one title is against one work.

    Where one has no names, the title must be long enough to be one of a kind.
    """
    ours, others = set(_first_names(mine)), set(_first_names(theirs))
    if ours and others and ours.isdisjoint(others):
        return False
    telling = len(title_letters(mine)) >= _TELLING
    if not ours and not others and not telling:
        return _agree_unnamed(mine, theirs)
    if not (ours and others) and not telling:
        return False
    return not mine.year or not theirs.year or mine.year == theirs.year


def _agree_unnamed(mine: Reference, theirs: Reference) -> bool:
    """True if two records of one short title, both without names, are of one work.

    They need the same year and one more detail, and differ in none.
    """
    if mine.year is None or mine.year != theirs.year:
        return False
    shared = 0
    for name in _DETAILS:
        values = [_letters(each.text(name)) for each in (mine, theirs)]
        if not all(values):
            continue
        if values[0] != values[1]:
            return False
        shared += 1
    return shared > 0


def _shared(mine: Reference, theirs: Reference) -> int:
    """Return the number of fields in which two records say the same."""
    return sum(value == theirs.fields.get(name) for name, value in mine.fields.items())


def _free_key(key: str, library: Mapping[str, Reference]) -> str:
    """Return a key that the library does not use for another work."""
    number = 2
    free = key
    while free in library:
        free = f"{key}-{number}"
        number += 1
    return free


def _with_key(cite: Cite, keys: Mapping[str, str]) -> Cite:
    key = keys.get(cite.id, cite.id)
    if key == cite.id:
        return cite
    return attrs.evolve(cite, id=key)


def _located(cite: Cite) -> Cite:
    """Return a field's cite with the locator that its suffix starts with.

    Only after a word for it: a bare number in a suffix is a writer's way to have one
    without "p.".
    """
    words = _LETTER.match(cite.suffix)
    if cite.locator or words is None:
        return cite
    split = split_suffix(cite.suffix)
    if not split.locator or split.locator.startswith(words[1]):
        return cite
    return attrs.evolve(
        cite,
        locator=split.locator,
        label=split.label,
        suffix=split.suffix,
    )


def _braced(
    site: Site,
    index: LibraryIndex,
    known: Mapping[str, Reference],
) -> Site | None:
    """Return the site of braces with the library's keys, None if it is no citation.

    Names of works stay, to be reported, where the library has none or several of them.
    """
    cites = tuple([_resolved(cite, index) for cite in site.cites])
    if site.command == BRACES:
        found = [cite.id in index or cite.id in known for cite in cites]
        # Braces are common: in templates, sets, code.
        if not any(found):
            return None
    return attrs.evolve(site, cites=cites)


def _resolved(cite: Cite, index: LibraryIndex) -> Cite:
    match = _NAMED.fullmatch(cite.id)
    if cite.id in index or match is None:
        return cite
    keys: Iterable[str] = index.by_name(match["author"], match["year"])
    candidates = list(keys)
    # Two works of one author and year need the letter that lists give them.
    if len(candidates) > 1 and match["year"][4:]:
        # "2020b": the second work of that author and year, as the list sorts them.
        place = ord(match["year"][4]) - ord("a")
        candidates = sorted(candidates)[place : place + 1]
    if len(candidates) != 1:
        return cite
    return attrs.evolve(cite, id=candidates[0])
