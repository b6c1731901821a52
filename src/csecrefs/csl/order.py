"""The order and the numbers of works in the bibliography, kept up while works are added
and moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain, count
from typing import Any

from csecrefs.csl.compiler import CompiledKey, Plan
from csecrefs.csl.item import Item
from csecrefs.csl.sort import SortValues, comparing, sort_by
from csecrefs.csl.state import State

FirstCites = Callable[[], Mapping[str, int]]
"""Finds the places of works among those cited, by their first cites, when they are
needed.
"""


class Ordering:
    """Sorts works again and again; by what each of them sorts is found out once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._keys: tuple[CompiledKey, ...] = ()
        if plan.bibliography:
            self._keys = plan.bibliography.keys
        self._values = SortValues(self._keys, plan)
        self._state = State(plan, {}, (), {})
        self._ties: list[list[str]] = []
        self._shared: list[list[str]] = []
        self._listed: dict[str, int] = {}

    def settle(self, items: Mapping[str, Item], first_cites: FirstCites) -> State:
        """The works in order; those that sort the same come as they are cited, then as
        listed in `items`.
        """
        # The mapping of the last time has the same works: they are not counted again.
        if items is not self._state.items:
            self._listed = dict(zip(items, count(1), strict=False))
        listed = self._listed
        state = State(
            self._plan,
            items,
            tuple(items),
            listed,
            listed,
        )
        if self._keys:
            changed = self._sort(state, first_cites)
            if changed:
                self._shared = [tie for tie in self._ties if len(tie) > 1]
            cited = first_cites() if self._shared else {}
            for tie in self._shared:
                before = list(tie)
                tie.sort(key=lambda key: (cited.get(key, len(cited)), listed[key]))
                changed = changed or before != tie
            if changed:
                state = self._numbered(state)
            else:
                state = self._as_before(state)
        self._state = state
        return state

    def _sort(self, state: State, first_cites: FirstCites) -> bool:
        """Sort the works that are new, or all; whether there was anything to do."""
        area, known = self._plan.bibliography, self._state.items.keys()
        # numbers that decide the order change with it
        again = area is not None and area.whole.sorts_by_number
        if not again and state.items is self._state.items:
            return False
        added, removed = state.items.keys() - known, known - state.items.keys()
        if again:
            state = state._replace(
                numbers=_before_sorting(state.numbers, first_cites())
            )
            self._values.forget(state.items)
        value = self._values.within(partial(state.context, bibliography=True))
        if not again and not added and not removed:
            return False
        # one work is put in its place; many are sorted anew
        if not again and len(added) < len(known) // 16:
            if removed:
                kept = (
                    [key for key in tie if key not in removed] for tie in self._ties
                )
                self._ties = [tie for tie in kept if tie]
            for key in added:
                self._insert(key, comparing(self._keys, value))
            return True
        self._ties = sort_by(self._keys, state.items, value)
        return True

    def _insert(self, work: str, compared: Callable[[str], Any]) -> None:
        place = bisect_left(
            self._ties, compared(work), key=lambda tie: compared(tie[0])
        )
        if place < len(self._ties) and compared(self._ties[place][0]) == compared(work):
            self._ties[place].append(work)
        else:
            self._ties.insert(place, [work])

    def _numbered(self, state: State) -> State:
        order = tuple(chain.from_iterable(self._ties))
        numbers = dict(zip(order, count(1), strict=False))
        # Works that sort the same have one rank, the number of the first of them.
        shared = {
            key: numbers[tie[0]] for tie in self._ties if len(tie) > 1 for key in tie
        }
        return state._replace(
            order=order,
            numbers=numbers,
            ranks=numbers | shared,
        )

    def _as_before(self, state: State) -> State:
        known = self._state
        return state._replace(
            order=known.order, numbers=known.numbers, ranks=known.ranks
        )


def _before_sorting(
    listed: Mapping[str, int], cited: Mapping[str, int]
) -> dict[str, int]:
    """The numbers works have where numbers decide the order: by their places among
    those cited, or else in the list; of two in the same place the first in the list
    comes first, as citeproc-js has it."""
    places = dict(listed)
    for key in places.keys() & cited.keys():
        places[key] = cited[key] + 1
    return dict(
        zip(
            sorted(places, key=places.__getitem__),
            count(1),
            strict=False,
        )
    )
