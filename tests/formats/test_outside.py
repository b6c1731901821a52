"""Formats that other packages bring, by the entry-point group `csecrefs.formats`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MODULE = '''
"""Pairs of names and values: a format of another package."""
from csecrefs.formats import Format
from csecrefs.model import Reference

PAIRS = Format(
    "pairs", "Pairs", "rudder_pairs", (".pairs",), writes=True, home="rudder"
)
'''
READER = """
from csecrefs.errors import Diagnostic
from csecrefs.model import Reference


def looks_like(head):
    return head.startswith("PAIRS")


def read(source, *, path):
    text = source.decode() if isinstance(source, bytes) else source
    titles = text.splitlines()[1:]
    found = [Reference(f"t{at}", "book", title=each) for at, each in enumerate(titles)]
    return found, [Diagnostic("pairs-read", "read from outside", path=path, line=1)]


def write(references):
    return "PAIRS\\n" + "".join(f"{each.title}\\n" for each in references)
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder with a package as an installer leaves it: its modules and metadata."""
    package = tmp_path / "site" / "rudder"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(MODULE)
    (package / "rudder_pairs.py").write_text(READER)
    _metadata(tmp_path / "site", "pairs = rudder:PAIRS")
    (tmp_path / "refs.pairs").write_text("PAIRS\nOars\nRudders\n")
    return tmp_path


def _metadata(site: Path, point: str) -> None:
    folder = site / "rudder-1.0.dist-info"
    folder.mkdir(exist_ok=True)
    (folder / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: rudder\nVersion: 1\n"
    )
    (folder / "entry_points.txt").write_text(f"[csecrefs.formats]\n{point}\n")


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder / "site")}
    return subprocess.run(
        [sys.executable, "-m", "csecrefs", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("named", [(), ("--from", "pairs")])
def test_it_is_read_by_content_and_by_name(
    installed: Path, named: tuple[str, ...]
) -> None:
    done = _run(installed, "convert", "refs.pairs", *named, "--to", "bibtex")
    assert done.returncode == 0, done.stderr
    assert "title = {Oars}" in done.stdout and "title = {Rudders}" in done.stdout
    assert "read from outside" in done.stderr


def test_it_is_written(installed: Path) -> None:
    (installed / "refs.bib").write_text("@book{k, title = {Tides}}")
    done = _run(installed, "convert", "refs.bib", "--to", "pairs")
    assert (done.returncode, done.stdout) == (0, "PAIRS\nTides\n"), done.stderr


def test_one_that_does_not_load_is_a_warning(installed: Path) -> None:
    _metadata(installed / "site", "pairs = rudder:NOTHING")
    done = _run(installed, "convert", "refs.pairs", "--to", "bibtex")
    assert done.returncode == 2
    assert "the format pairs of rudder:NOTHING does not load" in done.stderr
    assert "Traceback" not in done.stderr
