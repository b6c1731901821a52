"""Reading a manuscript takes time in proportion to its length, whatever it repeats.

Marks that are never closed, and marks that can be parted in more than one way, are
repeated for every format. A text twice as long must not take three times the processor
time; texts that are read too fast to be timed are linear enough.
"""

from __future__ import annotations

import time

import pytest

from csecrefs import manuscript
from csecrefs.strings import split_list
from tests.hostile.growth import growth

RATIO = 3.0
"""Between the growth of linear and of quadratic work, 2 and 4."""
SIZE = 16_000
STEADY = 0.1
"""Seconds of processor time from which on a measure is steady."""

MARKUP = (
    *("^[", "[^a", "[@a; ", "@{", "](", "][", "{a=a", "{-", "$a ", "`", "<!--", "<?", "<script>", "<pre>", "\n:::"),
    *("\n| a ", "\n|-", "\\cite[", " ", "\t", "\n \n", "1. ", "<cite data-cite='", "<div>", "&#"),
)  # fmt: skip
TEX = (
    *("\\cite[", "\\cite{", "\\def\\a{", "\\footnote{", "\\begin{a}", "\\newcommand{\\a}", "\\verb|", "\\iffalse "),
    *("%{", "\\citation{", " ", "\t", "\n \n", "{", "$"),
)  # fmt: skip
LIGHT = (
    *("\n#+begin_src", "\n:PROPERTIES:", "[cite:", "[[cite:a", "[fn:", "=a ", "~a ", "#cite(", "#[", "/*", '"', "<a"),
    *("\n.. a", ":cite:`", ":cite:`a", "doi:", "``a", "[a]_", "|a", "\n====", "cite:[", "+++", "\n----", "\n:a: "),
    *(" ", "\t", "\n \n"),
)  # fmt: skip
TYPED = (
    "a",
    "1",
    " ",
    "- ",
    "a, ",
    "Roe, A. (2001). ",
    "\n[1] a",
    "doi:",
    "http://",
    "(",
    "\n",
)
UNITS = {
    **dict.fromkeys(("markdown", "html"), MARKUP),
    **dict.fromkeys(("latex", "latex-aux"), TEX),
    **dict.fromkeys(("typst", "org", "asciidoc", "rst"), LIGHT),
    "strings": TYPED,
}
HEADS = {
    "markdown": "---\ntitle: x\n---\n[a](",
    "latex": "\\documentclass{a}\\begin{document}",
    "html": "<html><body>",
    "org": "#+bibliography: x\n",
    "asciidoc": ":a:",
    "typst": '#bibliography("x")\n',
    "rst": ".. bibliography:: x\n\n",
    "latex-aux": "\\relax\n\\citation{",
}


def seconds(name: str, text: str) -> float:
    start = time.process_time()
    if name == "strings":
        split_list(text)
    else:
        assert manuscript.read(text.encode(), path="x", format=name).keys is not None
    return time.process_time() - start


def grown(name: str, unit: str) -> float:
    """The growth of the time where the text doubles; 1 where there is nothing to time."""
    head, count = HEADS.get(name, ""), SIZE // len(unit)
    seconds(name, head + unit * 40)
    return growth(
        lambda times: seconds(name, head + unit * (times * count)), STEADY, RATIO
    )


@pytest.mark.parametrize("name", UNITS)
def test_twice_the_text_takes_twice_the_time(name: str) -> None:
    found = {unit: grown(name, unit) for unit in UNITS[name]}
    assert not {unit: each for unit, each in found.items() if each >= RATIO}
