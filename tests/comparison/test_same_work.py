"""Some seventy invented pairs of records: the score of each lies in a narrow range, so
that no weight and no limit of the score can change unseen.
"""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs.comparison import profile, same_work
from csecrefs.model import Reference

Changes = dict[str, Any]


def people(*names: str) -> list[dict[str, str]]:
    """Names in CSL-JSON, each from "Family, Given"."""
    parts = [name.split(", ") for name in names]
    return [{"family": family, "given": given} for family, given in parts]


def year(number: int) -> dict[str, Any]:
    return {"date-parts": [[number]]}


TITLE = "Reading tide gauges along the northern coast"
FULL: Changes = {
    "id": "a",
    "type": "article-journal",
    "title": TITLE,
    "author": people("Sousa, Ana Maria", "Lindgren, Jan"),
    "issued": year(2020),
    "container-title": "Journal of Coastal Research",
    "volume": "36",
    "issue": "2",
    "page": "123-138",
}
BARE: Changes = dict.fromkeys(("container-title", "volume", "issue", "page"))
"""Changes that leave title, authors and year."""
UNDATED: Changes = BARE | {"issued": None}
TITLE_ONLY: Changes = UNDATED | {"author": None}
BOOK: Changes = BARE | {"type": "book"}
BOOK_TITLE: Changes = BOOK | {"issued": None, "author": None}


def record(changes: Changes) -> Reference:
    """The full record with some variables changed, and without those that are None."""
    item = FULL | changes
    return Reference.from_csl({name: value for name, value in item.items() if value})


PAIRS: dict[str, tuple[Changes, Changes, float, float, str]] = {
    "the same record": ({}, {}, 1.0, 1.0, ""),
    "title and authors only": (UNDATED, UNDATED, 0.82, 0.88, ""),
    "title only": (TITLE_ONLY, TITLE_ONLY, 0.62, 0.68, ""),
    "title, no authors on one side": (UNDATED, TITLE_ONLY, 0.52, 0.58, ""),
    "title and year": (
        BARE | {"author": None},
        BARE | {"author": None},
        0.77,
        0.83,
        "",
    ),
    "title, authors, year": (BARE, BARE, 1.0, 1.0, ""),
    "title, authors, a year apart": (
        BARE,
        BARE | {"issued": year(2021)},
        0.82,
        0.88,
        "",
    ),
    "title, authors, two years apart": (
        BARE,
        BARE | {"issued": year(2022)},
        0.47,
        0.53,
        "",
    ),
    "other authors": (BARE, BARE | {"author": people("Meyer, Kai")}, 0.27, 0.33, ""),
    "other authors, no year": (
        UNDATED,
        UNDATED | {"author": people("Meyer, Kai")},
        0.12,
        0.18,
        "",
    ),
    "one of two authors": (
        UNDATED,
        UNDATED | {"author": people("Sousa, Ana Maria")},
        0.82,
        0.88,
        "",
    ),
    "half of the authors the same": (
        UNDATED,
        UNDATED | {"author": people("Sousa, Ana Maria", "Meyer, Kai")},
        0.72,
        0.78,
        "",
    ),
    "one of three, the first": (
        UNDATED | {"author": people("Sousa, Ana", "Meyer, Kai", "Okoro, Ifeoma")},
        UNDATED | {"author": people("Sousa, Ana", "Berg, Olaf", "Lind, Per")},
        0.62,
        0.68,
        "",
    ),
    "one of three, the last": (
        UNDATED | {"author": people("Meyer, Kai", "Okoro, Ifeoma", "Sousa, Ana")},
        UNDATED | {"author": people("Berg, Olaf", "Lind, Per", "Sousa, Ana")},
        0.12,
        0.18,
        "",
    ),
    "one of five, not cut short": (
        UNDATED
        | {
            "author": people(
                "Sousa, Ana", "Meyer, Kai", "Okoro, Ifeoma", "Berg, Olaf", "Lind, Per"
            )
        },
        UNDATED | {"author": people("Sousa, Ana")},
        0.72,
        0.78,
        "",
    ),
    "initials for given names": (
        UNDATED,
        UNDATED | {"author": people("Sousa, A. M.", "Lindgren, J.")},
        0.82,
        0.88,
        "",
    ),
    "same container": (
        UNDATED | {"container-title": "Journal of Coastal Research"},
        UNDATED | {"container-title": "Journal of Coastal Research"},
        1.0,
        1.0,
        "",
    ),
    "container abbreviated": (
        TITLE_ONLY | {"container-title": "Journal of Coastal Research"},
        TITLE_ONLY | {"container-title": "J. Coast. Res."},
        0.77,
        0.83,
        "",
    ),
    "other container": (
        UNDATED | {"container-title": "Journal of Coastal Research"},
        UNDATED | {"container-title": "Annals of Botany"},
        0.57,
        0.63,
        "",
    ),
    "same first page": (
        TITLE_ONLY | {"page": "123-138"},
        TITLE_ONLY | {"page": "123"},
        0.82,
        0.88,
        "",
    ),
    "other pages": (
        BARE | {"page": "123-138"},
        BARE | {"page": "7-12"},
        0.47,
        0.53,
        "",
    ),
    "same volume": (
        TITLE_ONLY | {"volume": "36"},
        TITLE_ONLY | {"volume": "36"},
        0.72,
        0.78,
        "",
    ),
    "other volume": (BARE | {"volume": "36"}, BARE | {"volume": "37"}, 0.72, 0.78, ""),
    "other issue": (
        {"container-title": None, "volume": "36", "issue": "2", "page": None},
        {"container-title": None, "volume": "36", "issue": "3", "page": None},
        0.92,
        0.98,
        "",
    ),
    "one issue missing": (
        {
            "container-title": None,
            "volume": "36",
            "issue": "2",
            "page": None,
            "issued": None,
            "author": None,
        },
        TITLE_ONLY | {"volume": "36"},
        0.72,
        0.78,
        "",
    ),
    "short title": (
        UNDATED | {"title": "Tides"},
        UNDATED | {"title": "Tides"},
        0.68,
        0.74,
        "",
    ),
    "two words of title": (
        UNDATED | {"title": "Coastal erosion"},
        UNDATED | {"title": "Coastal erosion"},
        0.68,
        0.74,
        "",
    ),
    "a slip in the title": (
        UNDATED,
        UNDATED | {"title": "Reading tide guages along the northern coast"},
        0.76,
        0.82,
        "",
    ),
    "a subtitle missing": (
        UNDATED | {"title": TITLE + ": a century of records"},
        UNDATED,
        0.73,
        0.79,
        "",
    ),
    "another word in the title": (
        BARE,
        BARE | {"title": "Reading tide gauges along the southern coast"},
        0.54,
        0.6,
        "another word in the title, and no page that agrees",
    ),
    "another title": (
        {},
        {"title": "Mapping dunes of the western islands"},
        0.81,
        0.87,
        "different titles",
    ),
    "same PMID": (
        TITLE_ONLY | {"PMID": "123"},
        TITLE_ONLY | {"PMID": "123"},
        0.92,
        0.98,
        "",
    ),
    "other PMIDs": (
        TITLE_ONLY | {"PMID": "123"},
        TITLE_ONLY | {"PMID": "124"},
        0.62,
        0.68,
        "",
    ),
    "same page on the web": (
        TITLE_ONLY | {"URL": "https://www.tides.example/a/1/"},
        TITLE_ONLY | {"URL": "http://tides.example/a/1#top"},
        0.82,
        0.88,
        "",
    ),
    "same start page": (
        TITLE_ONLY | {"URL": "https://tides.example/"},
        TITLE_ONLY | {"URL": "https://tides.example"},
        0.62,
        0.68,
        "",
    ),
    "same ISBN of books": (
        BOOK_TITLE | {"ISBN": "9783161484100"},
        BOOK_TITLE | {"ISBN": "978-3-16-148410-0"},
        0.92,
        0.98,
        "",
    ),
    "same ISBN of chapters": (
        TITLE_ONLY | {"type": "chapter", "ISBN": "9783161484100"},
        TITLE_ONLY | {"type": "chapter", "ISBN": "9783161484100"},
        0.72,
        0.78,
        "",
    ),
    "other ISBNs of books": (
        BOOK | {"ISBN": "9783161484100"},
        BOOK | {"ISBN": "9780306406157"},
        1.0,
        1.0,
        "different ISBNs",
    ),
    "same ISSN": (
        TITLE_ONLY | {"ISSN": "0749-0208"},
        TITLE_ONLY | {"ISSN": "0749-0208"},
        0.77,
        0.83,
        "",
    ),
    "a book and an article": (
        BOOK,
        {},
        1.0,
        1.0,
        "one is a book, the other a part of one",
    ),
    "an erratum": (
        {},
        {"title": "Erratum to: " + TITLE},
        1.0,
        1.0,
        "one is a notice, the other a work",
    ),
    "a numbered part": (
        BARE,
        BARE | {"title": TITLE + " 2"},
        0.54,
        0.6,
        "different numbers in the titles",
    ),
    "issues of a periodical": (
        {"type": "periodical", "page": None},
        {"type": "periodical", "page": None, "issue": "3"},
        1.0,
        1.0,
        "perhaps another issue of the periodical",
    ),
    "one year missing": (BARE, UNDATED, 0.82, 0.88, ""),
    "a list cut short": (
        UNDATED
        | {
            "author": people(
                "Sousa, Ana", "Meyer, Kai", "Okoro, Ifeoma", "Berg, Olaf", "Lind, Per"
            )
        },
        UNDATED
        | {"author": [{"family": "Sousa", "given": "Ana"}, {"literal": "others"}]},
        0.82,
        0.88,
        "",
    ),
    "names the other way round": (
        UNDATED | {"author": people("Sousa, Ana")},
        UNDATED | {"author": people("Ana, Sousa")},
        0.82,
        0.88,
        "",
    ),
    "other family, same given names": (
        UNDATED | {"author": people("Sousa, Ana")},
        UNDATED | {"author": people("Meyer, Ana")},
        0.12,
        0.18,
        "",
    ),
    "a slip at the start of a family name": (
        UNDATED | {"author": people("Lindgren, Jan")},
        UNDATED | {"author": people("Kindgren, Jan")},
        0.82,
        0.88,
        "",
    ),
    "same ISBN of a book and a page": (
        BOOK_TITLE | {"ISBN": "9783161484100"},
        TITLE_ONLY | {"type": "webpage", "ISBN": "9783161484100"},
        0.72,
        0.78,
        "",
    ),
    "a book and a report": (BOOK, BOOK | {"type": "report"}, 1.0, 1.0, ""),
    "a chapter and an article": (BOOK | {"type": "chapter"}, BARE, 1.0, 1.0, ""),
    "another word, same first page": (
        {},
        {"title": "Reading tide gauges along the southern coast"},
        1.0,
        1.0,
        "",
    ),
    "another word, other pages": (
        {"page": "123-138"},
        {"page": "7-12", "title": "Reading tide gauges along the southern coast"},
        0.29,
        0.35,
        "another word in the title, and no page that agrees",
    ),
    "a slip, no page on one side": (
        {},
        {"page": None, "title": "Reading tide guages along the northern coast"},
        1.0,
        1.0,
        "",
    ),
    "a slip, other pages": (
        {},
        {"page": "7-12", "title": "Reading tide guages along the northern coast"},
        0.66,
        0.72,
        "different titles and pages",
    ),
    "a slip, a sole other page": (
        {},
        {"page": "7", "title": "Reading tide guages along the northern coast"},
        0.66,
        0.72,
        "different titles and pages",
    ),
    "a slip, the same sole page": (
        {"page": "7", "title": "Reading tide guages along the northern coast"},
        {"page": "7"},
        1.0,
        1.0,
        "",
    ),
    "two reviews": (
        {"title": "Review of: " + TITLE},
        {"title": "Review of: " + TITLE},
        1.0,
        1.0,
        "",
    ),
    "short titles, less than nearly the same": (
        BARE | {"title": "Sea floors"},
        BARE | {"title": "Sea floods"},
        0.44,
        0.5,
        "different titles",
    ),
    "a name misspelt at its end": (
        UNDATED | {"author": people("Lindgren, Jan")},
        UNDATED | {"author": people("Lindgrem, Jan")},
        0.82,
        0.88,
        "",
    ),
    "one of three authors": (
        UNDATED | {"author": people("Sousa, Ana")},
        UNDATED | {"author": people("Sousa, Ana", "Lindgren, Jan", "Falk, Gro")},
        0.72,
        0.78,
        "",
    ),
    "half of the authors": (
        UNDATED | {"author": people("Sousa, Ana")},
        UNDATED | {"author": people("Sousa, Ana", "Lindgren, Jan")},
        0.82,
        0.88,
        "",
    ),
    "short titles, nearly the same": (
        BARE | {"title": "Coastal erosion"},
        BARE | {"title": "Coastal erosions"},
        0.77,
        0.83,
        "",
    ),
    "one issue of a periodical": (
        {"type": "periodical", "page": None},
        {"type": "periodical", "page": None},
        1.0,
        1.0,
        "",
    ),
    "a periodical as a whole": (
        UNDATED | {"type": "periodical"},
        UNDATED | {"type": "periodical"},
        0.82,
        0.88,
        "",
    ),
    "a year of a periodical": (
        BOOK | {"type": "periodical"},
        BOOK | {"type": "periodical"},
        1.0,
        1.0,
        "perhaps another issue of the periodical",
    ),
    "a volume of a periodical": (
        BARE | {"volume": "36", "type": "periodical"},
        BARE | {"volume": "36", "type": "periodical"},
        1.0,
        1.0,
        "",
    ),
    "numbers in both titles": (
        BARE | {"title": TITLE + " 2"},
        BARE | {"title": TITLE + " 2"},
        1.0,
        1.0,
        "",
    ),
    "an author and none": (UNDATED, UNDATED | {"author": []}, 0.52, 0.58, ""),
    "a part of the work": (
        {},
        {"title": "Supplement to: " + TITLE},
        1.0,
        1.0,
        "one is a supplement, the other a work",
    ),
    "a review of the work": (
        {},
        {"title": "Review of: " + TITLE},
        1.0,
        1.0,
        "one is a review, the other a work",
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_the_score_lies_in_its_range(name: str) -> None:
    mine, theirs, low, high, _ = PAIRS[name]
    match = same_work(profile(record(mine)), profile(record(theirs)))
    assert low <= match.score <= high, str(match)
    assert match.score == round(match.score, 3)  # it is printed as it is


@pytest.mark.parametrize(
    ("title", "reason"),
    [(TITLE, "same title"), ("Tides", "same title, which is short")],
)
def test_a_short_title_is_said_to_be_short(title: str, reason: str) -> None:
    one = profile(record(BARE | {"title": title}))
    assert reason in [text for text, _ in same_work(one, one).reasons]


@pytest.mark.parametrize("name", PAIRS)
def test_what_rules_a_pair_out_is_named(name: str) -> None:
    mine, theirs, *_, barred = PAIRS[name]
    match = same_work(profile(record(mine)), profile(record(theirs)))
    assert match.barred == barred
    assert match.accepted is (not barred and match.score >= 0.8)


@pytest.mark.parametrize("name", PAIRS)
def test_the_order_of_a_pair_does_not_matter(name: str) -> None:
    mine, theirs, low, high, barred = PAIRS[name]
    match = same_work(profile(record(theirs)), profile(record(mine)))
    assert low <= match.score <= high, str(match)
    assert bool(match.barred) is bool(barred)
