"""Plain YAML, read without the parser: the same, or left to it."""

from __future__ import annotations

import random

import pytest

from csecrefs.formats.yaml.events import YamlError, load
from csecrefs.formats.yaml.plain import load_plain

PAPER = """title: 'Tides: a package for seas'
tags:
  - Python
  - sea  # of any size
authors:
- name: Ann Low
  orcid: 0000-0001-2345-6789
  corresponding: true # (this is the one)
  affiliation: "1, 2"
-   name: Bea High
    affiliation: 2
affiliations:
 - name:
     Institute of Tides
   index: 1

# dates
date: 13 August 2017
year: 2017
empty:
bibliography: paper.bib
"""


def test_a_paper_is_plain() -> None:
    found = load_plain(PAPER)
    assert found is not None
    assert found == load(PAPER)[0]
    assert found == load_plain(PAPER.replace("\n", "\r\n"))


@pytest.mark.parametrize(
    "text",
    [
        "a: [1, 2]",
        "a: |\n  b",
        "a: b\n  c",
        "a: b: c",
        "a: *b",
        'a: "\\n"',
        "a: b\na: c",
        "- a",
        "a:\tb",
        "a: b\n---\nc: d",
        "a:\n  b\n  c",
    ],
)
def test_other_yaml_is_left_to_the_parser(text: str) -> None:
    assert load_plain(text) is None


def test_what_is_read_is_what_the_parser_reads() -> None:
    chance = random.Random(1)
    signs = [*" \n:-#\"'[]{}&*|>%,?!@`a1", "\n  ", "- ", ": "]
    plain = 0
    for _ in range(600):
        letters = list(PAPER)
        for _ in range(chance.randint(1, 4)):
            letters.insert(chance.randrange(len(letters)), chance.choice(signs))
        text = "".join(letters)
        found = load_plain(text)
        if found is None:
            continue
        plain += 1
        try:
            expected = load(text)[0]
        except YamlError as error:
            expected = error
        assert found == expected, text
    assert plain > 100
