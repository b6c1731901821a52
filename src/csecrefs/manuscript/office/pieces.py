"""Pieces: the text and marks of a part in order, each with its span of bytes.

A part of a document is laid flat: text, tabs, the marks of fields and bookmarks, notes.
Readers look for citations in it; writers cut pieces out and put markup in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal
from xml.parsers import expat

import attrs

from csecrefs.errors import Diagnostic

PieceKind = Literal[
    "text", "begin", "code", "separate", "end", "open", "close", "note", "object"
]
"""Text; the begin, code, separator and end of a Word field; the start and the end of a
bookmark, reference mark, content control or section; a note; anything else."""

OBJECT: Final = "\ufffc"
"""The character that stands for a field, picture or note in the text of a paragraph."""
SEPARATOR: Final = " "
"""Between the address of a namespace and the name of an element, for expat."""
# As deep as elements may nest; Word's own documents stay below a hundred.
_MAX_DEPTH: Final = 2_000


@attrs.define(slots=True, eq=False)
class Run:
    """A run of Word's: its span, where its content starts, and its properties."""

    start: int
    head: int
    """Offset after the start tag and the properties."""
    end: int = 0
    properties: tuple[int, int] = (0, 0)
    style: str = ""
    children: list[StoryPiece] = attrs.field(factory=list)


@attrs.define(slots=True, eq=False)
class Paragraph:
    """A paragraph: its number in the part, its span and its style."""

    number: int
    start: int
    end: int = 0
    style: str = ""
    level: int = 0
    """Level of a heading, 0 for none."""
    numbering: tuple[str, int] | None = None
    """The list it is an item of and the level in it."""
    counts: tuple[int, ...] = ()
    """The numbers of an item at each level of its list (Writer)."""
    parent: int = 0
    """Offset of the element that contains it: siblings have the same."""


@attrs.define(slots=True, eq=False)
class StoryPiece:
    """A stretch of text, or a mark, of a part."""

    kind: PieceKind
    start: int
    end: int
    text: str = ""
    """The text; of a mark its name, of a note its number."""
    run: Run | None = None
    paragraph: Paragraph | None = None
    extra: str = ""
    """Base64 of a field's data; the type of a mark (`bookmark`, `sdt`, ...)."""
    story: Story | None = None
    """The text of a note or text box at this place."""
    partner: StoryPiece | None = None
    """The other end of a mark."""
    inner: tuple[int, int] = (0, 0)
    """Offsets of what an element contains."""
    attributes: dict[str, str] | None = None
    """The attributes of a mark that is a record by itself."""


@attrs.define(slots=True, eq=False)
class Story:
    """A run of paragraphs of its own: the body, a note, a text box."""

    pieces: list[StoryPiece] = attrs.field(factory=list)
    paragraphs: list[Paragraph] = attrs.field(factory=list)
    twin: bool = False
    """True for the second copy of a text box, for programs that cannot draw it."""


@attrs.define(slots=True, eq=False)
class DocumentPart:
    """A part that was read: its bytes, its body, and its notes by their number."""

    name: str
    content: bytes
    body: Story
    notes: dict[str, Story] = attrs.field(factory=dict)
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    end: int = 0
    """Offset at which paragraphs can be added after the last one."""

    def release(self) -> None:
        """Take the pieces apart, which refer to each other.

        Those of a large document would stay until all memory is searched for such
        circles, beside those of its next reading.
        """
        for body in (self.body, *self.notes.values()):
            for story, _ in list(stories(body, {})):
                for piece in story.pieces:
                    if piece.run is not None:
                        piece.run.children.clear()
                    piece.partner = None


class Walker:
    """Calls for each element of a part, with offsets into its bytes.

    Subclasses read `start` and `finish` for what they know, by prefixed names. A
    document type declaration ends the walk: documents have none, and entities are
    declared in it.
    """

    spaces: dict[str, str] = {}  # noqa: RUF012 - read only, set by subclasses
    """Prefixes by the address of their namespaces."""

    def __init__(self, content: bytes, name: str) -> None:
        self.content = content
        self.name = name
        self.diagnostics: list[Diagnostic] = []
        self.collected: list[str] | None = None
        self._names: dict[str, str] = {}
        self._depth = 0
        self._pending: Callable[[int], None] | None = None
        self._tag_open = -1
        self._parser = parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        parser.buffer_text = False  # joined text has no offset of its own
        parser.ordered_attributes = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype

    def walk(self, path: str) -> None:
        """Read the whole part. What is not XML ends it, with a diagnostic."""
        try:
            self._parser.Parse(self.content, True)
            self._settle(len(self.content))
        except expat.ExpatError as error:
            message = (
                f"{self.name} is broken here ({error}); the text before it is read"
            )
            self._report("bad-xml", message, path)
        except _RefusedError as error:
            self._report("bad-xml", f"{self.name}: {error}", path)
        # The parser has methods of this walker, which has the parser: such a circle
        # would keep the pieces of a large document for long.
        del self._parser

    def start(
        self,
        name: str,
        attributes: dict[str, str],
        offset: int,
    ) -> None:
        """Take the start of an element at `offset`."""

    def finish(
        self,
        name: str,
        start: int,
        end: int,
    ) -> None:
        """Take the end of an element; `start` is where its end tag starts."""

    def text(self, text: str, offset: int) -> None:
        """Take text; `collected` gets what was asked for."""
        del offset  # subclasses that lay text flat need it
        if self.collected is not None:
            self.collected.append(text)

    def after_tag(self, call: Callable[[int], None]) -> None:
        """Call with the offset after the start tag that is being read."""
        self._pending = call

    def _report(
        self,
        code: str,
        message: str,
        path: str,
    ) -> None:
        line = self._parser.CurrentLineNumber
        found = Diagnostic(code, message, "error", path or None, line)
        self.diagnostics.append(found)

    # Entities are declared there, which can grow without bound.
    def _doctype(self, *_: object) -> None:
        raise _RefusedError("it declares a document type, which no document does")

    def _settle(self, offset: int) -> None:
        if self._pending is not None:
            call = self._pending
            self._pending = None
            call(offset)

    def _named(self, name: str) -> str:
        address, _, local = name.rpartition(SEPARATOR)
        prefix = self.spaces.get(address)
        short = local
        if prefix is not None:
            short = f"{prefix}:{local}"
        self._names[name] = short
        return short

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        offset = self._parser.CurrentByteIndex
        if self._pending is not None:
            self._settle(offset)
        # Expat has no limit of its own; readers recurse through text boxes.
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _RefusedError(f"its elements nest deeper than {_MAX_DEPTH:,}")
        names = self._names
        short = attributes
        if attributes:
            short = {
                names.get(key) or self._named(key): attributes[key]
                for key in attributes
            }
        self._tag_open = offset
        self.start(names.get(name) or self._named(name), short, offset)

    def _end(self, name: str) -> None:
        offset = self._parser.CurrentByteIndex
        if self._pending is not None:
            self._settle(offset)
        self._depth -= 1
        # For `<a/>` expat is past the tag already, for `</a>` it is at its start.
        # No other event came since the start tag, so that `/>` can only be its own end.
        empty = self._tag_open >= 0 and self.content[offset - 2 : offset] == b"/>"
        end = offset
        if not empty:
            end = self.content.find(b">", offset) + 1
        self._tag_open = -1
        self.finish(self._names[name], offset, end)

    def _characters(self, text: str) -> None:
        offset = self._parser.CurrentByteIndex
        if self._pending is not None:
            self._settle(offset)
        self._tag_open = -1
        self.text(text, offset)


class _RefusedError(Exception):
    """XML that is read no further."""


def stories(
    story: Story, notes: dict[str, Story]
) -> Iterator[tuple[Story, StoryPiece | None]]:
    """Yield a story and all those inside it, each with the piece that it belongs to."""
    pending: list[tuple[Story, StoryPiece | None]] = [(story, None)]
    while pending:
        found, owner = pending.pop()
        yield found, owner
        inner = [
            (piece.story or notes[piece.text], piece)
            for piece in found.pieces
            if piece.story or (piece.kind == "note" and piece.text in notes)
        ]
        pending.extend(reversed(inner))
