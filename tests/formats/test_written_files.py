"""What is written for the project's own records keeps the rules of its format.

The same checks as in the conformance set, but for those that need other programs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from csecrefs import formats
from tests.conformance.written_files import CHECKS, records

BY_RULE = ("text", "dates", "table")
NEEDS_NO_PROGRAM = {("mods", "schema"), ("word-xml", "schema"), ("csl-json", "schema")}
CASES = [
    (name, label)
    for name, checks in CHECKS.items()
    for label in checks
    if label in BY_RULE or (name, label) in NEEDS_NO_PROGRAM
]


@pytest.mark.parametrize(("name", "label"), CASES)
def test_written_files(name: str, label: str) -> None:
    own = records(Path("absent"))
    assert len(own) >= 60
    check = CHECKS[name][label]
    problems = {
        each.id: problem
        for each in own
        if (problem := check(formats.write([each], name)))
    }
    assert not problems
