"""`csecrefs bbl`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Invoke = Callable[..., tuple[int, str, str]]
BIB = "@book{low, author = {Low, Ann}, title = {Tides}, year = 2001}\n"


def test_the_list_is_written_beside_the_file(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB)
    aux = tmp_path / "paper.aux"
    aux.write_text("\\relax \\citation{low}\\bibdata{refs}")
    assert invoke("bbl", str(aux), "--style", "apa") == (0, "", "")
    written = (tmp_path / "paper.bbl").read_text("utf-8")
    assert "\\bibitem[{Low(2001)}]{low}" in written
    code, out, _ = invoke("bbl", str(aux), "--style", "apa", "-o", "-")
    assert (code, out) == (0, written)


def test_an_unknown_key_is_a_finding(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB)
    aux = tmp_path / "paper.aux"
    aux.write_text("\\relax \\citation{lwo,low}\\bibdata{refs}")
    code, out, err = invoke("bbl", str(aux), "-o", "-")
    assert code == 1
    assert "did you mean low?" in err
    assert "{low}" in out


def test_files_that_cannot_be_used(invoke: Invoke, tmp_path: Path) -> None:
    aux = tmp_path / "paper.aux"
    assert invoke("bbl", str(aux))[0] == 2
    aux.write_text("\\relax \\abx@aux@cite{0}{low}\\bibdata{refs}")
    code, _, err = invoke("bbl", str(aux))
    assert code == 2
    assert "refs.bib is not there" in err
