"""`csecrefs styles`: the citation styles at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from csecrefs.cli.common import complete_style, listing_option, put_table
from csecrefs.cli.terminal import put_json, show_data, show_line

if TYPE_CHECKING:
    from csecrefs.errors import Diagnostic
    from csecrefs.styles.index import ListedStyle


@click.group(name="styles")
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
    """List the styles whose name or title holds every word of QUERY, the nearest first.

    Exits with 1 if there is none.

    \b
    Example:
      csecrefs styles search nature biotechnology
    """
    from csecrefs.styles import index

    found = index.search(" ".join(query))
    _put(found, shape)
    return 0 if found else 1


@command.command(name="show")
@click.argument("style", shell_complete=complete_style)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "csl"]),
    default="text",
    help="How.",
)
def show_style(style: str, shape: str) -> None:
    """Show what a style says about itself, or its XML with --format csl.

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
    )


@command.command(name="validate")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@listing_option
def validate_file(file: str, shape: str) -> int:
    """Say what is wrong with the style in FILE: `file:line: message` for each finding.

    It is held against the schema of CSL 1.0.2, and searched for what no schema sees:
    macros that are missing, unused or go round, terms that say nothing, no
    bibliography. Exits with 1 if anything is wrong.

    \b
    Example:
      csecrefs styles validate mine.csl
    """
    from csecrefs.styles.validate import validate_style

    with click.open_file(file, "rb") as source:
        found = validate_style(source.read(), file)
    if shape == "json":
        put_json([_finding(each) for each in found])
    else:
        for each in found:
            show_line(f"{each.path}:{each.line or 1}: {each.message}")
    return int(any(each.severity != "info" for each in found))


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
        )
