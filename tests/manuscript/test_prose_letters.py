"""Letters that a PDF does not name, and the text of notebooks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import csecrefs as cr
from csecrefs.errors import FormatError
from csecrefs.manuscript.prose import read_prose
from csecrefs.manuscript.prose.ligatures import repaired

PLAIN = "the office has an efficient, difficult harbour; tides differ by effort"


@pytest.mark.parametrize("mark", ["\ufffd", "\ue001", "\x02"])
def test_a_ligature_is_known_by_the_words_it_is_in(mark: str) -> None:
    lines = [f"e{mark}cient o{mark}ces and a di{mark}cult o{mark}ce", PLAIN]
    mended, left = repaired(lines)
    assert mended == ["efficient offices and a difficult office", PLAIN]
    assert not left


def test_two_ligatures_are_told_apart() -> None:
    lines = ["e\ue001cient o\ue001ce, di\ue002er, e\ue002ort", PLAIN]
    assert repaired(lines)[0][0] == "efficient office, differ, effort"


def test_what_no_words_explain_is_counted_and_kept() -> None:
    mended, left = repaired(["qu\ue009y and sl\ue009p", PLAIN])
    assert mended[0] == "qu\ue009y and sl\ue009p"
    assert left.total() == 2


def test_one_word_alone_may_agree_by_chance() -> None:
    mended, _ = repaired(["an o\ue001ce", PLAIN])
    assert mended[0] == "an o\ue001ce"


def test_bullets_are_no_letters() -> None:
    mended, left = repaired(["\uf0b7 The first of \uf0b7 two", PLAIN])
    assert mended[0] == "\uf0b7 The first of \uf0b7 two"
    assert not left


def notebook(*cells: tuple[str, str | list[str]]) -> bytes:
    made = [{"cell_type": kind, "source": source} for kind, source in cells]
    return json.dumps({"cells": made, "nbformat": 4}).encode()


def test_the_text_of_a_notebook_is_its_markdown(tmp_path: Path) -> None:
    content = notebook(
        ("markdown", ["So it is (Harrow, 2014),\n", "and so (Nguyen, 2008)."]),
        ("code", "print('Doe (1999)')"),
        (
            "markdown",
            "# References\n\nHarrow, P. (2014). A survey of small harbours. Tides, 12(3), 45-67.",
        ),
    )
    prose = read_prose(content, "a.ipynb")
    assert prose.unit == "cell"
    assert {line.number for line in prose.lines} == {1, 3}
    path = tmp_path / "a.ipynb"
    path.write_bytes(content)
    assert [each.code for each in cr.audit(path).findings] == ["not-listed"]


@pytest.mark.parametrize(
    "content", [b"{}", b"[]", b"nothing", b'{"cells": [{"cell_type": "markdown"}]}']
)
def test_no_notebook(content: bytes) -> None:
    with pytest.raises(FormatError, match="notebook"):
        read_prose(content, "a.ipynb")
