"""Records compared: what is the same in other words, and what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs.comparison import compare_fields, profile, same_work
from csecrefs.comparison.names import compare_lists, compare_names, name_key
from csecrefs.comparison.plain import plain
from csecrefs.comparison.profile import number_key, page_key, standing_of
from csecrefs.comparison.titles import same_container, title_key, title_likeness
from csecrefs.model import Name, Reference

WORK: dict[str, Any] = {
    "id": "a",
    "type": "article-journal",
    "title": "Reading tide gauges along the northern coast",
    "author": [
        {"family": "Sousa", "given": "Ana Maria"},
        {"family": "Łukasik", "given": "Jan"},
    ],
    "issued": {"date-parts": [[2020, 3]]},
    "container-title": "Journal of Coastal Research",
    "volume": "36",
    "issue": "2",
    "page": "123-138",
}


def _work(**changes: Any) -> Reference:
    item = WORK | {name.replace("_", "-"): value for name, value in changes.items()}
    return Reference.from_csl(
        {key: value for key, value in item.items() if value is not None}
    )


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<i>In vitro</i> &amp; more", "in vitro and more"),
        ("{\\alpha}-helix", "helix"),
        ("β-catenin in {DNA}", "beta catenin in dna"),
        ("Łódź, Ærø & Straße", "lodz aero and strasse"),
        ("L’État", "letat"),
        ("Ωραία πόλη", "ωραια πολη"),
    ],
)
def test_plain(written: str, text: str) -> None:
    assert plain(written) == text


@pytest.mark.parametrize(
    ("mine", "theirs", "likeness"),
    [
        (Name("Sousa", "Ana"), Name("SOUSA", "Ana"), "same"),
        (Name("Sousa", "A."), Name("Sousa", "Ana Maria"), "compatible"),
        (Name("Sousa", "A M"), Name("Sousa", "Ana Maria"), "compatible"),
        (Name("Sousa", "AM"), Name("Sousa", "Ana Maria"), "compatible"),
        (Name("Lukasik", "Jan"), Name("Łukasik", "Jan"), "same"),
        (Name("Muller", "K."), Name("Mueller", "Karl"), "compatible"),
        (
            Name("Laan", "Jo", non_dropping_particle="van der"),
            Name("van der Laan", "Jo"),
            "same",
        ),
        (Name("Laan", "Jo"), Name("van der Laan", "Jo"), "compatible"),
        (Name("Ming", "Li"), Name("Li", "Ming"), "compatible"),
        (Name("Soussa", "Ana"), Name("Sousa", "Ana"), "similar"),
        (Name("Sousa", "Eva"), Name("Sousa", "Ana"), "different"),
        (Name("Reis", "Eva"), Name("Sousa", "Ana"), "different"),
        (Name(literal="Tide Group"), Name(literal="The Tide Group"), "compatible"),
        (Name(literal="Tide Group"), Name(literal="Moon Society"), "different"),
    ],
)
def test_names(mine: Name, theirs: Name, likeness: str) -> None:
    assert compare_names(name_key(mine), name_key(theirs)) == likeness


def test_lists_of_names() -> None:
    a, b, c = Name("Sousa", "Ana"), Name("Reis", "Eva"), Name("Nowak", "Jan")
    assert not compare_lists([a, b, c], [a, b, c]).problem
    assert not compare_lists([a, Name(literal="others")], [a, b, c]).problem
    assert "missing: eva reis" in compare_lists([a, c], [a, b, c]).problem
    assert "not among the registered" in compare_lists([a, b, c], [a, b]).problem
    assert compare_lists([b, a, c], [a, b, c]).problem == "in another order"
    assert (
        "spelled otherwise"
        in compare_lists([a, Name("Reiss", "Eva"), c], [a, b, c]).problem
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ("J. Coast. Res.", "Journal of Coastal Research", True),
        ("Journal of coastal research", "The Journal of Coastal Research", True),
        ("PNAS", "Proceedings of the National Academy of Sciences", True),
        ("Soil & Water", "Soil and Water", True),
        (
            "Proc. Natl. Acad. Sci. USA",
            "Proceedings of the National Academy of Sciences USA",
            True,
        ),
        ("Journal of Ecology", "Journal of Economics", False),
        ("Pro Tides", "Pro Tides 2.0", False),
        ("Coasts", "Rivers", False),
    ],
)
def test_containers(mine: str, theirs: str, same: bool) -> None:
    assert same_container(mine, theirs) is same


@pytest.mark.parametrize(
    ("mine", "theirs", "least", "most"),
    [
        ("Tide-gauges: a primer", "Tide gauges – A Primer", 1, 1),
        ("RETRACTED: Tide gauges", "Tide gauges", 1, 1),
        (
            "Reading tide gauges",
            "Reading tide gauges: evidence from the north",
            0.92,
            0.92,
        ),
        (
            "Reading tide guages on the coast",
            "Reading tide gauges on the coast",
            0.9,
            0.99,
        ),
        (
            "Reading tide gauges on the coast. II",
            "Reading tide gauges on the coast",
            0.8,
            0.9,
        ),
        (
            "Reading wind gauges on the coast",
            "Reading tide gauges on the coast",
            0.7,
            0.86,
        ),
        ("Orchards of Bohemia", "Reading tide gauges", 0, 0.6),
    ],
)
def test_titles(mine: str, theirs: str, least: float, most: float) -> None:
    assert least <= title_likeness(title_key(mine), title_key(theirs)) <= most


def test_numbers_and_pages() -> None:
    assert [number_key(text) for text in ("Vol. 012", "XII", "12", "no. 3", "3A")] == [
        "12",
        "12",
        "12",
        "3",
        "3a",
    ]
    assert page_key("123--8") == page_key("123–128") == ("123", "128")
    assert page_key("e0042") == ("e42", "") and page_key("") == ("", "")


@pytest.mark.parametrize(
    ("title", "standing"),
    [
        ("Erratum to: Tides", "notice"),
        ("Review of: Tides, by A. Sousa", "review"),
        ("Tides. By Ana Sousa. Faro, 2020. 210 pp. $20", "review"),
        ("Reply to Reis et al.", "reply"),
        ("Tides: authors' reply", "reply"),
        ("Response of wheat to drought", "work"),
        ("Comments on tides", "reply"),
        ("Data from: Tides", "supplement"),
        ("A review of tides", "work"),
        ("Reviewing the tides", "work"),
    ],
)
def test_standing(title: str, standing: str) -> None:
    assert standing_of(_work(title=title)) == standing


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "READING TIDE GAUGES ALONG THE NORTHERN COAST"},
        {
            "author": [
                {"family": "Sousa", "given": "A. M."},
                {"family": "Lukasik", "given": "J."},
            ]
        },
        {"container_title": "J. Coast. Res."},
        {"issue": None, "page": "123"},
        {"page": "123–38", "volume": "XXXVI"},
        {"title": "Reading tide guages along the northern coast", "issue": None},
    ],
)
def test_the_same_work_in_other_words(changes: dict[str, Any]) -> None:
    match = same_work(profile(_work(**changes)), profile(_work()))
    assert match.accepted, str(match)


@pytest.mark.parametrize(
    "changes",
    [
        {
            "title": "Erratum: Reading tide gauges along the northern coast",
            "page": None,
        },
        {"type": "review", "title": "Reading tide gauges along the northern coast"},
        {
            "type": "article",
            "container_title": None,
            "volume": None,
            "issue": None,
            "page": None,
        },
        {
            "title": "Reading tide gauges along the northern coast. II",
            "page": "139-150",
        },
        {"title": "Reading tide gauges along the southern coast", "page": None},
        {
            "author": [{"family": "Reis", "given": "Eva"}],
            "issued": {"date-parts": [[2010]]},
        },
        {"title": "Introduction", "page": None, "volume": None, "author": None},
    ],
)
def test_another_work_that_looks_like_it(changes: dict[str, Any]) -> None:
    match = same_work(profile(_work(**changes)), profile(_work()))
    assert not match.accepted, str(match)


def test_fields_side_by_side() -> None:
    mine = _work(
        page="200-210",
        container_title="J. Coast. Res.",
        issue=None,
        author=WORK["author"][:1],
    )
    compared = {
        field.field: field for field in compare_fields(profile(mine), profile(_work()))
    }
    agreements = {name: field.agreement for name, field in compared.items()}
    assert agreements == {
        "title": "same", "author": "different", "issued": "same", "container-title": "cosmetic",
        "volume": "same", "issue": "missing", "page": "different",
    }  # fmt: skip
    assert compared["author"].note == "missing: jan lukasik"
    assert (compared["page"].mine, compared["page"].theirs) == ("200-210", "123-138")
