"""reStructuredText: markup that does not nest, and what keeps text from being
markup.
"""

from __future__ import annotations

import pytest

from csecrefs.text.inline import Element, Entry, EntryLayout, Inlines
from csecrefs.writers import rst


@pytest.mark.parametrize(
    ("tree", "written"),
    [
        ((Element("italic", ("Title",)), ", 3(1)"), "*Title*, 3(1)"),
        (("H", Element("subscript", ("2",)), "O"), "H\\ :sub:`2`\\ O"),
        (("a ", Element("italic", (" b ",)), "c"), "a  *b* c"),
        ((Element("italic", ("a", Element("bold", ("b",)))),), "*a*\\ **b**"),
        ((Element("small-caps", ("Doe",)), "s"), "Does"),
        (("1. Doe_",), "\\1. Doe\\_"),
        (("(Doe, 2020)",), "(Doe, 2020)"),
        (("see: https://example.org",), "see: https\\://example.org"),
        (("[1] a",), "[1] a"),
        (("----",), "\\----"),
    ],
)
def test_written(tree: Inlines, written: str) -> None:
    assert rst.inlines(tree) == written


def test_links() -> None:
    tree: Inlines = (
        "doi: 10.1000/1_, ",
        Element("italic", ("https://example.org",)),
        ".",
    )
    assert rst.inlines(tree, links=True) == (
        "doi: `10.1000/1\\_ <https://doi.org/10.1000/1%5F>`__, "
        "`https\\://example.org <https://example.org>`__."
    )


def test_lines_of_an_entry_are_a_line_block() -> None:
    tree = (
        Element("block", ("Doe",)),
        Element("left-margin", ("1999",)),
        Element("right-inline", ("Title",)),
        Element("indent", ("Note",)),
    )
    written = rst.bibliography([Entry("a", tree), Entry("b", ("Two",))], EntryLayout())
    assert written == "| Doe\n| 1999 Title\n|    Note\n\nTwo"
