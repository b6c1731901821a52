"""The clipboard: a citation as formatted text, where a program takes it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import Final

from csecrefs.errors import InputError

# Seconds after which a program is given up: the display may not answer.
_SECONDS: Final = 10


def copied(text: str, html: str) -> str:
    """Copy text to the clipboard and return the name of the program that took it.

    HTML is copied where the program takes it, so that italics survive a paste. Raises
    InputError if there is no such program.
    """
    for command, content in _ways(text, html):
        if shutil.which(command[0]) is None:
            continue
        try:
            subprocess.run(  # noqa: S603 (a fixed list of words)
                command,
                # `clip` of Windows would read UTF-8 in an old code page.
                input=content.encode("utf-16-le" if command[0] == "clip" else "utf-8"),
                check=True,
                timeout=_SECONDS,
                # xclip stays to serve what it holds: we would wait for a pipe it keeps.
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        # Installed is not enough: in a remote login the display may be out of reach.
        except (OSError, subprocess.SubprocessError):
            continue
        return command[0]
    raise InputError(
        "there is no clipboard: none of wl-copy, xclip, xsel, pbcopy and clip works"
    )


def _ways(text: str, html: str) -> list[tuple[list[str], str]]:
    """Return the commands to try, in order, and what each is given."""
    ways: list[tuple[list[str], str]] = []
    # Wayland first: desktops that have it often set DISPLAY for old programs, too.
    if os.environ.get("WAYLAND_DISPLAY"):
        ways.append((["wl-copy", "--type", "text/html"], html))
    if os.environ.get("DISPLAY"):
        selection = ["xclip", "-selection", "clipboard"]
        ways.append(([*selection, "-t", "text/html"], html))
        # This one and those below take plain text only.
        ways.append((["xsel", "--clipboard", "--input"], text))
    if sys.platform == "darwin":
        ways.append((["pbcopy"], text))
    if sys.platform == "win32":
        ways.append((["clip"], text))
    return ways
