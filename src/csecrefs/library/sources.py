"""Reading what a library is made of: files, folders of them, and the standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from csecrefs import formats
from csecrefs.errors import Diagnostic, FormatError, InputError
from csecrefs.model import Reference

STDIN: Final = "-"

Source = str | Path
Read = tuple[list[Reference], list[Diagnostic]]


def read_all(sources: Iterable[Source], format: str = "") -> Read:
    """The references in files and folders, in order, and what is wrong with them.

    Raises InputError for a source that is not there or cannot be read, FormatError for a file that is of no
    known format. Inside a folder such a file is a diagnostic, or, where its suffix does not promise
    references (.json, .xml), passed over.
    """
    references: list[Reference] = []
    diagnostics: list[Diagnostic] = []
    for source in sources:
        found, problems = _read_source(source, format)
        references += found
        diagnostics += problems
    return references, diagnostics + duplicates(references, diagnostics)


def files_of(source: Source) -> Iterator[Path]:
    """The files that a source stands for: itself, or the bibliography files below a folder."""
    path = Path(source)
    if not path.is_dir():
        yield path
        return
    known = formats.suffixes()
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if file.suffix.lower() in known and not hidden and file.is_file():
            yield file


def _read_source(source: Source, format: str) -> Read:
    if source == STDIN:
        return formats.read(sys.stdin.buffer.read(), path="<stdin>", format=format)
    path = Path(source)
    try:
        return _read_folder(path, format) if path.is_dir() else _read_file(path, format)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file or folder") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from None


def _read_file(path: Path, format: str) -> Read:
    return formats.read(path.read_bytes(), path=str(path), format=format)


def _read_folder(folder: Path, format: str) -> Read:
    references: list[Reference] = []
    diagnostics: list[Diagnostic] = []
    for file in files_of(folder):
        try:
            found, problems = _read_file(file, format)
        except OSError as error:
            problems = [Diagnostic("unreadable", error.strerror or str(error), "error", str(file))]
        except FormatError as error:
            message = str(error).removeprefix(f"{file}: ")
            doubt = Diagnostic("unknown-format", f"left out: {message}", "warning", str(file))
            problems = [doubt] if formats.promises_references(str(file)) else []
        else:
            references += found
        diagnostics += problems
    return references, diagnostics


def duplicates(references: Iterable[Reference], known: Iterable[Diagnostic]) -> list[Diagnostic]:
    """A diagnostic for each reference whose key was there before; readers may have reported some."""
    reported = {each.key for each in known if each.code == "duplicate-key"}
    first: dict[str, Reference] = {}
    found = []
    for reference in references:
        earlier = first.setdefault(reference.id, reference)
        if earlier is not reference and reference.id not in reported:
            same = earlier == reference
            message = (
                "the same reference again" if same else "the key is used again; the first reference counts"
            )
            found.append(
                Diagnostic("duplicate-key", message, "info" if same else "warning", key=reference.id)
            )
    return found
