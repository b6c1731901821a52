"""The text of LibreOffice documents: paragraphs as shown, list numbers, notes.

Source: OpenDocument 1.3 part 3, 5 (text content), 6.3 (notes), 5.5 (tracked changes).
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from lxml import etree

from csecrefs.errors import FormatError
from csecrefs.manuscript.prose.lines import Prose, ProseLine

_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
# Bytes of the content that are unpacked at most.
_LARGEST: Final = 100_000_000
# Elements whose text is none of the document's: deletions, comments, counters.
_UNSEEN: Final = (
    f"{_TEXT}tracked-changes",
    f"{_OFFICE}annotation",
    f"{_TEXT}sequence-decls",
)


def read(content: bytes, path: str) -> Prose:
    """Return the paragraphs of a document, then those of its notes."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        if package.getinfo("content.xml").file_size > _LARGEST:
            raise FormatError(f"{path}: larger than {_LARGEST:,} bytes")
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(package.read("content.xml"), parser)
    except (
        zipfile.BadZipFile,
        KeyError,
        etree.XMLSyntaxError,
        OSError,
        RuntimeError,
    ) as error:
        raise FormatError(
            f"{path}: no OpenDocument text that can be read: {error}"
        ) from None
    body = root.find(f".//{_OFFICE}text")
    lines: list[ProseLine] = []
    notes: list[ProseLine] = []
    number = 0
    for paragraph in (root if body is None else body).iter(f"{_TEXT}p", f"{_TEXT}h"):
        ancestors = {each.tag for each in paragraph.iterancestors()}
        if ancestors & set(_UNSEEN):
            continue
        if f"{_TEXT}note-body" in ancestors:
            notes.append(ProseLine(_shown(paragraph), len(notes) + 1, len(notes) + 1))
            continue
        number += 1
        heading = paragraph.tag == f"{_TEXT}h"
        text = _list_mark(paragraph) + _shown(paragraph)
        lines += [ProseLine(line, number, 0, heading) for line in text.split("\n")]
    return Prose(path, (*lines, *notes), "paragraph")


def _shown(paragraph: etree._Element) -> str:
    pieces = [paragraph.text or ""]
    walked = etree.iterwalk(paragraph, events=("start", "end"))
    for event, element in walked:
        if element is paragraph:
            continue
        if event == "end":
            pieces.append(element.tail or "")
        elif element.tag in (f"{_TEXT}note", *_UNSEEN):
            walked.skip_subtree()
        else:
            pieces.append(_piece(element))
    return "".join(pieces)


def _piece(element: etree._Element) -> str:
    if element.tag == f"{_TEXT}s":
        return " " * min(100, int(element.get(f"{_TEXT}c", "1") or 1))
    if element.tag == f"{_TEXT}tab":
        return "\t"
    if element.tag == f"{_TEXT}line-break":
        return "\n"
    return element.text or ""


def _list_mark(paragraph: etree._Element) -> str:
    """Return the place of an item in its list, as a mark before its first paragraph."""
    item = paragraph.getparent()
    if item is None or item.tag != f"{_TEXT}list-item" or item[0] is not paragraph:
        return ""
    before = sum(1 for _ in item.itersiblings(f"{_TEXT}list-item", preceding=True))
    return f"{before + 1}. "
