"""Taking works into a library: what is new, what is there, what could not be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from csecrefs import Library
from csecrefs.errors import InputError
from csecrefs.library.intake import take_in

BIB = "@book{a, title={Tides}, doi={10.5555/a}}\n@book{b, title={Bays}}\n"
NEW = """@book{x, title={Tides}, doi={https://doi.org/10.5555/A}}
@book{b, title={Rivers of the East}, author={Doe, Jane}}
@book{c, title={Capes}}
"""


@pytest.fixture
def given(tmp_path: Path) -> str:
    path = tmp_path / "new.bib"
    path.write_text(NEW)
    return str(path)


def test_what_is_new_and_why_others_are_left_out(given: str) -> None:
    intake = take_in(Library.parse(BIB), [given])
    assert [each.id for each in intake.new] == ["c"]
    said = {
        each.key: each.code for each in intake.diagnostics if each.code in _LEFT_OUT
    }
    assert said == {"x": "present", "b": "taken-key"}
    assert intake.missed == intake.diagnostics and not intake.additions


_LEFT_OUT = ("present", "taken-key")


def test_new_works_are_appended(given: str, tmp_path: Path) -> None:
    home = tmp_path / "refs.bib"
    home.write_text(BIB)
    (rewritten,) = take_in(Library.read(home), [given]).save([home])
    assert rewritten.path == home and home.read_text().startswith(BIB)
    assert list(Library.read(home).keys()) == ["a", "b", "c"]


def test_a_file_that_is_not_there_is_made(given: str, tmp_path: Path) -> None:
    home = tmp_path / "refs.json"
    take_in(Library(), [given]).save([home])
    assert list(Library.read(home).keys()) == ["x", "b", "c"]


def test_the_library_has_what_was_taken_in(given: str) -> None:
    library = Library.parse(BIB).add(given, format="biblatex", key_pattern="[year]")
    assert list(library.keys()) == ["a", "b", "c"]


def test_words_are_refused() -> None:
    with pytest.raises(InputError, match="no references there, and no identifier"):
        take_in(Library(), ["some words"])
    with pytest.raises(TypeError, match="did you mean key_pattern"):
        Library().add("x", key_patern="[year]")  # type: ignore[call-arg]  # the test
