"""Crossref's and DataCite's records to references: one small record of our own for each
trap.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csecrefs.formats.registries.crossref import crossref_record, crossref_reference
from csecrefs.formats.registries.datacite import datacite_record, datacite_reference
from csecrefs.formats.registries.names import name_from_parts, name_from_text
from csecrefs.model import KIND, Reference

PRINT, ONLINE = {"date-parts": [[2021, 2]]}, {"date-parts": [[2020, 11, 30]]}

ARTICLE: dict[str, Any] = {
    "DOI": "10.5555/ART.1",
    "type": "journal-article",
    "title": ["Reading tide gauges"],
    "author": [{"given": "Ana", "family": "Sousa", "sequence": "first"}],
    "container-title": ["Journal of Coasts"],
    "volume": "7",
    "issue": "2",
    "page": "11-19",
    "published-print": PRINT,
    "published-online": ONLINE,
    "issued": ONLINE,
}

CROSSREF: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {},
        {
            "DOI": "10.5555/art.1",
            "type": "article-journal",
            "title": "Reading tide gauges",
        },
    ),
    (
        {},
        {
            "issued": {"date-parts": [[2021, 2]]},
            "available-date": {"date-parts": [[2020, 11, 30]]},
        },
    ),
    (
        {"published-print": None},
        {"issued": {"date-parts": [[2020, 11, 30]]}, "available-date": None},
    ),
    (
        {
            "published-print": None,
            "journal-issue": {"published-print": {"date-parts": [[2022]]}},
        },
        {"issued": {"date-parts": [[2022]]}},
    ),
    (
        {
            "published-print": {"date-parts": [[None]]},
            "published-online": None,
            "issued": {"date-parts": [[None]]},
        },
        {"issued": None},
    ),
    (
        {"published-print": {"date-parts": [[2021, 22]]}},
        {"issued": {"date-parts": [[2021]], "season": 2}},
    ),
    (
        {"published-print": {"date-parts": [[2021, 0, 0]]}},
        {"issued": {"date-parts": [[2021]]}},
    ),
    ({"subtitle": ["A field guide"]}, {"title": "Reading tide gauges: A field guide"}),
    (
        {"title": ["Are tides late?"], "subtitle": ["No"]},
        {"title": "Are tides late? No"},
    ),
    (
        {"title": ["Tides: a primer"], "subtitle": ["A Primer"]},
        {"title": "Tides: a primer"},
    ),
    ({"subtitle": [""]}, {"title": "Reading tide gauges"}),
    ({"title": ["<i>Zostera</i>\n   beds"]}, {"title": "<i>Zostera</i> beds"}),
    ({"title": ["Sand &amp;amp; silt"]}, {"title": "Sand & silt"}),
    (
        {"title": ["Pegel lesen"], "original-title": ["Pegel lesen"]},
        {"original-title": None},
    ),
    ({"original-title": ["Ler marégrafos"]}, {"original-title": "Ler marégrafos"}),
    ({"title": [], "original-title": ["Ler marégrafos"]}, {"title": "Ler marégrafos"}),
    ({"short-title": ["Gauges"]}, {"title-short": "Gauges"}),
    ({"page": "11-11"}, {"page": "11"}),
    ({"page": "11\u201319"}, {"page": "11-19"}),
    ({"page": "no-no"}, {"page": None}),
    ({"page": "44.3-44"}, {"page": "44"}),
    ({"page": "44.3-45"}, {"page": "44.3-45"}),
    ({"volume": "null", "issue": "n/a"}, {"volume": None, "issue": None}),
    ({"volume": "7 (2021)"}, {"volume": "7"}),
    (
        {"issue": "3&amp;4", "page": "e<b>7</b>&ndash;e9"},
        {"issue": "3&4", "page": "e7-e9"},
    ),
    ({"volume": "7 (1988)"}, {"volume": "7 (1988)"}),
    ({"issue": None, "special_numbering": "S3"}, {"issue": "S3", "number": None}),
    ({"issue": None, "special_numbering": "C"}, {"issue": None, "number": None}),
    ({"issue": None, "special_numbering": "PB"}, {"issue": None, "part-number": "B"}),
    (
        {"publisher": "[s.n.]", "publisher-location": "[S.l.]"},
        {"publisher": None, "publisher-place": None},
    ),
    (
        {"title": ["Sand--silt, a case -- or two"]},
        {"title": "Sand\u2013silt, a case \u2013 or two"},
    ),
    ({"title": ["The --fast option"]}, {"title": "The --fast option"}),
    (
        {"type": "reference-book", "container-title": ["Coasts Online"]},
        {
            "type": "entry-encyclopedia",
            "container-title": "Coasts Online",
            "collection-title": None,
        },
    ),
    (
        {
            "type": "reference-book",
            "container-title": ["Coast Handbooks"],
            "ISBN": ["9783161484100"],
        },
        {
            "type": "book",
            "container-title": None,
            "collection-title": "Coast Handbooks",
        },
    ),
    (
        {
            "author": [
                {"given": "ANA", "family": "SOUSA"},
                {"given": "J.-P.", "family": "LI"},
            ]
        },
        {
            "author": [
                {"given": "Ana", "family": "Sousa"},
                {"given": "J.-P.", "family": "Li"},
            ]
        },
    ),
    (
        {
            "author": [
                {"given": "Ana", "family": "Sousa"},
                {"given": "Durga", "family": "KC"},
            ]
        },
        {
            "author": [
                {"given": "Ana", "family": "Sousa"},
                {"given": "Durga", "family": "KC"},
            ]
        },
    ),
    ({"page": "n/a-n/a"}, {"page": None}),
    ({"page": "S1-S4, 9"}, {"page": "S1-S4, 9"}),
    ({"page": None, "article-number": "e77"}, {"page": "e77", "number": None}),
    ({"page": "1-9", "article-number": "77"}, {"page": "1-9", "number": "77"}),
    ({"issue": None, "journal-issue": {"issue": "4"}}, {"issue": "4"}),
    ({"container-title": ["Soil &amp; Sea"]}, {"container-title": "Soil & Sea"}),
    ({"short-container-title": ["J. Coasts"]}, {"container-title-short": "J. Coasts"}),
    ({"short-container-title": ["Journal of coasts"]}, {"container-title-short": None}),
    (
        {
            "type": "book-chapter",
            "container-title": ["Studies in Shores", "Dunes: A Reader"],
        },
        {
            "type": "chapter",
            "container-title": "Dunes: A Reader",
            "collection-title": "Studies in Shores",
        },
    ),
    (
        {
            "type": "book-chapter",
            "container-title": ["Dunes of the North 2020", "Lecture Notes in Sand"],
        },
        {
            "container-title": "Dunes of the North 2020",
            "collection-title": "Lecture Notes in Sand",
        },
    ),
    (
        {
            "type": "proceedings-article",
            "container-title": ["Proceedings of Dune Days", "Coast Series"],
            "event": {
                "name": "Dune Days",
                "location": "Faro",
                "start": {"date-parts": [[2020, 5, 1]]},
            },
        },
        {
            "type": "paper-conference",
            "container-title": "Proceedings of Dune Days",
            "event-title": "Dune Days",
            "event-place": "Faro",
            "event-date": {"date-parts": [[2020, 5, 1]]},
        },
    ),
    (
        {"type": "monograph", "container-title": ["Coast Library"]},
        {"type": "book", "collection-title": "Coast Library"},
    ),
    (
        {
            "ISBN": ["9783161484100"],
            "isbn-type": [
                {"value": "9780306406157", "type": "electronic"},
                {"value": "9783161484100", "type": "print"},
            ],
        },
        {"ISBN": "9783161484100"},
    ),
    (
        {
            "issn-type": [
                {"value": "2434-561X", "type": "electronic"},
                {"value": "0378-5955", "type": "print"},
            ]
        },
        {"ISSN": "0378-5955"},
    ),
    (
        {
            "type": "dissertation",
            "institution": [{"name": "University of Faro"}],
            "publisher": "Faro Library",
            "degree": ["PhD"],
            "published-print": None,
            "published-online": None,
            "issued": {"date-parts": [[None]]},
            "approved": {"date-parts": [[2019, 6]]},
        },
        {
            "type": "thesis",
            "publisher": "University of Faro",
            "genre": "PhD",
            "issued": {"date-parts": [[2019, 6]]},
        },
    ),
    (
        {
            "type": "posted-content",
            "subtype": "preprint",
            "institution": [{"name": "shoreRxiv"}],
            "published-print": None,
            "posted": {"date-parts": [[2020, 3, 4]]},
            "container-title": [],
        },
        {
            "type": "article",
            "genre": "preprint",
            "container-title": "shoreRxiv",
            "issued": {"date-parts": [[2020, 3, 4]]},
        },
    ),
    ({"type": "posted-content", "subtype": "report"}, {"type": "report"}),
    (
        {"type": "peer-review", "review": {"type": "referee-report"}},
        {"type": "review", "genre": "referee report"},
    ),
    (
        {"type": "journal-issue", "title": []},
        {"type": "periodical", "title": "Journal of Coasts"},
    ),
    (
        {
            "type": "standard",
            "standards-body": {"name": "Tide Norms"},
            "publisher": "TN",
        },
        {"authority": "Tide Norms"},
    ),
    ({"type": "reference-entry"}, {"type": "entry-encyclopedia"}),
    ({"type": "something-new"}, {"type": "document"}),
    ({"type": None}, {"type": "document"}),
    (
        {"publisher-location": "Faro", "edition-number": "2"},
        {"publisher-place": "Faro", "edition": "2"},
    ),
    (
        {"DOI": None, "URL": "https://example.org/a"},
        {"DOI": None, "URL": "https://example.org/a"},
    ),
    (
        {"abstract": "<jats:p>Short <jats:bold>text</jats:bold>.</jats:p>"},
        {"abstract": "Short <b>text</b>."},
    ),
]


@pytest.mark.parametrize(("changes", "expected"), CROSSREF)
def test_crossref(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    work = {
        key: value for key, value in (ARTICLE | changes).items() if value is not None
    }
    item = crossref_reference(work).to_csl()
    assert {key: item.get(key) for key in expected} == expected


def test_two_titles_are_a_title_and_its_translation() -> None:
    reference = crossref_reference(
        ARTICLE | {"title": ["Pegel", "Gauges"], "subtitle": ["Heute", "Today"]}
    )
    assert reference.title == "Pegel: Heute"
    assert reference.translations["title"].text == "Gauges: Today"


NAMES: list[tuple[dict[str, str], dict[str, Any] | None]] = [
    ({"given": "Ana", "family": "Sousa"}, {"given": "Ana", "family": "Sousa"}),
    (
        {"given": "Jo", "family": "van der Laan"},
        {"given": "Jo", "family": "Laan", "non-dropping-particle": "van der"},
    ),
    (
        {"given": "Rui da", "family": "Costa"},
        {"given": "Rui", "family": "Costa", "dropping-particle": "da"},
    ),
    (
        {"given": "Guy", "family": "d'Arc"},
        {"given": "Guy", "family": "Arc", "non-dropping-particle": "d'"},
    ),
    (
        {"given": "Al", "family": "Poe Jr."},
        {"given": "Al", "family": "Poe", "suffix": "Jr."},
    ),
    (
        {"given": "Al", "family": "Poe", "suffix": "III"},
        {"given": "Al", "family": "Poe", "suffix": "III"},
    ),
    (
        {"given": "Al, Jr", "family": "Poe"},
        {"given": "Al", "family": "Poe", "suffix": "Jr", "comma-suffix": True},
    ),
    (
        {"given": "ANA", "family": "SOUSA-REIS"},
        {"given": "Ana", "family": "Sousa-Reis"},
    ),
    ({"given": "J.", "family": "MCDONALD"}, {"given": "J.", "family": "McDonald"}),
    ({"given": "J.", "family": "LI"}, {"given": "J.", "family": "LI"}),
    ({"given": "JÃ¼rgen", "family": "GroÃŸ"}, {"given": "Jürgen", "family": "Groß"}),
    ({"body": "Tide Watch &amp; Co"}, {"literal": "Tide Watch & Co"}),
    ({"family": "The Gauge Working Group"}, {"literal": "The Gauge Working Group"}),
    ({"family": "Institute of Dunes"}, {"literal": "Institute of Dunes"}),
    ({"family": "Mei Lin"}, {"given": "Mei", "family": "Lin"}),
    ({"family": "SOUSA, ANA M."}, {"given": "Ana M.", "family": "Sousa"}),
    ({"family": "Plato"}, {"family": "Plato"}),
    ({"family": "Ann B. Lee, Carl D. Fox"}, {"literal": "Ann B. Lee, Carl D. Fox"}),
    ({"family": "Poe", "suffix": "MD"}, {"family": "Poe", "suffix": "MD"}),
    ({"family": "Tide Group", "suffix": "Inc"}, {"literal": "Tide Group, Inc"}),
    ({"family": "-", "given": "Sukarno"}, {"family": "Sukarno"}),
    ({"family": "Participants", "given": "Dune Project"}, None),
    ({"family": "&NA;", "given": ""}, None),
    ({}, None),
]


@pytest.mark.parametrize(("parts", "expected"), NAMES)
def test_names(parts: dict[str, str], expected: dict[str, Any] | None) -> None:
    name = name_from_parts(**parts)
    if expected is None:
        assert name is None or name.to_csl()
    else:
        assert name is not None
        assert name.to_csl() == expected


def test_names_in_one_string() -> None:
    assert name_from_text("Reis, Eva de") is not None
    assert str(name_from_text("Reis, Eva de")) == "Eva de Reis"
    assert name_from_text("Agency for Tides, North") == name_from_parts(
        body="Agency for Tides, North"
    )


DATASET: dict[str, Any] = {
    "doi": "10.5555/DATA.1",
    "types": {"resourceTypeGeneral": "Dataset", "citeproc": "dataset"},
    "titles": [{"title": "Gauge readings"}],
    "creators": [
        {
            "name": "Sousa, Ana",
            "givenName": "Ana",
            "familyName": "Sousa",
            "nameType": "Personal",
        }
    ],
    "publisher": "TideStore",
    "publicationYear": 2020,
    "dates": [{"date": "2020-05-06T07:08:09Z", "dateType": "Issued"}],
}

DATACITE: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {},
        {
            "type": "dataset",
            "issued": {"date-parts": [[2020, 5, 6]]},
            "publisher": "TideStore",
        },
    ),
    ({"publisher": {"name": "TideStore", "lang": "en"}}, {"publisher": "TideStore"}),
    ({"publisher": "(:unav)"}, {"publisher": None}),
    ({"publicationYear": 2019}, {"issued": {"date-parts": [[2019]]}}),
    ({"publicationYear": None, "dates": []}, {"issued": None}),
    (
        {
            "dates": [
                {"date": "2020", "dateType": "Issued"},
                {"date": "2020-01-02", "dateType": "Available"},
            ]
        },
        {
            "issued": {"date-parts": [[2020]]},
            "available-date": {"date-parts": [[2020, 1, 2]]},
        },
    ),
    (
        {
            "titles": [
                {"title": "Leituras", "titleType": "AlternativeTitle"},
                {"title": "Gauge readings"},
                {"title": "2020", "titleType": "Subtitle"},
            ]
        },
        {"title": "Gauge readings: 2020"},
    ),
    (
        {"creators": [{"name": "Sousa, Ana M."}]},
        {"author": [{"given": "Ana M.", "family": "Sousa"}]},
    ),
    (
        {"creators": [{"name": "Tide, Watch", "nameType": "Organizational"}]},
        {"author": [{"literal": "Tide, Watch"}]},
    ),
    (
        {
            "contributors": [
                {
                    "name": "Reis, Eva",
                    "givenName": "Eva",
                    "familyName": "Reis",
                    "contributorType": "Editor",
                },
                {"name": "X", "contributorType": "DataManager"},
            ]
        },
        {"editor": [{"given": "Eva", "family": "Reis"}]},
    ),
    (
        {
            "types": {"resourceTypeGeneral": "Text"},
            "container": {
                "type": "Series",
                "title": "J. Coasts",
                "volume": "3",
                "firstPage": "4",
                "lastPage": "9",
                "identifier": "0378-5955",
                "identifierType": "ISSN",
            },
        },
        {
            "type": "article-journal",
            "container-title": "J. Coasts",
            "volume": "3",
            "page": "4-9",
            "ISSN": "0378-5955",
        },
    ),
    (
        {
            "container": {
                "type": "Series",
                "title": "Dune Days",
                "firstPage": "Spain; 31",
                "lastPage": "39",
            }
        },
        {"page": "31-39"},
    ),
    (
        {
            "container": {
                "title": "Dune Days",
                "firstPage": "Vol. 1",
                "lastPage": "2018)",
            }
        },
        {"page": None},
    ),
    (
        {"types": {"resourceTypeGeneral": "Text", "resourceType": "Doctoral thesis"}},
        {"type": "thesis"},
    ),
    (
        {"types": {"resourceTypeGeneral": "Software"}, "version": "v1.2"},
        {"type": "software", "version": "1.2"},
    ),
    (
        {
            "doi": "10.48550/arXiv.2001.00001",
            "types": {"resourceTypeGeneral": "Preprint"},
        },
        {"type": "article", "number": "arXiv:2001.00001"},
    ),
    (
        {
            "relatedItems": [
                {
                    "relationType": "IsPublishedIn",
                    "titles": [{"title": "Tides"}],
                    "issue": "2",
                }
            ]
        },
        {"container-title": "Tides", "issue": "2"},
    ),
]


@pytest.mark.parametrize(("changes", "expected"), DATACITE)
def test_datacite(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    attributes = {
        key: value for key, value in (DATASET | changes).items() if value is not None
    }
    item = datacite_reference(attributes).to_csl()
    assert {key: item.get(key) for key in expected} == expected


def test_every_variable_has_its_pointer() -> None:
    for record, source in (
        (crossref_record(ARTICLE), ARTICLE),
        (datacite_record(DATASET), DATASET),
    ):
        assert set(record.pointers) == set(record.reference.fields)
        for pointer in filter(None, record.pointers.values()):
            value: Any = source
            for step in pointer.strip("/").split("/"):
                value = value[int(step) if isinstance(value, list) else step]


_ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 10**12) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(("date-parts", "x", "family")), inner, max_size=2
        )
    ),
    max_leaves=4,
)
"""Any value that JSON has."""
_OTHERS = "event relation journal-issue isbn-type contributors container license"


@pytest.mark.parametrize(
    ("source", "convert"),
    [(ARTICLE, crossref_reference), (DATASET, datacite_reference)],
)
@settings(max_examples=200)
@given(damage=st.data())
def test_damaged_records_raise_nothing_and_give_valid_items(
    source: dict[str, Any],
    convert: Callable[[dict[str, Any]], Reference],
    damage: st.DataObject,
) -> None:
    """Any value may stand anywhere in a registry's JSON."""
    members = st.sampled_from([*sorted(source), *_OTHERS.split()])
    damaged = source | damage.draw(st.dictionaries(members, _ODD, max_size=6))
    item = convert(damaged).to_csl()
    assert {"id", "type", "custom", *KIND} >= item.keys()
