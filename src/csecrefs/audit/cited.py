"""Findings about citations: uncited, not listed, names and years that differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from csecrefs.audit.citations import (
    BodyText,
    NumericCitation,
    TypedCitation,
    author_year_citations,
    numeric_citations,
)
from csecrefs.audit.entries import ListEntry, duplicates_of
from csecrefs.audit.matching import EntryIndex, Match, numeric_faults
from csecrefs.audit.texts import AuditedText
from csecrefs.errors import Severity
from csecrefs.patterns import regex
from csecrefs.reports import Finding

CITATIONS: Final = "Citations"
LIST: Final = "Reference list"
# an act of the European Union by its number: "Directive 2011/92/EU", "Regulation (EU)
# No 1025/2012"
_ACT: Final = regex(
    r"\b(?P<kind>Directive|Regulation|Decision|Richtlinie|Verordnung|Directiva|Regulament\w*|Règlement)"
    r"\s(?:\((?:EU|EC|EEC|UE|CE|EG)\)\s)?(?:No\.?\s"
    r"|nr\.?\s)?(?P<year>\d{4})/(?P<number>\d{1,4})(?:/[A-Z]{2,3})?"
)


def citation_findings(text: AuditedText, matches: Sequence[Match]) -> list[Finding]:
    """Return what is wrong between the citations in the text and the list.

    `matches` are those of `matches_of`.
    """
    if text.numeric:
        return [*_numeric(text), *_duplicates(text), *_acts(text)]
    return [*_author_year(text, matches), *_duplicates(text), *_acts(text)]


def matches_of(text: AuditedText) -> list[Match]:
    """Return what each citation by name and year names; [] where numbers cite."""
    if text.numeric:
        return []
    index = EntryIndex(text.entries)
    cited = author_year_citations(text.body)
    return _unlisted_twice([index.match(citation) for citation in cited])


# One slip of the pen is a wrong year. The same year twice is another work, if the work
# that it may mean is rightly cited besides.
def _unlisted_twice(matches: Sequence[Match]) -> list[Match]:
    """Return matches, those of another year that several citations have not listed."""
    right = {
        entry.position
        for match in matches
        if match.kind in ("matched", "name-spelled")
        for entry in match.entries
    }
    times = Counter(_named(match) for match in matches if match.kind == "year-differs")
    found: list[Match] = []
    for match in matches:
        meant = {entry.position for entry in match.entries}
        if match.kind == "year-differs" and times[_named(match)] > 1 and meant <= right:
            match = Match(match.citation, "not-listed")
        found.append(match)
    return found


def _named(match: Match) -> tuple[str, ...]:
    """Return the names and the year that a citation prints."""
    return (*match.citation.names, match.citation.year)


def _author_year(text: AuditedText, matches: Sequence[Match]) -> Iterator[Finding]:
    cited: set[int] = set()
    for match in matches:
        cited.update(entry.position for entry in match.entries)
        yield from _of_match(match, text)
        if match.kind in ("matched", "name-spelled") and len(match.entries) == 1:
            # Of several works it is unknown whose pages are meant.
            yield from _locator(match, text.prose.path)
    yield from _uncited(text, cited)
    yield from _locator_forms(
        [match.citation for match in matches if match.kind != "no-citation"],
        text.prose.path,
    )


def _of_match(match: Match, text: AuditedText) -> Iterator[Finding]:
    printed = match.citation.printed
    entry = match.entries[0] if match.entries else None
    if match.kind == "not-listed":
        message = f"“{printed}” is cited and not in the list"
        if entry is not None:
            message = f"“{printed}” names no entry; it may mean “{entry.label}”"
        yield _finding(
            "not-listed",
            message,
            match,
            text,
            steps=("add the work to the list, or cite it as listed",),
        )
    elif match.kind == "name-differs":
        message = f"“{match.printed}” in the text is “{match.listed}” in the list"
        yield _finding(
            "name-differs",
            message,
            match,
            text,
            steps=("look the name up, and write it in one way",),
        )
    elif match.kind == "name-spelled":
        message = f"“{match.printed}” is written “{match.listed}” in the list"
        yield _finding(
            "name-differs",
            message,
            match,
            text,
            severity="info",
            steps=("write the name in one way",),
        )
    elif match.kind == "year-differs":
        message = f"“{printed}”: the list has {match.listed}"
        yield _finding(
            "year-differs",
            message,
            match,
            text,
            steps=("correct the year, or list the other work",),
        )
    elif match.kind == "suffix-ambiguous":
        years = ", ".join(each.year for each in match.entries)
        message = f"“{printed}” may be {years}"
        yield _finding(
            "suffix-ambiguous",
            message,
            match,
            text,
            steps=("add the letter of the year",),
        )


def _finding(
    code: str,
    message: str,
    match: Match,
    text: AuditedText,
    *,
    severity: Severity = "warning",
    steps: tuple[str, ...] = (),
) -> Finding:
    citation = match.citation
    entry = match.entries[0] if match.entries else None
    details = {
        "printed": citation.printed,
        "start": citation.start,
        "end": citation.end,
    }
    if entry is not None:
        details |= {"entry": entry.position, "candidate": entry.text}
    return Finding(
        code,
        message,
        severity,
        text.prose.path,
        citation.line or None,
        citation.column or None,
        key=entry.reference.id if entry else None,
        section=CITATIONS,
        steps=steps,
        judgement="note" if severity == "info" else "fail",
        details=details,
    )


def entry_finding(
    code: str,
    message: str,
    entry: ListEntry,
    path: str,
    *,
    severity: Severity = "warning",
    steps: tuple[str, ...] = (),
    more: Mapping[str, object] = MappingProxyType({}),
) -> Finding:
    """Return a finding about an entry of the list; `more` are members of its details."""
    return Finding(
        code,
        message,
        severity,
        path,
        entry.line or None,
        key=entry.reference.id,
        title=entry.reference.text("title"),
        section=LIST,
        steps=steps,
        judgement="note" if severity == "info" else "fail",
        details={
            "entry": entry.position,
            "printed": entry.text,
            **more,
        },
    )


def _uncited(text: AuditedText, cited: set[int]) -> Iterator[Finding]:
    # Of entries that are there twice the text can cite only one.
    repeated = {entry.position for entry, _ in duplicates_of(text.entries)}
    for entry in text.entries:
        if entry.position not in cited and entry.position not in repeated:
            yield entry_finding(
                "uncited",
                f"not cited in the text: “{entry.label}”",
                entry,
                text.prose.path,
                steps=("cite it where it is used, or take it out",),
            )


def _locator(match: Match, path: str) -> Iterator[Finding]:
    """Yield a finding for a page outside the pages of an article or chapter."""
    citation, entry = match.citation, match.entries[0]
    if entry.pages is None or not citation.locator:
        return
    # Labels of pages begin with p or s: "p.", "pp.", "S.".
    if citation.label and citation.label[0].lower() not in "ps":
        return
    first, last = entry.pages
    pages = [int(page) for page in re.findall(r"\d+", citation.locator)]
    if pages and not first <= pages[0] <= last:
        yield Finding(
            "locator-outside-pages",
            f"“{citation.printed}”: the work has pages {first}-{last}",
            "warning",
            path,
            citation.line or None,
            citation.column or None,
            key=entry.reference.id,
            section=CITATIONS,
            steps=("look up the page",),
            details={
                "printed": citation.printed,
                "entry": entry.position,
                "start": citation.start,
                "end": citation.end,
            },
        )


def _locator_forms(citations: Sequence[TypedCitation], path: str) -> Iterator[Finding]:
    """Yield the ranges of pages whose label is not that of most others."""
    ranges = [
        each
        for each in citations
        if each.label and re.search(r"\d\s?[-–]", each.locator)
    ]
    counts = Counter(each.label for each in ranges)
    if len(counts) < 2:
        return
    usual, number = counts.most_common(1)[0]
    # Half and half is no habit.
    if number * 2 <= len(ranges):
        return
    for each in ranges:
        if each.label != usual:
            yield Finding(
                "locator-form-differs",
                f"“{each.printed}” has “{each.label}”, other ranges have “{usual}”",
                "info",
                path,
                each.line or None,
                each.column or None,
                section=CITATIONS,
                judgement="note",
                details={
                    "printed": each.printed,
                    "start": each.start,
                    "end": each.end,
                },
            )


def _numeric(text: AuditedText) -> Iterator[Finding]:
    citations = list(numeric_citations(text.body))
    messages = {
        "number-out-of-range": "the list ends before it",
        "number-missing": "the list has no such number",
    }
    for code, citation, number in numeric_faults(citations, text.entries):
        yield Finding(
            code,
            f"[{number}] is cited, and {messages[code]}",
            "warning",
            text.prose.path,
            citation.line or None,
            citation.column or None,
            section=CITATIONS,
            steps=("correct the number, or list the work",),
            details={
                "printed": citation.printed,
                "number": number,
                "start": citation.start,
            },
        )
    yield from _order(text, citations)
    cited = {number for each in citations for number in each.numbers}
    listed = {
        entry.position
        for entry in text.entries
        if (entry.number or entry.position) in cited
    }
    yield from _uncited(text, listed)


def _order(
    text: AuditedText, citations: Sequence[NumericCitation]
) -> Iterator[Finding]:
    """Yield the numbers that are cited too late, where almost all come in order."""
    known = {entry.number or entry.position for entry in text.entries}
    first_cited: dict[int, NumericCitation] = {}
    for citation in citations:
        for number in citation.numbers:
            if number in known:
                first_cited.setdefault(number, citation)
    numbers = list(first_cited)
    breaks = [(before, after) for before, after in pairwise(numbers) if after < before]
    # an alphabetical numbered list is cited in any order: then this says nothing
    if not breaks or len(breaks) * 10 > len(numbers):
        return
    for before, number in breaks:
        citation = first_cited[number]
        yield Finding(
            "number-out-of-order",
            f"[{number}] is cited first after [{before}]",
            "info",
            text.prose.path,
            citation.line or None,
            citation.column or None,
            section=CITATIONS,
            judgement="note",
            details={
                "printed": citation.printed,
                "number": number,
                "start": citation.start,
            },
        )


def _duplicates(text: AuditedText) -> Iterator[Finding]:
    for entry, first in duplicates_of(text.entries):
        yield entry_finding(
            "duplicate",
            f"entry {entry.position} is listed before, as entry {first.position}",
            entry,
            text.prose.path,
            steps=("take one of them out",),
            more={"same_as": first.position},
        )


def _acts(text: AuditedText) -> Iterator[Finding]:
    """Yield the acts that are named with two numbers: 2011/92 and 2011/93."""
    yield from acts_with_two_numbers(text.body, text.prose.path)


def acts_with_two_numbers(body: BodyText, path: str) -> Iterator[Finding]:
    """Yield acts of one kind and year whose numbers are next to each other."""
    first: dict[tuple[str, str, int], re.Match[str]] = {}
    for match in _ACT.finditer(body.text):
        first.setdefault(
            (match["kind"].lower(), match["year"], int(match["number"])), match
        )
    for (kind, year, number), match in first.items():
        # Acts with neighbouring numbers are rarely both meant: one is mistyped.
        other = first.get((kind, year, number + 1))
        if other is None:
            continue
        line, column = body.place(
            max(
                match.start(),
                other.start(),
            )
        )
        yield Finding(
            "document-number-differs",
            f"“{match[0]}” and “{other[0]}” may be one act under two numbers",
            "warning",
            path,
            line or None,
            column or None,
            section=CITATIONS,
            steps=("look up the number of the act",),
            details={
                "printed": [match[0], other[0]],
                "start": max(match.start(), other.start()),
            },
        )
