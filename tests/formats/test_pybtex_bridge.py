"""pybtex's data to records and back, and our plugins in pybtex."""

from __future__ import annotations

from pybtex.database import parse_string

from csecrefs.formats.bibtex import read
from csecrefs.formats.pybtex_bridge import from_pybtex, to_pybtex
from csecrefs.model import Name

SOURCE = r"""
@phdthesis{k1, author = {van der Berg, Jr, Anna and {The ``X and Y'' Group} and others},
  title = {On {DNA} \& \emph{Other} Things}, school = {Uni of A and B}, year = 1999, month = mar}
@misc{k2, title = {No Author}, year = 2001, note = {Curious}, strange = {kept}}
"""


def test_there_and_back() -> None:
    references, _ = read(SOURCE)
    data = to_pybtex(references)
    assert [str(person) for person in data.entries["k1"].persons["author"]][1:] == [
        "{The ``X and Y'' Group}",
        "others",
    ]
    again, diagnostics = from_pybtex(data)
    assert again == references
    assert diagnostics == []


def test_what_pybtex_parsed_becomes_records() -> None:
    (first, _), _ = from_pybtex(parse_string(SOURCE, "bibtex"))
    assert first.type == "thesis"
    assert first.author[0] == Name("Berg", "Anna", non_dropping_particle="van der", suffix="Jr")


def test_pybtex_finds_our_formats() -> None:
    data = parse_string('[{"id": "a", "type": "book", "title": "T"}]', "csl-json")
    assert data.entries["a"].type == "book"
    assert '"title": "T"' in data.to_string("csl-json")
    assert "title = {T}" in data.to_string("biblatex")
