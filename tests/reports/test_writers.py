"""Every format of a report, with findings of every kind and hostile texts in all
members.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser
from xml.etree import ElementTree

import attrs
import pytest

from csecrefs.errors import Diagnostic, FormatError
from csecrefs.reports import FORMATS, Finding, FindingReport, from_diagnostics, render

HOSTILE = (
    "\x1b]0;x\x07</script><b>|`\n::error::no\r\u202e##[error]x\x9b\ud800\ufffe&\"'"
)


def hostile(judgement: str = "fail") -> Finding:
    return Finding(
        code="not-found",
        message=HOSTILE,
        severity="error",
        path=HOSTILE,
        line=3,
        key=HOSTILE,
        field=HOSTILE,
        url=f"javascript:{HOSTILE}",
        title=HOSTILE,
        section=HOSTILE,
        label=HOSTILE,
        notes=(HOSTILE,),
        steps=(HOSTILE,),
        judgement=judgement,  # type: ignore[arg-type]
        details={"more": HOSTILE},
    )


HOSTILE_REPORT = FindingReport(
    (hostile(), hostile("open"), hostile("note"), hostile("pass")),
    heading=HOSTILE,
    notices=(HOSTILE,),
)

DEAD = Finding(
    "not-found",
    "the server answered 404",
    "error",
    "bib/my refs.bib",
    8,
    2,
    "doe2020",
    url="https://ann:secret@example.org/a",
    title="A Work",
    section="Dead",
    label="newly broken",
    notes=("last worked 2026-10-01",),
    steps=("csecrefs check links --suggest-archive",),
    change="new",
    seconds=0.5,
)
GUARDED = Finding(
    "blocked", "a wall", key="roe", url="https://x.example/", judgement="open"
)
ALIVE = Finding("ok", "", "info", url="https://y.example/", judgement="pass")
REPORT = FindingReport(
    (DEAD, GUARDED, ALIVE),
    subject="links",
    heading="Links of refs.bib",
    summary="3 links: 1 dead",
    notices=("Some links are left for another run.",),
    sections=("Dead",),
    started=1.7e9,
    properties={"complete": False},
)


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_texts_act_on_nothing(name: str) -> None:
    text = render(HOSTILE_REPORT, name)
    text.encode()
    assert not set(text) & set("\x1b\x07\x00\r\x9b\u202e")
    lines = [line.strip() for line in text.splitlines()]
    if name != "github":
        assert not any(line.startswith("::") for line in lines)
    assert "##[" not in text


def test_hostile_texts_stay_inside_one_annotation() -> None:
    lines = render(HOSTILE_REPORT, "github").splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error"] * 3 + ["::notice"]
    for line in lines:
        head = line.split(" ", 1)[1].partition("::")[0]
        assert {part.partition("=")[0] for part in head.split(",")} <= {
            "file",
            "line",
            "title",
        }


def test_hostile_texts_stay_text_in_xml_and_html() -> None:
    ElementTree.fromstring(render(HOSTILE_REPORT, "junit"))
    found = Elements()
    found.feed(render(HOSTILE_REPORT, "html"))
    assert found.tags.count("script") == 1
    assert "b" not in found.tags
    assert not any("javascript" in load for load in found.loads)


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [str(value) for name, value in attrs if name in ("src", "href")]


@pytest.mark.parametrize("name", FORMATS)
def test_passwords_are_masked(name: str) -> None:
    text = render(REPORT, name)
    assert "secret" not in text
    assert "example.org/a" in text.replace("\\", "")


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_report_is_a_report(name: str) -> None:
    assert isinstance(render(FindingReport(), name), str)


def test_an_unknown_format() -> None:
    with pytest.raises(FormatError, match="no report format 'docx'"):
        render(FindingReport(), "docx")


def test_text_lists_by_section_with_place_and_next_step() -> None:
    assert render(REPORT, "text") == (
        "Dead:\n"
        "  bib/my refs.bib:8:2: doe2020: https://***@example.org/a\n"
        "    A Work\n"
        "    not-found: the server answered 404 [newly broken]\n"
        "    last worked 2026-10-01\n"
        "  next: csecrefs check links --suggest-archive\n"
        "\n"
        "roe: https://x.example/\n"
        "  blocked: a wall\n"
        "Some links are left for another run.\n"
        "3 links: 1 dead\n"
    )


def test_json_has_the_run_and_every_finding() -> None:
    whole = json.loads(render(REPORT, "json"))
    lines = [json.loads(line) for line in render(REPORT, "jsonl").splitlines()]
    assert whole["links"] == lines
    assert whole["complete"] is False
    assert whole["started"] == "2023-11-14T22:13:20+00:00"
    assert lines[0]["line"] == 8
    assert lines[0]["next"] == ["csecrefs check links --suggest-archive"]
    assert "line" not in lines[1]


def test_a_check_of_files_alone_has_no_start() -> None:
    whole = json.loads(render(attrs.evolve(REPORT, started=0.0), "json"))
    assert whole["started"] is None


def test_sarif_places_and_baseline() -> None:
    run = json.loads(render(REPORT, "sarif"))["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["blocked", "not-found"]
    first = run["results"][0]
    assert first["baselineState"] == "new"
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "bib/my%20refs.bib"},
        "region": {"startLine": 8, "startColumn": 2},
    }
    assert first["locations"][0]["logicalLocations"][0]["name"] == "doe2020"
    assert len(run["results"]) == 2


def test_junit_fails_on_what_fails_the_run() -> None:
    known = Finding("gone", "known", "error", fails=False)
    report = FindingReport((*REPORT.findings, known))
    suite = ElementTree.fromstring(render(report, "junit"))[0]
    counts = {name: suite.get(name) for name in ("tests", "failures", "skipped")}
    assert counts == {"tests": "4", "failures": "1", "skipped": "2"}


def test_github_puts_new_findings_first_and_loses_none() -> None:
    old = tuple(Finding("gone", f"old {number}", "error") for number in range(12))
    lines = render(FindingReport((*old, DEAD)), "github").splitlines()
    assert lines[0].startswith(
        "::error file=bib/my refs.bib,line=8,col=2,title=not-found::doe2020: "
    )
    assert sum(line.startswith("::error") for line in lines) == 10
    assert lines[10:] == [
        "3 more findings are not annotated:",
        "old 9 [gone]",
        "old 10 [gone]",
        "old 11 [gone]",
    ]


def test_markdown_rows_stay_whole() -> None:
    row = next(
        line for line in render(REPORT, "markdown").splitlines() if "doe2020" in line
    )
    assert row.replace("\\|", "").count("|") == 6


def test_fingerprints_last_and_differ() -> None:
    moved = Finding("not-found", "another reason", key="doe2020", url=DEAD.url)
    assert moved.fingerprint == DEAD.fingerprint
    assert moved.fingerprint != GUARDED.fingerprint


def test_diagnostics_become_findings() -> None:
    found = from_diagnostics(
        [
            Diagnostic("bad-xml", "no end", "error", "a.xml", 3),
            Diagnostic("x", "y", "info"),
        ]
    )
    assert str(found[0]) == "a.xml:3: no end [bad-xml]"
    assert [each.judgement for each in found] == ["fail", "note"]
