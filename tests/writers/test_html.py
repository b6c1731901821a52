"""HTML as citeproc-js prints it, and the layout it carries."""

from __future__ import annotations

import pytest

from csecrefs.text.inline import Element, Entry, EntryLayout, Inlines, Tag
from csecrefs.writers import html

PLAIN = EntryLayout()


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("italic", "<i>x</i>"),
        ("oblique", "<em>x</em>"),
        ("bold", "<b>x</b>"),
        ("light", "x"),
        ("small-caps", '<span style="font-variant:small-caps;">x</span>'),
        ("underline", '<span style="text-decoration:underline;">x</span>'),
        ("superscript", "<sup>x</sup>"),
        ("subscript", "<sub>x</sub>"),
        ("no-italic", '<span style="font-style:normal;">x</span>'),
        ("no-bold", '<span style="font-weight:normal;">x</span>'),
        ("no-small-caps", '<span style="font-variant:normal;">x</span>'),
        ("no-underline", '<span style="text-decoration:none;">x</span>'),
        ("baseline", '<span style="baseline">x</span>'),
        ("nocase", "x"),
        ("link", "x"),
        ("indent", '<div class="csl-indent">x</div>\n  '),
    ],
)
def test_markup(tag: Tag, expected: str) -> None:
    assert html.inlines((Element(tag, ("x",), "https://example.org"),)) == expected


def test_text_is_escaped_and_order_kept() -> None:
    tree: Inlines = (
        "a & ",
        Element("italic", ("<b>", Element("bold", ("c",)), "d")),
        " e",
    )
    assert html.inlines(tree) == "a &#38; <i>&#60;b&#62;<b>c</b>d</i> e"


def test_a_bibliography_of_default_layout_is_bare() -> None:
    entries = [Entry("a", ("One",)), Entry("b", ("Two",))]
    assert html.bibliography(entries, PLAIN) == (
        '<div class="csl-bib-body">\n'
        '  <div class="csl-entry">One</div>\n'
        '  <div class="csl-entry">Two</div>\n'
        "</div>"
    )


def test_display_blocks_stand_where_citeproc_puts_them() -> None:
    tree = (
        Element("block", ("Doe",)),
        Element("left-margin", ("1999",)),
        Element("right-inline", ("Title",)),
    )
    assert html.bibliography([Entry("a", tree)], PLAIN) == (
        '<div class="csl-bib-body">\n'
        '  <div class="csl-entry">\n\n    <div class="csl-block">Doe</div>\n'
        '\n    <div class="csl-left-margin">1999</div><div class="csl-right-inline">Title</div>\n'
        "  </div>\n"
        "</div>"
    )


def test_hanging_indent_and_spacing_are_inline_styles() -> None:
    layout = EntryLayout(hanging_indent=True, line_spacing=2, entry_spacing=0)
    assert html.bibliography([], layout) == (
        '<div class="csl-bib-body" style="padding-left:2em;text-indent:-2em;line-height:2.4;">\n</div>'
    )


@pytest.mark.parametrize(
    ("align", "label", "text"),
    [("flush", "", "margin-left:4ch;"), ("margin", "-4ch", "")],
)
def test_the_second_field_is_aligned(align: str, label: str, text: str) -> None:
    tree = (Element("left-margin", ("[1]",)), Element("right-inline", ("Title",)))
    layout = EntryLayout(second_field_align=align, max_offset=3, entry_spacing=0)
    written = html.bibliography([Entry("a", tree)], layout)
    margin = f"margin-left:{label};" if label else ""
    assert (
        f'<div class="csl-left-margin" style="float:left;min-width:4ch;{margin}">[1]</div>'
        in written
    )
    assert f'<div class="csl-right-inline" style="{text}">Title</div>' in written


def test_nesting_without_end_is_no_recursion() -> None:
    tree: Inlines = ("x",)
    for _ in range(20_000):
        tree = (Element("italic", tree),)
    assert html.inlines(tree).count("<i>") == 20_000
