"""Plain reference strings: right segments among the expected and the found ones.

A case is one value, expected or found, so that passed/total is the F1 of all values.
The rows of anystyle-gold, partly labelled by a machine, are left out. The share of
strings with every value right is printed before the last line.
"""

from __future__ import annotations

import json
import runpy
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from csecrefs.strings.spans import spans
from tests.conformance import SHARED, Case

SOURCE = "references/refs.jsonl"


@lru_cache
def scorer() -> dict[str, Any]:
    """The rules by which values are compared, from the shared folder."""
    return runpy.run_path(str(SHARED / "tools" / "score_references.py"))


def found_in(text: str) -> dict[str, list[str]]:
    """What the program finds in a string, by label."""
    found: dict[str, list[str]] = {}
    for span in spans(text):
        found.setdefault(span.label, []).append(text[span.start : span.end])
    return found


def normal(fields: dict[str, list[str]], label: str) -> Counter[str]:
    norm = scorer()["norm"]
    return Counter(
        filter(None, (norm(label, value) for value in fields.get(label, ())))
    )


def run(path: Path) -> Iterator[Case]:
    exact = count = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["source"] == "anystyle-gold":
            continue
        try:
            found = found_in(row["text"])
        except Exception as error:  # a crash is a failing case, not the end of the run
            yield Case(row["id"], False, f"{type(error).__name__}: {error}")
            found = {}
        same = True
        for label in _labels(row["source"]):
            expected, got = normal(row["fields"], label), normal(found, label)
            same = same and expected == got
            yield from _cases(f"{row['id']} {label}", expected, got)
        exact += same
        count += 1
    print(f"references exact: {exact}/{count} {exact / max(1, count):.3f}", flush=True)


def _labels(source: str) -> list[str]:
    left_out = scorer()["LEFT_OUT"].get(source, "genre").split()
    if source.startswith("parscit"):
        left_out = ["issue", "genre"]
    return [label for label in scorer()["LABELS"] if label not in left_out]


def _cases(name: str, expected: Counter[str], got: Counter[str]) -> Iterator[Case]:
    right = sum((expected & got).values())
    for _ in range(2 * right):
        yield Case(name, True)
    for value in (expected - got).elements():
        yield Case(name, False, f"missing {value!r}")
    for value in (got - expected).elements():
        yield Case(name, False, f"found {value!r}")
