"""Citations are found in Word and Writer documents, whatever program set them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

import pytest

from csecrefs.manuscript import docx, odt
from csecrefs.manuscript.sites import Manuscript
from tests.manuscript.office.documents import (
    LOW,
    MAY,
    citation,
    field,
    item,
    mark,
    part,
    run,
    word,
    writer,
    zipped,
    zotero,
)


def groups(manuscript: Manuscript) -> list[list[tuple[str, ...]]]:
    """Return the parts of each cite that are not empty, group by group."""
    return [
        [
            tuple(
                filter(
                    None,
                    (each.mode, each.prefix, each.id, each.locator, each.suffix),
                )
            )
            for each in site.cites
        ]
        for site in manuscript.sites
        if site.kind == "citation"
    ]


def read(*paragraphs: str, **more: object) -> Manuscript:
    return docx.read(word(*paragraphs, **more), path="x.docx")  # type: ignore[arg-type]


def codes(manuscript: Manuscript) -> Iterable[str]:
    return [each.code for each in manuscript.diagnostics]


@pytest.mark.parametrize(
    ("code", "cites"),
    [
        (zotero(item(LOW)), [("low2001",)]),
        (
            zotero(item(LOW, locator="8", prefix="see ", suffix=" there")),
            [("see", "low2001", "8", " there")],
        ),
        (
            zotero(item(LOW, **{"suppress-author": True})),
            [("suppress-author", "low2001")],
        ),
        (zotero(item(LOW), item(MAY)), [("low2001",), ("may1999",)]),
        (zotero(item({**LOW, "citation-key": "tides"})), [("tides",)]),
        (zotero(item({**LOW, "note": "Citation Key: ebb"})), [("ebb",)]),
        (zotero({"id": 4, "uris": ["http://zotero.org/x/AB12"]}), [("AB12",)]),
        (
            zotero(item(LOW)).replace('"properties": {}', '"properties": {{}}'),
            [("low2001",)],
        ),
        (
            zotero(item({**LOW, "title": "A $x"})).replace("$x", "$\\mu$"),
            [("low2001",)],
        ),
        (f"ADDIN CSL_CITATION {citation(item(LOW))}", [("low2001",)]),
        (
            f"ADDIN Mendeley Citation{{x}} CSL_CITATION {citation(item(MAY))}",
            [("may1999",)],
        ),
        (
            r' CITATION Low01 \l 1033 \p 8 \f "see " \s " there" \m May99 \n ',
            [("see", "Low01", "8", " there"), ("suppress-author", "May99")],
        ),
    ],
)
def test_codes_of_word_fields(code: str, cites: list[tuple[str, ...]]) -> None:
    for pieces in (1, 7):
        manuscript = read(run("So ") + field(code, pieces=pieces) + run("."))
        assert groups(manuscript) == [cites]
        assert manuscript.diagnostics == ()
        assert manuscript.sites[0].source == "(old)"
    simple = (
        f"<w:p><w:fldSimple w:instr={quoteattr(code)}>{run('x')}</w:fldSimple></w:p>"
    )
    assert groups(read(simple)) == [cites]


def test_works_of_fields_have_one_key_each() -> None:
    other = {**LOW, "title": "Ebb"}
    again = {**LOW, "id": "ITEM-2"}

    def mendeley(record: dict[str, object], uuid: str) -> str:
        address = f"http://www.mendeley.com/documents/?uuid={uuid}"
        return "ADDIN CSL_CITATION " + citation(
            {"id": "ITEM-1", "uris": [address], "itemData": record}
        )

    manuscript = read(
        field(mendeley(LOW, "1")),
        field(mendeley(other, "2")),
        field(mendeley(again, "1")),
    )
    assert groups(manuscript) == [[("low2001",)], [("low2001-2",)], [("low2001",)]]
    assert [each.text("title") for each in manuscript.references] == ["Tides", "Ebb"]


def test_zotero_bookmarks_and_preferences() -> None:
    code = zotero(item(LOW)).strip()
    pieces = {f"ZOTERO_BREF_x_{n + 1}": code[n * 50 : n * 50 + 50] for n in range(20)}
    pref = '<data><style id="http://www.zotero.org/styles/apa" locale="de-DE"/></data>'
    pieces |= {"ZOTERO_PREF_1": pref[:30], "ZOTERO_PREF_2": pref[30:]}
    manuscript = read(
        '<w:p><w:bookmarkStart w:id="1" w:name="ZOTERO_BREF_x"/>'
        + run("(Low 2001)")
        + '<w:bookmarkEnd w:id="1"/></w:p>',
        properties=pieces,
    )
    assert groups(manuscript) == [[("low2001",)]]
    assert manuscript.metadata.style == "http://www.zotero.org/styles/apa"
    assert manuscript.metadata.language == "de-DE"


def test_mendeley_cite_controls() -> None:
    packed = base64.b64encode(citation(item(LOW, locator="8")).encode()).decode()
    tag = f"MENDELEY_CITATION_v3_{packed}"
    control = f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>'
    manuscript = read(f"<w:p>{control}{run('(x)')}</w:sdtContent></w:sdt></w:p>")
    assert groups(manuscript) == [[("low2001", "8")]]


ENDNOTE = (
    "<EndNote><Cite{}><Author>Low</Author><Year>2001</Year><RecNum>7</RecNum>"
    "<Prefix>see </Prefix><Pages>8</Pages><record><rec-number>7</rec-number>"
    '<ref-type name="Book">6</ref-type><contributors><authors><author>Low, Ann</author>'
    "</authors></contributors><titles><title>Tides</title></titles>"
    "<dates><year>2001</year></dates></record></Cite></EndNote>"
)


def test_endnote_inline_and_data() -> None:
    xml = ENDNOTE.format("")
    inner = field(" ADDIN EN.CITE.DATA ", "", data=xml)
    outer = field(" ADDIN EN.CITE ", "(Low 2001)", data=xml)
    separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    nested = outer.replace(separate, inner + separate, 1)
    hidden = ENDNOTE.format(' Hidden="1"')
    manuscript = read(
        field(f" ADDIN EN.CITE {xml}"), nested, field(f" ADDIN EN.CITE {hidden}")
    )
    assert groups(manuscript) == [[("see", "low2001", "8")]] * 2
    assert manuscript.sites[2].kind == "nocite"
    assert manuscript.references[0].text("title") == "Tides"
    author_year = ENDNOTE.format(' AuthorYear="1"')
    (site,) = read(field(f"ADDIN EN.CITE {author_year}")).sites
    assert site.cites[0].mode == "narrative"


def test_citavi_placeholders() -> None:
    record = {
        "Id": "g1",
        "ReferenceType": "Book",
        "Title": "Tides",
        "Year": "2001",
        "Authors": [{"FirstName": "Ann", "LastName": "Low"}],
    }
    entries = [{"Reference": record, "PageRange": {"OriginalString": "8"}}]
    packed = base64.b64encode(json.dumps({"Entries": entries}).encode()).decode()
    manuscript = read(field(f"ADDIN CitaviPlaceholder{{{packed}}}"))
    assert groups(manuscript) == [[("low2001", "8")]]


def test_word_sources_are_records() -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
    sources = (
        f'<b:Sources xmlns:b="{space}"><b:Source><b:Tag>Low01</b:Tag><b:SourceType>Book'
        "</b:SourceType><b:Title>Tides</b:Title><b:Year>2001</b:Year></b:Source></b:Sources>"
    )
    manuscript = read(field(" CITATION Low01 "), sources=sources)
    assert [each.id for each in manuscript.references] == ["Low01"]


def test_deleted_runs_with_fonts_are_passed_by() -> None:
    gone = "<w:r><w:rPr><w:b/></w:rPr><w:delText>@del</w:delText></w:r>"
    paper = docx.read(
        word(f"<w:p><w:del>{gone}</w:del>{run('[@low]', '<w:i/>')}</w:p>")
    )
    assert [site.source for site in paper.sites] == ["[@low]"]


def test_typed_markers_over_runs_and_places() -> None:
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>{0}</w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p>{0}</w:p>"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    code = '<w:rStyle w:val="VerbatimChar"/>'
    manuscript = read(
        run("So [se") + run("e @lo", "<w:b/>") + run("w01, p.\u00a08; @may]."),
        f"<w:p><w:ins>{run('@ins')}</w:ins><w:del><w:r><w:delText>@del</w:delText></w:r>"
        f"</w:del><w:moveFrom>{run('@from')}</w:moveFrom></w:p>",
        f"<w:tbl><w:tr><w:tc><w:p>{run('[@cell]')}</w:p></w:tc></w:tr></w:tbl>",
        run("Note")
        + '<w:r><w:endnoteReference w:id="2"/></w:r>'
        + run(" [@after]")
        + '<w:r><w:footnoteReference w:id="5"/></w:r>',
        box.format(run("[@box]")),
        run("@code", code) + run(" me@example.org"),
        field(" TOC \\o ", "On @copy") + field(" HYPERLINK x ", "[@linked]"),
        footnotes={4: "unused @no", 5: "See [@foot]."},
        endnotes={2: "[@end]"},
    )
    assert groups(manuscript) == [
        [("see", "low01", "8"), ("may",)],
        [("narrative", "ins")],
        [("cell",)],
        [("end",)],
        [("after",)],
        [("foot",)],
        [("box",)],
        [("linked",)],
    ]
    assert [site.note for site in manuscript.sites] == [0, 0, 0, 1, 0, 2, 0, 0]
    first, end = manuscript.sites[0], manuscript.sites[3]
    assert (first.part, first.line, first.column) == ("", 1, 4)
    assert end.part == "x.docx/word/endnotes.xml"


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        ("{low01}", [("low01",)]),
        ("{{low01; may99, p. 3}}", [("low01",), ("may99", "3")]),
        ("{Low, 2001, p. 8}", [("Low, 2001", "8")]),
        ("{Low & May, 2001b; May, 1999}", [("Low & May, 2001b",), ("May, 1999",)]),
        ("{Low, 2001 #17@8}", [("Low, 2001", "8")]),
        (
            "{ see | -Low, 2001 | p. 8 | there |zu:12:AB34}",
            [("suppress-author", "see", "Low, 2001", "8", "there")],
        ),
        (r"\cite{low01} \ref{sec:x} x_{ij} {x}", []),
        ("{two words} {}", []),
    ],
)
def test_braces(text: str, cites: list[tuple[str, ...]]) -> None:
    assert groups(read(f"So {text}.")) == ([cites] if cites else [])


def test_bibliographies() -> None:
    manuscript = read(
        field(' ADDIN ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY ', "Low"),
        field("ADDIN Mendeley Bibliography CSL_BIBLIOGRAPHY"),
        field(" ADDIN EN.REFLIST "),
        field(" BIBLIOGRAPHY "),
        "{Bibliography}",
        "::: {#refs} :::",
    )
    assert [site.kind for site in manuscript.sites] == ["bibliography"] * 6


def test_shown_markers_say_what_is_narrative() -> None:
    code = zotero(item(LOW))
    manuscript = read(field(code, "@low2001"), field(code, "[@low2001]"))
    assert [site.cites[0].mode for site in manuscript.sites] == ["narrative", ""]


@pytest.mark.parametrize(
    ("paragraph", "code"),
    [
        (field(zotero(item(LOW))[:90] + " "), "damaged-citation"),
        (field(" ADDIN ZOTERO_ITEM CSL_CITATION nothing "), "damaged-citation"),
        (field(zotero()), "damaged-citation"),
        (field(" ADDIN EN.CITE <EndNote><Cite><Auth"), "damaged-citation"),
        (field(" ADDIN EN.CITE ", data="no xml"), "damaged-citation"),
        (field(" ADDIN RW.CITE{{1 Low 2001}} "), "unread-field"),
        (field(zotero(item(LOW))).rpartition("<w:r>")[0], "unclosed-field"),
        (field(zotero(item(LOW), custom="so")), "edited-citation"),
    ],
)
def test_damage_is_a_finding_and_the_rest_is_read(paragraph: str, code: str) -> None:
    manuscript = read("Before [@a].", paragraph, "After [@b].")
    assert [each.code for each in manuscript.diagnostics] == [code]
    assert manuscript.diagnostics[0].line == 2
    keys = [site.cites[0].id for site in manuscript.sites]
    assert (keys[0], keys[-1]) == ("a", "b")


def test_broken_documents_are_findings() -> None:
    whole = word("[@a]")
    cut = part(whole, "word/document.xml").replace("</w:body>", "")
    entity = '<!DOCTYPE w [<!ENTITY x "y">]>' + part(whole, "word/document.xml")[21:]
    for content, code in (
        (b"", "broken-package"),
        (b"no zip", "broken-package"),
        (whole[:200], "broken-package"),
        (zipped({"x": "y"}), "broken-package"),
        (word(parts={"word/document.xml": cut}), "bad-xml"),
        (word(parts={"word/document.xml": entity}), "bad-xml"),
    ):
        assert list(codes(docx.read(content, path="x.docx"))) == [code]
    assert docx.read(word(parts={"word/document.xml": cut})).keys == ("a",)
    for content in (b"", zipped({"x": "y"}), zipped({"content.xml": "<a"})):
        assert len(odt.read(content, path="x.odt").diagnostics) == 1


def test_many_citations_take_linear_time() -> None:
    marks = "".join(
        f'<w:p><w:bookmarkStart w:id="{n}" w:name="b{n}"/>{run(f"[@k{n}]")}'
        f'<w:bookmarkEnd w:id="{n}"/>{field(zotero(item(LOW)))}</w:p>'
        for n in range(2_000)
    )
    manuscript = read(marks + "<w:p></w:p>")
    assert len(manuscript.sites) == 4_000


def test_writer_marks() -> None:
    code = f"ZOTERO_ITEM CSL_CITATION {citation(item(LOW, locator='8'))} RNDx1"
    fields = 'text:bibliography-type="book" text:title="Ebb {x" text:year="1999"'
    bib = "<text:bibliography-mark text:identifier='{}' {}>[x]</text:bibliography-mark>"
    manuscript = odt.read(
        writer(
            f"<text:p>So {mark(code)}, {mark('JR_cite_2_a,b')}.</text:p>"
            f"<text:p>{bib.format('c', fields)}{bib.format('d', '')} "
            f"{bib.format('e', '')}<text:note><text:note-citation>1</text:note-citation>"
            "<text:note-body><text:p>[@foot]</text:p></text:note-body></text:note></text:p>"
            "<text:h text:outline-level='1'>On [se<text:span>e @typed,</text:span>"
            "<text:s/>p. 8]</text:h>"
            "<text:section text:name=' ZOTERO_BIBL {} CSL_BIBLIOGRAPHY RNDy'>"
            "<text:p>Low</text:p></text:section>"
            "<text:tracked-changes><text:p>@gone</text:p></text:tracked-changes>"
        )
    )
    assert groups(manuscript) == [
        [("low2001", "8")],
        [("narrative", "a"), ("narrative", "b")],
        [("c",), ("d",)],
        [("e",)],
        [("foot",)],
        [("see", "typed", "8")],
    ]
    assert [site.note for site in manuscript.sites] == [0, 0, 0, 0, 1, 0, 0]
    assert manuscript.sites[-1].kind == "bibliography"
    assert [each.id for each in manuscript.references] == ["low2001", "c"]


def test_automatic_styles_of_writer_are_known_by_their_parents() -> None:
    styles = (
        '<style:style style:name="P2" style:family="paragraph"'
        ' style:parent-style-name="Preformatted_20_Text"/>'
        '<style:style style:name="T1" style:family="text"'
        ' style:parent-style-name="Source_20_Text"/>'
        '<style:style style:name="P3" style:family="paragraph"'
        ' style:parent-style-name="Standard"/>'
    )
    body = (
        '<text:p text:style-name="P2">[@no]</text:p>'
        '<text:p text:style-name="P3">[@a] <text:span text:style-name="T1">@no'
        "</text:span></text:p>"
    )
    assert groups(odt.read(writer(body, styles=styles))) == [[("a",)]]
