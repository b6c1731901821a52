"""Markdown: CommonMark that pandoc reads alike.

What CommonMark has no markup for (small caps, superscript, subscript, underline) is
inline HTML.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Sequence
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.characters import escaper
from csecrefs.text.inline import Entry, EntryLayout, Inlines, Tag
from csecrefs.writers.runs import Row, StyledRun, rows, runs, write_runs

_escape = escaper({char: f"\\{char}" for char in "\\`*_[]<{}~^$@|#\"'"})
# What is special only before what follows: entities, and pandoc's dashes and ellipses.
_SEQUENCE: Final = regex(r"&(?=#?\w{1,40};)|-(?=-)|\.(?=\.\.)")
# What makes a line a list, a quotation, a definition or a title block, up to where a
# backslash belongs.
_LINE_START: Final = regex(
    r"""(?:[0-9]+|[a-z]|[ivxlcdm]+|[IVXLCDM]{2,})(?=[.)])|[A-Z](?=\)|\.\ \ )
    |(?=[-+>=:%])|(?=\([0-9A-Za-z]+\)(?:\ |$))""",
    re.VERBOSE,
)

_MARKERS: Final[dict[Tag, tuple[str, str]]] = {
    "bold": ("**", "**"),
    "italic": ("*", "*"),
    "oblique": ("*", "*"),
    "small-caps": ('<span style="font-variant:small-caps;">', "</span>"),
    "underline": ("<u>", "</u>"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
}


def inlines(tree: Inlines, *, links: bool = False) -> str:
    """One citation or entry; lines of its own, if it has any, are broken hard."""
    return "\\\n".join(_row(row, links=links) for row in rows(tree))


def bibliography(
    entries: Sequence[Entry], layout: EntryLayout, *, links: bool = False
) -> str:
    """An entry to a paragraph: Markdown knows no other layout."""
    return "\n\n".join(inlines(entry.tree, links=links) for entry in entries)


def _row(row: Row, *, links: bool) -> str:
    parts = (
        write_runs(runs(part, links=links), _marked, _link)
        for part in (row.label, row.body)
    )
    line = " ".join(filter(None, parts))
    start = _LINE_START.match(line)
    if start:
        return f"{start[0]}\\{line[start.end() :]}"
    return line


def _link(href: str, text: str) -> str:
    if href.startswith("#"):
        # An identifier of the document: no sign in it needs the angle brackets.
        return f"[{text}]({href})"
    return f"[{text}](<{_SEQUENCE.sub(_backslashed, href)}>)"


def _backslashed(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def _marked(found: list[StyledRun]) -> str:
    """The runs with markers where styles begin and end; white space there stands
    outside of the styles.
    """
    words = _words(found)
    out = [""]
    opened: list[Tag] = []
    for index, (space, run) in enumerate(words):
        closing = ""
        while not run.styles.issuperset(opened):
            closing += _MARKERS[opened.pop()][1]
        opening = _opening(words, index, opened)
        text = _SEQUENCE.sub(_backslashed, _escape(run.text))
        if space:
            out += (closing, space, opening, text)
        else:
            out += _flanked(out.pop(), closing, opening, text)
    return "".join(out)


def _words(found: list[StyledRun]) -> list[tuple[str, StyledRun]]:
    """The runs without white space at their ends, each with that before it; an empty
    one ends them.
    """
    words: list[tuple[str, StyledRun]] = []
    space = ""
    for run in found:
        text = run.text.strip()
        if text:
            start = run.text.index(text)
            words.append((space + run.text[:start], run._replace(text=text)))
            space = run.text[start + len(text) :]
        else:
            space += run.text
    return [*words, (space, StyledRun(""))]


def _opening(words: list[tuple[str, StyledRun]], index: int, opened: list[Tag]) -> str:
    """The markers of the styles that begin at `index`, which join `opened`; the longest
    is outermost.
    """
    ends = {
        tag: _end(words, index, tag)
        for tag in _MARKERS
        if tag in words[index][1].styles and tag not in opened
    }
    fresh = sorted(ends, key=lambda tag: -ends[tag])
    opened += fresh
    # Of asterisks that open together, CommonMark could later take those of the outer
    # style for the inner.
    between = ""
    if len(set(ends.values())) > 1:
        between = "<!-- -->"
    return between.join(_MARKERS[tag][0] for tag in fresh)


def _end(words: list[tuple[str, StyledRun]], index: int, tag: Tag) -> int:
    """Return the end of a style that begins at `index`."""
    while tag in words[index][1].styles:
        index += 1
    return index


def _flanked(
    before: str, closing: str, opening: str, after: str
) -> tuple[str, str, str]:
    """Two texts and the markers between them, with what CommonMark wants to see them as
    markers.

    Asterisks between punctuation and a letter open only towards the letter and close
    only from it; for the opposite the letter becomes a character reference, which
    begins and ends with punctuation. A comment parts asterisks that close from those
    that open.
    """
    if closing.endswith("*") and opening.startswith("*"):
        return before, f"{closing}<!-- -->{opening}", after
    opens = (
        opening.startswith("*")
        and not closing
        and ("<" in opening or _may_be_punctuation(after, 0))
    )
    closes = (
        closing.endswith("*")
        and not opening
        and ("<" in closing or _may_be_punctuation(before, -1))
    )
    if opens and not _is_boundary(before[-1:]):
        before = f"{before[:-1]}&#{ord(before[-1])};"
    if closes and not _is_boundary(after[:1]):
        after = f"&#{ord(after[0])};{after[1:]}"
    return before, closing + opening, after


def _may_be_punctuation(text: str, index: int) -> bool:
    """True if a text begins or ends with punctuation, or will when its only letter
    becomes a reference.
    """
    return len(text) == 1 or not text[index].isalnum()


def _is_boundary(char: str) -> bool:
    """No text, white space, or what is punctuation in every version of CommonMark
    (symbols came late).
    """
    return (
        not char.strip()
        or char in string.punctuation
        or unicodedata.category(char)[0] == "P"
    )
