"""The plain text of documents, with the labels of lists and the places."""

from __future__ import annotations

from csecrefs.manuscript.office.paragraphs import paragraphs
from tests.manuscript.office.documents import W, field, relations, run, word, writer

NUMBERING = f"""<w:numbering xmlns:w="{W}">
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="[%1]"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""
STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Refs"><w:name w:val="refs"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
</w:styles>"""


def item(text: str, number: int, level: int = 0) -> str:
    properties = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def styled(text: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text)}</w:p>'


def test_word() -> None:
    content = word(
        styled("References", "berschrift1"),
        item("Low", 1),
        item("first", 1, 1),
        item("second", 1, 1),
        item("May", 1),
        item("dash", 2),
        styled("By style", "Refs"),
        run("See ") + field(" HYPERLINK x ", "this") + "<w:r><w:tab/></w:r>" + run("x"),
        f"<w:p><w:ins>{run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
        f"<w:tbl><w:tr><w:tc><w:p>{run('cell')}</w:p></w:tc></w:tr></w:tbl>",
        footnotes={2: "A note."},
        parts={
            "word/numbering.xml": NUMBERING,
            "word/styles.xml": STYLES,
            "word/_rels/document.xml.rels": relations(
                {
                    "numbering.xml": "numbering",
                    "styles.xml": "styles",
                    "footnotes.xml": "footnotes",
                }
            ),
        },
    )
    found = paragraphs(content, path="x.docx")
    assert [each.text for each in found.body] == [
        "References",
        "[3] Low",
        "3.i) first",
        "3.ii) second",
        "[4] May",
        "dash",
        "[5] By style",
        "See this x",
        "new",
        "cell",
    ]
    assert [each.level for each in found.body][:2] == [1, 0]
    (note,) = found.notes
    assert (note.text, note.note, note.part) == ("A note.", 1, "word/footnotes.xml")
    assert [each.number for each in found.body] == list(range(1, 11))


def test_writer() -> None:
    style = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1"'
        ' style:num-prefix="[" style:num-suffix="]" style:num-format="1"/>'
        '<text:list-level-style-number text:level="2" style:num-format="a"'
        ' text:display-levels="2" style:num-suffix=")"/></text:list-style>'
    )
    body = (
        '<text:h text:outline-level="2">Refs</text:h><text:list text:style-name="L1">'
        "<text:list-item><text:p>Low</text:p><text:p>more</text:p></text:list-item>"
        "<text:list-item><text:p>May</text:p><text:list><text:list-item>"
        "<text:p>sub</text:p></text:list-item></text:list></text:list-item></text:list>"
        "<text:p>Between<text:note text:note-class='endnote'><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body>"
        "</text:note></text:p>"
        '<text:list text:style-name="L1" text:continue-numbering="true">'
        "<text:list-item><text:p>Next</text:p></text:list-item></text:list>"
    )
    found = paragraphs(writer(body, styles=style), path="x.odt")
    assert [each.text for each in found.body] == [
        "Refs",
        "[1] Low",
        "more",
        "[2] May",
        "2.a) sub",
        "Between",
        "[3] Next",
    ]
    assert found.body[0].level == 2
    assert [(each.text, each.note) for each in found.notes] == [("A note.", 1)]


def test_broken() -> None:
    for name in ("x.docx", "x.odt"):
        assert paragraphs(b"PK\x03\x04", path=name).diagnostics
