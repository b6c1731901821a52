"""new, set, edit, rename, rm and open: one reference at a time, saved in place."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from csecrefs import Library
from csecrefs.library import manuscripts
from csecrefs.storage.changes import FileChange

Run = Callable[..., tuple[int, str, str]]
BIB = """% mine
@article{doe2020, title = {Tides},
   author = {Doe, Jane}, year = 2020, journal = {Sea}, doi={10.5555/x}, file={:a.pdf:PDF} }
@inproceedings{kid, crossref = {doe2020}, title={K}, year=2001}
@book{roe, title = "Harbours", author = {Roe, Ann}, year = 2018}
"""


@pytest.fixture
def run(invoke: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run in a folder with one .bib file, without an editor."""
    (tmp_path / "refs.bib").write_text(BIB)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    return invoke


@pytest.fixture
def refs(tmp_path: Path) -> Path:
    return tmp_path / "refs.bib"


def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str) -> None:
    """Make $EDITOR a program that replaces one text by another."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib\n"
        "path = pathlib.Path(sys.argv[-1])\n"
        f"path.write_text(path.read_text().replace({old!r}, {new!r}))\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")


def test_set_changes_one_field(run: Run, refs: Path) -> None:
    code, out, err = run("set", "roe", "title=New Harbours")
    assert (code, out, err) == (0, "", "csecrefs: changed refs.bib\n")
    assert refs.read_text() == BIB.replace("Harbours", "New Harbours")
    assert run("set", "roe", "author=Poe, Ed and Low, Al", "year=2019")[0] == 0
    roe = Library.read(refs)["roe"]
    assert [each.family for each in roe.names("author")] == ["Poe", "Low"]
    assert roe.year == 2019
    assert run("set", "doe2020", "DOI=")[0] == 0
    assert "doi" not in refs.read_text()
    assert "% mine" in refs.read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["set", "roe", "titel=x"], "did you mean title"),
        (["set", "roe", "journal=x"], "did you mean container_title"),
        (["set", "rooe", "title=x"], "no reference named 'rooe'"),
        (["set", "roe"], "FIELD=VALUE"),
        (["set", "title=x"], "FIELD=VALUE"),
        (["set", "roe", "=x"], "FIELD=VALUE"),
        (["rm", "rooe"], "no reference named 'rooe'"),
        (["rename", "rooe", "x"], "no reference named 'rooe'"),
        (["rename", "roe", "kid"], "another reference has this key"),
        (["rename", "roe", "a b"], "no citation key"),
        (["rename", "roe"], "the old and the new key"),
        (["rename", "--key-pattern", "[auht]"], "did you mean auth"),
        (["new", "bok", "title=x"], "did you mean book"),
        (["new", "book", "titel=x"], "did you mean title"),
        (["new", "book", "title=x", "--key", "roe"], "another reference has this key"),
        (["new", "book"], "no editor"),
        (["edit", "roe"], "no editor"),
        (["edit"], "missing argument"),
        (["open", "roe"], "no DOI, no address and no attached file"),
    ],
)
def test_what_is_refused_changes_nothing(
    run: Run, refs: Path, arguments: list[str], message: str
) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err
    assert refs.read_text() == BIB


@pytest.mark.parametrize(
    "arguments",
    [
        ["set", "roe", "title=New"],
        ["rm", "roe"],
        ["rename", "roe", "poe"],
        ["rename", "--key-pattern", "[auth:lower][year]"],
        ["new", "book", "title=New", "author=Lee, K", "year=2021"],
        ["edit", "roe"],
    ],
)
@pytest.mark.parametrize("option", ["--diff", "--dry-run"])
def test_a_dry_run_shows_the_change(
    run: Run,
    refs: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    option: str,
) -> None:
    editor(monkeypatch, tmp_path, "Harbours", "Quays")
    code, out, _ = run(*arguments, option)
    assert code == 0 and out.startswith("--- refs.bib\n") and "\n+" in out
    assert refs.read_text() == BIB


def test_rm(run: Run, refs: Path) -> None:
    assert run("rm", "roe", "kid")[0] == 0
    assert list(Library.read(refs).keys()) == ["doe2020"]
    assert refs.read_text().startswith("% mine\n@article{doe2020, title = {Tides},\n")


def test_rename_is_all_or_nothing(
    run: Run, refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A manuscript that was changed meanwhile leaves the library as it was, too."""
    paper = refs.with_name("paper.md")
    paper.write_text("See [@doe2020].\n")
    read = manuscripts.renamed_in

    def edited_meanwhile(*given: object) -> list[FileChange]:
        changes = read(*given)  # type: ignore[arg-type]
        paper.write_text("See [@doe2020] and more.\n")
        return changes

    monkeypatch.setattr(manuscripts, "renamed_in", edited_meanwhile)
    before = refs.read_bytes()
    command = ("rename", "doe2020", "doe2021", "-m", "paper.md", "--write")
    code, _, err = run(*command)
    assert (code, refs.read_bytes()) == (2, before)
    assert "paper.md: changed on disk" in err


def test_rename_is_followed(run: Run, refs: Path) -> None:
    code, _, err = run("rename", "doe2020", "doe2021")
    assert code == 0 and "doe2020 is now doe2021" in err
    assert refs.read_text() == BIB.replace("doe2020", "doe2021")


def test_rename_shows_or_writes(run: Run, refs: Path) -> None:
    """--diff changes nothing; --write is what happens anyway."""
    code, out, _ = run("rename", "doe2020", "doe2021", "--diff")
    assert code == 0 and "doe2021" in out
    assert refs.read_text() == BIB
    assert run("rename", "doe2020", "doe2021", "--write")[0] == 0
    assert refs.read_text() == BIB.replace("doe2020", "doe2021")


def test_rename_by_pattern(run: Run, refs: Path) -> None:
    assert run("rename", "--key-pattern", "[auth:lower][year]")[0] == 0
    keys = list(Library.read(refs).keys())
    assert keys[0] == "doe2020" and keys[2] == "roe2018"
    again = refs.read_text()
    assert run("rename", "--key-pattern", "[auth:lower][year]")[0] == 0
    assert refs.read_text() == again


def test_new(run: Run, refs: Path) -> None:
    code, _, err = run("new", "article", "author=Lee, K", "title=Seas", "year=2021")
    assert code == 0 and "new: lee2021" in err
    lee = Library.read(refs)["lee2021"]
    assert (lee.type, lee.title, lee.year) == ("article-journal", "Seas", 2021)
    assert refs.read_text().startswith(BIB.rstrip("\n"))
    pattern = "[auth:lower][year][shorttitle1]"
    arguments = ("new", "book", "author=Lee, K", "title=The Bay", "year=2021")
    assert "new: lee2021Bay" in run(*arguments, "--key-pattern", pattern)[2]


def test_edit(
    run: Run, refs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(monkeypatch, tmp_path, "Harbours", "Quays")
    assert run("edit", "roe")[0] == 0
    assert refs.read_text() == BIB.replace("Harbours", "Quays")
    assert "nothing changed" in run("edit", "roe")[2]
    editor(monkeypatch, tmp_path, "{roe,", "{poe,")
    assert run("edit", "roe")[0] == 0
    assert "@book{poe," in refs.read_text()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Harbours}", "Harbours"),
        ("title", "}{"),
        ("@book", "book"),
        ("{roe,", "{kid,"),
        ("@book", "@book{x, title={X}}\n@book"),
    ],
)
def test_an_edit_is_checked(
    run: Run,
    refs: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    old: str,
    new: str,
) -> None:
    editor(monkeypatch, tmp_path, old, new)
    code, out, err = run("edit", "roe")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert refs.read_text() == BIB


def test_a_failing_editor_changes_nothing(
    run: Run, refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for program in ("false", "no-such-editor", "'"):
        monkeypatch.setenv("EDITOR", program)
        code, _, err = run("edit", "roe")
        assert code == 2 and err.count("\n") == 1
    assert refs.read_text() == BIB


def test_open_prints(run: Run, tmp_path: Path) -> None:
    assert run("open", "doe2020", "--print")[1] == "https://doi.org/10.5555/x\n"
    assert run("open", "doe2020", "--print", "--file")[0] == 2
    (tmp_path / "a.pdf").touch()
    shown = run("open", "doe2020", "--print", "--file")[1]
    assert shown == f"{tmp_path / 'a.pdf'}\n"


@pytest.mark.parametrize(
    "fields",
    [
        "url = {javascript:alert(1)}",
        "url = {file:///etc/passwd}",
        "url = {--help}",
        "file = {:evil.desktop:PDF}",
        "file = {evil.sh}",
        "file = {/etc/passwd}",
        "file = {:folder.pdf:PDF}",
    ],
)
def test_no_program_of_a_stranger_is_opened(
    run: Run, refs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fields: str
) -> None:
    import click

    launched: list[str] = []
    monkeypatch.setattr(click, "launch", lambda url: launched.append(url) or 0)
    for name in ("evil.desktop", "evil.sh"):
        (tmp_path / name).touch()
    (tmp_path / "folder.pdf").mkdir()
    refs.write_text(f"@misc{{a, title = {{x}}, year = 2000, {fields}}}\n")
    assert run("open", "a")[0] == 2
    assert launched == []


def test_other_formats_are_changed_in_place(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "refs.json"
    file.write_text(
        '[{"id": "a", "type": "book", "title": "Old", "issued": {"date-parts": [[2000]]}, "x": 1}]'
    )
    assert run("set", "refs.json", "a", "title=New")[0] == 0
    assert '"title": "New"' in file.read_text() and '"x": 1' in file.read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        ("set", "KEY", "titel=X"),
        ("new", "book", "titel=X"),
        ("format", "--group-by", "titel"),
    ],
)
def test_unknown_fields_are_named_in_the_shells_words(
    invoke: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "refs.bib").write_text("@book{KEY, title = {T}, year = 2001}\n")
    code, _out, err = invoke(*arguments)
    assert code == 2
    assert "titel: no field of a reference; did you mean title?" in err
    assert "custom=" not in err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("issued=abc", "write 2021-03-14, 2021-03, 2021 or 2020/2021"),
        ("year=abc", "write 2021-03-14"),
        ("author=Doe, J., Roe, A., Poe", "write 'Doe, Jane'"),
    ],
)
def test_the_form_of_a_value_is_that_of_the_shell(
    run: Run, refs: Path, given: str, said: str
) -> None:
    code, _, err = run("set", "roe", given)
    assert code == 2 and said in err and "datetime" not in err and "Name(" not in err
    assert refs.read_text() == BIB
