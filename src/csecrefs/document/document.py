"""A document: its citations in order, and the bibliographies that follow from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain, compress
from operator import attrgetter, is_not
from pathlib import Path
from typing import Any, get_args

import attrs

from csecrefs.csl.cite import Citation, Cite, CiteMode, Rendering
from csecrefs.document.formatter import DEFAULT_STYLE, load
from csecrefs.document.results import Bibliography, FormattedCitation
from csecrefs.document.selection import select
from csecrefs.errors import InputError, NotFoundError
from csecrefs.model import Reference
from csecrefs.text.inline import Inlines
from csecrefs.text.locator import label_named, parse_locator

Group = str | Callable[[Reference], str]
"""How references are grouped: by `type`, by a variable's text, or by what a function
says of each.
"""


class Document:
    """One piece of writing in one style: cite as you write, then ask for the
    bibliography.

    A citation's text can depend on what stands before and after it (ibid., numbers,
    "2020a"), so the objects that `cite` and `bibliography` return are rendered when
    they are looked at, in the document's order. In a style of notes each citation is a
    note of its own, numbered in order, unless `note` says otherwise.
    """

    def __init__(
        self,
        references: Mapping[str, Reference],
        style: str | Path = DEFAULT_STYLE,
        locale: str = "",
        *,
        engine: str = "csecrefs",
        abbreviations: Mapping[str, Any] | str | Path = "",
        spans: bool = False,
    ) -> None:
        self._references = references
        self._formatter = load(style, locale, engine, abbreviations, spans)
        self._format = self._formatter.start()
        self._citations: list[FormattedCitation] = []
        self._notes: dict[FormattedCitation, int] = {}
        self._noted: dict[FormattedCitation, Citation] = {}
        self._uncited: dict[str, None] = {}
        self._rendered: Rendering | None = None
        self._trees: dict[FormattedCitation, Inlines] = {}

    @property
    def style(self) -> str:
        """The name of the style."""
        return self._formatter.style

    @property
    def notes(self) -> bool:
        """True if the style prints citations as notes."""
        return self._formatter.notes

    def cite(
        self,
        *cites: str | Cite,
        locator: str = "",
        prefix: str = "",
        suffix: str = "",
        mode: CiteMode = "",
        note: int | None = None,
        author_order: bool = False,
        **place: str | int,
    ) -> FormattedCitation:
        """Add a citation at the end of the document.

        Each cite is a key ("ferrao2020"), a key with its locator ("ferrao2020:p. 33"),
        or a `Cite`. A locator may also be given as `locator="ch. 2"` or by its type
        (`page="8"`, `chapter=2`). It and `prefix` are for the first cite, `suffix` is
        for the last, `mode` for all ("narrative" for the first). `note` is the number
        of the note the citation stands in, 0 for the running text. With `author_order`
        cites keep their places around prefixes and suffixes between them. Raises
        NotFoundError for an unknown key.
        """
        citation = self._new(
            cites, locator=locator, prefix=prefix, suffix=suffix, mode=mode, **place
        )
        self._place(citation, len(self._citations), note, author_order)
        return citation

    def insert(
        self, index: int, *cites: str | Cite, note: int | None = None, **how: Any
    ) -> tuple[FormattedCitation, ...]:
        """Add a citation, given as to `cite`, before the one at `index`; all citations
        whose text is new.
        """
        before = self._current()
        self._place(self._new(cites, **how), index, note)
        return self._changed(before)

    def move(
        self, citation: FormattedCitation, index: int
    ) -> tuple[FormattedCitation, ...]:
        """Put a citation at another place; all citations whose text is new."""
        before = self._current()
        self._take_out(citation)
        self._citations.insert(index, citation)
        self._rendered = None
        return self._changed(before)

    def remove(self, citation: FormattedCitation) -> tuple[FormattedCitation, ...]:
        """Take a citation out; all citations whose text is new."""
        before = self._current()
        self._take_out(citation)
        self._notes.pop(citation, None)
        self._noted.pop(citation, None)
        self._rendered = None
        return self._changed(before)

    def nocite(self, *keys: str) -> None:
        """List references that are not cited; `"*"` lists all. Raises NotFoundError for
        an unknown key.
        """
        for key in self._references if "*" in keys else keys:
            self._uncited[self._known(key)] = None
        self._rendered = None

    @property
    def citations(self) -> tuple[FormattedCitation, ...]:
        """The citations in order."""
        return tuple(self._citations)

    def bibliography(
        self,
        text: str = "",
        *,
        where: Callable[[Reference], bool] | None = None,
        **filters: Any,
    ) -> Bibliography:
        """The bibliography of what is cited or listed by `nocite`, or the part of it
        that matches.

        `text` and `filters` choose as `Library.search` does, `where` by a function.
        """

        def keep(reference: Reference) -> bool:
            matches = any(select((reference,), text, filters))
            return matches and (where is None or where(reference))

        if not (text or filters or where):
            return Bibliography(self._formatter, self._render, self._listed)
        return Bibliography(self._formatter, self._render, self._listed, keep)

    def bibliographies(self, by: Group) -> dict[str, Bibliography]:
        """The bibliography in parts by group, in the order the groups first appear in
        it.
        """

        def group(reference: Reference) -> str:
            if callable(by):
                return by(reference)
            return reference.type if by == "type" else reference.text(by)

        groups = dict.fromkeys(
            group(reference) for reference in self.bibliography().references
        )

        def in_group(name: str) -> Bibliography:
            return self.bibliography(where=lambda reference: group(reference) == name)

        return {name: in_group(name) for name in groups}

    def _new(
        self,
        cites: tuple[str | Cite, ...],
        *,
        locator: str = "",
        prefix: str = "",
        suffix: str = "",
        mode: CiteMode = "",
        **place: str | int,
    ) -> FormattedCitation:
        if not cites:
            raise TypeError("cite needs at least one key")
        if mode not in get_args(CiteMode):
            raise NotFoundError("mode of citation", mode, get_args(CiteMode))
        made = [self._cite(cite) for cite in cites]
        if locator or place:
            made[0] = _located(made[0], locator, place)
        if mode:
            concerned = 1 if mode == "narrative" else len(made)
            made[:concerned] = [
                attrs.evolve(cite, mode=mode) for cite in made[:concerned]
            ]
        made[0] = attrs.evolve(made[0], prefix=prefix or made[0].prefix)
        made[-1] = attrs.evolve(made[-1], suffix=suffix or made[-1].suffix)
        return FormattedCitation(self._formatter, self._render, tuple(made), self._tree)

    def _cite(self, cite: str | Cite) -> Cite:
        if isinstance(cite, Cite):
            self._known(cite.id)
            return cite
        if cite in self._references:
            return Cite(cite)
        for colon in reversed(
            [place for place, character in enumerate(cite) if character == ":"]
        ):
            if (key := cite[:colon]) in self._references:
                label, text = parse_locator(cite[colon + 1 :])
                return Cite(key, text, label)
        raise NotFoundError("reference", cite, self._references)

    def _known(self, key: str) -> str:
        if key not in self._references:
            raise NotFoundError("reference", key, self._references)
        return key

    def _place(
        self,
        citation: FormattedCitation,
        index: int,
        note: int | None,
        author_order: bool = False,
    ) -> None:
        self._citations.insert(index, citation)
        self._noted[citation] = Citation(citation.cites, note or 0, author_order)
        if note is not None:
            self._notes[citation] = note
        self._rendered = None

    def _take_out(self, citation: FormattedCitation) -> None:
        if citation not in self._citations:
            raise InputError(f"{citation!r} is not in this document")
        self._citations.remove(citation)

    def _render(self) -> Rendering:
        if self._rendered is None:
            if self._formatter.notes:
                self._number_notes()
            citations = list(map(self._noted.__getitem__, self._citations))
            references = list(map(self._references.__getitem__, self._keys(citations)))
            self._rendered = self._format(references, citations)
            self._trees = dict(
                zip(self._citations, self._rendered.citations, strict=True)
            )
        return self._rendered

    def _tree(self, citation: FormattedCitation) -> Inlines:
        self._render()
        try:
            return self._trees[citation]
        except KeyError:
            raise InputError(f"{citation!r} is no longer in its document") from None

    def _listed(self) -> dict[str, Reference]:
        """What the bibliography holds, by key."""
        keys = self._keys(map(self._noted.__getitem__, self._citations))
        return {key: self._references[key] for key in keys}

    def _keys(self, citations: Iterable[Citation]) -> dict[str, None]:
        """The keys of the works cited, in order, then of the uncited ones."""
        return dict.fromkeys(
            chain(
                chain.from_iterable(map(attrgetter("works"), citations)), self._uncited
            )
        )

    def _number_notes(self) -> None:
        """Give each citation that stands in no certain note one of its own, after those
        before it.
        """
        last = 0
        for citation in self._citations:
            note = self._notes.get(citation, last + 1)
            last = max(last, note)
            if (
                self._noted[citation].note != note
            ):  # what stays the same object is not rendered again
                order = self._noted[citation].author_order
                self._noted[citation] = Citation(citation.cites, note, order)

    def _current(self) -> dict[FormattedCitation, Inlines]:
        self._render()
        return self._trees

    def _changed(
        self, before: Mapping[FormattedCitation, Inlines]
    ) -> tuple[FormattedCitation, ...]:
        now = self._current()
        rendered = compress(
            now.items(), map(is_not, now.values(), map(before.get, now))
        )
        return tuple(
            [citation for citation, tree in rendered if tree != before.get(citation)]
        )


def _located(cite: Cite, locator: str, place: Mapping[str, str | int]) -> Cite:
    """`cite` with the locator that `locator="ch. 2"` or `chapter="2"` gives it."""
    if len(place) + bool(locator) > 1:
        raise TypeError("a citation takes one locator")
    if locator:
        label, text = parse_locator(locator)
        return attrs.evolve(cite, locator=text, label=label)
    (name, value), *_ = place.items()
    named = label_named(name)
    if named is None:
        raise TypeError(f"cite() got an unexpected keyword argument {name!r}")
    return attrs.evolve(cite, locator=str(value), label=named)
