"""Writing files so that a reader never sees half of one."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomically(path: str | Path, content: str | bytes) -> None:
    """Write `content` beside `path`, then put it in its place in one step.

    Text is written as UTF-8, a lone surrogate as "?". A symbolic link is followed, an
    existing file keeps its permissions, and a device or pipe is written to directly.
    Raises OSError; the old file then stays as it was.
    """
    target = Path(os.path.realpath(path))
    payload = content.encode(errors="replace") if isinstance(content, str) else content
    if target.exists() and not target.is_file():
        target.write_bytes(payload)
        return
    import tempfile

    descriptor, temporary = tempfile.mkstemp(
        dir=target.parent, prefix=f".{target.name}."
    )
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(payload)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(target))
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The permissions of an existing file, else what the process's umask leaves of
    0666.
    """
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
