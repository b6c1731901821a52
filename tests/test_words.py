"""The words of the code: docstrings begin with a verb or a noun, and a class name is
one thing in the whole package.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "csecrefs"
_HEADLESS = re.compile(
    r"(What|Whether|Where|How|Which|Whom?|By what|Of what|As (much|many)|That|There)\b"
)
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def test_no_docstring_begins_with_a_clause_without_a_head() -> None:
    """ "Return the place" and "True if it is known", not "Where it is" and "Whether"."""
    found = []
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, _DOCUMENTED):
                text = ast.get_docstring(node) or ""
                if _HEADLESS.match(text):
                    line = getattr(node, "lineno", 1)
                    found.append(f"{name}:{line}: {text.splitlines()[0]}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "is_headless"),
    [
        ("What a style says.", True),
        ("Whether it is known.", True),
        ("Return what a style says.", False),
        ("True if it is known.", False),
        ("Whole numbers.", False),
    ],
)
def test_the_rule_itself(text: str, is_headless: bool) -> None:
    assert bool(_HEADLESS.match(text)) is is_headless


NAMED_BY_THE_SPECIFICATION = {"Date"}
"""Classes of `csl.style` that are named as their element and as the record's part."""


def test_a_class_name_is_one_thing() -> None:
    """A name that two modules define would stand for two things."""
    homes: dict[str, set[str]] = {}
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, set()).add(name)
    twice = {name: sorted(places) for name, places in homes.items() if len(places) > 1}
    assert set(twice) <= NAMED_BY_THE_SPECIFICATION, twice
