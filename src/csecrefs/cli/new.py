"""`csecrefs new`: a new reference."""

from __future__ import annotations

import click

from csecrefs.cli.common import (
    complete_assignment,
    complete_type,
    note,
    settings_of,
)
from csecrefs.cli.editing import edited, editing_options, finish, opened
from csecrefs.cli.verb import Verb
from csecrefs.errors import InputError


@click.command(name="new", cls=Verb)
@click.argument("kind", metavar="TYPE", shell_complete=complete_type)
@click.argument(
    "arguments",
    nargs=-1,
    metavar="[SOURCE]... [FIELD=VALUE]...",
    shell_complete=complete_assignment,
)
@click.option("--key", default="", metavar="KEY", help="Citation key of the reference.")
@click.option(
    "--key-pattern",
    metavar="PATTERN",
    help="Pattern of the key, such as [auth:lower][year].",
)
@editing_options
def command(
    kind: str,
    arguments: tuple[str, ...],
    key: str,
    key_pattern: str | None,
    dry: bool,
    library: str | None,
    source_format: str,
) -> int:
    """Add a new reference of TYPE (book, article-journal, ...) to the library's file.

    Without FIELD=VALUE, it is written in your editor ($EDITOR).

    \b
    Example:
      csecrefs new book "author=Doe, Jane" title=Tides year=2020
    """
    from csecrefs.library.entries import (
        NEW,
        assignments,
        edited_format,
        from_editor,
        keyed,
        new_reference,
    )

    references, texts = opened(arguments, library, source_format)
    if len(texts) > sum("=" in each for each in texts):
        raise InputError(f"{next(each for each in texts if '=' not in each)}: no file")
    pattern = settings_of(key_pattern=key_pattern)["key_pattern"]
    changes = assignments(texts)
    reference = new_reference(kind, changes, references, pattern, key)
    if not texts:
        from csecrefs import formats

        # The format of the file that the entry will stand in.
        format = edited_format(next(iter(references)).place.path)
        suffix = "bib" if format == "biblatex" else format
        written = edited(formats.write([reference], format), f".{suffix}")
        reference = from_editor(written, format)[0]
        # The key is still the placeholder, and is made from the fields as they are now.
        if reference.id == NEW:
            reference = keyed(reference, references, pattern)
    references.insert(reference)
    if not dry:
        note(f"new: {reference.id}")
    return finish(references, dry)
