"""CSL items, as CSL-JSON and CSL-YAML hold them, to references, with what is wrong with
each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from csecrefs.errors import Diagnostic, Severity
from csecrefs.formats.bare import IDENTIFIERS, bare_identifier
from csecrefs.model import ITEM_TYPES, KIND, Date, Place, Reference
from csecrefs.text.rawdate import parse_raw_date

# A whole number as JSON programs write it: "12", "-3", "12.0".
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.0+)?", re.ASCII)
# A number that is a year, no month.
_YEAR: Final = re.compile(r"\d{3,4}", re.ASCII)
MAX_NAMES: Final = 100_000
"""As many names of a variable as are read."""


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
        return Diagnostic(code, message, severity, path or None, line, column, key)

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
    try:
        found = Reference.from_csl(
            {key: _coerced(key, value) for key, value in item.items()},
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
            and len(value) > MAX_NAMES
        ):
            message = f"only the first {MAX_NAMES:,} names of {variable} are read"
            problems.append(problem("too-large", message, "error", found.id))
    doubts = [*_name_doubts(item), *_doubts(found)]
    problems += [problem(code, message, key=found.id) for code, message in doubts]
    return found, problems


# The members that CSL's schema has.
_SCHEMA: Final = frozenset(
    {"id", "type", "custom", "categories", "journalAbbreviation", "shortTitle", *KIND}
)
# Members of the schema that are no variables; others that a record keeps beside its
# variables have the wrong shape.
_FREE: Final = frozenset({"custom", "categories", "journalAbbreviation", "shortTitle"})
_EDTF: Final = "edtf"
_OTHERS: Final = "members"
# What `as_item` puts under `custom`.
_OURS: Final = ("biblatex", "type", _EDTF, _OTHERS)


def as_item(reference: Reference) -> dict[str, Any]:
    """Return a reference as an item that CSL's schema takes: what it has no member for
    stands under `custom`; `reference` takes it back.

    Source: CSL 1.0.2, csl-data.json.
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
        return item | {"custom": custom}
    return item


def _restored(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """An item with what `as_item` has put under `custom` back in its place."""
    custom = item.get("custom")
    if not isinstance(custom, Mapping) or custom.keys().isdisjoint(_OURS):
        return item
    rest = dict(custom)
    made = dict(item)
    if isinstance(custom.get("biblatex"), Mapping) and "biblatex" not in item:
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


def _coerced(key: str, value: Any) -> Any:
    """A date or name written as bare text as what it means; anything else as it is."""
    kind = KIND.get(key)
    if key in IDENTIFIERS and isinstance(value, str):
        return bare_identifier(key, value)
    if kind not in ("date", "name"):
        return value
    if kind == "date" and isinstance(value, int) and not isinstance(value, bool):
        return {"date-parts": [[value]]}
    if kind == "date" and isinstance(value, str):
        from csecrefs.model.date import parse_edtf

        try:
            return parse_edtf(str(value)).to_csl()
        except ValueError:
            return {"raw": str(value)}
    if kind == "date" and isinstance(value, (Mapping, list)):
        return _coerced_date(value)
    if kind == "name" and isinstance(value, Mapping):
        return [_coerced_name(value)]
    if kind == "name" and isinstance(value, str) and value:
        return [{"literal": value}]
    if kind == "name" and isinstance(value, list):
        return [
            {"literal": part} if isinstance(part, str) else _coerced_name(part)
            for part in value[:MAX_NAMES]
            if part
        ]
    return value


def _coerced_date(value: Mapping[str, Any] | list[Any]) -> Any:
    """A date whose parts are one flat list, or named ("year", "month"), as CSL has it.

    pandoc writes a range as a list of two such objects.
    """
    if isinstance(value, Mapping):
        parts = value.get("date-parts")
        if parts is None:
            return _named_date([value]) or value
        return {**value, **_date_parts(parts)}
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
        [half[name] for name in ("year", "month", "day") if name in half]
        for half in halves[:2]
    ]
    rest = {
        key: item
        for key, item in halves[0].items()
        if key not in ("year", "month", "day")
    }
    return {"date-parts": parts} | rest


def _coerced_name(part: Any) -> Any:
    """A name under `name`, which CSL has not, as a literal."""
    if not isinstance(part, Mapping) or part.keys() & _NAME_PARTS:
        return part
    text = part.get("name")
    if isinstance(text, str) and text:
        return {"literal": text}
    return part


_NAME_PARTS: Final = frozenset({"family", "given", "literal"})


def _name_doubts(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names without any of the members that name somebody."""
    for variable, value in item.items():
        if isinstance(value, list):
            people = value
        else:
            people = [value]
        if KIND.get(variable) != "name":
            continue
        odd = [
            part
            for part in people
            if isinstance(part, Mapping) and not part.keys() & _NAME_PARTS
        ]
        if odd:
            members = ", ".join(sorted(map(str, odd[0]))) or "nothing"
            told = ""
            if "name" in odd[0]:
                told = "; read as a literal"
            yield (
                "bad-name",
                f"a name of {variable} has neither family, given nor literal but "
                f"{members}{told}",
            )


def _doubts(found: Reference) -> Iterator[tuple[str, str]]:
    """The code and message of each doubt about a reference."""
    if found.type not in ITEM_TYPES:
        yield (
            "unknown-type",
            f"no CSL item type is named {json.dumps(found.type, ensure_ascii=False)}",
        )
    for key in found.extra:
        if key in KIND and found.extra[key] not in (None, "", [], {}):
            yield "bad-value", f"{key} does not hold what a {KIND[key]} variable holds"
    for key, value in found.fields.items():
        if isinstance(value, Date):
            yield from _date_doubts(key, value)
    if "issued" not in found:
        yield "missing-year", "no date of issue"


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
