"""Programs of the desktop that open an address or a document."""

from __future__ import annotations

import subprocess
import sys
import webbrowser
from typing import Final

import click

# Seconds an opener is given to fail. It ends at once where it hands over to a program
# that runs, and lasts as long as the program where it starts one itself.
_SECONDS: Final = 3

# What opens a file with the program the user has for it, by platform. Elsewhere
# (Windows) the system itself does, without a command.
_OPENERS: Final = {"darwin": "open", "linux": "xdg-open"}


def launched(target: str) -> bool:
    """Open an address or a document. True if a program took it."""
    opener = _OPENERS.get(sys.platform)
    if opener is None:
        return click.launch(target) == 0
    if _takes(opener, target):
        return True
    # A machine without a desktop may have a browser of the terminal, or $BROWSER.
    return target.lower().startswith("http") and webbrowser.open(target)


def _takes(opener: str, target: str) -> bool:
    """True if an opener is there and has not failed in its first seconds."""
    try:
        process = subprocess.Popen(  # noqa: S603 (a fixed word and a checked target)
            [opener, target],
            # What it prints is not ours: results alone go to the standard output.
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return process.wait(_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return True
    except OSError:
        return False
