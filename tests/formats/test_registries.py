"""Formats of registries and repositories that are only read."""

from __future__ import annotations

import json

import pytest

from csecrefs.formats.registries import (
    crossref_json,
    datacite_json,
    datacite_xml,
    openalex,
    unixref,
)
from csecrefs.model import Date, Name, Reference, Translation


def crossref(inner: str) -> Reference:
    (reference,), diagnostics = unixref.read(
        f"<doi_records><doi_record><crossref>{inner}</crossref></doi_record></doi_records>"
    )
    assert diagnostics == []
    return reference


PERSON = (
    "<contributors><person_name contributor_role='{}'><given_name>{}</given_name><surname>{}</surname>"
    "</person_name></contributors>"
)


def test_unixref_article() -> None:
    reference = crossref(
        "<journal><journal_metadata language='no'><full_title>Journal of Tides</full_title>"
        "<issn>12345679</issn>"
        "</journal_metadata><journal_issue><publication_date media_type='online'><year>2001</year>"
        "</publication_date><journal_volume><volume>3</volume></journal_volume><issue>"
        "4</issue></journal_issue>"
        "<journal_article><titles><title>Tides:</title><subtitle>a study</subtitle></titles>"
        + PERSON.format("author", "Bo", "Lind")
        + "<publication_date media_type='online'><year>2001</year></publication_date>"
        "<publication_date media_type='print'><month>5</month><year>1999</year></publication_date>"
        "<pages><first_page>5</first_page><last_page>25</last_page></pages>"
        "<doi_data><doi>10.1234/T</doi></doi_data></journal_article></journal>"
    )
    assert reference.date() == Date((1999, 5))
    expected = {
        "title": "Tides: a study",
        "container-title": "Journal of Tides",
        "volume": "3",
        "issue": "4",
    }
    expected |= {"page": "5-25", "DOI": "10.1234/T", "language": "no"}
    assert {key: reference[key] for key in expected} == expected


def test_unixref_chapter_and_its_editors() -> None:
    reference = crossref(
        "<book><book_metadata>"
        + PERSON.format("editor", "Cy", "Berg")
        + "<titles><title>Waters</title></titles>"
        "<publisher><publisher_name>Press</publisher_name></publisher><isbn>"
        "9780306406157</isbn></book_metadata>"
        "<content_item>"
        + PERSON.format("author", "Bo", "Lind")
        + "<titles><title>Tides</title></titles>"
        "</content_item></book>"
    )
    assert (
        reference.type,
        reference.text("container-title"),
        reference.text("publisher"),
    ) == (
        "chapter",
        "Waters",
        "Press",
    )
    assert (reference.names("author"), reference.names("editor")) == (
        (Name("Lind", "Bo"),),
        (Name("Berg", "Cy"),),
    )


def test_unixref_other_kinds() -> None:
    thesis = crossref(
        "<dissertation><person_name contributor_role='author'><surname>Lind</surname></person_name><titles>"
        "<title>Tides</title></titles><institution><institution_name>Oslo</institution_name></institution>"
        "<degree>PhD (Doctor)</degree></dissertation>"
    )
    assert (thesis.type, thesis.text("publisher"), thesis.text("genre")) == (
        "thesis",
        "Oslo",
        "PhD",
    )
    preprint = crossref(
        "<posted_content type='preprint'><group_title>X</group_title><titles><title>A</title>"
        "</titles></posted_content>"
    )
    assert (preprint.type, preprint.text("publisher")) == ("article", "X")


def test_datacite() -> None:
    source = (
        "<resource xmlns='http://datacite.org/schema/kernel-4'><identifier "
        "identifierType='DOI'>10.1234/d</identifier>"
        "<creators><creator><creatorName nameType='Personal'>Lind, Bo</creatorName></creator>"
        "<creator><creatorName nameType='Organizational'>Tide Group, Oslo</creatorName></creator></creators>"
        "<titles><title xml:lang='no'>Tidevann</title><title titleType='TranslatedTitle' "
        "xml:lang='en'>Tides</title>"
        "</titles><contributors><contributor contributorType='Editor'><contributorName>Berg, Cy"
        "</contributorName></contributor><contributor contributorType='DataCurator'><contributorName>Ek, Di"
        "</contributorName></contributor></contributors>"
        "<publisher>Archive</publisher><publicationYear>2020</publicationYear><dates>"
        "<date dateType='Issued'>2020-05-06</date></dates><resourceType resourceTypeGeneral='Dataset'>Table"
        "</resourceType><version>1.2</version></resource>"
    )
    (reference,), _ = datacite_xml.read(source)
    assert reference.names("author") == (
        Name("Lind", "Bo"),
        Name(literal="Tide Group, Oslo"),
    )
    assert (reference.names("editor"), reference.names("contributor")) == (
        (Name("Berg", "Cy"),),
        (Name("Ek", "Di"),),
    )
    assert reference.date() == Date((2020, 5, 6))
    assert reference.translations == {"title": Translation("Tides", "en")}
    assert (reference.type, reference.text("version"), reference.text("DOI")) == (
        "dataset",
        "1.2",
        "10.1234/d",
    )


def test_openalex() -> None:
    work = {
        "id": "https://openalex.org/W7",
        "title": "Tides",
        "type": "article",
        "doi": "https://doi.org/10.1234/t",
        "publication_date": "2019-04-02",
        "authorships": [
            {"author": {"display_name": "Bo van Lind"}},
            {"author": None},
            7,
        ],
        "primary_location": {
            "source": {"display_name": "Journal of Tides", "issn": ["1234-5679"]}
        },
        "biblio": {"volume": "3", "first_page": "5", "last_page": "9"},
        "abstract_inverted_index": {"tides": [1, 3], "On": [0], "and": [2]},
    }
    (reference,), diagnostics = openalex.read(json.dumps({"results": [work, None, {}]}))
    assert diagnostics == []
    assert reference.names("author") == (Name("van Lind", "Bo"),)
    expected = {
        "abstract": "On tides and tides",
        "page": "5-9",
        "DOI": "10.1234/t",
        "container-title": "Journal of Tides",
    }
    assert {key: reference[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ({"type": "proceedings-article"}, "paper-conference"),
        ({"type": "other", "type_crossref": "monograph"}, "book"),
        ({"type": "paratext"}, "document"),
    ],
)
def test_openalex_knows_crossrefs_types_too(
    kinds: dict[str, str], expected: str
) -> None:
    (reference,), _ = openalex.read(
        json.dumps({"id": "https://openalex.org/W7", "title": "A", **kinds})
    )
    assert reference.type == expected


def test_datacite_json_files() -> None:
    attributes = {
        "doi": "10.1234/d",
        "titles": [{"title": "Tides"}],
        "url": "https://example.org/d",
        "container": {"title": "Seas", "firstPage": "Vol. 1 (2018)"},
        "sizes": ["42-79 pages"],
        "relatedIdentifiers": [
            {
                "relationType": "IsPublishedIn",
                "relatedIdentifierType": "ISBN",
                "relatedIdentifier": "978-0-306-40615-7",
            }
        ],
    }
    bare, answer = (
        json.dumps(attributes),
        json.dumps({"data": [{"attributes": attributes}, 7]}),
    )
    for source in (bare, answer):
        (reference,), diagnostics = datacite_json.read(source)
        assert diagnostics == []
        expected = {
            "page": "42-79",
            "ISBN": "9780306406157",
            "URL": "https://example.org/d",
        }
        assert {key: reference[key] for key in expected} == expected


def test_a_part_is_of_the_year_of_its_whole() -> None:
    curator = {
        "name": "Tide Archive",
        "nameType": "Organizational",
        "contributorType": "DataCurator",
    }
    attributes = {
        "titles": [{"title": "Tides"}],
        "publicationYear": 2024,
        "dates": [
            {"date": "2021-11-30", "dateType": "Issued"},
            {"date": "2024-02", "dateType": "Available"},
        ],
        "contributors": [curator, {**curator, "contributorType": "HostingInstitution"}],
        "relatedItems": [
            {"relationType": "IsPublishedIn", "publicationYear": "2022", "titles": []}
        ],
    }
    (reference,), _ = datacite_json.read(json.dumps(attributes))
    assert reference.date() == Date((2022,))
    assert reference.names("contributor") == (Name(literal="Tide Archive"),)


def test_crossref_json_files() -> None:
    work = {"DOI": "10.1234/t", "title": ["Tides"], "type": "journal-article"}
    for content in (
        work,
        {"message": work},
        {"message": {"items": [work, None]}},
        [work],
    ):
        (reference,), diagnostics = crossref_json.read(json.dumps(content))
        assert (reference.text("title"), diagnostics) == ("Tides", [])
