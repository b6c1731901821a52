"""Biblioscape's tagged format, in: RIS by other tags, with the meanings of
`ris_fields`.

Source: Biblioscape's "Tag File Format" help page.
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, keyed
from csecrefs.formats.source import decode
from csecrefs.formats.tagged import lines as tagged
from csecrefs.formats.tagged import ris, ris_fields
from csecrefs.formats.tagged.lines import TaggedField
from csecrefs.model import Reference
from csecrefs.patterns import regex

# A tag in two hyphens and its value: "--TI-- Voles"; "----" ends a record.
_SYNTAX: Final = tagged.Syntax(
    regex(r"--([A-Z0-9]{2}|-?-)--?(?: (.*)|$)"), last=frozenset({"-", "--"})
)
# Biblioscape's tags and those of RIS for the same, from its manual ("Import and export").
_TAGS: Final = {
    "AU": "AU",
    "SA": "A2",
    "TA": "A3",
    "QA": "A4",
    "TI": "TI",
    "ST": "T2",
    "TT": "T3",
    "TH": "ST",
    "YP": "PY",
    "DP": "DA",
    "VL": "VL",
    "NB": "IS",
    "PS": "SP",
    "PE": "EP",
    "KW": "KW",
    "IS": "SN",
    "AB": "AB",
    "LG": "LA",
    "NT": "N1",
    "PB": "PB",
    "CO": "CY",
    "SE": "SE",
    "UR": "UR",
    "AT": "UR",
    "AD": "AD",
    "AN": "AN",
    **{f"C{number}": f"C{number}" for number in range(1, 7)},
}
# Tags with names, of which one field has several by semicolons.
_PEOPLE: Final = frozenset({"AU", "SA", "TA", "QA"})
# The names of types that differ from EndNote's, and RIS's codes.
_TYPES: Final = {
    "article": "JOUR",
    "book section": "CHAP",
    "conference": "CONF",
    "journal": "JOUR",
}


def looks_like(head: str) -> bool:
    """True if the beginning of a text is Biblioscape's format."""
    return bool(re.search(r"^--(?:AU|TI|RT|YP|ST)-- ", head, re.MULTILINE))


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a Biblioscape file, and what was wrong with it."""
    text, diagnostics = decode(source, path)
    references: list[Reference] = []
    for record in tagged.records(text, _SYNTAX, path, diagnostics):
        if any(field.tag in _TAGS or field.tag == "RT" for field in record):
            references.append(
                tagged.placed(
                    _read_record(record),
                    record,
                ).reference()
            )
    return keyed(references), diagnostics


def _read_record(record: list[TaggedField]) -> Draft:
    name = next(
        (field.value.strip().lower() for field in record if field.tag == "RT"), ""
    )
    kind = ris_fields.BY_CODE.get(_TYPES.get(name, "")) or ris_fields.BY_NAME.get(name)
    fields = []
    for field in record:
        if tag := _TAGS.get(field.tag):
            if field.tag in _PEOPLE:
                parts = field.value.split(";")
            else:
                parts = [field.value]
            fields += [
                TaggedField(tag, values.collapse(part), field.line)
                for part in parts
                if part.strip()
            ]
    draft = ris.read_fields(fields, kind or ris_fields.BY_CODE["GEN"])
    for field in record:
        if field.tag == "ED":
            draft.set("edition", field.value, replace=True)
        elif field.tag not in _TAGS and field.tag not in (
            "RT",
            "-",
            "--",
            tagged.STRAY,
        ):
            draft.keep("biblioscape", field.tag, field.value)
    return draft
