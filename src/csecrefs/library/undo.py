"""The undo journal: the files of a library as they were before its records were merged.

It lies in the user's state folder, so that a folder from a stranger cannot bring one.
It names files only relative to the sources of the library, and is checked against them
again before anything is written: no other file, no link, no pipe, no device.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import attrs

from csecrefs.errors import InputError
from csecrefs.library.sources import STDIN, files_of
from csecrefs.storage.changes import FileChange, locked, write_unlocked
from csecrefs.storage.files import read_small, write_atomically

# Maximum number of bytes of a journal, and of a file that it restores.
_LARGEST: Final = 1 << 30


class _Change(Protocol):
    """A file before and after a change."""

    @property
    def path(self) -> Path: ...
    @property
    def before(self) -> bytes: ...
    @property
    def after(self) -> bytes: ...


@attrs.frozen
class _Restored:
    """A file to be restored: its path, what it was, and the digest of what it is."""

    path: Path
    before: bytes
    after: str


def journal_file(sources: Sequence[str | Path]) -> Path:
    """Return the path of the journal of these sources."""
    import platformdirs

    state = Path(platformdirs.user_state_dir("csecrefs", appauthor=False))
    names = [str(Path(source).resolve()) for source in sources]
    # A digest for a name: paths have signs that the name of a file cannot have.
    digest = hashlib.sha256("\n".join(names).encode(errors="replace")).hexdigest()
    return state / "undo" / f"{digest[:32]}.json"


def remember(sources: Sequence[str | Path], changes: Iterable[_Change]) -> None:
    """Keep what the files are before they are changed. Raises InputError if the state
    folder cannot be written to.
    """
    entries = [_entry(sources, change) for change in changes]
    path = journal_file(sources)
    try:
        if not path.is_absolute():  # there is no home
            raise OSError(0, "there is no home folder")
        # For the user alone: the journal holds whole files.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(
            path,
            json.dumps({"version": 1, "files": entries}),
        )
        path.chmod(0o600)
    except OSError as error:
        reason = error.strerror or error
        message = f"what is needed to undo the merge cannot be kept: {reason}"
        raise InputError(f"{path}: {message}") from None


def take_back(sources: Sequence[str | Path]) -> list[Path]:
    """Restore the files as they were and return their paths.

    Raises InputError, having changed nothing, if there is no journal, if it is damaged
    or names anything but files of the sources, or if a file changed since.
    """
    path = journal_file(sources)
    if not path.is_file():
        raise InputError("there is no merge to take back")
    restored = list(_checked(path, sources))
    with locked(each.path for each in restored):
        write_unlocked([_taken_back(each) for each in restored])
    # Only now that every file is back is the journal of no more use.
    path.unlink(missing_ok=True)
    return [each.path for each in restored]


def _taken_back(restored: _Restored) -> FileChange:
    """Return the change back. Raises InputError if the file changed since the merge."""
    try:
        now = read_small(restored.path, _LARGEST)
    except OSError as error:
        reason = error.strerror or error
        raise InputError(f"{restored.path}: {reason}") from None
    if hashlib.sha256(now).hexdigest() != restored.after:
        message = "changed since the merge; nothing was taken back"
        raise InputError(f"{restored.path}: {message}")
    return FileChange(restored.path, now, restored.before)


def _entry(sources: Sequence[str | Path], change: _Change) -> dict[str, Any]:
    at, relative = _named(sources, change.path)
    return {
        "source": at,
        "path": relative,
        # JSON holds text, and a file may be in any encoding.
        "before": base64.b64encode(change.before).decode(),
        "after": hashlib.sha256(change.after).hexdigest(),
    }


def _named(sources: Sequence[str | Path], path: Path) -> tuple[int, str]:
    """Return the number of the source that a file belongs to, and its path below
    it.
    """
    for at, source in enumerate(sources):
        base = Path(source)
        if base.is_dir() and path.is_relative_to(base):
            if not _is_plain(base, path):
                raise InputError(f"{path}: a link in a folder is not written through")
            return at, path.relative_to(base).as_posix()
        if path == base:
            return at, ""
    raise InputError(f"{path}: not a file of the library")


def _checked(path: Path, sources: Sequence[str | Path]) -> Iterator[_Restored]:
    """Yield the files of a journal. Raises InputError for one that is not ours."""
    try:
        _refuse_others(path)
        entries = json.loads(read_small(path, _LARGEST))["files"]
        found = [_parsed(each) for each in entries]
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(f"{path}: not an undo journal; remove it") from None
    for at, relative, before, after in found:
        target = _target(sources, at, relative)
        if target is None:
            message = f"{relative or at!r} is not a file of the library"
            raise InputError(f"{path}: {message}; nothing was taken back")
        yield _Restored(target, before, after)


def _refuse_others(path: Path) -> None:
    """Raise OSError for a journal that is a link, or that another user can write."""
    # `lstat` looks at a link itself, not at what it leads to.
    facts = path.lstat()
    if not stat.S_ISREG(facts.st_mode):
        raise OSError(0, "not a regular file")
    if hasattr(os, "geteuid") and facts.st_uid != os.geteuid():
        raise OSError(0, "another user owns it")
    if hasattr(os, "geteuid") and facts.st_mode & 0o022:
        raise OSError(0, "others can write to it")


def _parsed(entry: Any) -> tuple[int, str, bytes, str]:
    at, relative, after = entry["source"], entry["path"], entry["after"]
    if not (isinstance(at, int) and isinstance(relative, str)):
        raise TypeError
    # Without `validate` signs that are no base64 would be passed over.
    before = base64.b64decode(entry["before"], validate=True)
    return at, relative, before, str(after)


def _target(sources: Sequence[str | Path], at: int, relative: str) -> Path | None:
    """Return the file that an entry names if it is one of the sources' own, else
    None.
    """
    if not 0 <= at < len(sources) or str(sources[at]) == STDIN:
        return None
    base = Path(sources[at])
    if not relative:
        # the journal's own name is made of where the source leads
        path = base.resolve()
        return path if _is_plain(path, path) else None
    path = base / relative
    # `files_of` never leaves the folder, so that `..` and absolute paths are not in it
    own = any(path == file for file in files_of(base))
    if not own or ".." in Path(relative).parts or not _is_plain(base, path):
        return None
    return path


def _is_plain(base: Path, path: Path) -> bool:
    """True if a path is a regular file, and no folder between it and `base` a link."""
    try:
        between = [each for each in path.parents if each != base]
        inside = [each for each in between if each.is_relative_to(base)]
        if any(each.is_symlink() for each in inside):
            return False
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
