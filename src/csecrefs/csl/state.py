"""Facts about a document's works that are settled before its citations are rendered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csecrefs.csl.compiler import Plan
from csecrefs.csl.context import PLAINLY, Context, Disambiguation
from csecrefs.csl.disambiguate import Levels
from csecrefs.csl.item import Item
from csecrefs.csl.style import NOTHING
from csecrefs.tuples import NamedTuple


class State(NamedTuple):
    """The works by key, their order and numbers in the bibliography, and how far they
    are spelled out.

    Works that the bibliography's sort leaves equal share a rank. `first_notes` are the
    notes of their first cites, in styles that print them.
    """

    plan: Plan
    items: Mapping[str, Item]
    order: Sequence[str]
    numbers: Mapping[str, int]
    ranks: Mapping[str, int] = NOTHING
    levels: Levels = NOTHING
    spelled: Mapping[str, Disambiguation] = NOTHING
    first_notes: Mapping[str, int] = NOTHING

    def context(self, key: str, *, bibliography: bool = False) -> Context:
        """A fresh context to render a work in."""
        cx = self.items[key].context()
        cx.bibliography = bibliography
        cx.number = self.numbers[key]
        cx.disambiguation = self.spelled.get(key, PLAINLY)
        cx.name_levels = self.levels
        cx.abbreviations = self.plan.abbreviations
        return cx

    def keeps_order_of(self, before: State) -> bool:
        """True if the works that were there `before` still stand in the same order."""
        if self.order is before.order:
            return True
        kept = filter(self.items.__contains__, before.order)
        return list(kept) == list(filter(before.items.__contains__, self.order))

    def changed_since(self, before: State) -> set[str]:
        """The works whose cites may differ from what they were `before`."""
        changed = set(self.items.keys() - before.items.keys())
        if self.plan.citation.whole.counted and self.numbers is not before.numbers:
            changed |= {key for key, _ in self.numbers.items() ^ before.numbers.items()}
        if self.spelled != before.spelled:
            changed |= {key for key, _ in self.spelled.items() ^ before.spelled.items()}
        return changed | self.bearers(before.levels)

    def bearers(self, levels: Levels) -> set[str]:
        """The works with a name whose level differs from that in `levels`."""
        if levels is self.levels:
            return set()
        names = {name for (name, _), _ in self.levels.items() ^ levels.items()}
        if not names:
            return set()
        return {
            key for key, item in self.items.items() if not names.isdisjoint(item.people)
        }
