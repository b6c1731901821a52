"""reStructuredText: italic, bold, superscript and subscript, which do not nest; other
styles are lost.

Where styles meet, superscript and subscript come before bold and bold before italic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from csecrefs.patterns import regex
from csecrefs.text.characters import escaper
from csecrefs.text.inline import Entry, EntryLayout, Inlines, Tag
from csecrefs.writers.runs import Row, StyledRun, rows, runs

_escape = escaper({char: f"\\{char}" for char in "\\*`|_@<"})
# What makes an address a link, a name a role and the end of a line an announcement of
# literal text.
_COLON: Final = regex(r":(?=\S)")
# What would make a line a list, a title, a transition, a table, a field or a directive.
_LINE_START: Final = regex(
    r"""[]!#-&+,\-./:;=>?^{}~•‣⁃]|["'()[](?!\w)
    |\(?(?:[0-9]+|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)[.)](?:\ |$)""",
    re.VERBOSE,
)

# What may touch the end of markup.
_MAY_FOLLOW: Final = tuple(".,;!?)")

# In this order: where styles meet, the first one is written.
_MARKERS: Final[dict[Tag, tuple[str, str]]] = {
    "superscript": (":sup:`", "`"),
    "subscript": (":sub:`", "`"),
    "bold": ("**", "**"),
    "italic": ("*", "*"),
    "oblique": ("*", "*"),
}


class _RstPiece(NamedTuple):
    text: str
    is_markup: bool = False


def inlines(tree: Inlines, *, links: bool = False) -> str:
    """One citation or entry; lines of its own, if it has any, are a line block."""
    lines = rows(tree)
    if len(lines) == 1:
        return _row(lines[0], links=links)
    return "\n".join(
        f"| {'   ' * row.indented}{_row(row, links=links)}" for row in lines
    )


def bibliography(
    entries: Sequence[Entry], layout: EntryLayout, *, links: bool = False
) -> str:
    """An entry to a paragraph: reStructuredText leaves the layout to the reader."""
    return "\n\n".join(inlines(entry.tree, links=links) for entry in entries)


def _row(row: Row, *, links: bool) -> str:
    space = []
    if row.label and row.body:
        space = [StyledRun(" ")]
    found = [
        *runs(row.label, links=links),
        *space,
        *runs(row.body, links=links),
    ]
    pieces: list[_RstPiece] = []
    for markers, stretch in groupby(found, key=_markers):
        pieces += _pieces(
            "".join(run.text for run in stretch),
            markers,
        )
    if pieces and not pieces[0].is_markup and _LINE_START.match(pieces[0].text):
        pieces[0] = _RstPiece(f"\\{pieces[0].text}")
    return _spaced(pieces)


def _markers(run: StyledRun) -> tuple[str, str]:
    if run.href:
        # An underscore at the end would make the address the name of a target.
        target = run.href.removesuffix("_") + "%5F" * run.href.endswith("_")
        return ("`", f" <{target}>`__")
    return next(
        (markers for tag, markers in _MARKERS.items() if tag in run.styles), ("", "")
    )


def _pieces(text: str, markers: tuple[str, str]) -> list[_RstPiece]:
    """The text as it is written; markers cannot have white space inside."""
    core = text.strip()
    if not core or not any(markers):
        return [_RstPiece(_escaped(text))]
    before, _, after = text.partition(core)
    marked = _RstPiece(f"{markers[0]}{_escaped(core)}{markers[1]}", is_markup=True)
    return [
        piece for piece in (_RstPiece(before), marked, _RstPiece(after)) if piece.text
    ]


def _escaped(text: str) -> str:
    return _COLON.sub(r"\\:", _escape(text))


def _spaced(pieces: list[_RstPiece]) -> str:
    """The pieces as one; an escaped space, which prints nothing, keeps markup and
    letters apart.
    """
    out = [piece.text for piece in pieces[:1]]
    for left, right in pairwise(pieces):
        apart = left.text.endswith(" ") or right.text.startswith(
            (" ", *_MAY_FOLLOW) if left.is_markup else " "
        )
        out += (
            "\\ " if (left.is_markup or right.is_markup) and not apart else "",
            right.text,
        )
    return "".join(out)
