"""The links in a list of references, with their places in files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from csecrefs.links.link import Link
from csecrefs.model.date import Date
from csecrefs.model.identifiers import doi_url, parse_doi
from csecrefs.model.reference import Reference

_NO_FILES: Final = frozenset({"", "<stdin>", "<string>"})
"""Names of texts that come from no file."""


def collect(references: Iterable[Reference]) -> list[Link]:
    """Return the links of references, in order: each one's URL and DOI, once where both
    are the same.

    A link has the path and the line that the reader of its file noted.
    """
    return [link for reference in references for link in links_of(reference)]


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
    place = reference.place.at(field)
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
        place.path if place.path not in _NO_FILES else None,
        place.line,
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
