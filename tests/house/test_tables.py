"""The tables of what the paper prints agree with themselves, with the list and, if it
is here, the paper.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from pybtex.database import parse_file

from tests.house import house_order, house_text, read, reasons

ROOT = Path(__file__).parents[2]
LIST, CITATIONS = read("list.toml"), read("citations.toml")
CASES = [*LIST["entry"], *CITATIONS["citation"]]


def test_every_reference_has_its_printed_entry() -> None:
    keys = [entry["key"] for entry in LIST["entry"]]
    assert sorted(keys) == sorted(parse_file(str(ROOT / "bib/references.bib")).entries)
    assert sorted(house_order(LIST)) == sorted(keys)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["key"])
def test_each_difference_stands_in_the_printed_text_once(
    case: dict[str, object],
) -> None:
    assert (house_text(case) != case["printed"]) == ("differences" in case)


def test_each_difference_has_a_reason() -> None:
    assert all(
        reason.strip() for table in (LIST, CITATIONS) for reason in reasons(table)
    )


@pytest.fixture(scope="module")
def paper() -> str:
    """The paper's text in one line, without footnotes, bullets and the marks of
    links.
    """
    path = (
        Path(os.environ.get("CSECREFS_SHARED", ROOT / "../shared")) / "paper/paper.txt"
    )
    if not path.is_file():
        pytest.skip(f"the paper is not at hand: {path}")
    text = re.sub(
        r"(?m)^(?:[¹²³].*|- )", "", path.read_text(encoding="utf-8").replace("\\", "")
    )
    return re.sub(r"\s+", " ", re.sub(r"\[([^\]]+)\]\(#\)", r"\1", text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["key"])
def test_the_paper_prints_it_so(case: dict[str, str], paper: str) -> None:
    assert case["printed"] in paper


def test_no_citation_of_the_paper_is_left_out(paper: str) -> None:
    body = paper.partition(" References ")[0]
    in_parentheses = re.findall(r"\([^()]*\b(?:19|20)\d\d\b[^()]*\)", body)
    assert in_parentheses == [citation["printed"] for citation in CITATIONS["citation"]]
