"""Rendered sites: the texts that take the place of a manuscript's citation sites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.manuscript.sites import Manuscript, Site
from csecrefs.model import Reference
from csecrefs.patterns import regex
from csecrefs.text.inline import (
    Entry,
    EntryLayout,
    Inlines,
)

# A character that pandoc replaces in the identifiers of entries: the "/" of
# `10.1000/1`.
_IDENTIFIER: Final = regex(r"[^\w:.-]")


def entry_identifier(key: str) -> str:
    """Return the identifier of the entry of a key, as pandoc names them.

    >>> entry_identifier("low2001")
    'ref-low2001'
    """
    return "ref-" + _IDENTIFIER.sub("-", key)


@attrs.frozen
class RenderedSites:
    """The texts that take the place of a manuscript's sites.

    `citations` and `leads` have one item for each site of kind `citation`, in order.
    """

    citations: tuple[Inlines | None, ...]
    """The text of each site; None leaves the site as it is."""
    entries: tuple[Entry, ...] | None
    """The bibliography, None for none."""
    layout: EntryLayout = attrs.field(factory=EntryLayout)
    notes: bool = False
    """True if the style prints citations as notes."""
    leads: tuple[Inlines, ...] = ()
    """In styles of notes, the author that running text names before the note of a
    narrative citation; empty for all others."""
    options: Mapping[str, object] = attrs.field(factory=dict, hash=False)
    """Settings of the manuscript that its writer applies (`link-citations`)."""
    diagnostics: tuple[Diagnostic, ...] = ()
    references: Mapping[str, Reference] = attrs.field(factory=dict, hash=False)
    """The records that are cited or listed, by key, for live fields."""
    style: str = ""
    """The name of the style."""
    locale: str = ""
    """The language asked for, empty for the style's own."""

    def makes_note(self, site: Site) -> bool:
        """True if the text of `site` is to become a note of its own.

        A citation inside a note of the author's never does, nor does a title or
        another field in running text.
        """
        return self.notes and not site.note and not site.field


@attrs.frozen
class RenderedSite:
    """One citation site and its text."""

    site: Site
    text: Inlines | None
    """The text, None to leave the site as it is."""
    lead: Inlines = ()
    note: bool = False
    """True if the text is to become a note."""


def rendered_sites(
    manuscript: Manuscript, rendered: RenderedSites
) -> Iterator[RenderedSite]:
    """Yield each citation site of a manuscript with its text, in order."""
    cited = (site for site in manuscript.sites if site.kind == "citation")
    leads = rendered.leads or ((),) * len(rendered.citations)
    for site, text, lead in zip(
        cited,
        rendered.citations,
        leads,
        strict=True,
    ):
        yield RenderedSite(
            site,
            text,
            lead,
            rendered.makes_note(site),
        )
