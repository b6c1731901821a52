"""The user's cache folder: what takes longer to make than to read again.

A cached file holds what it was made from, and a checksum. One that was made from
something else, is damaged or cannot be read counts as absent, so that nobody ever sees
it; losing the folder costs time, nothing else. It stays small: the files written
longest ago make room for new ones.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from zlib import crc32

from csecrefs.storage.files import write_atomically

LARGEST: Final = 50_000_000
"""Bytes that the folder may hold: some three hundred styles."""


def folder() -> Path:
    """The folder, which is for these files alone; it need not exist."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("csecrefs", appauthor=False)) / "made"


def load(name: str, made_from: bytes) -> bytes | None:
    """The content of a cached file if it was made from `made_from`, else None."""
    try:
        kept = (folder() / name).read_bytes()
    except (OSError, ValueError):
        return None
    content = kept[len(_head(made_from, b"")) :]
    return content if kept.startswith(_head(made_from, content)) else None


def keep(name: str, made_from: bytes, content: bytes) -> None:
    """Cache `content` in a file, if the folder lets it; nobody else can read or change
    the folder.
    """
    path = folder() / name
    if (
        not path.is_absolute()
    ):  # there is no home: "~/.cache" would be made in the working folder
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, _head(made_from, content) + content)
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
