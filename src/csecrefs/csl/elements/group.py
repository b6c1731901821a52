"""`cs:group`, `cs:choose` and sequences of elements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Final

from csecrefs.csl.context import (
    CALLED,
    FILLED,
    IBID,
    IBID_WITH_LOCATOR,
    SUBSEQUENT,
    Compiling,
    Context,
    Renderer,
    dressed,
    pass_quote,
    unless_empty,
)
from csecrefs.csl.elements.date import settled
from csecrefs.csl.elements.number import is_numeric, number_text
from csecrefs.csl.style import Branch, Choose, Element, Group
from csecrefs.model import KIND, NUMBER_VARIABLES, Date
from csecrefs.text.runs import Affix, Closing, Run

Test = Callable[[Context], bool]


def sequence(children: Sequence[Renderer]) -> Renderer:
    """`children` one after another."""
    if len(children) == 1:
        return children[0]

    def render(cx: Context, out: list[Run]) -> int:
        flags = 0
        for child in children:
            flags |= child(cx, out)
        return flags

    return render


def joined(
    children: Sequence[Renderer], delimiter: str, quoted: Sequence[bool] = ()
) -> Renderer:
    """`children` with `delimiter` between those that print; `quoted` says which have
    quotation marks of their own, into which the delimiter does not look."""
    if not delimiter or len(children) == 1:
        return sequence(children)
    outside, through = Affix(delimiter), Closing(delimiter)
    following = [outside if own else through for own in quoted]
    steps = tuple(
        zip(
            children,
            following or repeat(through),
            strict=False,
        )
    )

    def render(cx: Context, out: list[Run]) -> int:
        flags = 0
        # the delimiter is set before a child and taken back if it prints nothing
        between: Affix | None = None
        for child, following in steps:
            if between is None:
                start = len(out)
                flags |= child(cx, out)
            else:
                out.append(between)
                start = len(out)
                flags |= child(cx, out)
                if len(out) == start:
                    out.pop()
                    continue
            if len(out) > start:
                between = following
        return flags

    return render


def compile_group(node: Group, whole: Compiling) -> Renderer:
    """A group prints if it calls no variable or if one of those it calls is not
    empty.
    """
    children = [
        whole.element(
            undisplayed(child),
            node.delimiter,
        )
        for child in node.children
    ]
    inner = joined(
        children,
        node.delimiter,
        [not isinstance(c, Choose) and c.look.quotes for c in node.children],
    )

    def render(cx: Context, out: list[Run]) -> int:
        start = len(out)
        flags = inner(cx, out)
        # All variables called are empty: the group's terms go with them ("Group").
        if flags == CALLED:
            del out[start:]
            return flags
        pass_quote(out, start)
        if len(out) > start:
            return CALLED | FILLED
        return flags

    return unless_empty(
        whole.needs(node),
        dressed(render, node.look),
    )


def undisplayed(child: Element) -> Element:
    """`child` as it stands in a group or macro, where `display` means nothing."""
    if isinstance(child, Choose):
        branches = [
            b._replace(children=tuple(map(undisplayed, b.children)))
            for b in child.branches
        ]
        return Choose(tuple(branches))
    if child.look.display:
        return child._replace(look=child.look._replace(display=None))
    return child


def compile_choose(node: Choose, whole: Compiling, delimiter: str) -> Renderer:
    """The first branch whose conditions hold; its children are joined as those of the
    group around it.
    """
    branches = [
        (branch, whole.elements(branch.children, delimiter)) for branch in node.branches
    ]
    open_to: dict[str, list[tuple[Test | None, Renderer]]] = {}

    def render(cx: Context, out: list[Run]) -> int:
        # most branches test the type: those are settled once
        if cx.type not in open_to:
            open_to[cx.type] = _open_to(cx.type, branches)
        for test, branch in open_to[cx.type]:
            if test is None or test(cx):
                return branch(cx, out)
        return 0

    return render


def _open_to(
    item_type: str, branches: Sequence[tuple[Branch, Renderer]]
) -> list[tuple[Test | None, Renderer]]:
    """The branches that works of a type may take, each with what is left to test."""
    open_: list[tuple[Test | None, Renderer]] = []
    for branch, renderer in branches:
        settled = _settled(branch, item_type)
        if settled is True:
            return [*open_, (None, renderer)]
        if settled is None:
            open_.append((_test(branch), renderer))
    return open_


def _settled(branch: Branch, item_type: str) -> bool | None:
    """Return True or False if works of a type certainly take or skip a branch, else
    None.
    """
    if not branch.tests:
        return True
    types = [value for name, value in branch.tests if name == "type"]
    if not types:
        return None
    # a work has one type, so that "all" of several can only mean one of them
    if (item_type in types) == (branch.match in ("any", "none")):
        return branch.match == "any"
    if len(types) == len(branch.tests):
        return branch.match != "any"
    return None


def _test(branch: Branch) -> Test:
    """The test of what does not depend on the item's type alone."""
    tests = [_TESTS[name](value) for name, value in branch.tests if name != "type"]
    only = tests[0]
    if branch.match not in ("any", "none"):
        if len(tests) == 1:
            return only
        return _all(tests)
    some = only if len(tests) == 1 else _any(tests)
    if branch.match == "none":
        return lambda cx: not some(cx)
    return some


def _all(tests: Sequence[Test]) -> Test:
    def test(cx: Context) -> bool:
        for each in tests:  # noqa: SIM110 - twice as fast as all()
            if not each(cx):
                return False
        return True

    return test


def _any(tests: Sequence[Test]) -> Test:
    def test(cx: Context) -> bool:
        for each in tests:  # noqa: SIM110 - twice as fast as any()
            if each(cx):
                return True
        return False

    return test


def _variable(name: str) -> Test:
    """Return the test that a variable of any kind is set and not empty."""
    if KIND.get(name) in ("name", "date"):
        return lambda cx: bool(cx.fields.get(name))
    if name in NUMBER_VARIABLES:
        return lambda cx: bool(number_text(cx, name)) and name not in cx.done
    if name == "year-suffix":
        return lambda cx: bool(cx.disambiguation.year_suffix)

    def test(cx: Context) -> bool:
        value = cx.fields.get(name)
        # The number 0 is a value: volume 0 is printed.
        return bool(value) or value == 0

    return test


def _is_numeric(name: str) -> Test:
    def test(cx: Context) -> bool:
        value = cx.fields.get(name)
        if isinstance(value, str) or name in NUMBER_VARIABLES:
            return is_numeric(number_text(cx, name), name)
        return isinstance(value, (int, float))

    return test


def _is_uncertain_date(name: str) -> Test:
    def test(cx: Context) -> bool:
        value = cx.fields.get(name)
        return isinstance(value, Date) and settled(value).circa

    return test


def _locator(name: str) -> Test:
    # Both spellings circulate, in styles and in the labels of cites.
    wanted = name.replace("sub verbo", "sub-verbo")
    return lambda cx: (
        bool(cx.locator) and cx.label.replace("sub verbo", "sub-verbo") == wanted
    )


def _position(name: str) -> Test:
    def test(cx: Context) -> bool:
        # In a bibliography every test of a position is false ("Choose").
        if cx.bibliography:
            return False
        if name == "near-note":
            return cx.near_note
        if name == "far-note":
            return not cx.near_note and cx.position >= SUBSEQUENT
        # "ibid-with-locator" is also "ibid", and both are also "subsequent" ("Choose").
        if least:
            return cx.position >= least
        return cx.position == 0

    least = {
        "subsequent": SUBSEQUENT,
        "ibid": IBID,
        "ibid-with-locator": IBID_WITH_LOCATOR,
    }.get(name, 0)
    return test


def _disambiguate(value: str) -> Test:
    def test(cx: Context) -> bool:
        # counted even if closed: disambiguation opens them one by one
        cx.conditions += 1
        return (cx.conditions <= cx.disambiguation.condition) == (value == "true")

    return test


_TESTS: Final[dict[str, Callable[[str], Test]]] = {
    "variable": _variable,
    "is-numeric": _is_numeric,
    "is-uncertain-date": _is_uncertain_date,
    "locator": _locator,
    "position": _position,
    "disambiguate": _disambiguate,
}
