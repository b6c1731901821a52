"""`csecrefs open`: the work itself, by DOI, URL or attached file."""

from __future__ import annotations

import click

from csecrefs.cli.common import complete_argument, library_options, note
from csecrefs.cli.editing import opened
from csecrefs.cli.launching import launched
from csecrefs.cli.terminal import show_line
from csecrefs.cli.verb import Verb
from csecrefs.errors import InputError


@click.command(name="open", cls=Verb)
@click.argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="[SOURCE]... KEY",
    shell_complete=complete_argument,
)
@click.option("--file", "wants_file", is_flag=True, help="Open the attached file.")
@click.option(
    "--print", "--dry-run", "dry", is_flag=True, help="Only print what would be opened."
)
@library_options
def command(
    arguments: tuple[str, ...],
    wants_file: bool,
    dry: bool,
    library: str | None,
    source_format: str,
) -> int:
    """Open the work of a reference: its DOI, its URL or the attached file.

    Only http addresses and documents (.pdf, .epub, ...) are opened, never programs.

    \b
    Example:
      csecrefs open ferrao2020 --print
    """
    from pathlib import Path

    from csecrefs.library.entries import links_of

    references, keys = opened(arguments, library, source_format)
    if len(keys) != 1:
        raise click.UsageError("name one key to open; `csecrefs list` shows them")
    reference = references[keys[0]]
    # Attached files are named relative to the file of references.
    folder = Path(reference.place.path or ".").parent
    found = links_of(reference, folder)
    if wants_file:
        found = [each for each in found if not each.lower().startswith("http")]
    if not found:
        raise InputError(f"{keys[0]}: no DOI, no address and no attached file")
    if dry:
        show_line(found[0])
        return 0
    if not launched(found[0]):
        advice = "--print shows the address alone"
        raise InputError(f"{found[0]}: no program here opens it; {advice}")
    note(f"opened {found[0]}")
    return 0
