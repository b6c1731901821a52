"""CSL 1.0.2, "Formatting", "Affixes", "Display", "Quotes", "Strip-periods" and
"Text-case".
"""

from __future__ import annotations

import pytest

from tests.csl.small import TITLE, cited, entry, within, work

ENGLISH = '<locale xml:lang="en"><style-options punctuation-in-quote="{}"/></locale>'


@pytest.mark.parametrize(
    ("attribute", "tag"),
    [
        ('font-style="italic"', "italic"),
        ('font-style="oblique"', "oblique"),
        ('font-variant="small-caps"', "small-caps"),
        ('font-weight="bold"', "bold"),
        ('font-weight="light"', "light"),
        ('text-decoration="underline"', "underline"),
        ('vertical-align="sup"', "superscript"),
        ('vertical-align="sub"', "subscript"),
    ],
)
def test_fonts(attribute: str, tag: str) -> None:
    assert (
        entry(f'<text variable="title" {attribute}/>', work(title="T"))
        == f"<{tag}>T</{tag}>"
    )


@pytest.mark.parametrize(
    "attribute",
    ['font-style="normal"', 'font-variant="normal"', 'font-weight="normal"'],
)
def test_default_fonts_print_nothing_of_their_own(attribute: str) -> None:
    assert entry(f'<text variable="title" {attribute}/>', work(title="T")) == "T"


@pytest.mark.parametrize(
    ("on", "off", "tag"),
    [
        ('font-style="italic"', 'font-style="normal"', "italic"),
        ('font-weight="bold"', 'font-weight="normal"', "bold"),
        ('font-variant="small-caps"', 'font-variant="normal"', "small-caps"),
    ],
)
def test_normal_inside_a_font_switches_it_off(on: str, off: str, tag: str) -> None:
    layout = f'<group {on}>{TITLE}<text variable="note" {off}/></group>'
    assert (
        entry(layout, work(title="T", note="n"))
        == f"<{tag}>T<no-{tag}>n</no-{tag}></{tag}>"
    )


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        (
            '<text variable="title" prefix="(" suffix=")" font-style="italic"/>',
            "(<italic>T.</italic>)",
        ),
        (
            '<text variable="title" prefix="a." suffix=".b" strip-periods="true"/>',
            "a.T.b",
        ),
        (
            '<text variable="title" prefix="a" suffix="b" text-case="uppercase"/>',
            "aT.b",
        ),
        ('<text variable="title" prefix="a" quotes="true"/>', "a“T.”"),
        ('<text variable="note" prefix="(" suffix=")"/>', ""),
        (
            '<group font-style="italic"><text variable="title" prefix="(" suffix=")"/></group>',
            "<italic>(T.)</italic>",
        ),
    ],
)
def test_affixes_are_outside_what_the_element_asks_for(
    element: str, expected: str
) -> None:
    """Section "Affixes": outside formatting, quotes, strip-periods and text-case; only
    with output.
    """
    assert entry(element, work(title="T.")) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("<i>Homo</i> sapiens", "<italic>Homo</italic> sapiens"),
        (
            "<b>a</b><sup>b</sup><sub>c</sub>",
            "<bold>a</bold><superscript>b</superscript><subscript>c</subscript>",
        ),
        (
            '<span style="font-variant:small-caps;">a</span>',
            "<small-caps>a</small-caps>",
        ),
        ('<span class="nocase">a</span>', "a"),
        ("<i>a <b>b</b></i>", "<italic>a <bold>b</bold></italic>"),
        ("a < b > c & d", "a < b > c & d"),
        ("<i>never closed", "<i>never closed"),
        ("closed</i> only", "closed</i> only"),
        ("<u>other</u>", "<u>other</u>"),
    ],
)
def test_markup_in_fields(title: str, expected: str) -> None:
    assert entry(TITLE, work(title=title)) == expected


@pytest.mark.parametrize(
    ("attributes", "title", "expected"),
    [
        (
            'font-style="italic"',
            "a <i>b</i> c",
            "<italic>a <no-italic>b</no-italic> c</italic>",
        ),
        ('font-weight="bold"', "a <b>b</b> c", "<bold>a <no-bold>b</no-bold> c</bold>"),
        (
            'font-variant="small-caps"',
            'a <span style="font-variant:small-caps;">b</span>',
            "<small-caps>a <no-small-caps>b</no-small-caps></small-caps>",
        ),
        (
            'font-style="italic"',
            "a <i>b <i>c</i></i>",
            "<italic>a <no-italic>b <italic>c</italic></no-italic></italic>",
        ),
        ('font-weight="bold"', "a <i>b</i>", "<bold>a <italic>b</italic></bold>"),
    ],
)
def test_markup_flips_the_font_around_it(
    attributes: str, title: str, expected: str
) -> None:
    assert (
        entry(f'<text variable="title" {attributes}/>', work(title=title)) == expected
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("plain", "“plain”"),
        ('the "inner" one', "“the ‘inner’ one”"),
        ("the “inner” one", "“the ‘inner’ one”"),
        ("it's", "“it’s”"),
        ("the 'inner' one", "“the ‘inner’ one”"),
        ("a \"b 'c' d\" e", "“a ‘b “c” d’ e”"),
    ],
)
def test_quotes_nest_by_turns(title: str, expected: str) -> None:
    """Section "Quotes": the marks are terms; those in a field flip inside those of the
    style.
    """
    assert (
        entry('<text variable="title" quotes="true"/>', work(title=title)) == expected
    )


def test_quotation_marks_are_those_of_the_locale() -> None:
    assert (
        entry(
            '<text variable="title" quotes="true"/>',
            work(title='a "b"'),
            language="de-DE",
        )
        == "„a ‚b‘“"
    )


@pytest.mark.parametrize(
    ("inside", "suffix", "expected"),
    [
        ("true", ".", "“T.”"),
        ("true", ",", "“T,”"),
        ("true", ";", "“T”;"),
        ("true", ":", "“T”:"),
        ("true", ")", "“T”)"),
        ("false", ".", "“T”."),
        ("false", ",", "“T”,"),
    ],
)
def test_punctuation_in_quote(inside: str, suffix: str, expected: str) -> None:
    """Section "Locale Options": a comma or full stop goes inside the quotation, or
    stays outside.
    """
    layout = f'<text variable="title" quotes="true" suffix="{suffix}"/>'
    assert entry(layout, work(title="T"), locale=ENGLISH.format(inside)) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("On <i>Elms</i>", "“On <italic>Elms</italic>,” n."),
        ("On <b><i>Elms</i></b>", "“On <bold><italic>Elms</italic></bold>,” n."),
        ("On <i>Elms?</i>", "“On <italic>Elms?</italic>,” n."),
        ('On "elms"', "“On ‘elms,’” n."),
        ("<i>On</i> elms", "“<italic>On</italic> elms,” n."),
    ],
)
def test_what_moves_into_a_quotation_stays_out_of_the_fonts_of_its_field(
    title: str, expected: str
) -> None:
    quoted = '<text variable="title" quotes="true"/>'
    layout = f'<group delimiter=", " suffix=".">{quoted}<text variable="note"/></group>'
    assert (
        entry(layout, work(title=title, note="n"), locale=ENGLISH.format("true"))
        == expected
    )


def test_what_moves_into_a_quotation_takes_the_font_the_style_gives_it() -> None:
    layout = '<text variable="title" quotes="true" font-style="italic" suffix=","/>'
    assert (
        entry(layout, work(title="Elms"), locale=ENGLISH.format("true"))
        == "“<italic>Elms,</italic>”"
    )


@pytest.mark.parametrize(
    ("inside", "title", "expected"),
    [
        ("true", "T", "“T,” n"),
        ("false", "T", "“T”, n"),
        ("true", "Why?", "“Why?,” n"),
    ],
)
def test_delimiters_after_a_quotation(inside: str, title: str, expected: str) -> None:
    layout = '<group delimiter=", "><text variable="title" quotes="true"/><text variable="note"/></group>'
    assert (
        entry(layout, work(title=title, note="n"), locale=ENGLISH.format(inside))
        == expected
    )


@pytest.mark.parametrize(
    ("value", "suffix", "expected"),
    [
        ("T.", ".", "T."),
        ("T?", ".", "T?"),
        ("T!", ".", "T!"),
        ("T:", ".", "T:"),
        ("T,", ",", "T,"),
        ("T.", ",", "T.,"),
        ("T ", " ", "T "),
        ("et al.", ".", "et al."),
    ],
)
def test_doubled_punctuation_is_merged(value: str, suffix: str, expected: str) -> None:
    assert (
        entry(f'<text variable="title" suffix="{suffix}"/>', work(title=value))
        == expected
    )


def test_what_an_author_wrote_is_never_merged() -> None:
    assert entry(TITLE, work(title="What?? . . .")) == "What?? . . ."


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ('<text variable="title" strip-periods="true"/>', "USA"),
        ('<text term="page" form="short" strip-periods="true"/>', "p"),
        ('<label variable="volume" form="short" strip-periods="true"/>', "vol"),
    ],
)
def test_strip_periods(element: str, expected: str) -> None:
    assert within(element, work(title="U.S.A.", volume=1)) == expected


def test_a_point_inside_a_name_is_no_period() -> None:
    assert (
        entry(
            '<text variable="title" strip-periods="true"/>', work(title="J. of LWN.net")
        )
        == "J of LWN.net"
    )


@pytest.mark.parametrize(
    ("case", "title", "expected"),
    [
        ("lowercase", "The Title OF It", "the title of it"),
        ("uppercase", "The title", "THE TITLE"),
        ("uppercase", "Straße", "STRASSE"),
        ("capitalize-first", "the title of it", "The title of it"),
        ("capitalize-first", "iPhone users", "iPhone users"),
        ("capitalize-all", "the title of it", "The Title Of It"),
        ("capitalize-all", "an iPhone", "An iPhone"),
        ("title", "the title of it", "The Title of It"),
        ("title", "a study: the end", "A Study: The End"),
        ("title", "what it is for", "What It Is For"),
        ("title", "two-thirds of NATO", "Two-Thirds of NATO"),
        ("title", "the iPhone and mRNA", "The iPhone and mRNA"),
        (
            "title",
            'the <span class="nocase">von neumann</span> machine',
            "The von neumann Machine",
        ),
        ("title", '(the) "first"', "(The) “First”"),
    ],
)
def test_text_case(case: str, title: str, expected: str) -> None:
    assert (
        entry(f'<text variable="title" text-case="{case}"/>', work(title=title))
        == expected
    )


@pytest.mark.parametrize(
    ("default", "language", "expected"),
    [
        ("", "", "The Title"),
        ("", "en-GB", "The Title"),
        ("", "fr", "the title"),
        ('default-locale="fr-FR"', "", "the title"),
        ('default-locale="fr-FR"', "en", "The Title"),
    ],
)
def test_title_case_is_for_english_only(
    default: str, language: str, expected: str
) -> None:
    """Section "Non-English Items": the item's language decides, then the style's
    default locale.
    """
    reference = work(title="the title", **({"language": language} if language else {}))
    assert (
        entry('<text variable="title" text-case="title"/>', reference, top=default)
        == expected
    )


@pytest.mark.parametrize("display", ["block", "left-margin", "right-inline", "indent"])
def test_display_sets_a_block(display: str) -> None:
    layout = f'<text variable="title" display="{display}" prefix="(" suffix=")"/>'
    assert entry(layout, work(title="T")) == f"<{display}>(T)</{display}>"


@pytest.mark.parametrize(
    "layout",
    [
        '<group><text variable="title" display="block"/></group>',
        '<text macro="shown"/>',
        '<names variable="author"><substitute><text variable="title" display="block"/></substitute></names>',
    ],
)
def test_display_means_nothing_inside_groups_and_macros(layout: str) -> None:
    macros = '<macro name="shown"><text variable="title" display="block"/></macro>'
    assert entry(layout, work(title="T"), macros=macros) == "T"


def test_what_stands_in_for_names_is_set_as_they_are() -> None:
    layout = f'<names variable="author" display="block"><substitute>{TITLE}</substitute></names>'
    assert entry(layout, work(title="T")) == "<block>T</block>"


def test_display_prints_no_empty_block() -> None:
    assert (
        entry(f'{TITLE}<text variable="abstract" display="indent"/>', work(title="T"))
        == "T"
    )


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (
            '<text variable="title" quotes="true"/><text value="X" prefix=". "/>',
            "‘Why?’. X",
        ),
        (
            '<group><text variable="title" quotes="true"/></group><text value="X" prefix=". "/>',
            "‘Why?’ X",
        ),
        ('<text macro="m"/><group prefix=". "><text value="X"/></group>', "‘Why?’ X"),
        ('<text macro="m"/><text value="X" prefix=", "/>', "‘Why?’, X"),
        ('<text variable="title" quotes="true" suffix="."/>', "‘Why?’."),
    ],
)
def test_what_follows_a_group_sees_through_its_last_quotation_mark(
    layout: str, expected: str
) -> None:
    macros = '<macro name="m"><text variable="title" quotes="true"/></macro>'
    assert (
        entry(layout, work(title="Why?"), macros=macros, language="en-GB") == expected
    )


def test_a_citation_that_ends_in_a_quoted_question_takes_no_full_stop() -> None:
    quoted = '<text variable="title" quotes="true"/>'
    parts = {"around_cites": 'suffix="."', "language": "en-GB"}
    assert cited(quoted, [work("a", title="Why?")], **parts) == ["‘Why?’"]
    assert cited(quoted, [work("a", title="Why")], **parts) == ["‘Why’."]


@pytest.mark.parametrize(
    ("title", "slanted"),
    [
        ("Заря", True),
        ("Αυγή", True),
        ("曙光", False),
        ("ភាសាខ្មែរ", False),
        ("भाषा", False),
    ],
)
def test_scripts_without_italics_stay_upright(title: str, slanted: bool) -> None:
    expected = f"<italic>{title}</italic>" if slanted else title
    assert (
        entry('<text variable="title" font-style="italic"/>', work(title=title))
        == expected
    )


@pytest.mark.parametrize(
    ("kind", "expected"), [("note", "T (1 [2 (3)])"), ("in-text", "T (1 (2 (3)))")]
)
def test_brackets_stand_for_parentheses_within_others_in_notes(
    kind: str, expected: str
) -> None:
    inner = '<group prefix=" (" suffix=")"><text value="2"/><text value="3" prefix=" (" suffix=")"/></group>'
    layout = f'{TITLE}<group prefix=" (" suffix=")"><text value="1"/>{inner}</group>'
    assert entry(layout, work(title="T"), kind=kind) == expected
    assert cited(layout, [work(title="T")], kind=kind) == [expected]
