"""Every writing verb, ended by SIGKILL: files are whole, and nothing is lost.

Here at some steps and moments; `python -m tests.hostile.killing 50` tries all steps and
fifty moments.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.hostile import killing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL"),
]


@pytest.fixture(scope="module")
def servers() -> Iterator[killing.Servers]:
    killing.preload()
    with killing.servers() as found:
        yield found


@pytest.mark.parametrize("name", killing.VERBS)
def test_a_killed_verb_leaves_whole_files(
    name: str, servers: killing.Servers, tmp_path: Path
) -> None:
    attempt = killing.Attempt(name, tmp_path, servers)
    # The last steps are those to the user's files.
    first = max(1, attempt.steps - 9)
    steps = Random(name).sample(range(first, attempt.steps + 1), k=2)
    assert list(killing.at_steps(attempt, steps)) == []
    assert attempt.killed == len(steps)
    assert list(killing.at_moments(attempt, 1)) == []
