"""Recorded Crossref and DataCite works: what a conversion must not lose, change or let
through.

The path is the folder of recorded responses (index.json lists them). Each work is one
case. The facts checked are read from the record again here, with other code than the
converter's.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csecrefs.formats.registries.crossref import crossref_reference
from csecrefs.formats.registries.datacite import datacite_reference
from csecrefs.model import ITEM_TYPES, KIND, Reference
from tests.conformance import Case

SOURCE = "registry"

_TAG = re.compile(
    r"<(?!/?(?:i|b|sup|sub)>|span style=\"font-variant:small-caps;\">|/span>)/?[A-Za-z][\w:]*[^<>]*>"
)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot|apos|nbsp|[a-z]{3,8});")
_NAME_KEYS = {
    "family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal", "comma-suffix",
    "static-ordering",
}  # fmt: skip
_DATE_KEYS = {"date-parts", "season", "circa", "literal", "raw", "edtf"}


def run(path: Path) -> Iterator[Case]:
    for name, kind, record in works(path):
        try:
            wrong = list(_crossref(record) if kind == "crossref" else _datacite(record))
        except Exception as error:
            wrong = [f"{type(error).__name__}: {error}"]
        yield Case(name, not wrong, "; ".join(wrong))


def works(path: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each recorded work once: a name for it, its registry, and the record."""
    seen: set[tuple[str, str]] = set()
    for entry in json.loads((path / "index.json").read_text(encoding="utf-8")):
        if entry["status"] != 200 or not entry["registry"].lower().startswith(
            ("crossref", "datacite")
        ):
            continue
        try:
            body = json.loads((path / entry["body_file"]).read_bytes())
        except (ValueError, OSError):
            continue
        for kind, record in _in_body(body):
            if (
                entry["body_file"],
                str(record.get("DOI") or record.get("doi")),
            ) not in seen:
                seen.add(
                    (entry["body_file"], str(record.get("DOI") or record.get("doi")))
                )
                yield (
                    f"{entry['body_file']}#{record.get('DOI') or record.get('doi')}",
                    kind,
                    record,
                )


def _in_body(body: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(body, dict):
        return
    if body.get("message-type") == "work":
        yield "crossref", body["message"]
    elif body.get("message-type") == "work-list":
        for item in body["message"]["items"]:
            yield "crossref", item
    elif "data" in body:
        for item in body["data"] if isinstance(body["data"], list) else [body["data"]]:
            if isinstance(item, dict) and item.get("type") == "dois":
                yield "datacite", item["attributes"]


def _crossref(work: dict[str, Any]) -> Iterator[str]:
    reference = crossref_reference(work)
    yield from _clean(reference)
    for variable in ("author", "editor", "translator"):
        people = [person for person in work.get(variable) or [] if _filled(person)]
        yield from _people(
            variable, [str(person.get("name") or "") for person in people], reference
        )
        written = " ".join(
            f"{name} {name.suffix}" for name in reference.names(variable)
        )
        for person in people:
            if person.get("suffix") and person["suffix"].strip(",") not in written:
                yield f"the suffix {person['suffix']} is lost"
    title = _bare(
        reference.text("title")
        + " "
        + " ".join(t.text for t in reference.translations.values())
    )
    for subtitle in work.get("subtitle") or []:
        if subtitle and _bare(subtitle) not in title:
            yield f"the subtitle {subtitle!r} is lost"
    if (number := work.get("article-number")) and number not in (
        reference.text("number"),
        reference.text("page"),
    ):
        yield f"the article number {number} is lost"
    if (year := _year(work.get("published-print"))) and year != reference.year:
        yield f"printed in {year}, issued {reference.year}"
    if (year := _year(work.get("issued"))) and not reference.year:
        yield f"the year {year} is lost"


def _datacite(attributes: dict[str, Any]) -> Iterator[str]:
    reference = datacite_reference(attributes)
    yield from _clean(reference)
    bodies = attributes.get("creators") or []
    organisations = [
        b["name"] if b.get("nameType") == "Organizational" else "" for b in bodies
    ]
    yield from _people("author", organisations, reference)
    editors = [
        b
        for b in attributes.get("contributors") or []
        if b.get("contributorType") == "Editor"
    ]
    yield from _people("editor", ["" for _ in editors], reference)
    if (
        (year := attributes.get("publicationYear"))
        and int(year) < 2100
        and int(year) != reference.year
    ):
        yield f"published {year}, issued {reference.year}"


def _filled(person: dict[str, Any]) -> bool:
    parts = (str(person.get(part) or "") for part in ("given", "family", "name"))
    return any(part.strip(" -") for part in parts)


def _people(
    variable: str, organisations: list[str], reference: Reference
) -> Iterator[str]:
    names = reference.names(variable)
    if len(names) != len(organisations):
        yield f"{len(organisations)} in {variable}, {len(names)} after conversion"
        return
    for organisation, name in zip(organisations, names, strict=True):
        if organisation and _bare(name.literal) != _bare(organisation):
            yield f"the organisation {organisation!r} became {name.to_csl()}"


def _clean(reference: Reference) -> Iterator[str]:
    """Problems with the item as CSL-JSON and with the text in it."""
    item = reference.to_csl()
    if item["type"] not in ITEM_TYPES:
        yield f"no such type: {item['type']}"
    for key, value in item.items():
        if key in ("id", "type", "custom"):
            continue
        kind = KIND.get(key)
        if kind == "name":
            for name in value:
                if set(name) - _NAME_KEYS or not (
                    name.get("family") or name.get("literal") or name.get("given")
                ):
                    yield f"{key} holds {name}"
                yield from _text(key, " ".join(str(part) for part in name.values()))
        elif kind == "date":
            halves = value.get("date-parts", [[1]])
            if set(value) - _DATE_KEYS or not all(
                isinstance(p, int) for half in halves for p in half
            ):
                yield f"{key} holds {value}"
        elif kind in ("standard", "number") and isinstance(value, str):
            yield from _text(key, value)
        else:
            yield f"{key} is no CSL variable or holds {value!r}"


def _text(key: str, value: str) -> Iterator[str]:
    if tag := _TAG.search(value):
        yield f"{key} holds the tag {tag[0]}"
    if key != "URL" and (entity := _ENTITY.search(value)):
        yield f"{key} holds the entity {entity[0]}"


def _bare(text: str) -> str:
    plain = re.sub(r"<[^<>]+>", "", html.unescape(html.unescape(text)))
    return "".join(re.findall(r"\w", plain.casefold()))


def _year(value: Any) -> int | None:
    parts = (value or {}).get("date-parts") or [[None]]
    return parts[0][0] if parts[0] else None
