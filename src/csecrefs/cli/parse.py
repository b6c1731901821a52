"""`csecrefs parse`: references typed as text to records."""

from __future__ import annotations

from collections.abc import Sequence

import click

from csecrefs.cli.common import findings, output_format, put, tell
from csecrefs.cli.network import NOT_JUDGED
from csecrefs.cli.table import put_table
from csecrefs.cli.verb import Verb

_TABLE = "table"
_COLUMNS = ("place", "key", "type", "year", "title", "unsure")


@click.command(name="parse", cls=Verb)
@click.argument("source", metavar="FILE")
@click.option(
    "--to",
    metavar="FORMAT",
    help="Format: table, csl-json, biblatex, ris, ...; by default that of the output's"
    " suffix, else table.",
)
@click.option("--resolve", is_flag=True, help="Print the registered work beside each.")
@click.option("-o", "--output", metavar="FILE", help="File to write.")
def command(source: str, to: str | None, resolve: bool, output: str | None) -> int:
    """Read references typed as text: a list, or the list at the end of a manuscript.

    FILE is text, Markdown, Word, LibreOffice, HTML, LaTeX or PDF (with the extra pdf),
    or - for the standard input. Each record keeps the string it is from; fields that
    a person should look at are named on stderr and in the table. With --resolve, the
    registered work is printed beside each string, never in its place. Exits with 1 if
    no reference is found, and with 3 if the network was unavailable.

    \b
    Example:
      csecrefs parse paper.docx --to csl-json -o refs.json
    """
    from csecrefs import formats
    from csecrefs.library.auditing import proposals
    from csecrefs.library.typed_lists import read_typed_list

    target = None
    if to != _TABLE:
        target = output_format(to, output)
    # The table is the form of a list that is text.
    if target == "text":
        target = None
    read = read_typed_list(source)
    if resolve:
        rows = proposals(read)
        put_table(("key", "verdict", "registered"), rows, typed=(0,))
        # One verdict is a result: 3 is for a run in which no registry answered.
        if rows and all(verdict == "unchecked" for _, verdict, _ in rows):
            return NOT_JUDGED
    elif target is None:
        tell([each for each in read.diagnostics if each.severity != "info"])
        _put_list(read.rows(), output, source)
    else:
        tell(read.diagnostics)
        put(formats.write(read.references, target), output, [source])
    return 1 if findings(read.diagnostics) else 0


def _put_list(rows: Sequence[tuple[str, ...]], output: str | None, source: str) -> None:
    """Print what was read as a table, or write it to a file."""
    if output in (None, "-"):
        put_table(_COLUMNS, rows, typed=(1,))
    else:
        put("\n".join(map("\t".join, rows)), output, [source])
