"""The schema of CSL styles as something to ask: what may stand here, and what is
missing.

A RELAX NG validator says that a document is wrong, hardly ever why. Here each element
of a style is matched by itself: its attributes, then the names of its children, take
derivatives of the element's pattern, and where one leaves nothing, the pattern says
what would have gone on.

Source: RELAX NG specification (OASIS, 2001); J. Clark, "An algorithm for RELAX NG
validation" (2002).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import attrs

if TYPE_CHECKING:
    from lxml.etree import _Element

# RELAX NG elements as ElementTree names them.
_RNG: Final = "{http://relaxng.org/ns/structure/1.0}"
_XML_NAMESPACE: Final = "http://www.w3.org/XML/1998/namespace"
# What a datatype of XML Schema looks like, and what it is called; any other takes any
# text.
_TYPES: Final[dict[str, tuple[str, str]]] = {
    "boolean": (r"true|false|0|1", "true or false"),
    "integer": (r"[+-]?\d+", "a whole number"),
    "nonNegativeInteger": (r"\+?\d+", "a whole number"),
    "NMTOKEN": (r"[\w.:-]+", "a name without spaces"),
    "language": (r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", "a language tag"),
    "dateTime": (
        r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?",
        "a date and time such as 2024-05-01T12:00:00Z",
    ),
}


@attrs.frozen(cache_hash=True)
class PermittedText:
    """The permitted texts: one of `words`, or a match of one of `patterns`, each with
    its description.

    With `several`, words or numbers separated by spaces, each of this kind.
    """

    words: frozenset[str] = frozenset()
    patterns: tuple[tuple[str, str], ...] = ()
    several: bool = False

    def wrong(self, text: str) -> list[str]:
        """The parts of `text` that are none of these."""
        if self.several:
            parts = text.split()
        else:
            parts = [" ".join(text.split())]
        if self.several and not parts:
            return [""]
        return [part for part in parts if not self._holds(part)]

    def _holds(self, part: str) -> bool:
        return part in self.words or any(
            re.fullmatch(pattern, part) for pattern, _ in self.patterns
        )

    def __or__(self, other: PermittedText) -> PermittedText:
        patterns = tuple(dict.fromkeys(self.patterns + other.patterns))
        return PermittedText(
            self.words | other.words, patterns, self.several or other.several
        )


@attrs.frozen(cache_hash=True)
class Pattern:
    """A pattern of RELAX NG, as far as one element: other elements are references by
    name and place.
    """

    kind: Literal[
        "empty",
        "none",
        "text",
        "choice",
        "group",
        "interleave",
        "more",
        "element",
        "attribute",
    ]
    parts: tuple[Pattern, ...] = ()
    name: str = ""
    values: PermittedText = PermittedText()
    place: int = 0


# The pattern that only nothing matches, and the one that nothing at all matches.
EMPTY: Final = Pattern("empty")
NONE: Final = Pattern("none")


def either(*parts: Pattern) -> Pattern:
    """One of `parts`; those that match nothing fall away."""
    open_ones = tuple(
        dict.fromkeys(
            part for part in parts if part is not NONE and part.kind != "none"
        )
    )
    if len(open_ones) > 1:
        return Pattern("choice", open_ones)
    if open_ones:
        return open_ones[0]
    return NONE


def _joined(
    kind: Literal["group", "interleave"], one: Pattern, other: Pattern
) -> Pattern:
    if "none" in (one.kind, other.kind):
        return NONE
    if one.kind == "empty" or other.kind == "empty":
        if one.kind == "empty":
            return other
        return one
    return Pattern(kind, (one, other))


@lru_cache(maxsize=4096)
def may_end(pattern: Pattern) -> bool:
    """True if nothing more has to follow."""
    if pattern.kind == "choice":
        return any(map(may_end, pattern.parts))
    if pattern.kind in ("group", "interleave", "more"):
        return all(map(may_end, pattern.parts))
    return pattern.kind in ("empty", "text")


@lru_cache(maxsize=4096)
def after_element(pattern: Pattern, name: str) -> Pattern:
    """Return the derivative of the content `pattern` by a child element."""
    return _after(
        pattern, lambda leaf: leaf.kind == "element" and leaf.name == name, ordered=True
    )


@lru_cache(maxsize=4096)
def after_attribute(pattern: Pattern, name: str, value: str | None) -> Pattern:
    """Return the derivative of `pattern` by an attribute; None permits any value."""

    def takes(leaf: Pattern) -> bool:
        named = leaf.kind == "attribute" and leaf.name == name
        return named and (value is None or not leaf.values.wrong(value))

    return _after(pattern, takes, ordered=False)


def _after(
    pattern: Pattern, takes: Callable[[Pattern], bool], ordered: bool
) -> Pattern:
    match pattern.kind:
        case "element" | "attribute":
            if takes(pattern):
                return EMPTY
            return NONE
        case "choice":
            return either(*(_after(part, takes, ordered) for part in pattern.parts))
        case "more":
            return _joined(
                "group",
                _after(pattern.parts[0], takes, ordered),
                either(pattern, EMPTY),
            )
        case "group" | "interleave":
            one, other = pattern.parts
            first = _joined(
                pattern.kind,
                _after(one, takes, ordered),
                other,
            )
            # what comes second must wait
            if pattern.kind == "group" and ordered and not may_end(one):
                return first
            # in a group, what comes second leaves nothing of what might have come first
            kept = EMPTY if pattern.kind == "group" and ordered else one
            return either(
                first,
                _joined(
                    pattern.kind,
                    kept,
                    _after(other, takes, ordered),
                ),
            )
    return NONE


@lru_cache(maxsize=4096)
def closed(pattern: Pattern) -> Pattern:
    """Return the pattern of the content once no attribute follows; notAllowed if one
    had to.
    """
    match pattern.kind:
        case "attribute":
            return NONE
        case "choice":
            return either(*map(closed, pattern.parts))
        case "more":
            inner = closed(pattern.parts[0])
            if inner.kind == "none":
                return NONE
            return Pattern("more", (inner,))
        case "group" | "interleave":
            return _joined(pattern.kind, *map(closed, pattern.parts))
    return pattern


def with_attributes(pattern: Pattern, but: str = "") -> Pattern:
    """Return the rest of `pattern` if all its attributes but one are present."""
    match pattern.kind:
        case "attribute":
            if pattern.name == but:
                return NONE
            return EMPTY
        case "choice":
            return either(*(with_attributes(part, but) for part in pattern.parts))
        case "group" | "interleave":
            one, other = (with_attributes(part, but) for part in pattern.parts)
            return _joined(pattern.kind, one, other)
        case "more":
            if leaves(pattern, "attribute"):
                return with_attributes(pattern.parts[0], but)
            return pattern
    return pattern


@lru_cache(maxsize=4096)
def leaves(
    pattern: Pattern, kind: Literal["text", "element", "attribute"]
) -> tuple[Pattern, ...]:
    """Every attribute, element or text in `pattern`, wherever it stands."""
    own = (pattern,) if pattern.kind == kind else ()
    return own + tuple(leaf for part in pattern.parts for leaf in leaves(part, kind))


def next_elements(pattern: Pattern) -> list[str]:
    """The names of the elements that may come next."""
    names = dict.fromkeys(leaf.name for leaf in leaves(pattern, "element"))
    return [name for name in names if after_element(pattern, name).kind != "none"]


class Schema:
    """A RELAX NG grammar in its XML form, which the CSL schema's few constructs suffice
    for.
    """

    def __init__(self, path: Path) -> None:
        from lxml import etree

        # Entities and network are off: a schema reads no other file.
        self.tree = etree.parse(
            path, etree.XMLParser(resolve_entities=False, no_network=True)
        )
        self._defines = {
            str(node.get("name")): node for node in self.tree.iter(f"{_RNG}define")
        }
        self._elements: list[_Element] = []
        self._contents: dict[int, Pattern] = {}
        self._named = cache(self._define)

    @cached_property
    def start(self) -> Pattern:
        """The pattern of whole documents."""
        (start,) = self.tree.iter(f"{_RNG}start")
        return self._sequence(start)

    def content(self, element: Pattern) -> Pattern:
        """Return the pattern of an element's content: its attributes and children."""
        if element.place not in self._contents:
            self._contents[element.place] = self._sequence(
                self._elements[element.place]
            )
        return self._contents[element.place]

    def _define(self, name: str) -> Pattern:
        return self._sequence(self._defines[name])

    def _sequence(
        self, node: _Element, kind: Literal["group", "interleave"] = "group"
    ) -> Pattern:
        """The patterns in `node` one after another, or in any order."""
        result = EMPTY
        for child in node:
            if (
                isinstance(child.tag, str)
                and child.tag.startswith(_RNG)
                and child.tag != f"{_RNG}name"
            ):
                result = _joined(kind, result, self._pattern(child))
        return result

    def _pattern(self, node: _Element) -> Pattern:
        match str(node.tag).removeprefix(_RNG):
            case "ref":
                return self._named(str(node.get("name")))
            case "choice":
                parts = [child for child in node if str(child.tag).startswith(_RNG)]
                return either(*map(self._pattern, parts))
            case "optional":
                return either(self._sequence(node), EMPTY)
            case "oneOrMore":
                return Pattern("more", (self._sequence(node),))
            case "zeroOrMore":
                return either(
                    Pattern("more", (self._sequence(node),)),
                    EMPTY,
                )
            case "interleave":
                return self._sequence(node, "interleave")
            case "group":
                return self._sequence(node)
            case "element":
                self._elements.append(node)
                return Pattern(
                    "element", name=_name(node), place=len(self._elements) - 1
                )
            case "attribute":
                return Pattern(
                    "attribute",
                    name=_name(node),
                    values=self._values(node),
                )
            case "text" | "data" | "value" | "list":
                return Pattern("text", values=self._values(node))
        return NONE

    def _values(self, node: _Element) -> PermittedText:
        """Return the permitted texts of an attribute or an element."""
        kind = str(node.tag).removeprefix(_RNG)
        if kind == "ref":
            return self._values(self._defines[str(node.get("name"))])
        if kind == "value":
            return PermittedText(frozenset({(node.text or "").strip()}))
        if kind == "data":
            return PermittedText(patterns=(_datatype(node),))
        if kind == "text":
            return PermittedText(patterns=((r"[\s\S]*", "any text"),))
        result = PermittedText(several=kind == "list")
        for child in node:
            if (
                isinstance(child.tag, str)
                and child.tag.startswith(_RNG)
                and child.tag != f"{_RNG}name"
            ):
                result |= self._values(child)
        if kind == "attribute" and not result.words and not result.patterns:
            return PermittedText(patterns=((r"[\s\S]*", "any text"),))
        return result


def _name(node: _Element) -> str:
    """The name of an element or attribute, as `csecrefs.csl.parse` writes it."""
    child = node.find(f"{_RNG}name")
    if child is None:
        return str(node.get("name"))
    local = (child.text or "").strip()
    if child.get("ns") == _XML_NAMESPACE:
        return f"{_XML_NAMESPACE} {local}"
    return local


def _datatype(node: _Element) -> tuple[str, str]:
    pattern = next(
        (param.text for param in node if param.get("name") == "pattern"), None
    )
    if pattern:
        return pattern, f"text of the form {pattern}"
    if any(param.get("name") == "minExclusive" and param.text == "0" for param in node):
        return r"\+?0*[1-9]\d*", "a whole number from 1"
    return _TYPES.get(
        str(node.get("type")),
        (r"[\s\S]*", "any text"),
    )
