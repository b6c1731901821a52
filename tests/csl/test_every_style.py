"""Real styles, a few dozen of all there are, over works of every kind."""

from __future__ import annotations

from hashlib import sha256

import pytest

from csecrefs.csl import Citation, Cite
from csecrefs.document.formatter import load
from csecrefs.model import Reference
from csecrefs.styles import find as styles
from csecrefs.styles import places
from csecrefs.text.inline import plain
from csecrefs.writers import html
from tests.mixed_items import ITEMS

WORKS = [Reference.from_csl(item) for item in ITEMS]
CITATIONS = [
    *(Citation((Cite(work.id),), note) for note, work in enumerate(WORKS, start=1)),
    Citation((Cite("work1", "5"), Cite("work2"), Cite("work9")), 31),
    Citation((Cite("work9", "5"),), 32),
    Citation((Cite("work1", mode="suppress-author"), Cite("work5", prefix="see")), 33),
]


def sample(count: int = 60) -> list[str]:
    """Names spread over the repository, the same every time: two of three independent
    styles.
    """
    by_hash = sorted(styles.names(), key=lambda name: sha256(name.encode()).hexdigest())
    independent = {file.stem for file in places.independent_styles().glob("*.csl")}
    own = [name for name in by_hash if name in independent]
    others = [name for name in by_hash if name not in independent]
    return own[: count * 2 // 3] + others[: count - count * 2 // 3]


@pytest.mark.parametrize("name", sample())
def test_a_style_prints_every_work(name: str) -> None:
    rendering = load(name).start()(WORKS, CITATIONS)
    said = [each for each in rendering.warnings if each.code != "no-printed-form"]
    assert not said
    assert len(rendering.citations) == len(CITATIONS)
    assert all(plain(tree).strip() for tree in rendering.citations)
    entries = {entry.id: html.inlines(entry.tree) for entry in rendering.entries or ()}
    if rendering.entries is not None:
        assert len(entries) > len(WORKS) * 4 / 5 and all(
            text.strip() for text in entries.values()
        )
