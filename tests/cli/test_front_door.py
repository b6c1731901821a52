"""What a stranger types: JSON where something is listed, the clipboard, completion."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.shell_completion import CompletionItem

from csecrefs.cli import app
from csecrefs.cli.completion import _Bash

Run = Callable[..., tuple[int, str, str]]
BIB = """@article{doe2020, title={On {Goa}}, author={Doe, Jane and others}, year=2020,
  journal={Sea}}
@book{roe, title = {Harbours}, author = {Roe, Ann}, year = 2018}
"""


@pytest.fixture
def run(invoke: Run, tmp_path: Path) -> Run:
    (tmp_path / "refs.bib").write_text(BIB)
    return invoke


def test_show_and_cite_give_json(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("show", "doe2020", "roe", "--format", "json")
    one, two = json.loads(out)
    assert code == 0 and (one["id"], two["place"]) == ("doe2020", "refs.bib:3")
    assert one["author"][0] == {"family": "Doe", "given": "Jane"}
    code, out, _ = run("cite", "roe:p. 3", "--format", "json")
    (row,) = json.loads(out)
    assert code == 0 and (row["key"], row["locator"]) == ("roe", "3")
    assert row["text"] == "(Roe, 2018, p. 3)"
    assert run("cite", "roe", "--format", "json", "-o", "c.json")[0] == 0
    assert json.loads((tmp_path / "c.json").read_text())[0]["key"] == "roe"


def test_a_list_leaves_out_nobody_called_others(run: Run) -> None:
    code, out, _ = run("list", "Goa")
    assert code == 0 and out.startswith("doe2020\t2020\tJane Doe; et al.\t")
    assert run("list", "others")[0] == 1


@pytest.mark.parametrize("format", ["ris", "nbib", "mods", "cff"])
def test_names_that_are_lost_count_as_a_loss(run: Run, format: str) -> None:
    code, _, err = run("convert", "--to", format, "--query", "Goa", "--strict")
    assert code == 1 and "in part author (1: doe2020)" in err
    assert run("convert", "--to", format, "--query", "Goa")[0] == 0


def test_copy_gives_the_clipboard_formatted_text(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "xclip"
    program.write_text(
        f'#!/bin/sh\necho "$@" > {tmp_path}/asked\ncat > {tmp_path}/got\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    code, out, err = run(
        "cite", "roe", "--style", "chicago-notes-bibliography", "--copy"
    )
    assert (code, err) == (0, "csecrefs: copied with xclip\n")
    assert "<i>Harbours</i>" in (tmp_path / "got").read_text()
    assert "text/html" in (tmp_path / "asked").read_text()
    assert "<i>" not in out and "Harbours" in out


def test_without_a_clipboard_copy_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, err = run("cite", "roe", "--copy")
    assert code == 2 and "no clipboard" in err


@pytest.mark.parametrize(
    ("line", "offered", "not_offered"),
    [
        ("csecrefs set refs.bib roe vol", {"volume=", "volume-title="}, {"roe"}),
        ("csecrefs set refs.bib r", {"roe"}, {"references="}),
        ("csecrefs set roe refs.bib ", {"title=", "year=", "type="}, {"roe"}),
        ("csecrefs new book container", {"container-title="}, set()),
        ("csecrefs list --type b", {"book", "bill"}, {"article"}),
    ],
)
def test_completion_of_fields(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    offered: set[str],
    not_offered: set[str],
) -> None:
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.delenv("COMP_CWORD", raising=False)
    shell = _Bash(app, {}, "csecrefs", "_CSECREFS_COMPLETE")
    found: list[CompletionItem] = shell.get_completions(*shell.get_completion_args())
    values = {each.value for each in found}
    assert offered <= values and values.isdisjoint(not_offered)


@pytest.mark.parametrize("option", ["--list", "--library"])
def test_an_audit_takes_the_list_of_a_library(
    run: Run, tmp_path: Path, option: str
) -> None:
    (tmp_path / "m.txt").write_text("As said (Roe, 2018) and (Poe, 2011).\n")
    (tmp_path / "refs.data").write_text(BIB)
    given = (option, "refs.data", "--from", "biblatex", "--offline")
    code, out, _ = run("audit", "m.txt", *given, "--format", "json")
    assert code == 1 and "Poe" in out and "roe" not in json.loads(out)


def test_a_list_is_written_in_the_form_that_is_named(run: Run, tmp_path: Path) -> None:
    assert run("list", "roe", "--format", "json", "-o", "l.json")[0] == 0
    assert json.loads((tmp_path / "l.json").read_text())[0]["year"] == 2018
    assert run("list", "roe", "-o", "c.json")[0] == 0
    assert json.loads((tmp_path / "c.json").read_text())[0]["id"] == "roe"
    code, _, err = run("list", "roe", "-o", "l.html")
    assert code == 2 and "csecrefs format" in err


def test_a_type_of_bibtex_is_understood_by_set(run: Run, tmp_path: Path) -> None:
    assert run("set", "roe", "type=inproceedings")[0] == 0
    assert "@inproceedings{roe" in (tmp_path / "refs.bib").read_text()


def test_a_misspelt_member_of_a_file_is_reported(run: Run, tmp_path: Path) -> None:
    item = {"id": "x", "type": "book", "titel": "T", "score": 1, "issued": "2020"}
    (tmp_path / "x.json").write_text(json.dumps([item]))
    code, _, err = run("format", "x.json")
    assert code == 0 and "titel" in err and "did you mean title?" in err
    assert "score" not in err
