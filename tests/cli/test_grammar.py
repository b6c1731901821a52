"""One grammar for all verbs: sources, outputs, exit codes, names people type."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from csecrefs import __version__, cli
from csecrefs.cli.table import laid_out

Run = Callable[..., tuple[int, str, str]]
BIB = """@article{doe2020, title = {Tides}, author = {Doe, Jane}, year = 2020, journal = {Sea}, keywords = {salt, water}}
@book{roe2018, title = {Harbours}, author = {Roe, Ann}, year = 2018, publisher = {Quay}, doi = {10.5555/quay}}
"""


@pytest.fixture
def run(invoke: Run, tmp_path: Path) -> Run:
    """Run in a folder with one bibliography and no settings."""
    (tmp_path / "refs.bib").write_text(BIB)
    return invoke


# --- sources


def test_the_only_bibliography_is_found(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text('{"a": 1}')
    (tmp_path / "CITATION.cff").write_text("cff-version: 1.2.0\n")
    assert "Tides" in run("format")[1]
    assert run("list")[1].count("\n") == 2
    (tmp_path / "more.ris").write_text("TY  - BOOK\nTI  - X\nER  - \n")
    code, _, err = run("list")
    assert code == 2 and "more.ris, refs.bib" in err
    (tmp_path / "csecrefs.toml").write_text('library = "refs.bib"\n')
    assert run("list")[0] == 0


def test_a_list_of_items_is_found_too(invoke: Run, tmp_path: Path) -> None:
    assert "no library" in invoke("list")[2]
    (tmp_path / "package.json").write_text('{"name": "x"}')
    assert "no library" in invoke("list")[2]
    (tmp_path / "refs.json").write_text('[{"id": "a", "type": "book", "title": "T"}]')
    assert invoke("list")[1].startswith("a\t")


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "refs.bib"],
        ["list", "refs.bib", "tides"],
        ["list", "tides", "refs.bib"],
        ["list", "-"],
        ["show", "refs.bib", "doe2020"],
        ["show", "doe2020", "refs.bib"],
        ["cite", "refs.bib", "doe2020"],
        ["cite", "doe2020:p. 3", "--library", "refs.bib"],
        ["format", "refs.bib"],
        ["format", "--library", "refs.bib", "--from", "bib"],
        ["convert", "refs.bib", "--to", "ris"],
        ["convert", "--to", "ris"],
        ["convert", "--library", "refs.bib", "--to", "ris", "--from", "biblatex"],
        ["dedupe", "refs.bib"],
        ["enrich", "refs.bib", "doe2020", "--offline"],
        ["verify", "refs.bib", "doe2020", "--offline"],
        ["tidy", "refs.bib"],
        ["tidy"],
        ["add", "refs.bib"],
    ],
)
def test_every_verb_takes_sources(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str]
) -> None:
    with (tmp_path / "refs.bib").open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        code, out, err = run(*arguments)
    assert code in (0, 3), err
    if arguments[0] in ("list", "show", "cite", "format", "convert", "tidy"):
        assert "doe" in out.lower()


READING = (
    "format cite list show convert tidy add enrich verify dedupe history config new set"
    " edit rename rm open"
).split()
"""Verbs that read references from sources or from the library."""


@pytest.mark.parametrize("verb", [*READING, "check links"])
def test_library_and_from_are_everywhere(run: Run, verb: str) -> None:
    shown = run(*verb.split(), "--help")[1]
    assert "--library" in shown and "--from" in shown


@pytest.mark.parametrize("verb", cli.VERBS)
def test_quiet_and_verbose_are_everywhere(run: Run, verb: str) -> None:
    shown = run(verb, "--help")[1]
    assert "-q, --quiet" in shown and "-v, --verbose" in shown


def test_a_missing_file_is_no_word_to_search_for(run: Run) -> None:
    for verb in ("list", "show", "cite", "verify", "enrich"):
        code, out, err = run(verb, "absent.bib")
        assert (code, out) == (2, "")
        assert "absent.bib: no such file" in err


# --- outputs


@pytest.mark.parametrize("suffix", [".pdf", ".odt", ".xyz", ".doc", ".bbl"])
@pytest.mark.parametrize(
    "verb", [["format"], ["convert"], ["cite", "doe2020"], ["list"]]
)
def test_an_unknown_suffix_is_an_error(
    run: Run, tmp_path: Path, verb: list[str], suffix: str
) -> None:
    code, out, err = run(*verb, "-o", f"out{suffix}")
    assert (code, out) == (2, "")
    assert suffix in err and ".html" in err and ".ris" in err
    assert not (tmp_path / f"out{suffix}").exists()


@pytest.mark.parametrize(
    ("suffix", "sign"),
    [
        (".html", "<div"),
        (".md", "Doe"),
        (".tex", "Doe"),
        (".bib", "@article{doe2020"),
        (".ris", "TY  - "),
        (".csv", "doe2020"),
        (".json", '"doe2020"'),
        (".yaml", "doe2020"),
        (".enw", "%0 "),
    ],
)
def test_format_writes_by_suffix(
    run: Run, tmp_path: Path, suffix: str, sign: str
) -> None:
    assert run("format", "-o", f"out{suffix}")[0] == 0
    assert sign in (tmp_path / f"out{suffix}").read_text()


@pytest.mark.parametrize(
    ("short", "long"), [("md", "markdown"), ("tex", "latex"), ("bib", "biblatex")]
)
def test_short_names_of_formats(run: Run, short: str, long: str) -> None:
    for name in (short, short.upper()):
        assert run("format", "--to", name) == run("format", "--to", long)
    assert run("convert", "--to", "bib")[1] == run("convert", "--to", "biblatex")[1]


def test_word_files_are_not_for_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    code, out, err = run("format", "--to", "docx")
    assert (code, out) == (2, "") and "-o" in err


def test_results_go_to_files(run: Run, tmp_path: Path) -> None:
    assert run("cite", "doe2020", "-o", "cite.html")[:2] == (0, "")
    assert "Doe" in (tmp_path / "cite.html").read_text()
    assert run("list", "tides", "-o", "found.bib")[:2] == (0, "")
    assert "roe2018" not in (tmp_path / "found.bib").read_text()
    assert "@article{doe2020" in (tmp_path / "found.bib").read_text()
    assert run("list", "tides", "refs.bib", "-o", "found.txt")[0] == 0
    assert (tmp_path / "found.txt").read_text().startswith("doe2020\t2020\t")
    assert run("show", "refs.bib", "doe2020", "-o", "one.ris")[0] == 0
    assert (tmp_path / "one.ris").read_text().startswith("TY  - ")
    assert run("list", "refs.bib", "-o", "refs.bib")[0] == 2
    assert (tmp_path / "refs.bib").read_text() == BIB


def test_the_formats_are_listed(run: Run) -> None:
    rows = json.loads(run("formats", "--format", "json")[1])
    by_name = {row["name"]: row for row in rows}
    assert by_name["biblatex"]["suffixes"] == [".bib", ".bibtex"]
    assert by_name["html"]["writes"] and not by_name["html"]["reads"]
    assert not by_name["marc21"]["writes"]
    assert "ris\tin\tout\t.ris\tRIS\n" in run("formats")[1]


def test_formatted_text_is_not_converted_to(run: Run) -> None:
    assert "csecrefs format --to html" in run("convert", "--to", "html")[2]


# --- filters and groups


def test_filters(run: Run) -> None:
    for verb in (["format"], ["convert", "--to", "csl-json"], ["list"]):
        for chosen in (
            ["--author", "roe"],
            ["--year", "2015-2019"],
            ["--type", "book"],
            ["--query", "harbours"],
        ):
            out = run(*verb, *chosen)[1]
            assert "Harbours" in out and "Tides" not in out
        out = run(*verb, "--keyword", "salt")[1]
        assert "Tides" in out and "Harbours" not in out
        code, out, err = run(*verb, "--author", "nobody")
        assert (code, out) == (1, "") and "nothing found" in err


def test_groups(run: Run) -> None:
    code, out, _ = run("format", "--group-by", "type")
    assert code == 0
    first, second = out.split("\n\n\n") if "\n\n\n" in out else (out, out)
    assert "article-journal" in first and "book" in second
    assert "## book\n" in run("format", "--group-by", "type", "--to", "md")[1]
    assert "<h2>book</h2>" in run("format", "--group-by", "type", "--to", "html")[1]
    groups = json.loads(run("format", "--group-by", "type", "--to", "csl-json")[1])
    assert [item["id"] for item in groups["book"]] == ["roe2018"]
    assert run("format", "--group-by", "type", "--to", "docx")[0] == 2


# --- exit codes


def test_what_is_done_is_done(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.bib").write_bytes(
        "@book{a, title={Käse}, year=2000}".encode("cp1252")
    )
    code, out, err = run("format", "old.bib")
    assert code == 0 and "Käse" in out
    assert "warning" in err and "error" not in err
    assert run("format", "old.bib", "--strict")[0] == 1
    (tmp_path / "lossy.json").write_text(
        '[{"id": "a", "type": "book", "title": "T", "issued": {"date-parts": [[2000]]}, "references": "x"}]'
    )
    code, out, err = run("convert", "lossy.json", "--to", "ris")
    assert code == 0 and "cannot carry references" in err
    assert run("convert", "lossy.json", "--to", "ris", "--strict")[0] == 1


# --- names people type


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("harvard", "harvard-cite-them-right"),
        ("Chicago", "chicago-author-date"),
        ("mla", "modern-language-association"),
        ("Modern Language Association", "modern-language-association"),
        ("vancouver", "nlm-citation-sequence"),
        ("APA 7", "apa"),
        ("apa 6th edition", "apa-6th-edition"),
        ("IEEE", "ieee"),
        ("American Medical Association", "american-medical-association"),
        ("AMA 10", "american-medical-association-10th-edition"),
    ],
)
def test_styles(run: Run, typed: str, name: str) -> None:
    assert run("styles", "show", typed)[1].startswith(f"name\t{name}\n")
    first = run("styles", "search", typed)[1].partition("\t")[0]
    assert first == name


def test_suggestions_are_current_styles(run: Run) -> None:
    for typed, near in (("harvrd", "harvard"), ("vancouvr", "vancouver")):
        assert f"did you mean {near}" in run("format", "--style", typed)[2]


def test_languages_by_name(run: Run) -> None:
    german = run("format", "--locale", "de-DE")
    for name in ("german", "German", "Deutsch"):
        assert run("format", "--locale", name) == german
    assert "no locale named 'klingon'" in run("format", "--locale", "klingon")[2]


def test_styles_validate_takes_names(run: Run) -> None:
    assert run("styles", "validate", "apa")[0] in (0, 1)
    code, _, err = run("styles", "validate", "no-such-style-at-all")
    assert code == 2 and "no style named" in err


# --- talk


def test_quiet_and_verbose(run: Run, tmp_path: Path) -> None:
    items = [{"id": f"k{number}", "type": "book"} for number in range(50)]
    (tmp_path / "many.json").write_text(json.dumps(items))
    err = run("format", "many.json", "--to", "csl-json")[2]
    assert err.count("\n") <= 24 and "-v shows all" in err
    assert run("format", "many.json", "--to", "csl-json", "-q")[2] == ""
    assert run("-q", "format", "many.json", "--to", "csl-json")[2] == ""
    assert run("format", "many.json", "--to", "csl-json", "-v")[2].count("\n") >= 50


@pytest.mark.parametrize(
    "arguments",
    [
        ["formt"],
        ["format", "--stile"],
        ["format", "--style"],
        ["list", "--year", "x"],
        ["tidy", "--check", "--write", "refs.bib"],
        ["completion", "tcsh"],
        ["cite"],
        ["show"],
        ["help", "formt"],
        ["convert", "refs.bib"],
        ["schedule", "show", "cron", "--budget", "x"],
    ],
)
def test_one_voice(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("csecrefs: error: ")


def test_check_and_write_exclude_each_other(run: Run, tmp_path: Path) -> None:
    for pair in (("--check", "--write"), ("--write", "--diff"), ("--diff", "--check")):
        code, _, err = run("tidy", *pair, "refs.bib")
        assert code == 2 and pair[0] in err
    assert (tmp_path / "refs.bib").read_text() == BIB


def test_version_and_help(run: Run) -> None:
    assert run("-V") == run("--version")
    assert run("help", "check", "links")[1] == run("check", "links", "--help")[1]
    assert run("help") == run("--help")
    assert run("help", "formt")[0] == 2


def test_as_a_module() -> None:
    command = [sys.executable, "-m", "csecrefs", "-V"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout == f"csecrefs, version {__version__}\n"


def test_tables_never_cut_what_is_typed_again() -> None:
    long = "a-very-long-key-that-somebody-has-to-type-again-" * 3
    lines = laid_out(("key", "title"), [(long, "T" * 200), ("b", "漢" * 60)], (0,), 80)
    assert lines[1].startswith(long)
    assert lines[2].endswith("…")
    for room in (20, 40, 80, 200):
        for line in laid_out(("key", "title"), [("k" * 10, "T" * 300)], (0,), room):
            assert len(line) <= max(room, 28)
    assert laid_out(("", ""), [("a", "b")], (0, 1), 80) == ["a  b"]


# --- settings


def test_config_shows_the_cache_and_checks(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("config")
    cache = next(line for line in out.splitlines() if line.startswith("cache\t"))
    assert "registries.sqlite" in cache
    (tmp_path / "csecrefs.toml").write_text(
        'library = "absent.bib"\nstyle = "no-such-style-at-all"\nto = "htlm"\n'
    )
    code, out, err = run("config")
    assert code == 1 and err.count("warning") == 3
    for name in ("library", "style", "to"):
        assert f"{name}: " in err


# --- as a person reads it


def test_show_prints_titles_without_markup(run: Run, tmp_path: Path) -> None:
    title = "The {Goa} of \\emph{Homo}"
    (tmp_path / "refs.bib").write_text(f"@book{{a, title = {{{title}}}}}\n")
    assert "title\tThe Goa of Homo\n" in run("show", "a")[1]
    assert "<i>Homo</i>" in run("show", "a", "--to", "csl-json")[1]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("american psychological", "apa"),
        ("national library", "nlm-citation-sequence"),
        ("modern language", "modern-language-association"),
    ],
)
def test_common_names_come_first(run: Run, typed: str, first: str) -> None:
    assert run("styles", "search", typed)[1].split("\t")[0] == first
