"""The training from text to shipped weights, on a small sample of own text only."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from csecrefs.strings.features import of_token
from csecrefs.strings.model import unpacked
from csecrefs.strings.spans import spans

crf = pytest.importorskip("pycrfsuite", reason="python-crfsuite is not installed")
pytestmark = pytest.mark.slow

BIB = Path(__file__).parents[2] / "bib"
TAUGHT = (
    """
    apa ieee nature modern-language-association springer-basic-author-date cell oscola
    american-medical-association chicago-author-date harvard-cite-them-right mhra
    elsevier-vancouver american-chemical-society turabian-author-date plos
""".split()
    * 2
)
OTHERS = ["elsevier-harvard", "iso690-author-date-en"]
LEAST = 0.80
"""F1 of the sample's weights on strings of other styles: .87 was measured."""


def labelled(
    seed: int, styles: list[str]
) -> list[tuple[str, list[tuple[int, int, str]]]]:
    """Return strings of the shipped records in some styles, with their spans."""
    from tools.gold import trimmed
    from tools.own_strings import formatted, records
    from tools.pieces import joined

    rnd = random.Random(seed)
    pool = list(records(sorted(BIB.glob("*.bib"))))
    found = []
    for _, pieces in formatted(pool, styles, len(pool), rnd):
        text, marked = joined(pieces)
        kept = [trimmed(text, *span) for span in marked]
        found.append((text, [span for span in kept if span[0] < span[1]]))
    return found


def test_weights_of_a_small_sample_read_strings_of_other_styles(tmp_path: Path) -> None:
    from tools.gold import Labelled
    from tools.train_strings import LEAST_WEIGHT, SCALE, packed, train

    sample = [Labelled(*each) for each in labelled(1, TAUGHT)]
    path = tmp_path / "sample.crf"
    count = train(sample, path, rounds=6)
    content = packed(path, least=LEAST_WEIGHT, scale=SCALE)
    model = unpacked(content, of_token)

    right = Counter[str]()
    for text, gold in labelled(2, OTHERS):
        wanted = Counter((text[start:end], label) for start, end, label in gold)
        read = spans(text, model)
        got = Counter((text[each.start : each.end], each.label) for each in read)
        right["both"] += 2 * (wanted & got).total()
        right["all"] += wanted.total() + got.total()
    score = right["both"] / right["all"]
    assert count == len(sample)
    assert score >= LEAST, f"F1 {score:.3f} on strings of other styles"
