"""Names, pages, identifiers and keywords as formats write them."""

from __future__ import annotations

import pytest

from csecrefs.formats import values
from csecrefs.model import Name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Okafor, Ada", Name("Okafor", "Ada")),
        ("Okafor,Ada N.", Name("Okafor", "Ada N.")),
        ("King, Martin, Jr.", Name("King", "Martin", suffix="Jr.")),
        ("King, Jr., Martin", Name("King", "Martin", suffix="Jr.")),
        ("Plato,", Name("Plato")),
        ("World Bank", Name(literal="World Bank")),
        ("World Bank,", Name(literal="World Bank")),
        ("Acme, Inc.", Name(literal="Acme, Inc.")),
    ],
)
def test_name(text: str, expected: Name) -> None:
    assert values.name(text) == expected


@pytest.mark.parametrize(
    "person",
    [
        Name("Okafor", "Ada"),
        Name("King", "Martin", suffix="Jr."),
        Name("Plato"),
        Name(literal="World Bank"),
        Name(literal="Acme, Inc."),
    ],
)
def test_inverted_is_the_reverse_of_name(person: Name) -> None:
    assert values.name(values.inverted(person)) == person


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada N. Okafor", Name("Okafor", "Ada N.")),
        ("Simone de Beauvoir", Name("de Beauvoir", "Simone")),
        ("Martin King Jr.", Name("King", "Martin", suffix="Jr.")),
        ("Plato", Name(literal="Plato")),
    ],
)
def test_natural_name(text: str, expected: Name) -> None:
    assert values.natural_name(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Okafor AN", Name("Okafor", "A. N.")),
        ("van Dam B", Name("van Dam", "B.")),
        ("Lee SH Jr", Name("Lee", "S. H.", suffix="Jr")),
        ("Trial Group", Name(literal="Trial Group")),
    ],
)
def test_initials_name(text: str, expected: Name) -> None:
    assert values.initials_name(text) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("101", "109", "101-109"),
        ("101", "9", "101-109"),
        ("101-9", "", "101-109"),
        ("S101-9", "", "S101-S109"),
        ("e12345", "", "e12345"),
        ("101", "101", "101"),
        ("101-109", "109", "101-109"),
        ("94-98,93", "", "94-98,93"),
        ("12-3", "", "12-13"),
        ("12-1", "", "12-1"),
    ],
)
def test_pages(start: str, end: str, expected: str) -> None:
    assert values.pages(start, end) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("doi:10.1234/abc.def.", "10.1234/abc.def"),
        (
            "https://doi.org/10.1234/a%3C12::AID-1%3E3.0.CO;2-1",
            "10.1234/a<12::aid-1>3.0.co;2-1",
        ),
        ("see (10.1234/s(15)2) for more", "10.1234/s(15)2"),
        (
            "10.1002/(SICI)1096(199803)19:4<377::AID>3.0.CO;2-P",
            "10.1002/(SICI)1096(199803)19:4<377::AID>3.0.CO;2-P",
        ),
        ("none here", ""),
    ],
)
def test_doi(text: str, expected: str) -> None:
    assert values.doi(text) == expected


def test_standard_numbers() -> None:
    assert values.standard_numbers("978-0-306-40615-7 (pbk.)") == (
        "978-0-306-40615-7",
        "",
    )
    assert values.standard_numbers("1234-567x; 0378-5955") == (
        "",
        "1234-567X 0378-5955",
    )
    assert values.standard_numbers("TR-17") == ("", "")


@pytest.mark.parametrize("words", [["a", "b c"], ["a, b", "c"], ["a, b"], []])
def test_keywords_come_back(words: list[str]) -> None:
    assert values.split_keywords(values.join_keywords(words)) == words


@pytest.mark.parametrize("text", ["a" * 100_000, "1" * 100_000, "1 - " * 25_000])
def test_pages_of_any_length_take_no_time_to_speak_of(text: str) -> None:
    assert values.pages(text).startswith(text[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("K. Lind", Name("Lind", "K.")),
        ("K.-B. van der Lind", Name("van der Lind", "K.-B.")),
        ("K. B. Lind Jr.", Name("Lind", "K. B.", suffix="Jr.")),
        ("Lind, K. B.", Name("Lind", "K. B.")),
        ("U.S. Congress", Name(literal="U.S. Congress")),
        (
            "A. Tide Research Group of Oslo",
            Name(literal="A. Tide Research Group of Oslo"),
        ),
        ("Oslo", Name(literal="Oslo")),
    ],
)
def test_initials_first(text: str, expected: Name) -> None:
    assert values.database_name(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vole, Ann [Author; E-mail: v@example.org]", ("Vole", "Ann", "")),
        ("Vole, Ann (ORCID: 0000-0001-2345-6789)", ("Vole", "Ann", "")),
        ("Vole, Ann <v@example.org>", ("Vole", "Ann", "")),
        ("Vole, Ann (Ed.)", ("Vole", "Ann", "")),
        ("Vole, Ann*", ("Vole", "Ann", "")),
        ("Vole, Ann and", ("Vole", "Ann", "")),
        ("Vole, Ann, 1950-", ("Vole", "Ann", "")),
        ("Vole, Ann, editor", ("Vole", "Ann", "")),
        ("Vole, John 3rd", ("Vole", "John", "3rd")),
        ("O'Neill, Mary Jr", ("O'Neill", "Mary", "Jr")),
        ("Vole, Ann (Annie)", ("Vole", "Ann (Annie)", "")),
        ("Vole, Ann, PhD", ("Vole", "Ann", "PhD")),
        ("Name, Author2 Name2", ("Name", "Author2 Name2", "")),
    ],
)
def test_what_stands_beside_a_name(text: str, expected: tuple[str, ...]) -> None:
    person = values.name(text)
    assert (person.family, person.given, person.suffix) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vole A.B.", ("Vole", "A.B.", "")),
        ("Vole BC", ("Vole", "BC", "")),
        ("van der Berg J", ("van der Berg", "J", "")),
        ("山田 太郎", ("山田", "太郎", "")),
        ("Wei LI", ("LI", "Wei", "")),
        ("Malcolm X", ("X", "Malcolm", "")),
        ("Ann Vole", ("Vole", "Ann", "")),
        ("{World Bank}", ("", "", "World Bank")),
        ("Oar Society", ("", "", "Oar Society")),
        ("Ann Court", ("Court", "Ann", "")),
    ],
)
def test_names_without_a_comma(text: str, expected: tuple[str, ...]) -> None:
    person = values.natural_name(text)
    assert (person.family, person.given, person.literal) == expected


def test_names_of_one_field_in_any_list() -> None:
    def families(text: str) -> list[str]:
        return [each.family or each.literal for each in values.database_names(text)]

    assert families("Vole A.B., Roe C.") == ["Vole", "Roe"]
    assert families("Vole, Ann [Author; E-mail: v@a.example]") == ["Vole"]
    assert families("Vole, A.; Roe, C.") == ["Vole", "Roe"]
    assert families("Vole, Ann") == ["Vole"]
