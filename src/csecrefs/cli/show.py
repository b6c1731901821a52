"""`csecrefs show`: one reference in full."""

from __future__ import annotations

import click

from csecrefs.cli.common import (
    complete_key,
    complete_output,
    library_option,
    put,
    put_table,
    read_library,
    settings_of,
)
from csecrefs.model import Date, Reference


@click.command(name="show")
@click.argument("key", shell_complete=complete_key)
@click.option(
    "--to",
    metavar="FORMAT",
    help="A file format, such as csl-json.",
    shell_complete=complete_output,
)
@library_option
def command(key: str, to: str | None, library: str | None) -> None:
    """Show everything the library holds about one reference.

    \b
    Example:
      csecrefs show ferrao2020 --to csl-json
    """
    reference = read_library(settings_of(library=library), keys=(key,))[key]
    if to is None:
        put_table(("variable", "value"), _rows(reference))
        return
    from csecrefs import formats

    put(formats.write([reference], to), None)


def _rows(reference: Reference) -> list[tuple[str, str]]:
    rows = [("key", reference.id), ("type", reference.type)]
    for variable, value in reference.fields.items():
        if isinstance(value, tuple):
            text = "; ".join(map(str, value))
        elif isinstance(value, Date):
            text = str(value)
        else:
            text = str(value)
        rows.append((variable, text))
        if translation := reference.translations.get(variable):
            rows.append((f"{variable} [{translation.language}]", translation.text))
    return [*rows, *((name, str(value)) for name, value in reference.extra.items())]
