"""The JSON Schema of a report (`--format json`), and of each line of `jsonl`."""

from __future__ import annotations

from typing import Any, Final

from csecrefs.reports.finding import Finding

_TEXT: Final[dict[str, Any]] = {"type": "string"}
_NUMBER: Final[dict[str, Any]] = {"type": "integer", "minimum": 1}
_TEXTS: Final[dict[str, Any]] = {"type": "array", "items": {"type": "string"}}

# name: schema of the value, meaning
_MEMBERS: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "code": (
        {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "a code of the table of codes",
    ),
    "message": (_TEXT, "one sentence for a person"),
    "severity": ({"enum": ["error", "warning", "info"]}, "how grave it is"),
    "judgement": (
        {"enum": ["fail", "open", "note", "pass"]},
        "wrong; cannot be decided; worth knowing; in order",
    ),
    "path": (_TEXT, "the file"),
    "line": (_NUMBER, "the line in the file, from 1"),
    "column": (_NUMBER, "the column in the line, from 1"),
    "key": (_TEXT, "the citation key of the reference"),
    "field": (_TEXT, "the field or variable"),
    "url": (_TEXT, "the address; user names and passwords are masked"),
    "title": (_TEXT, "the title of the work"),
    "label": (_TEXT, 'a short remark, such as "newly broken"'),
    "notes": (_TEXTS, "further facts"),
    "next": (_TEXTS, "the next steps, each a command or a sentence"),
    "change": (
        {"enum": ["new", "unchanged", "updated", "absent"]},
        "compared with the run before",
    ),
}

_REQUIRED: Final = ("code", "message", "severity", "judgement")

SUBJECTS: Final = ("links", "verify", "citations", "audit", "findings")
"""The members of a report that list its findings: one of them is there."""


def members() -> list[tuple[str, str, str]]:
    """Return name, type and meaning of each member of a finding.

    >>> members()[5]
    ('line', 'integer', 'the line in the file, from 1')
    """
    rows = []
    for name, (schema, meaning) in _MEMBERS.items():
        kind = schema.get("type") or " ".join(schema["enum"])
        rows.append((name, str(kind), meaning))
    return rows


def finding_schema() -> dict[str, Any]:
    """Return the JSON Schema of one finding.

    Commands add members of their own (`status`, `dead_for`), so others are permitted.
    """
    described = {
        name: {**schema, "description": meaning}
        for name, (schema, meaning) in _MEMBERS.items()
    }
    return {
        "type": "object",
        "description": (Finding.__doc__ or "").splitlines()[0],
        "required": list(_REQUIRED),
        "properties": described,
    }


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a whole report."""
    finding = {"$ref": "#/$defs/finding"}
    findings = {"type": "array", "items": finding}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A report of csecrefs",
        "type": "object",
        "required": ["tool", "started", "summary", "notices"],
        "oneOf": [{"required": [subject]} for subject in SUBJECTS],
        "properties": {
            "tool": {**_TEXT, "description": "csecrefs and its version"},
            "started": {
                "type": ["string", "null"],
                "description": "the start of the run, ISO 8601 in UTC; null where it "
                "does not matter",
            },
            "summary": {**_TEXT, "description": "how many of each, in words"},
            "notices": {**_TEXTS, "description": "what is to be said of the run"},
            **dict.fromkeys(SUBJECTS, findings),
        },
        "$defs": {"finding": finding_schema()},
    }
