"""A .bib file in one layout: what it says stays, how it is laid out does not."""

from __future__ import annotations

import re
from typing import Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.bibtex.encoding import decode
from csecrefs.formats.bibtex.layout import Layout, layout_of
from csecrefs.formats.bibtex.parser import parse
from csecrefs.formats.bibtex.syntax import Block, Database, value_parts
from csecrefs.formats.bibtex.values import Values

_LINE_BREAK: Final = re.compile(r"[ \t]*[\r\n]\s*")
_BLANK_LINES: Final = re.compile(r"(?>\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*")
_OF_LINES: Final = frozenset({"comment", "review"})
"""Fields that are no TeX, where a line break is one (JabRef's)."""


def tidy_file(source: bytes, path: str = "<string>") -> tuple[bytes, list[Diagnostic]]:
    """A .bib file's bytes laid out anew, in its encoding and with its line ends, and
    what is wrong with it.

    The result is read again: should it not say the same, the file stays as it is, with
    a diagnostic.
    """
    decoded = decode(source)
    database = parse(decoded.text, path)
    text = tidy(database, Layout(newline=layout_of(database).newline))
    if text == decoded.text:
        return source, database.diagnostics
    if _content(parse(text)) != _content(parse(decoded.text)):
        message = "left as it is: laid out anew it would not say the same"
        return source, [
            *database.diagnostics,
            Diagnostic("not-tidied", message, "error", path),
        ]
    return decoded.encode(text), database.diagnostics


def _content(database: Database) -> list[object]:
    """What a file says, whatever its white space: entries with macros resolved, and all
    text beside them.
    """
    values = Values(database)
    found: list[object] = []
    for block in database.blocks:
        if block.kind == "entry":
            fields = {
                name: " ".join(value.split())
                for name, value in values.all(block).items()
            }
            found.append(
                (block.type, block.key, [field.name for field in block.fields], fields)
            )
        elif block.kind != "string" and (text := "".join(block.text.split())):
            found.append(text)
    return found


def tidy(database: Database, layout: Layout | None = None) -> str:
    """The source of `database` in `layout`: entries and macros laid out alike, a blank
    line between them.

    Fields keep their order, values their text (line breaks in it become spaces, blank
    lines stay); macros, `#`, repeated fields and comments stay. An entry with an error
    or a comment in it stays as it is.
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
        fields = ", ".join(
            f"{field.name} = {_value(field.value, layout.newline, edges=True)}"
            for field in block.fields
        )
        return f"@string{{{fields}}}"
    lines = [
        f"{layout.indent}{field.name} = {_value(field.value, layout.newline, lines=field.name in _OF_LINES)},"
        for field in block.fields
    ]
    return layout.newline.join([f"@{block.type}{{{block.key},", *lines, "}"])


def _value(
    value: str, newline: str, *, edges: bool = False, lines: bool = False
) -> str:
    """A value with each operand in braces, or bare where it was.

    `edges` keeps the space at both ends, as operands of `#` do; `lines` keeps the line
    breaks too.
    """
    parts = list(value_parts(value))
    edges = edges or len(parts) > 1
    written = (part.text if part.kind == "bare" or lines else _joined(part.text, newline, edges)
               for part in parts)  # fmt: skip
    return " # ".join(
        text if part.kind == "bare" else "{" + text + "}"
        for part, text in zip(parts, written, strict=True)
    )


def _joined(text: str, newline: str, edges: bool) -> str:
    """Text with its line breaks as spaces; blank lines stay."""
    joined = (newline * 2).join(
        _LINE_BREAK.sub(" ", each) for each in _BLANK_LINES.split(text)
    )
    return joined if edges else joined.strip()
