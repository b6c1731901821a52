"""Completion in the shells themselves: a terminal, a library with hostile keys, TAB and
Enter.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.test_completion import GOOD, shared, shell_environment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="no terminals to be had"),
]
__all__ = ["shared"]

STARTED = {
    "bash": (
        ["bash", "--norc", "--noprofile", "-i"],
        'eval "$(csecrefs completion bash)"; PS1="ready> "',
    ),
    "zsh": (
        ["zsh", "-f", "-i"],
        'autoload -Uz compinit; compinit -u -D; eval "$(csecrefs completion zsh)"; PS1="ready> "',
    ),
    "fish": (
        ["fish", "--no-config", "-i"],
        'csecrefs completion fish | source; function fish_prompt; printf "ready> "; end',
    ),
    "pwsh": (
        ["pwsh", "-NoProfile", "-NoLogo"],
        'csecrefs completion powershell | Out-String | Invoke-Expression; function prompt { "ready> " }',
    ),
}
"""The command that starts each shell, and the line that sets it up."""
LINE = "csecrefs cite --library refs.json "
PATIENCE = 30.0
"""Seconds to wait for a shell's answer."""


class Terminal:
    """A shell in a terminal of its own."""

    def __init__(self, command: list[str], folder: Path) -> None:
        import pty

        environment = shell_environment() | {
            "TERM": "dumb" if command[0] != "fish" else "xterm",
            "HOME": str(folder / ".home"),
            "XDG_CONFIG_HOME": str(folder / ".home"),
            "XDG_DATA_HOME": str(folder / ".home"),
        }
        (folder / ".home").mkdir(exist_ok=True)
        self.process, self._end = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)
        self.shown = ""

    def type(self, keys: str) -> None:
        """Type as a user does; what is shown before is forgotten."""
        self.shown = ""
        os.write(self._end, keys.encode())

    def wait(self, text: str, seconds: float = PATIENCE) -> bool:
        """Wait until a text is shown; False if it is not in time."""
        end = time.monotonic() + seconds
        while text not in self.shown and time.monotonic() < end:
            ready, _, _ = select.select([self._end], [], [], 0.1)
            if not ready:
                continue
            try:
                self.shown += os.read(self._end, 65536).decode(errors="replace")
            except OSError:
                break
        return text in self.shown

    def pause(self, seconds: float) -> None:
        """Let the shell work for so many seconds."""
        self.wait("\0", seconds)

    def close(self) -> None:
        """End the shell and what it started."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._end)


@pytest.fixture(params=STARTED)
def terminal(request: pytest.FixtureRequest, shared: Path) -> Iterator[Terminal]:
    """A shell that completes csecrefs; it is in the folder with the library."""
    command, line = STARTED[request.param]
    if not shutil.which(command[0]):
        pytest.skip(f"no {command[0]}")
    started = Terminal(command, shared)
    # not as typed, so that the echo of the line is not taken for its output
    started.type(f"{line}; echo set''up\n")
    assert started.wait("setup"), started.shown
    yield started
    started.close()


@pytest.mark.slow
def test_tab_and_enter_run_nothing(terminal: Terminal, shared: Path) -> None:
    began = time.monotonic()
    terminal.type(f"{LINE}plain\t")
    assert terminal.wait("2020"), terminal.shown
    answer = time.monotonic() - began
    for typed in ("", "zq", "*", "'zq"):
        terminal.type(f"\x03{LINE}{typed}\t\t")
        terminal.pause(2 * answer)
        # run what is there: it fails; then give up a line with an open quote
        terminal.type("\n")
        terminal.pause(answer + 0.2)
        terminal.type("\x03")
        terminal.pause(0.2)
    terminal.type("\n")
    terminal.pause(0.5)
    terminal.type("echo do''ne\n")
    assert terminal.wait("done"), terminal.shown
    left = {path.name for path in shared.iterdir() if path.name != ".home"}
    assert left == {"refs.json"}


@pytest.mark.skipif(not shutil.which("fish"), reason="no fish")
@pytest.mark.parametrize("typed", ["", "zq", "*", "@", "=", "un:"])
def test_fish_offers_plain_keys_only(shared: Path, typed: str) -> None:
    script = f'csecrefs completion fish | source; complete -C "{LINE}{typed}"'
    done = subprocess.run(
        ["fish", "--no-config", "-c", script],
        cwd=shared,
        env=shell_environment(),
        capture_output=True,
        text=True,
    )
    offered = {line.partition("\t")[0] for line in done.stdout.splitlines()}
    assert offered == {key for key in GOOD if key.startswith(typed)}, done.stderr
    assert [path.name for path in shared.iterdir()] == ["refs.json"]
