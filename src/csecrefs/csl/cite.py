"""What a document asks of the processor, and what it gets back."""

from __future__ import annotations

from typing import Literal

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.text.inline import Entry, EntryLayout, Inlines

CiteMode = Literal["", "suppress-author", "author-only", "composite"]
"""Which parts are printed: all, all but the author, the author only, or narrative ("Tolbaru (2022)")."""


@attrs.frozen
class Cite:
    """One work cited at one place; `label` is a CSL locator type ("page", "chapter", ...).

    The processor finds out where among the others a cite stands; `position` (0 first, 1 subsequent, 2 ibid,
    3 ibid-with-locator), `near_note` and `first_note` say it for a cite rendered on its own.
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


@attrs.frozen
class Citation:
    """The cites that stand together at one place; `note` is the note's number, 0 in running text."""

    cites: tuple[Cite, ...]
    note: int = 0


@attrs.frozen
class Rendering:
    """A document's citations in order and its sorted bibliography, None where the style has none."""

    citations: tuple[Inlines, ...]
    entries: tuple[Entry, ...] | None
    layout: EntryLayout
    warnings: tuple[Diagnostic, ...] = ()
