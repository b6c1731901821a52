"""`python -m tests.benchmarks.library [PYTHON]`: a library of 20,000 entries (10 MB).

Each row is processor time, user and system, of a process of its own, with the cache
folder empty ("first") and once more ("again"). PYTHON is the interpreter whose installed
csecrefs is measured: give one of a virtual environment that `pip install .` filled, for
an editable installation may run without compiled modules. Times on a busy machine vary
by a third; each row is the best of three runs.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tests.benchmarks.formats import bib

ENTRIES: Final = 20_000
ROUNDS: Final = 3
KEY: Final = "key12345"
_READ: Final = """
import sys, time
from csecrefs.formats.bibtex import read
source = open(sys.argv[1], "rb").read()
begin = time.process_time()
references, diagnostics = read(source, path=sys.argv[1])
print(len(references) / (time.process_time() - begin))
"""
_SAVE: Final = """
import sys, time
from csecrefs import Library
path, key = sys.argv[1:]
before = open(path, "rb").read()
library = Library.read(path)
library.replace(library[key].evolve(volume=str(time.time_ns())))
begin = time.process_time()
library.save()
print(time.process_time() - begin)
after = open(path, "rb").read()
start = next(i for i, (a, b) in enumerate(zip(before, after)) if a != b)
entry = after.rfind(b"@", 0, start)
assert key.encode() in after[entry : entry + 40], after[entry : entry + 40]
same = next(i for i, (a, b) in enumerate(zip(before[::-1], after[::-1])) if a != b)
assert b"\\n@" not in after[start : len(after) - same]
"""


def made(folder: Path) -> Path:
    """Write the library of the benchmark and return its path."""
    file = folder / "refs.bib"
    file.write_text(bib(ENTRIES), encoding="utf-8", newline="")
    return file


def items(folder: Path) -> Path:
    """Write 30 CSL-JSON items and return the path."""
    file = folder / "items.json"
    found = [
        {
            "id": f"item{number}",
            "type": "article-journal",
            "title": f"On the number {number}",
            "author": [{"family": "Doe", "given": f"Jane {number}"}],
            "issued": {"date-parts": [[1990 + number]]},
            "container-title": "Journal of Numbers",
            "volume": str(number),
            "page": f"{number}-{number + 9}",
            "DOI": f"10.1000/{number}",
        }
        for number in range(30)
    ]
    file.write_text(json.dumps(found), encoding="utf-8")
    return file


class _Program:
    """The csecrefs of an interpreter, run with a cache folder of its own."""

    def __init__(self, python: str, cache: Path) -> None:
        self.python = python
        self.environment: Mapping[str, str] = {
            **os.environ,
            "XDG_CACHE_HOME": str(cache),
            "XDG_CONFIG_HOME": str(cache),
            "PYTHONDONTWRITEBYTECODE": "",
        }

    def seconds(self, *arguments: str, **extra: str) -> float:
        """Return the processor time of a run of the command."""
        # The script that pip makes, as a shell starts it.
        command = [str(Path(self.python).with_name("csecrefs")), *arguments]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            command, env={**self.environment, **extra}, capture_output=True, check=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        user = after.ru_utime - before.ru_utime
        return user + after.ru_stime - before.ru_stime

    def figure(self, code: str, *arguments: str) -> float:
        """Return the number that a program of its own prints."""
        done = subprocess.run(
            [self.python, "-c", code, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return float(done.stdout)


def main(arguments: list[str]) -> int:
    """Print the rows."""
    python = str(Path.cwd() / arguments[0]) if arguments else sys.executable
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, thirty = made(folder), items(folder)
        print(f"{ENTRIES} entries, {file.stat().st_size / 1e6:.1f} MB", flush=True)
        verbs: dict[str, Callable[[_Program], float]] = {
            "show KEY": lambda program: program.seconds("show", str(file), KEY),
            "cite KEY": lambda program: program.seconds("cite", str(file), KEY),
            "completion of a key": lambda program: program.seconds(
                _CSECREFS_COMPLETE="bash_complete",
                COMP_WORDS=f"csecrefs show {file} key1234",
            ),
            "list Smith": lambda program: program.seconds("list", str(file), "Smith"),
            "--version": lambda program: program.seconds("--version"),
            "format, 30 items": lambda program: program.seconds(
                "format", str(thirty), "--style", "ieee"
            ),
        }
        for title, run in verbs.items():
            first, again = [], []
            for number in range(ROUNDS):
                program = _Program(python, folder / f"{title} {number}")
                first.append(run(program))
                again.append(run(program))
            row = f"first {min(first):.3f} s, again {min(again):.3f} s"
            print(f"  {title:24}{row}", flush=True)
        program = _Program(python, folder / "others")
        rates = [program.figure(_READ, str(file)) for _ in range(ROUNDS)]
        print(f"  {'typed reading':24}{max(rates):.0f} entries per second")
        saves = [program.figure(_SAVE, str(file), KEY) for _ in range(ROUNDS)]
        print(f"  {'Library.save()':24}{min(saves):.3f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
