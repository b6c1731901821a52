"""CSL 1.0.2, "Choose" (position), "Note Distance", and the note of the first reference;
notes as a class.
"""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs.csl import Citation, Cite
from csecrefs.csl.cluster import EMPTY_CITE
from csecrefs.csl.context import FIRST, IBID, SUBSEQUENT
from csecrefs.csl.position import positions
from tests.csl.small import LOCATOR, NUMBER, TITLE, citation, cited, work

WORKS = [work("a", title="A"), work("b", title="B"), work("c", title="C")]
POSITION = (
    '<choose><if position="ibid-with-locator"><text value="ibid at"/></if>'
    '<else-if position="ibid"><text value="ibid"/></else-if>'
    '<else-if position="subsequent"><text value="later"/></else-if>'
    '<else-if position="first"><text value="first"/></else-if></choose>'
)


def at(key: str, locator: str = "", label: str = "page") -> Cite:
    return Cite(key, locator, label)


def printed(
    *citations: Any, layout: str = POSITION, kind: str = "note", **parts: str
) -> str:
    return " | ".join(
        cited(
            layout, WORKS, citations, kind=kind, around_cites='delimiter=", "', **parts
        )
    )


@pytest.mark.parametrize(
    ("citations", "expected"),
    [
        (("a", "a"), "first | ibid"),
        (("a", "b", "a"), "first | first | later"),
        ((at("a"), at("a", "5")), "first | ibid at"),
        ((at("a", "5"), at("a", "5")), "first | ibid"),
        ((at("a", "5"), at("a", "6")), "first | ibid at"),
        ((at("a", "5"), at("a")), "first | later"),
        ((at("a", "5"), at("a", "5", "chapter")), "first | ibid at"),
        ((["a", "a"],), "first, ibid"),
        ((["a", "b"], "b"), "first, first | later"),
        ((["a", "b"], "a"), "first, first | later"),
        (("a", ["a", "b"]), "first | ibid, first"),
        (("a", ["b", "a"]), "first | first, later"),
        ((["a", at("a", "2")], at("a", "2")), "first, ibid at | later"),
        ((["a", "a"], "a"), "first, ibid | later"),
    ],
)
def test_position(citations: tuple[Any, ...], expected: str) -> None:
    assert printed(*citations) == expected


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ((1, 2), "first | ibid #1"),
        ((1, 3), "first | later #1"),
        ((1, 1), "first | ibid"),
        ((2, 1), "first | ibid #2"),
    ],
)
def test_positions_in_notes_that_are_apart_or_the_same(
    notes: tuple[int, int], expected: str
) -> None:
    layout = POSITION + '<text variable="first-reference-note-number" prefix=" #"/>'
    cites = [citation("a", note) for note in notes]
    assert printed(*cites, layout=layout) == expected


def test_a_second_citation_of_a_note_looks_back_to_its_last_cite() -> None:
    (_, placed) = positions([[at("a"), at("b")], [at("b")]], (1, 1), near=5)
    assert placed[0].position == IBID
    (_, placed) = positions([[at("a"), at("b")], [at("a")]], (1, 1), near=5)
    assert placed[0].position == SUBSEQUENT


def test_a_note_that_was_moved_before_the_one_it_repeats() -> None:
    """Word processors give notes in the order of their places, others need not."""
    (_, placed) = positions([[at("a"), at("a")], [at("a")]], (2, 1), near=5)
    assert placed[0].position == SUBSEQUENT  # two cites are no single one
    assert not placed[0].near_note  # what stands later is not near before it


def test_positions_in_running_text() -> None:
    assert printed("a", "a", "b", "a", kind="in-text") == "first | ibid | first | later"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("first", "yes no no no"),
        ("subsequent", "no yes yes yes"),
        ("ibid", "no yes yes no"),
        ("ibid-with-locator", "no no yes no"),
    ],
)
def test_a_narrower_position_is_also_the_wider_one(
    condition: str, expected: str
) -> None:
    """Section "Choose": ibid-with-locator is ibid, and ibid is subsequent."""
    layout = f'<choose><if position="{condition}"><text value="yes"/></if><else><text value="no"/></else></choose>'
    found = cited(layout, WORKS, ["a", "a", at("a", "3"), "a"], kind="note")
    assert " ".join(found) == expected


@pytest.mark.parametrize(
    ("distance", "notes", "expected"),
    [
        ("", (1, 2, 6), "no no yes"),
        ("", (1, 2, 7), "no no no"),
        ('near-note-distance="1"', (1, 2, 2), "no no yes"),
        ('near-note-distance="1"', (1, 2, 3), "no no no"),
    ],
)
def test_near_note(distance: str, notes: tuple[int, ...], expected: str) -> None:
    layout = '<choose><if position="near-note"><text value="yes"/></if><else><text value="no"/></else></choose>'
    citations = [citation(key, note) for key, note in zip("aba", notes, strict=True)]
    assert (
        " ".join(cited(layout, WORKS, citations, kind="note", citation=distance))
        == expected
    )


def test_first_reference_note_number() -> None:
    layout = (
        '<group delimiter=" ">'
        + TITLE
        + '<text variable="first-reference-note-number" prefix="n. "/></group>'
    )
    assert printed("a", "b", "a", layout=layout) == "A | B | A n. 1"


def test_a_cite_may_bring_its_own_position() -> None:
    """For a cite rendered on its own, outside its document."""
    found = cited(
        POSITION,
        WORKS,
        [Cite("a", position=2), Cite("b", position=1, near_note=True, first_note=4)],
        kind="note",
    )
    assert found == ["ibid", "later"]


def test_several_citations_in_one_note() -> None:
    """A second citation in a note refers to the one before it in the same note."""
    assert (
        printed(citation("a", 1), citation("a", 1), citation("b", 2))
        == "first | ibid | first"
    )


def test_notes_and_running_text_are_places_of_their_own() -> None:
    placed = positions([[Cite("a")], [Cite("b")], [Cite("a")]], [1, 0, 2], 5)
    assert [each.position for (each,) in placed] == [0, 0, 2]


def test_a_term_is_capital_where_it_starts_a_note() -> None:
    layout = (
        '<choose><if position="ibid"><text term="ibid"/></if><else>'
        + TITLE
        + "</else></choose>"
    )
    assert (
        printed("a", "a", Cite("a", prefix="see"), layout=layout)
        == "A | Ibid. | see ibid."
    )


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("[no date]", "[No date]"),
        ("“ibid.”", "“Ibid.”"),
        ("iPhone", "iPhone"),
        ("1st", "1st"),
    ],
)
def test_the_first_letter_of_a_term_is_made_capital(term: str, expected: str) -> None:
    locale = (
        f'<locale xml:lang="en"><terms><term name="ibid">{term}</term></terms></locale>'
    )
    assert printed("a", layout='<text term="ibid"/>', locale=locale) == expected


@pytest.mark.parametrize(
    ("cite", "expected"),
    [
        (Cite("a", prefix="see", suffix="for more"), "see A for more"),
        (Cite("a", prefix="see ", suffix=", for more"), "see A, for more"),
        (Cite("a", prefix="<i>see</i>"), "<italic>see</italic> A"),
        (Cite("a", "5", suffix="."), "A5."),
    ],
)
def test_what_the_writer_puts_around_a_cite(cite: Cite, expected: str) -> None:
    assert cited(TITLE + LOCATOR, WORKS, [cite]) == [expected]


AUTHOR_DATE = (
    '<group delimiter=", "><names variable="author"><name form="short"/></names>'
    '<date variable="issued"><date-part name="year"/></date></group>'
)


AUTHORED = [
    work("a", author="Doe, Jane", issued=2000),
    work("b", author="Roe, John", issued=2001),
]
IN_BRACKETS = 'prefix="(" suffix=")" delimiter="; "'


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("", "(Doe, 2000; Roe, 2001)"),
        ("suppress-author", "(2000; Roe, 2001)"),
        ("narrative", "Doe (2000; Roe, 2001)"),
    ],
)
def test_parts_of_a_cite(mode: Any, expected: str) -> None:
    citation = Citation((Cite("a", mode=mode), Cite("b")))
    assert cited(AUTHOR_DATE, AUTHORED, [citation], around_cites=IN_BRACKETS) == [
        expected
    ]


def test_authors_alone_stand_without_what_is_around_cites() -> None:
    citation = Citation((Cite("a", mode="author-only"), Cite("b", mode="author-only")))
    assert cited(AUTHOR_DATE, AUTHORED, [citation], around_cites=IN_BRACKETS) == [
        "Doe; Roe"
    ]


def test_narrative_citations_outside_author_date_styles() -> None:
    narrative = [Cite("a", "5", mode="narrative")]
    raised = 'vertical-align="sup"'
    assert cited(NUMBER, AUTHORED, narrative, around_cites='prefix="[" suffix="]"') == [
        "Doe [1]"
    ]
    assert cited(NUMBER, AUTHORED, narrative, around_cites=raised) == [
        "Doe<superscript>1</superscript>"
    ]
    assert cited(AUTHOR_DATE, AUTHORED, narrative, kind="note") == ["Doe, 2000"]


def test_suppressing_the_author_suppresses_what_stands_in_for_one() -> None:
    layout = (
        '<group delimiter=", "><names variable="author"><substitute>'
        '<text variable="title"/></substitute></names>'
        '<date variable="issued"><date-part name="year"/></date></group>'
    )
    reference = work("a", title="T", issued=2000)
    assert cited(layout, [reference], [Cite("a", mode="suppress-author")]) == ["2000"]


def test_a_term_that_stands_for_the_author_is_not_suppressed() -> None:
    layout = '<names variable="author"><substitute><text term="anonymous"/></substitute></names>'
    assert cited(layout, [work("a")], [Cite("a", mode="suppress-author")]) == [
        "anonymous"
    ]


def test_citations_keep_their_places() -> None:
    assert cited(TITLE, WORKS, [Citation((Cite("c"),)), Citation((Cite("a"),))]) == [
        "C",
        "A",
    ]


@pytest.mark.parametrize(
    ("suffix", "prefix", "delimiter", "expected"),
    [
        (".", "", "; ", "A. B"),
        (",", "", ", ", "A, B"),
        (".", "", " / ", "A. / B"),
        ("?", "", "; ", "A?; B"),
        ("", ", and", "; ", "A, and B"),
        ("", ": and", "; ", "A; : and B"),
    ],
)
def test_punctuation_of_the_writer_takes_that_of_the_delimiters_place(
    suffix: str, prefix: str, delimiter: str, expected: str
) -> None:
    cites = [Cite("a", suffix=suffix), Cite("b", prefix=prefix)]
    works = [work("a", title="A"), work("b", title="B")]
    assert cited(TITLE, works, [cites], around_cites=f'delimiter="{delimiter}"') == [
        expected
    ]


def test_a_work_of_which_nothing_is_printed() -> None:
    works = [work("a"), work("b", title="B")]
    cites = [
        ["a"],
        ["b", "a"],
        [Cite("a", suffix="there")],
        [Cite("a", mode="suppress-author")],
    ]
    assert cited(
        TITLE, works, cites, around_cites='prefix="(" suffix=")" delimiter="; "'
    ) == [
        f"({EMPTY_CITE})",
        "(B)",
        "(there)",
        "[NO_PRINTED_FORM]",
    ]


@pytest.mark.parametrize(
    ("citations", "notes", "expected"),
    [
        # several works in one place of running text: ibid would not say which
        ((["a", "b"], ["b"]), (0, 0), SUBSEQUENT),
        # several cites of one work there are as good as one
        ((["a", "a"], ["a"]), (0, 0), IBID),
        # two citations in one note, each of one work: none is the only one before
        ((["a"], ["b"], ["b"]), (1, 1, 2), SUBSEQUENT),
        ((["a"], ["b"]), (1, 2), FIRST),
        # a note without cites lies between
        ((["a"], ["a"]), (1, 3), SUBSEQUENT),
        ((["a"], ["a"]), (1, 2), IBID),
    ],
)
def test_the_place_decides(
    citations: tuple[list[str], ...], notes: tuple[int, ...], expected: int
) -> None:
    cites = [[Cite(key) for key in keys] for keys in citations]
    assert positions(cites, notes, near=5)[-1][-1].position == expected


@pytest.mark.parametrize(
    ("notes", "near", "is_near"),
    [((3, 3), 5, True), ((3, 8), 5, True), ((3, 9), 5, False), ((3, 3), 0, True)],
)
def test_the_note_itself_is_near(
    notes: tuple[int, int], near: int, is_near: bool
) -> None:
    placed = positions([[Cite("a")], [Cite("a")]], notes, near)
    assert placed[1][0].near_note is is_near
    # the number of a note is of no use in the note itself
    assert placed[1][0].first_note == (0 if notes[0] == notes[1] else notes[0])


def test_each_citation_has_a_note() -> None:
    with pytest.raises(ValueError, match="shorter"):
        positions([[Cite("a")], [Cite("a")]], [1], near=5)
