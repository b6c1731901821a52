"""`csecrefs add`: take works into the library, from files or by their identifiers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csecrefs.cli.common import (
    complete_written,
    findings,
    library_options,
    note,
    put,
    settings_of,
    tell,
)
from csecrefs.cli.network import NOT_JUDGED, network_options, without_unreachable
from csecrefs.cli.progress import counted
from csecrefs.cli.verb import Verb
from csecrefs.errors import InputError

if TYPE_CHECKING:
    from csecrefs.library import Settings


@click.command(name="add", cls=Verb)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--write", is_flag=True, help="Append what is new to the library's file.")
@click.option(
    "--to",
    metavar="FORMAT",
    default="biblatex",
    help="Format to print in, such as csl-json (see `formats`).",
    shell_complete=complete_written,
)
@click.option(
    "--key-pattern",
    metavar="PATTERN",
    help="Pattern of the new keys, such as [auth:lower][year][shorttitle1].",
)
@network_options
@library_options
def command(
    sources: tuple[str, ...],
    write: bool,
    to: str,
    offline: bool,
    mailto: str | None,
    library: str | None,
    source_format: str,
    key_pattern: str | None,
) -> int:
    """Take works in: print them, or append them to the library with --write.

    A SOURCE is a file of references in any format, or a folder of them; a DOI, PMID,
    PMCID, arXiv number, ISBN or URL to be looked up; text or a file with identifiers in
    it; or "-". A work that the library has already, by key or by DOI, is not added
    again. Exits with 1 if something could not be found or read, or has another work's
    key, and with 3 if the network was unavailable.

    \b
    Example:
      csecrefs add 10.1177/2516606920921152 --write
    """
    # The help and the completion of a verb load its module, and need none of these.
    from csecrefs import formats
    from csecrefs.library import Library
    from csecrefs.library.intake import take_in

    settings = settings_of(library=library, mailto=mailto, key_pattern=key_pattern)
    place = _place(settings, write)
    present = Library.read(_existing(place)) if place else Library()
    with counted("Looking up") as progress:
        intake = take_in(
            present,
            sources,
            format=source_format,
            key_pattern=settings["key_pattern"],
            settings=settings,
            offline=offline,
            progress=progress,
        )
    tell(intake.diagnostics)
    reasons = [each.failure for each in intake.additions]
    for each in without_unreachable(intake.additions, reasons):
        for remark in each.remarks():
            note(remark)
    if intake.new and write:
        for rewritten in intake.save(place):
            keys = ", ".join(reference.id for reference in intake.new)
            note(f"added to {rewritten.path}: {keys}")
    elif intake.new:
        put(formats.write(intake.new, to), None)
    failed = [each.resolution for each in intake.additions if each.failure]
    if findings(intake.diagnostics) or any(each.certain for each in failed):
        # Before an unreachable registry: what is certain stays so at a second try.
        return 1
    return NOT_JUDGED if failed else 0


def _place(settings: Settings, write: bool) -> list[str]:
    """Return the paths of the library; none if there is none and none is needed."""
    try:
        return settings.library()
    except InputError:
        if write:
            raise
        return []


def _existing(paths: list[str]) -> list[str | Path]:
    """The library's files that are there; one that is not yet will be made by
    --write.
    """
    return [path for path in paths if Path(path).exists()]
