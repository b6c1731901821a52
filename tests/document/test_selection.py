"""Searching: words anywhere, filters by variable."""

from __future__ import annotations

import pytest

from csecrefs import Library
from tests.samples import CSL_JSON

LIBRARY = Library.parse(CSL_JSON)


@pytest.mark.parametrize(
    ("text", "filters", "expected"),
    [
        ("apples", {}, ["roe2021"]),
        ("APPLES tepes", {}, ["roe2021"]),
        ("stefan", {}, ["doe2020"]),
        ("2021", {}, ["roe2021"]),
        ("apples zebras", {}, []),
        ("zebras & lions", {}, ["doe2020"]),
        ("<i>", {}, []),
        ("", {"title": "& lions"}, ["doe2020"]),
        ("", {"author": "țepeş"}, ["roe2021"]),
        ("", {"author": ["doe", "roe"]}, ["doe2020", "roe2021"]),
        ("", {"year": 2020}, ["doe2020"]),
        ("", {"year": range(1900, 2021)}, ["doe2020", "un:1989"]),
        ("", {"year": {1989, 2021}}, ["roe2021", "un:1989"]),
        ("", {"issued": 2020}, ["doe2020"]),
        ("", {"type": "treaty"}, ["un:1989"]),
        ("", {"type": ("book", "treaty")}, ["doe2020", "un:1989"]),
        ("", {"container_title": "fruit"}, ["roe2021"]),
        ("", {"doi": "10.5555"}, ["roe2021"]),
        ("", {"key": "un:"}, ["un:1989"]),
        ("", {"author": None, "type": ""}, ["doe2020", "roe2021", "un:1989"]),
        (
            "apples",
            {"author": "roe", "year": 2021, "type": "article-journal"},
            ["roe2021"],
        ),
        ("", {"volume": 3}, []),
    ],
)
def test_search(text: str, filters: dict[str, object], expected: list[str]) -> None:
    found = LIBRARY.search(text, **filters)
    assert isinstance(found, Library) and list(found.keys()) == expected


def test_unknown_filter() -> None:
    with pytest.raises(TypeError, match=r"autor: .* did you mean author"):
        LIBRARY.search(autor="x")
