"""Where references stand in the files of a library."""

from __future__ import annotations

from pathlib import Path

import pytest

from csecrefs.library.places import places


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.bib",
            "% b, a\n@string{x = {a}}\n@book{b, crossref = {a}}\n\n  @Book { a,\n title={b}}\n",
        ),
        (
            "a.json",
            '[{"id": "b", "title": "a"},\n {"title": "x"},\n\n\n {"type": "book", "id" : "a"}]',
        ),
        ("a.yaml", "references:\n- id: b\n  title: a\n\n- id: 'a'\n"),
        ("a.ris", "TY  - BOOK\nID  - b\nER  - \nTY  - BOOK\nID  - a\nER  - \n"),
        ("a.yml", "b:\n  type: book\n  title: a\n\na:\n  type: book\n"),
    ],
)
def test_the_line_of_a_reference(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = places([tmp_path], ["a", "nobody"])
    assert found == {"a": (str(path), 5)}
    assert places(["-"], ["a"]) == {}
