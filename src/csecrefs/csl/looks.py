"""Appearances of cites and their disambiguation, kept up while a document changes.

How a cite looks depends on the work, on its number if the style prints it, and on how
full the names in it must be; what is added to it, on the works that look the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial

from csecrefs.csl.cluster import cite_runs, comparable
from csecrefs.csl.compiler import Plan
from csecrefs.csl.context import PLAINLY, SUBSEQUENT, Disambiguation
from csecrefs.csl.disambiguate import Appearance, People, alike, people_of, tell_apart
from csecrefs.csl.state import State
from csecrefs.model import Name


class Looks:
    """Disambiguates works again and again; each look is rendered once for what it
    depends on.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._options = plan.citation.options
        self._state = State(plan, {}, (), {})
        self._looks: dict[str, dict[Disambiguation, Appearance]] = defaultdict(dict)
        self._plain: dict[str, str] = {}
        self._people = People(self._options)
        self._told_apart: dict[tuple[str, ...], Mapping[str, Disambiguation]] = {}
        self._order: Sequence[str] = ()
        self._alike: list[list[str]] = []

    @cached_property
    def reach_entries(self) -> bool:
        """True if telling works apart may change the bibliography, too: by letters, by
        given names where it abbreviates them, or by conditions.
        """
        bibliography, options = self._plan.bibliography, self._options
        if bibliography is None:
            return False
        return (
            options.get("disambiguate-add-year-suffix") == "true"
            or (
                options.get("disambiguate-add-givenname") == "true"
                and bibliography.whole.abbreviates_names
            )
            or bibliography.whole.has_conditions
        )

    def disambiguate(
        self, state: State, first_cites: Callable[[], Mapping[str, int]]
    ) -> State:
        """`state` with what tells apart the works that look alike.

        `first_cites` gives the places of cited works; it counts where they sort the
        same.
        """
        asked = any(name.startswith("disambiguate-") for name in self._options)
        if not asked and not self._plan.citation.whole.has_conditions:
            return state
        state = state._replace(levels=self._state.levels)
        self._forget(state.changed_since(self._state))
        moved = state.first_notes.items() ^ self._state.first_notes.items()
        self._forget({key for key, _ in moved})
        gone = self._state.items.keys() - state.items.keys()
        people = dict.fromkeys(gone, ()) | self._look_plainly(state)
        state = state._replace(levels=self._people.change(state.levels, people))
        self._forget(state.bearers(self._state.levels))
        self._look_plainly(state)
        self._state = state
        return state._replace(spelled=self._spelled(state, first_cites))

    def _look_plainly(self, state: State) -> dict[str, tuple[Name, ...]]:
        """Look at the works that are new, or look new; the people in them whose given
        names count.
        """
        people: dict[str, tuple[Name, ...]] = {}
        for key in state.items.keys() - self._plain.keys():
            look = self._look(state, key, PLAINLY)
            self._plain[key] = look.text
            # A new look may be like another one: the groups are made anew.
            self._order = ()
            people[key] = people_of(look, self._options)
        return people

    def _spelled(
        self, state: State, first_cites: Callable[[], Mapping[str, int]]
    ) -> dict[str, Disambiguation]:
        look, ranks = partial(self._look, state), state.ranks
        cited: Mapping[str, int] = {}
        told_apart: dict[tuple[str, ...], Mapping[str, Disambiguation]] = {}
        if state.order is not self._order:
            self._order, self._alike = state.order, alike(state.order, self._plain)
        for group in self._alike:
            if len({ranks[key] for key in group}) < len(group):
                cited = cited or first_cites()
            places = {key: (ranks[key], cited.get(key, len(cited))) for key in group}
            ordered = tuple(sorted(group, key=places.__getitem__))
            known = self._told_apart.get(ordered)
            if known is None:
                known = tell_apart(ordered, self._options, look)
            told_apart[ordered] = known
        self._told_apart = told_apart
        return {
            key: spelled
            for found in told_apart.values()
            for key, spelled in found.items()
        }

    def _look(self, state: State, key: str, spelled: Disambiguation) -> Appearance:
        """Return the appearance of a work's cite, spelled out so far."""
        looks = self._looks[key]
        if spelled not in looks:
            cx = state.context(key)
            cx.position = SUBSEQUENT
            # "Lap (n 1)" and "Lap (n 2)" are not alike
            cx.first_note = state.first_notes.get(key, 0)
            cx.looking = True
            cx.disambiguation = spelled
            text = comparable(cite_runs(cx, self._plan.citation))
            looks[spelled] = Appearance(
                text,
                tuple(cx.names_seen),
                cx.conditions,
            )
        return looks[spelled]

    def _forget(self, works: set[str]) -> None:
        if not works.isdisjoint(self._plain):
            for key in works:
                self._looks.pop(key, None)
                self._plain.pop(key, None)
            known = self._told_apart.items()
            self._told_apart = {
                group: found for group, found in known if works.isdisjoint(group)
            }
