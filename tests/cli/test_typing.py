"""What people type that is nearly right: refused with what is meant, or understood."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.test_everyday_verbs import editor

Run = Callable[..., tuple[int, str, str]]
BIB = """@article{doe2020, title={Tides}, author={Doe, Jane}, journal={Sea}, year=2020}
@book{roe2019, title={Bays}, author={Roe, Ann}, publisher={P}, year=2019}
"""


@pytest.fixture
def run(invoke: Run, tmp_path: Path) -> Run:
    (tmp_path / "refs.bib").write_text(BIB)
    return invoke


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("list", "--yer", "2020"), "no such option --yer; did you mean --year"),
        (("format", "--stile", "apa"), "did you mean --style"),
        (("tidy", "--no-drop-emty"), "did you mean --no-drop-empty"),
        (("--verison",), "did you mean --version"),
        (("lst",), "no command named 'lst'; did you mean list?"),
        (("show", "DOE2020"), "did you mean doe2020?"),
        (("config", "styl"), "no setting named 'styl'; did you mean style?"),
        (("format", "--locale", "germn"), "did you mean german"),
        (("format", "--style", "APA 8"), "no style named 'APA 8'; did you mean apa"),
        (("set", "doe2020", "key=x"), "`rename` gives a reference another key"),
        (("set", "doe2020", "id=x"), "`rename` gives a reference another key"),
        (("set", "doe2020", "tags=x"), "did you mean keyword?"),
        (("list", "--year", "2020-2019"), "neither a year nor a range"),
        (("dedupe", "--yes"), "--yes needs --write"),
        (("format", "doe2020"), "no such file or folder; -k doe2020 names a key"),
        (("rename", "--key-pattern", " "), "--key-pattern is empty"),
        (("show", "doe2020", "-o", "x.html"), "use `csecrefs format -k KEY --to html`"),
    ],
)
def test_nearly_right(
    run: Run, tmp_path: Path, typed: tuple[str, ...], meant: str
) -> None:
    code, out, err = run(*typed)
    assert code == 2 and not out and err.count("\n") == 1
    assert meant in err
    assert (tmp_path / "refs.bib").read_text() == BIB


def test_an_option_that_is_like_no_other_has_no_suggestion(run: Run) -> None:
    assert run("list", "--qqq")[2] == (
        "csecrefs: error: no such option --qqq; see csecrefs list --help\n"
    )


def test_the_name_alone_shows_the_help(run: Run) -> None:
    code, out, err = run()
    assert code in (0, 2) and "\nCommands:\n" in out + err


@pytest.mark.parametrize(
    "given", [("doe2020; roe2019",), ("doe2020,roe2019",), ("[@doe2020; @roe2019]",)]
)
def test_several_keys_in_one_word(run: Run, given: tuple[str, ...]) -> None:
    assert run("cite", *given)[1] == "(Doe, 2020; Roe, 2019)\n"


def test_a_citation_in_a_file_of_json(run: Run, tmp_path: Path) -> None:
    assert run("cite", "doe2020:8", "-o", "out.json")[0] == 0
    (row,) = json.loads((tmp_path / "out.json").read_text())
    assert (row["key"], row["locator"]) == ("doe2020", "8")


def test_one_setting(run: Run) -> None:
    code, out, err = run("config", "style", "tidy.indent")
    assert (code, out.splitlines()[0][:10], len(out.splitlines())) == (
        0,
        "style\tapa\t",
        2,
    )
    assert not err


def test_other_names(run: Run) -> None:
    assert run("format", "--to", "htm") == run("format", "--to", "html")
    assert run("completion", "pwsh") == run("completion", "powershell")


@pytest.mark.parametrize(
    ("pattern", "keys"),
    [
        ("[authForeIni][authorLast]", ["JDoe", "ARoe"]),
        ("[auth.etal]:[year]", ["Doe:2020", "Roe:2019"]),
        ("[auth.auth.ea][shortyear]", ["Doe20", "Roe19"]),
    ],
)
def test_patterns_of_jabref(run: Run, pattern: str, keys: list[str]) -> None:
    assert run("rename", "--key-pattern", pattern)[0] == 0
    assert [line.split("\t")[0] for line in run("list")[1].splitlines()] == keys


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("check", "link"), "no command named 'link'; did you mean links?"),
        (("styles", "serch"), "did you mean search?"),
        (("styles", "qqq"), "there are list, search, show, validate"),
        (("schedule", "qqq"), "no command named 'qqq'; there are show"),
        (("format", "--group-by", ""), "is no name of a field to group by"),
    ],
)
def test_commands_of_groups(run: Run, typed: tuple[str, ...], meant: str) -> None:
    code, out, err = run(*typed)
    assert (code, out) == (2, "") and meant in err.splitlines()[-1]


@pytest.mark.parametrize("kind", ["cron", "systemd", "github-action"])
def test_a_schedule_of_the_library_of_the_settings(run: Run, kind: str) -> None:
    code, out, err = run("schedule", "show", kind)
    assert (code, err) == (0, "") and "check links --due" in out


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("@article", "@artcle", "no entry type named 'artcle'; did you mean article?"),
        ("author", "auhtor", "no field named 'auhtor'; did you mean author?"),
        ("title", "titel", "no field named 'titel'; did you mean title?"),
    ],
)
def test_what_is_misspelt_in_the_editor(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    old: str,
    new: str,
    meant: str,
) -> None:
    editor(monkeypatch, tmp_path, old, new)
    code, out, err = run("edit", "doe2020")
    assert (code, out) == (2, "") and meant in err
    assert (tmp_path / "refs.bib").read_text() == BIB


def test_fields_of_the_users_own_are_edited(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "refs.bib").write_text("@book{a, titel={Old}, title={T}}\n")
    editor(monkeypatch, tmp_path, "Old", "New")
    assert run("edit", "a")[0] == 0
    assert "titel={New}" in (tmp_path / "refs.bib").read_text()


def test_a_file_to_add_that_is_not_there(run: Run) -> None:
    assert run("add", "nosuch.bib")[2] == (
        "csecrefs: error: nosuch.bib: no such file or folder\n"
    )


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("help", "st"), {"styles"}),
        (("help", "styles", "s"), {"search", "show"}),
        (("config", "tidy.s"), {"tidy.sort", "tidy.sort_fields"}),
    ],
)
def test_completion_of_names(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    offered: set[str],
) -> None:
    monkeypatch.setenv("_CSECREFS_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(("csecrefs", *words)))
    monkeypatch.setenv("COMP_CWORD", str(len(words)))
    said = run()[1].splitlines()
    assert {line.partition(",")[2] for line in said} == offered


def test_the_format_of_the_library_is_named_everywhere(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "refs.bib").unlink()
    (tmp_path / "list").write_text(BIB)
    (tmp_path / "paper.md").write_text("As [@doe2020] says.\n")
    (tmp_path / "paper.aux").write_text(
        "\\relax\n\\citation{doe2020}\n\\bibdata{list}\n\\bibstyle{plain}\n"
    )
    for verb, source in (
        ("cited", "paper.md"),
        ("bbl", "paper.aux"),
    ):
        given = (verb, source, "--library", "list", "--from")
        assert run(*given, "biblatex")[0] == 0, verb
        assert "no format named 'bibtx'" in run(*given, "bibtx")[2], verb


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ('"title"', '"titel"', "titel: no field of a reference; did you mean title?"),
        ('"book"', '"boook"', "no item type 'boook'; did you mean book"),
    ],
)
def test_what_is_misspelt_in_the_editor_of_items(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    old: str,
    new: str,
    meant: str,
) -> None:
    path = tmp_path / "items.json"
    path.write_text(text := '[{"id": "a", "type": "book", "title": "T", "own": 1}]')
    editor(monkeypatch, tmp_path, old, new)
    code, out, err = run("edit", str(path), "a")
    assert (code, out) == (2, "") and meant in err
    assert path.read_text() == text


def test_a_misspelt_variable_of_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSECREFS_STLYE", "ieee")
    # Ours as well, and no settings.
    monkeypatch.setenv("CSECREFS_DEBUG", "")
    monkeypatch.setenv("CSECREFS_SHARED", "")
    code, _, err = run("list")
    assert err.count("\n") == 1
    assert (
        code == 0
        and "CSECREFS_STLYE is no setting; did you mean CSECREFS_STYLE?" in err
    )
