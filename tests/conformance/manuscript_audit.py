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
from tests.conformance import Case
from tests.conformance._manuscripts import folders

SOURCE = "manuscripts/audit-prose"

KINDS = {
    "year-differs": "year-mismatch",
    "name-differs": "name-mismatch",
    "name-spelled": "name-mismatch",
    "not-listed": "cited-not-listed",
    "uncited": "listed-not-cited",
    "listed-not-cited": "listed-not-cited",
    "number-out-of-range": "number-out-of-range",
}
"""The kinds of planted faults, by our codes; other codes are not compared."""


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
    got = Counter(KINDS[each.code] for each in found if each.code in KINDS)
    for kind in sorted(expected | got):
        for _ in range(min(expected[kind], got[kind])):
            yield Case(f"{name}/{kind}", True)
        for _ in range(expected[kind] - got[kind]):
            yield Case(f"{name}/{kind}", False, "not found")
        for _ in range(got[kind] - expected[kind]):
            yield Case(f"{name}/{kind}", False, f"one too many of {got[kind]}")


def _times(planted: Iterable[Any]) -> Iterator[str]:
    """Yield the kind of each fault as often as the text shows it."""
    for each in planted:
        for _ in each.get("citations") or [None]:
            yield each["kind"]
