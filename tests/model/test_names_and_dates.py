"""Names and dates to and from CSL-JSON, and dates to and from EDTF."""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs.model import Date, Name
from csecrefs.model.date import format_edtf, parse_edtf


@pytest.mark.parametrize(
    "name",
    [
        {
            "family": "Gogh",
            "given": "Vincent",
            "non-dropping-particle": "van",
            "suffix": "III",
        },
        {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"},
        {"literal": "The Board"},
        {"family": "King", "suffix": "Jr.", "comma-suffix": True},
        {"family": "Bartók", "given": "Béla", "static-ordering": True},
        {
            "family": "Doe",
            "ORCID": "0000-0002-1825-0097",
            "affiliation": [{"name": "X"}],
        },
        {},
    ],
)
def test_names_round_trip(name: dict[str, Any]) -> None:
    assert Name.from_csl(name).to_csl() == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"family": 7, "given": None}, Name(family="7")),
        (
            {"family": "Doe", "comma-suffix": "false", "static-ordering": 1},
            Name("Doe", static_ordering=True),
        ),
    ],
)
def test_names_of_odd_shapes(name: dict[str, Any], expected: Name) -> None:
    assert Name.from_csl(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            Name("Gogh", "Vincent", non_dropping_particle="van", suffix="III"),
            "Vincent van Gogh III",
        ),
        (Name(literal="The Board"), "The Board"),
        (Name(), ""),
    ],
)
def test_names_as_text(name: Name, expected: str) -> None:
    assert str(name) == expected


def test_names_can_be_copied_with_changes() -> None:
    assert Name("Doe", "Jane").evolve(given="John") == Name("Doe", "John")


@pytest.mark.parametrize(
    "date",
    [
        {"date-parts": [[2020]]},
        {"date-parts": [[2020, 5, 13]]},
        {"date-parts": [[2020, 5], [2021]]},
        {"date-parts": [[2020], [0]]},
        {"date-parts": [[-44, 3, 15]]},
        {"date-parts": [[2020]], "season": 2, "circa": True},
        {"literal": "once"},
        {"raw": "May 2020"},
        {"date-parts": [[2020]], "calendar": "gregorian"},
        {},
    ],
)
def test_dates_round_trip(date: dict[str, Any]) -> None:
    assert Date.from_csl(date).to_csl() == date


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ({"date-parts": [["2020", "05"]]}, Date((2020, 5))),
        ({"date-parts": [[2020, 0, 0]]}, Date((2020,))),
        ({"date-parts": [[2020, "May"]]}, Date((2020,))),
        ({"date-parts": [2020]}, Date((2020,))),
        ({"date-parts": [[]]}, Date()),
        ({"date-parts": []}, Date()),
        ({"date-parts": [[0]]}, Date()),
        ({"date-parts": None}, Date()),
        ({"date-parts": "2020"}, Date()),
        ({"date-parts": [[None]]}, Date()),
        ({"date-parts": [[float("nan")]]}, Date()),
        (
            {"date-parts": [[2020, 1, 2, 3], [2021], [2022]]},
            Date((2020, 1, 2), (2021,)),
        ),
        ({"date-parts": [[2020]], "season": "Autumn"}, Date((2020,), season=3)),
        ({"date-parts": [[2020]], "season": 21}, Date((2020,), season=1)),
        ({"date-parts": [[2020]], "season": 9}, Date((2020,))),
        ({"circa": "false"}, Date()),
        ({"edtf": "2020-05"}, Date((2020, 5))),
        ({"edtf": "no date"}, Date(edtf="no date")),
        ("2020", Date(raw="2020")),
        (2020, Date(raw="2020")),
    ],
)
def test_dates_of_odd_shapes(date: Any, expected: Date) -> None:
    assert Date.from_csl(date) == expected


def test_what_is_a_date() -> None:
    assert all((Date((2020,)), Date(literal="x"), Date(raw="x"), Date(season=1)))
    assert not Date() and not Date(circa=True)


def test_dates_can_be_copied_with_changes() -> None:
    date = parse_edtf("201X")
    assert (
        date.edtf == "201X"
        and date.evolve(end=None).edtf == ""
        and date.evolve(circa=True).edtf == ""
    )
    assert date.evolve(literal="x").edtf == "201X"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020", Date((2020,))),
        ("2020-05", Date((2020, 5))),
        ("2020-05-13", Date((2020, 5, 13))),
        ("2020-21", Date((2020,), season=1)),
        ("2020~", Date((2020,), circa=True)),
        ("2020/2021", Date((2020,), (2021,))),
        ("2020-05-13/..", Date((2020, 5, 13), ())),
        ("-0043", Date((-44,))),
        ("0000", Date((-1,))),
        ("Y12020", Date((12020,))),
    ],
)
def test_edtf_round_trip(text: str, expected: Date) -> None:
    """ISO 8601-2 levels 0 and 1; its year 0 is 1 BC."""
    assert (
        parse_edtf(text) == expected and format_edtf(expected) == str(expected) == text
    )


@pytest.mark.parametrize(
    ("text", "start", "end", "circa"),
    [
        ("2020?", (2020,), None, True),
        ("2020%", (2020,), None, True),
        ("201X", (2010,), (2019,), False),
        ("20XX", (2000,), (2099,), False),
        ("2020-XX", (2020,), None, False),
        ("2020-05-XX", (2020, 5), None, False),
        ("2020/", (2020,), (), False),
        ("2020-05-13T10:00:00Z", (2020, 5, 13), None, False),
    ],
)
def test_edtf_that_the_parts_cannot_give_back_is_kept(
    text: str, start: Any, end: Any, circa: bool
) -> None:
    date = parse_edtf(text)
    assert (date.start, date.end, date.circa, date.edtf) == (start, end, circa, text)
    assert format_edtf(date) == text


def test_an_interval_without_a_start() -> None:
    date = parse_edtf("../2020")
    assert not date.start and date.end == (2020,) and format_edtf(date) == "../2020"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "May 2020",
        "2020-13",
        "2020-02-30",
        "2020-00",
        "20",
        "2020-5",
        "/",
        "../..",
        "2020-XX-05",
        "XXXX-05",
    ],
)
def test_what_is_no_edtf(text: str) -> None:
    with pytest.raises(ValueError):
        parse_edtf(text)
