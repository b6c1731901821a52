"""Reading what a library is made of: files, folders of them, and the standard input."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from csecrefs import formats
from csecrefs.errors import (
    Diagnostic,
    FieldError,
    FormatError,
    InputError,
    Severity,
)
from csecrefs.formats.source import MAX_BYTES
from csecrefs.model import Reference

STDIN: Final = "-"

# Number of bytes that tell a format.
_GLANCE: Final = 1 << 16

Source = str | Path
Read = tuple[list[Reference], list[Diagnostic]]


def sources_in(given: object) -> list[Source]:
    """Return the files and folders that a caller names. Raises FieldError for what
    names none.
    """
    if isinstance(given, os.PathLike):
        return [Path(given)]
    if given == "":
        # As of a variable that is not set: it would name the working folder.
        raise FieldError("'' names no file: give the path of a file or folder, or '.'")
    if isinstance(given, str):
        return [given]
    hint = "give the path of a file or folder, a list of paths, or '-'"
    # Bytes are iterable, too: they would become a list of numbers.
    if isinstance(given, (bytes, bytearray)):
        raise FieldError(f"bytes name no file: {hint}; Library.parse reads bytes")
    if hasattr(given, "read"):
        raise FieldError(f"an open file is no path: {hint}; or Library.parse its text")
    if isinstance(given, Mapping) or not isinstance(given, Iterable):
        raise FieldError(f"{given!r} names no file: {hint}")
    return [source for each in given for source in sources_in(each)]


def check_text(given: object) -> None:
    """Raise FieldError for what is no text of a file, such as the name of one."""
    if isinstance(given, (bytes, bytearray)):
        return
    if not isinstance(given, str):
        raise FieldError(
            f"{given!r} is no text of a file; give a str or bytes, or Library.read a "
            f"path"
        )
    # The text of a file has lines, or begins with a sign of its format.
    is_name = "\n" not in given and formats.promises_references(given)
    if is_name and not given.lstrip().startswith(("@", "{", "[", "<")):
        raise FieldError(f"{given!r} is the name of a file; Library.read reads it")


def read_all(sources: Iterable[Source], format: str = "") -> Read:
    """The references in files and folders, in order, and what is wrong with them.

    Raises InputError for a source that is not there or cannot be read, FormatError for
    a file that is of no known format. Inside a folder such a file is a diagnostic, or,
    where its suffix does not promise references (.json, .xml), passed over.
    """
    references, diagnostics = _together(
        _read_source(source, format) for source in sources
    )
    return references, diagnostics + duplicates(references, diagnostics)


def read_each(sources: Iterable[Source], format: str = "") -> Iterator[Read]:
    """Yield the content of each file of the sources, in order. A file that cannot be
    read is a diagnostic of severity error.
    """
    for source in sources:
        if source == STDIN or not Path(source).is_dir():
            yield _attempt(source, format)
        else:
            yield from (_in_folder(file, format) for file in files_of(source))


def distinct(references: Iterable[Reference]) -> Read:
    """References with different keys and none twice: another one under a key that is
    taken gets a new key.
    """
    from csecrefs.formats.draft import keyed

    listed = list(references)
    uses = Counter(each.id for each in listed)
    by_content: dict[tuple[str, str], Reference] = {}
    for each in listed:
        content = ""
        if uses[each.id] > 1:  # few are: only their content is compared
            content = _signature(each)
        by_content[each.id, content] = each
    unique = list(by_content.values())
    renamed = keyed(unique)
    return renamed, [
        Diagnostic(
            "renamed-key",
            f"the key is used again; this one is now {new.id}",
            key=old.id,
        )
        for old, new in zip(unique, renamed, strict=True)
        if old.id != new.id
    ]


def _signature(reference: Reference) -> str:
    return json.dumps(
        reference.to_csl(),
        sort_keys=True,
        default=str,
    )


def files_of(source: Source) -> Iterator[Path]:
    """The files that a source stands for: itself, or the bibliography files below a
    folder.
    """
    path = Path(source)
    if not path.is_dir():
        yield path
        return
    known = formats.suffixes()
    # Folders list their files in any order; which of two keys counts must not change.
    for file in sorted(_visible_files(path)):
        if file.suffix.lower() in known and file.is_file():
            yield file


def _visible_files(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder and below it, but nothing hidden.

    Hidden folders (.git, .venv) are not looked into, nor are those that cannot be.
    """
    for here, folders, names in os.walk(folder):
        # Changed in place: `os.walk` goes only into what is left.
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                yield Path(here, name)


def places(references: Iterable[Reference]) -> dict[str, tuple[str, int]]:
    """Return the path, as seen from the working folder, and the line of each reference.

    References that were read from no file, or from one without lines, are left out.
    """
    found: dict[str, tuple[str, int]] = {}
    for reference in references:
        place = reference.place
        if place.path and place.path != "<stdin>" and place.line is not None:
            found.setdefault(
                reference.id,
                (from_here(place.path), place.line),
            )
    return found


def from_here(name: str) -> str:
    """Return a path relative to the working folder, as services that show annotations
    want it.
    """
    path, here = Path(name), Path.cwd()
    if path.is_relative_to(here):
        return str(path.relative_to(here))
    return name


def bibliographies_in(folder: Path) -> list[Path]:
    """Return the files in a folder, not below it, that are bibliographies.

    Files with a suffix of their own (.bib, .ris) come before what only may be one
    (.json), which is looked into; a CITATION.cff says how to cite the folder itself.
    """
    try:
        files = [each for each in sorted(folder.iterdir()) if _is_visible(each)]
    except OSError:
        return []
    named = [
        each
        for each in files
        if formats.promises_references(each.name) and each.suffix.lower() != ".cff"
    ]
    if named:
        return named
    # Looking into every .json of a folder costs time: only if there is nothing else.
    return [each for each in files if _is_item_list(each)]


def _is_visible(path: Path) -> bool:
    return not path.name.startswith(".") and path.is_file()


def _is_item_list(path: Path) -> bool:
    """True if a file is CSL-JSON or CSL-YAML by its content."""
    if path.suffix.lower() not in (".json", ".yaml", ".yml"):
        return False
    try:
        with path.open("rb") as file:
            found = formats.detect(file.read(_GLANCE), path.name)
    except (OSError, FormatError):
        return False
    return found.name in ("csl-json", "csl-yaml", "hayagriva")


def _read_source(source: Source, format: str) -> Read:
    try:
        if source != STDIN and Path(source).is_dir():
            return _together(_in_folder(file, format) for file in files_of(source))
        return _read_file(source, format)
    except FileNotFoundError:
        raise InputError(f"{source}: no such file or folder") from None
    except (OSError, ValueError) as error:
        raise InputError(
            f"{source}: {getattr(error, 'strerror', None) or error}"
        ) from None


def read_one(source: Source, format: str = "", *, in_folder: bool = False) -> Read:
    """Return what a source contains. A file of a folder is read as `read_all` does:
    one that cannot be read is a diagnostic.
    """
    if in_folder:
        return _in_folder(Path(source), format)
    return _read_source(source, format)


def _read_file(source: Source, format: str) -> Read:
    if not format and names_zotero(source):
        from csecrefs.library.zotero import read_zotero  # a database: sqlite3

        return read_zotero(source)
    path = "<stdin>" if source == STDIN else str(source)
    content = content_of(source)
    try:
        references, diagnostics = formats.read(
            content[:MAX_BYTES], path=path, format=format
        )
    except FormatError as error:
        raise _with_hint(error, path) from None
    # One byte beyond the limit was read, to know that there is more.
    if len(content) > MAX_BYTES:
        message = f"only the first {MAX_BYTES // 2**20} MB are read"
        diagnostics.append(Diagnostic("too-large", message, "error", path))
    return references, diagnostics


def _with_hint(error: FormatError, path: str) -> FormatError:
    """Return an error with the verbs for manuscripts, if the file's name is of one."""
    # Loaded here: only an error needs it.
    from csecrefs import manuscript

    try:
        manuscript.of_suffix(path)
    except FormatError:
        return error
    return FormatError(
        f"{error}; it is a manuscript: csecrefs render prints its citations, csecrefs "
        "parse reads a list that is typed in it"
    )


def names_zotero(source: Source) -> bool:
    """True if a source is Zotero's database: `zotero:`, `zotero:COLLECTION` or a path.

    >>> names_zotero("zotero:Thesis"), names_zotero("refs.bib")
    (True, False)
    """
    return str(source).startswith("zotero:") or str(source).endswith(".sqlite")


def content_of(source: Source) -> bytes:
    """The bytes of a file or of the standard input, and no more than one beyond what is
    read of any.
    """
    if source == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(source).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _shown(source: Source) -> str:
    """Return the name of a source in messages."""
    if source == STDIN:
        return "<stdin>"
    return str(source)


def _attempt(source: Source, format: str) -> Read:
    """Return the content of a file, or one diagnostic with the reason it cannot be
    read.
    """
    try:
        return _read_source(source, format)
    except InputError as error:
        code = "unreadable"
        if isinstance(error, FormatError):
            code = "unknown-format"
        name = _shown(source)
        message = str(error).removeprefix(f"{name}: ")
        return [], [Diagnostic(code, message, "error", name)]


def _in_folder(file: Path, format: str) -> Read:
    """As `_attempt`, but a file of no known format is passed over where its suffix
    promises no references.
    """
    found, problems = _attempt(file, format)
    if formats.promises_references(str(file)):
        return found, problems
    # Most .json and .xml files in a folder are other programs'.
    return found, [each for each in problems if each.code != "unknown-format"]


def _together(reads: Iterable[Read]) -> Read:
    references: list[Reference] = []
    diagnostics: list[Diagnostic] = []
    for found, problems in reads:
        references += found
        diagnostics += problems
    return references, diagnostics


def duplicates(
    references: Iterable[Reference], known: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """A diagnostic for each reference whose key was there before; readers may have
    reported some.
    """
    reported = {each.key for each in known if each.code == "duplicate-key"}
    first: dict[str, Reference] = {}
    found = []
    for reference in references:
        earlier = first.setdefault(reference.id, reference)
        if earlier is reference or reference.id in reported:
            continue
        severity: Severity = "warning"
        message = "the key is used again; the first reference counts"
        if earlier == reference:
            severity, message = "info", "the same reference again"
        if first_place := str(earlier.place):
            message += f" ({first_place})"
        place = reference.place
        path = place.path or None
        found.append(
            Diagnostic(
                "duplicate-key", message, severity, path, place.line, key=reference.id
            )
        )
    return found
