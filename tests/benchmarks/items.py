"""Items to measure with: real ones, and any number of variations on them."""

from __future__ import annotations

import json
import random
from itertools import cycle, islice
from math import isqrt
from pathlib import Path
from typing import Any

Item = dict[str, Any]

_SYLLABLES = "an bel cor dan el fin gor hal in jov kar lun mer nor os pal quin ras sol tur ul ver wen yor zim".split()


def load(path: Path) -> list[Item]:
    """The items of a CSL-JSON file, each id once."""
    items = json.loads(path.read_text(encoding="utf-8"))
    return list({item["id"]: item for item in items}.values())


def varied(items: list[Item], count: int) -> list[Item]:
    """`count` items made from `items`: the same every time, each id once.

    Those beyond the first round have other people, years and titles. The number of
    families grows as the root of that of the items, about as in a real catalogue, so
    that some works still have to be told apart.
    """
    chance = random.Random(1)
    families = sorted(
        {
            name["family"]
            for item in items
            for name in _people(item)
            if name.get("family")
        }
    )
    people = len(families) * isqrt(max(count // len(items), 1))
    result = [
        _variation(item, families, people, chance)
        for item in islice(cycle(items), count)
    ]
    result[: len(items)] = items[:count]
    return [
        {**item, "id": f"item{number}"} for number, item in enumerate(result, start=1)
    ]


def _people(item: Item) -> list[dict[str, Any]]:
    return [
        name
        for value in item.values()
        if isinstance(value, list)
        for name in value
        if isinstance(name, dict)
    ]


def _variation(
    item: Item, families: list[str], people: int, chance: random.Random
) -> Item:
    changed = dict(item)
    for variable, value in item.items():
        if isinstance(value, list) and all(isinstance(name, dict) for name in value):
            changed[variable] = [
                _other_name(name, families, people, chance) for name in value
            ]
    if "title" in item:
        words = str(item["title"]).split(" ")
        changed["title"] = " ".join(
            [*words, chance.choice(words), chance.choice(_SYLLABLES)]
        )
    parts = (item.get("issued") or {}).get("date-parts")
    if parts and parts[0]:
        year = int(parts[0][0]) - chance.randrange(40)
        changed["issued"] = {
            **item["issued"],
            "date-parts": [[year, *parts[0][1:]], *parts[1:]],
        }
    return changed


def _other_name(
    name: dict[str, Any], families: list[str], people: int, chance: random.Random
) -> dict[str, Any]:
    if "family" not in name:
        return name
    number, place = divmod(chance.randrange(people), len(families))
    family = families[place]
    while number:
        number, ending = divmod(number, len(_SYLLABLES))
        family += _SYLLABLES[ending]
    return {**name, "family": family}
