"""`render` and `cited` on Word and Writer documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from csecrefs.manuscript import read
from tests.manuscript.office.documents import (
    LOW,
    MAY,
    field,
    item,
    mark,
    run,
    word,
    writer,
    zotero,
)

Run = Callable[..., tuple[int, str, str]]

FIELD = zotero(item(LOW, locator="8"))
LIBRARY = (
    "@book{tides, author={Low, Ann}, title={Tides}, year=2001, publisher={Quay}}\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    code = FIELD.replace(" ADDIN ", "") + "RND1"
    (tmp_path / "fields.docx").write_bytes(word(run("So ") + field(FIELD)))
    (tmp_path / "marks.odt").write_bytes(writer(f"<text:p>So {mark(code)}</text:p>"))
    (tmp_path / "typed.docx").write_bytes(word("So [@tides] and {none}."))
    (tmp_path / "refs.bib").write_text(LIBRARY)
    return tmp_path


@pytest.mark.parametrize("name", ["fields.docx", "marks.odt"])
def test_render_with_the_records_inside(invoke: Run, folder: Path, name: str) -> None:
    out = folder / f"out{Path(name).suffix}"
    assert invoke("render", name, "--style", "apa", "-o", out.name)[0] == 0
    assert read(out.read_bytes(), path=out.name).sites == ()
    assert invoke("render", name, "--live", "zotero", "-o", out.name)[0] == 0
    first, second = read(out.read_bytes(), path=out.name).sites
    assert first.source == "(Low, 2001, p. 8)"
    assert second.kind == "bibliography"
    assert invoke("render", name, "--to", "keys", "-o", out.name)[0] == 0
    (site,) = read(out.read_bytes(), path=out.name).sites
    assert site.source == "[@low2001, p. 8]"


def test_keys_are_those_of_the_library(invoke: Run, folder: Path) -> None:
    assert folder
    code, out, _ = invoke("cited", "fields.docx", "typed.docx", "--library", "refs.bib")
    assert (code, out) == (0, "tides\tcited\tfields.docx:1 typed.docx:1:4\n")
    code, out, _ = invoke("cited", "fields.docx", "--to", "biblatex")
    assert code == 0
    assert out.startswith("@book{low2001,")
    code, out, _ = invoke(
        "cited", "fields.docx", "--library", "refs.bib", "--to", "biblatex"
    )
    assert (code, out) == (0, LIBRARY)


def test_damage_is_told_with_its_place(invoke: Run, folder: Path) -> None:
    broken = word("[@tides]", field(FIELD[:80]))
    (folder / "broken.docx").write_bytes(broken)
    code, _, err = invoke(
        "render", "broken.docx", "--library", "refs.bib", "-o", "x.docx"
    )
    assert code == 1
    assert "broken.docx:2: the citation in this field is damaged" in err
    assert (folder / "x.docx").exists()
    (folder / "empty.docx").write_bytes(b"")
    code, _, err = invoke("render", "empty.docx", "-o", "y.docx")
    assert code != 0
    assert "Traceback" not in err


def test_two_manuscripts_share_no_made_keys(invoke: Run, folder: Path) -> None:
    other = {**LOW, "title": "Ebb"}
    (folder / "other.docx").write_bytes(
        word(field(zotero(item(other))) + field(zotero(item(MAY))))
    )
    code, out, _ = invoke("cited", "fields.docx", "other.docx", "--to", "csl-json")
    assert code == 0
    assert out.count('"title": "Tides"') == out.count('"title": "Ebb"') == 1
