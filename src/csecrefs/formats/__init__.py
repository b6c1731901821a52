"""File formats: each module reads one format into records and writes it back.

A format's module has `read(source, *, path) -> (references, diagnostics)` and, where the format can be
written, `write(references) -> str`. Modules load on first use. `FORMATS` is the one list of them: to add a
format, write its module and add its row.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final, NamedTuple, Protocol

from csecrefs.errors import Diagnostic, FormatError
from csecrefs.formats.source import decode
from csecrefs.model import Reference

_SNIFFED: Final = 1 << 16
"""How many characters from the start of a source tell its format."""


class Reader(Protocol):
    """What reads one format."""

    def __call__(self, source: bytes | str, *, path: str) -> tuple[list[Reference], list[Diagnostic]]:
        """The references in `source` and what is wrong with it; `path` names it in diagnostics."""


class Writer(Protocol):
    """What writes one format."""

    def __call__(self, references: Sequence[Reference], **dialect: str) -> str:
        """`references` as the text of a file."""


class Format(NamedTuple):
    """One format: its name, its module, the suffixes of its files, and a pattern its content begins with.

    `pattern` is searched in the start of the text; the first row whose pattern is found wins, so a row with
    a more particular pattern stands before one with a more general one. `reader` and `writer` are the names
    of the module's functions, empty where there is none; `dialect` is passed to the writer where it has some.
    """

    name: str
    title: str
    module: str
    suffixes: tuple[str, ...] = ()
    pattern: str = ""
    reader: str = "read"
    writer: str = "write"
    dialect: str = ""


_ENTRY: Final = r"(?m)^[ \t]*@[ \t]*\w+[ \t]*[{(]"

FORMATS: Final = (
    Format("csl-json", "CSL-JSON", "csl_json", (".json",), r"\A\s*(?:\[|\{\s*[\"}])"),
    Format("biblatex", "BibLaTeX", "bibtex", (".bib", ".bibtex"), _ENTRY, dialect="biblatex"),
    Format("bibtex", "BibTeX", "bibtex", (".bib", ".bibtex"), _ENTRY, dialect="bibtex"),
    Format(
        "csl-yaml",
        "CSL-YAML, also in the head of a Markdown file",
        "csl_yaml",
        (".yaml", ".yml"),
        r"(?m)^references:",
    ),
)


def names(*, written: bool = False) -> tuple[str, ...]:
    """The names of the formats that are read, or of those that are written."""
    return tuple(each.name for each in FORMATS if (each.writer if written else each.reader))


def suffixes() -> frozenset[str]:
    """The file suffixes of the formats that are read, with their dots."""
    return frozenset(suffix for each in FORMATS if each.reader for suffix in each.suffixes)


def by_name(name: str) -> Format:
    """The format with this name. Raises FormatError for an unknown one."""
    for each in FORMATS:
        if each.name == name.lower():
            return each
    raise FormatError(f"no format named {name!r}; known are {', '.join(each.name for each in FORMATS)}")


def detect(source: bytes | str, path: str = "") -> Format:
    """The format of `source`, by what it holds, then by the suffix of `path`. Raises FormatError."""
    text, diagnostics = decode(source[:_SNIFFED], path)
    if any(each.code == "binary" for each in diagnostics):
        raise FormatError(_place(path, "not a text file"))
    for each in FORMATS:
        if each.reader and each.pattern and re.search(each.pattern, text):
            return each
    if found := by_suffix(path):
        return found
    raise FormatError(_place(path, "no format that csecrefs reads" if text else "there is nothing in it"))


def by_suffix(path: str) -> Format | None:
    """The format that files with the suffix of `path` have, or None."""
    suffix = PurePath(path).suffix.lower()
    return next((each for each in FORMATS if suffix in each.suffixes), None)


def read(
    source: bytes | str, *, path: str = "", format: str = ""
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references in `source`, of the named or detected format, and what is wrong with it.

    Raises FormatError when the format is unknown or cannot be told.
    """
    chosen = by_name(format) if format else detect(source, path)
    if not chosen.reader:
        raise FormatError(f"{chosen.title} can be written but not read")
    reader: Reader = getattr(_module(chosen), chosen.reader)
    return reader(source, path=path)


def write(references: Sequence[Reference], format: str) -> str:
    """`references` as a file of the named format. Raises FormatError for one that cannot be written."""
    chosen = by_name(format)
    if not chosen.writer:
        raise FormatError(f"{chosen.title} can be read but not written")
    writer: Writer = getattr(_module(chosen), chosen.writer)
    return writer(references, dialect=chosen.dialect) if chosen.dialect else writer(references)


def _module(chosen: Format) -> object:
    return importlib.import_module(f"{__name__}.{chosen.module}")


def _place(path: str, message: str) -> str:
    return f"{path}: {message}" if path else message
