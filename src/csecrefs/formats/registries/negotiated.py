"""CSL-JSON as registration agencies send it by content negotiation, to references.

It looks like CSL-JSON, but its text carries the depositor's markup and entities, names
carry affiliations, and fields of the agency's own stand between CSL's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csecrefs.formats.draft import Draft
from csecrefs.formats.registries.names import name_from_parts
from csecrefs.formats.registries.record import (
    RegistryRecord,
    date_from_parts,
    finished,
    names_of,
    objects,
    pages,
    text_of,
    texts,
)
from csecrefs.model import ITEM_TYPES, KIND, Date
from csecrefs.model.identifiers import parse_doi
from csecrefs.text.jats import rich_text


def negotiated_record(item: Mapping[str, Any]) -> RegistryRecord:
    """The reference in a negotiated CSL-JSON item; what CSL does not define is left
    out.
    """
    draft = Draft()
    # before the loop, which would put them as they stand
    draft.put("DOI", parse_doi(text_of(item.get("DOI"))), "/DOI")
    draft.put("page", pages(item.get("page")), "/page")
    for key, value in item.items():
        kind = KIND.get(key)
        if kind == "name":
            draft.put(
                key, names_of([_name(name) for _, name in objects(value)]), f"/{key}"
            )
        elif kind == "date":
            draft.put(
                key,
                date_from_parts(value) or _raw_date(value),
                f"/{key}",
            )
        elif kind in ("standard", "number") and key != "page":
            # agencies send titles as lists, too; the first text counts
            first = next((text for _, text in texts(value)), "")
            draft.put(
                key,
                rich_text(first) or text_of(value),
                f"/{key}",
            )
    item_type = text_of(item.get("type"))
    return finished(draft, item_type if item_type in ITEM_TYPES else "document")


def _name(name: Mapping[str, Any]) -> Any:
    return name_from_parts(
        given=text_of(name.get("given")),
        family=text_of(name.get("family")),
        suffix=text_of(name.get("suffix")),
        body=text_of(name.get("literal") or name.get("name")),
    )


def _raw_date(value: object) -> Date | None:
    raw = ""
    if isinstance(value, Mapping):
        raw = text_of(value.get("raw") or value.get("literal"))
    if raw:
        return Date(raw=raw)
    return None
