"""CSL 1.0.2, "Bibliography-specific Options": white space, and the grouping of
references.
"""

from __future__ import annotations

import pytest

from csecrefs.text.inline import EntryLayout
from tests.csl.small import (
    NUMBER,
    TITLE,
    YEAR,
    citation,
    entries,
    entry,
    render,
    shown,
    style,
    work,
)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("", EntryLayout()),
        ('hanging-indent="true"', EntryLayout(hanging_indent=True)),
        (
            'line-spacing="2" entry-spacing="0"',
            EntryLayout(line_spacing=2, entry_spacing=0),
        ),
        ('line-spacing="much" entry-spacing="-1"', EntryLayout()),
        (
            'second-field-align="flush"',
            EntryLayout(second_field_align="flush", max_offset=2),
        ),
        (
            'second-field-align="margin"',
            EntryLayout(second_field_align="margin", max_offset=2),
        ),
    ],
)
def test_layout(attributes: str, expected: EntryLayout) -> None:
    xml = style(
        f'<text variable="citation-number" suffix=". "/>{TITLE}',
        bibliography=attributes,
    )
    assert render(xml, [work(title="T")]).layout == expected


def test_second_field_align_sets_the_first_field_apart() -> None:
    layout = f'<text variable="citation-number" suffix=". "/>{TITLE}{YEAR}'
    parts = {"bibliography": 'second-field-align="flush"', "around": 'suffix="."'}
    assert entry(layout, work(title="T", issued=2000), **parts) == (
        "<left-margin>1. </left-margin><right-inline>T2000.</right-inline>"
    )


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (f'<text variable="note"/>{TITLE}', "<right-inline>T</right-inline>"),
        (TITLE, "<left-margin>T</left-margin>"),
        (f'{TITLE}<text variable="note"/>', "<left-margin>T</left-margin>"),
    ],
)
def test_second_field_align_where_a_field_is_missing(
    layout: str, expected: str
) -> None:
    assert (
        entry(layout, work(title="T"), bibliography='second-field-align="flush"')
        == expected
    )


def test_the_prefix_of_an_entry_stands_in_the_block_that_starts_it() -> None:
    layout = f'<text variable="volume" display="left-margin"/>{TITLE}'
    assert (
        entry(layout, work(title="T", volume="1"), around='prefix="("')
        == "<left-margin>(1</left-margin>T"
    )


def test_the_widest_first_field_sets_the_width() -> None:
    xml = style(
        f'{NUMBER}<text variable="title" prefix=" "/>',
        bibliography='second-field-align="flush"',
    )
    works = [work(str(number), title="T") for number in range(12)]
    assert render(xml, works).layout.max_offset == 2


def test_a_style_without_a_bibliography() -> None:
    xml = style()
    start, end = xml.index("<bibliography"), xml.index("</style>")
    rendering = render(xml[:start] + xml[end:], [work(title="T")])
    assert rendering.entries is None and rendering.layout == EntryLayout()


AUTHORS = [
    "Doe", "Doe", "Doe; Johnson; Williams", "Doe; Smith", "Doe; Stevens; Miller", "Doe; Stevens; Miller",
    "Doe; Williams; A; B", "Doe; Williams; C; D",
]  # fmt: skip
NAMES = (
    '<names variable="author" suffix=". "><name form="short" and="symbol" delimiter-precedes-last="never" '
    'delimiter-precedes-et-al="never" et-al-min="4" et-al-use-first="2"/></names>'
)
PRINTED = [
    "Doe", "Doe", "Doe, Johnson & Williams", "Doe & Smith", "Doe, Stevens & Miller", "Doe, Stevens & Miller",
    "Doe, Williams et al.", "Doe, Williams et al.",
]  # fmt: skip


def substituted(attributes: str) -> list[str]:
    works = [
        work(str(number), author=names, issued=1999 + number)
        for number, names in enumerate(AUTHORS)
    ]
    return [
        each.rpartition(" ")[0].removesuffix(".")
        for each in entries(NAMES + YEAR, works, bibliography=attributes)
    ]


@pytest.mark.parametrize(
    ("rule", "changed"),
    [
        (None, {1: "---", 5: "---", 7: "---"}),
        ("complete-all", {1: "---", 5: "---", 7: "---"}),
        ("complete-each", {1: "---", 5: "---, --- & ---", 7: "---, --- et al."}),
        (
            "partial-each",
            {1: "---", 2: "---, Johnson & Williams", 3: "--- & Smith", 4: "---, Stevens & Miller",
             5: "---, --- & ---", 6: "---, Williams et al.", 7: "---, --- et al."},
        ),
        (
            "partial-first",
            {1: "---", 2: "---, Johnson & Williams", 3: "--- & Smith", 4: "---, Stevens & Miller",
             5: "---, Stevens & Miller", 6: "---, Williams et al.", 7: "---, Williams et al."},
        ),
    ],
)  # fmt: skip
def test_subsequent_author_substitute(
    rule: str | None, changed: dict[int, str]
) -> None:
    """The list of section "Reference Grouping", with what its rules say of it."""
    attributes = 'subsequent-author-substitute="---"'
    if rule:
        attributes += f' subsequent-author-substitute-rule="{rule}"'
    expected = [
        changed.get(place, names).removesuffix(".")
        for place, names in enumerate(PRINTED)
    ]
    assert substituted(attributes) == expected


def test_an_empty_substitute_leaves_the_names_out() -> None:
    """Section "Display", example B."""
    layout = f'<group display="block"><names variable="author"/></group>{YEAR}'
    works = [work("1", author="Doe", issued=2000), work("2", author="Doe", issued=2001)]
    first, second = entries(
        layout, works, bibliography='subsequent-author-substitute=""'
    )
    assert first == "<block>Doe</block>2000" and second == "2001"


def test_only_the_first_names_are_substituted() -> None:
    layout = '<names variable="author"/><text value=", "/><names variable="editor"/>'
    works = [
        work("1", author="Doe", editor="Roe"),
        work("2", author="Doe", editor="Roe"),
    ]
    found = entries(layout, works, bibliography='subsequent-author-substitute="—"')
    assert found == ["Doe, Roe", "—, Roe"]


def test_et_al_is_not_mistaken_for_a_name() -> None:
    editor = '<names variable="editor" prefix=" ed. "/>'
    works = [work(key, author="Doe; Roe", editor="Moe") for key in "ab"]
    attributes = 'subsequent-author-substitute="—" subsequent-author-substitute-rule="partial-each"'
    names = NAMES.replace(
        'et-al-min="4" et-al-use-first="2"', 'et-al-min="2" et-al-use-first="1"'
    )
    assert (
        entries(names + editor, works, bibliography=attributes)[1] == "— et al. ed. Moe"
    )


def test_substituted_names_are_compared_too() -> None:
    """What stands in for an author through cs:substitute is replaced where it
    repeats.
    """
    layout = (
        '<names variable="author"><substitute><names variable="editor"/></substitute></names>'
        + YEAR
    )
    works = [work("1", author="Doe", issued=2000), work("2", editor="Doe", issued=2001)]
    assert entries(layout, works, bibliography='subsequent-author-substitute="—"') == [
        "Doe2000",
        "—2001",
    ]


@pytest.mark.parametrize(
    ("instead", "expected"),
    [
        ('<text term="anonymous"/>', ["Anonymous2000", "Anonymous2001"]),
        ('<text value="Anon."/>', ["Anon.2000", "Anon.2001"]),
        (TITLE, ["Same2000", "—2001"]),
    ],
)
def test_the_anonymous_are_not_the_same(instead: str, expected: list[str]) -> None:
    layout = (
        f'<names variable="author"><substitute>{instead}</substitute></names>{YEAR}'
    )
    works = [work("1", title="Same", issued=2000), work("2", title="Same", issued=2001)]
    assert (
        entries(layout, works, bibliography='subsequent-author-substitute="—"')
        == expected
    )


def test_people_whose_names_only_look_alike_are_not_substituted() -> None:
    layout = '<names variable="author"><name initialize-with="."/></names>' + TITLE
    authors = ["Oak, Ada", "Oak, Ben", "Oak, Ben", "{B. Oak}", "{Oak}", "Oak"]
    works = [
        work(str(place), author=author, title=str(place))
        for place, author in enumerate(authors)
    ]
    found = entries(layout, works, bibliography='subsequent-author-substitute="—"')
    assert found == ["A. Oak0", "B. Oak1", "—2", "B. Oak3", "Oak4", "—5"]


def test_all_works_are_listed_once() -> None:
    works = [work("a", title="A"), work("b", title="B")]
    assert entries(TITLE, works) == ["A", "B"]


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ('<text term="no date" form="short"/>' + TITLE, "N.d.T"),
        (
            '<group prefix="("><text term="in" font-style="italic"/></group>' + TITLE,
            "(<italic>In</italic>T",
        ),
        (NUMBER + '<text term="in" prefix=". "/>', "1. In"),
        ('<text term="in" strip-periods="true"/>', "In"),
        ('<text term="in" text-case="lowercase"/>', "in"),
        ('<text value="in"/>', "in"),
        (TITLE + '<text term="in" prefix=" "/>', "T in"),
    ],
)
def test_a_term_that_starts_an_entry_takes_a_capital(
    layout: str, expected: str
) -> None:
    assert entry(layout, work(title="T")) == expected


def test_names_added_to_tell_cites_apart_are_not_added_to_entries() -> None:
    """CSL 1.0.2, "Disambiguation": what is added to a cite, the entry spells out by
    rules of its own.
    """
    names = '<names variable="author"><name form="short" et-al-min="2" et-al-use-first="1"/></names>'
    works = [work("a", author="Doe; Roe; Poe"), work("b", author="Doe; Moe; Poe")]
    parts = {"cites": names, "citation": 'disambiguate-add-names="true"'}
    rendering = render(style(names, **parts), works, [citation("a")])
    assert [shown(entry.tree) for entry in rendering.entries or ()] == [
        "Doe et al.",
        "Doe et al.",
    ]
    assert [shown(tree) for tree in rendering.citations] == ["Doe, Roe, et al."]


@pytest.mark.parametrize(
    "anonymous", ['<text term="anonymous"/>', '<text macro="anonymous"/>']
)
def test_a_term_in_place_of_names_is_no_author_who_repeats(anonymous: str) -> None:
    layout = f'<names variable="author"><substitute>{anonymous}</substitute></names>'
    macros = '<macro name="anonymous"><text term="anonymous"/></macro>'
    works = [work(key) for key in "ab"]
    found = entries(
        layout, works, macros=macros, bibliography='subsequent-author-substitute="—"'
    )
    assert found == ["Anonymous", "Anonymous"]


@pytest.mark.parametrize(
    ("names", "rule", "expected"),
    [
        ('<names variable="author" {}/>', "complete-all", "(<bold>—</bold>)"),
        ('<names variable="author"><name {}/></names>', "complete-all", "—"),
        (
            '<names variable="author"><name {}/></names>',
            "partial-each",
            "(<bold>—</bold>)",
        ),
        (
            '<names variable="editor"><substitute><text variable="title" {}/></substitute></names>',
            "complete-all",
            "(<bold>—</bold>)",
        ),
    ],
)
def test_the_substitute_stands_in_what_is_around_the_names(
    names: str, rule: str, expected: str
) -> None:
    layout = names.format('font-weight="bold" prefix="(" suffix=")"')
    works = [work(key, author="Doe, Jane", title="T") for key in "ab"]
    attributes = (
        f'subsequent-author-substitute="—" subsequent-author-substitute-rule="{rule}"'
    )
    assert entries(layout, works, bibliography=attributes)[1] == expected


def test_the_substitute_for_an_abbreviated_list_is_not_set_as_its_names() -> None:
    layout = '<names variable="author"><name et-al-min="2" font-weight="bold"/></names>'
    works = [work(key, author="Doe, Jane; Roe, Max") for key in "ab"]
    assert (
        entries(layout, works, bibliography='subsequent-author-substitute="—"')[1]
        == "—"
    )
