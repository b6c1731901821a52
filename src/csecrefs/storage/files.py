"""Writing files so that a reader never sees half of one."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

Purpose = Literal["cache", "config"]

# XDG Base Directory Specification: the variable, and the folder where it is unset or
# relative.
_XDG: Final[dict[Purpose, tuple[str, str]]] = {
    "cache": ("XDG_CACHE_HOME", "~/.cache"),
    "config": ("XDG_CONFIG_HOME", "~/.config"),
}


def user_folder(purpose: Purpose) -> Path:
    """Return the folder of this program's cache or settings; it need not exist.

    Without a home it is relative.
    """
    if sys.platform == "linux" and not hasattr(sys, "getandroidapilevel"):
        # platformdirs gives the same, but loads modules for a tenth of a short run.
        variable, usual = _XDG[purpose]
        base = Path(usual)
        given = os.environ.get(variable, "")
        # XDG Base Directory Specification: a relative path is not to be used.
        if given.startswith("/"):
            base = Path(given)
        with suppress(RuntimeError):  # no home
            base = base.expanduser()
        return base / "csecrefs"
    import platformdirs

    if purpose == "cache":
        return Path(platformdirs.user_cache_dir("csecrefs", appauthor=False))
    return Path(platformdirs.user_config_dir("csecrefs", appauthor=False))


def read_small(path: str | Path, largest: int) -> bytes:
    """Return the bytes of a regular file of at most `largest` bytes.

    A pipe or a device is refused and never waited for: a folder from a stranger may
    hold either under the name of a file that is read without being named. Raises
    OSError.
    """
    # O_NONBLOCK: opening a pipe that nobody writes to would wait for ever
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    with os.fdopen(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        content = file.read(largest + 1)
    if len(content) > largest:
        message = f"larger than {largest} bytes"
        raise OSError(errno.EFBIG, message, str(path))
    return content


def write_atomically(path: str | Path, content: str | bytes) -> None:
    """Write `content` beside `path`, then put it in its place in one step.

    Text is written as UTF-8, a lone surrogate as "?". A symbolic link is followed, an
    existing file keeps its permissions, and a device or pipe is written to directly.
    Raises OSError; the old file then stays as it was.
    """
    target = Path(os.path.realpath(path))
    if isinstance(content, str):
        content = content.encode(errors="replace")
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    descriptor, temporary = _opened_beside(target)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            # Without it a crash may leave the new name with nothing behind it.
            os.fsync(file.fileno())
        temporary.chmod(_mode(target))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _opened_beside(target: Path) -> tuple[int, Path]:
    """Return the descriptor and the path of a new file that only its owner can read.

    `tempfile.mkstemp` does the same, but loads modules for a twentieth of a short run.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        path = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
        try:
            return os.open(path, flags, 0o600), path
        except FileExistsError:
            continue


def _mode(target: Path) -> int:
    """The permissions of an existing file, else what the process's umask leaves of
    0666.
    """
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
