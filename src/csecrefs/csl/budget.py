"""The cost of a style: how many elements it may render for one work.

Calls of macros multiply. 26 macros, each of which calls the one before twice, print one
line of text 67 million times, out of a file of 2 kB. A style is refused before it
renders anything, by an upper bound of the elements that a work passes through.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from csecrefs.csl.locale import Terms
from csecrefs.csl.macros import children_of
from csecrefs.csl.style import Area, Choose, Date, Element, Names, Style, Text
from csecrefs.errors import StyleError

BUDGET: Final = 50_000
"""Elements rendered for one work, which take about 20 ms. Of 2,852 independent styles
the costliest one, chicago-notes-bibliography-classic, renders at most 5,117.
"""


def check_budget(style: Style, terms: Terms, macros: Iterable[str]) -> None:
    """Raise StyleError, with its line, for the first macro or layout that renders more
    elements than `BUDGET`. `macros` has each name after those that it calls.
    """
    costs = _Costs(terms)
    for name in macros:
        cost = costs.of_all(style.macros[name])
        if cost > BUDGET:
            raise _too_costly(f"the macro {name!r}", style.macro_lines.get(name, 0))
        costs.of_macro[name] = cost
    areas = {"citation": style.citation, "bibliography": style.bibliography}
    for name, area in areas.items():
        if area is not None and costs.of_area(area) > BUDGET:
            raise _too_costly(f"the {name}", area.line)


def _too_costly(what: str, line: int) -> StyleError:
    reason = f"{what} renders more than {BUDGET:,} elements for one work"
    return StyleError(f"{reason}; it must call fewer macros, or less often", line)


class _Costs:
    """The costs of elements; those of the macros that they call are known before."""

    def __init__(self, terms: Terms) -> None:
        self.of_macro: dict[str, int] = {}
        self._terms = terms

    def of_area(self, area: Area) -> int:
        """Return the cost of a layout and its sort keys."""
        keys = sum(self.of_macro.get(key.macro, 1) for key in area.sort)
        return keys + self.of_all(area.layout)

    def of_all(self, elements: Iterable[Element]) -> int:
        """Return the cost of elements in sequence."""
        return sum(map(self._of, elements))

    def _of(self, element: Element) -> int:
        match element:
            case Text(source="macro"):
                return 1 + self.of_macro[element.name]
            case Choose():
                # a work meets every test, and takes one branch
                tests = sum(len(branch.tests) for branch in element.branches)
                taken = [self.of_all(branch.children) for branch in element.branches]
                return 1 + tests + max(taken, default=0)
            case Names():
                return len(element.variables) + self.of_all(element.substitute)
            case Date():
                localized = self._terms.dates.get(element.form, element)
                return 1 + len(element.parts) + len(localized.parts)
        return 1 + self.of_all(children_of(element))
