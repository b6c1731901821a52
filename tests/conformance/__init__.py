"""The scoreboard: how far the program meets sets of expected results that lie outside
the project.

Each module here but `__main__` is one set: `SOURCE` is where its cases lie below the
shared folder, and `run(path)` yields a `Case` for each. The shared folder is
`../shared`, or `CSECREFS_SHARED`.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

SHARED = Path(os.environ.get("CSECREFS_SHARED") or Path(__file__).parents[3] / "shared")


class Case(NamedTuple):
    """One measured case; `detail` says in one line what was wrong."""

    id: str
    passed: bool
    detail: str = ""


class Set(NamedTuple):
    """A named set of cases, and where it lies."""

    name: str
    source: Path
    run: Callable[[Path], Iterable[Case]]


def sets() -> dict[str, Set]:
    """Every set by name; the module `csl_suite` is the set `csl-suite`."""
    found = {}
    for info in pkgutil.iter_modules(__path__):
        if not info.name.startswith("_"):
            module = importlib.import_module(f"{__name__}.{info.name}")
            name = info.name.replace("_", "-")
            found[name] = Set(name, SHARED / module.SOURCE, module.run)
    return found
