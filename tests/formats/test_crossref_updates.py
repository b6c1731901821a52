"""Retractions and the rest point at the work, never at the notice."""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs.formats.registries.crossref_updates import (
    crossref_updates,
    marked_title,
    notice_title,
)
from csecrefs.formats.registries.datacite import datacite_updates


def _work(title: str, **fields: Any) -> dict[str, Any]:
    return {"DOI": "10.5555/work", "title": [title]} | {
        name.replace("_", "-"): v for name, v in fields.items()
    }


def _entry(kind: str, doi: str, source: str = "publisher") -> dict[str, Any]:
    return {
        "type": kind,
        "DOI": doi,
        "source": source,
        "updated": {"date-parts": [[2020, 1, 2]]},
    }


NOTICE, OTHER = "10.5555/notice", "10.5555/other"

CASES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    (_work("A"), []),
    (_work("A", updated_by=[_entry("retraction", NOTICE)]), [("retracted", NOTICE)]),
    (
        _work("A", updated_by=[_entry("expression_of_concern", NOTICE)]),
        [("concern", NOTICE)],
    ),
    (_work("A", updated_by=[_entry("erratum", NOTICE)]), [("corrected", NOTICE)]),
    (_work("A", updated_by=[_entry("withdrawal", NOTICE)]), [("removed", NOTICE)]),
    (
        _work("A", updated_by=[_entry("new_version", "10.5555/WORK")]),
        [("new-version", "10.5555/work")],
    ),
    (
        _work("A", update_to=[_entry("retraction", "10.5555/work")]),
        [("retracted", "10.5555/work")],
    ),
    (
        _work("Retraction: A", update_to=[_entry("retraction", OTHER)]),
        [("notice-for", OTHER)],
    ),
    (
        _work(
            "Retraction: A",
            update_to=[_entry("retraction", OTHER)],
            updated_by=[_entry("retraction", OTHER)],
        ),
        [("notice-for", OTHER)],
    ),
    (
        _work(
            "A note",
            update_to=[_entry("retraction", OTHER, "retraction-watch")],
            updated_by=[_entry("retraction", OTHER)],
        ),
        [("notice-for", OTHER)],
    ),
    (_work("Notice of retraction", updated_by=[_entry("retraction", OTHER)]), []),
    (
        _work(
            "RETRACTED: A",
            update_to=[_entry("retraction", NOTICE)],
            updated_by=[_entry("retraction", NOTICE)],
        ),
        [("retracted", NOTICE)],
    ),
    (_work("RETRACTED ARTICLE: A"), [("retracted", "10.5555/work")]),
    (_work("[Retracted] A"), [("retracted", "10.5555/work")]),
    (_work("WITHDRAWN: A"), [("removed", "10.5555/work")]),
    (
        _work("Correction: A", update_to=[_entry("correction", OTHER)]),
        [("notice-for", OTHER)],
    ),
    (
        _work(
            "A",
            updated_by=[
                _entry("correction", OTHER),
                _entry("retraction", NOTICE, "retraction-watch"),
            ],
        ),
        [("retracted", NOTICE), ("corrected", OTHER)],
    ),
    (
        _work("A", relation={"is-preprint-of": [{"id-type": "doi", "id": OTHER}]}),
        [("published-as", OTHER)],
    ),
    (
        _work("A", relation={"has-preprint": [{"id-type": "doi", "id": OTHER}]}),
        [("preprint", OTHER)],
    ),
    (_work("A", relation={"retraction": [{"id-type": "doi", "id": OTHER}]}), []),
    (
        _work("A", updated_by="nonsense", update_to=[None, {}, {"type": "retraction"}]),
        [],
    ),
]


@pytest.mark.parametrize(("work", "expected"), CASES)
def test_crossref_updates(
    work: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert [(update.kind, update.doi) for update in crossref_updates(work)] == expected


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Erratum to: Tides", "erratum"),
        ("Corrigendum", "corrigendum"),
        ("Author Correction: Tides", "correction"),
        ("Publisher’s correction to “Tides”", "correction"),
        ("Expression of concern: Tides", "expression of concern"),
        ("Retraction notice to Tides", "retraction"),
        ("Correction of refractive error in children", ""),
        ("Withdrawal of treatment in intensive care", ""),
        ("Retraction of the lung in surgery", ""),
        ("RETRACTED: Tides", ""),
    ],
)
def test_titles_of_notices(title: str, word: str) -> None:
    assert notice_title(title) == word


def test_marked_titles() -> None:
    assert marked_title("REMOVED: Tides") == "removed"
    assert marked_title("Retracted memories") is None


def test_datacite_versions() -> None:
    record = {
        "doi": "10.5555/d.1",
        "types": {"resourceTypeGeneral": "Dataset"},
        "relatedIdentifiers": [
            {"relationType": "IsPreviousVersionOf", "relatedIdentifier": "10.5555/d.2"},
            {"relationType": "Cites", "relatedIdentifier": "10.5555/x"},
        ],
        "dates": [{"date": "2021-02-03", "dateType": "Withdrawn"}],
    }
    assert [(u.kind, u.doi) for u in datacite_updates(record)] == [
        ("new-version", "10.5555/d.2"),
        ("removed", "10.5555/d.1"),
    ]
