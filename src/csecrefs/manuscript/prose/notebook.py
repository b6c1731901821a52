"""The text of Jupyter notebooks: the Markdown cells, line by line, with cell numbers."""

from __future__ import annotations

import json
from typing import Any

from csecrefs.errors import FormatError
from csecrefs.manuscript.prose.lines import Prose, ProseLine


def read(content: bytes, path: str) -> Prose:
    """Return the lines of a notebook's Markdown cells; code is no text.

    Raises FormatError if it is no notebook.
    """
    try:
        notebook = json.loads(content.decode("utf-8-sig", "replace"))
        cells = notebook["cells"]
        found = [
            ProseLine(line, number)
            for number, cell in enumerate(cells, 1)
            for line in _lines(cell)
        ]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise FormatError(f"{path}: not usable as a notebook") from None
    return Prose(path, tuple(found), "cell")


def _lines(cell: dict[str, Any]) -> list[str]:
    """Return the lines of a Markdown cell, with the empty line that ends it."""
    if cell["cell_type"] != "markdown":
        return []
    source = cell["source"]
    if isinstance(source, list):
        source = "".join(source)
    return [*source.splitlines(), ""]
