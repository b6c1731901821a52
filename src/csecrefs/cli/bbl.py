"""`csecrefs bbl`: a list of references in the place of BibTeX's."""

from __future__ import annotations

from pathlib import PurePath

import click

from csecrefs.cli.common import (
    complete_locale,
    complete_style,
    findings,
    library_options,
    put,
    settings_of,
    tell,
)


@click.command(name="bbl")
@click.argument("source", metavar="AUX")
@click.option("-o", "--output", metavar="FILE", help="The file to write.")
@click.option(
    "--style",
    metavar="STYLE",
    help="CSL style: name, id, file or URL (see `styles search`).",
    shell_complete=complete_style,
)
@click.option(
    "--locale",
    metavar="TAG",
    help="Language, such as de-DE or german.",
    shell_complete=complete_locale,
)
@library_options
def command(
    source: str,
    output: str | None,
    style: str | None,
    locale: str | None,
    library: str | None,
    source_format: str,
) -> int:
    """Write the .bbl file for an AUX file, in any style, without BibTeX or biber.

    As for BibTeX, `paper` is paper.aux.

    LaTeX and natbib read it; the document stays as it is. It is written beside the AUX
    file, as BibTeX does. Without --library, the references are those that the document
    names.

    \b
    Example:
      pdflatex paper; csecrefs bbl paper.aux --style apa; pdflatex paper
    """
    from csecrefs.library.latex import aux_of, bbl
    from csecrefs.library.manuscripts import library_for, own_style

    source = aux_of(source)
    settings = settings_of(library=library, style=style, locale=locale)
    made = bbl(
        library_for(source, settings, given=library is not None, format=source_format),
        source,
        style=own_style(settings),
        locale=settings["locale"],
    )
    tell(made.diagnostics)
    # LaTeX looks for the list under this name.
    if output is None and source != "-":
        output = str(PurePath(source).with_suffix(".bbl"))
    # Named as a source, AUX is not written over by `-o paper.aux`.
    put(made.text, output, [source, *made.read_from])
    return findings(made.diagnostics)
