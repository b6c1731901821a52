"""`csecrefs rm`: take references out of the library."""

from __future__ import annotations

import click

from csecrefs.cli.common import complete_argument
from csecrefs.cli.editing import confirmed, editing_options, finish, opened
from csecrefs.cli.verb import Verb


@click.command(name="rm", cls=Verb)
@click.argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="[SOURCE]... KEY...",
    shell_complete=complete_argument,
)
@click.option("--yes", is_flag=True, help="Do not ask before references are removed.")
@editing_options
def command(
    arguments: tuple[str, ...],
    yes: bool,
    dry: bool,
    library: str | None,
    source_format: str,
) -> int:
    """Take references out of the library's file.

    \b
    Example:
      csecrefs rm doe2019 --diff
    """
    references, keys = opened(arguments, library, source_format)
    if not keys:
        raise click.UsageError("name a key to remove; `csecrefs list` shows them")
    keys = list(dict.fromkeys(keys))
    # In memory only, so that a misspelt key fails before the question.
    for key in keys:
        references.remove(key)
    if not dry and not confirmed(f"Remove {', '.join(keys)}?", yes):
        return 1
    return finish(references, dry)
