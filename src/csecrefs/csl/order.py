"""The order and the numbers of works in the bibliography, kept up while works are added and moved."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import count

import attrs

from csecrefs.csl.compiler import Plan
from csecrefs.csl.item import Item
from csecrefs.csl.sort import SortValues, sort_by
from csecrefs.csl.state import State


class Ordering:
    """Sorts works again and again; by what each of them sorts is found out once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._values = SortValues(plan.bibliography.keys if plan.bibliography else (), plan.demotes)
        self._state = State(plan, {}, (), {})
        self._ties: list[list[str]] = []

    def settle(self, items: Mapping[str, Item]) -> State:
        """The works in order; those that sort the same stay as they are listed in `items`."""
        area = self._plan.bibliography
        listed = dict(zip(items, count(1), strict=False))
        state = State(self._plan, items, tuple(items), listed, listed)
        if area is not None and area.keys:
            if area.whole.sorts_by_number:
                self._values.forget(items)
            if area.whole.sorts_by_number or items.keys() != self._state.items.keys():
                near = {key: 0 for key in self._state.order if key in items}  # nearly sorted sorts fast
                value = self._values.within(partial(state.context, bibliography=True))
                self._ties = sort_by(area.keys, near | listed, value)
                self._state = state
            state = self._numbered(state, listed)
        self._state = state
        return state

    def _numbered(self, state: State, listed: Mapping[str, int]) -> State:
        """`state` in the order of the ties; with the order and numbers of before if they are the same."""
        moved = state is self._state
        for tie in self._ties:
            if len(tie) > 1:
                before = list(tie)
                tie.sort(key=listed.__getitem__)
                moved = moved or before != tie
        if not moved:
            known = self._state
            return attrs.evolve(state, order=known.order, numbers=known.numbers, ranks=known.ranks)
        order = tuple(key for tie in self._ties for key in tie)
        ranks = {key: rank for rank, tie in enumerate(self._ties) for key in tie}
        return attrs.evolve(state, order=order, numbers=dict(zip(order, count(1), strict=False)), ranks=ranks)
