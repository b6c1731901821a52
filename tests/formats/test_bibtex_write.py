"""Records to .bib files, and back into the same records."""

from __future__ import annotations

import pytest

from csecrefs.formats.bibtex import parse, read, write
from csecrefs.formats.bibtex.pandoc import sentence_case, to_items
from csecrefs.formats.bibtex.typed import typed_field
from csecrefs.model import ITEM_TYPES, Date, Name, Reference, Translation

FULL = Reference(
    "k1",
    "article-journal",
    {
        "title": 'On <i>E. coli</i> & <span class="nocase">DNA</span>: 100 % of {it}',
        "author": (Name("Curie", "Marie"), Name(literal="WHO")),
        "container-title": "Annals",
        "volume": "12",
        "issue": "3",
        "page": "150-157",
        "issued": Date(start=(2018, 6, 5)),
        "accessed": Date(start=(2020,)),
        "DOI": "10.1000/a_b",
        "URL": "https://example.org/a_b%20c?d=e&f",
        "language": "ro",
        "note": 'Straight \' and curly ’ "quotes" – dashes — H<sub>2</sub>O',
        "medium": "print",
        "compiler": (Name("B", "C"),),
        "submitted": Date(start=(2017, 1)),
    },
    {"title": Translation("The translation", "en")},
    {"biblatex": {"mood": "\\emph{curious}"}},
)


def back(reference: Reference, **how: str) -> Reference:
    references, _ = read(write([reference], **how))  # type: ignore[arg-type]
    assert len(references) == 1
    return references[0]


def test_everything_comes_back() -> None:
    assert back(FULL) == FULL


@pytest.mark.parametrize("type_", sorted(ITEM_TYPES))
def test_every_type_comes_back(type_: str) -> None:
    fields = {
        "title": "T",
        "container-title": "C",
        "publisher": "P and Q; R",
        "number": "7",
    }
    reference = Reference("k", type_, {**fields, "issued": Date(start=(2000,))})
    assert back(reference).to_csl() | {"biblatex": 0} == reference.to_csl() | {
        "biblatex": 0
    }


def test_bibtex_itself_gets_its_own_words() -> None:
    written = write([FULL], dialect="bibtex")
    assert "journal = {Annals}" in written
    assert "year = {2018},\n  month = jun,\n" in written
    thesis = Reference("t", "thesis", {"genre": "Master’s thesis", "publisher": "Uni"})
    assert write([thesis], dialect="bibtex").startswith(
        "@mastersthesis{t,\n  type = {Master’s thesis},\n  school"
    )


def test_braces_of_an_address_become_percent_codes() -> None:
    reference = Reference("k", "webpage", {"URL": "https://example.org/{a"})
    assert back(reference).url == "https://example.org/%7Ba"


def test_a_volume_of_a_larger_work() -> None:
    fields = {"title": "Whole", "volume-title": "Part", "volume": "2"}
    assert "maintitle = {Whole}" in write([Reference("k", "book", fields)])
    assert dict(back(Reference("k", "book", fields)).fields) == fields


def test_keys_that_bibtex_cannot_hold_are_made_so_that_it_can() -> None:
    assert [
        entry.key
        for entry in parse(write([Reference("Smith, 2000 {a}", "book")])).entries
    ] == ["Smith-2000-a-"]


def test_a_broken_value_is_written_with_its_braces_paired() -> None:
    references, _ = read("@misc{k, year = 2000, mood = {open, other = {}\n}")
    assert parse(write(references)).diagnostics == []


@pytest.mark.parametrize(
    ("title", "turned"),
    [
        ("The Effects of Rain", "The effects of rain"),
        ("What Now? Again And Again", "What now? Again and again"),
        (
            'Rain: A New <span class="nocase">Paris</span> Study',
            "Rain: A new Paris study",
        ),
        (
            "The DNA of an iPhone and <i>Homo Sapiens</i>",
            "The DNA of an iPhone and <i>homo sapiens</i>",
        ),
        ("On X<sup>Th</sup> Things", "On x<sup>Th</sup> things"),
    ],
)
def test_sentence_case(title: str, turned: str) -> None:
    assert sentence_case(title) == turned


def test_items_by_the_conventions_of_pandoc() -> None:
    (item,) = to_items(
        parse(
            """@article{k, author = {van Dam, Bo}, title = {Big Title: Of {Mice}}, date = {2001-22},
               langid = {english}, institution = {I}, publisher = {P}, note = {$x^2$}, eid = {7}}"""
        )
    )
    assert item == {
        "id": "k",
        "type": "article-journal",
        "author": [{"family": "Dam", "given": "Bo", "dropping-particle": "van"}],
        "issued": {"date-parts": [[2001, 22]]},
        "title": "Big title: Of Mice",
        "title-short": "Big title",
        "publisher": "I; P",
        "note": "$x^2$",
        "language": "en-US",
    }


def test_fields_by_their_types() -> None:
    assert typed_field("author", "A, B and C") == (Name("A", "B"), Name("C"))
    assert typed_field("location", "Paris and {Rio and Co}") == ("Paris", "Rio and Co")
    assert typed_field("keywords", "a, b;c") == ("a", "b", "c")
    assert typed_field("url", r"http://x.org/a{\_}b\%20c") == "http://x.org/a_b%20c"
    assert typed_field("month", "Mar.") == "3"
    assert typed_field("title", "{A} b") == '<span class="nocase">A</span> b'
    assert typed_field("abstract", r"\alpha") == "α"


def test_lines_of_a_note_are_paragraphs_in_tex() -> None:
    reference = Reference("k", "book", {"note": "Medium: print\nSize: large"})
    assert "note = {Medium: print\n\nSize: large}" in write([reference])
    assert back(reference) == reference


@pytest.mark.parametrize(
    "item_type", ["webpage", "dataset", "patent", "legal_case", "article-journal"]
)
def test_bibtex_tells_a_type_it_has_not(item_type: str) -> None:
    written = write([Reference("a", item_type, {"title": "A"})], dialect="bibtex")
    assert read(written)[0][0].type == item_type
    assert ("entrysubtype" in written) == (item_type != "article-journal")


@pytest.mark.parametrize(
    ("dialect", "kind"), [("biblatex", "eprinttype"), ("bibtex", "archiveprefix")]
)
def test_an_arxiv_number_is_an_eprint(dialect: str, kind: str) -> None:
    preprint = Reference(
        "a", "article", {"title": "Tides", "number": "arXiv:2101.00001v2"}
    )
    written = write([preprint], dialect=dialect)
    assert "eprint = {2101.00001v2}" in written and f"{kind} = {{arXiv}}" in written
    assert back(preprint, dialect=dialect).text("number") == "arXiv:2101.00001v2"
