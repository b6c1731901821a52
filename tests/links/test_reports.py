"""Reports in every format, from one run with every kind of row, hostile texts among
them.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import attrs
import pytest
from lxml import etree

from csecrefs.errors import FormatError
from csecrefs.links.archive import Capture
from csecrefs.links.due import DAY, Cadence, Record, advance
from csecrefs.links.history import History, Visit
from csecrefs.links.link import Link
from csecrefs.links.report import FORMATS, render
from csecrefs.links.report.figures import figures
from csecrefs.links.results import LinkReport, LinkResult
from csecrefs.links.survival import Lifetime, estimate
from csecrefs.links.trends import Trends, lifetime, read
from csecrefs.links.verdict import Hop, Verdict

NASTY = "</script><script>alert(1)</script>\"'&\x1b[31m\x00"


def row(
    code: str, name: str, newly: bool = False, copy: Capture | None = None
) -> LinkResult:
    url = f"https://{name}.example.org/a?b=1&c=2"
    verdict = Verdict(
        url, code, f"reason {name}", 200, (Hop(url, 301),), url, url, seconds=0.5
    )
    link = Link(url, key=f"key-{name}", path="bib/a b.bib", line=7)
    return LinkResult(
        link,
        verdict,
        advance(None, verdict, 1.7e9, Cadence(jitter=0)),
        newly_broken=newly,
        copy=copy,
    )


COPY = Capture(
    "https://web.archive.org/web/2020/https://x.example/",
    datetime(2020, 1, 1, tzinfo=UTC),
    "IA",
)
REPORT = LinkReport(
    (
        row("ok", "alive"),
        row("not-found", "dead", newly=True, copy=COPY),
        row("redirected-permanent", "moved"),
        row("blocked", "guarded"),
        LinkResult(
            Link(f"javascript:alert(1)//{NASTY}", key=NASTY, path="x,y:z.bib"),
            Verdict("javascript:", "unsupported", NASTY),
            Record(verdict=Verdict("javascript:", "unsupported"), state="uncertain"),
        ),
    ),
    started=1.7e9,
)
SURVIVAL = estimate([Lifetime(year / 10, year / 10 + 0.1) for year in range(100)])
TRENDS = Trends((1.6e9, 1.65e9, 1.7e9), (1.0, 0.9, 0.8), SURVIVAL)


def test_text_names_what_needs_doing() -> None:
    text = render(REPORT, "text")
    assert "key-dead: https://dead.example.org/a?b=1&c=2" in text
    assert "[newly broken]" in text
    assert "archived copy: https://web.archive.org/web/2020/" in text
    assert "key-alive" not in text
    assert (
        "5 links: 2 working, 1 broken, 2 uncertain, 1 moved, 5 asked for now, 1 newly broken"
        in text
    )
    assert "\x1b" not in text


def test_json_holds_every_row() -> None:
    whole = json.loads(render(REPORT, "json"))
    lines = [json.loads(line) for line in render(REPORT, "jsonl").splitlines()]
    assert whole["links"] == lines
    assert [line["verdict"] for line in lines] == [
        found.verdict.code for found in REPORT.rows
    ]
    assert lines[1]["newly_broken"] is True
    assert lines[0]["checked"] == "2023-11-14T22:13:20+00:00"


JUNIT_SCHEMA = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <xs:complexType name="told"><xs:simpleContent><xs:extension base="xs:string">
  <xs:attribute name="message" type="xs:string"/><xs:attribute name="type" type="xs:string" use="required"/>
 </xs:extension></xs:simpleContent></xs:complexType>
 <xs:complexType name="case">
  <xs:choice minOccurs="0">
   <xs:element name="skipped"/><xs:element name="error" type="told"/><xs:element name="failure" type="told"/>
  </xs:choice>
  <xs:attribute name="name" type="xs:token" use="required"/>
  <xs:attribute name="classname" type="xs:token" use="required"/>
  <xs:attribute name="time" type="xs:decimal" use="required"/>
 </xs:complexType>
 <xs:complexType name="suite">
  <xs:sequence>
   <xs:element name="properties"><xs:complexType><xs:sequence>
    <xs:element name="property" maxOccurs="unbounded"><xs:complexType>
     <xs:attribute name="name" type="xs:token" use="required"/>
     <xs:attribute name="value" type="xs:string" use="required"/>
    </xs:complexType></xs:element>
   </xs:sequence></xs:complexType></xs:element>
   <xs:element name="testcase" type="case" minOccurs="0" maxOccurs="unbounded"/>
   <xs:element name="system-out" type="xs:string"/><xs:element name="system-err" type="xs:string"/>
  </xs:sequence>
  <xs:attribute name="name" type="xs:token" use="required"/>
  <xs:attribute name="package" type="xs:token" use="required"/>
  <xs:attribute name="id" type="xs:int" use="required"/>
  <xs:attribute name="hostname" type="xs:token" use="required"/>
  <xs:attribute name="timestamp" type="xs:dateTime" use="required"/>
  <xs:attribute name="tests" type="xs:int" use="required"/>
  <xs:attribute name="failures" type="xs:int" use="required"/>
  <xs:attribute name="errors" type="xs:int" use="required"/>
  <xs:attribute name="skipped" type="xs:int"/>
  <xs:attribute name="time" type="xs:decimal" use="required"/>
 </xs:complexType>
 <xs:element name="testsuites"><xs:complexType><xs:sequence>
  <xs:element name="testsuite" type="suite" minOccurs="0" maxOccurs="unbounded"/>
 </xs:sequence></xs:complexType></xs:element>
</xs:schema>
"""
"""What readers of JUnit XML agree on: what Ant requires, and Jenkins allows."""


@pytest.mark.parametrize("report", [REPORT, LinkReport()])
def test_junit_is_valid(report: LinkReport) -> None:
    schema = etree.XMLSchema(etree.fromstring(JUNIT_SCHEMA))
    schema.assertValid(etree.fromstring(render(report, "junit").encode()))


def test_junit_counts() -> None:
    root = ElementTree.fromstring(render(REPORT, "junit"))
    suite = root[0]
    assert (root.tag, suite.tag) == ("testsuites", "testsuite")
    assert {
        name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")
    } == {
        "tests": "5",
        "failures": "1",
        "errors": "0",
        "skipped": "2",
    }
    assert len(suite.findall("testcase")) == 5
    assert len(suite.findall("testcase/failure")) == 1


def test_sarif_rules_and_places() -> None:
    log = json.loads(render(REPORT, "sarif"))
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert log["version"] == "2.1.0"
    assert rules == ["blocked", "not-found", "redirected-permanent", "unsupported"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "bib/a%20b.bib"},
        "region": {"startLine": 7},
    }


def test_github_annotations_are_one_line_each() -> None:
    lines = render(REPORT, "github").splitlines()
    assert [line.partition(" ")[0] for line in lines] == [
        "::error",
        "::warning",
        "::warning",
        "::notice",
    ]
    assert lines[0].startswith(
        "::error file=bib/a b.bib,line=7,title=not-found::key-dead: https://dead"
    )
    assert "file=x%2Cy%3Az.bib" in lines[2]


def test_markdown_tables_stay_whole() -> None:
    nasty = LinkReport((row("gone", "x|y\n# no"),))
    lines = render(nasty, "markdown").splitlines()
    cells = [line for line in lines if line.startswith("| bib")]
    assert len(cells) == 1
    assert len(re.findall(r"(?<!\\)\|", cells[0])) == 6


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [
            f"{name}={value}"
            for name, value in attrs
            if name in ("src", "srcset", "data", "href")
        ]


def test_the_page_escapes_everything_and_loads_nothing() -> None:
    text = render(REPORT, "html", TRENDS)
    found = Elements()
    found.feed(text)
    assert found.tags.count("script") == 1
    assert found.tags.count("svg") == 3
    assert found.tags.count("button") >= 3
    assert "alert(1)</script>" not in text
    assert all(load.startswith("href=https://") for load in found.loads)
    assert "Half-life" in text


def test_no_server_answered() -> None:
    silent = LinkReport(REPORT.rows, network=False, complete=False)
    for name in ("text", "markdown", "html", "junit"):
        assert "network may be at fault" in render(silent, name)


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://a b/", "", "http://x/\ufffe", "//", "http://%/"]
)
@pytest.mark.parametrize("name", FORMATS)
def test_no_url_stops_a_report(name: str, url: str) -> None:
    odd = LinkResult(
        Link(url, key="k"),
        Verdict(url, "invalid-url", "no host"),
        Record(verdict=Verdict(url, "invalid-url"), state="dead"),
    )
    assert "invalid-url" in render(LinkReport((odd,)), name).encode().decode()


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_report_is_a_report(name: str) -> None:
    assert isinstance(render(LinkReport(), name), str)


def test_an_unknown_format() -> None:
    with pytest.raises(FormatError, match="no report format 'docx'"):
        render(LinkReport(), "docx")


def test_notebooks_show_a_table() -> None:
    assert REPORT._repr_html_().count('<div class="head">') == 5


CHROMIUM = (
    shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)


def opened(path: Path, width: int = 1280) -> str:
    """The page as Chromium has it after loading the file."""
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--window-size={width},900",
        "--dump-dom",
    ]
    command += [f"--user-data-dir={path.parent}", path.as_uri()]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=True
    ).stdout


PROBE = """
<script>
window.addEventListener('load', function () {
  function shown() { return Array.from(document.querySelectorAll('ul.findings>li')).filter(function (row) {
    return !row.hidden && !row.closest('details:not([open])'); }).map(function (row) {
    return /key-[a-z]+/.exec(row.querySelector('.place').textContent)[0]; }); }
  var seen = [shown()];
  var search = document.getElementById('search');
  search.value = 'DEAD reason'; search.dispatchEvent(new Event('input')); seen.push(shown());
  search.value = ''; search.dispatchEvent(new Event('input'));
  var only = document.getElementById('only');
  only.value = 'open'; only.dispatchEvent(new Event('change')); seen.push(shown());
  document.execCommand = function () { return true; };
  Object.defineProperty(window, 'isSecureContext', {value: false});
  document.querySelector('button[data-copy]').click();
  seen.push(document.querySelector('button[data-copy]').textContent);
  seen.push(document.documentElement.scrollWidth <= window.innerWidth);
  document.title = JSON.stringify(seen);
});
</script>
"""


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to open the page in")
@pytest.mark.parametrize("width", [1280, 500])
def test_a_browser_searches_and_copies_on_the_page(tmp_path: Path, width: int) -> None:
    """Opened as a file; the policy is lifted for the probe alone."""
    text = render(LinkReport(REPORT.rows[:4], started=1.7e9), "html", TRENDS)
    probed = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    path = tmp_path / "links.html"
    probed = probed.replace("</body>", PROBE + "</body>")
    path.write_text(probed, encoding="utf-8")
    dom = opened(path, width)
    title = re.search(r"<title>(.*?)</title>", dom)
    assert title
    first = ["key-dead", "key-guarded", "key-moved"]
    assert json.loads(title[1]) == [
        first,
        ["key-dead"],
        ["key-guarded"],
        "Copied",
        True,
    ]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to open the page in")
def test_the_pages_own_script_runs_under_its_policy(tmp_path: Path) -> None:
    path = tmp_path / "links.html"
    path.write_text(render(REPORT, "html", TRENDS), encoding="utf-8")
    dom = opened(path)
    assert ">5 of 5</output>" in dom


def record(**fields: object) -> Record:
    return Record(verdict=Verdict("u", "ok"), state="alive", **fields)  # type: ignore[arg-type]


def test_lifetimes() -> None:
    year = 365.25 * DAY
    assert lifetime(record(first_seen=0.0, last_ok=year), None) == Lifetime(1.0)
    assert lifetime(
        record(first_seen=10 * year, last_ok=11 * year), 5 * year
    ) == Lifetime(6.0)
    gone = Verdict("u", "gone")
    dead = Record(
        verdict=gone, state="dead", first_seen=0.0, last_ok=year, first_failure=2 * year
    )
    assert lifetime(dead, None) == Lifetime(1.0, 2.0)
    never = Record(
        verdict=gone, state="dead", first_seen=10 * year, first_failure=10 * year
    )
    assert lifetime(never, None) is None
    assert lifetime(never, 4 * year) == Lifetime(0.0, 6.0)


def test_trends_of_a_history(tmp_path: Path) -> None:
    with History(tmp_path / "h.sqlite") as history:
        for number in range(4):
            url = f"https://{number}.example/"
            alive = Record(
                verdict=Verdict(url, "ok"),
                state="alive",
                checked=900 * DAY,
                last_ok=900 * DAY,
            )
            history.write(alive, Visit(url, 0.0, None, "ok", "alive", "ok"))
            if number == 0:
                dead = attrs.evolve(
                    alive,
                    verdict=Verdict(url, "gone"),
                    state="dead",
                    last_ok=400 * DAY,
                    first_failure=430 * DAY,
                )
                history.write(
                    dead, Visit(url, 440 * DAY, 430 * DAY, "broken", "dead", "gone")
                )
        trends = read(history)
    assert trends.shares[0] == 1.0
    assert trends.shares[-1] == 0.75
    assert (trends.survival.links, trends.survival.deaths) == (4, 1)


def test_an_odd_spelling_that_works_is_a_proposal() -> None:
    url = "https://example.org/~doe"
    link = Link(
        url, key="doe", path="r.bib", line=3, written=r"https://example.org/\~{}doe"
    )
    verdict = Verdict(url, "ok")
    odd = LinkResult(link, verdict, Record(verdict=verdict, state="alive"))
    text = render(LinkReport((odd,)), "text")
    assert "r.bib:3: doe: https://example.org/~doe" in text
    assert "next: write https://example.org/~doe in URL of doe" in text


def test_a_curve_is_drawn_only_of_more_than_two_weeks() -> None:
    day = 86400.0
    short, long = (Trends((0.0, span * day), (1.0, 0.5)) for span in (1, 30))
    assert figures(LinkReport(), short) == ()
    assert "Alive over time" in "".join(figures(LinkReport(), long))
