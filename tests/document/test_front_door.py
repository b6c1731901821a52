"""Keys, filters and groups as people type them in Python."""

from __future__ import annotations

import threading
from typing import Any

import pytest

import csecrefs as cr
from csecrefs.document.keywords import LocatorKeywords
from csecrefs.errors import FieldError, NotFoundError
from csecrefs.model import KIND
from csecrefs.model.keywords import VariableKeywords
from csecrefs.text.locator import LABELS
from tests.samples import AUTHOR_DATE

TEXT = """
@article{doe2020, author={Doe, Jane}, title={On <Homo>}, journal={J}, year=2020,
  volume=3, number=2, pages={1--9}, langid={english}, keywords={a, b}}
@book{roe2015, author={Roe, Ann}, title={Roses}, year=2015}
@book{poe2015, author={Poe, Bo}, title={More roses}, year=2015, doi={10.5555/x}}
"""
LIB = cr.Library.parse(TEXT)


@pytest.mark.parametrize(
    ("filters", "keys"),
    [
        ({"year": "2015-2019"}, ["roe2015", "poe2015"]),
        ({"year": "2016-"}, ["doe2020"]),
        ({"year": "-2016"}, ["roe2015", "poe2015"]),
        ({"year": "2015"}, ["roe2015", "poe2015"]),
        ({"year": 2020}, ["doe2020"]),
        ({"year": range(2019, 2022)}, ["doe2020"]),
        ({"year": {2015, 2020}}, ["doe2020", "roe2015", "poe2015"]),
        ({"year": ["2015", "2019-2021"]}, ["doe2020", "roe2015", "poe2015"]),
        ({"issued": "2020"}, ["doe2020"]),
        ({"type": "Book"}, ["roe2015", "poe2015"]),
        ({"type": ["book", "article-journal"]}, ["doe2020", "roe2015", "poe2015"]),
        ({"DOI": "10.5555"}, ["poe2015"]),
        ({"author": None, "year": ""}, ["doe2020", "roe2015", "poe2015"]),
    ],
)
def test_filters(filters: dict[str, Any], keys: list[str]) -> None:
    assert list(LIB.search(**filters).keys()) == keys


@pytest.mark.parametrize(
    ("filters", "meant"),
    [
        ({"type": "article"}, "article-journal"),
        ({"type": "inproceedings"}, "paper-conference"),
        ({"type": "boook"}, "book"),
        ({"journal": "J"}, "container_title"),
        ({"langauge": "en"}, "language"),
        ({"year": "twenty"}, "2015-2022"),
        ({"year": "2015 2020"}, "2015-2022"),
        ({"year": True}, "2015-2022"),
        ({"year": b"2015"}, "2015-2022"),
    ],
)
def test_filters_that_are_none(filters: dict[str, Any], meant: str) -> None:
    with pytest.raises(FieldError, match=meant):
        LIB.search(**filters)


def test_groups() -> None:
    document = LIB.document(style=AUTHOR_DATE)
    document.nocite("*")
    by_year = document.bibliographies("year")
    assert sorted(by_year) == ["2015", "2020"]
    assert by_year[2015].keys == by_year["2015"].keys
    assert len(by_year["2015"]) == 2 and "<h3>2015</h3>" in by_year._repr_html_()
    assert set(document.bibliographies("language")) == {"en-US", ""}
    assert set(document.bibliographies("author")) == {"Jane Doe", "Ann Roe", "Bo Poe"}
    for name, meant in (("langauge", "language"), ("journal", "container_title")):
        with pytest.raises(FieldError, match=meant):
            document.bibliographies(name)
    with pytest.raises(NotFoundError):
        by_year["1999"]


def test_keys_in_many_forms() -> None:
    one = LIB.bibliography("doe2020", style=AUTHOR_DATE)
    assert one.keys == LIB.bibliography(["doe2020"], style=AUTHOR_DATE).keys
    assert one.keys == LIB.bibliography(LIB["doe2020"], style=AUTHOR_DATE).keys
    two = str(LIB.cite("doe2020", "roe2015", style=AUTHOR_DATE))
    for given in (["doe2020", "roe2015"], ("@doe2020", "@roe2015")):
        assert str(LIB.cite(given, style=AUTHOR_DATE)) == two
    assert repr(LIB.cite("@doe2020:p. 3", style=AUTHOR_DATE)) == str(
        LIB.cite("doe2020", page=3, style=AUTHOR_DATE)
    )
    assert LIB["@doe2020"] == LIB.get("doe2020") and LIB.get("x") is None
    assert LIB["doe2020"] in LIB and "doe2020" in LIB
    assert LIB._ipython_key_completions_() == ["doe2020", "roe2015", "poe2015"]


@pytest.mark.parametrize("key", [0, slice(3), None, b"doe2020", 1.5])
def test_positions_are_no_keys(key: Any) -> None:
    with pytest.raises(TypeError, match="is read by key"):
        LIB[key]
    if key is not None:
        with pytest.raises(FieldError, match="no citation key"):
            LIB.cite(key)


def test_misspelt_keywords() -> None:
    with pytest.raises(TypeError, match="did you mean prefix"):
        LIB.cite("doe2020", prefx="see", style=AUTHOR_DATE)  # type: ignore[call-arg]
    with pytest.raises(NotFoundError, match="did you mean doe2020"):
        LIB.bibliography("doe202", style=AUTHOR_DATE)


def test_rows() -> None:
    (row,) = LIB.search(key="doe2020").rows("all")
    assert (row["year"], row["volume"], row["issue"], row["page"]) == (
        2020,
        "3",
        "2",
        "1-9",
    )
    assert {"publisher", "language", "keyword", "ISBN"} <= row.keys()
    assert LIB.rows(["key", "DOI"])[2] == {"key": "poe2015", "DOI": "10.5555/x"}
    assert LIB.rows(columns="all")[0].keys() == LIB.rows(columns="all")[1].keys()
    with pytest.raises(FieldError, match="container_title"):
        LIB.rows(["journal"])
    with pytest.raises(FieldError, match="columns"):
        LIB.rows("everything")  # type: ignore[arg-type]


def test_eight_threads_share_a_document() -> None:
    document = LIB.document(style=AUTHOR_DATE)
    failures: list[BaseException] = []

    def work(key: str) -> None:
        try:
            for _ in range(15):
                citation = document.cite(key)
                str(citation)
                str(document.bibliography())
                document.insert(0, key)
                document.remove(citation)
        except BaseException as error:
            failures.append(error)

    keys = ["doe2020", "roe2015", "poe2015", "doe2020"] * 2
    threads = [threading.Thread(target=work, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures and len(document.citations) == 8 * 15


def test_the_keywords_are_those_of_the_tables() -> None:
    variables = {name.replace("-", "_") for name in KIND}
    lower = {name.lower() for name in ("DOI", "ISBN", "ISSN", "URL", "PMID", "PMCID")}
    assert set(VariableKeywords.__annotations__) == variables | lower
    labels = {label.replace("-", "_") for label in LABELS} - {"note"}
    assert set(LocatorKeywords.__annotations__) == labels
