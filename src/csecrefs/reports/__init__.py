"""Reports: findings to text, JSON, SARIF, JUnit, GitHub, Markdown and HTML.

Everything that looks at a library - the link checker, verify, the lints of styles, the
audit of a manuscript - returns findings. This package prints them, each format a
function from a `FindingReport` to a text. It is pure: it reads and writes no files.

What records and servers wrote is cleaned of what acts on terminals, logs and readers,
user names and passwords in addresses are masked, and each writer escapes for its
target.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from csecrefs.errors import FormatError
from csecrefs.reports.codes import CODES, Code
from csecrefs.reports.cures import CURES
from csecrefs.reports.finding import (
    Change,
    Finding,
    FindingReport,
    Judgement,
    from_diagnostics,
)
from csecrefs.reports.github import github
from csecrefs.reports.html import page
from csecrefs.reports.ignore import IgnoreEntry, read_ignored, unignored
from csecrefs.reports.junit import junit
from csecrefs.reports.machine import as_json, json_lines
from csecrefs.reports.markdown import markdown
from csecrefs.reports.sarif import sarif
from csecrefs.reports.schema import report_schema
from csecrefs.reports.text import plain

__all__ = [
    "CODES",
    "CURES",
    "FORMATS",
    "Change",
    "Code",
    "Finding",
    "FindingReport",
    "IgnoreEntry",
    "Judgement",
    "from_diagnostics",
    "read_ignored",
    "render",
    "report_schema",
    "unignored",
]

FORMATS: Final[Mapping[str, Callable[[FindingReport], str]]] = MappingProxyType(
    {
        "text": plain,
        "json": as_json,
        "jsonl": json_lines,
        "junit": junit,
        "sarif": sarif,
        "markdown": markdown,
        "github": github,
        "html": page,
    }
)
"""The writer of every format by name."""


def render(report: FindingReport, name: str) -> str:
    """Return a report as text in a format of FORMATS; raises FormatError.

    >>> found = Finding("gone", "the server answered 410", "error", "r.bib", 8)
    >>> print(render(FindingReport((found,)), "text"), end="")
    r.bib:8: the server answered 410 [gone]
    1 error
    >>> print(render(FindingReport((found,)), "github"), end="")
    ::error file=r.bib,line=8,title=gone::the server answered 410
    """
    if name not in FORMATS:
        known = ", ".join(FORMATS)
        raise FormatError(f"there is no report format {name!r}; there are {known}")
    return FORMATS[name](report)
