"""Cites inside the suffixes of others: `[@low2001, and compare @may1999]`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from csecrefs.manuscript.office.targets import Target
from csecrefs.manuscript.rendered import RenderedSite
from csecrefs.manuscript.sites import FRAGMENT
from csecrefs.text.inline import (
    Element,
    Inlines,
    plain,
)


def joined(
    sites: Iterable[RenderedSite], targets: Sequence[Target]
) -> list[RenderedSite]:
    """Return the sites that are no part of others, the texts of those put into them."""
    found: list[RenderedSite] = []
    nested: list[RenderedSite] = []
    for each in sites:
        if each.site.nested and found:
            nested.append(each)
            continue
        if nested:
            found[-1] = _whole(found[-1], nested, targets)
            nested = []
        found.append(each)
    if nested:
        found[-1] = _whole(found[-1], nested, targets)
    return [_whole(each, [], targets) for each in found]


def _whole(
    outer: RenderedSite,
    nested: Iterable[RenderedSite],
    targets: Sequence[Target],
) -> RenderedSite:
    """Return a site whose fragments are text, with the cites in them rendered."""
    target = targets[outer.site.start]
    if outer.text is None or not target.fragments:
        return outer
    column = target.column
    inside: list[tuple[int, int, str]] = []
    for each in nested:
        inner = targets[each.site.start]
        start = inner.column - column
        text = inner.source
        if each.text is not None:
            text = plain(each.text)
        inside.append((start, start + len(inner.source), text))
    texts = {
        FRAGMENT + number: _replaced(target.source, span, inside)
        for number, span in enumerate(target.fragments)
    }
    return attrs.evolve(outer, text=_translated(outer.text, texts))


def _replaced(
    source: str,
    span: tuple[int, int],
    inside: Iterable[tuple[int, int, str]],
) -> str:
    parts: list[str] = []
    done, end = span
    for start, stop, text in inside:
        # A cite that is not in this fragment is in another one.
        if done <= start and stop <= end:
            parts += (source[done:start], text)
            done = stop
    return "".join((*parts, source[done:end]))


def _translated(tree: Inlines, texts: dict[int, str]) -> Inlines:
    """Return a tree with characters replaced; trees of citations are shallow."""
    return tuple(
        [
            node.translate(texts)
            if isinstance(node, str)
            else Element(node.tag, _translated(node.children, texts), node.href)
            for node in tree
        ]
    )
