"""Markdown that CommonMark reads back as the runs it was written from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from csecrefs.text.inline import Element, Entry, EntryLayout, Inlines, Tag
from csecrefs.writers import markdown
from csecrefs.writers.runs import Styles, runs

_MARKUP: dict[str, Tag] = {
    "em": "italic",
    "strong": "bold",
    "<sup>": "superscript",
    "<sub>": "subscript",
    "<u>": "underline",
    '<span style="font-variant:small-caps;">': "small-caps",
}


def read_back(text: str) -> list[tuple[str, Styles]]:
    """Each character of rendered Markdown with its styles, as CommonMark's reference
    algorithm has it.
    """
    (inline,) = [
        token
        for token in MarkdownIt("commonmark").parse(text)
        if token.type == "inline"
    ]
    characters: list[tuple[str, Styles]] = []
    opened: list[Tag] = []
    for token in inline.children or []:
        name = (
            token.type.removesuffix("_open")
            if token.type.endswith("_open")
            else token.content
        )
        if token.type.endswith("_close") or token.content.startswith("</"):
            opened.pop()
        elif name in _MARKUP:
            opened.append(_MARKUP[name])
        elif token.content != "<!-- -->":
            assert token.type == "text", token
            characters += ((char, frozenset(opened)) for char in token.content)
    return characters


def without_space(characters: list[tuple[str, Styles]]) -> list[tuple[str, Styles]]:
    return [(char, styles) for char, styles in characters if not char.isspace()]


def expected(tree: Inlines) -> list[tuple[str, Styles]]:
    return [(char, run.styles) for run in runs(tree) for char in run.text]


@pytest.mark.parametrize(
    ("tree", "written"),
    [
        ((Element("italic", ("Title",)), ", 3(1)"), "*Title*, 3(1)"),
        ((Element("italic", ("A ",)), "b"), "*A* b"),
        ((Element("italic", ("a",)), Element("bold", ("b",))), "*a*<!-- -->**b**"),
        ((Element("italic", ("“q”",)), "s"), "*“q”*&#115;"),
        (("a", Element("italic", ("(b",))), "&#97;*(b*"),
        ((Element("italic", ("a ", Element("no-italic", ("b",)), " c")),), "*a* b *c*"),
        ((Element("italic", (Element("bold", ("a",)), " b")),), "*<!-- -->**a** b*"),
        ((Element("bold", (Element("italic", ("a",)), " b")),), "**<!-- -->*a* b**"),
        (("H", Element("subscript", ("2",)), "O"), "H<sub>2</sub>O"),
        (("1. Doe & Sons",), "1\\. Doe & Sons"),
        (("A&amp;B",), "A\\&amp;B"),
        (("(1) a",), "\\(1) a"),
        (("(Doe, 2020)",), "(Doe, 2020)"),
        (("- a",), "\\- a"),
        (("a -- b ...",), "a \\-- b \\..."),
    ],
)
def test_written(tree: Inlines, written: str) -> None:
    assert markdown.inlines(tree) == written
    assert without_space(read_back(written)) == without_space(expected(tree))


def test_links() -> None:
    tree: Inlines = (
        "doi:10.1000/x(y)_z, ",
        Element("italic", ("https://example.org/?a=1&copy=2",)),
    )
    assert markdown.inlines(tree, links=True) == (
        "doi:[10.1000/x(y)\\_z](<https://doi.org/10.1000/x(y)_z>), "
        "[*https://example.org/?a=1&copy=2*](<https://example.org/?a=1&copy=2>)"
    )


def test_lines_and_paragraphs() -> None:
    tree = (
        Element("left-margin", ("1.",)),
        Element("right-inline", ("Title",)),
        Element("indent", ("- n",)),
    )
    written = markdown.bibliography(
        [Entry("a", tree), Entry("b", ("Two",))], EntryLayout()
    )
    assert written == "1\\. Title\\\n\\- n\n\nTwo"


_TAGS: tuple[Tag, ...] = (
    *("italic", "bold", "no-italic", "no-bold"),
    *("superscript", "small-caps", "underline"),
)  # fmt: skip
_TEXT = st.text("ab*_ .(\u201d\u201c\u20ac+\u00a0\u00e9", min_size=1, max_size=3)
_NESTED = st.recursive(
    st.lists(_TEXT, min_size=1, max_size=4),
    lambda inner: st.lists(
        _TEXT | st.builds(Element, st.sampled_from(_TAGS), inner.map(tuple)),
        min_size=1,
        max_size=4,
    ),
    max_leaves=12,
)


@settings(max_examples=400)
@given(_NESTED)
def test_any_nesting_is_read_back(nodes: list[str | Element]) -> None:
    """Styles switch at any place, next to letters, punctuation, symbols and spaces."""
    inlines = ("x", *nodes, "x")
    written = markdown.inlines(inlines)
    assert without_space(read_back(written)) == without_space(expected(inlines))
