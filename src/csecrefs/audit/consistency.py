"""The form of entries held against the list's own habits.

What stands between two fields, the dash of page ranges, how a DOI is printed: where
most entries have one form, those with another are told.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from csecrefs.audit.cited import entry_finding
from csecrefs.audit.entries import ListEntry
from csecrefs.audit.texts import AuditedText
from csecrefs.patterns import regex
from csecrefs.reports import Finding
from csecrefs.strings import ParsedReference

_MOST: Final = 0.6
"""Share of the entries with a form from which it is the list's habit."""
_FEW: Final = 3
"""Entries with a field from which there is a habit at all."""
_BETWEEN: Final = {
    ("author", "issued"): "year-place-differs",
    ("title", "container-title"): "title-runs-into-container",
    ("container-title", "volume"): "missing-comma",
    ("volume", "issue"): "mixed-volume-issue-form",
    ("volume", "page"): "mixed-volume-issue-form",
    ("issue", "page"): "mixed-volume-issue-form",
}
"""Neighbouring variables, and the code for a mark between them that is not the usual."""
# two marks in a row, a mark between blanks, an empty bracket: ". .", ",,", " ; ",
# "()"
_STRAY: Final = regex(r"\.\s+\.(?!\.)|,\s*,|;\s*;|\s[.,;](?=\s)|\(\s*\)|:\s*:")
# how a DOI is printed: "https://doi.org/", "doi.org/", "doi:"
_DOI_FORM: Final = regex(
    r"(?P<form>https?://(?:dx\.)?doi\.org/|doi\.org/|doi:?\s?)(?=10\.\d)", re.IGNORECASE
)
# the dash of a range of pages: "12-14", "12–14"
_DASH: Final = regex(r"\d\s?([-‐–—])\s?\d")


def consistency_findings(text: AuditedText) -> list[Finding]:
    """Return the entries whose form is not that of most others."""
    path = text.prose.path
    pairs = list(zip(text.entries, text.parsed, strict=True))
    found = [
        *_marks_between(pairs, path),
        *_dashes(pairs, path),
        *_dois(text.entries, path),
    ]
    for entry in text.entries:
        if match := _STRAY.search(entry.text):
            around = entry.text[max(0, match.start() - 12) : match.end() + 12]
            found.append(
                _told("stray-punctuation", f"stray mark in “{around}”", entry, path)
            )
    return sorted(found, key=lambda each: int(each.details["entry"]))


def _told(code: str, message: str, entry: ListEntry, path: str) -> Finding:
    return entry_finding(code, message, entry, path, severity="info")


Forms = dict[tuple[str, str], list[tuple[ListEntry, str]]]
"""The entries with two fields that are neighbours, each with the mark between them."""
_AWAY: Final = "…"
"""The form of a year that stands elsewhere than after the names."""
_NEIGHBOURS: Final = 8
"""Characters between two fields up to which they are neighbours."""


def _marks_between(
    pairs: Sequence[tuple[ListEntry, ParsedReference]], path: str
) -> Iterator[Finding]:
    """Yield the entries with other marks between two fields than most."""
    for names, found in _forms(pairs).items():
        usual, count = Counter(form for _, form in found).most_common(1)[0]
        if len(found) < _FEW or count < max(2, _MOST * len(found)):
            yield from _tied(names, found, path)
            continue
        for entry, form in found:
            if form != usual:
                message = _unlike(names, form, usual)
                yield _told(_BETWEEN[names], message, entry, path)


def _forms(pairs: Sequence[tuple[ListEntry, ParsedReference]]) -> Forms:
    forms: Forms = defaultdict(list)
    for entry, parsed in pairs:
        placed = sorted(
            (each.start, each.end, each.variable) for each in parsed.evidence
        )
        for (_, end, one), (start, _, other) in pairwise(placed):
            if (one, other) in _BETWEEN and 0 <= start - end < _NEIGHBOURS:
                form = re.sub(r"\s+", " ", parsed.text[end:start])
                if one == "author":
                    # Of names and year only the order is compared, not the marks.
                    form = "next"
                forms[one, other].append((entry, form))
        if _year_is_away([variable for _, _, variable in placed]):
            forms["author", "issued"].append((entry, _AWAY))
    return forms


def _year_is_away(variables: Sequence[str]) -> bool:
    """True if an entry begins with names, and its year does not follow them."""
    dated = "issued" in variables
    return dated and variables[0] == "author" and variables[1] != "issued"


def _unlike(names: tuple[str, str], form: str, usual: str) -> str:
    if form == _AWAY:
        return "the year does not follow the names, as in most entries"
    shown, habit = form.strip() or " ", usual.strip() or " "
    between = f"“{shown}” between {names[0]} and {names[1]}"
    return f"{between}, most entries have “{habit}”"


def _tied(
    names: tuple[str, str], found: Sequence[tuple[ListEntry, str]], path: str
) -> Iterator[Finding]:
    """Yield all entries where a list has two forms and neither is the habit."""
    forms = {form for _, form in found}
    if names != ("volume", "issue") or len(forms) < 2 or len(found) < 2:
        return
    shown = " and ".join(f"“{form.strip() or ' '}”" for form in sorted(forms))
    for entry, _ in found:
        yield _told(
            _BETWEEN[names],
            f"the list has {shown} between volume and issue",
            entry,
            path,
        )


def _dashes(
    pairs: Sequence[tuple[ListEntry, ParsedReference]], path: str
) -> Iterator[Finding]:
    found = []
    for entry, parsed in pairs:
        for each in parsed.evidence:
            match = _DASH.search(parsed.text[each.start : each.end])
            if each.variable == "page" and match:
                found.append((entry, match[1]))
    yield from _unusual(found, "mixed-dash", "the dash in the pages", path)


def _dois(entries: Sequence[ListEntry], path: str) -> Iterator[Finding]:
    found = []
    for entry in entries:
        if match := _DOI_FORM.search(entry.text):
            found.append(
                (
                    entry,
                    # "doi: " and "doi:" are one form.
                    re.sub(
                        r"\s",
                        "",
                        match["form"].lower(),
                    ),
                )
            )
    for entry, form in found:
        if form == "doi.org/":
            yield _told(
                "doi-without-scheme", "the DOI's address lacks https://", entry, path
            )
    plain = [(entry, form) for entry, form in found if form != "doi.org/"]
    yield from _unusual(plain, "mixed-doi-form", "the form of the DOI", path)


def _unusual(
    found: Sequence[tuple[ListEntry, str]], code: str, what: str, path: str
) -> Iterator[Finding]:
    if len(found) < _FEW:
        return
    usual, count = Counter(form for _, form in found).most_common(1)[0]
    if count < _MOST * len(found):
        return
    for entry, form in found:
        if form != usual:
            yield _told(
                code, f"{what} is “{form}”, in most entries “{usual}”", entry, path
            )
