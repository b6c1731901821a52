"""A bar on stderr while something long goes on, where somebody is there to see it."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from csecrefs.cli.verb import QUIET, is_set

_Item = TypeVar("_Item")

# Seconds that local work may take before something is shown.
# A bar that is there for a moment draws the eye for nothing.
_PATIENCE: Final = 2.0


def with_progress(
    items: Iterable[_Item], total: int | None, label: str, *, local: bool = False
) -> Iterator[_Item]:
    """Yield `items`, with a bar while they come: of `total`, or one that only moves.

    There is none on what is no terminal, nor for one or two items, nor, for `local`
    work, within the first two seconds.
    """
    if not _is_seen() or (total is not None and total < 3):
        yield from items
        return
    # Here and below: rich takes longer to load than click, and a pipe shows no bar.
    from rich.console import Console
    from rich.progress import Progress

    began = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total, visible=not local)
        for item in items:
            shown = not local or time.monotonic() - began > _PATIENCE
            progress.update(task, advance=1, visible=shown)
            yield item


@contextmanager
def counted(
    label: str, *, local: bool = False
) -> Iterator[Callable[[int, int], None] | None]:
    """Yield a function that moves a bar to a number of a total; None shows nothing.

    For `local` work there is none within the first two seconds.
    """
    if not _is_seen():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    began = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None, visible=not local)

        def move(number: int, total: int) -> None:
            shown = not local or time.monotonic() - began > _PATIENCE
            progress.update(task, completed=number, total=total, visible=shown)

        yield move


@contextmanager
def working(label: str) -> Iterator[None]:
    """Show that something goes on if it takes longer than two seconds."""
    if not _is_seen():
        yield
        return
    from rich.console import Console
    from rich.status import Status

    status = Status(f"{label} ...", console=Console(stderr=True))
    timer = threading.Timer(_PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        # It may have fired just now: the display must be there before it is stopped.
        timer.join()
        status.stop()


def _is_seen() -> bool:
    return sys.stderr.isatty() and not is_set(QUIET)
