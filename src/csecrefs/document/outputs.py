"""Output formats by the names and suffixes people give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, Final

from csecrefs import formats
from csecrefs.errors import FormatError, NotFoundError
from csecrefs.writers import WRITER_ROWS, WRITERS

ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bib": "biblatex",
        "csljson": "csl-json",
        "cslyaml": "csl-yaml",
        "endnote": "endnote-xml",
        "htm": "html",
        "md": "markdown",
        "plain": "text",
        "restructuredtext": "rst",
        "tex": "latex",
        "txt": "text",
        "typ": "typst",
        "word": "docx",
        "yaml": "csl-yaml",
        "yml": "csl-yaml",
    }
)
"""Other names of output formats."""


def output_formats() -> tuple[str, ...]:
    """Return the formats a bibliography can be given in: formatted, or as the records
    themselves.
    """
    return (*WRITERS, *formats.names(written=True))


def output_named(name: str) -> str:
    """Return the output format with this name, `md` and `tex` included.

    Raises NotFoundError for an unknown one.

    >>> output_named("md"), output_named("ris")
    ('markdown', 'ris')
    """
    lowered = name.lower()
    known = output_formats()
    for candidate in (name, lowered, ALIASES.get(lowered, "")):
        if candidate in known:
            return candidate
    raise NotFoundError("output format", name, known)


def output_of_file(path: str) -> str:
    """Return the output format that a file's suffix names, "" for a file without one.

    Raises FormatError, with the suffixes there are, for any other suffix.

    >>> output_of_file("refs.html"), output_of_file("refs.ris"), output_of_file("refs")
    ('html', 'ris', '')
    """
    suffix = PurePath(path).suffix.lower()
    if not suffix:
        return ""
    for row in WRITER_ROWS:
        if suffix in row.suffixes:
            return row.name
    if found := formats.to_write(path):
        return found.name
    known = ", ".join(dict.fromkeys(_suffixes()))
    message = f"{path}: no output format has the suffix {suffix}; there are {known}"
    raise FormatError(f"{message}; or name a format with --to")


def _suffixes() -> Iterator[str]:
    for row in WRITER_ROWS:
        yield from row.suffixes
    for each in formats.FORMATS:
        if each.writes:
            yield from (*each.suffixes, *each.shared)


def listed() -> list[dict[str, Any]]:
    """Return a row for each format: name, title, suffixes, whether it is read and
    written.
    """
    read_and_written = [
        {
            "name": each.name,
            "title": each.title,
            "suffixes": [*each.suffixes, *each.shared],
            "reads": each.reads,
            "writes": each.writes,
        }
        for each in (*formats.FORMATS, *formats.from_outside())
    ]
    only_written = [
        {
            "name": row.name,
            "title": row.title,
            "suffixes": list(row.suffixes),
            "reads": False,
            "writes": True,
        }
        for row in WRITER_ROWS
    ]
    return read_and_written + only_written
