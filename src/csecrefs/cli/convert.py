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
from csecrefs.cli.progress import with_progress, working
from csecrefs.cli.terminal import put_json
from csecrefs.cli.verb import Verb
from csecrefs.errors import Diagnostic, InputError
from csecrefs.library import Library

if TYPE_CHECKING:
    from csecrefs.formats.losses import Loss
    from csecrefs.library.sources import Read

_LARGE: Final = 2_000_000
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
    from csecrefs import formats
    from csecrefs.formats.losses import losses_in
    from csecrefs.library.sources import distinct

    target = _target(to, output)
    chosen = list(sources) or settings_of(library=library).library()
    if not force:
        refuse_overwriting(output, chosen)
    read = list(_reads(chosen, source_format))
    references, renamed = distinct(
        reference for found, _ in read for reference in found
    )
    diagnostics = [
        each
        for _, problems in read
        for each in problems
        if each.code != "duplicate-key"
    ]
    diagnostics += renamed
    if not references:
        _give_up(chosen, diagnostics)
    if filters:
        references = list(filters.of(Library(references)))
        if not references:
            return nothing_found(" that matches")
    with working("Writing"):
        content = formats.write(references, target)
    counted = with_progress(
        references, len(references), "Checking what was carried", local=True
    )
    losses = losses_in(counted, target)
    put(content, output, exact=True)
    _report(shape, target, diagnostics, losses)
    lossy = strict and any(each.lost or each.partial for each in losses)
    return findings(diagnostics, strict) or int(lossy)


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
    if writer in WRITERS and writer not in formats.names(written=True):
        message = f"{name} is formatted text, not a file of references"
        raise click.UsageError(f"{message}; use `csecrefs format --to {name}`")
    return formats.writable(name).name


def _reads(sources: Sequence[str], format: str) -> Iterator[Read]:
    """Yield the references of each file, with a bar for many files and large ones."""
    from csecrefs.library.sources import STDIN, files_of, read_each

    files = [file for each in sources if each != STDIN for file in files_of(each)]
    size = sum(file.stat().st_size for file in files if file.is_file())
    total = len(files) if len(files) > 2 or size < _LARGE else None
    return with_progress(read_each(sources, format), total, "Reading", local=True)


def _give_up(sources: Sequence[str], diagnostics: Sequence[Diagnostic]) -> None:
    """Nothing could be read: raise InputError with the first reason, having told the
    others.
    """
    grave = [each for each in diagnostics if each.severity == "error"]
    tell(grave[1:])
    raise InputError(
        str(grave[0]) if grave else f"{', '.join(sources)}: no references there"
    )


def _report(
    shape: str, target: str, diagnostics: Sequence[Diagnostic], losses: Sequence[Loss]
) -> None:
    if shape == "json":
        report: dict[str, Any] = {
            "format": target,
            "diagnostics": [attrs.asdict(each) for each in diagnostics],
            "losses": [attrs.asdict(each) for each in losses],
        }
        put_json(report, err=True)
        return
    tell(diagnostics)
    for line in _summary(
        [each for each in losses if each.lost], f"{target} cannot carry"
    ):
        note(line)
    kept = [each for each in losses if not each.lost]
    in_part = [each for each in kept if each.partial]
    for line in _summary(in_part, f"{target} carries in part"):
        note(line)
    changed = [each for each in kept if not each.partial]
    for line in _summary(changed, f"{target} carries otherwise"):
        note(line)


def _summary(losses: Sequence[Loss], verdict: str) -> Iterator[str]:
    """One line a variable: how many references it concerns, and the first of them."""
    keys: dict[str, list[str]] = {}
    for each in losses:
        keys.setdefault(each.variable or "whole references", []).append(each.key)
    for variable, concerned in sorted(keys.items(), key=lambda pair: -len(pair[1])):
        more = ", ..." if len(concerned) > _KEYS_SHOWN else ""
        first = ", ".join(concerned[:_KEYS_SHOWN])
        shown = f"{variable} ({len(concerned)}: {first}{more})"
        yield f"{verdict} {shown}"
