"""Needs of an element: the variables without which it prints nothing, found before
anything is rendered.

A style names far more variables than one work has. A group, macro or names element none
of whose variables the work has can be passed over as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from csecrefs.csl.style import Choose, Date, Element, Group, Label, Names, Number, Text
from csecrefs.tuples import NamedTuple

# Variables whose short form has a name of its own.
SHORT_FORMS: Final = {
    "title": "title-short",
    "container-title": "container-title-short",
}
# Variables that come from where a work is cited, not from the work.
_OF_THE_PLACE: Final = frozenset(
    {
        "locator",
        "citation-number",
        "first-reference-note-number",
        "year-suffix",
        "citation-label",
    }
)


class Needs(NamedTuple):
    """The facts about an element if none of `variables` is set.

    `calls`: it certainly calls a variable, so that the group around it is suppressed;
    `silent`: it certainly prints nothing; `pure`: nothing but the variables decides;
    `names`: it asks for names.
    """

    variables: frozenset[str]
    calls: bool = True
    silent: bool = True
    pure: bool = True
    names: bool = False

    @property
    def to_print(self) -> frozenset[str] | None:
        """The variables of a group or macro of which it needs one to print; None if
        that is not certain.
        """
        if self.calls and self.pure:
            return self.variables
        return None


# The needs of no element at all, of words, and of what the place decides.
_NOTHING: Final = Needs(frozenset(), calls=False)
_WORDS: Final = Needs(frozenset(), calls=False, silent=False)
_UNCERTAIN: Final = Needs(frozenset(), pure=False)

Macros = Mapping[str, Sequence[Element]]


class KnownNeeds(NamedTuple):
    """The needs found so far in one style.

    `elements` are by identity and keep the elements alive, so that no other one can
    have that: groups inside groups would be walked again at each level.
    """

    macros: dict[str, Needs]
    elements: dict[int, tuple[Element, Needs]]


def needs_of(element: Element, macros: Macros, known: KnownNeeds) -> Needs:
    """Return the needs of `element`; `known` collects those of all elements in it."""
    kept = known.elements.get(id(element))
    if kept is not None:
        return kept[1]
    found = _found(element, macros, known)
    known.elements[id(element)] = (element, found)
    return found


def _found(element: Element, macros: Macros, known: KnownNeeds) -> Needs:
    def of(child: Element) -> Needs:
        return needs_of(child, macros, known)

    match element:
        case Text(source="macro"):
            name = element.name
            if name not in known.macros:
                known.macros[name] = _suppressed(_all(map(of, macros[name])))
            return known.macros[name]
        case Text(source="variable", name=name) | Number(variable=name):
            return _variable(name)
        case Text() | Label():
            return _WORDS
        case Date():
            return Needs(frozenset({element.variable}))
        case Names():
            return _names(element, of)
        case Group():
            return _suppressed(_all(map(of, element.children)))
        case Choose():
            return _choose(element, of)


def _all(parts: Iterable[Needs]) -> Needs:
    """Elements in sequence."""
    whole = _NOTHING
    for part in parts:
        whole = Needs(
            whole.variables | part.variables,
            whole.calls or part.calls,
            whole.silent and part.silent,
            whole.pure and part.pure,
            whole.names or part.names,
        )
    return whole


def _suppressed(inside: Needs) -> Needs:
    """A group or macro: what it calls in vain silences its words; words alone count as
    filled.
    """
    silent = inside.silent or inside.calls
    return inside._replace(silent=silent, pure=inside.pure and silent)


def _variable(name: str) -> Needs:
    if name in _OF_THE_PLACE:
        return _UNCERTAIN
    short = SHORT_FORMS.get(name, f"{name}-short")
    variables = {name, short}
    if name == "page-first":
        variables.add("page")
    return Needs(frozenset(variables))


def _names(element: Names, of: Callable[[Element], Needs]) -> Needs:
    """Names, and what stands in for them; words as a substitute always print."""
    substitutes = _all(map(of, element.substitute))
    variables = substitutes.variables | set(element.variables)
    return Needs(
        variables,
        pure=substitutes.pure and substitutes.silent,
        names=True,
    )


def _choose(element: Choose, of: Callable[[Element], Needs]) -> Needs:
    """Whichever branch is taken; without an else, perhaps none."""
    branches = [_all(map(of, branch.children)) for branch in element.branches]
    whole = _all(branches)
    opened = any(
        name == "disambiguate"
        for branch in element.branches
        for name, _ in branch.tests
    )
    # without an else, no branch may be taken, and then nothing is called
    certain = any(not branch.tests for branch in element.branches)
    return Needs(
        whole.variables,
        calls=certain and all(branch.calls for branch in branches),
        silent=whole.silent,
        pure=whole.pure and not opened,
        names=whole.names,
    )
