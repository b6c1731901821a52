"""The records of a large .bib file, each decoded when it is first used.

The concrete syntax has all keys, and most of what makes a file unreadable; decoding it
takes ten times as long as parsing it. `LazyEntries` gives references that decode
themselves, equal to those of `read`, and the same diagnostics once they are asked for.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterable
from functools import partial
from itertools import chain
from threading import RLock
from typing import Any, Final

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.formats.bibtex.encoding import decode
from csecrefs.formats.bibtex.parser import parse
from csecrefs.formats.bibtex.records import (
    check_key,
    is_work,
    to_reference,
    to_references,
)
from csecrefs.formats.bibtex.syntax import Block, Database, Kind, collection_paused
from csecrefs.formats.bibtex.values import Values
from csecrefs.formats.source import MAX_RECORDS
from csecrefs.model.reference import Reference

_KINDS: Final[tuple[Kind, ...]] = ("entry", "string", "preamble", "comment")
# Numbers of a block in an outline: kind, type, start, end, start of key, spans.
_NUMBERS: Final = 6
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
        self, database: Database, grave: Iterable[Diagnostic] | None = None
    ) -> None:
        self._found = tuple(database.diagnostics)
        self._blocks = database.blocks
        self._database = self._fresh(database)
        self._values = Values(self._database)
        self._lock = RLock()
        self._all: tuple[Diagnostic, ...] | None = None
        works = [each for each in database.entries if is_work(each)]
        self._works = works
        # Reading the values that refer to others in the order of the file, once, makes
        # a circle of them come apart at the same entry whichever is used first.
        self.grave = tuple(self._first_look() if grave is None else grave)
        with collection_paused():
            self.references = [
                Reference.lazy(
                    block.key,
                    partial(self._load, block),
                )
                for block in works
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
        doubtful = self._values.doubtful(self._works)
        read = self._reported((block, False) for block in doubtful)
        return [
            *keys.diagnostics,
            *(each for each in read if each.severity == "error"),
        ]

    def _load(self, block: Block) -> Reference:
        """Decode one entry; its diagnostics are left to `complete`."""
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
            chosen = [block for block in self._works if block.key in keys]
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
        blocks = [each for each in self._blocks if each.kind in _KINDS]
        types = {name: at for at, name in enumerate({each.type for each in blocks})}
        numbers = array("I")
        for each in blocks:
            kind, type_ = _KINDS.index(each.kind), types[each.type]
            # A block without a key has -1 there, which is no unsigned number.
            place = (each.start, each.end, each.key_start + 1, len(each.spans))
            numbers.extend((kind, type_, *place))
        spans = array(
            "I",
            chain.from_iterable(each.spans for each in blocks),
        )
        head = {
            "types": list(types),
            "keys": [each.key for each in blocks],
            "found": [attrs.astuple(each) for each in self._found],
            "grave": [attrs.astuple(each) for each in self.grave],
            "numbers": len(numbers) * numbers.itemsize,
        }
        text = json.dumps(head).encode()
        return b"".join(
            (len(text).to_bytes(8), text, numbers.tobytes(), spans.tobytes())
        )


def lazy_entries(source: bytes, path: str) -> LazyEntries | None:
    """Return the entries of a .bib file; None for a file of more than are read."""
    decoded = decode(source)
    database = parse(decoded.text, path)
    if decoded.bad_at >= 0:
        database.report("encoding", decoded.doubt, decoded.bad_at)
    if len(database.entries) > MAX_RECORDS:
        return None
    return LazyEntries(database)


def from_outline(
    source: bytes,
    path: str,
    outline: bytes,
) -> LazyEntries:
    """Return the entries of a .bib file of which `outline` is the outline.

    Raises ValueError, TypeError, KeyError or IndexError for an outline that is none.
    """
    database = Database(decode(source).text, path, [])
    size = int.from_bytes(outline[:8])
    head: dict[str, Any] = json.loads(outline[8 : 8 + size])
    numbers, spans = array("I"), array("I")
    begin = 8 + size
    numbers.frombytes(outline[begin : begin + head["numbers"]])
    spans.frombytes(outline[begin + head["numbers"] :])
    text, types, keys = database.source, head["types"], head["keys"]
    columns = (numbers[at::_NUMBERS] for at in range(_NUMBERS))
    at = 0
    with collection_paused():
        for key, kind, type_, start, end, key_start, count in zip(
            keys, *columns, strict=True
        ):
            own = spans[at : at + count]
            at += count
            database.blocks.append(
                Block(
                    _KINDS[kind],
                    text,
                    start,
                    end,
                    types[type_],
                    key,
                    key_start - 1,
                    own,
                )
            )
    database.diagnostics += _placed(head["found"], path)
    return LazyEntries(database, _placed(head["grave"], path))


def _placed(listed: Iterable[Iterable[Any]], path: str) -> list[Diagnostic]:
    """Return diagnostics as they are for the path that the file has now."""
    return [
        attrs.evolve(
            Diagnostic(*each),
            path=path,
        )
        for each in listed
    ]
