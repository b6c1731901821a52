"""The plan of a document: its targets in the order in which a reader meets them.

Fields, marks and typed markers of all parts come in the order of the document: a note
where its mark is, a text box where it is anchored.
"""

from __future__ import annotations

from collections.abc import (
    Iterable,
    Mapping,
    Sequence,
)

from csecrefs.errors import Diagnostic
from csecrefs.manuscript.office.pieces import DocumentPart, Story
from csecrefs.manuscript.office.story import StoryReader
from csecrefs.manuscript.office.targets import (
    Readers,
    Scope,
    Target,
)
from csecrefs.manuscript.office.works import CitedWorks
from csecrefs.manuscript.sites import Site


def addresses_by_key(
    sites: Iterable[Site],
    targets: Sequence[Target],
    works: CitedWorks,
) -> dict[str, tuple[str, ...]]:
    """Return the addresses of works by the keys that sites have for them.

    These may be a library's; the targets have those of the document.
    """
    found: dict[str, tuple[str, ...]] = {}
    for site in sites:
        own = targets[site.start].cites
        for cite, before in zip(site.cites, own, strict=False):
            if works.addresses.get(before.id):
                found[cite.id] = works.addresses[before.id]
    return found


class Planner:
    """Finds the targets of a document."""

    def __init__(
        self,
        path: str,
        works: CitedWorks,
        readers: Readers,
    ) -> None:
        self.scope = Scope(path, works, readers)
        self._notes = 0

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """The faults that were found."""
        return self.scope.diagnostics

    def targets(
        self,
        part: DocumentPart,
        notes: Mapping[str, tuple[DocumentPart, Story]],
    ) -> list[Target]:
        """Return the targets of the body of `part` and of its notes, in order."""
        self.scope.main = part.name
        return self._story(part, part.body, notes, 0)

    def margins(self, part: DocumentPart) -> list[Target]:
        """Return the fields of a header, a footer or comments.

        Markers typed there are none. No note can be set there, so they count as in one.
        """
        found = StoryReader(self.scope, part, part.body).read(typed=False)
        for _, target in found:
            target.note = max(self._notes, 1)
            target.notes_before = self._notes
        return [target for _, target in found]

    def _story(
        self,
        part: DocumentPart,
        story: Story,
        notes: Mapping[str, tuple[DocumentPart, Story]],
        note: int,
    ) -> list[Target]:
        found = StoryReader(self.scope, part, story).read()
        found.sort(key=lambda each: each[0])
        own = iter(found)
        following = next(own, None)
        targets: list[Target] = []
        before: list[Target] = []
        for place, piece in enumerate(story.pieces):
            while following is not None and following[0] <= place:
                target = following[1]
                target.note, target.notes_before = note, self._notes
                targets.append(target)
                following = next(own, None)
            # Notes do not nest; a mark in a note is damage.
            if piece.kind == "note" and not note:
                owner, inner = notes.get(piece.text, (part, piece.story))
                if inner is not None:
                    self._notes += 1
                    targets += self._story(
                        owner,
                        inner,
                        notes,
                        self._notes,
                    )
            elif piece.story is not None and piece.story.twin:
                # The notes of a box are called by both copies, and are there once.
                boxed = [each for each in before if each.note == note]
                self._pair(part, piece.story, boxed)
            elif piece.story is not None:
                before = self._story(part, piece.story, notes, note)
                targets += before
        while following is not None:
            target = following[1]
            target.note, target.notes_before = note, self._notes
            targets.append(target)
            following = next(own, None)
        return targets

    def _pair(
        self,
        part: DocumentPart,
        story: Story,
        before: list[Target],
    ) -> None:
        """Give the targets of a text box those of its second copy."""
        known = len(self.diagnostics)
        # As if inside a note: no note of this copy is read or counted.
        copies = self._story(part, story, {}, 1)
        del self.diagnostics[known:]
        if [each.cites for each in copies] == [each.cites for each in before]:
            for target, copy in zip(before, copies, strict=True):
                target.twins.append(copy)
