"""The command line, run in a fork of the test's own process.

The child has all modules already: to start Python and to import them takes most of the
time of a short command. Tests whose point is the process start one.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import shlex
import signal
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

import csecrefs
from csecrefs import cli

SECONDS = 120
"""A command that takes longer is ended."""
# whatever a shell would not hand on as it stands
_SHELL = frozenset("|&;<>()$`*?[]#~\\\n{}!")


class Ended(NamedTuple):
    """The exit code of a command and its output, that to stderr included."""

    code: int
    output: str


@cache
def preload() -> None:
    """Import all modules here, so that each child need not."""
    for module in pkgutil.walk_packages(csecrefs.__path__, "csecrefs."):
        with suppress(ImportError):
            importlib.import_module(module.name)


def arguments_of(command: str) -> list[str] | None:
    """Return the arguments of a command of csecrefs; None if it needs a shell.

    >>> arguments_of("csecrefs list refs.bib")
    ['list', 'refs.bib']
    >>> arguments_of("csecrefs list | wc -l"), arguments_of("cat a.md")
    (None, None)
    """
    if not hasattr(os, "fork") or _SHELL & set(command):
        return None
    program, *arguments = shlex.split(command)
    return arguments if program == "csecrefs" else None


def run(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> Ended:
    """Run csecrefs with these arguments in a folder and wait for its end."""
    preload()
    with tempfile.TemporaryFile() as output:
        child = os.fork()
        if not child:
            _become(arguments, folder, environment, output.fileno())
        _, status = os.waitpid(child, 0)
        output.seek(0)
        text = output.read().decode("utf-8")
    return Ended(os.waitstatus_to_exitcode(status), text)


def _become(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], output: int
) -> None:
    """Run the command line in place of the test, and end this process."""
    code = 1
    try:
        signal.alarm(SECONDS)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for descriptor, target in ((nothing, 0), (output, 1), (output, 2)):
            os.dup2(descriptor, target)
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", closefd=False)
        sys.argv = ["csecrefs", *arguments]
        cli.main()
        code = 0
    except SystemExit as end:
        code = _code_of(end)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _code_of(end: SystemExit) -> int:
    """Return the exit code that Python makes of an exit."""
    if isinstance(end.code, str):
        sys.stderr.write(f"{end.code}\n")
        return 1
    return end.code or 0
