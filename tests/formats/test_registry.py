"""The list of formats: each is found by its content, else by its suffix."""

from __future__ import annotations

import pytest

from csecrefs import formats
from csecrefs.errors import FormatError
from csecrefs.model import Date, Name, Reference

REFERENCE = Reference(
    "doe2020",
    "article-journal",
    {
        "title": "On things",
        "author": (Name("Doe", "Jane"),),
        "issued": Date((2020,)),
        "container-title": "Journal of Things",
    },
)


def test_content_counts_before_the_suffix() -> None:
    assert formats.detect('[{"id": "a"}]', "refs.bib").name == "csl-json"
    assert formats.detect("@book{a,}", "refs.json").name == "biblatex"


def test_suffix_serves_where_content_does_not_tell() -> None:
    assert formats.detect("% only a comment", "refs.BIB").name == "biblatex"
    for text, path in [
        ('{"name": "x"}', "package.json"),
        ("Some words", "x.txt"),
        ("<p/>", "x.xml"),
        ("", "x"),
    ]:
        with pytest.raises(FormatError):
            formats.detect(text, path)


@pytest.mark.parametrize("each", formats.FORMATS, ids=lambda each: each.name)
def test_row(each: formats.Format) -> None:
    module = each.load()
    assert formats.by_name(each.name.upper()) is each and each.title
    assert not each.reads or (callable(module.read) and callable(module.looks_like))
    assert hasattr(module, "write") is each.writes
    assert (each.name in formats.names()) is each.reads
    assert (each.name in formats.names(written=True)) is each.writes


@pytest.mark.parametrize("name", formats.names(written=True))
def test_what_is_written_is_recognised_and_read(name: str) -> None:
    text = formats.write([REFERENCE], name)
    told = formats.detect(text)
    assert told.module == formats.by_name(name).module
    (reference,), _ = formats.read(text.encode(), path="x")
    assert reference.title == "On things" and reference.year == 2020
