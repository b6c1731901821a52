"""Completion: no key of a shared file runs, globs, or speaks click's protocol."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from csecrefs.cli.completion import is_plain

KEYS = (
    "zq$(touch${IFS}pwned)",
    "zq`touch pwned`",
    "zq;touch pwned",
    "zq|touch pwned",
    "zq&touch pwned",
    "zq>pwned",
    "zq<pwned",
    "*",
    "zq*",
    "zq?",
    "zq[a]",
    "zq{a,b}",
    "zq\nfile,x",
    "zq\rplain,x",
    "file,zq",
    "~root",
    "=ls",
    "-zq",
    "--output=zq",
    "@zq",
    "zq'q",
    'zq"q',
    "zq\\q",
    "zq!q",
    "zq#q",
    "zq q",
    "zq^q",
    "zq\x1b[2J",
    "zq\u202eq",
    "zq\u2019;q",
    "%zq",
    "$HOME",
    "zq,q",
)
GOOD = ("un:1989", "plain2020", "doe/2020", "a.b+c-d_e", "müller2020", "李2020")


@pytest.mark.parametrize("key", KEYS)
def test_what_a_shell_acts_on_is_left_out(key: str) -> None:
    assert not is_plain(key)


@pytest.mark.parametrize("key", GOOD)
def test_plain_keys_are_offered(key: str) -> None:
    assert is_plain(key)


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    items = [{"id": key, "type": "book", "title": "x"} for key in (*KEYS, *GOOD)]
    (tmp_path / "refs.json").write_text(json.dumps(items))
    return tmp_path


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
@pytest.mark.parametrize("typed", ["", "zq", "*", "~", "-", "@"])
def test_nothing_hostile_reaches_a_shell(
    invoke: Callable[..., tuple[int, str, str]],
    monkeypatch: pytest.MonkeyPatch,
    shared: Path,
    shell: str,
    typed: str,
) -> None:
    monkeypatch.setenv("_CSECREFS_COMPLETE", f"{shell}_complete")
    line = f"csecrefs cite --library refs.json {typed}"
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", typed if shell == "fish" else "4")
    code, out, err = invoke()
    assert (code, err) == (0, "")
    if typed == "-":  # options and their help, which are ours
        assert "-zq" not in out and "--output=zq" not in out
        return
    kinds = {line.partition(",")[0] for line in out.splitlines() if "," in line}
    assert kinds <= {"plain"}
    assert not set("$`;|&<>*?[]{}'\"\\!~=@\x1b\u202e") & set(out)
    if not typed:
        assert all(key in out for key in GOOD)


def shell_environment() -> dict[str, str]:
    return os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
def test_bash_takes_keys_as_they_are(shared: Path) -> None:
    script = """
eval "$(csecrefs completion bash)"
complete_line() {
    COMP_LINE="$1"; COMP_POINT=${#1}; COMPREPLY=()
    _csecrefs_completion csecrefs 2>/dev/null
    printf '<%s>' "${COMPREPLY[@]}"; echo
}
complete_line 'csecrefs cite --library refs.json '
complete_line 'csecrefs cite --library refs.json un:'
complete_line 'csecrefs cite --library refs.json zq'
"""
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=shared,
        env=shell_environment(),
        capture_output=True,
        text=True,
    )
    every, colon, hostile = done.stdout.splitlines()
    assert set(every[1:-1].split("><")) == set(GOOD), done.stderr
    # where a colon breaks words, bash replaces what follows it
    assert colon in ("<1989>", "<un:1989>")
    assert hostile == "<>"
    assert [path.name for path in shared.iterdir()] == ["refs.json"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_read_our_scripts(shell: str, tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"no {shell}")
    script = subprocess.run(
        [sys.executable, "-m", "csecrefs", "completion", shell],
        capture_output=True,
        text=True,
    ).stdout
    file = tmp_path / "script"
    file.write_text(script)
    done = subprocess.run([program, "-n", str(file)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
