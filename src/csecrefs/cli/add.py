"""`csecrefs add`: take works into the library by their identifiers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from csecrefs.cli.common import library_option, put, settings_of
from csecrefs.cli.network import NOT_JUDGED, network_options
from csecrefs.cli.progress import with_progress
from csecrefs.errors import InputError

_MAX_TEXT: Final = 50_000_000


@click.command(name="add")
@click.argument("sources", nargs=-1, required=True, metavar="IDENTIFIER...")
@click.option("--write", is_flag=True, help="Append what is new to the library's file.")
@click.option("--to", metavar="FORMAT", default="biblatex", help="The format to print in, such as csl-json.")
@network_options
@library_option
def command(
    sources: tuple[str, ...],
    write: bool,
    to: str,
    offline: bool,
    mailto: str | None,
    library: str | None,
) -> int:
    """Look works up and print them, or append them to the library with --write.

    An IDENTIFIER is a DOI, PMID, PMCID, arXiv number, ISBN, or a URL; text with identifiers in it; a file of
    such text; or "-". What the library has already is not added again. Ends with 1 if something could not be
    found, 3 if the network did not let us judge.

    \b
    Example:
      csecrefs add 10.1177/2516606920921152 --write
    """
    from csecrefs import formats
    from csecrefs.library import Library
    from csecrefs.library.online import additions, open_resolver
    from csecrefs.library.saving import Changes, save

    settings = settings_of(library=library, mailto=mailto)
    asked = list(dict.fromkeys(_asked(sources)))
    present = Library.read(_existing(settings.library())) if settings["library"] else Library()
    with open_resolver(settings, offline=offline) as resolver:
        found = list(with_progress(additions(asked, present, resolver), len(asked), "Looking up"))
    for each in found:
        if each.present:
            click.echo(f"csecrefs: {each.asked}: already there as {each.present}", err=True)
        elif each.reference is None:
            resolution = each.resolution
            click.echo(
                f"csecrefs: warning: {each.asked}: {resolution.outcome}: {resolution.detail}", err=True
            )
    new = [each.reference for each in found if each.reference]
    if new and write:
        for rewritten in save(settings.library(), Changes(added=new)):
            keys = ", ".join(reference.id for reference in new)
            click.echo(f"csecrefs: added to {rewritten.path}: {keys}", err=True)
    elif new:
        put(formats.write(new, to), None)
    failed = [each.resolution for each in found if each.resolution.reference is None]
    if any(resolution.certain for resolution in failed):
        return 1
    return NOT_JUDGED if failed else 0


def _asked(sources: tuple[str, ...]) -> Iterator[str]:
    """What to resolve: each source itself, or the identifiers in it or in the file it names."""
    from csecrefs.library.online import identifiers_in

    for source in sources:
        text = _text_of(source)
        found = identifiers_in(text)
        if not found:
            raise InputError(f"{source}: no identifier there that can be looked up")
        yield from found


def _text_of(source: str) -> str:
    if source == "-":
        return sys.stdin.read(_MAX_TEXT)
    path = Path(source)
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else source
    except (OSError, ValueError):
        return source


def _existing(paths: list[str]) -> list[str | Path]:
    """The library's files that are there; one that is not yet will be made by --write."""
    return [path for path in paths if Path(path).exists()]
