"""Citations that a document gives to the processor, and the renderings it gets back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Literal

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.text.inline import Entry, EntryLayout, Inlines
from csecrefs.tuples import NamedTuple

CiteMode = Literal["", "suppress-author", "author-only", "narrative"]
"""Which parts are printed: all, all but the author, the author only, or the author in
running text and the rest in brackets ("Tolbaru (2022)"); a note names its author
anyway, so in styles of notes that is all."""


@attrs.frozen
class Cite:
    """One work cited at one place; `label` is a CSL locator type ("page", "chapter",
    ...).

    The processor finds out where among the others a cite stands; `position` (0 first, 1
    subsequent, 2 ibid, 3 ibid-with-locator), `near_note` and `first_note` say it for a
    cite rendered on its own.
    """

    id: str
    locator: str = ""
    label: str = "page"
    prefix: str = ""
    suffix: str = ""
    mode: CiteMode = ""
    position: int | None = None
    near_note: bool = False
    first_note: int = 0
    href: str = ""
    """The address that the printed cite links to, empty for none. Prefix and suffix are
    outside of the link, and so is an author that running text names."""
    restarts: bool = False
    """True if positions begin anew with this citation, as in a new chapter: for it no
    work was cited before."""
    arranged: bool = False
    """True if the writer arranged this citation by hand: none of its cites is sorted,
    as in a field of Zotero's that is `unsorted`."""


@attrs.frozen
class Citation:
    """The cites that stand together at one place; `note` is the note's number, 0 in
    running text.

    `works` are the keys of what is cited.
    """

    cites: tuple[Cite, ...]
    note: int = 0
    author_order: bool = False
    """True if cites keep their places around the author's words between them: only
    those that no prefix or suffix parts are sorted among each other."""
    works: tuple[str, ...] = attrs.field(
        init=False,
        eq=False,
        repr=False,
    )

    @works.default
    def _keys(self) -> tuple[str, ...]:
        return tuple([cite.id for cite in self.cites])


class RenderedBibliography(NamedTuple):
    """A sorted bibliography, None where the style has none, how it is to be set, and
    what was left out.
    """

    entries: tuple[Entry, ...] | None
    layout: EntryLayout
    warnings: tuple[Diagnostic, ...] = ()


class Rendering:
    """A document's citations in order, and its bibliography, which is rendered when it
    is first asked for.
    """

    def __init__(
        self,
        citations: tuple[Inlines, ...],
        bibliography: Callable[[], RenderedBibliography],
        warnings: tuple[Diagnostic, ...] = (),
    ) -> None:
        self.citations = citations
        self._bibliography = bibliography
        self._warnings = warnings

    @property
    def entries(self) -> tuple[Entry, ...] | None:
        """The entries in order, None where the style has no bibliography."""
        return self._formatted.entries

    @property
    def layout(self) -> EntryLayout:
        """The layout of the entries by the style."""
        return self._formatted.layout

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The warnings about the citations, then those about the entries."""
        return self._warnings + self._formatted.warnings

    def with_warnings(self, more: Iterable[Diagnostic]) -> Rendering:
        """The same with more to say of its citations."""
        return Rendering(
            self.citations, lambda: self._formatted, (*more, *self._warnings)
        )

    @cached_property
    def _formatted(self) -> RenderedBibliography:
        return self._bibliography()
