"""Choosing references by what they hold."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any

from csecrefs.model import KIND, Date, Reference
from csecrefs.text.fold import fold
from csecrefs.text.markup import without_markup

Filters = dict[str, Any]
"""What to match by name: `key`, `type`, `year`, or a CSL variable
(`container_title`).
"""


def select(
    references: Iterable[Reference], text: str, filters: Filters
) -> Iterator[Reference]:
    """The references that hold every word of `text` somewhere and match every filter.

    Text and names match when they hold the filter's text, without regard to case and
    accents; a list of texts matches when one of them does. `year` and date variables
    take a year, or a range or set of years. Raises TypeError for a filter that is no
    variable.
    """
    words = fold(text).split()
    tests = [
        _test(name, wanted)
        for name, wanted in filters.items()
        if wanted not in (None, "")
    ]
    for reference in references:
        if all(test(reference) for test in tests) and (
            not words or _holds(reference, words)
        ):
            yield reference


def _holds(reference: Reference, words: list[str]) -> bool:
    text = fold(without_markup("\n".join(_texts(reference))))
    return all(word in text for word in words)


def _texts(reference: Reference) -> Iterator[str]:
    yield reference.id
    yield reference.type
    for value in reference.fields.values():
        if isinstance(value, tuple):
            yield from map(str, value)
        else:
            yield str(value)
    for translation in reference.translations.values():
        yield translation.text


def _test(name: str, wanted: Any) -> Callable[[Reference], bool]:
    if name in ("key", "id"):
        return lambda reference: _contains(reference.id, wanted)
    if name == "type":
        kinds = {wanted} if isinstance(wanted, str) else set(wanted)
        return lambda reference: reference.type in kinds
    variable = "issued" if name == "year" else _variable(name)
    if KIND[variable] == "date":
        return lambda reference: _in_years(reference.date(variable), wanted)
    if KIND[variable] == "name":
        return lambda reference: any(
            _contains(str(person), wanted) for person in reference.names(variable)
        )
    if KIND[variable] == "number":
        return lambda reference: reference.text(variable) in _strings(wanted)
    return lambda reference: _contains(reference.text(variable), wanted)


def _variable(name: str) -> str:
    for candidate in (name, name.replace("_", "-"), name.upper()):
        if candidate in KIND:
            return candidate
    raise TypeError(f"{name!r} is no variable to search by")


def _strings(wanted: Any) -> set[str]:
    return (
        {str(wanted)}
        if isinstance(wanted, (str, int, float))
        else {str(each) for each in wanted}
    )


def _contains(text: str, wanted: Any) -> bool:
    folded = fold(without_markup(text))
    return any(fold(each) in folded for each in _strings(wanted))


def _in_years(date: Date | None, wanted: int | Container[int]) -> bool:
    if date is None or date.year is None:
        return False
    return date.year == wanted if isinstance(wanted, int) else date.year in wanted
