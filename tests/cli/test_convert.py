"""`csecrefs convert`: many files into one, and what it says of what went wrong and of
what was lost.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from csecrefs import Library, formats
from csecrefs.cli import progress
from csecrefs.formats import losses

Run = Callable[..., tuple[int, str, str]]

BIB = """@book{sand, author = {Lind, Bo}, title = {Sand}, publisher = {North}, year = 2001}
@book{silt, author = {Berg, Cy}, title = {Silt}, publisher = {North}, year = 2002}
"""
RIS = "TY  - BOOK\nID  - clay\nTI  - Clay\nAU  - Dahl, Eva\nPY  - 2003\nER  - \n"


@pytest.fixture
def run(tmp_path: Path, invoke: Run) -> Run:
    (tmp_path / "refs.bib").write_text(BIB)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "clay.ris").write_text(RIS)
    return invoke


def test_files_and_folders_become_one_file(run: Run, tmp_path: Path) -> None:
    assert run("convert", "refs.bib", "more", "--to", "csl-json", "-o", "all.json") == (
        0,
        "",
        "",
    )
    assert list(Library.read("all.json").keys()) == ["sand", "silt", "clay"]
    code, out, err = run("convert", "all.json", "--to", "ris")
    assert code == 0 and out.count("TY  - BOOK") == 3 and err == ""


@pytest.mark.parametrize("name", formats.names(written=True))
def test_every_written_format_goes_out_and_comes_in(run: Run, name: str) -> None:
    code, _, err = run("convert", "refs.bib", "--to", name, "-o", "out")
    assert code == 0, err
    code, out, _ = run("convert", "out", "--to", "csl-json")
    assert [item["title"] for item in json.loads(out)] == ["Sand", "Silt"]


def test_the_suffix_or_to_tells_the_format(run: Run, tmp_path: Path) -> None:
    assert run("convert", "refs.bib", "-o", "out.ris")[0] == 0
    assert (tmp_path / "out.ris").read_text().startswith("TY  - BOOK")
    for arguments in (["refs.bib"], ["refs.bib", "-o", "out.unheard-of"]):
        code, out, err = run("convert", *arguments)
        assert (code, out) == (2, "") and "--to" in err
    assert run("convert", "refs.bib", "--to", "marc21")[2] == (
        "csecrefs: error: MARC 21 (ISO 2709) can be read but not written\n"
    )
    assert "did you mean biblatex" in run("convert", "refs.bib", "--to", "bibltex")[2]


def test_stdin_and_a_named_format(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(RIS.encode())))
    code, out, _ = run("convert", "-", "--from", "ris", "--to", "biblatex")
    assert code == 0 and out.startswith("@book{clay,")
    code, out, err = run("convert", "refs.bib", "--from", "csl-json", "--to", "ris")
    assert (code, out) == (2, "") and err.startswith("csecrefs: error: refs.bib:1:1: ")


def test_losses_are_told_by_variable(run: Run, tmp_path: Path) -> None:
    items = [{"id": key, "type": "book", "title": key, "references": "x", "issued": {"date-parts": [[2000]]}}
             for key in "abcdefg"]  # fmt: skip
    (tmp_path / "books.json").write_text(json.dumps(items))
    code, _, err = run("convert", "books.json", "--to", "ris")
    assert (code, err) == (
        0,
        "csecrefs: ris cannot carry references (7: a, b, c, d, e, ...)\n",
    )
    code, out, err = run("convert", "books.json", "--to", "ris", "--format", "json")
    report = json.loads(err)
    assert run("convert", "books.json", "--to", "ris", "--strict")[0] == 1
    assert code == 0 and out.count("ER  -") == 7 and report["diagnostics"] == []
    assert report["losses"][0] == {
        "key": "a",
        "variable": "references",
        "value": "x",
        "carried": None,
    }
    assert run("convert", "books.json", "--to", "csl-yaml")[2] == ""


def test_what_cannot_be_read_does_not_stop_the_rest(run: Run, tmp_path: Path) -> None:
    (tmp_path / "binary.bib").write_bytes(bytes(256))
    (tmp_path / "half.bib").write_text("@book{peat, title = {Peat},\n" + BIB)
    code, out, err = run(
        "convert", "absent.bib", "binary.bib", "half.bib", "--to", "csl-json"
    )
    assert code == 1 and {"sand", "silt"} <= {item["id"] for item in json.loads(out)}
    assert (
        "error: absent.bib: no such file" in err
        and "error: binary.bib: not a text file" in err
    )
    assert "half.bib:1:" in err
    code, out, err = run(
        "convert", "absent.bib", "binary.bib", "--to", "csl-json", "-o", "out.json"
    )
    assert (
        (code, out) == (2, "")
        and err.count("\n") == 2
        and not (tmp_path / "out.json").exists()
    )


def test_another_work_under_a_used_key_is_kept_and_the_same_again_is_not(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "again.bib").write_text(BIB.replace("{Silt}", "{Silt again}"))
    code, out, err = run("convert", "refs.bib", "again.bib", "--to", "csl-json")
    titles = {item["id"]: item["title"] for item in json.loads(out)}
    assert titles == {"sand": "Sand", "silt": "Silt", "silta": "Silt again"}
    assert (code, err) == (
        0,
        "csecrefs: warning: silt: the key is used again; this one is now silta\n",
    )


def test_no_input_is_overwritten_unless_asked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "link.bib").hardlink_to(tmp_path / "refs.bib")
    for output in ("refs.bib", "link.bib", "./more/../refs.bib"):
        code, out, err = run("convert", "refs.bib", "--to", "csl-json", "-o", output)
        assert (code, out) == (2, "") and "are read from this file" in err
    assert run("convert", "more", "-o", "more/clay.ris")[0] == 2
    assert (tmp_path / "refs.bib").read_text() == BIB
    assert (
        run("convert", "refs.bib", "--to", "csl-json", "-o", "refs.bib", "--force")[0]
        == 0
    )
    assert json.loads((tmp_path / "refs.bib").read_text())[0]["id"] == "sand"


def test_an_interruption_leaves_the_old_file_and_no_other(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "out.ris").write_text("kept")
    for place, name in ((losses, "losses_in"), (formats, "write"), (Path, "replace")):
        with monkeypatch.context() as patched:
            patched.setattr(place, name, interrupted)
            assert run("convert", "refs.bib", "-o", "out.ris")[0] == 130
        assert (tmp_path / "out.ris").read_text() == "kept"
        assert not list(tmp_path.glob(".out*"))


def test_a_bar_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        assert list(progress.with_progress(range(5), 5, "Reading")) == [0, 1, 2, 3, 4]
        assert ("Reading" in stream.getvalue()) is shown


def test_the_same_from_python(run: Run) -> None:
    library = Library.read(["refs.bib", "more"])
    library.write("all.ris")
    assert list(Library.read("all.ris")) == list(Library.parse(library.to("ris")))
    assert library.losses("csl-json") == []
    lost = Library([library["sand"].evolve(scale="1:100")]).losses("ris")
    assert [str(each) for each in lost] == ["sand: scale is lost"] and lost[0].lost
