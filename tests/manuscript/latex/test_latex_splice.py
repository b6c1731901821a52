r"""Rendered text in LaTeX sources: commands, notes, lists, included files."""

from __future__ import annotations

from pathlib import Path

import pytest

from csecrefs.manuscript import latex, read
from csecrefs.manuscript.render import render_sites
from csecrefs.model import Date, Name, Reference


def book(key: str, family: str, year: int) -> Reference:
    fields = {
        "title": f"On {key}",
        "author": (Name(family=family, given="A."),),
        "issued": Date((year,)),
    }
    return Reference(key, "book", fields)


KNOWN = {"low": book("low", "Low", 2001), "high": book("high", "High", 2002)}


def rendered(text: str, style: str = "apa", path: str = "paper.tex") -> str:
    paper = read(text.encode(), path=path)
    return latex.splice(paper, render_sites(paper, KNOWN, style=style)).decode()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"A \citep[see][p. 3]{low}.", "A (see Low, 2001, p. 3)."),
        (r"\citet{low}", "Low (2001)"),
        (r"\noindent\citet{low}", r"\noindent Low (2001)"),
        (r"\citealp{low}", "Low, 2001"),
        (r"\citealt[p. 3]{low}", "Low, 2001, p. 3"),
        (r"\citeyear{low}; \citeyearpar{low}", "2001; (2001)"),
        (r"\citep[$x<3$ in][\ref{a}]{low}", r"($x<3$ in Low, 2001, \ref{a})"),
        (r"X\footcite[3]{low}", r"X\footnote{Low, 2001, p. 3.}"),
        (r"\footnote{X \footcite{low}}", r"\footnote{X Low, 2001}"),
        (r"\def\x#1{see \citep{#1} there}\x{low}!", None),
        (r"\citep{low} \citep{unknown}", r"(Low, 2001) \citep{unknown}"),
        (r"% \citep{low}", r"% \citep{low}"),
        (r"\textcquote[3]{low}[.]{Q}", r"\textquote[.]{Q} (Low, 2001, p. 3)"),
        (r"a\nocite{low}b", "ab"),
        (r"\citetitle{low} of \citefield{low}{year}", r"\textit{On low} of 2001"),
        (r"\fullcite{low}", r"Low, A. (2001). \textit{On low}."),
    ],
)
def test_commands_become_text(source: str, expected: str | None) -> None:
    if expected is None:
        definition = source.partition(r"\x{low}")[0]
        expected = f"{definition}see (Low, 2001) there!"
    assert rendered(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"Text \citep{low}.", r"Text.\footnote{A. Low, \textit{On Low} (2001).}"),
        (r"Text~\citep{low}, b", r"Text,\footnote{A. Low, \textit{On Low} (2001).} b"),
        (
            "Text % x\n\\citep{low}",
            "Text % x\n\\footnote{A. Low, \\textit{On Low} (2001).}",
        ),
        (
            r"\caption{Text \citep{low}.}",
            r"\caption{Text.\protect\footnote{A. Low, \textit{On Low} (2001).}}",
        ),
        (r"As \citet{low}.", r"As A. Low\footnote{\textit{On Low} (2001).}."),
        (
            r"\footnote{See \cite{low}, too.}",
            r"\footnote{See A. Low, \textit{On Low} (2001), too.}",
        ),
    ],
)
def test_styles_of_notes_make_footnotes(source: str, expected: str) -> None:
    assert rendered(source, "chicago-notes-bibliography") == expected


def test_the_list_takes_the_place_of_its_command() -> None:
    found = rendered("\\cite{low}\n\\bibliography{refs}\n")
    assert found.startswith("(Low, 2001)\n\\ifdefined\\chapter")
    assert "\\item Low, A. (2001). \\textit{On low}." in found
    bare = rendered("\\cite{low}\\printbibliography[heading = none]")
    assert bare.startswith("(Low, 2001)\\begin{list}")
    titled = rendered("\\cite{low}\\printbibliography[title={Works}]")
    assert "\\section*{Works}" in titled


def test_a_source_without_a_command_for_it_has_the_list_at_its_end() -> None:
    found = rendered("\\begin{document}\\cite{low}\\end{document}\n")
    assert found.endswith("\\end{list}\n\\end{document}\n")
    by_hand = "\\cite{low}\\begin{thebibliography}{9}\\end{thebibliography}"
    assert rendered(by_hand) == by_hand.replace("\\cite{low}", "(Low, 2001)")


def test_files_that_cite_take_the_place_of_their_command(tmp_path: Path) -> None:
    (tmp_path / "one.tex").write_text("One \\citet{low}.\n")
    (tmp_path / "two.tex").write_text("No citation.\n")
    main = str(tmp_path / "paper.tex")
    found = rendered("A\n\\input{one}\\input{two}\\include{one}\n", path=main)
    assert found == (
        "A\nOne Low (2001).\n\\input{two}\\clearpage\nOne Low (2001).\n\\clearpage\n\n"
    )


def test_other_bytes_and_encodings_stay() -> None:
    source = b"\xef\xbb\xbfcaf\xe9\r\n\\cite{low}\r\n"
    paper = read(source, path="x.tex")
    spliced = latex.splice(paper, render_sites(paper, KNOWN))
    assert spliced == source.replace(b"\\cite{low}", b"(Low, 2001)")
    known = {"low": book("low", "Łow", 2001)}
    latin = b"\\usepackage[latin1]{inputenc}\xe9 \\cite{low}"
    paper = read(latin, path="x.tex")
    spliced = latex.splice(paper, render_sites(paper, known))
    assert spliced == latin.replace(b"\\cite{low}", b"({\\L}ow, 2001)")
