"""Writer documents (.odt): citations typed as text and those of marks and sections.

Reference marks of Zotero, Mendeley and JabRef, and LibreOffice's own bibliography marks
are read; see `csecrefs.manuscript.office`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.manuscript.office import codes, properties
from csecrefs.manuscript.office.bibliography_marks import (
    read_bibliography_mark,
    read_index,
)
from csecrefs.manuscript.office.documents import (
    OfficeDocument,
    bookmark_reader,
    with_keys,
)
from csecrefs.manuscript.office.odf import read_content
from csecrefs.manuscript.office.package import PackageError, opened
from csecrefs.manuscript.office.pieces import DocumentPart
from csecrefs.manuscript.office.plan import Planner
from csecrefs.manuscript.office.targets import Readers
from csecrefs.manuscript.office.writer_splice import WriterSplice
from csecrefs.manuscript.rendered import RenderedSites
from csecrefs.manuscript.sites import Manuscript

# The signature of a zip file's first member.
_ZIP: Final = b"PK\x03\x04"
_MAIN: Final = "content.xml"


@attrs.define
class WriterDocument(OfficeDocument):
    """A Writer document that was read: its content, and its citations' targets."""

    part: DocumentPart | None = None


def looks_like(head: bytes) -> bool:
    """Return True if the first bytes of a file are of a Writer document."""
    return head.startswith(_ZIP) and b"opendocument.text" in head[:200]


def read(content: bytes, *, path: str = "") -> Manuscript:
    """Return the document with its citation sites; faults are in its diagnostics."""
    return read_document(content, path).manuscript("odt", content, path)


def splice(manuscript: Manuscript, rendered: RenderedSites) -> bytes:
    """Return the document with its citations and its bibliography put in.

    All other parts keep their bytes, and in the content all that is no citation. A
    document that cannot be opened stays as it is.
    """
    document = read_document(manuscript.content, manuscript.path)
    if document.package is None or document.part is None:
        return manuscript.content
    splice = WriterSplice(
        document.package,
        document.part,
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


def read_document(content: bytes, path: str) -> WriterDocument:
    """Return a Writer document with all that its citations need."""
    package = opened(content, path)
    if isinstance(package, Diagnostic):
        return WriterDocument(None, diagnostics=[package])
    document = WriterDocument(package)
    meta = properties.part_or_empty(package, "meta.xml")
    document.properties = properties.writer_properties(meta)
    problem = f"no document: {_MAIN} is absent or empty"
    try:
        main = package.part(_MAIN)
    except PackageError as error:
        main, problem = b"", str(error)
    if not main:
        document.report(problem, path)
        return document
    document.part = part = read_content(main, _MAIN, path)
    planner = Planner(path, document.works, _readers(document.properties))
    document.targets = planner.targets(part, {})
    document.diagnostics += [*part.diagnostics, *planner.diagnostics]
    return document


def _readers(custom: Mapping[str, str]) -> Readers:
    return Readers(
        codes.read_code,
        {
            "fieldmark": codes.read_simple_field,
            "reference": codes.read_mark,
            "section": codes.read_mark,
            "bookmark": bookmark_reader(custom),
            "bibliography": read_index,
            "bibliography-mark": read_bibliography_mark,
        },
    )
