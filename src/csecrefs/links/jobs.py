"""Ready entries for the things that run commands on a schedule."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from types import MappingProxyType
from typing import Final

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
      - run: {command} --history .links.sqlite --format github
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


def entry(
    kind: str, sources: tuple[str, ...], budget: str, folder: Path | None = None
) -> str:
    """An entry of a kind in KINDS that checks what is due in `sources`, for at most

    Cron and systemd run the program that is installed here, in `folder` (else the working folder), from which
    sources and settings are found; a GitHub action runs in the repository.
    """
    place = str(folder or Path.cwd())
    program = (
        "csecrefs"
        if kind == "github-action"
        else shutil.which("csecrefs") or "csecrefs"
    )
    command = shlex.join(
        [program, "check", "links", *sources, "--due", "--budget", budget]
    )
    if kind == "cron":
        place, command = (
            text.replace("%", "\\%") for text in (shlex.quote(place), command)
        )
    elif kind == "systemd":
        place, command = (
            place.replace("%", "%%"),
            command.replace("%", "%%").replace("$", "$$"),
        )
    return KINDS[kind].format(command=command, folder=place)
