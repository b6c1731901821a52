"""`csecrefs formats`: the formats in and out."""

from __future__ import annotations

import click

from csecrefs.cli.common import listing_option
from csecrefs.cli.table import put_table
from csecrefs.cli.terminal import put_json
from csecrefs.cli.verb import Verb


@click.command(name="formats", cls=Verb)
@listing_option
def command(shape: str) -> None:
    """List the formats: name, in and out, suffixes, and title.

    `in` is for --from and files that are read, `out` for --to and -o of format; those
    that are in and out are also for --to of convert.

    \b
    Example:
      csecrefs formats --format json
    """
    from csecrefs.document.outputs import listed

    rows = listed()
    if shape == "json":
        put_json(rows)
        return
    cells = [
        (
            str(row["name"]),
            "in" if row["reads"] else "",
            "out" if row["writes"] else "",
            " ".join(row["suffixes"]),
            str(row["title"]),
        )
        for row in rows
    ]
    put_table(("name", "in", "out", "suffixes", "title"), cells, typed=(0, 1, 2, 3))
