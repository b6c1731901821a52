"""Spans that the whole string puts right."""

from __future__ import annotations

import pytest

from csecrefs.strings.mending import mend
from csecrefs.strings.names import parse_names
from csecrefs.strings.records import parse_string
from csecrefs.strings.spans import Span


def mended(text: str, *labelled: tuple[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[Span]] = {}
    place = 0
    for label, value in labelled:
        start = text.index(value, place)
        place = start + len(value)
        found.setdefault(label, []).append(Span(start, place, label, 1.0))
    mend(text, found)
    return {
        label: [text[each.start : each.end] for each in spans]
        for label, spans in found.items()
    }


@pytest.mark.parametrize("end", ["", ". file.pdf", ", Quay"])
def test_the_year_that_ends_a_title(end: str) -> None:
    text = f"Portwatch. (2018). Harbour Threats 2018{end}"
    found = mended(text, ("date", "2018"), ("title", "Harbour Threats"))
    assert found["title"] == ["Harbour Threats 2018"]
    assert found["date"] == ["2018"]


def test_the_year_of_the_work_is_no_title() -> None:
    text = "Roe, A. Harbour Threats 2018."
    found = mended(text, ("title", "Harbour Threats"), ("date", "2018"))
    assert found == {"title": ["Harbour Threats"], "date": ["2018"]}


def test_a_place_and_its_country() -> None:
    text = "Title, Ely, Utopia 17-20 May 2001"
    assert mended(text, ("location", "Ely"), ("location", "Utopia")) == {
        "location": ["Ely, Utopia"]
    }
    text = "Ely: Quay; London"
    found = mended(text, ("location", "Ely"), ("location", "London"))
    assert found["location"] == ["Ely", "London"]


def test_a_quotation_goes_to_its_end() -> None:
    text = "Roe. “Tides at the Bay, Utopia.” Sea 3"
    found = mended(text, ("title", "Tides at the Bay"), ("location", "Utopia"))
    assert found == {"title": ["Tides at the Bay, Utopia."], "location": []}


def test_a_label_is_no_author() -> None:
    text = "Roe 2012 = A. Roe, Tides, 2012"
    found = mended(text, ("author", "Roe"), ("date", "2012"), ("author", "A. Roe"))
    assert found["author"] == ["A. Roe"]


def test_two_runs_of_authors_stay() -> None:
    text = "Roe, A.; Lee, B."
    found = mended(text, ("author", "Roe, A."), ("author", "Lee, B."))
    assert found["author"] == ["Roe, A.", "Lee, B."]


@pytest.mark.parametrize(
    ("tail", "label", "value"),
    [
        (", edited by B. Lee", "editor", "B. Lee"),
        (", sous la direction de B. Lee", "editor", "B. Lee"),
        (", soutenue à l'Université d'Ely", "publisher", "Université d'Ely"),
    ],
)
def test_what_is_said_after_a_title(tail: str, label: str, value: str) -> None:
    found = mended(f"Roe: Tides{tail}", ("title", f"Tides{tail}"))
    assert found == {"title": ["Tides"], label: [value]}


def test_a_hyphen_that_waits_for_its_word_stays() -> None:
    text = "Roe, A. (2012). Spring- and neap-tides in har- bours. Sea, 3(1), 2-9."
    title = parse_string(text).reference.text("title")
    assert title == "Spring- and neap-tides in harbours"


@pytest.mark.parametrize(
    ("segment", "families"),
    [
        ("Anna Roe, Ben Lee și Cy Holm", ["Roe", "Lee", "Holm"]),
        ("Roe, Anna, and Ben Lee", ["Roe", "Lee"]),
        ("Roe A, Lee B, … Holm C", ["Roe", "Lee", "Holm"]),
        ("ROE A M.", ["Roe"]),
    ],
)
def test_names(segment: str, families: list[str]) -> None:
    assert [name.family for name in parse_names(segment).names] == families
