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


@pytest.mark.parametrize("text", ["1-" * 50_000, "1998" + "/" * 100_000 + "x"])
def test_long_text_is_no_date_and_takes_no_time(text: str) -> None:
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


def test_the_year_counts_beside_a_date_that_is_none() -> None:
    (first, second), diagnostics = formats.read(
        "@misc{a, title={T}, date={8-13}, month={January}, year={2018}}\n"
        "@misc{b, title={T}, date={soon}}\n",
        format="biblatex",
    )
    assert (str(first.date()), first.extra["biblatex"]) == ("2018-01", {"date": "8-13"})
    assert str(second.date()) == "soon"
    assert [each.code for each in diagnostics] == ["bad-date", "bad-date"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # other calendars, with and without the Western year beside them
        ("民國98年", "2009"),
        ("中華民國八十七年三月", "1998-03"),
        ("昭和45", "1970"),
        ("平成十年五月三日", "1998-05-03"),
        ("พ.ศ. 2541", "1998"),
        ("15 มกราคม 2541", "1998-01-15"),
        ("2541 [1998]", "1998"),
        ("5758 [1998]", "1998"),
        ("1419 H. [1998]", "1998"),
        ("1377 [1998 or 1999]", "1998/1999"),
        ("1920 [1998]", "1920"),
        ("1998 [2541]", "1998"),
        # numbers in other scripts and letters
        ("二〇二〇年五月", "2020-05"),
        ("۲۰۲۰", "2020"),
        ("MDCCLXXVI", "1776"),
        ("M.DCC.LXXVI [1776]", "1776"),
        ("MIX", "MIX"),
        ("15.XII.1998", "1998-12-15"),
        ("IV-VI 1998", "1998-04/1998-06"),
        ("CD 1998", "1998"),
        # ranges whose end leaves out what it shares
        ("2020年5月3日-5日", "2020-05-03/2020-05-05"),
        ("2020年12月-2021年1月", "2020-12/2021-01"),
        ("2020-05-30/06-02", "2020-05-30/2020-06-02"),
        ("2020-05-03 to 2020-05-05", "2020-05-03/2020-05-05"),
        ("1998–9", "1998/1999"),
        ("1998-9", "1998"),
        ("May and June 2003", "2003-05/2003-06"),
        ("May 3 & 4, 2003", "2003-05-03/2003-05-04"),
        ("Spring/Summer 2003", "2003-21/2003-22"),
        ("1850–1860s", "1850/1869"),
        ("1897, i.e. 1987", "1987"),
        # catalogues' unknown digits
        ("192?", "192X~"),
        ("19uu", "19XX"),
        ("1920?", "1920?"),
        # other languages and orders
        ("12. toukokuuta 2010", "2010-05-12"),
        ("2003. április 15.", "2003-04-15"),
        ("15 Απριλίου 2003", "2003-04-15"),
        ("1º maggio 2010", "2010-05-01"),
        ("2020. 5. 3.", "2020-05-03"),
        ("3. 5. 2010", "2010-05-03"),
        ("20100503123000.0", "2010-05-03"),
        ("1998 (October)", "1998-10"),
        ("1998年春", "1998-21"),
        ("ngày 3 tháng 5 năm 1998", "1998-05-03"),
        ("1./2. Mai 1998", "1998-05-01/1998-05-02"),
        ("3 y 4 de mayo de 1998", "1998-05-03/1998-05-04"),
        ("평성 1998", "1998"),
        ("'98", "'98"),
        ("1998 (reprint 2001)", "1998"),
    ],
)
def test_dates_of_other_languages_calendars_and_hands(text: str, expected: str) -> None:
    assert str(parse_date(text)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("month={7--8}", "2020-07/2020-08"),
        ("month={5月}", "2020-05"),
        ("month={may}, day={3--5}", "2020-05-03/2020-05-05"),
        ("month={June \\& July}", "2020-06/2020-07"),
        ("month={XII}", "2020-12"),
        ("month={13}", "2020"),
        ("month={1st Quarter}", "2020"),
    ],
)
def test_months_in_figures_and_days_in_ranges(fields: str, expected: str) -> None:
    source = f"@misc{{a, title={{T}}, year={{2020}}, {fields}}}"
    (entry,), _ = formats.read(source, format="biblatex")
    assert str(entry.date()) == expected


def test_one_year_by_two_calendars_has_no_earlier_edition() -> None:
    source = "@book{a, title={T}, year={2541 [1998]}}\n@book{b, year={1998 [1897]}}"
    (first, second), _ = formats.read(source, format="biblatex")
    assert (str(first.date()), first.date("original-date")) == ("1998", None)
    assert str(second.date("original-date")) == "1897"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("PY  - 1998//May-June", "1998-05/1998-06"),
        ("PY  - 1998///Spring/Summer", "1998-21/1998-22"),
        ("PY  - 1998/05//May", "1998-05"),
        ("PY  - 1998/May-June/", "1998-05/1998-06"),
    ],
)
def test_words_after_the_year_of_ris(lines: str, expected: str) -> None:
    source = f"TY  - JOUR\nTI  - T\n{lines}\nER  - \n"
    (entry,), _ = formats.read(source, format="ris")
    assert str(entry.date()) == expected


def test_dates_of_ris_that_disagree_are_kept() -> None:
    source = "TY  - JOUR\nTI  - T\nPY  - 1998\nDA  - 2001/05/03\nER  - \n"
    (entry,), _ = formats.read(source, format="ris")
    assert str(entry.date()) == "1998"
    assert entry.to_csl()["custom"]["ris"] == {"DA": ["2001/05/03"]}


def test_days_of_a_conference_under_y2_are_those_of_the_event() -> None:
    source = "TY  - CONF\nTI  - T\nPY  - 1998\nY2  - {}\nER  - \n"
    (days,), _ = formats.read(source.format("12-14 May 1998"), format="ris")
    (day,), _ = formats.read(source.format("1999/05/12"), format="ris")
    assert str(days.date("event-date")) == "1998-05-12/1998-05-14"
    assert str(day.date("accessed")) == "1999-05-12"
