"""Outputs of commands: never over what was read, in the format of the suffix."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from csecrefs.cli import launching

Run = Callable[..., tuple[int, str, str]]

BIB = """% a comment
@article{doe2020, author={Doe, Jane}, title={Tides}, journal={J}, year=2020}
@misc{web1, title={Site}, url={http://127.0.0.1:9/x}, year=2015}
"""
REFS = ("--library", "refs.bib")
LIST = "References\n\nDoe, J. (2020). Tides of the sea. Journal of V, 3(1), 1-9.\n"
AUX = "\\relax\n\\citation{doe2020}\n\\bibdata{refs}\n\\bibstyle{plain}\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "refs.bib").write_text(BIB)
    (tmp_path / "paper.md").write_text("See [@doe2020].\n")
    (tmp_path / "paper.aux").write_text(AUX)
    (tmp_path / "typed.txt").write_text(LIST)
    return tmp_path


@pytest.mark.parametrize(
    ("target", "arguments"),
    [
        ("refs.bib", ["cited", "paper.md"]),
        ("refs.bib", ["cited", "paper.md", "--library", "."]),
        ("paper.md", ["cited", "paper.md", "--to", "ris"]),
        ("refs.bib", ["bbl", "paper.aux"]),
        ("paper.aux", ["bbl", "paper.aux"]),
        ("typed.txt", ["parse", "typed.txt", "--to", "ris"]),
        ("typed.txt", ["parse", "typed.txt"]),
    ],
)
def test_what_was_read_is_not_written_over(
    invoke: Run, files: Path, target: str, arguments: list[str]
) -> None:
    before = (files / target).read_bytes()
    code, _, err = invoke(*arguments, "-o", target)
    assert code == 2 and f"{target}: the references are read from this file" in err
    assert (files / target).read_bytes() == before


def test_other_outputs_of_cited_and_bbl_are_replaced(invoke: Run, files: Path) -> None:
    for _ in range(2):
        assert invoke("bbl", "paper.aux")[0] == 0
        assert invoke("cited", "paper.md", "-o", "c.bib", *REFS)[0] == 0
    assert "doe2020" in (files / "paper.bbl").read_text()
    assert (files / "c.bib").read_text() == BIB.splitlines()[1] + "\n"


def test_the_suffix_gives_the_format(invoke: Run, files: Path) -> None:
    assert invoke("cited", "paper.md", "-o", "c.ris", *REFS)[0] == 0
    assert (files / "c.ris").read_text().startswith("TY  - JOUR")
    assert invoke("parse", "typed.txt", "-o", "p.json")[0] == 0
    assert json.loads((files / "p.json").read_text())[0]["id"] == "doe2020"
    assert invoke("parse", "typed.txt", "-o", "p.txt")[0] == 0
    assert (files / "p.txt").read_text().startswith("3\tdoe2020\tarticle-journal")
    for verb in (["cited", "paper.md", *REFS], ["parse", "typed.txt"]):
        code, _, err = invoke(*verb, "-o", "c.xyz")
        assert code == 2 and "no output format has the suffix .xyz" in err
        assert not (files / "c.xyz").exists()


@pytest.mark.parametrize("text", ["Doe, J. (2020). Tides. Sea Press.", "x" * 5000])
def test_text_in_the_place_of_a_file_is_explained(
    invoke: Run, files: Path, text: str
) -> None:
    code, out, err = invoke("parse", text)
    assert (code, out) == (2, "") and "no such file" in err
    assert "csecrefs parse -" in err and len(err) < 300


@pytest.fixture
def opener(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Commands that would open, in a world where the first fails."""
    asked: list[list[str]] = []

    class Opener:
        def __init__(self, command: list[str], **_: object) -> None:
            asked.append(command)

        def wait(self, _: float) -> int:
            return 3

    monkeypatch.setattr(launching.sys, "platform", "linux")
    monkeypatch.setattr(launching.subprocess, "Popen", Opener)
    return asked


def test_open_is_an_error_where_nothing_opens(
    invoke: Run, files: Path, opener: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    code, out, err = invoke("open", "web1")
    assert (code, out) == (2, "") and "no program here opens it" in err
    assert "opened http" not in err
    assert opener == [["xdg-open", "http://127.0.0.1:9/x"]]


def test_open_takes_the_browser_where_the_desktop_has_none(
    invoke: Run, files: Path, opener: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: pages.append(url) or True)
    code, _, err = invoke("open", "web1")
    assert code == 0 and pages == ["http://127.0.0.1:9/x"] and "opened http" in err
    # A document is no page: a browser of the terminal would show its bytes.
    assert not launching.launched("/papers/doe.pdf")


def test_an_opener_that_stays_has_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    class Browser:
        def __init__(self, command: list[str], **_: object) -> None: ...

        def wait(self, seconds: float) -> int:
            raise subprocess.TimeoutExpired("xdg-open", seconds)

    monkeypatch.setattr(launching.sys, "platform", "linux")
    monkeypatch.setattr(launching.subprocess, "Popen", Browser)
    assert launching.launched("http://127.0.0.1:9/x")


def test_a_key_renamed_to_itself_is_no_news(invoke: Run, files: Path) -> None:
    code, _, err = invoke("rename", "web1", "web1")
    assert code == 0 and "nothing changed" in err and "is now" not in err


def test_watching_goes_on_while_the_manuscript_is_gone(
    invoke: Run, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, done = files / "paper.md", files / "out.md"
    steps = iter(["gone", "back", "broken", "mended", "end"])
    shown: list[str] = []

    def pause(_: float) -> None:
        step = next(steps)
        shown.append(done.read_text())
        if step == "gone":
            paper.unlink()
        elif step == "broken":
            paper.write_text("---\nbibliography: nothing.bib\n---\n\n[@web1]\n")
        elif step == "end":
            raise KeyboardInterrupt
        else:
            paper.write_text(f"{step} [@web1].\n")

    monkeypatch.setattr("time.sleep", pause)
    code, out, err = invoke("render", "paper.md", "-o", "out.md", "--watch")
    assert (code, out) == (130, "")
    assert "Ctrl-C ends this" in err and err.count("wrote out.md") >= 3
    assert [text.split()[0] for text in shown][1] == "See"
    assert shown[-1].startswith("mended")


def test_an_output_that_cannot_hold_the_result(
    invoke: Run, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (files / "refs.bib").write_text(
        "@book{a, title={Łódź}, year=2000}\n", encoding="utf-8"
    )
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    monkeypatch.setattr(
        "sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    )
    code, _, err = invoke("list")
    assert code == 2 and "internal" not in err
    assert "the output is latin-1, which has no 'Ł' (U+0141)" in err


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["list", "--author"], "requires an argument; see csecrefs list --help"),
        (["check", "links", "--timeout"], "; see csecrefs check links --help"),
        (["completion", "tcsh"], "invalid value for SHELL: 'tcsh' is not one of"),
        (["schedule", "show", "crom"], "invalid value for KIND: 'crom' is not one"),
        (["set", "web1", "year=soon"], "year: 'soon' is no date; write 2021-03-14"),
        (["set", "web1", "issued=soon"], "issued: 'soon' is no date; write 2021-03-14"),
        (["completion"], "missing argument SHELL"),
        (["list", "nofolder/"], "nofolder/: no such file or folder"),
        (["show", "nofolder/", "web1"], "nofolder/: no such file or folder"),
    ],
)
def test_errors_have_one_voice(
    invoke: Run, files: Path, arguments: list[str], wanted: str
) -> None:
    code, out, err = invoke(*arguments)
    assert (code, out) == (2, "") and wanted in err


def test_a_slash_at_the_end_of_a_value_is_no_folder(invoke: Run, files: Path) -> None:
    assert invoke("set", "web1", "url=http://127.0.0.1/", "--dry-run")[0] == 0
    assert invoke("list", "zzz and/or/")[0] == 1


def test_a_key_is_removed_once(invoke: Run, files: Path) -> None:
    assert invoke("rm", "web1", "web1", "--yes")[0] == 0
    assert "web1" not in (files / "refs.bib").read_text()


@pytest.mark.parametrize("verb", [["dedupe"], ["show", "web1"], ["cite", "web1"]])
def test_what_could_not_be_read_is_a_finding(
    invoke: Run, files: Path, verb: list[str]
) -> None:
    (files / "refs.bib").write_text("@misc{cut, title={Cut}, year=2000\n" + BIB)
    code, _, err = invoke(*verb)
    assert code == 1 and "cut: this @misc does not end" in err


@pytest.mark.parametrize("dry", ["--dry-run", "--diff"])
@pytest.mark.parametrize(
    "verb",
    [
        ["set", "web1", "title=Z"],
        ["rm", "web1", "--yes"],
        ["rename", "web1", "w1"],
        ["rename", "doe2020", "d1", "-m", "paper.md"],
        ["new", "book", "title=N", "author=Doe, J", "year=2001"],
    ],
)
def test_a_dry_run_that_is_to_write_is_refused(
    invoke: Run, files: Path, verb: list[str], dry: str
) -> None:
    for outcome in ([dry, "--write"], ["--write", dry]):
        code, out, err = invoke(*verb, *outcome)
        assert (code, out) == (2, "") and "exclude each other" in err
        assert (files / "refs.bib").read_text() == BIB
    assert invoke(*verb, dry)[0] == 0
    assert (files / "refs.bib").read_text() == BIB
    assert invoke(*verb, "--write")[0] == 0
    assert (files / "refs.bib").read_text() != BIB


def test_dedupe_shows_or_writes(invoke: Run, files: Path) -> None:
    code, _, err = invoke("dedupe", "--diff", "--write")
    assert code == 2 and "--diff and --write exclude each other" in err


def test_bbl_takes_names_as_bibtex_does(invoke: Run, files: Path) -> None:
    assert invoke("bbl", "paper")[0] == 0
    assert "doe2020" in (files / "paper.bbl").read_text()
    code, _, err = invoke("bbl", "nothing")
    assert code == 2 and err.startswith("csecrefs: error: nothing: ")
