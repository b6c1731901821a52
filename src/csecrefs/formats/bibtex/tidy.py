"""A .bib file in one layout: what it says stays, how it is laid out does not."""

from __future__ import annotations

import re
from typing import Final

from csecrefs.formats.bibtex.layout import Layout
from csecrefs.formats.bibtex.syntax import Block, Database, value_parts

_LINE_BREAK: Final = re.compile(r"[ \t]*[\r\n]\s*")
_BLANK_LINES: Final = re.compile(r"\n\s*\n\s*")


def tidy(database: Database, layout: Layout | None = None) -> str:
    """The source of `database` in `layout`: entries and macros laid out alike, a blank line between them.

    Fields keep their order, values their text (line breaks in them become spaces, blank lines stay),
    macros, `#`, repeated fields and comments stay. An entry with an error or a comment in it stays as it is.
    """
    layout = layout or Layout()
    broken = {found.line for found in database.diagnostics if found.severity == "error"}
    pieces: list[str] = []
    for block in database.blocks:
        regular = block.kind in ("entry", "string") and not _has_more(block)
        if regular and not _touched(block, database, broken):
            pieces.append(_laid_out(block, layout))
        elif text := block.text.strip():
            pieces.append(text)
    return (layout.newline * 2).join(pieces) + layout.newline if pieces else ""


def _has_more(block: Block) -> bool:
    """Whether anything but fields and commas stands in the block."""
    fields = block.fields
    ends = [field.end for field in fields]
    starts = [*(field.start for field in fields[1:]), block.end - 1]
    gaps = (block.source[end:start] for end, start in zip(ends, starts, strict=False))
    return any(gap.strip(" \t\r\n,") for gap in gaps)


def _touched(block: Block, database: Database, lines: set[int | None]) -> bool:
    first, last = database.position(block.start)[0], database.position(block.end)[0]
    return any(line is not None and first <= line <= last for line in lines)


def _laid_out(block: Block, layout: Layout) -> str:
    if block.kind == "string":
        fields = ", ".join(f"{field.name} = {_value(field.value)}" for field in block.fields)
        return f"@string{{{fields}}}"
    lines = [f"{layout.indent}{field.name} = {_value(field.value)}," for field in block.fields]
    return layout.newline.join([f"@{block.type}{{{block.key},", *lines, "}"])


def _value(value: str) -> str:
    """A value with each operand in braces, or bare where it was."""
    parts = list(value_parts(value))
    alone = len(parts) == 1
    return " # ".join(
        part.text if part.kind == "bare" else "{" + _unwrapped(part.text, alone) + "}" for part in parts
    )


def _unwrapped(text: str, alone: bool) -> str:
    """Text with its line breaks as spaces; space at the edges matters only next to another operand."""
    paragraphs = _BLANK_LINES.split(text.replace("\r\n", "\n"))
    joined = "\n\n".join(_LINE_BREAK.sub(" ", each) for each in paragraphs)
    return joined.strip() if alone else joined
