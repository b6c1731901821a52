"""What callers give to a library: understood, or refused with the form that is wanted."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csecrefs import Date, Library, Name, NotFoundError, Reference
from csecrefs.errors import FieldError


def test_names_left_out_are_no_person() -> None:
    library = Library.parse("@book{a, author={Doe, Jane and others}, title={T}}")
    (row,) = library.rows()
    assert row["author"] == "Jane Doe; et al."
    assert "et al." in library["a"]._repr_html_()
    assert not library.search("others") and not library.search(author="others")
    assert library["a"].evolve(author=row["author"]) == library["a"]


@pytest.mark.parametrize("given", [5, b"x", {"a": 1}, ["a.bib", 3]])
def test_what_names_no_source_is_refused(given: Any) -> None:
    with pytest.raises(FieldError, match="file"):
        Library.read(given)


@pytest.mark.parametrize("given", [5, {"id": "a"}, Path("a.bib"), "refs.bib"])
def test_what_is_no_text_of_a_file_is_refused(given: Any) -> None:
    with pytest.raises(FieldError, match=r"Library\.read"):
        Library.parse(given)


@pytest.mark.parametrize("given", ["refs.bib", {"a": 1}, 5, [{"id": "a"}]])
def test_what_is_no_list_of_references_is_refused(given: Any) -> None:
    with pytest.raises(FieldError):
        Library(given)


def test_identifiers_are_taken_without_their_address() -> None:
    ref = Reference("a", doi="https://doi.org/10.5/ABC")
    assert ref.DOI == "10.5/ABC" and ref.evolve(doi="doi:10.5/x").DOI == "10.5/x"
    library = Library([ref])
    for given in ("10.5/abc", "https://doi.org/10.5/ABC"):
        assert len(library.search(doi=given)) == 1


def test_parts_of_a_record_are_checked() -> None:
    ref = Reference("a", title="T")
    assert ref.evolve(translations={"title": "Z"}).translations["title"].text == "Z"
    assert ref["title"] == "T" and ref.evolve(doi="10.5/x")["doi"] == "10.5/x"
    for wrong in ({"translations": 5}, {"translations": {"titel": "Z"}}, {"extra": 5}):
        with pytest.raises(FieldError, match=r"^(translations|extra|titel)"):
            ref.evolve(**wrong)
    with pytest.raises(KeyError, match="did you mean title"):
        ref["titel"]


def test_references_and_libraries_are_copied_and_pickled(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(
        "@book{a, author={Doe, Jane}, title={On \\emph{Homo}}, year=1999}\n"
    )
    library = Library.read(path)
    library.replace(library["a"].evolve(volume=3))
    for again in (pickle.loads(pickle.dumps(library)), copy.deepcopy(library)):
        assert list(again) == list(library)
        assert again.place("a").line == 1
    again.save()
    assert "volume={3}" in path.read_text()
    assert pickle.loads(pickle.dumps(library["a"])) == library["a"]
    assert copy.copy(library["a"]) == library["a"]


def test_a_field_given_twice_is_refused() -> None:
    ref = Reference("a", title="T")
    for call in (
        lambda: Reference("a", "book", {"title": "T"}, title="U"),
        lambda: ref.evolve({"title": "U"}, title="V"),
        lambda: ref.evolve(issued="2020", year=2021),
    ):
        with pytest.raises(FieldError, match="given twice"):
            call()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Name("Doe", given=5), "given: 5"),  # type: ignore[arg-type]
        (lambda: Name(literal=None), "literal: None"),  # type: ignore[arg-type]
        (lambda: Name("Doe").evolve(gven="J"), "did you mean given"),
        (lambda: Date(2020).evolve(sesaon=1), "did you mean season"),
    ],
)
def test_a_wrong_part_of_a_name_or_date_is_refused(
    make: Callable[[], object], said: str
) -> None:
    with pytest.raises(FieldError, match=said):
        make()


def test_a_field_of_ones_own_that_a_file_does_not_carry_is_reported(
    tmp_path: Path,
) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("@book{a, title={T}, year=1999}\n")
    library = Library.read(path)
    custom = {"shelf": "B12", "doi": "a name that is taken"}
    library.replace(library["a"].evolve(custom=custom))
    library.save()
    (said,) = library.diagnostics
    assert (said.code, said.key) == ("not-carried", "a")
    assert said.message == "custom: this format does not carry your field doi"
    assert library["a"].extra["custom"] == custom
    assert "shelf={B12}" in path.read_text()
    assert Library.read(path)["a"].extra["biblatex"] == {"shelf": "B12"}


def test_a_folder_is_read_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.bib", "a/c.bib", ".git/x.bib", "a/.venv/y.bib", "a/.z.bib"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"@book{{{file.stem.strip('.')}, title={{T}}, year=1999}}")
    library = Library.read(tmp_path)
    assert list(library.keys()) == ["c", "b"]
    assert [each.id for each in library.values()] == ["c", "b"]


@pytest.mark.parametrize("cite", ["a, p. 3", "a:p. 3", "[@a, p. 3]", "@a:3"])
def test_a_locator_behind_a_key(cite: str) -> None:
    library = Library.parse("@book{a, author={Doe, Jane}, title={T}, year=1999}")
    assert str(library.cite(cite)) == "(Doe, 1999, p. 3)"


def test_an_entry_by_its_key_or_place() -> None:
    listed = Library.parse("@book{a, title={T}}\n@book{b, title={U}}").bibliography()
    assert listed["b"] == listed[1] and listed["@a"].id == "a"
    with pytest.raises(NotFoundError):
        listed["c"]


@pytest.mark.parametrize("method", ["verify", "enrich", "add", "check_links", "site"])
def test_an_option_nearly_spelt_sends_no_request(method: str, tmp_path: Path) -> None:
    """`ofline=True` must not be passed over: requests would go out."""
    library = Library.parse("@book{a, title={T}, doi={10.5555/x}}")
    given: dict[str, Any] = {"ofline": True}
    if method == "check_links":
        given = {"progres": print}
    arguments = {"site": [tmp_path / "site"], "add": ["10.5555/y"]}.get(method, [])
    with pytest.raises(FieldError, match=r"did you mean (offline|progress)"):
        getattr(library, method)(*arguments, **given)
    assert not (tmp_path / "site").exists()


def test_a_key_that_is_used_again_is_reported_with_both_places(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@book{a, title={T}, year=1999}\n")
    (tmp_path / "b.ris").write_text(
        "TY  - BOOK\nID  - a\nTI  - U\nPY  - 2000\nER  - \n"
    )
    said = [
        each
        for each in Library.read(tmp_path).diagnostics
        if each.code == "duplicate-key"
    ]
    assert [each.path for each in said] == [str(tmp_path / "b.ris")]
    assert f"({tmp_path / 'a.bib'}:1)" in said[0].message
