r"""Citations of LaTeX sources: commands, macros, what is skipped, files included."""

from __future__ import annotations

from pathlib import Path

import pytest

from csecrefs.manuscript import Manuscript, latex, read
from csecrefs.manuscript.sites import FRAGMENT


def manuscript(body: str, *, preamble: str = "", path: str = "paper.tex") -> Manuscript:
    source = f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\n"
    return read(f"{source}\\end{{document}}\n".encode(), path=path)


def keys(paper: Manuscript) -> list[str]:
    return [cite.id for site in paper.sites for cite in site.cites]


def typed(body: str, preamble: str = "") -> list[tuple[str, str, str, str, str]]:
    cites = []
    for site in manuscript(body, preamble=preamble).sites:
        for cite in site.cites:
            place = f"{cite.label} {cite.locator}" if cite.locator else ""
            cites.append((cite.id, cite.mode, cite.prefix, place, cite.suffix))
    return cites


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"\cite{low}", ("low", "", "", "", "")),
        (r"\citep[3]{low}", ("low", "", "", "page 3", "")),
        (r"\citep[see][]{low}", ("low", "", "see", "", "")),
        (r"\citep[see][p.~3]{low}", ("low", "", "see", "page 3", "")),
        (r"\citep [see] [ch.~2]{low}", ("low", "", "see", "chapter 2", "")),
        (r"\citep[][for a review]{low}", ("low", "", "", "", ", for a review")),
        (r"\citep[{see [1]}][]{low}", ("low", "", "see [1]", "", "")),
        (r"\Citet*{low}", ("low", "narrative", "", "", "")),
        (r"\textcite{low}", ("low", "narrative", "", "", "")),
        (r"\citeonline{low}", ("low", "narrative", "", "", "")),
        (r"\citeA{low}", ("low", "narrative", "", "", "")),
        (r"\citeasnoun{low}", ("low", "narrative", "", "", "")),
        (r"\citeauthor{low}", ("low", "author-only", "", "", "")),
        (r"\citeyearpar{low}", ("low", "suppress-author", "", "", "")),
        (r"\parencite[12--15]{low}", ("low", "", "", "page 12–15", "")),
        (r"\footcite[\S 4]{low}", ("low", "", "", "section 4", "")),
        (r"\volcite{2}[33]{low}", ("low", "", "", "volume 2", ", p. 33")),
        (r"\pvolcites{2}[33]{low}", ("low", "", "", "volume 2", ", p. 33")),
        (r"\Tvolcite{2}{low}", ("low", "narrative", "", "volume 2", "")),
        (r"\textcquote[see][3]{low}[.]{Q}", ("low", "", "see", "page 3", "")),
        (r"\foreigntextcquote{german}[3]{low}{Q}", ("low", "", "", "page 3", "")),
        (r"\cite{*low}", ("low", "", "", "", "")),
        (r"\citename{low}{author}", ("low", "author-only", "", "", "")),
        (r"\citeaffixed{low}{e.g.}", ("low", "", "e.g.", "", "")),
    ],
)
def test_commands(body: str, expected: tuple[str, ...]) -> None:
    assert typed(body) == [expected]


def test_lists_of_citations_have_notes_for_all_and_for_each() -> None:
    found = typed(r"\autocites(see)(etc.)[a][2]{low}[b][]{high}{mid,top}")
    assert found == [
        ("low", "", "see a", "page 2", ""),
        ("high", "", "b", "", ""),
        ("mid", "", "", "", ""),
        ("top", "", "", "", ", etc."),
    ]
    site = manuscript(r"\cites[a]{low}[currently][]{high}").sites[0]
    assert site.author_order


def test_starred_commands_of_biblatex_leave_out_the_author() -> None:
    assert typed(r"\parencite*{low}", r"\usepackage{biblatex}")[0][1] == (
        "suppress-author"
    )
    assert typed(r"\citep*{low}", r"\usepackage{natbib}")[0][1] == ""


def test_cite_of_natbib_is_narrative_with_labels_of_authors_and_years() -> None:
    body = r"\cite{low}\bibliographystyle{plainnat}"
    assert typed(body, r"\usepackage{natbib}")[0][1] == "narrative"
    assert typed(body, r"\usepackage[numbers]{natbib}")[0][1] == ""


def test_apacite_has_the_note_before_in_angle_brackets() -> None:
    found = typed(r"\cite<see>[p.~3]{low}", r"\usepackage{apacite}")
    assert found == [("low", "", "see", "page 3", "")]


def test_keys_have_comments_and_blanks_around_them() -> None:
    body = "\\cite{low,% the first\n  high ,\n mid}"
    assert keys(manuscript(body)) == ["low", "high", "mid"]


@pytest.mark.parametrize(
    "hidden",
    [
        "% \\cite{no}",
        "\\verb|\\cite{no}|",
        "\\verb*!\\cite{no}!",
        "\\lstinline[language=TeX]|\\cite{no}|",
        "\\mintinline{tex}{\\cite{no}}",
        "\\begin{verbatim}\n\\cite{no}\n\\end{verbatim}",
        "\\begin{lstlisting}[a=b]\n\\cite{no}\n\\end{lstlisting}",
        "\\begin{comment}\\cite{no}\\end{comment}",
        "\\iffalse \\ifx\\a\\b \\cite{no} \\fi \\cite{no} \\fi",
        "\\newcommand{\\x}{\\cite{no}}",
        "\\def\\x#1{\\cite{no}}",
        "\\newenvironment{y}{\\cite{no}}{\\cite{no}}",
        "\\defcitealias{no}{the paper \\cite{no}}",
        "\\textbackslash cite{no} \\\\cite{no}",
    ],
)
def test_what_cites_nothing(hidden: str) -> None:
    assert keys(manuscript(f"\\cite{{a}} {hidden}\n\\cite{{b}}")) == ["a", "b"]


def test_a_percent_sign_with_a_backslash_begins_no_comment() -> None:
    assert keys(manuscript(r"5\% of \cite{low}")) == ["low"]


def test_nothing_counts_after_the_end() -> None:
    source = b"\\begin{document}\\cite{a}\\end{document}\\cite{b}"
    assert keys(read(source, path="x.tex")) == ["a"]


@pytest.mark.parametrize(
    ("definition", "use"),
    [
        (r"\newcommand{\x}[1]{see \citep{#1}}", r"\x{low}"),
        (r"\newcommand\x[2][3]{\citep[#1]{#2}}", r"\x[4]{low}"),
        (r"\newcommand{\x}{\citep}", r"\x[3]{low}"),
        (r"\def\x#1{\citet{#1}}", r"\x{low}"),
        (r"\let\x\citep", r"\x{low}"),
        (r"\let\x=\citep", r"\x{low}"),
        (r"\NewDocumentCommand{\x}{o m}{\citep[#1]{#2}}", r"\x[9]{low}"),
        (r"\newcommand{\y}[1]{\cite{#1}}\newcommand{\x}[1]{\y{#1}}", r"\x{low}"),
        (r"\DeclareCiteCommand{\x}{a}{b}{c}{d}", r"\x[3]{low}"),
        (r"\newcommand{\x}{\cite{low}}", r"\x"),
        (r"\newcommandx{\x}[2][1=3, usedefault]{\cite[#1]{#2}}", r"\x{low}"),
        (r"\NewDocumentCommand\x{+m d<> t! O{3}}{\cite[#2#4]{#1}}", r"\x{low}<9>!"),
        (
            r"\NewDocumentCommand\x{s >{\trim} o m}{\IfBooleanTF{#1}{\citet{no}}"
            r"{\IfNoValueF{#2}{\cite{no}}\IfValueTF{#2}{\cite{no}}{\citep{#3}}}}",
            r"\x{low}",
        ),
    ],
)
def test_macros_that_wrap_citations_are_followed(definition: str, use: str) -> None:
    paper = manuscript(f"A {use} b", preamble=definition)
    assert keys(paper) == ["low"]
    (site,) = paper.sites
    assert (site.command, site.source) == ("x", use)


def test_lists_of_volumes() -> None:
    assert typed(r"\volcites(see)(end)[a]{1}[2]{low}[b]{3}{high}") == [
        ("low", "", "see a", "volume 1", ", p. 2"),
        ("high", "", "b", "volume 3", ", end"),
    ]


def test_lists_of_their_own_have_their_commands() -> None:
    paper = manuscript(
        r"\citeweb{a} \citetlaw[3]{b} \nociteweb{c} \cite{d} \bibliographyweb{w}",
        preamble=r"\usepackage{natbib}\usepackage{multibib}\newcites{web,law}{Web,Law}",
    )
    assert keys(paper) == ["a", "b", "c", "d"]
    assert [site.kind for site in paper.sites][2::2] == ["nocite", "bibliography"]
    assert paper.metadata.bibliography == ("w.bib",)


def test_words_that_cite_with_their_package_only() -> None:
    body = r"\Ibidem[p.~3]{a} \passim{b} \citeauthoronline{c}"
    assert keys(manuscript(body)) == []
    loaded = r"\usepackage[alf]{abntex2cite}"
    assert keys(manuscript(body, preamble=loaded)) == ["a", "b", "c"]
    loaded = r"\usepackage{apacite}"
    (site,) = manuscript(r"\maskcite<see>[3]{a}", preamble=loaded).sites
    assert (site.cites[0].prefix, site.cites[0].locator) == ("see", "3")


def test_macros_that_call_themselves_end_with_a_diagnostic() -> None:
    paper = manuscript(
        r"\x{low} \cite{a}",
        preamble=r"\def\x#1{\y{#1}\cite{b}}\def\y#1{\x{#1}\x{#1}}",
    )
    assert keys(paper)[-1] == "a"
    assert {each.code for each in paper.diagnostics} == {"macro-depth"}
    assert all(each.line == 4 for each in paper.diagnostics)


def test_notes_keep_mathematics_and_references_as_fragments() -> None:
    paper = manuscript(
        r"\citep[\eg][$x<3$, see \ref{a}]{low}", preamble=r"\newcommand{\eg}{e.g.}"
    )
    (site,) = paper.sites
    (cite,) = site.cites
    assert cite.prefix == "e.g."
    assert cite.suffix == f", {chr(FRAGMENT)}, see {chr(FRAGMENT + 1)}"
    assert [paper.text[low:high] for low, high in site.fragments] == [
        "$x<3$",
        r"\ref{a}",
    ]


def test_sites_know_the_note_around_them() -> None:
    paper = manuscript(
        r"\cite{a}\footnote{See \cite{b} {\em or} \cite{c}.} \cite{d}"
        r"\footnote{And \cite{e}}"
    )
    assert [site.note for site in paper.sites] == [0, 1, 1, 0, 2]
    assert [site.notes_before for site in paper.sites] == [0, 1, 1, 1, 2]


def test_metadata() -> None:
    paper = manuscript(
        r"\bibliography{one,two.bib}\bibliographystyle{plain}\nocite{*}",
        preamble=r"\usepackage[english,ngerman]{babel}\addbibresource{three.bib}",
    )
    assert paper.metadata.bibliography == ("three.bib", "one.bib", "two.bib")
    assert paper.metadata.language == "de-DE"
    assert [site.kind for site in paper.sites] == ["bibliography", "nocite"]


def test_included_files_are_read_where_they_are_named(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "one.tex").write_text("\\cite{b}\n\\input{parts/two}\n")
    (tmp_path / "parts" / "two.tex").write_text("\n \\cite{c} \\endinput \\cite{no}")
    main = tmp_path / "paper.tex"
    body = r"\cite{a} \include{parts/one} \input parts/two \cite{d}"
    paper = manuscript(body, path=str(main))
    assert keys(paper) == ["a", "b", "c", "c", "d"]
    assert paper.sites[2].part == "parts/two.tex"
    assert (paper.sites[2].line, paper.sites[2].column) == (2, 2)


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "|ls", "missing", "paper", "link", "a" * 2000]
)
def test_files_outside_or_absent_are_not_read(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (tmp_path / "secret.tex").write_text("\\cite{secret}")
    (folder / "link.tex").symlink_to(tmp_path / "secret.tex")
    main = folder / "paper.tex"
    main.write_text("\\cite{again}")
    paper = manuscript(f"\\input{{{name}}} \\cite{{a}}", path=str(main))
    assert keys(paper) == ["a"]
    (diagnostic,) = paper.diagnostics
    assert (diagnostic.code, diagnostic.line) == ("not-included", 4)


@pytest.mark.parametrize(
    "damaged",
    [r"\cite{low", r"\cite[see{low}", r"\citep[a][b", r"\x{low", r"\volcite{2"],
)
def test_an_argument_that_is_not_closed_is_reported(damaged: str) -> None:
    paper = manuscript(f"{damaged}\n\n\\cite{{a}}", preamble=r"\def\x#1{\cite{#1}}")
    assert keys(paper) == ["a"]
    assert [(each.code, each.line) for each in paper.diagnostics] == [
        ("unclosed-argument", 4)
    ]


def test_environments_and_conditions_without_an_end_are_reported() -> None:
    paper = manuscript("\\begin{verbatim}\n\\iffalse\n\\cite{a}")
    assert keys(paper) == ["a"]
    codes = [each.code for each in paper.diagnostics]
    assert codes == ["unclosed-environment", "unclosed-condition"]


def test_time_grows_with_the_length_only() -> None:
    open_braces = "\\cite{" * 5_000
    nested = "\\footnote{\\cite{a} " * 2_000
    many = "Text \\citep[see][3]{low}.\n\n" * 10_000
    assert len(manuscript(open_braces + "\n\n" + many).sites) == 10_000
    assert len(manuscript(nested).sites) == 2_000


def test_bytes_that_are_no_text_stay() -> None:
    source = b"\\begin{document}caf\xe9 \\cite{low}\\end{document}"
    assert read(source, path="x.tex").sites[0].start == 21
    declared = b"\\usepackage[latin1]{inputenc}\\citep[\xe9][]{low}"
    assert read(declared, path="x.tex").sites[0].cites[0].prefix == "é"


def test_the_format_is_known_by_its_first_bytes() -> None:
    assert latex.looks_like(b"% !TeX\n\\documentclass{article}")
    assert not latex.looks_like(b"# Markdown with \\cite{x}")
