"""Every reader on inputs nobody should give: a diagnostic each, in bounded time, and no
exception.
"""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csecrefs import formats
from csecrefs.errors import FormatError
from csecrefs.formats import csv
from csecrefs.formats.marc import marcxml
from csecrefs.formats.registries import (
    crossref_json,
    datacite_json,
    datacite_xml,
    openalex,
    unixref,
)
from csecrefs.formats.tagged import (
    biblioscape,
    copac,
    isi,
    nbib,
    ovid,
    refer,
    refworks,
    ris,
)
from csecrefs.formats.web import bookmarks, coins, context_object
from csecrefs.formats.xml import dspace_dim, mets, mods, primo_pnx, rdf
from csecrefs.formats.xml import endnote as endnote_xml
from csecrefs.formats.xml import pubmed as pubmed_xml
from csecrefs.formats.xml import word as word_xml
from csecrefs.formats.yaml import cff, hayagriva
from csecrefs.formats.zotero import json as zotero_json

TAGGED = {
    ris: "TY  - JOUR\nTI  - Title\nER  - \n",
    nbib: "PMID- 1\nOWN - NLM\nTI  - Title\n",
    refer: "%0 Book\n%T Title\n",
    ovid: "<1. >\nVN  - Ovid Technologies\nTI  - Title.\n",
    refworks: "RT Book, Whole\nID 1\nT1 Title\n",
    coins: "<p><span class='Z3988' title='ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook"
    "&amp;rft.btitle=Title'></span>",
    biblioscape: "--TI-- Title\n--RT-- book\n------\n",
    copac: "TI- Title\nAU- Lind, Bo\nPY- 1999\n",
    bookmarks: "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF='http://example.org/'>Title</A></DL>",
    cff: "cff-version: 1.2.0\nmessage: cite\ntitle: Title\n",
    hayagriva: "key:\n  type: book\n  title: Title\n",
    csv: "id,type,title,author\n1,book,Title,\n",
    crossref_json: '{"message-type": "work", "message": {"DOI": "10.1234/a", "title": ["Title"]}}',
    datacite_json: '{"doi": "10.1234/a", "publicationYear": 2020, "titles": [{"title": "Title"}]}',
    openalex: '{"id": "https://openalex.org/W1", "title": "Title", "authorships": []}',
    zotero_json: '{"items": [{"itemType": "book", "title": "Title", "itemKey": "AAAA1111"}]}',
    isi: "FN Web of Science\nVR 1.0\nPT J\nTI Title\nER\n\nEF\n",
}
MARKUP = {
    pubmed_xml: "<PubmedArticleSet>"
    "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article>"
    "<ArticleTitle>Title</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>",
    endnote_xml: "<xml><records><record><ref-type name='Book'>6</ref-type>"
    "<titles><title>Title</title></titles></record></records></xml>",
    marcxml: "<record xmlns='http://www.loc.gov/MARC21/slim'><datafield tag='245' ind1='1' ind2='0'>"
    "<subfield code='a'>Title</subfield></datafield></record>",
    unixref: "<doi_records><doi_record><crossref><journal><journal_article>"
    "<titles><title>Title</title></titles></journal_article></journal></crossref></doi_record></doi_records>",
    datacite_xml: "<resource xmlns='http://datacite.org/schema/kernel-4'><titles><title>Title</title></titles>"
    "</resource>",
    context_object: "<context-object><referent><metadata-by-val><format>info:ofi/fmt:xml:xsd:book</format>"
    "<metadata><book><btitle>Title</btitle></book></metadata></metadata-by-val></referent></context-object>",
    dspace_dim: "<dim:dim xmlns:dim='d'><dim:field element='title'>Title</dim:field></dim:dim>",
    mets: "<mets><dmdSec><mdWrap><xmlData><mods><titleInfo><title>Title</title></titleInfo></mods></xmlData>"
    "</mdWrap></dmdSec></mets>",
    primo_pnx: "<record><display><type>book</type><title>Title</title></display></record>",
    rdf: "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:b='b'><b:Book>"
    "<b:title>Title</b:title></b:Book></rdf:RDF>",
    word_xml: "<b:Sources xmlns:b='http://schemas.openxmlformats.org/officeDocument/2006/bibliography'>"
    "<b:Source><b:SourceType>Book</b:SourceType><b:Title>Title</b:Title></b:Source></b:Sources>",
    mods: "<modsCollection><mods><titleInfo><title>Title</title></titleInfo></mods></modsCollection>",
}
READERS = {**TAGGED, **MARKUP}


def name(module: object) -> str:
    return module.__name__.rpartition(".")[2] if isinstance(module, ModuleType) else ""


@pytest.mark.parametrize("module", READERS, ids=name)
def test_a_record_is_read_and_recognised(module: ModuleType) -> None:
    references, diagnostics = module.read(READERS[module])
    assert [reference.text("title") for reference in references] == ["Title"]
    assert diagnostics == []
    assert module.looks_like(READERS[module])


@pytest.mark.parametrize("module", READERS, ids=name)
@pytest.mark.parametrize(
    "source",
    [b"", b" \n ", b"\x00\x01\x02\xff" * 100, b"just some words", b"<html><p>hello"],
)
def test_what_is_no_record_gives_none(module: ModuleType, source: bytes) -> None:
    references, _ = module.read(source, path="x")
    assert references == []


@pytest.mark.parametrize("module", READERS, ids=name)
def test_empty_is_said(module: ModuleType) -> None:
    _, diagnostics = module.read(b"", path="x")
    assert [(d.code, d.path) for d in diagnostics] == [("empty", "x")]


@pytest.mark.parametrize("module", READERS, ids=name)
def test_every_truncation_is_read_without_an_exception(module: ModuleType) -> None:
    whole = READERS[module]
    most = len(module.read(whole)[0])
    for end in range(len(whole)):
        references, _ = module.read(whole[:end])
        assert len(references) <= most


@pytest.mark.parametrize("module", MARKUP, ids=name)
def test_entities_are_not_expanded(module: ModuleType) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    for entity in ("&b;", "&f;"):
        references, _ = module.read(bomb + MARKUP[module].replace("Title", entity))
        assert all(
            "aaaa" not in r.text("title") and "root" not in r.text("title")
            for r in references
        )


@pytest.mark.parametrize("module", MARKUP, ids=name)
def test_deep_nesting_is_said(module: ModuleType) -> None:
    _, diagnostics = module.read("<x>" * 100_000)
    assert {diagnostic.code for diagnostic in diagnostics} == {"bad-xml"}


@pytest.mark.parametrize("module", READERS, ids=name)
def test_large_and_odd_input_is_read_to_its_end(module: ModuleType) -> None:
    """Each takes seconds at the most; what grew with the square of its size would not
    end.
    """
    references, _ = module.read(READERS[module].replace("Title", "word " * 400_000))
    assert len(references) <= 2
    for junk in ("- " * 500_000, "\n" * 500_000, "<a " * 300_000):
        references, _ = module.read(junk)
        assert len(references) <= 1


DAMAGE = (
    "",
    "\0",
    "\n",
    "\n\n",
    "<",
    "</",
    "<a:b:c>",
    "<:a/>",
    "&b;",
    "{",
    "[",
    "]",
    '"',
    "\\",
    "1" * 5000,
    "\ud800",
    "- ",
    ":",
)
DAMAGES = st.lists(
    st.tuples(
        st.integers(0, 10_000), st.sampled_from((0, 1, 20)), st.sampled_from(DAMAGE)
    ),
    min_size=1,
    max_size=3,
)
"""Places in a text, the length of what is cut out there, and what is put in."""


@pytest.mark.parametrize("module", READERS, ids=name)
@settings(max_examples=60)
@given(damages=DAMAGES)
def test_damaged_records_are_read_without_an_exception(
    module: ModuleType, damages: list[tuple[int, int, str]]
) -> None:
    damaged = READERS[module]
    for place, length, new in damages:
        start = place % (len(damaged) + 1)
        damaged = damaged[:start] + new + damaged[start + length :]
    references, diagnostics = module.read(damaged, path="x")
    assert all(isinstance(reference.text("title"), str) for reference in references)
    assert all(str(diagnostic).startswith("x") for diagnostic in diagnostics)


@pytest.mark.parametrize("module", (mods, word_xml), ids=name)
@pytest.mark.parametrize("element", ("<n:x:y>", "<n:/>"))
def test_names_that_no_element_may_have(module: ModuleType, element: str) -> None:
    damaged = READERS[module].replace("Title", f"Title{element}", 1)
    references, diagnostics = module.read(
        damaged.replace("<mods>", "<mods xmlns:n='n'>"), path="x"
    )
    assert len(references) <= 1 and diagnostics


@pytest.mark.parametrize(
    "repeated",
    ("a:\n", "a:\n b\n", " a\n", "a", "\n", '{"', "<a ", "TY  - ", "%A a\n", "@a{b,c="),
)
def test_the_format_of_what_repeats_is_told_in_time_that_grows_with_its_length(
    repeated: str,
) -> None:
    text = repeated * (100_000 // len(repeated))
    try:
        assert formats.detect(text, "refs") in formats.FORMATS
    except FormatError as error:
        assert len(str(error)) < 500
