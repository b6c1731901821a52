"""Citations without the brackets that their style sets around them."""

from __future__ import annotations

from typing import Final

from csecrefs.text.inline import (
    Element,
    Inline,
    Inlines,
    plain,
)

# Brackets that styles set around citations, those of Chinese and Japanese ones, too.
_PAIRS: Final = {"(": ")", "[": "]", "（": "）", "［": "］"}


def without_brackets(tree: Inlines) -> Inlines:
    """Return a tree without one pair of brackets around all of it.

    >>> without_brackets(("(Low, ", "2001)"))
    ('Low, ', '2001')
    """
    text = plain(tree)
    closing = _PAIRS.get(text[:1])
    if closing is None or not text.endswith(closing):
        return tree
    # "(Low 2001), (High 2002)" is no single pair.
    depth = 0
    for place, character in enumerate(text):
        depth += (character == text[0]) - (character == closing)
        if not depth and place < len(text) - 1:
            return tree
    return _cut(_cut(tree, first=True), first=False)


def _cut(tree: Inlines, *, first: bool) -> Inlines:
    """Return a tree without its first or last character."""
    if first:
        order = range(len(tree))
    else:
        order = range(len(tree) - 1, -1, -1)
    for place in order:
        node = tree[place]
        if not plain((node,)):
            continue
        return (*tree[:place], *_shorter(node, first=first), *tree[place + 1 :])
    return tree


def _shorter(node: Inline, *, first: bool) -> Inlines:
    if isinstance(node, Element):
        return (node._replace(children=_cut(node.children, first=first)),)
    if first:
        rest = node[1:]
    else:
        rest = node[:-1]
    if rest:
        return (rest,)
    return ()
