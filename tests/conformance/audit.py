"""Manuscripts with planted faults: faults found, and findings that are wrong.

A fault of a gold file is a case; so is each finding that no fault explains. Of clean
manuscripts only the uncited entries that they have are faults.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csecrefs.audit import audit
from csecrefs.reports import Finding
from tests.conformance import SHARED, Case

SOURCE = "references/manuscripts"
CODES = (
    "not-listed",
    "name-differs",
    "year-differs",
    "uncited",
    "duplicate",
    "number-out-of-range",
    "locator-outside-pages",
)


def run(path: Path) -> Iterator[Case]:
    files = sorted(path.glob("*.gold.json")) if path.is_dir() else [path]
    for file in files:
        gold = json.loads(file.read_text(encoding="utf-8"))
        manuscript = file.parent / Path(gold["file"]).name
        if not manuscript.exists():
            manuscript = SHARED / gold["file"]
        try:
            found = audit(manuscript).findings
        except Exception as error:  # a crash is a failing case, not the end of the run
            yield Case(file.stem, False, f"{type(error).__name__}: {error}")
            continue
        if "must_find" in gold:
            yield from _must(file.stem, gold, found)
        else:
            yield from _planted(file.stem, gold, found)


def _planted(
    name: str, gold: dict[str, Any], found: tuple[Finding, ...]
) -> Iterator[Case]:
    clean = "-planted" not in name and gold.get("licence") != "own"
    expected = Counter(
        {
            "name-differs": len(gold.get("misspelt", ())),
            "year-differs": len(gold.get("wrong_year", ())),
            "uncited": len(gold.get("uncited", ()))
            + len(gold.get("uncited_planted", ())),
            "duplicate": len(gold.get("duplicates", ())),
            "number-out-of-range": len(gold.get("out_of_range", ())),
            "locator-outside-pages": len(gold.get("locator_outside_pages", ())),
        }
    )
    if not clean:
        missing = gold.get("missing_from_list", ())
        expected["not-listed"] = sum(
            each["times"] if isinstance(each, dict) else 1 for each in missing
        )
    # a year in the name of a linked file is of the list, not of the text
    got = Counter(
        each.code for each in found if each.code in CODES and each.section != "Works"
    )
    for code in CODES:
        for _ in range(min(expected[code], got[code])):
            yield Case(f"{name} {code}", True)
        for _ in range(expected[code] - got[code]):
            yield Case(f"{name} {code}", False, "not found")
        for _ in range(got[code] - expected[code]):
            yield Case(f"{name} {code}", False, f"one too many of {got[code]}")


def _must(
    name: str, gold: dict[str, Any], found: tuple[Finding, ...]
) -> Iterator[Case]:
    same = {
        "not-in-list-by-name": "not-listed",
        "order": "list-order",
        "entry-broken-in-two": "entry-broken",
    }
    got = {(each.code, each.details.get("entry")) for each in found}
    codes = {each.code for each in found}
    for wanted in gold["must_find"]:
        code = same.get(wanted["code"], wanted["code"])
        numbers = wanted.get("n", [])
        for number in numbers if isinstance(numbers, list) else [numbers]:
            passed = (code, number) in got
            yield Case(f"{name} {code} {number}", passed, "" if passed else "not found")
        if not numbers:
            yield Case(f"{name} {code}", code in codes, "not found")
    listed = {each["starts"][:12] for each in gold["references"]}
    for each in found:
        if each.code in ("locator-outside-pages", "number-missing"):
            yield Case(
                f"{name} {each.code}", False, f"must not be found: {each.message}"
            )
        names = each.details.get("printed", "")
        if each.code == "not-listed" and any(
            str(names)[:6] == start[:6] for start in listed
        ):
            yield Case(
                f"{name} not-listed", False, f"must not be found: {each.message}"
            )
