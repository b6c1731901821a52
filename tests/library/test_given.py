"""What callers give to a library: understood, or refused with the form that is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from csecrefs import Library, Reference
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
