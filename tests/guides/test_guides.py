"""The 18 references come out in each of the eight styles as they were read against its
guide.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import csecrefs
from tests.guides import TABLES
from tests.marked import marked

LIBRARY = csecrefs.Library.read(Path(__file__).parents[2] / "bib")
CASES = [
    pytest.param(name, place, id=f"{name}-{reference['key']}")
    for name, table in TABLES.items()
    for place, reference in enumerate(table["reference"])
]


@cache
def printed(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """Every reference cited once in the file's order: the citations and the entries, in
    their order.
    """
    document = LIBRARY.document(style=name, locale=TABLES[name]["locale"])
    citations = {reference.id: document.cite(reference.id) for reference in LIBRARY}
    entries = {key: marked(tree) for key, tree in document.bibliography()}
    return {key: marked(citation.tree) for key, citation in citations.items()}, entries


@pytest.mark.parametrize(("name", "place"), CASES)
def test_reference(name: str, place: int) -> None:
    expected = TABLES[name]["reference"][place]
    citations, entries = printed(name)
    assert citations[expected["key"]] == expected["citation"]
    assert list(entries.items())[place] == (expected["key"], expected["entry"])
