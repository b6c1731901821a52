"""`csecrefs site`: the references as a static site."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from csecrefs.cli.common import (
    complete_locale,
    complete_style,
    findings,
    library_options,
    note,
    read_library,
    settings_of,
    tell,
)
from csecrefs.cli.progress import working
from csecrefs.cli.verb import Verb

if TYPE_CHECKING:
    from pathlib import Path

    from csecrefs.library.publishing import SiteKeywords
    from csecrefs.library.settings import Settings

_Command = TypeVar("_Command", bound=Callable[..., Any])


def site_options(command: _Command) -> _Command:
    """Add the options of the verbs that build a site."""
    for option in (
        click.option(
            "--offline", is_flag=True, help="With --verify, from the cache alone."
        ),
        click.option(
            "--verify",
            is_flag=True,
            help="Mark the works that were retracted since, as the registries say.",
        ),
        click.option(
            "--history", metavar="FILE", help="Link history with the states of links."
        ),
        click.option(
            "--language",
            type=click.Choice(["en", "de", "fr", "ro"]),
            help="Language of the pages, instead of the reader's own.",
        ),
        click.option(
            "--locale",
            metavar="LANGUAGE",
            help="Language of the citations.",
            shell_complete=complete_locale,
        ),
        click.option(
            "--style",
            "styles",
            multiple=True,
            metavar="STYLE",
            help="Style of the citations (repeatable).",
            shell_complete=complete_style,
        ),
        click.option("--title", metavar="TEXT", help="Heading of the site."),
    ):
        command = option(command)
    return command


@click.command(name="site", cls=Verb)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "-o", "--output", required=True, metavar="FOLDER", help="Folder for the site."
)
@site_options
@click.option("--address", metavar="URL", help="Address of the site, for its feed.")
@library_options
def command(
    sources: tuple[str, ...],
    output: str,
    library: str | None,
    source_format: str,
    **given: Any,
) -> int:
    """Make a static site of the references, to put on a server or to open from disk.

    It has search, facets, details with citations to copy, a list to print and a feed,
    and needs no network. A folder that has a site already gets the new one; the feed
    goes on.

    \b
    Example:
      csecrefs site refs.bib --style apa --style ieee -o public
    """
    settings = settings_of(library=library, locale=given.pop("locale"))
    references = read_library(settings, sources, format=source_format)
    with working("Building"):
        pages = references.site(output, **keywords(settings, given))
    tell(pages.diagnostics)
    # Loaded here: the completion of a verb loads its module, and needs no reports.
    from csecrefs.reports.finding import plural

    counted = plural(len(references), "reference")
    note(f"{counted} in {output}: {', '.join(sorted(pages.files))}")
    return findings((*references.diagnostics, *pages.diagnostics))


def keywords(settings: Settings, given: dict[str, Any]) -> SiteKeywords:
    """Return the options of the site that were given, by the names of `Library.site`."""
    from csecrefs.cli.check_links import history_file

    found: dict[str, Any] = {name: value for name, value in given.items() if value}
    found["styles"] = list(given["styles"]) or [settings["style"]]
    found["locale"] = settings["locale"]
    path: Path | None = history_file(given["history"])
    found["history"] = path
    # Without a check of links there is no history yet; one that was named must exist.
    if path is None or (not given["history"] and not path.is_file()):
        del found["history"]
    # A dict by the names of options, which no type checker can follow.
    return found  # type: ignore[return-value]
