"""`csecrefs tidy`: .bib files laid out in one way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import attrs
import click

from csecrefs.cli.common import (
    findings,
    library_options,
    listing_option,
    note,
    settings_of,
    strict_option,
    tell,
)
from csecrefs.cli.progress import counted
from csecrefs.cli.terminal import diff, put_json, show, show_data, show_line
from csecrefs.cli.verb import Verb

if TYPE_CHECKING:
    from csecrefs.library.tidying import TidiedFile

_Command = TypeVar("_Command", bound=Callable[..., Any])
Mode = Literal["print", "check", "diff", "write"]


def _layout_options(command: _Command) -> _Command:
    """Add the options of the layout; each has a setting `tidy.NAME`."""
    for option in (
        click.option(
            "--key-pattern",
            metavar="PATTERN",
            help="Pattern for --generate-keys, such as [auth:lower][year].",
        ),
        click.option(
            "--generate-keys/--no-generate-keys",
            # Neither was given: the setting counts. The same is meant below.
            default=None,
            help="Give entries the keys of the key pattern.",
        ),
        click.option("--max-authors", metavar="N", help="Keep N names, then `others`."),
        click.option(
            "--drop-duplicates/--no-drop-duplicates",
            default=None,
            help="Leave out entries that repeat another word for word.",
        ),
        click.option(
            "--drop-empty/--no-drop-empty",
            default=None,
            help="Leave out fields without a value.",
        ),
        click.option(
            "--text",
            type=click.Choice(["unicode", "tex", "keep"]),
            help="Letters with accents as Unicode, or as TeX.",
        ),
        click.option(
            "--months",
            type=click.Choice(["macro", "number", "keep"]),
            help="Months as jan, or as 1.",
        ),
        click.option(
            "--delimiter",
            type=click.Choice(["braces", "quotes", "keep"]),
            help="Braces or quotation marks around values.",
        ),
        click.option(
            "--align", metavar="COLUMN", help="Column of `=`, or `longest` name."
        ),
        click.option("--indent", metavar="N", help="Spaces before a field, or `tab`."),
        click.option("--omit", metavar="FIELDS", help="Fields to leave out."),
        click.option(
            "--sort-fields",
            metavar="FIELDS",
            help="Order of fields, such as title,author; or `default`.",
        ),
        click.option(
            "--sort",
            metavar="FIELDS",
            help="Order of entries, such as key or -year,author.",
        ),
    ):
        command = option(command)
    return command


@click.command(name="tidy", cls=Verb)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--check", is_flag=True, help="Only list the files that would change.")
@click.option("--diff", "differ", is_flag=True, help="Only show what would change.")
@click.option("--write", is_flag=True, help="Change the files.")
@_layout_options
@library_options
@strict_option
@listing_option
def command(
    sources: tuple[str, ...],
    check: bool,
    differ: bool,
    write: bool,
    library: str | None,
    source_format: str,
    strict: bool,
    shape: str,
    **layout: Any,
) -> int:
    """Lay out .bib files in one way, and print them; nothing is changed without
    --write.

    SOURCE is a file, a folder of them, or - for the standard input. Comments, macros,
    order and the content of fields stay, unless an option says otherwise; an entry with
    an error or a comment in it stays as it is. The options of the layout can be set in
    the table [tidy] of the settings. With --check and --diff, exits with 1 if anything
    would change; always, if something could not be read.

    \b
    Example:
      csecrefs tidy refs.bib --sort key --align longest --diff
    """
    from csecrefs.library.tidying import options_of, tidy

    mode = _mode(check, differ, write)
    settings = settings_of(library=library, **_given(layout))
    # Keys that somebody cites change only where that was asked for by name.
    if layout["key_pattern"] and not settings["tidy.generate_keys"]:
        raise click.UsageError("--key-pattern needs --generate-keys")
    with counted("Reading", local=True) as progress:
        tidied = tidy(
            sources or settings.library(),
            options_of(settings),
            format=source_format,
            write=mode == "write",
            progress=progress,
        )
    diagnostics = [each for one in tidied for each in one.diagnostics]
    tell(diagnostics)
    if shape == "json":
        put_json([_as_dict(each) for each in tidied])
    else:
        _show(tidied, mode)
    # What would have changed is changed by --write, and no finding any more.
    found = mode in ("check", "diff") and any(each.changed for each in tidied)
    return findings(diagnostics, strict) or int(found)


def _mode(check: bool, differ: bool, write: bool) -> Mode:
    wanted = {"--check": check, "--diff": differ, "--write": write}
    names = [name for name, is_set in wanted.items() if is_set]
    # Each says what becomes of the result, so only one of them can be meant.
    if len(names) > 1:
        raise click.UsageError(f"{' and '.join(names)} exclude each other")
    modes: dict[str, Mode] = {"--check": "check", "--diff": "diff", "--write": "write"}
    return modes[names[0]] if names else "print"


def _given(layout: dict[str, Any]) -> dict[str, str | None]:
    """Return the options given on the command line as settings."""
    given: dict[str, str | None] = {}
    for name, value in layout.items():
        key = name if name == "key_pattern" else f"tidy.{name}"
        if isinstance(value, bool):
            given[key] = "true" if value else ""
        else:
            given[key] = value
    return given


def _show(tidied: Iterable[TidiedFile], mode: Mode) -> None:
    for each in tidied:
        if mode == "print" and each.after is not None:
            show_data(each.after, exact=True)
        elif mode == "write" and each.changed:
            note(f"tidied {each.path}")
        elif mode == "check" and each.changed:
            show_line(each.path)
        elif mode == "diff" and each.changed:
            show(diff(each.before, each.after or b"", each.path, " (tidy)"), end="")


def _as_dict(each: TidiedFile) -> dict[str, object]:
    return {
        "path": each.path,
        "changed": each.changed,
        "diagnostics": [attrs.asdict(diagnostic) for diagnostic in each.diagnostics],
    }
