"""Large libraries: what is kept in the cache is never stale and never a stranger's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from csecrefs import Library, ParseError
from csecrefs.document.results import row
from csecrefs.library import reading
from csecrefs.storage import cache

TEXT = """@article{doe2020, author={Doe, Jane}, title={Roses}, year=2020}
@book{roe2021, author={Roe, Ann and Smith, Al}, title={Tulips}, year=2021}
@book{roe2021, title={Again}}
@book{odd, title={Lilies}, date={nonsense}}
"""


@pytest.fixture(autouse=True)
def _small_is_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading, "LARGE", 1)
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "cache" / "made")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "refs.bib"
    path.write_text(TEXT, encoding="utf-8")
    return path


def _kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "libraries").iterdir())


def test_reads_what_a_small_file_gives(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lazy = [Library.read(file) for _ in range(2)]
    with monkeypatch.context() as patch:
        patch.setattr(reading, "LARGE", 1 << 30)
        eager = Library.read(file)
    for library in lazy:
        assert library.diagnostics == eager.diagnostics
        assert list(library) == list(eager)
        assert library.rows() == eager.rows() and library.rows() != []
        assert library.problems("odd") == eager.problems("odd") != []
    with pytest.raises(ParseError):
        Library.read(file, strict=True)


@pytest.mark.parametrize(
    ("text", "filters", "keys"),
    [
        ("smith", {}, ["roe2021"]),
        ("", {"year": 2020}, ["doe2020"]),
        ("tulips", {"author": "doe"}, []),
        ("roe tul", {"year": "2020-"}, ["roe2021"]),
        ("", {}, ["doe2020", "roe2021", "odd"]),
        ("", {"type": "book"}, ["roe2021", "odd"]),
        ("", {"type": ["book", "Article-Journal"]}, ["doe2020", "roe2021", "odd"]),
        ("roe", {"type": "book", "year": range(2000, 2030)}, ["roe2021"]),
        ("", {"author": "Smith"}, ["roe2021"]),
        ("", {"title": "smith"}, []),
        ("", {"author": ["doe", "roe"], "year": "2021"}, ["roe2021"]),
        ("", {"key": "roe"}, ["roe2021"]),
        ("", {"accessed": 2020}, []),
        ("", {"author": None, "title": ""}, ["doe2020", "roe2021", "odd"]),
    ],
)
def test_searches_the_same_again(
    file: Path, text: str, filters: dict[str, object], keys: list[str]
) -> None:
    for _ in range(3):
        found = Library.read(file).search(text, **filters)  # type: ignore[arg-type]
        assert list(found.keys()) == keys
        assert [each["key"] for each in found.rows()] == keys
        assert [each.id for each in found] == keys


def test_what_is_filtered_out_is_not_decoded(file: Path) -> None:
    Library.read(file).search("doe")
    library = Library.read(file)
    assert list(library.search(author="roe").keys()) == ["roe2021"]
    assert library.search(type="book", year=2021).rows()[0]["title"] == "Tulips"
    assert library._references["doe2020"].is_lazy


@pytest.mark.parametrize("sign", ["\x1f", "\0"])
def test_a_sign_between_cells_within_a_text(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "refs.bib"
    # Whatever begins with a NUL is no text.
    path.write_text(
        " " * 5000 + f"@book{{a, title={{Two{sign}2023{sign}parts}}, year=1999}}\n"
        "@book{b, title={One part}}",
        encoding="utf-8",
    )
    for _ in range(3):
        library = Library.read(path)
        rows = library.search("part").rows()
        assert [(each["key"], each["year"]) for each in rows] == [
            ("a", 1999),
            ("b", None),
        ]
        assert rows == [row(each) for each in library]
        assert list(library.search(year=1999).keys()) == ["a"]
        assert not library.search(year=2023)
        assert len(library.search(type="book")) == 2


def test_is_never_stale(file: Path) -> None:
    """An edit in place with the same size and time is seen."""
    before = file.stat()
    assert len(Library.read(file).search("roses").rows()) == 1
    file.write_text(TEXT.replace("Roses", "Pansy"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    library = Library.read(file)
    assert not library.search("roses")
    assert library.search("pansy").rows()[0]["title"] == "Pansy"
    assert library["doe2020"].title == "Pansy"


def test_an_edited_reference_is_found_by_its_new_text(file: Path) -> None:
    library = Library.read(file)
    assert library.search("roses")
    library.replace(library["doe2020"].evolve(title="Orchids"))
    assert not library.search("roses")
    assert library.search("orchids").rows()[0]["title"] == "Orchids"
    library.save()
    assert file.read_text(encoding="utf-8") == TEXT.replace("Roses", "Orchids")
    assert Library.read(file).search("orchids")


def test_a_damaged_cache_is_ignored(file: Path, tmp_path: Path) -> None:
    expected = [Library.read(file).search("smith").rows(), Library.read(file).rows()]
    for path in _kept(tmp_path):
        whole = path.read_bytes()
        for content in (b"", whole[:50], whole[:-3], b"x" * 300, whole + b"!"):
            path.write_bytes(content)
            library = Library.read(file)
            assert [library.search("smith").rows(), library.rows()] == expected
            assert library["doe2020"].title == "Roses"


@pytest.mark.parametrize("content", [b"", b"\0" * 30, b"[]", b"\0" * 7 + b"\2{}"])
def test_an_outline_that_is_none_is_ignored(file: Path, content: bytes) -> None:
    """Such a file has a right checksum: another program of ours wrote it."""
    Library.read(file)
    stamp = _stamp(file)
    for kind in ("outline", "known"):
        cache.keep(reading._name(kind, str(file)), stamp, content, "libraries")
    library = Library.read(file)
    assert library["doe2020"].title == "Roses"
    assert len(library.search("smith")) == 1


def _stamp(file: Path) -> bytes:
    large = reading.large_file(file.read_bytes(), str(file))
    assert large is not None
    return large.stamp


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no users there")
def test_the_cache_of_another_user_is_ignored(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Library.read(file)
    name, stamp = reading._name("outline", str(file)), _stamp(file)
    assert cache.load(name, stamp, "libraries") is not None
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    assert cache.load(name, stamp, "libraries") is None
    assert Library.read(file)["doe2020"].title == "Roses"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no users there")
def test_a_cache_that_others_may_write_is_ignored(file: Path, tmp_path: Path) -> None:
    Library.read(file)
    name, stamp = reading._name("outline", str(file)), _stamp(file)
    folder = tmp_path / "cache" / "libraries"
    folder.chmod(0o777)
    assert cache.load(name, stamp, "libraries") is None
    folder.chmod(0o755)
    assert cache.load(name, stamp, "libraries") is not None
    (folder / name).chmod(0o666)
    assert cache.load(name, stamp, "libraries") is None


def test_the_cache_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST", 6000)
    for number in range(12):
        path = tmp_path / f"{number}.bib"
        path.write_text(TEXT, encoding="utf-8")
        Library.read(path).search("roses")
    assert sum(each.stat().st_size for each in _kept(tmp_path)) <= 6000


def test_without_a_cache_all_works(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "folder", lambda: file / "no folder" / "made")
    for _ in range(2):
        assert len(Library.read(file).search("smith").rows()) == 1


def test_a_folder_of_large_and_other_files(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    (folder / "a.bib").write_text(TEXT, encoding="utf-8")
    (folder / "b.bib").write_text("@book{doe2020, title={Other}}", encoding="utf-8")
    (folder / "c.json").write_text('[{"id": "c", "type": "book", "title": "C"}]')
    library = Library.read(folder)
    assert list(library.keys()) == ["doe2020", "roe2021", "odd", "c"]
    said = [each.message for each in library.problems("doe2020")]
    assert any("key is used again" in each for each in said)
    assert library["doe2020"].title == "Roses"
