"""Workflow commands of GitHub Actions: an annotation for each finding.

GitHub shows ten annotations of each level for a step. So the new ones come first, and
those beyond ten are printed as lines of the log, where nothing is lost.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from csecrefs.errors import Severity
from csecrefs.reports.finding import Finding, FindingReport
from csecrefs.text.characters import clean, log_line, mask_userinfo

ANNOTATIONS: Final = 10
"""The annotations of one level that GitHub shows for one step."""

_LEVELS: Final[dict[Severity, str]] = {
    "error": "error",
    "warning": "warning",
    "info": "notice",
}


def github(report: FindingReport) -> str:
    """Return the findings that are not in order as annotations, new ones first."""
    levels: dict[Severity, list[Finding]] = defaultdict(list)
    for each in report.listed:
        levels[each.severity].append(each)
    lines: list[str] = []
    surplus: list[Finding] = []
    for severity in _LEVELS:
        # Sorting keeps the order of the file among the new ones.
        ordered = sorted(
            levels[severity],
            key=lambda each: each.change != "new",
        )
        lines += map(_annotation, ordered[:ANNOTATIONS])
        surplus += ordered[ANNOTATIONS:]
    if surplus:
        lines.append(f"{len(surplus)} more findings are not annotated:")
        lines += [log_line(mask_userinfo(str(each))) for each in surplus]
    lines += [f"::notice title=csecrefs::{_data(notice)}" for notice in report.notices]
    return "".join(line + "\n" for line in lines)


def _annotation(finding: Finding) -> str:
    place = {
        "file": finding.path,
        "line": finding.line,
        "col": finding.column,
    }
    # A column says nothing without a line.
    if not finding.line:
        del place["col"]
    # The order in which the runner's documentation has them.
    named = {**place, "title": finding.code}
    fields = [
        f"{name}={_property(str(value))}" for name, value in named.items() if value
    ]
    label = ""
    if finding.label:
        label = f" [{finding.label}]"
    about = [finding.key or "", finding.url, f"{finding.message}{label}"]
    message = ": ".join(part for part in about if part)
    steps = "".join(f"; next: {step}" for step in finding.steps[:1])
    level = _LEVELS[finding.severity]
    return f"::{level} {','.join(fields)}::{_data(message + steps)}"


def _data(text: str) -> str:
    cleaned = clean(mask_userinfo(text)).replace("##[", "# #[")
    # The runner decodes %25, %0A and %0D in the data of a command.
    return cleaned.replace("%", "%25")


def _property(text: str) -> str:
    """Return the value of a property, in which separators are escaped, too."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
