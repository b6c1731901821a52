"""OpenURL context objects in XML, in.

Source: ANSI/NISO Z39.88-2004, XML representation (info:ofi/fmt:xml:xsd:ctx).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.draft import Draft
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
    return xml.read_records(source, _RECORDS, path, _read_object)


def _read_object(record: _Element) -> Draft:
    kind = xml.text(record, "referent/metadata-by-val/format").rpartition(":")[2]
    metadata = record.find("referent/metadata-by-val/metadata")
    pairs = [("rft_id", value) for value in xml.texts(record, "referent/identifier")]
    if metadata is None:
        return openurl.to_draft(pairs, kind)
    authors = list(metadata.iter("author"))
    # each author has elements of its own, which would mix with those of the others
    within = {part for author in authors for part in author}
    for element in metadata.iter("*"):
        if len(element) == 0 and element not in within:
            pairs.append((str(element.tag), xml.text(element)))
    draft = openurl.to_draft(pairs, kind)
    for author in authors:
        parts = [(str(part.tag), xml.text(part)) for part in author]
        people = openurl.to_draft(parts, kind).fields.get(
            "author",
            (),
        )
        for person in people if isinstance(people, tuple) else ():
            draft.name("author", person)
    return draft
