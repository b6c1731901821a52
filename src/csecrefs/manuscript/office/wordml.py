"""Parts of Word documents as pieces: runs of text, marks of fields, notes, text boxes.

Source: ECMA-376 (Office Open XML), part 1, chapter 17, WordprocessingML.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from csecrefs.manuscript.office.pieces import (
    OBJECT,
    DocumentPart,
    Paragraph,
    PieceKind,
    Run,
    Story,
    StoryPiece,
    Walker,
)

NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""The namespaces of WordprocessingML, transitional and strict."""
# The namespace of alternatives for older programs (ECMA-376, part 3).
_COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# Elements of a run that print as a character, or as nothing.
_CHARACTERS: Final = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "\u2011",
    "w:softHyphen": "",
    "w:lastRenderedPageBreak": "",
}
# Text that a tracked change takes away: it counts as gone.
_UNSEEN: Final = frozenset({"w:del", "w:moveFrom"})
# Elements that describe a run, paragraph, control, table or section.
_PROPERTIES: Final = frozenset(
    {"w:rPr", "w:pPr", "w:sdtPr", "w:tblPr", "w:trPr", "w:tcPr", "w:sectPr"}
)
# The marks of a complex field (17.16.18).
_FIELD_MARKS: Final[dict[str, PieceKind]] = {
    "begin": "begin",
    "separate": "separate",
    "end": "end",
}
# Elements whose character data is text of the document.
_COLLECTED: Final = frozenset({"w:t", "w:instrText", "w:fldData"})


def read_part(content: bytes, name: str, path: str) -> DocumentPart:
    """Return a part of a Word document, read as far as it is well-formed.

    `path` is the document's name, for its diagnostics.
    """
    walker = _WordWalker(content, name)
    walker.walk(path)
    walker.part.diagnostics = walker.diagnostics
    return walker.part


class _WordWalker(Walker):
    """Lays a part flat: one story for the body, one for each note and text box."""

    spaces = {  # noqa: RUF012 - read only
        **dict.fromkeys(NAMESPACES, "w"),
        _COMPATIBILITY: "mc",
    }

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content, name)
        self.part = DocumentPart(name, content, Story())
        self.stories = [self.part.body]
        self.path: list[str] = [""]
        self.offsets: list[int] = [0]
        self.runs: list[Run] = []
        self.children: list[StoryPiece] = []
        self.paragraphs: list[Paragraph] = []
        self.open: list[StoryPiece] = []
        self.bookmarks: dict[str, StoryPiece] = {}
        self.properties = 0
        self.outermost = ""
        self.unseen = 0
        self.fallbacks = 0
        self.count = 0

    def start(
        self,
        name: str,
        attributes: dict[str, str],
        offset: int,
    ) -> None:
        """Take the start of an element."""
        parent = self.path[-1]
        self.path.append(name)
        self.offsets.append(offset)
        # Deleted runs have properties, too: nothing inside them counts.
        if self.unseen:
            self.unseen += 1
        # Properties have elements of the same names, such as w:del for a paragraph mark.
        elif self.properties or name in _PROPERTIES:
            self._property(name, attributes, offset)
        elif name in _UNSEEN:
            self.unseen += 1
        # All that is directly in a run is a piece, known or not: it can be kept or cut.
        elif parent == "w:r":
            self._child(name, attributes, offset)
        elif (take := _STARTS.get(name)) is not None:
            take(self, attributes, offset)

    def finish(
        self,
        name: str,
        start: int,
        end: int,
    ) -> None:
        """Take the end of an element."""
        self.path.pop()
        self.offsets.pop()
        if self.properties:
            self._end_property(name, end)
        elif self.unseen:
            self.unseen -= 1
        elif self.path[-1] == "w:r":
            self._end_child(name, end)
        elif (take := _ENDS.get(name)) is not None:
            take(self, start, end)

    def _append(self, piece: StoryPiece) -> StoryPiece:
        if self.paragraphs:
            piece.paragraph = self.paragraphs[-1]
        self.stories[-1].pieces.append(piece)
        return piece

    def _run(self, _: dict[str, str], offset: int) -> None:
        run = Run(offset, offset)
        self.runs.append(run)
        self.after_tag(lambda at: setattr(run, "head", at))

    def _end_run(self, _: int, end: int) -> None:
        self.runs.pop().end = end

    def _child(
        self,
        name: str,
        attributes: dict[str, str],
        offset: int,
    ) -> None:
        """Take an element directly in a run: each is one piece."""
        piece = StoryPiece(
            "object",
            offset,
            offset,
            OBJECT,
            self.runs[-1],
        )
        if name == "w:t":
            piece.kind = "text"
        elif name == "w:instrText":
            piece.kind = "code"
        elif name in _CHARACTERS:
            piece.kind = "text"
            piece.text = _CHARACTERS[name]
        elif name == "w:fldChar":
            kind = attributes.get("w:fldCharType", "")
            piece.kind = _FIELD_MARKS.get(kind, "object")
            piece.text = ""
        elif name in ("w:footnoteReference", "w:endnoteReference"):
            sort = name.removeprefix("w:").removesuffix("Reference")
            piece.kind = "note"
            piece.text = f"{sort} {attributes.get('w:id', '')}"
        if name in _COLLECTED:
            self.collected = []
        self.runs[-1].children.append(self._append(piece))
        self.children.append(piece)

    def _end_child(self, name: str, end: int) -> None:
        piece = self.children.pop()
        piece.end = end
        if name in _COLLECTED and self.collected is not None:
            piece.text = "".join(self.collected)
            self.collected = None

    def _field_data(self, _: dict[str, str], __: int) -> None:
        self.collected = []

    def _end_field_data(self, _: int, __: int) -> None:
        if self.children and self.collected is not None:
            self.children[-1].extra = "".join(self.collected)
        self.collected = None

    def _paragraph(self, _: dict[str, str], offset: int) -> None:
        self.count += 1
        paragraph = Paragraph(self.count, offset, parent=self.offsets[-2])
        self.paragraphs.append(paragraph)
        self.stories[-1].paragraphs.append(paragraph)

    def _end_paragraph(self, _: int, end: int) -> None:
        self.paragraphs.pop().end = end
        self._end_table(0, end)

    def _end_table(self, _: int, end: int) -> None:
        # The list of a document without a place for it goes after the last block.
        if len(self.stories) == 1 and self.path[-1] == "w:body":
            self.part.end = end

    def _footnote(self, attributes: dict[str, str], _: int) -> None:
        self._note("footnote", attributes)

    def _endnote(self, attributes: dict[str, str], _: int) -> None:
        self._note("endnote", attributes)

    def _note(self, sort: str, attributes: dict[str, str]) -> None:
        story = Story()
        self.part.notes[f"{sort} {attributes.get('w:id', '')}"] = story
        self.stories.append(story)

    def _end_story(self, _: int, __: int) -> None:
        self.stories.pop()

    def _text_box(self, _: dict[str, str], offset: int) -> None:
        story = Story(twin=self.fallbacks > 0)
        self._append(StoryPiece("object", offset, offset, story=story))
        self.stories.append(story)

    def _fallback(self, _: dict[str, str], __: int) -> None:
        self.fallbacks += 1

    def _end_fallback(self, _: int, __: int) -> None:
        self.fallbacks -= 1

    def _simple_field(
        self,
        attributes: dict[str, str],
        offset: int,
    ) -> None:
        code = attributes.get("w:instr", "")
        self._push(StoryPiece("open", offset, offset, code, extra="simple"))

    def _control(self, _: dict[str, str], offset: int) -> None:
        self._push(StoryPiece("open", offset, offset, extra="sdt"))

    def _push(self, piece: StoryPiece) -> None:
        self.open.append(self._append(piece))
        self.after_tag(lambda at: setattr(piece, "end", at))

    def _control_content(self, _: dict[str, str], __: int) -> None:
        if self.open:
            piece = self.open[-1]
            self.after_tag(lambda at: setattr(piece, "inner", (at, at)))

    def _end_control_content(self, start: int, _: int) -> None:
        if self.open:
            self.open[-1].inner = (self.open[-1].inner[0], start)

    def _end_opened(self, start: int, end: int) -> None:
        if self.open:
            opened = self.open.pop()
            closing = StoryPiece(
                "close",
                start,
                end,
                opened.text,
                extra=opened.extra,
            )
            opened.partner = self._append(closing)
            closing.partner = opened

    def _bookmark(
        self,
        attributes: dict[str, str],
        offset: int,
    ) -> None:
        name = attributes.get("w:name", "")
        piece = StoryPiece(
            "open",
            offset,
            offset,
            name,
            extra="bookmark",
        )
        self.bookmarks[attributes.get("w:id", "")] = self._append(piece)
        self.after_tag(lambda at: setattr(piece, "end", at))

    def _end_bookmark(
        self,
        attributes: dict[str, str],
        offset: int,
    ) -> None:
        opened = self.bookmarks.pop(attributes.get("w:id", ""), None)
        if opened is not None:
            piece = StoryPiece(
                "close",
                offset,
                offset,
                opened.text,
                extra="bookmark",
            )
            opened.partner = self._append(piece)
            piece.partner = opened
            self.after_tag(lambda at: setattr(piece, "end", at))

    def _property(
        self,
        name: str,
        attributes: dict[str, str],
        offset: int,
    ) -> None:
        """Take what matters of the properties of a run, paragraph or control."""
        self.properties += 1
        value = attributes.get("w:val", "")
        if self.properties == 1:
            self.outermost = name
            if name == "w:rPr" and self.path[-2] == "w:r":
                self.runs[-1].properties = (offset, offset)
        elif self.outermost == "w:rPr" and name == "w:rStyle" and self.runs:
            self.runs[-1].style = value
        elif self.outermost == "w:sdtPr" and name == "w:tag" and self.open:
            self.open[-1].text = value
        elif self.outermost == "w:pPr" and self.paragraphs:
            self._paragraph_property(name, value)

    def _paragraph_property(self, name: str, value: str) -> None:
        paragraph = self.paragraphs[-1]
        list_id, level = paragraph.numbering or ("", 0)
        if name == "w:pStyle":
            paragraph.style = value
        elif name == "w:numId":
            paragraph.numbering = (value, level)
        elif name == "w:ilvl" and value.isdecimal() and len(value) == 1:
            paragraph.numbering = (list_id, int(value))

    def _end_property(self, name: str, end: int) -> None:
        self.properties -= 1
        if not self.properties and name == "w:rPr" and self.path[-1] == "w:r":
            run = self.runs[-1]
            run.properties = (run.properties[0], end)
            run.head = end


_Start = Callable[[_WordWalker, dict[str, str], int], None]
_End = Callable[[_WordWalker, int, int], None]

# The methods that take the start tags of elements.
_STARTS: Final[dict[str, _Start]] = {
    "w:r": _WordWalker._run,
    "w:p": _WordWalker._paragraph,
    "w:fldData": _WordWalker._field_data,
    "w:footnote": _WordWalker._footnote,
    "w:endnote": _WordWalker._endnote,
    "w:txbxContent": _WordWalker._text_box,
    "w:fldSimple": _WordWalker._simple_field,
    "w:sdt": _WordWalker._control,
    "w:sdtContent": _WordWalker._control_content,
    "w:bookmarkStart": _WordWalker._bookmark,
    "w:bookmarkEnd": _WordWalker._end_bookmark,
    "mc:Fallback": _WordWalker._fallback,
}
# The methods that take their end tags.
_ENDS: Final[dict[str, _End]] = {
    "w:r": _WordWalker._end_run,
    "w:p": _WordWalker._end_paragraph,
    "w:tbl": _WordWalker._end_table,
    "w:fldData": _WordWalker._end_field_data,
    "w:footnote": _WordWalker._end_story,
    "w:endnote": _WordWalker._end_story,
    "w:txbxContent": _WordWalker._end_story,
    "w:fldSimple": _WordWalker._end_opened,
    "w:sdt": _WordWalker._end_opened,
    "w:sdtContent": _WordWalker._end_control_content,
    "mc:Fallback": _WordWalker._end_fallback,
}
