"""pybtex's data to records and back, and our plugins in pybtex."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest
from pybtex.database import parse_file, parse_string

from csecrefs import formats
from csecrefs.formats.bibtex import pybtex as pybtex_bridge
from csecrefs.formats.bibtex import read
from csecrefs.formats.bibtex.pybtex import from_pybtex, to_pybtex
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
    assert first.author[0] == Name(
        "Berg", "Anna", non_dropping_particle="van der", suffix="Jr"
    )


@pytest.mark.parametrize("name", formats.names(written=True))
def test_pybtex_reads_and_writes_our_formats(name: str, tmp_path: Path) -> None:
    """Through the entry points of the installed package."""
    references, _ = read(
        "@book{k, title = {Tides}, author = {Lind, Bo}, year = 1999, publisher = {North}}"
    )
    (tmp_path / "refs").write_text(formats.write(references, name), encoding="utf-8")
    read_as = "biblatex" if name == "bibtex" else name
    data = parse_file(str(tmp_path / "refs"), bib_format=f"csecrefs-{read_as}")
    assert [entry.fields["title"] for entry in data.entries.values()] == ["Tides"]
    data.to_file(str(tmp_path / "again"), bib_format=f"csecrefs-{name}")
    (again,) = parse_file(
        str(tmp_path / "again"), bib_format="csecrefs"
    ).entries.values()
    assert (
        again.fields["year"] == "1999" and str(again.persons["author"][0]) == "Lind, Bo"
    )


def test_a_suffix_tells_pybtex_the_format(tmp_path: Path) -> None:
    (tmp_path / "refs.ris").write_text("TY  - BOOK\nID  - k\nTI  - Tides\nER  - \n")
    data = parse_file(str(tmp_path / "refs.ris"))
    assert data.entries["k"].fields["title"] == "Tides"
    data.to_file(str(tmp_path / "out.ris"))
    assert "TI  - Tides" in (tmp_path / "out.ris").read_text()


def test_every_format_is_a_plugin_of_pybtex() -> None:
    for group, written in (("input", False), ("output", True)):
        found = {each.name for each in entry_points(group=f"pybtex.database.{group}")}
        assert {f"csecrefs-{name}" for name in formats.names(written=written)} == {
            name for name in found if name.startswith("csecrefs-")
        }
    for each in entry_points(group="pybtex.database.input"):
        assert each.load()
    with pytest.raises(AttributeError):
        pybtex_bridge.writer_marc21  # noqa: B018
