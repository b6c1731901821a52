"""A report for programs: one JSON object, or one JSON object a line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final

from csecrefs.patterns import regex
from csecrefs.reports.finding import Finding, FindingReport
from csecrefs.text.characters import mask_userinfo

# C1 controls, line separators, overrides of direction, lone surrogates.
_UNSAFE: Final = regex("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that JSON allows in a string and that a terminal or an encoder does not
bear."""

# 31 December 9999: datetime goes no further.
_LAST: Final = 253402300799.0
"""The last second of the year 9999: later times are those of a broken clock."""


def moment(seconds: float | None) -> str | None:
    """Return a time as ISO 8601 in UTC; None for none, and for one out of range.

    >>> moment(0)
    '1970-01-01T00:00:00+00:00'
    """
    # A history may have been written under a broken clock.
    if seconds is None or not 0 <= seconds <= _LAST:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def dumps(value: Any, indent: int | None = None) -> str:
    r"""Return a value as JSON in which nothing acts on a terminal.

    >>> print(dumps({"title": "Caf\xe9\x9b"}))
    {"title": "Café\u009b"}
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    text = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    # Anywhere in a line of a build log, this begins a command.
    return text.replace("##[", "#\\u0023[")


def members(finding: Finding) -> dict[str, Any]:
    """Return a finding as a JSON object; what is unknown is left out."""
    found: dict[str, Any] = {
        "code": finding.code,
        "message": finding.message,
        "severity": finding.severity,
        "judgement": finding.judgement,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "key": finding.key,
        "field": finding.field,
        "url": finding.url,
        "title": finding.title,
        "label": finding.label,
        "notes": list(finding.notes),
        "next": list(finding.steps),
        "change": finding.change,
        **finding.details,
    }
    # JSON readers test for a member; an empty one says less than none.
    present = {
        name: value for name, value in found.items() if value not in (None, "", [])
    }
    return {name: masked(value) for name, value in present.items()}


def masked(value: Any) -> Any:
    """Return a JSON value with the passwords in the URLs of its strings masked."""
    if isinstance(value, str):
        return mask_userinfo(value)
    if isinstance(value, list | tuple):
        return [masked(each) for each in value]
    if isinstance(value, dict):
        return {name: masked(each) for name, each in value.items()}
    return value


def as_json(report: FindingReport) -> str:
    """Return the whole report as one JSON object."""
    whole = {
        "tool": f"csecrefs {version('csecrefs')}",
        # Checks of files alone have no start, so that the same files give the same text.
        "started": moment(report.started or None),
        **report.properties,
        "summary": report.counted,
        "notices": list(report.notices),
        report.subject: [members(each) for each in report.findings],
    }
    return dumps(whole, indent=2) + "\n"


def json_lines(report: FindingReport) -> str:
    """Return one JSON object a line and finding."""
    lines = [dumps(members(each)) for each in report.findings]
    return "".join(line + "\n" for line in lines)
