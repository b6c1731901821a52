"""Titles that the shape of the whole string puts right."""

from __future__ import annotations

import pytest

from csecrefs.strings.records import parse_string
from csecrefs.strings.spans import Span
from csecrefs.strings.titles import mend_titles

Labels = dict[str, list[str]]


def mended(text: str, *labelled: tuple[str, str]) -> Labels:
    found: dict[str, list[Span]] = {}
    place = 0
    for label, value in labelled:
        start = text.index(value, place)
        place = start + len(value)
        found.setdefault(label, []).append(Span(start, place, label, 1.0))
    mend_titles(text, found)
    return {
        label: [text[each.start : each.end] for each in spans]
        for label, spans in found.items()
        if spans
    }


@pytest.mark.parametrize(
    ("text", "labelled", "title", "author"),
    [
        (
            "The Harbour Maker, 1942. Quay Archive",
            [("author", "The Harbour Maker"), ("date", "1942")],
            ["The Harbour Maker"],
            None,
        ),
        (
            "Roe J, Poe AB. Tides & Dikes. Quay Paperbacks. 1998.",
            [("author", "Roe J, Poe AB. Tides & Dikes"), ("publisher", "Quay Paperbacks")],
            ["Tides & Dikes"],
            ["Roe J, Poe AB"],
        ),
        (
            "J. Roe, tides, An Atlas of Water (2014).",
            [("author", "J. Roe, tides"), ("container", "An Atlas of Water")],
            ["tides"],
            ["J. Roe"],
        ),
        (
            "Harbour Evaluation Council. Weak Quays: A Study. Dock, 2021.",
            [("title", "Harbour Evaluation Council"), ("title", "Weak Quays: A Study")],
            ["Weak Quays: A Study"],
            ["Harbour Evaluation Council"],
        ),
        (
            "Roe J-M 2014 Sequences in Old Tides (Quay: Quay Press)",
            [("title", "Roe J-M 2014 Sequences in Old Tides"), ("location", "Quay")],
            ["Sequences in Old Tides"],
            ["Roe J-M"],
        ),
        (
            "Roe and Others v. Quayland. nos. 16064/90, 2009",
            [("author", "Roe and Others"), ("container", "Quayland"), ("date", "2009")],
            ["Roe and Others v. Quayland"],
            None,
        ),
    ],
)  # fmt: skip
def test_names_and_titles_are_parted(
    text: str,
    labelled: list[tuple[str, str]],
    title: list[str],
    author: list[str] | None,
) -> None:
    found = mended(text, *labelled)
    assert found["title"] == title
    assert found.get("author") == author


@pytest.mark.parametrize(
    ("text", "labelled"),
    [
        # physics prints no titles: names stay names
        ("J. Roe, Mary Poe, Tides 4, 12 (2001)", [("author", "J. Roe, Mary Poe"), ("container", "Tides")]),
        ("Roe and Poe, Tides 4 (2001)", [("author", "Roe and Poe"), ("container", "Tides")]),
        ("Ludwig van der Roe, Tides 4 (2001)", [("author", "Ludwig van der Roe"), ("container", "Tides")]),
        ("World Tide Organization, Quay 2014", [("author", "World Tide Organization"), ("location", "Quay")]),
    ],
)  # fmt: skip
def test_names_without_a_title_stay_names(
    text: str, labelled: list[tuple[str, str]]
) -> None:
    found = mended(text, *labelled)
    assert "title" not in found
    assert found["author"] == [labelled[0][1]]


@pytest.mark.parametrize(
    ("text", "labelled", "title"),
    [
        (
            "Roe, A. (2016). Tides and the quay, explained. https://quay.example/a",
            [("title", "Tides and the quay"), ("url", "https://quay.example/a")],
            "Tides and the quay, explained",
        ),
        (
            "Roe, A. 2023. Gas along the ridge, eastern Quay Strait.",
            [("title", "Gas along the ridge"), ("publisher", "eastern Quay Strait")],
            "Gas along the ridge, eastern Quay Strait",
        ),
        (
            "Roe, A. 2023. Gas along the ridge, in: Tides of Quay.",
            [("title", "Gas along the ridge"), ("container", "Tides of Quay")],
            "Gas along the ridge",
        ),
        (
            "Roe, A.: Solomon (revised by Poe, Bart.). Quay 1956",
            [("title", "Solomon (revised by Poe"), ("location", "Bart")],
            "Solomon (revised by Poe, Bart.)",
        ),
        (
            "Roe, A., Analysis, xii (n.p., 2013).",
            [("title", "Analysis, xii (n.p"), ("date", "2013")],
            "Analysis, xii",
        ),
        (
            "Roe, A. (1979). Tides of Quay: Report No. 3.",
            [("title", "Tides of Quay: Report No"), ("volume", "3")],
            "Tides of Quay: Report No. 3",
        ),
    ],
)  # fmt: skip
def test_a_title_ends_where_it_ends(
    text: str, labelled: list[tuple[str, str]], title: str
) -> None:
    assert mended(text, *labelled)["title"] == [title]


def test_a_journal_in_a_title_is_parted_where_a_volume_follows() -> None:
    text = "ROE,P.,1955. Tidal coding. Annals of Harbours. 1 (1),pp. 16–24."
    labelled = [("title", "Tidal coding. Annals of Harbours"), ("volume", "1"), ("issue", "1")]  # fmt: skip
    found = mended(text, *labelled)
    assert found["title"] == ["Tidal coding"]
    assert found["container"] == ["Annals of Harbours"]


def test_a_volume_of_a_book_parts_no_journal_from_its_title() -> None:
    text = "Roe, P. Tides in general. Harbours of Quay, vol. 2. Quay Press, 1955."
    whole = "Tides in general. Harbours of Quay"
    found = mended(text, ("title", whole), ("volume", "2"))
    assert found["title"] == [whole]


def test_what_stands_after_in_is_the_container() -> None:
    text = "Roe, P. (2003), Tides at work, in: quays, 2003"
    found = mended(text, ("title", "Tides at work"), ("publisher", "quays"))
    assert found["container"] == ["quays"]
    publisher = "Roe, P. Tides at work. In: Quay Press; 2015."
    found = mended(publisher, ("title", "Tides at work"), ("publisher", "Quay Press"))
    assert "container" not in found


def test_words_that_are_no_title_are_dropped() -> None:
    text = "Tides. Consulté à l’adresse http://quay.example/a [Serial on the Internet]"
    labelled = [
        ("title", "Tides"),
        ("title", "Consulté à l’adresse"),
        ("url", "http://quay.example/a"),
        ("translated", "Serial on the Internet"),
    ]
    found = mended(text, *labelled)
    assert found["title"] == ["Tides"]
    assert "translated" not in found


def test_the_day_of_a_date_in_brackets_is_no_title() -> None:
    text = "ROE, D. C. (2004, Aralık 1). Tides of the quay."
    labelled = [("date", "2004"), ("title", "Aralık 1"), ("title", "Tides of the quay")]
    found = mended(text, *labelled)
    assert found["title"] == ["Tides of the quay"]
    assert found["date"] == ["2004, Aralık 1"]


def test_a_day_of_digits_is_one_date() -> None:
    parsed = parse_string("Roe, C. (1991): Harbour news, in: Quay Post, 7.4.1991.")
    issued = parsed.reference.fields["issued"]
    assert str(issued) == "1991-04-07"
    assert "volume" not in parsed.reference.fields
    assert parsed.reference.type == "article-newspaper"
