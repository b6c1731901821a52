"""Markdown that CommonMark reads back as the runs it was written from."""

from __future__ import annotations

import random

import pytest
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


def test_any_nesting_is_read_back() -> None:
    """Styles switch at any place, next to letters, punctuation, symbols and spaces."""
    chance = random.Random(18)
    tags: list[Tag] = [
        "italic",
        "bold",
        "no-italic",
        "no-bold",
        "superscript",
        "small-caps",
        "underline",
    ]

    def tree(depth: int) -> Inlines:
        nodes: list[str | Element] = []
        for _ in range(chance.randint(1, 4)):
            if depth and chance.random() < 0.6:
                nodes.append(Element(chance.choice(tags), tree(depth - 1)))
            else:
                nodes.append(
                    "".join(
                        chance.choices("ab*_ .(”“€+\u00a0é", k=chance.randint(1, 3))
                    )
                )
        return tuple(nodes)

    for _ in range(3000):
        inlines = ("x", *tree(3), "x")
        written = markdown.inlines(inlines)
        assert without_space(read_back(written)) == without_space(expected(inlines)), (
            written
        )
