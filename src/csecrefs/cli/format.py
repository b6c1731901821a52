"""`csecrefs format`: a bibliography."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

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
from csecrefs.errors import InputError

_OF_SUFFIX: Final = {
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".md": "markdown",
    ".tex": "latex",
    ".rst": "rst",
    ".typ": "typst",
    ".rtf": "rtf",
    ".docx": "docx",
    ".json": "csl-json",
    ".bib": "biblatex",
}
"""The output format that a file name asks for."""


@click.command(name="format")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "-k",
    "--key",
    "keys",
    multiple=True,
    metavar="KEY",
    help="Only this one.",
    shell_complete=complete_key,
)
@formatting_options
@library_option
@click.option(
    "--from",
    "source_format",
    default="",
    metavar="FORMAT",
    help="The format of the sources.",
)
@click.option(
    "--strict", is_flag=True, help="Refuse sources with anything wrong in them."
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to write; its suffix tells the format.",
)
def command(
    sources: tuple[str, ...],
    keys: tuple[str, ...],
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
    standard input. Without one, the library of the settings is formatted.

    \b
    Example:
      csecrefs format refs.bib --style chicago-author-date -o refs.html
    """
    if to is None and output:
        to = _OF_SUFFIX.get(PurePath(output).suffix.lower())
    settings = settings_of(
        library=library, style=style, locale=locale, to=to, abbreviations=abbreviations
    )
    references = read_library(
        settings, sources, keys=keys or None, format=source_format, strict=strict
    )
    bibliography = references.bibliography(
        keys or None,
        style=settings["style"],
        locale=settings["locale"],
        engine=engine,
        abbreviations=settings["abbreviations"],
    )
    if not bibliography.exists:
        raise InputError(bibliography.warnings[-1].message)
    content = bibliography.to(settings["to"], links=links)
    tell(bibliography.warnings)
    put(content, output, sources or settings.library())
    return findings((*references.diagnostics, *bibliography.warnings))
