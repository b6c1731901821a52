"""MEDLINE's records in tags and in XML."""

from __future__ import annotations

import pytest

from csecrefs.formats.tagged import medline, nbib
from csecrefs.formats.xml import pubmed as pubmed_xml
from csecrefs.model import Date, Name, Reference, Translation

NBIB = """PMID- 123456
OWN - NLM
IS  - 1234-5679 (Electronic)
VI  - 12
IP  - 3
DP  - 2019 Mar-Apr
TI  - Tides of a small
      sea.
PG  - 101-9
LID - 10.1234/tides [doi]
AB  - First part
      goes on.
FAU - Okafor, Ada N
AU  - Okafor AN
FAU - van Dam, Bo
AU  - van Dam B
CN  - Tide Group
LA  - eng
PT  - Journal Article
TA  - J Tides
JT  - Journal of tides
MH  - Seas/*chemistry
PMC - PMC77
"""


def test_nbib() -> None:
    (reference,), diagnostics = nbib.read(NBIB)
    assert diagnostics == []
    assert reference.id == "123456"
    assert reference.names("author") == (
        Name("Okafor", "Ada N."),
        Name("van Dam", "Bo"),
        Name(literal="Tide Group"),
    )
    assert reference.date() == Date((2019, 3), (2019, 4))
    expected = {
        "title": "Tides of a small sea.",
        "page": "101-109",
        "DOI": "10.1234/tides",
        "ISSN": "1234-5679",
        "abstract": "First part goes on.",
        "PMCID": "PMC77",
        "container-title": "Journal of tides",
    }
    assert {key: reference[key] for key in expected} == expected


def test_records_without_blank_lines_and_short_names() -> None:
    text = "PMID- 1\nTI  - A\nAU  - Lind B\nPMID- 2\nTI  - B\nAU  - Berg C Jr\n"
    references, _ = nbib.read(text)
    assert [reference.names("author") for reference in references] == [
        (Name("Lind", "B."),),
        (Name(literal="Berg C Jr"),),
    ] or references[1].names("author") == (Name("Berg", "C.", suffix="Jr"),)


def test_eric_puts_publishers_and_universities_elsewhere() -> None:
    book = "OWN - ERIC\nTI  - A\nJT  - Press\nOID - ED123456\nISBN - ISBN-978-0-3064-0615-7\nPT  - Books\n"
    thesis = "OWN - ERIC\nTI  - B\nSO  - Ph.D. Dissertation, Oslo\nJT  - Micro\nPT  - Dissertations/Theses - All\n"
    (first, second), _ = nbib.read(f"{book}\n{thesis}")
    assert (first.type, first.text("publisher"), first.id) == (
        "book",
        "Press",
        "ED123456",
    )
    assert first.text("ISBN") == "978-0-3064-0615-7"
    assert (second.type, second.text("publisher"), second.text("genre")) == (
        "thesis",
        "Oslo",
        "Ph.D. Dissertation",
    )


def article(inner: str, journal: str = "") -> Reference:
    source = (
        "<PubmedArticle><MedlineCitation><PMID>9</PMID><Article>"
        f"<Journal>{journal}</Journal>{inner}</Article></MedlineCitation></PubmedArticle>"
    )
    (reference,), diagnostics = pubmed_xml.read(source)
    assert diagnostics == []
    return reference


def test_pubmed_article() -> None:
    reference = article(
        "<ArticleTitle>Tides of <i>E. coli</i>.</ArticleTitle>"
        "<Pagination><MedlinePgn>101-9</MedlinePgn></Pagination>"
        "<Abstract><AbstractText Label='AIM'>One.</AbstractText><AbstractText>Two.</AbstractText></Abstract>"
        "<AuthorList><Author><LastName>Lind</LastName><ForeName>Bo C</ForeName><Suffix>Jr</Suffix></Author>"
        "<Author><CollectiveName>Tide Group</CollectiveName></Author></AuthorList><Language>eng</Language>",
        "<ISSN>1234-5679</ISSN><JournalIssue><Volume>12</Volume><PubDate><MedlineDate>1999 "
        "Jul-Aug</MedlineDate>"
        "</PubDate></JournalIssue><Title>Journal of tides and seas</Title>",
    )
    assert reference.names("author") == (
        Name("Lind", "Bo C.", suffix="Jr"),
        Name(literal="Tide Group"),
    )
    assert reference.date() == Date((1999, 7), (1999, 8))
    expected = {
        "title": "Tides of <i>E. coli</i>",
        "container-title": "Journal of Tides and Seas",
        "abstract": "AIM: One.\nTwo.",
        "page": "101-109",
    }
    assert {key: reference[key] for key in expected} == expected


def test_the_original_title_is_the_title() -> None:
    reference = article(
        "<ArticleTitle>[Tides.]</ArticleTitle><VernacularTitle>Gezeiten.</VernacularTitle>"
    )
    assert reference.text("title") == "Gezeiten"
    assert reference.translations == {"title": Translation("Tides", "en")}


def test_pubmed_book_chapter() -> None:
    source = (
        "<PubmedBookArticle><BookDocument><PMID>7</PMID><Book><Publisher><PublisherName>Press</PublisherName>"
        "</Publisher><BookTitle>Seas</BookTitle><PubDate><Year>2001</Year></PubDate>"
        "<AuthorList Type='editors'>"
        "<Author><LastName>Berg</LastName><ForeName>Cy</ForeName></Author></AuthorList></Book>"
        "<ArticleTitle>Tides</ArticleTitle><AuthorList Type='authors'><Author><LastName>Lind</LastName>"
        "</Author></AuthorList></BookDocument></PubmedBookArticle>"
    )
    (reference,), _ = pubmed_xml.read(source)
    assert (
        reference.type,
        reference.text("title"),
        reference.text("container-title"),
    ) == (
        "chapter",
        "Tides",
        "Seas",
    )
    assert reference.names("editor") == (Name("Berg", "Cy"),)
    assert reference.names("author") == (Name("Lind"),)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["Journal Article", "Review"], "article-journal"),
        (["Preprint", "Journal Article"], "article"),
        (["Dissertations/Theses - Masters Theses"], "thesis"),
        (["Reports - Research", "Journal Articles"], "article-journal"),
        (["Practice Guideline"], ""),
    ],
)
def test_publication_types(kinds: list[str], expected: str) -> None:
    assert medline.item_type(kinds) == expected


def test_a_title_on_several_lines_is_one() -> None:
    (reference,), _ = nbib.read("PMID- 1\nTI  - Tides\nTI  - A study.\nTI  - Part 2\n")
    assert reference.title == "Tides: A study. Part 2"


def test_an_article_in_advance_is_dated_by_its_electronic_publication() -> None:
    references, _ = nbib.read(
        "PMID- 1\nTI  - A\nDEP - 20190402\n\nPMID- 2\nDEP - 20190402\nDP  - 2020\n"
    )
    assert [reference.date() for reference in references] == [
        Date((2019, 4, 2)),
        Date((2020,)),
    ]
