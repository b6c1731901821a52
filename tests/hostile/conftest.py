"""What the tests of the command line share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from csecrefs import cli
from csecrefs.library import settings


@pytest.fixture
def invoke(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run a command in an empty folder, no settings in force; exit code, stdout,
    stderr.
    """
    for name in settings.DEFAULTS:
        monkeypatch.delenv(settings.variable(name), raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / ".state"))
    monkeypatch.setattr(settings, "user_file", lambda: tmp_path / "user.toml")
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["csecrefs", *arguments])
        with pytest.raises(SystemExit) as exited:
            cli.main()
        out, err = capfd.readouterr()
        assert isinstance(exited.value.code, int)
        return exited.value.code, out, err

    return invoke
