"""Edits of a library, and saving them into the files the references came from."""

from __future__ import annotations

import multiprocessing
import random
import time
from pathlib import Path

import pytest

import csecrefs as cr
from csecrefs.errors import ChangedFileError, FieldError, InputError, NotFoundError
from csecrefs.storage.changes import FileChange, locked, write_all

BIB = """% a comment
@string{j = "Journal of X"}
@preamble{"\\newcommand{\\x}{y}"}
@Article{doe2020,
  author    = "Doe, Jane",
  title     = {On {New} \\emph{Things}},
  journal   = j,
  year      = 2020,
  note = {keep   me},
}

@book{parent, title={Whole}, year={1999}, editor={Ed Itor}}
@incollection{child, crossref={parent}, title={Part}, author={X Y}}

@comment{jabref-meta: groups: 1 A;}
"""


NO_OTHERS: tuple[cr.Reference, ...] = ()


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    path = tmp_path / "refs.bib"
    path.write_text(BIB, encoding="utf-8")
    return path


def test_an_edit_changes_its_fields_and_no_other_byte(bib: Path) -> None:
    lib = cr.Library.read(bib)
    lib.replace(lib["doe2020"].evolve(year=2021, container_title="New", volume=3))
    assert lib["doe2020"].year == 2021
    (change,) = lib.changes()
    assert bib.read_text() == BIB and "+  year      = 2021," in change.diff()
    assert lib.save() == [change]
    after = BIB.replace("year      = 2020,", "year      = 2021,")
    after = after.replace("journal   = j,", "journal   = {New},")
    after = after.replace("keep   me},", "keep   me},\n  volume    = {3},")
    assert bib.read_text() == after
    assert lib.save() == [] and lib.diagnostics == ()
    assert cr.Library.read(bib)["doe2020"] == lib["doe2020"]


def test_markup_stays_where_it_is_not_edited(bib: Path) -> None:
    lib = cr.Library.read(bib)
    lib.replace(lib["doe2020"].evolve(title=lib["doe2020"].title, note=None))
    lib.save()
    assert bib.read_text() == BIB.replace("  note = {keep   me},\n", "")


def test_removing_renaming_and_inserting(bib: Path) -> None:
    lib = cr.Library.read(bib)
    assert lib.remove("doe2020").year == 2020
    assert "doe2020" not in lib and lib.rename("parent", "whole").id == "whole"
    lib.insert(cr.Reference("new", "article-journal", title="T", container_title="J"))
    assert list(lib.keys()) == ["whole", "child", "new"]
    lib.save()
    text = bib.read_text()
    assert "doe2020" not in text and "journal={J}" in text
    assert "@book{whole, title={Whole}" in text and "crossref={whole}" in text
    assert text.startswith(BIB[: BIB.index("@Article")])
    assert text.endswith("@comment{jabref-meta: groups: 1 A;}\n")
    again = cr.Library.read(bib)
    assert again["child"].container_title == "Whole"
    assert lib.save() == [] and list(again.keys()) == ["whole", "child", "new"]


def test_an_edit_of_the_type(bib: Path) -> None:
    lib = cr.Library.read(bib)
    lib["parent"] = lib["parent"].evolve(type="report")
    lib.save()
    assert "@techreport{parent, title={Whole}" in bib.read_text()


def test_what_others_wrote_stays(bib: Path) -> None:
    lib = cr.Library.read(bib)
    lib.replace(lib["doe2020"].evolve(volume=3))
    theirs = BIB.replace("Part", "Their part") + "@book{more, title={M}}\n"
    bib.write_text(theirs)
    lib.save()
    text = bib.read_text()
    assert "Their part" in text and "@book{more" in text and "volume" in text


def test_an_entry_that_both_changed_is_refused_with_the_difference(bib: Path) -> None:
    lib = cr.Library.read(bib)
    lib.replace(lib["doe2020"].evolve(volume=3))
    bib.write_text(theirs := BIB.replace("= 2020", "= 1999"))
    with pytest.raises(ChangedFileError, match="doe2020 was changed on disk") as caught:
        lib.save()
    assert "1999" in caught.value.diff and bib.read_text() == theirs
    bib.write_text(theirs.replace("@Article{doe2020", "@Article{other"))
    with pytest.raises(ChangedFileError, match="doe2020 is no longer there"):
        lib.save()
    bib.unlink()
    with pytest.raises(InputError):
        lib.save()


def test_write_over_a_source_is_refused(bib: Path, tmp_path: Path) -> None:
    lib = cr.Library.read(bib)
    link = tmp_path / "link.bib"
    link.symlink_to(bib)
    for path in (bib, str(bib), link):
        with pytest.raises(InputError, match=r"overwrite=True"):
            lib.write(path)
    for part in (lib.search("x"), lib + NO_OTHERS):
        with pytest.raises(InputError, match="overwrite"):
            part.write(bib)
    assert bib.read_text() == BIB
    lib.write(tmp_path / "copy.bib")
    lib.write(bib, overwrite=True)
    assert bib.read_text() == (tmp_path / "copy.bib").read_text() != BIB


def test_misuse(bib: Path) -> None:
    lib = cr.Library.read(bib)
    with pytest.raises(NotFoundError, match="did you mean doe2020"):
        lib.replace(lib["doe2020"].evolve(id="doe202"))
    with pytest.raises(InputError, match="another reference has this key"):
        lib.insert(lib["doe2020"].evolve(id="parent"))
    with pytest.raises(InputError, match="another reference has this key"):
        lib.rename("doe2020", "parent")
    for key in ("a b", "a,b", "", "a{b", 5):
        with pytest.raises(FieldError, match="citation key"):
            lib.rename("doe2020", key)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        lib.remove("nobody")
    with pytest.raises(FieldError, match="no Reference"):
        lib.replace({"id": "a"})  # type: ignore[arg-type]
    with pytest.raises(InputError, match="read from no file"):
        cr.Library([lib["child"]]).save()
    assert lib.save() == []


def test_two_libraries_together(bib: Path, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text('[{"id": "doe2020", "type": "book"}]')
    lib = cr.Library.read(bib)
    both = lib + cr.Library.read(tmp_path / "b.json")
    assert len(both) == 4 and len(lib) == 3
    assert [each.code for each in both.diagnostics] == ["missing-year", "renamed-key"]
    more = lib + cr.Reference("poe", "book", title="P")
    more.save()
    assert "@book{poe," in bib.read_text() and "poe" not in lib


def test_a_document_keeps_the_references_of_its_time(bib: Path) -> None:
    lib = cr.Library.read(bib)
    document = lib.document()
    lib.replace(lib["doe2020"].evolve(year=1850))
    lib.remove("child")
    assert "2020" in str(document.cite("doe2020")) and document.cite("child")
    assert "1850" in str(lib.cite("doe2020"))


def test_a_part_is_saved_to_the_same_file(bib: Path) -> None:
    part = cr.Library.read(bib).search(type="book")
    part.replace(part["parent"].evolve(title="Better"))
    part.save()
    assert bib.read_text() == BIB.replace("{Whole}", "{Better}")


def test_files_keep_their_encoding_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    before = "@book{a,\r\n  title = {Café},\r\n  year = {1999},\r\n}\r\n"
    path.write_bytes(before.encode("cp1252"))
    lib = cr.Library.read(path)
    lib.replace(lib["a"].evolve(year=2001))
    lib.save()
    assert path.read_bytes() == before.replace("1999", "2001").encode("cp1252")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csl_json(tmp_path: Path, newline: str) -> None:
    path = tmp_path / "a.json"
    text = (
        '[\n  {"id": "a",   "type": "book", "title": "A", "x": 1.50},\n'
        '  {"id": "b", "type": "book"}\n]\n'
    )
    path.write_text(text, newline=newline)
    lib = cr.Library.read(path)
    lib.replace(lib["a"].evolve(title="Better"))
    lib.rename("b", "c")
    lib.save()
    after = text.replace('"A"', '"Better"').replace('"b"', '"c"')
    assert path.read_bytes() == after.replace("\n", newline).encode()


def test_formats_that_are_not_changed_in_place(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("key,author,title,year\na,Doe,One,1999\n")
    lib = cr.Library.read(path)
    lib.replace(lib["a"].evolve(title="Two"))
    with pytest.raises(InputError, match="cannot be changed in place"):
        lib.save()
    assert path.read_text() == "key,author,title,year\na,Doe,One,1999\n"


def test_a_file_change_is_refused_over_a_newer_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one\n")
    change = FileChange(path, b"one\n", b"two\n")
    other = FileChange(tmp_path / "b.txt", b"", b"b\n")
    path.write_text("three\n")
    with pytest.raises(ChangedFileError, match="changed on disk") as caught:
        write_all([other, change])
    assert "+three" in caught.value.diff and not other.path.exists()
    path.write_text("one\n")
    write_all([other, change])
    assert path.read_text() == "two\n" and other.path.read_text() == "b\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.txt", "b.txt"]


def test_locks_exclude_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with locked([path]):
        assert (tmp_path / ".a.txt.lock").exists()
    assert not (tmp_path / ".a.txt.lock").exists()


def _add(path: str, key: str, seed: int) -> None:
    random.seed(seed)
    time.sleep(random.random() / 50)
    lib = cr.Library.read(path)
    time.sleep(random.random() / 50)
    lib.insert(cr.Reference(key, "book", title=key, year=2000))
    lib.save()


def test_ten_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    for turn in range(3):
        path = tmp_path / f"{turn}.bib"
        path.write_text("@book{x, title={X}, year=1999}\n")
        writers = [
            context.Process(target=_add, args=(str(path), f"k{at}", turn * 10 + at))
            for at in range(10)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(60)
        keys = set(cr.Library.read(path).keys())
        assert keys == {"x", *(f"k{at}" for at in range(10))}
    assert not list(tmp_path.glob(".*"))


def test_places_follow_what_was_saved(bib: Path) -> None:
    lib = cr.Library.read(bib)
    before = lib.place("parent").line or 0
    lib.replace(lib["doe2020"].evolve(volume=3, issue=4))
    lib.save()
    assert lib.place("parent").line == before + 2
    assert {each.id: each.place for each in cr.Library.read(bib)} == {
        each.id: each.place for each in lib
    }
    assert lib.changes() == []


def test_one_value_never_ends_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    lib = cr.Library.parse(
        "@book{a, title={Roses}, isbn={0-XXXX-XXXX-X}, year=2000, doi={10.5555/a}}\n"
        "@book{b, title={Roses}, isbn={XXXXXXXXXX}, year=2000, doi={10.5555/a}}"
    )
    assert [each.keys for each in lib.duplicates()] == [("a", "b")]
    assert [each.key for each in lib.verify(offline=True)] == ["a", "b"]
    assert [each.key for each in lib.enrich(offline=True)] == ["a", "b"]

    def broken(reference: cr.Reference) -> None:
        raise RuntimeError(f"no {reference.id}")

    monkeypatch.setattr("csecrefs.dedupe.clusters.profile", broken)
    monkeypatch.setattr("csecrefs.resolve.enrich.identifier_of", broken)
    assert lib.duplicates() == []
    assert [(each.code, each.key) for each in lib.diagnostics[-2:]] == [
        ("not-compared", "a"),
        ("not-compared", "b"),
    ]
    enriched = lib.enrich(offline=True)
    assert [each.outcome for each in enriched] == ["unchecked", "unchecked"]
    assert "no a" in enriched[0].detail


def test_views_for_notebooks() -> None:
    lib = cr.Library.parse(
        "@book{a, title={Roses}, year=2000, doi={10.5555/a}}\n"
        "@book{b, title={Roses}, year=2000, doi={10.5555/a}}"
    )
    assert "<td>a, b</td>" in lib.duplicates()._repr_html_()  # type: ignore[attr-defined]
    assert "<table>" in lib.losses("csv")._repr_html_() or not lib.losses("csv")  # type: ignore[attr-defined]
    document = lib.document()
    document.cite("a")
    assert 'id="ref-a"' in document._repr_html_()
    assert "line-height" not in lib.bibliography(style="apa")._repr_html_()
    assert 'id="ref-b"' in lib.bibliography().to("html", links=True)


def test_only_references_are_added() -> None:
    one = cr.Library([cr.Reference("a", title="T")])
    with pytest.raises(FieldError, match="1 is no Reference"):
        one.__add__([1])  # type: ignore[list-item]
