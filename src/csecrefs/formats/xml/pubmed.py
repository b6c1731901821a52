"""PubMed XML: articles and books as the Entrez utilities return them.

Source: NLM's PubmedArticleSet DTD (2025).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft
from csecrefs.formats.tagged import medline
from csecrefs.formats.xml import tree as xml
from csecrefs.model import Date, Name, Reference, Translation
from csecrefs.model.date import parse_date

if TYPE_CHECKING:
    from lxml.etree import _Element

# Elements of the PubMed DTD that are a record each.
_RECORDS: Final = frozenset({"PubmedArticle", "PubmedBookArticle", "MedlineCitation"})
# Servers whose preprints PubMed lists as articles of a journal of that name.
_PREPRINT_SERVERS: Final = frozenset(
    {"arxiv", "biorxiv", "medrxiv", "chemrxiv", "psyarxiv", "research square"}
)


def looks_like(head: str) -> bool:
    """True if the beginning of a text is PubMed's XML."""
    return bool(
        re.search(r"<(?:Pubmed(?:Book)?Article|MedlineCitation)(?:Set)?[\s>]", head)
    )


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a PubMed XML file, and what was wrong with it."""
    return xml.read_records(source, _RECORDS, path, _read_record)


def _read_record(record: _Element) -> Draft:
    book = record.find(".//BookDocument")
    if book is not None:
        draft = _read_book(book)
    else:
        citation = record
        wrapped = record.find("MedlineCitation")
        if wrapped is not None:
            citation = wrapped
        draft = _read_citation(citation)
    _read_identifiers(draft, record)
    return draft


def _read_citation(citation: _Element) -> Draft:
    draft = Draft(
        id=next(
            reversed(xml.texts(citation, "PMID")),
            "",
        )
    )
    draft.set("PMID", draft.id)
    draft.keywords = xml.texts(citation, ".//MeshHeading/DescriptorName") + xml.texts(
        citation, ".//Keyword"
    )
    article = citation.find("Article")
    if article is None:
        return draft
    _read_article(draft, article)
    draft.type = (
        medline.item_type(xml.texts(article, ".//PublicationType")) or "article-journal"
    )
    _read_journal(draft, article)
    _read_pages(draft, article)
    # the journal's own ISSN and abbreviation where the article has none
    if not draft.text("ISSN"):
        draft.set("ISSN", xml.text(citation, "MedlineJournalInfo/ISSNLinking"))
    if not draft.text("container-title-short"):
        draft.set(
            "container-title-short", xml.text(citation, "MedlineJournalInfo/MedlineTA")
        )
    if (
        draft.text("container-title").lower().split(" : ")[0] in _PREPRINT_SERVERS
        or draft.type == "article"
    ):
        _settle_preprint(draft)
    return draft


def _read_article(draft: Draft, article: _Element) -> None:
    """Read the elements that articles and chapters of books have in common."""
    _read_titles(draft, article)
    for author_list in article.iterfind("AuthorList"):
        _read_names(draft, author_list)
    draft.set("language", ", ".join(xml.texts(article, "Language")))
    draft.set("abstract", "\n".join(_abstract(article)))


def _read_titles(draft: Draft, article: _Element) -> None:
    title = medline.without_point(xml.rich_text(article, "ArticleTitle"))
    original = medline.without_point(xml.rich_text(article, "VernacularTitle"))
    # VernacularTitle is the original; ArticleTitle is NLM's translation in brackets
    draft.set("title", original or title)
    if original and title and title != original:
        draft.translations["title"] = Translation(title, "en")


def _abstract(article: _Element) -> list[str]:
    paragraphs = []
    for part in article.iterfind("Abstract/AbstractText"):
        label = part.get("Label", "")
        content = xml.rich_text(part, lines=True)
        # Structured abstracts name their parts: "METHODS", "RESULTS".
        if content and label and label != "UNLABELLED":
            content = f"{label}: {content}"
        if content:
            paragraphs.append(content)
    return paragraphs


def _read_names(draft: Draft, author_list: _Element) -> None:
    editors = author_list.get("Type", "").startswith("editor")
    for author in author_list.iterfind("Author"):
        if author.get("ValidYN") == "N":  # as it was misprinted, before its erratum
            continue
        if collective := xml.text(author, "CollectiveName"):
            person = Name(literal=collective)
        else:
            given = (
                xml.text(author, "ForeName")
                or xml.text(author, "FirstName")
                or xml.text(author, "Initials")
            )
            person = Name(
                xml.text(author, "LastName"),
                values.spaced_initials(given),
                suffix=xml.text(author, "Suffix"),
            )
        draft.name("editor" if editors else "author", person)


def _read_journal(draft: Draft, article: _Element) -> None:
    journal = article.find("Journal")
    if journal is None:
        return
    title = xml.text(journal, "Title")
    if draft.text("language") in ("", "eng"):
        title = medline.journal_title(title)
    draft.set("container-title", title)
    draft.set("container-title-short", xml.text(journal, "ISOAbbreviation"))
    draft.set("ISSN", xml.text(journal, "ISSN"))
    draft.set("volume", xml.text(journal, "JournalIssue/Volume"))
    draft.set("issue", xml.text(journal, "JournalIssue/Issue"))
    draft.set(
        "issued",
        _date(journal.find("JournalIssue/PubDate"))
        or _date(article.find("ArticleDate")),
    )


def _date(element: _Element | None) -> Date:
    if element is None:
        return Date()
    parts = (
        xml.text(element, name)
        # MedlineDate is free text for what the others cannot say: "1998 Dec-1999 Jan".
        for name in ("Year", "Month", "Day", "Season", "MedlineDate")
    )
    return _ordered(*parts)


def _ordered(year: str, month: str, day: str, season: str, whole: str) -> Date:
    if year and month.isdigit():
        return parse_date(
            "-".join(part.zfill(2) for part in (year, month, day) if part)
        )
    return parse_date(" ".join(filter(None, (year, month, day, season))) or whole)


def _read_pages(draft: Draft, article: _Element) -> None:
    # MedlinePgn has the last page shortened: "1067-75".
    pages = values.pages(xml.text(article, "Pagination/MedlinePgn")) or values.pages(
        xml.text(article, "Pagination/StartPage"),
        xml.text(article, "Pagination/EndPage"),
    )
    for location in article.iterfind("ELocationID"):
        if location.get("EIdType") == "doi":
            draft.set("DOI", values.doi(xml.text(location)))
        # an article without pages is cited by its number, the publisher's item id
        elif location.get("EIdType") == "pii" and "volume" in draft.fields:
            pages = pages or xml.text(location)
    draft.set("page", pages)


def _settle_preprint(draft: Draft) -> None:
    # what PubMed calls a journal is the server, what it calls a page the number
    draft.type = "article"
    draft.set(
        "publisher",
        str(draft.fields.pop("container-title", "")),
    )
    draft.set("number", str(draft.fields.pop("page", "")))
    for variable in ("ISSN", "container-title-short"):
        draft.fields.pop(variable, None)


def _read_book(document: _Element) -> Draft:
    draft = Draft(id=xml.text(document, "PMID"))
    draft.set("PMID", draft.id)
    _read_article(draft, document)
    # a BookDocument with an ArticleTitle is a chapter, without one the whole book
    draft.type = "chapter" if "title" in draft.fields else "book"
    draft.keywords = xml.texts(document, ".//Keyword")
    book = document.find("Book")
    if book is not None:
        _read_volume(draft, book)
    draft.set(
        "page",
        values.pages(xml.text(document, "Pagination/MedlinePgn")),
    )
    return draft


def _read_volume(draft: Draft, book: _Element) -> None:
    title = xml.rich_text(book, "BookTitle")
    draft.set("container-title" if draft.type == "chapter" else "title", title)
    for author_list in book.iterfind("AuthorList"):
        if not draft.fields.get("author") or author_list.get("Type", "").startswith(
            "editor"
        ):
            _read_names(draft, author_list)
    draft.set(
        "issued", _date(book.find("PubDate")) or _date(book.find("BeginningDate"))
    )
    for variable, path in {
        "publisher": "Publisher/PublisherName",
        "publisher-place": "Publisher/PublisherLocation",
        "volume": "Volume",
        "volume-title": "VolumeTitle",
        "edition": "Edition",
        "collection-title": "CollectionTitle",
        "medium": "Medium",
        "number": "ReportNumber",
    }.items():
        draft.set(variable, xml.text(book, path))
    draft.set("ISBN", " ".join(xml.texts(book, "Isbn")))
    draft.set(
        "DOI",
        values.doi(xml.text(book, "ELocationID[@EIdType='doi']")),
    )


def _read_identifiers(draft: Draft, record: _Element) -> None:
    data = record.find("PubmedData")
    place = data
    if data is None:
        place = record.find("PubmedBookData")
    if place is None:
        return
    for identifier in place.iterfind("ArticleIdList/ArticleId"):
        value = xml.text(identifier)
        match identifier.get("IdType"):
            case "doi":
                draft.set("DOI", values.doi(value) or value)
            case "pmc":
                draft.set("PMCID", value)
            case "url":
                draft.set("URL", value)
            case "pubmed":
                draft.set("PMID", value)
