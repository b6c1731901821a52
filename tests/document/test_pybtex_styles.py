"""BibTeX's own styles, run by pybtex."""

from __future__ import annotations

from pathlib import Path

import pytest

from csecrefs import Date, Library, Name, Reference
from csecrefs.document import bst
from csecrefs.document.pybtex_styles import format_with_pybtex
from csecrefs.errors import InputError, NotFoundError
from csecrefs.formats.bibtex import read
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
        ("b", "[1]Zed A Book, 2001"),
        ("a", "[2]Able Report, 2000"),
    ]
    label, text = entries[0].tree
    assert (
        label == Element("left-margin", ("[1]",))
        and Element("italic", ("A Book",)) in text.children
    )  # type: ignore[union-attr]
    assert ['type for "a"' in str(warning) for warning in warnings] == [True]


def test_a_style_of_pybtex_sorts_and_warns_of_what_is_missing() -> None:
    entries, warnings = format_with_pybtex(read(SOURCE)[0], "pybtex:plain")
    assert [entry.id for entry in entries] == ["a", "b"]
    assert "Ann Zed" in plain(entries[1].tree)
    assert ["institution" in str(warning) for warning in warnings] == [True]


def test_styles_that_are_not_there_or_not_styles(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        format_with_pybtex([], "pybtex:plian")
    with pytest.raises(NotFoundError):
        format_with_pybtex([], tmp_path / "none.bst")
    broken = tmp_path / "broken.bst"
    broken.write_text("ENTRY { author } {")
    with pytest.raises(InputError):
        format_with_pybtex([], broken)


def test_the_facade_runs_them_too(tmp_path: Path) -> None:
    (tmp_path / "tiny.bst").write_text(STYLE)
    fields = {"author": (Name("Lind", "Bo"),), "title": "Sand", "issued": Date((2001,))}
    twins = [Reference(key, "book", fields) for key in ("Ä ö", "zed", "Zed")]
    document = Library(twins).document(tmp_path / "tiny.bst", locale="de-DE")
    document.nocite("*")
    bibliography = document.bibliography()
    assert (
        bibliography.keys == ("Ä ö", "zed", "Zed") and bibliography.engine == "pybtex"
    )
    assert str(bibliography).splitlines()[0].startswith("[1] ")
    assert ["'de-DE' is not used" in str(each) for each in bibliography.warnings] == [
        True
    ]
    with pytest.raises(InputError, match="no citations"):
        str(document.cite("zed"))
    with pytest.raises(InputError, match="CSL styles only"):
        Library(twins).bibliography(style="x.bst", engine="citeproc-py")


def test_a_label_for_citations_is_not_printed(tmp_path: Path) -> None:
    (tmp_path / "n.bst").write_text(
        STYLE.replace('"\\bibitem{"', '"\\bibitem[Zed(2001)Zed and Able]{"')
    )
    entries, _ = format_with_pybtex(read(SOURCE)[0], tmp_path / "n.bst")
    assert plain(entries[0].tree) == "Zed A Book, 2001"


def test_no_tex_is_no_style(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotFoundError):
        format_with_pybtex([], "plain.bst")


CALLS = "".join(f"FUNCTION {{f{n}}} {{ f{n - 1} f{n - 1} }} " for n in range(1, 40))


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("FUNCTION {run} { { #1 } { skip$ } while$ }", "it is in a loop"),
        ("FUNCTION {f0} { skip$ } " + CALLS + "FUNCTION {run} { f39 }", "in a loop"),
        (
            "STRINGS { s } FUNCTION {run} { \"ab\" 's := { #1 } { s s * 's := } while$ }",
            "makes a string of",
        ),
        ("FUNCTION {run} { run }", "RecursionError"),
    ],
)
def test_a_style_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, reason: str
) -> None:
    monkeypatch.setattr(bst, "SECONDS", 0.2)
    style = tmp_path / "loop.bst"
    style.write_text(f"ENTRY {{ title }} {{}} {{}} {program} READ EXECUTE {{run}}\n")
    with pytest.raises(InputError, match=reason):
        format_with_pybtex(read(SOURCE)[0], style)
