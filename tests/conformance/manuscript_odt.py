"""Citation marks of real Writer documents, as in `manuscript-docx`."""

from __future__ import annotations

from tests.conformance.manuscript_docx import run

__all__ = ["run"]

SOURCE = "manuscripts/odt"
