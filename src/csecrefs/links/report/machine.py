"""Reports that programs read: JSON, JSON lines, JUnit XML, and SARIF 2.1.0."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import quote
from xml.etree import ElementTree

from csecrefs.links.report.text import notices
from csecrefs.links.run import LinkReport, LinkResult
from csecrefs.links.verdict import OUTCOMES

_SARIF_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEVELS: Final = {"broken": "error", "uncertain": "warning", "ok": "note"}


def moment(seconds: float | None) -> str | None:
    """A time as ISO 8601 in UTC."""
    return (
        None
        if seconds is None
        else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    )


def as_dict(row: LinkResult) -> dict[str, Any]:
    """A row as JSON holds it; what is unknown is left out."""
    verdict, link, record = row.verdict, row.link, row.record
    found: dict[str, Any] = {
        "url": link.url,
        "key": link.key,
        "field": link.field,
        "path": link.path,
        "line": link.line,
        "verdict": verdict.code,
        "class": verdict.outcome,
        "reason": verdict.reason,
        "status": verdict.status,
        "final_url": verdict.final_url,
        "permanent_url": verdict.permanent_url,
        "chain": [
            {"url": hop.url, "status": hop.status, "by": hop.by}
            for hop in verdict.chain
        ],
        "seconds": verdict.seconds,
        "state": record.state,
        "asked": row.asked,
        "newly_broken": row.newly_broken,
        "back": row.back,
        "archived_copy": row.copy.url if row.copy else None,
        "first_seen": moment(record.first_seen),
        "last_ok": moment(record.last_ok),
        "checked": moment(record.checked),
        "due": moment(record.due),
    }
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def as_json(report: LinkReport) -> str:
    """The report as one JSON object."""
    whole = {
        "tool": f"csecrefs {version('csecrefs')}",
        "started": moment(report.started),
        "network": report.network,
        "complete": report.complete,
        "links": [as_dict(row) for row in report.rows],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def json_lines(report: LinkReport) -> str:
    """One JSON object a line and link."""
    return "".join(
        json.dumps(as_dict(row), ensure_ascii=False) + "\n" for row in report.rows
    )


def junit(report: LinkReport) -> str:
    """JUnit XML as Ant's strict schema has it: a broken link fails, one that cannot be
    told is skipped.
    """
    root = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(root, "testsuite", _counts(report))
    properties = ElementTree.SubElement(
        suite, "properties"
    )  # Ant wants it, and Jenkins something in it
    ElementTree.SubElement(
        properties, "property", {"name": "csecrefs", "value": version("csecrefs")}
    )
    for row in report.rows:
        _testcase(suite, row)
    ElementTree.SubElement(suite, "system-out").text = " ".join(notices(report))
    ElementTree.SubElement(suite, "system-err")
    ElementTree.indent(root)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + ElementTree.tostring(root, encoding="unicode")
        + "\n"
    )


def _counts(report: LinkReport) -> dict[str, str]:
    outcomes = Counter(row.verdict.outcome for row in report.rows)
    return {
        "name": "links",
        "package": "csecrefs",
        "id": "0",
        "hostname": "localhost",
        "timestamp": datetime.fromtimestamp(report.started, UTC).strftime(
            "%Y-%m-%dT%H:%M:%S"
        ),
        "tests": str(len(report.rows)),
        "failures": str(outcomes["broken"]),
        "errors": "0",
        "skipped": str(outcomes["uncertain"]),
        "time": f"{sum(row.verdict.seconds for row in report.rows):.3f}",
    }


def _testcase(suite: ElementTree.Element, row: LinkResult) -> None:
    named = {
        "classname": _xml(row.link.path or "links"),
        "name": _xml(" ".join(filter(None, (row.link.key, row.link.url)))),
        "time": f"{row.verdict.seconds:.3f}",
    }
    case = ElementTree.SubElement(suite, "testcase", named)
    message = _xml(f"{row.verdict.code}: {row.verdict.reason}")
    if row.verdict.outcome == "broken":
        ElementTree.SubElement(
            case, "failure", {"type": row.verdict.code, "message": message}
        )
    elif row.verdict.outcome == "uncertain":
        ElementTree.SubElement(case, "skipped", {"message": message})


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def sarif(report: LinkReport) -> str:
    """SARIF 2.1.0: a result for each link that is broken, undecided or moved."""
    rows = [
        row
        for row in report.rows
        if row.verdict.code not in ("ok", "redirected-temporary")
    ]
    codes = sorted({row.verdict.code for row in rows})
    run = {
        "tool": {
            "driver": {
                "name": "csecrefs",
                "semanticVersion": version("csecrefs"),
                "rules": [_rule(code) for code in codes],
            }
        },
        "invocations": [
            {
                "executionSuccessful": report.network,
                "startTimeUtc": datetime.fromtimestamp(report.started, UTC).strftime(
                    "%Y-%m-%dT%H:%M:%SZ"
                ),
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(row, codes) for row in rows],
    }
    log = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> Mapping[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": f"link verdict: {code}"},
        "defaultConfiguration": {"level": _LEVELS[OUTCOMES[code]]},
    }


def _result(row: LinkResult, codes: list[str]) -> Mapping[str, Any]:
    code = row.verdict.code
    label = f"{row.link.key}: {row.link.url}" if row.link.key else row.link.url
    result: dict[str, Any] = {
        "ruleId": code,
        "ruleIndex": codes.index(code),
        "level": _LEVELS[row.verdict.outcome],
        "message": {"text": f"{label}: {row.verdict.reason or code}"},
        "partialFingerprints": {"link/v1": _fingerprint(row)},
        "baselineState": "new" if row.newly_broken else "unchanged",
    }
    if row.link.path:
        place: dict[str, Any] = {
            "artifactLocation": {"uri": quote(row.link.path.replace("\\", "/"))}
        }
        if row.link.line:
            place["region"] = {"startLine": row.link.line}
        result["locations"] = [{"physicalLocation": place}]
    return result


def _fingerprint(row: LinkResult) -> str:
    return hashlib.sha256(f"{row.link.key}\0{row.link.url}".encode()).hexdigest()[:32]
