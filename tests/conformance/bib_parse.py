"""Fields of .bib entries with names split and TeX decoded; a case is one field of one
entry.

Compared up to these conventions of markup: tags are dropped on both sides, characters
are taken in compatibility form (a superscript digit is a digit), typographic quotation
marks, apostrophes and dashes are their plain selves, invisible characters and runs of
white space count as one space or none; lists of keywords are compared without order; a
name that was not split is the same whether called a literal or a family name.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csecrefs.formats.bibtex import parse
from csecrefs.formats.bibtex.typed import typed_field
from csecrefs.formats.bibtex.values import Values
from csecrefs.model import Name
from tests.conformance import Case

SOURCE = "formats/retorquere_parse.json"
_PLAIN = str.maketrans("“”„‘’′–—−", "\"\"\"'''---")
_TAG = re.compile(r"</?(?:i|b|sup|sub|span|a|code|em|strong|pre)(?: [^<>]*)?>")


def run(path: Path) -> Iterator[Case]:
    for case in json.loads(path.read_text("utf-8")):
        name = case["name"]
        try:
            database = parse(case["input"], name)
            values = Values(database)
            found = [values.all(entry) for entry in database.entries]
        except Exception as error:  # a case that raises has failed, and says so
            yield Case(name, False, f"raised {error!r}")
            continue
        by_key: dict[str, list[dict[str, str]]] = {}
        for entry, fields in zip(database.entries, found, strict=True):
            by_key.setdefault(entry.key, []).append(fields)
        for expected in case["expected"]["entries"]:
            alike = by_key.get(expected["key"]) or [{}]
            yield from _fields(name, expected, alike.pop(0))


def _fields(
    name: str, expected: dict[str, Any], fields: dict[str, str]
) -> Iterator[Case]:
    for field, wanted in expected["fields"].items():
        source = fields.get(field)
        got = None if source is None else typed_field(field, source)
        same = _normal(got, field) == _normal(wanted, field)
        yield Case(
            f"{name}#{expected['key']}.{field}",
            same,
            "" if same else f"{got!r}, expected {wanted!r}",
        )


def _normal(value: Any, field: str) -> Any:
    if isinstance(value, Name):
        particle = value.dropping_particle + value.non_dropping_particle
        return _name(value.given, particle, value.family, value.suffix, value.literal)
    if isinstance(value, dict):
        return _name(
            *(
                value.get(key, "")
                for key in ("firstName", "prefix", "lastName", "suffix", "name")
            )
        )
    if isinstance(value, (list, tuple)):
        parts = [_normal(part, field) for part in value]
        return (
            sorted(parts)
            if field == "keywords"
            else parts[0]
            if len(parts) == 1
            else parts
        )
    return _text(str(value))


def _name(given: str, particle: str, family: str, suffix: str, literal: str) -> str:
    return "|".join(
        _text(part) for part in (given, particle, family or literal, suffix)
    )


def _text(text: str) -> str:
    text = unicodedata.normalize("NFKC", _TAG.sub("", text)).translate(_PLAIN)
    text = "".join(
        " " if letter.isspace() else letter
        for letter in text
        if unicodedata.category(letter) != "Cf"
    )
    return re.sub(r" +", " ", re.sub(r"-+", "-", text)).strip()
