"""The cache folder: nothing stale, damaged or half comes out of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from csecrefs.storage import cache


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "not" / "there" / "yet")
    return cache.folder()


def test_gives_back_what_was_kept() -> None:
    assert cache.load("name", b"source") is None
    cache.keep("name", b"source", b"content")
    assert (
        cache.load("name", b"source") == b"content"
        and cache.load("other", b"source") is None
    )
    cache.keep("name", b"source", b"")
    assert cache.load("name", b"source") == b""


def test_what_was_made_from_something_else_is_absent() -> None:
    cache.keep("name", b"source", b"content")
    for other in (b"", b"sourc", b"sourcec", b"Source", b"sourcecontent"):
        assert cache.load("name", other) is None


def test_a_damaged_file_is_absent(folder: Path) -> None:
    cache.keep("name", b"source", b"content")
    whole = (folder / "name").read_bytes()
    damaged = [whole[:end] for end in range(len(whole))] + [whole + b"!"]
    damaged += [
        whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :]
        for at in range(len(whole))
    ]
    for content in damaged:
        (folder / "name").write_bytes(content)
        assert cache.load("name", b"source") is None


def test_the_folder_is_the_users_own(folder: Path) -> None:
    cache.keep("name", b"source", b"content")
    assert folder.stat().st_mode & 0o077 == 0


def test_what_was_written_longest_ago_makes_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "LARGEST", 1000)
    for age, name in enumerate(
        ["newer", "older", "oldest", "a dot-file that was left behind"]
    ):
        cache.keep(name, b"source", bytes(200))
        os.utime(folder / name, (10**9 - age, 10**9 - age))
    cache.keep("newest", b"source", bytes(400))
    assert {path.name for path in folder.iterdir()} == {"newest", "newer", "older"}
    cache.keep("too large for any other", b"source", bytes(2000))
    assert [path.name for path in folder.iterdir()] == ["too large for any other"]


def test_what_another_process_removed_is_no_failure(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def removed(path: Path, missing_ok: bool = False) -> None:
        unlink(path)
        unlink(path, missing_ok)

    unlink = Path.unlink
    cache.keep("older", b"source", bytes(200))
    monkeypatch.setattr(cache, "LARGEST", 300)
    monkeypatch.setattr(Path, "unlink", removed)
    cache.keep("newer", b"source", bytes(200))
    assert [path.name for path in folder.iterdir()] == ["newer"]


def test_without_a_home_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "folder", lambda: Path("~/.cache/csecrefs"))
    monkeypatch.chdir(tmp_path)
    cache.keep("name", b"source", b"content")
    assert cache.load("name", b"source") is None and not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_used_is_no_failure(folder: Path) -> None:
    folder.parent.parent.mkdir()
    folder.parent.write_text("a file stands in the way")
    cache.keep("name", b"source", b"content")
    assert cache.load("name", b"source") is None
