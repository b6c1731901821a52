"""Ten commands write to one library at once; `python -m tests.hostile.contending` does
it a hundred times.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from tests.hostile.contending import KINDS, faults
from tests.hostile.killing import preload

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("turn", range(2))
def test_ten_commands_at_once_lose_nothing(
    kind: str, turn: int, tmp_path: Path
) -> None:
    preload()
    assert faults(tmp_path, kind, Random(turn)) == []
