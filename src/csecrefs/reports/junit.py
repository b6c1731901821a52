"""A report as JUnit XML, as the strict schema of Ant has it.

A finding that fails the run is a failure, one that does not, or that is undecided, is
skipped, and everything else passes.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Final, Literal
from xml.etree import ElementTree

from csecrefs.patterns import regex
from csecrefs.reports.finding import Finding, FindingReport
from csecrefs.text.characters import clean, mask_userinfo

# What XML 1.0 section 2.2 leaves out of Char.
_NO_XML: Final = regex("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: FindingReport) -> str:
    """Return the report as one test suite, a test case for each finding."""
    root = ElementTree.Element("testsuites")
    # One suite below `testsuites`: the form that most readers take.
    suite = ElementTree.SubElement(root, "testsuite", _counts(report))
    # Ant wants the element, and Jenkins something in it.
    properties = ElementTree.SubElement(suite, "properties")
    tool = {"name": "csecrefs", "value": version("csecrefs")}
    ElementTree.SubElement(properties, "property", tool)
    for each in report.findings:
        _testcase(suite, each)
    output = ElementTree.SubElement(suite, "system-out")
    output.text = _xml(" ".join(report.notices))
    ElementTree.SubElement(suite, "system-err")
    # Viewers show it raw at times.
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    body = body.replace("##[", "#&#35;[")  # no command of a build log
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _result(finding: Finding) -> Literal["failure", "skipped", "passed"]:
    if finding.fails:
        return "failure"
    # In the baseline, or nobody can tell: to be seen, and nothing fails.
    if finding.judgement in ("fail", "open"):
        return "skipped"
    return "passed"


def _counts(report: FindingReport) -> dict[str, str]:
    results = Counter(map(_result, report.findings))
    started = datetime.fromtimestamp(max(report.started, 0.0), UTC)
    return {
        "name": report.subject,
        "package": "csecrefs",
        "id": "0",
        "hostname": "localhost",
        "timestamp": started.strftime("%Y-%m-%dT%H:%M:%S"),
        "tests": str(len(report.findings)),
        "failures": str(results["failure"]),
        "errors": "0",
        "skipped": str(results["skipped"]),
        "time": f"{sum(each.seconds for each in report.findings):.3f}",
    }


def _testcase(suite: ElementTree.Element, finding: Finding) -> None:
    about = (finding.key, finding.url or finding.code)
    named = {
        "classname": _xml(finding.path or report_class(finding)),
        "name": _xml(" ".join(part for part in about if part)),
        "time": f"{finding.seconds:.3f}",
    }
    case = ElementTree.SubElement(suite, "testcase", named)
    message = _xml("; ".join((f"{finding.code}: {finding.message}", *finding.steps)))
    result = _result(finding)
    if result == "failure":
        failure = {"type": finding.code, "message": message}
        ElementTree.SubElement(case, "failure", failure)
    elif result == "skipped":
        ElementTree.SubElement(case, "skipped", {"message": message})


def report_class(finding: Finding) -> str:
    """Return the class a finding without a file is grouped under."""
    if finding.url:
        return "links"
    return "findings"


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", clean(mask_userinfo(text)))
