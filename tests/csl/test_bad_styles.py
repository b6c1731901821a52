"""Bad styles end in a StyleError that says where, or print what can be printed."""

from __future__ import annotations

import pytest

from csecrefs.csl import Processor, parse_locale, parse_style
from csecrefs.errors import StyleError
from tests.csl.small import (
    AUTHOR,
    TITLE,
    YEAR,
    cited,
    entry,
    load_locale,
    render,
    style,
    work,
)

NAMESPACE = 'xmlns="http://purl.org/net/xbiblio/csl"'
GONE = "calls the macro 'gone', which it does not define"
WORK = work(
    author="Doe, Jane; Roe, Rick", title="T", issued=(2020, 5, 1), volume=3, page="1-5"
)


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ("", "not a CSL style"),
        ("plain text", "not a CSL style"),
        ("<style", "not a CSL style"),
        ("<html/>", "root element is 'html'"),
        ('<style xmlns="http://www.w3.org/1999/xhtml"/>', "another namespace"),
        (f"<style {NAMESPACE}/>", "no citation element"),
        (f"<style {NAMESPACE}><citation/></style>", "citation element has no layout"),
        (
            f"<style {NAMESPACE}><citation><layout/></citation><bibliography/></style>",
            "bibliography element has no layout",
        ),
        (
            f"<style {NAMESPACE}><citation><layout><text/></layout></citation></style>",
            "needs a variable",
        ),
        (
            '<!DOCTYPE style [<!ENTITY a "b">]><style>&a;</style>',
            "document type declaration",
        ),
        (f"<style {NAMESPACE}>&undefined;</style>", "not a CSL style"),
        (f"<style {NAMESPACE}>" + "<group>" * 300, "deep"),
        ("<style>\0</style>", "not a CSL style"),
        ("<style>\ud800</style>", "not a CSL style"),
    ],
)
def test_what_is_no_style(xml: str, message: str) -> None:
    with pytest.raises(StyleError, match=message):
        parse_style(xml)


def test_bytes_in_any_encoding() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert parse_style(style().encode(encoding)).title == "small"
    for broken in (
        b"\xff\xfe\x00",
        b'<?xml version="1.0" encoding="no-such"?><style/>',
        b"<style>\xff</style>",
    ):
        with pytest.raises(StyleError, match="not a CSL style"):
            parse_style(broken)


def test_errors_carry_the_line() -> None:
    with pytest.raises(StyleError) as raised:
        parse_style(
            f"<style {NAMESPACE}>\n<citation>\n<layout>\n<text/>\n</layout></citation></style>"
        )
    assert raised.value.line == 4


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"layout": '<text macro="gone"/>'}, GONE),
        ({"cites": '<text macro="gone"/>'}, GONE),
        ({"macros": '<macro name="m"><text macro="gone"/></macro>'}, GONE),
        ({"sort": '<key macro="gone"/>'}, "sorts by the macro 'gone'"),
        ({"macros": '<macro name="m"><text macro="m"/></macro>'}, "'m' calls itself"),
        (
            {
                "macros": '<macro name="a"><group><text macro="b"/></group></macro>'
                '<macro name="b"><names variable="author"><substitute><text macro="c"/></substitute></names>'
                "</macro>"
                '<macro name="c"><choose><if type="book"><text macro="a"/></if></choose></macro>'
            },
            "calls itself",
        ),
    ],
)  # fmt: skip
def test_macros(parts: dict[str, str], message: str) -> None:
    with pytest.raises(StyleError, match=message) as raised:
        render(style(**parts), [])
    assert raised.value.line == 1


def test_macros_that_call_each_other_deeply() -> None:
    """In whatever order they stand, and however many of them there are."""
    chain = [
        f'<macro name="m{n}"><text macro="m{n + 1}"/></macro>' for n in range(2000)
    ]
    chain.append(f'<macro name="m2000">{TITLE}</macro>')
    for macros in (chain, chain[::-1]):
        with pytest.raises(StyleError, match="deep"):
            entry('<text macro="m0"/>', WORK, macros="".join(macros))
    assert entry('<text macro="m1960"/>', WORK, macros="".join(chain[1960:])) == "T"


def test_groups_nested_as_deep_as_is_read() -> None:
    layout = "<group>" * 150 + TITLE + "</group>" * 150
    assert entry(layout, WORK) == "T"
    fonts = (
        '<group font-style="italic" font-weight="bold" prefix="(" suffix=")">' * 150
        + TITLE
        + "</group>" * 150
    )
    assert entry(fonts, WORK).count("(") == 150


@pytest.mark.parametrize(
    "layout",
    [
        "<unknown/>",
        "<group/>",
        "<choose/>",
        "<choose><if/></choose>",
        '<choose><if type=""/></choose>',
        '<choose><if variable="no-such" match="sometimes"><text value="x"/></if></choose>',
        '<choose><if position="nowhere"><text value=""/></if></choose>',
        '<choose><if locator="nowhere"><text value="x"/></if></choose>',
        '<choose><if is-numeric="author issued title"><text value="x"/></if></choose>',
        '<choose><if is-uncertain-date="author title"><text value="x"/></if></choose>',
        '<choose><if disambiguate="maybe"><text value=""/></if></choose>',
        "<names/>",
        '<names variable=""/>',
        '<names variable="no-such"/>',
        '<names variable="title issued"/>',
        '<names variable="title"><name/><et-al/><label/><substitute/></names>',
        "<number/>",
        '<number variable="no-such" form="no-such"/>',
        "<label/>",
        '<label variable="no-such" plural="no-such" form="no-such"/>',
        "<date/>",
        '<date variable="issued"/>',
        '<date variable="title" form="text"/>',
        '<date variable="issued" form="no-such"/>',
        '<date variable="issued" form="text" date-parts="no-such"/>',
        '<date variable="issued"><date-part/><date-part name="no-such"/></date>',
        '<text variable="author"/>',
        '<text variable="issued"/>',
        '<text variable=""/>',
        '<text term=""/>',
        '<text value=""/>',
    ],
)
def test_elements_without_sense_print_nothing(layout: str) -> None:
    rendering = render(style(layout, cites=layout), [WORK], locale="en-US")
    assert rendering.entries == () and not rendering.warnings


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ('<text variable="title" form="no-such" plural="no-such" unheard-of="x"/>', "T"),
        ('<text variable="title" text-case="no-such" font-style="no-such" display="no-such"/>', "T"),
        ('<text variable="title" quotes="maybe" strip-periods="maybe"/>', "T"),
        ('<number variable="volume" form="no-such"/>', "3"),
        ('<number variable="title"/>', "T"),
        ('<text variable="volume"/>', "3"),
        ('<date variable="issued"><date-part name="month" form="no-such"/></date>', "May"),
        ('<date variable="issued"><date-part name="day" form="no-such"/></date>', "1"),
        (
            '<names variable="author"><name et-al-min="many" et-al-use-first="-1" form="no-such" '
            'and="no-such" name-as-sort-order="no-such" delimiter-precedes-last="no-such" '
            'initialize="no-such"/></names>',
            "Jane Doe, Rick Roe",
        ),
        ('<names variable="author"><name et-al-min="1" et-al-use-first="99999999999999999999"/></names>',
         "Jane Doe et al."),
        ('<names variable="author"><name et-al-min="2" et-al-use-first="0"/></names>', ""),
        ('<names variable="author"><name><name-part name="no-such" font-weight="bold"/></name></names>',
         "Jane Doe, Rick Roe"),
        ('<names variable="author"><name et-al-min="1" et-al-use-first="1"/><et-al term="no such term"/></names>', "Jane Doe"),
    ],
)  # fmt: skip
def test_unknown_values_are_as_if_not_there(layout: str, expected: str) -> None:
    assert entry(layout, WORK) == expected


@pytest.mark.parametrize(
    "parts",
    [
        {
            "top": 'default-locale="x-klingon" page-range-format="no-such" demote-non-dropping-particle="?"'
        },
        {"kind": "no-such"},
        {
            "citation": 'collapse="no-such" near-note-distance="far" cite-group-delimiter=""'
        },
        {
            "citation": 'disambiguate-add-names="?" givenname-disambiguation-rule="?" '
            'et-al-min="99999999999999999999"'
        },
        {
            "bibliography": 'subsequent-author-substitute="-" subsequent-author-substitute-rule="no-such"'
        },
        {
            "bibliography": 'second-field-align="no-such" line-spacing="-3" entry-spacing="1e3"'
        },
        {"sort": "<key/>"},
        {
            "sort": '<key variable="no-such"/><key variable="author" sort="sideways" names-min="few"/>'
        },
        {"locale": "<locale/>"},
        {"locale": '<locale xml:lang=""><terms/><date/></locale>'},
        {
            "locale": '<locale><terms><term/><term name="page" form="?"/><term name="ordinal-xx">x</term>'
            "</terms></locale>"
        },
        {
            "locale": '<locale><date form="text"><date-part/></date>'
            '<style-options punctuation-in-quote="?"/></locale>'
        },
        {"macros": "<macro/>"},
        {"macros": f'<macro name="m">{TITLE}</macro><macro name="m">{YEAR}</macro>'},
    ],
)
def test_options_without_sense(parts: dict[str, str]) -> None:
    works = [WORK, WORK.evolve(id="b")]
    layout = AUTHOR + TITLE
    found = cited(layout, works, ["a", "b", ["a", "b"]], layout=layout, **parts)
    assert len(found) == 3 and all("T" in each for each in found)


@pytest.mark.parametrize(
    "xml",
    ["", "<locale", "<style/>", '<locale xmlns="x"/>', "<!DOCTYPE a []><locale/>"],
)
def test_what_is_no_locale(xml: str) -> None:
    with pytest.raises(StyleError):
        parse_locale(xml)


def test_a_dependent_style_alone_prints_nothing() -> None:
    """It has no citation of its own; finding its parent is the library's task."""
    link = '<link rel="independent-parent" href="http://www.zotero.org/styles/apa"/>'
    parsed = parse_style(f"<style {NAMESPACE}><info>{link}</info></style>")
    assert parsed.parent.endswith("apa") and not parsed.has_bibliography
    assert Processor(parsed, load_locale).render([WORK]).entries is None


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ('<text variable="title" prefix="vol.&amp;#160;"/>', "vol.\u00a0T"),
        (
            '<group delimiter="&amp;#8212;"><text variable="title"/><text value="x"/></group>',
            "T—x",
        ),
        (
            '<text variable="title"/><text value="&amp;lt;sup&amp;gt;e&amp;lt;/sup&amp;gt;"/>',
            "T<superscript>e</superscript>",
        ),
        ('<text variable="title" prefix="&amp;#xA;&amp;#x2014;"/>', "\n—T"),
        ('<text variable="title" suffix="&amp;#x0;&amp;#xD800;"/>', "T&#x0;&#xD800;"),
        (
            '<text variable="title" suffix=" &amp;amp; &amp;#0; &amp;#55296;"/>',
            "T &amp; &#0; &#55296;",
        ),
    ],
)
def test_characters_escaped_twice(element: str, expected: str) -> None:
    layout = style(element)
    assert entry(element, work(title="T")) == expected
    assert (
        render(layout.encode(), [work(title="T")]).entries
        == render(layout, [work(title="T")]).entries
    )
