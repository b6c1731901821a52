"""METS, in: the description of the whole work in MODS, DIM or MARC; descriptions of its
parts are not works.

Source: Metadata Encoding and Transmission Standard, version 1.12.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.draft import Draft, finish
from csecrefs.formats.marc import marcxml
from csecrefs.formats.xml import dspace_dim, mods
from csecrefs.formats.xml import tree as xml
from csecrefs.model import Reference

if TYPE_CHECKING:
    from lxml.etree import _Element

_RECORDS: Final = frozenset({"mets", "METS"})


def looks_like(head: str) -> bool:
    """True if the beginning of a text is METS."""
    return bool(re.search(r"<(?:\w+:)?(?:mets|METS)[\s>]", head))


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The works of a METS document, and what was wrong with it."""
    diagnostics: list[Diagnostic] = []
    drafts: list[Draft] = []
    for record in xml.records(source, _RECORDS, path, diagnostics):
        draft = _read_work(record)
        if draft:
            drafts.append(xml.placed(draft, record))
        else:
            message = "no description in MODS, DIM or MARC"
            diagnostics.append(Diagnostic("no-records", message, path=path))
    return finish(drafts), diagnostics


def _read_work(record: _Element) -> Draft | None:
    # the first section that describes the whole; later ones are of its pages and files
    for section in record.iterfind("dmdSec"):
        for element in section.iter("mods", "dim", "record"):
            match element.tag:
                case "mods" if element.find("titleInfo") is not None:
                    return mods.read_record(element)
                case "dim":
                    return dspace_dim.read_record(element)
                case "record" if element.find("datafield") is not None:
                    return marcxml.read_record(element)
    return None
