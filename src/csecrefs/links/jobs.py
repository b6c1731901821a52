"""Ready entries for the things that run commands on a schedule."""

from __future__ import annotations

import shlex
from types import MappingProxyType
from typing import Final

_CRON: Final = """\
# every day at 4:17; `crontab -e` takes this line
17 4 * * *  {command}
"""

_SYSTEMD: Final = """\
# ~/.config/systemd/user/csecrefs-links.service
[Unit]
Description=Check the links of a bibliography

[Service]
Type=oneshot
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
      - uses: actions/cache@v4
        with:
          path: .links.sqlite
          key: links-${{{{ github.run_id }}}}
          restore-keys: links-
      - run: pip install csecrefs
      - run: {command} --history .links.sqlite --format github
"""

KINDS: Final = MappingProxyType({"cron": _CRON, "systemd": _SYSTEMD, "github-action": _GITHUB})
"""The kinds of schedule there are entries for."""


def entry(kind: str, sources: tuple[str, ...], budget: str) -> str:
    """An entry of a kind in KINDS that checks what is due in `sources`, for at most `budget` a day."""
    parts = ["csecrefs", "check", "links", *sources, "--due", "--budget", budget]
    command = shlex.join(parts)
    if kind == "cron":
        command = command.replace("%", "\\%")  # cron takes a bare % for a line's end
    elif kind == "systemd":
        command = command.replace("%", "%%")
    return KINDS[kind].format(command=command)
