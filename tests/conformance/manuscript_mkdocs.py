"""Pages of MkDocs: the citations of mkdocs-bibtex, and its commands for the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from csecrefs import manuscript
from tests.conformance import Case
from tests.conformance._manuscripts import measured, source
from tests.conformance.manuscript_markdown import expected_groups, groups

SOURCE = "manuscripts/mkdocs"


def _expected(expected: Any) -> Sequence[Any]:
    return [*expected_groups(expected), *expected.get("commands", ())]


def _find(folder: Path, _: Any) -> Sequence[Any]:
    read = manuscript.read(source(folder))
    commands = [site.source for site in read.sites if site.kind == "bibliography"]
    return [*groups(read), *commands]


def run(path: Path) -> Iterable[Case]:
    return measured(path, _expected, _find)
