"""Codes of fields: what Word, Zotero, Mendeley, EndNote and others write in them."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

import attrs

from csecrefs.csl.cite import Cite, CiteMode
from csecrefs.errors import Diagnostic
from csecrefs.manuscript.citation_json import (
    FieldCitation,
    decoded,
    read_citation,
)
from csecrefs.manuscript.office import (
    citavi,
    endnote,
    jabref,
)
from csecrefs.manuscript.office.pieces import StoryPiece
from csecrefs.manuscript.office.works import CitedWorks
from csecrefs.manuscript.sites import SiteKind
from csecrefs.patterns import regex

# The word that programs begin their codes with: `ADDIN ZOTERO_ITEM ...`.
_ADDED: Final = regex(r"\s*(?:ADDIN\s+)?", re.I)
# The code of a citation of Zotero or Mendeley; old versions of Zotero wrote
# `ZOTERO_CITATION`.
_CSL: Final = regex(r"ZOTERO_(?:ITEM|CITATION)|CSL_CITATION", re.I)
# The code of a list of Zotero or Mendeley.
_CSL_LIST: Final = regex(r"ZOTERO_BIBL|CSL_BIBLIOGRAPHY", re.I)
# A part of the code of one of Word's own fields (ECMA-376, part 1, 17.16.5.9).
_SWITCH: Final = regex(
    r'\s*(?:\\(?P<switch>.)|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<word>\S+))'
)
# The start of the tag of a citation of Mendeley Cite: `MENDELEY_CITATION_v3_eyJ...`.
_CITATION_TAG: Final = "MENDELEY_CITATION_"
# The beginnings of the tags of content controls.
_LIST_TAGS: Final = ("MENDELEY_BIBLIOGRAPHY", "CitaviBibliography")
# Programs whose fields are not read, by the beginnings of their codes.
_UNREAD: Final = {
    "RW.CITE": "RefWorks",
    "REFMGR": "Reference Manager",
    "PAPERS2": "Papers",
    "PAPERPILE": "Paperpile",
    "CITAVI": "Citavi 5 and before",
    "BEC": "Biblioscape",
}


@attrs.frozen
class FieldCode:
    """The code of a citation field, understood."""

    kind: SiteKind
    program: str
    citation: FieldCitation = attrs.field(factory=lambda: FieldCitation(()))


def read_code(
    code: str,
    data: str,
    works: CitedWorks,
    place: Diagnostic,
) -> FieldCode | Diagnostic | None:
    """Return what a Word field or a mark cites; None if it is no citation.

    `data` is the base64 data of the field. A citation that cannot be read gives a
    diagnostic, at the place of `place`.
    """
    start = _ADDED.match(code)
    bare = code[start.end() if start else 0 :]
    first = bare[:40].upper()
    if _CSL_LIST.search(bare[:100]) or first.startswith("EN.REFLIST"):
        return FieldCode("bibliography", "csl")
    # The data of the field around it, which is read there.
    if first.startswith("EN.CITE.DATA"):
        return None
    if first.startswith("EN.CITE"):
        return _endnote(bare, data, works, place)
    if first.startswith("CITAVIPLACEHOLDER"):
        found = citavi.read_placeholder(bare, works, place)
        return _checked("citavi", found, place)
    if match := _CSL.search(bare[:200]):
        return _csl(bare[match.end() :], works, place)
    if re.match(r"CITATION\s", first):
        return FieldCode(
            "citation",
            "word",
            FieldCitation(_word_cites(bare[8:])),
        )
    if re.match(r"BIBLIOGRAPHY\b", first):
        return FieldCode("bibliography", "word")
    return _unread(first, place)


def read_control(
    piece: StoryPiece,
    works: CitedWorks,
    place: Diagnostic,
) -> FieldCode | Diagnostic | None:
    """Return what a content control of Word cites, by its tag."""
    tag = piece.text
    if tag.startswith(_LIST_TAGS):
        return FieldCode("bibliography", "csl")
    if not tag.startswith(_CITATION_TAG):
        return None
    # MENDELEY_CITATION_v3_, then the JSON in base64.
    packed = tag.removeprefix(_CITATION_TAG).partition("_")[2]
    return _csl(unpacked(packed), works, place)


def read_simple_field(
    piece: StoryPiece,
    works: CitedWorks,
    place: Diagnostic,
) -> FieldCode | Diagnostic | None:
    """Return what a field in one element of Word cites."""
    return read_code(piece.text, "", works, place)


def read_mark(
    piece: StoryPiece,
    works: CitedWorks,
    place: Diagnostic,
) -> FieldCode | Diagnostic | None:
    """Return what a reference mark or section of Writer cites, by its name."""
    name = piece.text
    if _CSL_LIST.search(name[:100]) or name.strip().lower() in jabref.LISTS:
        return FieldCode("bibliography", "csl")
    if _CSL.search(name[:100]):
        return read_code(name, "", works, place)
    cites = jabref.read_name(name, works)
    if cites:
        return FieldCode("citation", "jabref", FieldCitation(cites))
    return None


def unpacked(packed: str) -> str:
    """Return the text in base64, with or without its padding; empty if it is none."""
    # Tags and data come with line breaks and without padding.
    letters = "".join(packed.split()).rstrip("=")
    try:
        found = base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return found.decode("utf-8", "replace").strip("\0")


def _csl(
    code: str,
    works: CitedWorks,
    place: Diagnostic,
) -> FieldCode | Diagnostic:
    citation = decoded(code)
    if citation is None:
        problem = "the citation in this field is damaged and stays; insert it again"
        return attrs.evolve(place, message=problem)
    return _checked("csl", read_citation(citation, works, place), place)


def _endnote(
    code: str,
    data: str,
    works: CitedWorks,
    place: Diagnostic,
) -> FieldCode | Diagnostic:
    source = code[code.find("<") :]
    if "<" not in code:
        source = unpacked(data)
    if not source:
        message = "EndNote's data of this field is gone; open the document in EndNote"
        return attrs.evolve(place, message=message)
    found = endnote.read_cites(source, works, place)
    kind: SiteKind = "citation"
    if found.cites and all(each.hidden for each in found.details):
        kind = "nocite"
    citation = FieldCitation(found.cites, diagnostics=found.diagnostics)
    checked = _checked("endnote", citation, place)
    if isinstance(checked, FieldCode):
        return attrs.evolve(checked, kind=kind)
    return checked


def _checked(
    program: str,
    citation: FieldCitation,
    place: Diagnostic,
) -> FieldCode | Diagnostic:
    """Return the code, or the first problem of one that cites nothing."""
    if citation.cites:
        return FieldCode("citation", program, citation)
    if citation.diagnostics:
        return citation.diagnostics[0]
    return attrs.evolve(place, message="the field cites nothing that can be read")


def _unread(first: str, place: Diagnostic) -> Diagnostic | None:
    for start, program in _UNREAD.items():
        if first.startswith(start):
            message = f"citations of {program} are not read; the field stays as it is"
            return attrs.evolve(place, code="unread-field", message=message)
    return None


@attrs.define
class _WordCite:
    key: str
    locator: str = ""
    label: str = "page"
    prefix: str = ""
    suffix: str = ""
    without: str = ""
    """Letters of the switches that leave out author (n), year (y) or title (t)."""

    def cite(self) -> Cite:
        mode: CiteMode = ""
        if "n" in self.without:
            mode = "suppress-author"
        elif "y" in self.without:
            mode = "author-only"
        prefix, suffix = self.prefix.strip(), self.suffix.rstrip()
        return Cite(
            self.key,
            self.locator,
            self.label,
            prefix,
            suffix,
            mode,
        )


def _word_cites(code: str) -> tuple[Cite, ...]:
    r"""Return the cites of Word's CITATION field: `Tag \p 8 \f "see " \m Tag2`.

    A switch is of the tag before it. A page goes before a volume as the locator.
    """
    cites: list[_WordCite] = []
    switch = "m"
    for match in _SWITCH.finditer(code):
        if match["switch"]:
            switch = match["switch"].lower()
            if cites and switch in "nyt":
                cites[-1].without += switch
            continue
        value = match["word"]
        if value is None:
            value = re.sub(r"\\(.)", r"\1", match["quoted"])
        # `\\m` names one more source; the first follows the name of the field.
        if switch == "m":
            cites.append(_WordCite(value))
        elif cites:
            _apply(cites[-1], switch, value)
        switch = ""
    return tuple([each.cite() for each in cites])


def _apply(cite: _WordCite, switch: str, value: str) -> None:
    if switch == "p":
        cite.locator, cite.label = value, "page"
    elif switch == "v" and not cite.locator:
        cite.locator, cite.label = value, "volume"
    elif switch == "f":
        cite.prefix = value
    elif switch == "s":
        cite.suffix = value
