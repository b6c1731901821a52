"""RTF: control words, Unicode escapes, paragraphs."""

from __future__ import annotations

import pytest

from csecrefs.text.inline import Element, Entry, EntryLayout, Inlines
from csecrefs.writers import rtf

ALIGNED = (Element("left-margin", ("[1] ",)), Element("right-inline", ("One",)))


@pytest.mark.parametrize(
    ("tree", "written"),
    [
        ((Element("italic", ("Title",)), ", 3"), "{\\i Title}, 3"),
        ((Element("bold", (Element("small-caps", ("a",)),)),), "{\\b\\scaps a}"),
        (("{\\par} \u00a0",), "\\{\\\\par\\} \\~"),
        (("ț",), "\\u539 ?"),
        (("\uffe5",), "\\u-27 ?"),
        (("😀",), "\\u-10179 ?\\u-8704 ?"),
        (ALIGNED, "[1] One"),
        ((Element("block", ("a",)), "b"), "a\\line b"),
    ],
)
def test_written(tree: Inlines, written: str) -> None:
    assert rtf.inlines(tree) == written


def test_links() -> None:
    assert rtf.inlines(("https://example.org/{ț}",), links=True) == (
        '{\\field{\\*\\fldinst{HYPERLINK "https://example.org/%7B%C8%9B%7D"}}'
        "{\\fldrslt{https://example.org/\\{\\u539 ?\\}}}}"
    )


@pytest.mark.parametrize(
    ("layout", "paragraph"),
    [
        (EntryLayout(), "{\\pard\\sa240\\sl240\\slmult1 [1] One\\par}"),
        (
            EntryLayout(hanging_indent=True, line_spacing=2, entry_spacing=0),
            "{\\pard\\li720\\fi-720\\sa0\\sl480\\slmult1 [1] One\\par}",
        ),
        (
            EntryLayout(second_field_align="flush", max_offset=3),
            "{\\pard\\li480\\fi-480\\tx480\\sa240\\sl240\\slmult1 [1]\\tab One\\par}",
        ),
        (
            EntryLayout(second_field_align="margin", max_offset=3),
            "{\\pard\\li0\\fi-480\\tx0\\sa240\\sl240\\slmult1 [1]\\tab One\\par}",
        ),
    ],
)
def test_a_list_is_a_document_of_paragraphs(
    layout: EntryLayout, paragraph: str
) -> None:
    written = rtf.bibliography([Entry("a", ALIGNED)], layout)
    assert written.startswith("{\\rtf1\\ansi\\uc1")
    assert written.endswith(f"\n{paragraph}\n}}\n")


def test_lines_of_an_entry_stay_together() -> None:
    tree = (Element("block", ("Doe",)), Element("indent", ("Note",)))
    written = rtf.bibliography(
        [Entry("a", tree)], EntryLayout(second_field_align="flush", max_offset=3)
    )
    assert "{\\pard\\li480\\sa0\\keepn\\sl240\\slmult1 Doe\\par}" in written
    assert "{\\pard\\li1200\\sa240\\sl240\\slmult1 Note\\par}" in written
