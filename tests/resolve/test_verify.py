"""Verdicts, updates and proposals against the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from csecrefs import Library
from csecrefs.model import Reference
from csecrefs.model.registries import TABLE
from csecrefs.net.session import NetSettings, PoliteSession
from csecrefs.resolve import Registries, Resolver
from csecrefs.resolve.enrich import enrich, enrich_one
from csecrefs.resolve.missing import find_work
from csecrefs.resolve.verify import identifier_of, verify, verify_one
from csecrefs.testing import StandIn

TITLE = "Reading tide gauges along the northern coast"
WORK: dict[str, Any] = {
    "DOI": "10.5555/work",
    "type": "journal-article",
    "title": [TITLE],
    "author": [
        {"given": "Ana", "family": "Sousa"},
        {"given": "Jan", "family": "Nowak"},
    ],
    "container-title": ["Journal of Coastal Research"],
    "volume": "36",
    "issue": "2",
    "page": "123-138",
    "published-print": {"date-parts": [[2020, 3]]},
    "published-online": {"date-parts": [[2019, 12]]},
}
ERRATUM = WORK | {
    "DOI": "10.5555/erratum",
    "title": [f"Erratum to: {TITLE}"],
    "page": "400",
}
OTHER = {"DOI": "10.5555/other", "type": "book", "title": ["Orchards of Bohemia"],
         "author": [{"given": "Eva", "family": "Reis"}], "issued": {"date-parts": [[1999]]}}  # fmt: skip
RETRACTED = WORK | {
    "DOI": "10.5555/gone",
    "updated-by": [
        {"type": "retraction", "DOI": "10.5555/notice", "source": "publisher"}
    ],
}
TYPED: dict[str, Any] = {
    "id": "sousa2020",
    "type": "article-journal",
    "title": TITLE,
    "author": [{"given": "A.", "family": "Sousa"}, {"given": "J.", "family": "Nowak"}],
    "container-title": "J. Coast. Res.",
    "volume": "36",
    "page": "123–138",
    "issued": {"date-parts": [[2020]]},
    "DOI": "10.5555/work",
}


def _typed(**changes: Any) -> Reference:
    item = TYPED | {name.replace("_", "-"): value for name, value in changes.items()}
    return Reference.from_csl(
        {key: value for key, value in item.items() if value is not None}
    )


@pytest.fixture
def registry() -> Iterator[StandIn]:
    with StandIn() as server:
        server.add_crossref(WORK, ERRATUM, OTHER)
        yield server


@pytest.fixture
def resolver(registry: StandIn) -> Iterator[Resolver]:
    with PoliteSession(NetSettings(tries=1)) as session:
        yield Resolver(session, Registries.at(registry.url))


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        (
            {
                "author": WORK["author"],
                "container_title": "Journal of Coastal Research",
                "page": "123-138",
            },
            "ok",
        ),
        ({}, "cosmetic"),
        ({"issued": {"date-parts": [[2019]]}}, "cosmetic"),
        ({"author": None}, "incomplete"),
        ({"issued": {"date-parts": [[2018]]}}, "field-mismatch"),
        ({"author": TYPED["author"][:1]}, "field-mismatch"),
        ({"DOI": "10.5555/other"}, "wrong-work"),
        ({"DOI": "10.5555/erratum"}, "field-mismatch"),
        ({"DOI": "10.5555/nothing"}, "bad-identifier"),
        ({"DOI": "10.9999/x"}, "bad-identifier"),
        ({"DOI": "to appear"}, "bad-identifier"),
        ({"DOI": None}, "cosmetic"),
        (
            {"DOI": None, "title": "A work nobody ever registered anywhere"},
            "unconfirmed",
        ),
        ({"DOI": None, "title": None}, "unconfirmed"),
    ],
)
def test_verdicts(resolver: Resolver, changes: dict[str, Any], verdict: str) -> None:
    verification = verify_one(_typed(**changes), resolver)
    assert verification.verdict == verdict, verification
    assert verification.key == "sousa2020"


def test_what_happened_since(registry: StandIn, resolver: Resolver) -> None:
    registry.add_crossref(RETRACTED)
    verification = verify_one(_typed(DOI="10.5555/gone"), resolver)
    assert (
        verification.verdict == "cosmetic"
        and verification.grave
        and verification.finding
    )
    assert verification.updates[0].doi == "10.5555/notice"


@pytest.mark.parametrize("changes", [{}, {"DOI": None}])
def test_an_outage_leaves_a_record_unchecked(
    registry: StandIn, resolver: Resolver, changes: dict[str, Any]
) -> None:
    registry.fail(1.0, "503")
    assert verify_one(_typed(**changes), resolver).verdict == "unchecked"
    assert enrich_one(_typed(**changes), resolver).outcome == "unchecked"


def test_many_in_order(resolver: Resolver) -> None:
    references = [
        _typed(id=f"r{n}", DOI="10.5555/work" if n % 2 else "10.5555/other")
        for n in range(8)
    ]
    assert [v.key for v in verify(references, resolver)] == [f"r{n}" for n in range(8)]
    assert [e.outcome for e in enrich(references[:2], resolver)] == [
        "doubtful",
        "proposed",
    ]


def test_the_missing_doi_is_that_of_the_work_and_not_of_its_erratum(
    resolver: Resolver,
) -> None:
    found = find_work(_typed(DOI=None), resolver)
    assert found is not None and str(found.resolution.identifier) == "doi:10.5555/work"
    assert "same title" in str(found.match)


def test_two_equal_candidates_are_no_answer(
    registry: StandIn, resolver: Resolver
) -> None:
    registry.add_crossref(WORK | {"DOI": "10.5555/twin"})
    assert find_work(_typed(DOI=None), resolver) is None


def test_proposals_fill_only_what_is_empty(resolver: Resolver) -> None:
    enrichment = enrich_one(_typed(DOI=None, volume=None), resolver)
    proposed = {proposal.variable: proposal.value for proposal in enrichment.proposals}
    assert proposed == {"volume": "36", "issue": "2", "DOI": "10.5555/work"}
    assert (
        enrichment.proposals[0].provenance is not None and enrichment.match is not None
    )
    enriched = enrichment.apply(_typed(DOI=None, volume="37"))
    assert (enriched.volume, enriched.issue, enriched.page) == ("37", "2", "123–138")
    assert (
        enrich_one(enrichment.apply(_typed(DOI=None, volume=None)), resolver).outcome
        == "complete"
    )


def test_the_identifier_that_is_asked_for() -> None:
    assert str(identifier_of(_typed(DOI=None, PMID="12345"))) == "pmid:12345"
    assert (
        str(identifier_of(_typed(DOI=None, URL="https://arxiv.org/abs/2001.00001")))
        == "arxiv:2001.00001"
    )
    assert (
        str(identifier_of(_typed(DOI=None, type="book", ISBN="0-306-40615-2")))
        == "isbn:9780306406157"
    )
    assert identifier_of(_typed(DOI=None)) is None


def test_a_library_reports_its_progress(
    registry: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [each.name for each in TABLE]:
        monkeypatch.setenv(f"CSECREFS_{name.upper()}", registry.url)
    monkeypatch.setenv("CSECREFS_CACHE", str(tmp_path / "cache.sqlite"))
    library, steps = Library([_typed(), _typed(id="b", DOI="10.5555/other")]), []
    found = library.verify(progress=lambda number, total: steps.append((number, total)))
    assert [each.verdict for each in found] == ["cosmetic", "wrong-work"]
    assert steps == [(1, 2), (2, 2)]
    steps.clear()
    library.enrich("b", progress=lambda number, total: steps.append((number, total)))
    assert steps == [(1, 1)]
    # What was answered is in the cache; no request is made offline.
    again = library.verify("b", offline=True)
    assert [each.verdict for each in again] == ["wrong-work"]


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ("journal={CoRR}, volume={abs/1901.01234}", "1901.01234"),
        ("journal={CoRR}, volume={abs/cs/0112017}", "cs/0112017"),
        ("journal={arXiv}, volume={1901.01234}", "1901.01234"),
        ("journal={arXiv e-prints}, pages={1901.01234}", "1901.01234"),
        ("publisher={arXiv}, number={1901.01234}", "1901.01234"),
        ("eprint={1901.01234v2}", "1901.01234v2"),
        ("eprint={hep-th/9901001}", "hep-th/9901001"),
        ("archivePrefix={arXiv}, eprint={https://arxiv.org/abs/1901.01234}", "1901.01234"),
        ("number={arXiv:1901.01234}", "1901.01234"),
        ("annote={arXiv:1901.01234}", "1901.01234"),
        # A number that is no arXiv's, and a preprint of another work.
        ("journal={Journal of Tests}, volume={1901}, pages={01234}", ""),
        ("journal={Nature}, note={extends arXiv:1901.01234}", ""),
        ("eprint={1901.01234}, eprinttype={jstor}", ""),
    ],
)  # fmt: skip
def test_an_arxiv_number_is_seen_wherever_people_put_it(
    fields: str, number: str
) -> None:
    source = f"@article{{a, title={{T}}, author={{A, B}}, year={{2019}}, {fields}}}"
    found = identifier_of(Library.parse(source, format="biblatex")["a"])
    if number:
        assert str(found) == f"arxiv:{number}"
    else:
        assert found is None
