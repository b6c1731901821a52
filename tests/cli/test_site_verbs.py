"""`site` and `browse`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from csecrefs.library.publishing import stamp

Run = Callable[..., tuple[int, str, str]]
BIB = "@book{roe2018, title={Harbours}, author={Roe, Ann}, year=2018, url={https://example.org/h}}\n"


@pytest.fixture
def run(invoke: Run, tmp_path: Path) -> Run:
    (tmp_path / "refs.bib").write_text(BIB)
    return invoke


def test_site_writes_a_folder(run: Run, tmp_path: Path) -> None:
    code, out, err = run(
        "site",
        "-o",
        "public",
        "--style",
        "apa",
        "--style",
        "ieee",
        "--title",
        "Ours",
        "--language",
        "ro",
    )
    assert (code, out) == (0, "") and "1 reference in public" in err
    page = (tmp_path / "public" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="ro">' in page and '<h1 id="heading-text">Ours</h1>' in page
    assert run("site", "-o", "public")[0] == 0


def test_site_says_why_it_could_not(run: Run, tmp_path: Path) -> None:
    assert run("site")[0] == 2
    assert "no-such" in run("site", "-o", "public", "--style", "no-such")[2]
    code, _, err = run("site", "-o", "public", "--history", "none.sqlite")
    assert code == 2 and "none.sqlite: there is no such link history" in err
    (tmp_path / "file").write_text("x")
    code, _, err = run("site", "-o", "file")
    assert code == 2 and "file: it is no folder" in err
    assert "Traceback" not in err


def test_the_history_marks_dead_links(run: Run, tmp_path: Path) -> None:
    from csecrefs.links.due import Record
    from csecrefs.links.history import History
    from csecrefs.links.verdict import Verdict

    with History(tmp_path / "links.sqlite") as history:
        verdict = Verdict("https://example.org/h", "not-found", "404 Not Found", 404)
        history.write(
            Record(verdict=verdict, state="dead", checked=1.7e9, since=1.6e9), None
        )
    assert run("site", "-o", "public", "--history", "links.sqlite")[0] == 0
    assert '"mark":{"values":["dead"]' in (
        tmp_path / "public" / "index.html"
    ).read_text(encoding="utf-8")


def test_browse_builds_in_a_temporary_folder(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    code, out, _ = run("browse", "--once")
    assert code == 0 and opened == [out.strip()]
    page = Path(unquote(urlparse(out.strip()).path))
    assert "Harbours" in page.read_text(encoding="utf-8")
    for file in page.parent.iterdir():
        file.unlink()
    page.parent.rmdir()


def test_browse_builds_again_and_cleans_up(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[Path] = []
    texts: list[str] = []
    changes = iter(["@book{roe2018, title={New harbours}, year=2018}\n", "", BIB, None])
    monkeypatch.setattr(
        "webbrowser.open", lambda url: pages.append(Path(unquote(urlparse(url).path)))
    )

    def pause(_: float) -> None:
        texts.append(pages[0].read_text(encoding="utf-8"))
        change = next(changes)
        if change is None:
            raise KeyboardInterrupt
        (tmp_path / "refs.bib").write_text(change)

    monkeypatch.setattr("csecrefs.cli.browse.time.sleep", pause)
    code, _, err = run("browse", "refs.bib")
    assert code == 130 and err.count("built again") == 2 and "refs.bib" in err
    assert ["New harbours" in each for each in texts] == [False, True, True, False]
    assert not pages[0].parent.exists()


def test_a_stamp_changes_with_the_files(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_text(BIB)
    before = stamp([tmp_path])
    assert stamp([tmp_path]) == before
    os.utime(file, (time.time() + 5, time.time() + 5))
    assert stamp([tmp_path]) != before
    again = stamp([tmp_path])
    (tmp_path / "more.bib").write_text(BIB)
    assert stamp([tmp_path]) != again
    assert stamp(["-"]) == stamp([])
