"""The text of PDFs, by pypdf (the extra `pdf`), line by line with page numbers."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Sequence
from typing import Final

from csecrefs.errors import Diagnostic, FormatError
from csecrefs.manuscript.prose.ligatures import repaired
from csecrefs.manuscript.prose.lines import Prose, ProseLine

# Pages of one file that are read.
_PAGES: Final = 2000
# Characters of TeX's T1 fonts that have no name in the file (encoding "Cork").
_T1: Final = {
    "\x10": "“", "\x11": "”", "\x12": "„", "\x13": "«", "\x14": "»", "\x15": "–", "\x16": "—",
    "\x1b": "ff", "\x1c": "fi", "\x1d": "fl", "\x1e": "ffi", "\x1f": "ffl",
}  # fmt: skip
# Ligatures of TeX's older fonts (encoding OT1).
_OT1: Final = {"\x0b": "ff", "\x0c": "fi", "\x0d": "fl", "\x0e": "ffi", "\x0f": "ffl"}
# Ligatures of Unicode, in which a search would not find "ff".
_LIGATURES: Final = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
}
_TABLE: Final = str.maketrans({**_T1, **_OT1, **_LIGATURES, "\u00a0": " "})
# Lines at the top and the bottom of a page that may be of the page, not of the text.
_HEAD: Final = 3


def read(content: bytes, path: str) -> Prose:
    """Return the lines of a PDF without heads and feet of pages.

    Raises FormatError if pypdf is missing, or the file is encrypted or broken.
    """
    try:
        import pypdf
    except ImportError:
        message = "PDFs need pypdf: pip install 'csecrefs[pdf]'"
        raise FormatError(f"{path}: {message}") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks are no findings
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        pages = [page.extract_text() or "" for page in reader.pages[:_PAGES]]
    except Exception as error:  # pypdf raises many kinds on broken files
        raise FormatError(f"{path}: this PDF cannot be read: {error}") from None
    found = [_lines(text) for text in pages]
    diagnostics: list[Diagnostic] = []
    if not any(any(line.strip() for line in lines) for lines in found):
        message = "no text in this PDF: it may be scanned; make it searchable first"
        diagnostics.append(Diagnostic("no-text", message, "error", path))
    repeated = _furniture(found)
    kept = [
        (line, number)
        for number, page in enumerate(found, 1)
        for place, line in enumerate(page)
        if not _is_furniture(page, place, repeated)
    ]
    mended, unnamed = repaired([line for line, _ in kept])
    lines = [
        ProseLine(line, number) for line, (_, number) in zip(mended, kept, strict=True)
    ]
    if unnamed:
        count = unnamed.total()
        message = f"{count} letters have no name in this PDF; look at their words"
        diagnostics.append(Diagnostic("unnamed-letters", message, "warning", path))
    return Prose(path, tuple(lines), "page", tuple(diagnostics))


def _lines(text: str) -> list[str]:
    # \x0c and \x0d are ligatures of old fonts here, so lines end at \n only
    return [" ".join(line.translate(_TABLE).split()) for line in text.split("\n")]


def _key(line: str) -> str:
    return "".join(char for char in line.lower() if char.isalpha())


def _furniture(pages: Sequence[Sequence[str]]) -> set[str]:
    """Return the lines, numbers apart, that stand at the edges of several pages."""
    counts: Counter[str] = Counter()
    for page in pages:
        edges = [*page[:_HEAD], *page[-_HEAD:]]
        counts.update({_key(line) for line in edges if _key(line)})
    return {
        key for key, count in counts.items() if count > 1 and count * 3 > len(pages)
    }


def _is_furniture(
    page: Sequence[str],
    place: int,
    repeated: set[str],
) -> bool:
    edge = place < _HEAD or place >= len(page) - _HEAD
    if not edge:
        return False
    line = page[place].strip()
    return _key(line) in repeated or (line.isdigit() and len(line) < 5)
