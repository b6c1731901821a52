"""Styles are held against the schema, each finding with its line and what would be
right.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from csecrefs.errors import Diagnostic
from csecrefs.styles import locales, places
from csecrefs.styles.validate import validate_style

HEAD = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="{kind}" {top}>\n'
    "<info><title>t</title><id>http://example.org/t</id><updated>2024-05-01T12:00:00Z</updated>{info}</info>\n"
)
TITLE = '<text variable="title"/>'


def style(
    layout: str = TITLE,
    *,
    kind: str = "in-text",
    top: str = "",
    info: str = "",
    more: str = "",
) -> str:
    """A style whose citation's layout stands alone on line 4; `more` follows the
    citation.
    """
    return (
        HEAD.format(kind=kind, top=top, info=info)
        + f"<citation><layout>\n{layout}\n</layout></citation>\n{more or BIBLIOGRAPHY}\n</style>"
    )


BIBLIOGRAPHY = f"<bibliography><layout>{TITLE}</layout></bibliography>"


def found(xml: str) -> list[tuple[str, int | None, str]]:
    return [(each.code, each.line, each.message) for each in validate_style(xml)]


def test_a_good_style_has_no_findings() -> None:
    assert validate_style(style()) == validate_style(style().encode("utf-16")) == ()


@pytest.mark.parametrize(
    ("layout", "code", "message"),
    [
        (
            "<foo/>",
            "unknown-element",
            "<foo> may not stand in <layout>; it may hold <names>, <date>, <label>",
        ),
        (
            "<text/>",
            "missing-attribute",
            "<text> lacks the attribute macro, term, value or variable",
        ),
        (
            '<number form="roman"/>',
            "missing-attribute",
            "<number> lacks the attribute variable",
        ),
        (
            '<text variable="title" foo="x"/>',
            "unknown-attribute",
            "<text> has no attribute 'foo'; it may have",
        ),
        (
            '<text variable="titel"/>',
            "wrong-value",
            "'titel' is no value of 'variable' on <text>; nearest: title",
        ),
        (
            '<text variable="title" font-style="slanted"/>',
            "wrong-value",
            "'slanted' is no value of 'font-style' on <text>; allowed: italic, normal, oblique",
        ),
        (
            '<text variable="title" quotes="yes"/>',
            "wrong-value",
            "'yes' is no value of 'quotes' on <text>; allowed: true or false",
        ),
        (
            '<text form="verb" variable="title"/>',
            "wrong-value",
            "'verb' is no value of 'form' on <text>; allowed: long, short",
        ),
        (
            '<text value="x" variable="title"/>',
            "misplaced-attribute",
            "'variable' may not stand on <text> together with value",
        ),
        (
            '<text term="foo"/>',
            "unknown-term",
            "'foo' is no value of 'term' on <text>; nearest: folio",
        ),
        ("<choose/>", "missing-element", "<choose> lacks <if>"),
        (
            f"<choose><else>{TITLE}</else></choose>",
            "misplaced-element",
            "<else> may not stand here in <choose>; expected here: <if>",
        ),
        ("<group/>", "missing-element", "<group> lacks <names>, <date>"),
        ('<date variable="issued"/>', "missing-element", "<date> lacks <date-part>"),
        (
            '<names variable="author"><substitute><text value="x"/></substitute><name/></names>',
            "misplaced-element",
            "<name> may not stand here in <names>; nothing may follow",
        ),
        (
            f'<choose><if type="bok">{TITLE}</if></choose>',
            "wrong-value",
            "'bok' is no value of 'type' on <if>; nearest: book",
        ),
        (
            f'<choose><if type="book bok">{TITLE}</if></choose>',
            "wrong-value",
            "'bok' is no value",
        ),
        (
            '<text variable="issued"/>',
            "wrong-variable-kind",
            "'issued' is a date, which <text> does not print; <date> does",
        ),
        (
            '<text variable="author"/>',
            "wrong-variable-kind",
            "'author' is a list of names, which <text> does not print; <names> does",
        ),
        (
            '<number variable="title"/>',
            "wrong-variable-kind",
            "'title' is text, which <number> does not print; <text> does",
        ),
        (
            '<names variable="title"/>',
            "wrong-variable-kind",
            "'title' is text, which <names> does not print; <text> does",
        ),
        (
            '<date variable="author" form="text"/>',
            "wrong-variable-kind",
            "'author' is a list of names",
        ),
        (
            '<names variable="author"><name et-al-min="few"/></names>',
            "wrong-value",
            "allowed: a whole number",
        ),
    ],
)
def test_what_the_schema_does_not_allow(layout: str, code: str, message: str) -> None:
    findings = [
        each
        for each in found(style(layout))
        if each[2].startswith(message) or message in each[2]
    ]
    assert [each[:2] for each in findings] == [(code, 4)]


@pytest.mark.parametrize(
    ("xml", "code", "line"),
    [
        (style(kind="footnote"), "wrong-value", 1),
        (style(top='page-range-format="short"'), "wrong-value", 1),
        (style(info="<category/>"), "missing-attribute", 2),
        (style(info='<link href="http://example.org"/>'), "missing-attribute", 2),
        (style().replace("2024-05-01T12:00:00Z", "May 2024"), "wrong-text", 2),
        (style().replace("<title>t</title>", ""), "missing-element", 2),
        (style(more=BIBLIOGRAPHY * 2), "misplaced-element", 6),
        (
            style(
                more=BIBLIOGRAPHY.replace(
                    "<bibliography>", '<bibliography hanging-indent="1.5">'
                )
            ),
            "wrong-value",
            6,
        ),
        (
            style(more=BIBLIOGRAPHY.replace("<layout>", "<sort/><layout>")),
            "missing-element",
            6,
        ),
        ("<html/>", "unknown-element", 1),
        ("<style", "not-csl", 1),
        ("", "not-csl", 1),
        ("\n\nplain", "not-csl", 3),
        ('<!DOCTYPE a [<!ENTITY b "c">]>\n<style>&b;</style>', "not-csl", 1),
        ('<style xmlns="http://www.w3.org/1999/xhtml"/>', "not-csl", 1),
        (
            style('<text xmlns="http://example.org/other" variable="title"/>'),
            "schema",
            3,
        ),
        (style("words" + TITLE), "misplaced-text", 3),
    ],
)
def test_where_it_is(xml: str, code: str, line: int) -> None:
    assert (code, line) in [each[:2] for each in found(xml)]


def test_every_finding_is_told_at_once_in_the_order_of_lines() -> None:
    group = '<group>\n<foo/>\n<label variable="page" form="x"/></group>'
    layout = f'<text variable="titel"/>\n{group}\n<text macro="gone"/>'
    assert [each[:2] for each in found(style(layout))] == [
        ("wrong-value", 4), ("unknown-element", 6), ("wrong-value", 7), ("unknown-macro", 8),
    ]  # fmt: skip


def macros(*bodies: str) -> str:
    """Macros m0, m1, ... on lines of their own, from line 6, and a bibliography."""
    return (
        "".join(f'<macro name="m{n}">{body}</macro>\n' for n, body in enumerate(bodies))
        + BIBLIOGRAPHY
    )


@pytest.mark.parametrize(
    ("layout", "more", "expected"),
    [
        ('<text macro="m0"/>', macros(TITLE), []),
        ('<text macro="m1"/>', macros(TITLE), [("unknown-macro", 4), ("unused-macro", 6)]),
        (TITLE, macros(TITLE), [("unused-macro", 6)]),
        ('<text macro="m0"/>', macros('<text macro="m1"/>', TITLE), []),
        (TITLE, macros('<text macro="m1"/>', TITLE), [("unused-macro", 6), ("unused-macro", 7)]),
        ('<text macro="m0"/>', macros('<group><text macro="m0"/></group>'), [("macro-loop", 6)]),
        ('<text macro="m0"/>', macros('<text macro="m1"/>', '<text macro="m0"/>'), [("macro-loop", 7)]),
        ('<text macro="m0"/>', macros(TITLE).replace("m0", "m9") + macros(TITLE).replace(BIBLIOGRAPHY, ""),
         [("unused-macro", 6)]),
        ('<text macro="m0"/>', macros(TITLE)[: -len(BIBLIOGRAPHY)] + macros(TITLE), [("doubled-macro", 7)]),
        (TITLE, macros(TITLE).replace("<layout>", '<sort><key macro="m0"/></sort><layout>'), []),
        (TITLE, BIBLIOGRAPHY.replace("<layout>", '<sort><key macro="m0"/></sort><layout>'),
         [("unknown-macro", 6)]),
        (TITLE, "\n", [("no-bibliography", 1)]),
    ],
)  # fmt: skip
def test_what_no_schema_sees(
    layout: str, more: str, expected: list[tuple[str, int]]
) -> None:
    assert [each[:2] for each in found(style(layout, more=more))] == expected


def test_a_style_of_notes_may_do_without_a_bibliography() -> None:
    (only,) = validate_style(style(kind="note", more="\n"))
    assert (only.code, only.severity) == ("no-bibliography", "info")


def test_terms_that_say_nothing() -> None:
    """A term the schema knows, but neither the locale nor the style."""
    layout = '<text term="working-paper"/>'
    known = "working-paper" in locales.find("en-US").xml.decode()
    assert ("undefined-term" in [each[0] for each in found(style(layout))]) is not known
    own = (
        '<locale><terms><term name="working-paper">wp</term></terms></locale>'
        + BIBLIOGRAPHY
    )
    assert found(style(layout, more=own)) == []


def test_the_path_is_in_each_finding() -> None:
    (only,) = validate_style(style("<foo/>" + TITLE), "mine.csl")
    assert str(only).startswith("mine.csl:4: <foo> may not stand in <layout>")


def test_dependent_styles_and_locales() -> None:
    link = '<link href="http://www.zotero.org/styles/apa" rel="independent-parent"/>'
    head = HEAD.replace(' class="{kind}"', "").format(top="", info=link)
    assert validate_style(head + "</style>") == ()
    assert {
        each.code for each in validate_style(head.replace(link, "") + "</style>")
    } >= {"missing-element"}
    assert validate_style(locales.find("en-US").xml) == ()


def sampled(count: int) -> list[Path]:
    files = [
        *places.independent_styles().glob("*.csl"),
        *places.dependent_styles().glob("*.csl"),
    ]
    return sorted(files, key=lambda file: sha256(file.name.encode()).hexdigest())[
        :count
    ]


def errors(xml: bytes) -> list[Diagnostic]:
    return [each for each in validate_style(xml) if each.severity == "error"]


@pytest.mark.parametrize("file", sampled(30), ids=lambda file: file.stem)
def test_the_styles_of_the_repository_are_valid(file: Path) -> None:
    assert errors(file.read_bytes()) == []


NAMES = (
    "variable macro term form value prefix name match type font-style plural".split()
)
SMALL = [file for file in sampled(40) if file.stat().st_size < 20_000]


@st.composite
def damaged_styles(draw: st.DrawFn) -> bytes:
    """A style of the repository with one change that may break the schema."""
    root = etree.fromstring(draw(st.sampled_from(SMALL)).read_bytes())
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    element = elements[draw(st.integers(0, 10_000)) % len(elements)]
    kind = draw(st.sampled_from(("set", "drop", "move", "text", "remove")))
    if kind == "set":
        values = ("title", "author", "long", "page", "true", "x", "")
        element.set(draw(st.sampled_from(NAMES)), draw(st.sampled_from(values)))
    elif kind == "drop" and element.attrib:
        del element.attrib[draw(st.sampled_from(sorted(map(str, element.attrib))))]
    elif kind == "move" and len(element) > 1:
        element.insert(0, element[-1])
    elif kind == "text":
        element.text = "words"
    elif kind == "remove" and (parent := element.getparent()) is not None:
        parent.remove(element)
    return etree.tostring(root)


@cache
def validator() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(places.style_schema()))


@settings(max_examples=120)
@given(damaged_styles())
def test_damaged_styles_are_judged_as_the_validator_judges_them(xml: bytes) -> None:
    """An explanation for whatever it refuses, and none for what it allows."""
    # faults that the schema does not know
    schematic = {"unknown-macro", "macro-loop"}
    explained = [each for each in errors(xml) if each.code not in schematic]
    valid = validator().validate(etree.fromstring(xml))
    assert bool(explained) is not valid, explained
