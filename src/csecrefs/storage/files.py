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
# Bytes of a file's name to which ten more can be added: file systems have 255.
_LONGEST_NAME: Final = 240


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


def write_atomically(
    path: str | Path, content: str | bytes, *, durable: bool = True
) -> None:
    """Write `content` beside `path`, then put it in its place in one step.

    Text is written as UTF-8, a lone surrogate as "?". A symbolic link is followed, and
    a device or pipe is written to directly. An existing file keeps its permissions and,
    as far as the system lets it, its owner, its group and its attributes; of several
    hard links to it, the others keep the old content. What is `durable` outlasts a
    power failure as well. Raises OSError, also for an existing file that is
    write-protected; the old file then stays as it was.
    """
    target = Path(os.path.realpath(path))
    if isinstance(content, str):
        content = content.encode(errors="replace")
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    if target.exists() and not os.access(target, os.W_OK):
        # a rename would not ask: only the folder has to be writable for it
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    descriptor, temporary = _opened_beside(target)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            if durable:
                # Without it a crash may leave the new name with nothing behind it.
                os.fsync(file.fileno())
        _dress(temporary, target)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if durable:
        _sync_folder(target.parent)


def _opened_beside(target: Path) -> tuple[int, Path]:
    """Return the descriptor and the path of a new file that only its owner can read.

    `tempfile.mkstemp` does the same, but loads modules for a twentieth of a short run.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        path = target.with_name(f".{short_name(target)}.{os.urandom(4).hex()}")
        try:
            return os.open(path, flags, 0o600), path
        except FileExistsError:
            continue


def short_name(path: Path) -> str:
    """Return the name of a file, short enough for a name with some more letters in the
    same folder; a long one by its digest.

    >>> short_name(Path("refs.bib"))
    'refs.bib'
    """
    if len(os.fsencode(path.name)) <= _LONGEST_NAME:
        return path.name
    import hashlib

    return hashlib.sha256(os.fsencode(path.name)).hexdigest()[:32]


def _dress(temporary: Path, target: Path) -> None:
    """Give a new file the permissions, the owner, the group and the attributes of the
    one that it replaces; to a file that replaces none, what the umask leaves of 0666.
    """
    try:
        facts = target.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        return
    if hasattr(os, "chown"):
        # only root gives files away; a member of the group may keep the group
        for owner, group in ((facts.st_uid, facts.st_gid), (-1, facts.st_gid)):
            with suppress(OSError):
                os.chown(temporary, owner, group)
                break
    for name in _attributes(target):
        with suppress(OSError):
            os.setxattr(temporary, name, os.getxattr(target, name))
    # last: a change of the owner takes the bits of set-user-ID away
    temporary.chmod(facts.st_mode & 0o7777)


def _attributes(path: Path) -> list[str]:
    """Return the names of a file's extended attributes, where there are such."""
    if not hasattr(os, "listxattr"):
        return []
    try:
        return os.listxattr(path)
    except OSError:
        return []


def _sync_folder(folder: Path) -> None:
    """Have the folder's entries written to the disk, where the system does that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
