"""The links in a list of references, and where in their files they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import attrs

from csecrefs.links.link import Link
from csecrefs.model.date import Date
from csecrefs.model.identifiers import doi_url, parse_doi
from csecrefs.model.reference import Reference


def collect(
    references: Iterable[Reference], texts: Mapping[str, str] | None = None
) -> list[Link]:
    """The links of references, in order: each one's URL and DOI, once where both are
    the same.

    `texts` holds the files by path; a link found in one gets its path and line.
    """
    links = [link for reference in references for link in links_of(reference)]
    return [_placed(link, texts) for link in links] if texts else links


def links_of(reference: Reference) -> Iterator[Link]:
    """The links of one reference."""
    url = reference.text("URL").strip()
    doi = parse_doi(reference.text("DOI")) if reference.text("DOI") else None
    same = doi is not None and _doi_of(url) == doi
    if url and not same:
        named = _doi_of(url)
        yield _described(
            reference,
            doi_url(named) if named and not url.startswith("http") else url,
            "URL",
            doi or "",
        )
    if doi:
        yield _described(reference, doi_url(doi), "DOI", doi)


def _doi_of(url: str) -> str | None:
    """The DOI that a URL is nothing but the address of."""
    is_doi = re.match(
        r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)10\.", url, re.IGNORECASE
    )
    return parse_doi(url) if is_doi else None


def _described(reference: Reference, url: str, field: str, doi: str) -> Link:
    titles = [
        reference.text(name) for name in ("title", "title-short", "original-title")
    ]
    translation = reference.translations.get("title")
    titles.append(translation.text if translation else "")
    names = (*reference.names("author"), *reference.names("editor"))
    return Link(
        _encodable(url),
        _encodable(reference.id),
        field,
        tuple(_encodable(title) for title in titles if title),
        tuple(
            _encodable(family)
            for name in names
            if (family := name.family or name.literal)
        ),
        doi,
        _day(reference.date("accessed")),
        _day(reference.date("issued")),
    )


def _encodable(text: str) -> str:
    """A text without the lone surrogates that JSON lets through, which no database,
    file or request takes.
    """
    return (
        text
        if text.isascii()
        else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    )


def _day(date: Date | None) -> str:
    """A date as ISO 8601, as precise as it is known."""
    if date is None or not date.start:
        return ""
    year, *rest = date.start
    return (
        "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)]) if year > 0 else ""
    )


def _placed(link: Link, texts: Mapping[str, str]) -> Link:
    """The link with the path and line of its first mention after its key, or of its
    first mention.
    """
    needles = (link.doi, link.url) if link.field == "DOI" else (link.url,)
    for path, text in texts.items():
        start = max(text.find(link.key), 0) if link.key else 0
        for needle in filter(None, needles):
            place = text.find(needle, start)
            place = text.find(needle) if place < 0 else place
            if place >= 0:
                return attrs.evolve(
                    link, path=path, line=text.count("\n", 0, place) + 1
                )
    return link
