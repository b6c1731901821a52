import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import csecrefs as cr
from csecrefs.errors import InputError
from csecrefs.library.manuscripts import render, write_rendered
from csecrefs.testing import StandIn

Run = Callable[..., tuple[int, str, str]]

BIB = """@string{jf = "Journal of Foo"}
@string{other = "Other"}
% a comment
@article{low, author={Low, Ann}, title={On {Tides}}, journal=jf, year=2001}
@inproceedings{high, author={High, Bo}, title={Waves}, crossref={proc}}
@proceedings{proc, title={Proceedings}, year=2002, publisher=other}
@book{unused, title={U}, year=1999}
"""


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "refs.bib").write_text(BIB)
    path = tmp_path / "paper.md"
    path.write_text("---\nbibliography: refs.bib\n---\n[@low; @high] @hihg [@fig-x]\n")
    return path


def test_render_prints_and_reports(paper: Path, invoke: Run) -> None:
    code, out, err = invoke("render", "paper.md")
    assert "(High, 2002; Low, 2001) @hihg [@fig-x]" in out
    assert "paper.md:4:15: hihg: no reference" in err
    assert "did you mean high?" in err
    assert "fig-x" not in err
    assert code == 1


def test_render_never_writes_over_the_manuscript_unasked(
    paper: Path, invoke: Run
) -> None:
    before = paper.read_bytes()
    code, _out, err = invoke("render", "paper.md", "-o", "paper.md")
    assert code == 2
    assert "name another file" in err
    assert paper.read_bytes() == before
    invoke("render", "paper.md", "--in-place")
    assert b"(High, 2002; Low, 2001)" in paper.read_bytes()


def test_a_manuscript_that_changed_is_not_written_over(paper: Path) -> None:
    rendered = render(cr.Library.read("refs.bib"), paper)
    paper.write_text("new work")
    with pytest.raises(InputError, match="changed on disk since"):
        write_rendered(rendered, paper, in_place=True)
    assert paper.read_text() == "new work"


def test_render_to_html_by_suffix(paper: Path, invoke: Run) -> None:
    invoke("render", "paper.md", "--style", "ieee", "-o", "out.html")
    assert "<p>[1], [2]" in Path("out.html").read_text()


def test_cited_lists_keys(paper: Path, invoke: Run) -> None:
    code, out, _err = invoke("cited", "paper.md")
    assert out.splitlines() == [
        "low\tcited\tpaper.md:4:1",
        "high\tcited\tpaper.md:4:1",
        "hihg\tunknown (did you mean high?)\tpaper.md:4:15",
        "proc\tnot cited\t",
        "unused\tnot cited\t",
    ]
    assert code == 1


def test_cited_writes_whole_entries_with_what_they_need(
    paper: Path, invoke: Run
) -> None:
    invoke("cited", "paper.md", "--to", "biblatex", "-o", "cited.bib")
    text = Path("cited.bib").read_text()
    assert text.startswith('@string{jf = "Journal of Foo"}\n\n@string{other')
    assert "@proceedings{proc" in text
    assert "unused" not in text
    assert "% a comment" not in text
    assert len(cr.Library.parse(text)) == 3


def test_keys_that_are_identifiers(paper: Path) -> None:
    lib = cr.Library.parse("@book{a, title={T}, year=2001, doi={10.1000/XYZ}}")
    paper.write_text("[@doi:10.1000/xyz] [@https://doi.org/10.1000/xyz]")
    assert str(lib.render(paper)).startswith("(*T*, 2001) (*T*, 2001)")
    assert lib.cited(paper).keys == ("a",)


def test_python(paper: Path) -> None:
    lib = cr.Library.read("refs.bib")
    assert lib.cited(paper).unknown[0].key == "hihg"
    assert cr.manuscript.read(paper).sites[0].cites[0].id == "low"
    assert lib.render(paper, style="ieee").content.startswith(b"---\nbibliography")


def test_a_bibliography_that_is_not_there(paper: Path, invoke: Run) -> None:
    paper.write_text("---\nbibliography: none.bib\n---\n[@low]")
    code, _out, err = invoke("render", "paper.md")
    assert code == 2
    assert "the bibliography none.bib is not there" in err


def test_check_cites_reports_with_places(paper: Path, invoke: Run) -> None:
    code, out, _ = invoke("check", "cites", "paper.md", "--format", "github")
    assert code == 1
    assert "::error file=paper.md,line=4,col=15,title=unknown-key::" in out
    paper.write_text("---\nbibliography: refs.bib\n---\n[@low; @high]\n")
    code, out, _ = invoke("check", "cites", "paper.md")
    assert code == 0
    assert "unused" in out
    assert cr.Library.read("refs.bib").check_cites(paper).findings == ()


def test_rename_reaches_manuscripts(paper: Path, invoke: Run) -> None:
    command = ("rename", "refs.bib", "low", "low2001", "-m", "paper.md")
    before = paper.read_bytes()
    library = Path("refs.bib").read_bytes()
    for option in ([], ["--diff"], ["--dry-run"]):
        code, out, _ = invoke(*command, *option)
        assert code == 0
        assert "+[@low2001; @high]" in out
        assert paper.read_bytes() == before
        assert Path("refs.bib").read_bytes() == library

    assert "--write" in invoke(*command)[2]
    assert invoke(*command, "--write")[0] == 0
    assert "[@low2001; @high]" in paper.read_text()
    assert "@article{low2001," in Path("refs.bib").read_text()


TYPED = """So (Low, A.-B. et al., 2001) and High (2003), also High and Wide (in press).

See [3, Ch. 5].

References

High, B. (2002). Waves. Journal of Foo, 3, 1-9.

Low, A.-B., Mid, C., & Deep, D. (2001). Tides. Journal of Foo, 2, 1-9.

Wide, E. (1999). Shores. Journal of Foo, 1, 1-9.
"""


def test_check_cites_of_typed_text(paper: Path, invoke: Run) -> None:
    typed = paper.with_suffix(".txt")
    typed.write_text(TYPED)
    code, out, _ = invoke("check", "cites", "paper.txt")
    assert code == 1
    assert "paper.txt:1:" in out
    assert "“High (2003”: the list has 2002 [year-differs]" in out
    assert "Wide, E. (1999)" in out
    assert "Low" not in out
    assert "in press" not in out


# --- the library that no manuscript names


@pytest.mark.parametrize("verb", [("render",), ("cited",), ("check", "cites")])
def test_the_only_bibliography_serves_manuscripts_too(
    paper: Path, invoke: Run, verb: tuple[str, ...]
) -> None:
    paper.write_text("As @low says [@high].\n")
    code, out, err = invoke(*verb, "paper.md")
    assert "unknown" not in out and "no reference" not in out + err
    assert code == 0
    (paper.parent / "more.bib").write_text("@book{x, title={X}}\n")
    code, _out, err = invoke(*verb, "paper.md")
    assert code == 2
    assert "several bibliographies here: more.bib, refs.bib" in err


def test_a_manuscript_that_cites_nothing_needs_no_library(
    paper: Path, invoke: Run
) -> None:
    paper.write_text("Plain words.\n")
    (paper.parent / "more.bib").write_text("@book{x, title={X}}\n")
    code, out, _err = invoke("render", "paper.md")
    assert (code, out) == (0, "Plain words.\n")


@pytest.mark.parametrize("name", ["out.xyz", "out.pdf", "out.bib"])
def test_render_refuses_a_suffix_of_no_manuscript(
    paper: Path, invoke: Run, name: str
) -> None:
    code, _out, err = invoke("render", "paper.md", "-o", name)
    assert code == 2
    assert f"{name}: no manuscript has the suffix" in err and ".docx" in err
    assert not (paper.parent / name).exists()


@pytest.mark.parametrize("name", ["out.markdown", "out.qmd", "out", "out.md"])
def test_render_writes_markdown_under_all_its_suffixes(
    paper: Path, invoke: Run, name: str
) -> None:
    invoke("render", "paper.md", "-o", name)
    assert "(High, 2002; Low, 2001)" in (paper.parent / name).read_text()


@pytest.mark.parametrize("verb", [("render",), ("cited",), ("check", "cites")])
def test_a_file_of_references_is_no_manuscript(
    paper: Path, invoke: Run, verb: tuple[str, ...]
) -> None:
    code, _out, err = invoke(*verb, "refs.bib")
    assert code == 2
    assert "refs.bib: a file of references, no manuscript" in err


@pytest.mark.parametrize("verb", [("cited",), ("check", "cites")])
def test_a_broken_document_is_no_success(
    paper: Path, invoke: Run, verb: tuple[str, ...]
) -> None:
    (paper.parent / "broken.docx").write_text("no zip")
    code, _out, err = invoke(*verb, "broken.docx")
    assert code != 0
    assert "error: broken.docx: no" in err


def test_keys_that_are_identifiers_are_looked_up(
    paper: Path, invoke: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.write_text("---\nbibliography: refs.bib\n---\n[@doi:10.5555/tides; @low]\n")
    record = {
        "DOI": "10.5555/tides",
        "type": "book",
        "title": ["Tides"],
        "author": [{"family": "May", "given": "Bo"}],
        "issued": {"date-parts": [[2003]]},
    }
    with StandIn() as registry:
        registry.add_crossref(record)
        for name in ("DOI", "CROSSREF", "DATACITE"):
            monkeypatch.setenv(f"CSECREFS_{name}", registry.url)
        code, out, err = invoke("render", "paper.md", "--look-up")
        asked = len(registry.log)
        without = invoke("render", "paper.md")
        assert len(registry.log) == asked
    assert (code, err) == (0, "")
    assert "(Low, 2001; May, 2003)" in out
    assert asked
    assert without[0] == 1
    assert "**doi:10.5555/tides?**" in without[1]


@pytest.mark.parametrize("name", ["paper.docx", "paper.odt"])
def test_a_document_that_is_none_is_no_manuscript(
    paper: Path, invoke: Run, name: str
) -> None:
    paper.with_name(name).write_text("no zip file")
    for command in (["render", name, "-o", "out.docx"], ["cited", name]):
        code, out, err = invoke(*command, "--library", "refs.bib")
        assert (code, out) == (2, "")
        assert f"{name}: no document: it cannot be unpacked" in err
    assert not paper.with_name("out.docx").exists()


def test_a_manuscript_is_no_list_of_references(paper: Path, invoke: Run) -> None:
    code, _, err = invoke("format", "paper.md")
    assert code == 2
    assert (
        "paper.md: no format that csecrefs reads; it is a manuscript: csecrefs" in err
    )
    assert "render" in err


def test_a_bbl_file_is_for_latex(paper: Path, invoke: Run) -> None:
    code, out, err = invoke("bbl", "paper.md")
    assert (code, out) == (2, "")
    assert "paper.md: a .bbl file is for LaTeX, and this is markdown" in err


@pytest.fixture
def pandoc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a program that prints its words and what it reads."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "pandoc"
    program.write_text('#!/bin/sh\necho "$@"\ncat\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    return program


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_markdown_becomes_a_document_by_pandoc(
    paper: Path, invoke: Run, pandoc: Path
) -> None:
    paper.write_text("---\nbibliography: refs.bib\n---\n[@low]\n")
    assert invoke("render", "paper.md", "-o", "paper.docx") == (0, "", "")
    words, _, text = paper.with_suffix(".docx").read_text().partition("\n")
    assert words.startswith("--from markdown-citations --to docx --resource-path .")
    assert "(Low, 2001)\n\nLow, A. (2001)" in text
    pandoc.write_text("#!/bin/sh\necho it broke >&2\nexit 3\n")
    code, _, err = invoke("render", "paper.md", "-o", "other.odt")
    assert code == 2
    assert "paper.md: pandoc could not make odt of it: it broke" in err


def test_without_pandoc_the_reason_is_told(
    paper: Path, invoke: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "pypandoc", None)
    code, _, err = invoke("render", "paper.md", "-o", "paper.docx")
    assert code == 2
    assert "Markdown becomes docx by pandoc, which is not installed" in err


def test_live_citations_need_a_format_with_fields(paper: Path, invoke: Run) -> None:
    code, _, err = invoke("render", "paper.md", "--live", "zotero")
    assert code == 2
    assert "live citations are fields of Word and Writer, and markdown has none" in err


def test_titles_stay_as_they_are_without_sentence_case(
    paper: Path, invoke: Run
) -> None:
    paper.with_name("refs.bib").write_text(
        "@book{low, author={Low, Ann}, title={On Tides}, year=2001}"
    )
    assert "*On tides*" in invoke("render", "paper.md")[1]
    assert "*On Tides*" in invoke("render", "paper.md", "--no-sentence-case")[1]


def test_manuscripts_of_the_settings(paper: Path, invoke: Run) -> None:
    (paper.parent / "csecrefs.toml").write_text('manuscripts = ["paper.md"]\n')
    code, out, _ = invoke("cited")
    assert code == 1 and "hihg\tunknown" in out
    code, out, _ = invoke("check", "cites")
    assert code == 1 and "hihg" in out


@pytest.mark.parametrize("verb", [("cited",), ("check", "cites")])
def test_no_manuscript_is_named(
    paper: Path, invoke: Run, verb: tuple[str, ...]
) -> None:
    code, _, err = invoke(*verb)
    assert code == 2 and "name a manuscript" in err
    (paper.parent / "empty").mkdir()
    code, _, err = invoke(*verb, "empty")
    assert code == 2 and "empty: there is no manuscript in it" in err
