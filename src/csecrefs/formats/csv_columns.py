"""The columns of tables that other programs export, and CSL's variables for them.

Sources: the exports of Zotero, Scopus, PubMed, Web of Science, IEEE Xplore, EBSCO,
Dimensions, The Lens, Google Scholar, Publish or Perish, Paperpile, JabRef, SpringerLink.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from csecrefs.model import ITEM_TYPES, KIND

Exporter = Literal[
    "zotero", "pubmed", "springer", "books", "database", "csl", "csecrefs"
]
"""The program that wrote a table, as far as its cells are read in another way."""

_HEADINGS: Final = {
    **{variable.lower(): variable for variable in KIND},
    "id": "id",
    "key": "id",
    "citation key": "id",
    "citekey": "id",
    "identifier": "id",
    # the kinds of works
    "type": "type",
    "item type": "type",
    "document type": "type",
    "publication type": "type",
    "content type": "type",
    "document identifier": "type",
    "doctype": "type",
    "bibliographytype": "type",
    "documenttype": "type",
    # people
    "authors": "author",
    "additional authors": "author",
    "author(s)": "author",
    "author/s": "author",
    "author full names": "full-author",
    "editors": "editor",
    "book editors": "editor",
    "series editor": "collection-editor",
    "book author": "container-author",
    "book authors": "container-author",
    # titles
    "article title": "title",
    "book title": "container-title",
    "booktitle": "container-title",
    "document title": "title",
    "item title": "title",
    "journal": "container-title",
    "journal/book": "container-title",
    "journal title": "container-title",
    "full journal": "container-title",
    "publication": "container-title",
    "publication title": "container-title",
    "source": "container-title",
    "source title": "container-title",
    "abbreviated source title": "container-title-short",
    "journal abbreviation": "container-title-short",
    "journal iso abbreviation": "container-title-short",
    "book series title": "collection-title",
    "series": "collection-title",
    "series number": "collection-number",
    "series title": "collection-title",
    "short title": "title-short",
    "pubtitle": "container-title",
    # conferences
    "conference name": "event-title",
    "conference title": "event-title",
    "meeting name": "event-title",
    "conference date": "event-date",
    "meeting date": "event-date",
    "conference location": "event-place",
    # dates
    "access date": "accessed",
    "accessdate": "accessed",
    "date": "issued",
    "date published": "issued",
    "early access date": "early",
    "publication date": "issued",
    "publication year": "issued",
    "pubyear": "issued",
    "year": "issued",
    "issue date": "issued",
    "pubdate": "issued",
    "year published": "issued",
    "original publication year": "original-date",
    # numbers
    "art. no.": "number",
    "article number": "number",
    "end page": "end",
    "endpage": "end",
    "first page": "start",
    "page count": "page-count",
    "number of pages": "number-of-pages",
    "issue number": "issue",
    "journal issue": "issue",
    "journal volume": "volume",
    "num pages": "number-of-pages",
    "number of volumes": "number-of-volumes",
    "page end": "end",
    "page start": "start",
    "pages": "page",
    "pagination": "page",
    "start page": "start",
    "startpage": "start",
    # identifiers
    "articleurl": "URL",
    "eissn": "ISSN",
    "eisbn": "ISBN",
    "isbn13": "ISBN",
    "isbns": "ISBN",
    "issns": "ISSN",
    "item doi": "DOI",
    "link": "URL",
    "pdf link": "URL",
    "plink": "URL",
    "pubmed id": "PMID",
    "url": "URL",
    # publishers and places
    "address": "publisher-place",
    "place": "publisher-place",
    "placeofpublication": "publisher-place",
    "publisher city": "publisher-place",
    "archive location": "archive_location",
    "call number": "call-number",
    "library catalog": "source",
    "rights": "license",
    # texts
    "abstract note": "abstract",
    "extra": "note",
    "notes": "note",
    "automatic tags": "keyword",
    "author keywords": "keyword",
    "keywords": "keyword",
    "manual tags": "keyword",
    "language of original document": "language",
    # other languages: German, French, Spanish
    **dict.fromkeys(("titel", "titre", "título"), "title"),
    **dict.fromkeys(
        ("autor", "autoren", "autor/in", "auteur", "auteurs", "autores"), "author"
    ),
    **dict.fromkeys(("jahr", "année", "año", "erscheinungsjahr"), "issued"),
    **dict.fromkeys(("zeitschrift", "revue", "revista"), "container-title"),
    **dict.fromkeys(("band", "tome", "volumen"), "volume"),
    **dict.fromkeys(("heft", "numéro", "número"), "issue"),
    **dict.fromkeys(("seiten", "páginas"), "page"),
    **dict.fromkeys(("verlag", "éditeur", "editorial"), "publisher"),
    **dict.fromkeys(("ort", "verlagsort", "lieu", "lugar"), "publisher-place"),
    **dict.fromkeys(("herausgeber", "hrsg."), "editor"),
    **dict.fromkeys(("auflage", "édition", "edición"), "edition"),
}
"""Headings in lower case and their variables. `start` and `end` are pages; of dates and
of names the fullest is taken.
"""

# Fields of Zotero's that depend on the item type, and which the table gives columns of
# their own; only one of a kind is filled in a row.
_ZOTERO: Final = {
    "type": "genre",
    "application number": "",
    "assignee": "publisher",
    "issuing authority": "authority",
    "country": "jurisdiction",
    "court": "authority",
    "reporter": "container-title",
    "code": "container-title",
    "code number": "volume",
    "committee": "collection-title",
    "history": "references",
    "legislative body": "authority",
    "legal status": "status",
    "artwork size": "dimensions",
    "running time": "dimensions",
    "cast member": "performer",
    "filing date": "submitted",
    "programming language": "",
    "reviewed author": "reviewed-author",
    "scriptwriter": "script-writer",
    "section": "section",
    "session": "chapter-number",
    "system": "medium",
    "version": "version",
}

TYPES: Final = {
    "article": "article-journal",
    "blogpost": "post-weblog",
    "bookchapter": "chapter",
    "booksection": "chapter",
    "case": "legal_case",
    "computerprogram": "software",
    "conferencepaper": "paper-conference",
    "dictionaryentry": "entry-dictionary",
    "encyclopediaarticle": "entry-encyclopedia",
    "film": "motion_picture",
    "journalarticle": "article-journal",
    "letter": "personal_communication",
    "magazinearticle": "article-magazine",
    "newspaperarticle": "article-newspaper",
    "preprint": "article",
    "presentation": "speech",
    "statute": "legislation",
    "videorecording": "motion_picture",
    "audiorecording": "song",
    "artwork": "graphic",
    "email": "personal_communication",
    "forumpost": "post",
    "instantmessage": "personal_communication",
    "podcast": "broadcast",
    "radiobroadcast": "broadcast",
    "tvbroadcast": "broadcast",
}
"""The types of Zotero and others, without blanks and in lower case, and CSL's."""

# The document types of databases, where CSL's word of the same name means another thing:
# a "Review" in Scopus surveys a subject, one in CSL judges a book.
_DOCUMENT_TYPES: Final = {
    "articleinpress": "article-journal",
    "books": "book",
    "conferencereview": "paper-conference",
    "conferences": "paper-conference",
    "datapaper": "article-journal",
    "editedbook": "book",
    "editorial": "article-journal",
    "erratum": "article-journal",
    "ieeeconferences": "paper-conference",
    "ieeejournals": "article-journal",
    "ieeemagazines": "article-magazine",
    "ieeestandards": "standard",
    "journals": "article-journal",
    "letter": "article-journal",
    "monograph": "book",
    "note": "article-journal",
    "proceeding": "paper-conference",
    "proceedings": "paper-conference",
    "proceedingspaper": "paper-conference",
    "review": "article-journal",
    "shortsurvey": "article-journal",
    "dissertation": "thesis",
}

_BY_TYPE_HEADING: Final = frozenset(
    {
        "content type",
        "doctype",
        "document identifier",
        "document type",
        "publication type",
    }
)
# Columns of Paperpile's, which has "Item type" as Zotero, and names as databases.
_PAPERPILE: Final = frozenset({"full journal", "folders filed in"})
_SEMANTIC: Final = frozenset(
    {"title", "author", "issued", "container-title", "DOI", "type"}
)


def heading(cell: str) -> str:
    """Return a heading as the tables have it: in lower case, without quotes."""
    return cell.strip().strip('"').lower()


def are_headings(cells: Sequence[str]) -> bool:
    """True if cells are the headings of a table of references."""
    found = {_HEADINGS.get(heading(cell), "") for cell in cells}
    return len(found & _SEMANTIC) > 1 and ("title" in found or "DOI" in found)


# Headings of our own tables.
_OF_CSL: Final = frozenset(variable.lower() for variable in KIND)


def exporter(headings: Sequence[str]) -> Exporter:
    """Return the program whose table has these headings, in lower case."""
    if "item type" in headings and _PAPERPILE.isdisjoint(headings):
        return "zotero"
    if "pmid" in headings and "journal/book" in headings:
        return "pubmed"
    if "item title" in headings and "item doi" in headings:
        return "springer"
    if "isbn13" in headings or "bookshelves" in headings:
        return "books"
    if list(headings[:2]) == ["id", "type"] and _OF_CSL.issuperset(headings[2:]):
        return "csecrefs"
    if _BY_TYPE_HEADING.isdisjoint(headings):
        return "csl"
    return "database"


def variables(headings: Sequence[str]) -> list[str]:
    """Return the variable of each column, "" for one that has none.

    Where a table has a "Publication", as Google Scholar's, its "Number" is the issue; a
    "Source" is a journal only where no other column is one, as Publish or Perish's.
    """
    special: dict[str, str] = {}
    known = set(headings)
    if exporter(headings) == "zotero":
        special = _ZOTERO
    if {"publication", "journal"} & known and "issue" not in known:
        special = {**special, "number": "issue"}
    others = {"source title", "journal", "publication", "publication title", "eid"}
    if others & known:
        special = {**special, "source": "source"}
    return [
        special.get(
            name,
            _HEADINGS.get(name, ""),
        )
        for name in headings
    ]


def item_type(name: str, written_by: Exporter) -> str:
    """Return the CSL type for a cell under a heading of types, "" if it has none.

    >>> item_type("Review", "database"), item_type("review", "csl")
    ('article-journal', 'review')
    """
    plain = "".join(letter for letter in name.lower() if letter.isalnum())
    if written_by == "books" and not plain:
        return "book"
    if written_by in ("database", "springer") and plain in _DOCUMENT_TYPES:
        return _DOCUMENT_TYPES[plain]
    if name in ITEM_TYPES:
        return name
    found = TYPES.get(plain, plain)
    if found in ITEM_TYPES:
        return found
    return ""
