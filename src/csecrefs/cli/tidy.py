"""`csecrefs tidy`: .bib files laid out in one way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import attrs
import click

from csecrefs.cli.common import findings, listing_option, tell
from csecrefs.cli.progress import with_progress
from csecrefs.cli.terminal import diff, put_json, say, show, show_data, show_line
from csecrefs.errors import CsecrefsError, Diagnostic, InputError

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


@click.command(name="tidy")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--check", "mode", flag_value="check", help="Only list the files that would change."
)
@click.option("--diff", "mode", flag_value="diff", help="Only show what would change.")
@click.option("--write", "mode", flag_value="write", help="Change the files.")
@listing_option
def command(files: tuple[str, ...], mode: Mode | None, shape: str) -> int:
    """Lay out .bib files in one way, and print them; nothing is changed without
    --write.

    FILE is a file, a folder of them, or - for the standard input. Comments, macros,
    order and what fields say stay; an entry with an error or a comment in it stays as
    it is. With --check and --diff, ends with 1 if anything would change; always, if
    something could not be read.

    \b
    Example:
      csecrefs tidy refs.bib --diff
    """
    mode = mode or "print"
    paths = list(_paths(files))
    if mode == "write" and "-" in paths:
        raise click.UsageError("the standard input cannot be written back to")
    tidied = list(with_progress(map(_tidied, paths), len(paths), "Reading"))
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
        _write(tidied)
    if shape == "json":
        put_json([_as_dict(each) for each in tidied])
    else:
        _show(tidied, mode)
    found = mode in ("check", "diff") and any(each.changed for each in tidied)
    return findings(diagnostics) or int(found)


def _paths(files: Iterable[str]) -> Iterator[str]:
    """The files themselves, and the .bib files in folders."""
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


def _tidied(path: str) -> _Tidied:
    from csecrefs import formats
    from csecrefs.formats.bibtex.tidy import tidy_file
    from csecrefs.formats.source import MAX_BYTES
    from csecrefs.library.sources import content_of

    name = "<stdin>" if path == "-" else path
    try:
        before = content_of(path)
        if len(before) > MAX_BYTES:
            raise InputError(f"larger than {MAX_BYTES // 2**20} MB")
        told = formats.detect(before, path if path != "-" else ".bib")
        if told.name != "biblatex":
            raise InputError(f"a file of {told.title}, not a .bib file")
        after, diagnostics = tidy_file(before, name)
    except (CsecrefsError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error).removeprefix(
            f"{name}: "
        )
        return _Tidied(
            name, diagnostics=[Diagnostic("unreadable", reason, "error", name)]
        )
    return _Tidied(name, before, after, diagnostics)


def _write(tidied: Iterable[_Tidied]) -> None:
    """Write what changes, each file whole or not at all. Raises InputError for one that
    cannot be.
    """
    from csecrefs.storage.files import write_atomically

    for each in tidied:
        if each.after is None or not each.changed:
            continue
        try:
            write_atomically(each.path, each.after)
        except OSError as error:
            raise InputError(f"{each.path}: {error.strerror or error}") from None
        say(f"csecrefs: tidied {each.path}")


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
