"""Ready entries for cron, systemd and GitHub Actions, which run commands on a schedule."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from types import MappingProxyType
from typing import Final

from csecrefs.errors import InputError

_CRON: Final = """\
# every day at 4:17; `crontab -e` takes this line
17 4 * * *  cd {folder} && {command}
"""

_SYSTEMD: Final = """\
# ~/.config/systemd/user/csecrefs-links.service
[Unit]
Description=Check the links of a bibliography

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}
SuccessExitStatus=1

# ~/.config/systemd/user/csecrefs-links.timer
# systemctl --user enable --now csecrefs-links.timer
[Unit]
Description=Check the links of a bibliography every day

[Timer]
OnCalendar=daily
RandomizedDelaySec=1h
Persistent=true

[Install]
WantedBy=timers.target
"""

_GITHUB: Final = """\
# .github/workflows/links.yml
name: links
on:
  schedule:
    - cron: "17 4 * * *"
  workflow_dispatch:
permissions:
  contents: read
jobs:
  links:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.x"
      - uses: actions/cache/restore@v4
        with:
          path: .links.sqlite
          key: links-${{{{ github.run_id }}}}
          restore-keys: links-
      - run: pip install csecrefs
      - run: {command}
      - uses: actions/cache/save@v4
        if: always() # a run that finds something broken fails, and is to be remembered, too
        with:
          path: .links.sqlite
          key: links-${{{{ github.run_id }}}}
"""

KINDS: Final = MappingProxyType(
    {"cron": _CRON, "systemd": _SYSTEMD, "github-action": _GITHUB}
)
"""The kinds of schedule there are entries for."""


_TIME: Final = re.compile(r"[1-9]\d{0,5}[smhd]", re.ASCII)
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def entry(
    kind: str, sources: tuple[str, ...], budget: str, folder: Path | None = None
) -> str:
    """Return an entry of a kind in KINDS that checks daily what is due in `sources`.

    Cron and systemd run the program that is installed here, in `folder` (else the
    working folder), from which sources and settings are found; a GitHub action runs in
    the repository. `budget` is the most time a day, such as 20m. Every value is quoted
    by the rules of what reads the entry. Raises InputError for a value that those rules
    cannot carry: line breaks and other control characters, the standard input, and a
    budget that is no time.
    """
    if not _TIME.fullmatch(budget):
        raise InputError(f"budget: {budget!r} is no time such as 90s, 20m, 6h or 30d")
    place = str((folder or Path.cwd()).absolute())
    for value in (*sources, place):
        if _CONTROL.search(value):
            message = "a name with a control character cannot be scheduled"
            raise InputError(f"{value!r}: {message}")
    if "-" in sources:
        raise InputError("-: the standard input cannot be checked on a schedule")
    if kind == "cron":
        return _cron(place, _words(_program(), sources, budget))
    if kind == "systemd":
        return _systemd(place, _words(_program(), sources, budget))
    more = ("--history", ".links.sqlite", "--format", "github")
    words = _words("csecrefs", sources, budget, *more)
    return _GITHUB.format(command=_for_github(words))


def _program() -> str:
    return shutil.which("csecrefs") or "csecrefs"


def _words(
    program: str, sources: tuple[str, ...], budget: str, *more: str
) -> list[str]:
    """Return the words of the command; `./` keeps a source from being an option."""
    paths = [f"./{each}" if each.startswith("-") else each for each in sources]
    return [program, "check", "links", *paths, "--due", "--budget", budget, *more]


def _cron(folder: str, words: list[str]) -> str:
    """Return a line of a crontab, as crontab(5) reads it.

    The rest of the line is for the shell, but `%` ends it unless a backslash is before.
    Crons differ in what a backslash before a backslash is, so that none may be there.
    """
    for value in (folder, *words):
        if "\\" in value:
            raise InputError(f"{value}: a crontab cannot carry a backslash")
    line = _CRON.format(folder=shlex.quote(folder), command=shlex.join(words))
    head, command = line.rsplit("\n", 2)[:2]
    return head + "\n" + command.replace("%", "\\%") + "\n"


def _systemd(folder: str, words: list[str]) -> str:
    """Return a service and a timer, as systemd.service(5) reads them.

    Words stand in quotes with backslashes as in C, `%` and `$` doubled. The
    value of WorkingDirectory is not unquoted, but space at its ends is dropped, and a
    backslash at its end joins lines.
    """
    if folder != folder.strip() or folder.endswith("\\"):
        message = "systemd cannot be given a folder that ends in this way"
        raise InputError(f"{folder!r}: {message}")
    quoted = " ".join(map(_systemd_word, words))
    return _SYSTEMD.format(folder=folder.replace("%", "%%"), command=quoted)


def _systemd_word(word: str) -> str:
    if re.fullmatch(r"[\w/.:@+=,-]+", word, re.ASCII):
        return word
    escaped = word.replace("\\", "\\\\").replace("%", "%%").replace("$", "$$")
    if "'" not in word:
        return f"'{escaped}'"
    return '"' + escaped.replace('"', '\\"') + '"'


def _for_github(words: list[str]) -> str:
    """Return a command for a step's `run`, as a YAML string in double quotes.

    Expressions (`${{ }}`) are replaced before the shell sees the command, quotes or
    not. Two quotation marks between `$` and `{` say nothing to the shell, and end that.
    """
    command = shlex.join(words).replace("${{", "$''{{")
    return json.dumps(command, ensure_ascii=False)
