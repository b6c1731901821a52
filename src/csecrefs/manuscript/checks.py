"""Checks of a manuscript with keys: what it cites against the library that it cites from.

Each finding has its place. Labels of figures, sections and equations are no keys, and a
library is no list: what it has and nobody cites is no finding, unless the manuscript
names the file as its own bibliography.
"""

from __future__ import annotations

import re
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from typing import Final

from csecrefs.comparison.profile import profile
from csecrefs.comparison.work import same_work
from csecrefs.csl.cite import Cite
from csecrefs.errors import NotFoundError
from csecrefs.manuscript.known import is_cross_reference
from csecrefs.manuscript.locators import default_terms
from csecrefs.manuscript.sites import Manuscript, Site
from csecrefs.model import Reference
from csecrefs.patterns import regex
from csecrefs.reports.finding import Finding, from_diagnostics
from csecrefs.text.fold import fold

# A suffix of a roman numeral alone, which is no locator without a term.
_NUMERAL: Final = regex(r",?\s*(?:[ivxlcdm]{2,}|[IVXLCDM]{2,})(?:[-–][\w]+)?\.?")
# A number that is hardly a page: a year, "3rd ed.".
_NOT_A_PAGE: Final = regex(
    r"(?:1[5-9]|20)\d\d$|\d{1,3}(?:st|nd|rd|th)\b", re.IGNORECASE
)
# The rest of a bracket in its paragraph, with brackets inside, and the sign after it.
_REST: Final = regex(
    r"(?P<inside>(?:[^\[\]\n]|\n(?![ \t]*\n)|\[[^\[\]]{0,500}\]){0,2000}+)\](?P<after>.?)"
)
# The first word of a suffix, which may name a locator: ", ch. ".
_NOTED: Final = regex(r",?\s*(?P<word>[^\W\d_]+\.?)(?:\s|$)")
# A name and a year directly before a citation: "Jones and Low (2020) [@jones2019]".
_NAMED: Final = regex(
    r"(?P<name>[^\W\d_a-z][\w’'-]+)(?:’s|'s)?"
    r"(?P<others>(?:,? (?:et al\.?|(?:and|&) [^\W\d_a-z][\w’'-]+))?)"
    r",? \(?(?P<year>(?:1[5-9]|20)\d\d)[a-z]?\)?[ ,]*$"
)
# A word with a capital: a name.
_WORD: Final = regex(r"[^\W\d_a-z][\w’'-]+")
# Characters before a site that are looked at for a name and a year.
_BEFORE: Final = 120
# As many cited works as are compared with each other.
_MOST_WORKS: Final = 3000


def check_sites(
    read: Manuscript,
    known: Mapping[str, Reference],
    *,
    listed: bool = False,
) -> Iterator[Finding]:
    """Yield what is wrong with the citations of a manuscript.

    `known` are the references by key. With `listed` they are the manuscript's own list,
    in which each should be cited.
    """
    yield from from_diagnostics(read.diagnostics)
    everything = {**known, **{each.id: each for each in read.references}}
    before: Site | None = None
    for site in read.sites:
        if site.nested and before is not None:
            yield _nested(read, site, before)
        yield from _keys(read, site, everything)
        if site.kind == "citation":
            yield from _brackets(read, site)
            yield from _repeated(read, site)
            yield from _locators(read, site)
            yield from _prose(read, site, everything)
        if not site.nested:
            before = site
    for key in read.metadata.nocite:
        if key != "*" and key not in everything:
            yield _unknown(read, None, key, everything)
    yield from _same_works(read, everything)
    if listed and "*" not in read.metadata.nocite:
        yield from _uncited(read, known)


def _finding(
    read: Manuscript,
    site: Site | None,
    code: str,
    message: str,
    *,
    key: str = "",
    steps: tuple[str, ...] = (),
) -> Finding:
    return Finding(
        code,
        message,
        "error" if code == "unknown-key" else "warning",
        path=(site.part if site else "") or read.path or None,
        line=(site.line if site else 0) or None,
        column=(site.column if site else 0) or None,
        key=key or None,
        steps=steps,
    )


def _keys(
    read: Manuscript,
    site: Site,
    known: Mapping[str, Reference],
) -> Iterator[Finding]:
    for cite in site.cites:
        if cite.id in known or cite.id == "*" or is_cross_reference(cite.id, known):
            continue
        yield _unknown(read, site, cite.id, known)


def _unknown(
    read: Manuscript,
    site: Site | None,
    key: str,
    known: Mapping[str, Reference],
) -> Finding:
    message = str(NotFoundError("reference", key, known))
    return _finding(read, site, "unknown-key", message, key=key)


def _brackets(read: Manuscript, site: Site) -> Iterator[Finding]:
    """Yield a finding for a key after a bracket that begins no group: `[@low; ]`.

    Pandoc's manual, "Citation syntax": each part of a group has a key.
    """
    text = read.text
    before = text[max(site.start - 2, 0) : site.start]
    narrative = bool(site.cites) and site.cites[0].mode == "narrative"
    if read.format != "markdown" or not narrative or before[-1:] != "[":
        return
    # A bracket after a backslash is text, one after "!" or "^" an image or a note.
    if before[:1] in ("\\", "!", "^") and len(before) == 2:
        return
    match = _REST.match(text, site.end)
    key = site.cites[0].id
    if match is None:
        message = f"the bracket before {key} is never closed, so it begins no group"
        yield _finding(read, site, "no-group", message, key=key)
    elif ";" in match["inside"] and match["after"] not in ("(", "[", "{"):
        message = f"a part of the group of {key} has no key, so it is none"
        yield _finding(read, site, "no-group", message, key=key)


def _nested(read: Manuscript, site: Site, outer: Site) -> Finding:
    key = site.cites[0].id
    message = f"{key} is inside the suffix of {outer.cites[-1].id}, not in its group"
    step = f"part them by a semicolon: ...; @{key}"
    return _finding(
        read,
        site,
        "comma-in-group",
        message,
        key=key,
        steps=(step,),
    )


def _repeated(read: Manuscript, site: Site) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for cite in site.cites:
        if (cite.id, cite.locator) in seen:
            message = f"{cite.id} is cited twice in one group"
            yield _finding(
                read,
                site,
                "repeated-cite",
                message,
                key=cite.id,
            )
        seen.add((cite.id, cite.locator))


def _locators(read: Manuscript, site: Site) -> Iterator[Finding]:
    for cite in site.cites:
        doubt = _doubt(cite)
        if doubt:
            yield _finding(
                read,
                site,
                "doubtful-locator",
                doubt[0],
                key=cite.id,
                steps=(doubt[1],),
            )


# Pandoc's rules split a suffix without a warning, so that writers find out in print.
def _doubt(cite: Cite) -> tuple[str, str] | None:
    """Return why a locator or a suffix may be meant otherwise, and what to write."""
    suffix = cite.suffix.strip()
    if not cite.locator:
        bare = suffix.strip(" ,")
        if _NUMERAL.fullmatch(suffix):
            return f"{bare!r} is a suffix, no page", f"write {{p. {bare}}}"
        word = _NOTED.match(suffix)
        label = None
        if word:
            label = default_terms().get(word["word"].lower())
        if word and label and len(word["word"]) > 1 and len(bare.split()) == 2:
            return f"{bare!r} is a suffix, no locator", f"write {{{bare}}}"
    elif cite.label == "page" and _NOT_A_PAGE.match(cite.locator):
        text = f"{cite.locator}{cite.suffix}".strip()
        return f"{cite.locator!r} is taken for a page", f"write {{}}, {text}"
    return None


def _prose(
    read: Manuscript,
    site: Site,
    known: Mapping[str, Reference],
) -> Iterator[Finding]:
    """Yield names and years before a site that are not those of the work it cites."""
    if not read.text or not site.cites or site.cites[0].id not in known:
        return
    match = _NAMED.search(read.text[max(site.start - _BEFORE, 0) : site.start])
    if match is None:
        return
    works = [known[cite.id] for cite in site.cites if cite.id in known]
    written = {fold(name) for name in (match["name"], *_WORD.findall(match["others"]))}
    named = [work for work in works if not written.isdisjoint(_names(work))]
    years = {work.year for work in (named or works)}
    year, key = int(match["year"]), works[0].id
    if named and year not in years:
        listed = ", ".join(str(each) for each in sorted(filter(None, years)))
        message = f"the text says {year}, the reference {listed or 'no year'}"
        yield _finding(read, site, "year-differs", message, key=key)
    elif not named and year in years and _names(works[0]):
        message = f"the text names {match['name']}, the reference {_first(works[0])}"
        yield _finding(read, site, "name-differs", message, key=key)


def _names(work: Reference) -> set[str]:
    people = [*work.names("author"), *work.names("editor")]
    found = {fold(each.family or each.literal) for each in people}
    return {part for name in found for part in (name, *name.split())}


def _first(work: Reference) -> str:
    people = work.names("author") or work.names("editor")
    return people[0].family or people[0].literal


# Titles are compared first, since a full comparison of each pair would be quadratic.
def _same_works(read: Manuscript, known: Mapping[str, Reference]) -> Iterator[Finding]:
    """Yield pairs of keys that cite one work: they would be listed twice."""
    keys = [key for key in read.keys if key in known][:_MOST_WORKS]
    by_title: dict[str, list[str]] = {}
    for key in keys:
        title = fold(known[key].text("title"))[:30]
        by_title.setdefault(title, []).append(key)
    for group in by_title.values():
        for place, key in enumerate(group[1:], 1):
            first = next(
                (each for each in group[:place] if _same(known, each, key)),
                "",
            )
            if first:
                site = next(s for s in read.sites if any(c.id == key for c in s.cites))
                message = f"{key} is the same work as {first}"
                yield _finding(
                    read,
                    site,
                    "same-work",
                    message,
                    key=key,
                )


def _same(
    known: Mapping[str, Reference],
    one: str,
    other: str,
) -> bool:
    return same_work(profile(known[one]), profile(known[other])).accepted


def _uncited(read: Manuscript, known: Mapping[str, Reference]) -> Iterator[Finding]:
    cited = {*read.keys, *read.metadata.nocite}
    for reference in known.values():
        if reference.id not in cited:
            yield Finding(
                "uncited",
                "the manuscript lists it and cites it nowhere",
                "info",
                path=reference.place.path or read.path or None,
                line=reference.place.line,
                key=reference.id,
                judgement="note",
            )


def sorted_findings(found: Iterable[Finding]) -> Sequence[Finding]:
    """Return findings by their places."""
    return sorted(
        found, key=lambda each: (each.path or "", each.line or 0, each.column or 0)
    )
