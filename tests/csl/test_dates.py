"""`cs:date`: CSL 1.0.2, "Date" with all below it, and "Localized Date Formats"."""

from __future__ import annotations

from typing import Any

import pytest

from tests.csl.small import YEAR, cited, dated, entry, within, work

DMY = (
    '<date variable="issued"><date-part name="day" suffix=" " range-delimiter="-"/>'
    '<date-part name="month" suffix=" "/><date-part name="year" range-delimiter="/"/></date>'
)
MONTH_YEAR = '<date variable="issued"><date-part name="month" suffix=" "/><date-part name="year"/></date>'


def printed(layout: str, issued: Any, **parts: str) -> str:
    return entry(layout, work(issued=issued), **parts)


def part(name: str, attributes: str = "") -> str:
    return f'<date variable="issued"><date-part name="{name}" {attributes}/></date>'


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (part("day"), "5"),
        (part("day", 'form="numeric"'), "5"),
        (part("day", 'form="numeric-leading-zeros"'), "05"),
        (part("day", 'form="ordinal"'), "5th"),
        (part("month"), "January"),
        (part("month", 'form="short"'), "Jan."),
        (part("month", 'form="short" strip-periods="true"'), "Jan"),
        (part("month", 'form="numeric"'), "1"),
        (part("month", 'form="numeric-leading-zeros"'), "01"),
        (part("month", 'text-case="uppercase"'), "JANUARY"),
        (part("year"), "2005"),
        (part("year", 'form="short"'), "05"),
        (
            part("year", 'prefix="(" suffix=")" font-weight="bold"'),
            "(<bold>2005</bold>)",
        ),
    ],
)
def test_date_parts(layout: str, expected: str) -> None:
    assert printed(layout, (2005, 1, 5)) == expected


@pytest.mark.parametrize(
    ("issued", "expected"),
    [((2005, 1, 5), "2005/1/5"), ((2005, 1), "2005/1"), (2005, "2005")],
)
def test_delimiter_stands_between_the_parts_there_are(
    issued: Any, expected: str
) -> None:
    layout = (
        '<date variable="issued" delimiter="/"><date-part name="year"/>'
        '<date-part name="month" form="numeric"/><date-part name="day"/></date>'
    )
    assert printed(layout, issued) == expected


def test_the_whole_date_has_its_look() -> None:
    layout = '<date variable="issued" prefix="(" suffix=")" font-style="italic"><date-part name="year"/></date>'
    assert printed(layout, 2005) == "(<italic>2005</italic>)"
    assert entry(layout, work()) == ""


@pytest.mark.parametrize(
    ("attributes", "issued", "expected"),
    [
        ('form="text"', (2005, 12, 15), "December 15, 2005"),
        ('form="text"', (2005, 12), "December 2005"),
        ('form="text"', 2005, "2005"),
        ('form="text" date-parts="year-month"', (2005, 12, 15), "December 2005"),
        ('form="text" date-parts="year"', (2005, 12, 15), "2005"),
        ('form="numeric"', (2005, 2, 3), "02/03/2005"),
        ('form="numeric" date-parts="year-month"', (2005, 2, 3), "02/2005"),
        ('form="text" prefix="(" suffix=")"', (2005, 12, 15), "(December 15, 2005)"),
        ('form="text" text-case="uppercase"', (2005, 12), "DECEMBER 2005"),
    ],
)
def test_localized_dates(attributes: str, issued: Any, expected: str) -> None:
    assert printed(f'<date variable="issued" {attributes}/>', issued) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de-DE", "15. Dezember 2005"),
        ("fr-FR", "15 décembre 2005"),
        ("en-GB", "15 December 2005"),
    ],
)
def test_localized_dates_are_the_locale_s(language: str, expected: str) -> None:
    assert (
        printed(
            '<date variable="issued" form="text"/>', (2005, 12, 15), language=language
        )
        == expected
    )


def test_date_parts_override_the_looks_of_a_localized_date_but_not_its_order() -> None:
    layout = (
        '<date variable="issued" form="text"><date-part name="year" font-weight="bold"/>'
        '<date-part name="month" form="short"/></date>'
    )
    assert printed(layout, (2005, 12, 15)) == "Dec. 15, <bold>2005</bold>"


@pytest.mark.parametrize(
    ("limit", "day", "expected"),
    [("true", 1, "1er"), ("true", 2, "2"), ("false", 1, "1er"), ("false", 2, "2e")],
)
def test_limit_day_ordinals_to_day_1(limit: str, day: int, expected: str) -> None:
    """Section "Locale Options"; the ordinal takes the gender of the month."""
    locale = (
        f'<locale xml:lang="en"><style-options limit-day-ordinals-to-day-1="{limit}"/><terms>'
        '<term name="month-01" gender="masculine">janvier</term><term name="ordinal">e</term>'
        '<term name="ordinal-01" gender-form="masculine" match="whole-number">er</term></terms></locale>'
    )
    assert (
        printed(part("day", 'form="ordinal"'), (2005, 1, day), locale=locale)
        == expected
    )


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        (((2008, 5, 1), (2008, 5, 4)), "1-4 May 2008"),
        (((2008, 5), (2008, 7)), "May–July 2008"),
        (((2008, 5), (2009, 6)), "May 2008/June 2009"),
        (((2008,), (2009,)), "2008/2009"),
        (((2008, 5, 1), (2008, 6, 4)), "1 May–4 June 2008"),
        (((2008, 5, 1), (2008, 5, 1)), "1 May 2008"),
    ],
)
def test_ranges_repeat_no_more_than_differs(issued: Any, expected: str) -> None:
    """Section "Date Ranges": the delimiter is that of the largest part that differs."""
    assert printed(DMY, issued) == expected


def test_a_range_without_an_end() -> None:
    assert printed(YEAR, {"date-parts": [[2008], [0]]}) == "2008–"


@pytest.mark.parametrize(
    ("year", "expected"),
    [(79, "79AD"), (-2500, "2500BC"), (1079, "1079"), (-44, "44BC")],
)
def test_eras(year: int, expected: str) -> None:
    """Section "AD and BC"; English puts a space before the terms."""
    assert printed(YEAR, year).replace(" ", "") == expected


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ({"date-parts": [[2009]], "season": 4}, "Winter 2009"),
        ({"date-parts": [[2009]], "season": "1"}, "Spring 2009"),
        ({"date-parts": [[2009, 14]]}, "Summer 2009"),
        ({"date-parts": [[2009]], "season": "Trinity"}, "Trinity 2009"),
        ({"date-parts": [[2009, 5]], "season": 3}, "May 2009"),
    ],
)
def test_seasons_take_the_place_of_the_month(issued: Any, expected: str) -> None:
    assert printed(MONTH_YEAR, issued) == expected


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ({"literal": "sometime in spring"}, "sometime in spring"),
        ({"raw": "May 2008"}, "May 2008"),
        ({"raw": "2008-05-13"}, "May 2008"),
        ({"raw": "no date at all"}, "no date at all"),
        ({"date-parts": [["2008", "5"]]}, "May 2008"),
        ({"edtf": "2008-05"}, "May 2008"),
    ],
)
def test_dates_however_the_record_gives_them(issued: Any, expected: str) -> None:
    assert printed(MONTH_YEAR, issued) == expected


@pytest.mark.parametrize(
    ("circa", "expected"), [(True, "c. 2003"), (False, "2003"), ("true", "c. 2003")]
)
def test_approximate_dates(circa: object, expected: str) -> None:
    layout = (
        '<choose><if is-uncertain-date="issued"><text term="circa" form="short" suffix=" "/></if></choose>'
        + YEAR
    )
    assert within(layout, work(issued=dated(2003) | {"circa": circa})) == expected


@pytest.mark.parametrize("issued", [{}, {"date-parts": []}, {"date-parts": [[]]}])
def test_an_empty_date_prints_nothing(issued: Any) -> None:
    layout = f'<choose><if variable="issued">{YEAR}</if><else><text term="no date" form="short"/></else></choose>'
    assert within(layout, work(issued=issued)) == "n.d."


def test_the_suffix_of_an_ordinal_may_be_marked_up() -> None:
    terms = '<term name="ordinal">&lt;sup&gt;e&lt;/sup&gt;</term>'
    own = f'<locale xml:lang="en"><terms>{terms}</terms></locale>'
    day = '<date variable="issued"><date-part name="day" form="ordinal"/></date>'
    edition = '<number variable="edition" form="ordinal" prefix=", "/>'
    reference = work(issued=(2020, 5, 3), edition="2")
    assert (
        entry(day + edition, reference, locale=own)
        == "3<superscript>e</superscript>, 2<superscript>e</superscript>"
    )


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ({"date-parts": [[-44], [-43]]}, "44–43 BC"),
        ({"date-parts": [[-44], [20]]}, "44 BC–20 AD"),
        ({"date-parts": [[-44, 3], [-43, 4]]}, "March 44–April 43 BC"),
    ],
)
def test_an_era_is_named_once_in_a_range(issued: Any, expected: str) -> None:
    assert printed(MONTH_YEAR, issued) == expected


def test_an_era_stands_outside_the_look_of_the_year() -> None:
    assert (
        printed(part("year", 'prefix="[" suffix="]" font-style="italic"'), -44)
        == "[<italic>44</italic>] BC"
    )


def test_the_second_half_of_a_range_starts_without_an_affix() -> None:
    layout = (
        '<date variable="issued"><date-part name="year"/><date-part name="month" prefix=", "/>'
        '<date-part name="day" prefix=" "/></date>'
    )
    assert printed(layout, ((2005, 1, 5), (2005, 2, 6))) == "2005, January 5–February 6"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("year", "[<italic>in press</italic>]"), ("month", ""), ("day", "")],
)
def test_words_for_a_date_stand_where_the_year_would(name: str, expected: str) -> None:
    layout = part(name, 'prefix="[" suffix="]" font-style="italic"')
    assert printed(layout, {"literal": "in press"}) == expected


def test_a_season_stands_for_a_month_in_numbers() -> None:
    layout = '<date variable="issued" form="numeric" date-parts="year-month"/>'
    assert printed(layout, {"date-parts": [[2005]], "season": 2}) == "Summer/2005"


def test_a_year_suffix_is_in_the_fonts_of_the_year() -> None:
    layout = (
        '<date variable="issued"><date-part name="year" font-style="italic"/></date>'
    )
    works = [work(key, issued=2005) for key in "ab"]
    found = cited(layout, works, ["a"], citation='disambiguate-add-year-suffix="true"')
    assert found == ["<italic>2005</italic><italic>a</italic>"]
