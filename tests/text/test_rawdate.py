"""Dates people type, to `Date`."""

from __future__ import annotations

import pytest

from csecrefs.model import Date
from csecrefs.text.rawdate import parse_raw_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2005", Date((2005,))),
        ("2005-05", Date((2005, 5))),
        ("2005-5-3", Date((2005, 5, 3))),
        ("2005-05-03T10:00:00Z", Date((2005, 5, 3))),
        ("3 May 2005", Date((2005, 5, 3))),
        ("May 3, 2005", Date((2005, 5, 3))),
        ("May 2005", Date((2005, 5))),
        ("5/3/2005", Date((2005, 5, 3))),
        ("25/3/2005", Date((2005, 3, 25))),
        ("Spring 2005", Date((2005, 21))),
        ("44 BC", Date((-44,))),
        ("2005-2006", Date((2005,), (2006,))),
        ("2005/2006", Date((2005,), (2006,))),
        ("March 2005 - May 2006", Date((2005, 3), (2006, 5))),
        ("Mar-Apr 2005", Date((2005, 3), (2005, 4))),
        ("May 3 – June 4, 2005", Date((2005, 5, 3), (2005, 6, 4))),
        ("c. 1850", Date((1850,), circa=True)),
        ("1850?", Date((1850,), circa=True)),
        ("[1850]", Date((1850,), circa=True)),
    ],
)
def test_dates(text: str, expected: Date) -> None:
    assert parse_raw_date(text) == expected


@pytest.mark.parametrize(
    "text", ["", "someday", "12", "in press", "31", "12th century", "x" * 200]
)
def test_no_dates(text: str) -> None:
    assert parse_raw_date(text) is None


@pytest.mark.parametrize("piece", ["- ", "1", "a-", " ", "/2005", "ca ", "?[", "b.c."])
def test_time_is_bounded(piece: str) -> None:
    assert parse_raw_date(piece * 50_000) is None
