"""`dedupe --undo`: nothing but the files of the library is written, and only what was
in them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csecrefs.library.undo import journal_file

Run = Callable[..., tuple[int, str, str]]
TWICE = """@book{a, title = {Lost Harbours of the Eastern Shore}, author = {Reis, Eva}, year = 2018}
@book{b, title = {Lost Harbours of the Eastern Shore}, author = {Reis, Eva}, year = 2018}
"""


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def run(invoke: Run, tmp_path: Path) -> Run:
    """Run in a folder with a library and a file beside it that nobody may touch."""
    (tmp_path / "bib").mkdir()
    (tmp_path / "bib" / "refs.bib").write_text(TWICE)
    (tmp_path / "victim").write_text("mine\n")
    return invoke


def test_it_takes_a_merge_back(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bib" / "refs.bib"
    assert run("dedupe", "--library", "bib", "--write")[0] == 0
    assert file.read_text() != TWICE
    journal = journal_file(["bib"])
    assert journal.stat().st_mode & 0o077 == 0
    assert str(tmp_path) not in journal.read_text()
    assert run("dedupe", "--library", "bib", "--undo")[0] == 0
    assert file.read_text() == TWICE and not journal.exists()


def test_a_journal_beside_the_library_is_not_read(run: Run, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    planted = [
        {"path": str(victim), "before": "owned", "after": digest(b"mine\n")},
    ]
    for folder in (tmp_path, tmp_path / "bib"):
        (folder / ".csecrefs-undo.json").write_text(json.dumps(planted))
    for library in ("bib", "bib/refs.bib"):
        code, out, err = run("dedupe", "--library", library, "--undo")
        assert (code, out, err.count("\n")) == (2, "", 1)
    assert victim.read_text() == "mine\n"


@pytest.mark.parametrize(
    "entry",
    [
        {"path": "../victim"},
        {"path": "{tmp}/victim"},
        {"path": "sub/../../victim"},
        {"path": "link.bib"},
        {"path": "folder/victim.bib"},
        {"path": "pipe.bib"},
        {"path": ""},
        {"source": 7},
        {"source": -1},
        {"source": "0"},
        {"source": None},
        {"before": "not base64!"},
        {"before": None},
        {"path": 3},
        {"path": "a\x00b.bib"},
        {"path": "x" * 5000},
    ],
)
def test_an_altered_journal_changes_nothing(
    run: Run, tmp_path: Path, entry: dict[str, Any]
) -> None:
    (tmp_path / "bib" / "link.bib").symlink_to(tmp_path / "victim")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "victim.bib").write_text("mine\n")
    (tmp_path / "bib" / "folder").symlink_to(outside)
    os.mkfifo(tmp_path / "bib" / "pipe.bib")
    good = {
        "source": 0,
        "path": "refs.bib",
        "before": base64.b64encode(b"owned").decode(),
        "after": digest(b"mine\n"),
    }
    altered = good | entry
    if isinstance(altered["path"], str):
        altered["path"] = altered["path"].replace("{tmp}", str(tmp_path))
    journal = journal_file(["bib"])
    journal.parent.mkdir(parents=True)
    journal.write_text(json.dumps({"version": 1, "files": [altered]}))
    journal.chmod(0o600)
    code, out, err = run("dedupe", "--library", "bib", "--undo")
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert "internal" not in err
    assert (tmp_path / "victim").read_text() == "mine\n"
    assert (outside / "victim.bib").read_text() == "mine\n"
    assert (tmp_path / "bib" / "refs.bib").read_text() == TWICE


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"files": 3}', '{"files": [3]}', "[" * 100_000]
)
def test_a_malformed_journal_is_one_line(run: Run, content: str) -> None:
    journal = journal_file(["bib"])
    journal.parent.mkdir(parents=True)
    journal.write_text(content)
    journal.chmod(0o600)
    code, out, err = run("dedupe", "--library", "bib", "--undo")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "undo journal" in err


def test_a_journal_of_another_is_not_read(run: Run, tmp_path: Path) -> None:
    journal = journal_file(["bib"])
    journal.parent.mkdir(parents=True)
    real = tmp_path / "elsewhere.json"
    real.write_text("{}")
    journal.symlink_to(real)
    assert "regular" in run("dedupe", "--library", "bib", "--undo")[2]
    journal.unlink()
    journal.write_text("{}")
    journal.chmod(0o666)
    assert "others" in run("dedupe", "--library", "bib", "--undo")[2]


def test_a_link_in_a_folder_is_not_written_through(run: Run, tmp_path: Path) -> None:
    outside = tmp_path / "outside.bib"
    outside.write_text(TWICE)
    (tmp_path / "bib" / "refs.bib").unlink()
    (tmp_path / "bib" / "refs.bib").symlink_to(outside)
    code, _, err = run("dedupe", "--library", "bib", "--write")
    assert code == 2 and "link" in err
    assert outside.read_text() == TWICE


def test_without_a_state_folder_nothing_is_merged(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    code, _, err = run("dedupe", "--library", "bib", "--write")
    assert code == 2 and "cannot be kept" in err
    assert (tmp_path / "bib" / "refs.bib").read_text() == TWICE
