"""Functions of a Typst source that cite: `#let citet(k) = cite(k, form: "prose")`.

Source: Typst 0.15, reference pages "Function" and "cite". A function is read if it
gives one of its parameters, or all that it is given, to `cite`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from csecrefs.manuscript.light.typst_arguments import (
    CallArgument,
    arguments,
    closing,
    key_of,
)
from csecrefs.patterns import regex

# The name that a statement gives: ` citet`.
_NAME: Final = regex(r"\s*([^\W\d][\w-]*)")
# The value of a statement, up to a call of `cite`: ` = {cite`, ` = [#cite`.
_VALUE: Final = regex(r"\s*=\s*(?:[{(]\s*|\[\s*#)?cite(?![\w-])(\.with)?")
# A key that is made of a parameter: `label(key)`, or the parameter alone.
_PARAMETER: Final = regex(r"(?:label\(\s*([^\W\d][\w-]*)\s*\)|([^\W\d][\w-]*))")


class Given(NamedTuple):
    """The arguments of a call that cites: the key and the named ones, as written."""

    key: str
    named: Mapping[str, str]


class Citing(NamedTuple):
    """A function that cites: its parameters, and the arguments that it gives `cite`."""

    start: int
    end: int
    """The span of the statement, in which nothing cites."""
    name: str
    parameters: tuple[str, ...] = ()
    """Names of the parameters that are given by their order."""
    key: str = ""
    """The parameter that becomes the key; empty for the first argument."""
    named: Mapping[str, str] = {}
    """Arguments given by name; a value may be a parameter."""

    def given(self, text: str, values: Sequence[CallArgument]) -> Given:
        """Return the arguments that a call of this function gives `cite`."""
        ordered = [text[each.start : each.end] for each in values if not each.name]
        own = {each.name: text[each.start : each.end] for each in values if each.name}
        if not self.parameters:
            return Given(_key(ordered[:1]), {**self.named, **own})
        bound = dict(zip(self.parameters, ordered, strict=False))
        named = {
            name: bound.get(value, own.get(value, value))
            for name, value in self.named.items()
        }
        return Given(_key([bound.get(self.key, "")]), {**named, **own})


def _key(values: Sequence[str]) -> str:
    """Return the key of the first value: a label, or a string that becomes one."""
    if not values:
        return ""
    value = values[0]
    if value.startswith('"'):
        return key_of(f"label({value})")
    return key_of(value)


def citing_function(text: str, start: int, end: int) -> Citing | None:
    """Return the function that a `let` statement makes, None if it does not cite.

    `start` is the statement's start, `end` the offset after the word `let`.

    >>> made = citing_function('#let t(k) = cite(k, form: "prose")', 0, 4)
    >>> made.name, made.key, made.named
    ('t', 'k', {'form': '"prose"'})
    """
    name = _NAME.match(text, end)
    if name is None:
        return None
    at = name.end()
    parameters: tuple[str, ...] = ()
    if text.startswith("(", at):
        after = closing(text, at)
        listed = arguments(text, at + 1, after - 1)
        parameters = tuple(_names(text, listed))
        at = after
    value = _VALUE.match(text, at)
    if value is None:
        return None
    at = value.end()
    if not text.startswith("(", at):
        # `#let citep = cite`: another name for the same function.
        return None if parameters else Citing(start, at, name[1])
    after = closing(text, at)
    listed = arguments(text, at + 1, after - 1)
    named = {each.name: text[each.start : each.end] for each in listed if each.name}
    key = _parameter(text, listed)
    # `#let citep(..all) = cite(..all)`: another name for the same function.
    if _is_sink(parameters) and parameters == tuple(_names(text, listed)):
        return Citing(start, after, name[1], named=named)
    # Without its parameters it is a fixed citation, and with `.with` there are none.
    if bool(value[1]) == bool(parameters) or (parameters and key not in parameters):
        return None
    return Citing(start, after, name[1], parameters, key, named)


def _names(text: str, listed: Sequence[CallArgument]) -> list[str]:
    """Return the names of the parameters that a call gives by their order."""
    return [text[each.start : each.end] for each in listed if not each.name]


def _is_sink(parameters: Sequence[str]) -> bool:
    """True if all arguments of a call are one parameter: `..all`."""
    return len(parameters) == 1 and parameters[0].startswith("..")


def _parameter(text: str, listed: Sequence[CallArgument]) -> str:
    """Return the parameter that a function gives `cite` as its key."""
    for each in listed:
        if not each.name:
            match = _PARAMETER.fullmatch(text, each.start, each.end)
            return (match[1] or match[2]) if match else ""
    return ""
