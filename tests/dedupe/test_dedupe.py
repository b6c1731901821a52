"""Duplicates: found for a reason, never merged across works, merged field by field."""

from __future__ import annotations

import pytest

from csecrefs import Library
from csecrefs.comparison.profile import address_key, profile
from csecrefs.dedupe import duplicates, merge
from csecrefs.model import Date, Name, Reference
from tests.benchmarks.dedupe import measure

pytestmark = pytest.mark.slow


def _reference(key: str, **fields: object) -> Reference:
    given: dict[str, object] = {
        "title": "Reading tide gauges along the northern coast",
        "author": (Name("Sousa", "Ana"),),
        "issued": Date((2020,)),
    }
    return Reference(key, "article-journal").evolve(given | fields)


def test_two_records_of_one_work() -> None:
    clusters = duplicates(
        [
            _reference("a", DOI="10.5555/1"),
            _reference(
                "other", title="Orchards of Bohemia and their keepers", DOI="10.5555/2"
            ),
            _reference(
                "b", DOI="https://doi.org/10.5555/1", title="Reading tide gauges"
            ),
            _reference("c", author=(Name("Sousa", "A."),)),
        ]
    )
    assert [cluster.keys for cluster in clusters] == [("a", "b", "c")]
    assert any("same DOI" in reason for reason in clusters[0].reasons)


def test_different_dois_never_stand_together() -> None:
    clusters = duplicates(
        [
            _reference("a", DOI="10.5555/1"),
            _reference("b", DOI="10.5555/2"),
            _reference("c"),
        ]
    )
    assert [len(cluster.keys) for cluster in clusters] == [2]


def test_an_erratum_a_part_and_a_preprint_are_other_works() -> None:
    title = "Reading tide gauges along the northern coast"
    preprint = Reference("p", "article").evolve(dict(_reference("x").fields))
    others = [
        _reference("e", title=f"Erratum to: {title}"),
        _reference("ii", title=f"{title}. II"),
        preprint,
    ]
    assert duplicates([_reference("a"), *others]) == []


def test_merge_takes_what_says_most_and_tells() -> None:
    first = _reference("a", author=(Name("Sousa", "A."),), volume="3", page="1-9")
    second = _reference(
        "b",
        title="Reading tide gauges",
        issued=Date((2020, 5)),
        DOI="10.5555/1",
        volume="4",
    )
    merged = merge([first, second])
    assert merged.reference.id == "a"
    assert merged.reference.title == first.title and merged.reference.issued == Date(
        (2020, 5)
    )
    assert merged.reference.names("author") == (Name("Sousa", "Ana"),)
    assert (merged.reference.volume, merged.reference.DOI) == ("3", "10.5555/1")
    assert {choice.variable: choice.key for choice in merged.choices} == {
        "title": "a", "author": "b", "issued": "b", "volume": "a",
    }  # fmt: skip
    assert merged.replaced == (first, second)
    assert merge([first, second], prefer="b").reference.id == "b"


def test_many_records_with_near_misses() -> None:
    wrong, found, seeded = measure(1500, seed=4)
    assert wrong == 0
    assert found >= 0.99 * seeded


def test_nothing_to_compare() -> None:
    assert duplicates([]) == []
    assert duplicates([Reference("a"), Reference("b")]) == []


def _edition(key: str, **fields: str) -> Reference:
    item = {
        "id": key,
        "type": "book",
        "title": "A treatise on the building of oars",
        "author": [{"family": "Vole", "given": "Ann"}],
        "issued": {"date-parts": [[2001]]},
        "publisher": "Press",
    }
    return Reference.from_csl(item | fields)


def test_editions_stay_apart() -> None:
    first, second = _edition("a", edition="1"), _edition("b", edition="2nd ed.")
    assert not duplicates([first, second])
    assert not duplicates([first, second, _edition("c")])[1:]
    assert duplicates([second, _edition("c", edition="Second edition")])
    assert duplicates([second, _edition("c")])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # PubMed gives a translated title in brackets, the journal its own.
        ({"PMID": "12345678"}, {"PMID": "PMID: 12345678", "title": "Mareographes"}),
        ({"PMID": "1234567"}, {"PMID": "01234567", "title": "Reading tide gages"}),
        ({"PMID": "1234567"}, {"PMID": "1234567", "title": ""}),
        (
            {"URL": "https://www.office.example/tides/"},
            {
                "URL": "http://office.example/tides#top",
                "title": "Reading tide gauges along the northern coast - Tide Office",
                "author": (),
            },
        ),
        (
            {"URL": "https://office.example/tides", "author": ()},
            {"URL": "https://office.example/tides", "title": "", "author": ()},
        ),
        (
            {"URL": "https://office.example/tides", "issued": Date((2021,))},
            {"URL": "https://office.example/tides", "title": "Reading tide gauges"},
        ),
    ],
)
def test_one_number_or_page_is_found(
    first: dict[str, object], second: dict[str, object]
) -> None:
    found = duplicates([_reference("a", **first), _reference("b", **second)])
    assert [cluster.keys for cluster in found] == [("a", "b")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Two numbers are two works, as two DOIs are.
        ({"PMID": "1234567"}, {"PMID": "1234568"}),
        # A number copied to another work.
        (
            {"PMID": "1234567"},
            {
                "PMID": "1234567",
                "title": "Orchards of Bohemia",
                "author": (Name("Kral", "Petr"),),
            },
        ),
        # The start page of a site, and a page that lists many works.
        (
            {"URL": "https://office.example/"},
            {"URL": "https://office.example", "title": "Orchards of Bohemia"},
        ),
        (
            {"URL": "https://office.example/papers"},
            {
                "URL": "https://office.example/papers",
                "title": "Orchards of Bohemia and their keepers",
            },
        ),
        (
            {"URL": "https://office.example/papers", "page": "1-9"},
            {
                "URL": "https://office.example/papers",
                "title": "Reading tide gauges",
                "page": "10-19",
            },
        ),
    ],
)
def test_another_work_of_a_number_or_page_stays_apart(
    first: dict[str, object], second: dict[str, object]
) -> None:
    assert not duplicates([_reference("a", **first), _reference("b", **second)])


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("Ueber die Haefen", "Über die Häfen"),
        ("Die Strasse nach Goerlitz", "Die Straße nach Görlitz"),
        ("Om oeerne og aaerne", "Om øerne og åerne"),
        ("Etudes sur les marees", "Études sur les marées"),
        ("ON THE TIDES OF HARBOURS", "On the tides of harbours"),
        ("\u00c3\u0153ber die H\u00c3\u00a4fen", "Über die Häfen"),
        ("On the tides of harb\ufffdurs", "On the tides of harbours"),
        ("Über die Häfen", "Ueber die Haefen: eine Reise"),
    ],
)
def test_the_better_form_of_a_text_wins(worse: str, better: str) -> None:
    one, other = _reference("a", title=worse), _reference("b", title=better)
    assert merge([one, other]).reference.text("title") == better
    assert merge([other, one]).reference.text("title") == better


def test_the_better_form_of_a_name_wins() -> None:
    one = _reference("a", author=(Name("Mueller", "Joerg"),))
    other = _reference("b", author=(Name("Müller", "Jörg"),))
    assert merge([one, other]).reference.names("author") == (Name("Müller", "Jörg"),)
    assert [cluster.keys for cluster in duplicates([one, other])] == [("a", "b")]


@pytest.mark.parametrize(
    "editions",
    [("1", "2"), ("First edition", "2. Auflage"), ("1st ed.", "2"), ("3e", "2e éd.")],
)
def test_editions_of_one_book_stay_apart(editions: tuple[str, str]) -> None:
    first = _edition("a", edition=editions[0], URL="https://press.example/oars")
    second = _edition("b", edition=editions[1], URL="https://press.example/oars")
    assert not duplicates([first, second])


def test_numbers_of_one_series_stay_apart() -> None:
    series = {"collection-title": "Oar Notes"}
    third = _edition("a", **series, **{"collection-number": "3"})
    fourth = _edition("b", **series, **{"collection-number": "4"})
    assert not duplicates([third, fourth])
    # guards: one number written twice, and a record that does not give it
    again = _edition("c", **series, **{"collection-number": "No. 3"})
    assert duplicates([third, again])
    assert duplicates([third, _edition("d")])


def test_a_library_returns_its_merges() -> None:
    library = Library(
        [
            _reference("a", DOI="10.5555/1"),
            _reference("b", DOI="10.5555/1", volume="3"),
            _reference("c", title="Orchards of Bohemia", DOI="10.5555/2"),
        ]
    )
    (found,) = library.dedupe()
    assert found.cluster.keys == ("a", "b")
    assert found.merged.reference.text("volume") == "3"
    assert library.dedupe("c") == []
    assert len(library.dedupe("b")) == 1


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("Ueber die Haefen", "Über die Häfen"),
        ("Ãœber die HÃ¤fen des Nordens", "Über die Häfen des Nordens"),
        ("Haarde aar paa Oeland", "Hårde år på Öland"),
        ("BLOSSOM DATES OF THE RIVER", "Blossom Dates of the River"),
        ("Die Strasse", "Die Straße"),
    ],
)
def test_the_better_form_of_a_title_wins(worse: str, better: str) -> None:
    for pair in ((worse, better), (better, worse)):
        references = [
            _reference(key, title=title) for key, title in zip("ab", pair, strict=True)
        ]
        (found,) = Library(references).dedupe()
        assert found.merged.reference.title == better


def test_a_doi_in_the_address_is_the_doi() -> None:
    one = _reference("a", title="Blossom dates", DOI="10.5555/1")
    two = _reference("b", title="Bloom", URL="https://dx.doi.org/10.5555/1")
    three = _reference("c", title="Blossom dates", URL="https://doi.org/10.5555/2")
    assert [each.keys for each in duplicates([one, two, three])] == [("a", "b")]
    assert profile(two).doi == "10.5555/1"


def test_addresses_are_compared_without_what_says_who_came() -> None:
    keys = {
        address_key(url)
        for url in ("http://a.org/x", "https://www.a.org/x/?utm_source=mail#top")
    }
    assert keys == {"a.org/x"}
    assert address_key("http://a.org/x?id=1") != address_key("http://a.org/x?id=2")
