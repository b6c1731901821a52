"""Targets: citations of a document with the pieces that their text takes the place of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

import attrs

from csecrefs.csl.cite import Cite
from csecrefs.errors import Diagnostic
from csecrefs.manuscript.office.codes import FieldCode
from csecrefs.manuscript.office.pieces import (
    DocumentPart,
    Paragraph,
    StoryPiece,
)
from csecrefs.manuscript.office.works import CitedWorks
from csecrefs.manuscript.sites import Site, SiteKind

ReadField = Callable[[str, str, CitedWorks, Diagnostic], FieldCode | Diagnostic | None]
"""Reads the code and the data of a field."""
ReadMark = Callable[[StoryPiece, CitedWorks, Diagnostic], FieldCode | Diagnostic | None]
"""Reads a mark of one sort: bookmark, content control, section."""


class Cut(NamedTuple):
    """A piece, or the characters of its text from `start` to `end`, to be cut out."""

    piece: StoryPiece
    start: int
    end: int


@attrs.define(eq=False)
class Target:
    """A citation or bibliography of a document, and what goes when it is rendered."""

    kind: SiteKind
    cites: tuple[Cite, ...]
    part: DocumentPart
    cuts: list[Cut]
    anchor: StoryPiece
    """The piece at whose place the text goes."""
    place: str = ""
    """The part for messages, empty for the document's body."""
    sort: Literal["field", "mark", "typed"] = "field"
    wrappers: list[StoryPiece] = attrs.field(factory=list)
    """Marks and elements around the citation, which go without their content."""
    source: str = ""
    note: int = 0
    notes_before: int = 0
    column: int = 0
    command: str = ""
    author_order: bool = False
    nested: bool = False
    fragments: tuple[tuple[int, int], ...] = ()
    twins: list[Target] = attrs.field(factory=list)
    """The same citation in the second copy of a text box."""

    @property
    def paragraph(self) -> Paragraph | None:
        """The paragraph in which it starts."""
        if self.wrappers:
            first = self.wrappers[0]
        else:
            first = self.cuts[0].piece
        return first.paragraph

    def site(self, number: int) -> Site:
        """Return the citation site with this number."""
        paragraph = self.paragraph
        return Site(
            number,
            number + 1,
            self.cites,
            self.kind,
            self.source,
            self.note,
            notes_before=self.notes_before,
            line=paragraph.number if paragraph else 0,
            column=self.column,
            part=self.place,
            command=self.command,
            author_order=self.author_order,
            nested=self.nested,
            fragments=self.fragments,
        )


@attrs.define
class Readers:
    """The functions that read fields, and marks by their sort."""

    field: ReadField
    marks: Mapping[str, ReadMark]


@attrs.define
class Scope:
    """The document whose targets are read: its name, its works and its readers."""

    path: str
    works: CitedWorks
    readers: Readers
    main: str = ""
    """The part that is the document's body."""
    diagnostics: list[Diagnostic] = attrs.field(factory=list)

    def place(self, part: DocumentPart) -> str:
        """Return the name of a part for messages, empty for the body."""
        if part.name == self.main:
            return ""
        return f"{self.path}/{part.name}".lstrip("/")
