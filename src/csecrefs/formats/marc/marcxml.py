"""MARCXML, in: MARC 21 or UNIMARC records in the MARC21 Slim schema, bare or inside SRU
and OAI answers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.draft import Draft, finish
from csecrefs.formats.marc.flavours import to_draft
from csecrefs.formats.marc.record import DataField, MarcRecord
from csecrefs.formats.xml import tree as xml
from csecrefs.model import Reference

if TYPE_CHECKING:
    from lxml.etree import _Element

_RECORDS: Final = frozenset({"record"})


def looks_like(head: str) -> bool:
    """True if the beginning of a text is MARCXML."""
    return "http://www.loc.gov/MARC21/slim" in head or bool(
        re.search(r"<(?:\w+:)?(?:leader|datafield|controlfield)[ >]", head)
    )


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a MARCXML file, and what was wrong with it."""
    diagnostics: list[Diagnostic] = []
    drafts: list[Draft] = []
    # SRU and OAI wrap a `record` of MARC in `record` elements of their own
    for element in xml.records(source, _RECORDS, path, diagnostics):
        found = (
            record
            for record in element.iter("record")
            if record.find("datafield") is not None
        )
        drafts += [xml.placed(read_record(record), record) for record in found]
    return finish(drafts), diagnostics


def read_record(element: _Element) -> Draft:
    """The record in a `record` element without namespaces; METS wraps the same."""
    return to_draft(_record(element))


def _record(element: _Element) -> MarcRecord:
    control = {
        field.get("tag", ""): xml.raw_text(field)
        for field in reversed(element.findall("controlfield"))
    }
    fields = tuple(
        DataField(
            field.get("tag", ""),
            _indicators(field),
            _subfields(field),
        )
        for field in element.iterfind("datafield")
    )
    leader = element.find("leader")
    if leader is None:
        return MarcRecord("", control, fields)
    return MarcRecord(xml.raw_text(leader), control, fields)


def _indicators(field: _Element) -> str:
    return (field.get("ind1") or " ")[:1] + (field.get("ind2") or " ")[:1]


def _subfields(field: _Element) -> tuple[tuple[str, str], ...]:
    return tuple(
        (part.get("code", ""), xml.text(part)) for part in field.iterfind("subfield")
    )
