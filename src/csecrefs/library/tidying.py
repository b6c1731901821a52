"""Files of BibTeX and BibLaTeX laid out in one way, all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from csecrefs import formats
from csecrefs.errors import CsecrefsError, Diagnostic, InputError
from csecrefs.formats.source import MAX_BYTES
from csecrefs.library.sources import STDIN, Source, content_of, files_of, sources_in

if TYPE_CHECKING:
    from csecrefs.formats.bibtex.tidy_options import TidyOptions
    from csecrefs.library.settings import Settings

__all__ = ["TidiedFile", "options_of", "tidy"]


@attrs.frozen
class TidiedFile:
    """A file that was laid out.

    - `path`: its path, "<stdin>" for the standard input
    - `before`: its bytes as they were
    - `after`: its bytes laid out; None if it could not be read
    - `diagnostics`: what is wrong with it
    """

    path: str
    before: bytes = b""
    after: bytes | None = None
    diagnostics: Sequence[Diagnostic] = ()

    @property
    def changed(self) -> bool:
        """True if the layout is another than the file has."""
        return self.after not in (None, self.before)


def tidy(
    sources: Source | Sequence[Source],
    options: TidyOptions | None = None,
    *,
    format: str = "",
    write: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> list[TidiedFile]:
    """Lay out .bib files, the files of folders and the standard input ("-"), and return
    them; with `write`, the files are changed.

    `format` names the format of the files, as where one has no suffix. `progress` is
    called with the number of files done and their total. A file that cannot be read has
    a diagnostic, the others are done. Raises InputError if none can be read, for the
    standard input with `write`, for a file that cannot be written, and for an option
    with the name of a field misspelt.
    """
    from csecrefs.formats.bibtex.tidy_options import TidyOptions

    options = options or TidyOptions()
    paths = list(_paths(sources_in(sources)))
    if write and STDIN in paths:
        raise InputError("the standard input cannot be written back to")
    tidied = []
    for number, path in enumerate(paths, 1):
        tidied.append(_tidied(path, options, format))
        if progress:
            progress(number, len(paths))
    _refuse_unreadable(tidied, sources_in(sources))
    tidied[0] = _with_unknown_fields(tidied, options)
    if write:
        _write(tidied, lambda each: _tidied(each.path, options, format))
    return tidied


def options_of(settings: Settings) -> TidyOptions:
    """Return the options of the table `[tidy]` of the settings. Raises InputError for a
    value that is none.
    """
    from csecrefs.formats.bibtex.tidy_options import TidyOptions

    values = {
        each.name.removeprefix("tidy."): each.value
        for each in settings
        if each.name.startswith("tidy.") or each.name == "key_pattern"
    }
    return TidyOptions.from_texts(values)


def _paths(sources: Iterable[Source]) -> Iterator[str]:
    """Yield the files themselves, and the .bib files in folders."""
    suffixes = formats.by_name("biblatex").suffixes
    for source in sources:
        if source == STDIN or not Path(source).is_dir():
            yield str(source)
            continue
        for path in files_of(source):
            if path.suffix.lower() in suffixes:
                yield str(path)


def _tidied(path: str, options: TidyOptions, format: str) -> TidiedFile:
    from csecrefs.formats.bibtex.tidy import tidy_file

    name = path
    if path == STDIN:
        name = "<stdin>"
    try:
        before = content_of(path)
        if len(before) > MAX_BYTES:
            raise InputError(f"larger than {MAX_BYTES // 2**20} MB")
        if format:
            told = formats.by_name(format)
        else:
            # The standard input has no suffix, and it is .bib files that are tidied.
            told = formats.detect(before, path if path != STDIN else ".bib")
        if told.name not in ("biblatex", "bibtex"):
            raise InputError(f"a file of {told.title}, not a .bib file")
        after, diagnostics = tidy_file(before, name, options)
    except (CsecrefsError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return TidiedFile(name, diagnostics=[Diagnostic.unreadable(name, reason)])
    return TidiedFile(name, before, after, diagnostics)


def _refuse_unreadable(tidied: Sequence[TidiedFile], sources: Sequence[Source]) -> None:
    """Raise InputError if no file could be read."""
    if any(each.after is not None for each in tidied):
        return
    problems = [str(found) for each in tidied for found in each.diagnostics]
    if problems:
        raise InputError("; ".join(problems))
    raise InputError(f"{', '.join(map(str, sources))}: no .bib file there")


def _with_unknown_fields(
    tidied: Sequence[TidiedFile], options: TidyOptions
) -> TidiedFile:
    """Return the first file with a diagnostic for each field that the options name and
    that no entry has. Raises InputError for one that is misspelt.
    """
    from csecrefs.formats.bibtex.tidy_options import misspelt_field

    unknown = options.unknown_fields()
    if unknown:
        # A field of the user's own is known by the entries that have it.
        for name in _fields_in(tidied):
            unknown.pop(name, None)
    found = []
    for name, option in unknown.items():
        if wrong := misspelt_field(option, name):
            raise wrong
        message = f"{option}: no entry has a field {name!r}"
        found.append(Diagnostic("unknown-field", message))
    return attrs.evolve(tidied[0], diagnostics=[*tidied[0].diagnostics, *found])


def _fields_in(tidied: Iterable[TidiedFile]) -> set[str]:
    """Return the names of all fields of the files."""
    from csecrefs.formats.bibtex.encoding import decode
    from csecrefs.formats.bibtex.parser import parse

    return {
        field.name
        for each in tidied
        for entry in parse(decode(each.before).text, each.path).entries
        for field in entry.iter_fields()
    }


def _write(
    tidied: Iterable[TidiedFile], again: Callable[[TidiedFile], TidiedFile]
) -> None:
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
