"""Plain text: the words alone, one entry to a paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from csecrefs.text.characters import clean
from csecrefs.text.inline import Entry, EntryLayout, Inlines, plain
from csecrefs.writers.runs import rows


def inlines(tree: Inlines, *, links: bool = False) -> str:
    """One citation or entry: the left margin before its text, blocks on lines of their
    own.
    """
    return "\n".join(
        " ".join(
            filter(
                None,
                (_plain(row.label), _plain(row.body)),
            )
        )
        for row in rows(tree)
    )


def bibliography(
    entries: Sequence[Entry], layout: EntryLayout, *, links: bool = False
) -> str:
    """An entry to a paragraph, a blank line between them if the layout has spacing
    between entries.
    """
    between = "\n"
    if layout.entry_spacing:
        between = "\n\n"
    return between.join(inlines(entry.tree, links=links) for entry in entries)


def _plain(tree: Inlines) -> str:
    return clean(plain(tree)).strip(" ")
