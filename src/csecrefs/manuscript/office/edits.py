"""Edits: new bytes for spans of a part, made from what targets cut out and put in."""

from __future__ import annotations

from collections.abc import (
    Callable,
    Iterable,
    Iterator,
)
from typing import NamedTuple

from csecrefs.manuscript.office.pieces import Run, StoryPiece
from csecrefs.manuscript.office.targets import Target


class Edit(NamedTuple):
    """New bytes for the bytes from `start` to `end` of a part."""

    start: int
    end: int
    content: bytes


class Change(NamedTuple):
    """A target and the markup that takes its place."""

    target: Target
    markup: bytes


class _Segment(NamedTuple):
    """A cut in a piece, and the markup that goes there."""

    start: int
    end: int
    markup: bytes


class _Token(NamedTuple):
    """A stretch of what takes the place of a piece: text that is left, or markup."""

    content: bytes
    is_markup: bool


Segments = dict[int, tuple[StoryPiece, list[_Segment]]]
"""The cuts of each piece, by its identity."""
WriteText = Callable[[str], bytes]
"""Writes text as the content of a run or paragraph."""


def applied(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the content with each edit made.

    An edit inside one that is made already is left out: the outer one replaces it.
    """
    parts: list[bytes] = []
    done = 0
    for edit in sorted(edits, key=lambda each: (each.start, -each.end)):
        # The list may take the place of paragraphs that have citations of their own.
        if edit.start < done:
            continue
        parts += (content[done : edit.start], edit.content)
        done = edit.end
    return b"".join((*parts, content[done:]))


def cut_out(changes: Iterable[Change]) -> tuple[Segments, list[Edit]]:
    """Return the cuts of all changes by piece, and edits of marks around them.

    Markup whose place is no piece that is cut is an edit of its own.
    """
    segments: Segments = {}
    edits: list[Edit] = []
    for change in changes:
        placed = False
        for cut in change.target.cuts:
            markup = b""
            if not placed and cut.piece is change.target.anchor:
                markup = change.markup
                placed = True
            _, found = segments.setdefault(id(cut.piece), (cut.piece, []))
            found.append(_Segment(cut.start, cut.end, markup))
        if not placed:
            place = change.target.anchor.start
            edits.append(Edit(place, place, change.markup))
        for mark in change.target.wrappers:
            edits += _unwrapped(mark)
    for _, found in segments.values():
        found.sort()
    return segments, edits


def _unwrapped(mark: StoryPiece) -> list[Edit]:
    """Return the edits that take a mark or element away and leave its content."""
    closing = mark.partner
    if closing is None:
        return []
    start, end = mark.end, closing.start
    # Of an element its properties go with its start tag.
    if mark.inner != (0, 0):
        start, end = mark.inner
    return [
        Edit(mark.start, start, b""),
        Edit(end, closing.end, b""),
    ]


def text_edits(segments: Segments, write: WriteText) -> list[Edit]:
    """Return the edits of pieces that are text between elements (Writer)."""
    edits: list[Edit] = []
    for piece, cuts in segments.values():
        content = b"".join(token.content for token in _tokens(piece, cuts, write))
        edits.append(Edit(piece.start, piece.end, content))
    return edits


def run_edits(
    segments: Segments,
    content: bytes,
    write: WriteText,
) -> list[Edit]:
    """Return the edits of pieces in runs (Word): markup goes between runs.

    A run of which nothing is left goes as a whole, one of which something is left is
    divided.
    """
    edits: list[Edit] = []
    seen: set[int] = set()
    for piece, _ in list(segments.values()):
        run = piece.run
        if run is None or id(run) in seen:
            continue
        seen.add(id(run))
        if all(_is_gone(child, segments) for child in run.children):
            markup = b"".join(
                segment.markup
                for child in run.children
                for segment in segments[id(child)][1]
            )
            edits.append(Edit(run.start, run.end, markup))
        else:
            edits += _divided(run, segments, content, write)
    return edits


def _is_gone(piece: StoryPiece, segments: Segments) -> bool:
    """True if nothing of a piece is left."""
    found = segments.get(id(piece))
    if found is None:
        return False
    # Marks of fields have no text that could be left.
    if piece.kind != "text":
        return True
    left = 0
    for segment in found[1]:
        if segment.start > left:
            return False
        left = max(left, segment.end)
    return left >= len(piece.text)


def _divided(
    run: Run,
    segments: Segments,
    content: bytes,
    write: WriteText,
) -> list[Edit]:
    """Return the edits of a run of which something is left."""
    edits: list[Edit] = []
    head = content[run.start : run.head]
    closing = b"</" + _tag(head) + b">"
    last = len(run.children) - 1
    for place, child in enumerate(run.children):
        if id(child) not in segments:
            continue
        tokens = list(_tokens(child, segments[id(child)][1], write))
        start, end = child.start, child.end
        is_open = True
        parts: list[bytes] = []
        # Without this an empty run would stay before the markup.
        if place == 0 and tokens and tokens[0].is_markup:
            start, is_open = run.start, False
        for token in tokens:
            if token.is_markup and is_open:
                parts.append(closing)
            elif not token.is_markup and not is_open:
                parts.append(head)
            parts.append(token.content)
            is_open = not token.is_markup
        if not is_open and place == last:
            end = run.end
        elif not is_open:
            parts.append(head)
        edits.append(Edit(start, end, b"".join(parts)))
    return edits


def _tag(head: bytes) -> bytes:
    """Return the name in a start tag."""
    return head[1:].split(None, 1)[0].split(b">", 1)[0].rstrip(b"/")


def _tokens(
    piece: StoryPiece,
    cuts: Iterable[_Segment],
    write: WriteText,
) -> Iterator[_Token]:
    """Yield what is left of a piece's text, and the markup between."""
    is_text = piece.kind == "text"
    done = 0
    for cut in cuts:
        if is_text and cut.start > done:
            yield _Token(write(piece.text[done : cut.start]), False)
        if cut.markup:
            yield _Token(cut.markup, True)
        done = max(done, cut.end)
    if is_text and done < len(piece.text):
        yield _Token(write(piece.text[done:]), False)
