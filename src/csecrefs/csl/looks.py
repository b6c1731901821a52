"""How works' cites look and what tells them apart, kept up while a document changes.

How a cite looks depends on the work, on its number if the style prints it, and on how full the names in it
must be; what is added to it, on the works that look the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import chain

import attrs

from csecrefs.csl.cluster import cite_runs, comparable
from csecrefs.csl.compiler import Plan
from csecrefs.csl.context import PLAINLY, SUBSEQUENT, Disambiguation
from csecrefs.csl.disambiguate import Look, alike, name_levels, people_of, tell_apart
from csecrefs.csl.state import Levels, State
from csecrefs.model import Name


class Looks:
    """Disambiguates works again and again; each look is rendered once for what it depends on."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._options = plan.citation.options
        self._state = State(plan, {}, (), {})
        self._looks: dict[tuple[str, Disambiguation], Look] = {}
        self._plain: dict[str, str] = {}
        self._people: dict[str, tuple[Name, ...]] = {}
        self._told_apart: dict[tuple[str, ...], Mapping[str, Disambiguation]] = {}

    def disambiguate(self, state: State, cited: Mapping[str, int]) -> State:
        """`state` with what tells apart the works that look alike; `cited` are the places of first cites."""
        asked = any(name.startswith("disambiguate-") for name in self._options)
        if not asked and not self._plan.citation.whole.has_conditions:
            return state
        state = attrs.evolve(state, levels=self._state.levels)
        self._forget(state.changed_since(self._state))
        self._look_plainly(state)
        state = attrs.evolve(state, levels=self._levels(state))
        self._forget(state.bearers(self._state.levels))
        self._look_plainly(state)
        self._state = state
        return attrs.evolve(state, spelled=self._spelled(state, cited))

    def _look_plainly(self, state: State) -> None:
        for key in state.items.keys() - self._plain.keys():
            look = self._look(state, key, PLAINLY)
            self._plain[key] = look.text
            self._people[key] = people_of(look, self._options)

    def _levels(self, state: State) -> Levels:
        """How full given names must be; that follows from all works together."""
        if state.items.keys() == self._state.items.keys():
            return self._state.levels
        people = chain.from_iterable(map(self._people.__getitem__, state.order))
        return name_levels(people, self._options, self._plan.citation.whole.initialize_with)

    def _spelled(self, state: State, cited: Mapping[str, int]) -> dict[str, Disambiguation]:
        look = partial(self._look, state)
        told_apart: dict[tuple[str, ...], Mapping[str, Disambiguation]] = {}
        for group in alike(state.order, self._plain):
            group.sort(key=lambda key: (state.ranks[key], cited.get(key, len(cited))))
            known = self._told_apart.get(tuple(group))
            told_apart[tuple(group)] = tell_apart(group, self._options, look) if known is None else known
        self._told_apart = told_apart
        return {key: spelled for found in told_apart.values() for key, spelled in found.items()}

    def _look(self, state: State, key: str, spelled: Disambiguation) -> Look:
        """How a work's cite looks, spelled out so far."""
        if (key, spelled) not in self._looks:
            cx = state.context(key)
            cx.position = SUBSEQUENT
            cx.looking = True
            cx.disambiguation = spelled
            text = comparable(cite_runs(cx, self._plan.citation))
            self._looks[key, spelled] = Look(text, tuple(cx.names_seen), cx.conditions)
        return self._looks[key, spelled]

    def _forget(self, works: set[str]) -> None:
        if not works.isdisjoint(self._plain):
            self._looks = {known: look for known, look in self._looks.items() if known[0] not in works}
            self._plain = {key: text for key, text in self._plain.items() if key not in works}
            known = self._told_apart.items()
            self._told_apart = {group: found for group, found in known if works.isdisjoint(group)}
