"""Expressions of the package are compiled when they are first used (patterns.py)."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator

import pytest

import csecrefs
from csecrefs.patterns import LazyPattern, regex


def patterns_of_the_package() -> list[LazyPattern]:
    found: dict[int, LazyPattern] = {}
    for module in pkgutil.walk_packages(csecrefs.__path__, "csecrefs."):
        if module.name.endswith("__main__"):
            continue
        members = vars(importlib.import_module(module.name)).values()
        for each in members:
            # A table of expressions is a tuple or a dict of them, or of rows.
            for part in _parts(each):
                if type(part) is LazyPattern:
                    found[id(part)] = part
    return list(found.values())


def _parts(member: object, depth: int = 3) -> Iterator[object]:
    yield member
    if depth and isinstance(member, (tuple, list)):
        for each in member:
            yield from _parts(each, depth - 1)
    if depth and isinstance(member, dict):
        for each in member.values():
            yield from _parts(each, depth - 1)


def test_every_pattern_of_the_package_compiles() -> None:
    found = patterns_of_the_package()
    assert len(found) > 500

    with warnings.catch_warnings():
        # A FutureWarning, say of a set within a set, comes when it is compiled.
        warnings.simplefilter("error")
        for each in found:
            assert isinstance(each.groups, int), each


def test_a_pattern_does_what_a_compiled_one_does() -> None:
    lazy = regex(r"(?P<year>\d{4})-(\d\d)", re.ASCII)
    compiled = re.compile(r"(?P<year>\d{4})-(\d\d)", re.ASCII)

    assert lazy.sub(r"\2/\1", "2021-03") == "03/2021"
    assert lazy.pattern == compiled.pattern
    assert lazy.flags == compiled.flags
    assert lazy.groupindex == compiled.groupindex
    found = lazy.fullmatch("2021-03")
    assert found is not None
    assert found["year"] == "2021"


def test_a_faulty_expression_is_raised_at_its_first_use() -> None:
    faulty = regex("(")
    with pytest.raises(re.error, match="unterminated"):
        faulty.match("")


def test_a_pattern_of_bytes() -> None:
    assert regex(rb"\d+").findall(b"a 1 b 22") == [b"1", b"22"]


def test_importing_the_command_line_compiles_few_patterns() -> None:
    """Start-up does not pay for expressions that the run does not use."""
    program = (
        "import gc, csecrefs.cli.verbs, csecrefs.document.document\n"
        "from csecrefs.patterns import LazyPattern\n"
        "found = [each for each in gc.get_objects() if type(each) is LazyPattern]\n"
        "used = [each for each in found if len(vars(each)) > 2]\n"
        "print(len(found), len(used))\n"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    found, used = map(int, printed.split())
    assert found > 50
    assert used < found / 10
