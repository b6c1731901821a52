"""References: to and from CSL-JSON, changed copies, and how their variables read."""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs.model import KIND, Date, Name, Reference, Translation

ITEMS: list[dict[str, Any]] = [
    {"id": "a", "type": "book"},
    {
        "id": "a",
        "type": "book",
        "title": "T",
        "volume": 3,
        "edition": "2nd",
        "DOI": "10.5555/12345678",
    },
    {
        "id": "a",
        "type": "book",
        "author": [{"family": "Doe", "given": "Jane"}, {"literal": "The Board"}],
    },
    {
        "id": "a",
        "type": "book",
        "issued": {"date-parts": [[2020, 5]]},
        "accessed": {"raw": "today"},
    },
    {
        "id": "a",
        "type": "book",
        "unheard-of": {"deep": [1, 2]},
        "also unknown": None,
        "number": [1],
    },
    {
        "id": "a",
        "type": "made-up type",
        "author": "not a list",
        "issued": "2020",
        "title": ["a", "list"],
    },
    {
        "id": "a",
        "type": "book",
        "author": [{"family": "Doe", "ORCID": "0"}],
        "issued": {"season": 1, "mood": "x"},
    },
    {
        "id": "a",
        "type": "book",
        "title": "Orașul",
        "custom": {
            "translations": {"title": {"text": "The City", "language": "en"}},
            "tag": "kept",
        },
    },
]


@pytest.mark.parametrize("item", ITEMS)
def test_round_trip(item: dict[str, Any]) -> None:
    """Whatever an item held is given back: unknown fields and values of another shape
    too.
    """
    assert Reference.read_csl(item).to_csl() == item


def test_values_of_another_shape_are_no_fields() -> None:
    reference = Reference.read_csl(
        {"id": "a", "author": "Doe", "issued": "2020", "title": ["T"], "volume": True}
    )
    assert not reference.fields and set(reference.extra) == {
        "author",
        "issued",
        "title",
        "volume",
    }


def test_translations() -> None:
    reference = Reference.from_csl(ITEMS[-1])
    assert reference.translations == {"title": Translation("The City", "en")}
    assert reference.extra == {"custom": {"tag": "kept"}}


def test_ids_become_text_and_types_have_a_default() -> None:
    reference = Reference.from_csl({"id": 7})
    assert (reference.id, reference.type) == ("7", "document")
    assert Reference.from_csl({}).id == ""


READ = Reference.from_csl(
    {"id": "a", "DOI": "10.5555/x", "container-title": "C", "volume": 3}
)


def test_a_variable_is_read_by_its_name_in_csl_or_in_python() -> None:
    assert READ["container-title"] == "C"
    assert READ.container_title == "C"
    assert READ.get("container-title") == "C"
    assert READ.DOI == "10.5555/x"
    assert READ.doi == "10.5555/x"
    assert READ.text("volume") == "3"


def test_a_variable_that_is_not_there() -> None:
    assert READ.publisher is None
    assert READ.get("publisher", "-") == "-"
    assert READ.text("publisher") == ""
    assert READ.names("author") == ()
    assert READ.date() is None
    assert READ.year is None
    with pytest.raises(KeyError):
        READ["publisher"]


def test_the_variables_that_are_there() -> None:
    assert "volume" in READ
    assert "issue" not in READ
    assert list(READ) == ["DOI", "container-title", "volume"]


def test_what_is_no_variable_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="colour"):
        _ = READ.colour


def test_evolve() -> None:
    reference = Reference.from_csl(
        {"id": "a", "type": "book", "title": "T", "volume": 3, "x": 1}
    )
    changed = reference.evolve(
        {"container-title": "C"}, id="b", type="chapter", title=None, volume="4"
    )
    assert changed.to_csl() == {
        "id": "b",
        "type": "chapter",
        "container-title": "C",
        "volume": "4",
        "x": 1,
    }
    assert reference.title == "T" and reference.id == "a"


def test_evolve_takes_names_dates_and_initialisms() -> None:
    names = [Name(family="Doe")]
    changed = Reference("a").evolve(
        author=names, issued=Date((2020,)), doi="10.5555/x", issn="1234"
    )
    assert changed["author"] == (Name(family="Doe"),) and changed.year == 2020
    assert changed["DOI"] == "10.5555/x" and changed["ISSN"] == "1234"


def test_evolve_of_translations_and_extra() -> None:
    changed = Reference("a").evolve(
        translations={"title": Translation("T", "en")}, extra={"x": 1}
    )
    assert changed.to_csl() == {
        "id": "a",
        "type": "document",
        "x": 1,
        "custom": {"translations": {"title": {"text": "T", "language": "en"}}},
    }


def test_references_cannot_be_changed() -> None:
    reference = Reference.from_csl({"id": "a", "title": "T"})
    with pytest.raises(AttributeError):
        reference.id = "b"  # type: ignore[misc]
    with pytest.raises(TypeError):
        reference.fields["title"] = "U"  # type: ignore[index]


def test_references_are_equal_by_what_they_hold() -> None:
    one, other = (Reference.from_csl({"id": "a", "title": "T"}) for _ in range(2))
    assert one == other and hash(one) == hash(other) and one != one.evolve(title="U")


def test_every_variable_has_one_kind() -> None:
    assert set(KIND.values()) == {"standard", "number", "name", "date"}
    assert {KIND[name] for name in ("title", "volume", "author", "issued")} == set(
        KIND.values()
    )
