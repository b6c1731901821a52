"""What the processor reads in a record: aliases, variables typed into the note,
translations, labels.
"""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs.model import Reference, Translation
from tests.csl.small import TITLE, cited, entries, entry, work


@pytest.mark.parametrize(
    ("note", "layout", "expected"),
    [
        ("{:number: 12}", '<number variable="number"/>', "12"),
        (
            "{:publisher: P}{:genre: G}",
            '<text variable="publisher"/><text variable="genre"/>',
            "PG",
        ),
        ("publisher: P", '<text variable="publisher"/>', "P"),
        (
            "publisher: P\ngenre: G",
            '<text variable="publisher"/><text variable="genre"/>',
            "PG",
        ),
        ("A remark\npublisher: P", '<text variable="publisher"/>', "P"),
        (
            "{:original-date: 1850-03}",
            '<date variable="original-date" form="text"/>',
            "March 1850",
        ),
        (
            "{:original-date: once}",
            '<date variable="original-date" form="text"/>',
            "once",
        ),
        ("{:director: Doe || Jane}", '<names variable="director"/>', "Jane Doe"),
        ("{:director: The Board}", '<names variable="director"/>', "The Board"),
        (
            "type: map",
            '<choose><if type="map"><text value="map"/></if></choose>',
            "map",
        ),
        (
            "type: nonsense",
            '<choose><if type="book"><text value="book"/></if></choose>',
            "book",
        ),
        ("See: other remark", '<text variable="note"/>', "See: other remark"),
    ],
)
def test_variables_typed_into_the_note(note: str, layout: str, expected: str) -> None:
    assert entry(layout, work(note=note)) == expected


def test_a_variable_in_the_note_does_not_replace_one_that_is_set() -> None:
    assert (
        entry('<text variable="publisher"/>', work(note="publisher: P", publisher="Q"))
        == "Q"
    )


def test_what_is_taken_from_the_note_is_not_printed_with_it() -> None:
    assert (
        entry('<text variable="note"/>', work(note="publisher: P\nA remark"))
        == "A remark"
    )


@pytest.mark.parametrize(
    ("field", "layout"),
    [
        ("event", '<text variable="event-title"/>'),
        ("event-title", '<text variable="event"/>'),
        ("journalAbbreviation", '<text variable="container-title-short"/>'),
        ("shortTitle", '<text variable="title-short"/>'),
    ],
)
def test_former_names_of_variables(field: str, layout: str) -> None:
    assert (
        entry(layout, Reference.from_csl({"id": "a", "type": "book", field: "X"}))
        == "X"
    )


def translated(
    layout: str, text: str = "The City", language: str = "en", **fields: Any
) -> str:
    reference = work(title="Orașul", language="ro", **fields)
    translation = Translation(text, language)
    return entry(layout, reference.evolve(translations={"title": translation}))


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("", "Orașul [The City]"),
        ('font-style="italic"', "<italic>Orașul</italic> [The City]"),
        ('quotes="true"', "“Orașul” [The City]"),
        ('prefix="(" suffix=")"', "(Orașul [The City])"),
        ('text-case="uppercase"', "ORAȘUL [The City]"),
        ('form="short"', "Orașul"),
    ],
)
def test_a_translation_follows_in_brackets(attributes: str, expected: str) -> None:
    assert translated(f'<text variable="title" {attributes}/>') == expected


def test_translations_do_not_change_sorting_or_other_variables() -> None:
    assert translated('<text variable="publisher"/>', publisher="P") == "P"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"author": "Bronte, A", "issued": 2000}, "Bron00"),
        ({"author": "Asthma, A; Bronchitis, B", "issued": 1990}, "AsBr90"),
        ({"author": "Aa; Bb; Cc", "issued": 1985}, "AaBC85"),
        ({"author": "Aa; Bb; Cc; Dd; Ee", "issued": 1926}, "ABCD26"),
        ({"editor": "Doe", "issued": 1926}, "Doe26"),
        ({"citation-label": "Own1"}, "Own1"),
        ({"author": "Doe"}, "Doe00"),
        ({"author": "O’Hara"}, "Ohar00"),
        ({"author": "{The WHO}", "issued": -45}, "Who45"),
        ({"director": "Doe", "title": "Film"}, "Doe00"),
        ({"title": "of the <i>great</i> way", "issued": 1999}, "Grea99"),
        ({"title": "C. Wells"}, "C.we00"),
    ],
)
def test_citation_labels_are_made_where_a_record_has_none(
    fields: dict[str, Any], expected: str
) -> None:
    assert cited('<text variable="citation-label"/>', [work(**fields)]) == [expected]


@pytest.mark.parametrize(
    ("fields", "expected"), [({"citation-label": "Own1"}, "yes"), ({}, "no")]
)
def test_only_a_label_of_the_record_s_own_makes_a_condition_hold(
    fields: dict[str, Any], expected: str
) -> None:
    own = '<if variable="citation-label"><text value="yes"/></if>'
    layout = f'<choose>{own}<else><text value="no"/></else></choose>'
    assert cited(layout, [work(author="Doe", **fields)]) == [expected]


def test_citation_labels_alike_get_a_year_suffix() -> None:
    works = [work(key, author="Doe", issued=2000) for key in "ab"]
    found = cited(
        '<text variable="citation-label"/>',
        works,
        ["a", "b"],
        citation='disambiguate-add-year-suffix="true"',
    )
    assert found == ["Doe00a", "Doe00b"]


def test_unknown_fields_do_not_show() -> None:
    reference = Reference.from_csl(
        {"id": "a", "type": "book", "title": "T", "weather": "fine"}
    )
    assert entry(TITLE + '<text variable="weather"/>', reference) == "T"


def test_of_two_works_with_one_key_the_last_counts() -> None:
    assert entries(TITLE, [work("a", title="A"), work("a", title="B")]) == ["B"]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("OCLC: 123", ""),
        ("OCLC: 123\nA remark", "A remark"),
        ("A remark\nRSLID: 1\nBBK: 2", "A remark"),
        ("{:OCLC: 123} A remark", "A remark"),
        ("Warning: this is a remark", "Warning: this is a remark"),
        ("A remark\nand more\nOCLC: 1", "A remark\nand more\nOCLC: 1"),
        ("volume: 9", "volume: 9"),
    ],
)
def test_numbers_of_catalogues_in_a_note_are_not_printed(
    note: str, expected: str
) -> None:
    assert entry('<text variable="note"/>', work(note=note, volume="3")) == expected
