"""The reference pages of the site, made from the code when the site is built.

MkDocs calls `on_files` (`hooks` in mkdocs.yml); nothing is kept in the repository, so no
page can be out of date.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

import csecrefs
from csecrefs import cli
from csecrefs.document.outputs import listed
from csecrefs.library.settings import SPECS
from csecrefs.reports import CODES, CURES, report_schema
from csecrefs.reports.schema import members
from csecrefs.styles.aliases import ALIASES
from csecrefs.styles.find import names

ROOT = Path(__file__).parents[1]


def table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """Return a Markdown table; bars within cells are escaped."""
    lines = [" | ".join(head), " | ".join("---" for _ in head)]
    lines += [" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows]
    return "".join(f"| {line} |\n" for line in lines)


def leaves(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    """Yield the path and the help of each command below one, and of itself."""
    if not isinstance(command, click.Group):
        yield context.command_path, command.get_help(context)
        return
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        if below is not None:
            inner = click.Context(below, info_name=name, parent=context)
            yield from leaves(below, inner)


def commands() -> str:
    """Return the help of every command, as the program prints it."""
    root = click.Context(cli.app, info_name="csecrefs", max_content_width=80)
    parts = ["# Options of every command\n"]
    for path, text in leaves(cli.app, root):
        parts.append(f"## {path}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def settings() -> str:
    """Return the settings with their defaults and meanings."""
    rows = (
        (f"`{name}`", f"`{spec.default}`" if spec.default else "", spec.meaning)
        for name, spec in SPECS.items()
    )
    return "# All settings\n\n" + table(("setting", "default", "meaning"), rows)


def lost(name: str) -> str:
    """Return the variables of the shipped list that a format cannot carry."""
    library = csecrefs.Library.read(ROOT / "bib")
    try:
        losses = library.losses(name)
    except csecrefs.CsecrefsError:
        return ""
    variables = sorted({each.variable for each in losses if each.lost})
    return ", ".join(f"`{variable}`" for variable in variables if variable)


def formats() -> str:
    """Return the formats, their suffixes, and what each loses of the shipped list."""
    rows = []
    for row in listed():
        name = str(row["name"])
        both = row["reads"] and row["writes"]
        rows.append(
            (
                f"`{name}`",
                str(row["title"]),
                "yes" if row["reads"] else "",
                "yes" if row["writes"] else "",
                " ".join(row["suffixes"]),
                lost(name) if both else "",
            )
        )
    head = ("name", "title", "read", "written", "suffixes", "loses of `bib/`")
    return (
        "# Formats\n\nThe last column is measured: the shipped list is written and read "
        "back. `csecrefs convert` prints the same of your own list.\n\n"
        + table(head, iter(rows))
    )


def codes() -> str:
    """Return the codes of diagnostics and findings, by area, with their cures."""
    rows = (
        (f"`{code.name}`", code.area, code.severity, code.meaning, CURES[code.name])
        for code in CODES.values()
    )
    return "# Codes of diagnostics and findings\n\n" + table(
        ("code", "area", "severity", "meaning", "what to do"), rows
    )


def reports() -> str:
    """Return the shape of reports in JSON: a table of members, and the schema."""
    schema = json.dumps(report_schema(), indent=2)
    rows = ((f"`{name}`", kind, meaning) for name, kind, meaning in members())
    return (
        "# Reports in JSON\n\n"
        "`--format json` of `check links`, `check cites`, `verify` and `audit` prints one"
        " object of this shape; `--format jsonl`, where it is offered, one finding a"
        " line. Members without a value are left out. [Codes](codes.md) has the codes,"
        " [Commands](commands.md) the exit codes.\n\n"
        + table(("member of a finding", "type", "meaning"), rows)
        + f"\n```json\n{schema}\n```\n"
    )


def styles() -> str:
    """Return the names that people type for styles, and what they stand for."""
    rows = ((f"`{name}`", f"`{style}`") for name, style in sorted(ALIASES.items()))
    return (
        "# Styles\n\n"
        f"{len(names()):,} styles are installed. `--style` takes the name of a style"
        " (`apa`), its title, its identifier, a file, an address, or one of these"
        " names. `csecrefs styles search WORDS` finds styles,"
        " `csecrefs styles show STYLE` prints what a style says of itself, and"
        " `csecrefs styles validate FILE` what is wrong with one.\n\n"
        + table(("name", "style"), rows)
    )


def api() -> str:
    """Return directives for mkdocstrings, one for each public name."""
    parts = ["# API\n"]
    for name in csecrefs.__all__:
        value: Any = getattr(csecrefs, name)
        if inspect.ismodule(value):  # `audit` is a package and its function
            value = getattr(value, name, value)
        if inspect.ismodule(value):
            parts.append(f"::: {value.__name__}\n")
        if inspect.isclass(value) or inspect.isfunction(value):
            parts.append(f"::: {value.__module__}.{value.__qualname__}\n")
    return "\n".join(parts)


PAGES: dict[str, Callable[[], str]] = {
    "reference/options.md": commands,
    "reference/settings.md": settings,
    "reference/formats.md": formats,
    "reference/styles.md": styles,
    "reference/codes.md": codes,
    "reference/reports.md": reports,
    "reference/api.md": api,
}


def on_files(files: Any, config: Any) -> Any:
    """Add the pages to those of docs/."""
    from mkdocs.structure.files import File

    for path, made in PAGES.items():
        files.append(File.generated(config, path, content=made()))
    return files
