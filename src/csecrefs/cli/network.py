"""What the verbs that ask registries share: options, the resolver, progress, choosing references."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from csecrefs.library import Library
    from csecrefs.model import Reference

_Command = TypeVar("_Command", bound=Callable[..., Any])
_Item = TypeVar("_Item")

NOT_JUDGED: Final = 3


def network_options(command: _Command) -> _Command:
    """The options of every verb that goes over the network."""
    for option in (
        click.option("--offline", is_flag=True, help="Ask nobody; answer from what was asked before."),
        click.option("--mailto", metavar="ADDRESS", help="Where registries may write to you."),
    ):
        command = option(command)
    return command


def chosen(library: Library, keys: Sequence[str]) -> list[Reference]:
    """The references with these keys, or all. Raises NotFoundError for a key that is not there."""
    return [library[key] for key in keys] if keys else list(library)


def with_progress(items: Iterable[_Item], total: int, label: str) -> Iterator[_Item]:
    """`items`, with a bar on stderr while they come, where somebody is there to see it."""
    if not sys.stderr.isatty() or total < 3:
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)
        for item in items:
            progress.advance(task)
            yield item
