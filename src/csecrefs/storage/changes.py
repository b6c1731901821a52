"""A changed file: its bytes before and after, the difference, and a safe way to write.

Every verb that writes to a file of the user's goes this way: a lock beside the file, a
comparison with what was read, and one atomic step.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

import attrs

from csecrefs.errors import ChangedFileError, InputError
from csecrefs.storage.files import short_name, write_atomically

# Seconds to wait for another program's lock: a save takes less than one.
_PATIENCE: Final = 60.0
_PAUSE: Final = 0.01


@attrs.frozen
class FileChange:
    """A file as it was read and as it is to be.

    - `path`: the file.
    - `before`: its bytes as they were read; empty for a new file.
    - `after`: the bytes it is to have.

    >>> print(FileChange(Path("a.txt"), b"one\\n", b"two\\n").diff())
    --- a.txt
    +++ a.txt
    @@ -1 +1 @@
    -one
    +two
    """

    path: Path
    before: bytes = attrs.field(repr=False)
    after: bytes = attrs.field(repr=False)

    def diff(self) -> str:
        """Return the unified difference as text."""
        return difference(self.before, self.after, str(self.path))

    def write(self) -> None:
        """Write the file in one step if it is still as it was read.

        Raises ChangedFileError, with the difference, if the file has changed meanwhile,
        and InputError if it cannot be written.
        """
        with locked([self.path]):
            write_unlocked([self])


def difference(before: bytes, after: bytes, name: str) -> str:
    """Return the unified difference of two versions of a file, without its last line
    end.
    """
    # Slow to load, and few runs show a difference.
    from difflib import unified_diff

    lines = unified_diff(
        before.decode("utf-8", "replace").splitlines(keepends=True),
        after.decode("utf-8", "replace").splitlines(keepends=True),
        name,
        name,
    )
    # The last line of a file may have no end: its `-` and `+` must not share a line.
    ended = [line.removesuffix("\n") for line in lines]
    return "\n".join(ended)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; b"" if it does not exist. Raises InputError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


def write_all(changes: Iterable[FileChange]) -> None:
    """Write several files, all of them still as they were read, or none.

    Raises what `FileChange.write` raises.
    """
    listed = list(changes)
    with locked(change.path for change in listed):
        write_unlocked(listed)


def write_unlocked(changes: Iterable[FileChange]) -> None:
    """Write files whose locks the caller has, in this order.

    Raises what `write_all` raises, before the first is written if it can be known.
    """
    listed = list(changes)
    if len({os.path.realpath(change.path) for change in listed}) < len(listed):
        raise InputError("two changes of one file; nothing is written")
    for change in listed:
        now = read_bytes(change.path)
        if now != change.before:
            raise ChangedFileError(
                f"{change.path}: changed on disk since it was read; nothing is written",
                difference(change.before, now, str(change.path)),
            )
    for change in listed:
        try:
            write_atomically(change.path, change.after)
        except OSError as error:
            raise InputError(f"{change.path}: {error.strerror or error}") from None


@contextmanager
def locked(paths: Iterable[Path]) -> Iterator[None]:
    """Keep other programs that lock these files out while the block runs.

    The lock is a file beside each, `.NAME.lock`, that goes with the block. Files are
    locked in the order of their names, so that no two programs wait for each other.
    Raises InputError if another program keeps a lock for a minute.
    """
    real = sorted({os.path.realpath(path) for path in paths})
    with ExitStack() as stack:
        for path in real:
            stack.enter_context(_lock(Path(path)))
        yield


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    lock = path.with_name(f".{short_name(path)}.lock")
    deadline = time.monotonic() + _PATIENCE
    while (descriptor := _taken(lock)) is None:
        if time.monotonic() > deadline:
            raise InputError(
                f"{path}: another program has locked it; if none is running, delete "
                f"{lock}"
            )
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        # Gone before it is free: whoever waited for it finds another file and retries.
        if descriptor >= 0:
            with suppress(OSError):
                lock.unlink()
            os.close(descriptor)


def _taken(lock: Path) -> int | None:
    """Return a descriptor of the lock; None if another has it, -1 where the folder
    takes no file.
    """
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        # The file itself may be writable all the same; the comparison still guards it.
        return -1
    try:
        _lock_descriptor(descriptor)
        # Another program may have deleted the file between opening and locking.
        if _is_at(descriptor, lock):
            return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return None


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _lock_descriptor(descriptor: int) -> None:
    """Lock an open file. Raises OSError if another process has it."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
