"""Names and dates in their notations."""

from __future__ import annotations

import pytest

from csecrefs.formats.bibtex.dates import parse_date, parse_year_month
from csecrefs.formats.bibtex.fields import name_to_tex, names_to_tex
from csecrefs.formats.bibtex.names import OTHERS, parse_name, parse_names, split_names
from csecrefs.model import Date, Name


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Ada Lovelace", Name("Lovelace", "Ada")),
        ("Lovelace, Ada King", Name("Lovelace", "Ada King")),
        ("Plato", Name("Plato")),
        ("World Bank,", Name("World Bank")),
        (
            "Ludwig van Beethoven",
            Name("Beethoven", "Ludwig", non_dropping_particle="van"),
        ),
        (
            "de la Cruz, Juana Inés",
            Name("Cruz", "Juana Inés", non_dropping_particle="de la"),
        ),
        ("King, Jr., Martin Luther", Name("King", "Martin Luther", suffix="Jr.")),
        (
            "von Stauffenberg, III, C.",
            Name("Stauffenberg", "C.", non_dropping_particle="von", suffix="III"),
        ),
        ("Jean d'Alembert", Name("Alembert", "Jean", non_dropping_particle="d'")),
        ("d'Holbach, Paul", Name("Holbach", "Paul", non_dropping_particle="d'")),
        ("{World Health Organization}", Name(literal="World Health Organization")),
        ("{{Simon and Sons}}", Name(literal="Simon and Sons")),
        (r"{\'E}mile Zola", Name("Zola", "Émile")),
        (r"{\o}ystein Ore", Name("Ore", "", non_dropping_particle="øystein")),
        ("Garc{\\'\\i}a~M{\\'a}rquez, Gabriel", Name("García Márquez", "Gabriel")),
        ("{de Gaulle}, Charles", Name("Gaulle", "Charles", non_dropping_particle="de")),
        ("family={de Gaulle}, given=Charles", Name("de Gaulle", "Charles")),
        ("family=Curie, given=Marie, suffix=PhD", Name("Curie", "Marie", suffix="PhD")),
        (
            "family=Goethe, prefix=von, useprefix=false",
            Name("Goethe", dropping_particle="von"),
        ),
        ("given=Ada, middle=King, family=Lovelace", Name("Lovelace", "Ada")),
        ("al-Hasan, ʿAlī", Name("Hasan", "ʿAlī", non_dropping_particle="al-")),
        ("others", OTHERS),
    ],
)
def test_names_are_split(source: str, name: Name) -> None:
    assert parse_name(source) == name


def test_lists_are_split_at_and_outside_braces() -> None:
    names = parse_names("nosort=true and A, B and {C and D} AND\n E F and others")
    assert [str(name) for name in names] == ["B A", "C and D", "E F", "others"]


def test_the_von_part_drops_where_the_prefix_is_not_used() -> None:
    assert parse_names("de Geer, Ingrid", use_prefix=False) == (
        Name("Geer", "Ingrid", dropping_particle="de"),
    )


@pytest.mark.parametrize(
    "name",
    [
        Name("Lovelace", "Ada"),
        Name("Plato"),
        Name("World Bank"),
        Name("Beethoven", "Ludwig", non_dropping_particle="van"),
        Name("Goethe", "J. W.", dropping_particle="von"),
        Name("King", "Martin", suffix="Jr."),
        Name("de Gaulle", "Charles"),
        Name("d'Alembert", "Jean"),
        Name("Hasan", "A.", non_dropping_particle="al-"),
        Name("Alembert", "Jean", non_dropping_particle="d'"),
        Name("Sons, Ltd", "Simon and"),
        Name(literal="AT&T {Research}"),
        OTHERS,
    ],
    ids=str,
)
def test_names_come_back(name: Name) -> None:
    assert parse_names(names_to_tex([name, Name("X", "Y")]))[0] == name
    assert parse_name(name_to_tex(name)) == name or name == OTHERS


@pytest.mark.parametrize(
    ("source", "date"),
    [
        ("2004", Date(start=(2004,))),
        ("2004-05-06", Date(start=(2004, 5, 6))),
        ("2004-21", Date(start=(2004,), season=1)),
        ("1999/2000-02", Date(start=(1999,), end=(2000, 2))),
        ("1999/", Date(start=(1999,), end=(), edtf="1999/")),
        ("1999/open", Date(start=(1999,), end=(), edtf="1999/")),
        ("1723~", Date(start=(1723,), circa=True)),
        ("-0043", Date(start=(-44,))),
        ("2004/5", Date(start=(2004, 5))),
        ("2004-13", None),
        ("soon", None),
    ],
)
def test_dates(source: str, date: Date | None) -> None:
    assert parse_date(source) == date


@pytest.mark.parametrize(
    ("year", "month", "date"),
    [
        ("1999", "", Date(start=(1999,))),
        ("1999", "mar", Date(start=(1999, 3))),
        ("1999", "15 March", Date(start=(1999, 3, 15))),
        ("1999", "12", Date(start=(1999, 12))),
        ("1999", "Spring", Date(start=(1999,), season=1)),
        ("1999--2001", "", Date(start=(1999,), end=(2001,))),
        ("c. 1450", "", Date(start=(1450,), circa=True)),
        ("in press", "", Date(literal="in press")),
        ("१९८७", "", Date(start=(1987,))),
        ("", "", None),
    ],
)
def test_year_and_month(year: str, month: str, date: Date | None) -> None:
    assert parse_year_month(year, month) == date


def test_white_space_of_any_length_takes_no_time_to_speak_of() -> None:
    assert split_names(f"Lind, Bo{' ' * 100_000}and{' ' * 100_000}Berg, Cy") == [
        "Lind, Bo",
        "Berg, Cy",
    ]
