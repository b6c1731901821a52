"""The cache folder: nothing stale, damaged or half comes out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from csecrefs.data import cache


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "not" / "there" / "yet")
    return cache.folder()


def test_gives_back_what_was_kept() -> None:
    assert cache.load("name", b"source") is None
    cache.keep("name", b"source", b"content")
    assert cache.load("name", b"source") == b"content" and cache.load("other", b"source") is None
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
    damaged += [whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :] for at in range(len(whole))]
    for content in damaged:
        (folder / "name").write_bytes(content)
        assert cache.load("name", b"source") is None


def test_a_folder_that_cannot_be_used_is_no_failure(folder: Path) -> None:
    folder.parent.parent.mkdir()
    folder.parent.write_text("a file stands in the way")
    cache.keep("name", b"source", b"content")
    assert cache.load("name", b"source") is None
