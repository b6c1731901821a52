"""The outline of a .bib file: the places of its blocks and fields, as bytes.

It is read again in a tenth of the time that parsing takes, and no block is made of it
before it is used.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, Final, overload

from csecrefs.formats.bibtex.records import is_work
from csecrefs.formats.bibtex.syntax import Block, Kind

_KINDS: Final[tuple[Kind, ...]] = ("entry", "string", "preamble", "comment")
# Numbers of a block in an outline: kind, type, start, end, start of key, spans.
_NUMBERS: Final = 6


class OutlinedBlocks(Sequence[Block]):
    """The blocks of a file, but the text between them, each made when it is first used.

    - `keys`: the citation key of each block; "" for one that has none.

    Raises ValueError, TypeError, KeyError or IndexError for an outline that is none.
    """

    def __init__(
        self,
        source: str,
        head: Mapping[str, Any],
        numbers: array[int],
        spans: array[int],
    ) -> None:
        self.keys: list[str] = head["keys"]
        self._source = source
        self._types: list[str] = head["types"]
        columns = [numbers[at::_NUMBERS] for at in range(_NUMBERS)]
        self._kinds, self._type_numbers, self._starts, *others = columns
        self._ends, self._key_starts, counts = others
        self._spans = spans
        self._span_ends = list(accumulate(counts, initial=0))
        self._made: dict[int, Block] = {}
        # Whatever is wrong is found here, and not when a block is used.
        if not all(len(each) == len(self.keys) for each in columns):
            raise ValueError("as many numbers as there are blocks")
        if self._span_ends[-1] != len(spans):
            raise ValueError("as many spans as the blocks have")
        if self.keys:
            _ = _KINDS[max(self._kinds)], self._types[max(self._type_numbers)]

    def works(self) -> list[int]:
        """Return which of the blocks are entries of works."""
        entry = _KINDS.index("entry")
        are_works = [is_work(each) for each in self._types]
        pairs = zip(self._kinds, self._type_numbers, strict=True)
        return [
            at
            for at, (kind, type_) in enumerate(pairs)
            if kind == entry and are_works[type_]
        ]

    def strings(self) -> list[Block]:
        """Return the @string blocks."""
        string = _KINDS.index("string")
        return [self[at] for at, kind in enumerate(self._kinds) if kind == string]

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, at: int) -> Block: ...

    @overload
    def __getitem__(self, at: slice) -> list[Block]: ...

    def __getitem__(self, at: int | slice) -> Block | list[Block]:
        if isinstance(at, slice):
            return [self[each] for each in range(len(self))[at]]
        made = self._made.get(at)
        if made is None:
            made = self._made[at] = self._block(range(len(self))[at])
        return made

    def __iter__(self) -> Iterator[Block]:
        return map(self.__getitem__, range(len(self)))

    def _block(self, at: int) -> Block:
        return Block(
            _KINDS[self._kinds[at]],
            self._source,
            self._starts[at],
            self._ends[at],
            self._types[self._type_numbers[at]],
            self.keys[at],
            self._key_starts[at] - 1,
            self._spans[self._span_ends[at] : self._span_ends[at + 1]],
        )


def packed(blocks: Iterable[Block], facts: Mapping[str, Any]) -> bytes:
    """Return the outline of blocks as bytes, with facts that JSON can express."""
    listed = [each for each in blocks if each.kind in _KINDS]
    types = {name: at for at, name in enumerate({each.type for each in listed})}
    numbers = array("I")
    for each in listed:
        kind, type_ = _KINDS.index(each.kind), types[each.type]
        # A block without a key has -1 there, which is no unsigned number.
        place = (each.start, each.end, each.key_start + 1, len(each.spans))
        numbers.extend((kind, type_, *place))
    spans = array(
        "I",
        chain.from_iterable(each.spans for each in listed),
    )
    head = {
        **facts,
        "types": list(types),
        "keys": [each.key for each in listed],
        "numbers": len(numbers) * numbers.itemsize,
    }
    text = json.dumps(head).encode()
    return b"".join((len(text).to_bytes(8), text, numbers.tobytes(), spans.tobytes()))


def unpacked(source: str, outline: bytes) -> tuple[OutlinedBlocks, Mapping[str, Any]]:
    """Return the blocks and the facts of which `packed` made bytes.

    Raises what `OutlinedBlocks` raises.
    """
    size = int.from_bytes(outline[:8])
    begin = 8 + size
    head: dict[str, Any] = json.loads(outline[8:begin])
    numbers, spans = array("I"), array("I")
    numbers.frombytes(outline[begin : begin + head["numbers"]])
    spans.frombytes(outline[begin + head["numbers"] :])
    return OutlinedBlocks(source, head, numbers, spans), head
