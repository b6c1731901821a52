"""Inline trees as nodes of docutils."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from docutils import nodes

from csecrefs.text.inline import (
    Element,
    Inlines,
    Tag,
)

# Tags of the inline tree that docutils has a node for.
_NODES: Final[dict[Tag, type[Any]]] = {
    "italic": nodes.emphasis,
    "oblique": nodes.emphasis,
    "bold": nodes.strong,
    "superscript": nodes.superscript,
    "subscript": nodes.subscript,
}
# Classes for those that it has no node for, which a theme can style.
_CLASSES: Final[dict[Tag, str]] = {
    "small-caps": "small-caps",
    "underline": "underline",
    "left-margin": "csl-left-margin",
    "right-inline": "csl-right-inline",
    "indent": "csl-indent",
    "block": "csl-block",
}


LinkCite = Callable[[str, list[Any]], list[Any]]
"""Returns the nodes of a cite as a link to the entry of a key, if it has a place."""


class pending_citation(nodes.Inline, nodes.Element):  # noqa: N801  docutils' own spelling
    """A citation whose text is known when all documents are read."""


class pending_entry(nodes.Inline, nodes.Element):  # noqa: N801  docutils' own spelling
    """An entry in a footnote, known when all documents are read."""


class pending_list(nodes.General, nodes.Element):  # noqa: N801  docutils' own spelling
    """A list of references, known when all documents are read."""


def as_nodes(tree: Inlines, cite: LinkCite | None = None) -> Iterator[Any]:
    """Yield the nodes of an inline tree.

    `cite` links the nodes of one cite to the entry of its key.
    """
    for each in tree:
        if not isinstance(each, Element):
            yield nodes.Text(each)
            continue
        children = list(as_nodes(each.children, cite))
        if each.tag == "link" and each.href.startswith("#"):
            if cite is None:
                yield from children
            else:
                yield from cite(each.href[1:], children)
        elif each.tag == "link":
            yield nodes.reference(
                "",
                "",
                *children,
                refuri=each.href,
                internal=False,
            )
        elif each.tag in _NODES:
            yield _NODES[each.tag]("", "", *children)
        elif each.tag in _CLASSES:
            yield nodes.inline(
                "",
                "",
                *children,
                classes=[_CLASSES[each.tag]],
            )
        else:
            yield from children
