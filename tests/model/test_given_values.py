"""Values as callers give them: understood, or refused by name and form."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from csecrefs.errors import FieldError
from csecrefs.formats import write
from csecrefs.model import Date, Name, Reference

DOE, ROE = Name("Doe", "Jane"), Name("Roe", "Ann")
REF = Reference(
    "a", "article-journal", {"title": "On <i>Homo</i>", "issued": Date((2020, 5))}
)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("Jane Doe", (DOE,)),
        ("Doe, Jane", (DOE,)),
        ("Jane Doe and Ann Roe", (DOE, ROE)),
        ("Doe, Jane and Roe, Ann", (DOE, ROE)),
        ("Doe, Jane; Roe, Ann", (DOE, ROE)),
        ("Jane Doe & Ann Roe", (DOE, ROE)),
        (["Jane Doe", "Roe, Ann"], (DOE, ROE)),
        (("Jane Doe", {"family": "Roe", "given": "Ann"}), (DOE, ROE)),
        ([DOE, "Ann Roe"], (DOE, ROE)),
        ((name for name in [DOE]), (DOE,)),
        ({"family": "Doe", "given": "Jane"}, (DOE,)),
        (DOE, (DOE,)),
        ("Jane Doe et al.", (DOE, Name(literal="others"))),
        ("Doe, Jane and others", (DOE, Name(literal="others"))),
        ("{World Health Organization}", (Name(literal="World Health Organization"),)),
        ("World Health Organization", (Name(literal="World Health Organization"),)),
        ("Johnson & Johnson", (Name(literal="Johnson & Johnson"),)),
        ("Acme, Inc.", (Name(literal="Acme, Inc."),)),
        (
            "van Gogh, Vincent",
            (Name("Gogh", "Vincent", non_dropping_particle="van"),),
        ),
        (
            "Ludwig van Beethoven",
            (Name("Beethoven", "Ludwig", non_dropping_particle="van"),),
        ),
        ("King, Jr., Martin Luther", (Name("King", "Martin Luther", suffix="Jr."),)),
        ("Martin Luther King Jr.", (Name("King", "Martin Luther", suffix="Jr."),)),
    ],
)
@pytest.mark.parametrize("variable", ["author", "editor", "translator"])
def test_names(variable: str, given: Any, names: tuple[Name, ...]) -> None:
    if not isinstance(given, (str, list, tuple, dict, Name)):
        given = list(names)
    changed = REF.evolve(**{variable: given})
    assert changed[variable] == names
    assert Reference("a", "book", {variable: given})[variable] == names
    assert names[0].family in write([changed], "biblatex")


@pytest.mark.parametrize(
    "given",
    [
        b"Doe",
        5,
        True,
        {"Doe, Jane"},
        [None],
        [b"Doe"],
        [5],
        {"name": "Doe"},
        {"family": 5},
        [{}],
        "Jane Doe, Ann Roe and Bob Poe",
        "Food and Agriculture Organization",
        "Doe, Jane, Roe, Ann",
        'M{\\"u}ller, Jo',
        Name(),
        Date((2020,)),
    ],
)
def test_what_is_no_name_is_refused(given: Any) -> None:
    for error in (TypeError, ValueError):
        with pytest.raises(error, match=r"^author: .*"):
            REF.evolve(author=given)
    with pytest.raises(FieldError, match=r"^editor: "):
        Reference("a", "book", editor=given)


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ("2021-03", Date((2021, 3))),
        ("2021", Date((2021,))),
        (2021, Date((2021,))),
        (2021.0, Date((2021,))),
        ((2021, 3), Date((2021, 3))),
        ([2021, "3", 14], Date((2021, 3, 14))),
        (datetime.date(2021, 3, 14), Date((2021, 3, 14))),
        (datetime.datetime(2021, 3, 14, 5, 6), Date((2021, 3, 14))),
        ("2021-03-14T05:06:00Z", Date((2021, 3, 14))),
        ("2020/2021", Date((2020,), (2021,))),
        ("2020/..", Date((2020,), ())),
        ("circa 1850", Date((1850,), circa=True)),
        ("c. 1850", Date((1850,), circa=True)),
        ("1850~", Date((1850,), circa=True)),
        ("21 March 2020", Date((2020, 3, 21))),
        ("Spring 2020", Date((2020,), season=1)),
        ({"date-parts": [[2021, 3]]}, Date((2021, 3))),
        (Date(literal="in press"), Date(literal="in press")),
    ],
)
@pytest.mark.parametrize("variable", ["issued", "accessed", "original_date"])
def test_dates(variable: str, given: Any, date: Date) -> None:
    assert getattr(REF.evolve(**{variable: given}), variable) == date


@pytest.mark.parametrize(
    "given",
    [
        "in press",
        "n.d.",
        "2021-13",
        "2021-02-30",
        "32 March 2020",
        "banana 2020",
        20210314,
        0,
        True,
        b"2021",
        (2021, 13),
        (2021, 2, 30),
        (2021, 1, 1, 1),
        2021.5,
        {"date-parts": [[2020, 13]]},
        {"date-parts": [["2020", "x"]]},
        {"date-parts": [["x"]]},
        DOE,
    ],
)
def test_what_is_no_date_is_refused(given: Any) -> None:
    with pytest.raises(FieldError, match=r"^issued: .*2021-03-14"):
        REF.evolve(issued=given)


def test_a_year_sets_the_date_of_issue() -> None:
    assert REF.evolve(year=2021).issued == Date((2021, 5))
    assert REF.evolve(year="2021").year == 2021
    assert REF.evolve(year=None).issued is None
    assert Reference("a", year=2021).issued == Date((2021,))
    assert write([REF.evolve(year=2021)], "bibtex").count("year") == 1
    with pytest.raises(FieldError, match="given twice"):
        REF.evolve(year=2021, issued="2020")


@pytest.mark.parametrize("year", ["soon", 99999, True])
def test_a_wrong_year_is_refused_by_its_own_name(year: object) -> None:
    with pytest.raises(FieldError, match=r"^year: .* is no .*; give '2021-03-14'"):
        REF.evolve(year=year)
    with pytest.raises(FieldError, match=r"^issued: .* is no .*; give '2021-03-14'"):
        REF.evolve(issued=year)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("journal", "container_title"),
        ("booktitle", "container_title"),
        ("titel", "title"),
        ("authors", "author"),
        ("pages", "page"),
        ("urldate", "accessed"),
        ("pubisher", "publisher"),
        ("contaner_title", "container_title"),
    ],
)
def test_names_that_are_no_field(name: str, meant: str) -> None:
    with pytest.raises(FieldError, match=rf"^{name}: .*did you mean .*\b{meant}\b"):
        REF.evolve(**{name: "x"})
    with pytest.raises(FieldError, match=meant):
        Reference("a", "book", {name: "x"})
    with pytest.raises(FieldError, match="custom="):
        REF.evolve({name: None})


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("articel", "article-journal"),
        ("inproceedings", "paper-conference"),
        ("phdthesis", "thesis"),
        ("journal-article", "article-journal"),
        ("artcle-journal", "article-journal"),
    ],
)
def test_types_that_are_none(name: str, meant: str) -> None:
    with pytest.raises(FieldError, match=rf"^type: .*did you mean .*{meant}"):
        REF.evolve(type=name)
    with pytest.raises(FieldError, match=meant):
        Reference("a", name)


def test_other_names_of_fields_and_types() -> None:
    changed = REF.evolve({"container_title": "C", "doi": "10.5555/x"}, type="Book")
    assert (changed.type, changed["container-title"], changed["DOI"]) == (
        "book",
        "C",
        "10.5555/x",
    )


@pytest.mark.parametrize("missing", [None, "", float("nan"), [], ()])
def test_a_missing_value_takes_the_field_out(missing: Any) -> None:
    changed = REF.evolve(author="Jane Doe").evolve(author=missing)
    assert "author" not in changed
    assert "author" not in Reference("a", "book", author=missing)


@pytest.mark.parametrize("name", ["NAType", "NaTType"])
def test_what_pandas_writes_for_no_value_is_none(name: str) -> None:
    missing = type(name, (), {})()
    assert "volume" not in REF.evolve(volume=3).evolve(volume=missing)


@pytest.mark.parametrize(
    ("variable", "given", "value"),
    [
        ("volume", 12, 12),
        ("volume", 12.0, 12),
        ("volume", "12-13", "12-13"),
        ("edition", "2nd", "2nd"),
        ("title", 1984, "1984"),
        ("ISBN", 9780306406157, "9780306406157"),
        ("keyword", ["a", "b"], "a, b"),
        ("keyword", ["a, x", "b"], "a, x; b"),
    ],
)
def test_texts_and_numbers(variable: str, given: Any, value: Any) -> None:
    assert REF.evolve({variable: given})[variable] == value


@pytest.mark.parametrize(
    ("variable", "given"),
    [
        ("DOI", 5),
        ("DOI", ["10.5555/x"]),
        ("URL", 5),
        ("title", b"T"),
        ("title", ["T"]),
        ("title", True),
        ("title", DOE),
        ("volume", True),
        ("volume", [1]),
        ("volume", b"1"),
        ("volume", float("inf")),
        ("page", (1, 2)),
        ("id", None),
        ("id", "a\nb"),
        ("type", None),
        ("type", 5),
        ("custom", 5),
    ],
)
def test_values_of_the_wrong_type(variable: str, given: Any) -> None:
    with pytest.raises(FieldError, match=rf"^{variable}: "):
        REF.evolve({variable: given})


def test_fields_of_ones_own_are_under_custom() -> None:
    changed = REF.evolve(custom={"shelf": "B12"})
    assert changed.to_csl()["custom"] == {"shelf": "B12"}
    assert "custom" not in changed.evolve(custom=None).to_csl()


def test_an_attribute_is_plain_and_markup_stays() -> None:
    assert (REF.title, REF["title"]) == ("On Homo", "On <i>Homo</i>")
    assert REF.markup("title") == "On <i>Homo</i>" and REF.markup("publisher") == ""
    assert REF.evolve(volume=3).markup("title") == "On <i>Homo</i>"
    assert REF.evolve(title=REF.title).markup("title") == "On <i>Homo</i>"
    assert REF.evolve(title="a < b").title == "a < b"
    with pytest.raises(FieldError, match="title"):
        REF.markup("titel")


def test_a_value_of_a_wrong_shape_that_was_read_is_replaced() -> None:
    read = Reference.read_csl({"id": "a", "type": "book", "author": "Doe"})
    assert read.evolve(author="Jane Doe").to_csl()["author"] == [
        {"family": "Doe", "given": "Jane"}
    ]


def test_names_and_dates_by_themselves() -> None:
    assert Name("Doe, Jane") == Name.parse("Jane Doe") == DOE
    assert Name.parse_list("Jane Doe and Ann Roe") == (DOE, ROE)
    assert Date(2021) == Date("2021") == Date.parse("2021") == Date((2021,))
    assert Date(2021, 3, 14) == Date("2021-03-14") == Date(datetime.date(2021, 3, 14))
    assert Date("2020/2021").end == (2021,)
    for wrong in ("", "x", "in press"):
        with pytest.raises(ValueError, match="date"):
            Date.parse(wrong)
    with pytest.raises(TypeError):
        Name(5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="empty"):
        Name.parse(" ")


def test_the_parts_of_a_record_are_completed() -> None:
    assert {"container_title", "author", "DOI", "evolve"} <= set(dir(REF))
    assert REF._ipython_key_completions_() == ["title", "issued"]
    assert "<td>On Homo</td>" in REF._repr_html_()


@pytest.mark.parametrize(
    ("member", "value", "wanted"),
    [
        ("author", "Doe, Jane; Roe, Ann", "Jane Doe; Ann Roe"),
        ("editor", ["Jane Doe", {"literal": "The Board"}], "Jane Doe; The Board"),
        ("translator", {"family": "Doe", "given": "Jane"}, "Jane Doe"),
        ("issued", "2020-05", "2020-05"),
        ("accessed", {"year": 2020, "month": 5}, "2020-05"),
        ("issued", [2020, 5], "2020-05"),
        ("issued", {"raw": "in press"}, "in press"),
        ("url", "https://example.org", "https://example.org"),
        ("publisher", None, ""),
        ("original-title", [], ""),
        ("issued", {"date-parts": []}, ""),
    ],
)
def test_a_member_of_an_item_is_understood(
    member: str, value: object, wanted: str
) -> None:
    found = Reference.from_csl({"id": "a", "type": "book", member: value})
    given = list(found.fields.values())
    if isinstance(next(iter(given), None), tuple):
        given = ["; ".join(map(str, given[0]))]
    assert "".join(map(str, given)) == wanted
    assert not found.extra


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({"author": [{"famly": "Doe"}]}, "author: 'famly' .* family"),
        ({"editor": [{"family": "Doe", "first": "Jane"}]}, "'first' .* given"),
        ({"author": [{"surname": "Doe"}]}, "family"),
        ({"issued": {"date-part": [[2020]]}}, "issued: .*date-parts"),
        ({"issued": True}, "issued: True is no date"),
        ({"author": 5}, "author: 5 is no name"),
        ({"title": ["T"]}, r"title: \['T'\] is no text"),
        ({"volume": True}, "volume: True is no number"),
        ({"titel": "T"}, "titel: .* title"),
        ({"journal": "J"}, "journal: .* container_title"),
        ({"type": "articel"}, "articel"),
        ({"type": "inproceedings"}, "paper-conference"),
        ({"URL": "a", "url": "b"}, "URL is given twice"),
        ({5: "a"}, "5 is no field"),
    ],
)
def test_a_member_of_an_item_is_refused(item: dict[Any, Any], said: str) -> None:
    with pytest.raises(FieldError, match=said):
        Reference.from_csl({"id": "a", **item})


def test_members_of_other_programs_are_given_back() -> None:
    item = {
        "id": "a",
        "type": "book",
        "author": [{"family": "Doe", "ORCID": "0"}],
        "issued": {"season": 1, "mood": "x"},
        "score": 1.5,
        "published": {"date-parts": [[2020]]},
        "custom": {"tag": "kept"},
    }
    assert Reference.from_csl(item).to_csl() == item


def test_an_attribute_nearly_spelt_names_the_one_that_is_meant() -> None:
    for wrong, meant in [("titel", "title"), ("journal", "container_title")]:
        with pytest.raises(AttributeError, match=f"did you mean {meant}"):
            getattr(REF, wrong)
    assert not hasattr(REF, "_titel") and not hasattr(REF, "shelf")


@pytest.mark.parametrize(
    ("given", "item"),
    [
        ({"volume": Decimal("3")}, {"volume": 3}),
        ({"volume": " 3 "}, {"volume": "3"}),
        (
            {"author": "J. Doe and A. Roe"},
            {
                "author": [
                    {"family": "Doe", "given": "J."},
                    {"family": "Roe", "given": "A."},
                ]
            },
        ),
    ],
)
def test_values_of_other_programs(given: dict[str, Any], item: dict[str, Any]) -> None:
    made = Reference("a", "book").evolve(given)
    assert made.to_csl() == {"id": "a", "type": "book", **item}


@pytest.mark.parametrize("author", ["J. Doe, A. Roe", "J.-P. Doe, Ann Roe"])
def test_two_persons_are_not_one(author: str) -> None:
    with pytest.raises(TypeError, match=r"author: .* may be two names"):
        Reference("a", "book", author=author)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("jornal", "container_title"),
        ("tags", "keyword"),
        ("citekey", "id"),
        ("link", "URL"),
    ],
)
def test_words_for_fields(name: str, meant: str) -> None:
    with pytest.raises(TypeError, match=f"did you mean {meant}"):
        Reference("a", "book").evolve({name: "x"})
    # Other programs' items have members of these names.
    if name != "jornal":
        assert Reference.from_csl({"id": "a", name: "x"}).extra[name] == "x"


def test_items_of_tables() -> None:
    item = {
        "id": None,
        "type": float("nan"),
        "volume": 3.0,
    }
    made = Reference.from_csl(item)
    assert (made.id, made.type, made["volume"]) == ("", "document", 3)


def test_an_identifier_of_an_item_is_printed_as_the_item_has_it() -> None:
    """As citeproc-js does; given to the constructor, it is bare."""
    address = "https://doi.org/10.5/x"
    assert Reference.from_csl({"id": "a", "DOI": address}).doi == address
    assert Reference("a", "book", DOI=address).doi == "10.5/x"


def test_a_row_of_a_table_has_a_year() -> None:
    made = Reference.from_csl({"id": "a", "year": 2020.0, "title": "T"})
    assert (made.year, made.extra) == (2020, {})
    item = {"id": "a", "year": 2020, "issued": {"date-parts": [[2019]]}}
    assert Reference.from_csl(item).year == 2019
    with pytest.raises(FieldError, match="issued: 'soon' is no date"):
        Reference.from_csl({"id": "a", "year": "soon"})


@pytest.mark.parametrize("text", ["Jane Doe and Ann Roe", "Doe, Jane; Roe, Ann"])
def test_several_names_are_not_one(text: str) -> None:
    with pytest.raises(ValueError, match="is more than one name"):
        Name.parse(text)
    assert len(Name.parse_list(text)) == 2


def test_bodies_with_and_are_one_name() -> None:
    for body in ("{Sun and Sea}", "Food and Agriculture Organization"):
        assert Name.parse(body).literal == body.strip("{}")


def test_numpy_and_pandas() -> None:
    numpy, pandas = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    book = Reference("a", "book")
    assert book.evolve(issued=numpy.datetime64("2020-03-04")).year == 2020
    assert book.evolve(issued=numpy.datetime64("NaT")).issued is None
    assert type(book.evolve(title=numpy.str_("T"))["title"]) is str
    assert book.evolve(id=numpy.int64(4)).id == "4"
    for part in ("id", "type"):
        with pytest.raises(TypeError, match=f"{part}: <NA> is no"):
            book.evolve({part: pandas.NA})


def test_a_reference_says_how_it_is_changed() -> None:
    book = Reference("a", "book", title="T")
    for name, meant in (
        ("title", "title"),
        ("journal", "container_title"),
        ("qq", "title"),
    ):
        with pytest.raises(AttributeError, match=rf"ref.evolve\({meant}=...\) gives"):
            setattr(book, name, "x")
        with pytest.raises(AttributeError, match="not changed in place"):
            delattr(book, name)
    assert book.title == "T"


def test_a_reference_is_shown_as_it_is_made() -> None:
    book = Reference("a", "book", {"title": "T", "author": "Doe, Jane", "issued": 2020})
    shown = repr(book.evolve(custom={"shelf": "B"}))
    assert shown.startswith("Reference('a', 'book', {'title': 'T', 'author': (Name(")
    assert shown.endswith("}, extra={'custom': {'shelf': 'B'}})")
    assert (
        eval(repr(book), {"Reference": Reference, "Name": Name, "Date": Date}) == book
    )


def test_a_name_is_added_before_the_others() -> None:
    book = Reference("a", "book", author="Doe, Jane and others")
    longer = book.evolve(author=[*book.names("author"), "Roe, Ann"])
    assert [each.family or each.literal for each in longer.names("author")] == [
        "Doe",
        "Roe",
        "others",
    ]
