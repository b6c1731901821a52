"""Typst: calls, escapes, and the block that sets the layout."""

from __future__ import annotations

import pytest

from csecrefs.text.inline import Element, Entry, EntryLayout, Inlines
from csecrefs.writers import typst


@pytest.mark.parametrize(
    ("tree", "written"),
    [
        ((Element("italic", ("Title",)), "(1)"), "#emph[Title];(1)"),
        ((Element("bold", (Element("italic", ("a ",)),)), "b"), "#strong[#emph[a]]; b"),
        (
            ("#eval[$x$] <a> @b `c` \\d ~e",),
            "\\#eval\\[\\$x\\$\\] \\<a\\> \\@b \\`c\\` \\\\d \\~e",
        ),
        (
            ("https://example.org 1-2 a-b -- ...",),
            "https:\\//example.org 1\\-2 a-b \\-- \\...",
        ),
        (("= a",), "\\= a"),
        (("1. a",), "1\\. a"),
        (("x", Element("italic", ("- a",))), "x#emph[\\- a];"),
    ],
)
def test_written(tree: Inlines, written: str) -> None:
    assert typst.inlines(tree) == written


def test_links() -> None:
    assert typst.inlines(('https://example.org/"a_b',), links=True) == (
        '#link("https://example.org/")[https:\\//example.org/];\\"a\\_b'
    )


def test_a_hanging_list() -> None:
    layout = EntryLayout(hanging_indent=True, line_spacing=2, entry_spacing=0)
    written = typst.bibliography(
        [Entry("a", ("One",)), Entry("b", (Element("indent", ("Two",)),))], layout
    )
    assert written == (
        "#[\n#set par(first-line-indent: 0em, hanging-indent: 2em, leading: 1.65em, spacing: 0.65em)\n"
        "One\n\n#h(2em);Two\n]\n"
    )


def test_an_aligned_list_is_a_grid() -> None:
    tree = (
        Element("left-margin", ("[1] ",)),
        Element("right-inline", ("One",)),
        Element("block", ("Note",)),
    )
    written = typst.bibliography(
        [Entry("a", tree)], EntryLayout(second_field_align="flush")
    )
    assert (
        "#grid(columns: (auto, 1fr), column-gutter: 0.5em, row-gutter: 1.65em,\n"
        in written
    )
    assert written.endswith("  [\\[1\\]], [One \\\nNote],\n)\n]\n")
