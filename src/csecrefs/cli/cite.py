"""`csecrefs cite`: one citation."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from csecrefs.cli.common import (
    complete_argument,
    divided,
    findings,
    formatting_options,
    library_options,
    listing_option,
    note,
    output_format,
    output_option,
    put,
    put_json_to,
    read_library,
    settings_of,
    strict_option,
    tell,
)
from csecrefs.cli.verb import Verb

if TYPE_CHECKING:
    from csecrefs.csl.cite import CiteMode
    from csecrefs.document import FormattedCitation
    from csecrefs.library import Library


@click.command(name="cite", cls=Verb)
@click.argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="[SOURCE]... KEY[:LOCATOR]...",
    shell_complete=complete_argument,
)
@formatting_options
@library_options
@click.option("--prefix", default="", metavar="TEXT", help="Text before the first.")
@click.option("--suffix", default="", metavar="TEXT", help="Text after the last.")
@click.option(
    "--mode",
    type=click.Choice(["suppress-author", "author-only", "narrative"]),
    help="Leave the author out, print only the author, or Tolbaru (2022).",
)
@click.option("--copy", is_flag=True, help="Copy to the clipboard, formatted.")
@strict_option
@listing_option
@output_option
def command(
    arguments: tuple[str, ...],
    style: str | None,
    locale: str | None,
    to: str | None,
    links: bool,
    abbreviations: str | None,
    engine: str,
    library: str | None,
    source_format: str,
    prefix: str,
    suffix: str,
    mode: str | None,
    copy: bool,
    strict: bool,
    shape: str,
    output: str | None,
) -> int:
    """Print one citation of the references with these keys, as it would be alone in a
    text.

    A LOCATOR is a place in the work: p. 33, ch. 2, art. 3; without a word it is a page.
    With --format json, each work cited is an object with its key, locator and text.

    \b
    Example:
      csecrefs cite "ferrao2020:p. 8" tolbaru2022 --style apa
    """
    named_by = output
    if to is None and output and output.lower().endswith(".json"):
        shape = "json"  # a citation is no record that CSL-JSON could hold
    if shape == "json":
        named_by = None  # a .json file has what --format says
    settings = settings_of(
        library=library,
        style=style,
        locale=locale,
        to=output_format(to, named_by),
        abbreviations=abbreviations,
    )
    sources, keys = divided(arguments)
    if not keys:
        raise click.UsageError("name a key to cite; `csecrefs list` shows them")
    # Without keys, because `_told` has the warnings about the works cited.
    references = read_library(settings, sources, keys=(), format=source_format)
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
    if copy:
        _copy(citation)
    read_from = sources or settings.library()
    if shape == "json":
        put_json_to(output, citation.rows(), read_from)
    else:
        put(content, output, read_from)
    return _told(references, citation, strict)


def _copy(citation: FormattedCitation) -> None:
    # It loads `subprocess`, which only --copy needs.
    from csecrefs.cli.clipboard import copied

    program = copied(str(citation), str(citation.to("html")))
    note(f"copied with {program}")


def _told(library: Library, citation: FormattedCitation, strict: bool) -> int:
    """Report what is wrong with the works cited, and return the exit code."""
    cited = {cite.id for cite in citation.cites}
    problems = library.problems(*cited)
    said = [each for each in problems if each.key in cited]
    said += citation.warnings
    tell(each for each in said if each.severity != "info")
    # Errors elsewhere in the file were told as it was read, and count as well.
    return findings((*problems, *citation.warnings)) or findings(said, strict)
