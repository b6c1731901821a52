"""Reports that people read as text: the terminal's, Markdown, and GitHub's
annotations.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from csecrefs.links.run import LinkReport, LinkResult

SECTIONS: Final = (
    ("broken", "Broken"),
    ("uncertain", "Cannot be told"),
    ("moved", "Moved for good"),
)
"""The parts of a report that hold rows, and their headings."""

_CONTROL: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def one_line(text: str) -> str:
    """A text of somebody else's, with nothing in it that acts on a terminal or breaks a
    line.
    """
    return _CONTROL.sub(" ", text)


def rows_of(report: LinkReport, section: str) -> tuple[LinkResult, ...]:
    """The rows of a section."""
    return {
        "broken": report.broken,
        "uncertain": report.uncertain,
        "moved": report.moved,
    }[section]


def summary(report: LinkReport) -> str:
    """The counts, in one line."""
    counts = Counter(row.verdict.outcome for row in report.rows)
    asked = sum(row.asked for row in report.rows)
    parts = [
        f"{len(report.rows)} links",
        f"{counts['ok']} work",
        f"{counts['broken']} broken",
    ]
    parts += [
        f"{counts['uncertain']} cannot be told",
        f"{len(report.moved)} moved",
        f"{asked} asked for now",
    ]
    if report.newly_broken:
        parts.append(f"{len(report.newly_broken)} newly broken")
    return ", ".join(parts)


def notices(report: LinkReport) -> Iterator[str]:
    """What is to be said of the run as a whole."""
    if not report.network:
        yield "No server answered at all: the network may be at fault, so nothing was kept."
    elif not report.complete:
        yield "Some links are left for another run."


def plain(report: LinkReport) -> str:
    """The report for a terminal: what does not work, what cannot be told, what moved,
    and the counts.
    """
    lines = []
    for section, heading in SECTIONS:
        rows = rows_of(report, section)
        if rows:
            lines.append(f"{heading}:")
            lines += [f"  {line}" for row in rows for line in _lines(row)]
            lines.append("")
    return "\n".join([*lines, *notices(report), summary(report)]) + "\n"


def _lines(row: LinkResult) -> Iterator[str]:
    key = f"{row.link.key}: " if row.link.key else ""
    yield one_line(f"{key}{row.link.url}")
    note = (
        f"{row.verdict.code}: {row.verdict.reason}"
        if row.verdict.reason
        else row.verdict.code
    )
    yield one_line(f"  {note}{_standing(row)}")
    if row.copy:
        yield one_line(f"  archived copy: {row.copy.url}")


def _standing(row: LinkResult) -> str:
    if row.newly_broken:
        return " [newly broken]"
    return " [to be confirmed]" if row.record.state == "suspected" else ""


def markdown(report: LinkReport) -> str:
    """The report as Markdown with a table for each section."""
    lines = ["# Links", "", summary(report) + ".", ""]
    lines += [f"> {notice}\n" for notice in notices(report)]
    for section, heading in SECTIONS:
        rows = rows_of(report, section)
        if rows:
            lines += [
                f"## {heading}",
                "",
                "| Key | Link | Verdict | Reason |",
                "| --- | --- | --- | --- |",
            ]
            lines += [_table_row(row) for row in rows]
            lines.append("")
    return "\n".join(lines) + "\n"


def _table_row(row: LinkResult) -> str:
    reason = (
        row.verdict.reason
        + _standing(row)
        + (f"; copy: {row.copy.url}" if row.copy else "")
    )
    cells = (row.link.key, row.link.url, row.verdict.code, reason)
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>|#!&~])", r"\\\1", one_line(text))


def github(report: LinkReport) -> str:
    """GitHub's workflow commands: an error for each broken link, a warning for what
    cannot be told, a notice for what moved."""
    lines = []
    for section, level in (
        ("broken", "error"),
        ("uncertain", "warning"),
        ("moved", "notice"),
    ):
        for row in rows_of(report, section):
            place = {
                "file": row.link.path,
                "line": row.link.line,
                "title": f"{row.verdict.code}",
            }
            fields = ",".join(
                f"{name}={_property(str(value))}"
                for name, value in place.items()
                if value
            )
            key = f"{row.link.key}: " if row.link.key else ""
            message = f"{key}{row.link.url}: {row.verdict.reason or row.verdict.code}{_standing(row)}"
            lines.append(f"::{level} {fields}::{_data(message)}")
    return "".join(line + "\n" for line in lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
