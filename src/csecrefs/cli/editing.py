"""The parts that the verbs share which change single references."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.core import ParameterSource

from csecrefs.cli.common import (
    divided,
    library_options,
    note,
    read_library,
    settings_of,
)
from csecrefs.cli.terminal import diff, show
from csecrefs.errors import InputError

if TYPE_CHECKING:
    from csecrefs.library import Library
    from csecrefs.storage.changes import FileChange

_Command = TypeVar("_Command", bound=Callable[..., Any])


_OUTCOMES: Final = "csecrefs.outcomes"


def _only(context: click.Context, parameter: click.Parameter, value: bool) -> bool:
    """Return the value of --diff or --write. Raises UsageError if both are given."""
    given = context.meta.setdefault(_OUTCOMES, set())
    if value:
        given.add(parameter.name)
    # The last of them must not win: who asks for a dry run wants no file changed.
    if len(given) > 1:
        message = "--diff (or --dry-run) and --write exclude each other"
        raise click.UsageError(message, context)
    return value


_diff = click.option(
    "--diff",
    "--dry-run",
    "dry",
    is_flag=True,
    callback=_only,
    help="Only show what would change.",
)
# These verbs change files at once; --write says so for whoever comes from `tidy`.
_write = click.option(
    "--write",
    is_flag=True,
    expose_value=False,
    callback=_only,
    help="Change the files (the default).",
)


def editing_options(command: _Command) -> _Command:
    """Add the options of every verb that changes references: --diff, --dry-run,
    --write, --library, --from.
    """
    for option in (library_options, _write, _diff):
        command = option(command)
    return command


def is_given(name: str) -> bool:
    """True if an option of this run was given on the command line."""
    source = click.get_current_context().get_parameter_source(name)
    return source is ParameterSource.COMMANDLINE


def opened(
    arguments: Sequence[str], library: str | None, format: str, **given: str | None
) -> tuple[Library, list[str]]:
    """Return the library to be changed, and the arguments that are no sources."""
    settings = settings_of(library=library, **given)
    sources, others = divided(arguments)
    return read_library(settings, sources, keys=(), format=format), others


def finish(library: Library, dry: bool, also: Sequence[FileChange] = ()) -> int:
    """Save the library and the files that follow it, all or none, or show what saving
    would change; return the exit code.
    """
    if dry:
        # A change that was asked for is no finding: 0, where `tidy --diff` has 1.
        for change in (*library.changes(), *also):
            show(diff(change.before, change.after, str(change.path)), end="")
        return 0
    changes = [*library.save(also=also), *also]
    for change in changes:
        note(f"changed {change.path}")
    if not changes:
        note("nothing changed")
    return 0


def edited(text: str, suffix: str) -> str:
    """Return a text as it is after $VISUAL or $EDITOR; raises InputError if there is no
    editor, or if it fails.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise InputError("no editor: set EDITOR, or change fields with `csecrefs set`")
    # No other user can read a file that this makes.
    descriptor, name = tempfile.mkstemp(suffix=suffix, prefix="csecrefs-")
    try:
        # Closed before the editor starts: Windows locks files that are open.
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        try:
            # EDITOR may have options (`code --wait`); `\` parts the paths of Windows.
            words = shlex.split(editor, posix=sys.platform != "win32")
            # The user's own editor, as words and without a shell.
            done = subprocess.run([*words, name], check=False)  # noqa: S603
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise InputError(f"{editor}: {reason}") from None
        # `:cq` in Vim says that the text is not to be taken.
        if done.returncode != 0:
            raise InputError(f"{editor} failed; nothing is changed")
        return Path(name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError("the edited text is not UTF-8; nothing is changed") from None
    finally:
        Path(name).unlink(missing_ok=True)


def confirmed(question: str, yes: bool) -> bool:
    """Return the user's answer; without a terminal, or with --yes, it is yes."""
    if yes or not sys.stdin.isatty():
        return True
    return click.confirm(question, default=True, err=True)
