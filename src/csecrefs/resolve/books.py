"""Open Library's answer about an ISBN, to a reference. Source: Open Library Books API,
`jscmd=data`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from csecrefs.formats.draft import Draft
from csecrefs.formats.registries.crossref import join_title
from csecrefs.formats.registries.names import name_from_text
from csecrefs.formats.registries.record import (
    RegistryRecord,
    finished,
    names_of,
    objects,
    text_of,
)
from csecrefs.model import Date
from csecrefs.text.jats import rich_text


def book_record(isbn: str, said: Mapping[str, Any]) -> RegistryRecord | None:
    """The book in an answer of Open Library, or None if it knows no such ISBN."""
    # The answer goes by what was asked: {"ISBN:9780140328721": {"title": ...}}.
    book = said.get(f"ISBN:{isbn}")
    # Without a title there is no work to compare.
    if not isinstance(book, Mapping) or not text_of(book.get("title")):
        return None
    draft = Draft()
    subtitle = rich_text(text_of(book.get("subtitle")))
    draft.put(
        "title",
        join_title(
            rich_text(text_of(book["title"])),
            [subtitle],
        ),
        "/title",
    )
    authors = [
        name_from_text(text_of(author.get("name")))
        for _, author in objects(book.get("authors"))
    ]
    draft.put("author", names_of(authors), "/authors")
    for field, variable in (
        ("publishers", "publisher"),
        ("publish_places", "publisher-place"),
    ):
        for at, entry in objects(book.get(field)):
            draft.put(
                variable, rich_text(text_of(entry.get("name"))), f"/{field}/{at}/name"
            )
    printed = text_of(book.get("publish_date"))
    # The date is free text, "May 5, 1998" or "1998": only its year is sure.
    if year := re.search(r"\b(1[5-9]\d\d|20\d\d)\b", printed):
        draft.put(
            "issued",
            Date((int(year[1]),)),
            "/publish_date",
        )
    draft.put(
        "number-of-pages", text_of(book.get("number_of_pages")), "/number_of_pages"
    )
    draft.put("ISBN", isbn, "/identifiers")
    draft.put("source", "Open Library", "")
    return finished(draft, "book")
