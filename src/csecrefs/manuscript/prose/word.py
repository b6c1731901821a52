"""The text of Word documents: paragraphs as shown, automatic numbers, notes.

Source: ECMA-376 part 1, 17.3 (paragraphs), 17.9 (numbering), 17.11 (notes), 17.13
(tracked changes), 17.16 (fields).
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from lxml import etree

from csecrefs.errors import FormatError
from csecrefs.manuscript.prose.lines import Prose, ProseLine

# The namespace of WordprocessingML, as lxml writes it.
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Bytes of one part that are unpacked at most.
_LARGEST: Final = 100_000_000
# Elements that a reader does not see: deleted text, codes of fields, looks.
_UNSEEN: Final = frozenset(
    f"{_W}{name}"
    for name in (
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "rPr",
        "pPr",
        "pict",
        "drawing",
    )
)
# Elements that print as a character.
_PLAIN: Final = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
# The parts with notes, and the elements of their notes.
_NOTES: Final = (("footnotes", "footnote"), ("endnotes", "endnote"))

Numbering = dict[tuple[str, int], tuple[str, str]]
"""By list and level, the format of its numbers and their text."""


def read(content: bytes, path: str) -> Prose:
    """Return the paragraphs of a document, then those of its notes."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        names = set(package.namelist())
        body = _part(package, "word/document.xml")
        numbering = _numbering(package, names)
        lines = [*_paragraphs(body, numbering)]
        for part, kind in _NOTES:
            if f"word/{part}.xml" in names:
                lines += _notes(_part(package, f"word/{part}.xml"), kind, numbering)
    except (
        zipfile.BadZipFile,
        KeyError,
        etree.XMLSyntaxError,
        OSError,
        RuntimeError,
    ) as error:
        raise FormatError(
            f"{path}: no Word document that can be read: {error}"
        ) from None
    return Prose(path, tuple(lines), "paragraph")


def _part(package: zipfile.ZipFile, name: str) -> etree._Element:
    if package.getinfo(name).file_size > _LARGEST:
        raise FormatError(f"{name} is larger than {_LARGEST:,} bytes")
    return etree.fromstring(
        package.read(name), etree.XMLParser(resolve_entities=False, no_network=True)
    )


def _numbering(package: zipfile.ZipFile, names: set[str]) -> Numbering:
    """Return how each list numbers its levels (17.9)."""
    if "word/numbering.xml" not in names:
        return {}
    root = _part(package, "word/numbering.xml")
    levels: dict[str, dict[int, tuple[str, str]]] = {}
    for each in root.iter(f"{_W}abstractNum"):
        levels[each.get(f"{_W}abstractNumId", "")] = {
            int(level.get(f"{_W}ilvl", "0")): (
                _value(level, "numFmt"),
                _value(level, "lvlText"),
            )
            for level in each.iter(f"{_W}lvl")
        }
    found: Numbering = {}
    for number in root.iter(f"{_W}num"):
        for level, how in levels.get(_value(number, "abstractNumId"), {}).items():
            found[number.get(f"{_W}numId", ""), level] = how
    return found


def _value(element: etree._Element, name: str) -> str:
    child = element.find(f"{_W}{name}")
    if child is None:
        return ""
    return str(child.get(f"{_W}val", ""))


def _paragraphs(
    root: etree._Element,
    numbering: Numbering,
    note: int = 0,
) -> Iterator[ProseLine]:
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for number, paragraph in enumerate(root.iter(f"{_W}p"), 1):
        text = _text(paragraph).strip("\n")
        mark = _mark(paragraph, numbering, counts)
        for place, line in enumerate(text.split("\n")):
            lead = ""
            if place == 0:
                lead = mark
            yield ProseLine(
                lead + line,
                number,
                note,
                _is_heading(paragraph),
            )


def _text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph as shown; text boxes in it come by themselves."""
    pieces: list[str] = []
    walked = etree.iterwalk(paragraph, events=("start", "end"))
    for event, element in walked:
        if event == "start":
            if element.tag in _UNSEEN or (
                element.tag == f"{_W}p" and element is not paragraph
            ):
                walked.skip_subtree()
            elif element.tag == f"{_W}t":
                pieces.append(element.text or "")
            elif element.tag in _PLAIN:
                pieces.append(_PLAIN[element.tag])
    return "".join(pieces)


def _mark(
    paragraph: etree._Element,
    numbering: Numbering,
    counts: dict[tuple[str, int], int],
) -> str:
    """Return the automatic number or bullet before a paragraph."""
    properties = paragraph.find(f"{_W}pPr/{_W}numPr")
    if properties is None:
        return ""
    place = (_value(properties, "numId"), int(_value(properties, "ilvl") or 0))
    kind, pattern = numbering.get(place, ("", ""))
    if kind in ("", "none"):
        return ""
    if kind == "bullet":
        return "• "
    counts[place] += 1
    shown = (
        pattern.replace(f"%{place[1] + 1}", str(counts[place])) or f"{counts[place]}."
    )
    return f"{shown} "


def _is_heading(paragraph: etree._Element) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    if style is None:
        return False
    return (
        str(style.get(f"{_W}val", ""))
        .lower()
        .startswith(("heading", "title", "berschrift", "titre"))
    )


def _notes(
    root: etree._Element,
    kind: str,
    numbering: Numbering,
) -> Iterator[ProseLine]:
    number = 0
    for note in root.iter(f"{_W}{kind}"):
        if note.get(f"{_W}type") in (
            "separator",
            "continuationSeparator",
            "continuationNotice",
        ):
            continue
        number += 1
        for line in _paragraphs(note, numbering, number):
            yield ProseLine(line.text, number, number)
