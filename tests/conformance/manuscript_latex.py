"""Citation commands of LaTeX sources: keys, commands, and the notes before and after."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from csecrefs.manuscript.latex import commands_of
from tests.conformance import Case
from tests.conformance._manuscripts import measured, source

SOURCE = "manuscripts/latex"

Group = tuple[tuple[str, ...], str, str]
Typed = tuple[str, bool, tuple[Group, ...]]


def _spaced(text: str) -> str:
    """Return a note with its white space as TeX sees it."""
    return " ".join(text.split())


def _expected(expected: Any) -> list[Typed]:
    return [
        (
            each["command"],
            each["star"],
            tuple(
                (tuple(group["keys"]), _spaced(group["pre"]), _spaced(group["post"]))
                for group in each["groups"]
            ),
        )
        for each in expected["citations"]
    ]


def _found(folder: Path, expected: Any) -> list[Typed]:
    path = source(folder)
    return [
        (
            each.command,
            each.star,
            tuple(
                (group.keys, _spaced(group.pre), _spaced(group.post))
                for group in each.groups
            ),
        )
        for each in commands_of(path.read_bytes(), path=str(path))
    ]


def run(path: Path) -> Iterable[Case]:
    return measured(path, _expected, _found)
