"""OpenAlex works in JSON, in: one work, a list, or an answer of the API with `results`.

Source: OpenAlex API documentation, "Work object".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft
from csecrefs.formats.registries.crossref import ITEM_TYPES
from csecrefs.formats.registries.record import read_json
from csecrefs.model import Reference
from csecrefs.model.date import parse_date
from csecrefs.text.case import title_case
from csecrefs.text.jats import to_rich_text

_TYPES: Final = {
    "article": "article-journal",
    "book": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "database": "dataset",
    "dataset": "dataset",
    "dissertation": "thesis",
    "editorial": "article-journal",
    "erratum": "article-journal",
    # A letter to the editor of a journal, not one from person to person.
    "letter": "article-journal",
    "peer-review": "review",
    "preprint": "article",
    "reference-entry": "entry",
    "report": "report",
    "report-component": "report",
    "retraction": "article-journal",
    # A review article; what referees write is "peer-review".
    "review": "article-journal",
    "software": "software",
    "standard": "standard",
}
# Positions of an inverted abstract that are read; the longest real ones have some
# thousands.
_MAX_WORDS: Final = 100_000


def looks_like(head: str) -> bool:
    """True if the beginning of a text is OpenAlex's JSON."""
    return head.lstrip("\ufeff \t\r\n").startswith(
        ("{", "[")
    ) and '"https://openalex.org/W' in head.replace(" ", "")


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of an OpenAlex JSON file, and what was wrong with it."""
    return read_json(source, path, _works, _reference, "OpenAlex work")


def _works(content: Any) -> Iterator[Mapping[str, Any]]:
    works = content
    if isinstance(content, Mapping):
        works = content.get("results", [content])
    for work in works if isinstance(works, list) else []:
        if isinstance(work, Mapping) and _SIGNS & work.keys():
            yield work


# A work has at least one of these members.
_SIGNS: Final = frozenset({"authorships", "display_name", "title"})


def _reference(work: Mapping[str, Any]) -> Reference:
    return _read_work(work).reference()


def _read_work(work: Mapping[str, Any]) -> Draft:
    location = _object(work, "primary_location")
    source = _object(location, "source")
    kind = _TYPES.get(_text(work, "type"))
    kind = kind or ITEM_TYPES.get(
        _text(work, "type_crossref") or _text(work, "type"), "document"
    )
    # "https://openalex.org/W2741809807" gives "W2741809807".
    draft = Draft(id=_text(work, "id").rpartition("/")[2], type=kind)
    if _text(source, "type") == "conference" and draft.type == "article-journal":
        draft.type = "paper-conference"
    title = _text(work, "title") or _text(work, "display_name")
    draft.set("title", to_rich_text(_out_of_capitals(title)))
    for authorship in _list(work, "authorships"):
        person = _text(_object(authorship, "author"), "display_name") or _text(
            authorship, "raw_author_name"
        )
        draft.name("author", values.natural_name(person))
    draft.set(
        "issued",
        parse_date(_text(work, "publication_date") or _text(work, "publication_year")),
    )
    _read_source(draft, source)
    _read_numbers(draft, work, location)
    draft.set("language", _text(work, "language"))
    draft.set("abstract", _abstract(_object(work, "abstract_inverted_index")))
    draft.keywords = [
        _text(word, "display_name") or _text(word, "keyword")
        for word in _list(work, "keywords")
    ]
    draft.keep("openalex", "id", _text(work, "id"))
    return draft


def _read_source(draft: Draft, source: Mapping[str, Any]) -> None:
    name, host = _text(source, "display_name"), _text(source, "host_organization_name")
    if draft.type in ("article", "thesis", "dataset", "software", "book", "report"):
        draft.set("publisher", host or name)
    else:
        draft.set("container-title", name)
        if draft.type in ("chapter", "paper-conference", "entry"):
            draft.set("publisher", host)
    numbers = source.get("issn")
    for number in numbers if isinstance(numbers, list) else [source.get("issn_l")]:
        draft.add("ISSN", str(number or ""))


def _read_numbers(
    draft: Draft, work: Mapping[str, Any], location: Mapping[str, Any]
) -> None:
    numbers = _object(work, "biblio")
    draft.set("volume", _text(numbers, "volume"))
    draft.set("issue", _text(numbers, "issue"))
    draft.set(
        "page",
        values.pages(
            _text(numbers, "first_page"),
            _text(numbers, "last_page"),
        ),
    )
    ids = _object(work, "ids")
    draft.set(
        "DOI",
        values.doi(_text(work, "doi") or _text(ids, "doi")),
    )
    draft.set("PMID", _text(ids, "pmid").rpartition("/")[2])
    # "https://www.ncbi.nlm.nih.gov/pmc/articles/123", with or without "PMC"
    pmcid = _text(ids, "pmcid").rstrip("/").rpartition("/")[2]
    draft.set("PMCID", f"PMC{pmcid}" if pmcid.isdecimal() else pmcid)
    if "DOI" not in draft.fields:
        draft.set("URL", _text(location, "landing_page_url"))


def _abstract(index: Mapping[str, Any]) -> str:
    """The text of an inverted index: each word with the places it stands at."""
    places = [
        (place, word)
        for word, found in index.items()
        if isinstance(found, list)
        for place in found
        if isinstance(place, int)
    ]
    return " ".join(word for _, word in sorted(places[:_MAX_WORDS]))


def _out_of_capitals(title: str) -> str:
    """Return a title of four and more words that is all in capitals as titles are
    written; a short one may be acronyms.
    """
    if title.isupper() and len(title.split()) >= 4:
        return title_case(title.lower())
    return title


def _object(parent: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = None
    if isinstance(parent, Mapping):
        value = parent.get(key)
    if isinstance(value, Mapping):
        return value
    return {}


def _list(parent: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = parent.get(key)
    if isinstance(value, list):
        return [part for part in value if isinstance(part, Mapping)]
    return []


def _text(parent: Mapping[str, Any], key: str) -> str:
    value = None
    if isinstance(parent, Mapping):
        value = parent.get(key)
    if isinstance(value, (str, int)):
        return str(value)
    return ""
