"""The plain text of manuscripts of every kind, with places."""

from __future__ import annotations

import io
import zipfile

import pytest

from csecrefs.errors import CsecrefsError
from csecrefs.manuscript.prose import read_prose
from csecrefs.manuscript.prose.pdf import _lines

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: str, **parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        for name, text in parts.items():
            package.writestr(f"word/{name}.xml", text)
    return packed.getvalue()


def test_word_text_as_a_reader_sees_it() -> None:
    body = (
        "<w:p><w:r><w:t>One </w:t></w:r><w:ins><w:r><w:t>two</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>three</w:delText></w:r></w:del>"
        "<w:r><w:instrText>ADDIN</w:instrText></w:r></w:p><w:p><w:r><w:t>Four</w:t></w:r></w:p>"
    )
    prose = read_prose(word(body), "a.docx")
    assert [(line.text, line.number) for line in prose.lines] == [
        ("One two", 1),
        ("Four", 2),
    ]


def test_word_numbers_its_lists_itself() -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="[%1]"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    prose = read_prose(
        word(item.format("Doe") + item.format("Roe"), numbering=numbering), "a.docx"
    )
    assert [line.text for line in prose.lines] == ["[1] Doe", "[2] Roe"]


def test_word_notes_come_after_the_text() -> None:
    notes = f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>See Doe 2001.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    prose = read_prose(
        word("<w:p><w:r><w:t>Text</w:t></w:r></w:p>", footnotes=notes), "a.docx"
    )
    assert [(line.text, line.note) for line in prose.lines] == [
        ("Text", 0),
        ("See Doe 2001.", 1),
    ]


def test_web_pages() -> None:
    content = b"<html><head><title>x</title></head><body><p>So <i>it</i> is.</p><script>no</script><ol><li>Doe</li><li>Roe</li></ol></body></html>"
    assert [line.text for line in read_prose(content, "a.html").lines] == [
        "So it is.",
        "1. Doe",
        "2. Roe",
    ]


def test_latex() -> None:
    content = b"\\section{On}\n\\emph{Doe} says % no\n\\begin{thebibliography}{9}\n\\bibitem{a} Doe, J. \\textit{On it}.\n"
    assert [line.text for line in read_prose(content, "a.tex").lines] == [
        "On",
        "Doe says",
        "References",
        "[1] Doe, J. On it.",
    ]


def test_ligatures_of_old_fonts_are_letters() -> None:
    assert _lines("e\x1bect and \x1cnd, pp. 1\x152") == ["effect and find, pp. 1–2"]


def test_a_pdf_without_text_is_told() -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    packed = io.BytesIO()
    writer.write(packed)
    prose = read_prose(packed.getvalue(), "a.pdf")
    assert [each.code for each in prose.diagnostics] == ["no-text"]


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.pdf"])
def test_a_name_that_lies_is_told(name: str) -> None:
    with pytest.raises(CsecrefsError):
        read_prose(b"plain text", name)


def test_an_archive_of_something_else_is_told() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("a.txt", "x")
    with pytest.raises(CsecrefsError):
        read_prose(packed.getvalue(), "a.docx")
