"""Putting changed, new and merged references back into the files they came from, and
nothing else.

Files keep every byte that no change concerns. A file is locked, read again, changed
entry by entry, and written whole or not at all: what others wrote meanwhile stays, and
an entry that both changed is refused with the difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from csecrefs import formats
from csecrefs.errors import ChangedFileError, InputError
from csecrefs.formats.changes import RecordChanges
from csecrefs.library.sources import STDIN, files_of
from csecrefs.model import Reference
from csecrefs.storage.changes import (
    FileChange,
    difference,
    locked,
    read_bytes,
    write_all,
    write_unlocked,
)


@attrs.frozen
class Changes:
    """The changes to a library.

    - `changed`: references to be rewritten, by the key they have in their file.
    - `added`: new references; they go to the first file.
    - `removed`: keys to be taken out.
    - `replaced`: for some of those, the key of the reference they were merged into.
    - `base`: the references as they were read, by key. Where given, an entry that is
      no longer so is not overwritten.
    - `format`: the format of the files, if the caller named one.
    """

    changed: Mapping[str, Reference] = attrs.field(factory=dict)
    added: Sequence[Reference] = ()
    removed: frozenset[str] = frozenset()
    replaced: Mapping[str, str] = attrs.field(factory=dict)
    base: Mapping[str, Reference] = attrs.field(factory=dict)
    format: str = ""

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed)


def plan(sources: Iterable[str | Path], changes: Changes) -> list[FileChange]:
    """Return the files of a library that would change, as they would be; none is
    written.

    New references go to the first file. Raises InputError for the standard input, for a
    file of a format that cannot be changed in place, and where there is no file for a
    new reference; ChangedFileError for an entry that was changed on disk.
    """
    return _planned(_paths(sources), changes)


def save(
    sources: Iterable[str | Path], changes: Changes, also: Sequence[FileChange] = ()
) -> list[FileChange]:
    """Write the changes and return the files of the library that were rewritten.

    The files are locked while they are read again and written. `also` are files that
    follow the changes, such as manuscripts: all are written or none. They come first,
    so that a run that was killed in between can be given again. Raises what `plan`
    raises, and InputError if a file cannot be written.
    """
    paths = _paths(sources)
    if not changes:
        write_all(also)
        return []
    # Locked from reading to writing: an edit made in between would be lost.
    with locked([*paths, *(each.path for each in also)]):
        planned = _planned(paths, changes)
        write_unlocked([*also, *planned])
    return planned


def _paths(sources: Iterable[str | Path]) -> list[Path]:
    paths: list[Path] = []
    for source in sources:
        if str(source) in (STDIN, "<stdin>"):
            raise InputError("the standard input cannot be written back to")
        paths += files_of(source)
    return list(dict.fromkeys(paths))


def _planned(paths: Sequence[Path], changes: Changes) -> list[FileChange]:
    found, present = [], set[str]()
    left = changes.added
    for path in paths:
        before = read_bytes(path)
        own = _own_changes(path, before, changes, left)
        present |= own.changed.keys() | own.removed
        # What is new goes to the first file, also if it is there in another already.
        left = ()
        if not own:
            continue
        after = formats.update(
            before,
            own,
            path=str(path),
            format=changes.format,
        )
        # A fault in a writer must not alter entries that nobody edited.
        _check_others(path, before, after, own, changes.format)
        if after != before:
            found.append(FileChange(path, before, after))
    if left:
        raise InputError("no file to add to: name one with --library")
    # Edited here and gone on disk: to write nothing loses neither.
    gone = sorted({*changes.changed, *changes.removed} & changes.base.keys() - present)
    if gone:
        raise ChangedFileError(
            f"{', '.join(map(str, paths))}: {gone[0]} is no longer there; it was taken "
            f"out since it was read, and nothing is written"
        )
    return found


def _own_changes(
    path: Path, before: bytes, changes: Changes, added: Sequence[Reference]
) -> RecordChanges:
    """Return those of the changes that concern one file. Raises ChangedFileError for an
    entry that is no longer as it was read.
    """
    concerned = {
        *changes.changed,
        *changes.removed,
        *(each.id for each in added),
    }
    # Only the entries concerned are decoded: the others stay as bytes.
    now = read_some(path, before, concerned, changes.format)
    here = {key for key in now if _is_from(path, changes.base.get(key))}
    changed = {key: new for key, new in changes.changed.items() if key in here}
    removed = changes.removed & here
    for key in (*changed, *removed):
        base = changes.base.get(key)
        # Somebody may have made the very same change meanwhile.
        if base is not None and now[key] not in (base, changed.get(key)):
            raise _conflict(path, base, now[key])
    new = []
    for reference in added:
        there = now.get(reference.id)
        # A key that is taken out is free for a new reference.
        if there is None or reference.id in removed:
            new.append(reference)
        elif there != reference:
            raise _conflict(path, reference, there, "is there already")
    return RecordChanges(changed, new, removed, changes.replaced)


def _is_from(path: Path, base: Reference | None) -> bool:
    """True if a reference was read from a file, or from one that nobody knows."""
    return base is None or base.place.path in ("", str(path))


def _read(path: Path, content: bytes, format: str) -> list[Reference]:
    # An empty file has no content that tells its format.
    if not content.strip():
        return []
    return formats.read(content, path=str(path), format=format)[0]


def read_some(
    path: Path, content: bytes, keys: Collection[str], format: str = ""
) -> dict[str, Reference]:
    """Return the first references of a file with these keys, by key."""
    if _is_bib(path, content, format):
        from csecrefs.formats.bibtex.edit import read_entries

        found = read_entries(content, keys, str(path))
    else:
        found = _read(path, content, format)
    # Of entries with one key the first counts, and so comes last into the dict.
    return {each.id: each for each in reversed(found) if each.id in keys}


def _is_bib(path: Path, content: bytes, format: str) -> bool:
    """True if a file is read and changed entry by entry."""
    if not content.strip():
        return False
    name = format or formats.detect(content, str(path)).name
    return name == "biblatex"


def _conflict(
    path: Path, ours: Reference, theirs: Reference, how: str = ""
) -> ChangedFileError:
    """Return the error for an entry that two have changed, with the difference."""
    said = how or "was changed on disk since it was read"
    # As BibLaTeX, whatever the file is: a field a line is easy to compare.
    shown = difference(
        formats.write([ours], "biblatex").encode(errors="replace"),
        formats.write([theirs], "biblatex").encode(errors="replace"),
        ours.id,
    )
    message = f"{path}: {ours.id} {said}; nothing is written"
    return ChangedFileError(f"{message}: read it again", shown)


def _check_others(
    path: Path, before: bytes, after: bytes, own: RecordChanges, format: str
) -> None:
    """Raise InputError if a record that no change concerns would read otherwise."""
    concerned = {*own.changed, *own.removed}
    concerned |= {each.id for each in (*own.added, *own.changed.values())}
    if _is_bib(path, before, format):
        renamed = {key: each.id for key, each in own.changed.items() if key != each.id}
        renamed.update(own.replaced)
        _check_entries(path, before, after, concerned, renamed)
        return
    old = {each.id: each for each in _read(path, before, format)}
    new = {each.id: each for each in _read(path, after, format)}
    renames = any(key != each.id for key, each in own.changed.items())
    for key, reference in old.items():
        now = new.get(key)
        if now is not None and renames:
            # Entries that refer to a renamed one have its new key there.
            reference, now = reference.evolve(extra={}), now.evolve(extra={})
        if key not in concerned and now != reference:
            raise _touched(path, key)


def _check_entries(
    path: Path,
    before: bytes,
    after: bytes,
    concerned: Collection[str],
    renamed: Mapping[str, str],
) -> None:
    """Raise InputError if an entry would be written otherwise that no change concerns.

    Entries that refer to a renamed one follow it.
    """
    from csecrefs.formats.bibtex.edit import other_entries

    old, new = other_entries(before, concerned), other_entries(after, concerned)
    for key, text in old.items():
        now = new.get(key, "")
        # A cross-reference to a renamed entry is the one thing that may change.
        is_following = any(
            was in text and becomes in now for was, becomes in renamed.items()
        )
        if now != text and not is_following:
            raise _touched(path, key)


def _touched(path: Path, key: str) -> InputError:
    return InputError(
        f"{path}: cannot be changed without touching {key}; nothing is written"
    )


def settled(
    change: FileChange, keys: Collection[str], format: str
) -> tuple[dict[str, Reference], dict[str, int]]:
    """Return the references with these keys as a written file has them, and the lines of
    those that may have moved.
    """
    found = read_some(change.path, change.after, keys, format)
    if _is_bib(change.path, change.after, format):
        from csecrefs.formats.bibtex.edit import entry_lines

        before, after = entry_lines(change.before), entry_lines(change.after)
        moved = {key: line for key, line in after.items() if before.get(key) != line}
        return found, moved
    every = _read(change.path, change.after, format)
    return found, {each.id: each.place.line or 0 for each in every}
