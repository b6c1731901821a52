"""LibreOffice's own bibliography marks: a record of BibTeX's fields for each cite."""

from __future__ import annotations

from typing import Final

import attrs

from csecrefs.csl.cite import Cite
from csecrefs.errors import Diagnostic
from csecrefs.formats import bibtex
from csecrefs.manuscript.citation_json import FieldCitation
from csecrefs.manuscript.office.codes import FieldCode, read_code
from csecrefs.manuscript.office.pieces import StoryPiece
from csecrefs.manuscript.office.works import CitedWorks, is_key

# Attributes of a mark (ODF 1.3, part 3, 7.8) that are fields of BibTeX.
_FIELDS: Final = tuple(
    """address annote author booktitle chapter edition editor howpublished institution
    isbn issn journal month note number pages publisher school series title url volume
    year doi""".split()
)
# Attributes that BibTeX names otherwise.
_RENAMED: Final = {"report-type": "type", "organizations": "organization"}
# LibreOffice's types that BibTeX does not have.
_TYPES: Final = {"email": "misc", "www": "online", "journal": "periodical"}


def read_bibliography_mark(
    piece: StoryPiece,
    works: CitedWorks,
    place: Diagnostic,
) -> FieldCode | Diagnostic | None:
    """Return what a bibliography mark cites; its record is added to `works`."""
    attributes = {
        name.removeprefix("text:"): value
        for name, value in (piece.attributes or {}).items()
    }
    key = attributes.get("identifier", "").strip()
    if key.startswith("CITATION "):
        # Writer keeps the code of Word's field as the identifier.
        return read_code(key, "", works, place)
    if not is_key(key):
        message = f"a bibliography mark names {key!r}, which can be no citation key"
        return attrs.evolve(place, message=message)
    references, _ = bibtex.read(_entry(attributes))
    if references and attributes.get("title"):
        key = works.add(references[0], key, ())
    else:
        key = works.without_record(key, ())
    return FieldCode("citation", "libreoffice", FieldCitation((Cite(key),)))


def read_index(
    _: StoryPiece,
    __: CitedWorks,
    ___: Diagnostic,
) -> FieldCode:
    """Return the code of LibreOffice's bibliography index."""
    return FieldCode("bibliography", "libreoffice")


def _entry(attributes: dict[str, str]) -> str:
    """Return the record of a mark as an entry of BibTeX."""
    sort = attributes.get("bibliography-type", "misc")
    sort = _TYPES.get(sort, sort)
    if sort.startswith("custom"):
        sort = "misc"
    fields = []
    for name, value in attributes.items():
        field = _RENAMED.get(name, name)
        if field in _FIELDS or name in _RENAMED:
            fields.append(f"  {field} = {{{_balanced(value)}}},\n")
    return f"@{sort}{{x,\n{''.join(fields)}}}\n"


def _balanced(value: str) -> str:
    """Return a value without its braces if they would end the field."""
    depth = 0
    for character in value:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            break
    if depth:
        value = value.replace("{", "").replace("}", "")
    return value.removesuffix("\\")
