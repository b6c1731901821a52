"""CSL items, as CSL-JSON and CSL-YAML hold them, to references, with what is wrong with
each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from csecrefs.errors import Diagnostic, FieldError, Severity
from csecrefs.formats.csl import coerced
from csecrefs.model import ITEM_TYPES, KIND, Date, Place, Reference
from csecrefs.model.fields import member_variable
from csecrefs.text.rawdate import parse_raw_date


def reference(
    item: Any,
    *,
    path: str,
    line: int | None,
    column: int | None,
    number: int,
    lines: Mapping[str, int] | None = None,
) -> tuple[Reference | None, list[Diagnostic]]:
    """The reference in one decoded item, None if it is no object, and what is wrong
    with it.

    `number` counts the items from 1 and names one without an id. `lines` are those of
    its links.
    """

    def problem(
        code: str, message: str, severity: Severity = "warning", key: str | None = None
    ) -> Diagnostic:
        return Diagnostic(
            code,
            message,
            severity,
            path or None,
            line,
            column,
            key,
        )

    if not isinstance(item, Mapping):
        return None, [
            problem("not-an-item", f"item {number} is not an object", "error")
        ]
    problems = []
    if item.get("id") in (None, ""):
        item = {**item, "id": f"item-{number}"}
        problems.append(
            problem("missing-id", "no id; it is known by its place", key=item["id"])
        )
    item = _restored(item)
    told: list[tuple[str, str]] = []
    try:
        found = Reference.read_csl(
            {key: coerced.value_of(key, value, told) for key, value in item.items()},
            Place(path, line, lines or {}),
        )
    except (TypeError, ValueError, RecursionError, OverflowError) as error:
        return None, [
            *problems,
            problem("bad-item", f"not usable: {error}", "error", str(item["id"])),
        ]
    for variable, value in item.items():
        if (
            KIND.get(variable) == "name"
            and isinstance(value, list)
            and len(value) > coerced.MAX_NAMES
        ):
            message = (
                f"only the first {coerced.MAX_NAMES:,} names of {variable} are read"
            )
            problems.append(problem("too-large", message, "error", found.id))
    doubts = [*told, *_doubts(found)]
    problems += [problem(code, message, key=found.id) for code, message in doubts]
    return found, problems


# The members that CSL's schema has.
_SCHEMA: Final = frozenset(
    {"id", "type", "custom", "categories", "journalAbbreviation", "shortTitle", *KIND}
)
# Members of the schema that are no variables; others that a record keeps beside its
# variables have the wrong shape.
_FREE: Final = frozenset({"custom", "categories", "journalAbbreviation", "shortTitle"})
# The member under which dates keep what CSL's parts cannot say.
_EDTF: Final = "edtf"
# The member of `custom` for members that the schema has not.
_OTHERS: Final = "members"
# What `as_item` puts under `custom`.
_OURS: Final = ("biblatex", "type", _EDTF, _OTHERS)


def as_item(reference: Reference, deepest: int) -> dict[str, Any]:
    """Return a reference as an item that CSL's schema takes: what it has no member for
    stands under `custom`; `reference` takes it back.

    Lists and objects in `custom` below the level `deepest` are null: no reader takes
    them. Source: CSL 1.0.2, csl-data.json.
    """
    item = reference.to_csl()
    custom = dict(item.get("custom") or {})
    odd = [key for key in item if key not in _SCHEMA or key in reference.extra]
    others = {key: item.pop(key) for key in odd if key not in _FREE}
    if "biblatex" in others:
        custom["biblatex"] = others.pop("biblatex")
    if others:
        custom[_OTHERS] = others
    dates = {}
    for key, value in item.items():
        if KIND.get(key) == "date" and isinstance(value, dict) and _EDTF in value:
            item[key] = {name: part for name, part in value.items() if name != _EDTF}
            dates[key] = value[_EDTF]
    if dates:
        custom[_EDTF] = dates
    if item["type"] not in ITEM_TYPES:
        custom["type"] = item["type"]
        item["type"] = "document"
    if custom:
        return item | {"custom": _shallow(custom, deepest)}
    return item


def _shallow(value: Any, levels: int) -> Any:
    """Return a value with null for what is nested deeper than so many levels."""
    if not isinstance(value, dict | list):
        return value
    if levels == 0:
        return None
    if isinstance(value, dict):
        return {key: _shallow(each, levels - 1) for key, each in value.items()}
    return [_shallow(each, levels - 1) for each in value]


def _restored(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """An item with what `as_item` has put under `custom` back in its place."""
    custom = item.get("custom")
    if not isinstance(custom, Mapping) or custom.keys().isdisjoint(_OURS):
        return item
    rest = dict(custom)
    made = dict(item)
    if (
        isinstance(
            custom.get("biblatex"),
            Mapping,
        )
        and "biblatex" not in item
    ):
        made["biblatex"] = rest.pop("biblatex")
    if isinstance(others := custom.get(_OTHERS), Mapping):
        del rest[_OTHERS]
        made = {**others, **made}
    if isinstance(custom.get("type"), str) and item.get("type") == "document":
        made["type"] = rest.pop("type")
    if isinstance(dates := custom.get(_EDTF), Mapping):
        del rest[_EDTF]
        for key, text in dates.items():
            if isinstance(date := made.get(key), Mapping) and isinstance(text, str):
                made[key] = {**date, _EDTF: text}
    del made["custom"]
    if rest:
        return made | {"custom": rest}
    return made


def _doubts(found: Reference) -> Iterator[tuple[str, str]]:
    """The code and message of each doubt about a reference."""
    if found.type not in ITEM_TYPES:
        yield (
            "unknown-type",
            f"no CSL item type is named {json.dumps(found.type, ensure_ascii=False)}",
        )
    for key, value in found.extra.items():
        if value in (None, "", [], {}):
            continue
        if key in KIND:
            yield "bad-value", f"{key} does not hold what a {KIND[key]} variable holds"
        elif isinstance(key, str) and (message := _misspelt(key)):
            yield "bad-value", f"{message} It is kept, but not printed"
    for key, value in found.fields.items():
        if isinstance(value, Date):
            yield from _date_doubts(key, value)
    if "issued" not in found:
        yield "missing-year", "no date of issue"


@lru_cache(maxsize=1024)
def _misspelt(member: str) -> str:
    """Return what is wrong with a member that means a variable otherwise spelt; "" for
    one of another program.
    """
    try:
        variable = member_variable(member, True)
    except FieldError as error:
        return str(error)
    if variable is None:
        return ""
    return f"{member}: no field of a reference; did you mean {variable}?"


def _date_doubts(variable: str, date: Date) -> Iterator[tuple[str, str]]:
    if date.raw and not (date.start or date.literal or parse_raw_date(date.raw)):
        yield (
            "bad-date",
            f"{variable} is no date that is understood, {date.raw!r}; it is printed as "
            "typed (a decade is 199X in EDTF, under 'edtf')",
        )
    if not date:
        yield "bad-date", f"{variable} holds no date"
    for parts in (date.start, date.end or ()):
        month, day = (*parts[1:3], 1, 1)[:2]
        if not 1 <= month <= 24 or not 1 <= day <= 31:
            yield (
                "bad-date",
                f"{variable} holds no such date as {'-'.join(map(str, parts))}",
            )
