"""CITATION.cff, Hayagriva, CSV and Word's bibliography."""

from __future__ import annotations

from types import ModuleType

import pytest

from csecrefs import formats
from csecrefs.formats import csv
from csecrefs.formats.csl import yaml as csl_yaml
from csecrefs.formats.xml import word as word_xml
from csecrefs.formats.yaml import cff, hayagriva
from csecrefs.model import Date, Name, Reference

CFF = """cff-version: 1.2.0
message: Cite it
title: Tide tables
version: 2.1
date-released: 2020-05-06
authors:
  - family-names: Lind
    given-names: Bo
    name-particle: van
  - name: Tide Group
preferred-citation:
  type: article
  title: On tides
  authors: [{family-names: Berg, given-names: Cy}]
  journal: Journal of Tides
  start: 1
  end: 9
  year: 2019
"""


def test_cff() -> None:
    (work, paper), diagnostics = cff.read(CFF)
    assert diagnostics == []
    assert work.names("author") == (
        Name("Lind", "Bo", non_dropping_particle="van"),
        Name(literal="Tide Group"),
    )
    assert (work.type, work.text("version"), work.date()) == (
        "software",
        "2.1",
        Date((2020, 5, 6)),
    )
    assert (paper.type, paper.text("page"), paper.year) == (
        "article-journal",
        "1-9",
        2019,
    )


def test_cff_bad_yaml() -> None:
    references, (diagnostic,) = cff.read(
        "cff-version: 1.2.0\ntitle: [", path="CITATION.cff"
    )
    assert (references, diagnostic.code, diagnostic.line) == ([], "bad-yaml", 2)


HAYAGRIVA = """harry:
  type: article
  title: {value: "On {Tides}", short: Tides}
  author: ["Lind, Bo", {name: Berg, given-name: Cy, prefix: van}]
  date: 2019-04
  page-range: 1-9
  serial-number: {doi: 10.1234/t}
  url: {value: "https://example.org", date: 2020-01-02}
  parent:
    type: periodical
    title: Journal of Tides
    volume: 3
    issue: 4
nothing: 7
"""


def test_hayagriva() -> None:
    (reference,), (diagnostic,) = hayagriva.read(HAYAGRIVA)
    assert (diagnostic.code, diagnostic.key) == ("bad-record", "nothing")
    assert reference.names("author") == (
        Name("Lind", "Bo"),
        Name("Berg", "Cy", non_dropping_particle="van"),
    )
    assert reference.date("accessed") == Date((2020, 1, 2))
    expected = {
        "title": "On Tides",
        "title-short": "Tides",
        "container-title": "Journal of Tides",
        "volume": "3",
    }
    assert {key: reference[key] for key in expected} == expected
    assert reference.type == "article-journal"


def test_yaml_aliases_cost_nothing() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n"
        for i in range(24)
    )
    references, diagnostics = hayagriva.read(bomb)
    assert references == [] and diagnostics


def test_csv_of_others() -> None:
    text = (
        "\ufeffAuthors;Title;Year;Source title;Page start;Page end;DOI;Document Type\n"
        '"Lind, Bo; Berg, Cy";"Tides; a study";2019;Journal of Tides;1;9;https://doi.org/10.1234/t;Article\n;;;;;;;\n'
    )
    (reference,), diagnostics = csv.read(text)
    assert diagnostics == []
    assert reference.names("author") == (Name("Lind", "Bo"), Name("Berg", "Cy"))
    expected = {"title": "Tides; a study", "page": "1-9", "DOI": "10.1234/t"}
    assert {key: reference[key] for key in expected} == expected
    assert (reference.type, reference.year) == ("article-journal", 2019)


def test_no_cell_is_a_formula() -> None:
    reference = Reference("=cmd", "book", {"title": "=1+1", "note": "@x"})
    written = csv.write([reference])
    assert "\n'=cmd,book,'@x,'=1+1\n" in written
    (again,), _ = csv.read(written)
    assert (again.text("title"), again.text("note")) == ("=1+1", "@x")


def test_too_many_cells_are_said() -> None:
    references, (diagnostic,) = csv.read("title,doi\na,b,c\n")
    assert (len(references), diagnostic.code, diagnostic.line) == (1, "bad-row", 2)


def test_word() -> None:
    source = (
        "<b:Sources xmlns:b='http://schemas.openxmlformats.org/officeDocument/2006/bibliography'><b:Source>"
        "<b:Tag>Lin99</b:Tag><b:SourceType>BookSection</b:SourceType><b:Title>Tides</b:Title>"
        "<b:BookTitle>Waters</b:BookTitle><b:Year>1999</b:Year><b:Month>May</b:Month><b:LCID>1044</b:LCID>"
        "<b:Author><b:Author><b:NameList><b:Person>"
        "<b:Last>Lind</b:Last><b:First>Bo</b:First><b:Middle>C.</b:Middle>"
        "</b:Person></b:NameList></b:Author><b:BookAuthor><b:Corporate>Tide "
        "Group</b:Corporate></b:BookAuthor>"
        "</b:Author><b:City>Oslo</b:City><b:CountryRegion>Norway</b:CountryRegion></b:Source></b:Sources>"
    )
    (reference,), _ = word_xml.read(source)
    assert (reference.id, reference.type, reference.date()) == (
        "Lin99",
        "chapter",
        Date((1999, 5)),
    )
    assert reference.names("author") == (Name("Lind", "Bo C."),)
    assert reference.names("container-author") == (Name(literal="Tide Group"),)
    expected = {
        "container-title": "Waters",
        "publisher-place": "Oslo, Norway",
        "language": "nb-NO",
    }
    assert {key: reference[key] for key in expected} == expected


@pytest.mark.parametrize("module", [cff, csl_yaml, hayagriva])
def test_what_stands_twice_is_written_twice(module: ModuleType) -> None:
    """YAML's aliases for it would be refused by readers, our own among them."""
    first = Reference(
        "a",
        "book",
        {"title": "Sand", "author": (Name("Lind", "Bo"),)},
        extra={"x-own": [1]},
    )
    written = module.write([first, first.evolve(id="b")])
    references, diagnostics = module.read(written)
    assert [each.title for each in references] == ["Sand", "Sand"]
    assert "&" not in written and not any(
        each.severity == "error" for each in diagnostics
    )


def test_a_table_whose_headings_are_no_csv_is_told() -> None:
    _, diagnostics = csv.read("title,type," + "x" * 2_000_000 + "\n1,2,3\n", path="x")
    assert next((each.code, each.line) for each in diagnostics) == ("bad-row", 1)


def authors_of(table: str) -> list[tuple[str, str]]:
    (found,), _ = formats.read(table, format="csv")
    return [(each.literal or each.family, each.given) for each in found.names("author")]


def test_names_in_tables_of_databases() -> None:
    scopus = 'Authors,Title,Year\n"Vole A.B.; de la Cruz M.",A,2001\n'
    assert authors_of(scopus) == [("Vole", "A. B."), ("de la Cruz", "M.")]
    pubmed = 'PMID,Title,Authors,Journal/Book\n1,A,"Vole AB, Roe C.",Oars\n'
    assert authors_of(pubmed) == [("Vole", "A. B."), ("Roe", "C.")]
    zotero = (
        'Key,Item Type,Author,Title\nK,book,"Vole, Ann; World Health Organization",A\n'
    )
    assert authors_of(zotero) == [("Vole", "Ann"), ("World Health Organization", "")]
    plain = 'Author,Title\n"Ann Vole; Carl van Roe",A\n'
    assert authors_of(plain) == [("Vole", "Ann"), ("van Roe", "Carl")]


def test_the_type_of_zotero_stands_beside_its_item_type() -> None:
    table = "Key,Item Type,Title,Type\nK,thesis,A,PhD thesis\n"
    (found,), _ = formats.read(table, format="csv")
    assert (found.type, found.genre) == ("thesis", "PhD thesis")


def test_pandoc_yaml_with_markdown_and_dates_in_parts() -> None:
    source = (
        "- id: a\n  type: book\n  title: '*Vole* and H~2~O, [NASA]{.nocase}, 2 \\* 3'\n"
        "  issued: [{year: 1998, month: 3}, {year: 1999}]\n"
    )
    (found,), _ = formats.read(source)
    wanted = '<i>Vole</i> and H<sub>2</sub>O, <span class="nocase">NASA</span>, 2 * 3'
    assert found.text("title") == wanted
    assert found.to_csl()["issued"] == {"date-parts": [[1998, 3], [1999]]}
    (again,), _ = formats.read(formats.write([found], "csl-yaml"))
    assert again.text("title") == found.text("title")


def test_odd_dates_and_names_of_csl_json() -> None:
    source = (
        '[{"id": "a", "type": "book", "author": [{"name": "X Corp"}],'
        ' "issued": {"date-parts": [2020, 5]}}]'
    )
    (found,), diagnostics = formats.read(source, format="csl-json")
    assert found.to_csl()["issued"] == {"date-parts": [[2020, 5]]}
    assert found.names("author")[0].literal == "X Corp"
    assert [each.code for each in diagnostics] == ["bad-name"]


def test_pandoc_yaml_with_smart_signs_code_and_blocks_of_lines() -> None:
    source = (
        "references:\n- id: a\n  type: book\n  title: |\n    The `a*b` --- a\n"
        "    [vole](https://a.example) of ~~1999~~ 2000--2001...\n"
        "  note: |\n    one\n    two\n"
    )
    (found,), _ = formats.read(source)
    assert found.text("title") == "The a*b — a vole of 1999 2000–2001…"
    assert found.text("note") == "one\ntwo"


@pytest.mark.parametrize("title", ["a -- b", "a --- b...", "a*b and `c`", "1 - 2 . 3"])
def test_signs_in_a_title_are_escaped_for_pandoc(title: str) -> None:
    (found,), _ = formats.read(f'[{{"id":"a","type":"book","title":"{title}"}}]')
    (again,), _ = formats.read(formats.write([found], "csl-yaml"))
    assert again.text("title") == title


def test_hayagriva_has_the_conference_of_the_proceedings() -> None:
    source = (
        "a:\n  type: Article\n  title: Talk\n  parent:\n    type: Proceedings\n"
        "    title: Proc\n    parent: {type: Conference, title: Voles 12,"
        " location: Rome, date: 2012-05}\n"
    )
    (found,), _ = formats.read(source)
    assert found.type == "paper-conference"
    assert found.text("event-title") == "Voles 12"
    assert str(found.date()) == str(found.date("event-date")) == "2012-05"


def test_citation_files_keep_other_addresses_and_the_days_of_a_conference() -> None:
    source = (
        "cff-version: 1.2.0\nmessage: m\ntitle: S\ntype: software\n"
        "authors: [{name: V}]\nurl: https://v.example\n"
        "repository-code: https://git.example/v\ncommit: abc\nreferences:\n"
        "- {type: conference-paper, title: T, authors: [{name: V}], conference:"
        " {name: C, date-start: 2012-05-03, date-end: 2012-05-05}}\n"
    )
    (work, talk), _ = formats.read(source)
    assert work.extra["custom"]["cff"] == {
        "repository-code": ["https://git.example/v"],
        "commit": ["abc"],
    }
    assert str(talk.date("event-date")) == "2012-05-03/2012-05-05"
