"""The plain text of a manuscript, line by line with places, whatever its file format.

This is what a reader sees: automatic numbers and inserted text count, deleted text and
field codes do not. The audit and the reader of typed reference lists work on it.
"""

from __future__ import annotations

import importlib
from pathlib import PurePath
from typing import (
    Final,
    Protocol,
    cast,
)

from csecrefs.errors import FormatError
from csecrefs.manuscript.prose.lines import (
    Prose,
    ProseLine,
    from_text,
)

__all__ = ["SUFFIXES", "Prose", "ProseLine", "read_prose"]


class ProseModule(Protocol):
    """The function that each kind of file has."""

    def read(self, content: bytes, path: str) -> Prose:
        """Return the text of a file. Raises FormatError if it cannot be read."""


# Modules by the suffixes of the files that they read.
_MODULES: Final = {
    ".docx": "word",
    ".docm": "word",
    ".odt": "writer",
    ".pdf": "pdf",
    ".html": "web",
    ".htm": "web",
    ".xhtml": "web",
    ".tex": "tex",
    ".ltx": "tex",
    ".ipynb": "notebook",
}
# Markups that are read as they are typed: their signs are few and between words.
_AS_TYPED: Final = (
    ".txt .text .md .markdown .qmd .rmd .rst .org .adoc .asciidoc .typ"
).split()
SUFFIXES: Final = (*_MODULES, *_AS_TYPED)
"""The suffixes of files whose text can be read."""
LARGEST: Final = 200_000_000
"""Bytes of a file that are read at most."""


def read_prose(content: bytes, path: str = "") -> Prose:
    """Return the plain text of a manuscript by the kind of its file.

    Raises FormatError for a file that is no text and of no known kind, or broken.
    """
    if len(content) > LARGEST:
        raise FormatError(f"{path}: more than {LARGEST:,} bytes; give a smaller file")
    module = _module(content, path)
    if not module:
        return from_text(content, path)
    loaded = importlib.import_module(f"{__name__}.{module}")
    return cast(ProseModule, loaded).read(content, path)


def _module(content: bytes, path: str) -> str:
    """Return the module for a file, by its first bytes where they tell."""
    suffix = PurePath(path).suffix.lower()
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        if b"application/vnd.oasis.opendocument.text" in content[:200]:
            return "writer"
        return "word"
    if suffix in (".docx", ".odt", ".pdf", ".docm"):
        raise FormatError(
            f"{path}: no {suffix[1:].upper()} file, whatever its name says; save it again"
        )
    head = content[:1024].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "web"
    return _MODULES.get(suffix, "")
