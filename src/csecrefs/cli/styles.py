"""`csecrefs styles`: the citation styles at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from csecrefs.cli.common import complete_style, listing_option, nothing_found
from csecrefs.cli.table import put_table
from csecrefs.cli.terminal import put_json, show_data, show_line
from csecrefs.cli.verb import VerbGroup
from csecrefs.errors import InputError

if TYPE_CHECKING:
    from csecrefs.errors import Diagnostic
    from csecrefs.styles.index import ListedStyle


@click.group(name="styles", cls=VerbGroup)
def command() -> None:
    """List, search, show and validate citation styles.

    \b
    Example:
      csecrefs styles search chicago author
    """


@command.command(name="list")
@listing_option
def list_styles(shape: str) -> None:
    """List every style: its name, its title, and the style it is another name for.

    \b
    Example:
      csecrefs styles list --format json
    """
    from csecrefs.styles import index

    _put(index.listed(), shape)


@command.command(name="search")
@click.argument("query", nargs=-1, required=True)
@listing_option
def search_styles(query: tuple[str, ...], shape: str) -> int:
    """List the styles with every word of QUERY in name or title, the nearest first.

    Exits with 1 if there is none.

    \b
    Example:
      csecrefs styles search nature biotechnology
    """
    from csecrefs.styles import index

    found = index.search(" ".join(query))
    _put(found, shape)
    if not found:
        return nothing_found(f" for {' '.join(query)!r}")
    return 0


@command.command(name="show")
@click.argument("style", shell_complete=complete_style)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "csl"]),
    default="text",
    help="Form of the facts.",
)
def show_style(style: str, shape: str) -> None:
    """Show the facts that a style gives about itself, or its XML with --format csl.

    \b
    Example:
      csecrefs styles show apa
    """
    from csecrefs.styles import find as styles

    found = styles.find(style)
    if shape == "csl":
        show_data(found.xml, exact=True)
        return
    facts = {
        "name": found.name,
        **found.header._asdict(),
        "file": str(found.path or ""),
    }
    if shape == "json":
        put_json(facts)
        return
    facts["fields"] = ", ".join(found.header.fields)
    put_table(
        ("", ""),
        [(name.replace("_", " "), value) for name, value in facts.items() if value],
        typed=(0, 1),
    )


@command.command(name="validate")
@click.argument("style", metavar="STYLE", shell_complete=complete_style)
@listing_option
def validate_file(style: str, shape: str) -> int:
    """Report what is wrong with a style: `file:line: message` for each finding.

    STYLE is a file, - for the standard input, or a name as for --style. It is compared
    with the schema of CSL 1.0.2, and searched for what no schema sees: macros that are
    missing, unused or call themselves, terms without a text, no bibliography. Exits
    with 1 if anything is wrong.

    \b
    Example:
      csecrefs styles validate mine.csl
    """
    from csecrefs.styles.validate import validate_style

    found = validate_style(*_source(style))
    if shape == "json":
        put_json([_finding(each) for each in found])
    else:
        for each in found:
            # Editors jump to `file:line`, so a finding without a line has the first.
            show_line(f"{each.path}:{each.line or 1}: {each.message}")
    return int(any(each.severity != "info" for each in found))


def _source(style: str) -> tuple[bytes, str]:
    """Return the XML of a style that was named in any way, and the name of its
    file.
    """
    from pathlib import Path

    from csecrefs.library.sources import content_of
    from csecrefs.styles import find as styles

    if style == "-":
        return content_of(style), style
    path = Path(style)
    # A `.csl` that is not there is a misspelt path and no name of a style.
    if not path.is_file() and not style.endswith(".csl"):
        path = styles.find(style).path or path
    try:
        return path.read_bytes(), str(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: {reason}") from None


def _finding(each: Diagnostic) -> dict[str, Any]:
    names = ("path", "line", "severity", "code", "message")
    return {name: getattr(each, name) for name in names}


def _put(styles: Sequence[ListedStyle], shape: str) -> None:
    if shape == "json":
        put_json([style._asdict() for style in styles])
    else:
        put_table(
            ("name", "title", "same as"),
            [(each.name, each.title, each.parent) for each in styles],
            typed=(0, 2),
        )
