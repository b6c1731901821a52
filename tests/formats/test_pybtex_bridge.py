"""pybtex's data to records and back, and our plugins in pybtex."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest
from pybtex.database import parse_file, parse_string

from csecrefs import formats
from csecrefs.errors import NotFoundError
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
    """Each format by its class, and by the plugin that reads whatever it finds."""
    references, _ = read(
        "@book{k, title = {Tides}, author = {Lind, Bo}, year = 1999, publisher = {North}}"
    )
    (tmp_path / "refs").write_text(formats.write(references, name), encoding="utf-8")
    data = parse_file(str(tmp_path / "refs"), bib_format="csecrefs")
    assert [entry.fields["title"] for entry in data.entries.values()] == ["Tides"]
    writer = getattr(pybtex_bridge, f"writer_{name.replace('-', '_')}")
    data.to_file(str(tmp_path / "again"), bib_format=writer)
    (again,) = parse_file(
        str(tmp_path / "again"), bib_format="csecrefs"
    ).entries.values()
    assert (
        again.fields["year"] == "1999" and str(again.persons["author"][0]) == "Lind, Bo"
    )


@pytest.mark.parametrize(
    ("file", "sign"),
    [("out.json", '"title": "Tides"'), ("out.xml", "<records>"), ("out", "@book{k")],
)
def test_the_writer_goes_by_the_suffix(file: str, sign: str, tmp_path: Path) -> None:
    data = parse_string("@book{k, title = {Tides}}", "bibtex")
    data.to_file(str(tmp_path / file), bib_format="csecrefs")
    assert sign in (tmp_path / file).read_text(encoding="utf-8")


def test_a_suffix_that_no_format_has_is_named(tmp_path: Path) -> None:
    data = parse_string("@book{k, title = {Tides}}", "bibtex")
    with pytest.raises(NotFoundError, match=r"format to write.*\.odd"):
        data.to_file(str(tmp_path / "out.odd"), bib_format="csecrefs")


def test_a_suffix_tells_pybtex_the_format(tmp_path: Path) -> None:
    (tmp_path / "refs.ris").write_text("TY  - BOOK\nID  - k\nTI  - Tides\nER  - \n")
    data = parse_file(str(tmp_path / "refs.ris"))
    assert data.entries["k"].fields["title"] == "Tides"
    data.to_file(str(tmp_path / "out.ris"))
    assert "TI  - Tides" in (tmp_path / "out.ris").read_text()


def test_every_plugin_loads_and_none_is_missing() -> None:
    groups = ("input", "input.suffixes", "output", "output.suffixes")
    for group in groups:
        found = [
            each
            for each in entry_points(group=f"pybtex.database.{group}")
            if each.value.startswith("csecrefs.")
        ]
        assert found and all(each.load() for each in found), group
    with pytest.raises(AttributeError):
        pybtex_bridge.writer_marc21  # noqa: B018  # the look-up is the test
