"""The list of the project's first paper, against the records kept of it in bib/."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

import csecrefs as cr
from csecrefs.model import Reference
from csecrefs.strings import ParsedReference

SHARED = Path(os.environ.get("CSECREFS_SHARED") or Path(__file__).parents[3] / "shared")
PAPER = SHARED / "paper" / "paper.txt"
GOLD = SHARED / "references" / "manuscripts" / "seed-paper.gold.json"
BIB = Path(__file__).parents[2] / "bib" / "references.bib"
PRINTED_YEARS = {"stockholm1996": 2007}
"""Years that the paper prints wrongly; bib/README.md says how that is known."""

pytestmark = pytest.mark.skipif(
    not PAPER.exists() or not GOLD.exists(), reason="the shared paper is not there"
)


@pytest.fixture(scope="module")
def pairs() -> list[tuple[ParsedReference, Reference]]:
    listed = PAPER.read_text(encoding="utf-8").rpartition("\nReferences\n")[2]
    records = list(cr.Library.read(BIB))
    parsed = cr.parse_references(listed)
    assert len(parsed) == len(records) == 18
    return list(zip(parsed, records, strict=True))


def test_types(pairs: list[tuple[ParsedReference, Reference]]) -> None:
    wrong = {
        record.id: (parsed.reference.type, record.type)
        for parsed, record in pairs
        if parsed.reference.type != record.type
    }
    assert wrong == {}


def test_years(pairs: list[tuple[ParsedReference, Reference]]) -> None:
    for parsed, record in pairs:
        wanted = PRINTED_YEARS.get(record.id, record.year)
        assert parsed.reference.year == wanted, record.id


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"\w+", plain.lower())
    return [word for word in words if word not in ("of", "and", "the")]


def test_containers(pairs: list[tuple[ParsedReference, Reference]]) -> None:
    """A printed container is that of the record, whole or each word cut short."""
    for parsed, record in pairs:
        if record.type == "legislation":
            continue  # the paper does not print the Official Journal
        printed = _words(parsed.reference.text("container-title") or "")
        whole = _words(record.text("container-title") or "")
        assert len(printed) == len(whole), record.id
        assert all(map(str.startswith, whole, printed)), record.id


def test_identifiers(pairs: list[tuple[ParsedReference, Reference]]) -> None:
    """What is printed is found, and nothing else is."""
    for parsed, record in pairs:
        doi = record.text("DOI") or ""
        wanted = doi if doi in parsed.text else ""
        assert (parsed.reference.text("DOI") or "") == wanted, record.id
        number = record.text("number") or ""
        if number and number in parsed.text:
            assert parsed.reference.text("number") == number, record.id


def test_what_the_list_prints_last(
    pairs: list[tuple[ParsedReference, Reference]],
) -> None:
    by_key = {record.id: parsed.reference for parsed, record in pairs}
    assert (by_key["europol2018"].text("title") or "").endswith("Assessment 2018")
    assert by_key["yokohama2001"].text("publisher-place") == "Yokohama, Japan"


def test_must_not_find() -> None:
    """No finding of the audit is one that the gold says must not be found."""
    gold: dict[str, Any] = json.loads(GOLD.read_text(encoding="utf-8"))
    found = cr.audit(PAPER).findings
    codes = {each["code"]: each for each in gold["must_not_find"]}
    assert set(codes) == {"locator-outside-pages", "missing-from-list", "citation"}
    assert [each for each in found if each.code == "locator-outside-pages"] == []
    missing = [
        str(each.details.get("printed", "")) + each.message
        for each in found
        if each.code in ("not-listed", "number-missing")
    ]
    for name in codes["missing-from-list"]["for"]:
        assert not any(text.lstrip("“(").startswith(name) for text in missing), name
    # numbers of articles, short forms and documents named are no citations
    named = re.findall(
        r"\((?:art\. \d+|[A-Z]{2,3})\)|Convention no\. \d+", codes["citation"]["note"]
    )
    assert len(named) == 6
    citations = [
        str(each.details.get("printed", "")) + each.message
        for each in found
        if each.section == "Citations" and each.code != "document-number-differs"
    ]
    for words in named:
        bare = words.strip("()")
        wrong = [
            text for text in citations if re.search(rf"“{re.escape(bare)}\b", text)
        ]
        assert wrong == [], bare
