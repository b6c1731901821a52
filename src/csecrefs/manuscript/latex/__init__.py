r"""LaTeX manuscripts: citation commands read, and replaced by their text."""

from __future__ import annotations

from csecrefs.manuscript.latex.found import LatexCitation
from csecrefs.manuscript.latex.reader import read
from csecrefs.manuscript.latex.scanner import scan
from csecrefs.manuscript.latex.sources import Sources
from csecrefs.manuscript.latex.splice import splice

__all__ = ["commands_of", "looks_like", "read", "splice"]


def looks_like(head: bytes) -> bool:
    """Return True if the first bytes of a file are of a LaTeX source."""
    return b"\\documentclass" in head or b"\\begin{document}" in head


def commands_of(content: bytes, *, path: str = "") -> list[LatexCitation]:
    r"""Return the commands of a source that cite, as they are typed.

    >>> [each.command for each in commands_of(rb"\citep[see][3]{low}")]
    ['citep']
    """
    found = scan(Sources(content, path)).citations
    return [each for each in found if each.kind != "bibliography"]
