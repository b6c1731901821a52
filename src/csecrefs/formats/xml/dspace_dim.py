"""DSpace's intermediate metadata (DIM), in: qualified Dublin Core, bare or inside METS.

Source: DSpace Intermediate Metadata, http://www.dspace.org/xmlns/dspace/dim.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft
from csecrefs.formats.xml import tree as xml
from csecrefs.model import Reference
from csecrefs.model.date import parse_date
from csecrefs.patterns import regex

if TYPE_CHECKING:
    from lxml.etree import _Element

_RECORDS: Final = frozenset({"dim"})
# DSpace's list of types (dc.type), and what repositories add to it; names in
# info:eu-repo/semantics are read without it.
_TYPES: Final = {
    "article": "article-journal",
    "journal article": "article-journal",
    "book": "book",
    "monograph": "book",
    "book chapter": "chapter",
    "book_section": "chapter",
    "conference paper": "paper-conference",
    "conference_item": "paper-conference",
    "dataset": "dataset",
    "image": "graphic",
    "map": "map",
    "preprint": "article",
    "presentation": "speech",
    "report": "report",
    "software": "software",
    "technical report": "report",
    "thesis": "thesis",
    "bachelorthesis": "thesis",
    "bookpart": "chapter",
    "conferenceobject": "paper-conference",
    "conferencepaper": "paper-conference",
    "doctoral thesis": "thesis",
    "doctoralthesis": "thesis",
    "dissertation": "thesis",
    "lecture": "speech",
    "master's thesis": "thesis",
    "masterthesis": "thesis",
    "musical score": "musical_score",
    "patent": "patent",
    "recording, musical": "song",
    "video": "motion_picture",
    "workingpaper": "article",
    "working paper": "article",
}
_VARIABLES: Final = {
    "title": "title",
    "publisher": "publisher",
    "publisher.place": "publisher-place",
    "relation.ispartof": "container-title",
    "identifier.journal": "container-title",
    "title.alternative": "title-short",
    "language.iso": "language",
    "language": "language",
    "rights": "license",
    "rights.uri": "license",
    "bibliographiccitation.volume": "volume",
    "bibliographiccitation.issue": "number",
    "bibliographiccitation.title": "container-title",
    "citation.volume": "volume",
    "citation.issue": "issue",
    "citation.title": "container-title",
    "citation.edition": "edition",
    "source.volume": "volume",
    "source.issue": "issue",
    "relation.conference": "event-title",
    "conference.name": "event-title",
    "conference.place": "event-place",
    "degree.name": "genre",
    "degree.grantor": "publisher",
    "thesis.degree.grantor": "publisher",
    "identifier.govdoc": "number",
    "thesis.degree.name": "genre",
}
_PEOPLE: Final = {
    "contributor.author": "author",
    "creator": "author",
    "contributor.editor": "editor",
    "contributor.advisor": "contributor",
    "contributor.translator": "translator",
    "contributor.illustrator": "illustrator",
    "contributor.corporateauthor": "author",
    "contributor": "contributor",
}


def looks_like(head: str) -> bool:
    """True if the beginning of a text holds DIM."""
    return bool(re.search(r"<(?:\w+:)?dim[\s>]", head))


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a DIM document, and what was wrong with it."""
    return xml.read_records(source, _RECORDS, path, read_record)


def read_record(record: _Element) -> Draft:
    """The record in a `dim` element without namespaces."""
    draft = Draft()
    for field in record.iterfind("field"):
        name = ".".join(
            filter(
                None,
                (field.get("element"), field.get("qualifier")),
            )
        ).lower()
        _read_field(draft, name, xml.text(field))
    return draft


def _read_field(draft: Draft, name: str, value: str) -> None:
    if name == "relation.ispartofseries":
        # DSpace writes a series and its number into one field: "Sea series;7"
        series, _, number = value.partition(";")
        draft.set("collection-title", series)
        draft.set("collection-number", number)
    elif variable := _VARIABLES.get(name):
        _set_or_keep(draft, variable, name, value)
    elif name in _PEOPLE:
        draft.name(_PEOPLE[name], values.name(value))
    elif name.startswith("subject"):
        draft.keywords.append(value)
    elif name == "type":
        kind = value.rpartition("/")[2].lower()
        draft.type = _TYPES.get(kind, draft.type)
    elif name in ("date.issued", "date"):
        draft.set("issued", parse_date(value))
    elif name == "description.abstract":
        _set_or_keep(draft, "abstract", name, value)
    elif name.startswith("identifier"):
        _read_identifier(draft, name.partition(".")[2], value)
    elif name == "description":
        draft.note(value)
    elif name == "format.extent" and (pages := _EXTENT.search(value)):
        draft.set("number-of-pages", pages[1])
    elif name in ("citation.startpage", "citation.endpage"):
        first = draft.text("page")
        draft.set(
            "page",
            values.pages(first, value) if first else value,
            replace=True,
        )
    elif name not in _OF_THE_RECORD:
        draft.keep("dim", name, value)


# When the record, not the work, was made, and how large its files are.
_OF_THE_RECORD: Final = frozenset(
    {"date.accessioned", "date.available", "description.provenance", "format.mimetype"}
)
# Pages of a whole: "12 p.", "345 pages".
_EXTENT: Final = regex(r"(\d+)\s*(?:p|pp|pages?|s|S|Seiten)\b")


def _set_or_keep(draft: Draft, variable: str, name: str, value: str) -> None:
    """Give a variable its value, or keep another value of the same field."""
    if variable in draft.fields:
        draft.keep("dim", name, value)
    else:
        draft.set(variable, value)


def _read_identifier(draft: Draft, kind: str, value: str) -> None:
    if kind != "citation" and (kind == "doi" or values.doi(value)):
        draft.set("DOI", values.doi(value))
    elif kind in ("isbn", "issn", "eissn"):
        draft.add(kind.removeprefix("e").upper(), value)
    elif kind == "uri":
        _set_or_keep(draft, "URL", "identifier.uri", value)
    elif kind == "citation":
        draft.keep("dim", "identifier.citation", value)
    elif value:
        draft.keep("dim", f"identifier.{kind}", value)
