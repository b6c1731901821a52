"""Typst: functions of its standard library, in a block that sets the layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.characters import escaper
from csecrefs.text.inline import Entry, EntryLayout, Inlines, Tag
from csecrefs.writers.runs import Row, StyledRun, rows, runs, write_runs

_escape = escaper({char: f"\\{char}" for char in "\\`*_$#<>@[]~'\""})
# What is a dash, a minus, an ellipsis, a comment or an address before what follows.
_SEQUENCE: Final = regex(r"-(?=[-?0-9])|\.(?=\.\.)|/(?=[/*])")
# What would make a line a list, a term or a heading, up to where a backslash prevents
# it.
_LINE_START: Final = regex(r"\s*(?:[0-9]+(?=\.)|(?=[-+=/]))")

_FUNCTIONS: Final[dict[Tag, str]] = {
    "bold": "#strong[",
    "italic": "#emph[",
    "oblique": "#emph[",
    "small-caps": "#smallcaps[",
    "underline": "#underline[",
    "superscript": "#super[",
    "subscript": "#sub[",
}


def inlines(tree: Inlines, *, links: bool = False) -> str:
    """One citation or entry; lines of its own, if it has any, are broken with a
    backslash.
    """
    return _lines(rows(tree), links=links)


def bibliography(
    entries: Sequence[Entry], layout: EntryLayout, *, links: bool = False
) -> str:
    """The entries as paragraphs, or, where the second field is aligned, as the rows of
    a grid.
    """
    # 0.65em is Typst's own leading.
    leading = f"{0.65 + layout.line_spacing - 1:g}em"
    spacing = f"{0.65 + layout.entry_spacing:g}em"
    if layout.second_field_align:
        cells = "".join(_cells(rows(entry.tree), links=links) for entry in entries)
        body = f"#grid(columns: (auto, 1fr), column-gutter: 0.5em, row-gutter: {spacing},\n{cells})"
    else:
        body = "\n\n".join(inlines(entry.tree, links=links) for entry in entries)
    indent = "0em"
    if layout.hanging_indent and not layout.second_field_align:
        indent = "2em"
    paragraph = f"first-line-indent: 0em, hanging-indent: {indent}, leading: {leading}, spacing: {spacing}"
    return f"#[\n#set par({paragraph})\n{body}\n]\n"


def _cells(lines: list[Row], *, links: bool) -> str:
    """The entry's lines in cells; each label begins a row of the grid, as the first
    line always does.
    """
    starts = [number for number, row in enumerate(lines) if row.label or number == 0]
    out = []
    for start, end in zip(
        starts,
        [*starts[1:], len(lines)],
        strict=True,
    ):
        label = _runs(lines[start].label, links=links)
        body = _lines(
            [lines[start]._replace(label=()), *lines[start + 1 : end]], links=links
        )
        out.append(f"  [{label}], [{body}],\n")
    return "".join(out)


def _lines(lines: list[Row], *, links: bool) -> str:
    return " \\\n".join(_row(row, links=links) for row in lines)


def _row(row: Row, *, links: bool) -> str:
    indent = ""
    if row.indented:
        indent = "#h(2em);"
    parts = (_runs(row.label, links=links), indent + _runs(row.body, links=links))
    return " ".join(filter(None, parts))


def _runs(tree: Inlines, *, links: bool) -> str:
    return write_runs(
        runs(tree, links=links), lambda found: "".join(map(_run, found)), _link
    )


def _run(run: StyledRun) -> str:
    """The text in its calls; white space stands outside, for Typst drops it at the ends
    of content.
    """
    calls = [function for tag, function in _FUNCTIONS.items() if tag in run.styles]
    core = run.text.strip(" ")
    if not calls or not core:
        return _escaped(run.text)
    before, _, after = run.text.partition(core)
    # The semicolon ends the call: what follows could be more of it.
    return f"{before}{''.join(calls)}{_escaped(core)}{']' * len(calls)};{after}"


def _escaped(text: str) -> str:
    text = _SEQUENCE.sub(_backslashed, _escape(text))
    start = _LINE_START.match(text)
    if start:
        return f"{start[0]}\\{text[start.end() :]}"
    return text


def _link(href: str, text: str) -> str:
    return f'#link("{href}")[{text}];'


def _backslashed(match: re.Match[str]) -> str:
    return f"\\{match[0]}"
