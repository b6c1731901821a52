"""What the paper prints, and what the house style prints instead on purpose."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    """The table `name` beside this file."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def house_text(case: Mapping[str, Any]) -> str:
    """What the house style prints for `case`: the printed text with each difference
    made in its place.
    """
    text: str = case["printed"]
    for difference in case.get("differences", ()):
        if text.count(difference["printed"]) != 1:
            raise ValueError(
                f"{case['key']}: {difference['printed']!r} does not stand there exactly once"
            )
        text = text.replace(difference["printed"], difference["house"])
    return text


def house_order(table: Mapping[str, Any]) -> list[str]:
    """The keys of the list in the house style's order: the printed one, with each entry
    moved that moves.
    """
    order = [entry["key"] for entry in table["entry"]]
    for move in table["moved"]:
        order.remove(move["key"])
        order.insert(order.index(move["before"]), move["key"])
    return order


def reasons(table: Mapping[str, Iterable[Mapping[str, Any]]]) -> list[str]:
    """The reason of every deliberate difference in `table`."""
    cases = [case for name in ("entry", "citation") for case in table.get(name, ())]
    differences = [
        difference for case in cases for difference in case.get("differences", ())
    ]
    return [
        difference["reason"] for difference in [*differences, *table.get("moved", ())]
    ]
