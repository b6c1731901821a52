"""Word: real paragraphs, tab stops, character styles and hyperlinks."""

from __future__ import annotations

import io
import subprocess
import sys

import docx
from docx.document import Document
from docx.shared import Pt

from csecrefs.text.inline import Element, Entry, EntryLayout, Inlines
from csecrefs.writers import docx as writer

ALIGNED = (Element("left-margin", ("[1] ",)), Element("right-inline", ("One",)))


def opened(written: bytes) -> Document:
    return docx.Document(io.BytesIO(written))


def test_styles_of_the_text_are_character_styles() -> None:
    tree: Inlines = (
        "a ",
        Element("italic", ("b", Element("bold", ("c",)))),
        Element("small-caps", ("d",)),
        Element("superscript", ("e",)),
    )
    (paragraph,) = opened(writer.inlines(tree)).paragraphs
    found = [(run.text, run.style.name) for run in paragraph.runs]
    assert found == [
        ("a ", "Default Paragraph Font"),
        ("b", "Reference Italic"),
        ("c", "Reference Bold Italic"),
        ("d", "Reference Small Caps"),
        ("e", "Reference Superscript"),
    ]
    fonts = {run.text: run.style.font for run in paragraph.runs}
    assert fonts["c"].bold and fonts["c"].italic
    assert fonts["d"].small_caps
    assert fonts["e"].superscript


def test_a_hanging_list() -> None:
    layout = EntryLayout(hanging_indent=True, line_spacing=2, entry_spacing=0)
    document = opened(
        writer.bibliography([Entry("a", ("One",)), Entry("b", ("Two",))], layout)
    )
    assert [paragraph.text for paragraph in document.paragraphs] == ["One", "Two"]
    assert {paragraph.style.name for paragraph in document.paragraphs} == {
        "Bibliography"
    }
    style = document.styles["Bibliography"].paragraph_format
    assert (style.left_indent, style.first_line_indent) == (Pt(36), Pt(-36))
    assert (style.line_spacing, style.space_after) == (2.0, 0)


def test_an_aligned_list_has_a_tab_stop() -> None:
    layout = EntryLayout(second_field_align="flush", max_offset=3)
    tree = (*ALIGNED, Element("block", ("Note",)), Element("indent", ("More",)))
    document = opened(writer.bibliography([Entry("a", tree)], layout))
    first, second, third = document.paragraphs
    assert first.text == "[1]\tOne"
    style = document.styles["Bibliography"].paragraph_format
    assert (
        [stop.position for stop in style.tab_stops] == [style.left_indent] == [Pt(24)]
    )
    assert style.first_line_indent == Pt(-24)
    assert first.paragraph_format.keep_with_next
    assert second.paragraph_format.first_line_indent == 0
    assert third.paragraph_format.left_indent == Pt(60)
    assert third.paragraph_format.space_after is None


def test_a_margin_list_hangs_out_of_the_text() -> None:
    layout = EntryLayout(second_field_align="margin", max_offset=3)
    document = opened(writer.bibliography([Entry("a", ALIGNED)], layout))
    style = document.styles["Bibliography"].paragraph_format
    assert (style.left_indent, style.first_line_indent) == (0, Pt(-24))


def test_links_are_hyperlinks() -> None:
    tree: Inlines = ("doi:", Element("italic", ("10.1000/1",)), ".")
    (paragraph,) = opened(writer.inlines(tree, links=True)).paragraphs
    assert paragraph.text == "doi:10.1000/1."
    (link,) = paragraph.hyperlinks
    assert (link.text, link.address) == ("10.1000/1", "https://doi.org/10.1000/1")
    assert link.runs[0].style.name == "Reference Italic Link"


def test_without_python_docx_the_error_says_what_to_install() -> None:
    probe = (
        "import sys; sys.modules['docx'] = None\n"
        "from csecrefs.errors import FormatError\n"
        "from csecrefs.writers import get_writer\n"
        "try: get_writer('docx')\n"
        "except FormatError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True
    )
    assert done.stdout == "Word documents need python-docx: install csecrefs[docx]\n"
