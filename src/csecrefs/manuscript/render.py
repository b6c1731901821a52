"""Render the citation sites of a manuscript through a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from csecrefs.csl.cite import Cite
from csecrefs.document import DEFAULT_STYLE, Document, FormattedCitation
from csecrefs.errors import Diagnostic, NotFoundError
from csecrefs.manuscript.fields import field_text
from csecrefs.manuscript.rendered import RenderedSites
from csecrefs.manuscript.sites import Manuscript, Site
from csecrefs.model import Reference
from csecrefs.text.inline import Entry, Inlines


def render_sites(
    manuscript: Manuscript,
    references: Mapping[str, Reference],
    *,
    style: str | Path = DEFAULT_STYLE,
    locale: str = "",
) -> RenderedSites:
    """Return the texts of a manuscript's citations, and its bibliography.

    `references` are the library by citation key; records inside the manuscript go
    before those of the same key. A site that cites an unknown key stays as it is, with
    a diagnostic. Raises NotFoundError for an unknown style or locale, StyleError for
    what is not CSL.
    """
    known = dict(references)
    known.update({each.id: each for each in manuscript.references})
    document = Document(known, style, locale)
    notes = document.notes
    unknown = list(_unknown(manuscript, known))
    cited: list[FormattedCitation | None] = []
    for site, note in _numbered(manuscript, notes):
        known_all = all(cite.id in known for cite in site.cites)
        if known_all and site.cites and not site.field:
            citation = document.cite(
                *site.cites, note=note, author_order=site.author_order
            )
            cited.append(citation)
        else:
            cited.append(None)
    document.nocite(*_nocited(manuscript, known))
    bibliography = document.bibliography()
    leads = _leads(manuscript, known, style, locale) if notes else ()
    entries = bibliography.entries if bibliography.exists else None
    return RenderedSites(
        citations=tuple(_texts(manuscript, cited, known, entries or ())),
        entries=entries,
        layout=bibliography.layout,
        notes=notes,
        leads=leads,
        options=manuscript.metadata.options,
        diagnostics=(*unknown, *bibliography.warnings),
    )


def _numbered(manuscript: Manuscript, notes: bool) -> Iterator[tuple[Site, int]]:
    """Yield each citation site with the number of its note, 0 in running text.

    In a style of notes the citations in running text become notes among the author's
    own and are numbered with them.
    """
    made = 0
    for site in manuscript.sites:
        if site.kind != "citation":
            continue
        if not notes:
            yield site, site.note
        elif site.note or site.field:
            yield site, made + site.note
        else:
            made += 1
            yield site, made + site.notes_before


def _texts(
    manuscript: Manuscript,
    cited: Sequence[FormattedCitation | None],
    known: Mapping[str, Reference],
    entries: Sequence[Entry],
) -> Iterator[Inlines | None]:
    """Yield the text of each citation site, None for those that stay."""
    sites = (site for site in manuscript.sites if site.kind == "citation")
    for site, citation in zip(sites, cited, strict=True):
        if site.field and site.cites:
            yield field_text(site, known, entries)
        else:
            yield citation.tree if citation else None


def _unknown(
    manuscript: Manuscript, known: Mapping[str, Reference]
) -> Iterator[Diagnostic]:
    for site in manuscript.sites:
        for cite in site.cites:
            if cite.id not in known and cite.id != "*":
                error = NotFoundError("reference", cite.id, known)
                yield Diagnostic(
                    "unknown-key",
                    str(error),
                    "error",
                    path=site.part or manuscript.path or None,
                    line=site.line or None,
                    column=site.column or None,
                    key=cite.id,
                )


def _nocited(manuscript: Manuscript, known: Mapping[str, Reference]) -> list[str]:
    """Return the keys that are listed without a cite, the known ones."""
    sites = (site for site in manuscript.sites if site.kind == "nocite" or site.field)
    keys = [cite.id for site in sites for cite in site.cites]
    listed = dict.fromkeys((*keys, *manuscript.metadata.nocite))
    return [key for key in listed if key == "*" or key in known]


def _leads(
    manuscript: Manuscript,
    known: Mapping[str, Reference],
    style: str | Path,
    locale: str,
) -> tuple[Inlines, ...]:
    """Return the author before the note of each narrative citation.

    They are cites of their own document: a name in running text moves no position.
    """
    document = Document(known, style, locale)
    leads: list[FormattedCitation | None] = []
    for site in manuscript.sites:
        if site.kind != "citation":
            continue
        first = site.cites[0] if site.cites else Cite("")
        if first.mode == "narrative" and first.id in known and not site.note:
            leads.append(document.cite(first.id, mode="author-only", note=0))
        else:
            leads.append(None)
    return tuple([each.tree if each else () for each in leads])
