"""The lines of a file that is changed in place: its encoding and line ends are kept."""

from __future__ import annotations

import codecs
from collections.abc import Mapping

import attrs

from csecrefs.patterns import regex

# A line with its end, whichever kind it is; the last may have none.
_LINES = regex(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@attrs.frozen
class LinedText:
    """A text in lines, each with its line end, and how it was encoded."""

    lines: list[str]
    encoding: str
    newline: str

    @classmethod
    def of(cls, source: bytes) -> LinedText:
        """Return the lines of a file: UTF-8, UTF-16 with its mark, else Windows-1252."""
        encoding = "utf-8"
        if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            encoding = "utf-16"
        elif source.startswith(codecs.BOM_UTF8):
            encoding = "utf-8-sig"
        try:
            text = source.decode(encoding)
        except UnicodeDecodeError:
            encoding = "latin-1"
            text = source.decode(encoding)
        newline = "\n"
        if "\r\n" in text:
            newline = "\r\n"
        return cls(_LINES.findall(text), encoding, newline)

    def with_spans(self, spans: Mapping[tuple[int, int], str]) -> bytes:
        """Return the bytes of the file with other text for spans of lines, which are
        given by their first line and the line after them, from 0.
        """
        out: list[str] = []
        done = 0
        for (start, end), text in sorted(spans.items()):
            out += self.lines[done:start]
            out.append(text.replace("\n", self.newline))
            done = end
        return "".join([*out, *self.lines[done:]]).encode(self.encoding)
