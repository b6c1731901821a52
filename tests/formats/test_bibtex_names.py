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


def _meant(source: str) -> tuple[list[str], list[str]]:
    """Return the names as "family/given/suffix/literal", and what is doubtful."""
    problems: list[str] = []
    names = parse_names(source, problems=problems)
    shown = [
        f"{each.family}/{each.given}/{each.suffix}/{each.literal}" for each in names
    ]
    return shown, problems


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Vole, A. & Roe, C.", ["Vole/A.//", "Roe/C.//"]),
        ("Ann Vole \\& Carl Roe", ["Vole/Ann//", "Roe/Carl//"]),
        ("Procter & Gamble", ["///Procter & Gamble"]),
        ("Roe & Sons, Inc.", ["///Roe & Sons, Inc."]),
        ("Vole, Ann und Roe, Carl", ["Vole/Ann//", "Roe/Carl//"]),
        ("Ann Vole und Carl Roe", ["Vole/Ann//", "Roe/Carl//"]),
        ("Vole, Ann, Jr.", ["Vole/Ann/Jr./"]),
        ("Ann Vole, Jr.", ["Vole/Ann/Jr./"]),
        ("Ann Vole III", ["Vole/Ann/III/"]),
        ("Vole, Ann B., MD, PhD", ["Vole/Ann B./MD, PhD/"]),
        ("Vole, III, Ann, B.", ["Vole/Ann B./III/"]),
        ("Vole, Ann, 1950-", ["Vole/Ann//"]),
        ("Vole, A., B. Roe", ["Vole/A.//", "Roe/B.//"]),
        ("Vole A., van Roe B.", ["Vole/A.//", "Roe/B.//"]),
        ("A. Vole, C. Roe and D. Poe", ["Vole/A.//", "Roe/C.//", "Poe/D.//"]),
        ("Ann Vole, Carl Roe, Dan Poe", ["Vole/Ann//", "Roe/Carl//", "Poe/Dan//"]),
        ("Vole A and Roe BC", ["Vole/A//", "Roe/BC//"]),
        ("Vole, Ann et al.", ["Vole/Ann//", "///others"]),
        ("Vole, A. and Roe, C., et al.", ["Vole/A.//", "Roe/C.//", "///others"]),
        ("Ann Vole u.a.", ["Vole/Ann//", "///others"]),
        ("Vole, A. (Ed.) and (eds.)", ["Vole/A.//"]),
        ("Ann Vole (University of Rome)", ["Vole/Ann//"]),
        ("Ann Vole$^{1,2}$", ["Vole/Ann//"]),
        ("Carl van Roe 0001", ["Roe/Carl//"]),
        ("Vole, A. and and Roe, C.", ["Vole/A.//", "Roe/C.//"]),
        ("Vole, J. A. | Roe, C.", ["Vole/J. A.//", "Roe/C.//"]),
        ("Vole, J. A. / Roe, C.", ["Vole/J. A.//", "Roe/C.//"]),
        ("Vole J.A., Roe B.C.", ["Vole/J.A.//", "Roe/B.C.//"]),
        ("Ann Vole, Carl Roe, and Dan Poe", ["Vole/Ann//", "Roe/Carl//", "Poe/Dan//"]),
        ("王小明、李四", ["王小明///", "李四///"]),
        ("王小明，李四", ["王小明///", "李四///"]),
        ("山田 太郎 and Vole, A.", ["山田/太郎//", "Vole/A.//"]),
        ("김 철수", ["김/철수//"]),
        ("Ann Vole <vole@example.org>", ["Vole/Ann//"]),
        ("Vole, A. (ORCID: 0000-0001-2345-6789)", ["Vole/A.//"]),
        (", Ann", ["Ann///"]),
        ("Corporation for Oars", ["///Corporation for Oars"]),
        ("University of Oslo and Vole, A.", ["///University of Oslo", "Vole/A.//"]),
        ("Vole, Ann Bea, Carl", ["Vole/Carl/Ann Bea/"]),
    ],
)
def test_lists_beside_the_notation_are_read_as_meant_and_reported(
    source: str, expected: list[str]
) -> None:
    shown, problems = _meant(source)
    assert shown == expected
    assert problems


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Malcolm X", ["X/Malcolm//"]),
        ("Wei LI and Jun XU", ["LI/Wei//", "XU/Jun//"]),
        ("Ortega y Gasset, José", ["Ortega y Gasset/José//"]),
        ("Santiago Ramón y Cajal", ["Cajal/Santiago Ramón//"]),
        ("García López, María José", ["García López/María José//"]),
        ("Vole, Jr., Ann", ["Vole/Ann/Jr./"]),
        ("{Roe & Sons}", ["///Roe & Sons"]),
        ("Ferdinand Roe and Roland and Ann Vole", ["Roe/Ferdinand//", "Roland///"]),
        ("Vole, A. B. and Roe, C D", ["Vole/A. B.//", "Roe/C D//"]),
        ("Beethoven, Ludwig van", ["Beethoven/Ludwig van//"]),
        ("Ann Vole, Carl Roe", ["Ann Vole/Carl Roe//"]),
        ("{A B; C D}", ["///A B; C D"]),
        ("Joan of Arc", ["Arc/Joan//"]),
        ("AC/DC and Vole, A.", ["AC/DC///", "Vole/A.//"]),
        ("García Márquez, Gabriel José, and Roe, C.", []),
        ("山田, 太郎", ["山田/太郎//"]),
        ("{東京大学 出版会}", ["///東京大学 出版会"]),
        ("王小明", ["王小明///"]),
        ("D.\\,E. Vole and Roe, C.\\,D.", ["Vole/D. E.//", "Roe/C. D.//"]),
    ],
)
def test_names_in_the_notation_are_left_alone(source: str, expected: list[str]) -> None:
    shown, problems = _meant(source)
    assert shown[: len(expected)] == expected
    assert problems == []


def test_nothing_is_made_of_a_list_whose_reader_cannot_be_told() -> None:
    assert parse_names("Ann Vole, Jr.") == (Name("Ann Vole", "Jr."),)


@pytest.mark.parametrize(
    "source", ["Acme, Inc.", "Roe GmbH", "Committee on Oars", "Roe \\& Sons, Inc."]
)
def test_companies_and_committees_are_institutions(source: str) -> None:
    shown, problems = _meant(source)
    assert shown == [f"///{source}".replace("\\&", "&")]
    assert len(problems) == 1


@pytest.mark.parametrize("source", ["Corp, John", "Anna in der Maur", "Vole, Inc A."])
def test_like_names_are_persons(source: str) -> None:
    assert _meant(source)[1] == []
