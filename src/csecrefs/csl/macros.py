"""Calls of macros in a style: the elements an area reaches, missing macros, cycles.

Nothing here recurses: neither nesting nor chains of macros are bounded by Python's
stack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from csecrefs.csl.style import (
    Choose,
    Date,
    Element,
    Group,
    Label,
    Names,
    Number,
    Style,
    Text,
)
from csecrefs.errors import StyleError

# Depth of calls: each takes some frames of Python's stack when it renders.
_MAX_CALLS: Final = 50


def children_of(node: Element) -> Sequence[Element]:
    """Return the elements inside one, those of all branches of a `cs:choose`."""
    match node:
        case Group():
            return node.children
        case Names():
            return node.substitute
        case Choose():
            return [child for branch in node.branches for child in branch.children]
    return ()


def _walk(elements: Sequence[Element]) -> Iterator[Element]:
    pending = list(elements)
    while pending:
        node = pending.pop()
        yield node
        pending.extend(children_of(node))


def reachable(style: Style, elements: Sequence[Element]) -> Iterator[Element]:
    """Yield every element below `elements`, through macros."""
    seen: set[str] = set()
    pending = [tuple(elements)]
    while pending:
        for node in _walk(pending.pop()):
            yield node
            if (
                isinstance(node, Text)
                and node.source == "macro"
                and node.name not in seen
            ):
                seen.add(node.name)
                pending.append(style.macros[node.name])


def named_in(style: Style, elements: Sequence[Element]) -> set[str]:
    """The variables that are printed or tested below `elements`, and the attributes
    they are tested by.
    """
    names: set[str] = set()
    for node in reachable(style, elements):
        match node:
            case Text():
                names.add(node.name)
            case Number() | Label() | Date():
                names.add(node.variable)
            case Names():
                names |= {*node.variables, *node.options}
            case Choose():
                names |= {
                    part
                    for branch in node.branches
                    for test in branch.tests
                    for part in test
                }
    return names


def check_macros(style: Style) -> Iterable[str]:
    """Return the names of the macros, each after those that it calls.

    Raises StyleError for a macro that is missing, calls itself, or nests too deeply.
    """
    calls: dict[str, list[Text]] = {}
    for name, elements in style.macros.items():
        calls[name] = _calls(elements)
    roots = [area for area in (style.citation, style.bibliography) if area is not None]
    outer = [call for area in roots for call in _calls(area.layout)]
    for call in outer + [call for inner in calls.values() for call in inner]:
        if call.name not in calls:
            raise StyleError(
                f"the style calls the macro {call.name!r}, which it does not define",
                call.line,
            )
    for area in roots:
        for key in area.sort:
            if key.macro and key.macro not in calls:
                raise StyleError(
                    f"the style sorts by the macro {key.macro!r}, which it does not define",
                    key.line,
                )
    heights = _heights(calls)
    for name, height in heights.items():
        if height > _MAX_CALLS:
            raise StyleError(
                f"the style's macros call each other more than {_MAX_CALLS} deep",
                calls[name][0].line,
            )
    return heights


def _calls(elements: Sequence[Element]) -> list[Text]:
    return [
        node
        for node in _walk(elements)
        if isinstance(node, Text) and node.source == "macro"
    ]


def _heights(calls: Mapping[str, Sequence[Text]]) -> dict[str, int]:
    """Return how deep the calls of each macro nest, called macros first.

    Raises StyleError for a macro that calls itself.
    """
    heights: dict[str, int] = {}
    for root in calls:
        # a path through the calls, with what is left of each macro on it
        path = {} if root in heights else {root: iter(calls[root])}
        while path:
            name = next(reversed(path))
            call = next(path[name], None)
            if call is None:
                del path[name]
                below = (heights[each.name] for each in calls[name])
                heights[name] = 1 + max(below, default=0)
            elif call.name in path:
                raise StyleError(f"the macro {call.name!r} calls itself", call.line)
            elif call.name not in heights:
                path[call.name] = iter(calls[call.name])
    return heights
