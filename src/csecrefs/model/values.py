"""Values that callers give for variables: understood, or refused by name and form.

Readers build their values themselves; what is here stands at the public edge
(`Reference(...)`, `Reference.evolve`), where nothing may be lost in silence.
"""

from __future__ import annotations

import datetime
import math
import numbers
from collections.abc import Iterable, Mapping, Set
from typing import Any, Final

from csecrefs.errors import FieldError, misspelt
from csecrefs.model.bare import IDENTIFIERS, bare_identifier
from csecrefs.model.date import Date
from csecrefs.model.name import Name
from csecrefs.model.variables import KIND
from csecrefs.model.written_names import FORM, OTHERS

_NAME_PARTS: Final = frozenset({"family", "given", "literal"})
_DATE_PARTS: Final = frozenset("date-parts season literal raw edtf".split())
# The members of a name in csl-data.json, each by itself and by what it is called
# elsewhere.
_NAME_MEMBERS: Final = {
    "family": "family",
    "given": "given",
    "literal": "literal",
    "suffix": "suffix",
    "dropping-particle": "dropping-particle",
    "non-dropping-particle": "non-dropping-particle",
    "comma-suffix": "comma-suffix",
    "static-ordering": "static-ordering",
    "parse-names": "parse-names",
    "first": "given",
    "firstname": "given",
    "first-name": "given",
    "forename": "given",
    "last": "family",
    "lastname": "family",
    "last-name": "family",
    "surname": "family",
    "name": "literal",
    "particle": "non-dropping-particle",
}
_DATE_MEMBERS: Final = {name: name for name in (*_DATE_PARTS, "circa")}

_DATE_FORM: Final = (
    "'2021-03-14', '2021-03', 2021, '2020/2021', (2021, 3), datetime.date(2021, 3, 14)"
    " or Date(literal='in press')"
)

_OTHERS: Final = Name(literal=OTHERS)

Value = str | int | float | tuple[Name, ...] | Date


def is_missing(value: object) -> bool:
    """True if a value is None, a float that is no number, or what pandas writes for no
    value.
    """
    if value is None:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    name = type(value).__name__
    # numpy's "not a time" is a value of its type of times.
    return name in ("NAType", "NaTType") or (
        name == "datetime64" and str(value) == "NaT"
    )


def converted(variable: str, value: Any) -> Value | None:
    """Return a value as its variable has it; None if it is missing or empty.

    Raises FieldError, which is a TypeError and a ValueError, for what is no such value;
    its text names the variable and shows the form.

    >>> converted("author", "Jane Doe and Roe, Ann")
    (Name(family='Doe', given='Jane'), Name(family='Roe', given='Ann'))
    >>> converted("issued", "2021-03")
    Date(start=(2021, 3))
    >>> converted("title", b"bytes")
    Traceback (most recent call last):
    ...
    csecrefs.errors.FieldError: title: bytes is no text; give a str
    """
    if is_missing(value):
        return None
    # Cells of a numpy table are str of a type of their own.
    if isinstance(value, str) and type(value) is not str:
        value = str(value)
    kind = KIND[variable]
    if kind == "name":
        return _names(variable, value) or None
    if kind == "date":
        return _date(variable, value) or None
    if kind == "number":
        return _number(variable, value)
    return _text(variable, value) or None


def csl_value(variable: str, value: Any) -> Value | None:
    """Return the value of a variable in a CSL-JSON item; None if it is missing or empty.

    Takes what `converted` takes, and what items have beside it: names without a family
    name, dates with `raw` or `literal`. Raises FieldError as `converted` does, also
    for a member of a name or date that is otherwise spelt.

    >>> csl_value("issued", {"raw": "in press"})
    Date(raw='in press')
    >>> csl_value("author", [{"famly": "Doe"}])
    Traceback (most recent call last):
    ...
    csecrefs.errors.FieldError: author: 'famly' is no part of a name; did you mean \
family?
    """
    if is_missing(value) or _is_hollow(value):
        return None
    found = shaped(variable, value)
    if found is None or (isinstance(found, Date) and not found):
        return converted(variable, value)
    try:
        for member in _members(found):
            _check_member(member, _NAME_MEMBERS, "name")
    except ValueError as error:
        raise FieldError(f"{variable}: {error}") from None
    # 3.0 is the number 3 of a table. An identifier stays as the item has it: styles and
    # citeproc-js print it so.
    if isinstance(found, float):
        return converted(variable, found)
    return found


def _is_hollow(value: Any) -> bool:
    """True for an empty text or list, and for an object of such: {"date-parts": []}."""
    if isinstance(value, Mapping):
        return all(_is_hollow(each) for each in value.values())
    if isinstance(value, (list, tuple)):
        return all(_is_hollow(each) for each in value)
    return isinstance(value, str) and not value


def shaped(variable: str, value: Any) -> Value | None:
    """Return a value that has the shape of its variable in CSL-JSON, else None."""
    kind = KIND.get(variable)
    if kind in ("standard", "number"):
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return value
        return None
    if kind == "date" and isinstance(value, Mapping):
        return Date.from_csl(value)
    if kind != "name" or not isinstance(value, (list, tuple)):
        return None
    if all(isinstance(name, Mapping) for name in value):
        return tuple(Name.from_csl(name) for name in value)
    return None


def _members(value: Value) -> Iterable[str]:
    """Return the members of names that CSL does not define."""
    if not isinstance(value, tuple):
        return ()
    return [member for name in value for member in name.extra]


def _check_member(member: str, known: Mapping[str, str], thing: str) -> None:
    """Raise ValueError for a member that is one of the known ones otherwise spelt.

    Members of other programs (ORCID, affiliation) pass.
    """
    folded = member.replace("_", "-").casefold()
    meant = known.get(folded) or known.get(misspelt(folded, known) or "")
    if meant is not None and meant != member:
        raise ValueError(f"{member!r} is no part of a {thing}; did you mean {meant}?")


def _text(variable: str, value: Any) -> str:
    if isinstance(value, str):
        if variable in IDENTIFIERS:
            return bare_identifier(variable, value)
        return value
    if variable == "keyword" and _is_list(value):
        words = [_text(variable, word) for word in value]
        if any("," in word for word in words):
            return "; ".join(words)
        return ", ".join(words)
    if isinstance(value, bool) or not isinstance(value, numbers.Number):
        raise FieldError(f"{variable}: {_kind_of(value)} is no text; give a str")
    if variable in ("DOI", "URL"):
        raise FieldError(f"{variable}: {value!r} is a number; give a str")
    return str(_plain_number(variable, value))


def _number(variable: str, value: Any) -> str | int | float | None:
    if isinstance(value, str):
        return value.strip() or None
    # A Decimal is a Number, but no Real.
    is_number = isinstance(value, numbers.Number) and not isinstance(value, complex)
    if isinstance(value, bool) or not is_number:
        raise FieldError(
            f"{variable}: {_kind_of(value)} is no number; give a number or a str such "
            f"as 12 or '12-15'"
        )
    return _plain_number(variable, value)


def _plain_number(variable: str, value: Any) -> int | float:
    """Return an int or a float; tables make floats of whole numbers."""
    if isinstance(value, numbers.Integral):
        return int(value)
    number = float(value)
    if not math.isfinite(number):
        raise FieldError(f"{variable}: {value!r} is no finite number")
    if number.is_integer():
        return int(number)
    return number


def _names(variable: str, value: Any) -> tuple[Name, ...]:
    try:
        if isinstance(value, str):
            return Name.parse_list(value)
        if isinstance(value, Name):
            return _filled((value,))
        if isinstance(value, Mapping):
            return (_csl_name(value),)
        if _is_list(value):
            return _others_last(name for part in value for name in _one_or_more(part))
    except ValueError as error:
        raise FieldError(f"{variable}: {error}") from None
    raise FieldError(f"{variable}: {_kind_of(value)} is no name; give {FORM}")


def _others_last(names: Iterable[Name]) -> tuple[Name, ...]:
    """Return names with "and others" at the end: [*ref.author, "Doe, Jane"] adds a
    name to those that are listed.
    """
    listed = list(names)
    others = [name for name in listed if name == _OTHERS]
    if not others:
        return tuple(listed)
    return (*(name for name in listed if name != _OTHERS), _OTHERS)


def _one_or_more(part: Any) -> tuple[Name, ...]:
    """Return the names of one element of a list."""
    if isinstance(part, Name):
        return _filled((part,))
    if isinstance(part, str):
        return Name.parse_list(part)
    if isinstance(part, Mapping):
        return (_csl_name(part),)
    raise ValueError(f"{_kind_of(part)} in the list is no name; give {FORM}")


def _filled(names: tuple[Name, ...]) -> tuple[Name, ...]:
    for name in names:
        if not (name.family or name.given or name.literal):
            raise ValueError(f"an empty name; give {FORM}")
    return names


def _csl_name(parts: Mapping[str, Any]) -> Name:
    """Return the name in a CSL-JSON object."""
    usable = [part for part in _NAME_PARTS if parts.get(part)]
    if not usable:
        for member in parts:
            _check_member(member, _NAME_MEMBERS, "name")
        raise ValueError(
            f"{dict(parts)!r} has neither family nor literal; give "
            "{'family': 'Doe', 'given': 'Jane'} or {'literal': 'The Board'}"
        )
    for part in usable:
        if not isinstance(parts[part], str):
            raise ValueError(f"{part} is {_kind_of(parts[part])}; give a str")
    for member in parts:
        _check_member(member, _NAME_MEMBERS, "name")
    return Name.from_csl(parts)


def _date(variable: str, value: Any) -> Date | None:
    if isinstance(value, Date):
        return value
    try:
        if isinstance(value, Mapping):
            return _csl_date(value)
        if isinstance(value, (str, list, tuple)) and _is_blank(value):
            return None
        if isinstance(value, str):
            return Date.parse(value)
        if isinstance(value, (list, tuple)):
            # Parts from a caller are checked; those in a tuple may come from a reader.
            return Date(list(value))
        if isinstance(value, datetime.date) or _is_number(value):
            return Date(value)
        if type(value).__name__ == "datetime64":
            return Date.parse(str(value))  # numpy writes it as ISO 8601 does
    except ValueError as error:
        raise FieldError(f"{variable}: {error}; give {_DATE_FORM}") from None
    raise FieldError(f"{variable}: {_kind_of(value)} is no date; give {_DATE_FORM}")


def _is_blank(value: str | list[Any] | tuple[Any, ...]) -> bool:
    """True for a text of white space, and for a list of nothing."""
    if isinstance(value, str):
        return not value.strip()
    return not value


def _csl_date(parts: Mapping[str, Any]) -> Date:
    """Return the date in a CSL-JSON object."""
    if "year" in parts and not parts.keys() & _DATE_PARTS:
        # {"year": 2015, "month": 3}, as CSL-YAML and some programs have it
        named = [parts.get(name) for name in ("year", "month", "day")]
        return Date([part for part in named if part is not None])
    for member in parts:
        _check_member(member, _DATE_MEMBERS, "date")
    found = Date.from_csl(parts)
    if not found or not parts.keys() & _DATE_PARTS:
        raise ValueError(f"{dict(parts)!r} is no date of CSL-JSON")
    for half in parts.get("date-parts") or ():
        if isinstance(half, (list, tuple)) and half != [0]:
            # Date.from_csl drops what is no part; Date refuses it.
            Date([part for part in half if part not in ("", None)])
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _is_list(value: Any) -> bool:
    """True if a value has an order and parts: lists, tuples, generators, arrays."""
    if isinstance(value, (str, bytes, bytearray, Mapping, Set)):
        return False
    return isinstance(value, Iterable)


def _kind_of(value: object) -> str:
    """Return the type of a value, and the value where it is short."""
    if isinstance(value, (bytes, bytearray)):
        return "bytes"
    shown = repr(value)
    if len(shown) > 40:
        return type(value).__name__
    return shown
