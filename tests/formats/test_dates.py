"""Dates as people and databases write them."""

from __future__ import annotations

import pytest

from csecrefs import formats
from csecrefs.formats.bibtex.dates import parse_year_month
from csecrefs.model import Date
from csecrefs.model.date import parse_date

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
    "1998a": Date((1998,)),
    "12345": Date(literal="12345"),
    "2020年5月3日": Date((2020, 5, 3)),
    "昭和45年 [1970年]": Date((1970,)),
    "昭和45年": Date((1970,)),
    "2020년 5월": Date((2020, 5)),
    "1850s": Date((1850,), (1859,), edtf="185X"),
    "[199-?]": Date((1990,), (1999,), circa=True, edtf="199X~"),
    "1990s-2000s": Date((1990,), (2009,)),
    "05/2001": Date((2001, 5)),
    "13/2001": Date((2001,)),
    "2001-13": Date((2001,)),
    "1998-99": Date((1998,), (1999,)),
    "c. 1850": Date((1850,), circa=True),
    "c2018": Date((2018,)),
    "(c) 1998": Date((1998,)),
    "1998 [1897]": Date((1998,)),
    "1998 [i.e. 1989]": Date((1989,)),
    "[2021] © 2021": Date((2021,)),
    "2009 [Online]": Date((2009,)),
    "(1998)": Date((1998,)),
    "30-Mar-2020": Date((2020, 3, 30)),
    "2008/Jul/3": Date((2008, 7, 3)),
    "Jan./1992": Date((1992, 1)),
    "2015/october": Date((2015, 10)),
    "22.08.2000": Date((2000, 8, 22)),
    "2016/08/30/11:53:28": Date((2016, 8, 30)),
    "2016/09/22 17:12:01": Date((2016, 9, 22)),
    "1998-03-04/1998-05-06": Date((1998, 3, 4), (1998, 5, 6)),
    "October 25-28 2001": Date((2001, 10, 25), (2001, 10, 28)),
    "23–27 may 2001": Date((2001, 5, 23), (2001, 5, 27)),
    "mayo 2001": Date((2001, 5)),
    "15 мая 2001": Date((2001, 5, 15)),
    "1st Quarter 2001": Date((2001,)),
    "50 BCE": Date((-50,)),
    "50-40 BC": Date((-50,), (-40,)),
    "79 AD": Date((79,)),
    "2019-22": Date((2019,), season=2),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 December - 2 January 2003", "2002-12-30/2003-01-02"),
        ("2003 Dec-Jan", "2003-12/2004-01"),
        ("Dec 30, 2003 - Jan 2, 2004", "2003-12-30/2004-01-02"),
        ("28.5.-2.6.2003", "2003-05-28/2003-06-02"),
        ("3.-5.5.2003", "2003-05-03/2003-05-05"),
        ("du 3 au 5 mai 2003", "2003-05-03/2003-05-05"),
        ("3. bis 5. Mai 2003", "2003-05-03/2003-05-05"),
        ("del 3 al 5 de mayo de 2003", "2003-05-03/2003-05-05"),
        ("2 Jan - 5 Jan 2003", "2003-01-02/2003-01-05"),
    ],
)
def test_ranges_in_words_keep_both_ends(text: str, expected: str) -> None:
    assert str(parse_date(text)) == expected


@pytest.mark.parametrize(
    ("month", "day", "expected"),
    [
        ("December 30 -- January 2", "", "2003-12-30/2004-01-02"),
        ("Dec--Jan", "", "2003-12/2004-01"),
        ("5", "12th", "2003-05-12"),
        ("2003-08", "", "2003-08"),
    ],
)
def test_months_and_days_beside_the_year_of_an_entry(
    month: str, day: str, expected: str
) -> None:
    assert str(parse_year_month("2003", month, day)) == expected


def test_the_year_nought_and_an_odd_day_are_kept_and_reported() -> None:
    (first, second), diagnostics = formats.read(
        "@article{a, title={T}, year={0}, pages={null}}\n"
        "@article{b, title={T}, year={2003}, month={5}, day={x}}\n",
        format="biblatex",
    )
    assert (first.date(), first.text("page")) == (None, "")
    assert first.extra["biblatex"] == {"year": "0", "pages": "null"}
    assert second.extra["biblatex"]["day"] == "x"
    messages = [each.message for each in diagnostics]
    assert "the year '0' is no date" in messages
    assert "the day 'x' is no date" in messages
