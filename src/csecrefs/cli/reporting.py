"""The formats of the verbs that report findings."""

from __future__ import annotations

from typing import Final

REPORT_FORMATS: Final = (
    "text",
    "json",
    "jsonl",
    "junit",
    "sarif",
    "markdown",
    "github",
    "html",
)
"""The formats of `csecrefs.reports.render`, the plain text of a terminal first."""
