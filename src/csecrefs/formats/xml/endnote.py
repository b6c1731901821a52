"""EndNote XML, in and out: EndNote's generic fields as elements, with the meanings of
`ris_fields`.

Source: EndNote's RSXML DTD, and what EndNote and Bookends export. Faces of a style
(bold, italic, superscript, subscript) are CSL's rich text; fonts and sizes are not
kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft
from csecrefs.formats.tagged import ris, ris_fields
from csecrefs.formats.tagged.lines import TaggedField
from csecrefs.formats.xml import tree as xml
from csecrefs.model import Reference
from csecrefs.patterns import regex

if TYPE_CHECKING:
    from lxml.etree import _Element

_RECORDS: Final = frozenset({"record"})
# EndNote's elements (RSXML DTD) and the RIS tags that mean the same.
_TAGS: Final = {
    "contributors/authors/author": "AU",
    "contributors/secondary-authors/author": "A2",
    "contributors/tertiary-authors/author": "A3",
    "contributors/subsidiary-authors/author": "A4",
    "contributors/translated-authors/author": "TA",
    "titles/title": "TI",
    "titles/secondary-title": "T2",
    "titles/tertiary-title": "T3",
    "titles/short-title": "ST",
    "titles/translated-title": "TT",
    "periodical/full-title": "JF",
    "periodical/abbr-1": "J2",
    "titles/alt-title": "J2",
    "pages": "SP",
    "volume": "VL",
    "number": "M1",
    "issue": "IS",
    "num-vols": "NV",
    "edition": "ET",
    "section": "SE",
    "keywords/keyword": "KW",
    "dates/year": "PY",
    "dates/pub-dates/date": "DA",
    "pub-location": "CY",
    "publisher": "PB",
    "isbn": "SN",
    "electronic-resource-num": "DO",
    "accession-num": "AN",
    "call-num": "CN",
    "abstract": "AB",
    "notes": "N1",
    "research-notes": "RN",
    # EndNote itself writes addresses as related ones; other programs read them there.
    "urls/related-urls/url": "UR",
    "urls/web-urls/url": "UR",
    "urls/pdf-urls/url": "L1",
    "language": "LA",
    "work-type": "M3",
    "auth-address": "AD",
    "orig-pub": "OP",
    "reprint-edition": "RP",
    "reprint-status": "RP",
    "reviewed-item": "RI",
    "remote-database-name": "DB",
    "remote-database-provider": "DP",
    "caption": "CA",
    "access-date": "Y2",
    **{f"custom{number}": f"C{number}" for number in range(1, 9)},
}
# Reversed, so that the first of several elements with one tag is written.
_ELEMENTS: Final = {tag: path for path, tag in reversed(_TAGS.items())}
# Fields in which lines mean something.
_LINED: Final = frozenset({"AB", "N1", "RN", "KW"})
# A label that may be a citation key; others are numbers or sentences: "Vole2001".
_KEY: Final = regex(r"[^\s{},\"#%~\\]*[^\W\d_][^\s{},\"#%~\\]*")
# EndNote's faces of a font and CSL's tags for them.
_FACES: Final = {
    "bold": "b",
    "italic": "i",
    "superscript": "sup",
    "subscript": "sub",
}


def looks_like(head: str) -> bool:
    """True if the beginning of a text is EndNote's XML."""
    return bool(
        re.search(r"<xml>\s*<records>|<records>\s*<record>|<ref-type[ >]", head)
    )


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of an EndNote XML file, and what was wrong with it."""
    return xml.read_records(source, _RECORDS, path, _read_record)


def _read_record(record: _Element) -> Draft:
    kind_element = record.find("ref-type")
    name = number = ""
    if kind_element is not None:
        name = kind_element.get("name", "").lower()
        number = xml.text(kind_element)
    # <ref-type name="Journal Article">17</ref-type>: the name before the number.
    kind = ris_fields.BY_NAME.get(name)
    if kind is None and number.isdecimal():
        kind = ris_fields.BY_NUMBER.get(int(number))
    draft = ris.read_fields(
        _fields(record),
        kind or ris_fields.BY_CODE["GEN"],
    )
    label = xml.text(record, "label")
    if _KEY.fullmatch(label):
        draft.id = label
    elif label:
        draft.keep("ris", "LB", label)
    return draft


def _fields(record: _Element) -> Iterator[TaggedField]:
    # One walk over the record, instead of a search for each of the paths.
    found: dict[str, list[_Element]] = {}
    for group in record:
        found.setdefault(str(group.tag), []).append(group)
        for element in group:
            path = f"{group.tag}/{element.tag}"
            found.setdefault(path, []).append(element)
            for part in element:
                found.setdefault(f"{path}/{part.tag}", []).append(part)
    for path, tag in _TAGS.items():
        for element in found.get(path, ()):
            if value := _styled(element, lines=tag in _LINED):
                yield TaggedField(tag, value, 0)


def _styled(element: _Element, *, lines: bool) -> str:
    """The text of an element with the faces of its styles as rich text."""
    pieces = [element.text or ""]
    for child in element:
        content = xml.raw_text(child)
        faces = [
            _FACES[face] for face in _FACES if face in (child.get("face") or "").split()
        ]
        if content.strip():
            content = "".join(f"<{face}>" for face in faces) + content
            content += "".join(f"</{face}>" for face in reversed(faces))
        pieces += [content, child.tail or ""]
    text = "".join(pieces).replace("\r\n", "\n").replace("\r", "\n")
    if lines:
        return text.strip()
    return values.collapse(text)


def write(references: Iterable[Reference]) -> str:
    """The references as EndNote XML."""
    records = "\n".join(
        _write_record(number, reference)
        for number, reference in enumerate(references, 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n{records}\n</records></xml>\n'


def _write_record(number: int, reference: Reference) -> str:
    kind = ris.written_kind(reference)
    content = _ElementsByPath()
    written = [*ris.written_fields(reference, kind), *ris.kept_fields(reference)]
    for tag, value in _joined(written):
        if tag == "IS" and kind.tags.get("M1") == "issue":
            tag = "M1"
        if path := _ELEMENTS.get(tag):
            content.add(path.split("/"), _with_styles(value))
    head = xml.tag("rec-number", str(number)) + xml.tag(
        "ref-type", str(kind.number), name=kind.name
    )
    return xml.tag(
        "record", head + content.markup() + xml.tag("label", xml.escaped(reference.id))
    )


def _joined(written: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """RIS's SP and EP as one range; notes as one field."""
    last = "".join(value for tag, value in written if tag == "EP")
    notes = [value for tag, value in written if tag == "N1"]
    for tag, value in written:
        if tag == "SP" and last != value:
            yield tag, values.pages(value, last)
        elif tag not in ("EP", "N1"):
            yield tag, value
    if notes:
        yield "N1", "\n".join(notes)


def _with_styles(value: str) -> str:
    """Rich text as runs of EndNote's styles."""
    faces: list[str] = []
    runs = []
    names = {tag: face for face, tag in _FACES.items()}
    for piece in re.split(r"(</?(?:b|i|sup|sub)>)", value):
        if match := re.fullmatch(r"<(/?)(b|i|sup|sub)>", piece):
            if not match[1]:
                faces.append(names[match[2]])
            elif names[match[2]] in faces:
                faces.remove(names[match[2]])
        elif piece:
            face = " ".join(faces) or "normal"
            runs.append(
                xml.tag(
                    "style", xml.escaped(piece), face=face, font="default", size="100%"
                )
            )
    return "".join(runs)


class _ElementsByPath:
    """Elements by path, siblings of one path kept together, in the order they came."""

    def __init__(self) -> None:
        self.children: list[tuple[str, str | _ElementsByPath]] = []

    def add(self, path: list[str], markup: str) -> None:
        """Append an element; its parents are made or found."""
        first, *rest = path
        if not rest:
            self.children.append((first, markup))
            return
        for name, child in self.children:
            if name == first and isinstance(child, _ElementsByPath):
                child.add(rest, markup)
                return
        node = _ElementsByPath()
        self.children.append((first, node))
        node.add(rest, markup)

    def markup(self) -> str:
        """All elements as XML."""
        return "".join(
            xml.tag(name, child if isinstance(child, str) else child.markup())
            for name, child in self.children
        )
