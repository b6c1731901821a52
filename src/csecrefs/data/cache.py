"""The user's cache folder: what takes longer to make than to read again.

A cached file holds what it was made from, and a checksum. One that was made from something else, is damaged
or cannot be read counts as absent, so that nobody ever sees it; losing the folder costs time, nothing else.
"""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

from csecrefs.data.files import write_atomically


def folder() -> Path:
    """The folder; it need not exist."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("csecrefs", appauthor=False))


def load(name: str, made_from: bytes) -> bytes | None:
    """The content of a cached file if it was made from `made_from`, else None."""
    try:
        kept = (folder() / name).read_bytes()
    except (OSError, ValueError):
        return None
    content = kept[len(_head(made_from, b"")) :]
    return content if kept.startswith(_head(made_from, content)) else None


def keep(name: str, made_from: bytes, content: bytes) -> None:
    """Cache `content` in a file, if the folder lets it."""
    path = folder() / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, _head(made_from, content) + content)
    except OSError:
        pass  # a cache that cannot be kept costs time, nothing else


def _head(made_from: bytes, content: bytes) -> bytes:
    return crc32(content).to_bytes(4) + len(made_from).to_bytes(8) + made_from
