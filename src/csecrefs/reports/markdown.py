"""A report as Markdown, one table a section; also the step summary of a workflow."""

from __future__ import annotations

import re
from typing import Final

from csecrefs.patterns import regex
from csecrefs.reports.finding import Finding, FindingReport
from csecrefs.reports.text import safe, steps_of

# CommonMark section 2.4, and what GitHub adds: mentions, tables, entities.
_MARKUP: Final = regex(r"([\\`*_{}\[\]<>|#!&~$@])")
"""Characters that Markdown, or GitHub's extension of it, may take for markup."""


def markdown(report: FindingReport) -> str:
    """Return the findings that are not in order as Markdown."""
    lines = [
        f"# {_cell(report.heading)}",
        "",
        _cell(report.counted) + ".",
        "",
    ]
    lines += [f"> {_cell(notice)}\n" for notice in report.notices]
    for section, findings in report.by_section():
        if section:
            lines += [f"## {_cell(section)}", ""]
        lines += [
            "| Place | Key | Subject | Finding | Reason |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += map(_row, findings)
        lines.append("")
        lines += [f"- next: {_code(step)}" for step in steps_of(findings)]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _row(finding: Finding) -> str:
    label = ""
    if finding.label:
        label = f" [{finding.label}]"
    reason = "; ".join((f"{finding.message}{label}", *finding.notes))
    subject = ": ".join(part for part in (finding.title, finding.url) if part)
    cells = (finding.place, finding.key or "", subject, finding.code, reason)
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(text: str) -> str:
    return _MARKUP.sub(r"\\\1", safe(text))


def _code(text: str) -> str:
    """Return a code span; its fence is longer than any run of backquotes inside."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    # CommonMark section 6.1: a run of backticks at an end needs a blank beside it.
    pad = ""
    if longest:
        pad = " "
    return f"{fence}{pad}{safe(text)}{pad}{fence}"
