"""The records of a large .bib file, each decoded when it is first used.

The concrete syntax has all keys, and most of what makes a file unreadable; decoding it
takes ten times as long as parsing it. `LazyEntries` gives references that decode
themselves, equal to those of `read`, and the same diagnostics once they are asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from threading import RLock
from typing import Any, Final

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.formats.bibtex.encoding import decode
from csecrefs.formats.bibtex.outline import packed, unpacked
from csecrefs.formats.bibtex.parser import parse
from csecrefs.formats.bibtex.records import (
    check_key,
    is_work,
    to_reference,
    to_references,
)
from csecrefs.formats.bibtex.syntax import Block, Database, collection_paused
from csecrefs.formats.bibtex.values import Values
from csecrefs.formats.source import MAX_RECORDS
from csecrefs.model.reference import Reference

# The most diagnostics of a file of which an outline is made.
_MANY: Final = 1000


class LazyEntries:
    """The entries of a .bib file, each decoded when it is first used.

    - `references`: the references, in the order of the file.
    - `grave`: the errors of the whole file, and what else is known without decoding
      entries: faults of syntax, and keys that are there twice.

    Several threads may use the references at once.
    """

    def __init__(
        self,
        database: Database,
        works: Sequence[tuple[int, str]],
        strings: Iterable[Block] | None = None,
        grave: Iterable[Diagnostic] | None = None,
    ) -> None:
        """`works` are the numbers of the blocks that are works, and their keys;
        `strings` and `grave` are worked out where they are not known.
        """
        self._found = tuple(database.diagnostics)
        self._blocks = database.blocks
        self._database = self._fresh(database)
        self._values = Values(self._database, strings)
        self._lock = RLock()
        self._all: tuple[Diagnostic, ...] | None = None
        self._works = works
        # Reading the values that refer to others in the order of the file, once, makes
        # a circle of them come apart at the same entry whichever is used first.
        self.grave = tuple(self._first_look() if grave is None else grave)
        with collection_paused():
            self.references = [
                Reference.lazy(key, partial(self._load, at)) for at, key in works
            ]

    def _fresh(self, of: Database) -> Database:
        """Return a database with the diagnostics of parsing alone."""
        return Database(
            of.source,
            of.path,
            self._blocks,
            list(self._found),
        )

    def _first_look(self) -> list[Diagnostic]:
        keys = self._fresh(self._database)
        seen: dict[str, str] = {}
        for block in keys.entries:
            check_key(block, keys, seen)
        doubtful = self._values.doubtful([self._blocks[at] for at, _ in self._works])
        read = self._reported((block, False) for block in doubtful)
        return [
            *keys.diagnostics,
            *(each for each in read if each.severity == "error"),
        ]

    def _load(self, at: int) -> Reference:
        """Decode the entry that is one of the blocks; its diagnostics are left to
        `complete`.
        """
        block = self._blocks[at]
        with self._lock:
            mark = len(self._database.diagnostics)
            reference = to_reference(
                block,
                self._values.all(block),
                self._database,
            )
            del self._database.diagnostics[mark:]
            return reference

    def complete(self) -> tuple[Diagnostic, ...]:
        """Decode all entries, and return all that is wrong with the file, as `read`
        does.
        """
        with self._lock:
            if self._all is None:
                database = self._fresh(self._database)
                decoded = to_references(database)
                for lazy, eager in zip(
                    self.references,
                    decoded,
                    strict=True,
                ):
                    lazy.complete(eager)
                self._all = tuple(database.diagnostics)
            return self._all

    def about(self, keys: Collection[str]) -> list[Diagnostic]:
        """Return the errors of the whole file, and all that concerns these keys."""
        if self._all is not None:
            known: Iterable[Diagnostic] = self._all
        else:
            chosen = [self._blocks[at] for at, key in self._works if key in keys]
            with self._lock:
                read = self._reported((block, True) for block in chosen)
            known = dict.fromkeys([*self.grave, *read])
        return [each for each in known if each.severity == "error" or each.key in keys]

    def _reported(self, blocks: Iterable[tuple[Block, bool]]) -> list[Diagnostic]:
        """Return what is reported when the values of blocks are read, or also
        decoded.
        """
        noted = self._database.diagnostics
        mark = len(noted)
        for block, is_decoded in blocks:
            fields = self._values.all(block)
            if is_decoded:
                to_reference(block, fields, self._database)
        found = noted[mark:]
        del noted[mark:]
        return found

    def outline(self) -> bytes:
        """Return what `from_outline` makes the same entries of without parsing; b""
        where that is not worth it.
        """
        has_circle = any(each.code == "crossref-cycle" for each in self.grave)
        if has_circle or len(self.grave) > _MANY:
            return b""
        facts = {
            "found": [attrs.astuple(each) for each in self._found],
            "grave": [attrs.astuple(each) for each in self.grave],
        }
        return packed(self._blocks, facts)


def lazy_entries(source: bytes, path: str) -> LazyEntries | None:
    """Return the entries of a .bib file; None for a file of more than are read."""
    decoded = decode(source)
    database = parse(decoded.text, path)
    if decoded.bad_at >= 0:
        database.report("encoding", decoded.doubt, decoded.bad_at)
    if len(database.entries) > MAX_RECORDS:
        return None
    works = [
        (at, block.key)
        for at, block in enumerate(database.blocks)
        if block.kind == "entry" and is_work(block.type)
    ]
    return LazyEntries(database, works)


def from_outline(
    source: bytes,
    path: str,
    outline: bytes,
) -> LazyEntries:
    """Return the entries of a .bib file of which `outline` is the outline.

    Raises ValueError, TypeError, KeyError or IndexError for an outline that is none.
    """
    text = decode(source).text
    blocks, facts = unpacked(text, outline)
    works = [(at, blocks.keys[at]) for at in blocks.works()]
    database = Database(text, path, blocks, _placed(facts["found"], path))
    return LazyEntries(database, works, blocks.strings(), _placed(facts["grave"], path))


def _placed(listed: Iterable[Iterable[Any]], path: str) -> list[Diagnostic]:
    """Return diagnostics as they are for the path that the file has now."""
    return [
        attrs.evolve(
            Diagnostic(*each),
            path=path,
        )
        for each in listed
    ]
