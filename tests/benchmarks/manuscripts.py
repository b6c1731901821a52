"""How long manuscripts take: `python -m tests.benchmarks.manuscripts`.

Papers in the shared folder, read and rendered after start; whole runs of `render` beside
pandoc with --citeproc, where pandoc is; books of 100 and 300 chapters; a file of 50 MB
with 10,000 citations.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import csecrefs as cr
from csecrefs import manuscript
from csecrefs.library.manuscripts import render
from csecrefs.styles.find import find
from tests.conformance import SHARED

PAPERS = SHARED / "manuscripts" / "markdown"
PARAGRAPH = "Tides rise and fall with the moon, as every sailor has long known. " * 70


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """Return the least processor time that a work takes, its processes included.

    On a busy machine the clock says less.
    """
    found = []
    for _ in range(times):
        start = _spent()
        work()
        found.append(_spent() - start)
    return min(found)


def _spent() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def papers() -> None:
    """Print the time of a paper after start, and beside pandoc in processes."""
    after, ours, theirs = [], [], []
    for folder in sorted(PAPERS.iterdir()):
        path = next(folder.glob("manuscript.*"))
        bibs = sorted(folder.glob("refs*.bib"))
        if not bibs or not (folder / "citeproc-apa.html").exists():
            continue
        lib = cr.Library.read(bibs)
        after.append(seconds(partial(render, lib, path, style="apa"), 3))
        ours.append(seconds(partial(_render, path, bibs)))
        if shutil.which("pandoc"):
            theirs.append(seconds(partial(_pandoc, path, bibs)))
    print(
        f"papers after start: median {_ms(after)}, longest {max(after) * 1000:.0f} ms"
    )
    print(f"papers, whole runs: median {_ms(ours)}")
    if theirs:
        slower = sum(one > other for one, other in zip(ours, theirs, strict=True))
        print(f"pandoc --citeproc: median {_ms(theirs)}; slower than it: {slower}")


def _ms(times: list[float]) -> str:
    return f"{statistics.median(times) * 1000:.0f} ms"


def _render(path: Path, bibs: list[Path]) -> None:
    code = "from csecrefs.cli import main; main()"
    command = [sys.executable, "-c", code, "render", str(path), "--style", "apa"]
    subprocess.run(
        [*command, "--library", str(bibs[0])],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _pandoc(path: Path, bibs: list[Path]) -> None:
    named = [f"--bibliography={bib}" for bib in bibs]
    subprocess.run(
        [
            "pandoc",
            str(path),
            "--citeproc",
            *named,
            f"--csl={find('apa').path}",
            "-t",
            "markdown",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def books() -> None:
    """Print the time of books, a chapter of which has forty citations."""
    chapter = "# Chapter\n\n" + "Text [@k1, p. 3; @k2] and @k3 says.\n\n" * 40
    entries = (
        f"@book{{k{n}, author={{Low, A{n}}}, title={{T{n}}}, year=2001}}"
        for n in range(9)
    )
    lib = cr.Library.parse("\n".join(entries))
    with tempfile.TemporaryDirectory() as folder:
        for count in (100, 300):
            path = Path(folder) / f"{count}.md"
            path.write_text(chapter * count)
            print(f"{count} chapters: {seconds(partial(render, lib, path)):.2f} s")


def large() -> None:
    """Print the time of a file of 50 MB with 10,000 citations."""
    text = "".join(f"{PARAGRAPH} [@k{n % 9}]\n\n" for n in range(10_000))
    content = text.encode()
    read = seconds(lambda: manuscript.read(content, path="large.md"))
    print(f"{len(content) / 1e6:.0f} MB, 10,000 citations: read in {read:.1f} s")


if __name__ == "__main__":
    papers()
    books()
    large()
