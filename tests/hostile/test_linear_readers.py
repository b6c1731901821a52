"""Reading takes time in proportion to the length of a file, whatever it repeats.

Forty units are repeated for every reader. A text twice as long must not take 2.6 times
the processor time; texts that are read too fast to be timed are linear enough.
"""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from csecrefs import formats
from csecrefs.errors import FormatError
from tests.hostile.growth import growth

RATIO = 2.6
RECOGNISED = 1.0
"""Seconds that the recognition of a format may take; it needs some milliseconds."""
SIZE = 12_000
STEADY = 0.04
"""Seconds of processor time from which on a measure is steady."""

UNITS = (
    "title={,",
    'b="{,\n',
    'b="x',
    '@a{b, c="d ',
    "@a{b,\n",
    "@a{b, t={x},\n",
    "{",
    "}",
    '"',
    "x = {a} # ",
    "author = {A and ",
    "%@a{\n",
    "\\o ",
    "\\SI{",
    "$^2$",
    "AU  - A;",
    "AU  - A [",
    "SO  - A [Ed], ",
    "AB  - x\n",
    "TY  - BOOK\n",
    "ER  - \n",
    "PMID- 1\n",
    "<1>\nVN  - Ovid\n",
    "PT J\nAU A\n",
    "%0 Book\n%A A\n",
    " : ",
    " ; ",
    "A, b, ",
    "(",
    "[",
    "<",
    "$$Q",
    "1999-",
    "&amp;",
    "- a: b\n",
    "  ",
    "*a ",
    "a,",
    "x\n",
    "\n",
)
HEADS = {
    "biblatex": "@a{b, title = {x},\n",
    "ovid": "<1>\nVN  - Ovid\nAU  - ",
    "pnx": "<record><display><title>T</title><creator>",
    "ris": "TY  - JOUR\nTI  - ",
    "nbib": "PMID- 1\nOWN - NLM\nTI  - ",
    "isi": "FN X\nVR 1\nPT J\nAU ",
    "refer": "%0 Book\n%A ",
    "csl-yaml": "references:\n- id: a\n  title: ",
    "csl-json": '[{"id": "a", "title": "',
    "csv": "title,author\nx,",
    "mods": "<mods><titleInfo><title>",
    "coins": "<span class='Z3988' title='ctx_ver=Z39.88-2004&amp;rft.au=",
}
"""What brings a reader to the place where the units do most."""


def seconds(name: str, text: str) -> float:
    module = formats.by_name(name).load()
    start = time.process_time()
    module.read(text, path="")
    return time.process_time() - start


def ratio(name: str, unit: str) -> float:
    """The growth of the time where the text doubles; 1 where there is nothing to time."""
    count = SIZE // len(unit)
    head = HEADS.get(name, "")
    return growth(
        lambda times: seconds(name, head + unit * (times * count)), STEADY, RATIO
    )


@pytest.mark.parametrize("name", sorted(set(formats.names()) - {"plain"}))
def test_twice_the_text_takes_twice_the_time(name: str) -> None:
    found = {unit: ratio(name, unit) for unit in UNITS}
    assert len(found) == 40
    assert not {unit: grown for unit, grown in found.items() if grown >= RATIO}


@pytest.mark.parametrize("head", ["", "x\n", "---\n"])
def test_a_format_is_recognised_in_linear_time(head: str) -> None:
    """Unlike readers, whose text may be long, it looks at the first few thousand
    characters; an expression with two ways to match a blank line took for ever there.
    """
    for unit in (*UNITS, "#\n", "---\n", "- ", "<!-- ", "\\x", "TY  - \n"):
        started = time.process_time()
        with suppress(FormatError):
            formats.detect((head + unit * (SIZE // len(unit))).encode())
        assert time.process_time() - started < RECOGNISED, unit
