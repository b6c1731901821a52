"""Text for AsciiDoc files: marks of emphasis, and character references for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from csecrefs.text.characters import escaper
from csecrefs.text.inline import (
    Entry,
    EntryLayout,
    Inlines,
    Tag,
)
from csecrefs.writers.runs import (
    StyledRun,
    rows,
    runs,
    write_runs,
)

# Asciidoctor puts character references through, wherever a mark has a meaning.
_escape = escaper({sign: f"&#{ord(sign)};" for sign in "*_^~`#+|{}<>[]\"&\\'"})
# Unconstrained marks, which may be inside a word, as parts of entries are.
_MARKS: Final[dict[Tag, str]] = {
    "bold": "**",
    "italic": "__",
    "oblique": "__",
    "superscript": "^",
    "subscript": "~",
}


def inlines(tree: Inlines) -> str:
    """Return one citation or entry in one line."""
    parts = []
    for row in rows(tree):
        parts += [_runs(row.label), _runs(row.body)]
    return " ".join(filter(None, parts))


def bibliography(entries: Sequence[Entry], _layout: EntryLayout) -> str:
    """Return the entries as paragraphs."""
    return "\n\n".join(inlines(entry.tree) for entry in entries)


def _runs(tree: Inlines) -> str:
    return write_runs(
        runs(tree),
        _marked,
        lambda href, text: f"link:{href}[{text}]",
    )


def _marked(found: Sequence[StyledRun]) -> str:
    out = []
    for run in found:
        text = _escape(run.text)
        for tag, mark in _MARKS.items():
            core = text.strip()
            if tag in run.styles and core:
                text = text.replace(core, f"{mark}{core}{mark}", 1)
        out.append(text)
    return "".join(out)
