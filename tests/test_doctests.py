"""The examples in docstrings, run as tests."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def with_examples(top: Path) -> list[str]:
    """Return the names of the modules that have an example in a docstring."""
    return sorted(
        path.relative_to(top).with_suffix("").as_posix().replace("/", ".")
        for path in top.rglob("*.py")
        if re.search(r"^\s*>>> ", path.read_text(encoding="utf-8"), re.MULTILINE)
    )


MODULES = with_examples(ROOT / "src")
OURS = [f"tests.{name}" for name in with_examples(ROOT / "tests")]
"""What tests share has examples, too."""


@pytest.mark.parametrize("name", [*MODULES, *OURS])
def test_examples(name: str) -> None:
    module = importlib.import_module(name.removesuffix(".__init__"))
    options = doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    result = doctest.testmod(module, optionflags=options)
    assert result.attempted and not result.failed
