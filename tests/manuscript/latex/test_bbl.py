r"""Lists in BibTeX's place: .aux and .bcf files read, .bbl files that LaTeX takes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from csecrefs.errors import FormatError
from csecrefs.library import Library
from csecrefs.manuscript import read

BIB = """@book{low, author = {Low, Ann}, title = {Tides of the μ-sea}, year = 2001}
@book{trio, author = {High, Bea and Mid, Cy and Deep, Di}, title = {Winds}, year = 2002}
@misc{nasa, author = {{NASA (US)}}, title = {Ice}, year = 2003}
"""
TEX = r"""\documentclass{article}
%s
\begin{document}
A \cite{trio} and \cite{low,nasa}.
\bibliographystyle{plain}
\bibliography{refs}
\end{document}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    (tmp_path / "paper.aux").write_text(
        "\\relax \n\\citation{trio}\n\\citation{low,nasa}\n\\@input{part.aux}\n"
        "\\bibstyle{plain}\n\\bibdata{refs}\n"
    )
    (tmp_path / "part.aux").write_text("\\relax \n\\citation{low}\n")
    return tmp_path


def items(text: str) -> list[str]:
    return re.findall(r"^\\(?:bibitem|csecrefsitem).*", text, re.MULTILINE)


def made(folder: Path, style: str) -> str:
    library = Library.read(folder / "refs.bib")
    return str(library.bbl(folder / "paper.aux", style=style))


def test_keys_and_files_of_a_run(folder: Path) -> None:
    paper = read(folder / "paper.aux")
    assert paper.keys == ("trio", "low", "nasa")
    assert paper.metadata.bibliography == ("refs.bib",)


def test_an_aux_file_outside_the_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.aux").write_text("\\citation{secret}")
    inside = tmp_path / "in"
    inside.mkdir()
    aux = inside / "paper.aux"
    aux.write_text("\\relax \\@input{../secret.aux}\\citation{low}")
    paper = read(aux)
    assert paper.keys == ("low",)
    assert [each.code for each in paper.diagnostics] == ["not-included"]


def test_files_of_biblatex_are_read_but_have_no_list(tmp_path: Path) -> None:
    bcf = (
        b'<bcf:controlfile><bcf:datasource type="file">refs.bib</bcf:datasource>'
        b'<bcf:citekey order="1">low</bcf:citekey></bcf:controlfile>'
    )
    assert read(bcf, path="paper.bcf").keys == ("low",)
    aux = tmp_path / "paper.aux"
    aux.write_text("\\relax \\abx@aux@cite{0}{low}")
    assert read(aux).keys == ("low",)
    with pytest.raises(FormatError, match="csecrefs render"):
        Library([]).bbl(aux)


def test_labels_are_what_natbib_takes_apart(folder: Path) -> None:
    assert items(made(folder, "apa")) == [
        r"\bibitem[{High et al.(2002)High, Mid, and Deep}]{trio}",
        r"\bibitem[{Low(2001)}]{low}",
        r"\bibitem[{{NASA (US)}(2003)}]{nasa}",
    ]


def test_numeric_styles_leave_the_number_to_latex(folder: Path) -> None:
    text = made(folder, "ieee")
    assert (
        items(text)[0] == r"\csecrefsitem[{High et al.(2002)High, Mid, and Deep}]{trio}"
    )
    assert "\\setcitestyle{numbers,square}" in text
    assert "\nB. High, C. Mid, and D. Deep, \\textit{Winds}. 2002." in text


def test_styles_of_notes_are_numbered_with_a_warning(folder: Path) -> None:
    found = Library.read(folder / "refs.bib").bbl(
        folder / "paper.aux", style="chicago-notes-bibliography"
    )
    assert "notes-style" in {each.code for each in found.diagnostics}
    # natbib has numbers for a list without names and years, and refuses it else
    assert "\\setcitestyle{numbers,square}" in found.text
    assert "\\csecrefsitem[{Low(2001)}]{low}" in found.text


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
@pytest.mark.parametrize("style", ["apa", "ieee", "chicago-notes-bibliography"])
@pytest.mark.parametrize("package", ["", "\\usepackage{natbib}"])
def test_it_compiles_with_no_citation_undefined(
    folder: Path, style: str, package: str
) -> None:
    (folder / "paper.tex").write_text(TEX % package, "utf-8")

    def latex() -> str:
        subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "paper.tex"],
            cwd=folder,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return (folder / "paper.log").read_text("utf-8", "replace")

    latex()
    (folder / "paper.bbl").write_text(made(folder, style), "utf-8")
    latex()
    log = latex()
    assert not re.findall(r"^!.*|.*undefined.*", log, re.MULTILINE)
