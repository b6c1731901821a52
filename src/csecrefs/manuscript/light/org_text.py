"""Text for Org files: emphasis by its marks, letters with a meaning by entities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from csecrefs.patterns import regex
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

# Letters with a meaning anywhere in a text, as Org's entities.
_escape = escaper(
    {
        "_": "\\under{}",
        "^": "\\asciicirc{}",
        "\\": "\\backslash{}",
        "|": "\\vert{}",
        "\u00a0": "\\nbsp{}",
    }
)
# A mark of emphasis at the start of a word; a bracket that begins a link or a note.
_ACTIVE: Final = regex(r"(?<![\w:])[*/=~+](?=\S)|\[(?=\[|fn:|cite)|<(?=<)")
# Signs that mean something at the start of a word only, as Org's entities.
_ENTITIES: Final = {
    "*": "\\ast{}",
    "/": "\\slash{}",
    "=": "\\equal{}",
    "~": "\\tilde{}",
    "+": "\\plus{}",
    "[": "\\lbrack{}",
    "<": "\\lt{}",
}
# The marks around a text in a font.
_MARKS: Final[dict[Tag, tuple[str, str]]] = {
    "bold": ("*", "*"),
    "italic": ("/", "/"),
    "oblique": ("/", "/"),
    "underline": ("_", "_"),
    "superscript": ("^{", "}"),
    "subscript": ("_{", "}"),
}
# A sign that the Org manual advises between a mark of emphasis and a letter.
_ZERO_WIDTH: Final = "\u200b"


def inlines(tree: Inlines) -> str:
    """Return one citation or entry in one line."""
    parts = []
    for row in rows(tree):
        parts += [_runs(row.label), _runs(row.body)]
    return " ".join(filter(None, parts))


def bibliography(entries: Sequence[Entry], _layout: EntryLayout) -> str:
    """Return the entries as paragraphs: Org leaves the layout to the exporter."""
    return "\n\n".join(inlines(entry.tree) for entry in entries)


def _runs(tree: Inlines) -> str:
    found = runs(tree)
    return write_runs(
        found,
        _marked,
        lambda href, text: f"[[{href}][{text}]]",
    )


def _marked(found: Sequence[StyledRun]) -> str:
    out = ""
    for run in found:
        text = _ACTIVE.sub(lambda match: _ENTITIES[match[0]], _escape(run.text))
        for tag, (opening, closing) in _MARKS.items():
            core = text.strip()
            if tag in run.styles and core:
                text = text.replace(core, f"{opening}{core}{closing}", 1)
        if out and text and _touches(out, text):
            out += _ZERO_WIDTH
        out += text
    return out


def _touches(before: str, text: str) -> bool:
    """True if a mark of emphasis would be inside a word."""
    return (before[-1] in "*/_" and text[0].isalnum()) or (
        before[-1].isalnum() and text[0] in "*/"
    )
