"""`csecrefs list`: the references of the library."""

from __future__ import annotations

import re

import click

from csecrefs.cli.common import (
    findings,
    library_option,
    listing_option,
    put_table,
    read_library,
    settings_of,
)
from csecrefs.cli.terminal import put_json


def _years(_: click.Context, __: click.Parameter, value: str | None) -> range | None:
    """A year, or a range of years with both ends: 2015-2022, 2015-, -2022."""
    if value is None:
        return None
    match = re.fullmatch(r"(\d{1,4})?(-)?(\d{1,4})?", value.strip(), re.ASCII)
    if (
        not match
        or not any(match.group(1, 3))
        or (match[1] and match[3] and not match[2])
    ):
        raise click.BadParameter(
            f"{value!r} is neither a year nor a range of years such as 2015-2022"
        )
    first, dash, last = match.groups()
    return range(int(first or 0), int(last or (9999 if dash else first)) + 1)


@click.command(name="list")
@click.argument("query", nargs=-1)
@click.option("--author", help="A name, or part of one.")
@click.option(
    "--year",
    metavar="YEARS",
    callback=_years,
    help="A year, or a range such as 2015-2022.",
)
@click.option(
    "--type", "kind", metavar="TYPE", help="A CSL item type, such as article-journal."
)
@library_option
@listing_option
def command(
    query: tuple[str, ...],
    author: str | None,
    year: range | None,
    kind: str | None,
    library: str | None,
    shape: str,
) -> int:
    """List the references of the library, or those that hold every word of QUERY.

    Case and accents do not matter. The columns are key, year, authors and title. Exits
    with 1 if nothing is found.

    \b
    Example:
      csecrefs list exploitation --author tolbaru --year 2015-2022
    """
    references = read_library(settings_of(library=library), keys=())
    rows = references.search(
        " ".join(query), author=author, year=year, type=kind
    ).rows()
    if shape == "json":
        put_json(rows)
    else:
        columns = ("key", "year", "author", "title")
        put_table(
            columns, [[str(row[column] or "") for column in columns] for row in rows]
        )
    return findings(references.diagnostics) if rows else 1
