"""Putting changed, new and merged references back into the files they came from, and
nothing else.

Files of BibTeX and of CSL-JSON keep every byte that no change concerns. They are
written whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from csecrefs import formats
from csecrefs.errors import InputError
from csecrefs.library.sources import STDIN, files_of
from csecrefs.model import Reference
from csecrefs.storage.files import write_atomically


@attrs.frozen
class Changes:
    """What is to be different: references by key to be rewritten, new ones, and keys to
    be taken out.
    """

    changed: Mapping[str, Reference] = attrs.field(factory=dict)
    added: Sequence[Reference] = ()
    removed: frozenset[str] = frozenset()


@attrs.frozen
class Rewritten:
    """A file as it was and as it is to be."""

    path: Path
    before: bytes
    after: bytes


def plan(sources: Iterable[str | Path], changes: Changes) -> list[Rewritten]:
    """What the files of a library would become; only those that change, and none is
    written.

    New references go to the first file. Raises InputError for the standard input, for a
    file of a format that cannot be changed in place, and where there is no file for a
    new reference.
    """
    planned = []
    left = changes.added
    for source in sources:
        if source == STDIN:
            raise InputError("the standard input cannot be written back to")
        for path in files_of(source):
            before = path.read_bytes() if path.exists() else b""
            after = _rewrite(path, before, attrs.evolve(changes, added=left))
            left = ()
            if after != before:
                planned.append(Rewritten(path, before, after))
    if left:
        raise InputError("no file to add to: name one with --library")
    return planned


def save(sources: Iterable[str | Path], changes: Changes) -> list[Rewritten]:
    """Write the changes; what was rewritten. Raises InputError as `plan` does, and when
    a file cannot be.
    """
    planned = plan(sources, changes)
    for each in planned:
        try:
            write_atomically(each.path, each.after)
        except OSError as error:
            raise InputError(f"{each.path}: {error.strerror or error}") from None
    return planned


def _rewrite(path: Path, before: bytes, changes: Changes) -> bytes:
    told = (
        formats.detect(before, str(path))
        if before.strip()
        else formats.to_write(str(path))
    )
    if told is not None and told.name == "biblatex":
        return _rewrite_bib(path, before, changes)
    if told is not None and told.name == "csl-json":
        return _rewrite_json(path, before, changes)
    if changes.added or not changes.changed.keys().isdisjoint(_keys(path, before)):
        raise InputError(
            f"{path}: only .bib and CSL-JSON files can be changed in place"
        )
    return before


def _keys(path: Path, before: bytes) -> set[str]:
    return {reference.id for reference in formats.read(before, path=str(path))[0]}


def _rewrite_bib(path: Path, before: bytes, changes: Changes) -> bytes:
    from csecrefs.formats import bibtex
    from csecrefs.formats.bibtex.edit import Edit, update

    decoded = bibtex.decode(before)
    database = bibtex.parse(decoded.text, str(path))
    present = [
        changes.changed[entry.key]
        for entry in database.entries
        if entry.key in changes.changed
    ]
    text = (
        update(database, [*present, *changes.added])
        if present or changes.added
        else decoded.text
    )
    if not changes.removed.isdisjoint(entry.key for entry in database.entries):
        edit = Edit(bibtex.parse(text, str(path)))
        for entry in edit.database.entries:
            if entry.key in changes.removed:
                edit.remove_entry(entry)
        text = str(edit)
    return before if text == decoded.text else decoded.encode(text)


def _rewrite_json(path: Path, before: bytes, changes: Changes) -> bytes:
    from csecrefs.formats.csl.json_edit import update_items

    encoding = json.detect_encoding(before) if before else "utf-8"
    text = before.decode(encoding, "surrogateescape") if before.strip() else "[]\n"
    try:
        after = update_items(text, changes.changed, changes.added, changes.removed)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: {error}") from None
    return after.encode(encoding, "surrogateescape") if after != text else before
