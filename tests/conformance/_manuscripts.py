"""What the sets of manuscripts share: their cases, and how groups are compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from tests.conformance import Case


def folders(path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield each folder of a case with its expected results."""
    for expected in sorted(path.rglob("expected.json")):
        yield expected.parent, json.loads(expected.read_text("utf-8"))


def source(folder: Path) -> Path:
    """Return the manuscript of a case."""
    return next(each for each in sorted(folder.iterdir()) if each.stem == "manuscript")


def compared(
    name: str, expected: Sequence[Hashable], found: Sequence[Hashable]
) -> Iterator[Case]:
    """Yield a case for each expected group, and for each found that is too many.

    Groups are aligned in order, so that one missing or superfluous group fails alone.
    """
    matcher = SequenceMatcher(None, expected, found, autojunk=False)
    for tag, low, high, start, end in matcher.get_opcodes():
        if tag == "equal":
            for place in range(low, high):
                yield Case(f"{name}/{place + 1}", True)
            continue
        for place in range(max(high - low, end - start)):
            wanted = expected[low + place] if low + place < high else None
            got = found[start + place] if start + place < end else None
            detail = f"wanted {wanted!r}, found {got!r}"
            yield Case(f"{name}/{low + place + 1}", False, detail)


def measured(
    path: Path,
    expect: Callable[[Any], Sequence[Hashable]],
    find: Callable[[Path, Any], Sequence[Hashable]],
    amend: Callable[[Path, Any], Any] = lambda folder, expected: expected,
) -> Iterable[Case]:
    """Yield the cases of every folder; a crash fails all groups of its folder.

    `amend` leaves out of the expected results what is a flaw of theirs.
    """
    for folder, raw in folders(path):
        expected = amend(folder, raw)
        groups = expect(expected)
        try:
            found = find(folder, expected)
        except Exception as error:
            detail = f"{type(error).__name__}: {error}"
            for place in range(len(groups)):
                yield Case(f"{folder.name}/{place + 1}", False, detail)
            continue
        yield from compared(folder.name, groups, found)
