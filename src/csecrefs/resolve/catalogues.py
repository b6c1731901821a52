"""Catalogues that are searched by title, for works that have no DOI.

OpenAlex, DBLP, arXiv and Semantic Scholar confirm that a work exists; a record is never
contradicted by what they say. The readers of OpenAlex, DBLP and arXiv are written from
recorded responses. That of Semantic Scholar follows the service's documentation
(Academic Graph API, /graph/v1/paper/search), and is therefore tolerant: what is not as
described is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from lxml import etree

from csecrefs import formats
from csecrefs.errors import CsecrefsError, NetworkError
from csecrefs.formats.draft import Draft
from csecrefs.formats.registries.names import name_from_text
from csecrefs.formats.registries.record import (
    RegistryRecord,
    finished,
    names_of,
    objects,
    pages,
    text_of,
)
from csecrefs.model import Date
from csecrefs.model.date import parse_edtf
from csecrefs.model.identifiers import parse_doi
from csecrefs.model.registries import Registries
from csecrefs.model.update import Update
from csecrefs.net.answer import Answer
from csecrefs.net.session import DAY, PoliteSession
from csecrefs.patterns import regex
from csecrefs.resolve.outcome import member, read_json

KEEP: Final = 7 * DAY
"""Seconds for which a search is believed."""

# What is not among the first few of a search by title is another work.
_ROWS: Final = 5
# A longer query says no more, and services bound the length of an address.
_LONGEST: Final = 300
"""The most characters of a title that is searched for."""

# DBLP tells people of one name apart by a number behind it.
_HOMONYM: Final = regex(r"\s+\d{4}$")

# How abstracts and comments of withdrawn works begin: "This paper has been withdrawn
# by".
_WITHDRAWN: Final = regex(
    r"\s*(?:this|the) (?:paper|article|submission|manuscript|work|preprint|version)"
    r"(?: has been| was| is)(?: now)? withdrawn|\s*(?:\[?withdrawn\b|paper withdrawn\b)",
    re.IGNORECASE,
)

Found = tuple[RegistryRecord, tuple[Update, ...]]
Search = Callable[[PoliteSession, str, str], Iterator[Found]]


def is_withdrawn(text: str) -> bool:
    """True if an abstract or a comment says that the work was withdrawn.

    >>> is_withdrawn("This paper has been withdrawn by the author due to an error.")
    True
    """
    return bool(_WITHDRAWN.match(text))


def search_all(
    session: PoliteSession, at: Registries, title: str
) -> Iterator[tuple[str, RegistryRecord, tuple[Update, ...]]]:
    """Yield the candidates for a title with the catalogue that has them, catalogue by
    catalogue.

    A catalogue that cannot be reached, or whose answer cannot be read, has none.
    """
    for name, source, search in CATALOGUES:
        base = getattr(at, name)
        if not base:
            continue
        try:
            found = list(search(session, base, title[:_LONGEST]))
        except (CsecrefsError, ValueError, TypeError, KeyError, AttributeError):
            continue
        for record, updates in found:
            yield source, record, updates


def _get_json(session: PoliteSession, url: str) -> Any:
    answer = session.get(url, accept="application/json", keep=KEEP)
    outcome, said = read_json(answer)
    if outcome != "found":
        raise NetworkError("server-error", f"the search failed: {outcome}")
    return said


def _openalex(session: PoliteSession, base: str, title: str) -> Iterator[Found]:
    query = urlencode({"search": title, "per-page": _ROWS})
    answer = session.get(f"{base}/works?{query}", accept="application/json", keep=KEEP)
    if answer.status != 200 or b'"results"' not in answer.body:
        return
    references, _ = formats.read(answer.body, format="openalex")
    for reference in references:
        yield (
            RegistryRecord(
                reference,
                dict.fromkeys(reference, ""),
            ),
            (),
        )


def _dblp(session: PoliteSession, base: str, title: str) -> Iterator[Found]:
    query = urlencode({"q": title, "format": "json", "h": _ROWS})
    said = _get_json(session, f"{base}/search/publ/api?{query}")
    for number, hit in objects(
        member(
            said,
            "result",
            "hits",
            "hit",
        )
    ):
        info = hit.get("info")
        if isinstance(info, Mapping):
            yield _dblp_record(info, f"/result/hits/hit/{number}/info"), ()


_DBLP_TYPES: Final = {
    "Journal Articles": "article-journal",
    "Conference and Workshop Papers": "paper-conference",
    "Books and Theses": "book",
    "Parts in Books or Collections": "chapter",
    "Informal and Other Publications": "article",
}


def _dblp_record(info: Mapping[str, Any], at: str) -> RegistryRecord:
    """Return the reference in DBLP's description of a publication."""
    draft = Draft()
    authors = info.get("authors")
    listed = member(authors, "author")
    if isinstance(listed, Mapping):  # a single author is no list
        listed = [listed]
    people = [text_of(person.get("text")) for _, person in objects(listed)]
    names = [name_from_text(_HOMONYM.sub("", person)) for person in people]
    draft.put(
        "title",
        text_of(info.get("title")).removesuffix("."),
        f"{at}/title",
    )
    draft.put("author", names_of(names), f"{at}/authors")
    draft.put(
        "container-title",
        _first(info.get("venue")),
        f"{at}/venue",
    )
    draft.put(
        "issued",
        _year(text_of(info.get("year"))),
        f"{at}/year",
    )
    draft.put("volume", text_of(info.get("volume")), f"{at}/volume")
    draft.put("issue", text_of(info.get("number")), f"{at}/number")
    draft.put("page", pages(info.get("pages")), f"{at}/pages")
    draft.put(
        "DOI",
        parse_doi(text_of(info.get("doi"))),
        f"{at}/doi",
    )
    draft.put("URL", text_of(info.get("url")), f"{at}/url")
    return finished(
        draft,
        _DBLP_TYPES.get(text_of(info.get("type")), "document"),
    )


def _first(value: object) -> str:
    if isinstance(value, list) and value:
        return text_of(value[0])
    return text_of(value)


def _year(text: str) -> Date | None:
    if re.match(r"[12]\d{3}", text):
        return Date((int(text[:4]),))
    return None


def day(text: str) -> Date | None:
    """Return a day, month or year written as in ISO 8601; None for anything else."""
    try:
        return parse_edtf(text)
    except ValueError:
        return None


_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_ARXIV: Final = "{http://arxiv.org/schemas/atom}"


def _arxiv(session: PoliteSession, base: str, title: str) -> Iterator[Found]:
    words = re.sub(r'["\\:()]', " ", title)
    query = urlencode({"search_query": f'ti:"{words}"', "max_results": _ROWS})
    answer = session.get(
        f"{base}/api/query?{query}", accept="application/atom+xml", keep=KEEP
    )
    yield from arxiv_records(answer)


def arxiv_records(answer: Answer) -> Iterator[Found]:
    """Yield the preprints in a feed of arXiv's, each with its withdrawal, if any."""
    if answer.status != 200:
        return
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        recover=True,
    )
    root = etree.fromstring(answer.body, parser)
    for entry in () if root is None else root.iter(f"{_ATOM}entry"):
        yield _arxiv_record(entry)


def _arxiv_record(entry: Any) -> Found:
    def text(name: str) -> str:
        return " ".join((entry.findtext(name) or "").split())

    draft = Draft()
    names = [
        name_from_text(" ".join((each.text or "").split()))
        for each in entry.iter(f"{_ATOM}name")
    ]
    number = text(f"{_ATOM}id").rpartition("/abs/")[2]
    draft.put("title", text(f"{_ATOM}title"), "/entry/title")
    draft.put("author", names_of(names), "/entry/author")
    draft.put(
        "issued",
        day(text(f"{_ATOM}published")[:10]),
        "/entry/published",
    )
    draft.put("DOI", parse_doi(text(f"{_ARXIV}doi")), "/entry/arxiv:doi")
    draft.put("number", f"arXiv:{number}" if number else "", "/entry/id")
    draft.put("URL", text(f"{_ATOM}id"), "/entry/id")
    notes = (text(f"{_ARXIV}comment"), text(f"{_ATOM}summary"))
    updates: tuple[Update, ...] = ()
    if any(map(is_withdrawn, notes)):
        updates = (
            Update(
                "removed",
                label="withdrawn",
                source="arXiv",
            ),
        )
    # Not "article": a preprint confirms the article of the same title, too.
    return finished(draft, "document"), updates


_SCHOLAR_FIELDS: Final = (
    "title,authors,year,venue,externalIds,journal,publicationTypes,publicationDate"
)


def _semantic_scholar(session: PoliteSession, base: str, title: str) -> Iterator[Found]:
    query = urlencode(
        {
            "query": title,
            "fields": _SCHOLAR_FIELDS,
            "limit": _ROWS,
        }
    )
    said = _get_json(session, f"{base}/graph/v1/paper/search?{query}")
    for number, paper in objects(member(said, "data")):
        yield _scholar_record(paper, f"/data/{number}"), ()


def _scholar_record(paper: Mapping[str, Any], at: str) -> RegistryRecord:
    """Return the reference in a paper as Semantic Scholar documents it."""
    draft = Draft()
    people = [text_of(each.get("name")) for _, each in objects(paper.get("authors"))]
    journal, ids = paper.get("journal"), paper.get("externalIds")
    draft.put("title", text_of(paper.get("title")), f"{at}/title")
    draft.put(
        "author",
        names_of(list(map(name_from_text, people))),
        f"{at}/authors",
    )
    draft.put(
        "issued",
        _year(str(paper.get("year") or "")),
        f"{at}/year",
    )
    draft.put(
        "container-title",
        text_of(paper.get("venue")),
        f"{at}/venue",
    )
    if isinstance(journal, Mapping):
        draft.put(
            "volume",
            text_of(journal.get("volume")),
            f"{at}/journal/volume",
        )
        draft.put(
            "page",
            pages(journal.get("pages")),
            f"{at}/journal/pages",
        )
    # Only the identifiers that the service knows are members.
    if isinstance(ids, Mapping):
        # In any case and without a resolver, as the documentation shows it.
        doi = parse_doi(text_of(ids.get("DOI")))
        draft.put("DOI", doi, f"{at}/externalIds/DOI")
        draft.put(
            "PMID",
            text_of(ids.get("PubMed")),
            f"{at}/externalIds/PubMed",
        )
        preprint = text_of(ids.get("ArXiv"))
        if preprint:
            draft.put("number", f"arXiv:{preprint}", f"{at}/externalIds/ArXiv")
    return finished(draft, "document")


# OpenAlex first: it knows most.
CATALOGUES: Final[tuple[tuple[str, str, Search], ...]] = (
    ("openalex", "OpenAlex", _openalex),
    ("dblp", "DBLP", _dblp),
    ("arxiv", "arXiv", _arxiv),
    ("semantic_scholar", "Semantic Scholar", _semantic_scholar),
)
"""The catalogues in the order in which they are asked."""
