"""The magics of notebooks, in a stand-in shell and in IPython where it is installed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from csecrefs.errors import CsecrefsError, InputError, NotFoundError
from csecrefs.integrations.ipython import load_ipython_extension

BIB = """@book{roe2018, title={Harbours}, author={Roe, Ann}, year=2018}
@book{doe2020, title={Tides}, author={Doe, Jane}, year=2020}
@book{poe2021, title={Dunes}, author={Poe, Max}, year=2021}
"""


class Shell:
    """What the extension asks of IPython's shell."""

    def __init__(self) -> None:
        self.magics: dict[str, tuple[str, Callable[..., Any]]] = {}

    def register_magic_function(
        self, function: Callable[..., Any], kind: str, name: str
    ) -> None:
        self.magics[name] = kind, function

    def run(self, name: str, *texts: str) -> Any:
        return self.magics[name][1](*texts)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "refs.bib").write_text(BIB)
    made = Shell()
    load_ipython_extension(made)
    return made


def test_citations_number_on_through_a_notebook(shell: Shell) -> None:
    assert (
        shell.run("references", "refs.bib --style ieee")
        == "3 references in the style ieee"
    )
    first = shell.run("cite", "doe2020")
    second = shell.run("cite", '"roe2018:p. 3", @doe2020')
    assert (str(first), str(second)) == ("[1]", "[1], [2, p. 3]")
    assert shell.run("bibliography", "").keys == ("doe2020", "roe2018")
    assert shell.run("bibliography", "", "@poe2021\n").keys == (
        "doe2020",
        "roe2018",
        "poe2021",
    )
    assert "<i>Tides</i>" in shell.run("bibliography", "")._repr_html_()


def test_the_library_of_the_settings_is_the_first(shell: Shell) -> None:
    assert str(shell.run("cite", "roe2018")) == "(Roe, 2018)"
    shell.run("references", "refs.bib")
    assert shell.run("bibliography", "").keys == ()


@pytest.mark.parametrize(
    ("name", "line", "error"),
    [
        ("references", "--nonsense", InputError),
        ("references", "none.bib", InputError),
        ("references", "refs.bib --style no-such-style", NotFoundError),
        ("cite", "", InputError),
        ("cite", '"roe', InputError),
        ("cite", "nobody", NotFoundError),
        ("bibliography", "nobody", NotFoundError),
    ],
)
def test_what_is_wrong_is_said(
    shell: Shell,
    name: str,
    line: str,
    error: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "IPython.core.error", raising=False)
    with pytest.raises(error):
        shell.run(name, line)


def test_a_notebook_shows_one_line_and_no_traceback(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    class UsageError(Exception):
        """The error that IPython prints as a line."""

    stand_in = ModuleType("IPython.core.error")
    vars(stand_in)["UsageError"] = UsageError
    monkeypatch.setitem(sys.modules, "IPython.core.error", stand_in)
    with pytest.raises(UsageError, match="no reference named 'nobody'") as caught:
        shell.run("cite", "nobody")
    assert isinstance(caught.value.__cause__, CsecrefsError)


def test_in_ipython(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    testing = pytest.importorskip(
        "IPython.core.interactiveshell", reason="IPython is not installed"
    )
    monkeypatch.chdir(tmp_path)
    (tmp_path / "refs.bib").write_text(BIB)
    shell = testing.InteractiveShell.instance()
    shell.run_line_magic("load_ext", "csecrefs.ipython")
    shell.run_line_magic("references", "refs.bib")
    assert str(shell.run_line_magic("cite", "roe2018")) == "(Roe, 2018)"
    assert shell.run_cell_magic("bibliography", "", "doe2020").keys == (
        "doe2020",
        "roe2018",
    )


def test_hooks_for_pre_commit_name_commands_there_are() -> None:
    import yaml

    from csecrefs import cli

    hooks = yaml.safe_load(
        (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(
            encoding="utf-8"
        )
    )
    assert len({hook["id"] for hook in hooks}) == len(hooks) == 3
    for hook in hooks:
        program, verb, *rest = hook["entry"].split()
        command = cli.app.get_command(None, verb)  # type: ignore[arg-type]
        assert program == "csecrefs" and command is not None
        if not rest[0].startswith("-"):
            command = command.commands[rest.pop(0)]  # type: ignore[attr-defined]
        options = {name for each in command.params for name in each.opts}
        assert set(rest) <= options
