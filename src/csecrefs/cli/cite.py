"""`csecrefs cite`: one citation."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from csecrefs.cli.common import (
    complete_key,
    findings,
    formatting_options,
    library_option,
    put,
    read_library,
    settings_of,
    tell,
)

if TYPE_CHECKING:
    from csecrefs.csl.cite import CiteMode


@click.command(name="cite")
@click.argument(
    "keys",
    nargs=-1,
    required=True,
    metavar="KEY[:LOCATOR]...",
    shell_complete=complete_key,
)
@formatting_options
@library_option
@click.option("--prefix", default="", metavar="TEXT", help="Text before the first.")
@click.option("--suffix", default="", metavar="TEXT", help="Text after the last.")
@click.option(
    "--mode",
    type=click.Choice(["suppress-author", "author-only", "narrative"]),
    help="Leave the author out, print only the author, or Tolbaru (2022).",
)
def command(
    keys: tuple[str, ...],
    style: str | None,
    locale: str | None,
    to: str | None,
    links: bool,
    abbreviations: str | None,
    engine: str,
    library: str | None,
    prefix: str,
    suffix: str,
    mode: str | None,
) -> int:
    """Print one citation of the references with these keys, as it would stand alone in
    a text.

    A LOCATOR says where in the work: p. 33, ch. 2, art. 3; without a word it is a page.

    \b
    Example:
      csecrefs cite "ferrao2020:p. 8" tolbaru2022 --style apa
    """
    settings = settings_of(
        library=library, style=style, locale=locale, to=to, abbreviations=abbreviations
    )
    references = read_library(settings, keys=())
    citation = references.cite(
        *keys,
        style=settings["style"],
        locale=settings["locale"],
        engine=engine,
        abbreviations=settings["abbreviations"],
        prefix=prefix,
        suffix=suffix,
        mode=cast("CiteMode", mode or ""),
    )
    content = citation.to(settings["to"], links=links)
    cited = {cite.id for cite in citation.cites}
    tell(
        each
        for each in references.diagnostics
        if each.severity == "warning" and each.key in cited
    )
    tell(citation.warnings)
    put(content, None)
    return findings((*references.diagnostics, *citation.warnings))
