"""`csecrefs show`: one reference in full."""

from __future__ import annotations

from typing import Any

import click

from csecrefs.cli.common import (
    complete_argument,
    complete_written,
    divided,
    findings,
    library_options,
    listing_option,
    output_option,
    put,
    put_json_to,
    read_library,
    settings_of,
)
from csecrefs.cli.table import put_table
from csecrefs.cli.verb import Verb
from csecrefs.model import Reference
from csecrefs.model.name import listed
from csecrefs.model.reference import without_markup


@click.command(name="show", cls=Verb)
@click.argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="[SOURCE]... KEY...",
    shell_complete=complete_argument,
)
@click.option(
    "--to",
    metavar="FORMAT",
    help="File format, such as csl-json (see `formats`).",
    shell_complete=complete_written,
)
@library_options
@listing_option
@output_option
def command(
    arguments: tuple[str, ...],
    to: str | None,
    library: str | None,
    source_format: str,
    shape: str,
    output: str | None,
) -> int:
    """Show all that the library has on one reference, or on several.

    With --format json, it is a list of CSL-JSON items with the file and line of each.

    \b
    Example:
      csecrefs show ferrao2020 --to csl-json
    """
    from csecrefs import formats
    from csecrefs.document import output_of_file
    from csecrefs.writers import WRITERS

    sources, keys = divided(arguments)
    if not keys:
        raise click.UsageError("name a key to show; `csecrefs list` shows them")
    settings = settings_of(library=library)
    references = read_library(settings, sources, keys=keys, format=source_format)
    shown = [references[key] for key in keys]
    read_from = sources or settings.library()
    # `-o refs.ris` names a format; `-o refs.txt` has the lines of the table.
    if (
        to is None
        and shape == "text"
        and output
        and output_of_file(output) not in ("", "text")
    ):
        to = output_of_file(output)
    if to in WRITERS:
        raise click.UsageError(
            f"{to} is formatted text, not a file of references; use `csecrefs format "
            f"-k KEY --to {to}`"
        )
    if to is not None:
        put(formats.write(shown, to), output, read_from)
    elif shape == "json":
        put_json_to(output, [_item(each) for each in shown], read_from)
    elif output and output != "-":
        lines = ["\t".join(row) for each in shown for row in _rows(each)]
        put("\n".join(lines), output, read_from)
    else:
        for each in shown:
            put_table(("variable", "value"), _rows(each), typed=(0, 1))
    return findings(references.diagnostics)


def _item(reference: Reference) -> dict[str, Any]:
    place = str(reference.place) or None
    return {**reference.to_csl(), "place": place}


def _rows(reference: Reference) -> list[tuple[str, str]]:
    rows = [("key", reference.id), ("type", reference.type)]
    for variable, value in reference.fields.items():
        if isinstance(value, tuple):
            text = listed(value)
        else:
            text = without_markup(str(value))
        rows.append((variable, text))
        if translation := reference.translations.get(variable):
            name = f"{variable} [{translation.language}]"
            rows.append((name, without_markup(translation.text)))
    return [*rows, *((name, str(value)) for name, value in reference.extra.items())]
