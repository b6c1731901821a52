"""The places of references and of their links, as the readers of files note them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import csecrefs as cr
from csecrefs import formats
from csecrefs.errors import NotFoundError
from csecrefs.library.sources import places
from csecrefs.links.collect import collect
from csecrefs.model import Place, Reference

URL = "https://x.example/a"
CASES = [
    (
        "a.bib",
        "% b, a\n@string{x = {a}}\n@book{b, crossref = {a}}\n\n"
        f"  @Book {{ a,\n title={{b}},\n url =\n  {{{URL}}}}}\n",
        8,
    ),
    (
        "a.json",
        '[{"id": "b", "title": "a"},\n {"title": "x"},\n\n\n'
        f' {{"type": "book", "id" : "a",\n  "URL": "{URL}"}}]',
        6,
    ),
    (
        "b.json",
        f'{{"items": [{{"id": "b", "URL": "{URL}"}},\n\n\n\n'
        f'{{"custom": {{"URL": "{URL}"}}, "id": "a",\n "URL": "{URL}"}}]}}',
        6,
    ),
    (
        "c.json",
        f'{{\n"b": {{"type": "book", "URL": "{URL}"}},\n\n\n'
        f'"a": {{"type": "book",\n "URL": "{URL}"}}}}',
        6,
    ),
    (
        "a.yaml",
        f"references:\n- id: b\n  URL: {URL}\n\n- id: 'a'\n  title: a\n  URL: {URL}\n",
        7,
    ),
    (
        "a.ris",
        f"TY  - BOOK\nID  - b\nUR  - {URL}\nER  - \nTY  - BOOK\nID  - a\n"
        f"UR  - {URL}\nER  - \n",
        7,
    ),
    ("a.yml", f"b:\n  type: book\n  title: a\n\na:\n  type: book\n  url: {URL}\n", 7),
    (
        "a.enw",
        f"%T One\n\ngoes on\n\n%F a\n%U {URL}\n",
        6,
    ),
    (
        "a.xml",
        "<xml><records>\n<record><label>b</label></record>\n\n\n"
        '<record><ref-type name="Book">6</ref-type><label>a</label>\n<urls>'
        f"<related-urls>\n<url>{URL}</url></related-urls></urls></record>\n"
        "</records></xml>",
        7,
    ),
]


@pytest.mark.parametrize(("name", "text", "link_line"), CASES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_lines_of_a_reference_and_of_its_link(
    tmp_path: Path, name: str, text: str, link_line: int, newline: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline=newline)
    lib = cr.Library.read(tmp_path)
    assert lib.place("a") == Place(str(path), 5, {"URL": link_line})
    assert str(lib.place("a", "URL")) == f"{path}:{link_line}"
    assert lib.place("a", "title").line == 5
    assert places(lib)["a"] == (str(path), 5)


def test_a_link_is_at_the_line_of_its_own_field() -> None:
    text = (
        "@misc{doe2020a,\n  title = {A},\n  url = {https://x.example/}\n}\n\n"
        "@misc{doe2020,\n  title = {B},\n  url = {https://x.example/},\n}\n"
    )
    references, _ = formats.read(text, path="refs.bib")
    assert [(link.key, link.path, link.line) for link in collect(references)] == [
        ("doe2020a", "refs.bib", 3),
        ("doe2020", "refs.bib", 8),
    ]


def test_a_url_in_howpublished_and_a_doi_have_lines() -> None:
    text = "@misc{a,\n title={A},\n howpublished={\\url{http://x.example}},\n doi={10.5555/a}}"
    lib = cr.Library.parse(text)
    assert dict(lib.place("a").lines) == {"URL": 3, "DOI": 4}


def test_an_inherited_link_is_at_the_line_of_the_entry() -> None:
    text = "@inbook{a,\n crossref={b}}\n@book{b,\n url={http://x.example}}"
    lib = cr.Library.parse(text)
    assert (lib.place("a", "URL").line, lib.place("b", "URL").line) == (1, 4)


def test_places_are_no_part_of_equality_and_stay_with_edits() -> None:
    there = cr.Library.parse("\n\n@book{a, title={T}}")["a"]
    assert there == Reference.from_csl(there.to_csl())
    assert hash(there) == hash(Reference.from_csl(there.to_csl()))
    assert there.evolve(title="New").place.line == 3


def test_a_table_with_line_breaks_in_cells() -> None:
    text = 'key,title\na,"one\ntwo"\nb,three\n'
    references, _ = formats.read(text, format="csv")
    assert [each.place.line for each in references] == [2, 4]


def test_a_text_from_no_file_and_an_unknown_key() -> None:
    lib = cr.Library.parse("@book{a, title={T}}")
    assert places([Reference("x")]) == {}
    assert lib["a"].place.line == 1
    with pytest.raises(NotFoundError):
        lib.place("b")


def test_places_take_time_in_proportion_to_the_size() -> None:
    def seconds(count: int) -> float:
        text = "".join(
            f"@misc{{k{number},\n title={{T}},\n url={{http://x.example/}}}}\n"
            for number in range(count)
        )
        references, _ = formats.read(text, path="a.bib")
        start = time.process_time()
        assert collect(references)[-1].line == 3 * count
        return time.process_time() - start

    # Searching the text for each key took 64 times as long for 8 times as many.
    assert seconds(16_000) < 20 * max(seconds(2_000), 0.01)
