"""Citation sites: the places in a piece of writing where works are cited.

A manuscript is its bytes and its sites. A reader finds the sites, a document renders
their cites, and a writer replaces these spans only: every other byte stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

import attrs

from csecrefs.csl.cite import Cite
from csecrefs.errors import Diagnostic
from csecrefs.model import Reference

FRAGMENT: Final = 0xF0000
"""Code point that refers to the first fragment of a site (a private use area)."""
FRAGMENTS: Final = 0xF000
"""The most fragments that a site may have."""

RESTARTING: Final = "reset-citation-positions"
"""The class of a heading after which positions (ibid) begin anew, as pandoc names it."""

SiteKind = Literal["citation", "nocite", "bibliography"]
"""The purpose of a site: cites to print, keys to list without a cite, the list itself."""


def fixes_order(cites: Sequence[Cite]) -> bool:
    """True if the author's words inside a group fix the order in which it prints.

    >>> fixes_order((Cite("low", prefix="see"), Cite("high")))
    True
    >>> fixes_order((Cite("low"), Cite("high", suffix=" and others")))
    False
    """
    if len(cites) < 2:
        return False
    before = any(cite.prefix for cite in cites)
    return before or any(cite.suffix for cite in cites[:-1])


@attrs.frozen
class Site:
    """One place that cites works, lists them, or holds the bibliography.

    `start` and `end` are offsets into `Manuscript.text`, in characters, for formats of
    plain text. Readers of packages of XML (Word, Writer) number the sites of all parts
    in the order of the document and keep the XML elements by that number themselves.
    """

    start: int
    """Offset of the first character of the site."""
    end: int
    """Offset after the last character of the site."""
    cites: tuple[Cite, ...] = ()
    """The cites, in the order typed; `Cite.id` is the key as typed."""
    kind: SiteKind = "citation"
    source: str = ""
    """The text of the site as it is in the manuscript."""
    note: int = 0
    """Number of the author's own note that contains the site, 0 in running text."""
    notes_before: int = 0
    """The author's own notes whose marks come before this site."""
    line: int = 0
    """Line of the site's start, from 1; 0 where the format has no lines."""
    column: int = 0
    """Column of the site's start, from 1."""
    part: str = ""
    """The included file, or the part of a package that is not its body
    (`paper.docx/word/footnotes.xml`); empty for the manuscript itself."""
    command: str = ""
    """The command or role that cites, without its backslash (`citep`, `cite:t`)."""
    field: str = ""
    """The variable printed in place of a citation (`title`), or `entry` for the whole
    entry; empty for a citation."""
    nested: bool = False
    """True if the site is inside the suffix of the site before it (`[@a, @b]`)."""
    fragments: tuple[tuple[int, int], ...] = ()
    """Spans of source that prefixes and suffixes refer to: the character
    `FRAGMENT + n` takes the place of the n-th, which is copied as it is typed."""
    restarts: bool = False
    """True for the first citation of a part in which positions (ibid) begin anew."""
    author_order: bool = False
    """True if a prefix inside the group fixes the order in which its cites print."""


@attrs.frozen
class Metadata:
    """The settings of a manuscript, or of the project around it, for its citations."""

    bibliography: tuple[str, ...] = ()
    """Files of references, relative to the manuscript."""
    style: str = ""
    """The CSL style: a name, an id, a file or a URL."""
    language: str = ""
    """The language of the writing, a BCP 47 tag."""
    nocite: tuple[str, ...] = ()
    """Keys to list without a cite; `*` is all."""
    options: Mapping[str, object] = attrs.field(factory=dict, hash=False)
    """Other settings by the name that the format gives them (`link-citations`)."""


@attrs.frozen
class Manuscript:
    """A piece of writing that was read: its bytes, its text and its citation sites."""

    path: str
    """The name of the file, for messages; empty for text without a file."""
    format: str
    """The name of the format in `csecrefs.manuscript.FORMATS`."""
    content: bytes
    """The bytes as they were read."""
    text: str = ""
    """The decoded text that the offsets of sites count in; empty for packages of XML."""
    sites: tuple[Site, ...] = ()
    """The sites in the order in which a reader of the document meets them."""
    metadata: Metadata = attrs.field(factory=Metadata)
    references: tuple[Reference, ...] = ()
    """Records inside the manuscript: inline references, items of citation fields."""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys cited, each once, in order of first citation."""
        cited = (cite.id for site in self.sites for cite in site.cites)
        return tuple(dict.fromkeys(cited))
