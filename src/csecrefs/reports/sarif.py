"""A report as SARIF 2.1.0 (OASIS): a result for each finding that is not in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import quote

from csecrefs.errors import Severity
from csecrefs.reports.codes import CODES
from csecrefs.reports.cures import CURES
from csecrefs.reports.finding import Finding, FindingReport
from csecrefs.reports.machine import dumps
from csecrefs.text.characters import clean, mask_userinfo

# The schema with the errata that OASIS published in 2023.
_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS: Final[dict[Severity, str]] = {
    "error": "error",
    "warning": "warning",
    "info": "note",
}


def sarif(report: FindingReport) -> str:
    """Return the report as a SARIF log of one run."""
    findings = report.listed
    severities = {each.code: each.severity for each in findings}
    codes = sorted(severities)
    driver = {
        "name": "csecrefs",
        "semanticVersion": version("csecrefs"),
        "rules": [_rule(code, severities[code]) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(report)],
        # As Python counts them; the default is UTF-16.
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes) for each in findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return dumps(log, indent=2) + "\n"


def _invocation(report: FindingReport) -> Mapping[str, Any]:
    started = datetime.fromtimestamp(max(report.started, 0.0), UTC)
    found: dict[str, Any] = {"executionSuccessful": report.successful}
    if report.started:
        found["startTimeUtc"] = started.strftime("%Y-%m-%dT%H:%M:%SZ")
    if report.notices:
        # What is said of the run as a whole is no result.
        found["toolExecutionNotifications"] = [
            {"level": "warning", "message": {"text": _text([notice])}}
            for notice in report.notices
        ]
    return found


def _rule(code: str, severity: Severity) -> Mapping[str, Any]:
    known = CODES.get(code)
    meaning = code.replace("-", " ")
    if known:
        meaning, severity = known.meaning, known.severity
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": meaning},
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }
    if code in CURES:
        rule["help"] = {"text": CURES[code]}
    return rule


def _result(finding: Finding, codes: Sequence[str]) -> Mapping[str, Any]:
    if finding.label:
        label = f"{finding.message} [{finding.label}]"
    else:
        label = finding.message
    found: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {
            "text": _text(
                [
                    finding.key or "",
                    finding.url,
                    label,
                ]
            )
        },
        # SARIF 2.1.0 section 3.27.17: what makes a finding the same in the next run,
        # without its line.
        "partialFingerprints": {"finding/v1": finding.fingerprint},
    }
    if finding.change:
        # SARIF 2.1.0 section 3.27.24.
        found["baselineState"] = finding.change
    if location := _location(finding):
        found["locations"] = [location]
    if finding.steps:
        found["properties"] = {"next": [_text([step]) for step in finding.steps]}
    return found


def _location(finding: Finding) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if finding.path:
        # A Windows path and a name with blanks are made the path of a URI.
        place = quote(clean(finding.path).replace("\\", "/"))
        location["physicalLocation"] = {"artifactLocation": {"uri": place}}
        if finding.line:
            location["physicalLocation"]["region"] = _region(finding)
    if finding.key:
        name = clean(finding.key)
        location["logicalLocations"] = [{"name": name, "kind": "object"}]
    return location


def _region(finding: Finding) -> dict[str, int]:
    region = {"startLine": finding.line or 1}
    if finding.column:
        region["startColumn"] = finding.column
    return region


def _text(parts: Iterable[str]) -> str:
    return mask_userinfo(clean(": ".join(part for part in parts if part)))
