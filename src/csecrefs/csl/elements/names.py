"""`cs:names`: lists of names by variable, their labels, and what stands in for missing
ones.

Source: CSL 1.0.2 specification, "Names", "Label" and "Substitute".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from csecrefs.csl.context import (
    CALLED,
    FILLED,
    Compiling,
    Context,
    Renderer,
    dressed,
    mark_span,
    unless_empty,
)
from csecrefs.csl.elements.group import undisplayed
from csecrefs.csl.elements.name import NameStyle, name_style, render_list, shown_of
from csecrefs.csl.style import (
    Choose,
    Element,
    Group,
    Label,
    Look,
    NameFormat,
    Names,
    Options,
)
from csecrefs.model import Name
from csecrefs.text.runs import Affix, Run, StyleText, pair

NAMES_OPEN, NAMES_CLOSE = pair("style", "names")
# The same people as editors and translators are printed once, with the term
# "editortranslator" ("Names").
_TOGETHER: Final = frozenset({"editor", "translator"})
LabelRenderer = Callable[[Context, str, int, list[Run]], None]


def compile_names(node: Names, whole: Compiling) -> Renderer:
    """The renderer of a `cs:names`."""
    options: Options = {**whole.names_options, **node.options}
    style = name_style(options, _inside(node), node.et_al, whole)
    delimiter = Affix(options.get("names-delimiter", ""))
    label = _label(node.label, whole) if node.label else None
    substitutes = [
        whole.element(_substituting(child, node)) for child in node.substitute
    ]
    counted = options.get("name-form") == "count"
    if counted:
        lists = _count(node.variables, style)
    else:
        lists = _lists(node, style, delimiter, label, whole)

    body = dressed(lists, node.look._replace(display=None))

    def render(cx: Context, out: list[Run]) -> int:
        cx.names_called = True
        # the first names of a cite are those that group and collapse
        marks = not cx.marked
        if marks:
            cx.marked = True
            out.append(NAMES_OPEN)
        start = len(out)
        body(cx, out)
        filled, named = FILLED, True
        if len(out) == start and substitutes:
            done = len(cx.done)
            filled = _try(cx, substitutes, out) & FILLED
            named = len(cx.done) > done
        if len(out) > start:
            cx.named = cx.named or (marks and named)
            if marks and cx.bibliography and not named:
                del out[
                    start - 1
                ]  # a mere term names nobody whom the next entry could repeat
            elif marks and cx.suppress_names and named:
                del out[start - 1 :]
            elif marks:
                out.append(NAMES_CLOSE)
            return CALLED | filled
        if marks:
            cx.marked = False
            out.pop()
        return CALLED

    return unless_empty(
        whole.needs(node), dressed(render, Look(display=node.look.display))
    )


def _inside(node: Names) -> NameFormat:
    """The looks of the names in `node`. "normal", which is what a font is by default,
    does not take back a font of the element around it in a `cs:names`, only those from
    outside, as citeproc-js has it."""
    names, format_ = node.look, node.name or NameFormat()
    look = _without_taken_back(format_.look, names)
    return NameFormat(
        look,
        _without_taken_back(format_.family, names, look),
        _without_taken_back(format_.given, names, look),
    )


def _without_taken_back(look: Look, *around: Look) -> Look:
    taken_back = {f"no-{tag}" for each in around for tag in each.fonts}
    fonts = tuple([tag for tag in look.fonts if tag not in taken_back])
    if fonts == look.fonts:
        return look
    return look._replace(fonts=fonts)


def _substituting(child: Element, parent: Names) -> Element:
    """`child` as a substitute for `parent`, from which a `cs:names` takes the name,
    et-al and label that it does not bring itself, and, if it brings none at all, how
    they look."""
    if isinstance(
        child, Choose
    ):  # what a branch holds are alternatives too: the first that prints
        branches = [
            branch._replace(
                children=(
                    parent._replace(
                        variables=(),
                        substitute=branch.children,
                    ),
                )
            )
            for branch in child.branches
        ]
        return Choose(tuple(branches))
    child = undisplayed(child)
    if isinstance(child, Group):
        inside = list(child.children)
        for place, each in enumerate(inside):
            if isinstance(each, (Group, Names)):
                inside[place] = _substituting(each, parent)
        return child._replace(children=tuple(inside))
    if not isinstance(child, Names):
        return child
    if child.name is None:
        child = child._replace(options={**parent.options, **child.options})
        if child.label is None:
            if child.et_al is None:
                child = child._replace(look=parent.look._replace(display=None))
            child = child._replace(label=parent.label, label_first=parent.label_first)
    return child._replace(
        name=child.name or parent.name, et_al=child.et_al or parent.et_al
    )


def _try(cx: Context, substitutes: Sequence[Renderer], out: list[Run]) -> int:
    """Append the first substitute that prints; what it printed is not printed again in
    this entry.

    Returns that one's flags: a mere term or value fills no variable, so that a group
    around it goes.
    """
    outer, flags = cx.touched, 0
    for substitute in substitutes:
        cx.touched = set()
        start = len(out)
        flags = substitute(cx, out)
        if len(out) > start:
            cx.done |= cx.touched
            if outer is not None:
                outer |= cx.touched
            break
    cx.touched = outer
    return flags


def _names_of(cx: Context, variable: str) -> tuple[Name, ...]:
    value = cx.fields.get(variable)
    if isinstance(value, tuple) and variable not in cx.done:
        return value
    return ()


def _lists(
    node: Names,
    style: NameStyle,
    delimiter: Affix,
    label: LabelRenderer | None,
    whole: Compiling,
) -> Renderer:
    variables, label_first = node.variables, node.label_first
    together = set(variables) == _TOGETHER and bool(
        whole.terms.term("editortranslator")
    )

    def render(cx: Context, out: list[Run]) -> int:
        flags = CALLED
        # editors who are the translators get one label: "ed. and trans."
        merged = (
            together
            and _names_of(cx, "editor")
            and _names_of(cx, "editor") == _names_of(cx, "translator")
        )
        begun = False
        for variable in variables[:1] if merged else variables:
            names = _names_of(cx, variable)
            if not names:
                continue
            start = len(out)
            if begun:
                out.append(delimiter)
            content = len(out)
            role = "editortranslator" if merged else variable
            if label and label_first:
                label(cx, role, len(names), out)
            before = len(out)
            render_list(cx, names, style, whole.mark_names and cx.marked, out)
            if whole.spans:
                mark_span(cx, out, before, variable)
            if label and not label_first and len(out) > before:
                label(cx, role, len(names), out)
            # a label without names goes, too
            if len(out) == before:
                del out[content:]
            if len(out) == content:
                del out[start:]
            else:
                begun = True
                flags |= FILLED
                if cx.touched is not None:
                    cx.done |= _TOGETHER if merged else {variable}
        return flags

    return render


def _label(node: Label, whole: Compiling) -> LabelRenderer:
    """Appends the term for a role, in the plural if there are several names."""

    def for_role(role: str, plural: bool) -> Renderer:
        term = whole.terms.term(
            role,
            node.form,
            plural,
        ).replace("'", "’")

        def inner(_: Context, out: list[Run]) -> int:
            if term:
                out.append(StyleText(term))
            return 0

        return dressed(inner, node.look)

    known: dict[tuple[str, bool], Renderer] = {}

    def render(cx: Context, role: str, count: int, out: list[Run]) -> None:
        plural = node.plural == "always" or (node.plural == "contextual" and count > 1)
        if cx.sorting:
            return
        if (role, plural) not in known:
            known[role, plural] = for_role(role, plural)
        known[role, plural](cx, out)

    return render


def _count(variables: Sequence[str], style: NameStyle) -> Renderer:
    def render(cx: Context, out: list[Run]) -> int:
        lists = [names for variable in variables if (names := _names_of(cx, variable))]
        if not lists:
            return CALLED
        out.append(str(sum(shown_of(len(names), style, cx, 0) for names in lists)))
        return CALLED | FILLED

    return render
