"""Copac's tagged format, in: records of British and Irish research libraries.

Source: Copac's "Tagged text export" help page.
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, keyed
from csecrefs.formats.source import decode
from csecrefs.formats.tagged import lines as tagged
from csecrefs.formats.tagged.lines import TaggedField
from csecrefs.model import Reference
from csecrefs.model.date import parse_date
from csecrefs.patterns import regex

# Two letters and a hyphen, as "TI- Voles"; further lines are indented.
_SYNTAX: Final = tagged.Syntax(
    regex(r"([A-Z]{2})- ?(.*)"), regex(r"[ \t]{2,}\S"), frozenset({"TI"})
)
# Copac's document types; everything else is a book.
_TYPES: Final = {
    "MAP": "map",
    "MUS": "musical_score",
    "PER": "periodical",
    "SER": "periodical",
    "VID": "motion_picture",
}


def looks_like(head: str) -> bool:
    """True if the beginning of a text is Copac's format."""
    return bool(
        re.match(r"\s*TI- \S.*\n(?:.*\n){0,9}?(?:AU|PU|PY|DT|HL|SE|CA|ED)- ", head)
    )


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a Copac file, and what was wrong with it."""
    text, diagnostics = decode(source, path)
    references: list[Reference] = []
    for record in tagged.records(text, _SYNTAX, path, diagnostics):
        if any(field.tag != tagged.STRAY for field in record):
            fields = [field for field in record if field.tag != tagged.STRAY]
            draft = tagged.placed(_read_record(fields), fields)
            references.append(draft.reference())
    return keyed(references), diagnostics


def _read_record(record: list[TaggedField]) -> Draft:
    draft = Draft(type="book")
    for field in record:
        value = values.collapse(field.value)
        match field.tag:
            case "TI":
                draft.set("title", value.partition(" / ")[0])
            case "AU" | "CA":
                draft.name("author", values.catalogue_name(value))
            case "PU":
                _read_imprint(draft, value)
            case "PY":
                draft.set("issued", parse_date(value))
            case "SE":
                title, _, number = value.partition(" ; ")
                draft.set("collection-title", title)
                draft.set("collection-number", number)
            case "IS":
                books, serials = values.standard_numbers(value)
                draft.add("ISBN", books)
                draft.add("ISSN", serials)
            case "DT":
                draft.type = _TYPES.get(value, "book")
            case "ED":
                draft.set("edition", value)
            case "LA":
                draft.set("language", value)
            case "NT":
                draft.note(value)
            case "KW" | "SU":
                draft.keywords.append(value)
            case "UR":
                draft.set("URL", value)
            case _:
                draft.keep("copac", field.tag, value)
    return draft


def _read_imprint(draft: Draft, imprint: str) -> None:
    """Read place and publisher of an ISBD imprint: "London : Roe Press, 1999."."""
    imprint = _IMPRINT_YEAR.sub("", imprint)
    place, colon, publisher = imprint.partition(" : ")
    if colon:
        draft.set("publisher-place", place)
    draft.set("publisher", publisher or place)


# The year at the end of an imprint, which PY has too: ", 1999.", ", c1999", ", [1999?]".
_IMPRINT_YEAR: Final = regex(r",\s*\[?(?:c|cop\. |ca\. )?\d{4}\??\]?\.?$")
