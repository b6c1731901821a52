"""BibTeX's own styles, run by pybtex."""

from __future__ import annotations

from pathlib import Path

import pytest

from csecrefs.errors import InputError, NotFoundError
from csecrefs.formats.bibtex import read
from csecrefs.library.pybtex_styles import format_with_pybtex
from csecrefs.text.inline import Element, plain

SOURCE = r"""
@book{b, author = {Zed, Ann}, title = {A {Book}}, publisher = {P}, year = 2001}
@techreport{a, author = {Able, Bo}, title = {Report}, year = 2000}
"""
STYLE = r"""
ENTRY { author title year } {} {}
FUNCTION { default.type } {
  "\bibitem{" cite$ * "} " * write$
  author #1 "{ll}" format.name$ " \emph{" * title * "}, " * year * write$ newline$
}
FUNCTION { book } { default.type }
READ
FUNCTION { begin } { "\begin{thebibliography}{9}" write$ newline$ }
EXECUTE { begin }
ITERATE { call.type$ }
FUNCTION { end } { "\end{thebibliography}" write$ newline$ }
EXECUTE { end }
"""


def test_a_bst_file(tmp_path: Path) -> None:
    style = tmp_path / "tiny.bst"
    style.write_text(STYLE)
    entries, warnings = format_with_pybtex(read(SOURCE)[0], style)
    assert [(entry.id, plain(entry.tree)) for entry in entries] == [
        ("b", "Zed A Book, 2001"),
        ("a", "Able Report, 2000"),
    ]
    assert Element("italic", ("A Book",)) in entries[0].tree
    assert ['type for "a"' in str(warning) for warning in warnings] == [True]


def test_a_style_of_pybtex_sorts_and_warns_of_what_is_missing() -> None:
    entries, warnings = format_with_pybtex(read(SOURCE)[0], "plain")
    assert [entry.id for entry in entries] == ["a", "b"]
    assert "Ann Zed" in plain(entries[1].tree)
    assert ["institution" in str(warning) for warning in warnings] == [True]


def test_styles_that_are_not_there_or_not_styles(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        format_with_pybtex([], "no-such-style")
    with pytest.raises(InputError):
        format_with_pybtex([], tmp_path / "none.bst")
    broken = tmp_path / "broken.bst"
    broken.write_text("ENTRY { author } {")
    with pytest.raises(InputError):
        format_with_pybtex([], broken)
