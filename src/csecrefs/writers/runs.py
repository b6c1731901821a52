"""Runs: an inline tree laid flat, for formats whose markup cannot nest as the tree
does.

A run is text under one set of styles. Flattening switches styles off where the tree
says so (`no-italic` in italic), joins neighbours of the same styles and bounds the
depth of the output, however deep the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Final

from csecrefs.text.characters import clean
from csecrefs.text.inline import DISPLAY_TAGS, Element, Inline, Inlines, Tag
from csecrefs.tuples import NamedTuple
from csecrefs.writers.links import linked

Styles = frozenset[Tag]

# Styles that a style takes the place of.
_REPLACES: Final[dict[Tag, Styles]] = {
    "italic": frozenset({"oblique"}),
    "oblique": frozenset({"italic"}),
    "bold": frozenset({"light"}),
    "light": frozenset({"bold"}),
    "small-caps": frozenset(),
    "underline": frozenset(),
    "superscript": frozenset({"subscript"}),
    "subscript": frozenset({"superscript"}),
}
# Styles that a tag switches off.
_ENDS: Final[dict[Tag, Styles]] = {
    "no-italic": frozenset({"italic", "oblique"}),
    "no-bold": frozenset({"bold", "light"}),
    "no-small-caps": frozenset({"small-caps"}),
    "no-underline": frozenset({"underline"}),
    "baseline": frozenset({"superscript", "subscript"}),
}


class StyledRun(NamedTuple):
    """Cleaned text, its styles, and where it links to ("": nowhere)."""

    text: str
    styles: Styles = frozenset()
    href: str = ""


class Row(NamedTuple):
    """One line of an entry: its left margin (mostly empty), its text, and whether it is
    indented.
    """

    label: Inlines
    body: Inlines
    indented: bool = False


def rows(tree: Inlines) -> list[Row]:
    """The lines of a tree, as its `display` elements divide it; a tree without them is
    one line.
    """
    if not any(isinstance(node, Element) and node.tag in DISPLAY_TAGS for node in tree):
        return [Row((), tree)]
    found: list[Row] = []
    fresh = True
    for node in tree:
        if isinstance(node, str) or node.tag not in DISPLAY_TAGS:
            if not fresh:
                found[-1] = found[-1]._replace(body=(*found[-1].body, node))
            elif node != " ":
                # A blank between two blocks is no text.
                found.append(Row((), (node,)))
                fresh = False
        elif node.tag == "right-inline" and not fresh:
            found[-1] = found[-1]._replace(body=found[-1].body + node.children)
        elif node.tag == "left-margin":
            found.append(Row(node.children, ()))
            fresh = False
        else:
            found.append(
                Row(
                    (),
                    node.children,
                    indented=node.tag == "indent",
                )
            )
            fresh = node.tag != "right-inline"
    return found


def runs(tree: Inlines, *, links: bool = False) -> list[StyledRun]:
    """The runs of a tree, with no white space at its ends; `links` turns addresses in
    it into links.
    """
    return _trimmed(_joined(_flat(linked(tree) if links else tree, links=links)))


def write_runs(
    found: Iterable[StyledRun],
    write: Callable[[list[StyledRun]], str],
    write_link: Callable[[str, str], str],
) -> str:
    """Each stretch of runs with one target through `write`, and through `write_link` if
    there is a target.
    """
    out = []
    for href, stretch in groupby(found, key=lambda run: run.href):
        text = write(list(stretch))
        out.append(write_link(href, text) if href else text)
    return "".join(out)


def _flat(tree: Inlines, *, links: bool) -> Iterator[StyledRun]:
    """The tree's strings with their styles, in order; a stack stands in for recursion
    on the tree's depth.
    """
    pending: list[tuple[Iterator[Inline], Styles, str]] = [
        (iter(tree), frozenset(), "")
    ]
    while pending:
        nodes, styles, href = pending[-1]
        for node in nodes:
            if isinstance(node, str):
                yield StyledRun(clean(node), styles, href)
            else:
                target = ""
                if links and node.tag == "link":
                    target = node.href
                pending.append(
                    (iter(node.children), _restyled(styles, node.tag), target or href)
                )
                break
        else:
            pending.pop()


def _restyled(styles: Styles, tag: Tag) -> Styles:
    if tag in _REPLACES:
        return (styles - _REPLACES[tag]) | {tag}
    return styles - _ENDS.get(tag, frozenset())


def _joined(found: Iterable[StyledRun]) -> list[StyledRun]:
    """Neighbours of the same kind as one; no empty ones."""
    stretches = groupby((run for run in found if run.text), key=lambda run: run[1:])
    return [
        StyledRun("".join(run.text for run in stretch), *kind)
        for kind, stretch in stretches
    ]


def _trimmed(found: list[StyledRun]) -> list[StyledRun]:
    while found and not found[0].text.strip(" "):
        del found[0]
    while found and not found[-1].text.strip(" "):
        del found[-1]
    if found:
        found[0] = found[0]._replace(text=found[0].text.lstrip(" "))
        found[-1] = found[-1]._replace(text=found[-1].text.rstrip(" "))
    return found
