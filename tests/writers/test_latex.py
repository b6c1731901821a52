"""LaTeX: escapes, commands and the list that sets the layout."""

from __future__ import annotations

import pytest

from csecrefs.text.inline import Element, Entry, EntryLayout, Inlines
from csecrefs.writers import latex


@pytest.mark.parametrize(
    ("tree", "written"),
    [
        (("50% of $5 & #1_a {b}",), r"50\% of \$5 \& \#1\_a \{b\}"),
        (
            (r"\input{x}^^41~",),
            r"\textbackslash{}input\{x\}\textasciicircum{}\textasciicircum{}41\textasciitilde{}",
        ),
        (("a--b---c ''d'' ,,e",), "a-{}-b-{}-{}-c '{}'d'{}' ,{},e"),
        (
            ('[1] "q" `r`',),
            r"{[}1{]} \char34{}q\char34{} \textasciigrave{}r\textasciigrave{}",
        ),
        (("a\u00a0b",), "a~b"),
        ((Element("italic", ("a ", Element("no-italic", ("b",)))),), r"\textit{a }b"),
        ((Element("bold", (Element("italic", ("a",)),)),), r"\textbf{\textit{a}}"),
        (
            (Element("small-caps", ("Doe",)), Element("superscript", ("2",))),
            r"\textsc{Doe}\textsuperscript{2}",
        ),
    ],
)
def test_written(tree: Inlines, written: str) -> None:
    assert latex.inlines(tree) == written


def test_links() -> None:
    assert latex.inlines(("https://example.org/~a_b?c=%41#d&e$",), links=True) == (
        r"\href{https://example.org/\%7Ea\_b?c=\%41\#d\&e\%24}"
        r"{https://example.org/\textasciitilde{}a\_b?c=\%41\#d\&e\$}"
    )


def test_a_hanging_list() -> None:
    layout = EntryLayout(hanging_indent=True, line_spacing=2, entry_spacing=0)
    written = latex.bibliography(
        [Entry("a", ("One",)), Entry("b", (Element("indent", ("Two",)),))], layout
    )
    assert r"\setlength{\leftmargin}{2em}\setlength{\itemindent}{-2em}" in written
    assert "\\setlength{\\itemsep}{0\\baselineskip}" in written
    assert written.endswith(
        "\\linespread{2}\\selectfont\n\\item One\n\\item \\hspace*{2em}Two\n\\end{list}\n"
    )


@pytest.mark.parametrize(
    ("align", "margin"),
    [("flush", r"\dimexpr\labelwidth+\labelsep\relax"), ("margin", "0pt")],
)
def test_an_aligned_list(align: str, margin: str) -> None:
    tree = (
        Element("left-margin", ("[1] ",)),
        Element("right-inline", ("One",)),
        Element("block", ("Note",)),
    )
    written = latex.bibliography(
        [Entry("a", tree)], EntryLayout(second_field_align=align)
    )
    assert (
        f"\\settowidth{{\\labelwidth}}{{{{[}}1{{]}}}}\\setlength{{\\leftmargin}}{{{margin}}}"
        in written
    )
    assert "\n\\item[{{[}1{]}\\hfill}] One\\newline\nNote\n\\end{list}\n" in written


def test_an_empty_list_is_nothing() -> None:
    assert latex.bibliography([], EntryLayout()) == ""
