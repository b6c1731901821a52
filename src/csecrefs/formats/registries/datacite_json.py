"""DataCite JSON in files, in: attributes of DOIs, bare (content negotiation) or in an
answer of the REST API.

Source: DataCite REST API; `datacite` converts the attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from csecrefs.errors import Diagnostic
from csecrefs.formats.registries.datacite import datacite_reference
from csecrefs.formats.registries.record import read_json
from csecrefs.model import Reference


def looks_like(head: str) -> bool:
    """True if the beginning of a text is DataCite's JSON."""
    return head.lstrip("\ufeff \t\r\n").startswith(("{", "[")) and bool(
        re.search(
            r'"resourceTypeGeneral"|"schemaVersion"\s*:\s*"https?://datacite|"publicationYear"\s*:',
            head,
        )
    )


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a DataCite JSON file, and what was wrong with it."""
    return read_json(source, path, _records, _reference, "DataCite record")


def _reference(attributes: Mapping[str, Any]) -> Reference:
    """The converted record, with the address of its landing page, which a file may know
    where no DOI does.
    """
    reference, url = datacite_reference(attributes), attributes.get("url")
    known = "URL" in reference or not isinstance(url, str)
    if known:
        return reference
    return reference.evolve(URL=url)


def _records(content: Any) -> Iterator[Mapping[str, Any]]:
    data = content
    if isinstance(content, Mapping):
        data = content.get("data", content)
    for record in data if isinstance(data, list) else [data]:
        attributes = None
        if isinstance(record, Mapping):
            attributes = record.get("attributes", record)
        if isinstance(attributes, Mapping) and (
            "titles" in attributes or "doi" in attributes
        ):
            yield attributes
