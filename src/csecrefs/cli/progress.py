"""A bar on stderr while something long goes on, where somebody is there to see it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

_Item = TypeVar("_Item")


def with_progress(
    items: Iterable[_Item], total: int | None, label: str
) -> Iterator[_Item]:
    """`items`, with a bar while they come: of `total`, or, where that is None, one that
    only moves.

    There is none on what is no terminal, nor for one or two items.
    """
    if not sys.stderr.isatty() or (total is not None and total < 3):
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)
        for item in items:
            progress.advance(task)
            yield item
