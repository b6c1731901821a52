"""Values of CSL items as other programs write them, made what CSL's schema has: dates and
names as text, names with other members, texts in lists, types of registries.

Sources: CSL 1.0.2, csl-data.json; pandoc's manual ("Specifying bibliographic data");
Crossref's REST API, whose items are like CSL's; Zotero's JSON.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from csecrefs.formats.others import stands_for_others
from csecrefs.model import ITEM_TYPES, KIND, Name
from csecrefs.model.bare import IDENTIFIERS, bare_identifier
from csecrefs.model.months import MONTHS
from csecrefs.model.written_names import OTHERS, split_name, split_names
from csecrefs.patterns import regex

MAX_NAMES: Final = 100_000
"""As many names of a variable as are read."""

# A whole number as JSON programs write it: "12", "-3", "12.0".
_NUMBER: Final = regex(r"[+-]?\d+(?:\.0+)?", re.ASCII)
# A number that is a year, no month.
_YEAR: Final = regex(r"\d{3,4}", re.ASCII)
# The members that name somebody, one of which a name must have.
_NAME_PARTS: Final = frozenset({"family", "given", "literal"})
# What other programs call them: Zotero, OpenAlex, ORCID and DataCite, libraries.
_OTHER_PARTS: Final = {
    "familyName": "family",
    "family_name": "family",
    "given_name": "given",
    "givenName": "given",
    "firstName": "given",
    "first": "given",
    "lastName": "family",
    "last": "family",
    "surname": "family",
    "name": "literal",
    "display_name": "literal",
    "full": "literal",
    "fullName": "literal",
    "full_name": "literal",
    "fullname": "literal",
}
# Types of Crossref's REST API that are none of CSL's, and CSL's for them.
_TYPES: Final = {
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "dissertation": "thesis",
    "edited-book": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "journal-article": "article-journal",
    "journalArticle": "article-journal",
    "magazine-article": "article-magazine",
    "monograph": "book",
    "newspaper-article": "article-newspaper",
    "peer-review": "review",
    "posted-content": "article",
    "preprint": "article",
    "proceedings": "book",
    "proceedings-article": "paper-conference",
    "reference-book": "book",
    "reference-entry": "entry",
    "techreport": "report",
}

Told = list[tuple[str, str]]
"""Codes and messages of what was made of values."""


def value_of(
    key: str,
    value: Any,
    told: Told,
) -> Any:
    """Return the value of a member as CSL has it; anything else as it is.

    What was not plain is added to `told`.

    >>> told = []
    >>> value_of("author", ["Doe, Jane"], told)
    [{'family': 'Doe', 'given': 'Jane'}]
    >>> told
    [('bad-name', "a name of author is the text 'Doe, Jane'; read as a name")]
    """
    kind = KIND.get(key)
    if key in IDENTIFIERS and isinstance(value, str):
        return bare_identifier(key, value)
    if kind == "date":
        return _date(value)
    if kind == "name":
        return _names(key, value, told)
    if key == "type" and isinstance(value, str) and value not in ITEM_TYPES:
        return _type(value, told)
    if kind is not None and isinstance(value, list):
        return _text(key, value, told)
    return value


# The types of CSL and others by their letters alone: "Journal Article", "Book".
_BY_LETTERS: Final = {
    name.lower().replace("-", "").replace("_", ""): name for name in ITEM_TYPES
} | {name.lower().replace("-", ""): meant for name, meant in _TYPES.items()}


def _type(name: str, told: Told) -> str:
    letters = "".join(letter for letter in name.lower() if letter.isalnum())
    meant = _TYPES.get(name) or _BY_LETTERS.get(letters)
    if meant is None:
        return name
    message = f'no CSL item type is named "{name}"; read as {meant}'
    told.append(("unknown-type", message))
    return meant


# Variables of several values, and what stands between them.
_SEVERAL: Final = {"ISBN": " ", "ISSN": " ", "keyword": ", ", "language": ", "}


def _text(
    key: str,
    values: list[Any],
    told: Told,
) -> Any:
    """Return the first of several texts, as Crossref has titles; others are reported."""
    texts = [text for text in values if isinstance(text, str) and text.strip()]
    if len(texts) != len(values) or not texts:
        return values
    if key in _SEVERAL and len(texts) > 1:
        return _SEVERAL[key].join(texts)
    if len(texts) > 1:
        others = "; ".join(texts[1:])
        message = f"{key} has {len(texts)} texts; the first is read, not {others!r}"
        told.append(("bad-value", message))
    return texts[0]


def _date(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return {"date-parts": [[value]]}
    if isinstance(value, str):
        from csecrefs.model.date import parse_edtf

        try:
            return parse_edtf(value).to_csl()
        except ValueError:
            return {"raw": value}
    if isinstance(value, (Mapping, list)):
        return _coerced_date(value)
    return value


def _coerced_date(value: Mapping[str, Any] | list[Any]) -> Any:
    """A date whose parts are one flat list, or named ("year", "month"), as CSL has it.

    pandoc writes a range as a list of two such objects.
    """
    if isinstance(value, Mapping):
        parts = value.get("date-parts")
        time = value.get("date-time")
        if parts is None and isinstance(time, str):
            return _date(time)  # as Crossref has it beside the parts
        if parts is None:
            return _named_date([value]) or value
        return {**value, **_date_parts(parts)}
    if len(value) == 1 and isinstance(value[0], Mapping):
        # pandoc writes "issued: [{literal: in press}]", too
        return _coerced_date(value[0])
    if all(isinstance(part, Mapping) for part in value) and value:
        return _named_date(value) or value
    if value:
        return _date_parts(value)
    return value


def _date_parts(parts: Any) -> dict[str, Any]:
    """Return the parts of a date as CSL has them: a list of one or two dates.

    A year alone or a flat list is one date, two years in a flat list are a range.
    Parts that are no numbers ("199X") make the date a text as typed.
    """
    if isinstance(parts, (int, str)):
        parts = [parts]
    if not isinstance(parts, list) or not parts:
        return {"date-parts": parts}
    if not any(isinstance(part, list) for part in parts):
        years = len(parts) == 2 and all(_YEAR.fullmatch(str(part)) for part in parts)
        if years:
            parts = [[part] for part in parts]
        else:
            parts = [parts]
    halves = [half if isinstance(half, list) else [half] for half in parts]
    texts = [part for half in halves for part in half if isinstance(part, str)]
    if any(text.strip() and not _NUMBER.fullmatch(text.strip()) for text in texts):
        return {"raw": "/".join("-".join(map(str, half)) for half in halves)}
    return {"date-parts": halves}


def _named_date(halves: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    if not any("year" in half for half in halves):
        return None
    parts = [
        [_figure(half[name]) for name in ("year", "month", "day") if name in half]
        for half in halves[:2]
    ]
    rest = {
        key: item
        for key, item in halves[0].items()
        if key not in ("year", "month", "day")
    }
    return _date_parts(parts) | rest


def _figure(part: Any) -> Any:
    """Return the number of a month that is given by its name; others as they are."""
    if isinstance(part, str):
        return MONTHS.get(part.strip().lower().rstrip("."), part)
    return part


def _names(
    variable: str,
    value: Any,
    told: Told,
) -> Any:
    """Return the names of a list, or of what stands for one."""
    if isinstance(value, Mapping):
        return [_name(variable, value, told)]
    if isinstance(value, str) and value:
        return _written(variable, value, told)
    if not isinstance(value, list):
        return value
    names: list[Any] = []
    for part in value[:MAX_NAMES]:
        if isinstance(part, str) and part:
            names.append(_one_written(variable, part, told))
        elif _is_empty(part):
            told.append(("bad-name", f"a name of {variable} is empty; left out"))
        elif part:
            names.append(_name(variable, part, told))
    return names


def _is_empty(part: Any) -> bool:
    """True for a name whose members say nothing."""
    return isinstance(part, Mapping) and not any(
        text.strip() if isinstance(text, str) else text for text in part.values()
    )


def _name(
    variable: str,
    part: Any,
    told: Told,
) -> Any:
    """Return a name with CSL's members; "et al." is the name of nobody."""
    if not isinstance(part, Mapping):
        return part
    if not part.keys() & _NAME_PARTS:
        part = _renamed(variable, part, told)
    texts = [part.get(name) for name in ("family", "given", "literal")]
    family, given, literal = (text if isinstance(text, str) else "" for text in texts)
    if literal == OTHERS or not stands_for_others(Name(family, given, literal=literal)):
        return part
    told.append(("bad-name", f"{variable}: 'et al.' is read as the names left out"))
    return {"literal": OTHERS}


def _renamed(
    variable: str, part: Mapping[str, Any], told: Told
) -> dict[str, Any] | Mapping[str, Any]:
    """Return a name whose members other programs have named."""
    made: dict[str, Any] = {}
    for member, value in part.items():
        own = _OTHER_PARTS.get(member, member)
        if own == member or (isinstance(value, str) and value and own not in made):
            made[own] = value
    members = ", ".join(sorted(map(str, part))) or "nothing"
    message = (
        f"a name of {variable} has neither family, given nor literal but {members}"
    )
    if "family" in made:
        made.pop("literal", None)
    read_as = " and ".join(name for name in ("family", "given") if name in made)
    if "literal" in made:
        read_as = "a literal"
    if read_as:
        message += f"; read as {read_as}"
    told.append(("bad-name", message))
    return made


def _written(
    variable: str,
    text: str,
    told: Told,
) -> list[Any]:
    """Return the names of a list that is a text."""
    try:
        found = split_names(text)
    except ValueError:
        return [_one_written(variable, text, told)]
    message = f"{variable} is the text {text!r}; read as {len(found)} names"
    if len(found) == 1:
        message = f"{variable} is the text {text!r}; read as a name"
    told.append(("bad-name", message))
    return [_as_csl(parts) for parts in found]


def _one_written(
    variable: str,
    text: str,
    told: Told,
) -> dict[str, Any]:
    """Return the name that a text is, as a literal where it cannot be told apart."""
    message = f"a name of {variable} is the text {text!r}; read as a "
    try:
        made = _as_csl(split_name(text))
        message += "name"
    except ValueError:
        made = {"literal": text}
        message += "literal"
    told.append(("bad-name", message))
    return made


def _as_csl(parts: Mapping[str, str]) -> dict[str, Any]:
    return {member.replace("_", "-"): value for member, value in parts.items()}
