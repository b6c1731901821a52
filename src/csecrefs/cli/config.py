"""`csecrefs config`: the settings in force."""

from __future__ import annotations

import click

from csecrefs.cli.common import (
    library_option,
    listing_option,
    put_table,
    settings_of,
)
from csecrefs.cli.terminal import put_json


@click.command(name="config")
@library_option
@listing_option
def command(library: str | None, shape: str) -> None:
    """Print each setting, its value, and where that comes from.

    The order is: the command line, the environment (CSECREFS_LIBRARY, CSECREFS_STYLE,
    CSECREFS_LOCALE, CSECREFS_TO), csecrefs.toml or [tool.csecrefs] in pyproject.toml in
    the nearest folder upwards, your own config.toml, the default.

    \b
    Example:
      CSECREFS_STYLE=ieee csecrefs config
    """
    settings = list(settings_of(library=library))
    if shape == "json":
        put_json([setting._asdict() for setting in settings])
    else:
        rows = [
            (each.name, ", ".join(each.value.splitlines()), each.origin)
            for each in settings
        ]
        put_table(("setting", "value", "origin"), rows)
