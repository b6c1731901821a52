"""Findings about the list itself: order, broken entries, what is impossible."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from csecrefs.audit.cited import entry_finding
from csecrefs.audit.entries import ListEntry, folded
from csecrefs.audit.texts import AuditedText
from csecrefs.model.identifiers import isbn
from csecrefs.patterns import regex
from csecrefs.reports import Finding
from csecrefs.strings.lines import BULLET
from csecrefs.strings.lists import alphabetical

_SORTED: Final = 0.8
"""Share of entries in order from which a list is alphabetical."""
# an ISBN with its hyphens or blanks: "ISBN 978-3-16-148410-0"
_ISBN: Final = regex(r"ISBN(?:-1[03])?:?\s*([\dXx][\dXx\s‐–-]{8,16}[\dXx])")
# what is printed as a DOI and cannot be one: "doi:1.1000/182", "doi:10.12/x"
_BAD_DOI: Final = regex(
    r"(?<![\w./])(?:doi:?\s*|doi\.org/)(?!10\.\d{4,9}/)(?P<doi>1?0?\.?\d{2,6}/\S+|10\.\d{1,3}/\S+)",
    re.IGNORECASE,
)
# what is left of a link whose address is lost: "Available: report.pdf (who.int)"
_LINK_TEXT: Final = regex(
    r"\b(?:Available(?: at)?|Disponibil|Disponible|Retrieved from|Online|URL)\s*:|\.(?:pdf|html?"
    r"|docx?)\b|\((?:[\w-]+\.)+[a-z]{2,4}\)",
    re.IGNORECASE,
)
# the year in the name of a file: "report-2019.pdf"
_FILE_YEAR: Final = regex(
    r"(?<!\d)((?:19|20)\d\d)(?!\d)[\w-]*\.(?:pdf|html?|docx?)\b|[A-Za-z-]((?:19|20)\d\d)\.(?:pdf"
    r"|html?)",
    re.IGNORECASE,
)


def list_findings(text: AuditedText) -> list[Finding]:
    """Return what is wrong in the list, taken by itself."""
    path = text.prose.path
    found = [
        *_order(text.entries, path),
        *_broken(text),
        *_repeated(text.entries, path),
    ]
    for entry in text.entries:
        found += _impossible(entry, path)
        found += _links(entry, path)
    found += _missing_numbers(text.entries, path)
    return found


def _order(entries: Sequence[ListEntry], path: str) -> Iterator[Finding]:
    """Yield the entries that break the alphabet of the list, and where a new one begins."""
    # A list with numbers is in the order of citation.
    if sum(bool(entry.number) for entry in entries) * 2 > len(entries):
        return
    # "The" may count in the order or not: the list's own habit is taken
    spelled = [
        [_sort_key(entry, articles) for entry in entries] for articles in (True, False)
    ]
    keys = max(spelled, key=lambda each: len(alphabetical(each)))
    ordered = alphabetical(keys)
    if len(entries) < 5 or len(ordered) < _SORTED * len(entries) - 1:
        yield from _second_alphabet(entries, keys, path)
        return
    for place, entry in enumerate(entries):
        if place not in ordered:
            yield _misplaced(entry, entries, place, path)


def _misplaced(
    entry: ListEntry, entries: Sequence[ListEntry], place: int, path: str
) -> Finding:
    before = f" after “{entries[place - 1].label}”" if place else ""
    return entry_finding(
        "list-order", f"out of alphabetical order{before}", entry, path, severity="info"
    )


def _second_alphabet(
    entries: Sequence[ListEntry], keys: Sequence[str], path: str
) -> Iterator[Finding]:
    """Yield where a list of two alphabets (people, then bodies) begins anew, and what
    breaks either.
    """
    if len(entries) < 8:
        return
    # Each cut takes two passes over the list: for long ones that is too much.
    best = (
        max(
            range(2, len(keys) - 2),
            key=lambda cut: (
                len(alphabetical(keys[:cut])) + len(alphabetical(keys[cut:]))
            ),
        )
        if len(keys) < 600
        else 0
    )
    if not best:
        return
    first, second = alphabetical(keys[:best]), alphabetical(keys[best:])
    if len(first) + len(second) < _SORTED * len(keys):
        return
    if keys[best] < keys[best - 1]:
        message = f"a second alphabet begins here, after “{entries[best - 1].label}”"
        yield entry_finding(
            "list-order",
            message,
            entries[best],
            path,
            severity="info",
        )
    kept = first | {best + place for place in second}
    for place, entry in enumerate(entries):
        if place not in kept:
            yield _misplaced(entry, entries, place, path)


def _sort_key(entry: ListEntry, articles: bool) -> str:
    bare = BULLET.sub("", entry.text.strip())
    if not articles:
        bare = re.sub(r"^(?:The|An?)\s", "", bare)
    return folded(bare[:40].split(",")[0])


def _broken(text: AuditedText) -> Iterator[Finding]:
    """Yield the entries that the list has in two items."""
    for entry, group in zip(text.entries, text.groups, strict=True):
        items = [place for place in group if BULLET.match(text.prose.lines[place].text)]
        apart = group[-1] - group[0] >= len(group)
        if len(group) > 1 and (
            len(items) > 1 or (apart and items and items[0] != group[0])
        ):
            yield entry_finding(
                "entry-broken",
                "one reference stands in two items of the list",
                entry,
                text.prose.path,
                steps=("join the two",),
            )


def _repeated(entries: Sequence[ListEntry], path: str) -> Iterator[Finding]:
    seen: dict[str, ListEntry] = {}
    for entry in entries:
        doi = entry.reference.text("DOI").lower()
        if doi and doi in seen and folded(seen[doi].text) != folded(entry.text):
            message = f"the DOI {doi} is that of entry {seen[doi].position}, too"
            yield entry_finding("repeated-identifier", message, entry, path)
        seen.setdefault(doi, entry)


def _impossible(entry: ListEntry, path: str) -> Iterator[Finding]:
    year = entry.reference.year
    # Works of the next year are printed in advance.
    if year and year > datetime.now(UTC).year + 1:
        yield entry_finding("future-year", f"{year} has not come yet", entry, path)
    for match in _ISBN.finditer(entry.text):
        if isbn(match[1]) is None:
            message = f"ISBN {match[1]}: the check digit is wrong"
            yield entry_finding("bad-identifier", message, entry, path)
    if match_doi := _BAD_DOI.search(entry.text):
        message = f"“{match_doi['doi']}” can be no DOI"
        yield entry_finding("impossible-doi", message, entry, path)


def _links(entry: ListEntry, path: str) -> Iterator[Finding]:
    """Yield a finding where only the text of a link is printed, or its file has another
    year.
    """
    has_address = "URL" in entry.reference
    # Names and title come first, and may have such words in them.
    tail = entry.text[len(entry.text) // 4 :]
    if not has_address and _LINK_TEXT.search(tail):
        yield entry_finding(
            "link-without-address",
            "only the text of a link is printed, not its address",
            entry,
            path,
            severity="info",
            steps=("print the address",),
        )
    if match := _FILE_YEAR.search(entry.text):
        named = match[1] or match[2]
        if entry.year and named != entry.year[:4]:
            message = f"dated {entry.year}, and the linked file is of {named}"
            yield entry_finding("year-differs", message, entry, path, severity="info")


def _missing_numbers(entries: Sequence[ListEntry], path: str) -> Iterator[Finding]:
    numbers = [entry.number for entry in entries if entry.number]
    # If most entries have no number, the others have one by chance.
    if len(numbers) * 2 < len(entries):
        return
    counts = Counter(numbers)
    by_number = {entry.number: entry for entry in entries}
    for number, count in counts.items():
        if count > 1:
            yield entry_finding(
                "number-repeated",
                f"two entries have the number {number}",
                by_number[number],
                path,
            )
    for number in range(
        min(numbers, default=1),
        max(numbers, default=0),
    ):
        if number not in counts:
            following = next(entry for entry in entries if entry.number > number)
            yield entry_finding(
                "number-missing", f"the list has no number {number}", following, path
            )
