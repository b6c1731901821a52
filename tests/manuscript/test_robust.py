"""Whatever a manuscript is, it is read, and no byte outside of its sites changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csecrefs import manuscript
from csecrefs.manuscript import html, ipynb, markdown
from csecrefs.manuscript.render import render_sites
from csecrefs.manuscript.sites import Manuscript, Site
from tests.manuscript.test_markdown_splice import KNOWN

PIECES = (
    "@low [@low] [@low; see @high, p. 3] @nobody [@low, @high] -@low \\@low ` `` ``` ~~~ $ $$ < <!-- --> "
    "<b> [ ] ( ) ](x) { } ^[ [^1] [^1]: ::: | |--| > - 1. # === --- ... \\begin{x} \\end{x} "
    '{cite}`low` <cite data-cite="low">x</cite> [[@low|x]] é 😀 \x00 \ufeff * _ ** "'
).split(" ")
BREAKS = (" ", "\n", "\n\n", "\r\n", "\t", "    ", "")


TEXTS = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(BREAKS)).map("".join),
    min_size=5,
    max_size=120,
).map("".join)
"""Texts of pieces that mean something in Markdown."""


def outside(read: Manuscript) -> list[str]:
    """Return the text between sites, without the punctuation that notes move."""
    parts: list[str] = []
    place = 0
    for site in sorted(changing(read), key=lambda each: each.start):
        parts.append(read.text[place : site.start])
        place = max(place, site.end)
    return [*parts, read.text[place:]]


def changing(read: Manuscript) -> list[Site]:
    return [
        site
        for site in read.sites
        if site.kind != "nocite" and all(cite.id in KNOWN for cite in site.cites)
    ]


@given(written=TEXTS, end=st.sampled_from((b"", b"\xff")))
def test_nothing_outside_of_sites_changes(written: str, end: bytes) -> None:
    content = written.encode("utf-8", "surrogatepass") + end
    read = markdown.read(content)
    options = {"suppress-bibliography": True}
    after = markdown.splice(read, render_sites(read, KNOWN, options=options))
    text, place = after.decode("utf-8", "surrogateescape"), 0
    for part in outside(read):
        place = text.index(part, place) + len(part)
    if not changing(read):
        assert after == content


@given(st.binary(max_size=300))
def test_any_bytes_are_read(start: bytes) -> None:
    content = start + b"[@low] <i data-cite='low'>x</i>"
    for module in (markdown, html, ipynb):
        read = module.read(content)
        module.splice(read, render_sites(read, KNOWN))


@pytest.mark.parametrize("name", [each.name for each in manuscript.FORMATS])
def test_every_format_reads_what_is_none_of_it(name: str) -> None:
    for content in (b"", b"\0", b"PK\x03\x04broken", b"[@low", b"\\cite{low", b"{"):
        read = manuscript.read(content, path="a", format=name)
        assert isinstance(read.sites, tuple)
