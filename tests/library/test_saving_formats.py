"""Saving into RIS, MEDLINE, Refer and CSL-YAML: other lines stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

import csecrefs as cr
from csecrefs import Library
from csecrefs.errors import ChangedFileError, InputError
from csecrefs.storage.changes import FileChange

RIS = (
    "TY  - JOUR\nAU  - Doe, Jane\nT1  - A title\nY1  - 2020///\nJF  - Journal\n"
    "VL  - 3\nXX  - odd\nUR  - http://x.example/a\nER  - \n\n"
    "TY  - BOOK\nID  - b\nAU  - Roe, A\nTI  - B\nPY  - 1999\nER  - \n"
)
YAML = (
    "---\n# head\nreferences:\n- id: a\n  type: book   # kept\n  title: 'Quoted'\n"
    "  author:\n  - family: Doe\n    given: J\n  issued: 2020\n\n# between\n"
    "- type: book\n  id: b\n  issued: 1999\nnocite: x\n...\n"
)
NBIB = (
    "PMID- 123\nOWN - NLM\nTI  - A title that is\n      long\nFAU - Doe, Jane\n"
    "AU  - Doe J\nDP  - 2020 May\nJT  - Journal\nPT  - Journal Article\n\n"
    "PMID- 124\nTI  - Other\nDP  - 2019\n"
)
REFER = (
    "%0 Journal Article\n%A Doe, Jane\n%T Title\n%J Journal\n%D 2020\n%F a\n\n"
    "%0 Book\n%T B\n%F b\n%D 1999\n"
)
FILES = {"a.ris": RIS, "a.yaml": YAML, "a.nbib": NBIB, "a.enw": REFER}


def edited(path: Path, **changes: object) -> cr.Library:
    lib = cr.Library.read(path)
    first = next(iter(lib))
    lib.replace(first.evolve(changes))
    lib.save()
    return lib


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", FILES)
def test_an_edit_keeps_all_other_lines(tmp_path: Path, name: str, newline: str) -> None:
    path = tmp_path / name
    path.write_text(FILES[name], newline=newline)
    lib = edited(path, title="New title")
    before, after = FILES[name].split("\n"), path.read_bytes().decode()
    assert ("\r\n" in after) == (newline == "\r\n")
    kept = after.replace("\r\n", "\n").split("\n")
    assert len([line for line in kept if line not in before]) == 1
    assert len([line for line in before if line not in kept]) <= 2
    assert list(cr.Library.read(path)) == list(lib)
    assert lib.save() == []


@pytest.mark.parametrize("name", FILES)
def test_adding_removing_and_renaming(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(FILES[name])
    lib = cr.Library.read(path)
    first, second = lib.keys()
    lib.remove(first)
    if name != "a.nbib":  # whose keys are numbers of PubMed
        lib.rename(second, "renamed")
    new = cr.Reference("zed2001", "book", title="Z", author="A Zed", issued=2001)
    lib.insert(new)
    lib.save()
    again = cr.Library.read(path)
    assert [each.title for each in again] == [each.title for each in lib]
    if name != "a.nbib":
        assert list(again.keys()) == ["renamed", "zed2001"]
    if name == "a.yaml":  # an empty file may be of another format
        return
    path.write_text("")
    empty = cr.Library.read(path)
    empty.insert(new)
    empty.save()
    assert [each.title for each in cr.Library.read(path)] == ["Z"]


def test_a_date_and_names_of_ris_are_written_under_the_tags_it_has(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.ris"
    path.write_text(RIS)
    edited(path, year=2021, author="Jane Doe and Poe, E.", issue=2)
    text = path.read_text()
    assert "Y1  - 2021" in text and "PY  - 2021" not in text
    assert "AU  - Doe, Jane\nAU  - Poe, E.\nT1  - A title" in text
    assert "XX  - odd" in text and "IS  - 2\n" in text


def test_yaml_keeps_comments_and_its_head(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(YAML)
    edited(path, author="Zoe X", volume=3)
    assert path.read_text() == YAML.replace(
        "family: Doe\n    given: J", "family: X\n    given: Zoe"
    ).replace("2020\n", "2020\n  volume: 3\n")


def test_yaml_in_flow_style_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text := "references: [{id: a, type: book, title: T}]\n")
    lib = cr.Library.read(path)
    lib.replace(lib["a"].evolve(title="U"))
    with pytest.raises(cr.CsecrefsError, match="block style"):
        lib.save()
    assert path.read_text() == text


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """A .bib file, and a table, which is not changed in place."""
    bib, table = tmp_path / "a.bib", tmp_path / "b.csv"
    bib.write_text(
        "@book{one, title={One}, year=1999}\n@book{two, title={Two}, year=1999}\n"
    )
    table.write_text("key,title,type\nthree,Three,book\n")
    return bib, table


def test_a_file_that_no_change_concerns_is_left_alone(two: tuple[Path, Path]) -> None:
    """Also one of a format that could not be changed in place."""
    bib, table = two
    before = table.read_bytes()
    library = Library.read(list(two))
    assert len(library) == 3
    library.replace(library["one"].evolve(title="Uno"))
    library.remove("two")
    assert [change.path for change in library.save()] == [bib]
    assert [each.id for each in Library.read(bib)] == ["one"]
    assert table.read_bytes() == before


def test_keys_are_looked_for_in_all_files(tmp_path: Path) -> None:
    first, second = tmp_path / "a.bib", tmp_path / "b.bib"
    first.write_text("@book{one, title={One}, year=1999}\n")
    second.write_text("@book{two, title={Two}, year=1999}\n")
    library = Library.read([first, second])
    library.remove("one")
    library.replace(library["two"].evolve(title="Due"))
    assert [change.path for change in library.save()] == [first, second]
    assert "Due" in second.read_text() and "one" not in first.read_text()
    library.remove("two")
    second.write_text("% nothing left\n")
    with pytest.raises(ChangedFileError, match="two is no longer there"):
        library.save()


def test_files_that_follow_are_written_with_the_library(tmp_path: Path) -> None:
    bib, paper = tmp_path / "a.bib", tmp_path / "paper.md"
    bib.write_text("@book{one, title={One}, year=1999}\n")
    paper.write_text("See [@one].\n")
    change = FileChange(paper, b"See [@one].\n", b"See [@uno].\n")
    library = Library.read(bib)
    assert library.save(also=[change]) == []
    assert paper.read_text() == "See [@uno].\n"
    library.rename("one", "uno")
    with pytest.raises(ChangedFileError):
        library.save(also=[change])
    assert "@book{one," in bib.read_text()
    twice = FileChange(bib, bib.read_bytes(), b"")
    with pytest.raises(InputError, match="two changes of one file"):
        library.save(also=[twice])
    assert "@book{one," in bib.read_text()
