"""Citation sites in manuscripts: one reader a format, one splice for all.

A format's module has `looks_like(head) -> bool`, `read(content, *, path) -> Manuscript`
and, where the format can be rendered, `splice(manuscript, rendered) -> bytes`, which
replaces the sites and keeps every other byte. `FORMATS` is the table of them.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from os import PathLike, fspath
from pathlib import Path, PurePath
from typing import (
    Final,
    NamedTuple,
    Protocol,
    cast,
)

from csecrefs.errors import (
    FormatError,
    InputError,
    NotFoundError,
)
from csecrefs.manuscript.rendered import RenderedSites
from csecrefs.manuscript.sites import (
    Manuscript,
    Metadata,
    Site,
)

__all__ = [
    "FORMATS",
    "Manuscript",
    "ManuscriptFormat",
    "Metadata",
    "RenderedSites",
    "Site",
    "by_name",
    "detect",
    "of_suffix",
    "read",
]

# Bytes from the start of a manuscript that tell its format.
_HEAD: Final = 1 << 16


# Suffixes of what is cited from; `@book` in it is no citation.
_OF_REFERENCES: Final = (".bib", ".bibtex", ".ris", ".nbib", ".enw")


class ManuscriptModule(Protocol):
    """The functions of a format's module."""

    def looks_like(self, head: bytes) -> bool:
        """Return True if the first bytes of a file are of this format."""

    def read(self, content: bytes, *, path: str) -> Manuscript:
        """Return the manuscript with its sites; faults are in its diagnostics."""

    def splice(
        self,
        manuscript: Manuscript,
        rendered: RenderedSites,
    ) -> bytes:
        """Return the bytes with each site replaced and every other byte kept."""


class ManuscriptFormat(NamedTuple):
    """One row of the table: name, title, module below this package, and suffixes."""

    name: str
    title: str
    module: str
    suffixes: tuple[str, ...]
    by_content: bool = False
    """True if `looks_like` may claim a file whose suffix says nothing."""

    def load(self) -> ManuscriptModule:
        """Return the format's module."""
        module = importlib.import_module(f"{__name__}.{self.module}")
        return cast(ManuscriptModule, module)


FORMATS: Final[Sequence[ManuscriptFormat]] = (
    ManuscriptFormat(
        "markdown",
        "Markdown (pandoc, Quarto, R Markdown, MyST, MkDocs, Obsidian, Manubot)",
        "markdown",
        (".md", ".markdown", ".mdown", ".qmd", ".rmd"),
        by_content=True,
    ),
    ManuscriptFormat(
        "ipynb",
        "Jupyter notebook",
        "ipynb",
        (".ipynb",),
        True,
    ),
    ManuscriptFormat(
        "html",
        "HTML",
        "html",
        (".html", ".htm", ".xhtml"),
    ),
    ManuscriptFormat(
        "latex",
        "LaTeX",
        "latex",
        (".tex", ".ltx", ".latex"),
        True,
    ),
    ManuscriptFormat(
        "latex-aux",
        "LaTeX's .aux and .bcf",
        "latex.auxiliary",
        (".aux", ".bcf"),
        True,
    ),
    ManuscriptFormat("typst", "Typst", "typst", (".typ",), True),
    ManuscriptFormat("org", "Org", "org", (".org",), True),
    ManuscriptFormat(
        "asciidoc",
        "AsciiDoc",
        "asciidoc",
        (".adoc", ".asciidoc", ".asc"),
        True,
    ),
    ManuscriptFormat(
        "rst",
        "reStructuredText",
        "rst",
        (".rst", ".rest"),
        True,
    ),
    ManuscriptFormat(
        "docx",
        "Word document",
        "docx",
        (".docx", ".docm", ".dotx"),
        by_content=True,
    ),
    ManuscriptFormat(
        "odt",
        "Writer document",
        "odt",
        (".odt", ".ott"),
        by_content=True,
    ),
)
"""Every format of manuscripts, in the order in which they are tried."""


def by_name(name: str) -> ManuscriptFormat:
    """Return the format with this name. Raises NotFoundError for an unknown one."""
    for each in FORMATS:
        if each.name == name.lower():
            return each
    names = (each.name for each in FORMATS)
    raise NotFoundError("manuscript format", name, names)


def of_suffix(path: str) -> ManuscriptFormat:
    """Return the format that a file's name has the suffix of.

    Raises FormatError, which lists the suffixes, if there is none.

    >>> of_suffix("paper.qmd").name
    'markdown'
    """
    suffix = PurePath(path).suffix.lower()
    for each in FORMATS:
        if suffix in each.suffixes:
            return each
    known = ", ".join(suffix for each in FORMATS for suffix in each.suffixes)
    raise FormatError(
        f"{path}: no manuscript has the suffix {suffix}; there are {known}; or name "
        "a format with --to"
    )


def detect(content: bytes, path: str = "") -> ManuscriptFormat:
    """Return the format of a manuscript, by its suffix, else by its content.

    Raises FormatError if no format fits.
    """
    suffix = PurePath(path).suffix.lower()
    for each in FORMATS:
        if suffix in each.suffixes:
            return each
    if suffix in _OF_REFERENCES:
        raise FormatError(
            f"{path}: a file of references, no manuscript; `csecrefs format` prints it"
        )
    for each in FORMATS:
        if each.by_content and each.load().looks_like(content[:_HEAD]):
            return each
    place = ""
    if path:
        place = f"{path}: "
    raise FormatError(f"{place}no manuscript format that csecrefs reads")


def read(
    source: bytes | str | PathLike[str],
    *,
    path: str = "",
    format: str = "",
) -> Manuscript:
    """Return a manuscript, of the named or the detected format.

    `source` is the path of a file, `-` for the standard input, or the bytes of one;
    `path` names bytes in messages. Raises InputError for a file that cannot be read,
    NotFoundError for an unknown format, FormatError if none fits.

    >>> paper = read(b"As [@low2001, p. 8] says.", format="markdown")
    >>> paper.sites[0].cites[0].locator
    '8'
    """
    if isinstance(source, bytes):
        content = source
    else:
        path = path or fspath(source)
        content = _content(path)
    if format:
        chosen = by_name(format)
    else:
        chosen = detect(content, path)
    return chosen.load().read(content, path=path)


def _content(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: {reason}") from None
