"""DSpace's intermediate metadata (DIM), in: qualified Dublin Core, bare or inside METS.

Source: DSpace Intermediate Metadata, http://www.dspace.org/xmlns/dspace/dim.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, finish
from csecrefs.formats.xml import tree as xml
from csecrefs.model import Reference
from csecrefs.model.date import parse_date

if TYPE_CHECKING:
    from lxml.etree import _Element

_RECORDS: Final = frozenset({"dim"})
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
    "video": "motion_picture",
    "working paper": "article",
}
_VARIABLES: Final = {
    "title": "title",
    "publisher": "publisher",
    "publisher.place": "publisher-place",
    "relation.ispartofseries": "collection-title",
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
    "contributor": "contributor",
}


def looks_like(head: str) -> bool:
    """True if the beginning of a text holds DIM."""
    return bool(re.search(r"<(?:\w+:)?dim[\s>]", head))


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a DIM document, and what was wrong with it."""
    diagnostics: list[Diagnostic] = []
    drafts = (
        xml.placed(read_record(record), record)
        for record in xml.records(source, _RECORDS, path, diagnostics)
    )
    return finish(drafts), diagnostics


def read_record(record: _Element) -> Draft:
    """The record in a `dim` element without namespaces."""
    draft = Draft()
    for field in record.iterfind("field"):
        name = ".".join(
            filter(None, (field.get("element"), field.get("qualifier")))
        ).lower()
        _read_field(draft, name, xml.text(field))
    return draft


def _read_field(draft: Draft, name: str, value: str) -> None:
    if variable := _VARIABLES.get(name):
        draft.set(variable, value)
    elif name in _PEOPLE:
        draft.name(_PEOPLE[name], values.name(value))
    elif name.startswith("subject"):
        draft.keywords.append(value)
    elif name == "type":
        draft.type = _TYPES.get(value.lower(), draft.type)
    elif name in ("date.issued", "date"):
        draft.set("issued", parse_date(value))
    elif name == "description.abstract":
        draft.set("abstract", value)
    elif name.startswith("identifier"):
        _read_identifier(draft, name.partition(".")[2], value)
    elif name == "description":
        draft.note(value)


def _read_identifier(draft: Draft, kind: str, value: str) -> None:
    if kind == "doi" or values.doi(value):
        draft.set("DOI", values.doi(value))
    elif kind in ("isbn", "issn"):
        draft.add(kind.upper(), value)
    elif kind == "uri":
        draft.set("URL", value)
