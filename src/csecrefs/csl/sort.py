"""Sorting: the keys of `cs:sort`, empty keys last in either direction.

Source: CSL 1.0.2 specification, "Sorting".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cmp_to_key, partial
from typing import Any, TypeVar

from csecrefs.csl.compiler import CompiledKey, Plan
from csecrefs.csl.context import CALLED, Context
from csecrefs.csl.elements.date import sort_key
from csecrefs.csl.elements.number import number_text
from csecrefs.csl.label import citation_label
from csecrefs.model import NUMBER_VARIABLES, Date, Name
from csecrefs.text.collation import collation_key
from csecrefs.text.markup import parse_markup
from csecrefs.text.names import split_name
from csecrefs.text.numeric import parse_numeric
from csecrefs.text.runs import Run, text_of

T = TypeVar("T")
SortValue = str | None


def sort_by(
    keys: Sequence[CompiledKey],
    things: Iterable[T],
    value: Callable[[int, T], SortValue],
) -> list[list[T]]:
    """`things` sorted by `keys`, the first the most important; those that are equal in
    all stand together.

    `value` gives by what a key, named by its place, sorts a thing. It is only asked for
    what the keys before leave equal. Equal things stay in the order they come in.
    """
    ties: list[list[T]] = []
    pending = [(list(things), 0)]
    while pending:
        tie, place = pending.pop()
        # A work that stands alone needs no further key, which may be a macro to render.
        if len(tie) < 2 or place == len(keys):
            ties.append(tie)
        else:
            parts = _split(tie, keys[place], partial(value, place))
            pending += [(part, place + 1) for part in reversed(parts)]
    return ties


def _split(
    tie: list[T], key: CompiledKey, value: Callable[[T], SortValue]
) -> list[list[T]]:
    """`tie` in the order of `key`, in parts that it leaves equal; what it is empty for
    comes last.
    """
    parts: dict[SortValue, list[T]] = defaultdict(list)
    for thing in tie:
        parts[value(thing)].append(thing)
    # last in either direction ("Sorting")
    empty = parts.pop(None, None)
    ordered = [
        parts[each]
        for each in sorted(
            filter(None, parts),
            reverse=key.descending,
        )
    ]
    if empty:
        return [*ordered, empty]
    return ordered


def comparing(
    keys: Sequence[CompiledKey], value: Callable[[int, T], SortValue]
) -> Callable[[T], Any]:
    """A key function under which things compare as `sort_by` orders them."""

    def compare(one: T, other: T) -> int:
        for place, key in enumerate(keys):
            first, second = value(place, one), value(place, other)
            # An empty value is last, whichever the direction.
            if first is None or second is None:
                if first is not second:
                    return 1 if first is None else -1
            elif first != second:
                if (first < second) != key.descending:
                    return -1
                return 1
        return 0

    return cmp_to_key(compare)


def sort_value(key: CompiledKey, cx: Context, demote: bool, language: str) -> SortValue:
    """Return the value by which `key` sorts a work in a language, None if it is empty;
    `demote` says whether particles follow the name.
    """
    if key.macro is None:
        return _variable(key.variable, cx, demote, language)
    runs: list[Run] = []
    cx.reset()
    cx.sorting = True
    flags = key.macro(cx, runs)
    cx.sorting = False
    if flags != CALLED:
        return _text(text_of(runs), language)
    return None


class SortValues:
    """The sort values of works, each computed once."""

    def __init__(self, keys: Sequence[CompiledKey], plan: Plan) -> None:
        self._keys = keys
        self._demote = plan.demotes
        self._language = plan.terms.language
        self._known: dict[tuple[int, str], SortValue] = {}

    def within(
        self, context: Callable[[str], Context]
    ) -> Callable[[int, str], SortValue]:
        """The value of a work under a key, by the key's place; `context` gives what a
        work is rendered in.
        """
        keys, known = self._keys, self._known
        demote, language = self._demote, self._language

        def value(place: int, work: str) -> SortValue:
            if (place, work) not in known:
                # a text without letters and digits has an empty key: it is no value
                known[place, work] = (
                    sort_value(
                        keys[place],
                        context(work),
                        demote,
                        language,
                    )
                    or None
                )
            return known[place, work]

        return value

    def forget(self, works: Iterable[str]) -> None:
        """Let works be asked for anew."""
        for work in works:
            for place in range(len(self._keys)):
                self._known.pop((place, work), None)


def _variable(name: str, cx: Context, demote: bool, language: str) -> SortValue:
    if name in NUMBER_VARIABLES:
        return _number(number_text(cx, name))
    value = cx.fields.get(name)
    if name == "citation-label":
        value = value or citation_label(cx.fields)
    if isinstance(value, Date):
        return _text(sort_key(value), language)
    if isinstance(value, tuple):
        return _text(
            " ".join(_name(person, demote) for person in value),
            language,
        )
    if value:
        return _text(text_of(parse_markup(str(value))), language)
    return None


def _name(name: Name, demote: bool) -> str:
    parts = split_name(name)
    # "Sorting", name variables: the particle behind the name, or before it
    if demote:
        order = (
            parts.family,
            parts.given,
            parts.dropping,
            parts.non_dropping,
            parts.suffix,
        )
    else:
        order = (
            parts.non_dropping,
            parts.family,
            parts.dropping,
            parts.given,
            parts.suffix,
        )
    return " ".join(filter(None, order))


def _number(text: str) -> SortValue:
    if not text:
        return None
    # numbers sort by value: 9 before 10
    first = parse_numeric(text).pieces[0].text.replace(",", "")
    if first.isdecimal() and len(first) < 12:
        return collation_key(f"{int(first):012d}")
    return collation_key(text)


def _text(text: str, language: str) -> SortValue:
    return collation_key(text, language) or None
