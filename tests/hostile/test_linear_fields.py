"""A value takes time in proportion to its length, whatever it repeats.

Links, duplicates and writers look at the values of records that strangers wrote. A value
twice as long must not take three times the processor time.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from csecrefs import formats
from csecrefs.dedupe import duplicates
from csecrefs.links.collect import collect
from csecrefs.model import Reference
from tests.hostile.growth import growth

RATIO = 3.0
"""Between the growth of linear and of quadratic work, 2 and 4."""
SIZE = 15_000
STEADY = 0.08
"""Seconds of processor time from which on a measure is steady."""

UNITS = (
    *(" ", "\t", "0", "1", "a", ".", "-", ",", ";", "}", ")", ">", "]", "|", "\\", "/", "<i>", "{", "(", '"', "$", "&"),
    *("1-", "a1", " and ", "https://a.b/ ", "http://", "10.1/", "pmid ", "van ", "Roe, A; ", "2001-", "*", "_", "~"),
)  # fmt: skip
FIELDS = ("title", "page", "volume", "PMID", "DOI", "URL", "note", "keyword")
WORK: dict[str, Callable[[list[Reference]], object]] = {
    "links": collect,
    "duplicates": duplicates,
    **{
        name: lambda works, name=name: formats.write(works, name)  # type: ignore[misc]
        for name in ("biblatex", "csl-yaml", "ris", "mods")
    },
}


def works(field: str, value: str) -> list[Reference]:
    made = {"type": "book", "title": "Tides", field: value}
    return [Reference.read_csl({"id": key, **made}) for key in "ab"]


def seconds(work: Callable[[list[Reference]], object], on: list[Reference]) -> float:
    start = time.process_time()
    work(on)
    return time.process_time() - start


@pytest.mark.parametrize("field", FIELDS)
def test_twice_the_value_takes_twice_the_time(field: str) -> None:
    slow = {}
    for unit in UNITS:
        made = {
            times: works(field, unit * (times * SIZE // len(unit))) for times in (1, 2)
        }
        for name, work in WORK.items():
            grown = growth(
                lambda times, work=work, made=made: seconds(work, made[times]),  # type: ignore[misc]
                STEADY,
                RATIO,
            )
            if grown >= RATIO:
                slow[unit, name] = grown
    assert not slow
