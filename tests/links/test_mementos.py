"""Archived copies: suggested, shown as a diff, written into files, and into HTML as
Robust Links.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import attrs
import pytest

from csecrefs import Library
from csecrefs.links.archive import Capture, wayback
from csecrefs.links.link import Link
from csecrefs.links.mementos import copies, rewrite, suggest, with_memento, write_file
from csecrefs.links.queue import Pace, Politeness
from csecrefs.links.results import LinkReport
from csecrefs.links.run import CheckPlan, check_links
from csecrefs.model.memento import Memento, memento_of
from csecrefs.model.reference import Reference
from tests.links.conftest import LOCAL
from tests.links.site import Site, article, ok, status
from tests.links.test_cli import Run, run

__all__ = ["run"]

PAGE = "https://orchard.example/dates_b?x=1&y=2"
WHEN = datetime(2020, 5, 6, 7, 8, 9, tzinfo=UTC)
COPY = Capture(
    f"https://web.archive.example/web/20200506070809/{PAGE}", WHEN, "An Archive"
)
FOUND = {PAGE: COPY}


@pytest.mark.parametrize(
    ("path", "before", "new"),
    [
        (
            "a.bib",
            "%% kept\n@misc{one,\n  title = {One},\n  url   = {PAGE},\n}\n@string{a = {b}}\n",
            "  url   = {PAGE},\n  archive = {An Archive},\n  archive-url = {COPY},\n}",
        ),
        (
            "a.bib",
            '@misc{one, url="PAGE"}',
            'url="PAGE", archive="An Archive", archive-url="COPY"}',
        ),
        (
            "a.ris",
            "TY  - JOUR\r\nUR  - PAGE\r\nER  - \r\n",
            "UR  - PAGE\r\nDB  - An Archive\r\nAV  - COPY\r\nER",
        ),
        (
            "a.json",
            '[{"id":"one","URL":"PAGE","type":"webpage"}]',
            '"URL":"PAGE","archive":"An Archive","archive_location":"COPY","type"',
        ),
        (
            "a.json",
            '{"items": [\n  {"type" : "webpage",\n   "id" : "one",\n   "URL" : "PAGE"}\n]}',
            '"URL" : "PAGE",\n   "archive" : "An Archive",\n   "archive_location" : "COPY"}\n]}',
        ),
        (
            "a.yaml",
            "references:\n- id: one\n  title:   One  # why\n  URL: 'PAGE' # where\n  type: webpage\n",
            "# where\n  archive: An Archive\n  archive_location: COPY\n  type",
        ),
        (
            "a.yaml",
            "references:\n  - URL: PAGE\n    id: one\n    type: webpage\n",
            "  - URL: PAGE\n    archive: An Archive\n    archive_location: COPY\n    id: one",
        ),
        (
            "a.yaml",
            'references:\n- {id: one, URL: "PAGE", type: webpage}\n',
            '"PAGE", archive: "An Archive", archive_location: "COPY", type',
        ),
    ],
)
def test_the_fields_are_put_in_and_nothing_else(
    path: str, before: str, new: str
) -> None:
    before, new = (
        text.replace("PAGE", PAGE).replace("COPY", COPY.url) for text in (before, new)
    )
    written = rewrite(before.encode(), FOUND, path)
    after = written.text.decode()
    assert not written.problems
    assert new in after
    added = len(after) - len(before)
    start = next(
        place
        for place, (old, now) in enumerate(zip(before + "\0", after, strict=False))
        if old != now
    )
    assert any(
        after[:at] + after[at + added :] == before
        for at in range(start - 40, start + 1)
    )
    (reference,) = Library.parse(written.text)
    assert memento_of(reference) == Memento(PAGE, COPY.url, "2020-05-06")
    assert reference["archive"] == "An Archive"
    assert rewrite(written.text, FOUND, path).text == written.text


def test_what_is_there_stays() -> None:
    shelved = f"@misc{{one, url={{{PAGE}}}, archive={{A Library}}, archive_location={{MS 12}}}}\n"
    written = rewrite(shelved.encode(), FOUND, "a.bib")
    assert (written.text, written.done) == (shelved.encode(), {})
    assert "another place" in written.problems[0].message
    database = f"TY  - JOUR\nUR  - {PAGE}\nDB  - PubMed\nER  - \n"
    assert rewrite(database.encode(), FOUND, "a.ris").text.decode().count("DB  - ") == 1


def test_a_link_that_stands_in_several_records() -> None:
    text = f"TY  - JOUR\nTI  - A\nUR  - {PAGE}\nER  - \nTY  - JOUR\nTI  - B\nUR  - {PAGE}\nDB  - X\nER  - \n"
    after = rewrite(text.encode(), FOUND, "a.ris").text.decode()
    assert after.count("AV  - ") == 2
    assert after.count("DB  - ") == 2


def test_a_mention_elsewhere_is_no_place_for_it() -> None:
    text = f'[{{"id": "a", "type": "book", "note": "see {PAGE}", "URL": "{PAGE}"}}]'
    after = rewrite(text.encode(), FOUND, "a.json").text.decode()
    assert after.count('"archive"') == 1
    assert after.startswith(text[:-2])


def test_a_work_that_has_a_doi_alone() -> None:
    url = "https://doi.org/10.5555/orchard"
    copy = Capture(
        f"https://web.archive.example/web/20200506070809/{url}", WHEN, "An Archive"
    )
    for path, text in (
        ("a.json", '[{"id": "a", "type": "book", "DOI": "10.5555/orchard"}]'),
        ("a.ris", "TY  - BOOK\nDO  - https://doi.org/10.5555/orchard\nER  - \n"),
        ("a.yaml", "references:\n- id: a\n  type: book\n  DOI: 10.5555/orchard\n"),
        ("a.bib", "@book{a, doi={10.5555/orchard}}\n"),
    ):
        written = rewrite(text.encode(), {url: copy}, path)
        (reference,) = Library.parse(written.text)
        assert memento_of(reference) == Memento(url, copy.url, "2020-05-06"), path


def test_where_there_is_no_place_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"references:\n- id: one\n  type: webpage\n  URL: >-\n    {PAGE}\n")
    before = path.read_bytes()
    written = write_file(path, FOUND)
    assert path.read_bytes() == before
    assert [problem.code for problem in written.problems] == ["not-written"]


def test_formats_carry_the_copy_from_one_to_another() -> None:
    reference = with_memento(
        Reference("one", "webpage", {"URL": PAGE, "title": "One"}), FOUND
    )
    library = Library([reference])
    for format in ("biblatex", "bibtex", "csl-json", "csl-yaml", "ris"):
        (read,) = Library.parse(library.to(format))
        assert memento_of(read) == memento_of(reference), format
        assert read["archive"] == "An Archive"
    assert "archive-url = {https://web.archive.example/" in library.to("biblatex")
    (old,) = Library.parse(f"@misc{{one, url={{{PAGE}}}, archiveurl={{{COPY.url}}}}}")
    assert memento_of(old) == memento_of(reference)


@pytest.mark.parametrize(
    "location", ["", "Box 12", "ftp://x.example/", "javascript:alert(1)", "https://a b"]
)
def test_no_address_is_no_copy(location: str) -> None:
    assert (
        memento_of(
            Reference("a", "webpage", {"URL": PAGE, "archive_location": location})
        )
        is None
    )


def test_robust_links_in_html() -> None:
    reference = with_memento(
        Reference("one", "webpage", {"URL": PAGE, "title": "One"}), FOUND
    )
    bibliography = Library([reference]).bibliography(style="ieee")
    html = str(bibliography.to("html", links=True))
    page, copy = PAGE.replace("&", "&#38;"), COPY.url.replace("&", "&#38;")
    assert (
        f'<a href="{page}" data-originalurl="{page}" data-versionurl="{copy}" data-versiondate="2020-05-06">'
    ) in html
    assert "data-" not in str(bibliography.to("html"))


def test_robust_links_cannot_break_out() -> None:
    fields = {"URL": PAGE, "archive_location": 'https://x.example/"onclick="alert(1)'}
    html = str(
        Library([Reference("a", "webpage", fields)])
        .bibliography(style="ieee")
        .to("html", links=True)
    )
    assert "onclick=" not in html.replace("%22onclick=%22", "")


@pytest.fixture
def archive(site: Site) -> Site:
    """A site with a dead page, a living one, and an archive that has a copy of the dead
    one.
    """
    dead = f"{site.url}/dead"
    copy = f"{site.url}/web/20200506070809/{dead}"
    entry = f'<{copy}>; rel="memento"; datetime="{format_datetime(WHEN, usegmt=True)}"'
    site.routes |= {
        "/good": article("Good"),
        "/dead": status(404),
        "/robots.txt": status(404),
        f"/web/timemap/link/{dead}": ok(entry.encode(), kind="application/link-format"),
        f"/web/20200506070809/{dead}": article("Dead"),
        f"/save/{site.url}/good": status(
            200, b"kept", Content_Location=f"/web/2024/{site.url}/good"
        ),
    }
    return site


@pytest.fixture
def bib(archive: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSECREFS_WAYBACK", archive.url)
    path = tmp_path / "refs.bib"
    path.write_text(
        f"@misc{{good, title={{Good}}, url={{{archive.url}/good}}}}\n"
        f"@misc{{dead, title={{Dead}}, url={{{archive.url}/dead}}, urldate={{2020-05-01}}}}\n"
    )
    return path


def test_a_copy_is_proposed_as_a_diff(run: Run, bib: Path, archive: Site) -> None:
    before = bib.read_text()
    code, out, _ = run("check", "links", str(bib), "--suggest-archive")
    assert code == 1
    assert f"archived copy: {archive.url}/web/20200506070809/" in out
    added = [line for line in out.splitlines() if line.startswith("+@misc")]
    assert (
        len(added) == 1
        and f"archive-url={{{archive.url}/web/20200506070809/{archive.url}/dead}}"
        in added[0]
    )
    assert bib.read_text() == before


def test_a_copy_is_written_when_asked_for(run: Run, bib: Path, archive: Site) -> None:
    lines = bib.read_text().splitlines()
    _, out, err = run("check", "links", str(bib), "--write-archive", "--format", "json")
    after = bib.read_text().splitlines()
    assert after[0] == lines[0]
    assert after[1].startswith(lines[1][:-1])
    assert "archive-url=" in after[1] and "archive={127.0.0.1}" in after[1]
    assert json.loads(out)["links"][1]["archived_copy"].endswith("/dead")
    assert "is written" in err
    assert archive.asked(f"/save/{archive.url}/good") == 0


def test_saving_keeps_the_living_only(run: Run, bib: Path, archive: Site) -> None:
    archive.routes[f"/web/timemap/link/{archive.url}/dead"] = status(404)
    run("check", "links", str(bib), "--save", "--write-archive")
    assert archive.asked(f"/save/{archive.url}/good") == 1
    assert archive.asked(f"/save/{archive.url}/dead") == 0
    assert "archive-url={" in bib.read_text().splitlines()[0]


def test_what_shows_something_else_now_gets_a_copy_too(archive: Site) -> None:
    archive.routes["/dead"] = article("Best casino bonus")
    copy = f"/web/20200506070809/{archive.url}/dead"
    link = Link(
        f"{archive.url}/dead",
        titles=("Deep learning of graph widgets",),
        accessed="2020-05-06",
    )
    plan = CheckPlan(attrs.evolve(LOCAL, siblings=False), Politeness(Pace(0.0, 4)))
    report = check_links([link, Link("mailto:a@b.example")], plan)
    assert [row.verdict.code for row in report.rows] == [
        "content-changed",
        "unsupported",
    ]
    assert copies(suggest(report, plan, [wayback(archive.url)])) == {}, "another work"
    archive.routes[copy] = article("Deep learning of graph widgets")
    assert list(copies(suggest(report, plan, [wayback(archive.url)]))) == [link.url]
    assert copies(suggest(LinkReport(), plan, [])) == {}


def test_from_python(bib: Path, archive: Site) -> None:
    library, plan = Library.read(bib), CheckPlan(LOCAL, Politeness(Pace(0.0, 4)))
    report = suggest(library.check_links(plan), plan, [wayback(archive.url, "Own")])
    robust = library.with_mementos(report)
    assert robust["dead"]["archive"] == "Own"
    assert robust["good"] == library["good"]


@pytest.mark.parametrize("option", ["--fix", "--write-archive"])
def test_the_standard_input_cannot_be_written(run: Run, option: str) -> None:
    import click

    with pytest.raises(click.UsageError, match="standard input"):
        run("check", "links", "-", option)
