"""Plain text, and the rows every writer of lines is built on."""

from __future__ import annotations

import pytest

from csecrefs.text.inline import Element, Entry, EntryLayout, Inlines
from csecrefs.writers import text
from csecrefs.writers.runs import StyledRun, runs

LABEL = Element("left-margin", ("[1] ",))
BODY = Element("right-inline", (" Title",))


@pytest.mark.parametrize(
    ("tree", "written"),
    [
        (("a ", Element("italic", ("b", Element("no-italic", ("c",)))), "."), "a bc."),
        ((LABEL, BODY), "[1] Title"),
        ((LABEL, BODY, "."), "[1] Title."),
        ((LABEL, "Title"), "[1] Title"),
        (
            (Element("block", ("Doe",)), LABEL, BODY, Element("indent", ("Note",))),
            "Doe\n[1] Title\nNote",
        ),
        ((Element("block", ("Doe",)), "rest"), "Doe\nrest"),
        ((" ", Element("block", ("Doe",)), " ", LABEL, BODY, " "), "Doe\n[1] Title"),
        ((), ""),
    ],
)
def test_written(tree: Inlines, written: str) -> None:
    assert text.inlines(tree) == written


@pytest.mark.parametrize(("spacing", "between"), [(0, "\n"), (1, "\n\n"), (2, "\n\n")])
def test_spacing_between_entries(spacing: int, between: str) -> None:
    entries = [Entry("a", ("One",)), Entry("b", ("Two",))]
    assert (
        text.bibliography(entries, EntryLayout(entry_spacing=spacing))
        == f"One{between}Two"
    )


def test_runs_switch_styles_off_and_replace_them() -> None:
    tree: Inlines = (
        Element(
            "italic", ("a", Element("no-italic", ("b",)), Element("oblique", ("c",)))
        ),
        Element(
            "superscript", (Element("baseline", ("d",)), Element("subscript", ("e",)))
        ),
    )
    assert runs(tree) == [
        StyledRun("a", frozenset({"italic"})),
        StyledRun("b"),
        StyledRun("c", frozenset({"oblique"})),
        StyledRun("d"),
        StyledRun("e", frozenset({"subscript"})),
    ]


def test_neighbouring_runs_are_joined_and_edges_trimmed() -> None:
    tree: Inlines = (
        "  ",
        Element("nocase", (" a",)),
        "b",
        Element("italic", ("",)),
        "c ",
        Element("bold", (" ",)),
    )
    assert runs(tree) == [StyledRun("abc")]
