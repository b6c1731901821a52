"""Sorting: the keys of `cs:sort`, empty keys last in either direction.

Source: CSL 1.0.2 specification, "Sorting".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from csecrefs.csl.compiler import CompiledKey
from csecrefs.csl.context import Context
from csecrefs.csl.elements.date import sort_key
from csecrefs.csl.elements.number import number_text
from csecrefs.model import NUMBER_VARIABLES, Date, Name
from csecrefs.text.collation import collation_key
from csecrefs.text.markup import parse_markup
from csecrefs.text.names import split_name
from csecrefs.text.numeric import parse_numeric
from csecrefs.text.runs import Run, text_of

T = TypeVar("T")


def sort_by(
    keys: Sequence[CompiledKey], things: Sequence[T], context: Callable[[T], Context], demote: bool
) -> list[tuple[T, int]]:
    """`things` sorted by `keys`, the first the most important, each with its rank.

    Equal ones keep their order and share a rank. A key is only rendered for what those before it leave equal.
    """
    ties = [list(things)]
    for key in keys:
        ties = [part for tie in ties for part in _split(tie, key, context, demote)]
    return [(thing, rank) for rank, tie in enumerate(ties) for thing in tie]


def _split(
    tie: list[T], key: CompiledKey, context: Callable[[T], Context], demote: bool
) -> Iterable[list[T]]:
    """`tie` in the order of `key`, in parts that it leaves equal; what it is empty for comes last."""
    if len(tie) < 2:
        return [tie]
    parts: dict[Any, list[T]] = defaultdict(list)
    for thing in tie:
        parts[_value(key, context(thing), demote)].append(thing)
    empty = parts.pop(None, None)
    ordered = [parts[value] for value in sorted(parts, reverse=key.descending)]
    return [*ordered, empty] if empty else ordered


def _value(key: CompiledKey, cx: Context, demote: bool) -> Any:
    """What `key` sorts by, None if it is empty."""
    if key.macro is None:
        return _variable(key.variable, cx, demote)
    runs: list[Run] = []
    cx.reset()
    cx.sorting = True
    key.macro(cx, runs)
    cx.sorting = False
    return _text(text_of(runs))


def _variable(name: str, cx: Context, demote: bool) -> Any:
    if name in NUMBER_VARIABLES:
        return _number(number_text(cx, name))
    value = cx.fields.get(name)
    if name == "citation-label":
        value = value or cx.citation_label
    if isinstance(value, Date):
        return _text(sort_key(value))
    if isinstance(value, tuple):
        return _text(" ".join(_name(person, demote) for person in value))
    return _text(text_of(parse_markup(str(value)))) if value else None


def _name(name: Name, demote: bool) -> str:
    parts = split_name(name)
    before = "" if demote else parts.non_dropping
    after = parts.non_dropping if demote else ""
    return " ".join(
        part for part in (before, parts.family, parts.given, parts.dropping, after, parts.suffix) if part
    )


def _number(text: str) -> Any:
    if not text:
        return None
    pieces = parse_numeric(text)
    first = pieces.pieces[0].value
    return collation_key(f"{first:012d}" if first is not None else text)


def _text(text: str) -> Any:
    key = collation_key(text)
    return key if key[0] else None
