"""The files beside the modules: the script, the style and the words of the pages."""

from __future__ import annotations

from functools import cache
from importlib import resources


# Every page has the style in it; the file is read once.
@cache
def asset(name: str) -> str:
    """Return the text of a file beside this module."""
    return (resources.files(__package__) / name).read_text(encoding="utf-8")
