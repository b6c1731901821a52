"""`csecrefs set`: give fields of references a value."""

from __future__ import annotations

import click

from csecrefs.cli.common import complete_assignment
from csecrefs.cli.editing import editing_options, finish, opened
from csecrefs.cli.verb import Verb


@click.command(name="set", cls=Verb)
@click.argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="[SOURCE]... KEY... FIELD=VALUE...",
    shell_complete=complete_assignment,
)
@editing_options
def command(
    arguments: tuple[str, ...], dry: bool, library: str | None, source_format: str
) -> int:
    """Give fields of references a value in the library's file; FIELD= takes one away.

    A FIELD is a variable of CSL, such as container-title, or `type` or `year`. Names
    are written "Doe, Jane and Roe, Ann", dates 2021-03-05. No other byte of the file
    changes.

    \b
    Example:
      csecrefs set ferrao2020 volume=3 "title=The Law of the Sea"
    """
    from csecrefs.library.entries import assigned, assignments

    references, others = opened(arguments, library, source_format)
    keys = [each for each in others if "=" not in each]
    texts = [each for each in others if "=" in each]
    if not keys or not texts:
        raise click.UsageError("name a key and FIELD=VALUE")
    changes = assignments(texts)
    # Nothing is saved until all are changed: one unknown key leaves the file alone.
    for key in keys:
        references.replace(assigned(references[key], changes))
    return finish(references, dry)
