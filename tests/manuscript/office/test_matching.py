"""Works of documents are found in the library by key, DOI, title, author and year."""

from __future__ import annotations

import pytest

from csecrefs.csl.cite import Cite
from csecrefs.manuscript.matching import matched
from csecrefs.manuscript.sites import Manuscript, Site
from csecrefs.model import Reference

TITLE = "On the Tides of $H_2$O in Narrow Harbours"


def record(key: str, title: str = TITLE, **fields: object) -> Reference:
    names = {"author": [{"family": "Low", "given": "Ann"}]}
    year = {"issued": {"date-parts": [[2001]]}}
    return Reference.from_csl({"id": key, "title": title, **names, **year, **fields})


def key_of(inside: Reference, *library: Reference) -> str:
    site = Site(0, 1, (Cite(inside.id),), command="csl")
    manuscript = Manuscript("x", "docx", b"", sites=(site,), references=(inside,))
    found = matched(manuscript, {each.id: each for each in library})
    (cite,) = found.sites[0].cites
    known = {each.id for each in (*found.references, *library)}
    assert cite.id in known
    return cite.id


@pytest.mark.parametrize(
    ("inside", "library", "key"),
    [
        (record("low2001", DOI="10.1/A"), record("x", "Other", DOI="10.1/a"), "x"),
        (
            record("low2001"),
            record("x", "On the tides of H<sub>2</sub>O in narrow harbours"),
            "x",
        ),
        (record("low2001"), record("x", issued={"date-parts": [[1990]]}), "low2001"),
        (record("low2001"), record("x", author=[{"family": "May"}]), "low2001"),
        (record("low2001"), record("x", author=[]), "x"),
        (record("low2001", "Tides"), record("x", "Tides", author=[]), "low2001"),
        (
            record("low2001"),
            record("low2001", "Quite Another Work on Sand"),
            "low2001-2",
        ),
        (record("low2001", DOI="10.1/a"), record("low2001", DOI="10.1/b"), "low2001"),
        (
            record("low", "An Edited Title", **{"citation-key": "low"}),
            record("low", "Quite Another Work on Sand"),
            "low",
        ),
    ],
)
def test_one_work(inside: Reference, library: Reference, key: str) -> None:
    assert key_of(inside, library) == key


def unnamed(key: str, **fields: object) -> Reference:
    return record(key, "Old Songs", author=[], **fields)


@pytest.mark.parametrize(
    ("inside", "library", "key"),
    [
        ({"publisher": "Old House"}, {"publisher": "Old House"}, "x"),
        ({"container-title": "Hills"}, {"container-title": "HILLS"}, "x"),
        # One title and year are not enough, nor is a detail that differs.
        ({}, {}, "low2001"),
        ({"publisher": "Old House"}, {}, "low2001"),
        (
            {"container-title": "Hills", "page": "1"},
            {"container-title": "Hills", "page": "9"},
            "low2001",
        ),
        (
            {"publisher": "Old House"},
            {"publisher": "Old House", "issued": {"date-parts": [[1990]]}},
            "low2001",
        ),
    ],
)
def test_short_titles_without_names(
    inside: dict[str, object],
    library: dict[str, object],
    key: str,
) -> None:
    assert key_of(unnamed("low2001", **inside), unnamed("x", **library)) == key


def test_of_two_like_works_the_one_with_more_in_common() -> None:
    first, second = record("a", volume="1"), record("b", volume="2")
    assert key_of(record("low2001", volume="2"), first, second) == "b"


def test_names_in_braces() -> None:
    library = {each.id: each for each in (record("a"), record("b", "Ebb"))}

    def keys(*names: str) -> list[str]:
        sites = tuple([Site(0, 1, (Cite(name),), command="scan") for name in names])
        found = matched(Manuscript("x", "docx", b"", sites=sites), library)
        return [site.cites[0].id for site in found.sites]

    assert keys("Low, 2001a", "Low, 2001b", "Low, 2001") == ["a", "b", "Low, 2001"]
    assert keys("LOW et al., 2001b", "May, 2001") == ["b", "May, 2001"]
