"""`csecrefs cited`: the keys that manuscripts cite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csecrefs.cli.common import (
    findings,
    library_options,
    output_format,
    put,
    settings_of,
    tell,
)
from csecrefs.cli.progress import with_progress
from csecrefs.cli.terminal import put_json, say, show_line
from csecrefs.cli.verb import Verb

if TYPE_CHECKING:
    from csecrefs.library.manuscripts import CitedKeys


@click.command(name="cited", cls=Verb)
@click.argument("sources", nargs=-1, metavar="[MANUSCRIPT]...")
@library_options
@click.option(
    "--to", default="", metavar="FORMAT", help="The references cited: biblatex, ..."
)
@click.option("-o", "--output", metavar="FILE", help="The file to write them to.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print the list.",
)
def command(
    sources: tuple[str, ...],
    library: str | None,
    source_format: str,
    to: str,
    output: str | None,
    shape: str,
) -> int:
    """List the keys that manuscripts cite, and where; unknown ones and unused ones.

    Without a MANUSCRIPT, those of the setting `manuscripts`. With --to, write the
    references that are cited instead. Entries of .bib files stay
    as they are written, with the entries that they inherit from and their strings.

    \b
    Example:
      csecrefs cited paper.md --to biblatex -o cited.bib
    """
    from csecrefs.library.manuscripts import (
        cited,
        cited_records,
        library_for,
        manuscripts_of,
    )

    settings = settings_of(library=library)
    found_in = manuscripts_of(sources, settings)
    given = library is not None
    own = library_for(found_in[0], settings, given=given, format=source_format)
    counted = with_progress(found_in, len(found_in), "Reading", local=True)
    found, known = cited(own, counted)
    tell(each for read in found.manuscripts for each in read.diagnostics)
    target = output_format(to, output)
    if target or output:
        # Over its own library, `-o refs.bib` would leave what is cited alone.
        read_from = {each.place.path for each in known.values() if each.place.path}
        records = cited_records(known, found, target or "biblatex")
        put(records, output, [*map(str, found_in), *sorted(read_from)])
        # A file of references has no place for them.
        _tell_unknown(found)
    elif shape == "json":
        put_json(_as_json(found))
    else:
        for line in found.lines():
            show_line(line)
    faults = (each for read in found.manuscripts for each in read.diagnostics)
    # An unknown key is a finding, so that a build stops before it prints `[?]`.
    return findings(faults) or int(bool(found.unknown))


def _tell_unknown(found: CitedKeys) -> None:
    for each in found.unknown:
        say(f"csecrefs: warning: {each.message}")


def _as_json(found: CitedKeys) -> dict[str, object]:
    return {
        "cited": [
            {
                "key": each.key,
                "known": each.known,
                "places": list(each.places),
                "suggestions": list(each.suggestions),
            }
            for each in found.cited
        ],
        "uncited": list(found.uncited),
    }
