"""The user's cache folder: what takes longer to make than to read again.

A cached file holds what it was made from, and a checksum. One that was made from
something else, is damaged or cannot be read counts as absent, so that nobody ever sees
it; losing the folder costs time, nothing else. It stays small: the files written
longest ago make room for new ones.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final
from zlib import crc32

from csecrefs.storage.files import user_folder, write_atomically

LARGEST: Final = 50_000_000
"""Bytes that each folder may hold: some three hundred styles."""

MADE: Final = "made"
"""The folder of parsed styles and the like."""


def folder() -> Path:
    """The folder, which is for these files alone; it need not exist."""
    return user_folder("cache") / MADE


def _path(name: str, part: str) -> Path:
    """The place of a cached file; each part has a folder of its own beside `folder`."""
    home = folder()
    if part != MADE:
        home = home.with_name(part)
    return home / name


def load(name: str, made_from: bytes, part: str = MADE) -> bytes | None:
    """The content of a cached file if it was made from `made_from`, else None.

    A file that another user wrote, or could have written, counts as absent.
    """
    try:
        kept = _own(_path(name, part))
    except (OSError, ValueError):
        return None
    content = kept[len(_head(made_from, b"")) :]
    if not kept.startswith(_head(made_from, content)):
        return None  # of another source, or damaged
    return content


def _own(path: Path) -> bytes:
    """Return the bytes of a file of the user's. Raises OSError for one of another."""
    with path.open("rb") as file:
        if hasattr(os, "geteuid"):
            above, facts = path.parent.stat(), os.fstat(file.fileno())
            is_private = not above.st_mode & 0o077
            others_write = (above.st_mode | facts.st_mode) & 0o022
            if {above.st_uid, facts.st_uid} != {os.geteuid()}:
                raise PermissionError(errno.EPERM, "another user's file", str(path))
            if others_write and not is_private:
                raise PermissionError(errno.EPERM, "others may write it", str(path))
        return file.read()


def keep(name: str, made_from: bytes, content: bytes, part: str = MADE) -> None:
    """Cache `content` in a file, if the folder lets it; nobody else can read or change
    the folder.
    """
    path = _path(name, part)
    # Without a home, "~/.cache" would be made in the working folder.
    if not path.is_absolute():
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # a file that a power failure damages counts as absent
        write_atomically(path, _head(made_from, content) + content, durable=False)
        _make_room(path)
    except OSError:
        pass  # a cache that cannot be kept costs time, nothing else


def _make_room(newest: Path) -> None:
    """Remove what was written longest ago until the rest is small enough; another
    process may do the same.
    """
    files = [(file.stat(), file) for file in newest.parent.iterdir() if file != newest]
    held = newest.stat().st_size
    for facts, file in sorted(files, key=lambda each: each[0].st_mtime, reverse=True):
        held += facts.st_size
        if held > LARGEST:
            file.unlink(missing_ok=True)


def _head(made_from: bytes, content: bytes) -> bytes:
    return crc32(content).to_bytes(4) + len(made_from).to_bytes(8) + made_from
