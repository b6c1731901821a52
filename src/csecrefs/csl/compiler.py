"""Style and terms to a plan: every element a closure, every macro compiled once, when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from csecrefs.csl.context import Abbreviations, Context, Renderer
from csecrefs.csl.elements.date import compile_date
from csecrefs.csl.elements.group import compile_choose, compile_group, joined
from csecrefs.csl.elements.names import compile_names
from csecrefs.csl.elements.number import compile_label, compile_number
from csecrefs.csl.elements.text import compile_text
from csecrefs.csl.locale import Terms
from csecrefs.csl.needs import Needs, needs_of
from csecrefs.csl.parse import NAME_OPTIONS
from csecrefs.csl.style import (
    Area,
    Choose,
    Date,
    Element,
    Group,
    Label,
    Look,
    Names,
    Number,
    Options,
    Style,
    Text,
)
from csecrefs.errors import StyleError
from csecrefs.text.runs import Run

_DUMMY: Final = Area(layout=())
_MAX_CALLS: Final = 50
_AUTHOR: Final = Names(
    ("author",),
    {"name-form": "short", "and": "text"},
    substitute=(Names(("editor",)), Names(("translator",)), Text("variable", "title", "short")),
)


@attrs.frozen
class CompiledKey:
    """A sort key: a variable, or a macro's renderer, and its direction."""

    variable: str
    macro: Renderer | None
    descending: bool


@attrs.frozen
class Compiled:
    """A citation or bibliography, compiled: the layout's children, how they are dressed and sorted."""

    children: tuple[Renderer, ...]
    delimiter: str
    look: Look
    keys: tuple[CompiledKey, ...]
    options: Options
    explicit_year_suffix: bool
    has_conditions: bool
    initialize_with: str | None

    def layout(self, cx: Context, out: list[Run]) -> int:
        """Render the layout's children in sequence."""
        flags = 0
        for child in self.children:
            flags |= child(cx, out)
        return flags


@attrs.frozen
class Plan:
    """A style ready to render in one language."""

    style: Style
    terms: Terms
    citation: Compiled
    bibliography: Compiled | None
    author: Renderer
    """Who wrote a work, as running text names them where the style's citations do not."""
    abbreviations: Abbreviations


def compile_style(style: Style, terms: Terms, abbreviations: Abbreviations) -> Plan:
    """The plan for `style`. Raises StyleError for a macro that is missing or calls itself."""
    _check_macros(style)
    citation = _compile_area(style, terms, style.citation or _DUMMY)
    bibliography = _compile_area(style, terms, style.bibliography) if style.bibliography else None
    author = _Whole(style, terms, style.citation or _DUMMY).element(_AUTHOR)
    return Plan(style, terms, citation, bibliography, author, abbreviations)


def _compile_area(style: Style, terms: Terms, area: Area) -> Compiled:
    whole = _Whole(style, terms, area)
    return Compiled(
        children=tuple(whole.element(child) for child in area.layout),
        delimiter=area.delimiter,
        look=area.look,
        keys=tuple(
            CompiledKey(
                key.variable,
                _Whole(style, terms, area, key.options).macro(key.macro) if key.macro else None,
                key.descending,
            )
            for key in area.sort
        ),
        options={**style.options, **area.options},
        explicit_year_suffix=whole.explicit_year_suffix,
        has_conditions=whole.has_conditions,
        initialize_with=whole.initialize_with,
    )


class _Whole:
    """What the elements of one area share; macros are compiled when first called."""

    def __init__(self, style: Style, terms: Terms, area: Area, key_options: Options | None = None) -> None:
        self.style = style
        self.terms = terms
        self.options: Options = {**style.options, **area.options}
        inherited = {name: value for name, value in self.options.items() if name in NAME_OPTIONS}
        self.names_options: Options = {**inherited, **(key_options or {})}
        self.page_range_format = style.options.get("page-range-format", "")
        self.mark_names = bool(self.options.get("subsequent-author-substitute")) and key_options is None
        reachable = list(_reachable(style, area.layout))
        self.explicit_year_suffix = any(
            isinstance(node, Text) and node.source == "variable" and node.name == "year-suffix"
            for each in (style.citation, style.bibliography)
            if each is not None
            for node in _reachable(style, each.layout)
        )
        self.has_conditions = any(
            name == "disambiguate"
            for node in reachable
            if isinstance(node, Choose)
            for branch in node.branches
            for name, _ in branch.tests
        )
        self.initialize_with = next(
            (
                value
                for node in reachable
                if isinstance(node, Names) and (value := node.options.get("initialize-with")) is not None
            ),
            self.names_options.get("initialize-with"),
        )
        self._macros: dict[str, Renderer] = {}
        self._known_needs: dict[str, Needs] = {}

    def elements(self, children: tuple[Element, ...], delimiter: str = "") -> Renderer:
        """The renderers of `children` joined by `delimiter`, compiled when first needed."""
        compiled: list[Renderer] = []

        def render(cx: Context, out: list[Run]) -> int:
            if not compiled:
                compiled.append(joined([self.element(child, delimiter) for child in children], delimiter))
            return compiled[0](cx, out)

        return render if children else _nothing

    def element(self, child: Element, delimiter: str = "") -> Renderer:
        """The renderer of one element; `delimiter` is that of the group around it."""
        match child:
            case Text():
                return compile_text(child, self)
            case Group():
                return compile_group(child, self)
            case Choose():
                return compile_choose(child, self, delimiter)
            case Names():
                return compile_names(child, self)
            case Date():
                return compile_date(child, self)
            case Number():
                return compile_number(child, self)
            case Label():
                return compile_label(child, self)

    def macro(self, name: str) -> Renderer:
        """The renderer of a macro, shared by all who call it."""
        if name not in self._macros:
            self._macros[name] = self.elements(self.style.macros[name])
        return self._macros[name]

    def needs(self, element: Element) -> Needs:
        """What an element needs to print."""
        return needs_of(element, self.style.macros, self._known_needs)


def _nothing(_: Context, __: list[Run]) -> int:
    return 0


def _children(node: Element) -> Sequence[Element]:
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
        pending.extend(_children(node))


def _reachable(style: Style, elements: Sequence[Element]) -> Iterator[Element]:
    """Every element below `elements`, through macros."""
    seen: set[str] = set()
    pending = [tuple(elements)]
    while pending:
        for node in _walk(pending.pop()):
            yield node
            if isinstance(node, Text) and node.source == "macro" and node.name not in seen:
                seen.add(node.name)
                pending.append(style.macros[node.name])


def _check_macros(style: Style) -> None:
    calls: dict[str, list[Text]] = {}
    for name, elements in style.macros.items():
        calls[name] = _calls(elements)
    roots = [area for area in (style.citation, style.bibliography) if area is not None]
    outer = [call for area in roots for call in _calls(area.layout)]
    for call in outer + [call for inner in calls.values() for call in inner]:
        if call.name not in calls:
            raise StyleError(f"the style calls the macro {call.name!r}, which it does not define", call.line)
    for area in roots:
        for key in area.sort:
            if key.macro and key.macro not in calls:
                raise StyleError(
                    f"the style sorts by the macro {key.macro!r}, which it does not define", key.line
                )
    _check_nesting(calls)


def _calls(elements: Sequence[Element]) -> list[Text]:
    return [node for node in _walk(elements) if isinstance(node, Text) and node.source == "macro"]


def _check_nesting(calls: dict[str, list[Text]]) -> None:
    """Raise StyleError for a macro that calls itself, and for calls nested deeper than is rendered."""
    heights: dict[str, int] = {}
    for root in calls:
        pending = {} if root in heights else {root: iter(calls[root])}
        while pending:
            name = next(reversed(pending))
            call = next(pending[name], None)
            if call is None:
                del pending[name]
                heights[name] = 1 + max((heights[each.name] for each in calls[name]), default=0)
                if heights[name] > _MAX_CALLS:
                    line = calls[name][0].line
                    raise StyleError(f"the style's macros call each other more than {_MAX_CALLS} deep", line)
            elif call.name in pending:
                raise StyleError(f"the macro {call.name!r} calls itself", call.line)
            elif call.name not in heights:
                pending[call.name] = iter(calls[call.name])
