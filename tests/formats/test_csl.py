"""CSL-JSON and CSL-YAML: round trips, places of problems, and hostile text."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

import csecrefs
from csecrefs import formats
from csecrefs.errors import FormatError, NotFoundError
from csecrefs.formats.csl import coerced

RICH = [
    {
        "id": "a1",
        "type": "article-journal",
        "title": "On <i>things</i>",
        "author": [
            {"family": "Óne", "given": "A", "non-dropping-particle": "de"},
            {"literal": "Body"},
        ],
        "issued": {"date-parts": [[2020, 3], [2020, 4]], "circa": True},
        "volume": 3,
        "custom": {"mine": 1},
        "unheard-of": {"x": [1, 2]},
    },
    {
        "id": "b",
        "type": "book",
        "issued": {"literal": "n.d."},
        "title": "yes",
        "note": "12:30",
    },
]


@pytest.mark.parametrize("name", ["csl-json", "csl-yaml"])
def test_round_trip(name: str) -> None:
    references, problems = formats.read(json.dumps(RICH), path="x.json")
    assert not problems
    written = formats.write(references, name)
    again, problems = formats.read(written)
    assert not problems
    assert [each.to_csl() for each in again] == RICH


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": "a", "type": "book"}]',
        '{"id": "a", "type": "book"}',
        '{"items": [{"id": "a", "type": "book"}]}',
        '{"a": {"type": "book"}}',
        '\ufeff [\n {"id": "a", "type": "book"},\n]\n',
        "references:\n- id: a\n  type: book\n",
        "---\ntitle: My paper\nreferences:\n- id: a\n  type: book\n...\n\n# Text: [not yaml\n",
    ],
)
def test_shapes(text: str) -> None:
    references, _ = formats.read(text)
    assert [(each.id, each.type) for each in references] == [("a", "book")]


def test_what_is_no_number_is_text() -> None:
    references, _ = formats.read('[{"id": NaN, "volume": Infinity, "issued": 2020}]')
    assert json.loads(formats.write(references, "csl-json"))[0]["volume"] == "Infinity"


def test_utf16() -> None:
    references, _ = formats.read(
        json.dumps([{"id": "ș"}], ensure_ascii=False).encode("utf-16")
    )
    assert references[0].id == "ș"


def test_problems_have_codes_and_places() -> None:
    text = """[
  {"id": "a", "type": "boook", "issued": {"date-parts": [[2020]]}},
  {"type": "book", "title": "No id", "issued": {"date-parts": [[2020, 13, 45]]}},
  {"id": "c", "type": "book", "author": 7, "issued": {}},
  {"id": "d", "type": "book"},
  17
]"""
    references, problems = formats.read(text, path="x.json")
    assert [each.id for each in references] == ["a", "item-2", "c", "d"]
    found = [
        (each.code, each.path, each.line, each.column, each.key) for each in problems
    ]
    assert found == [
        ("unknown-type", "x.json", 2, 3, "a"),
        ("missing-id", "x.json", 3, 3, "item-2"),
        ("bad-date", "x.json", 3, 3, "item-2"),
        ("bad-value", "x.json", 4, 3, "c"),
        ("bad-date", "x.json", 4, 3, "c"),
        ("missing-year", "x.json", 5, 3, "d"),
        ("not-an-item", "x.json", 6, 3, None),
    ]


def test_reading_goes_on_after_a_broken_item() -> None:
    text = """[
  {"id": "a", "type": "book", "issued": "2020"},
  {"id": "b", "type": "book" "author": [{"family": "X"}, {"family": "Y"}]},
  {"id": "c", "type": "book", "issued": "2020-05/2021"}
]"""
    references, problems = formats.read(text)
    assert [each.id for each in references] == ["a", "c"]
    assert [(each.code, each.severity, each.line) for each in problems] == [
        ("not-json", "error", 3)
    ]
    assert references[1].issued.start == (2020, 5) and references[1].issued.end == (
        2021,
    )


def test_text_after_the_end_and_missing_end() -> None:
    assert formats.read('[{"id":"a","issued":1}] x')[1][0].code == "text-after-end"
    assert formats.read('[{"id":"a","issued":1}')[1][0].code == "unclosed-array"


def test_yaml_keeps_text_as_text() -> None:
    text = "references:\n- id: 007\n  type: book\n  title: no\n  issued: 2020-01-02\n  volume: 12\n  note: 1e3\n"
    (reference,), problems = formats.read(text)
    assert not problems
    assert (reference.id, reference.title, reference.note, reference.volume) == (
        "007",
        "no",
        "1e3",
        12,
    )
    assert reference.issued.start == (2020, 1, 2)


def test_yaml_problems_have_lines() -> None:
    text = "---\nreferences:\n- id: a\n  type: book\n- id: b\n  type: nonsense\n  issued: 2020\n---\n"
    _, problems = formats.read(text, path="x.md")
    assert [(each.code, each.line) for each in problems] == [
        ("missing-year", 3),
        ("unknown-type", 5),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[" + "[" * 200_000,
        '{"a":' * 200_000,
        "references: " + "[" * 200_000,
        "references:\n" + "".join(f"{' ' * depth}- \n" for depth in range(1000)),
        "references:\n- &a [x, x]\n- &b [*a, *a]\n- [*b, *b]\n",
        "references: !!python/object/apply:os.system [true]\n- x: [",
        "[" + '{"id":' * 1000 + "{},{" * 20_000,
        '{"id": ' + "9" * 100_000 + "}",
        '[{"id": "a", "issued": {"date-parts": [[1e400, null], "x"]}}]',
    ],
)
def test_hostile_text_is_a_diagnostic_at_most(text: str) -> None:
    started = time.process_time()
    _, problems = formats.read(
        text, format="csl-yaml" if "references" in text else "csl-json"
    )
    assert problems
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "nothing in it"),
        ("  \n", "nothing in it"),
        ("hello", "no format"),
        (b"\0\1\2\3", "not a text file"),
    ],
)
def test_undetected(source: str | bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        formats.read(source)


def test_unknown_format() -> None:
    with pytest.raises(
        NotFoundError, match="no format named 'csl_json'; did you mean csl-json"
    ):
        formats.read("[]", format="csl_json")
    references, _ = formats.read("@book{k, title = {T}}", format="bibtex")
    assert [each.title for each in references] == ["T"]


@pytest.mark.parametrize(
    ("variable", "written", "bare"),
    [
        ("DOI", "https://doi.org/10.5/ABC", "10.5/ABC"),
        ("DOI", "http://dx.doi.org/10.5/a%2Fb", "10.5/a/b"),
        ("DOI", "doi:10.5/ABC", "10.5/ABC"),
        ("DOI", "DOI: 10.5/ABC", "10.5/ABC"),
        ("DOI", "doi.org/10.5/ABC", "10.5/ABC"),
        ("DOI", "10.5/a%2Fb", "10.5/a%2Fb"),
        ("DOI", "https://doi.org/", "https://doi.org/"),
        ("PMID", "PMID: 123", "123"),
        ("PMID", "https://pubmed.ncbi.nlm.nih.gov/123/", "123"),
        ("PMCID", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC12/", "PMC12"),
        ("ISBN", "ISBN 978-0-306-40615-7", "978-0-306-40615-7"),
        ("ISSN", "eISSN: 0378-5955", "0378-5955"),
    ],
)
@pytest.mark.parametrize("format", ["csl-json", "csl-yaml"])
def test_identifiers_are_read_without_what_stands_before_them(
    variable: str, written: str, bare: str, format: str
) -> None:
    text = json.dumps([{"id": "a", "type": "book", variable: written}])
    source = text if format == "csl-json" else f'{{"references": {text}}}'
    (found,), _ = formats.read(source, format=format)
    assert found.fields[variable] == bare


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ({"date-parts": [2013, 5]}, (2013, 5), None),
        ({"date-parts": [2013, 2014]}, (2013,), (2014,)),
        ({"date-parts": 2013}, (2013,), None),
        ({"date-parts": ["2013", "5"]}, (2013, 5), None),
        ({"year": 2015}, (2015,), None),
        ([{"year": 2016}], (2016,), None),
        ([{"year": 2016, "month": 3}, {"year": 2017}], (2016, 3), (2017,)),
        (2013, (2013,), None),
    ],
)
def test_dates_in_odd_shapes(written: Any, start: Any, end: Any) -> None:
    text = json.dumps([{"id": "a", "type": "book", "issued": written}])
    (found,), problems = formats.read(text, format="csl-json")
    assert (found.fields["issued"].start, found.fields["issued"].end) == (start, end)
    assert not problems


@pytest.mark.parametrize("written", ["199X", "19XX", "201X?", "19??", "1990s"])
@pytest.mark.parametrize(
    "shape", [lambda text: {"raw": text}, lambda t: {"date-parts": [t]}]
)
def test_a_decade_as_text_is_printed_as_typed(written: str, shape: Any) -> None:
    text = json.dumps([{"id": "a", "type": "book", "issued": shape(written)}])
    library = csecrefs.Library.parse(text, format="csl-json")
    assert f"({written})" in str(library.bibliography(style="apa"))
    assert any("as typed" in str(problem) for problem in library.diagnostics)


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ([{"family": "Vole"}, {"literal": "et al."}], [("Vole", ""), ("", "others")]),
        ([{"family": "al.", "given": "et"}], [("", "others")]),
        ("Vole, Ann", [("Vole", "")]),
        (["Vole, Ann", "Carl Roe"], [("Vole", ""), ("Roe", "")]),
        ([{"firstName": "Ann", "lastName": "Vole"}], [("Vole", "")]),
        ([{"given_name": "Ann", "family_name": "Vole"}], [("Vole", "")]),
        ([{"name": "Vole Society"}], [("", "Vole Society")]),
    ],
)
def test_names_as_other_programs_write_them(
    author: object, expected: list[tuple[str, str]]
) -> None:
    item = {"id": "a", "type": "book", "author": author, "issued": 2020}
    (found,), diagnostics = formats.read(json.dumps([item]), format="csl-json")
    people = found.names("author")
    assert [(each.family, each.literal) for each in people] == expected
    assert [each.code for each in diagnostics][-1] == "bad-name"


def test_the_items_of_crossref_are_read_as_meant() -> None:
    item = {
        "id": "a",
        "type": "journal-article",
        "title": ["Voles"],
        "container-title": ["The Vole", "Vole"],
        "issued": {"date-parts": [[2020]]},
    }
    (found,), diagnostics = formats.read(json.dumps([item]), format="csl-json")
    assert (found.type, found.title) == ("article-journal", "Voles")
    assert found.text("container-title") == "The Vole"
    assert sorted(each.message for each in diagnostics) == [
        "container-title has 2 texts; the first is read, not 'Vole'",
        'no CSL item type is named "journal-article"; read as article-journal',
    ]


@pytest.mark.parametrize(
    ("member", "value", "expected"),
    [
        ("issued", {"year": 2020, "month": "May"}, {"date-parts": [[2020, 5]]}),
        ("ISSN", ["1234-5678", "2345-6789"], "1234-5678 2345-6789"),
        ("keyword", ["a", "b"], "a, b"),
        ("title", ["T", "U"], "T"),
        ("author", [{"full": "Ann Vole"}], [{"literal": "Ann Vole"}]),
        ("author", [{}, {"family": ""}, {"family": "Roe"}], [{"family": "Roe"}]),
        ("type", "Book", "book"),
        ("type", "Journal Article", "article-journal"),
        ("type", "song-book", "song-book"),
    ],
)
def test_values_of_other_programs(member: str, value: Any, expected: Any) -> None:
    assert coerced.value_of(member, value, []) == expected
