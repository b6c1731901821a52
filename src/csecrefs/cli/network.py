"""What the verbs that ask registries share: options, an exit code, choosing
references.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from csecrefs.library import Library
    from csecrefs.model import Reference

_Command = TypeVar("_Command", bound=Callable[..., Any])

NOT_JUDGED: Final = 3


def network_options(command: _Command) -> _Command:
    """The options of every verb that goes over the network."""
    for option in (
        click.option(
            "--offline",
            is_flag=True,
            help="Send no request; answer from the cache.",
        ),
        click.option(
            "--mailto", metavar="ADDRESS", help="Your address for registries."
        ),
    ):
        command = option(command)
    return command


def chosen(library: Library, keys: Sequence[str]) -> list[Reference]:
    """The references with these keys, or all. Raises NotFoundError for a key that is
    not there.
    """
    return [library[key] for key in keys] if keys else list(library)
