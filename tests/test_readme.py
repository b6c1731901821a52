"""What the README and the pages it was divided into say works, and what works is in
them.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from csecrefs import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
DOCS = ROOT / "docs"
COMMANDS = (DOCS / "reference/commands.md").read_text(encoding="utf-8")
SHELL = [text.strip() for language, text in BLOCKS if language == "sh"]


def block(page: str, language: str) -> str:
    """The one block of a language in a page."""
    text = (DOCS / page).read_text(encoding="utf-8")
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return str(found)


def last_step(command: str) -> list[str]:
    """The last step of a command that first makes an environment, to be run in this
    one.
    """
    setup, _, step = command.rpartition(" && ")
    assert setup.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    program, *arguments = shlex.split(step)
    assert program.startswith(".venv/bin/")
    return [str(Path(sys.executable).parent / Path(program).name), *arguments]


def test_first_command_formats_the_shipped_list() -> None:
    """The setup before it is run by .ci/run, on a clone."""
    done = subprocess.run(
        last_step(SHELL[0]), cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len([line for line in done.stdout.splitlines() if line.strip()]) == 18
    assert "(2020)" in done.stdout


def test_bare_command_formats_the_library_of_the_settings() -> None:
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("CSECREFS_")
    }
    bare, named = (
        subprocess.run(command, cwd=ROOT, capture_output=True, env=environment).stdout
        for command in (last_step(SHELL[0])[:2], last_step(SHELL[0]))
    )
    assert bare == named != b""


def test_second_command_runs_the_tests() -> None:
    """It would run itself here; .ci/run runs it on a clone."""
    assert last_step(SHELL[1])[1:] == ["-m", "pytest"] and len(SHELL) == 2
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_python_example(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    example = block("reference/python.md", "python")
    assert len(example.strip().splitlines()) <= 12
    names: dict[str, object] = {}
    exec(compile(example, "python.md", "exec"), names)
    out = capsys.readouterr().out
    assert "(Ferrao, 2020, p. 8)" in out and "\\item" in out
    assert str(names["first"]) in out and str(names["again"]) in out


def test_stand_in_example(capsys: pytest.CaptureFixture[str]) -> None:
    example = block("how-to/test-with-a-stand-in.md", "py")
    exec(compile(example, "stand-in.md", "exec"), {})
    outcome, log = capsys.readouterr().out.splitlines()
    assert outcome == "found" and "/ra/10.5555" in log


def commands() -> list[str]:
    found = []
    for verb in cli.VERBS:
        subcommands = getattr(cli.app.get_command(None, verb), "commands", None)  # type: ignore[arg-type]
        found += [f"{verb} {name}" for name in subcommands] if subcommands else [verb]
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented_with_its_python_twin(command: str) -> None:
    rows = [
        line
        for line in COMMANDS.splitlines()
        if re.match(rf"\| `csecrefs {command}[ `]", line)
    ]
    assert len(rows) == 1
    twin = rows[0].split("|")[3].strip().strip("`")
    assert twin or command == "completion"


def test_every_documented_command_exists() -> None:
    documented = re.findall(
        r"^\| `csecrefs ([a-z ]+?)(?: [A-Z\[][^`]*)?`", COMMANDS, re.MULTILINE
    )
    assert sorted(documented) == sorted(commands())


def test_python_twins_exist() -> None:
    """Each name in the table's last column can be called, or is an item of a
    library.
    """
    from csecrefs import Library

    for twin in re.findall(
        r"\| `(lib\.\w+|csecrefs[.\w]+)\(\)` \|$", COMMANDS, re.MULTILINE
    ):
        home, _, name = twin.rpartition(".")
        if home == "lib":
            assert callable(getattr(Library, name))
        else:
            module = __import__(home, fromlist=[name])
            assert callable(getattr(module, name))


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    wanted = {re.split(r"[><=\[]", each)[0] for each in project["dependencies"]}
    table = (DOCS / "explanation/dependencies.md").read_text(encoding="utf-8")
    assert (
        set(re.findall(r"^\| ([\w-]+) \| \w", table, re.MULTILINE)) - {"package"}
        == wanted
    )
    assert all(f"`{extra}`" in table for extra in project["optional-dependencies"])


def test_paths_in_the_pages_exist() -> None:
    for page in (ROOT / "README.md", *DOCS.rglob("*.md")):
        if page.name.startswith("adding-"):
            continue
        text = page.read_text(encoding="utf-8")
        for path in re.findall(r"`((?:src|bib|styles|tests)/[\w./-]*)`", text):
            assert (ROOT / path).exists(), f"{page.name}: {path}"


def test_every_package_is_in_where_to_change_what() -> None:
    table = (DOCS / "where-to-change-what.md").read_text(encoding="utf-8")
    for folder in (ROOT / "src" / "csecrefs").iterdir():
        if (folder / "__init__.py").is_file():
            assert f"`src/csecrefs/{folder.name}/`" in table


def test_readme_is_short() -> None:
    assert len(README.splitlines()) <= 110


def test_version_has_one_source() -> None:
    """pyproject.toml reads it from the package; CITATION.cff and CHANGELOG name it."""
    import csecrefs

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    version = csecrefs.__version__
    cff = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(rf'^version: "?{re.escape(version)}"?$', cff, re.MULTILINE)
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## {version} " in changes
