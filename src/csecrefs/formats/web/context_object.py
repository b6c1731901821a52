"""OpenURL context objects in XML, in.

Source: ANSI/NISO Z39.88-2004, XML representation (info:ofi/fmt:xml:xsd:ctx).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.draft import Draft, finish
from csecrefs.formats.web import openurl
from csecrefs.formats.xml import tree as xml
from csecrefs.model import Reference

if TYPE_CHECKING:
    from lxml.etree import _Element

_RECORDS: Final = frozenset({"context-object"})


def looks_like(head: str) -> bool:
    """True if the beginning of a text is a context object."""
    return bool(re.search(r"<(?:\w+:)?context-objects?[\s>]", head))


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references in context objects, and what was wrong with them."""
    diagnostics: list[Diagnostic] = []
    drafts = (
        xml.placed(_read_object(record), record)
        for record in xml.records(source, _RECORDS, path, diagnostics)
    )
    return finish(drafts), diagnostics


def _read_object(record: _Element) -> Draft:
    kind = xml.text(record, "referent/metadata-by-val/format").rpartition(":")[2]
    metadata = record.find("referent/metadata-by-val/metadata")
    if metadata is None:
        leaves = []
    else:
        leaves = [element for element in metadata.iter("*") if len(element) == 0]
    pairs = [
        (str(element.tag), xml.text(element))
        for element in leaves
        if element.tag not in _NAME_PARTS
    ]
    pairs += [("rft_id", value) for value in xml.texts(record, "referent/identifier")]
    draft = openurl.to_draft(pairs, kind)
    for author in () if metadata is None else metadata.iter("author"):
        parts = [(str(part.tag), xml.text(part)) for part in author]
        for person in openurl.to_draft(parts, kind).fields.get("author", ()):  # type: ignore[union-attr]
            draft.name("author", person)  # type: ignore[arg-type]
    return draft


_NAME_PARTS: Final = frozenset("aulast aufirst auinit auinit1 auinitm ausuffix".split())
