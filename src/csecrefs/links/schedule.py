"""Ready entries for what runs commands on a schedule: cron, systemd, GitHub Actions,
GitLab CI and the Task Scheduler of Windows.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from csecrefs.errors import InputError
from csecrefs.patterns import regex

__all__ = ["entry"]


_CRON: Final = """\
# every day at 4:17; `crontab -e` takes this line
17 4 * * *  cd {folder} && {command}
"""

# Exit code 1 means news and is a failure to systemd, so that OnFailure sends it. Code 3
# means that there was no network, which is nobody's news.
_SYSTEMD: Final = """\
# ~/.config/systemd/user/csecrefs-links.service
[Unit]
Description=Check the links of a bibliography
OnFailure=csecrefs-links-report.service

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}
SuccessExitStatus=3

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

# ~/.config/systemd/user/csecrefs-links-report.service
[Unit]
Description=Send the news about the links of a bibliography

[Service]
Type=oneshot
ExecStart=/bin/sh -c 'journalctl --user -u csecrefs-links -n 40 -o cat | mail -s "links" "$$USER"'
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
          path: {history}
          key: links-${{{{ github.run_id }}}}
          restore-keys: links-
      - run: pip install csecrefs
      - run: {command}
      - uses: actions/cache/save@v4
        if: always() # a run that finds something broken fails, and is to be remembered, too
        with:
          path: {history}
          key: links-${{{{ github.run_id }}}}
"""

_GITLAB: Final = """\
# .gitlab-ci.yml; a pipeline schedule (Build > Pipeline schedules) starts it every day
links:
  image: python:3
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  script:
    - pip install csecrefs
    - {command}
  cache:
    key: links
    paths:
      - {history}
    when: always
  artifacts:
    when: always
    reports:
      junit: {report}
"""

_WINDOWS: Final = """\
# PowerShell; every day at 4:17
$action = New-ScheduledTaskAction -Execute {program} -Argument {arguments} -WorkingDirectory {folder}
$trigger = New-ScheduledTaskTrigger -Daily -At 04:17
Register-ScheduledTask -TaskName 'csecrefs links' -Action $action -Trigger $trigger
"""

KINDS: Final = ("cron", "systemd", "github-action", "gitlab-ci", "windows-task")
"""The kinds of schedule there are entries for."""


# A time as the options of `check links` have it: "20m", "36h".
_TIME: Final = regex(r"[1-9]\d{0,5}[smhd]", re.ASCII)
# What ends a line or an entry for one of the readers; none of them can quote it.
_CONTROL: Final = regex("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def entry(
    kind: str,
    sources: Sequence[str],
    budget: str,
    folder: Path | None = None,
    options: Sequence[str] = (),
) -> str:
    """Return an entry of a kind in KINDS that checks daily what is due in `sources`.

    Cron, systemd and Windows run the program that is installed here, in `folder` (else
    the working folder), from which sources and settings are found; services run in the
    repository. `budget` is the most time a day, such as 20m; `options` are further
    words for `check links`. Every value is quoted by the rules of what reads the entry.
    Raises InputError for a value that those rules cannot carry: line breaks and other
    control characters, the standard input, and a budget that is no time.
    """
    if not _TIME.fullmatch(budget):
        raise InputError(f"budget: {budget!r} is no time such as 90s, 20m, 6h or 30d")
    place = str((folder or Path.cwd()).absolute())
    for value in (*sources, *options, place):
        if _CONTROL.search(value):
            message = "a name with a control character cannot be scheduled"
            raise InputError(f"{value!r}: {message}")
    if "-" in sources:
        raise InputError("-: the standard input cannot be checked on a schedule")
    if kind in ("github-action", "gitlab-ci"):
        return _for_service(kind, sources, budget, options)
    words = _words(_program(), sources, budget, *options)
    if kind == "cron":
        return _cron(place, words)
    if kind == "systemd":
        return _systemd(place, words)
    return _windows(place, words)


def _for_service(
    kind: str, sources: Sequence[str], budget: str, options: Sequence[str]
) -> str:
    """Return an entry for a service that starts from a fresh clone every day."""
    more = [*options]
    if "--history" not in options:
        more += ["--history", _KEPT]
    if "--format" not in options:
        more += ["--format", _SHAPES[kind]]
    report = _value(more, "-o") or _value(more, "--output")
    if _value(more, "--format") == "junit" and not report:
        report = _REPORT
        more += ["-o", report]
    words = _words("csecrefs", sources, budget, *more)
    template = _GITLAB
    if kind == "github-action":
        template = _GITHUB
    return template.format(
        command=_for_yaml(words),
        history=_path_for_yaml(_value(more, "--history")),
        report=_path_for_yaml(report or _REPORT),
    )


_KEPT: Final = ".links.sqlite"
"""The history beside the sources, kept between runs by the service's cache."""
_REPORT: Final = "links.xml"
"""The report that GitLab shows among the tests."""
_SHAPES: Final = {"github-action": "github", "gitlab-ci": "junit"}
"""The format of report that a service shows."""


def _value(options: Sequence[str], name: str) -> str:
    """Return the last value of an option, "" if it is not given."""
    values = [value for option, value in pairwise(options) if option == name]
    return (values or [""])[-1]


def _path_for_yaml(path: str) -> str:
    """Return a path as a YAML string; raises InputError for an expression of GitHub."""
    if "${{" in path:
        raise InputError(f"{path}: a path of a workflow cannot have an expression")
    return json.dumps(path, ensure_ascii=False)


def _program() -> str:
    return shutil.which("csecrefs") or "csecrefs"


def _words(program: str, sources: Sequence[str], budget: str, *more: str) -> list[str]:
    """Return the words of the command; `./` keeps a source from being an option."""
    paths = [f"./{each}" if each.startswith("-") else each for each in sources]
    return [
        program,
        "check",
        "links",
        *paths,
        "--due",
        "--budget",
        budget,
        *more,
    ]


def _cron(folder: str, words: list[str]) -> str:
    """Return a line of a crontab, as crontab(5) reads it.

    The rest of the line is for the shell, but `%` ends it unless a backslash is before.
    Crons differ in what a backslash before a backslash is, so that none may be there.
    """
    for value in (folder, *words):
        if "\\" in value:
            raise InputError(f"{value}: a crontab cannot carry a backslash")
    line = _CRON.format(
        folder=shlex.quote(folder),
        command=shlex.join(words),
    )
    # Comments may have a percent sign.
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
    return _SYSTEMD.format(
        folder=folder.replace("%", "%%"),
        command=quoted,
    )


def _systemd_word(word: str) -> str:
    if re.fullmatch(r"[\w/.:@+=,-]+", word, re.ASCII):
        return word
    escaped = word.replace("\\", "\\\\").replace("%", "%%").replace("$", "$$")
    if "'" not in word:
        return f"'{escaped}'"
    return '"' + escaped.replace('"', '\\"') + '"'


def _windows(folder: str, words: list[str]) -> str:
    """Return PowerShell that registers a task.

    The Task Scheduler replaces `%NAME%` and `$(Arg0)` in arguments, whatever the quotes.
    """
    for value in (folder, *words):
        if "%" in value or "$(" in value:
            raise InputError(f"{value}: the Task Scheduler cannot carry % and $(")
    program, *arguments = words
    return _WINDOWS.format(
        program=_powershell(program),
        arguments=_powershell(subprocess.list2cmdline(arguments)),
        folder=_powershell(folder),
    )


def _powershell(text: str) -> str:
    """Return a string of PowerShell in single quotes, of which it knows five."""
    return "'" + re.sub("(['\u2018\u2019\u201a\u201b])", r"\1\1", text) + "'"


def _for_yaml(words: list[str]) -> str:
    """Return a command for a step's script, as a YAML string in double quotes.

    Expressions (`${{ }}`) of GitHub are replaced before the shell sees the command,
    quotes or not. Two quotation marks between `$` and `{` say nothing to the shell, and
    end that.
    """
    command = shlex.join(words).replace("${{", "$''{{")
    return json.dumps(command, ensure_ascii=False)
