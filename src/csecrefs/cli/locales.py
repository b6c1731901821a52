"""`csecrefs locales`: the languages at hand."""

from __future__ import annotations

import click

from csecrefs.cli.common import listing_option
from csecrefs.cli.table import put_table
from csecrefs.cli.terminal import put_json
from csecrefs.cli.verb import VerbGroup


@click.group(name="locales", cls=VerbGroup)
def command() -> None:
    """List the languages that references can be formatted in.

    \b
    Example:
      csecrefs locales list
    """


@command.command(name="list")
@listing_option
def list_locales(shape: str) -> None:
    """List every locale: its tag, its English name, and its own name.

    \b
    Example:
      csecrefs locales list --format json
    """
    from csecrefs.styles import locales

    rows = [
        (tag, locales.language_name(tag), locales.native_name(tag))
        for tag in locales.names()
    ]
    if shape == "json":
        put_json(
            [
                dict(zip(("tag", "name", "native_name"), row, strict=True))
                for row in rows
            ]
        )
    else:
        put_table(("tag", "name", "native name"), rows)
