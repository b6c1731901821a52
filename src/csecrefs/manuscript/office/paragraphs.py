"""The plain text of Word and Writer documents, paragraph by paragraph, with places.

Insertions count and deletions do not; fields show their text; items of automatic lists
have their labels.
"""

from __future__ import annotations

from collections.abc import (
    Callable,
    Iterator,
    Mapping,
)
from typing import Final

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.manuscript import docx, odt
from csecrefs.manuscript.office import properties
from csecrefs.manuscript.office.numbering import (
    word_lists,
    writer_label,
    writer_levels,
)
from csecrefs.manuscript.office.pieces import (
    DocumentPart,
    Paragraph,
    Story,
)
from csecrefs.manuscript.office.wordml import NAMESPACES

# Levels of headings by the names that their styles have in every language.
_HEADINGS: Final = {f"heading {level}": level for level in range(1, 10)} | {"title": 1}


@attrs.frozen
class TextParagraph:
    """A paragraph of a document as text."""

    text: str
    """The text, with the label of an automatic list before it."""
    number: int
    """The number of the paragraph in its part, from 1."""
    part: str
    """The part of the package that it is in."""
    label: str = ""
    """The label of an automatic list, without the blank after it."""
    style: str = ""
    """The id of its style."""
    level: int = 0
    """The level of a heading, 0 for text."""
    note: int = 0
    """The number of the note that it is in, 0 in the body."""


@attrs.frozen
class DocumentText:
    """The text of a document: its body, then its notes in the order of their marks."""

    body: tuple[TextParagraph, ...]
    notes: tuple[TextParagraph, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def paragraphs(content: bytes, *, path: str = "") -> DocumentText:
    """Return the text of a Word or Writer document; faults are in its diagnostics.

    >>> paragraphs(b"no document", path="x.docx").diagnostics[0].code
    'broken-package'
    """
    if odt.looks_like(content[:4096]):
        return _writer(content, path)
    return _word(content, path)


_Label = Callable[[Paragraph], str]
_Level = Callable[[Paragraph], int]


@attrs.define
class _StoryReader:
    """Reads stories as paragraphs; notes are kept for the end."""

    notes: Mapping[str, tuple[DocumentPart, Story]]
    label: _Label
    level: _Level
    found_notes: list[TextParagraph] = attrs.field(factory=list)
    count: int = 0

    def story(
        self,
        part: DocumentPart,
        story: Story,
        note: int = 0,
    ) -> Iterator[TextParagraph]:
        """Yield the paragraphs of a story, those of a text box after theirs."""
        texts: dict[int, list[str]] = {}
        inner: dict[int, list[Story]] = {}
        for piece in story.pieces:
            if piece.paragraph:
                number = piece.paragraph.number
            else:
                number = 0
            if piece.kind == "text":
                texts.setdefault(number, []).append(piece.text)
            elif piece.kind == "note" and not note:
                owner, notes = self.notes.get(piece.text, (part, piece.story))
                self.count += 1
                if notes is not None:
                    self.found_notes += self.story(owner, notes, self.count)
            # The second copy of a text box is for old programs.
            elif piece.story is not None and not piece.story.twin:
                inner.setdefault(number, []).append(piece.story)
        for paragraph in story.paragraphs:
            text = " ".join("".join(texts.get(paragraph.number, ())).split())
            label = self.label(paragraph)
            yield TextParagraph(
                f"{label} {text}".strip(),
                paragraph.number,
                part.name,
                label,
                paragraph.style,
                self.level(paragraph),
                note,
            )
            for each in inner.get(paragraph.number, ()):
                yield from self.story(part, each, note)


def _word(content: bytes, path: str) -> DocumentText:
    document = docx.read_document(content, path)
    body = document.parts.get(document.main)
    if document.package is None or body is None:
        return DocumentText((), (), tuple(document.diagnostics))
    numbering = styles = b""
    for each in properties.relationships(document.package, document.main):
        if each.sort == "numbering":
            numbering = properties.part_or_empty(document.package, each.target)
        elif each.sort == "styles":
            styles = properties.part_or_empty(document.package, each.target)
    lists = word_lists(numbering, styles)
    levels = _heading_styles(styles)
    notes = docx.notes_of(document.parts)
    reader = _StoryReader(
        notes,
        lists.label,
        lambda each: levels.get(each.style, 0),
    )
    found = tuple(reader.story(body, body.body))
    return DocumentText(
        found,
        tuple(reader.found_notes),
        tuple(document.diagnostics),
    )


def _heading_styles(styles: bytes) -> dict[str, int]:
    """Return the levels of heading styles by their ids."""
    root = None
    if styles:
        root = properties.tree(styles)
    found: dict[str, int] = {}
    for space in NAMESPACES:
        for style in root.iterfind(f"{{{space}}}style") if root is not None else ():
            name = style.find(f"{{{space}}}name")
            if name is not None:
                level = _HEADINGS.get(name.get(f"{{{space}}}val", "").lower(), 0)
                if level:
                    found[style.get(f"{{{space}}}styleId", "")] = level
    return found


def _writer(content: bytes, path: str) -> DocumentText:
    document = odt.read_document(content, path)
    part = document.part
    if document.package is None or part is None:
        return DocumentText((), (), tuple(document.diagnostics))
    styles = properties.part_or_empty(document.package, "styles.xml")
    levels = writer_levels(styles, part.content)

    def label(paragraph: Paragraph) -> str:
        style, _ = paragraph.numbering or ("", 0)
        if not paragraph.counts:
            return ""
        return writer_label(levels.get(style, {}), paragraph.counts)

    reader = _StoryReader({}, label, lambda each: each.level)
    found = tuple(reader.story(part, part.body))
    return DocumentText(
        found,
        tuple(reader.found_notes),
        tuple(document.diagnostics),
    )
