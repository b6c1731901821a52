"""A linear-chain conditional random field at run time: weights and Viterbi, no library.

The weights are gzipped JSON: the labels, the transitions and, for each attribute, pairs
of label and weight, quantised. `tools/train_strings.py` makes them.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from operator import add, sub
from typing import Any, Final

import attrs

Scores = list[float]
_CACHE: Final = 30_000
"""Token texts whose weights are kept summed."""
# In the place of minus infinity: below the score of any path.
_FAR: Final = -1e9


@attrs.define
class Model:
    """Weights of one chain: labels, transitions, and weights by offset and attribute.

    `attributes_of` returns the attributes of a token's text that count for itself and
    its neighbours at the offsets of the model.
    """

    labels: tuple[str, ...]
    transitions: tuple[tuple[float, ...], ...]
    """Weight from each label (row) to each other (column)."""
    own: dict[str, list[tuple[int, float]]]
    """Weights of the attributes of places."""
    shared: dict[int, dict[str, list[tuple[int, float]]]]
    """Weights of the attributes of tokens, by offset."""
    attributes_of: Callable[[str], tuple[str, ...]]
    _sums: dict[str, dict[int, Scores]] = attrs.field(factory=dict, init=False)
    _columns: list[tuple[float, ...]] = attrs.field(init=False)
    _edges: dict[int, Scores] = attrs.field(factory=dict, init=False)
    _leads: list[Scores] = attrs.field(init=False)
    _trails: list[Scores] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._columns = list(zip(*self.transitions, strict=True))
        self._leads = _leads(self.transitions)
        self._trails = _leads(self._columns)
        for offset, weights in self.shared.items():
            # "E" is the attribute of a place beyond either end of the string.
            self._edges[offset] = self._summed(["E"], weights)

    def _summed(
        self, names: Sequence[str], weights: dict[str, list[tuple[int, float]]]
    ) -> Scores:
        total = [0.0] * len(self.labels)
        for name in names:
            for label, weight in weights.get(name, ()):
                total[label] += weight
        return total

    def _of_text(self, text: str) -> dict[int, Scores]:
        # A run over millions of references must not fill the memory.
        if len(self._sums) > _CACHE:
            self._sums.clear()
        names = self.attributes_of(text)
        sums = {
            offset: self._summed(names, weights)
            for offset, weights in self.shared.items()
        }
        self._sums[text] = sums
        return sums

    def scores(
        self, texts: Sequence[str], places: Sequence[Sequence[str]]
    ) -> list[Scores]:
        """Return the score of each label at each token, transitions apart."""
        sums = [self._sums.get(text) or self._of_text(text) for text in texts]
        found = []
        last = len(texts)
        for place, names in enumerate(places):
            total = self._summed(names, self.own)
            for offset in self.shared:
                other = place + offset
                if 0 <= other < last:
                    row = sums[other][offset]
                else:
                    row = self._edges[offset]
                total = list(map(add, total, row))
            found.append(total)
        return found

    def best(self, scores: Sequence[Scores]) -> tuple[list[str], list[float]]:
        """Return the best label of each token, and how far the next best is behind.

        The distance is the margin of the best path of all against the best path that
        has another label there.
        """
        if not scores:
            return [], []
        forward, back = self._forward(scores)
        place = max(
            range(len(self.labels)),
            key=forward[-1].__getitem__,
        )
        path = [place]
        for pointers in reversed(back):
            place = pointers[place]
            path.append(place)
        path.reverse()
        margins = self._margins(scores, forward, path)
        return [self.labels[label] for label in path], margins

    def _forward(
        self, scores: Sequence[Scores]
    ) -> tuple[list[Scores], list[list[int]]]:
        size = range(len(self.labels))
        previous = scores[0]
        forward, back = [previous], []
        columns = self._columns
        for here in scores[1:]:
            live = self._undominated(previous, self._leads)
            current, pointers = [], []
            for label in size:
                column = columns[label]
                best, origin = _FAR, live[0]
                for before in live:
                    value = previous[before] + column[before]
                    if value > best:
                        best, origin = value, before
                current.append(best + here[label])
                pointers.append(origin)
            forward.append(current)
            back.append(pointers)
            previous = current
        return forward, back

    def _undominated(self, values: Scores, leads: list[Scores]) -> list[int]:
        """Return the labels through which a best path may go.

        One is out if the best label does better whatever follows: exact, not a beam.
        """
        top = max(values)
        best = values.index(top)
        return [
            label
            for label, (value, lead) in enumerate(zip(values, leads[best], strict=True))
            if value + lead >= top
        ]

    def _margins(
        self, scores: Sequence[Scores], forward: Sequence[Scores], path: Sequence[int]
    ) -> list[float]:
        size = range(len(self.labels))
        after = [0.0] * len(self.labels)
        margins = [0.0] * len(path)
        total = forward[-1][path[-1]]
        for place in range(len(path) - 1, -1, -1):
            if place + 1 < len(path):
                following = list(map(add, scores[place + 1], after))
                live = self._undominated(following, self._trails)
                rows = self.transitions
                after = []
                for label in size:
                    row = rows[label]
                    best = _FAR
                    for next_ in live:
                        value = row[next_] + following[next_]
                        if value > best:
                            best = value
                    after.append(best)
            through = list(map(add, forward[place], after))
            # The best path itself is out: the margin is the distance to the next best.
            through[path[place]] = _FAR
            margins[place] = total - max(through)
        return margins


def _leads(rows: Sequence[Sequence[float]]) -> list[Scores]:
    """Return by how much each label can at most gain on each other by a transition."""
    return [[max(map(sub, row, best)) for row in rows] for best in rows]


def unpacked(content: bytes, attributes_of: Callable[[str], tuple[str, ...]]) -> Model:
    """Return the model in the bytes of a file of weights."""
    read: dict[str, Any] = json.loads(gzip.decompress(content))
    unit = float(read["unit"])
    own: dict[str, list[tuple[int, float]]] = {}
    shared: dict[int, dict[str, list[tuple[int, float]]]] = {
        int(offset): {} for offset in read["offsets"]
    }
    for name, packed in read["weights"].items():
        numbers = iter(packed)
        pairs = [
            (label, weight * unit)
            for label, weight in zip(numbers, numbers, strict=True)
        ]
        offset, colon, attribute = name.partition(":")
        if colon and offset[0] in "+-" and offset[1:].isdigit():
            shared[int(offset)][attribute] = pairs
        else:
            own[name] = pairs
    transitions = tuple(
        tuple(weight * unit for weight in row) for row in read["transitions"]
    )
    return Model(
        tuple(read["labels"]),
        transitions,
        own,
        shared,
        attributes_of,
    )


@cache
def shipped(name: str, attributes_of: Callable[[str], tuple[str, ...]]) -> Model:
    """Return a model that comes with the package, read once."""
    place = resources.files("csecrefs.strings") / f"{name}.json.gz"
    return unpacked(place.read_bytes(), attributes_of)
