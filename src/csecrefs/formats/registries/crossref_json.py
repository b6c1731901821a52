"""Crossref works in JSON files, in: one work, a list, or an answer of the REST API.

Source: Crossref REST API; `crossref` converts the works.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from csecrefs.errors import Diagnostic
from csecrefs.formats.registries.crossref import crossref_reference
from csecrefs.formats.registries.record import read_json
from csecrefs.model import Reference


def looks_like(head: str) -> bool:
    """True if the beginning of a text is Crossref's JSON."""
    return head.lstrip("\ufeff \t\r\n").startswith(("{", "[")) and bool(
        re.search(
            r'"message-type"\s*:|"(?:is-referenced-by-count|reference-count|indexed)"\s*:',
            head,
        )
    )


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a Crossref JSON file, and what was wrong with it."""
    return read_json(source, path, _works, crossref_reference, "Crossref work")


def _works(content: Any) -> Iterator[Mapping[str, Any]]:
    message = content
    if isinstance(content, Mapping):
        message = content.get("message", content)
    works = message
    if isinstance(message, Mapping):
        works = message.get("items", message)
    for work in works if isinstance(works, list) else [works]:
        if isinstance(work, Mapping) and ("DOI" in work or "title" in work):
            yield work
