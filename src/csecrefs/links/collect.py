"""The links in a list of references, with their places in files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

import attrs

from csecrefs.links.link import Link
from csecrefs.links.written import addresses_in_field, addresses_in_text
from csecrefs.model.date import Date
from csecrefs.model.identifiers import doi_url, parse_doi, parse_identifier
from csecrefs.model.reference import Reference
from csecrefs.patterns import regex

_NO_FILES: Final = frozenset({"", "<stdin>", "<string>"})
"""Names of texts that come from no file."""

_TEXTS: Final = ("note", "annote", "medium", "references", "status")
"""Variables of running text that people put addresses into."""

_NOT_LINKS: Final = frozenset(
    "abstract keywords file files attachments local-url pdf archive-url archiveurl"
    " archive_location bdsk-file-1 owner timestamp".split()
)
"""Fields of formats in which an address is none of the reference's."""

_LABELS: Final = {
    "other-url": "URL",
    "url": "URL",
    "other-doi": "DOI",
}
"""The names of fields that are kept beside the one that they belong to."""

# A DOI may really end in punctuation, but far more often that is of the text around.
# It is looked for where it begins only: from each of its signs, a long one would take its
# length squared.
_DOI_ENDING: Final = regex(r"(?<![^\w\s])(?<!_)(?:[^\w\s]|_)++$")

# The address of a short DOI without its prefix: "https://doi.org/abcd".
_SHORT: Final = regex(
    r"https?://(?:dx\.|www\.)?doi\.org/([a-z0-9]{3,12})/?", re.IGNORECASE
)

# Deeper than any format nests; hostile files nest deeper.
_DEPTH: Final = 6
"""The depth to which the fields of foreign formats are searched."""


def collect(references: Iterable[Reference]) -> list[Link]:
    """Return the links of references, in order: URL, DOI, and the addresses in notes
    and other fields, each once.

    A link has the path and the line that the reader of its file noted.
    """
    return [link for reference in references for link in links_of(reference)]


def links_of(reference: Reference) -> Iterator[Link]:
    """Yield the links of one reference."""
    about = _described(reference)
    seen: set[str] = set()
    for link in (*_in_fields(reference, about), *_in_texts(reference, about)):
        # A DOI in the URL field and in its own is one link.
        if link.url not in seen:
            seen.add(link.url)
            yield link


def _in_fields(reference: Reference, about: Link) -> Iterator[Link]:
    """Yield the links in the fields that are for them."""
    text = reference.text("DOI").strip()
    if text:
        doi = parse_doi(text)
    else:
        doi = None
    named = attrs.evolve(about, doi=doi or "")
    for found in addresses_in_field(reference.text("URL")):
        same = _doi_of(found.url)
        if same and same == doi:
            continue
        url = _SHORT.sub(r"https://doi.org/10/\1", found.url)
        if same and not url.lower().startswith("http"):
            url = doi_url(same)
        yield _placed(reference, named, "URL", url, found.written)
    if doi:
        url = doi_url(doi)
        yield _placed(
            reference,
            named,
            "DOI",
            url,
            _longer_doi(text, doi),
        )
    elif text:
        yield _odd_doi(reference, named, text)


def _longer_doi(text: str, doi: str) -> str:
    """Return the address of a DOI with the ending that was taken for punctuation."""
    whole, kept = _DOI_ENDING.search(text), _DOI_ENDING.search(doi)
    if whole is None:
        return ""
    rest = whole[0]
    if kept:
        rest = rest.removeprefix(kept[0])
    if not rest:
        return ""
    return doi_url(doi) + quote(rest, safe="/.-_)")


def _odd_doi(reference: Reference, about: Link, text: str) -> Link:
    """Return the link of a field that has no DOI: a short DOI, or what is none."""
    found = parse_identifier(_SHORT.sub(r"10/\1", text))
    if found and found.scheme == "shortdoi":
        return _placed(reference, about, "DOI", f"https://doi.org/{found.value}")
    link = _placed(reference, about, "DOI", text)
    return attrs.evolve(link, invalid=f"{text[:80]!r} is not a DOI")


def _in_texts(reference: Reference, about: Link) -> Iterator[Link]:
    """Yield the links in notes, and in fields that only some formats have."""
    named = attrs.evolve(about, doi="")
    for variable in _TEXTS:
        for found in addresses_in_text(reference.text(variable)):
            yield _placed(
                reference,
                named,
                variable,
                found.url,
                found.written,
            )
    for field, text in _foreign(reference.extra):
        label = _LABELS.get(field, field)
        if field == "other-doi":
            for doi in filter(None, map(parse_doi, text.split())):
                yield _placed(reference, named, label, doi_url(doi))
            continue
        for found in addresses_in_text(text):
            link = _placed(
                reference,
                named,
                field,
                found.url,
                found.written,
            )
            yield attrs.evolve(link, field=label)


def _foreign(value: Any, field: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the texts in the fields of foreign formats, with the field's name."""
    if depth > _DEPTH or field.lower() in _NOT_LINKS:
        return
    if isinstance(value, str):
        if "://" in value or field == "other-doi":
            yield field, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _foreign(inner, str(name), depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _foreign(inner, field, depth + 1)


def _doi_of(url: str) -> str | None:
    """Return the DOI that a URL is nothing but the address of."""
    is_doi = re.match(
        r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)10\.", url, re.IGNORECASE
    )
    if is_doi:
        return parse_doi(url)
    return None


def _described(reference: Reference) -> Link:
    """Return a link that says what the reference says of its work."""
    titles = [
        reference.text(name) for name in ("title", "title-short", "original-title")
    ]
    translation = reference.translations.get("title")
    titles.append(translation.text if translation else "")
    names = (*reference.names("author"), *reference.names("editor"))
    families = (name.family or name.literal for name in names)
    return Link(
        url="",
        key=_encodable(reference.id),
        titles=tuple(_encodable(title) for title in titles if title),
        authors=tuple(_encodable(family) for family in families if family),
        accessed=_day(reference.date("accessed")),
        issued=_day(reference.date("issued")),
    )


def _placed(
    reference: Reference, about: Link, field: str, url: str, written: str = ""
) -> Link:
    """Return the link of one field, with its place."""
    place = reference.place.at({"url": "URL"}.get(field, field))
    return attrs.evolve(
        about,
        url=_encodable(url),
        written=_encodable(written),
        field=field,
        path=place.path if place.path not in _NO_FILES else None,
        line=place.line,
    )


def _encodable(text: str) -> str:
    """Return a text without the lone surrogates that JSON lets through, which no
    database, file or request takes.
    """
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _day(date: Date | None) -> str:
    """Return a date as ISO 8601, as precise as it is known."""
    if date is None or not date.start:
        return ""
    year, *rest = date.start
    # Years before Christ are no days on which somebody read a page.
    if year <= 0:
        return ""
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)])
