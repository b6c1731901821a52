"""The content of Writer documents as pieces: text, marks, notes, sections, frames.

Source: OASIS Open Document Format 1.3, part 3, chapters 5 to 7.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import attrs

from csecrefs.manuscript.office.pieces import (
    OBJECT,
    DocumentPart,
    Paragraph,
    Story,
    StoryPiece,
    Walker,
)

# The start of the addresses of OpenDocument's namespaces.
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
# Elements whose text is none of the document's: deletions, comments, copies.
_UNSEEN: Final = frozenset(
    {
        "text:tracked-changes",
        "text:note-citation",
        "text:table-of-content",
        "text:index-title-template",
        "text:sequence-decls",
        "office:annotation",
        "office:forms",
        "svg:title",
        "svg:desc",
    }
)
# As many blanks as one element may stand for.
_MAX_SPACES: Final = 1_000
# Elements that end a mark, by the mark's sort.
_ENDS_OF_MARKS: Final = {
    "text:reference-mark-end": "reference",
    "text:bookmark-end": "bookmark",
}
# Elements that are a citation or a list by themselves, by their sort.
_BLOCKS: Final = {
    "text:section": "section",
    "text:bibliography": "bibliography",
    "text:bibliography-mark": "bibliography-mark",
}


def read_content(content: bytes, name: str, path: str) -> DocumentPart:
    """Return the content.xml of a Writer document, as far as it is well-formed."""
    walker = _ContentWalker(content, name)
    walker.walk(path)
    walker.part.diagnostics = walker.diagnostics
    return walker.part


@attrs.define
class _List:
    """A list that is open: its style and the number of its last item."""

    style: str
    count: int
    fresh: bool = False
    """True until the first paragraph of an item."""
    name: str = ""


class _ContentWalker(Walker):
    """Lays the content flat: one story for the body, one for each note and frame."""

    spaces = {  # noqa: RUF012 - read only
        f"{_OASIS}:text:1.0": "text",
        f"{_OASIS}:style:1.0": "style",
        f"{_OASIS}:office:1.0": "office",
        f"{_OASIS}:drawing:1.0": "draw",
        f"{_OASIS}:svg-compatible:1.0": "svg",
        "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0": "field",
        "http://www.w3.org/XML/1998/namespace": "xml",
    }

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content, name)
        self.part = DocumentPart(name, content, Story())
        self.stories = [self.part.body]
        self.paragraphs: list[Paragraph] = []
        self.outer: list[list[Paragraph]] = []
        self.open: list[StoryPiece] = []
        self.marks: dict[str, StoryPiece] = {}
        self.offsets = [0]
        self.fields: list[StoryPiece] = []
        self.unseen = 0
        self.count = 0
        self.notes = 0
        self.lists: list[_List] = []
        self.ended: dict[str, int] = {}
        self.styles: list[str] = []
        self.parents: dict[str, str] = {}

    def start(
        self,
        name: str,
        attributes: dict[str, str],
        offset: int,
    ) -> None:
        """Take the start of an element."""
        self.offsets.append(offset)
        if self.unseen or name in _UNSEEN:
            self.unseen += 1
        elif (take := _STARTS.get(name)) is not None:
            take(self, attributes, offset)
        elif name in _BLOCKS:
            self._open(_BLOCKS[name], attributes, offset)
        elif name in _ENDS_OF_MARKS:
            self._end_mark(_ENDS_OF_MARKS[name], attributes, offset)

    def finish(
        self,
        name: str,
        start: int,
        end: int,
    ) -> None:
        """Take the end of an element."""
        self.offsets.pop()
        if self.unseen:
            self.unseen -= 1
        elif name == "office:text":
            self.part.end = start
        elif (take := _ENDS.get(name)) is not None:
            take(self, end)
        elif name in _BLOCKS:
            self._close(start, end)

    def text(self, text: str, offset: int) -> None:
        """Take text of a paragraph; white space of the file is a blank."""
        # White space between paragraphs is the file's layout.
        if self.unseen or not self.paragraphs:
            return
        for character in "\n\t\r":
            text = text.replace(character, " ")
        piece = self._append(StoryPiece("text", offset, offset, text))
        if self.styles:
            piece.extra = self.styles[-1]
        self.after_tag(lambda at: setattr(piece, "end", at))

    def _append(self, piece: StoryPiece) -> StoryPiece:
        if self.paragraphs:
            piece.paragraph = self.paragraphs[-1]
        self.stories[-1].pieces.append(piece)
        return piece

    def _paragraph(
        self,
        attributes: dict[str, str],
        offset: int,
    ) -> None:
        self.count += 1
        style = self._named_style(attributes)
        paragraph = Paragraph(self.count, offset, style=style)
        paragraph.parent = self.offsets[-2]
        level = attributes.get("text:outline-level", "")
        if level.isdecimal():
            paragraph.level = int(level[:3])
        if self.lists:
            paragraph.numbering = (self.lists[-1].style, len(self.lists) - 1)
        if self.lists and self.lists[-1].fresh:
            # Only the first paragraph of an item has its label.
            paragraph.counts = tuple([each.count for each in self.lists])
            self.lists[-1].fresh = False
        self.paragraphs.append(paragraph)
        self.stories[-1].paragraphs.append(paragraph)

    def _end_paragraph(self, end: int) -> None:
        if self.paragraphs:
            self.paragraphs.pop().end = end

    def _character(self, text: str, offset: int) -> None:
        if self.paragraphs:
            piece = self._append(StoryPiece("text", offset, offset, text))
            self.after_tag(lambda at: setattr(piece, "end", at))

    def _blanks(self, attributes: dict[str, str], offset: int) -> None:
        count = attributes.get("text:c", "1")
        number = 1
        if count.isdecimal():
            # Nine digits: a number of a thousand digits takes seconds to read.
            number = min(int(count[:9]), _MAX_SPACES)
        self._character(" " * number, offset)

    def _tab(self, _: dict[str, str], offset: int) -> None:
        self._character("\t", offset)

    def _break(self, _: dict[str, str], offset: int) -> None:
        self._character("\n", offset)

    def _page_break(self, _: dict[str, str], offset: int) -> None:
        self._character("", offset)

    def _note(self, attributes: dict[str, str], offset: int) -> None:
        self.notes += 1
        sort = attributes.get("text:note-class", "footnote")
        story = Story()
        name = f"{sort} {self.notes}"
        self.part.notes[name] = story
        piece = self._append(StoryPiece("note", offset, offset, name, story=story))
        self._enter(piece, story)

    def _frame(self, _: dict[str, str], offset: int) -> None:
        story = Story()
        piece = self._append(StoryPiece("object", offset, offset, OBJECT, story=story))
        self._enter(piece, story)

    def _enter(self, piece: StoryPiece, story: Story) -> None:
        self.open.append(piece)
        self.stories.append(story)
        self.outer.append(self.paragraphs)
        self.paragraphs = []

    def _leave(self, end: int) -> None:
        self.open.pop().end = end
        self.stories.pop()
        self.paragraphs = self.outer.pop()

    def _list(self, attributes: dict[str, str], _: int) -> None:
        style = attributes.get("text:style-name", "")
        if not style and self.lists:
            style = self.lists[-1].style
        count = 0
        if "text:continue-list" in attributes:
            count = self.ended.get(attributes["text:continue-list"], 0)
        elif attributes.get("text:continue-numbering") == "true":
            count = self.ended.get(f"style {style}", 0)
        name = attributes.get("xml:id", "")
        self.lists.append(_List(style, count, name=name))

    def _item(self, attributes: dict[str, str], _: int) -> None:
        if self.lists:
            found = self.lists[-1]
            start = attributes.get("text:start-value", "")
            found.count += 1
            if start.isdecimal() and len(start) < 6:
                found.count = int(start)
            found.fresh = True

    def _end_list(self, _: int) -> None:
        found = self.lists.pop()
        self.ended[f"style {found.style}"] = found.count
        if found.name:
            self.ended[found.name] = found.count

    def _style(self, attributes: dict[str, str], _: int) -> None:
        """Take an automatic style, which has the name of the one it is made from."""
        parent = attributes.get("style:parent-style-name", "")
        if parent:
            self.parents[attributes.get("style:name", "")] = parent

    def _named_style(self, attributes: dict[str, str]) -> str:
        """Return the style of an element by the name that its author knows."""
        style = attributes.get("text:style-name", "")
        return self.parents.get(style, style)

    def _span(self, attributes: dict[str, str], _: int) -> None:
        self.styles.append(self._named_style(attributes))

    def _end_span(self, _: int) -> None:
        self.styles.pop()

    def _reference_mark(
        self,
        attributes: dict[str, str],
        offset: int,
    ) -> None:
        self._mark("reference", attributes, offset)

    def _bookmark(
        self,
        attributes: dict[str, str],
        offset: int,
    ) -> None:
        self._mark("bookmark", attributes, offset)

    def _mark(
        self,
        sort: str,
        attributes: dict[str, str],
        offset: int,
    ) -> None:
        name = attributes.get("text:name", "")
        piece = self._append(StoryPiece("open", offset, offset, name, extra=sort))
        self.marks[f"{sort} {name}"] = piece
        self.after_tag(lambda at: setattr(piece, "end", at))

    def _end_mark(
        self,
        sort: str,
        attributes: dict[str, str],
        offset: int,
    ) -> None:
        name = attributes.get("text:name", "")
        opened = self.marks.pop(f"{sort} {name}", None)
        if opened is not None:
            piece = self._append(StoryPiece("close", offset, offset, name, extra=sort))
            opened.partner = piece
            piece.partner = opened
            self.after_tag(lambda at: setattr(piece, "end", at))

    def _field(self, _: dict[str, str], offset: int) -> None:
        """Take a field of Word's in a document that Writer saved."""
        piece = StoryPiece("open", offset, offset, extra="fieldmark")
        self.fields.append(self._append(piece))

    def _field_part(self, attributes: dict[str, str], _: int) -> None:
        if self.fields and attributes.get("field:name", "").endswith(".field.code"):
            self.fields[-1].text = attributes.get("field:value", "")

    def _end_field_start(self, end: int) -> None:
        if self.fields:
            self.fields[-1].end = end

    def _end_field(self, _: dict[str, str], offset: int) -> None:
        if self.fields:
            opened = self.fields.pop()
            piece = self._append(StoryPiece("close", offset, offset, extra="fieldmark"))
            opened.partner = piece
            piece.partner = opened
            self.after_tag(lambda at: setattr(piece, "end", at))

    def _open(
        self,
        sort: str,
        attributes: dict[str, str],
        offset: int,
    ) -> None:
        name = attributes.get("text:identifier", attributes.get("text:name", ""))
        piece = StoryPiece(
            "open",
            offset,
            offset,
            name,
            extra=sort,
            attributes=attributes,
        )
        self.open.append(self._append(piece))

        def after(at: int) -> None:
            piece.end = at
            piece.inner = (at, at)

        self.after_tag(after)

    def _close(self, start: int, end: int) -> None:
        opened = self.open.pop()
        opened.inner = (opened.inner[0], start)
        closing = StoryPiece(
            "close",
            start,
            end,
            opened.text,
            extra=opened.extra,
        )
        opened.partner = self._append(closing)
        closing.partner = opened


_Start = Callable[[_ContentWalker, dict[str, str], int], None]

# The methods that take the start tags of elements.
_STARTS: Final[dict[str, _Start]] = {
    "style:style": _ContentWalker._style,
    "text:p": _ContentWalker._paragraph,
    "text:h": _ContentWalker._paragraph,
    "text:s": _ContentWalker._blanks,
    "text:tab": _ContentWalker._tab,
    "text:line-break": _ContentWalker._break,
    "text:soft-page-break": _ContentWalker._page_break,
    "text:note": _ContentWalker._note,
    "draw:text-box": _ContentWalker._frame,
    "text:list": _ContentWalker._list,
    "text:list-item": _ContentWalker._item,
    "text:span": _ContentWalker._span,
    "text:reference-mark-start": _ContentWalker._reference_mark,
    "text:bookmark-start": _ContentWalker._bookmark,
    "field:fieldmark-start": _ContentWalker._field,
    "field:fieldmark-separator": _ContentWalker._page_break,
    "field:fieldmark-end": _ContentWalker._end_field,
    "field:param": _ContentWalker._field_part,
}
# The methods that take their end tags.
_ENDS: Final[dict[str, Callable[[_ContentWalker, int], None]]] = {
    "text:p": _ContentWalker._end_paragraph,
    "text:h": _ContentWalker._end_paragraph,
    "text:note": _ContentWalker._leave,
    "draw:text-box": _ContentWalker._leave,
    "text:list": _ContentWalker._end_list,
    "text:span": _ContentWalker._end_span,
    "field:fieldmark-start": _ContentWalker._end_field_start,
}
