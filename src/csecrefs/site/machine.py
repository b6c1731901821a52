"""A reference as machines read it in a page: COinS for reference managers, schema.org
for search engines.

Sources: "OpenURL COinS: A Convention to Embed Bibliographic Metadata in HTML" (2005)
with the metadata formats of Z39.88-2004; https://schema.org/CreativeWork.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from csecrefs.formats.values import split_keywords
from csecrefs.model import Name, Reference
from csecrefs.model.identifiers import parse_doi
from csecrefs.site.shown import is_web, main_address, shown

_JOURNAL: Final = {
    "article": "preprint",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "review-book": "article",
}
_BOOK: Final = {
    "book": "book",
    "chapter": "bookitem",
    "entry-dictionary": "bookitem",
    "entry-encyclopedia": "bookitem",
    "paper-conference": "proceeding",
    "report": "report",
}
"""CSL's types and the genres of OpenURL's formats for journals and books."""
# CSL's types for Dublin Core, by the names that Zotero gives them.
_DC: Final = {
    "dataset": "dataset",
    "graphic": "image",
    "map": "map",
    "motion_picture": "videoRecording",
    "post-weblog": "blogPost",
    "software": "computerProgram",
    "song": "audioRecording",
    "speech": "presentation",
    "webpage": "webpage",
}
_SCHEMA: Final = {
    "article": "ScholarlyArticle",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "map": "Map",
    "motion_picture": "Movie",
    "paper-conference": "ScholarlyArticle",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "review": "Review",
    "software": "SoftwareSourceCode",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
"""CSL's types and the classes of schema.org; others are a CreativeWork."""


def coins(reference: Reference) -> str:
    """Return the `title` of a COinS element: a context object as keys and values.

    >>> coins(Reference("a", "book", title="Tides", issued="1999"))[:44]
    'ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2'
    """
    kind, pairs = _described(reference)
    head = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{kind}"),
    ]
    body = [(f"rft.{key}", value) for key, value in pairs if value]
    return urlencode([*head, *body, *_ids(reference)])


def _ids(reference: Reference) -> Iterator[tuple[str, str]]:
    doi = parse_doi(reference.text("DOI"))
    # The registry of "info" URIs (RFC 4452) has these two; a URL stands for itself.
    if doi:
        yield "rft_id", f"info:doi/{doi}"
    url = reference.text("URL").strip()
    if is_web(url):
        yield "rft_id", url
    pmid = shown(reference.text("PMID"))
    if pmid:
        yield "rft_id", f"info:pmid/{pmid}"


def _described(reference: Reference) -> tuple[str, list[tuple[str, str]]]:
    """Return the metadata format of a reference, and its keys and values in it."""
    title = shown(reference.text("title"))
    whole = shown(reference.text("container-title"))
    if genre := _JOURNAL.get(reference.type):
        pairs = [
            ("genre", genre),
            ("atitle", title),
            ("jtitle", whole),
        ]
        pairs.append(("issn", shown(reference.text("ISSN"))))
        return "journal", [
            *pairs,
            *_common(reference),
            *_authors(reference),
        ]
    if genre := _BOOK.get(reference.type):
        pairs = [("genre", genre), ("btitle", title)]
        # A chapter has two titles: its own, and that of the book.
        if whole or genre == "bookitem":
            pairs = [
                ("genre", genre),
                ("atitle", title),
                ("btitle", whole),
            ]
        pairs += [
            ("isbn", shown(reference.text("ISBN"))),
            ("series", shown(reference.text("collection-title"))),
            ("edition", shown(reference.text("edition"))),
            *_publisher(reference),
        ]
        return "book", [
            *pairs,
            *_common(reference),
            *_authors(reference),
        ]
    if reference.type == "thesis":
        pairs = [("title", title), ("inst", shown(reference.text("publisher")))]
        pairs.append(("degree", shown(reference.text("genre"))))
        return "dissertation", [
            *pairs,
            *_common(reference),
            *_authors(reference),
        ]
    pairs = [("type", _DC.get(reference.type, "document")), ("title", title)]
    # Dublin Core has no keys for the parts of a name; Zotero reads "Doe, Jane".
    pairs += [("creator", _inverted(each)) for each in _people(reference)]
    pairs += [
        ("source", whole),
        ("publisher", shown(reference.text("publisher"))),
        ("date", str(reference.date() or "")),
        ("language", shown(reference.text("language"))),
        ("identifier", main_address(reference)),
    ]
    return "dc", pairs


def _publisher(reference: Reference) -> list[tuple[str, str]]:
    return [
        ("pub", shown(reference.text("publisher"))),
        ("place", shown(reference.text("publisher-place"))),
    ]


def _common(reference: Reference) -> list[tuple[str, str]]:
    return [
        ("date", str(reference.date() or "")),
        ("volume", shown(reference.text("volume"))),
        ("issue", shown(reference.text("issue"))),
        ("pages", shown(reference.text("page"))),
        ("language", shown(reference.text("language"))),
    ]


def _people(reference: Reference) -> tuple[Name, ...]:
    return reference.names("author") or reference.names("editor")


def _authors(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the authors: the first in parts, all of them as whole names."""
    people = reference.names("author")
    # Readers of the format of 2004 know the first author only, the others are newer.
    if people and people[0].family:
        yield "aulast", shown(_surname(people[0]))
        yield "aufirst", shown(people[0].given)
    for person in people:
        if person.literal:
            yield "aucorp", shown(person.literal)
        else:
            yield "au", _inverted(person)


def _inverted(name: Name) -> str:
    """Return a name with its family name first: "van Gogh, Vincent"."""
    if name.literal:
        return shown(name.literal)
    parts = (shown(_surname(name)), shown(name.given))
    return ", ".join(filter(None, parts))


def _surname(name: Name) -> str:
    parts = (name.dropping_particle, name.non_dropping_particle, name.family)
    return " ".join(filter(None, parts))


def schema_org(reference: Reference) -> Mapping[str, Any]:
    """Return a reference as an object of schema.org.

    >>> schema_org(Reference("a", "book", title="Tides", issued="1999"))["@type"]
    'Book'
    """
    # The names are properties of CreativeWork; what is empty is left out at the end.
    found: dict[str, Any] = {
        "@type": _SCHEMA.get(reference.type, "CreativeWork"),
        "name": shown(reference.text("title")),
        "author": [_person(each) for each in reference.names("author")],
        "editor": [_person(each) for each in reference.names("editor")],
        "datePublished": _day(reference),
        "isPartOf": _whole(reference),
        "pagination": shown(reference.text("page")),
        "publisher": _named(
            "Organization",
            shown(reference.text("publisher")),
        ),
        "inLanguage": shown(reference.text("language")),
        "keywords": list(
            map(
                shown,
                split_keywords(reference.text("keyword")),
            )
        ),
        "isbn": shown(reference.text("ISBN")),
        "url": main_address(reference),
        "identifier": _doi(reference),
        "abstract": shown(reference.text("abstract")),
    }
    return {name: value for name, value in found.items() if value}


def _doi(reference: Reference) -> Mapping[str, str] | None:
    doi = parse_doi(reference.text("DOI"))
    if not doi:
        return None
    return {"@type": "PropertyValue", "propertyID": "DOI", "value": doi}


def _day(reference: Reference) -> str:
    """Return the date of issue as ISO 8601, as far as it is known."""
    issued = reference.date()
    if issued is None or not issued.start:
        return ""
    year, *rest = issued.start
    # ISO 8601 has four digits; other years only by agreement of both sides.
    if not 0 < year < 10_000:
        return ""
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)])


def _person(name: Name) -> Mapping[str, str]:
    if name.literal:
        return {"@type": "Organization", "name": shown(name.literal)}
    parts = {
        "@type": "Person",
        "name": shown(str(name)),
        "familyName": shown(_surname(name)),
        "givenName": shown(name.given),
    }
    return {key: value for key, value in parts.items() if value}


def _named(kind: str, name: str) -> Mapping[str, str] | None:
    if not name:
        return None
    return {"@type": kind, "name": name}


def _whole(reference: Reference) -> Mapping[str, Any] | None:
    """Return the work that a reference is in: the journal by volume and issue, or the
    book.
    """
    name = shown(reference.text("container-title"))
    if not name:
        return None
    if reference.type not in _JOURNAL:
        return {"@type": "CreativeWork", "name": name}
    # From the outside in: the journal, then its volume, then the issue.
    whole: dict[str, Any] = {"@type": "Periodical", "name": name}
    issn = shown(reference.text("ISSN"))
    if issn:
        whole["issn"] = issn
    volume = shown(reference.text("volume"))
    if volume:
        part = {"@type": "PublicationVolume", "volumeNumber": volume}
        whole = {**part, "isPartOf": whole}
    issue = shown(reference.text("issue"))
    if issue:
        part = {"@type": "PublicationIssue", "issueNumber": issue}
        whole = {**part, "isPartOf": whole}
    return whole
