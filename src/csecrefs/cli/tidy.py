"""`csecrefs tidy`: .bib files laid out in one way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
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
from csecrefs.cli.progress import with_progress
from csecrefs.cli.terminal import diff, put_json, show, show_data, show_line
from csecrefs.cli.verb import Verb
from csecrefs.errors import CsecrefsError, Diagnostic, InputError

if TYPE_CHECKING:
    from csecrefs.formats.bibtex.tidy_options import TidyOptions
    from csecrefs.library import Settings

_Command = TypeVar("_Command", bound=Callable[..., Any])
Mode = Literal["print", "check", "diff", "write"]


@attrs.frozen
class _Tidied:
    """A file as it is and as it would be, None if it could not be read, and what is
    wrong with it.
    """

    path: str
    before: bytes = b""
    after: bytes | None = None
    diagnostics: Sequence[Diagnostic] = ()

    @property
    def changed(self) -> bool:
        return self.after not in (None, self.before)


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
    mode = _mode(check, differ, write)
    settings = settings_of(library=library, **_given(layout))
    options = _options(settings)
    files = list(sources) or settings.library()
    paths = list(_paths(files))
    if mode == "write" and "-" in paths:
        raise click.UsageError("the standard input cannot be written back to")
    reading = (_tidied(path, options, source_format) for path in paths)
    tidied = list(with_progress(reading, len(paths), "Reading", local=True))
    diagnostics = [each for one in tidied for each in one.diagnostics]
    if all(each.after is None for each in tidied):
        tell(diagnostics[1:])
        raise InputError(
            str(diagnostics[0])
            if diagnostics
            else f"{', '.join(files)}: no .bib file there"
        )
    tell(diagnostics)
    if mode == "write":
        _write(tidied, lambda each: _tidied(each.path, options, source_format))
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


def _options(settings: Settings) -> TidyOptions:
    from csecrefs.formats.bibtex.tidy_options import TidyOptions

    values = {
        each.name.removeprefix("tidy."): each.value
        for each in settings
        if each.name.startswith("tidy.") or each.name == "key_pattern"
    }
    return TidyOptions.from_texts(values)


def _paths(files: Iterable[str]) -> Iterator[str]:
    """Yield the files themselves, and the .bib files in folders."""
    from csecrefs import formats
    from csecrefs.library.sources import files_of

    suffixes = formats.by_name("biblatex").suffixes
    for file in files:
        if file == "-" or not Path(file).is_dir():
            yield file
        else:
            yield from (
                str(path) for path in files_of(file) if path.suffix.lower() in suffixes
            )


def _tidied(path: str, options: TidyOptions, format: str) -> _Tidied:
    from csecrefs import formats
    from csecrefs.formats.bibtex.tidy import tidy_file
    from csecrefs.formats.source import MAX_BYTES
    from csecrefs.library.sources import content_of

    name = "<stdin>" if path == "-" else path
    try:
        before = content_of(path)
        if len(before) > MAX_BYTES:
            raise InputError(f"larger than {MAX_BYTES // 2**20} MB")
        if format:
            told = formats.by_name(format)
        else:
            # The standard input has no suffix, and this verb is for .bib files.
            told = formats.detect(before, path if path != "-" else ".bib")
        if told.name not in ("biblatex", "bibtex"):
            raise InputError(f"a file of {told.title}, not a .bib file")
        after, diagnostics = tidy_file(before, name, options)
    except (CsecrefsError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error).removeprefix(
            f"{name}: "
        )
        return _Tidied(
            name, diagnostics=[Diagnostic("unreadable", reason, "error", name)]
        )
    return _Tidied(name, before, after, diagnostics)


def _write(tidied: Iterable[_Tidied], again: Callable[[_Tidied], _Tidied]) -> None:
    """Write what changes, each file whole or not at all; one that another program has
    changed meanwhile is tidied again. Raises InputError for one that cannot be written.
    """
    from csecrefs.storage.changes import FileChange, locked, read_bytes, write_unlocked

    for each in tidied:
        if each.after is None or not each.changed:
            continue
        path = Path(each.path)
        with locked([path]):
            # An editor may have saved it since: to write the old text would lose that.
            latest = each if read_bytes(path) == each.before else again(each)
            if latest.after is None:
                raise InputError(f"{path}: changed on disk, and is no .bib file now")
            write_unlocked([FileChange(path, latest.before, latest.after)])
        note(f"tidied {each.path}")


def _show(tidied: Iterable[_Tidied], mode: Mode) -> None:
    for each in tidied:
        if mode == "print" and each.after is not None:
            show_data(each.after, exact=True)
        elif mode == "check" and each.changed:
            show_line(each.path)
        elif mode == "diff" and each.changed:
            show(diff(each.before, each.after or b"", each.path, " (tidy)"), end="")


def _as_dict(each: _Tidied) -> dict[str, object]:
    return {
        "path": each.path,
        "changed": each.changed,
        "diagnostics": [attrs.asdict(diagnostic) for diagnostic in each.diagnostics],
    }
