"""The facade: reading from anywhere, problems kept visible, writing whole files."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

import csecrefs
from csecrefs import CsecrefsError, Library, NotFoundError, ParseError, Reference
from csecrefs.errors import FormatError, InputError
from tests.samples import CSL_JSON, ITEMS

YAML = "references:\n- id: x\n  type: book\n  issued: 2020\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "a.json").write_text(CSL_JSON, encoding="utf-8")
    (tmp_path / "sub" / "b.yaml").write_text(YAML, encoding="utf-8")
    (tmp_path / ".hidden" / "c.yaml").write_text(
        YAML.replace("x", "hidden"), encoding="utf-8"
    )
    (tmp_path / "notes.txt").write_text("nothing here", encoding="utf-8")
    return tmp_path


def test_mapping(folder: Path) -> None:
    library = Library.read(folder / "a.json")
    assert library["doe2020"].publisher == "Ștefan Press"
    assert "doe2020" in library
    assert len(library) == 3
    assert (
        [each.id for each in library]
        == list(library.keys())
        == [item["id"] for item in ITEMS]
    )
    assert (
        dict(library)["doe2020"]
        is library["doe2020"]
        is dict(library.items())["doe2020"]
    )
    with pytest.raises(
        NotFoundError, match=r"no reference named 'doe'; did you mean doe2020\?"
    ):
        library["doe"]
    assert isinstance(library.rows()[0]["year"], int)
    assert "Library of 3" in repr(library)


def test_notebook_view_is_short_and_inert() -> None:
    library = Library(
        Reference(f"r{number}", fields={"title": "<script>"}) for number in range(60)
    )
    view = library._repr_html_()
    assert view.count("<tr>") == 51 and "and 10 more" in view and "<script>" not in view
    assert "more" not in Library([library["r1"]])._repr_html_()


def test_folder_list_and_stdin(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(Library.read(folder).keys()) == ["doe2020", "roe2021", "un:1989", "x"]
    both = Library.read([str(folder / "sub"), folder / "a.json"])
    assert next(iter(both)).id == "x" and len(both) == 4
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(YAML.encode())))
    assert list(Library.read("-").keys()) == ["x"]


def test_settings_name_the_library(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSECREFS_LIBRARY", str(folder / "sub"))
    assert list(Library.read().keys()) == ["x"]


def test_duplicates_are_told(folder: Path) -> None:
    again = [*ITEMS[:1], {**ITEMS[1], "title": "Other"}]
    (folder / "sub" / "again.json").write_text(json.dumps(again), encoding="utf-8")
    library = Library.read(folder)
    assert library["roe2021"].title == "Apples"
    told = [(each.code, each.key, each.severity) for each in library.diagnostics]
    assert told == [
        ("duplicate-key", "doe2020", "info"),
        ("duplicate-key", "roe2021", "warning"),
    ]


def test_a_folder_is_read_past_what_is_no_bibliography(folder: Path) -> None:
    (folder / "binary.bib").write_bytes(b"\0\1\2")
    (folder / "package.json").write_text('{"name": "x", "version": "1"}')
    (folder / "page.xml").write_text("<page/>")
    library = Library.read(folder)
    assert len(library) == 4
    assert [(each.code, each.severity) for each in library.diagnostics] == [
        ("unknown-format", "error")
    ]


@pytest.mark.parametrize("name", ["absent.json", "notes.txt", "a\0b"])
def test_sources_that_cannot_be_read(folder: Path, name: str) -> None:
    with pytest.raises(InputError) as raised:
        Library.read(str(folder / name))
    assert "\n" not in str(raised.value)


def test_strict() -> None:
    text = '[{"id": "a", "type": "nonsense"}]'
    assert len(Library.parse(text).diagnostics) == 2
    with pytest.raises(ParseError, match=r"nonsense.*\(and 1 more\)") as raised:
        Library.parse(text, strict=True)
    assert len(raised.value.diagnostics) == 2
    assert isinstance(raised.value, CsecrefsError)


def test_write(folder: Path) -> None:
    library = Library.read(folder / "a.json")
    for suffix in ("json", "yaml"):
        library.write(folder / f"new.{suffix}")
        assert list(Library.read(folder / f"new.{suffix}")) == list(library)
    with pytest.raises(FormatError, match="names no format"):
        library.write(folder / "new.unheard-of")
    with pytest.raises(InputError, match="No such file"):
        library.write(folder / "nowhere" / "new.json")
    before = (folder / "a.json").read_bytes()
    with pytest.raises(NotFoundError):
        library.write(folder / "a.json", format="unheard-of")
    with pytest.raises(FormatError, match="read but not written"):
        library.write(folder / "a.json", format="marc21")
    assert (folder / "a.json").read_bytes() == before


def test_empty() -> None:
    assert len(Library()) == 0 and len(Library().bibliography()) == 0
    assert list(Library([Reference("a"), Reference("a", "book")])) == [Reference("a")]


@pytest.mark.parametrize(
    "name", [name for name in csecrefs.__all__ if name != "__version__"]
)
def test_public_names(name: str) -> None:
    # csecrefs.audit is a room that is called like its function
    found = getattr(csecrefs, name).__name__.rpartition(".")[2]
    assert found == name and name in dir(csecrefs)


def test_no_other_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Librray'"):
        csecrefs.Librray  # noqa: B018
