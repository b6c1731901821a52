"""A document that is rendered again after each of its changes: the passes, in order.

1 prepare the works, 2 sort and number them, 3 disambiguate, 4 sort the cites and find their positions, 5
render citations, 6 render entries when they are asked for. What was rendered is remembered by what it depends
on, so that only what a change reaches is rendered again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import attrs

from csecrefs.csl.bibliography import format_bibliography
from csecrefs.csl.cite import Citation, Cite, Rendering
from csecrefs.csl.cluster import citation_runs, cite_runs, comparable
from csecrefs.csl.compiler import Plan
from csecrefs.csl.context import PLAINLY, SUBSEQUENT, Context, Disambiguation
from csecrefs.csl.disambiguate import Look, alike, name_levels, tell_apart
from csecrefs.csl.faults import guarded
from csecrefs.csl.finish import finish
from csecrefs.csl.item import Item, prepare
from csecrefs.csl.position import UNPLACED, Position, positions
from csecrefs.csl.sort import SortValues, sort_by
from csecrefs.csl.state import Levels, State
from csecrefs.csl.style import whole_number
from csecrefs.errors import Diagnostic
from csecrefs.model import Reference
from csecrefs.text.inline import Inlines


@attrs.frozen(eq=False)
class _Done:
    """A rendered citation, and what besides its works it was rendered from."""

    citation: Citation
    works: frozenset[str]
    cites: Sequence[Cite]
    places: Sequence[Position]
    tree: Inlines


class Draft:
    """One document in a style; `render` may be called again and again while it changes.

    Citations and references that stay the same objects cost next to nothing then.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._references: dict[str, Reference] = {}
        self._forget_all()

    def render(self, references: Sequence[Reference], citations: Sequence[Citation] = ()) -> Rendering:
        """Format `citations` in document order, and a bibliography of all `references`.

        A cite of an unknown key, and a work that cannot be rendered, are left out with a warning.
        """
        return guarded(self._render, references, citations)

    def _render(self, references: Sequence[Reference], citations: Sequence[Citation]) -> Rendering:
        try:
            return self._passed(references, citations)
        except Exception:
            self._forget_all()  # what is remembered may be half of the old and half of the new
            raise

    def _passed(self, references: Sequence[Reference], citations: Sequence[Citation]) -> Rendering:
        given = {reference.id: reference for reference in references}
        if any(given[key] is not self._references[key] for key in given.keys() & self._references.keys()):
            self._forget_all()
        self._references |= given
        items = self._prepared(given)
        citations, warnings = _known(citations, items)
        state = self._disambiguated(self._sorted(items), citations)
        trees = self._cited(citations, state)
        self._state = state
        return Rendering(trees, partial(format_bibliography, state), warnings)

    def _forget_all(self) -> None:
        plan = self._plan
        demote = plan.style.options.get("demote-non-dropping-particle", "display-and-sort") != "never"
        self._state = State(plan, {}, (), {})
        self._entry_values = SortValues(plan.bibliography.keys if plan.bibliography else (), demote)
        self._cite_values = SortValues(plan.citation.keys, demote)
        self._looks: dict[str, dict[Disambiguation, Look]] = {}
        self._told_apart: dict[tuple[str, ...], Mapping[str, Disambiguation]] = {}
        self._done: dict[int, _Done] = {}

    def _prepared(self, references: Mapping[str, Reference]) -> dict[str, Item]:
        language, known = self._plan.terms.language, self._state.items
        return {key: known.get(key) or prepare(reference, language) for key, reference in references.items()}

    def _sorted(self, items: Mapping[str, Item]) -> State:
        """The works in the order of the bibliography; those that sort the same stay as they are listed."""
        before, area = self._state, self._plan.bibliography
        listed = {key: place for place, key in enumerate(items, start=1)}
        state = State(self._plan, items, tuple(items), listed, listed)
        if area is None or not area.keys:
            return state
        if area.whole.counted:
            self._entry_values.forget(items)
        elif tuple(items) == tuple(before.items):
            return attrs.evolve(state, order=before.order, numbers=before.numbers, ranks=before.ranks)
        value = self._entry_values.within(partial(state.context, bibliography=True))
        ties = sort_by(area.keys, {**{key: 0 for key in before.order if key in items}, **listed}, value)
        for tie in ties:
            tie.sort(key=listed.__getitem__)
        order = tuple(key for tie in ties for key in tie)
        numbers = {key: number for number, key in enumerate(order, start=1)}
        ranks = {key: rank for rank, tie in enumerate(ties) for key in tie}
        return attrs.evolve(state, order=order, numbers=numbers, ranks=ranks)

    def _disambiguated(self, state: State, citations: Sequence[Citation]) -> State:
        """`state` with what tells apart the works that look alike."""
        area = self._plan.citation
        if (
            not any(name.startswith("disambiguate-") for name in area.options)
            and not area.whole.has_conditions
        ):
            return state
        state = attrs.evolve(state, levels=self._state.levels)
        self._forget_looks(state.changed_since(attrs.evolve(self._state, spelled={})))
        state = attrs.evolve(state, levels=self._levels(state))
        self._forget_looks(state.bearers(self._state.levels))
        look = partial(self._look, state)
        cited = dict.fromkeys(cite.id for citation in citations for cite in citation.cites)
        places = {key: place for place, key in enumerate(cited)}
        told_apart: dict[tuple[str, ...], Mapping[str, Disambiguation]] = {}
        for group in alike(state.order, look):
            group.sort(key=lambda key: (state.ranks[key], places.get(key, len(places))))
            known = self._told_apart.get(tuple(group))
            told_apart[tuple(group)] = tell_apart(group, area.options, look) if known is None else known
        self._told_apart = told_apart
        spelled = {key: each for found in told_apart.values() for key, each in found.items()}
        return attrs.evolve(state, spelled=spelled)

    def _levels(self, state: State) -> Levels:
        """How full given names must be; that follows from all works together."""
        options = self._plan.citation.options
        if options.get("givenname-disambiguation-rule", "by-cite") == "by-cite":
            return {}
        if state.items.keys() == self._state.items.keys():
            return self._state.levels
        lists = [self._look(state, key, PLAINLY).names for key in state.order]
        return name_levels(lists, options, self._plan.citation.whole.initialize_with)

    def _look(self, state: State, key: str, spelled: Disambiguation) -> Look:
        """How a work's cite looks, spelled out so far."""
        looks = self._looks.setdefault(key, {})
        if spelled not in looks:
            cx = state.context(key)
            cx.position = SUBSEQUENT
            cx.looking = True
            cx.disambiguation = spelled
            text = comparable(cite_runs(cx, self._plan.citation))
            looks[spelled] = Look(text, tuple(cx.names_seen), cx.conditions)
        return looks[spelled]

    def _forget_looks(self, keys: set[str]) -> None:
        if keys:
            self._looks = {key: looks for key, looks in self._looks.items() if key not in keys}
            known = self._told_apart.items()
            self._told_apart = {group: found for group, found in known if keys.isdisjoint(group)}

    def _cited(self, citations: Sequence[Citation], state: State) -> tuple[Inlines, ...]:
        """The citations' trees: those of before wherever nothing they depend on has changed."""
        area = self._plan.citation
        changed = state.changed_since(self._state)
        self._cite_values.forget(changed)
        in_order = state.keeps_order_of(self._state)
        done = [self._remembered(citation, changed) for citation in citations]
        cites = [
            before.cites if before and in_order else self._sorted_cites(citation, state)
            for citation, before in zip(citations, done, strict=True)
        ]
        if area.whole.placed:
            near = whole_number(area.options.get("near-note-distance"), 5)
            places = positions(cites, [citation.note for citation in citations], near)
        else:
            places = [[UNPLACED] * len(each) for each in cites]
        trees: list[Inlines] = []
        now: dict[int, _Done] = {}
        for citation, before, ordered, place in zip(citations, done, cites, places, strict=True):
            if before is None or before.cites != ordered or before.places != place:
                before = self._rendered(citation, ordered, place, state)
            now[id(citation)] = before
            trees.append(before.tree)
        self._done = now
        return tuple(trees)

    def _remembered(self, citation: Citation, changed: set[str]) -> _Done | None:
        """What was rendered of a citation before, unless one of its works has changed."""
        before = self._done.get(id(citation))
        return before if before and before.citation is citation and before.works.isdisjoint(changed) else None

    def _sorted_cites(self, citation: Citation, state: State) -> Sequence[Cite]:
        keys = self._plan.citation.keys
        if not keys or len(citation.cites) < 2:
            return citation.cites
        cites = sorted(citation.cites, key=lambda cite: state.numbers[cite.id])
        value = self._cite_values.within(state.context)
        ties = sort_by(keys, cites, lambda place, cite: value(place, cite.id))
        return tuple(cite for tie in ties for cite in tie)

    def _rendered(
        self, citation: Citation, cites: Sequence[Cite], places: Sequence[Position], state: State
    ) -> _Done:
        contexts = [_cite_context(cite, place, state) for cite, place in zip(cites, places, strict=True)]
        runs = citation_runs(list(zip(cites, contexts, strict=True)), self._plan)
        works = frozenset(cite.id for cite in cites)
        return _Done(citation, works, cites, places, finish(runs, self._plan.terms))


def _cite_context(cite: Cite, place: Position, state: State) -> Context:
    cx = state.context(cite.id)
    cx.locator, cx.label = cite.locator.strip(), cite.label or "page"
    cx.position, cx.near_note, cx.first_note = place.position, place.near_note, place.first_note
    return cx


def _known(
    citations: Sequence[Citation], items: Mapping[str, Item]
) -> tuple[Sequence[Citation], tuple[Diagnostic, ...]]:
    """`citations` without cites of works that are not in `items`, and a warning for each of those."""
    unknown = [cite.id for citation in citations for cite in citation.cites if cite.id not in items]
    if not unknown:
        return citations, ()
    known = [
        attrs.evolve(citation, cites=tuple(cite for cite in citation.cites if cite.id in items))
        for citation in citations
    ]
    return known, tuple(
        Diagnostic("unknown-key", f"no reference {key!r} to cite", key=key) for key in unknown
    )
