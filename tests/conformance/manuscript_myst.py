"""MyST Markdown: the roles that cite, with their keys, and places for the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from csecrefs import manuscript
from tests.conformance import Case
from tests.conformance._manuscripts import measured, source

SOURCE = "manuscripts/myst"

Group = tuple[str, tuple[str, ...]]


def _expected(expected: Any) -> Sequence[Group]:
    found: list[Group] = []
    for each in expected["citations"]:
        if each.get("directive"):
            found.append((each["directive"], ()))
        else:
            found.append((each["role"], tuple(cite["key"] for cite in each["cites"])))
    for each in expected["pandoc_citations"]:
        found.append(("", tuple(cite["id"] for cite in each["cites"])))
    return sorted(found)


def _find(folder: Path, _: Any) -> Sequence[Group]:
    found: list[Group] = []
    for site in manuscript.read(source(folder)).sites:
        if site.kind == "bibliography":
            found.append(("bibliography", ()))
        elif not site.nested and site.start != site.end:
            found.append((site.command, tuple(cite.id for cite in site.cites)))
    return sorted(found)


def run(path: Path) -> Iterable[Case]:
    return measured(path, _expected, _find)
