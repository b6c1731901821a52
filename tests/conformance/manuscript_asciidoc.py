"""Citations of AsciiDoc files: macro, text before, keys and locators."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from csecrefs.manuscript import read
from tests.conformance import Case
from tests.conformance._manuscripts import measured, source

SOURCE = "manuscripts/asciidoc"

Group = tuple[str, str, tuple[tuple[str, str], ...]]


def _expected(expected: Any) -> list[Group]:
    return [
        (
            each["macro"],
            each["pretext"],
            tuple((cite["key"], cite["locator"]) for cite in each["cites"]),
        )
        for each in expected["citations"]
    ]


def _found(folder: Path, expected: Any) -> list[Group]:
    path = source(folder)
    return [
        (
            site.command,
            site.cites[0].prefix,
            tuple((cite.id, cite.locator) for cite in site.cites),
        )
        for site in read(path.read_bytes(), path=str(path)).sites
        if site.cites
    ]


def run(path: Path) -> Iterable[Case]:
    return measured(path, _expected, _found)
