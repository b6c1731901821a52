"""The text around a target: what comes before and after it in its paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from csecrefs.manuscript.office.pieces import (
    DocumentPart,
    Story,
    StoryPiece,
)
from csecrefs.manuscript.office.targets import Cut, Target

# Blanks before the mark of a note, which go.
_BLANKS: Final = " \u00a0"
# Signs after which the mark of a note goes.
_PUNCTUATION: Final = ".,;:!?"


class Neighbours:
    """The pieces of a part in order, to look around from each."""

    def __init__(self, part: DocumentPart) -> None:
        self._places: dict[int, tuple[Story, int]] = {}
        pending = [part.body, *part.notes.values()]
        while pending:
            story = pending.pop()
            for place, piece in enumerate(story.pieces):
                self._places[id(piece)] = (story, place)
                if piece.story is not None:
                    pending.append(piece.story)

    def pieces(
        self,
        first: StoryPiece,
        last: StoryPiece,
    ) -> list[StoryPiece]:
        """Return the pieces from one to another of the same story."""
        story, start = self._places[id(first)]
        _, end = self._places[id(last)]
        return story.pieces[start : end + 1]

    def is_first(self, piece: StoryPiece) -> bool:
        """True if nothing that prints is before a piece in its paragraph."""
        story, place = self._places[id(piece)]
        return not _prints(reversed(story.pieces[_start(story, place) : place]))

    def is_last(self, piece: StoryPiece) -> bool:
        """True if nothing that prints is after a piece in its paragraph."""
        story, place = self._places[id(piece)]
        return not _prints(story.pieces[place + 1 : _end(story, place)])

    def blank_before(self, target: Target) -> Cut | None:
        """Return the cut of the blank before a target, None if there is none."""
        first = _first(target)
        piece, end = first.piece, first.start
        if not end:
            found = self._text(piece, -1)
            if found is None:
                return None
            piece, end = found, len(found.text)
        if piece.text[end - 1] in _BLANKS:
            return Cut(piece, end - 1, end)
        return None

    def end_once(self, target: Target, text: str) -> None:
        """Cut the full stop after a target whose text ends with one."""
        if text.endswith("."):
            signs = self.punctuation_after(target)
            if signs is not None and signs.piece.text[signs.start] == ".":
                target.cuts.append(signs._replace(end=signs.start + 1))

    def punctuation_after(self, target: Target) -> Cut | None:
        """Return the cut of punctuation after a target, None if there is none."""
        last = target.cuts[-1]
        piece, start = last.piece, last.end
        if target.sort != "typed" or start >= len(piece.text):
            outer = None
            if target.wrappers:
                outer = target.wrappers[-1].partner
            found = self._text(outer or piece, 1)
            if found is None:
                return None
            piece, start = found, 0
        end = start
        while end < len(piece.text) and piece.text[end] in _PUNCTUATION:
            end += 1
        if end == start:
            return None
        return Cut(piece, start, end)

    def _text(self, piece: StoryPiece, step: int) -> StoryPiece | None:
        """Return the next piece of text in the same paragraph, in one direction."""
        story, place = self._places[id(piece)]
        place += step
        while 0 <= place < len(story.pieces):
            found = story.pieces[place]
            # A blank or a full stop in another paragraph is another sentence's.
            if found.paragraph is not piece.paragraph:
                return None
            if found.kind == "text" and found.text:
                return found
            # Past a note or picture it is no neighbour; bookmarks do not print.
            if found.kind not in ("text", "open", "close"):
                return None
            place += step
        return None


def _first(target: Target) -> Cut:
    if target.wrappers:
        return Cut(target.wrappers[0], 0, 0)
    return target.cuts[0]


def _start(story: Story, place: int) -> int:
    paragraph = story.pieces[place].paragraph
    while place and story.pieces[place - 1].paragraph is paragraph:
        place -= 1
    return place


def _end(story: Story, place: int) -> int:
    paragraph = story.pieces[place].paragraph
    while place < len(story.pieces) and story.pieces[place].paragraph is paragraph:
        place += 1
    return place


def _prints(pieces: Iterable[StoryPiece]) -> bool:
    for piece in pieces:
        if piece.kind in ("note", "object") or (
            piece.kind == "text" and piece.text.strip()
        ):
            return True
    return False
