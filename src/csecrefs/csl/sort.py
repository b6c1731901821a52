"""Sorting: the keys of `cs:sort`, empty keys last in either direction.

Source: CSL 1.0.2 specification, "Sorting".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
) -> list[T]:
    """`things` sorted by `keys`, the first the most important; equal ones keep their order."""
    result = list(things)
    for key in reversed(keys):
        valued = [(_value(key, context(thing), demote), thing) for thing in result]
        filled = [pair for pair in valued if pair[0] is not None]
        filled.sort(key=lambda pair: pair[0], reverse=key.descending)
        result = [thing for _, thing in filled] + [thing for value, thing in valued if value is None]
    return result


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
