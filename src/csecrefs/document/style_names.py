"""Names of styles that are no CSL styles."""

from __future__ import annotations

from typing import Final

PYBTEX: Final = "pybtex:"
"""The beginning of the name of a style that pybtex brings: `pybtex:plain`."""
