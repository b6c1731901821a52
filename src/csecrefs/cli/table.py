"""Tables on a terminal: what is to be typed again is never cut."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Collection, Sequence
from typing import Final

from csecrefs.cli.terminal import show, visible

_GAP: Final = "  "
# Minimum width of a column that may be cut.
_LEAST: Final = 16


def put_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    typed: Collection[int] = (0,),
) -> None:
    """Print rows as a table on a terminal, and as tab-separated lines without headings
    anywhere else.

    `typed` are the columns with what people type again: keys, names of styles, paths.
    They are printed in full, others are cut where the terminal ends.
    """
    # A tab or a line break in a title would make a column or a row of its own.
    cells = [[" ".join(visible(cell).split()) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        # No row, no line: `wc -l` would count an empty one.
        if cells:
            show("\n".join(map("\t".join, cells)))
        return
    show("\n".join(laid_out(headings, cells, typed, _columns())))


def laid_out(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    typed: Collection[int],
    room: int,
) -> list[str]:
    """Return the lines of a table for a terminal of `room` columns."""
    lines = [list(headings), *rows] if any(headings) else [*rows]
    widths = [
        max(map(_width, column), default=0) for column in zip(*lines, strict=True)
    ]
    free = [at for at in range(len(widths)) if at not in typed]
    fixed = sum(widths[at] for at in typed) + len(_GAP) * (len(widths) - 1)
    _shrink(widths, free, room - fixed)
    return [_line(line, widths, typed) for line in lines]


def _shrink(widths: list[int], free: Sequence[int], room: int) -> None:
    """Take from the widest columns until they fit, but leave each its minimum."""
    while free and sum(widths[at] for at in free) > room:
        widest = max(free, key=lambda at: widths[at])
        if widths[widest] <= _LEAST:
            return
        second = sorted((widths[at] for at in free), reverse=True)[1:2] or [0]
        over = sum(widths[at] for at in free) - room
        step = max(min(over, widths[widest] - second[0]), 1)
        widths[widest] = max(widths[widest] - step, _LEAST)


def _line(cells: Sequence[str], widths: Sequence[int], typed: Collection[int]) -> str:
    written = []
    for at, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        shown = cell if at in typed else _cut(cell, width)
        written.append(shown + " " * (width - _width(shown)))
    return _GAP.join(written).rstrip()


def _cut(cell: str, width: int) -> str:
    if _width(cell) <= width:
        return cell
    kept = cell[: width - 1]
    while _width(kept) > width - 1:  # wide characters take two columns
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _width(cell: str) -> int:
    if cell.isascii():
        return len(cell)
    # Most cells are ASCII, and the tables of wide characters take time to load.
    from rich.cells import cell_len

    return cell_len(cell)


def _columns() -> int:
    return shutil.get_terminal_size().columns
