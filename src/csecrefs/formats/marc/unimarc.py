"""UNIMARC records to references; `marc.to_draft` calls it for what is UNIMARC.

Source: UNIMARC Manual, Bibliographic Format, 3rd edition (IFLA).
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.formats import values
from csecrefs.formats.draft import Draft
from csecrefs.formats.marc.record import DataField, MarcRecord, clean, item_type
from csecrefs.model import Name
from csecrefs.model.date import parse_date

_ROLES: Final = {
    "070": "author",
    "340": "editor",
    "440": "illustrator",
    "650": "",
    "651": "editorial-director",
    "220": "compiler",
    "230": "composer",
    "300": "director",
    "460": "interviewee",
    "470": "interviewer",
    "550": "narrator",
    "590": "performer",
    "630": "producer",
    "660": "recipient",
    "690": "script-writer",
    "727": "contributor",
    "730": "translator",
}
"""UNIMARC's function codes to name variables."""


def to_draft(record: MarcRecord) -> Draft:
    """The reference in a UNIMARC record."""
    draft = Draft(type=item_type(record))
    _read_title(draft, record)
    for field in record.all("700", "701", "702", "710", "711", "712"):
        role = _ROLES.get(
            field.first("4"), "author" if field.tag[2] in "01" else "contributor"
        )
        if role:
            draft.name(role, _name(field))
    for field in record.all("214", "210"):
        draft.set("publisher-place", " ".join(clean(part) for part in field.all("a")))
        draft.set("publisher", " ".join(clean(part) for part in field.all("c")))
        draft.set("issued", parse_date(clean(field.first("d"))))
    for field in record.all("010"):
        draft.add("ISBN", values.standard_numbers(field.first("a"))[0])
    for field in record.all("011"):
        draft.add("ISSN", values.standard_numbers(field.first("a"))[1])
    for field in record.all("225"):
        draft.set("collection-title", clean(field.first("a")))
        draft.set("collection-number", clean(field.first("v")))
    draft.set("edition", clean(record.first("205", "a")))
    draft.set("language", record.first("101", "a"))
    draft.set("abstract", record.first("330", "a"))
    draft.set("URL", record.first("856", "u"))
    draft.set("call-number", record.first("676", "a"))
    if pages := re.search(r"(\d+)\]?\s*(?:p|f)\b", record.first("215", "a")):
        draft.set("number-of-pages", pages[1])
    for field in record.all("300", "327", "328"):
        draft.note(field.first("a"))
    for field in record.all("600", "601", "606", "607", "610"):
        draft.keywords += [clean(part) for part in field.all("axyz")]
    return draft


def _read_title(draft: Draft, record: MarcRecord) -> None:
    field = next(record.all("200"))
    title = ""
    for code, text in field.subfields:
        if code in "aehi" and (part := clean(text)):
            separator = {"e": ": ", "h": ". ", "i": ". "}.get(code, " ; ")
            title += (separator if title else "") + part
    draft.set("title", title)


def _name(field: DataField) -> Name:
    family, given = clean(field.first("a")), clean(field.first("b"))
    if field.tag.startswith("71") or not given:
        return Name(literal=". ".join(filter(None, (family, given))))
    return Name(family, given)
