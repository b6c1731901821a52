"""Citavi's placeholders in Word: JSON in base64, with a record for each entry."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from csecrefs.csl.cite import Cite
from csecrefs.errors import Diagnostic
from csecrefs.manuscript.citation_json import FieldCitation
from csecrefs.manuscript.office.works import CitedWorks

# Types of Citavi by those of CSL.
_TYPES: Final = {
    "Book": "book",
    "BookEdited": "book",
    "Contribution": "chapter",
    "ConferenceProceedings": "book",
    "InternetDocument": "webpage",
    "JournalArticle": "article-journal",
    "NewspaperArticle": "article-newspaper",
    "Report": "report",
    "Thesis": "thesis",
}


def read_placeholder(
    code: str,
    works: CitedWorks,
    place: Diagnostic,
) -> FieldCitation:
    """Return the citation of a placeholder of Citavi 6: `CitaviPlaceholder{...}`."""
    # Word cuts the code of a field anywhere, also at blanks.
    packed = "".join(code[code.find("{") + 1 : code.rfind("}")].split())
    try:
        found = json.loads(base64.b64decode(packed, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        message = "the citation in this Citavi field is damaged; insert it again"
        return FieldCitation((), diagnostics=(attrs.evolve(place, message=message),))
    entries = None
    if isinstance(found, Mapping):
        entries = found.get("Entries")
    cites: list[Cite] = []
    problems: list[Diagnostic] = []
    if isinstance(entries, Sequence):
        for entry in entries:
            record = None
            if isinstance(entry, Mapping):
                record = entry.get("Reference")
            if isinstance(record, Mapping):
                key, more = works.item(
                    _item(record),
                    _addresses(record),
                    place,
                )
                problems += more
                if key:
                    cites.append(_cite(entry, key))
    return FieldCitation(tuple(cites), diagnostics=tuple(problems))


def _cite(entry: Mapping[str, Any], key: str) -> Cite:
    pages = entry.get("PageRange")
    locator = ""
    if isinstance(pages, Mapping):
        locator = str(pages.get("OriginalString") or "")
    prefix = str(entry.get("Prefix") or "").strip()
    return Cite(
        key,
        locator,
        prefix=prefix,
        suffix=str(entry.get("Suffix") or ""),
    )


def _addresses(record: Mapping[str, Any]) -> list[str]:
    name = record.get("Id")
    if not name:
        return []
    return [f"citavi {name}"]


def _item(record: Mapping[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "type": _TYPES.get(str(record.get("ReferenceType")), "document"),
        "citation-key": record.get("BibTeXKey") or record.get("CitationKey") or "",
        "title": str(record.get("Title") or ""),
        "DOI": str(record.get("Doi") or ""),
        "page": str(record.get("PageRange") or "") if _is_text(record) else "",
    }
    for role, name in (("Authors", "author"), ("Editors", "editor")):
        people = record.get(role)
        if isinstance(people, Sequence):
            item[name] = [_name(each) for each in people if isinstance(each, Mapping)]
    year = str(record.get("Year") or record.get("YearResolved") or "")
    if year:
        item["issued"] = year
    return {name: value for name, value in item.items() if value}


def _is_text(record: Mapping[str, Any]) -> bool:
    return isinstance(record.get("PageRange"), str)


def _name(person: Mapping[str, Any]) -> dict[str, str]:
    family = str(person.get("LastName") or "")
    given = str(person.get("FirstName") or "")
    middle = str(person.get("MiddleName") or "")
    return {"family": family, "given": f"{given} {middle}".strip()}
