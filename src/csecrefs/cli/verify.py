"""`csecrefs verify`: compare references with the registries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csecrefs.cli.common import (
    complete_argument,
    divided,
    library_options,
    read_library,
    settings_of,
)
from csecrefs.cli.ignoring import read_ignore_file
from csecrefs.cli.network import (
    NOT_JUDGED,
    network_options,
    without_unreachable,
)
from csecrefs.cli.progress import counted
from csecrefs.cli.reporting import report_format
from csecrefs.cli.terminal import put_json, say, show, show_commands, show_data
from csecrefs.cli.verb import VERBOSE, Verb, is_set

if TYPE_CHECKING:
    from csecrefs.resolve.verify import Verification


@click.command(name="verify", cls=Verb)
@click.argument(
    "arguments",
    nargs=-1,
    metavar="[SOURCE]... [KEY]...",
    shell_complete=complete_argument,
)
@click.option("--all", "everything", is_flag=True, help="Show also what is in order.")
@report_format()
@click.option(
    "--ignore",
    metavar="FILE",
    help="A file of findings to pass over, with reasons (TOML).",
)
@network_options
@library_options
def command(
    arguments: tuple[str, ...],
    everything: bool,
    shape: str,
    ignore: str | None,
    offline: bool,
    mailto: str | None,
    library: str | None,
    source_format: str,
) -> int:
    """Compare references with the registered records, and report retractions.

    Exits with 1 if a record differs or its work was retracted, and with 3 if the
    network was unavailable. A work that no registry knows is unconfirmed, which is no
    finding.

    \b
    Example:
      csecrefs verify ferrao2020 tolbaru2022 --format json
    """
    from csecrefs.library.sources import from_here
    from csecrefs.resolve.findings import is_passed_over

    settings = settings_of(library=library, mailto=mailto)
    sources, keys = divided(arguments)
    sources = sources or settings.library()
    references = read_library(settings, sources, format=source_format)
    entries = read_ignore_file(ignore)
    with counted("Verifying") as progress:
        verifications = references.verify(
            *keys, settings=settings, offline=offline, progress=progress
        )
    reported = []
    for each in verifications:
        # Services that annotate files know them by paths inside the repository.
        placed = each.at(from_here(each.place.path))
        # Said each time, so that an entry of the ignore file is not forgotten.
        if reasons := is_passed_over(placed, entries):
            say(f"csecrefs: {each.key}: passed over: {'; '.join(reasons)}")
        else:
            reported.append(placed)
    shown = reported
    if shape == "text" and not is_set(VERBOSE):
        unknown = [each.detail if _is_open(each) else "" for each in reported]
        shown = without_unreachable(reported, unknown)
    _put(shown, shape, everything)
    # Of all that was reported, though the list above may be shorter.
    if any(each.finding for each in reported):
        return 1
    if any(each.verdict == "unchecked" for each in reported):
        return NOT_JUDGED
    return 0


def _is_open(each: Verification) -> bool:
    return each.verdict == "unchecked" and not each.finding


def _put(verifications: list[Verification], shape: str, everything: bool) -> None:
    from csecrefs.reports import render
    from csecrefs.reports.text import listing
    from csecrefs.resolve import findings

    if shape == "json":
        put_json([findings.as_dict(each) for each in verifications])
        return
    report = findings.report(verifications, everything=everything)
    if shape == "text":
        show(listing(findings.by_key(report)), end="")
        if report.findings or verifications:
            say(report.counted)
    elif shape == "github":
        show_commands(render(findings.without_notes(report), shape))
    elif shape == "sarif":
        show_data(render(findings.without_notes(report), shape))
    else:
        show_data(render(report, shape))
