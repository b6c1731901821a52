"""The inline tree: what the CSL processor returns and every writer prints.

A tree is a tuple of strings and `Element`s. Strings are plain text, never markup.
Quotation marks are already the locale's characters; fonts are already resolved
(`no-italic` is italic switched off inside italic).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from csecrefs.tuples import NamedTuple

Tag = Literal[
    "italic",
    "oblique",
    "bold",
    "light",
    "small-caps",
    "underline",
    "superscript",
    "subscript",
    "no-italic",
    "no-bold",
    "no-small-caps",
    "no-underline",
    "baseline",
    "nocase",
    "link",
    "variable",
    "block",
    "left-margin",
    "right-inline",
    "indent",
]

DISPLAY_TAGS: Final[frozenset[Tag]] = frozenset(
    {"block", "left-margin", "right-inline", "indent"}
)
"""Tags that set a block of their own (CSL's `display` attribute); they stand at the top
of a tree.
"""


class Element(NamedTuple):
    """A run of inlines under one tag.

    `href` is the address of a `link`, `variable` the CSL variable whose value a run of
    tag `variable` is. `typed` is a character that is superscript by itself, such as ²,
    which output without superscript prints.
    """

    tag: Tag
    children: tuple[Inline, ...]
    href: str = ""
    variable: str = ""
    typed: str = ""


Inline = str | Element
Inlines = tuple[Inline, ...]


class Entry(NamedTuple):
    """One bibliography entry: the reference's id and its rendered tree."""

    id: str
    tree: Inlines


class EntryLayout(NamedTuple):
    """The layout of a bibliography by its style (CSL's bibliography options).

    `second_field_align` is "", "flush" or "margin"; `max_offset` is the widest first
    field in characters; spacings are in lines.
    """

    hanging_indent: bool = False
    second_field_align: str = ""
    line_spacing: int = 1
    entry_spacing: int = 1
    max_offset: int = 0


def plain(tree: Iterable[Inline]) -> str:
    """The text of a tree without its formatting."""
    texts: list[str] = []
    pending = [iter(tree)]
    while pending:
        for node in pending[-1]:
            if not isinstance(node, str) and node.typed:
                texts.append(node.typed)
                continue
            if not isinstance(node, str):
                pending.append(iter(node.children))
                break
            texts.append(node)
        else:
            pending.pop()
    return "".join(texts)
