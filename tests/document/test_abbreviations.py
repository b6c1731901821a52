"""Lists of abbreviations, given as they are or as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from csecrefs import Library
from csecrefs.errors import InputError
from tests.csl.small import style, work

SHORT = {
    "container-title": {"Journal of Tides": "J. Tides"},
    "publisher": {"Press": "P."},
}
STYLE = style('<text variable="container-title" form="short"/>')


def entry(abbreviations: Any, **fields: str) -> str:
    library = Library([work(container_title="Journal of Tides", **fields)])
    return str(library.bibliography(style=STYLE, abbreviations=abbreviations))


@pytest.mark.parametrize("listed", [SHORT, {"default": SHORT}])
def test_a_list_or_a_file_of_it(tmp_path: Path, listed: dict[str, Any]) -> None:
    path = tmp_path / "short.json"
    path.write_text(json.dumps(listed), encoding="utf-8-sig")
    assert entry(listed) == entry(path) == entry(str(path)) == "J. Tides"


def test_without_a_list() -> None:
    assert entry("") == entry({}) == "Journal of Tides"


def test_a_short_form_of_the_record_comes_first() -> None:
    assert entry(SHORT, container_title_short="JT") == "JT"


def test_documents_do_not_share_lists() -> None:
    library = Library([work(container_title="Journal of Tides")])
    one, other = (library.document(STYLE, abbreviations=each) for each in (SHORT, ""))
    one.nocite("*")
    other.nocite("*")
    assert [str(each.bibliography()) for each in (one, other)] == [
        "J. Tides",
        "Journal of Tides",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "not JSON"), ("[]", "no list of abbreviations"), ('{"publisher": "P."}', "no list"),
     ('{"publisher": {"Press": 1}}', "no list"), ("[" * 100_000, "not JSON")],
)  # fmt: skip
def test_what_is_no_list(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "short.json"
    path.write_text(text)
    with pytest.raises(InputError, match=rf"short\.json: {said}"):
        entry(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.json: No such file"):
        entry(tmp_path / "gone.json")
