"""`csecrefs tidy`: one layout for .bib files, only where asked, and never another
meaning.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from csecrefs import Library
from csecrefs.formats.bibtex.tidy import tidy_file
from tests.conformance import SHARED

Run = Callable[..., tuple[int, str, str]]

WILD = """% Encoding: UTF-8
  @STRING( and = " and " )
@BOOK(sand,AUTHOR="Lind, Bo"  # and # "Berg, Cy",
      title={Sand
             dunes}  ,
  comment = {one
  two})

free text
@article{clay, title = {Clay}, % why
  year = 2001}
@comment{jabref-meta: x;}
"""
TIDY = """% Encoding: UTF-8

@string{and = { and }}

@book{sand,
  author = {Lind, Bo} # and # {Berg, Cy},
  title = {Sand dunes},
  comment = {one
  two},
}

free text

@article{clay, title = {Clay}, % why
  year = 2001}

@comment{jabref-meta: x;}
"""


@pytest.fixture
def run(tmp_path: Path, invoke: Run) -> Run:
    (tmp_path / "wild.bib").write_text(WILD)
    (tmp_path / "tidy.bib").write_text(TIDY)
    return invoke


def test_it_prints_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    assert run("tidy", "wild.bib") == (0, TIDY, "")
    assert (tmp_path / "wild.bib").read_text() == WILD
    assert run("tidy", "tidy.bib") == (0, TIDY, "")


def test_check_lists_what_would_change(run: Run) -> None:
    assert run("tidy", "--check", ".") == (1, "wild.bib\n", "")
    assert run("tidy", "--check", "tidy.bib") == (0, "", "")
    code, out, _ = run("tidy", "--check", "--format", "json", "wild.bib", "tidy.bib")
    assert code == 1
    assert [(each["path"], each["changed"]) for each in json.loads(out)] == [
        ("wild.bib", True),
        ("tidy.bib", False),
    ]


def test_diff(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("tidy", "--diff", "wild.bib")
    assert (
        code == 1 and "\n-@BOOK(sand" in out and "\n+  title = {Sand dunes},\n" in out
    )
    assert run("tidy", "--diff", "tidy.bib") == (0, "", "")
    assert (tmp_path / "wild.bib").read_text() == WILD


def test_write_changes_once(run: Run, tmp_path: Path) -> None:
    before = list(Library.read("wild.bib"))
    assert run("tidy", "--write", "wild.bib") == (0, "", "csecrefs: tidied wild.bib\n")
    assert (tmp_path / "wild.bib").read_text() == TIDY and list(
        Library.read("wild.bib")
    ) == before
    assert run("tidy", "--write", "wild.bib") == (0, "", "")


def test_stdin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(WILD.encode())))
    assert run("tidy", "-") == (0, TIDY, "")
    assert run("tidy", "-", "--write")[0] == 2


def test_other_files_are_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "refs.ris").write_text("TY  - BOOK\nTI  - Clay\nER  - \n")
    code, out, err = run("tidy", "--write", "refs.ris", "absent.bib")
    assert (
        (code, out) == (2, "")
        and "a file of RIS, not a .bib file" in err
        and "absent.bib" in err
    )
    code, _, err = run("tidy", "--write", "refs.ris", "wild.bib")
    assert code == 1 and "tidied wild.bib" in err
    assert (tmp_path / "refs.ris").read_text().startswith("TY  - BOOK")


def test_a_broken_entry_stays_and_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.bib").write_text(
        "@book{a, title = {Sand\n\n@book{b,title={Clay}}\n"
    )
    code, out, err = run("tidy", "broken.bib")
    assert code == 1 and "broken.bib:1:" in err
    assert out.startswith("@book{a, title = {Sand\n") and "\n  title = {Clay},\n" in out


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encoding_and_line_ends_stay(encoding: str, newline: str) -> None:
    source = "@book{a,title={Déjà\nvu\n\nlu}}\n".replace("\n", newline).encode(encoding)
    after, _ = tidy_file(source)
    expected = "@book{a,\n  title = {Déjà vu\n\nlu},\n}\n".replace("\n", newline)
    assert after.decode(encoding) == expected
    assert tidy_file(after)[0] == after


def test_real_files_stay_the_same_files_said_otherwise() -> None:
    """On each: twice is as once, and no file has to be left as it is because it would
    say something else.
    """
    folder = SHARED / "formats" / "corpus"
    if not folder.exists():
        pytest.skip("absent: no formats/corpus in the shared folder")
    for file in sorted(folder.glob("*.bib"))[::10]:
        once, diagnostics = tidy_file(file.read_bytes())
        assert not any(each.code == "not-tidied" for each in diagnostics), file.name
        assert tidy_file(once)[0] == once, file.name
