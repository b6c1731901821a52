"""`cs:group` and `cs:choose`: CSL 1.0.2, "Group", "Delimiter" and "Choose"."""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs.csl import Cite
from tests.csl.small import AUTHOR, LOCATOR, SHORT, TITLE, YEAR, cited, entry, work

EMPTY = '<text variable="note"/>'
WORD = '<text value="word"/>'
TERM = '<text term="in"/>'


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (TITLE, "(T)"),
        (TITLE + EMPTY, "(T)"),
        (EMPTY, ""),
        (WORD, "(word)"),
        (WORD + TITLE, "(word T)"),
        (WORD + EMPTY, ""),
        (TERM + EMPTY, ""),
        (WORD + EMPTY + TITLE, "(word T)"),
        (f"{WORD}<group>{EMPTY}</group>", ""),
        (f"{WORD}<group>{TERM}{EMPTY}</group>", ""),
        (f"{WORD}<group>{TITLE}</group>", "(word T)"),
        (f"{WORD}{EMPTY}<group>{TERM}{TITLE}</group>", "(word inT)"),
        (f"{WORD}{EMPTY}<group>{TERM}</group>", "(word in)"),
        (WORD + '<text macro="empty"/>', ""),
        (WORD + '<text macro="full"/>', "(word T)"),
        (WORD + '<label variable="volume"/>', "(word volume)"),
        ('<label variable="volume"/><text variable="volume"/>', ""),
        (WORD + '<number variable="volume"/>', ""),
        (WORD + AUTHOR, ""),
        (WORD + YEAR, ""),
    ],
)
def test_a_group_whose_variables_are_all_empty_prints_nothing(
    inside: str, expected: str
) -> None:
    macros = f'<macro name="empty">{EMPTY}</macro><macro name="full">{TITLE}</macro>'
    layout = f'<group delimiter=" " prefix="(" suffix=")">{inside}</group>'
    assert entry(layout, work(title="T"), macros=macros) == expected


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (f'<group delimiter=", ">{TITLE}{EMPTY}{YEAR}</group>', "T, 2000"),
        (f'<group delimiter=": ">{WORD}<group>{TITLE}{YEAR}</group></group>', "word: T2000"),
        (
            f'<group delimiter=", "><choose><if variable="title">{TITLE}{YEAR}</if></choose></group>',
            "T, 2000",
        ),
        (
            f'<group delimiter=", ">{WORD}<choose><if variable="note">{EMPTY}</if>'
            f"<else>{TITLE}{YEAR}</else></choose>{WORD}</group>",
            "word, T, 2000, word",
        ),
        (f'<group delimiter=", " font-style="italic">{TITLE}{YEAR}</group>', "<italic>T, 2000</italic>"),
    ],
)  # fmt: skip
def test_delimiters(layout: str, expected: str) -> None:
    """Section "Delimiter": between what prints; of the nearest delimiting element, and
    through cs:choose.
    """
    assert entry(layout, work(title="T", issued=2000)) == expected


def chosen(condition: str, reference: Any, **parts: str) -> str:
    """What a choice of yes and no prints."""
    layout = f'<choose><if {condition}><text value="yes"/></if><else><text value="no"/></else></choose>'
    return entry(layout, reference, **parts)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('type="book"', "yes"),
        ('type="thesis"', "no"),
        (
            'type="book thesis"',
            "yes",
        ),  # a work has one type: the-journal-of-hand-surgery's condition
        ('type="book thesis" match="any"', "yes"),
        ('type="thesis report" match="none"', "yes"),
        ('type="book report" match="none"', "no"),
        ('variable="title"', "yes"),
        ('variable="title note"', "no"),
        ('variable="title note" match="any"', "yes"),
        ('variable="note abstract" match="none"', "yes"),
        ('variable="title" type="thesis"', "no"),
        ('variable="title" type="thesis" match="any"', "yes"),
        ('variable="note" type="thesis" match="none"', "yes"),
        ('variable="author"', "yes"),
        ('variable="issued"', "yes"),
        ('variable="editor"', "no"),
        ('variable="accessed"', "no"),
        ('variable="volume"', "yes"),
        ('variable="volume" match="none"', "no"),
        ('is-uncertain-date="issued"', "no"),
        ('position="first"', "no"),
        ('position="subsequent"', "no"),
        ('locator="page"', "no"),
        ('disambiguate="true"', "no"),
    ],
)
def test_conditions(condition: str, expected: str) -> None:
    reference = work(title="T", author="Doe, J", issued=2000, volume=1)
    assert chosen(condition, reference) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2", "yes"), ("2nd", "yes"), ("D2", "yes"), ("L2d", "yes"), ("2, 3", "yes"), ("2-4", "yes"),
        ("2 & 4", "yes"), ("2 , 3", "yes"), (12, "yes"), ("xii", "yes"),
        ("second", "no"), ("2nd edition", "no"), ("", "no"), ("Special issue 4", "no"),
    ],
)  # fmt: skip
def test_is_numeric(text: object, expected: str) -> None:
    assert chosen('is-numeric="edition"', work(edition=text)) == expected


@pytest.mark.parametrize(
    ("label", "condition", "expected"),
    [
        ("page", 'locator="page"', "yes"),
        ("chapter", 'locator="page"', "no"),
        ("chapter", 'locator="page chapter" match="any"', "yes"),
        ("sub verbo", 'locator="sub-verbo"', "yes"),
    ],
)
def test_locator_condition(label: str, condition: str, expected: str) -> None:
    layout = f'<choose><if {condition}><text value="yes"/></if><else><text value="no"/></else></choose>'
    assert cited(layout, [work()], [Cite("a", "3", label)]) == [expected]


def test_locator_variable_is_of_the_cite() -> None:
    layout = f'<choose><if variable="locator">{LOCATOR}</if><else><text value="none"/></else></choose>'
    assert cited(layout, [work()], [Cite("a", "3"), "a", Cite("a", " ")]) == [
        "3",
        "none",
        "none",
    ]


def test_the_first_branch_that_holds_is_taken() -> None:
    layout = (
        '<choose><if type="thesis"><text value="1"/></if><else-if type="book"><text value="2"/></else-if>'
        '<else-if variable="title"><text value="3"/></else-if><else><text value="4"/></else></choose>'
    )
    assert entry(layout, work("a", "thesis")) == "1"
    assert entry(layout, work("a", "book", title="T")) == "2"
    assert entry(layout, work("a", "map", title="T")) == "3"
    assert entry(layout, work("a", "map")) == "4"


def test_no_branch_that_holds_prints_nothing() -> None:
    layout = '<choose><if type="thesis"><text value="1"/></if></choose>'
    assert entry(layout, work()) == ""


def test_a_branch_may_be_empty() -> None:
    layout = f'<choose><if type="book"/><else>{TITLE}</else></choose>'
    assert entry(layout, work(title="T")) == ""


def test_conditions_are_no_calls_of_variables() -> None:
    """Only what a group renders decides whether it prints."""
    layout = f'<group>{WORD}<choose><if variable="title"><text value="!"/></if></choose></group>'
    assert entry(layout, work(title="T")) == "word!"


def _grouped_by_name(*cites: Cite, sort: str = "") -> str:
    works = [
        work(key, author=key.title(), issued=2001) for key in ("zim", "adam", "moe")
    ]
    layout = f'<group delimiter=", ">{SHORT}{YEAR}</group>'
    around = 'prefix="(" suffix=")" delimiter="; "'
    (made,) = cited(layout, works, [list(cites)], around_cites=around, cite_sort=sort)
    return made


BY_NAME = '<key variable="author"/>'


def test_a_narrative_citation_keeps_its_first_author_first() -> None:
    narrative = Cite("zim", mode="narrative")
    made = _grouped_by_name(narrative, Cite("moe"), Cite("adam"), sort=BY_NAME)
    assert made == "Zim (2001; Adam, 2001; Moe, 2001)"


def test_a_prefix_inside_a_group_keeps_the_order_of_the_writer() -> None:
    cites = (Cite("zim", prefix="currently"), Cite("adam"), Cite("moe", prefix="and"))
    made = _grouped_by_name(*cites, sort=BY_NAME)
    assert made == "(currently Zim, 2001; Adam, 2001; and Moe, 2001)"


def test_a_prefix_of_the_whole_group_stays_before_it() -> None:
    """ "See Zim; Adam" asks to see both."""
    made = _grouped_by_name(Cite("zim", prefix="see"), Cite("adam"), sort=BY_NAME)
    assert made == "(see Zim, 2001; Adam, 2001)"


def test_a_narrative_citation_of_which_only_names_print() -> None:
    works = [work("a", author="Wand")]
    layout = f"{SHORT}{LOCATOR}"
    cites = [[Cite("a", mode="narrative")], [Cite("a", "3", mode="narrative")]]
    around = 'prefix="(" suffix=")"'
    assert cited(layout, works, cites, around_cites=around) == ["Wand", "Wand (3)"]
