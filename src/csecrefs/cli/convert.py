"""`csecrefs convert`: files of references into another format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
import click

from csecrefs.cli.common import (
    completed,
    findings,
    listing_option,
    put,
    refuse_overwriting,
    tell,
)
from csecrefs.cli.progress import with_progress
from csecrefs.cli.terminal import put_json, say
from csecrefs.errors import Diagnostic, InputError

if TYPE_CHECKING:
    from csecrefs.formats.losses import Loss
    from csecrefs.library.sources import Read

_LARGE: Final = 2_000_000
_KEYS_SHOWN: Final = 5


def _written(_: click.Context) -> Iterable[str]:
    from csecrefs import formats

    return formats.names(written=True)


def _read(_: click.Context) -> Iterable[str]:
    from csecrefs import formats

    return formats.names()


@click.command(name="convert")
@click.argument("sources", nargs=-1, required=True, metavar="IN...")
@click.option(
    "--to",
    metavar="FORMAT",
    help="biblatex, csl-json, ris, ...",
    shell_complete=completed(_written),
)
@click.option(
    "--from",
    "source",
    default="",
    metavar="FORMAT",
    help="The format of IN.",
    shell_complete=completed(_read),
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to write; its suffix tells the format.",
)
@click.option("--force", is_flag=True, help="Write even over a file that was read.")
@listing_option
def command(
    sources: tuple[str, ...],
    to: str | None,
    source: str,
    output: str | None,
    force: bool,
    shape: str,
) -> int:
    """Convert files of references to another format, all into one, and say what it
    cannot carry.

    IN is a file, a folder of them, or - for the standard input. What was wrong and what
    was lost is told on stderr (with --format json as one object, value by value). Ends
    with 1 if something could not be read or carried.

    \b
    Example:
      csecrefs convert refs.bib more.ris --to csl-json -o refs.json
    """
    from csecrefs import formats
    from csecrefs.formats.losses import losses_in
    from csecrefs.library.sources import distinct

    target = _target(to, output)
    if not force:
        refuse_overwriting(output, sources)
    read = list(_reads(sources, source))
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
        _give_up(sources, diagnostics)
    content = formats.write(references, target)
    losses = losses_in(
        with_progress(references, len(references), "Checking what was carried"), target
    )
    put(content, output, exact=True)
    _report(shape, target, diagnostics, losses)
    return findings(diagnostics) or int(
        bool(renamed) or any(each.lost for each in losses)
    )


def _target(to: str | None, output: str | None) -> str:
    """The name of the format to write. Raises NotFoundError and FormatError for one
    that cannot be.
    """
    from csecrefs import formats

    told = formats.writable(to) if to else formats.to_write(output or "")
    if told is None:
        raise click.UsageError(
            "name a format with --to, or a file with -o whose suffix tells one"
        )
    return told.name


def _reads(sources: Sequence[str], format: str) -> Iterator[Read]:
    """What each file holds, with a bar for many files and for large ones."""
    from csecrefs.library.sources import STDIN, files_of, read_each

    files = [file for each in sources if each != STDIN for file in files_of(each)]
    size = sum(file.stat().st_size for file in files if file.is_file())
    total = len(files) if len(files) > 2 or size < _LARGE else None
    return with_progress(read_each(sources, format), total, "Reading")


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
        say(line)
    for line in _summary(
        [each for each in losses if not each.lost], f"{target} carries otherwise"
    ):
        say(line)


def _summary(losses: Sequence[Loss], verdict: str) -> Iterator[str]:
    """One line a variable: how many references it concerns, and the first of them."""
    keys: dict[str, list[str]] = {}
    for each in losses:
        keys.setdefault(each.variable or "whole references", []).append(each.key)
    for variable, concerned in sorted(keys.items(), key=lambda pair: -len(pair[1])):
        more = ", ..." if len(concerned) > _KEYS_SHOWN else ""
        first = ", ".join(concerned[:_KEYS_SHOWN])
        shown = f"{variable} ({len(concerned)}: {first}{more})"
        yield f"csecrefs: {verdict} {shown}"
