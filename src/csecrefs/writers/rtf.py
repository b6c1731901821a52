"""RTF 1.9: control words for the styles, 7-bit text with Unicode escapes, a document
for the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.characters import escaper
from csecrefs.text.inline import Entry, EntryLayout, Inlines, Tag
from csecrefs.writers.runs import Row, StyledRun, rows, runs, write_runs

_escape = escaper(
    {
        "\\": r"\\",
        "{": r"\{",
        "}": r"\}",
        "\u00a0": r"\~",
    }
)
# What a file of 7 bits writes as \u escapes.
_NOT_ASCII: Final = regex(r"[^\x00-\x7f]+")

_CONTROLS: Final[dict[Tag, str]] = {
    "bold": r"\b",
    "italic": r"\i",
    "oblique": r"\i",
    "small-caps": r"\scaps",
    "underline": r"\ul",
    "superscript": r"\super",
    "subscript": r"\sub",
}
# One line in twentieths of a point.
_LINE: Final = 240
# Half an inch in twentieths of a point, as Word's default tab stop.
_INDENT: Final = 720
# The width of a label's character in twentieths of a point.
_CHARACTER: Final = 120


def inlines(tree: Inlines, *, links: bool = False) -> str:
    """One citation or entry, to stand in a document; lines of its own are broken with
    `\\line`.
    """
    return "\\line ".join(
        " ".join(
            filter(
                None,
                (_runs(row.label, links=links), _runs(row.body, links=links)),
            )
        )
        for row in rows(tree)
    )


def bibliography(
    entries: Sequence[Entry], layout: EntryLayout, *, links: bool = False
) -> str:
    """A document with the entries as paragraphs."""
    paragraphs = "".join(
        _entry(
            rows(entry.tree),
            layout,
            links=links,
        )
        for entry in entries
    )
    return f"{{\\rtf1\\ansi\\uc1\\deff0{{\\fonttbl{{\\f0\\froman Times New Roman;}}}}\n{paragraphs}}}\n"


def _entry(lines: list[Row], layout: EntryLayout, *, links: bool) -> str:
    """The entry's lines as paragraphs, kept together, with the space between entries
    after the last.
    """
    out = []
    for number, row in enumerate(lines, start=1):
        after = "\\sa0\\keepn"
        if number == len(lines):
            after = f"\\sa{layout.entry_spacing * _LINE}"
        text = _runs(row.body, links=links)
        if row.label:
            gap = " "
            if layout.second_field_align:
                gap = "\\tab "
            text = _runs(row.label, links=links) + gap + text
        line = f"\\sl{layout.line_spacing * _LINE}\\slmult1"
        out.append(f"{{\\pard{_indents(row, layout)}{after}{line} {text}\\par}}\n")
    return "".join(out)


def _indents(row: Row, layout: EntryLayout) -> str:
    """The control words for a line's left edge: `\\li` its indent, `\\fi` the first
    line's beside that.
    """
    hang = 0
    if layout.hanging_indent:
        hang = _INDENT
    left = hang
    if layout.second_field_align:
        hang = (layout.max_offset + 1) * _CHARACTER
        left = hang
        if layout.second_field_align == "margin":
            left = 0
    if row.indented:
        return f"\\li{left + _INDENT}"
    if layout.second_field_align:
        if row.label:
            return f"\\li{left}\\fi{-hang}\\tx{left}"
        return f"\\li{left}"
    if hang:
        return f"\\li{left}\\fi{-hang}"
    return ""


def _runs(tree: Inlines, *, links: bool) -> str:
    return write_runs(
        runs(tree, links=links), lambda found: "".join(map(_run, found)), _link
    )


def _run(run: StyledRun) -> str:
    controls = "".join(
        control for tag, control in _CONTROLS.items() if tag in run.styles
    )
    text = _NOT_ASCII.sub(_unicode, _escape(run.text))
    if controls:
        return f"{{{controls} {text}}}"
    return text


def _link(href: str, text: str) -> str:
    return f'{{\\field{{\\*\\fldinst{{HYPERLINK "{href}"}}}}{{\\fldrslt{{{text}}}}}}}'


def _unicode(match: re.Match[str]) -> str:
    """`\\u` escapes: UTF-16 units as signed numbers, each with the substitute that
    `\\uc1` announces.
    """
    # RTF counts to 32767; greater units are written as negative numbers.
    units = memoryview(match[0].encode("utf-16-le")).cast("h")
    return "".join(f"\\u{unit} ?" for unit in units)
