"""Each decision of the RIS reader and writer, on both of its sides."""

from __future__ import annotations

import pytest

from csecrefs.formats.draft import kept
from csecrefs.formats.tagged import ris
from csecrefs.model import Date, Name, Reference


def _one(body: str, code: str = "JOUR") -> Reference:
    (found,), _ = ris.read(f"TY  - {code}\n{body}ER  - \n")
    return found


def _tags(type_: str, **fields: object) -> list[tuple[str, str]]:
    """Return the tags and values of a written record, without TY, ID and ER."""
    made = Reference("a", type_, {_variable(name): fields[name] for name in fields})
    lines = ris.write([made]).splitlines()
    return [
        (line[:2], line[6:]) for line in lines if line[:2] not in ("TY", "ID", "ER")
    ]


def _variable(name: str) -> str:
    return name.replace("_", "-")


# Reading


@pytest.mark.parametrize(
    ("code", "number", "variable"),
    [
        ("JOUR", "1234-5679", "ISSN"),
        ("BOOK", "9780124116047", "ISBN"),
        ("JOUR", "odd", "ISSN"),  # what is neither is the number of its kind
        ("BOOK", "odd", "ISBN"),
        ("RPRT", "TR-5", "number"),
        ("RPRT", "1234-5679", "ISSN"),
    ],
)
def test_standard_numbers(code: str, number: str, variable: str) -> None:
    found = _one(f"TI  - T\nSN  - {number}\n", code)
    assert {name: found.text(name) for name in ("ISBN", "ISSN", "number")} == {
        **dict.fromkeys(("ISBN", "ISSN", "number"), ""),
        variable: number,
    }


def test_the_number_of_a_report_replaces_another() -> None:
    assert _one("M1  - 3\nSN  - TR-5\n", "GOVDOC").text("number") == "TR-5"


def test_a_doi_in_the_type_of_work_is_one_and_other_words_are_the_genre() -> None:
    found = _one("TI  - T\nM3  - 10.1000/x\n")
    assert (found.text("DOI"), found.text("genre")) == ("10.1000/x", "")
    found = _one("TI  - T\nM3  - Article\n")
    assert (found.text("DOI"), found.text("genre")) == ("", "Article")
    found = _one("TI  - 10.1000/x is a title\n")
    assert (found.text("DOI"), found.text("title")) == ("", "10.1000/x is a title")


@pytest.mark.parametrize(
    ("second", "note"), [("Other", "Some"), ("Some", ""), ("", "")]
)
def test_the_last_abstract_counts_and_another_is_a_note(second: str, note: str) -> None:
    found = _one(f"TI  - T\nAB  - Some\nAB  - {second}\n")
    assert (found.text("abstract"), found.text("note")) == (second or "Some", note)


@pytest.mark.parametrize(
    ("title", "container", "event"),
    [
        ("Proceedings of the Voles", "Proceedings of the Voles", ""),
        ("Conference on Voles", "", "Conference on Voles"),
    ],
)
def test_the_title_of_a_conference_or_of_its_volume(
    title: str, container: str, event: str
) -> None:
    found = _one(f"TI  - T\nT2  - {title}\n", "CONF")
    assert found.text("container-title") == container
    assert found.text("event-title") == event


def test_a_conference_with_a_volume_of_its_own_keeps_its_name() -> None:
    found = _one("TI  - T\nT2  - Proceedings A\nC3  - Proceedings B\n", "CONF")
    assert found.text("event-title") == "Proceedings A"
    assert found.text("container-title") == "Proceedings B"


@pytest.mark.parametrize(
    ("places", "published", "held"),
    [
        ("CY  - Rome\n", "Rome", ""),
        ("C1  - Delft\n", "Delft", ""),
        ("CY  - Rome\nC1  - Delft\n", "Delft", "Rome"),
    ],
)
def test_the_places_of_a_conference(places: str, published: str, held: str) -> None:
    found = _one(f"TI  - T\n{places}", "CONF")
    assert found.text("publisher-place") == published
    assert found.text("event-place") == held
    assert "custom" not in found.extra


def test_lines_between_records_are_reported_once_at_the_first() -> None:
    record = "TY  - JOUR\nTI  - T\nER  - \n"
    found, diagnostics = ris.read(f"{record}XX  - a\nER  -\nXX  - b\nER  -\n{record}")
    assert len(found) == 2
    assert [(each.code, each.line) for each in diagnostics] == [("stray-text", 4)]


def test_a_record_is_at_the_line_of_its_first_field() -> None:
    _, diagnostics = ris.read("\nTI  - T\nAU  - A\n")
    assert [(each.code, each.line) for each in diagnostics] == [
        ("missing-type", 2),
        ("unfinished-record", 2),
    ]


def test_an_author_by_another_tag_comes_after_the_author_proper() -> None:
    # EndNote writes tags by the alphabet: A2 of a bill is an author, too.
    found = _one("A2  - Second, Ann\nAU  - First, Bo\nTI  - T\n", "BILL")
    assert [name.family for name in found.names("author")] == ["First", "Second"]


def test_the_publisher_proper_replaces_another_tag_s() -> None:
    # PB says "publisher" in every type, whatever other tags mean there.
    found = _one("TI  - T\nLA  - en\nLA  - de\nPB  - Roe\nPB  - Doe\n", "BOOK")
    assert found.text("publisher") == "Doe"
    assert found.text("language") == "en"  # the first of others counts
    assert kept(found, "ris") == {"LA": ["de"]}


def test_the_issue_proper_replaces_an_article_s_number() -> None:
    found = _one("TI  - T\nM1  - 3\nIS  - 7\n")
    assert found.text("issue") == "7"
    assert kept(found, "ris") == {"M1": ["3"]}


@pytest.mark.parametrize("fields", ["UR  - {0}\nUR  - {1}\n", "UR  - {0}\n{1}\n"])
def test_the_first_address_counts_and_others_are_kept(fields: str) -> None:
    one, other = "https://a.example/1", "https://b.example/2"
    found = _one("TI  - T\n" + fields.format(one, other))
    assert found.text("URL") == one
    assert kept(found, "ris") == {"UR": [other]}


@pytest.mark.parametrize(
    ("pages", "page", "count"),
    [
        ("SP  - 320\n", "", "320"),
        ("SP  - 12\nEP  - 31\n", "12-31", ""),
        ("SP  - 12--31\n", "12-31", ""),
    ],
)
def test_a_book_has_so_many_pages_or_is_at_some(
    pages: str, page: str, count: str
) -> None:
    found = _one(f"TI  - T\n{pages}", "BOOK")
    assert (found.text("page"), found.text("number-of-pages")) == (page, count)


@pytest.mark.parametrize(
    ("dates", "issued"),
    [
        ("PY  - 2019\nDA  - 2019/05/03\n", "2019-05-03"),  # the fuller one
        ("PY  - 2019\nDA  - 2018/05/03\n", "2019"),  # the year is PY's
        ("PY  - 2019\nDA  - May\n", "2019-05"),
        ("DA  - 2019/05/03\nPY  - soon\n", "2019-05-03"),
        ("PY  - 2019/05/03/\nY1  - 2019\n", "2019-05-03"),
        ("Y1  - 2019/05\n", "2019-05"),
        ("PY  - 2019 May\n", "2019-05"),
        ("PY  - 2019 May 3\n", "2019-05-03"),
        ("PY  - in press\n", "in press"),
        ("DA  - in press\n", "in press"),
        ("Y1  - in press\n", "in press"),
    ],
)
def test_the_date_of_three_tags(dates: str, issued: str) -> None:
    found = _one(f"TI  - T\n{dates}")
    assert str(found.date()) == issued


def test_a_date_of_another_year_is_kept_and_one_of_the_same_is_not() -> None:
    assert kept(_one("TI  - T\nPY  - 2019\nDA  - 2018/05/03\n"), "ris") == {
        "DA": ["2018/05/03"]
    }
    assert not kept(_one("TI  - T\nPY  - 2019\nDA  - 2019/05/03\n"), "ris")


@pytest.mark.parametrize(
    ("code", "genre", "item_type", "container", "series", "page"),
    [
        ("SER", "Book chapter", "chapter", "Sea", "", "12"),
        ("SER", "Conference paper", "paper-conference", "Sea", "", "12"),
        ("SER", "Whole book", "book", "", "Sea", ""),
        ("BOOK", "Chapter", "book", "", "Sea", ""),
    ],
)
def test_a_part_of_a_series_is_what_its_type_of_work_says(
    code: str, genre: str, item_type: str, container: str, series: str, page: str
) -> None:
    found = _one(f"TI  - T\nT2  - Sea\nM3  - {genre}\nSP  - 12\n", code)
    assert found.type == item_type
    assert found.text("container-title") == container
    assert found.text("collection-title") == series
    assert found.text("page") == page
    assert found.text("number-of-pages") == ("" if page else "12")


@pytest.mark.parametrize(
    ("fields", "volume_title", "journal"),
    [
        ("T2  - Special Issue on voles\nJO  - Sea\n", "Special Issue on voles", "Sea"),
        ("T2  - Voles\nJO  - Sea\nUR  - https://www.sciencedirect.com/a\n", "Voles", "Sea"),
        ("T2  - Sea\nJO  - Sea\nUR  - https://www.sciencedirect.com/a\n", "", "Sea"),
        ("T2  - Voles\nJO  - Sea\n", "", "Voles"),
        # an abbreviation is no title of a journal
        ("T2  - Special Issue on voles\nJO  - J. Sea\n", "", "Special Issue on voles"),
    ],
)  # fmt: skip
def test_a_special_issue_is_no_journal(
    fields: str, volume_title: str, journal: str
) -> None:
    found = _one(f"TI  - T\n{fields}")
    assert found.text("volume-title") == volume_title
    assert found.text("container-title") == journal


@pytest.mark.parametrize(
    ("code", "when", "variable"),
    [
        ("CONF", "3-5 May 2019", "event-date"),
        ("CONF", "2019/05/03", "accessed"),
        ("JOUR", "3-5 May 2019", "accessed"),
    ],
)
def test_the_days_of_a_conference_are_no_day_of_access(
    code: str, when: str, variable: str
) -> None:
    found = _one(f"TI  - T\nY2  - {when}\n", code)
    dates = [name for name in ("event-date", "accessed") if found.get(name)]
    assert dates == [variable]


@pytest.mark.parametrize(
    ("number", "left"), [("3", {"M1": ["3"]}), ("TR-5", {})], ids=["another", "same"]
)
def test_a_number_that_another_replaces_is_kept(
    number: str, left: dict[str, list[str]]
) -> None:
    found = _one(f"TI  - T\nM1  - {number}\nSN  - TR-5\n", "GOVDOC")
    assert found.text("number") == "TR-5"
    assert kept(found, "ris") == left


# Writing


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ({"author": [Name("Roe", "Ann")]}, "ADVS"),
        ({"director": [Name("Roe", "Ann")]}, "MPCT"),
        ({"author": [Name("Roe", "Ann")], "director": [Name("Poe", "Ed")]}, "MPCT"),
        ({}, "MPCT"),
    ],
)
def test_a_film_of_authors_alone_is_audiovisual(
    people: dict[str, list[Name]], code: str
) -> None:
    written = ris.write([Reference("a", "motion_picture", {"title": "T", **people})])
    assert written.startswith(f"TY  - {code}\n")


def test_kept_tags_are_written_again_but_for_those_of_a_record() -> None:
    found = {"XX": ["odd"], "TY": ["BOOK"], "ER": [""], "not a tag": ["x"]}
    extra = {"custom": {"ris": found}}
    made = Reference("a", "book", {"title": "T"}, extra=extra)
    assert sorted(ris.kept_fields(made)) == [("XX", "odd")]


@pytest.mark.parametrize(
    ("issued", "tags"),
    [
        (Date((2019,)), [("PY", "2019")]),
        (Date((2019, 5, 3)), [("PY", "2019"), ("DA", "2019/05/03/")]),
        (Date((800,)), [("PY", "0800")]),
    ],
)
def test_the_tags_of_a_date(issued: Date, tags: list[tuple[str, str]]) -> None:
    written = _tags("book", title="T", issued=issued)
    assert [each for each in written if each[0] in ("PY", "DA")] == tags


def test_a_year_before_christ_is_in_words() -> None:
    """RIS has years of four digits and no sign, so that there is no DA."""
    written = _tags("book", title="T", issued=Date((-43, 3)))
    assert ("PY", "Mar 43 BC") in written
    assert "DA" not in [tag for tag, _ in written]


def test_the_publisher_has_one_tag_also_where_others_mean_it() -> None:
    for type_ in ("pamphlet", "report", "book"):
        assert ("PB", "Roe") in _tags(type_, title="T", publisher="Roe")


@pytest.mark.parametrize(
    ("type_", "fields", "expected"),
    [
        ("paper-conference", {"event_place": "Rome"}, [("CY", "Rome")]),
        ("paper-conference", {"publisher_place": "Delft"}, [("CY", "Delft")]),
        (
            "paper-conference",
            {"event_place": "Rome", "publisher_place": "Delft"},
            [("C1", "Delft"), ("CY", "Rome")],
        ),
        ("book", {"publisher_place": "Delft"}, [("CY", "Delft")]),
    ],
)
def test_written_places(
    type_: str, fields: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert sorted(_tags(type_, **fields)) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (Date((2001,)), [("PY", "2001")]),
        (Date((2001, 5)), [("PY", "2001"), ("DA", "2001/05//")]),
        (Date((2001, 5, 3)), [("PY", "2001"), ("DA", "2001/05/03/")]),
        (Date((1,)), [("PY", "0001")]),
        (Date((-43,)), [("PY", "43 BC")]),
        (Date((2001,), (2002,)), [("PY", "2001"), ("DA", "2001///2001–2002")]),
    ],
)
def test_written_dates(date: Date, expected: list[tuple[str, str]]) -> None:
    assert _tags("book", issued=date) == expected


@pytest.mark.parametrize(
    ("type_", "fields", "expected"),
    [
        ("article-journal", {"page": "1-9"}, [("SP", "1"), ("EP", "9")]),
        ("article-journal", {"page": "1"}, [("SP", "1")]),
        ("book", {"page": "7"}, [("SP", "7"), ("EP", "7")]),
        ("book", {"number_of_pages": "300"}, [("SP", "300")]),
        ("article-journal", {"number_of_pages": "300"}, []),
        ("book", {}, []),
    ],
)
def test_written_pages(
    type_: str, fields: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert _tags(type_, **fields) == expected


def test_each_line_of_a_note_is_one() -> None:
    assert _tags("book", note="one\n\ntwo") == [("N1", "one"), ("N1", "two")]
