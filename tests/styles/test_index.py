"""The index of titles: its order, and a cache that is never seen stale or damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from csecrefs.storage import cache
from csecrefs.styles import index, places

STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text">
<info><title>{title}</title><id>x/{name}</id>{link}</info></style>"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of a few styles, and a cache folder of its own."""
    folder = tmp_path / "styles"
    (folder / "dependent").mkdir(parents=True)
    parent = (
        '<link rel="independent-parent" href="http://www.zotero.org/styles/review"/>'
    )
    for place, title, link in [
        ("review", "Review", ""),
        ("law-review", "Étude of the Law Review", ""),
        ("dependent/review-b", "Review B", parent),
        ("review-of-long-things", "Review of Long Things", ""),
    ]:
        text = STYLE.format(title=title, name=place, link=link)
        (folder / f"{place}.csl").write_text(text, encoding="utf-8")
    monkeypatch.setattr(places, "independent_styles", lambda: folder)
    monkeypatch.setattr(places, "own_styles", lambda: tmp_path / "own")
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "cache")
    index._installed.cache_clear()
    yield folder
    index._installed.cache_clear()


def names(query: str) -> list[str]:
    return [style.name for style in index.search(query)]


def again(query: str) -> list[str]:
    index._installed.cache_clear()
    return names(query)


def test_nearest_first(repository: Path) -> None:
    assert names("review") == [
        "review",
        "review-of-long-things",
        "review-b",
        "law-review",
    ]
    assert names("ETUDE law") == ["law-review"]
    assert names("nothing such") == []
    assert index.search("review b")[0].parent == "review"


def test_cache_is_used_and_follows_the_files(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "review" in names("review")
    cached = cache.folder() / "styles"
    before = cached.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(
            index, "read_header", None
        )  # calling it would fail: the cache serves
        assert again("law") == ["law-review"]
    (repository / "new-review.csl").write_text(
        STYLE.format(title="New", name="new", link="")
    )
    assert "new-review" in again("new")
    assert cached.read_bytes() != before


def test_damaged_cache_is_ignored(repository: Path) -> None:
    names("law")
    (cache.folder() / "styles").write_bytes(b"[" * 100_000)
    assert again("law") == ["law-review"]


def test_rows_of_another_shape_are_ignored(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(index.ListedStyle, "_fields", ("name", "title"))
        names("law")
    assert again("law") == ["law-review"]
    assert len(list(cache.folder().iterdir())) == 1


def test_unwritable_cache_costs_nothing_but_time(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "file" / "cache")
    assert again("law") == ["law-review"]


def test_a_broken_style_is_left_out(repository: Path) -> None:
    (repository / "broken.csl").write_text("<style", encoding="utf-8")
    assert again("broken") == [] and again("law") == ["law-review"]


def test_installed_repository() -> None:
    assert len(list(places.dependent_styles().glob("*.csl"))) > 1000
