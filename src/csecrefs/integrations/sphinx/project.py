"""The citations of a Sphinx project: kept by document, rendered as one piece of writing.

The documents are in the order of the table of contents, so that numbers and years with
letters are those of a reader who starts at the front. What is kept by document can be
purged and merged, which incremental and parallel builds ask for.
"""

from __future__ import annotations

from collections.abc import (
    Iterator,
    Mapping,
    Sequence,
)
from pathlib import Path
from typing import Any

import attrs

from csecrefs.csl.cite import Cite
from csecrefs.document import Document, FormattedCitation
from csecrefs.library import Library
from csecrefs.manuscript.light.targets import ROLES
from csecrefs.manuscript.missing import PartlyKnown
from csecrefs.manuscript.sites import fixes_order
from csecrefs.model import Reference
from csecrefs.text.inline import (
    Entry,
    EntryLayout,
    Inlines,
)


@attrs.frozen
class RoleUse:
    """One use of a role: its name, its cites, and its place."""

    name: str
    role: str
    cites: tuple[Cite, ...]
    line: int = 0


@attrs.frozen
class ListUse:
    """One list of references: its options and the keys that its content names."""

    name: str
    files: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    options: Mapping[str, str] = attrs.field(factory=dict, hash=False)


@attrs.define
class Uses:
    """The roles and lists that documents use, by document."""

    roles: dict[str, list[RoleUse]] = attrs.field(factory=dict)
    lists: dict[str, list[ListUse]] = attrs.field(factory=dict)
    texts: dict[str, str] = attrs.field(factory=dict)
    """The text that each document printed last, to find those to be written again."""

    def purge(self, docname: str) -> None:
        """Forget a document."""
        self.roles.pop(docname, None)
        self.lists.pop(docname, None)

    def merge(self, docnames: Sequence[str], other: Uses) -> None:
        """Take over documents that another process has read."""
        for docname in docnames:
            self.roles[docname] = other.roles.get(docname, [])
            self.lists[docname] = other.lists.get(docname, [])


@attrs.define
class RenderedProject:
    """The texts of a project: citations by name, and where each entry is."""

    citations: dict[str, Inlines] = attrs.field(factory=dict)
    entries: dict[str, Inlines] = attrs.field(factory=dict)
    layout: EntryLayout = attrs.field(factory=EntryLayout)
    order: tuple[str, ...] = ()
    cited: dict[str, set[str]] = attrs.field(factory=dict)
    """The documents that cite each key."""
    places: dict[str, str] = attrs.field(factory=dict)
    """The document with the first list that has each key."""
    labels: dict[str, str] = attrs.field(factory=dict)
    """The prefix of each key's label, that of the first list that has it."""
    homes: dict[str, str] = attrs.field(factory=dict)
    """The name of that list, which the citations link to."""
    references: Mapping[str, Reference] = attrs.field(factory=dict)
    prefixes: tuple[str, ...] = ()
    """What lists put before the keys of their works (`keyprefix`)."""

    def work(self, key: str) -> str:
        """Return the key of the work that a key means: without a list's prefix.

        An unknown key stays as it is.
        """
        if key in self.references:
            return key
        for prefix in self.prefixes:
            if key.startswith(prefix) and key[len(prefix) :] in self.references:
                return key[len(prefix) :]
        return key

    def entry(self, key: str) -> Inlines:
        """Return the entry of a key as typed, empty for an unknown one."""
        return self.entries.get(self.work(key), ())


def references_of(files: Sequence[str], folder: Path) -> dict[str, Reference]:
    """Return the references of files by key; an earlier file goes before a later."""
    if not files:
        return {}
    library = Library.read([folder / name for name in files])
    return dict(library.items())


# `keyprefix` tells a work's places in two lists apart: `:cite:p:`a-low2001``. It is one
# work all the same, so that years need no letters.
def prefixes_of(lists: Sequence[ListUse]) -> tuple[str, ...]:
    """Return what lists put before their keys, the longest first."""
    found = {each.options.get("keyprefix", "") for each in lists}
    return tuple(sorted(filter(None, found), key=len, reverse=True))


def render(
    uses: Uses,
    order: Sequence[str],
    references: Mapping[str, Reference],
    style: str,
    locale: str,
) -> RenderedProject:
    """Return the texts of all documents, cited in the order given.

    A citation of unknown keys only has no text; in a group with known ones they print
    as `key?`. Raises NotFoundError for an unknown style.
    """
    lists = [each for docname in order for each in uses.lists.get(docname, ())]
    project = RenderedProject(references=references, prefixes=prefixes_of(lists))
    document = Document(references, style, locale)
    made: dict[str, tuple[FormattedCitation, PartlyKnown | None]] = {}
    noted: list[str] = []
    for docname in order:
        for use in uses.roles.get(docname, ()):
            found = [project.work(cite.id) for cite in use.cites]
            known = [key for key in found if key in references]
            # A note has its entry below it; no list need have it.
            if ROLES[use.role].note:
                noted += known
            else:
                for cite in use.cites:
                    if project.work(cite.id) in references:
                        project.cited.setdefault(cite.id, set()).add(docname)
            if known and _prints(use):
                made[use.name] = _cited(document, use, project)
    document.nocite(*(project.work(key) for key in project.cited), *noted)
    document.nocite(*_listed_too(uses, order, references))
    for name, (citation, partly) in made.items():
        tree = citation.tree
        if partly is not None:
            tree = partly.whole(tree)
        project.citations[name] = tree
    bibliography = document.bibliography()
    if bibliography.exists:
        entries = bibliography.entries
    else:
        entries = ()
    project.entries = {entry.id: entry.tree for entry in entries or ()}
    project.order = tuple(project.entries)
    project.layout = bibliography.layout
    return project


def _prints(use: RoleUse) -> bool:
    """True if a role prints text of a citation: notes do if they name the author."""
    meaning = ROLES[use.role]
    if meaning.note:
        return meaning.mode == "narrative"
    return not meaning.empty


def _cited(
    document: Document, use: RoleUse, project: RenderedProject
) -> tuple[FormattedCitation, PartlyKnown | None]:
    """Cite what a role cites, its unknown works as far as they go."""
    cites: list[Cite] = []
    for cite in use.cites:
        # A citation of one work links as a whole.
        href = f"#{cite.id}" if len(use.cites) > 1 else ""
        cites.append(attrs.evolve(cite, id=project.work(cite.id), href=href))
    partly = None
    if any(cite.id not in project.references for cite in cites):
        partly = PartlyKnown(
            cites,
            project.references,
            document.joint,
            author_order=fixes_order(cites),
        )
        cites = list(partly.cites())
    return document.cite(*cites, note=0), partly


def _listed_too(
    uses: Uses,
    order: Sequence[str],
    references: Mapping[str, Reference],
) -> Iterator[str]:
    """Yield the keys that lists name or that they list without a cite."""
    for docname in order:
        for each in uses.lists.get(docname, ()):
            yield from (key for key in each.keys if key in references)
            if {"all", "notcited", "filter"} & set(each.options):
                yield from references


def restyled(
    keys: Sequence[str],
    project: RenderedProject,
    style: str,
    locale: str,
) -> tuple[list[Entry], EntryLayout]:
    """Return the entries of keys in another style, and its layout."""
    document = Document(project.references, style, locale)
    document.nocite(*(project.work(key) for key in keys))
    bibliography = document.bibliography()
    return list(bibliography.entries or ()), bibliography.layout


# Names are lower case, since BibTeX's fields are; `year` is text, as it is in a .bib
# file.
def facts_of(
    reference: Reference,
    docname: str,
    docnames: set[str],
) -> dict[str, Any]:
    """Return what a filter may ask of a reference."""
    names = {
        variable: " and ".join(
            name.literal or f"{name.family}, {name.given}"
            for name in reference.names(variable)
        )
        for variable in ("author", "editor")
    }
    texts = {
        variable.lower(): reference.text(variable)
        for variable in reference.fields
        if reference.text(variable)
    }
    return {
        **texts,
        **names,
        "journal": reference.text("container-title"),
        "year": str(reference.year or ""),
        "key": reference.id,
        "type": reference.type,
        "cited": bool(docnames),
        "docname": docname,
        "docnames": docnames,
    }
