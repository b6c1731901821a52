"""Markdown as pandoc, Quarto, R Markdown, Obsidian and Manubot cite in it.

Source: pandoc's manual, "Citation syntax" and "Citations".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import (
    Iterator,
    Mapping,
    Sequence,
)
from typing import Any, Final

import attrs

from csecrefs.errors import Diagnostic, FormatError
from csecrefs.manuscript.cites import find_sites
from csecrefs.manuscript.ground import (
    Ground,
    NoteMark,
    ground,
)
from csecrefs.manuscript.languages import locator_terms
from csecrefs.manuscript.locators import LocatorTerms
from csecrefs.manuscript.markdown.blocks import (
    MarkdownBlocks,
    NoteDefinition,
    TableCaption,
    blocks,
)
from csecrefs.manuscript.markdown.flavours import (
    flavoured,
    lists,
    merged,
    unwrapped,
)
from csecrefs.manuscript.markdown.metadata import (
    metadata_of,
    texts_in,
    with_project,
    yaml_blocks,
)
from csecrefs.manuscript.markdown.write import replacements
from csecrefs.manuscript.places import Places
from csecrefs.manuscript.rendered import RenderedSites
from csecrefs.manuscript.sites import RESTARTING, Manuscript, Site
from csecrefs.manuscript.splice import decode, spliced
from csecrefs.model import Reference
from csecrefs.patterns import regex

# Signs of Markdown in a file without a suffix: `---`, `# Heading`, or a key as in
# `[@low2001`.
_HEAD: Final = regex(rb"^---\r?$|^#{1,6} \S|(?:^|[\s\[;(-])@\w", re.MULTILINE)
# Metadata that prints: its cites belong to the list of references.
_PRINTED: Final = ("title", "subtitle", "abstract", "caption", "thanks")


def looks_like(head: bytes) -> bool:
    """Return True if text has metadata, a heading or a key of Markdown."""
    return b"\0" not in head and bool(_HEAD.search(head))


def read(
    content: bytes,
    *,
    path: str = "",
    pandoc_locators: bool = False,
) -> Manuscript:
    """Return the manuscript in Markdown with its citation sites.

    With `pandoc_locators` only pandoc's terms introduce a locator, as "chap."; other
    words that name a part of a work, as "ch.", are suffixes then.
    """
    text = decode(content)
    found = blocks(text)
    yaml, diagnostics = yaml_blocks(text, found.metadata, path)
    metadata = with_project(metadata_of(yaml), path)
    terms = locator_terms(metadata.language, pandoc=pandoc_locators)
    references, problems = _references(yaml, path)
    sites = [
        *_metadata_sites(yaml, found, terms),
        *sites_in(found, terms),
    ]
    return Manuscript(
        path=path,
        format="markdown",
        content=content,
        text=text,
        sites=tuple(Places(text).placed(sites)),
        metadata=metadata,
        references=tuple(references),
        diagnostics=(*diagnostics, *problems),
    )


def splice(manuscript: Manuscript, rendered: RenderedSites) -> bytes:
    """Return the bytes with each site replaced and every other byte kept.

    Notes are `[^cite-1]` with their texts at the end; the list of references is where
    the manuscript has a place for it, else at the end.
    """
    return spliced(manuscript, replacements(manuscript, rendered))


def export(
    manuscript: Manuscript,
    rendered: RenderedSites,
    to: str,
) -> bytes:
    """Return the rendered manuscript as HTML.

    Raises FormatError for another format.
    """
    if to not in ("html", "htm"):
        raise FormatError(
            f"{manuscript.path}: Markdown is rendered to html, docx or odt, not {to}"
        )
    from csecrefs.manuscript.markdown.page import page

    return page(decode(splice(manuscript, rendered)), manuscript).encode()


def _references(
    yaml: Mapping[str, Any], path: str
) -> tuple[Sequence[Reference], Sequence[Diagnostic]]:
    """Return the records of inline `references`."""
    items = yaml.get("references")
    if not isinstance(items, list):
        return (), ()
    # Few manuscripts bring records of their own.
    from csecrefs.formats.csl.items import reference

    references: list[Reference] = []
    diagnostics: list[Diagnostic] = []
    for number, item in enumerate(items, 1):
        found, problems = reference(
            item,
            path=path,
            line=None,
            column=None,
            number=number,
        )
        diagnostics += problems
        if found:
            references.append(found)
    return references, diagnostics


def _metadata_sites(
    yaml: Mapping[str, Any],
    found: MarkdownBlocks,
    terms: LocatorTerms,
) -> Iterator[Site]:
    """Yield a site without place for the works that metadata cites: they are listed."""
    if found.metadata:
        start = found.metadata[0].start
    else:
        start = 0
    for name in _PRINTED:
        for text in texts_in(yaml.get(name)):
            for site in find_sites(ground(text), terms):
                yield Site(
                    start,
                    start,
                    site.cites,
                    "nocite",
                    site.source,
                )


def sites_in(
    found: MarkdownBlocks,
    terms: LocatorTerms,
    *,
    tex: bool = False,
) -> list[Site]:
    """Return the sites of a text in the order in which they are read: notes at their
    marks, places for the list last.

    A note that no mark calls is not printed, so its sites are none. TeX commands cite
    only with `tex`.
    """
    scanned = ground(found.masked)
    definitions: dict[str, NoteDefinition] = {}
    for each in found.notes:
        definitions.setdefault(each.label, each)

    def is_cited(site: Site) -> bool:
        only = len(site.cites) == 1 and site.cites[0].mode == "narrative"
        return not only or site.cites[0].id not in found.examples

    cited = unwrapped(find_sites(scanned, terms, is_cited), found.masked)
    sites = merged(cited, flavoured(scanned, tex=tex, myst=found.is_myst))
    ordered = _Order(definitions, scanned, found.captions).sites(sites)
    if RESTARTING in found.masked:
        ordered = _restarted(ordered, found)
    spans = (
        Site(span.start, span.end, kind="bibliography") for span in found.bibliographies
    )
    return [*ordered, *spans, *lists(scanned)]


def _restarted(sites: Sequence[Site], found: MarkdownBlocks) -> list[Site]:
    """Return the sites, the first after a heading that restarts positions marked."""
    starts = (
        heading.start
        for heading in found.headings
        if RESTARTING in found.masked[heading.start : heading.end]
    )
    following = next(starts, None)
    marked: list[Site] = []
    for site in sites:
        restarts = False
        while following is not None and site.cites and following < site.start:
            following = next(starts, None)
            restarts = True
        if restarts:
            site = attrs.evolve(site, restarts=True)
        marked.append(site)
    return marked


class _Order:
    """Puts sites in the order of reading and counts the author's notes."""

    def __init__(
        self,
        definitions: Mapping[str, NoteDefinition],
        ground: Ground,
        captions: Sequence[TableCaption],
    ) -> None:
        self._definitions = definitions
        self._marks = sorted(ground.marks, key=lambda mark: mark.start)
        self._spans = sorted(definitions.values(), key=lambda each: each.start)
        self._starts = [each.start for each in self._spans]
        self._captions = captions
        self._notes = 0

    def sites(self, sites: Sequence[Site]) -> list[Site]:
        """Return the sites in order, each with its note and the notes before it."""
        inside: dict[str, list[Site]] = {}
        running: list[Site] = []
        for site in sites:
            number = bisect_right(self._starts, site.start) - 1
            if number >= 0 and site.start < self._spans[number].end:
                inside.setdefault(self._spans[number].label, []).append(site)
            else:
                running.append(site)
        return list(self._walk(running, inside))

    def _walk(
        self,
        running: Sequence[Site],
        inside: Mapping[str, list[Site]],
    ) -> Iterator[Site]:
        used: set[str] = set()
        note_end = 0
        for event in self._events(running):
            if isinstance(event, Site):
                if event.start < note_end:
                    yield self._in_note(event)
                elif self._notes:
                    yield attrs.evolve(event, notes_before=self._notes)
                else:
                    yield event
            elif not event.label:
                self._notes += 1
                note_end = event.end
            elif event.label in self._definitions and event.label not in used:
                used.add(event.label)
                self._notes += 1
                yield from map(self._in_note, inside.get(event.label, ()))

    def _events(self, running: Sequence[Site]) -> list[Site | NoteMark]:
        """Return the sites and marks of running text in order, marks first."""
        marks = [mark for mark in self._marks if not self._in_definition(mark.start)]
        events: list[Site | NoteMark] = [*marks, *running]
        return sorted(events, key=lambda event: self._printed_at(event.start))

    def _printed_at(self, place: int) -> tuple[int, int]:
        """Return the place at which a text prints: a caption is above its table."""
        number = bisect_right(self._captions, place, key=lambda each: each.start) - 1
        if number >= 0 and place < self._captions[number].end:
            return self._captions[number].table - 1, place
        return place, place

    def _in_note(self, site: Site) -> Site:
        return attrs.evolve(
            site,
            note=self._notes,
            notes_before=self._notes - 1,
        )

    def _in_definition(self, place: int) -> bool:
        number = bisect_right(self._starts, place) - 1
        return number >= 0 and place < self._spans[number].end
