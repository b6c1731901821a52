"""CSL 1.0.2, "Cite Grouping", "Cite Collapsing" and "Range Delimiters"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from csecrefs import Library
from csecrefs.csl import Cite
from csecrefs.model import Reference
from tests.csl.small import NUMBER, SHORT, TITLE, YEAR, cited, work

SUFFIX = 'disambiguate-add-year-suffix="true"'
LAYOUT = (
    f'<group delimiter=", "><group delimiter=" ">{SHORT}{YEAR}</group>'
    '<text variable="locator" prefix="p. "/></group>'
)


def numbers(
    cites: Sequence[int | Cite],
    citation: str = 'collapse="citation-number"',
    **parts: str,
) -> str:
    works = [work(str(number)) for number in range(1, 10)]
    asked = [str(each) if isinstance(each, int) else each for each in cites]
    around = 'prefix="[" suffix="]" delimiter=", "'
    (found,) = cited(
        NUMBER, works, [asked], citation=citation, around_cites=around, **parts
    )
    return found


@pytest.mark.parametrize(
    ("cites", "expected"),
    [
        ((1, 2, 3, 5), "[1–3, 5]"),
        ((1, 2), "[1, 2]"),
        ((1, 2, 3, 4), "[1–4]"),
        ((3, 2, 1), "[3, 2, 1]"),
        ((1, 3, 5), "[1, 3, 5]"),
        ((1, 2, 3, 5, 6, 7), "[1–3, 5–7]"),
        ((9, 1, 2, 3), "[9, 1–3]"),
        ((1, Cite("2", "8"), 3), "[1–3]"),
    ],
)
def test_citation_numbers(cites: tuple[int | Cite, ...], expected: str) -> None:
    assert numbers(cites) == expected


def test_sorted_numbers_collapse() -> None:
    assert numbers((3, 2, 1), cite_sort='<key variable="citation-number"/>') == "[1–3]"


def test_after_collapse_delimiter_follows_a_range_of_numbers() -> None:
    citation = 'collapse="citation-number" after-collapse-delimiter="; "'
    assert numbers((1, 2, 3, 5, 7), citation) == "[1–3; 5, 7]"


def test_numbers_stay_apart_without_collapse() -> None:
    assert numbers((1, 2, 3), "") == "[1, 2, 3]"


WORKS = [
    work("doe99", author="Doe", issued=1999, title="1"),
    work("doe01", author="Doe", issued=2001, title="2"),
    work("doe01b", author="Doe", issued=2001, title="3"),
    work("doe01c", author="Doe", issued=2001, title="4"),
    work("doe01d", author="Doe", issued=2001, title="5"),
    work("jones", author="Jones", issued=2000, title="6"),
    work("brown", author="Brown", issued=2001, title="7"),
]


def authors(
    cites: Sequence[Any],
    citation: str,
    works: Sequence[Reference] = WORKS,
    delimiter: str = "; ",
) -> str:
    around = f'prefix="(" suffix=")" delimiter="{delimiter}"'
    (found,) = cited(
        LAYOUT, works, [list(cites)], citation=citation, around_cites=around
    )
    return found


@pytest.mark.parametrize(
    ("cites", "citation", "expected"),
    [
        (("doe99", "jones", "doe01"), 'cite-group-delimiter=", "', "(Doe 1999; Jones 2000; Doe 2001)"),
        (("doe99", "doe01", "jones"), 'cite-group-delimiter=", "', "(Doe 1999, Doe 2001; Jones 2000)"),
        (("doe99", "doe01", "jones"), 'collapse="year"', "(Doe 1999, 2001; Jones 2000)"),
        (
            ("doe99", "doe01", "jones"),
            'collapse="year" cite-group-delimiter=","',
            "(Doe 1999,2001; Jones 2000)",
        ),
        (("doe99", "jones"), 'collapse="year"', "(Doe 1999; Jones 2000)"),
        (("doe01", "doe01b"), f'collapse="year" {SUFFIX}', "(Doe 2001a, 2001b)"),
        (
            ("doe01", "doe01b"),
            f'collapse="year-suffix" {SUFFIX} year-suffix-delimiter=", "',
            "(Doe 2001a, b)",
        ),
        (
            ("doe99", "doe01", "doe01b", "jones"),
            f'collapse="year-suffix" {SUFFIX} year-suffix-delimiter=","',
            "(Doe 1999, 2001a,b; Jones 2000)",
        ),
        (
            ("doe01", "doe01b", "doe01c"),
            f'collapse="year-suffix-ranged" {SUFFIX} year-suffix-delimiter=","',
            "(Doe 2001a–c)",
        ),
        (
            ("doe01", "doe01b", "doe01d"),
            f'collapse="year-suffix-ranged" {SUFFIX} year-suffix-delimiter=","',
            "(Doe 2001a,b,d)",
        ),
        (("doe01", "doe01b"), 'collapse="year-suffix"', "(Doe 2001, 2001)"),
    ],
)  # fmt: skip
def test_cites_by_the_same_authors(
    cites: tuple[str, ...], citation: str, expected: str
) -> None:
    assert authors(cites, citation) == expected


def test_year_suffix_delimiter_defaults_to_the_layout_s() -> None:
    found = authors(
        ("doe01", "doe01b"), f'collapse="year-suffix" {SUFFIX}', delimiter="; "
    )
    assert found == "(Doe 2001a; b)"


def test_after_collapse_delimiter() -> None:
    """The specification's own example: "(Doe 1999, 2001; Jones 2000, Brown 2001)"."""
    works = [each for each in WORKS if each.id in ("doe99", "doe01", "jones", "brown")]
    citation = 'collapse="year" after-collapse-delimiter="; "'
    found = authors(("doe99", "doe01", "jones", "brown"), citation, works, ", ")
    assert found.startswith("(Doe 1999, 2001; Jones 2000")


def test_a_locator_keeps_a_cite_from_collapsing_by_suffix() -> None:
    """Section "(Doe 2000a-c, 2000d, p. 5, 2000e,f)"."""
    cites = ("doe01", "doe01b", Cite("doe01c", "5"), "doe01d")
    citation = f'collapse="year-suffix" {SUFFIX} year-suffix-delimiter="," cite-group-delimiter=", "'
    assert authors(cites, citation) == "(Doe 2001a,b, c, p. 5,d)"


def test_groups_are_gathered_where_the_style_sorts() -> None:
    """Section "(Doe 1999; Doe 2006; Smith 2002)": cites move to the first of their
    group.
    """
    around = 'delimiter="; "'
    found = cited(
        f'<group delimiter=" ">{SHORT}{YEAR}</group>',
        WORKS,
        [["doe01", "jones", "doe99"]],
        citation='cite-group-delimiter="; "',
        around_cites=around,
        cite_sort='<key variable="issued"/>',
    )
    assert found == ["Doe 1999; Doe 2001; Jones 2000"]


def test_the_writer_s_own_text_keeps_cites_apart() -> None:
    cites = ("doe99", Cite("doe01", prefix="see also"))
    assert authors(cites, 'collapse="year"') == "(Doe 1999, see also 2001)"


def test_cites_without_names_stand_together_where_cites_are_sorted_and_grouped() -> (
    None
):
    who = SHORT.replace("</names>", f"<substitute>{TITLE}</substitute></names>")
    works = [
        work("a", title="Ape"),
        work("b", author="Bee"),
        work("c", title="Cat"),
        work("d", author="Doe"),
    ]
    parts = {"citation": 'collapse="year"', "around_cites": 'delimiter="; "'}
    macro = f'<macro name="m">{who}</macro>'
    got = cited(
        who, works, [list("abcd")], cite_sort='<key macro="m"/>', macros=macro, **parts
    )
    assert got == ["Ape; Cat; Bee; Doe"]


@pytest.mark.parametrize("type_", ["book", "bill"])
def test_a_cite_without_any_name_joins_the_one_before_it(type_: str) -> None:
    layout = f'<group delimiter=" ">{SHORT}{YEAR}</group>'
    works = [work("a", author="Doe", issued=2001), work("b", type_, issued=2002)]
    parts = {"citation": 'collapse="year"', "around_cites": 'delimiter="; "'}
    assert cited(layout, works, **parts) == ["Doe 2001, 2002"]


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ('collapse="year"', "Ode 1990; Elm 2000; Oak 2000; Yew 2000; No Name 2000"),
        (
            'cite-group-delimiter=", "',
            "Ode 1990; Elm 2000; Oak 2000; Yew 2000; No Name 2000",
        ),
        ("", "Ode 1990; Yew 2000; No Name 2000; Oak 2000; Elm 2000"),
    ],
)
def test_grouped_cites_that_sort_the_same_go_by_the_names_they_print(
    citation: str, expected: str
) -> None:
    works = [
        work("1", author="Yew", issued=2000),
        work("2", title="No Name", issued=2000),
        work("3", author="Oak", issued=2000),
        work("4", author="Elm", issued=2000),
        work("5", author="Ode", issued=1990),
    ]
    layout = (
        f'<choose><if variable="author">{SHORT}</if><else>{TITLE}</else></choose>{YEAR}'
    )
    layout = f'<group delimiter=" ">{layout}</group>'
    by_year = '<key variable="issued"/>'
    around = 'delimiter="; "'
    found = cited(
        layout, works, citation=citation, cite_sort=by_year, around_cites=around
    )
    assert found == [expected]


@pytest.mark.parametrize(
    ("cites", "expected"),
    [
        (["a", "b", "c"], "1–3"),
        (["a", "b", Cite("c", suffix="x"), "d"], "1, 2, 3 x, 4"),
        (["a", "b", "c", Cite("d", suffix="x")], "1–3, 4 x"),
        (["a", "b", "c", "e"], "1–3 + 5"),
        (["a", Cite("b", "9"), "c", "e"], "1, 2:9 + 3, 5"),
        ([Cite("a", suffix="."), "c"], "1. 3"),
    ],
)
def test_only_bare_numbers_become_ranges(
    cites: list[str | Cite], expected: str
) -> None:
    collapse = 'collapse="citation-number" after-collapse-delimiter=" + "'
    layout = f'{NUMBER}<text variable="locator" prefix=":"/>'
    works = [work(key) for key in "abcde"]
    assert cited(
        layout, works, [cites], citation=collapse, around_cites='delimiter=", "'
    ) == [expected]


def test_words_with_a_number_keep_it_from_ranges() -> None:
    layout = f'<group><text value="no. "/>{NUMBER}</group>'
    works = [work(key) for key in "abc"]
    collapsed = {
        "citation": 'collapse="citation-number"',
        "around_cites": 'delimiter=", "',
    }
    assert cited(layout, works, **collapsed) == ["no. 1, no. 2, no. 3"]


@pytest.mark.parametrize(
    ("citation", "kind", "expected"),
    [
        ("", "in-text", "anonymous1, anonymous2"),
        ("", "note", "anonymous1; anonymous2"),
        ('cite-group-delimiter="/"', "in-text", "anonymous1, anonymous2"),
        ('after-collapse-delimiter=" + "', "in-text", "anonymous1; anonymous2"),
    ],
)
@pytest.mark.parametrize("anonymous", ['term="anonymous"', 'value="anonymous"'])
def test_cites_of_nobody_stand_as_those_of_one_author(
    anonymous: str, citation: str, kind: str, expected: str
) -> None:
    nobody = (
        f'<names variable="author"><substitute><text {anonymous}/></substitute></names>'
    )
    found = cited(
        nobody + YEAR,
        [work("a", issued=1000), work("b", issued=2000)],
        [["a", "b"]],
        citation=f'collapse="year" {citation}',
        around_cites='delimiter="; "',
        kind=kind,
    )
    assert found[0].lower() == expected.replace("1", "1000").replace("2", "2000")


@pytest.mark.parametrize(
    ("cites", "expected"),
    [
        (["a", "b"], "Doe 2000a; b"),
        (["a", Cite("b", "5")], "Doe 2000a, b, p. 5"),
        ([Cite("a", "5"), "b"], "Doe 2000a, p. 5; b"),
        (["a", Cite("b", prefix="see")], "Doe 2000a, see b"),
        ([Cite("a", suffix="x"), "b"], "Doe 2000a x, b"),
        ([Cite("a", suffix="."), "c"], "Doe 2000a. 2001"),
        (["a", Cite("c", prefix="see")], "Doe 2000a, see 2001"),
    ],
)
def test_what_the_writer_adds_to_collapsed_cites_stays(
    cites: list[str | Cite], expected: str
) -> None:
    works = [
        work(key, author="Doe", issued=year)
        for key, year in (("a", 2000), ("b", 2000), ("c", 2001))
    ]
    parts = {
        "citation": f'collapse="year-suffix" {SUFFIX}',
        "around_cites": 'delimiter="; "',
    }
    assert cited(LAYOUT, works, [cites], **parts) == [expected]


def test_the_affix_of_a_year_suffix_stays_in_collapsed_cites() -> None:
    layout = f'{SHORT}<group prefix=" ">{YEAR}<text variable="year-suffix" prefix="-"/></group>'
    works = [work(key, author="Doe", issued=2000) for key in "abc"]
    parts = {
        "citation": f'collapse="year-suffix" {SUFFIX}',
        "around_cites": 'delimiter="; "',
    }
    assert cited(layout, works, **parts) == ["Doe 2000-a; -b; -c"]


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ("", "Doe A, 2000, B, 2001"),
        ('cite-group-delimiter=" / "', "Doe A, 2000 / B, 2001"),
        ('after-collapse-delimiter=" + "', "Doe A, 2000, B, 2001"),
    ],
)
def test_cites_that_go_on_with_a_title_are_joined_like_others(
    citation: str, expected: str
) -> None:
    layout = f'<group delimiter=" ">{SHORT}<group delimiter=", ">{TITLE}{YEAR}</group></group>'
    works = [
        work("a", author="Doe", title="A", issued=2000),
        work("b", author="Doe", title="B", issued=2001),
    ]
    parts = {
        "citation": f'collapse="year" {citation}',
        "around_cites": 'delimiter="; "',
    }
    assert cited(layout, works, **parts) == [expected]


_DATED = """<choose>
    <if variable="status"><text variable="status"/></if>
    <else-if variable="issued"><group delimiter="/">
        <date variable="original-date"><date-part name="year"/></date>
        <date variable="issued"><date-part name="year"/></date>
    </group></else-if>
    <else><text value="n.d."/></else>
</choose><text variable="year-suffix" prefix="-"/>"""


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ('collapse="year"', "Lap 1990, 1814/1995, in press, n.d.; Moe 2001"),
        (
            'collapse="year-suffix"',
            "Lap 1990, 1814/1995, in press, n.d.; Moe 2001",
        ),
        (
            'collapse="year" cite-group-delimiter=" | "',
            "Lap 1990 | 1814/1995 | in press | n.d.; Moe 2001",
        ),
        (
            'collapse="year" after-collapse-delimiter=" + "',
            "Lap 1990, 1814/1995, in press, n.d. + Moe 2001",
        ),
    ],
)
def test_a_group_has_one_delimiter_whatever_stands_for_the_year(
    citation: str, expected: str
) -> None:
    layout = f'<group delimiter=" ">{SHORT}<group>{_DATED}</group></group>'
    works = [
        work("a", author="Lap", issued=1990),
        work("b", author="Lap", issued=1995, original_date=1814),
        work("c", author="Lap", status="in press"),
        work("d", author="Lap"),
        work("e", author="Moe", issued=2001),
    ]
    parts = {"citation": citation, "around_cites": 'delimiter="; "'}
    assert cited(layout, works, **parts) == [expected]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("apa", "(Lap, n.d.-a, n.d.-b)"),
        ("harvard-cite-them-right", "(Lap, no date a, no date b)"),
        ("chicago-author-date", "(Lap, n.d.-a, n.d.-b)"),
    ],
)
def test_undated_works_of_one_author_are_one_group(style: str, expected: str) -> None:
    works = [work("a", author="Lap"), work("b", author="Lap")]
    library = Library(works)
    assert str(library.cite("a", "b", style=style)) == expected
