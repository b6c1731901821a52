"""What the verbs share: options, completion of their values, reading the library,
printing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from csecrefs.cli.terminal import say, show, show_data
from csecrefs.errors import CsecrefsError, Diagnostic, InputError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from csecrefs.library import Library, Settings

_Command = TypeVar("_Command", bound=Callable[..., Any])
_WORDS: Final = {"error": "error", "warning": "warning", "info": "note"}
_SHOWN: Final = {"error": 100, "warning": 20, "note": 20}


def completed(
    names: Callable[[click.Context], Iterable[str]],
) -> Callable[..., list[CompletionItem]]:
    """A completion for click from a function that gives all names; it never fails."""

    def complete(
        ctx: click.Context, _: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from csecrefs.cli.completion import is_plain

        try:
            found = [name for name in names(ctx) if name.startswith(incomplete)]
            return [CompletionItem(name) for name in found if is_plain(name)]
        except (CsecrefsError, OSError):
            return []

    return complete


def _keys(ctx: click.Context) -> Iterable[str]:
    from csecrefs.library import Library, load_settings

    settings = load_settings({"library": ctx.params.get("library")})
    return Library.read(list(ctx.params.get("sources") or settings.library())).keys()


def _styles(_: click.Context) -> Iterable[str]:
    from csecrefs.styles import find as styles

    return styles.names()


def _locales(_: click.Context) -> Iterable[str]:
    from csecrefs.styles import locales

    return locales.names()


def _outputs(_: click.Context) -> Iterable[str]:
    from csecrefs.document import output_formats

    return output_formats()


complete_key = completed(_keys)
complete_style = completed(_styles)
complete_locale = completed(_locales)
complete_output = completed(_outputs)

library_option = click.option(
    "--library", metavar="PATH", help="The file or folder to read references from."
)
listing_option = click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print the list.",
)


def formatting_options(command: _Command) -> _Command:
    """The options of every verb that formats."""
    for option in (
        click.option(
            "--engine",
            default="csecrefs",
            metavar="NAME",
            help="The processor; citeproc-py to compare.",
        ),
        click.option(
            "--abbreviations",
            metavar="FILE",
            help="Short forms of journals and others, as JSON.",
        ),
        click.option("--links", is_flag=True, help="Make DOIs and addresses links."),
        click.option(
            "--to",
            metavar="FORMAT",
            help="text, html, markdown, latex, ...",
            shell_complete=complete_output,
        ),
        click.option(
            "--locale",
            metavar="TAG",
            help="The language.",
            shell_complete=complete_locale,
        ),
        click.option(
            "--style",
            metavar="STYLE",
            help="A name or a file.",
            shell_complete=complete_style,
        ),
    ):
        command = option(command)
    return command


def settings_of(**given: str | None) -> Settings:
    """The settings in force, given what the command line says."""
    from csecrefs.library import load_settings

    settings = load_settings(given)
    tell(settings.diagnostics)
    return settings


def read_library(
    settings: Settings,
    sources: Sequence[str] = (),
    *,
    keys: Sequence[str] | None = None,
    format: str = "",
    strict: bool = False,
) -> Library:
    """The library in `sources`, or that of the settings.

    Told on stderr are the errors, and the warnings that concern `keys` (all of them if
    it is None).
    """
    from csecrefs.library import Library

    chosen = list(sources) or settings.library()
    library = Library.read(chosen, format=format, strict=strict)
    tell(
        each
        for each in library.diagnostics
        if keys is None
        or each.severity == "error"
        or (each.severity == "warning" and each.key in keys)
    )
    if not library:
        raise InputError(f"{', '.join(chosen)}: no references there")
    return library


def tell(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics to stderr, of each severity as many as a person reads."""
    seen: Counter[str] = Counter()
    for each in diagnostics:
        word = _WORDS[each.severity]
        seen[word] += 1
        if seen[word] <= _SHOWN[word]:
            say(f"csecrefs: {word}: {each}")
    for word, count in seen.items():
        if count > _SHOWN[word]:
            say(f"csecrefs: {count - _SHOWN[word]} more {word}s are not shown")


def findings(diagnostics: Iterable[Diagnostic]) -> int:
    """The exit code: 1 if something of the input was left out, else 0."""
    return int(any(each.severity == "error" for each in diagnostics))


def put(
    content: str | bytes,
    output: str | None,
    sources: Sequence[str] = (),
    *,
    exact: bool = False,
) -> None:
    """Print a result, or write it to a file whole; a file it was read from is refused.

    `exact` is for records in a file format, as `show_data` has it.
    """
    if isinstance(content, str) and not content.endswith("\n"):
        content += "\n"
    if output in (None, "-"):
        show_data(content, exact=exact)
        return
    from csecrefs.storage.files import write_atomically

    refuse_overwriting(output, sources)
    target = Path(str(output))
    try:
        write_atomically(target, content)
    except OSError as error:
        raise InputError(f"{target}: {error.strerror or error}") from None


def refuse_overwriting(output: str | None, sources: Sequence[str]) -> None:
    """Raise InputError if the file to be written is one of those the references are
    read from.
    """
    from csecrefs.library.sources import STDIN, files_of

    target = Path(output or STDIN)
    if output in (None, STDIN) or not target.exists():
        return
    for source in sources:
        if source != STDIN and any(
            file.exists() and target.samefile(file) for file in files_of(source)
        ):
            raise InputError(
                f"{target}: the references are read from this file; name another"
            )


def put_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows as a table on a terminal, and as tab-separated lines without headings
    anywhere else.

    What could act on the terminal is left out of the cells.
    """
    from csecrefs.text.characters import clean

    cells = [[" ".join(clean(cell).split()) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        if rows:
            show("\n".join(map("\t".join, cells)))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*headings, box=None, pad_edge=False, header_style="bold")
    for row in cells:
        table.add_row(*map(Text, row))
    Console().print(table)
