"""Dates as people and databases write them."""

from __future__ import annotations

import pytest

from csecrefs.formats.dates import parse_date
from csecrefs.model import Date

CASES = {
    "2011": Date((2011,)),
    "2011/03/09": Date((2011, 3, 9)),
    "2011-03": Date((2011, 3)),
    "2011///": Date((2011,)),
    "20110309": Date((2011, 3, 9)),
    "2011-03-09T12:00:00Z": Date((2011, 3, 9)),
    "9.3.2011": Date((2011, 3, 9)),
    "3/25/2011": Date((2011, 3, 25)),
    "25/3/2011": Date((2011, 3, 25)),
    "Mar 9, 2011": Date((2011, 3, 9)),
    "9 mars 2011": Date((2011, 3, 9)),
    "9. März 2011": Date((2011, 3, 9)),
    "2011 Mar-Apr": Date((2011, 3), (2011, 4)),
    "March/April 2011": Date((2011, 3), (2011, 4)),
    "2011 Mar 9-12": Date((2011, 3, 9), (2011, 3, 12)),
    "2011 Dec 30-2012 Jan 2": Date((2011, 12, 30), (2012, 1, 2)),
    "2011-14": Date((2011,), (2014,)),
    "2011-2014": Date((2011,), (2014,)),
    "2011/..": Date((2011,), ()),
    "Spring 2011": Date((2011,), season=1),
    "c2011": Date((2011,)),
    "©2011": Date((2011,)),
    "[2011?]": Date((2011,), circa=True),
    "ca. 1890": Date((1890,), circa=True),
    "44 BC": Date((-44,)),
    "0000": Date(),
    "": Date(),
    "in press": Date(literal="in press"),
}


@pytest.mark.parametrize("text", CASES)
def test_parse(text: str) -> None:
    assert parse_date(text) == CASES[text]


def test_a_month_without_its_day_keeps_the_month() -> None:
    assert parse_date("2011-02-31").start == (2011, 2)


def test_long_text_is_no_date_and_takes_no_time() -> None:
    text = "1-" * 50_000
    assert parse_date(text).literal == text
