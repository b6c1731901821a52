"""Papers in Markdown: groups with the keys, modes and order of pandoc's AST."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from csecrefs import manuscript
from csecrefs.manuscript.sites import Manuscript
from tests.conformance import Case
from tests.conformance._manuscripts import measured, source

SOURCE = "manuscripts/markdown"

MODES = {"narrative": "in-text", "": "normal", "suppress-author": "suppress-author"}

Group = tuple[tuple[str, str], ...]


def expected_groups(expected: Any) -> Sequence[Group]:
    """Return the groups of pandoc's AST, the keys and modes of each."""
    return [
        tuple((cite["id"], cite["mode"]) for cite in each["cites"])
        for each in expected["citations"]
    ]


def groups(read: Manuscript) -> Sequence[Group]:
    """Return the groups of a manuscript that was read, those in pandoc's syntax."""
    return [
        tuple((cite.id, MODES[cite.mode]) for cite in site.cites)
        for site in read.sites
        if site.kind == "citation" and not site.nested and not site.command
    ]


def _find(folder: Path, _: Any) -> Sequence[Group]:
    path = source(folder)
    return groups(manuscript.read(path.read_bytes(), path=str(path)))


def run(path: Path) -> Iterable[Case]:
    return measured(path, expected_groups, _find)
