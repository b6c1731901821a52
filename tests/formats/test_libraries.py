"""XML of libraries and the web that is only read."""

from __future__ import annotations

import pytest

from csecrefs import formats
from csecrefs.formats.draft import kept
from csecrefs.formats.web import bookmarks, coins, context_object
from csecrefs.formats.xml import dspace_dim, mets, primo_pnx, rdf
from csecrefs.model import Date, Name, Reference

NAMESPACES = (
    "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:z='z' xmlns:dc='dc' xmlns:bib='bib' "
    "xmlns:foaf='foaf' xmlns:prism='prism' xmlns:dcterms='dcterms'"
)


def test_zotero_rdf() -> None:
    source = (
        f"<rdf:RDF {NAMESPACES}><bib:Article rdf:about='#item_1'><z:itemType>journalArticle</z:itemType>"
        "<dcterms:isPartOf rdf:resource='urn:issn:1234-5679'/><bib:authors><rdf:Seq><rdf:li><foaf:Person>"
        "<foaf:surname>Lind</foaf:surname><foaf:givenName>Bo</foaf:givenName></foaf:Person>"
        "</rdf:li></rdf:Seq>"
        "</bib:authors><dc:title>Tides</dc:title><dc:date>2019-04</dc:date><bib:pages>1-9</bib:pages>"
        "<dc:identifier>DOI 10.1234/t</dc:identifier></bib:Article><bib:Journal "
        "rdf:about='urn:issn:1234-5679'>"
        "<prism:volume>3</prism:volume><prism:number>4</prism:number><dc:title>Journal of Tides</dc:title>"
        "<dc:identifier>ISSN 1234-5679</dc:identifier></bib:Journal><z:Attachment rdf:about='#item_2'>"
        "<z:itemType>attachment</z:itemType></z:Attachment></rdf:RDF>"
    )
    (reference,), _ = rdf.read(source)
    assert (reference.id, reference.date()) == ("item_1", Date((2019, 4)))
    assert reference.names("author") == (Name("Lind", "Bo"),)
    expected = {
        "container-title": "Journal of Tides",
        "volume": "3",
        "issue": "4",
        "ISSN": "1234-5679",
        "page": "1-9",
    }
    assert {key: reference[key] for key in expected} == expected


def test_rdf_that_runs_in_circles_ends() -> None:
    source = (
        f"<rdf:RDF {NAMESPACES}><bib:Book rdf:about='#a'><dc:title>A</dc:title><dcterms:isPartOf "
        "rdf:resource='#b'/></bib:Book><bib:Journal rdf:about='#b'><dc:title>B</dc:title><dcterms:isPartOf "
        "rdf:resource='#b'/></bib:Journal></rdf:RDF>"
    )
    (reference,), _ = rdf.read(source)
    assert reference.text("container-title") == "B"


def test_mets_describes_one_work() -> None:
    section = (
        "<dmdSec><mdWrap><xmlData><mods><titleInfo><title>{}</title></titleInfo></mods>"
        "</xmlData></mdWrap></dmdSec>"
    )
    references, _ = mets.read(
        f"<mets>{section.format('Whole')}{section.format('Page 1')}</mets>"
    )
    assert [reference.text("title") for reference in references] == ["Whole"]


def test_dim() -> None:
    fields = {
        "contributor.author": "Lind, Bo",
        "title": "Tides",
        "date.issued": "2006",
        "type": "Thesis",
    }
    inner = ""
    for name, value in fields.items():
        element, _, qualifier = name.partition(".")
        inner += f"<field element='{element}' qualifier='{qualifier}'>{value}</field>"
    (reference,), _ = dspace_dim.read(f"<dim>{inner}</dim>")
    assert (reference.type, reference.year, reference.names("author")) == (
        "thesis",
        2006,
        (Name("Lind", "Bo"),),
    )


def test_pnx() -> None:
    source = (
        "<record><display><type>book</type><title>Tides : a study / by Bo Lind</title>"
        "<creator>Lind, Bo, 1950-1999. "
        "[author]$$QLind</creator><publisher>Oslo : Press, 1999.</publisher><format>xi, 320 "
        "p. ; 23 cm</format>"
        "</display><addata><date>1999</date><isbn>9780306406157</isbn></addata></record>"
    )
    (reference,), _ = primo_pnx.read(source)
    assert reference.names("author") == (Name("Lind", "Bo"),)
    expected = {
        "title": "Tides: a study",
        "publisher": "Press",
        "publisher-place": "Oslo",
        "ISBN": "9780306406157",
    }
    assert {key: reference[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("display", "addata", "expected"),
    [
        (
            "Roger F. Vole [1848-1914]",
            "<aulast>Vole</aulast><aufirst>Roger F.</aufirst>",
            (Name("Vole", "Roger F."),),
        ),
        (
            "Vole, Roger F., author. ; Lind, Bo, 1950- editor$$QLind",
            "",
            (Name("Vole", "Roger F."), Name("Lind", "Bo")),
        ),
        ("Vole, Roger, 1848-1914", "", (Name("Vole", "Roger"),)),
        ("Tide Office", "<aulast>Vole</aulast>", (Name(literal="Tide Office"),)),
    ],
)
def test_creators_of_pnx(display: str, addata: str, expected: tuple[Name, ...]) -> None:
    (reference,), _ = primo_pnx.read(
        f"<record><display><type>article</type><title>T</title><creator>{display}</creator>"
        f"</display><addata>{addata}</addata></record>"
    )
    assert reference.names("author") == expected


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("<pages>12-19</pages><spage>12</spage>", "12-19"),
        ("<spage>12</spage><epage>19</epage>", "12-19"),
        ("<pages>12-14, 19</pages><spage>12</spage><epage>19</epage>", "12-14, 19"),
        ("<spage>e12</spage>", "e12"),
    ],
)
def test_pages_of_pnx(pages: str, expected: str) -> None:
    (reference,), _ = primo_pnx.read(
        "<record><display><type>article</type><title>T</title></display>"
        f"<addata>{pages}</addata></record>"
    )
    assert reference.text("page") == expected


def test_coins() -> None:
    title = (
        "ctx_ver=Z39.88-2004&amp;rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&amp;rft.genre=article"
        "&amp;rft.atitle=Tides+%26+seas&amp;rft.jtitle=Journal&amp;rft.aulast=Lind&amp;rft.aufirst=Bo"
        "&amp;rft.au=Bo+Lind&amp;rft.au=Berg%2C+Cy&amp;rft.date=2019-04&amp;rft.spage=1&amp;rft.epage=9"
        "&amp;rft_id=info%3Adoi%2F10.1234%2Ft"
    )
    page = f"<p>text <span class='x Z3988' title='{title}'></span><span title='other'></span><br"
    (reference,), _ = coins.read(page)
    assert reference.names("author") == (Name("Lind", "Bo"), Name("Berg", "Cy"))
    expected = {
        "title": "Tides & seas",
        "container-title": "Journal",
        "page": "1-9",
        "DOI": "10.1234/t",
    }
    assert {key: reference[key] for key in expected} == expected


def test_context_object() -> None:
    source = (
        "<ctx:context-objects xmlns:ctx='c' xmlns:rft='r'><ctx:context-object><ctx:referent>"
        "<ctx:metadata-by-val>"
        "<ctx:format>info:ofi/fmt:xml:xsd:book</ctx:format><ctx:metadata><rft:book>"
        "<rft:btitle>Tides</rft:btitle>"
        "<rft:authors><rft:author><rft:aulast>Lind</rft:aulast><rft:aufirst>Bo</rft:aufirst></rft:author>"
        "</rft:authors><rft:pub>Press</rft:pub></rft:book></ctx:metadata>"
        "</ctx:metadata-by-val></ctx:referent>"
        "</ctx:context-object></ctx:context-objects>"
    )
    (reference,), _ = context_object.read(source)
    assert (reference.type, reference.text("title"), reference.text("publisher")) == (
        "book",
        "Tides",
        "Press",
    )
    assert reference.names("author") == (Name("Lind", "Bo"),)


def test_bookmarks() -> None:
    source = (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF='https://example.org/a' "
        "ADD_DATE='86400' TAGS='x,y'>"
        "A &amp; B</A><DD>About a\n<DT><A HREF='javascript:alert(1)'>No</A></DL>"
    )
    (reference,), _ = bookmarks.read(source)
    assert (reference.text("title"), reference.text("abstract")) == ("A & B", "About a")
    assert reference.date("accessed") == Date((1970, 1, 2))
    assert reference.text("keyword") == "x, y"


RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:z="http://www.zotero.org/namespaces/export#"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:foaf="http://xmlns.com/foaf/0.1/"'
    ' xmlns:bib="http://purl.org/net/biblio#" xmlns:bibo="http://purl.org/ontology/bibo/">'
)


def _of_rdf(content: str) -> Reference:
    (found,), diagnostics = formats.read(f"{RDF}{content}</rdf:RDF>", format="rdf")
    assert diagnostics == []
    return found


def test_a_description_of_dublin_core_is_a_work() -> None:
    found = _of_rdf(
        '<rdf:Description rdf:about="http://a.example/1"><dc:title>Tides</dc:title>'
        "<dc:creator>Vole, Ann</dc:creator><dc:creator>Carl Roe</dc:creator>"
        "<dc:creator>Oar Association</dc:creator><dc:type>Thesis</dc:type>"
        "<dc:date>2001-05</dc:date><dc:subject>a; b</dc:subject>"
        "<dc:description>On tides.</dc:description><dc:source>Oslo</dc:source>"
        "<dc:identifier>hdl:1/2</dc:identifier></rdf:Description>"
    )
    assert (found.type, found.year, found.text("keyword")) == ("thesis", 2001, "a, b")
    names = [(name.family, name.literal) for name in found.names("author")]
    assert names == [("Vole", ""), ("Roe", ""), ("", "Oar Association")]
    assert found.text("abstract") == "On tides." and "genre" not in found
    assert kept(found, "rdf") == {"source": ["Oslo"], "identifier": ["hdl:1/2"]}


def test_what_others_refer_to_is_no_work() -> None:
    found = _of_rdf(
        '<bibo:Article rdf:about="#a"><dc:title>Tides</dc:title>'
        '<dcterms:isPartOf rdf:resource="urn:issn:1"/></bibo:Article>'
        '<rdf:Description rdf:about="urn:issn:1"><dc:title>Sea</dc:title>'
        "<dc:date>2001</dc:date></rdf:Description>"
    )
    assert found.text("container-title") == "Sea" and found.year == 2001


def test_notes_and_meetings_of_zotero() -> None:
    found = _of_rdf(
        '<rdf:Description rdf:about="#a"><z:itemType>conferencePaper</z:itemType>'
        "<dc:title>Tides</dc:title><dc:description>PMID: 1</dc:description>"
        "<z:citationKey>vole</z:citationKey>"
        '<dcterms:isReferencedBy rdf:resource="#n"/>'
        "<z:directors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Poe</foaf:surname>"
        "<foaf:givenName>Dan</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></z:directors>"
        "<bib:presentedAt><bib:Conference><dc:title>Oar Days</dc:title></bib:Conference>"
        '</bib:presentedAt></rdf:Description><bib:Memo rdf:about="#n">'
        "<rdf:value>&lt;p&gt;Read &lt;b&gt;twice&lt;/b&gt;&lt;/p&gt;</rdf:value></bib:Memo>"
    )
    assert (found.id, found.text("event-title")) == ("vole", "Oar Days")
    assert found.text("note") == "PMID: 1\nRead twice"
    assert str(found.names("director")[0]) == "Dan Poe"


def test_a_person_of_foaf_in_one_text() -> None:
    found = _of_rdf(
        "<bibo:Book><dc:title>Tides</dc:title><bibo:editor><foaf:Person>"
        "<foaf:name>Dan Poe</foaf:name></foaf:Person></bibo:editor></bibo:Book>"
    )
    assert found.names("editor")[0].family == "Poe"
