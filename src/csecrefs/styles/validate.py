"""Validation of CSL styles: by the schema, and for faults that no schema finds.

The schema is CSL 1.0.2's, as the package citeproc-py brings it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

import attrs

from csecrefs.csl.budget import check_budget
from csecrefs.csl.locale import Terms
from csecrefs.csl.macros import check_macros
from csecrefs.csl.parse import Xml, parse_style, read_xml
from csecrefs.errors import Diagnostic, StyleError
from csecrefs.model import KIND
from csecrefs.styles import places
from csecrefs.styles.lint import lint
from csecrefs.styles.schema import (
    Pattern,
    PermittedText,
    Schema,
    after_attribute,
    after_element,
    closed,
    either,
    leaves,
    may_end,
    next_elements,
    with_attributes,
)

if TYPE_CHECKING:
    from lxml.etree import RelaxNG

__all__ = ["validate_style"]


# Choices that are listed in a message; of more, only the nearest are.
_LISTED: Final = 12
# The element that prints variables of a kind.
_PRINTED_BY: Final = {
    "date": "date",
    "name": "names",
    "number": "number",
    "standard": "text",
}
# The words for variables of a kind.
_A_KIND: Final = {
    "date": "a date",
    "name": "a list of names",
    "number": "a number",
    "standard": "text",
}


def validate_style(xml: str | bytes, path: str | None = None) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a style or a locale, in the order of its lines; `path`
    names it in them.

    Errors break the schema or keep the style from being used; warnings are what no
    schema sees, such as a macro that is never called. Nothing is raised: text that is
    no XML is one error.
    """
    try:
        root = read_xml(xml, "style")
    except StyleError as error:
        return (
            Diagnostic(
                "not-csl",
                str(error),
                "error",
                path,
                error.line,
            ),
        )
    found = list(_SchemaWalk(_schema()).document(root))
    if not found:
        # the walk reads CSL's own elements; the validator sees all others
        found = list(_judged(xml))
    # the schema has reported these terms already
    unheard_of = {each.line for each in found if each.code == "unknown-term"}
    found += [
        each
        for each in lint(root)
        if each.code != "undefined-term" or each.line not in unheard_of
    ]
    if not any(each.severity == "error" for each in found):
        found += _unusable(xml, root)
    found.sort(key=lambda each: each.line or 0)
    return tuple(attrs.evolve(each, path=path) for each in dict.fromkeys(found))


def _unusable(xml: str | bytes, root: Xml) -> Iterator[Diagnostic]:
    """Yield the reason for which a style without other errors cannot be rendered."""
    if root.name != "style" or root.find("citation") is None:
        return
    style = parse_style(xml)
    try:
        check_budget(
            style,
            Terms(style.default_locale, ()),
            check_macros(style),
        )
    except StyleError as error:
        yield Diagnostic(
            "costly-style",
            str(error),
            "error",
            line=error.line,
        )


@cache
def _schema() -> Schema:
    return Schema(places.style_schema())


@cache
def _validator() -> RelaxNG:
    from lxml import etree

    return etree.RelaxNG(_schema().tree)


def _judged(xml: str | bytes) -> Iterator[Diagnostic]:
    """Return the findings of the validator if none came up element by element: foreign
    namespaces, for example.
    """
    from lxml import etree

    # No entity of a stranger's style is resolved, and nothing is fetched.
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    document = etree.fromstring(xml.encode() if isinstance(xml, str) else xml, parser)
    if not _validator().validate(document):
        first: Any = next(iter(_validator().error_log))
        yield Diagnostic(
            "schema",
            f"the schema does not allow this: {first.message}",
            "error",
            line=first.line,
        )


class _SchemaWalk:
    """One way through a style, each element matched against what the schema allows
    where it stands.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def document(self, root: Xml) -> Iterator[Diagnostic]:
        """Yield the faults element by element; the content of an element that may not
        be there is passed over.
        """
        # A stack in place of recursion: a style may be nested deeply.
        pending = [(root, self._schema.start)]
        while pending:
            node, around = pending.pop()
            known = [
                leaf for leaf in leaves(around, "element") if leaf.name == node.name
            ]
            if not known:
                first = _one_of(_tags(next_elements(around)))
                message = f"<{node.name}> is no element a style starts with; {first} is"
                yield _error("unknown-element", message, node)
                continue
            contents = [self._schema.content(leaf) for leaf in known]
            content = either(
                *([each for each in contents if _fits(node, each)] or contents)
            )
            left = yield from self._attributes(node, content)
            yield from _text(node, content)
            yield from _children(node, content, left)
            inside = {leaf.name for leaf in leaves(content, "element")}
            pending += [
                (child, content)
                for child in reversed(node.children)
                if child.name in inside
            ]

    def _attributes(
        self, node: Xml, content: Pattern
    ) -> Generator[Diagnostic, None, Pattern]:
        """Report on the attributes of an element; what is left of `content` for its
        children.
        """
        counts = Counter(leaf.name for leaf in leaves(content, "attribute"))
        known = sorted(
            counts, key=counts.__getitem__
        )  # first those that decide which others may stand
        left = content
        for name in [
            *filter(node.attributes.__contains__, known),
            *node.attributes.keys() - set(known),
        ]:
            fitting = [
                leaf.values for leaf in leaves(left, "attribute") if leaf.name == name
            ]
            if not fitting:
                yield _unfit_attribute(node, name, known)
                continue
            wrong = reduce(or_, fitting).wrong(node.get(name))
            if wrong:
                yield _wrong_value(
                    node,
                    name,
                    wrong[0],
                    reduce(or_, fitting),
                )
            left = after_attribute(
                left,
                name,
                None if wrong else node.get(name),
            )
        without = closed(left)
        # all attributes that must be there are
        if without.kind != "none":
            return without
        yield _error(
            "missing-attribute", f"<{node.name}> lacks {_needed(left, known)}", node
        )
        return with_attributes(left)


def _needed(left: Pattern, known: Sequence[str]) -> str:
    """The attributes without which `left` is nothing, or those any of which makes it
    something.
    """
    required = [
        name for name in known if with_attributes(left, but=name).kind == "none"
    ]
    if required:
        return (
            f"the attribute{'s' if len(required) > 1 else ''} {' and '.join(required)}"
        )
    enough = [
        name
        for name in known
        if closed(after_attribute(left, name, None)).kind != "none"
    ]
    return f"the attribute {_one_of(enough)}"


def _unfit_attribute(node: Xml, name: str, known: Sequence[str]) -> Diagnostic:
    if name in known:
        others = [
            other for other in known if other != name and other in node.attributes
        ]
        message = f"{_short(name)!r} may not stand on <{node.name}> together with {_one_of(others)}"
        return _error("misplaced-attribute", message, node)
    message = f"<{node.name}> has no attribute {_short(name)!r}; it may have {_listed(known) or 'none'}"
    return _error("unknown-attribute", message, node)


def _fits(node: Xml, pattern: Pattern) -> bool:
    """True if an element's own attributes and the names of its children are all that
    `pattern` asks for.
    """
    for name, value in node.attributes.items():
        pattern = after_attribute(pattern, name, value)
    pattern = closed(pattern)
    for child in node.children:
        pattern = after_element(pattern, child.name)
    return may_end(pattern)


def _children(node: Xml, content: Pattern, left: Pattern) -> Iterator[Diagnostic]:
    """Yield the faults of the elements in an element, by their names and their order."""
    known = dict.fromkeys(leaf.name for leaf in leaves(content, "element"))
    bad = False
    for child in node.children:
        rest = after_element(left, child.name)
        if rest.kind != "none":
            left = rest
            continue
        bad = True
        if child.name not in known:
            allowed = "it may hold no elements"
            if known:
                allowed = f"it may hold {_listed(_tags(known))}"
            message = f"<{child.name}> may not stand in <{node.name}>; {allowed}"
            yield _error("unknown-element", message, child)
        else:
            expected = next_elements(left)
            hint = "nothing may follow"
            if expected:
                hint = f"expected here: {_listed(_tags(expected))}"
            yield _error(
                "misplaced-element",
                f"<{child.name}> may not stand here in <{node.name}>; {hint}",
                child,
            )
    if not bad and not may_end(left):
        yield _error(
            "missing-element",
            f"<{node.name}> lacks {_one_of(_tags(next_elements(left)))}",
            node,
        )


def _text(node: Xml, content: Pattern) -> Iterator[Diagnostic]:
    text = node.text.strip()
    allowed = [leaf.values for leaf in leaves(content, "text")]
    if text and not allowed:
        yield _error(
            "misplaced-text", f"<{node.name}> may not hold text: {text[:40]!r}", node
        )
    elif text and all(values.wrong(text) for values in allowed):
        described = _one_of(
            [words for values in allowed for _, words in values.patterns]
        )
        yield _error(
            "wrong-text", f"{text[:40]!r} in <{node.name}> is not {described}", node
        )


def _wrong_value(
    node: Xml, name: str, value: str, allowed: PermittedText
) -> Diagnostic:
    kind = KIND.get(value)
    if (
        name == "variable"
        and kind
        and node.name in ("text", "number", "label", "date", "names")
    ):
        message = (
            f"{value!r} is {_A_KIND[kind]}, which <{node.name}> does not print; "
            f"<{_PRINTED_BY[kind]}> does"
        )
        return _error("wrong-variable-kind", message, node)
    code = "wrong-value"
    if (node.name, name) == ("text", "term"):
        code = "unknown-term"
    choices = [*sorted(allowed.words), *(words for _, words in allowed.patterns)]
    if len(choices) > _LISTED:
        import difflib

        # a list of a hundred variables helps nobody
        choices = difflib.get_close_matches(
            value,
            choices,
            n=3,
            cutoff=0.6,
        )
    hint = ""
    if choices:
        hint = f"; {'nearest' if len(allowed.words) > _LISTED else 'allowed'}: {_listed(choices)}"
    return _error(
        code, f"{value!r} is no value of {_short(name)!r} on <{node.name}>{hint}", node
    )


def _error(code: str, message: str, node: Xml) -> Diagnostic:
    return Diagnostic(code, message, "error", line=node.line)


def _short(name: str) -> str:
    """An attribute's name as it is written."""
    return name.replace("http://www.w3.org/XML/1998/namespace ", "xml:")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(_short, names))


def _tags(names: Iterable[str]) -> list[str]:
    return [f"<{name}>" for name in names]


def _one_of(names: Iterable[str]) -> str:
    """Names as alternatives: "a, b or c"."""
    shown = [_short(name) for name in dict.fromkeys(names)]
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
