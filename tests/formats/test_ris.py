"""RIS in and out."""

from __future__ import annotations

import pytest

from csecrefs.formats.losses import losses
from csecrefs.formats.tagged import ris
from csecrefs.model import Date, Name, Reference

ARTICLE = """TY  - JOUR
AU  - Okafor, Ada
A1  - Lind, Bo
T1  - Tides of a small sea
JF  - Journal of Tides
JO  - J Tides
PY  - 2019
DA  - 2019/04/02/
VL  - 12
IS  - 3
SP  - 101
EP  - 9
SN  - 1234-5679
DO  - https://doi.org/10.1234/tides
KW  - tides
KW  - seas; straits
N2  - First line.
second line.
L1  - file.pdf
ER  -
"""


def one(text: str) -> Reference:
    references, _ = ris.read(text)
    assert len(references) == 1
    return references[0]


def test_article() -> None:
    reference = one(ARTICLE)
    assert reference.id == "okafor2019"
    assert reference.type == "article-journal"
    assert reference.names("author") == (Name("Okafor", "Ada"), Name("Lind", "Bo"))
    assert reference.date() == Date((2019, 4, 2))
    expected = {
        "title": "Tides of a small sea",
        "container-title": "Journal of Tides",
        "container-title-short": "J Tides",
        "volume": "12",
        "issue": "3",
        "page": "101-109",
        "ISSN": "1234-5679",
        "DOI": "10.1234/tides",
        "keyword": "tides, seas, straits",
        "abstract": "First line.\nsecond line.",
    }
    assert {key: reference[key] for key in expected} == expected


def test_writing_gives_everything_back() -> None:
    reference = one(ARTICLE.replace("\nsecond line", " second line"))
    assert one(ris.write([reference])) == reference
    assert losses([reference], ris.write, ris.read) == []


def test_each_field_is_written_on_one_line() -> None:
    reference = one(ARTICLE)
    written = ris.write([reference])
    assert "AB  - First line. second line.\n" in written
    found = losses([reference], ris.write, ris.read)
    assert [each.variable for each in found] == ["abstract"]


@pytest.mark.parametrize(
    ("code", "tag", "variable"),
    [
        ("BOOK", "T2", "collection-title"),
        ("CHAP", "T2", "container-title"),
        ("CHAP", "T3", "collection-title"),
        ("CONF", "C3", "container-title"),
        ("THES", "SP", "number-of-pages"),
        ("RPRT", "SN", "number"),
        ("COMP", "ET", "version"),
        ("CASE", "PB", "authority"),
        ("MAP", "C1", "scale"),
    ],
)
def test_what_a_tag_means_depends_on_the_type(
    code: str, tag: str, variable: str
) -> None:
    assert (
        one(f"TY  - {code}\n{tag}  - Some words\nER  - \n").text(variable)
        == "Some words"
    )


def test_day_from_one_field_and_year_from_another() -> None:
    assert one("TY  - NEWS\nPY  - 2019\nDA  - 3 May\nER  - ").date() == Date(
        (2019, 5, 3)
    )
    assert one("TY  - JOUR\nPY  - 1998/05//May-Jun\nER  - ").date() == Date(
        (1998, 5), (1998, 6)
    )


@pytest.mark.parametrize(
    "date",
    [
        Date((2019,), (2020,)),
        Date((2019, 4), ()),
        Date((2019,), season=2),
        Date((800,), circa=True),
        Date((-44,)),
    ],
)
def test_dates_come_back(date: Date) -> None:
    reference = Reference("a", "book", {"title": "T", "issued": date})
    assert one(ris.write([reference])).date() == date


def test_labelled_notes_of_procite() -> None:
    text = "TY  - BOOK\nN1  - Record ID: 7\nVL  - 2nd ed.\nIS  - 4\nN1  - Notes: Signed\nER  - \n"
    reference = one(text)
    assert (reference.id, reference.text("edition"), reference.text("volume")) == (
        "7",
        "2nd ed.",
        "4",
    )
    assert reference.text("note") == "Signed"


def test_other_people_of_procite_contribute() -> None:
    (reference,), _ = ris.read(
        "TY  - BOOK\nN1  - Record ID: 7\nN1  - Author, Subsidiary: Cy Berg\nTI  - A\nER  - \n"
    )
    assert reference.names("contributor") == (Name("Berg", "Cy"),)


def test_scopus_writes_another_number_of_pubmed() -> None:
    references, _ = ris.read(
        "TY  - JOUR\nC2  - 24589111\nER  - \nTY  - JOUR\nC2  - PMC123\nER  - \nTY  - THESIS\nTI  - A\nER  -"
    )
    assert [(r.type, r.text("PMID"), r.text("PMCID")) for r in references] == [
        ("article-journal", "24589111", ""),
        ("article-journal", "", "PMC123"),
        ("thesis", "", ""),
    ]


def test_proceedings_are_named_where_only_journals_are_in_other_records() -> None:
    (reference,), _ = ris.read(
        "TY  - CONF\nTI  - A\nT2  - Tides 2016\nJO  - Tides 2016\nAU  - K. Lind\nER  - \n"
    )
    assert (
        reference.text("container-title")
        == reference.text("event-title")
        == "Tides 2016"
    )
    assert (
        reference.names("author") == (Name("Lind", "K."),)
        and "container-title-short" not in reference
    )


def test_trouble_is_reported_and_the_rest_read() -> None:
    text = "TY  - NOVEL\nTI  - A\nTY  - BOOK\nTI  - B\nER  - \nTI  - C\nER  - \n"
    references, diagnostics = ris.read(text, path="x.ris")
    assert [reference.text("title") for reference in references] == ["A", "B", "C"]
    assert [(d.code, d.line) for d in diagnostics] == [
        ("unknown-type", 1),
        ("unfinished-record", 1),
        ("missing-type", 6),
    ]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "empty"),
        (b"TY  - \0\0", "binary"),
        (b"TY  - BOOK\nTI  - \xe9t\xe9\nER  - ", "bad-encoding"),
    ],
)
def test_odd_bytes(source: bytes, code: str) -> None:
    _, diagnostics = ris.read(source)
    assert [diagnostic.code for diagnostic in diagnostics] == [code]


def test_what_is_lost_is_said() -> None:
    reference = Reference("a", "book", {"title": "T", "scale": "1:10"})
    assert [str(d) for d in losses([reference], ris.write, ris.read)] == [
        "a: scale is lost"
    ]


def test_detection() -> None:
    assert ris.looks_like("\n\nTY  - JOUR\nAU  - ")
    assert not ris.looks_like("PMID- 1\nTI  - A")
