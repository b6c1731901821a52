"""Citations in a notebook: `%load_ext csecrefs.ipython`.

`%references SOURCE... [--style STYLE] [--locale LANGUAGE]` chooses the references and
begins a new document. `%cite KEY "KEY:p. 3"` adds a citation, `%bibliography` shows
the list of what was cited, and a cell that begins with `%%bibliography` also lists the
keys in it.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable
from functools import wraps
from typing import (
    Any,
    Final,
    NoReturn,
)

from csecrefs.document import (
    Bibliography,
    Document,
    FormattedCitation,
)
from csecrefs.errors import CsecrefsError, InputError
from csecrefs.library import Library, load_settings

# The form of the magic, for messages about wrong options.
_USE: Final = "%references SOURCE... [--style STYLE] [--locale LANGUAGE]"


class _Arguments(argparse.ArgumentParser):
    """The options of a magic; a mistake in them is no end of the notebook."""

    # argparse ends the process, which would be the notebook's kernel.
    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message}; use {_USE}")


class NotebookCitations:
    """The document of a notebook, and its magics."""

    def __init__(self) -> None:
        self._document: Document | None = None

    def references(self, line: str) -> str:
        """Choose the references and the style, and begin a new document.

        Returns a line about them. Raises InputError for wrong options and what
        `Library.read` and `Library.document` raise.
        """
        parser = _Arguments(prog="%references", add_help=False)
        parser.add_argument("sources", nargs="*")
        parser.add_argument("--style", default="")
        parser.add_argument("--locale", default="")
        given = parser.parse_args(_words(line))
        settings = load_settings()
        library = Library.read(given.sources or settings.library())
        style = given.style or settings["style"]
        locale = given.locale or settings["locale"]
        self._document = library.document(style, locale)
        from csecrefs.reports.finding import plural

        counted = plural(len(library), "reference")
        return f"{counted} in the style {self._document.style}"

    def cite(self, line: str) -> FormattedCitation:
        """Add a citation of the keys in a line and return it.

        Raises InputError for a line without keys, NotFoundError for an unknown key.
        """
        keys = [word.strip(",;") for word in _words(line)]
        if not any(keys):
            raise InputError('%cite: no citation key; use %cite KEY "KEY:p. 3"')
        return self._cited().cite(*filter(None, keys))

    def bibliography(
        self,
        line: str,
        cell: str | None = None,
    ) -> Bibliography:
        """Return the bibliography of the notebook; keys in the line and the cell are
        listed, too. Raises NotFoundError for an unknown key.
        """
        document = self._cited()
        keys = [word.strip(",;") for word in _words(f"{line}\n{cell or ''}")]
        listed = [key for key in keys if key]
        if listed:
            document.nocite(listed)
        return document.bibliography()

    def _cited(self) -> Document:
        """Return the document; the first use reads the library of the settings."""
        if self._document is None:
            self.references("")
        assert self._document is not None  # noqa: S101 - references() made it
        return self._document


# Notebooks on Windows have paths with backslashes, which quotation marks keep.
def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise InputError(f"{line!r}: {error}") from None


def load_ipython_extension(shell: Any) -> None:
    """Give a shell the magics; IPython calls this for `%load_ext`."""
    citations = NotebookCitations()
    for magic, kind in (
        (citations.references, "line"),
        (citations.cite, "line"),
        (citations.bibliography, "line_cell"),
    ):
        shell.register_magic_function(_in_a_line(magic), kind, magic.__name__)


def _in_a_line(magic: Callable[..., Any]) -> Callable[..., Any]:
    """Return a magic whose errors IPython shows as one line, without a traceback."""

    @wraps(magic)
    def saying(*texts: str) -> Any:
        try:
            return magic(*texts)
        except CsecrefsError as error:
            # Loaded if and only if a magic runs in IPython: nothing is imported here.
            shown = sys.modules.get("IPython.core.error")
            if shown is None:
                raise
            raise shown.UsageError(str(error)) from error

    return saying
