"""Duplicates: found for a reason, never merged across works, merged field by field."""

from __future__ import annotations

import pytest

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
