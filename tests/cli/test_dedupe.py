"""`csecrefs dedupe`: what it shows, and what it merges."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
BIB = """@book{a, title = {Lost Harbours of the Eastern Shore}, author = {Reis, Eva}, year = 2018}
@book{b, title = {Lost Harbours of the Eastern Shore}, author = {Reis, Eva}, year = 2018, publisher = {Quay}}
@article{c, title = {On the Tides of the Northern Bay}, author = {Doe, Jane}, year = 2001, journal = {Sea}}
@article{d, title = {On the Tides of the Northern Bay}, author = {Doe, Jane}, year = 2001, journal = {Sea}, volume = 3}
"""


@pytest.fixture
def run(invoke: Run, tmp_path: Path) -> Run:
    """Run in a folder with two works recorded twice."""
    (tmp_path / "refs.bib").write_text(BIB)
    return invoke


def test_it_shows_the_record_of_each_field(run: Run) -> None:
    code, out, _ = run("dedupe")
    assert code == 1
    assert "a = b\n" in out and "  publisher from b: Quay\n" in out
    assert "  title from a: Lost Harbours" in out and "  volume from d: 3\n" in out
    found = json.loads(run("dedupe", "--format", "json")[1])
    assert found[0]["origins"]["publisher"] == "b"


def test_diff_changes_nothing(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("dedupe", "--diff")
    assert code == 1 and out.startswith("--- refs.bib") and "\n-@book{b," in out
    assert (tmp_path / "refs.bib").read_text() == BIB


def test_only_some(run: Run, tmp_path: Path) -> None:
    assert run("dedupe", "--only", "b", "--write", "--yes")[0] == 0
    left = (tmp_path / "refs.bib").read_text()
    assert "{b," not in left and "publisher" in left and "{d," in left
    assert run("dedupe", "--only", "x")[0] == 2


def test_it_asks_on_a_terminal(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import click

    answers = iter([True, False])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "confirm", lambda *_, **__: next(answers))
    assert run("dedupe", "--write")[0] == 1
    left = (tmp_path / "refs.bib").read_text()
    assert "{b," not in left and "{d," in left


def test_cross_references_follow_the_record_that_stays(
    run: Run, tmp_path: Path
) -> None:
    """An entry keeps the fields that it takes from a record that is merged away."""
    child = "@inbook{e, author = {Moe, Ann}, title = {On Piers}, crossref = {%s}}\n"
    other = "@misc{f, title = {Unlike}, xdata = {c}, related = {c,b}}\n"
    text = child % "B" + other + BIB
    (tmp_path / "refs.bib").write_text(text)

    assert run("dedupe", "--write", "--yes")[0] == 0
    left = (tmp_path / "refs.bib").read_text()
    assert child % "a" in left
    assert "related = {c,a}" in left and "{b," not in left

    assert run("dedupe", "--undo")[0] == 0
    assert (tmp_path / "refs.bib").read_text() == text
