"""The processor: a document's citations and its bibliography, pass by pass.

1 sort and number, 2 position, 3 disambiguate, 4 render cites (memoised), 5 collapse and join, 6 render
entries, 7 finish. Each pass is a function on lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from csecrefs.csl.bibliography import layout_of, render_entry, substitute_authors
from csecrefs.csl.cite import Citation, Cite, Rendering
from csecrefs.csl.cluster import citation_runs, cite_runs, comparable
from csecrefs.csl.compiler import Plan, compile_style
from csecrefs.csl.context import PLAINLY, SUBSEQUENT, Abbreviations, Context, Disambiguation, NamesSeen
from csecrefs.csl.disambiguate import Look, disambiguate, name_levels
from csecrefs.csl.faults import guarded
from csecrefs.csl.finish import finish
from csecrefs.csl.item import Item, prepare
from csecrefs.csl.label import citation_label
from csecrefs.csl.locale import LoadLocale, speak
from csecrefs.csl.position import Position, notes_of, positions
from csecrefs.csl.sort import sort_by
from csecrefs.csl.style import Style, whole_number
from csecrefs.errors import Diagnostic
from csecrefs.model import Name, Reference
from csecrefs.text.inline import Entry, Inlines


class Processor:
    """A style in a language, ready to format documents."""

    def __init__(
        self,
        style: Style,
        load_locale: LoadLocale,
        locale: str = "",
        *,
        abbreviations: Abbreviations | None = None,
    ) -> None:
        """Compile `style` for `locale` (its own default if empty); raises StyleError if it cannot be used.

        `abbreviations` gives, by variable, the short form of long values, for `form="short"` where a record
        brings none; a list under "default", as Zotero keeps them, is read too.
        """
        short: Abbreviations = (abbreviations or {}).get("default", abbreviations or {})  # type: ignore[assignment]
        self.plan: Plan = compile_style(style, speak(style, load_locale, locale), short)

    def render(self, references: Sequence[Reference], citations: Sequence[Citation] = ()) -> Rendering:
        """Format `citations` in document order, and a bibliography of all `references`.

        A cite of an unknown key, and a work that cannot be rendered, are left out with a warning.
        """
        return guarded(self._render, references, citations)

    def _render(self, references: Sequence[Reference], citations: Sequence[Citation]) -> Rendering:
        return _Document(self.plan, references, citations).render()


class _Document:
    """One document on its way through the passes."""

    def __init__(self, plan: Plan, references: Sequence[Reference], citations: Sequence[Citation]) -> None:
        self.plan = plan
        self.warnings: list[Diagnostic] = []
        language = plan.terms.language
        self.items: dict[str, Item] = {ref.id: prepare(ref, language) for ref in references}
        self.citations = [self._known(citation) for citation in citations]
        self.order: list[str] = list(self.items)
        self.numbers: dict[str, int] = {key: place for place, key in enumerate(self.order, start=1)}
        self.ranks: dict[str, int] = dict(self.numbers)
        self.levels: Mapping[tuple[Name, bool], int] = {}
        self.spelled: dict[str, Disambiguation] = {}
        self.labels = {key: citation_label(item) for key, item in self.items.items()}

    def render(self) -> Rendering:
        """All passes, in order."""
        self.order = self._sorted()
        self.numbers = {key: place for place, key in enumerate(self.order, start=1)}
        self._disambiguate()
        return Rendering(self._citations(), *self._bibliography(), tuple(self.warnings))

    def _known(self, citation: Citation) -> Citation:
        known = tuple(cite for cite in citation.cites if cite.id in self.items)
        for cite in citation.cites:
            if cite.id not in self.items:
                self.warnings.append(
                    Diagnostic("unknown-key", f"no reference {cite.id!r} to cite", key=cite.id)
                )
        return citation if len(known) == len(citation.cites) else attrs.evolve(citation, cites=known)

    def _demote(self) -> bool:
        return self.plan.style.options.get("demote-non-dropping-particle", "display-and-sort") != "never"

    def _sorted(self) -> list[str]:
        area = self.plan.bibliography
        if area is None or not area.keys:
            return self.order
        contexts = {key: self._context(key) for key in self.order}
        ranked = sort_by(area.keys, self.order, contexts.__getitem__, self._demote())
        self.ranks = dict(ranked)
        return [key for key, _ in ranked]

    def _context(self, key: str, bibliography: bool = True) -> Context:
        cx = self.items[key].context()
        cx.bibliography = bibliography
        cx.number = self.numbers[key]
        cx.citation_label = self.labels.get(key, "")
        cx.disambiguation = self.spelled.get(key, PLAINLY)
        cx.name_levels = self.levels
        cx.abbreviations = self.plan.abbreviations
        return cx

    def _disambiguate(self) -> None:
        options = self.plan.citation.options
        if not any(name.startswith("disambiguate-") for name in options) and not self._has_conditions():
            return
        looks: dict[tuple[str, Disambiguation], Look] = {}
        contexts: dict[str, Context] = {}

        def look(key: str, spelled: Disambiguation) -> Look:
            if (key, spelled) not in looks:
                if key not in contexts:
                    contexts[key] = self._context(key, bibliography=False)
                cx = contexts[key]
                cx.position = SUBSEQUENT
                cx.looking = True
                cx.name_levels = self.levels
                cx.disambiguation = spelled
                text = comparable(cite_runs(cx, self.plan.citation))
                looks[key, spelled] = Look(text, tuple(cx.names_seen), cx.conditions)
            return looks[key, spelled]

        self.levels = self._name_levels(look)
        if self.levels:
            looks.clear()
        cited: dict[str, int] = {}
        for cite in (cite for citation in self.citations for cite in citation.cites):
            cited.setdefault(cite.id, len(cited))
        suffixed = sorted(self.order, key=lambda key: (self.ranks[key], cited.get(key, len(cited))))
        self.spelled = disambiguate(suffixed, options, look)

    def _has_conditions(self) -> bool:
        return self.plan.citation.whole.has_conditions

    def _name_levels(self, look: Any) -> Mapping[tuple[Name, bool], int]:
        options = self.plan.citation.options
        if options.get("givenname-disambiguation-rule", "by-cite") == "by-cite":
            return {}
        lists: list[tuple[NamesSeen, ...]] = [look(key, PLAINLY).names for key in self.order]
        return name_levels(lists, options, self.plan.citation.whole.initialize_with)

    def _citations(self) -> tuple[Inlines, ...]:
        sorted_cites = [self._sorted_cites(citation) for citation in self.citations]
        near = whole_number(self.plan.citation.options.get("near-note-distance"), 5)
        placed = positions(sorted_cites, notes_of(self.citations), near)
        return tuple(
            self._citation(cites, places) for cites, places in zip(sorted_cites, placed, strict=True)
        )

    def _sorted_cites(self, citation: Citation) -> Sequence[Cite]:
        keys = self.plan.citation.keys
        if not keys or len(citation.cites) < 2:
            return citation.cites
        contexts = {cite.id: self._context(cite.id, bibliography=False) for cite in citation.cites}
        cites = sorted(citation.cites, key=lambda cite: self.numbers[cite.id])
        return [cite for cite, _ in sort_by(keys, cites, lambda cite: contexts[cite.id], self._demote())]

    def _citation(self, cites: Sequence[Cite], places: Sequence[Position]) -> Inlines:
        rendered = [
            (cite, self._cite_context(cite, place)) for cite, place in zip(cites, places, strict=True)
        ]
        return finish(citation_runs(rendered, self.plan), self.plan.terms)

    def _cite_context(self, cite: Cite, place: Position) -> Context:
        cx = self._context(cite.id, bibliography=False)
        cx.locator, cx.label = cite.locator.strip(), cite.label or "page"
        cx.position, cx.near_note, cx.first_note = place.position, place.near_note, place.first_note
        return cx

    def _bibliography(self) -> tuple[tuple[Entry, ...] | None, Any]:
        area = self.plan.bibliography
        if area is None:
            return None, layout_of({}, ())
        runs = [render_entry(self._entry_context(key), area) for key in self.order]
        runs = substitute_authors(runs, area.options)
        entries = tuple(
            Entry(key, finish(entry, self.plan.terms))
            for key, entry in zip(self.order, runs, strict=True)
            if entry
        )
        return entries, layout_of(area.options, [entry.tree for entry in entries])

    def _entry_context(self, key: str) -> Context:
        cx = self._context(key)
        spelled = cx.disambiguation
        cx.disambiguation = Disambiguation(condition=spelled.condition, year_suffix=spelled.year_suffix)
        return cx
