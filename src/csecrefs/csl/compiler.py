"""Style and terms to a plan: every element a closure, every macro compiled once, when
it is first needed.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

from csecrefs.csl.budget import check_budget
from csecrefs.csl.context import Abbreviations, Context, Renderer, spanned
from csecrefs.csl.elements.date import compile_date
from csecrefs.csl.elements.group import (
    compile_choose,
    compile_group,
    joined,
    undisplayed,
)
from csecrefs.csl.elements.names import compile_names
from csecrefs.csl.elements.number import compile_label, compile_number
from csecrefs.csl.elements.text import compile_text
from csecrefs.csl.locale import Terms
from csecrefs.csl.macros import check_macros, named_in, reachable
from csecrefs.csl.needs import KnownNeeds, Needs, needs_of
from csecrefs.csl.parse import NAME_OPTIONS
from csecrefs.csl.style import (
    Area,
    Choose,
    Date,
    Element,
    Group,
    Key,
    Label,
    Look,
    Names,
    Number,
    Options,
    Style,
    Text,
)
from csecrefs.text.runs import Run
from csecrefs.tuples import NamedTuple

# What makes a cite depend on the cites before it ("Rendering elements", position).
_PLACES: Final = frozenset(
    {
        "position",
        "first-reference-note-number",
        "et-al-subsequent-min",
        "et-al-subsequent-use-first",
    }
)
# The citation of a dependent style, which renders nothing by itself.
_DUMMY: Final = Area(layout=())
# Names in running text for styles whose cites print no names, such as "[9]".
_AUTHOR: Final = Names(
    ("author",),
    # "Zhou et al. [9]": running text is cut where most styles of names cut
    {
        "name-form": "short",
        "and": "text",
        "et-al-min": "3",
        "et-al-use-first": "1",
        "et-al-use-last": "false",
        "delimiter-precedes-last": "contextual",
        "delimiter-precedes-et-al": "contextual",
    },
    substitute=(
        Names(("editor",)),
        Names(("translator",)),
        Text("variable", "title", "short"),
    ),
)


class CompiledKey(NamedTuple):
    """A sort key: a variable, or a macro's renderer, and its direction."""

    variable: str
    macro: Renderer | None
    descending: bool


class Compiled(NamedTuple):
    """A citation or bibliography, compiled: the layout's children, how they are dressed
    and sorted.
    """

    children: tuple[Renderer, ...]
    delimiter: str
    look: Look
    keys: tuple[CompiledKey, ...]
    options: Options
    whole: _Whole

    def layout(self, cx: Context, out: list[Run]) -> int:
        """Render the layout's children in sequence."""
        flags = 0
        for child in self.children:
            flags |= child(cx, out)
        return flags


class Plan(NamedTuple):
    """A style ready to render in one language."""

    style: Style
    terms: Terms
    citation: Compiled
    bibliography: Compiled | None
    author: Renderer
    """Who wrote a work, as running text names them where the style's citations do
    not.
    """
    abbreviations: Abbreviations

    @property
    def in_notes(self) -> bool:
        """True if citations stand in notes."""
        return self.style.style_class == "note"

    @property
    def demotes(self) -> bool:
        """True if names sort without their non-dropping particle."""
        return (
            # The default of this option is "display-and-sort" ("Global Options").
            self.style.options.get("demote-non-dropping-particle", "display-and-sort")
            != "never"
        )


def compile_style(
    style: Style, terms: Terms, abbreviations: Abbreviations, spans: bool = False
) -> Plan:
    """Return the plan for `style`; with `spans`, the bibliography marks each value with
    its variable.

    Raises StyleError for a macro that is missing or calls itself, and for a style that
    renders too much.
    """
    # Macros that call others many times over multiply what a short style prints.
    check_budget(style, terms, check_macros(style))
    citation = _compile_area(style, terms, style.citation or _DUMMY)
    if style.bibliography:
        bibliography = _compile_area(style, terms, style.bibliography, spans)
    else:
        bibliography = None
    author = _Whole(
        style,
        terms,
        style.citation or _DUMMY,
    ).element(_AUTHOR)
    return Plan(style, terms, citation, bibliography, author, abbreviations)


def _compile_area(
    style: Style, terms: Terms, area: Area, spans: bool = False
) -> Compiled:
    whole = _Whole(style, terms, area, spans=spans)

    def compiled(key: Key) -> CompiledKey:
        macro = None
        if key.macro:
            macro = _Whole(
                style,
                terms,
                area,
                key.options,
            ).macro(key.macro)
        return CompiledKey(key.variable, macro, key.descending)

    return Compiled(
        children=tuple(whole.element(child) for child in area.layout),
        delimiter=area.delimiter,
        look=area.look,
        keys=tuple(map(compiled, area.sort)),
        options={**style.options, **area.options},
        whole=whole,
    )


class _Whole:
    """The parts that the elements of one area share; macros are compiled when first
    called.
    """

    def __init__(
        self,
        style: Style,
        terms: Terms,
        area: Area,
        key_options: Options | None = None,
        *,
        spans: bool = False,
    ) -> None:
        self.spans = spans
        self.style = style
        self.terms = terms
        self.options: Options = {**style.options, **area.options}
        # From cs:style and the area down to each cs:names ("Inheritable Name Options").
        inherited = {
            name: value for name, value in self.options.items() if name in NAME_OPTIONS
        }
        self.names_options: Options = {**inherited, **(key_options or {})}
        self.page_range_format = style.options.get("page-range-format", "")
        self.mark_names = (
            bool(self.options.get("subsequent-author-substitute"))
            and key_options is None
        )
        self._area = area
        self._macros: dict[str, Renderer] = {}
        self._known_needs = KnownNeeds({}, {})

    @cached_property
    def explicit_year_suffix(self) -> bool:
        """True if the style has a place of its own for the year-suffix."""
        return any(
            isinstance(node, Text)
            and node.source == "variable"
            and node.name == "year-suffix"
            for area in (self.style.citation, self.style.bibliography)
            if area is not None
            for node in reachable(self.style, area.layout)
        )

    @cached_property
    def has_conditions(self) -> bool:
        """True if the area tests `disambiguate`."""
        return any(
            name == "disambiguate"
            for node in reachable(self.style, self._area.layout)
            if isinstance(node, Choose)
            for branch in node.branches
            for name, _ in branch.tests
        )

    @cached_property
    def abbreviates_names(self) -> bool:
        """True if the area prints names without given names, or with initials."""
        names = [
            node
            for node in reachable(self.style, self._area.layout)
            if isinstance(node, Names)
        ]
        substitutes = [
            child
            for node in names
            for child in node.substitute
            if isinstance(child, Names)
        ]
        inheriting = {
            id(child) for child in substitutes if child.name is None
        }  # from what they stand in for
        return any(
            options.get("name-form") == "short"
            or ("initialize-with" in options and options.get("initialize") != "false")
            for options in (
                {**self.names_options, **node.options}
                for node in names
                if id(node) not in inheriting
            )
        )

    @cached_property
    def placed(self) -> bool:
        """True if anything depends on where among the others a cite stands."""
        return not _PLACES.isdisjoint(self._named | set(self.options))

    @cached_property
    def prints_first_notes(self) -> bool:
        """True if cites refer back to the note of a work's first cite."""
        return "first-reference-note-number" in self._named

    @cached_property
    def counted(self) -> bool:
        """True if anything depends on the numbers of works: their text, order or
        collapsing.
        """
        collapsed = self.options.get("collapse") == "citation-number"
        return collapsed or self.sorts_by_number or "citation-number" in self._named

    @cached_property
    def sorts_by_number(self) -> bool:
        """True if the order of works depends on their numbers before."""
        macros = [
            node
            for key in self._area.sort
            if key.macro
            for node in self.style.macros[key.macro]
        ]
        in_keys = {key.variable for key in self._area.sort}
        return "citation-number" in in_keys | named_in(self.style, macros)

    @cached_property
    def _named(self) -> set[str]:
        """The variables that the layout names."""
        return named_in(self.style, self._area.layout)

    def elements(self, children: tuple[Element, ...], delimiter: str = "") -> Renderer:
        """The renderers of `children` joined by `delimiter`, compiled when first
        needed.
        """
        compiled: list[Renderer] = []

        def render(cx: Context, out: list[Run]) -> int:
            if not compiled:
                compiled.append(
                    joined(
                        [self.element(child, delimiter) for child in children],
                        delimiter,
                    )
                )
            return compiled[0](cx, out)

        if children:
            return render
        return _nothing

    def element(self, child: Element, delimiter: str = "") -> Renderer:
        """The renderer of one element; `delimiter` is that of the group around it."""
        rendered = self._rendered(child, delimiter)
        if not self.spans:
            return rendered
        match child:
            case Text(source="variable"):
                return spanned(rendered, child.name)
            case Date() | Number():
                return spanned(rendered, child.variable)
        return rendered

    def _rendered(self, child: Element, delimiter: str) -> Renderer:
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
            self._macros[name] = self.elements(
                tuple(map(undisplayed, self.style.macros[name]))
            )
        return self._macros[name]

    def needs(self, element: Element) -> Needs:
        """Return the variables without which an element prints nothing."""
        return needs_of(element, self.style.macros, self._known_needs)


def _nothing(_: Context, __: list[Run]) -> int:
    return 0
