"""Lets ten commands write to one library at once: `python -m tests.hostile.contending
[ROUNDS]`.

Every command that ends with 0 has left its mark, every other one has said why and left
none, and what was there before is there still.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from csecrefs import Library
from tests.hostile.killing import ended, entries, preload, start

COMMANDS = 10
"""Commands of a round."""
DELAY = 0.08
"""Maximum of seconds by which a command begins later than the first."""
KEPT = "% what nobody may lose\n"


class Command(NamedTuple):
    """A command, and the test of the mark that it leaves in the library."""

    arguments: tuple[str, ...]
    is_done: Callable[[Library, str], bool]


def _added(number: int) -> Command:
    return Command(
        ("add", f"new{number}.ris", "--write", "--library", "refs.bib"),
        lambda library, _: f"new{number}" in library,
    )


def _set(number: int) -> Command:
    key = f"key{number}"
    return Command(
        ("set", "--library", "refs.bib", key, f"volume={number + 500}"),
        lambda library, _: library[key].text("volume") == f"{number + 500}",
    )


def _renamed(number: int) -> Command:
    return Command(
        ("rename", "--library", "refs.bib", f"key{number}", f"renamed{number}"),
        lambda library, _: (
            f"renamed{number}" in library and f"key{number}" not in library
        ),
    )


def _removed(number: int) -> Command:
    return Command(
        ("rm", "--library", "refs.bib", f"key{number}", "--yes"),
        lambda library, _: f"key{number}" not in library,
    )


def _new(number: int) -> Command:
    return Command(
        (*("new", "book", "--library", "refs.bib"), "--key", f"own{number}", "title=T"),
        lambda library, _: f"own{number}" in library,
    )


def _tidied(_: int) -> Command:
    # What comes after it is laid out by other rules, so that no line shows its mark.
    return Command(("tidy", "refs.bib", "--write"), lambda *_: True)


MIXED = (
    _set,
    _renamed,
    _removed,
    _new,
    _added,
    _tidied,
    _set,
    _renamed,
    _removed,
    _tidied,
)
KINDS: dict[str, Sequence[Callable[[int], Command]]] = {
    "add": (_added,) * COMMANDS,
    "mixed": MIXED,
}


def faults(folder: Path, kind: str, chance: Random) -> list[str]:
    """Run one round in a folder, and return what went wrong."""
    (folder / "refs.bib").write_text(KEPT + entries(30), encoding="utf-8")
    commands = [make(number) for number, make in enumerate(KINDS[kind])]
    for number in range(COMMANDS):
        text = f"TY  - BOOK\nID  - new{number}\nTI  - Salt {number}\nER  - \n"
        (folder / f"new{number}.ris").write_text(text)
    children = [
        start(folder, each.arguments, delay=chance.uniform(0, DELAY))
        for each in commands
    ]
    codes = [ended(child) for child in children]
    text = (folder / "refs.bib").read_text(encoding="utf-8")
    library = Library.read(folder / "refs.bib")
    found = []
    for command, code in zip(commands, codes, strict=True):
        words = " ".join(command.arguments)
        if code != 0:
            found.append(f"{words}: ends with {code}")
        elif not command.is_done(library, text):
            found.append(f"{words}: ends with 0, and is lost")
    touched = {word for each in commands for word in each.arguments}
    for number in range(30):
        if f"key{number}" not in touched and f"key{number}" not in library:
            found.append(f"key{number} is lost")
    if KEPT not in text:
        found.append("the comment is lost")
    left = [path.name for path in folder.glob(".*.lock")]
    return [*found, *(f"{name} is left" for name in left)]


def main(arguments: list[str]) -> int:
    """Print the faults of each kind of round; return 1 if there is one."""
    rounds = int(arguments[0]) if arguments else 100
    preload()
    count = 0
    for kind in KINDS:
        chance, began = Random(kind), time.monotonic()
        for number in range(rounds):
            with tempfile.TemporaryDirectory() as home:
                for fault in faults(Path(home), kind, chance):
                    count += 1
                    print(f"{kind} {number}: {fault}", flush=True)
        seconds = time.monotonic() - began
        print(f"{kind}: {rounds} rounds of {COMMANDS} in {seconds:.0f} s", flush=True)
    print(f"{count} faults")
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
