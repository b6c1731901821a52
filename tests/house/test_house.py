"""The house style prints the list and the citations as the paper does, but for the
differences told.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import csecrefs
from csecrefs.csl.cite import Cite
from tests.house import house_order, house_text, read
from tests.marked import marked

LIBRARY = csecrefs.Library.read(Path(__file__).parents[2] / "bib")
LIST, CITATIONS = read("list.toml"), read("citations.toml")
BIBLIOGRAPHY = LIBRARY.bibliography(style="csecrefs-house")


@pytest.mark.parametrize("entry", LIST["entry"], ids=lambda entry: entry["key"])
def test_entry(entry: dict[str, str]) -> None:
    printed = {key: marked(tree) for key, tree in BIBLIOGRAPHY}
    assert printed[entry["key"]] == house_text(entry)


def test_order() -> None:
    assert list(BIBLIOGRAPHY.keys) == house_order(LIST)


@pytest.mark.parametrize(
    "citation", CITATIONS["citation"], ids=lambda citation: citation["key"]
)
def test_citation(citation: dict[str, str]) -> None:
    document = LIBRARY.document(style="csecrefs-house")
    cite = Cite(
        citation["key"], citation.get("locator", ""), citation.get("label", "page")
    )
    assert marked(document.cite(cite).tree) == house_text(citation)
