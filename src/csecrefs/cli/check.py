"""`csecrefs check`: check what references and manuscripts refer to."""

from __future__ import annotations

import click

from csecrefs.cli.check_links import links
from csecrefs.cli.common import library_options, put, settings_of
from csecrefs.cli.progress import with_progress
from csecrefs.cli.reporting import report_options
from csecrefs.cli.terminal import show_commands
from csecrefs.cli.verb import VerbGroup


@click.group(name="check", cls=VerbGroup)
def command() -> None:
    """Check what the references refer to.

    \b
    Example:
      csecrefs check links refs.bib
    """


@command.command(name="cites")
@click.argument("sources", nargs=-1, metavar="[MANUSCRIPT]...")
@library_options
@report_options()
def cites(
    sources: tuple[str, ...],
    library: str | None,
    source_format: str,
    shape: str,
    output: str | None,
) -> int:
    """Check the citations in manuscripts.

    Reported are unknown keys, commas between keys, suffixes that look like locators,
    works cited under two keys, and names and years in the text that contradict the
    works cited. Without --library, a manuscript is held against the references that it
    names itself. Without a MANUSCRIPT, those of the setting `manuscripts` are checked.

    \b
    Example:
      csecrefs check cites paper.md --format github
    """
    from csecrefs.library.manuscripts import (
        check_cites,
        library_for,
        manuscripts_of,
    )
    from csecrefs.reports import render

    settings = settings_of(library=library)
    chosen = manuscripts_of(sources, settings)
    # The first manuscript is asked for all of them: they may be chapters of one.
    own = library_for(
        chosen[0], settings, given=library is not None, format=source_format
    )
    counted = with_progress(chosen, len(chosen), "Checking", local=True)
    report = check_cites(own, counted)
    text = render(report, shape)
    if shape == "github" and output in (None, "-"):
        show_commands(text)
    else:
        put(text, output, chosen)
    return int(report.fails)


# It has a module of its own, since `schedule` reads its options, too.
command.add_command(links)
