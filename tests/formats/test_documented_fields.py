"""Fields that the documentation of a format has and that were lost or misread."""

from __future__ import annotations

import json
from typing import Any

import pytest

from csecrefs import formats
from csecrefs.formats import values
from csecrefs.formats.draft import kept
from csecrefs.model import Name, Reference


def _read(source: str, format: str) -> Reference:
    (found,), diagnostics = formats.read(source, format=format)
    assert diagnostics == []
    return found


def _dim(*fields: tuple[str, str]) -> Reference:
    content = ""
    for name, value in fields:
        element, _, qualifier = name.partition(".")
        named = f' qualifier="{qualifier}"' if qualifier else ""
        content += f'<field element="{element}"{named}>{value}</field>'
    return _read(f"<dim>{content}</dim>", "dim")


@pytest.mark.parametrize(
    ("name", "value", "variable", "expected"),
    [
        ("relation.ispartofseries", "Sea;7", "collection-title", "Sea"),
        ("relation.ispartofseries", "Sea;7", "collection-number", "7"),
        ("format.extent", "12 p.", "number-of-pages", "12"),
        ("citation.volume", "12", "volume", "12"),
        ("degree.grantor", "Univ X", "publisher", "Univ X"),
        ("identifier.eissn", "1476-4687", "ISSN", "1476-4687"),
    ],
)
def test_fields_of_dspace(name: str, value: str, variable: str, expected: str) -> None:
    assert _dim(("title", "T"), (name, value)).text(variable) == expected


@pytest.mark.parametrize(
    ("value", "item_type"),
    [
        ("info:eu-repo/semantics/doctoralThesis", "thesis"),
        ("Master's thesis", "thesis"),
        ("Conference Paper", "paper-conference"),
        ("Something else", "document"),
    ],
)
def test_types_of_dspace(value: str, item_type: str) -> None:
    assert _dim(("title", "T"), ("type", value)).type == item_type


def test_what_dspace_has_more_is_kept() -> None:
    found = _dim(("title", "T"), ("description.sponsorship", "NSF"),
                 ("date.accessioned", "2019"), ("identifier.citation", "J 10.1234/x"))  # fmt: skip
    assert kept(found, "dim") == {
        "description.sponsorship": ["NSF"],
        "identifier.citation": ["J 10.1234/x"],
    }
    assert "DOI" not in found


def test_primo_has_the_abstract_in_its_data() -> None:
    found = _read(
        "<record><control/><display><type>article</type><title>T</title></display><addata>"
        "<abstract>Abs</abstract><stitle>J. Oars</stitle><jtitle>Journal of Oars</jtitle>"
        "<eissn>1476-4687</eissn></addata></record>",
        "pnx",
    )
    assert found.text("abstract") == "Abs"
    assert found.text("container-title-short") == "J. Oars"
    assert found.text("ISSN") == "1476-4687"


def test_primo_has_roles_behind_names_and_series_of_books() -> None:
    found = _read(
        "<record><display><type>book</type><title>T</title><creator>Vole, Ann</creator>"
        "<contributor>Roe, Carl (editor) ; Poe, Dan [1848-1914]</contributor>"
        "<format>xxi, 345 p. : ill.</format><ispartof>Rowing ; v. 5</ispartof>"
        "</display></record>",
        "pnx",
    )
    assert found.names("editor") == (Name("Roe", "Carl"),)
    assert found.names("contributor") == (Name("Poe", "Dan"),)
    variables = ("collection-title", "collection-number", "number-of-pages")
    shown = tuple(found.text(each) for each in variables)
    assert shown == ("Rowing", "5", "xxi+345")


def test_a_page_of_the_web_has_its_own_name_in_rdf() -> None:
    found = _read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:z="http://www.zotero.org/namespaces/export#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:bib="http://purl.org/net/biblio#">'
        '<bib:Document rdf:about="http://a.example/w"><z:itemType>webpage</z:itemType>'
        "<dc:title>T</dc:title><dc:creator>Vole, A.; Roe, C.</dc:creator></bib:Document></rdf:RDF>",
        "rdf",
    )
    assert found.text("URL") == "http://a.example/w"
    assert found.names("author") == (Name("Vole", "A."), Name("Roe", "C."))


def test_refer_has_the_adviser_of_a_thesis_and_ris_both_numbers_of_a_report() -> None:
    thesis = _read("%0 Thesis\n%A Vole, Ann\n%T T\n%Y Roe, Carl\n", "refer")
    report = _read("TY  - RPRT\nTI  - T\nM1  - 1\nSN  - TR-2\nER  - \n", "ris")
    assert thesis.names("contributor") == (Name("Roe", "Carl"),)
    assert (report.text("number"), kept(report, "ris")) == ("TR-2", {"M1": ["1"]})


def test_primo_numbers_a_series_in_the_display() -> None:
    found = _read(
        "<record><display><type>book</type><title>T</title><ispartof>Sea ; v. 7</ispartof>"
        "</display><addata><seriestitle>Sea</seriestitle></addata></record>",
        "pnx",
    )
    assert found.text("collection-number") == "7"


CROSSREF = "<doi_records><doi_record><crossref>{}</crossref></doi_record></doi_records>"


def test_the_number_of_a_report_and_an_issn_without_hyphen() -> None:
    report = (
        "<report-paper><report-paper_metadata><titles><title>T</title></titles>"
        "<publisher_item><item_number>TR-5</item_number></publisher_item>"
        "</report-paper_metadata></report-paper>"
    )
    assert _read(CROSSREF.format(report), "crossref-xml").text("number") == "TR-5"
    article = (
        "<journal><journal_metadata><full_title>J</full_title><issn>14764687</issn>"
        "</journal_metadata><journal_article><titles><title>T</title></titles>"
        "</journal_article></journal>"
    )
    assert _read(CROSSREF.format(article), "crossref-xml").text("ISSN") == "1476-4687"


@pytest.mark.parametrize(
    ("group", "institution", "publisher"),
    [("Ecology", "bioRxiv", "bioRxiv"), ("PsyArXiv", "Center X", "PsyArXiv")],
)
def test_the_server_of_a_preprint(group: str, institution: str, publisher: str) -> None:
    posted = (
        f'<posted_content type="preprint"><group_title>{group}</group_title>'
        "<titles><title>T</title></titles><institution>"
        f"<institution_name>{institution}</institution_name></institution></posted_content>"
    )
    found = _read(CROSSREF.format(posted), "crossref-xml")
    assert found.text("publisher") == publisher


@pytest.mark.parametrize("pmcid", ["articles/PMC123", "articles/123", "articles/123/"])
def test_openalex_pmcid(pmcid: str) -> None:
    work: dict[str, Any] = {
        "id": "https://openalex.org/W1",
        "title": "T",
        "type": "article",
        "ids": {"pmcid": f"https://www.ncbi.nlm.nih.gov/pmc/{pmcid}"},
    }
    assert _read(json.dumps(work), "openalex").text("PMCID") == "PMC123"


def test_pubmed_leaves_misprinted_names_out() -> None:
    found = _read(
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>"
        "<ArticleTitle>T</ArticleTitle><AuthorList>"
        '<Author ValidYN="N"><LastName>Vol</LastName></Author>'
        '<Author ValidYN="Y"><LastName>Vole</LastName><ForeName>Ann</ForeName></Author>'
        "</AuthorList></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>",
        "pubmed-xml",
    )
    assert [str(name) for name in found.names("author")] == ["Ann Vole"]


def test_the_authors_of_a_context_object_keep_their_order() -> None:
    found = _read(
        '<context-objects xmlns="info:ofi/fmt:xml:xsd:ctx"><context-object><referent>'
        "<metadata-by-val><format>info:ofi/fmt:xml:xsd:journal</format><metadata><journal>"
        "<authors><author><aulast>Vole</aulast><auinit>A</auinit></author>"
        "<author><au>Roe, Carl</au></author></authors><atitle>T</atitle></journal>"
        "</metadata></metadata-by-val></referent></context-object></context-objects>",
        "openurl-xml",
    )
    assert [name.family for name in found.names("author")] == ["Vole", "Roe"]


@pytest.mark.parametrize(
    ("heading", "title", "place", "date"),
    [
        ("Oar Days (3rd : 2001 : Oslo)", "Oar Days", "Oslo", "2001"),
        ("Oar Days (2001)", "Oar Days", "", "2001"),
        ("Oar Days (OD)", "Oar Days (OD)", "", ""),
    ],
)
def test_meetings_of_mods(heading: str, title: str, place: str, date: str) -> None:
    found = _read(
        '<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>T</title></titleInfo>'
        f'<name type="conference"><namePart>{heading}</namePart></name></mods>',
        "mods",
    )
    assert found.text("event-title") == title
    assert found.text("event-place") == place
    assert str(found.date("event-date") or "") == date


def test_a_numbered_series_and_other_titles_of_mods() -> None:
    found = _read(
        '<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>T</title></titleInfo>'
        '<titleInfo type="alternative"><title>Tt</title></titleInfo>'
        "<originInfo><place><placeTerm>[Oslo] :</placeTerm></place>"
        "<publisher>[s.n.],</publisher></originInfo>"
        "<subject><geographic>Norway</geographic></subject>"
        '<relatedItem type="series"><titleInfo><title>Sea series ; v. 7</title></titleInfo>'
        "</relatedItem></mods>",
        "mods",
    )
    assert found.text("collection-title") == "Sea series"
    assert found.text("collection-number") == "7"
    assert found.text("publisher-place") == "Oslo" and "publisher" not in found
    expected = {"alternative title": ["Tt"], "geographic": ["Norway"]}
    assert kept(found, "mods") == expected
    again = _read(formats.write([found], "mods"), "mods")
    assert kept(again, "mods") == expected


def test_names_numbers_and_titles_of_datacite_xml() -> None:
    found = _read(
        '<resource xmlns="http://datacite.org/schema/kernel-4"><creators>'
        "<creator><creatorName>Carl Roe</creatorName></creator>"
        '<creator><creatorName nameType="Organizational">The Oar, Team</creatorName></creator>'
        "<creator><creatorName>Vole, Ann</creatorName></creator></creators>"
        '<titles><title>T</title><title titleType="AlternativeTitle">Tt</title></titles>'
        '<resourceType resourceTypeGeneral="BookChapter"/><relatedItems>'
        '<relatedItem relatedItemType="Book" relationType="IsPublishedIn">'
        '<titles><title>Book</title></titles><number numberType="Chapter">4</number>'
        "</relatedItem></relatedItems></resource>",
        "datacite-xml",
    )
    names = [(name.family, name.literal) for name in found.names("author")]
    assert names == [("Roe", ""), ("", "The Oar, Team"), ("Vole", "")]
    assert found.text("chapter-number") == "4"
    assert kept(found, "datacite") == {"title": ["Tt"]}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Vole, Roger F., 1848-1914", Name("Vole", "Roger F.")),
        ("Vole, Roger F., Jr., 1900-", Name("Vole", "Roger F.", suffix="Jr.")),
        ("Vole, Roger F., editor", Name("Vole", "Roger F.")),
        ("Vole, Roger F., active 16th century", Name("Vole", "Roger F.")),
        ("Vole, Roger F., approximately 1848-", Name("Vole", "Roger F.")),
        ("Vole, Roger F., d. 1600", Name("Vole", "Roger F.")),
        ("Vole, Roger F., Ph.D.", Name("Vole", "Roger F.", suffix="Ph.D.")),
        ("Vole, Colin (Colin James)", Name("Vole", "Colin (Colin James)")),
        ("John Paul II, Pope, 1920-2005", Name(literal="John Paul II")),
        ("Augustine, Saint, Bishop of Hippo", Name(literal="Augustine")),
        ("Pope, Alexander, 1688-1744", Name("Pope", "Alexander")),
        ("King, Martin Luther, Jr.", Name("King", "Martin Luther", suffix="Jr.")),
    ],
)
def test_headings_of_catalogues(heading: str, name: Name) -> None:
    assert values.catalogue_name(heading) == name


def test_lines_of_zotero_s_extra_are_variables() -> None:
    extra = "PMID: 123\nOriginal Date: 1897\nTranslator: Poe || Dan\nDOI: 10.5/y\nSee: there\nfree"
    items = [
        {"itemType": "book", "title": "T", "DOI": "10.5/x", "extra": extra},
        {"itemType": "document", "title": "T", "extra": "type: dataset"},
    ]
    (book, data), _ = formats.read(json.dumps(items), format="zotero-json")
    assert (book.text("PMID"), book.text("DOI")) == ("123", "10.5/x")
    assert str(book.date("original-date")) == "1897"
    assert book.names("translator") == (Name("Poe", "Dan"),)
    assert book.text("note") == "DOI: 10.5/y\nSee: there\nfree"
    assert data.type == "dataset"


def test_months_of_word_in_chinese_figures() -> None:
    found = _read(
        '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">'
        "<b:Source><b:Tag>W</b:Tag><b:SourceType>InternetSite</b:SourceType><b:Title>T</b:Title>"
        "<b:YearAccessed>2020</b:YearAccessed><b:MonthAccessed>5月</b:MonthAccessed>"
        "<b:DayAccessed>3</b:DayAccessed></b:Source></b:Sources>",
        "word-xml",
    )
    assert str(found.date("accessed")) == "2020-05-03"
