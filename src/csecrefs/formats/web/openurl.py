"""OpenURL context objects (Z39.88-2004) as keys and values; COinS in HTML and
context-object XML hold them.

Source: the KEV metadata formats journal, book, dissertation, patent and dc of the
OpenURL registry.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from csecrefs.formats import values
from csecrefs.formats.draft import Draft
from csecrefs.model import Name
from csecrefs.model.date import parse_date

# rft.genre: "proceeding" is one paper, "conference" the volume of all.
_GENRES: Final = {
    "article": "article-journal",
    "bookitem": "chapter",
    "book": "book",
    "conference": "book",
    "dissertation": "thesis",
    "document": "document",
    "issue": "periodical",
    "journal": "periodical",
    "preprint": "article",
    "proceeding": "paper-conference",
    "report": "report",
    "unknown": "",
}
# Where rft.genre says nothing: the metadata format, "info:ofi/fmt:kev:mtx:journal".
_FORMATS: Final = {
    "journal": "article-journal",
    "book": "book",
    "dissertation": "thesis",
    "patent": "patent",
}
# Types that Zotero writes into rft.type of the format "dc".
_DC_TYPES: Final = {
    "webpage": "webpage",
    "blogpost": "post-weblog",
    "newspaperarticle": "article-newspaper",
    "magazinearticle": "article-magazine",
    "computerprogram": "software",
    "conferencepaper": "paper-conference",
    "document": "document",
    "dataset": "dataset",
    "film": "motion_picture",
    "videorecording": "motion_picture",
    "audiorecording": "song",
    "artwork": "graphic",
    "image": "graphic",
    "interview": "interview",
    "letter": "personal_communication",
    "manuscript": "manuscript",
    "map": "map",
    "presentation": "speech",
    "text": "document",
}
# Keys of Z39.88's matrices for journals, books, dissertations and patents, and of "dc".
_VARIABLES: Final = {
    "volume": "volume",
    "issue": "issue",
    "place": "publisher-place",
    "pub": "publisher",
    "publisher": "publisher",
    "inst": "publisher",
    "edition": "edition",
    "series": "collection-title",
    "tpages": "number-of-pages",
    "degree": "genre",
    "language": "language",
    "description": "abstract",
    "rights": "license",
    "source": "source",
    "number": "number",
    "artnum": "number",
}


def to_draft(pairs: Iterable[tuple[str, str]], kind: str) -> Draft:
    """The reference in metadata of the format `kind` ("journal", "book", "dc", ...),
    keys without "rft.".
    """
    found: dict[str, list[str]] = {}
    for key, text in pairs:
        if value := values.collapse(text):
            found.setdefault(key.lower(), []).append(value)
    first = {key: parts[0] for key, parts in found.items()}
    draft = Draft(type=_item_type(first, kind))
    _read_titles(draft, first)
    _read_names(draft, found, first)
    for key, variable in _VARIABLES.items():
        draft.set(variable, first.get(key, ""))
    draft.set("page", _pages(first))
    draft.set(
        "issued",
        parse_date(first.get("date", "") or first.get("appldate", "")),
    )
    # the last four letters of each are the variable
    for key in ("issn", "eissn", "isbn", "eisbn"):
        draft.add(
            key[-4:].upper(),
            first.get(key, ""),
        )
    for identifier in [
        *found.get("rft_id", []),
        *found.get("identifier", []),
        *found.get("id", []),
    ]:
        _read_identifier(draft, identifier)
    draft.keywords = found.get("subject", [])
    for key in ("assignee", "applcc", "co", "cc", "advisor", "ssn", "quarter", "part"):
        for value in found.get(key, []):
            draft.keep("openurl", key, value)
    return draft


def _item_type(first: dict[str, str], kind: str) -> str:
    # Dublin Core has no rft.genre; its type is a word of the writer's choice.
    if kind == "dc":
        name = first.get("type", "").lower().replace(" ", "")
        return _DC_TYPES.get(name) or _GENRES.get(name) or "document"
    genre = _GENRES.get(first.get("genre", "").lower(), "")
    if kind == "journal" and genre not in ("article", "paper-conference", "periodical"):
        return "article-journal"
    if kind == "book" and genre == "document" and "atitle" in first:
        return "chapter"
    return genre or _FORMATS.get(kind, "document")


def _read_titles(draft: Draft, first: dict[str, str]) -> None:
    # "title" is the older key in the place of jtitle and btitle.
    whole = first.get("jtitle") or first.get("btitle") or first.get("title", "")
    part = first.get("atitle", "")
    short = first.get("stitle", "")
    draft.set("title", part or whole or short)
    if part:
        draft.set("container-title", whole or short)
        draft.set("container-title-short", short)


def _read_names(
    draft: Draft, found: dict[str, list[str]], first: dict[str, str]
) -> None:
    main = "author"
    # aulast, aufirst and auinit name the first author only; au names each.
    if family := first.get("aulast") or first.get("invlast"):
        initials = first.get("auinit") or " ".join(
            filter(
                None,
                (first.get("auinit1"), first.get("auinitm")),
            )
        )
        given = first.get("aufirst") or first.get("invfirst") or initials
        draft.name(
            main,
            Name(
                family,
                values.spaced_initials(given or ""),
                suffix=first.get("ausuffix", ""),
            ),
        )
    names = [
        name
        for key in ("au", "creator", "inventor", "inv")
        for name in found.get(key, [])
    ]
    for index, name in enumerate(names):
        person = values.natural_name(name)
        person = person.evolve(given=values.spaced_initials(person.given))
        # Zotero names the first author twice: in parts, and as the first rft.au
        if not (index == 0 and family and family in name):
            draft.name(main, person)
    for name in found.get("aucorp", []):
        draft.name(main, Name(literal=name))
    for name in found.get("contributor", []):
        draft.name("contributor", values.natural_name(name))


def _pages(first: dict[str, str]) -> str:
    """The fuller of `pages` and `spage` with `epage`."""
    both = values.pages(first.get("pages", ""))
    apart = values.pages(
        first.get("spage", ""),
        first.get("epage", ""),
    )
    if len(both) > len(apart):
        return both
    return apart


def _read_identifier(draft: Draft, identifier: str) -> None:
    if doi := values.doi(identifier):
        draft.set("DOI", doi)
    elif identifier.startswith("info:pmid/"):
        draft.set("PMID", identifier.removeprefix("info:pmid/"))
    elif identifier.startswith(("http://", "https://")):
        draft.set("URL", identifier)
    elif identifier.lower().startswith(("urn:isbn:", "isbn ")):
        draft.add("ISBN", identifier[9:] if ":" in identifier else identifier[5:])
