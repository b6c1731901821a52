"""A document that is rendered again after each of its changes: the passes, in order.

1 prepare the works, 2 sort and number them, 3 disambiguate, 4 sort the cites and find
their positions, 5 render citations, 6 render entries when they are asked for. They
stand in this order in `LiveDocument._pass`. What was rendered is remembered by what it
depends on, so that only what a change reaches is rendered again.

Source: CSL 1.0.2 specification: "Sorting" (2), "Disambiguation" (3), "Cite Grouping"
and "Choose" (4), "Citation" (5), "Bibliography" (6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import chain, compress, count, repeat
from operator import attrgetter, is_not, not_

import attrs

from csecrefs.csl.bibliography import format_bibliography
from csecrefs.csl.cite import Citation, Cite, Rendering
from csecrefs.csl.cluster import EMPTY_CITE, NO_PRINTED_FORM, citation_runs, names_key
from csecrefs.csl.collapse import groups_cites
from csecrefs.csl.compiler import Plan
from csecrefs.csl.context import Context
from csecrefs.csl.faults import guarded
from csecrefs.csl.finish import finish
from csecrefs.csl.item import Item, prepare
from csecrefs.csl.looks import Looks
from csecrefs.csl.order import Ordering
from csecrefs.csl.position import UNPLACED, Position, positions
from csecrefs.csl.sort import SortValues, sort_by
from csecrefs.csl.state import State
from csecrefs.csl.style import whole_number
from csecrefs.errors import Diagnostic
from csecrefs.model import Reference
from csecrefs.text.inline import Inlines
from csecrefs.text.numeric import located
from csecrefs.tuples import NamedTuple

_CITES = attrgetter("cites")


class _Done(NamedTuple):
    """A rendered citation: its cites as the writer gave them, their works, and what it
    was rendered from.

    It is found by the id of `given`, which is kept here so that no other object can get
    that id.
    """

    given: Sequence[Cite]
    works: frozenset[str]
    cites: Sequence[Cite]
    places: Sequence[Position]
    tree: Inlines
    warnings: tuple[Diagnostic, ...] = ()


class LiveDocument:
    """One document in a style; `render` may be called again and again while it changes.

    References, and the cites of a citation, that stay the same objects cost next to
    nothing then. `as_cited` promises that references are always listed in the order of
    their first cites, those without any last.
    """

    def __init__(self, plan: Plan, as_cited: bool = False) -> None:
        self._plan = plan
        self._as_cited = as_cited
        self._references: dict[str, Reference] = {}
        self._items: dict[str, Item] = {}
        self._forget()

    def render(
        self, references: Sequence[Reference], citations: Sequence[Citation] = ()
    ) -> Rendering:
        """Format `citations` in document order, and a bibliography of all `references`.

        A cite of an unknown key, and a work that cannot be rendered, are left out with
        a warning.
        """
        return guarded(self._render, references, citations)

    def _render(
        self, references: Sequence[Reference], citations: Sequence[Citation]
    ) -> Rendering:
        try:
            return self._pass(references, citations)
        except Exception:
            # what is remembered may be half of the old and half of the new
            self._forget()
            raise

    def _forget(self) -> None:
        self._listed: list[Reference] = []
        self._state = State(self._plan, {}, (), {})
        self._ordering = Ordering(self._plan)
        self._looks = Looks(self._plan)
        plan = self._plan
        self._cite_values = SortValues(plan.citation.keys, plan)
        self._names_keys: dict[str, tuple[bool, str]] = {}
        self._done: dict[int, _Done] = {}

    def _pass(
        self, references: Sequence[Reference], citations: Sequence[Citation]
    ) -> Rendering:
        # 1 prepare the works, and leave out cites of others
        items = self._prepared(references)
        given = _identities(citations)
        before = list(map(self._done.get, given))
        warnings: tuple[Diagnostic, ...] = ()
        if self._has_unknown(citations, before, items):
            citations, warnings = _without_unknown(citations, items)
            given = _identities(citations)
            before = list(map(self._done.get, given))
        listed = () if self._as_cited else citations
        first_cites = cache(partial(_first_cites, listed))
        # 2 sort and number the works
        state = self._ordering.settle(items, first_cites)
        # 3 disambiguate their cites
        if self._plan.citation.whole.prints_first_notes:
            state = state._replace(first_notes=_first_notes(citations))
        if citations or self._looks.reach_entries:
            state = self._looks.disambiguate(state, first_cites)
        # 4 and 5 place and render the citations, or keep what was rendered
        done = self._cited(citations, before, state)
        self._done = dict(zip(given, done, strict=True))
        self._state = state
        # 6 render the entries when they are asked for
        entries = partial(format_bibliography, state)
        trees = tuple([each.tree for each in done])
        told = tuple([warning for each in done for warning in each.warnings])
        return Rendering(trees, entries, warnings + told)

    def _has_unknown(
        self,
        citations: Iterable[Citation],
        before: Sequence[_Done | None],
        items: Mapping[str, Item],
    ) -> bool:
        """Return True if any citation has a cite of no work."""
        if self._state.items.keys() <= items.keys():
            # no citation that was rendered before has unknown cites
            citations = compress(citations, map(not_, before))
        return any(key not in items for each in citations for key in each.works)

    def _prepared(self, listed: Sequence[Reference]) -> Mapping[str, Item]:
        """The items of the references `listed`, the same as before if these are; with
        another reference under a known key, all is forgotten."""
        if listed == self._listed:
            return self._state.items
        references = {reference.id: reference for reference in listed}
        known = self._references
        differs = map(
            is_not,
            references.values(),
            map(known.get, references),
        )
        new = dict(compress(references.items(), differs))
        # another record under a known key changes what everything depends on
        if not known.keys().isdisjoint(new):
            self._forget()
        language = self._plan.terms.language
        self._items |= {
            key: prepare(reference, language) for key, reference in new.items()
        }
        self._references |= new
        self._listed = list(listed)
        return dict(
            zip(
                references,
                map(self._items.__getitem__, references),
                strict=True,
            )
        )

    def _cited(
        self, citations: Sequence[Citation], same: list[_Done | None], state: State
    ) -> list[_Done]:
        """The citations: the `same` as before wherever nothing they depend on has
        changed.
        """
        changed = state.changed_since(self._state)
        # numbers and suffixes may be sort keys
        self._cite_values.forget(changed)
        if not changed.isdisjoint(
            self._state.items
        ):  # no citation rendered before has a work that is new
            same = [
                done if done and changed.isdisjoint(done.works) else None
                for done in same
            ]
        if state.keeps_order_of(self._state) and not self._plan.citation.whole.placed:
            others = compress(citations, map(not_, same))
            anew = iter(
                [
                    self._rendered(
                        each,
                        self._in_order(each, state),
                        (),
                        state,
                    )
                    for each in others
                ]
            )
            return [before or next(anew) for before in same]
        return self._replaced(citations, same, state)

    def _replaced(
        self, citations: Sequence[Citation], same: Sequence[_Done | None], state: State
    ) -> list[_Done]:
        """The citations, where the order or the places of their cites may have
        changed.
        """
        in_order = state.keeps_order_of(self._state)
        cites: list[Sequence[Cite]] = []
        for citation, before in zip(citations, same, strict=True):
            if before and in_order:
                cites.append(before.cites)
            else:
                cites.append(self._in_order(citation, state))
        placed = self._places(citations, cites)
        done: list[_Done] = []
        for citation, before, ordered, places in zip(
            citations, same, cites, placed, strict=False
        ):
            if before and before.cites == ordered and before.places == places:
                done.append(before)
            else:
                done.append(
                    self._rendered(
                        citation,
                        ordered,
                        places,
                        state,
                    )
                )
        return done

    def _places(
        self, citations: Sequence[Citation], cites: Sequence[Sequence[Cite]]
    ) -> Iterable[Sequence[Position]]:
        """The positions of each citation's cites; none where the style does not ask for
        them.
        """
        area = self._plan.citation
        if not area.whole.placed:
            return repeat(())
        near = whole_number(area.options.get("near-note-distance"), 5)
        return positions(
            cites,
            [citation.note for citation in citations],
            near,
        )

    def _in_order(self, citation: Citation, state: State) -> Sequence[Cite]:
        """Return the cites of a citation in the style's order, or in the writer's.

        The first author of a narrative citation is in the running text and stays
        first. A prefix is about the cites beside it ("see A; B", "A; and B"), so that
        they stay, as in pandoc.
        """
        cites = citation.cites
        if not self._plan.citation.keys or len(cites) < 2:
            return cites
        if any(cite.arranged for cite in cites):
            return cites
        if cites[0].mode == "narrative":
            others = Citation(cites[1:], author_order=citation.author_order)
            return cites[0], *self._in_order(others, state)
        if citation.author_order:
            stretches = _stretches(cites)
            if len(stretches) > 1:
                each = [Citation(stretch) for stretch in stretches]
                return tuple(
                    chain.from_iterable(self._in_order(c, state) for c in each)
                )
        elif any(cite.prefix for cite in cites):
            return cites
        return self._sorted(cites, state)

    def _sorted(self, cites: Sequence[Cite], state: State) -> Sequence[Cite]:
        keys = self._plan.citation.keys
        value = self._cite_values.within(state.context)
        ties = sort_by(
            keys,
            cites,
            lambda place, cite: value(place, cite.id),
        )
        # so that the works of one author stand together
        if groups_cites(self._plan.citation.options):
            for tie in ties:
                if len(tie) > 1:
                    tie.sort(key=lambda cite: self._names_key(cite.id, state))
        return tuple([cite for tie in ties for cite in tie])

    def _names_key(self, work: str, state: State) -> tuple[bool, str]:
        if work not in self._names_keys:
            self._names_keys[work] = names_key(
                state.items[work].context(),
                self._plan,
            )
        return self._names_keys[work]

    def _rendered(
        self,
        citation: Citation,
        cites: Sequence[Cite],
        places: Sequence[Position],
        state: State,
    ) -> _Done:
        # a style that asks for no positions gets none
        placed = zip(cites, places or repeat(UNPLACED), strict=False)
        runs = citation_runs(
            [(cite, _context(cite, place, state)) for cite, place in placed],
            self._plan,
            author_order=citation.author_order,
        )
        works = frozenset([cite.id for cite in cites])
        tree = finish(runs, self._plan.terms, self._plan.in_notes)
        warnings: tuple[Diagnostic, ...] = ()
        if cites and (NO_PRINTED_FORM in runs or EMPTY_CITE in runs):
            message = "the style prints nothing of this cite; a marker stands for it"
            warnings = (
                Diagnostic(
                    "no-printed-form",
                    message,
                    key=cites[0].id,
                ),
            )
        return _Done(
            citation.cites,
            works,
            cites,
            places,
            tree,
            warnings,
        )


def _stretches(cites: Sequence[Cite]) -> list[tuple[Cite, ...]]:
    """Return the cites in stretches that no prefix or suffix of the author's parts.

    jgm/citeproc sorts so: the author's words are about the cites beside them, and a
    cite with a prefix stays where it is ("see Bee 2002; Abe 2001").
    """
    stretches: list[list[Cite]] = []
    for cite in cites:
        before = stretches[-1][-1] if stretches else None
        if before and not (cite.prefix or before.prefix or before.suffix):
            stretches[-1].append(cite)
        else:
            stretches.append([cite])
    return [tuple(stretch) for stretch in stretches]


def _identities(citations: Iterable[Citation]) -> list[int]:
    """Return the ids of what citations cite.

    Documents have thousands of them, which are passed through without a function of
    Python's each.
    """
    return list(map(id, map(_CITES, citations)))


def _first_cites(citations: Iterable[Citation]) -> dict[str, int]:
    """The places of the works among those cited, by their first cites."""
    works = dict.fromkeys(chain.from_iterable(map(attrgetter("works"), citations)))
    return dict(zip(works, count(), strict=False))


def _first_notes(citations: Iterable[Citation]) -> dict[str, int]:
    """The notes in which works are cited first."""
    notes: dict[str, int] = {}
    for citation in citations:
        for work in citation.works:
            notes.setdefault(work, citation.note)
    return notes


def _context(cite: Cite, place: Position, state: State) -> Context:
    cx = state.context(cite.id)
    if cite.locator:
        words = state.plan.terms.locator_labels
        label = cite.label or "page"
        cx.locator, cx.label = located(
            cite.locator.strip(),
            label,
            words,
        )
    cx.position, cx.near_note, cx.first_note = (
        place.position,
        place.near_note,
        place.first_note,
    )
    return cx


def _without_unknown(
    citations: Sequence[Citation], items: Mapping[str, Item]
) -> tuple[list[Citation], tuple[Diagnostic, ...]]:
    """`citations` without cites of works that are not in `items`, and a warning for
    each of those.
    """
    known = []
    for citation in citations:
        cites = tuple([cite for cite in citation.cites if cite.id in items])
        if cites != citation.cites:
            citation = attrs.evolve(citation, cites=cites)
        known.append(citation)
    unknown = [
        cite.id
        for citation in citations
        for cite in citation.cites
        if cite.id not in items
    ]
    return known, tuple(
        [
            Diagnostic("unknown-key", f"no reference {key!r} to cite", key=key)
            for key in unknown
        ]
    )
