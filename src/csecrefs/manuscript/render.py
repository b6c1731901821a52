"""Render the citation sites of a manuscript through a document."""

from __future__ import annotations

from collections.abc import (
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from functools import partial
from pathlib import Path
from typing import Final

import attrs

from csecrefs.csl.cite import Cite
from csecrefs.document import DEFAULT_STYLE, Document, FormattedCitation
from csecrefs.errors import Diagnostic, NotFoundError
from csecrefs.manuscript.fields import field_text
from csecrefs.manuscript.known import is_cross_reference
from csecrefs.manuscript.missing import PartlyKnown, prints_in_part
from csecrefs.manuscript.rendered import RenderedSites, entry_identifier
from csecrefs.manuscript.sites import Manuscript, Site
from csecrefs.manuscript.titles import in_sentence_case
from csecrefs.model import Reference
from csecrefs.patterns import regex
from csecrefs.text.inline import Entry, Inlines

# The point that ends a note, before or in closing quotation marks.
_POINT: Final = regex(r"\.([”’»\"']*)$")
# Formats in which a note of the author's has a cite in brackets, as pandoc has it.
_BRACKETED: Final = frozenset({"markdown", "myst", "mkdocs", "ipynb"})

Form = Callable[[Site], tuple[Cite, ...]]
"""Gives the cites of a site as a style of notes, or another one, takes them."""


@attrs.frozen
class CitedSite:
    """A citation site in a document: its citation, and what the library lacks of it."""

    site: Site
    citation: FormattedCitation | None = None
    """The citation, None for a site that stays as it is."""
    partly: PartlyKnown | None = None
    """The group, if some of its works are unknown."""

    @property
    def tree(self) -> Inlines | None:
        """The text of the site, None if it stays as it is."""
        if self.citation is None:
            return None
        if self.partly is None:
            return self.citation.tree
        return self.partly.whole(self.citation.tree)


def render_sites(
    manuscript: Manuscript,
    references: Mapping[str, Reference],
    *,
    style: str | Path = DEFAULT_STYLE,
    locale: str = "",
    sentence_case: bool = True,
    options: Mapping[str, object] | None = None,
    anchor: Callable[[str], str] = entry_identifier,
) -> RenderedSites:
    """Return the texts of a manuscript's citations, and its bibliography.

    `references` are the library by citation key; records inside the manuscript go
    before those of the same key. A site of unknown keys stays as it is, in a group with
    known ones they print as `key?`; both with a diagnostic. With `sentence_case`
    English titles from .bib files are turned (see `csecrefs.manuscript.titles`).
    `options` go before those of the manuscript; with `link-citations` each cite links
    to the identifier that `anchor` gives the entry of its key. Raises NotFoundError for
    an unknown style or locale, StyleError for what is not CSL, InputError for
    abbreviations that cannot be read.
    """
    language = locale or manuscript.metadata.language
    known = _known(manuscript, references, sentence_case, language)
    settings = {**manuscript.metadata.options, **(options or {})}
    start = partial(
        Document,
        known,
        style,
        locale,
        abbreviations=_abbreviations(settings, manuscript.path),
    )
    document = start()
    notes = document.notes
    numbered = list(_numbered(manuscript, notes))
    form: Form = _as_typed
    if notes:
        form = _in_note
    links = settings.get("link-citations") is True
    if links and document.bibliography().exists:
        form = _linked(form, anchor)
    cited = _cite(document, numbered, known, form, whole=bool(settings.get("live")))
    document.nocite(*_nocited(manuscript, known))
    bibliography = document.bibliography()
    if bibliography.exists:
        entries = bibliography.entries
    else:
        entries = None
    leads: tuple[Inlines, ...] = ()
    if notes and any(map(_has_lead, [site for site, _ in numbered])):
        leads = _leads(start(), numbered, known)
    bracketed = notes and manuscript.format in _BRACKETED
    return RenderedSites(
        citations=tuple(_texts(cited, known, entries or (), bracketed)),
        entries=entries,
        layout=bibliography.layout,
        notes=notes,
        leads=leads,
        options=settings,
        diagnostics=(*_unknown(manuscript, known), *bibliography.warnings),
        references={each.id: each for each in bibliography.references},
        style=document.style,
        locale=locale,
    )


def _known(
    manuscript: Manuscript,
    references: Mapping[str, Reference],
    sentence_case: bool,
    language: str,
) -> dict[str, Reference]:
    """Return the records to cite from, by key; only those cited are turned."""
    known = {**references, **{each.id: each for each in manuscript.references}}
    if not sentence_case:
        return known
    cited = dict.fromkeys((*manuscript.keys, *manuscript.metadata.nocite))
    if "*" in cited:
        wanted = list(known.values())
    else:
        wanted = [known[key] for key in cited if key in known]
    turned = in_sentence_case(wanted, language)
    known.update({each.id: each for each in turned})
    return known


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
    cited: Iterable[CitedSite],
    known: Mapping[str, Reference],
    entries: Sequence[Entry],
    bracketed: bool,
) -> Iterator[Inlines | None]:
    """Yield the text of each citation site, None for those that stay."""
    for each in cited:
        site, tree = each.site, each.tree
        if site.field and site.cites:
            yield field_text(site, known, entries)
        elif tree is not None and bracketed and site.note:
            yield _in_note_of_author(tree, site.cites[0].mode)
        else:
            yield tree


# A note has no note of its own, so that pandoc prints such a cite in brackets.
def _in_note_of_author(tree: Inlines, mode: str) -> Inlines:
    """Return a citation inside a note of the author's, which is no note again.

    The point that ends a note goes, and brackets are around all that running text does
    not name: so jgm/citeproc prints such a cite.
    """
    bare = _without_point(tree)
    if mode == "narrative":
        return bare
    return "(", *bare, ")"


def _without_point(tree: Inlines) -> Inlines:
    if not tree:
        return tree
    *before, last = tree
    if isinstance(last, str):
        return (*before, _POINT.sub(r"\1", last))
    return (*before, last._replace(children=_without_point(last.children)))


def _unknown(
    manuscript: Manuscript, known: Mapping[str, Reference]
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each unknown key; labels of figures are no keys."""
    messages: dict[str, str] = {}
    for site in manuscript.sites:
        for cite in site.cites:
            key = cite.id
            if key in known or key == "*" or is_cross_reference(key, known):
                continue
            # The search for keys that are spelt alike takes long, and a key may repeat.
            if key not in messages:
                messages[key] = str(NotFoundError("reference", key, known))
            yield Diagnostic(
                "unknown-key",
                messages[key],
                "error",
                path=site.part or manuscript.path or None,
                line=site.line or None,
                column=site.column or None,
                key=key,
            )


def _nocited(manuscript: Manuscript, known: Mapping[str, Reference]) -> list[str]:
    """Return the keys that are listed without a cite, the known ones."""
    sites = (site for site in manuscript.sites if site.kind == "nocite" or site.field)
    keys = [cite.id for site in sites for cite in site.cites]
    listed = dict.fromkeys((*keys, *manuscript.metadata.nocite))
    return [key for key in listed if key == "*" or key in known]


def _cite(
    document: Document,
    numbered: Iterable[tuple[Site, int]],
    known: Mapping[str, Reference],
    form: Form,
    *,
    whole: bool = False,
) -> list[CitedSite]:
    """Cite each site in a document, those that have unknown keys as far as they go.

    With `whole` these stay as they are: a live field has a record for each cite.
    """
    cited: list[CitedSite] = []
    for site, note in numbered:
        partly = None
        cites: tuple[Cite, ...] = ()
        if site.field:
            cites = ()
        elif all(cite.id in known for cite in site.cites):
            cites = site.cites and form(site)
        elif not whole and prints_in_part(site, known):
            partly = PartlyKnown(
                form(site),
                known,
                document.joint,
                author_order=site.author_order,
            )
            cites = partly.cites()
        citation = None
        if cites:
            citation = document.cite(*cites, note=note, author_order=site.author_order)
        cited.append(CitedSite(site, citation, partly))
    return cited


def _abbreviations(settings: Mapping[str, object], path: str) -> str:
    """Return the file of abbreviations that a manuscript names, beside it."""
    named = settings.get("citation-abbreviations")
    if not isinstance(named, str) or not named:
        return ""
    return str(Path(path).parent / named)


def _linked(form: Form, anchor: Callable[[str], str]) -> Form:
    """Return a form in which each cite links to its entry."""

    def linked(site: Site) -> tuple[Cite, ...]:
        return tuple(
            [attrs.evolve(cite, href=f"#{anchor(cite.id)}") for cite in form(site)]
        )

    return linked


def _as_typed(site: Site) -> tuple[Cite, ...]:
    if not site.restarts:
        return site.cites
    first, *others = site.cites
    return (attrs.evolve(first, restarts=True), *others)


def _in_note(site: Site) -> tuple[Cite, ...]:
    """Return the cites of a site in a style of notes.

    The note of a narrative citation has no author, since running text names it, and a
    note begins with a capital, as jgm/citeproc prints both. The author's own notes stay
    as they are typed.
    """
    if site.note:
        return _as_typed(site)
    first, *others = _as_typed(site)
    if first.mode == "narrative":
        first = attrs.evolve(first, mode="suppress-author")
    if first.prefix[:1].islower():
        prefix = first.prefix[0].upper() + first.prefix[1:]
        first = attrs.evolve(first, prefix=prefix)
    return (first, *others)


def _has_lead(site: Site) -> bool:
    """True if running text names the author before the note of a site."""
    if site.note or site.field or not site.cites:
        return False
    return site.cites[0].mode == "narrative"


def _leads(
    document: Document,
    numbered: Sequence[tuple[Site, int]],
    known: Mapping[str, Reference],
) -> tuple[Inlines, ...]:
    """Return the author before the note of each narrative citation.

    All sites are cited in a document of their own, so that each name is as short as its
    position allows.
    """

    def author(site: Site) -> tuple[Cite, ...]:
        if not _has_lead(site):
            return site.cites
        return (attrs.evolve(site.cites[0], mode="author-only", locator=""),)

    cited = _cite(document, numbered, known, author)
    leads: list[Inlines] = []
    for each in cited:
        lead: Inlines = ()
        if each.citation and _has_lead(each.site):
            lead = each.citation.tree
        leads.append(lead)
    return tuple(leads)
