"""Blocks: paragraphs that a bibliography takes the place of."""

from __future__ import annotations

from csecrefs.manuscript.office.edits import Change, Edit
from csecrefs.manuscript.office.neighbours import Neighbours
from csecrefs.manuscript.office.pieces import Paragraph, StoryPiece
from csecrefs.manuscript.office.targets import Target


def block_edits(target: Target, content: bytes) -> tuple[list[Edit], list[Change]]:
    """Return the edits that put paragraphs in the place of a bibliography.

    Paragraphs that have other text keep it; what the bibliography had in them is cut
    out by the changes.
    """
    wrapper = None
    if target.wrappers:
        wrapper = target.wrappers[0]
    # A content control or section around whole paragraphs goes with them.
    if wrapper is not None and wrapper.paragraph is None and wrapper.partner:
        return [Edit(wrapper.start, wrapper.partner.end, content)], []
    first, last = target.cuts[0].piece, target.cuts[-1].piece
    start, end = first.paragraph, last.paragraph
    if start is None or end is None:
        return [Edit(first.start, first.start, content)], []
    around = Neighbours(target.part)
    if start.parent != end.parent:
        # They are in different cells or controls, which stay.
        return [Edit(start.start, start.start, content)], [Change(target, b"")]
    keeps_start = not around.is_first(first)
    keeps_end = not around.is_last(last) or _ends_section(target, end)
    # Text around the field in one paragraph: the list follows that paragraph.
    if start is end and (keeps_start or keeps_end):
        return [Edit(end.end, end.end, content)], [Change(target, b"")]
    begin, stop = start.start, end.end
    if keeps_start:
        begin = start.end
    if keeps_end:
        stop = end.start
    content += _bookmarks(
        target,
        around.pieces(first, last),
        begin,
        stop,
    )
    if keeps_start or keeps_end:
        changes = [Change(target, b"")]
    else:
        changes = []
    return [Edit(begin, stop, content)], changes


def _ends_section(target: Target, paragraph: Paragraph) -> bool:
    """True if the paragraph has the page layout of the section that it ends."""
    return b":sectPr" in target.part.content[paragraph.start : paragraph.end]


def _bookmarks(
    target: Target,
    pieces: list[StoryPiece],
    start: int,
    end: int,
) -> bytes:
    """Return the ends of bookmarks whose other end stays in the document."""
    kept: list[bytes] = []
    for piece in pieces:
        partner = piece.partner
        if piece.extra == "bookmark" and partner is not None:
            inside = start <= partner.start < end
            if start <= piece.start < end and not inside:
                kept.append(target.part.content[piece.start : piece.end])
    return b"".join(kept)
