"""Blocks of reStructuredText in which nothing is inline markup.

Source: docutils, "reStructuredText Markup Specification": literal blocks, doctest
blocks, comments, and directives whose content is no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from csecrefs.patterns import regex

# The start of a directive, alone or in a substitution: `.. note::`, `.. |x| image::`.
_DIRECTIVE: Final = regex(r"\.\.[ \t]+(?:\|[^|]+\|[ \t]+)?([\w:+.-]+?)[ \t]?::(?=\s|$)")
# Footnotes, citations, targets and substitutions: what is no comment.
_EXPLICIT: Final = regex(r"\.\.[ \t]+(?:\[|_|\||__)")
# Directives whose content is no text of the manuscript.
_LITERAL: Final = frozenset(
    """code code-block sourcecode highlight literalinclude math raw graphviz digraph
    graph doctest testcode testoutput testsetup testcleanup prompt ipython plot jupyter-execute
    jupyter-input jupyter-output parsed-code mermaid uml productionlist toctree
    bibliography footbibliography autosummary include image program-output
    command-output meta literal index tabularcolumns inheritance-diagram""".split()
)


class RstBlock(NamedTuple):
    """A bibliography directive: its name, its span, and the indentation it has."""

    name: str
    start: int
    end: int
    indent: int


class RstBlocks(NamedTuple):
    """The text with blanks for what is not read, and the bibliography directives."""

    masked: str
    lists: tuple[RstBlock, ...]


def blocks(text: str) -> RstBlocks:
    """Return the text with everything blank in which nothing is inline markup."""
    lines = text.splitlines(keepends=True)
    out: list[str] = []
    lists: list[RstBlock] = []
    offset = number = 0
    while number < len(lines):
        line = lines[number]
        end, masked = _block(lines, number)
        named = _DIRECTIVE.match(line.lstrip())
        length = sum(map(len, lines[number:end]))
        if named and named[1] in ("bibliography", "footbibliography"):
            indent = _indent(line)
            content = "".join(lines[number:end]).rstrip()
            lists.append(
                RstBlock(
                    named[1],
                    offset + indent,
                    offset + len(content),
                    indent,
                )
            )
        out += masked
        offset += length
        number = end
    return RstBlocks("".join(out), tuple(lists))


def _block(lines: list[str], number: int) -> tuple[int, Iterator[str] | list[str]]:
    """Return the line after the block at `number`, and its lines as they are read."""
    line = lines[number]
    stripped = line.strip()
    named = _DIRECTIVE.match(stripped)
    if named:
        if named[1] not in _LITERAL:
            return number + 1, [_after_name(line)]
        end = _indented(lines, number)
        return end, map(_blank, lines[number:end])
    if stripped == ".." or stripped.startswith(".. "):
        if _EXPLICIT.match(stripped):
            return number + 1, [line]
        end = _indented(lines, number)
        return end, map(_blank, lines[number:end])
    if stripped.startswith(">>>"):
        end = number
        while end < len(lines) and lines[end].strip():
            end += 1
        return end, map(_blank, lines[number:end])
    if stripped.endswith("::"):
        end = _literal(lines, number)
        return end, [line, *map(_blank, lines[number + 1 : end])]
    return number + 1, [line]


def _after_name(line: str) -> str:
    """Return a directive's line with its name blank: "note:: text" has text."""
    name, colons, rest = line.partition("::")
    return f"{_blank(name + colons)}{rest}"


def _literal(lines: list[str], number: int) -> int:
    """Return the line after the literal block that "::" announces.

    It is indented, or each of its lines begins with the same punctuation.
    """
    end = _indented(lines, number)
    following = [each for each in lines[number + 1 : end] if each.strip()]
    if following or number + 2 >= len(lines) or lines[number + 1].strip():
        return end
    quote = lines[number + 2][:1]
    if not quote.strip() or quote.isalnum() or quote in ".:":
        return end
    end = number + 2
    while end < len(lines) and lines[end].startswith(quote):
        end += 1
    return end


def _indented(lines: list[str], number: int) -> int:
    """Return the line after those that are indented more than the one at `number`."""
    indent = _indent(lines[number])
    last = number + 1
    place = number + 1
    while place < len(lines):
        line = lines[place]
        if line.strip():
            if _indent(line) <= indent:
                break
            last = place + 1
        place += 1
    return last


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _blank(text: str) -> str:
    """Return blanks of the same length and line ends."""
    return re.sub(r"[^\r\n]", " ", text)
