"""Rendered Markdown as a document of Word or Writer, by pandoc where it is installed.

Our own writers change documents that are there and make none: pandoc does that well.
"""

from __future__ import annotations

import importlib
import shutil
import subprocess
from pathlib import Path
from typing import Final

from csecrefs.errors import FormatError, InputError

# Seconds for one document: a thesis takes five.
_LONGEST: Final = 300
# What is printed is text: an "@" in it is no citation, and lists of ours are paragraphs.
_READER: Final = "markdown-citations"


def converted(content: bytes, to: str, path: str) -> bytes:
    """Return rendered Markdown as a document; keys in it stay as they are typed.

    Pictures are looked for beside the manuscript at `path`. Raises FormatError if
    pandoc is not installed, InputError if it cannot make the document.
    """
    program = _pandoc()
    if not program:
        name = path or "the manuscript"
        raise FormatError(
            f"{name}: Markdown becomes {to} by pandoc, which is not installed: install "
            "it (https://pandoc.org, or pip install pypandoc_binary), or render to "
            "Markdown or html"
        )
    folder = str(Path(path).parent)
    command = [
        program,
        "--from",
        _READER,
        "--to",
        to,
        "--resource-path",
        folder,
    ]
    try:
        # Through pipes, so that no file of ours is left behind if it is stopped.
        done = subprocess.run(  # noqa: S603 - a fixed list of words and a folder
            [*command, "--output", "-"],
            input=content,
            capture_output=True,
            timeout=_LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InputError(f"{path}: pandoc takes more than {_LONGEST} s") from None
    except OSError as error:
        raise InputError(f"{program}: {error.strerror or error}") from None
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise InputError(f"{path}: pandoc could not make {to} of it: {said[:500]}")
    return done.stdout


def _pandoc() -> str:
    """Return the program: that of the system, else the one in pypandoc_binary."""
    found = shutil.which("pandoc")
    if found:
        return found
    try:
        # By its name, since the package is an optional one.
        bundled = importlib.import_module("pypandoc")
        return str(bundled.get_pandoc_path())
    except (ImportError, OSError):
        return ""
