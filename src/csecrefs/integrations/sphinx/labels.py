"""Prefixes of labels: with `labelprefix: A` the list has "[A1]", and citations, too.

Source: sphinxcontrib-bibtex 2.6, "Label prefixing".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from csecrefs.csl.cite import Cite
from csecrefs.integrations.sphinx.project import RenderedProject
from csecrefs.patterns import regex
from csecrefs.text.inline import Element, Inline, Inlines, plain

# The number in the margin of an entry: "[1]", "1.".
_NUMBER: Final = regex(r"[0-9]+")


def labelled(tree: Inlines, cites: Sequence[Cite], project: RenderedProject) -> Inlines:
    """Return a citation with the prefixes that the lists of its works have.

    The cites of a group are links, each to its work; a citation of one work is none.
    """
    if len(cites) == 1:
        return _cite_with_label(tree, cites[0].id, project)
    found: list[Inline] = []
    for node in tree:
        if isinstance(node, str):
            found.append(node)
            continue
        children = labelled(node.children, cites, project)
        if node.tag == "link":
            key = node.href.removeprefix("#")
            children = _cite_with_label(node.children, key, project)
        found.append(node._replace(children=children))
    return tuple(found)


def entry_with_label(tree: Inlines, prefix: str) -> Inlines:
    """Return an entry with a prefix in its number, and a blank after that."""
    if not tree or isinstance(tree[0], str) or tree[0].tag != "left-margin":
        return tree
    first = tree[0]
    number = _NUMBER.search(plain((first,)))
    if prefix and number:
        # The prefix is inside the brackets that the style sets around the number.
        children = _with_prefix(first.children, number[0], prefix)
        first = first._replace(children=children)
    return (first, " ", *tree[1:])


def _cite_with_label(tree: Inlines, key: str, project: RenderedProject) -> Inlines:
    prefix = project.labels.get(key, "")
    entry = project.entry(key)
    if not prefix or not entry or isinstance(entry[0], str):
        return tree
    number = _NUMBER.search(plain(entry[:1]))
    # Styles of authors and years have no number in the margin, and no label to prefix.
    if entry[0].tag != "left-margin" or number is None:
        return tree
    return _with_prefix(tree, number[0], prefix)


def _with_prefix(tree: Inlines, number: str, prefix: str) -> Inlines:
    """Return a tree with a prefix before the first such number in it."""
    word = re.compile(rf"(?<!\w){number}(?!\w)")
    for place, node in enumerate(tree):
        if isinstance(node, Element):
            inner = _with_prefix(node.children, number, prefix)
            changed: Inline = node._replace(children=inner)
        else:
            changed = word.sub(f"{prefix}{number}", node, count=1)
        if changed != node:
            return (*tree[:place], changed, *tree[place + 1 :])
    return tree
