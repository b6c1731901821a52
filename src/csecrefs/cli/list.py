"""`csecrefs list`: the references of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from csecrefs.cli.common import (
    Filters,
    divided,
    filter_options,
    findings,
    library_options,
    listing_option,
    nothing_found,
    output_option,
    put,
    put_json_to,
    read_library,
    settings_of,
)
from csecrefs.cli.table import put_table
from csecrefs.cli.verb import Verb

if TYPE_CHECKING:
    from csecrefs.library import Library

_COLUMNS: Final = ("key", "year", "author", "title")


@click.command(name="list", cls=Verb)
@click.argument("arguments", nargs=-1, metavar="[SOURCE]... [QUERY]...")
@filter_options
@library_options
@listing_option
@output_option
def command(
    arguments: tuple[str, ...],
    filters: Filters,
    library: str | None,
    source_format: str,
    shape: str,
    output: str | None,
) -> int:
    """List the references of the library, or those with every word of QUERY.

    Case and accents do not matter. The columns are key, year, authors and title. With
    -o FILE the references found are written in the format of its suffix. Exits with 1
    if nothing is found.

    \b
    Example:
      csecrefs list exploitation --author tolbaru --year 2015-2022
    """
    sources, words = divided(arguments)
    settings = settings_of(library=library)
    references = read_library(settings, sources, keys=(), format=source_format)
    wanted = filters._replace(query=" ".join((*words, filters.query)).strip())
    found = wanted.of(references)
    rows = found.rows()
    read_from = sources or settings.library()
    if shape == "json":
        put_json_to(output, rows, read_from)
    elif output and output != "-":
        # Without a hit, a file that is there stays as it was.
        if found:
            _write(found, output, read_from)
    else:
        cells = [[str(row[column] or "") for column in _COLUMNS] for row in rows]
        put_table(_COLUMNS, cells)
    if not rows:
        return nothing_found(f" for {wanted.query!r}" if wanted.query else "")
    # An entry that could not be read may be missing in the list.
    return findings(references.problems())


def _write(found: Library, output: str, sources: list[str]) -> None:
    """Write the references in the file format of a suffix, else as lines with tabs."""
    from pathlib import PurePath

    from csecrefs.document import output_of_file

    if PurePath(output).suffix.lower() in ("", ".txt"):
        rows = ([str(row[name] or "") for name in _COLUMNS] for row in found.rows())
        put("\n".join(map("\t".join, rows)), output, sources)
        return
    put(found.to(output_of_file(output)), output, sources, exact=True)
