"""Positions of cites: first, subsequent, ibid, near a note, and the note of the first
reference.

Source: CSL 1.0.2 specification, "Choose" (position) and "Note Distance".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from csecrefs.csl.cite import Cite
from csecrefs.csl.context import FIRST, IBID, IBID_WITH_LOCATOR, SUBSEQUENT
from csecrefs.tuples import NamedTuple


class Position(NamedTuple):
    """A cite's place among the others."""

    position: int = FIRST
    near_note: bool = False
    first_note: int = 0


UNPLACED: Final = Position()
# Long documents repeat few positions; each is made once.
_place = lru_cache(maxsize=65536)(Position)


def positions(
    citations: Sequence[Sequence[Cite]], notes: Sequence[int], near: int
) -> list[list[Position]]:
    """The position of each cite of each citation, in order; `near` is the near-note
    distance.
    """
    first: dict[str, int] = {}
    latest: dict[str, int] = {}
    result: list[list[Position]] = []
    before: dict[bool, tuple[int, list[Cite]]] = {}
    previous: Cite | None
    for cites, note in zip(citations, notes, strict=True):
        placed: list[Position] = []
        if any(cite.restarts for cite in cites):
            first.clear()
            latest.clear()
            before.clear()
        last_note, last = before.get(note > 0, (-1, []))
        in_same_note = note == last_note and note > 0
        # a note without cites keeps ibid from looking back
        reachable = last if note - last_note <= 1 else []
        for number, cite in enumerate(cites):
            if cite.position is not None:
                placed.append(
                    _place(
                        cite.position,
                        cite.near_note,
                        cite.first_note,
                    )
                )
            elif cite.id not in first:
                placed.append(UNPLACED)
            else:
                if number:
                    previous = cites[number - 1]
                else:
                    previous = _referred(reachable, in_same_note, note > 0)
                distance = note - latest[cite.id]
                near_note = 0 <= distance <= near
                first_note = first[cite.id]
                if first_note == note:
                    first_note = 0
                placed.append(
                    _place(
                        _position(cite, previous),
                        near_note,
                        first_note,
                    )
                )
            first.setdefault(cite.id, note)
            latest[cite.id] = note
        result.append(placed)
        before[note > 0] = (note, [*(last if in_same_note else ()), *cites])
    return result


def _referred(cites: Sequence[Cite], same_note: bool, in_note: bool) -> Cite | None:
    """The cite a new citation may refer back to with ibid: the last in its own note,
    else the only one in the note before; running text is a place of its own, where
    several to the same work are as good as one."""
    if in_note:
        # after a note with several works "ibid." would be ambiguous
        sole = len(cites) == 1
    else:
        sole = all(cite.id == cites[0].id for cite in cites)
    if cites and (sole or same_note):
        return cites[-1]
    return None


def _position(cite: Cite, previous: Cite | None) -> int:
    if previous is None or previous.id != cite.id:
        return SUBSEQUENT
    if cite.locator.strip():
        here = (cite.label, cite.locator.strip())
    else:
        here = None
    if previous.locator.strip():
        there = (previous.label, previous.locator.strip())
    else:
        there = None
    if here == there:
        return IBID
    if here:
        return IBID_WITH_LOCATOR
    return SUBSEQUENT
