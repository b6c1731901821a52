"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from csecrefs.storage.changes import FileChange
from csecrefs.storage.files import user_folder, write_atomically


def test_new_file_has_ordinary_permissions(tmp_path: Path) -> None:
    plain, written = tmp_path / "plain", tmp_path / "written"
    plain.touch()
    write_atomically(written, "ș\n")
    assert written.read_bytes() == "ș\n".encode()
    assert written.stat().st_mode == plain.stat().st_mode


def test_existing_file_keeps_permissions_and_links(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink() and target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "target"
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        write_atomically(target, "new")
    assert target.read_text() == "old" and list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away"
)
def test_existing_file_keeps_owner_and_group(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("old")
    os.chown(target, 1234, 4321)
    target.chmod(0o2640)
    write_atomically(target, "new")
    facts = target.stat()
    assert (facts.st_uid, facts.st_gid) == (1234, 4321)
    assert facts.st_mode & 0o7777 == 0o2640


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes")
def test_existing_file_keeps_attributes(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("old")
    try:
        os.setxattr(target, "user.tag", b"mine")
    except OSError:
        pytest.skip("the folder takes no attributes")
    write_atomically(target, "new")
    assert os.getxattr(target, "user.tag") == b"mine"


def test_another_hard_link_keeps_the_old_content(tmp_path: Path) -> None:
    target, other = tmp_path / "target", tmp_path / "other"
    target.write_text("old")
    other.hardlink_to(target)
    write_atomically(target, "new")
    assert (target.read_text(), other.read_text()) == ("new", "old")


def test_a_write_protected_file_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "target"
    target.write_text("old")
    # root may write to every file
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(PermissionError):
        write_atomically(target, "new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("letter", ["a", "\u00e9"])
def test_the_longest_names(tmp_path: Path, letter: str) -> None:
    target = tmp_path / (letter * (255 // len(letter.encode())))
    FileChange(target, b"", b"new").write()
    FileChange(target, b"new", b"newer").write()
    assert target.read_bytes() == b"newer"
    assert list(tmp_path.iterdir()) == [target]


def test_a_rename_outlasts_a_power_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bool] = []

    def record(descriptor: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))

    monkeypatch.setattr(os, "fsync", record)
    write_atomically(tmp_path / "target", "new")
    assert synced == [False, True]
    write_atomically(tmp_path / "cached", "new", durable=False)
    assert synced == [False, True]


def test_device(tmp_path: Path) -> None:
    write_atomically(Path(os.devnull), "gone")
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="folders of other systems differ")
@pytest.mark.parametrize("given", [None, "", "/somewhere", "relative"])
def test_the_users_folders_are_those_of_the_specification(
    monkeypatch: pytest.MonkeyPatch, given: str | None
) -> None:
    """XDG Base Directory Specification: a relative path is ignored."""
    monkeypatch.setenv("HOME", "/home/doe")
    for name, purpose, usual in (
        ("XDG_CACHE_HOME", "cache", "/home/doe/.cache"),
        ("XDG_CONFIG_HOME", "config", "/home/doe/.config"),
    ):
        monkeypatch.delenv(name, raising=False)
        if given is not None:
            monkeypatch.setenv(name, given)
        base = "/somewhere" if given == "/somewhere" else usual
        assert str(user_folder(purpose)) == f"{base}/csecrefs"  # type: ignore[arg-type]
