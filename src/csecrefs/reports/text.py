"""A report for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from csecrefs.reports.finding import Finding, FindingReport
from csecrefs.text.characters import log_line, mask_userinfo

# A list of next steps longer than that is not read.
_STEPS: Final = 4
"""The number of next steps printed for one section."""


def plain(report: FindingReport) -> str:
    """Return the findings that are not in order, by section, and the counts."""
    return f"{listing(report)}{safe(report.counted)}\n"


def listing(report: FindingReport) -> str:
    """Return the findings that are not in order, without the counts."""
    lines: list[str] = []
    for section, findings in report.by_section():
        indent = ""
        if section:
            lines.append(f"{safe(section)}:")
            indent = "  "
        lines += [f"{indent}{line}" for each in findings for line in _lines(each)]
        lines += [f"{indent}next: {safe(step)}" for step in steps_of(findings)]
        if section:
            lines.append("")
    lines += map(safe, report.notices)
    return "".join(f"{line}\n" for line in lines)


def steps_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return the next steps of several findings, each once."""
    # One command may be the next step of many findings.
    steps = dict.fromkeys(step for each in findings for step in each.steps)
    return tuple(steps)[:_STEPS]


def safe(text: str) -> str:
    """Return a text of somebody else's as one harmless line, passwords masked."""
    return log_line(mask_userinfo(text))


def _lines(finding: Finding) -> Iterator[str]:
    label = ""
    if finding.label:
        label = f" [{finding.label}]"
    # A diagnostic is one line, as compilers print it; a link needs three.
    if not finding.url:
        yield safe(f"{finding}{label}")
    else:
        head = (finding.place, finding.key, finding.url)
        yield safe(": ".join(part for part in head if part))
        if finding.title:
            yield safe(f"  {finding.title}")
        yield safe(f"  {finding.code}: {finding.message}{label}")
    for note in finding.notes:
        yield safe(f"  {note}")
