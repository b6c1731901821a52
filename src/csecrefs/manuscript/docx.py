"""Word documents (.docx): citations typed as text and those of citation fields.

Fields of Zotero, Mendeley, EndNote, Citavi and Word itself are read; see
`csecrefs.manuscript.office`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.formats.xml import word as word_xml
from csecrefs.manuscript.office import codes, properties
from csecrefs.manuscript.office.documents import (
    OfficeDocument,
    bookmark_reader,
    with_keys,
)
from csecrefs.manuscript.office.package import Package, PackageError, opened
from csecrefs.manuscript.office.pieces import DocumentPart, Story
from csecrefs.manuscript.office.plan import Planner
from csecrefs.manuscript.office.targets import Readers
from csecrefs.manuscript.office.word_splice import WordSplice
from csecrefs.manuscript.office.wordml import read_part
from csecrefs.manuscript.rendered import RenderedSites
from csecrefs.manuscript.sites import Manuscript

# The signature of a zip file's first member.
_ZIP: Final = b"PK\x03\x04"
# The part with the text, if the package's relationships name no other.
_MAIN: Final = "word/document.xml"
_CUSTOM: Final = "docProps/custom.xml"


@attrs.define
class WordDocument(OfficeDocument):
    """A Word document that was read: its parts, and the targets of its citations."""

    parts: dict[str, DocumentPart] = attrs.field(factory=dict)
    main: str = _MAIN


def looks_like(head: bytes) -> bool:
    """Return True if the first bytes of a file are of a Word document."""
    return head.startswith(_ZIP) and (b"word/" in head or b"[Content_Types]" in head)


def read(content: bytes, *, path: str = "") -> Manuscript:
    """Return the document with its citation sites; faults are in its diagnostics."""
    document = read_document(content, path)
    found = document.manuscript("docx", content, path)
    for part in document.parts.values():
        part.release()
    return found


def splice(manuscript: Manuscript, rendered: RenderedSites) -> bytes:
    """Return the document with its citations and its bibliography put in.

    All other parts keep their bytes, and in these parts all that is no citation. A
    document that cannot be opened stays as it is.
    """
    document = read_document(manuscript.content, manuscript.path)
    body = document.parts.get(document.main)
    if document.package is None or body is None:
        return manuscript.content
    splice = WordSplice(
        document.package,
        document.parts,
        body,
        document.targets,
        document.addresses(manuscript),
        rendered,
        document.preferences,
    )
    return splice.document(manuscript)


def export(manuscript: Manuscript, rendered: RenderedSites, to: str) -> bytes:
    """Return the document with keys in the place of its fields, for `to` keys.

    Raises FormatError for other formats.
    """
    del rendered  # keys need no style
    return with_keys(manuscript, to, splice)


def read_document(content: bytes, path: str) -> WordDocument:
    """Return a Word document with all that its citations need."""
    package = opened(content, path)
    if isinstance(package, Diagnostic):
        return WordDocument(None, diagnostics=[package])
    document = WordDocument(package, main=_main_part(package))
    custom = properties.part_or_empty(package, _CUSTOM)
    document.properties = properties.word_properties(custom)
    names = [document.main]
    margins: list[str] = []
    for each in properties.relationships(package, document.main):
        if each.sort in ("footnotes", "endnotes"):
            names.append(each.target)
        elif each.sort in ("header", "footer", "comments"):
            margins.append(each.target)
        elif each.sort == "customXml":
            _add_sources(package, each.target, document)
    for name in (*names, *margins):
        _add_part(package, name, path, document)
    body = document.parts.get(document.main)
    if body is not None:
        planner = Planner(
            path,
            document.works,
            _readers(document.properties),
        )
        document.targets = planner.targets(body, notes_of(document.parts))
        for name in margins:
            if name in document.parts:
                document.targets += planner.margins(document.parts[name])
        document.diagnostics += planner.diagnostics
    return document


def _main_part(package: Package) -> str:
    for each in properties.relationships(package, ""):
        if each.sort == "officeDocument" and each.target in package.names:
            return each.target
    return _MAIN


def _add_part(
    package: Package,
    name: str,
    path: str,
    document: WordDocument,
) -> None:
    try:
        content = package.part(name)
    except PackageError as error:
        problem = Diagnostic(
            "broken-package",
            str(error),
            "error",
            path or None,
        )
        document.diagnostics.append(problem)
        return
    if not content and name == document.main:
        document.report(f"no document: {name} is absent or empty", path)
    elif content:
        part = read_part(content, name, path)
        document.parts[name] = part
        document.diagnostics += part.diagnostics


def _add_sources(
    package: Package,
    name: str,
    document: WordDocument,
) -> None:
    """Add the records of Word's own source list, if this part is one."""
    content = properties.part_or_empty(package, name)
    head = content[:4096].decode("utf-8", "replace")
    if word_xml.looks_like(head):
        for reference in word_xml.read(content)[0]:
            document.works.add(reference, reference.id, ())


def notes_of(
    parts: Mapping[str, DocumentPart],
) -> dict[str, tuple[DocumentPart, Story]]:
    """Return the notes of all parts by their sort and id."""
    return {
        number: (part, story)
        for part in parts.values()
        for number, story in part.notes.items()
    }


def _readers(custom: Mapping[str, str]) -> Readers:
    return Readers(
        codes.read_code,
        {
            "bookmark": bookmark_reader(custom),
            "sdt": codes.read_control,
            "simple": codes.read_simple_field,
        },
    )
