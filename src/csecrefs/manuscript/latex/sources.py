r"""The files of a LaTeX manuscript: the main one, and those that it includes.

Files outside the folder of the main one are not read, nor more than the bounds allow:
a manuscript from somebody else may name any path.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from pathlib import Path
from typing import Final

import attrs

from csecrefs.manuscript.splice import decode
from csecrefs.patterns import regex

# Files of one manuscript that are read.
_FILES: Final = 2_000
# Bytes of all included files together.
_BYTES: Final = 100_000_000
# Files inside files that are followed; TeX itself opens 15 at a time.
_NESTED: Final = 24
# The encoding that inputenc is given: `\usepackage[latin1]{inputenc}`.
_LATIN: Final = regex(rb"\\usepackage\s*\[\s*(latin1|latin9|ansinew|cp1252)\s*\]")
# Python's names for the encodings of inputenc.
_CODECS: Final = {
    "latin1": "latin-1",
    "latin9": "iso8859-15",
    "ansinew": "cp1252",
    "cp1252": "cp1252",
}


def encoding_declared(content: bytes) -> str:
    """Return the codec that a source declares with inputenc, empty for UTF-8."""
    match = _LATIN.search(content[: 1 << 16])
    if match:
        return _CODECS[match[1].decode()]
    return ""


def decoded(content: bytes, encoding: str) -> str:
    """Return the text of a source; bytes that are not of UTF-8 are kept as surrogates."""
    if encoding:
        return content.decode(encoding, "surrogateescape")
    return decode(content)


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(r"\n", text))]


@attrs.frozen
class Source:
    """One text of a manuscript: a file, or the body of a macro in the place of a call."""

    text: str = attrs.field(repr=False)
    path: str = ""
    """The file, for messages."""
    part: str = ""
    """The file as included, relative to the main one; empty for the main one."""
    depth: int = 0
    """Macros around the text."""
    _starts: list[int] = attrs.field(factory=list, eq=False, repr=False)

    def place(self, at: int) -> tuple[int, int]:
        """Return line and column, both from 1, of an offset."""
        if not self._starts:
            self._starts.extend(_line_starts(self.text))
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1


class Sources:
    """The files that a scan reads: each inside the main one's folder, within bounds."""

    def __init__(self, content: bytes, path: str) -> None:
        self.encoding = encoding_declared(content)
        self.main = Source(decoded(content, self.encoding), path)
        self.ended = False
        self._path: Path | None = None
        self._open: list[Path] = []
        self._files = 0
        self._bytes = 0
        if path:
            self._path = Path(path)
            self._open.append(self._path.resolve())

    def opened(self, name: str, current: Source) -> Source:
        """Return the source that a command in `current` names.

        Raises ValueError with the reason if it is not there or not to be read.
        """
        if self._path is None:
            raise ValueError("the manuscript is no file, so nothing beside it is read")
        root = self._path.resolve().parent
        path = _found(root, name, current)
        if path in self._open:
            raise ValueError("the file includes itself; its second reading is left out")
        if len(self._open) > _NESTED:
            raise ValueError(f"more than {_NESTED} files inside each other")
        size = path.stat().st_size
        self._files += 1
        self._bytes += size
        if self._files > _FILES or self._bytes > _BYTES:
            raise ValueError("too many or too large files are included")
        content = path.read_bytes()
        self._open.append(path)
        part = path.relative_to(root).as_posix()
        shown = (self._path.parent / part).as_posix()
        return Source(decoded(content, self.encoding), shown, part)

    def close(self) -> None:
        """Take back the file that was opened last."""
        self._open.pop()


def _found(root: Path, name: str, current: Source) -> Path:
    """Return the file of that name inside the manuscript's folder."""
    if not name or "\0" in name or len(name) > 1000 or name.startswith("|"):
        raise ValueError("this is no name of a file")
    folders = [root]
    if current.part:
        folders.append((root / current.part).parent)
    for folder in folders:
        for candidate in (folder / f"{name}.tex", folder / name):
            path = candidate.resolve()
            if not path.is_relative_to(root):
                raise ValueError("the file is outside the manuscript's folder")
            if path.is_file():
                return path
    raise ValueError("no file of that name is beside the manuscript")
