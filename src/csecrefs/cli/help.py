"""`csecrefs help`: the help of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csecrefs.cli.terminal import show_trusted
from csecrefs.cli.verb import Verb

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _complete_command(
    context: click.Context, _: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return the commands that begin with what is typed, after those typed before."""
    # Loaded here, as click does: only a shell that completes needs it.
    from click.shell_completion import CompletionItem

    place = context.find_root()
    found: click.Command | None = place.command
    for word in context.params.get("words") or ():
        found = (
            found.get_command(place, word) if isinstance(found, click.Group) else None
        )
    names = found.list_commands(place) if isinstance(found, click.Group) else []
    return [CompletionItem(name) for name in names if name.startswith(typed)]


@click.command(name="help", cls=Verb)
@click.argument(
    "words", nargs=-1, metavar="[COMMAND]...", shell_complete=_complete_command
)
@click.pass_context
def command(context: click.Context, words: tuple[str, ...]) -> None:
    """Show the help of a command, as `csecrefs COMMAND --help` does.

    \b
    Example:
      csecrefs help check links
    """
    from csecrefs.errors import NotFoundError

    place = context.find_root()
    found: click.Command = place.command
    for word in words:
        names = found.list_commands(place) if isinstance(found, click.Group) else []
        inner = None
        if isinstance(found, click.Group) and word in names:
            inner = found.get_command(place, word)
        if inner is None:
            raise NotFoundError("command", word, names)
        # Each knows the one above it, which gives the usage its full name.
        place = click.Context(inner, info_name=word, parent=place)
        found = inner
    show_trusted(found.get_help(place))
