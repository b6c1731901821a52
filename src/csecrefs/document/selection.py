"""Choosing references by what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from csecrefs.errors import FieldError
from csecrefs.model import KIND, Date, Reference
from csecrefs.model.bare import IDENTIFIERS, bare_identifier
from csecrefs.model.fields import item_type, unknown_field, variable_named
from csecrefs.model.name import listed
from csecrefs.model.reference import without_markup
from csecrefs.patterns import regex
from csecrefs.text.fold import fold
from csecrefs.tuples import NamedTuple

if TYPE_CHECKING:
    from csecrefs.document.results import Row

# A year or a range, open on one side perhaps: "2015", "2015-2022", "-1999".
_YEARS: Final = regex(
    r"(?P<first>\d{1,4})?\s*(?P<dash>[-–])?\s*(?P<last>\d{1,4})?", re.ASCII
)


def select(
    references: Iterable[Reference], text: str, filters: Mapping[str, Any]
) -> Iterator[Reference]:
    """Yield the references that have every word of `text` somewhere and match every
    filter.

    Text and names match when they have the filter's text in them, without regard to
    case and accents; a list of texts matches when one of them does. `year` and date
    variables take a year, a range such as "2015-2022" or `range(2015, 2023)`, or a set
    of years. Raises FieldError, which is a TypeError, for an unknown filter or type.
    """
    test = matcher(text, filters)
    return (reference for reference in references if test(reference))


def matcher(text: str, filters: Mapping[str, Any]) -> Callable[[Reference], bool]:
    """Return the test that `select` applies. Raises what it raises."""
    words = search_words(text)
    tests = [_test(name, wanted) for name, wanted in _active(filters)]

    def matches(reference: Reference) -> bool:
        # Filters before words: these need all text of a reference.
        if not all(test(reference) for test in tests):
            return False
        return not words or _holds(reference, words)

    return matches


class QuickTest(NamedTuple):
    """A test of what is known of a reference that was not decoded.

    - `passes`: takes its text as a search compares it, and its row. False says that the
      reference does not match the filter.
    - `is_exact`: True if a reference that passes does match.
    """

    passes: Callable[[str, Row], bool]
    is_exact: bool


def quick_tests(filters: Mapping[str, Any]) -> list[QuickTest]:
    """Return a test for each filter. Raises what `select` raises."""
    return [_quick(name, wanted) for name, wanted in _active(filters)]


def _quick(name: str, wanted: Any) -> QuickTest:
    if name == "type":
        types = _types(wanted)
        return QuickTest(lambda _, row: row["type"] in types, True)
    variable = _variable(name)
    if variable == "issued":
        years = years_in(wanted)

        def is_of_years(_: str, row: Row) -> bool:
            year = row["year"]
            return isinstance(year, int) and year in years

        return QuickTest(is_of_years, True)
    if variable is not None and KIND[variable] == "date":
        # Rows have no other date than that of issue: the reference is asked.
        return QuickTest(lambda _, __: True, False)
    texts = _strings(wanted)
    if variable in IDENTIFIERS:
        texts = {bare_identifier(variable, text) for text in texts}
    folded = [fold(text) for text in texts]
    # The text has all variables: what is not in it is in none of them.
    return QuickTest(
        lambda text, _: any(each in text for each in folded),
        False,
    )


def check_types(references: Iterable[Reference], filters: Mapping[str, Any]) -> None:
    """Raise FieldError for the type "article" where the journals' articles are meant.

    BibTeX's name for them is CSL's for preprints.
    """
    wanted = filters.get("type")
    if wanted != "article":
        return
    # what the library has decides which types are meant
    types = {reference.type for reference in references}
    meant = sorted(each for each in types if each.startswith("article-"))
    if "article" not in types and meant:
        raise FieldError(
            f"type: no reference of type 'article'; did you mean {' or '.join(meant)}?"
        )


def years_in(wanted: Any) -> Container[int]:
    """Return the years that a filter means: 2020, "2015-2022", "2015-", a range, a set.

    Raises FieldError for anything else.

    >>> 2020 in years_in("2015-2022"), 2023 in years_in("2015-2022")
    (True, False)
    """
    if isinstance(wanted, float) and wanted.is_integer():
        wanted = int(wanted)  # as tables have them
    found: Container[int] | None = None
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        found = (wanted,)
    elif isinstance(wanted, str):
        found = _years_of_text(wanted.strip())
    elif isinstance(wanted, range):
        found = wanted
    elif not isinstance(wanted, (bytes, Mapping)):
        found = _years_of_several(wanted)
    if found is None:
        raise FieldError(
            f"year: {wanted!r} is no year; give 2020, '2015-2022', '2015-', "
            f"range(2015, 2023) or a list of years"
        )
    return found


def _years_of_text(wanted: str) -> Container[int] | None:
    """Return the years that a text means, None if it means none."""
    match = _YEARS.fullmatch(wanted)
    if match is None:
        return None
    first, last = match["first"], match["last"]
    if match["dash"] and first and last and int(first) > int(last):
        return None  # it would match nothing, and not say why
    if match["dash"] and (first or last):
        # open ends reach beyond all years that records have
        return range(int(first or -9999), int(last or 9999) + 1)
    if first and not match["dash"] and not last:
        return (int(first),)
    return None


def _years_of_several(wanted: Any) -> Container[int] | None:
    """Return the years in a list of years and ranges, or in any other container."""
    if isinstance(wanted, Iterable):
        years = list(wanted)
        if years and all(isinstance(year, (int, str)) for year in years):
            return _AnyOf([years_in(year) for year in years])
        return None
    if isinstance(wanted, Container):
        return wanted
    return None


class _AnyOf:
    """Years that are in one of several containers."""

    def __init__(self, parts: Iterable[Container[int]]) -> None:
        self._parts = tuple(parts)

    def __contains__(self, year: object) -> bool:
        return any(year in part for part in self._parts)


def searched_text(reference: Reference) -> str:
    """Return all text of a reference as a search compares it."""
    return fold(without_markup("\n".join(_texts(reference))))


def search_words(text: str) -> list[str]:
    """Return the words of a search as `searched_text` has them. Raises FieldError for
    what is no text.
    """
    if not isinstance(text, str):
        raise FieldError(f"search: {text!r} is no text; give words, or a filter")
    return fold(text).split()


def _holds(reference: Reference, words: list[str]) -> bool:
    text = searched_text(reference)
    return all(word in text for word in words)


def _texts(reference: Reference) -> list[str]:
    texts = [reference.id, reference.type]
    for value in reference.fields.values():
        if isinstance(value, tuple):
            # "and others" is no name that anybody looks for.
            texts += [str(name) for name in value if not name.is_others]
        else:
            texts.append(str(value))
    texts += [translation.text for translation in reference.translations.values()]
    return texts


def _active(filters: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the filters that are set: None and "" choose everything."""
    for name, wanted in filters.items():
        if wanted is not None and not (isinstance(wanted, str) and not wanted):
            yield name, wanted


def _types(wanted: Any) -> set[str]:
    """Return the item types that a filter means."""
    kinds = [wanted]
    if isinstance(wanted, (list, tuple, set, frozenset)):
        kinds = list(wanted)
    return {item_type(kind) for kind in kinds}


def _variable(name: str) -> str | None:
    """Return the variable that a filter concerns; None for the key.

    Raises FieldError for an unknown filter.
    """
    if name in ("key", "id"):
        return None
    if name == "year":
        return "issued"
    variable = variable_named(name)
    if variable is None:
        raise unknown_field(name)
    return variable


def _test(name: str, wanted: Any) -> Callable[[Reference], bool]:
    if name == "type":
        types = _types(wanted)
        return lambda reference: reference.type in types
    variable = _variable(name)
    if variable is None:
        return lambda reference: _contains(reference.id, wanted)
    if KIND[variable] == "date":
        years = years_in(wanted)
        return lambda reference: _in_years(reference.date(variable), years)
    if KIND[variable] == "name":
        return lambda reference: any(
            _contains(str(person), wanted)
            for person in reference.names(variable)
            if not person.is_others
        )
    if KIND[variable] == "number":
        # Numbers are compared whole: volume 1 is not volume 12.
        return lambda reference: reference.text(variable) in _strings(wanted)
    if variable in IDENTIFIERS:
        wanted = {bare_identifier(variable, text) for text in _strings(wanted)}
    return lambda reference: _contains(reference.text(variable), wanted)


def _strings(wanted: Any) -> set[str]:
    if isinstance(wanted, (str, int, float)):
        return {str(wanted)}
    return {str(each) for each in wanted}


def _contains(text: str, wanted: Any) -> bool:
    folded = fold(without_markup(text))
    return any(fold(each) in folded for each in _strings(wanted))


def _in_years(date: Date | None, years: Container[int]) -> bool:
    return date is not None and date.year is not None and date.year in years


Group = str | Callable[[Reference], str]
"""A way to group references: by `type`, by `year`, by a variable, or by the name that a
function gives each.
"""


def grouping(by: Group) -> Callable[[Reference], str]:
    """Return the function that gives the group of a reference: by `type`, `year`, or a
    variable, or `by` itself. Raises FieldError for an unknown name.
    """
    if callable(by):
        return by
    if not isinstance(by, str) or not by:
        raise FieldError(
            f"{by!r} is no name of a field to group by; give 'type', 'year', a "
            f"variable, or a function"
        )
    if by == "type":
        return lambda reference: reference.type
    if by == "year":
        return lambda reference: str(reference.year or "")
    variable = variable_named(by)
    if variable is None:
        raise unknown_field(by)
    if KIND[variable] == "name":
        return lambda reference: listed(reference.names(variable))
    if KIND[variable] == "date":
        return lambda reference: _year_of(reference.date(variable))
    return lambda reference: without_markup(reference.text(variable))


def _year_of(date: Date | None) -> str:
    if date is None or date.year is None:
        return ""
    return str(date.year)
