"""`csecrefs edit`: a reference in the user's editor."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from csecrefs.cli.common import complete_argument
from csecrefs.cli.editing import confirmed, edited, editing_options, finish, opened
from csecrefs.cli.terminal import say
from csecrefs.cli.verb import Verb
from csecrefs.errors import CsecrefsError, InputError

if TYPE_CHECKING:
    from csecrefs.library import Library
    from csecrefs.model import Reference


@click.command(name="edit", cls=Verb)
@click.argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="[SOURCE]... KEY",
    shell_complete=complete_argument,
)
@editing_options
def command(
    arguments: tuple[str, ...], dry: bool, library: str | None, source_format: str
) -> int:
    """Edit a reference in $VISUAL or $EDITOR; it is checked before it is saved.

    \b
    Example:
      csecrefs edit ferrao2020
    """
    from csecrefs import formats
    from csecrefs.library.entries import edited_format, from_editor

    references, keys = opened(arguments, library, source_format)
    if len(keys) != 1:
        raise click.UsageError("name one key to edit; `csecrefs list` shows them")
    reference = references[keys[0]]
    format = edited_format(reference.place.path)
    before = text = formats.write([reference], format)
    while True:
        after = edited(text, f".{format.replace('biblatex', 'bib')}")
        if after == text:
            return finish(references, dry)
        try:
            _take(references, reference.id, from_editor(after, format, before))
        except CsecrefsError as error:
            # Without a terminal nobody is there to mend it.
            if not sys.stdin.isatty():
                raise
            say(f"csecrefs: error: {error}")
            if not confirmed("Edit again?", yes=False):
                return 1
            # The next round begins with what was typed, or a mistake would cost it.
            text = after
            continue
        return finish(references, dry)


def _take(references: Library, key: str, found: Sequence[Reference]) -> None:
    """Put what was edited in the place of a reference. Raises InputError."""
    if len(found) != 1:
        raise InputError(f"entry: {len(found)} entries; edit one")
    if found[0].id != key:
        references.rename(key, found[0].id)
    references.replace(found[0])
