"""`csecrefs format`: a bibliography."""

from __future__ import annotations

import click

from csecrefs.cli.common import (
    Filters,
    complete_key,
    complete_variable,
    divided,
    filter_options,
    findings,
    formatting_options,
    library_options,
    nothing_found,
    output_format,
    output_option,
    put,
    read_library,
    settings_of,
    strict_option,
    tell,
)
from csecrefs.cli.progress import working
from csecrefs.cli.verb import Verb
from csecrefs.errors import InputError


@click.command(name="format", cls=Verb)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "-k",
    "--key",
    "keys",
    multiple=True,
    metavar="KEY",
    help="Only these keys (repeatable).",
    shell_complete=complete_key,
)
@filter_options
@click.option(
    "--group-by",
    metavar="FIELD",
    help="Group by type, year, language or another field, with headings.",
    shell_complete=complete_variable,
)
@formatting_options
@library_options
@strict_option
@output_option
def command(
    sources: tuple[str, ...],
    keys: tuple[str, ...],
    filters: Filters,
    group_by: str | None,
    style: str | None,
    locale: str | None,
    to: str | None,
    links: bool,
    abbreviations: str | None,
    engine: str,
    library: str | None,
    source_format: str,
    strict: bool,
    output: str | None,
) -> int:
    """Format references as a bibliography.

    A SOURCE is a file (BibLaTeX, CSL-JSON, ...), a folder of them, or - for the
    standard input. Without one, the library of the settings is formatted, or the only
    bibliography in the working folder.

    \b
    Example:
      csecrefs format refs.bib --style chicago-author-date -o refs.html
    """
    named, others = divided(sources)
    if others:
        raise click.UsageError(
            f"{others[0]}: no such file or folder; -k {others[0]} names a key"
        )
    settings = settings_of(
        library=library,
        style=style,
        locale=locale,
        to=output_format(to, output),
        abbreviations=abbreviations,
    )
    references = read_library(settings, named, keys=keys or None, format=source_format)
    chosen = filters.of(references)
    if not chosen:
        return nothing_found(" that matches")
    bibliography = chosen.bibliography(
        keys or None,
        style=settings["style"],
        locale=settings["locale"],
        engine=engine,
        abbreviations=settings["abbreviations"],
    )
    # Some styles have notes only, and the last warning says so.
    if not bibliography.exists:
        raise InputError(bibliography.warnings[-1].message)
    with working("Formatting"):
        content: str | bytes
        if group_by is not None:
            content = bibliography.grouped(group_by, settings["to"], links=links)
        else:
            content = bibliography.to(settings["to"], links=links)
    tell(bibliography.warnings)
    put(content, output, named or settings.library())
    return findings((*references.diagnostics, *bibliography.warnings), strict)
