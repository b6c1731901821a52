"""Reports in JSON have the shape that their schema describes."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from csecrefs import cli
from csecrefs.reports import Finding, FindingReport, as_json, report_schema
from csecrefs.reports.machine import members
from csecrefs.reports.schema import SUBJECTS, finding_schema

VALIDATOR = jsonschema.Draft202012Validator(report_schema())

MANUSCRIPT = """# Ports

Ships came late [@doe2020, @roe1999] and left [@doe2020; @unknown].

# References

- Doe, J. (2020). *Ports*. North Press.
"""
LIBRARY = """@book{doe2020,
  author = {Doe, Jane}, title = {Ports}, year = {2020}, url = {http://127.0.0.1:9/x},
}
@book{roe1999, author = {Roe, Ann}, title = {Tides}, year = {1999}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "paper.md").write_text(MANUSCRIPT, encoding="utf-8")
    (tmp_path / "refs.bib").write_text(LIBRARY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "subject"),
    [
        ("check cites paper.md --library refs.bib", "citations"),
        ("check links refs.bib", "links"),
        ("audit paper.md --list refs.bib --offline", "audit"),
    ],
)
def test_what_commands_print(folder: Path, command: str, subject: str) -> None:
    result = CliRunner().invoke(cli.app, [*command.split(), "--format", "json"])
    report = json.loads(result.stdout)
    VALIDATOR.validate(report)
    assert report[subject]


def test_every_member_of_a_finding_is_described() -> None:
    whole = Finding(
        "not-found",
        "the server answered 404",
        severity="error",
        path="refs.bib",
        line=3,
        column=2,
        key="doe2020",
        field="url",
        url="https://a.example/",
        title="Ports",
        label="newly broken",
        notes=("last worked in May",),
        steps=("csecrefs check links --suggest-archive",),
        change="new",
    )
    assert members(whole).keys() == finding_schema()["properties"].keys()
    VALIDATOR.validate(json.loads(as_json(FindingReport((whole,), subject="links"))))


@pytest.mark.parametrize(
    "wrong",
    [
        {"line": 0},
        {"code": "Not Found"},
        {"severity": "fatal"},
        {"notes": "a text"},
    ],
)
def test_another_shape_is_refused(wrong: dict[str, object]) -> None:
    report = json.loads(as_json(FindingReport((Finding("gone", "no more"),))))
    report["findings"][0].update(wrong)
    assert not VALIDATOR.is_valid(report)


def test_a_report_has_one_list_of_findings() -> None:
    report = json.loads(as_json(FindingReport()))
    assert VALIDATOR.is_valid(report)
    assert sum(subject in report for subject in SUBJECTS) == 1
    del report["findings"]
    assert not VALIDATOR.is_valid(report)
