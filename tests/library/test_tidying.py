"""Tidying several files at once, and the names of fields that its options have."""

from __future__ import annotations

from pathlib import Path

import pytest

from csecrefs.errors import InputError
from csecrefs.formats.bibtex.tidy_options import TidyOptions
from csecrefs.library.checks import problems
from csecrefs.library.settings import load_settings
from csecrefs.library.tidying import options_of, tidy

UNTIDY = b"@book{a, title = {A}, shelf = {B1}, yeer = {2000}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("one.bib", "two.bib"):
        (tmp_path / name).write_bytes(UNTIDY)
    (tmp_path / "other.ris").write_text("TY  - BOOK\nER  - \n")
    return tmp_path


def test_folders_are_searched_and_the_order_stays(folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    found = tidy(folder, progress=lambda done, total: seen.append((done, total)))
    assert [Path(each.path).name for each in found] == ["one.bib", "two.bib"]
    assert all(each.changed and each.before == UNTIDY for each in found)
    assert seen == [(1, 2), (2, 2)]
    assert (folder / "one.bib").read_bytes() == UNTIDY


def test_written_files_are_tidy(folder: Path) -> None:
    tidy([folder / "one.bib"], write=True)
    again = tidy(folder / "one.bib")
    assert not again[0].changed
    assert (folder / "two.bib").read_bytes() == UNTIDY


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sort": "year,tilte"}, "sort: no field named 'tilte'; did you mean title?"),
        ({"sort": "-autor"}, "sort: no field named 'autor'; did you mean author?"),
        ({"sort_fields": "titel"}, "sort_fields: .* did you mean title?"),
        ({"omit": "abstrakt"}, "omit: .* did you mean abstract?"),
    ],
)
def test_misspelt_fields(folder: Path, options: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        tidy(folder, TidyOptions.from_texts(options), write=True)
    assert (folder / "one.bib").read_bytes() == UNTIDY


def test_fields_of_the_users_own_are_known_by_the_entries(folder: Path) -> None:
    options = TidyOptions.from_texts({"sort": "shelf,-yeer", "omit": "yeer"})
    assert not any(each.diagnostics for each in tidy(folder, options))


def test_a_field_that_no_entry_has_is_a_warning(folder: Path) -> None:
    first, second = tidy(folder, TidyOptions.from_texts({"omit": "qqq"}))
    (warning,) = first.diagnostics
    assert warning.code == "unknown-field" and "no entry has" in warning.message
    assert not second.diagnostics


def test_what_cannot_be_read_is_refused_or_reported(folder: Path) -> None:
    with pytest.raises(InputError, match=r"not a \.bib file"):
        tidy(folder / "other.ris")
    with pytest.raises(InputError, match=r"no \.bib file there"):
        (folder / "empty").mkdir()
        tidy(folder / "empty")
    good, bad = tidy([folder / "one.bib", folder / "none.bib"])
    assert good.changed and not bad.changed
    assert [each.code for each in bad.diagnostics] == ["unreadable"]


def test_the_standard_input_is_not_written(folder: Path) -> None:
    with pytest.raises(InputError, match="cannot be written back"):
        tidy("-", write=True)


def test_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    table = '[tidy]\nsort = "yeer"\nindent = "x"\nmonths = "macro"\n'
    (folder / "csecrefs.toml").write_text(table)
    said = [each.message for each in problems(load_settings())]
    assert [each.partition(":")[0] for each in said] == ["tidy.sort", "tidy.indent"]
    (folder / "csecrefs.toml").write_text('[tidy]\nindent = "tab"\n')
    assert options_of(load_settings()).indent == "\t"
