"""A citation key renamed in a manuscript: the places that cite it, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from csecrefs.errors import FormatError
from csecrefs.manuscript.ground import KEY
from csecrefs.manuscript.sites import Manuscript
from csecrefs.manuscript.splice import Replacement, spliced
from csecrefs.patterns import regex

# A character that may be inside a key.
_INSIDE: Final = r"[\w:.#$%&+?<>~/-]"
# The block of metadata at the start of a text: `---`, its lines, and `---` or `...`.
_METADATA: Final = regex(
    r"\A---\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE
)
# Keys that the syntax of a format takes: the label of Typst, the lists of others.
_KEYS: Final = {
    "typst": regex(r"\w(?:[\w:.-]*\w)?"),
    "org": regex(r"[\w.:?!`'/*@+|(){}<>&^$#%~-]+"),
    "rst": regex(r"[^\s{},\[\]`]+"),
    "myst": regex(r"[^\s{},\[\]`]+"),
    "asciidoc": regex(r"[^\s,()\[\]]+"),
    "latex": regex(r"[^\s,{}%#\\]+"),
    "html": regex(r"[^\s\"'<>&]+"),
}
# Formats in which braces set off a key of unusual characters.
_MARKDOWN: Final = frozenset({"markdown", "ipynb"})


def renamed(read: Manuscript, old: str, new: str) -> bytes:
    """Return the bytes of a manuscript with one key in place of another.

    Only its sites and the keys of its metadata change. Raises FormatError for formats
    of packages, whose citations bring their own records.

    >>> from csecrefs.manuscript import read
    >>> renamed(read(b"[@low, p. 3] lower @low.", format="markdown"), "low", "high")
    b'[@high, p. 3] lower @high.'
    """
    if not read.text and read.content:
        raise FormatError(f"{read.path}: keys cannot be renamed in {read.format} files")
    written = new
    if read.format in _MARKDOWN and not KEY.fullmatch(new):
        written = f"{{{new}}}"
    spans = dict.fromkeys(_spans(read, old))
    fits = _KEYS.get(read.format)
    if spans and fits and not fits.fullmatch(new):
        raise FormatError(
            f"{read.path}: the key {new} cannot be written in {read.format} where {old}"
            " is; choose one of letters, digits and hyphens"
        )
    found = [Replacement(*span, written) for span in spans]
    return spliced(read, found)


def _spans(read: Manuscript, old: str) -> Iterator[tuple[int, int]]:
    """Yield the places of a key in sites and in metadata."""
    pattern = re.compile(
        rf"(?<!{_INSIDE}){re.escape(old)}(?!\w|{_INSIDE}\w)"
        rf"|(?<=@)\{{{re.escape(old)}\}}"
    )
    for site in read.sites:
        elsewhere = site.part and read.format != "ipynb"
        if elsewhere or all(cite.id != old for cite in site.cites):
            continue
        for match in pattern.finditer(read.text, site.start, site.end):
            yield match.span()
    metadata = None
    if read.format in _MARKDOWN:
        metadata = _METADATA.match(read.text)
    if metadata:
        for match in re.finditer(rf"(?<=@){pattern.pattern}", metadata[0]):
            yield match.span()
