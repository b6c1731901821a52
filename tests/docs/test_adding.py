"""The pages on adding things: each diff fits the source, and what it adds works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("adding-*.md"))
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HUNK = re.compile(r"^@@ -[\d,]+ \+[\d,]+ @@ ?(.*)$", re.MULTILINE)


def apply(diff: str, root: Path) -> None:
    """Apply a unified diff by its lines, not by their numbers, which drift."""
    for part in re.split(r"^--- ", diff, flags=re.MULTILINE)[1:]:
        _, target, hunks = part.split("\n", 2)
        path = root / target.removeprefix("+++ b/")
        path.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        _, *pieces = _HUNK.split(hunks)
        for heading, lines in zip(pieces[::2], pieces[1::2], strict=True):
            text = changed(text, heading, lines.removeprefix("\n").splitlines())
        path.write_text(text, encoding="utf-8")


def changed(text: str, heading: str, lines: list[str]) -> str:
    """Return the text with one hunk applied below the line that the hunk names."""
    before = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
    after = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
    start = text.index(heading) if heading in text else 0
    at = text.find(before, start)
    if at < 0:
        at = text.find(before)
    assert at >= 0, f"the source has no longer these lines:\n{before}"
    return text[:at] + after + text[at + len(before) :]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_diff_applies_and_works(page: Path, tmp_path: Path) -> None:
    blocks = dict(_BLOCK.findall(page.read_text(encoding="utf-8")))
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignored)
    for name in ("docs/reference/commands.md", "pyproject.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    apply(blocks["diff"], tmp_path)
    environment = os.environ | {
        "PYTHONPATH": str(tmp_path / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    done = subprocess.run(
        [sys.executable, "-c", blocks["python"]],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_there_is_a_page_for_each_kind() -> None:
    kinds = [page.stem.removeprefix("adding-") for page in PAGES]
    assert kinds == ["a-csl-attribute", "a-format", "a-registry", "a-verb", "a-writer"]


@pytest.mark.parametrize(
    ("page", "most"),
    [
        ("adding-a-format", 2),
        ("adding-a-writer", 2),
        ("adding-a-registry", 3),
        ("adding-a-verb", 2),
    ],
)
def test_few_files_are_touched(page: str, most: int) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    touched = re.findall(r"^\+\+\+ b/", text, re.MULTILINE)
    assert len(touched) <= most
