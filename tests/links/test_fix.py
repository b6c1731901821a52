"""Permanent redirects rewritten in files: those, and not one other byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from csecrefs.links.collect import collect
from csecrefs.links.due import Record
from csecrefs.links.fix import fix_file, moves, rewrite
from csecrefs.links.link import Link
from csecrefs.links.results import LinkResult
from csecrefs.links.target import is_worth_keeping
from csecrefs.links.verdict import Verdict
from csecrefs.model.date import Date
from csecrefs.model.name import Name
from csecrefs.model.place import Place
from csecrefs.model.reference import Reference

OLD, NEW = "http://old.example/a_b?x=1&y=2", "https://new.example/c_d?x=1&y=2"

BIB = r"""% a comment that names http://old.example/a_b?x=1&y=2
@misc{one,  Title = {One},
   URL={http://old.example/a_b?x=1&y=2},	note = "kept  as it is" }
@misc{two, title = {Two}, url = "http://old.example/a_b?x=1&y=2/more"}
@misc{three, title = {Three}, url = {http://old.example/a\_b?x=1\&y=2}}
"""


def test_bibtex() -> None:
    after, done, problems = rewrite(BIB.encode(), {OLD: NEW}, "refs.bib")
    assert done == {OLD: NEW}
    assert not problems
    lines, before = after.decode().splitlines(), BIB.splitlines()
    assert lines[2] == before[2].replace(OLD, NEW)
    assert (
        lines[4]
        == r"@misc{three, title = {Three}, url = {https://new.example/c\_d?x=1\&y=2}}"
    )
    assert lines[1] == before[1]
    assert lines[3] == before[3]


@pytest.mark.parametrize(
    ("path", "text", "wanted"),
    [
        ("a.ris", "TY  - JOUR\r\nTI  - One\r\nUR  - {}\r\nER  - \r\n", {}),
        (
            "a.json",
            '[ {{"id":"one", "type": "webpage",\n "title":"One", "URL" : "{}" }} ]',
            {},
        ),
        (
            "a.json",
            '[{{"id": "one", "type": "webpage", "URL": "{}"}}]',
            {"slash": True},
        ),
        (
            "a.yaml",
            "references:\n- id: one\n  type: webpage\n  title:   One  # why\n  URL: {}\n",
            {},
        ),
        ("a.yaml", "references:\n- id: one\n  type: webpage\n  URL: '{}'  # why\n", {}),
    ],
)
def test_other_formats(path: str, text: str, wanted: dict[str, bool]) -> None:
    def spelled(url: str) -> str:
        return url.replace("/", "\\/") if wanted else url

    after, done, problems = rewrite(
        text.format(spelled(OLD)).encode(), {OLD: NEW}, path
    )
    assert not problems
    assert done
    assert after.decode() == text.format(spelled(NEW))


def test_a_mention_in_another_field_stays() -> None:
    text = f"@misc{{one, title={{One}}, url={{{OLD}}}, abstract={{Formerly at {OLD} only.}}}}\n"
    after, done, _ = rewrite(text.encode(), {OLD: NEW}, "refs.bib")
    assert done == {OLD: NEW}
    assert after.decode() == text.replace(f"url={{{OLD}}}", f"url={{{NEW}}}")


def test_a_file_without_the_url_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("@misc{one, title={One}}")
    before = path.stat().st_mtime_ns
    assert fix_file(path, {OLD: NEW}) == ({}, ())
    assert path.stat().st_mtime_ns == before


def test_a_file_is_rewritten_in_place(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_bytes(BIB.encode())
    fix_file(path, {OLD: NEW})
    assert path.read_bytes() == rewrite(BIB.encode(), {OLD: NEW}, "refs.bib")[0]


def row(code: str, old: str, new: str | None, field: str = "URL") -> LinkResult:
    verdict = Verdict(old, code, permanent_url=new)
    return LinkResult(
        Link(old, field=field), verdict, Record(verdict=verdict, state="alive")
    )


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (row("redirected-permanent", OLD, NEW), {OLD: NEW}),
        (row("redirected-temporary", OLD, NEW), {OLD: NEW}),
        (row("redirected-permanent", OLD + "#s", NEW), {OLD + "#s": NEW + "#s"}),
        (row("redirected-permanent", "https://a.example/", "http://a.example/x"), {}),
        (row("redirected-permanent", OLD, "https://a.example/x;jsessionid=12"), {}),
        (row("redirected-permanent", OLD, NEW, "DOI"), {}),
        (row("not-found", OLD, NEW), {}),
        (row("ok", OLD, None), {}),
    ],
)
def test_what_is_rewritten(found: LinkResult, wanted: dict[str, str]) -> None:
    assert moves([found]) == wanted


def test_links_of_references() -> None:
    reference = Reference(
        "doe2020",
        "webpage",
        {
            "title": "A <i>page</i>",
            "URL": "https://x.example/a",
            "DOI": "10.5555/ABC",
            "author": (Name("Doe", "Jane"),),
            "accessed": Date((2020, 1, 2)),
            "issued": Date((2019,)),
        },
        place=Place("a.bib", 1, {"DOI": 2, "URL": 3}),
    )
    url, doi = collect([reference])
    assert (url.url, url.field, url.line, url.accessed, url.issued) == (
        "https://x.example/a",
        "URL",
        3,
        "2020-01-02",
        "2019",
    )
    assert (doi.url, doi.field, doi.line, doi.authors) == (
        "https://doi.org/10.5555/abc",
        "DOI",
        2,
        ("Doe",),
    )


def test_half_a_character_is_replaced() -> None:
    (link,) = collect(
        [
            Reference(
                "a\ud800",
                "webpage",
                {"URL": "http://x.example/\udc00", "title": "\ud83d\ude00"},
            )
        ]
    )
    assert (link.key, link.url, link.titles) == (
        "a\ufffd",
        "http://x.example/\ufffd",
        ("\U0001f600",),
    )


@pytest.mark.parametrize(
    "url",
    ["https://doi.org/10.5555/abc", "http://dx.doi.org/10.5555/ABC", "doi:10.5555/abc"],
)
def test_a_url_that_is_the_doi_is_one_link(url: str) -> None:
    links = collect([Reference("a", "article", {"URL": url, "DOI": "10.5555/abc"})])
    assert [link.field for link in links] == ["DOI"]
    alone = collect([Reference("a", "article", {"URL": url})])
    assert [link.url.endswith("10.5555/abc") or link.url == url for link in alone] == [
        True
    ]


@pytest.mark.parametrize(
    "new",
    ["/b?osCsid=ab12", "/b?zenid=ab12", "/b?mc_cid=1", "/b?mtm_campaign=1", "/b?_hsenc=1",
     "/b?wt_mc=x", "/b?at_medium=1", "/b?ref=x", "/b?SAMLRequest=x", "/b?sessid=1",
     "/(S(abc123def456ghi789jkl0))/b", "/b?srsltid=x", "/b?dclid=1", "/b?casa_token=x",
     "/b?needAccess=true", "/b?cookie_check=1", "/b#utm_source=x", "/b?_gl=1*abc",
     "/b?s=0123456789abcdef0123456789abcdef"],
)  # fmt: skip
def test_what_says_who_came_is_not_written(new: str) -> None:
    assert not is_worth_keeping("http://h.example/a", f"http://h.example{new}")


@pytest.mark.parametrize(
    "new", ["/b?id=12", "/b?page=2", "/b?lang=en", "/b?gallery=3", "/b?pkg=x", "/b#abstract",
            "/b?time=1623456789", "/b?wtf=1", "/b?mcq=4"],
)  # fmt: skip
def test_what_says_what_is_there_is_written(new: str) -> None:
    assert is_worth_keeping("http://h.example/a", f"http://h.example{new}")
    assert not is_worth_keeping(f"http://h.example{new}", f"http://h.example{new}")
