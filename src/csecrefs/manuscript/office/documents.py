"""The properties that documents of Word and of Writer have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import attrs

from csecrefs.errors import Diagnostic, FormatError
from csecrefs.manuscript.keys import as_keys
from csecrefs.manuscript.office import codes, properties
from csecrefs.manuscript.office.package import Package
from csecrefs.manuscript.office.pieces import StoryPiece
from csecrefs.manuscript.office.plan import addresses_by_key
from csecrefs.manuscript.office.targets import ReadMark, Target
from csecrefs.manuscript.office.works import CitedWorks
from csecrefs.manuscript.rendered import RenderedSites
from csecrefs.manuscript.sites import Manuscript, Metadata

# The name of Zotero's preferences, which are cut into ZOTERO_PREF_1, ZOTERO_PREF_2.
_ZOTERO: Final = "ZOTERO_PREF"
# The property in which Mendeley Desktop keeps the address of its style.
_MENDELEY_STYLE: Final = "Mendeley Citation Style"

Splice = Callable[[Manuscript, RenderedSites], bytes]
"""Puts rendered sites into a document."""


@attrs.define
class OfficeDocument:
    """A document that was read: its package, and the targets of its citations."""

    package: Package | None
    """The package, None if it cannot be opened."""
    targets: list[Target] = attrs.field(factory=list)
    works: CitedWorks = attrs.field(factory=CitedWorks)
    properties: dict[str, str] = attrs.field(factory=dict)
    """The properties that users and programs add, by name."""
    diagnostics: list[Diagnostic] = attrs.field(factory=list)

    @property
    def preferences(self) -> str:
        """Zotero's preferences of the document, empty if it has none."""
        return properties.joined(self.properties).get(_ZOTERO, "")

    def manuscript(self, format: str, content: bytes, path: str) -> Manuscript:
        """Return the document as a manuscript with its citation sites."""
        zotero = properties.zotero_preferences(self.preferences)
        mendeley = properties.joined(self.properties).get(_MENDELEY_STYLE, "")
        sites = [target.site(number) for number, target in enumerate(self.targets)]
        return Manuscript(
            path,
            format,
            content,
            sites=tuple(sites),
            metadata=Metadata(
                style=zotero.style or mendeley,
                language=zotero.language,
            ),
            references=tuple(self.works.references.values()),
            diagnostics=tuple(self.diagnostics),
        )

    def addresses(self, manuscript: Manuscript) -> dict[str, tuple[str, ...]]:
        """Return the addresses of works by the keys that a manuscript has for them."""
        return addresses_by_key(manuscript.sites, self.targets, self.works)

    def report(self, message: str, path: str) -> None:
        """Add a diagnostic: the package is broken."""
        problem = Diagnostic("broken-package", message, "error", path or None)
        self.diagnostics.append(problem)


def bookmark_reader(custom: Mapping[str, str]) -> ReadMark:
    """Return a reader of bookmarks whose codes are in a document's properties.

    Zotero names the bookmark `ZOTERO_BREF_...`, and pieces of the code after it.
    """
    marked = properties.joined(custom)

    def read_bookmark(
        piece: StoryPiece,
        works: CitedWorks,
        place: Diagnostic,
    ) -> codes.FieldCode | Diagnostic | None:
        """Return what a bookmark cites, None for one of the author's own."""
        code = marked.get(piece.text) or custom.get(piece.text, "")
        if not code:
            return None
        return codes.read_code(code, "", works, place)

    return read_bookmark


def with_keys(manuscript: Manuscript, to: str, splice: Splice) -> bytes:
    """Return a document with keys in the place of its fields, for `to` keys.

    Raises FormatError for other formats.
    """
    if to != "keys":
        raise FormatError(
            f"{manuscript.path}: a {manuscript.format} document becomes keys, not {to}"
        )
    return splice(manuscript, as_keys(manuscript))
