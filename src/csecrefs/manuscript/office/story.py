"""Stories read for targets: fields, marks and typed markers of one run of text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

import attrs

from csecrefs.csl.cite import Cite
from csecrefs.errors import Diagnostic
from csecrefs.manuscript.office.codes import FieldCode
from csecrefs.manuscript.office.pieces import (
    OBJECT,
    DocumentPart,
    Story,
    StoryPiece,
)
from csecrefs.manuscript.office.targets import (
    Cut,
    Scope,
    Target,
)
from csecrefs.manuscript.office.typed import find_markers, is_list_marker
from csecrefs.manuscript.sites import Site, fixes_order
from csecrefs.patterns import regex

# Styles of program code, in which nothing is a citation.
_CODE_STYLE: Final = regex(
    r"verbatim|source_?(?:20_)?(?:text|code)|html_?(?:20_)?code|preformatted|teletype",
    re.I,
)
# Fields whose text is a copy of text elsewhere.
_COPIES: Final = regex(r"\s*(?:TOC|INDEX|TOA|RD)\b", re.I)


@attrs.define
class _OpenField:
    """A field that is open: where it began, its code, and where its text starts."""

    start: int
    found: int
    """The number of targets found before it began."""
    code: list[str] = attrs.field(factory=list)
    data: str = ""
    result: int = -1


class StoryReader:
    """Reads the targets of one story."""

    def __init__(
        self,
        scope: Scope,
        part: DocumentPart,
        story: Story,
    ) -> None:
        self.scope = scope
        self.part = part
        self.pieces = story.pieces
        self.place = scope.place(part)
        self.found: list[tuple[int, Target]] = []
        self.hidden = bytearray(len(story.pieces))
        self.frames: list[_OpenField] = []
        self.marks: dict[int, int] = {}

    def read(self, *, typed: bool = True) -> list[tuple[int, Target]]:
        """Return the targets, each with the number of its first piece."""
        for place, piece in enumerate(self.pieces):
            if piece.kind in ("begin", "code", "separate", "end"):
                self._field(place, piece)
            elif piece.kind == "open":
                self.marks[id(piece)] = place
            elif piece.kind == "close" and piece.partner is not None:
                start = self.marks.get(id(piece.partner))
                if start is not None:
                    self._mark(start, place, piece.partner)
        for frame in self.frames:
            if "".join(frame.code).strip():
                self._report(
                    frame.start,
                    "unclosed-field",
                    "this field has no end",
                )
        self._join_marks()
        if typed:
            self._typed()
        return self.found

    def _field(self, place: int, piece: StoryPiece) -> None:
        if piece.kind == "begin":
            frame = _OpenField(place, len(self.found), data=piece.extra)
            self.frames.append(frame)
        # The end of a field whose begin a tracked change has deleted.
        elif not self.frames:
            return
        elif piece.kind == "code":
            self.frames[-1].code.append(piece.text)
        elif piece.kind == "separate":
            self.frames[-1].result = place
        else:
            self._end_field(self.frames.pop(), place)

    def _end_field(self, frame: _OpenField, place: int) -> None:
        code = "".join(frame.code)
        if _COPIES.match(code):
            self._hide(frame.start, place)
        if frame.data and self.frames and not self.frames[-1].data:
            # EndNote repeats the data of a field in one inside its code.
            self.frames[-1].data = frame.data
        where = self._place(frame.start)
        read = self.scope.readers.field(
            code,
            frame.data,
            self.scope.works,
            where,
        )
        if isinstance(read, FieldCode):
            # A citation field may contain others, as EndNote's links to its list.
            del self.found[frame.found :]
            result = frame.result
            # A field without a separator shows nothing: its text goes at its end.
            if result < 0:
                result = place
            self._add(read, frame.start, place, result)
        elif read is not None:
            self._damaged(read, frame.start, place)

    def _mark(
        self,
        start: int,
        end: int,
        piece: StoryPiece,
    ) -> None:
        reader = self.scope.readers.marks.get(piece.extra)
        if reader is None:
            return
        read = reader(piece, self.scope.works, self._place(start))
        if isinstance(read, FieldCode):
            # What was found since the mark began is inside it.
            while self.found and self.found[-1][0] > start:
                self.found.pop()
            self._add(read, start, end, start)
            target = self.found[-1][1]
            target.sort = "mark"
            target.wrappers = [piece]
        elif read is not None:
            self._damaged(read, start, end)

    def _add(
        self,
        code: FieldCode,
        start: int,
        end: int,
        result: int,
    ) -> None:
        pieces = self.pieces[start : end + 1]
        cuts = [Cut(each, 0, len(each.text)) for each in pieces if _is_cut(each)]
        shown = "".join(
            each.text for each in self.pieces[result : end + 1] if _shown(each)
        )
        texts = (each for each in self.pieces[result : end + 1] if _shown(each))
        anchor = next(texts, self.pieces[end])
        citation = code.citation
        target = Target(
            code.kind,
            _with_modes(citation.arranged, shown),
            self.part,
            cuts or [Cut(anchor, 0, 0)],
            anchor,
            self.place,
            source=shown,
            command=code.program,
            author_order=citation.unsorted or fixes_order(citation.cites),
        )
        self.found.append((start, target))
        self._hide(start, end)
        self.scope.diagnostics += citation.diagnostics
        if citation.edited:
            message = "its text was changed by hand, which a new text does not keep"
            self._report(
                start,
                "edited-citation",
                message,
                severity="info",
            )

    def _damaged(
        self,
        problem: Diagnostic,
        start: int,
        end: int,
    ) -> None:
        self.scope.diagnostics.append(problem)
        self._hide(start, end)

    def _hide(self, start: int, end: int) -> None:
        self.hidden[start : end + 1] = b"\1" * (end + 1 - start)

    def _place(self, place: int) -> Diagnostic:
        paragraph = self.pieces[place].paragraph
        line = None
        if paragraph:
            line = paragraph.number
        path = self.place or self.scope.path or None
        return Diagnostic("damaged-citation", "", "error", path, line)

    def _report(
        self,
        place: int,
        code: str,
        message: str,
        severity: Literal["warning", "info"] = "warning",
    ) -> None:
        where = self._place(place)
        found = attrs.evolve(
            where,
            code=code,
            message=message,
            severity=severity,
        )
        self.scope.diagnostics.append(found)

    def _join_marks(self) -> None:
        """Make one citation of LibreOffice's marks that follow each other."""
        joined: list[tuple[int, Target]] = []
        for place, target in self.found:
            before = None
            if joined:
                before = joined[-1][1]
            if before is not None and self._follows(before, target):
                before.cites += target.cites
                before.cuts += target.cuts
                before.wrappers += target.wrappers
                before.source += target.source
            else:
                joined.append((place, target))
        self.found = joined

    def _follows(self, before: Target, target: Target) -> bool:
        if target.command != before.command or target.command != "libreoffice":
            return False
        closing = before.wrappers[-1].partner
        return closing is not None and closing.end == target.wrappers[0].start

    def _typed(self) -> None:
        """Add the markers in the text of each paragraph."""
        lines: dict[int, list[tuple[int, StoryPiece]]] = {}
        for place, piece in enumerate(self.pieces):
            if piece.paragraph is not None and piece.kind in ("text", "note", "object"):
                lines.setdefault(piece.paragraph.number, []).append((place, piece))
        for line in lines.values():
            text = "".join(self._visible(place, piece) for place, piece in line)
            # Most paragraphs have neither; the grammar is for those that do.
            if "@" in text or "{" in text:
                self._markers(text, line)

    def _visible(self, place: int, piece: StoryPiece) -> str:
        if piece.kind != "text":
            return OBJECT
        style = piece.extra
        if piece.run is not None:
            style = piece.run.style
        if self.hidden[place] or (style and _CODE_STYLE.search(style)):
            # As many characters as the text has, so that offsets stay right.
            return OBJECT * len(piece.text)
        return piece.text

    def _markers(
        self,
        text: str,
        line: list[tuple[int, StoryPiece]],
    ) -> None:
        paragraph = line[0][1].paragraph
        if paragraph is not None and _CODE_STYLE.search(paragraph.style):
            return
        if is_list_marker(text):
            sites = [Site(0, len(text), kind="bibliography", source=text)]
        else:
            sites = find_markers(text)
        spans = _spans(line)
        at = 0
        for site in sites:
            while at < len(spans) and spans[at][1] <= site.start:
                at += 1
            cuts: list[Cut] = []
            first = -1
            for start, end, place, piece in _overlapping(spans, at, site.end):
                if piece.kind == "text":
                    lower = max(site.start - start, 0)
                    cuts.append(Cut(piece, lower, min(site.end, end) - start))
                    if first < 0:
                        first = place
            if cuts:
                self.found.append((first, self._typed_target(site, cuts)))

    def _typed_target(self, site: Site, cuts: list[Cut]) -> Target:
        return Target(
            site.kind,
            site.cites,
            self.part,
            cuts,
            cuts[0].piece,
            self.place,
            "typed",
            source=site.source,
            column=site.start + 1,
            command=site.command,
            author_order=site.author_order,
            nested=site.nested,
            fragments=tuple(
                [
                    (start - site.start, end - site.start)
                    for start, end in site.fragments
                ]
            ),
        )


_Span = tuple[int, int, int, StoryPiece]


def _spans(line: Iterable[tuple[int, StoryPiece]]) -> list[_Span]:
    """Return where each piece of a paragraph is in its text."""
    spans: list[_Span] = []
    start = 0
    for place, piece in line:
        length = len(piece.text)
        if piece.kind != "text":
            length = 1
        spans.append((start, start + length, place, piece))
        start += length
    return spans


def _overlapping(
    spans: list[_Span],
    at: int,
    end: int,
) -> Iterable[_Span]:
    while at < len(spans) and spans[at][0] < end:
        yield spans[at]
        at += 1


def _is_cut(piece: StoryPiece) -> bool:
    """True for what a field consists of; notes, pictures and bookmarks in it stay."""
    return piece.kind in ("text", "begin", "code", "separate", "end")


def _shown(piece: StoryPiece) -> bool:
    return piece.kind == "text"


def _with_modes(cites: tuple[Cite, ...], shown: str) -> tuple[Cite, ...]:
    """Return the cites of a field, narrative where its text is a marker that is.

    Pandoc's filter for Zotero, and styles that print citation keys, leave `@key` as the
    text of a field: CSL's JSON has no way to say that the author is in the sentence.
    """
    text = shown.strip()
    if not cites or not text.startswith("@") or cites[0].mode:
        return cites
    sites = find_markers(text)
    if len(sites) != 1 or len(sites[0].cites) != len(cites) or sites[0].start:
        return cites
    first = sites[0].cites[0]
    return (attrs.evolve(cites[0], mode=first.mode), *cites[1:])
