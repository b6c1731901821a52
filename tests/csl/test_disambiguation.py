"""CSL 1.0.2, "Disambiguation": names, given names, the condition, year-suffixes, alone
and together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from csecrefs.csl import Citation, Cite, Processor, parse_style
from csecrefs.model import Reference
from tests.csl.small import (
    TITLE,
    YEAR,
    citation,
    cited,
    entries,
    load_locale,
    render,
    shown,
    style,
    work,
)

SHORT = '<names variable="author"><name form="short" {}/></names>'
NAMES = 'disambiguate-add-names="true"'
GIVEN = 'disambiguate-add-givenname="true"'
SUFFIX = 'disambiguate-add-year-suffix="true"'
ET_AL = 'et-al-min="3" et-al-use-first="1"'


def cites(
    works: Sequence[Reference],
    citation: str,
    name: str = "",
    more: str = "",
    **parts: str,
) -> list[str]:
    """Each work cited by itself as (author year)."""
    layout = f'<group delimiter=" ">{SHORT.format(name)}{YEAR}{more}</group>'
    return cited(layout, works, [each.id for each in works], citation=citation, **parts)


def by(*authors: str, **fields: Any) -> list[Reference]:
    return [
        work(str(number), author=author, issued=2000, title=f"T{number}", **fields)
        for number, author in enumerate(authors)
    ]


def test_nothing_is_added_without_being_asked() -> None:
    assert cites(by("Doe, John", "Doe, Jane"), "") == ["Doe 2000", "Doe 2000"]


@pytest.mark.parametrize(
    ("authors", "name", "expected"),
    [
        (
            ("Simpson, Homer", "Simpson, Bart"),
            'initialize-with=". "',
            "H. Simpson 2000|B. Simpson 2000",
        ),
        (
            ("Doe, John", "Doe, Jane"),
            'initialize-with=". "',
            "John Doe 2000|Jane Doe 2000",
        ),
        (("Doe, John", "Doe, Jane"), "", "John Doe 2000|Jane Doe 2000"),
        (("Doe, John", "Doe, John"), "", "Doe 2000|Doe 2000"),
        (("Doe, John", "Roe, Jane"), "", "Doe 2000|Roe 2000"),
    ],
)
def test_given_names_tell_cites_apart(
    authors: tuple[str, ...], name: str, expected: str
) -> None:
    """Method 1: initials where they do, given names in full where they do not, nothing
    where neither does.
    """
    assert "|".join(cites(by(*authors), GIVEN, name)) == expected


def test_only_the_names_that_tell_cites_apart_are_expanded() -> None:
    works = by("Doe, John; Roe, Ann", "Doe, John; Roe, Bea")
    assert cites(works, GIVEN) == ["Doe, Ann Roe 2000", "Doe, Bea Roe 2000"]


@pytest.mark.parametrize(
    ("name", "given", "in_cites", "in_entries"),
    [
        (
            "",
            'initialize-with="."',
            "Ann Elm 2000|Amy Elm 2000|Oak 2000",
            "Ann Elm|Amy Elm|I. Oak",
        ),
        (
            "",
            'form="short"',
            "Ann Elm 2000|Amy Elm 2000|Oak 2000",
            "Ann Elm|Amy Elm|Oak",
        ),
    ],
)
def test_given_names_that_cites_spell_out_entries_spell_out_too(
    name: str, given: str, in_cites: str, in_entries: str
) -> None:
    works = by("Elm, Ann", "Elm, Amy", "Oak, Ida")
    layout = f'<names variable="author"><name {given}/></names>'
    cite = f'<group delimiter=" ">{SHORT.format(name)}{YEAR}</group>'
    made = render(
        style(layout, cites=cite, citation=GIVEN),
        works,
        [citation(each.id) for each in works],
    )
    assert "|".join(map(shown, made.citations)) == in_cites
    assert "|".join(shown(each.tree) for each in made.entries or ()) == in_entries


def test_entries_have_initials_where_these_tell_cites_apart() -> None:
    works = by("Elm, Ann", "Elm, Bea")
    layout = (
        '<names variable="author"><name form="short" initialize-with=". "/></names>'
    )
    made = render(
        style(layout, cites=layout, citation=GIVEN),
        works,
        [citation(each.id) for each in works],
    )
    assert [shown(each.tree) for each in made.entries or ()] == ["A. Elm", "B. Elm"]


RULES = [
    ("by-cite", "Doe 2000|Doe 2001|Roe, Doe 2002"),
    ("all-names", "John Doe 2000|Jane Doe 2001|Roe, Jane Doe 2002"),
    ("all-names-with-initials", "Doe 2000|Doe 2001|Roe, Doe 2002"),
    ("primary-name", "John Doe 2000|Jane Doe 2001|Roe, Doe 2002"),
    ("primary-name-with-initials", "Doe 2000|Doe 2001|Roe, Doe 2002"),
]


@pytest.mark.parametrize(("rule", "expected"), RULES)
def test_givenname_disambiguation_rule(rule: str, expected: str) -> None:
    """Rules other than by-cite tell people apart, in cites that need it and in others;
    J. Doe is no help.
    """
    works = [
        work("1", author="Doe, John", issued=2000),
        work("2", author="Doe, Jane", issued=2001),
        work("3", author="Roe, Ann; Doe, Jane", issued=2002),
    ]
    found = cites(
        works, f'{GIVEN} givenname-disambiguation-rule="{rule}"', 'initialize-with=". "'
    )
    assert "|".join(found) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("all-names", "A. Doe 2000|B. Doe 2001|Roe, B. Doe 2002"),
        ("all-names-with-initials", "A. Doe 2000|B. Doe 2001|Roe, B. Doe 2002"),
        ("primary-name", "A. Doe 2000|B. Doe 2001|Roe, Doe 2002"),
        ("primary-name-with-initials", "A. Doe 2000|B. Doe 2001|Roe, Doe 2002"),
    ],
)
def test_givenname_disambiguation_rule_where_initials_are_enough(
    rule: str, expected: str
) -> None:
    works = [
        work("1", author="Doe, Ann", issued=2000),
        work("2", author="Doe, Bea", issued=2001),
        work("3", author="Roe, Ann; Doe, Bea", issued=2002),
    ]
    found = cites(
        works, f'{GIVEN} givenname-disambiguation-rule="{rule}"', 'initialize-with=". "'
    )
    assert "|".join(found) == expected


def test_names_hidden_by_et_al_are_added() -> None:
    """Method 2."""
    works = by("Doe; Abel; Smith", "Doe; Baker; Smith")
    assert cites(works, NAMES, ET_AL) == [
        "Doe, Abel, et al. 2000",
        "Doe, Baker, et al. 2000",
    ]


def test_names_are_added_one_by_one_until_the_cites_differ() -> None:
    works = by("Doe; Abel; Smith; Zed", "Doe; Abel; Jones; Zed")
    assert cites(works, NAMES, ET_AL) == [
        "Doe, Abel, Smith, et al. 2000",
        "Doe, Abel, Jones, et al. 2000",
    ]


def test_names_that_would_not_help_are_not_added() -> None:
    works = by("Doe; Abel; Smith", "Doe; Abel; Smith")
    assert cites(works, NAMES, ET_AL) == ["Doe et al. 2000", "Doe et al. 2000"]


def test_three_cites_are_told_apart_as_far_as_each_needs() -> None:
    works = by("Doe; Abel; Smith", "Doe; Abel; Jones", "Doe; Cole; Jones")
    assert cites(works, NAMES, ET_AL) == [
        "Doe, Abel, Smith 2000",
        "Doe, Abel, Jones 2000",
        "Doe, Cole, et al. 2000",
    ]


def test_given_names_are_tried_before_names_are_added() -> None:
    works = by("Doe, John; Abel; Smith", "Doe, Jane; Baker; Smith")
    assert cites(works, f"{NAMES} {GIVEN}", ET_AL) == [
        "John Doe et al. 2000",
        "Jane Doe et al. 2000",
    ]


def test_added_names_are_expanded_where_that_helps() -> None:
    works = by("Doe, J; Abel, Ann; Smith, S", "Doe, J; Abel, Bea; Smith, S")
    assert cites(works, f"{NAMES} {GIVEN}", ET_AL) == [
        "Doe, Ann Abel, et al. 2000",
        "Doe, Bea Abel, et al. 2000",
    ]


CONDITION = '<choose><if disambiguate="true"><text variable="title"/></if></choose>'


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (("Doe, John", "Doe, John"), "Doe 2000 T0|Doe 2000 T1"),
        (("Doe, John", "Roe, John"), "Doe 2000|Roe 2000"),
    ],
)
def test_the_disambiguate_condition(authors: tuple[str, ...], expected: str) -> None:
    """Method 3, for cites that are still alike."""
    assert "|".join(cites(by(*authors), "", more=CONDITION)) == expected


def test_the_condition_is_the_last_but_one_resort() -> None:
    works = by("Doe, John", "Doe, Jane")
    assert cites(works, GIVEN, more=CONDITION) == ["John Doe 2000", "Jane Doe 2000"]


def test_year_suffixes() -> None:
    """Method 4."""
    works = [*by("Doe, John", "Doe, Jane"), work("other", author="Roe", issued=2000)]
    assert cites(works, SUFFIX) == ["Doe 2000a", "Doe 2000b", "Roe 2000"]


def test_year_suffixes_come_last() -> None:
    works = by("Doe, John", "Doe, Jane", "Doe, Jane")
    assert cites(works, f"{GIVEN} {SUFFIX}") == [
        "John Doe 2000",
        "Jane Doe 2000a",
        "Jane Doe 2000b",
    ]


def test_year_suffixes_follow_the_order_of_the_bibliography() -> None:
    works = by("Doe", "Doe", "Doe")
    sort = '<key variable="title" sort="descending"/>'
    assert cites(works, SUFFIX, sort=sort) == ["Doe 2000c", "Doe 2000b", "Doe 2000a"]


def test_uncited_works_count_too() -> None:
    works = by("Doe", "Doe")
    layout = SHORT.format("") + YEAR
    assert cited(layout, works, ["1"], citation=SUFFIX) == ["Doe2000b"]


def test_letters_go_on_after_z() -> None:
    found = cites(by(*["Doe"] * 54), SUFFIX)
    assert [found[place] for place in (0, 25, 26, 51, 52, 53)] == [
        f"Doe 2000{letters}" for letters in ("a", "z", "aa", "az", "ba", "bb")
    ]


def test_year_suffix_in_the_bibliography() -> None:
    layout = SHORT.format("") + YEAR
    assert entries(layout, by("Doe", "Doe"), citation=SUFFIX, cites=layout) == [
        "Doe2000a",
        "Doe2000b",
    ]


def test_year_suffix_is_printed_once() -> None:
    layout = YEAR + YEAR
    assert (
        entries(
            layout, by("Doe", "Doe"), citation=SUFFIX, cites=SHORT.format("") + YEAR
        )[0]
        == "2000a2000"
    )


def test_a_style_may_place_the_year_suffix_itself() -> None:
    layout = (
        f'{SHORT.format("")}{YEAR}<text variable="year-suffix" prefix="[" suffix="]"/>'
    )
    works = [*by("Doe", "Doe"), work("other", author="Roe", issued=2000)]
    keys = [each.id for each in works]
    assert cited(layout, works, keys, citation=SUFFIX) == [
        "Doe2000[a]",
        "Doe2000[b]",
        "Roe2000",
    ]


def test_a_suffix_placed_by_the_citation_is_kept_out_of_the_bibliography() -> None:
    """Unless the bibliography places it too."""
    suffix = '<text variable="year-suffix" prefix="[" suffix="]"/>'
    parts = {"citation": SUFFIX, "cites": SHORT.format("") + YEAR + suffix}
    assert entries(YEAR, by("Doe", "Doe"), **parts) == ["2000", "2000"]
    assert entries(YEAR + suffix, by("Doe", "Doe"), **parts) == ["2000[a]", "2000[b]"]


@pytest.mark.parametrize(
    ("citation", "entry", "expected"),
    [
        (SUFFIX, YEAR, "2000a|2000b"),
        (
            f'{GIVEN} givenname-disambiguation-rule="all-names"',
            SHORT.format(""),
            "John Doe|Jane Doe",
        ),
        (GIVEN, SHORT.format(""), "John Doe|Jane Doe"),
        (
            GIVEN,
            '<names variable="author"><name initialize-with="."/></names>',
            "John Doe|Jane Doe",
        ),
        (
            GIVEN,
            '<names variable="author"><name initialize="false" initialize-with="."/></names>',
            "John Doe|Jane Doe",
        ),
        (NAMES, f"{SHORT.format('')}{CONDITION}", "Doe|Doe"),
    ],
)
@pytest.mark.parametrize("citations", [(), (Citation((Cite("0"),)),)])
def test_entries_are_the_same_whether_anything_is_cited(
    citation: str, entry: str, expected: str, citations: tuple[Citation, ...]
) -> None:
    xml = style(entry, cites=f"{SHORT.format('')}{YEAR}", citation=citation)
    found = render(xml, by("Doe, John", "Doe, Jane"), citations).entries or ()
    assert "|".join(shown(each.tree) for each in found) == expected


def test_the_condition_holds_in_entries_though_nothing_is_cited() -> None:
    layout = f"{SHORT.format('')}{CONDITION}"
    assert entries(layout, by("Doe, J", "Doe, J"), cites=layout) == ["DoeT0", "DoeT1"]


def test_year_suffix_without_a_date() -> None:
    layout = (
        f'{SHORT.format("")}<choose><if variable="issued">{YEAR}</if>'
        '<else><text term="no date" form="short"/><text variable="year-suffix" prefix="-"/></else></choose>'
    )
    works = [work("1", author="Doe"), work("2", author="Doe")]
    assert cited(layout, works, ["1", "2"], citation=SUFFIX) == [
        "Doen.d.-a",
        "Doen.d.-b",
    ]


def test_year_suffix_variable_can_be_tested() -> None:
    layout = f'{YEAR}<choose><if variable="year-suffix">!</if></choose>{TITLE}'
    layout = layout.replace("!", '<text value="!"/>')
    works = [work("1", issued=2000), work("2", issued=2000), work("3", issued=2001)]
    assert cited(layout, works, ["1", "2", "3"], citation=SUFFIX) == [
        "2000a!",
        "2000b!",
        "2001",
    ]


def test_all_four_together() -> None:
    works = [
        *by(
            "Doe, John; Abel; Smith",
            "Doe, Jane; Abel; Smith",
            "Doe, Jane; Baker; Smith",
        ),
        work("3", author="Doe, Jane; Baker; Smith", issued=2000, title="T2"),
    ]
    found = cites(works, f"{NAMES} {GIVEN} {SUFFIX}", ET_AL, CONDITION)
    assert found == [
        "John Doe et al. 2000",
        "Jane Doe, Abel, et al. 2000",
        "Jane Doe, Baker, et al. 2000a",
        "Jane Doe, Baker, et al. 2000b",
    ]


def test_a_name_told_apart_by_its_initials_keeps_them_in_the_bibliography() -> None:
    works = [work("a", author="Doe, Jane"), work("b", author="Doe, Max")]
    initials = '<names variable="author"><name initialize-with="."/></names>'
    rendering = render(
        style(
            initials,
            cites=SHORT.format(""),
            citation='disambiguate-add-givenname="true" givenname-disambiguation-rule="all-names"',
        ),
        works,
        [citation("a")],
    )
    assert shown(rendering.citations[0]) == "Jane Doe"
    assert [shown(entry.tree) for entry in rendering.entries or ()] == [
        "J. Doe",
        "M. Doe",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ('form="short"', ["Doe", "Doe"]),
        ('form="short" initialize-with="." initialize="false"', ["Doe", "Doe"]),
        ('form="short" initialize-with="."', ["A. Doe", "J. Doe"]),
    ],
)
@pytest.mark.parametrize(
    "rule", ["all-names-with-initials", "primary-name-with-initials"]
)
def test_a_rule_of_initials_does_nothing_to_names_without(
    rule: str, name: str, expected: list[str]
) -> None:
    layout = f'<names variable="author"><name {name}/></names>'
    works = [work("a", author="Doe, Ann"), work("b", author="Doe, Jane")]
    citation = (
        f'disambiguate-add-givenname="true" givenname-disambiguation-rule="{rule}"'
    )
    assert cited(layout, works, ["a", "b"], citation=citation) == expected


BACK = """<choose><if position="subsequent"><group delimiter=" "><group delimiter=", ">
<names variable="author"/><choose><if disambiguate="true"><text variable="title"/></if></choose></group>
<text variable="first-reference-note-number" prefix="(n " suffix=")"/></group></if>
<else><group delimiter=", "><names variable="author"/><text variable="title"/></group></else></choose>"""


def test_cites_that_refer_to_different_notes_are_not_alike() -> None:
    """ "Lap (n 1)" and "Lap (n 2)" need no titles; two works of note 1 do."""
    works = [work(key, author="Lap", title=f"T{key}") for key in "abc"]
    apart = [["a"], ["b"], ["a"], ["b"]]
    made = cited(BACK, works[:2], apart, kind="note")
    assert made[2:] == ["Lap (n 1)", "Lap (n 2)"]
    together = [["a", "b"], ["c"], ["a"], ["c"]]
    made = cited(BACK, works, together, kind="note")
    assert made[2:] == ["Lap, Ta (n 1)", "Lap (n 2)"]


def test_a_note_put_in_between_tells_cites_apart() -> None:
    """A document that changes finds anew which cites are alike."""
    works = [work(key, author="Lap", title=f"T{key}") for key in "ab"]
    plan = Processor(parse_style(style(cites=BACK, kind="note")), load_locale)
    draft = plan.draft()
    both = Citation((Cite("a"), Cite("b")), 1)
    again = Citation((Cite("a"),), 3)
    before = draft.render(works, [both, Citation((Cite("b"),), 2), again])
    assert shown(before.citations[2]) == "Lap, Ta (n 1)"
    alone = Citation((Cite("a"),), 1)
    after = draft.render(works, [alone, Citation((Cite("b"),), 2), again])
    assert shown(after.citations[2]) == "Lap (n 1)"
