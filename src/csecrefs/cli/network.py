"""The options, the exit code and the messages of the verbs that ask registries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from csecrefs.cli.terminal import say

if TYPE_CHECKING:
    from csecrefs.library import Library
    from csecrefs.model import Reference

_Item = TypeVar("_Item")
_Command = TypeVar("_Command", bound=Callable[..., Any])

# No finding, but no clean result either: a script may try again later.
NOT_JUDGED: Final = 3


def network_options(command: _Command) -> _Command:
    """The options of every verb that goes over the network."""
    for option in (
        click.option(
            "--offline",
            is_flag=True,
            help="Send no request; answer from the cache.",
        ),
        # Crossref serves requests with an address apart from the anonymous ones.
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


def without_unreachable(asked: Sequence[_Item], reasons: Sequence[str]) -> list[_Item]:
    """Report each host that could not be reached once, and return what else there is.

    `reasons` are why each of `asked` could not be judged, "" where it could.
    """
    silent: Counter[str] = Counter()
    left = []
    for each, reason in zip(asked, reasons, strict=True):
        # `api.crossref.org could not be reached`, as `csecrefs.net` words it.
        host, found, _ = reason.partition(" could not be reached")
        if found:
            silent[host] += 1
        else:
            left.append(each)
    for host, count in silent.items():
        noun = "reference is" if count == 1 else "references are"
        say(f"csecrefs: {host} could not be reached: {count} {noun} not checked")
    return left
