"""`csecrefs convert`: files of references into another format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
import click

from csecrefs.cli.common import (
    Filters,
    complete_written,
    filter_options,
    findings,
    library_options,
    listing_option,
    note,
    nothing_found,
    output_option,
    put,
    refuse_overwriting,
    settings_of,
    strict_option,
    tell,
)
from csecrefs.cli.progress import working
from csecrefs.cli.terminal import put_json
from csecrefs.cli.verb import Verb
from csecrefs.errors import ParseError

if TYPE_CHECKING:
    from csecrefs.formats.losses import Loss
    from csecrefs.library.converting import Converted

# Keys named for each variable: enough to find an example in the file.
_KEYS_SHOWN: Final = 5


@click.command(name="convert", cls=Verb)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--to",
    metavar="FORMAT",
    help="Format to write: biblatex, csl-json, ris, ... (see `formats`).",
    shell_complete=complete_written,
)
@filter_options
@library_options
@output_option
@click.option("--force", is_flag=True, help="Write even over a file that was read.")
@strict_option
@listing_option
def command(
    sources: tuple[str, ...],
    to: str | None,
    filters: Filters,
    library: str | None,
    source_format: str,
    output: str | None,
    force: bool,
    strict: bool,
    shape: str,
) -> int:
    """Convert references to another format, all into one file, and report what it
    cannot carry.

    A SOURCE is a file, a folder of them, or - for the standard input; without one, the
    library is converted. Errors and losses are reported on stderr (with --format json
    as one object, value by value). Exits with 1 if something could not be read; with
    --strict also if a value is lost or carried in part.

    \b
    Example:
      csecrefs convert refs.bib more.ris --to csl-json -o refs.json
    """
    from csecrefs.library.converting import convert

    target = _target(to, output)
    chosen = list(sources) or settings_of(library=library).library()
    # Before the work, so that no long conversion is done in vain.
    if not force:
        refuse_overwriting(output, chosen)
    try:
        with working("Converting"):
            done = convert(chosen, target, format=source_format, choose=filters.of)
    except ParseError as error:
        tell(error.diagnostics[1:])
        raise
    if not done.content:
        return nothing_found(" that matches")
    put(done.content, output, exact=True)
    _report(shape, done)
    # Most formats lose something, so that a loss alone is no failure.
    return findings(done.diagnostics, strict) or int(strict and done.is_lossy)


def _target(to: str | None, output: str | None) -> str:
    """Return the name of the format to write.

    Raises NotFoundError, FormatError and UsageError for one that cannot be.
    """
    from csecrefs import formats
    from csecrefs.document import output_of_file
    from csecrefs.document.outputs import ALIASES
    from csecrefs.writers import WRITERS

    name = to
    if not name and output and output != "-":
        name = output_of_file(output)
    if not name:
        raise click.UsageError(
            "name a format with --to, or a file with -o whose suffix names one"
        )
    writer = ALIASES.get(name.lower(), name.lower())
    # `--to html` is for another verb, which has a style and a language.
    if writer in WRITERS and writer not in formats.names(written=True):
        message = f"{name} is formatted text, not a file of references"
        raise click.UsageError(f"{message}; use `csecrefs format --to {name}`")
    return formats.writable(name).name


def _report(shape: str, done: Converted) -> None:
    """Report errors and losses: value by value as JSON, else a line a variable."""
    if shape == "json":
        report: dict[str, Any] = {
            "format": done.format,
            "diagnostics": [attrs.asdict(each) for each in done.diagnostics],
            "losses": [_as_json(each) for each in done.losses],
        }
        # On stderr, since stdout may carry the references.
        put_json(report, err=True)
        return
    tell(done.diagnostics)
    kept = [each for each in done.losses if not (each.lost or each.reason)]
    verdicts = {
        "cannot carry": [each for each in done.losses if each.lost],
        "carries in part": [each for each in kept if each.partial],
        "carries otherwise": [each for each in kept if not each.partial],
        "carries, unseen by other programs,": [
            each for each in done.losses if each.reason
        ],
    }
    for verdict, losses in verdicts.items():
        for line in _summary(losses, f"{done.format} {verdict}"):
            note(line)


def _as_json(loss: Loss) -> dict[str, Any]:
    """The members of a loss; the reason where there is one."""
    members = attrs.asdict(loss)
    if not loss.reason:
        del members["reason"]
    return members


def _summary(losses: Sequence[Loss], verdict: str) -> Iterator[str]:
    """One line a variable: how many references it concerns, and the first of them."""
    keys: dict[str, list[str]] = {}
    reasons: dict[str, str] = {}
    for each in losses:
        name = each.variable or "whole references"
        keys.setdefault(name, []).append(each.key)
        reasons.setdefault(name, each.reason)
    for variable, concerned in sorted(keys.items(), key=lambda pair: -len(pair[1])):
        more = ", ..." if len(concerned) > _KEYS_SHOWN else ""
        first = ", ".join(concerned[:_KEYS_SHOWN])
        shown = f"{variable} ({len(concerned)}: {first}{more})"
        if reasons[variable]:
            shown += f": {reasons[variable]}"
        yield f"{verdict} {shown}"
