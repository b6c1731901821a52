"""Lines of plain text with their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import attrs

from csecrefs.errors import Diagnostic, FormatError
from csecrefs.patterns import regex

Unit = Literal["line", "paragraph", "page", "cell"]
# Control characters that no text has; tabs, line ends, form feeds and escapes are text.
_CONTROLS: Final = regex(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# Share of control characters from which a file is no text.
_BINARY: Final = 0.02


@attrs.frozen
class ProseLine:
    """One line or paragraph as a reader sees it."""

    text: str
    number: int
    """Line of a text file, paragraph of a document, page of a PDF, cell of a notebook; from 1."""
    note: int = 0
    """Number of the footnote or endnote that it is of, 0 for running text."""
    heading: bool = False
    """True if the document marks it as a heading."""


@attrs.frozen
class Prose:
    """The text of a manuscript: its lines in order, then those of its notes."""

    path: str
    lines: tuple[ProseLine, ...]
    unit: Unit = "line"
    """The meaning of the numbers of lines."""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def text(self) -> str:
        """All lines, each ended by a line break."""
        return "\n".join(line.text for line in self.lines)

    @property
    def body(self) -> tuple[ProseLine, ...]:
        """The lines of running text, without notes."""
        return tuple(line for line in self.lines if not line.note)


def from_text(content: bytes, path: str) -> Prose:
    """Return the text of a plain file.

    Raises FormatError for bytes that are no text.
    """
    if _is_binary(content[:65536]):
        raise FormatError(f"{path}: not a text file")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        text = _decoded(content)
    return of_lines(text.splitlines(), path)


def of_lines(lines: Sequence[str], path: str) -> Prose:
    """Return lines with their numbers."""
    numbered = [ProseLine(line, number) for number, line in enumerate(lines, 1)]
    return Prose(path, tuple(numbered))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _is_binary(head: bytes) -> bool:
    if not head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return len(_CONTROLS.findall(head)) > _BINARY * len(head)
