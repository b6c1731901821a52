"""The attributes that type checkers see are the variables that there are."""

from __future__ import annotations

import inspect

import pytest

from csecrefs import Library, Reference
from csecrefs.model.attributes import VariableAttributes
from csecrefs.model.fields import attribute, variable_named
from csecrefs.model.variables import KIND

TYPES = {
    "standard": "str | None",
    "number": "str | int | float | None",
    "name": "tuple[Name, ...] | None",
    "date": "Date | None",
}


def test_every_variable_has_its_attribute() -> None:
    listed = VariableAttributes.__annotations__
    assert {attribute(name) for name in KIND} <= listed.keys()
    for name, annotation in listed.items():
        variable = variable_named(name)
        assert variable is not None and annotation == TYPES[KIND[variable]], name


def test_an_attribute_is_the_value_or_none() -> None:
    book = Reference("a", "book", title="On <i>T</i>", volume=3, issued=2020)
    for name in VariableAttributes.__annotations__:
        getattr(book, name)
    assert (book.title, book.volume, book.doi, book.author) == ("On T", 3, None, None)
    with pytest.raises(AttributeError, match="did you mean container_title"):
        getattr(book, "journal")  # noqa: B009 - type checkers refuse it


def test_methods_name_all_their_keywords() -> None:
    for name, method in inspect.getmembers(Library, inspect.isfunction):
        if name.startswith("_"):
            continue
        for parameter in inspect.signature(inspect.unwrap(method)).parameters.values():
            if parameter.kind is inspect.Parameter.VAR_KEYWORD:
                # Unpack[...] of a TypedDict, which editors complete.
                assert "Unpack[" in str(parameter.annotation), f"{name}: {parameter}"
