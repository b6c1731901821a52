r"""The results of a scan: the citations of LaTeX sources as they are typed."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.manuscript.latex.arguments import Typed
from csecrefs.manuscript.latex.commands import (
    ABNTEX,
    APACITE,
    COMMANDS,
    CiteCommand,
)
from csecrefs.manuscript.latex.macros import Macros
from csecrefs.manuscript.latex.sources import Source, Sources
from csecrefs.manuscript.sites import SiteKind


@attrs.frozen
class LatexCitation:
    """One citation command of a source, as it is typed.

    `start` and `end` are offsets in the text of `source`. Several commands that one
    macro of the author's stands for have the macro's span.
    """

    command: str
    """The name typed, without backslash and star; the macro's name for a macro."""
    meaning: CiteCommand
    start: int
    end: int
    source: Source
    groups: tuple[Typed, ...] = ()
    star: bool = False
    multipre: str = ""
    multipost: str = ""
    field: str = ""
    """The field that `\\citefield` names."""
    note: int = 0
    notes_before: int = 0
    braces: int = 0
    """Groups around the citation: it may be inside a heading or a caption."""
    kind: SiteKind = "citation"
    before: str = ""
    """Text of the macro's body before the citation."""
    after: str = ""
    """Text of the macro's body after the last citation."""


@attrs.define
class Scan:
    """All that a scan finds; it grows as files are read."""

    sources: Sources
    macros: Macros = attrs.field(factory=Macros)
    citations: list[LatexCitation] = attrs.field(factory=list)
    inclusions: list[Inclusion] = attrs.field(factory=list)
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    resources: list[str] = attrs.field(factory=list)
    packages: dict[str, str] = attrs.field(factory=dict)
    style: str = ""
    notes: int = 0
    expansions: int = 0

    @property
    def commands(self) -> Mapping[str, CiteCommand]:
        """The citation commands of the packages that are loaded."""
        if "apacite" in self.packages:
            return APACITE
        if "abntex2cite" in self.packages:
            return ABNTEX
        return COMMANDS


@attrs.frozen
class Inclusion:
    r"""An `\input` or its like: its span in one source, and the source it names."""

    start: int
    end: int
    source: Source
    included: Source
    page: bool
    r"""True for `\include`, which begins and ends a page."""
