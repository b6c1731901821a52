"""Plain-text lists parted into references: the lines of each, expected and found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from csecrefs.strings.lists import group_lines
from tests.conformance import Case

SOURCE = "references/lists"


def run(path: Path) -> Iterator[Case]:
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    whole = 0
    for file in files:
        case = json.loads(file.read_text(encoding="utf-8"))
        try:
            found = set(group_lines(case["lines"]))
        except Exception as error:  # a crash is a failing case, not the end of the run
            yield Case(file.stem, False, f"{type(error).__name__}: {error}")
            continue
        expected = {tuple(lines) for lines in case["references"]}
        whole += found == expected
        for _ in range(2 * len(found & expected)):
            yield Case(file.stem, True)
        for lines in sorted(expected - found):
            yield Case(file.stem, False, f"missing {lines}")
        for lines in sorted(found - expected):
            yield Case(file.stem, False, f"found {lines}")
    print(f"reference-lists whole: {whole}/{len(files)}", flush=True)
