"""Manuscripts with citations and list typed as text: the faults put in, and clean twins.

A fault that is found is a right case; one that is not, and each finding about citations
that no fault explains, is a wrong one. The clean twin of a manuscript gives none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import csecrefs as cr
from csecrefs.reports import Finding
from tests.conformance import Case
from tests.conformance._manuscripts import folders

SOURCE = "manuscripts/audit-prose"

KINDS = {
    "year-differs": "year-mismatch",
    "name-differs": "name-mismatch",
    "not-listed": "cited-not-listed",
    "number-missing": "cited-not-listed",
    "uncited": "listed-not-cited",
    "number-out-of-range": "number-out-of-range",
}
"""The kinds of planted faults, by our codes; other codes are not compared."""


def kind_of(finding: Finding) -> str:
    """Return the kind of a finding; one that names the entry meant is about a name."""
    if finding.code == "not-listed" and finding.key:
        return "name-mismatch"
    return KINDS[finding.code]


def run(path: Path) -> Iterable[Case]:
    for folder, expected in folders(path):
        for name in ("manuscript.txt", "manuscript.docx"):
            if (folder / name).exists():
                yield from _cases(folder / name, expected["findings"])
        yield from _cases(folder / "clean.txt", ())


def _cases(path: Path, planted: Iterable[Any]) -> Iterator[Case]:
    name = f"{path.parent.name}/{path.name}"
    expected = Counter(_times(planted))
    try:
        found = cr.Library().check_cites(path).findings
    except Exception as error:
        for kind in expected.elements():
            yield Case(f"{name}/{kind}", False, f"{type(error).__name__}: {error}")
        return
    got = Counter(
        kind_of(each)
        for each in found
        if each.code in KINDS and each.judgement == "fail"
    )
    _settle(expected, got)
    for kind in sorted(expected | got):
        for _ in range(min(expected[kind], got[kind])):
            yield Case(f"{name}/{kind}", True)
        for _ in range(expected[kind] - got[kind]):
            yield Case(f"{name}/{kind}", False, "not found")
        for _ in range(got[kind] - expected[kind]):
            yield Case(f"{name}/{kind}", False, f"one too many of {got[kind]}")


def _settle(expected: Counter[str], got: Counter[str]) -> None:
    """Take one fault for another where both say the same of one citation.

    A number put in place of another one leaves an entry uncited, which is proved, too.
    A work taken from the list whose author has others there has "another year".
    """
    implied = min(
        expected["number-out-of-range"],
        got["listed-not-cited"] - expected["listed-not-cited"],
    )
    got["listed-not-cited"] -= max(implied, 0)
    other = min(
        expected["cited-not-listed"] - got["cited-not-listed"],
        got["year-mismatch"] - expected["year-mismatch"],
    )
    if other > 0:
        got["year-mismatch"] -= other
        got["cited-not-listed"] += other


def _times(planted: Iterable[Any]) -> Iterator[str]:
    """Yield the kind of each fault, once a citation of names and years.

    Numbers that are missing are one finding, however often they are cited.
    """
    for each in planted:
        again = each.get("citations") if each.get("number") is None else None
        for _ in again or [None]:
            yield each["kind"]
