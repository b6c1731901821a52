"""Commands and groups of commands, with the options that all of them have."""

from __future__ import annotations

from typing import Any, Final

import click

from csecrefs.errors import NotFoundError, near

# Names in `Context.meta`, which a verb and the group above it share.
QUIET: Final = "csecrefs.quiet"
VERBOSE: Final = "csecrefs.verbose"


def _note(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    """Keep for the whole run that little or much is to be said."""
    # One that is not given must not undo the other: `csecrefs -q list`.
    if value:
        context.meta[f"csecrefs.{parameter.name}"] = True


def _options() -> list[click.Parameter]:
    quiet = click.Option(
        ["-q", "--quiet"],
        is_flag=True,
        # No verb takes it as an argument: `is_set` asks for it where something is said.
        expose_value=False,
        callback=_note,
        help="Print errors only.",
    )
    verbose = click.Option(
        ["-v", "--verbose"],
        is_flag=True,
        expose_value=False,
        callback=_note,
        help="Print all warnings and notes.",
    )
    return [quiet, verbose]


class Verb(click.Command):
    """A command."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += _options()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Raises UsageError, with the command that it is about."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            # click's parser leaves it out: "option '--author' requires an argument".
            if error.ctx is None:
                error.ctx = ctx
            raise


class VerbGroup(click.Group):
    """A group of commands."""

    command_class = Verb

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += _options()

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first argument names. Raises UsageError for one
        that there is not, with the nearest.
        """
        known = self.list_commands(ctx)
        if (
            args
            and not args[0].startswith("-")
            and self.get_command(ctx, args[0]) is None
        ):
            nearest = near(args[0], known)[:1]
            error = NotFoundError("command", args[0], known, nearest)
            raise click.UsageError(str(error), ctx)
        return super().resolve_command(ctx, args)


def with_talk(command: click.Command) -> click.Command:
    """Return a command, and those in it, with -q and -v."""
    if all(each.name != "quiet" for each in command.params):
        command.params += _options()
    if isinstance(command, click.Group):
        for each in command.commands.values():
            with_talk(each)
    return command


def is_set(name: str) -> bool:
    """True if QUIET or VERBOSE is on in this run."""
    context = click.get_current_context(silent=True)
    # Without a context it is Python that calls, and no command line.
    return bool(context and context.meta.get(name))
