"""Recorded works chosen for their traps, field by field against what was written down
by hand beforehand.

The expected records stand in registry_expected.toml under their DOIs; the recorded ones
are read from the folder of recorded responses. A case is each field that either of the
two has, of the variables that are always compared and of those the expected record
gives besides.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csecrefs.formats.registries.crossref import crossref_reference
from csecrefs.formats.registries.datacite import datacite_reference
from csecrefs.model import Name, Reference
from tests.conformance import Case
from tests.conformance.registry_records import works

SOURCE = "registry"
TABLE = Path(__file__).with_suffix(".toml")
_NAMES = {"author", "editor", "translator"}
_CORE = (
    "title", "author", "editor", "translator", "issued", "container-title", "collection-title", "volume",
    "issue", "page", "number", "publisher", "publisher-place", "edition", "ISBN", "ISSN",
)  # fmt: skip
_SMALL_CAPS = '<span style="font-variant:small-caps;">'


def run(path: Path) -> Iterator[Case]:
    expected = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    for _, kind, record in works(path):
        doi = str(record.get("DOI") or record.get("doi")).lower()
        if fields := expected.pop(doi, None):
            convert = crossref_reference if kind == "crossref" else datacite_reference
            yield from _fields(doi, fields, convert(record))
    for doi in expected:
        yield Case(doi, False, "not among the recorded works")


def _fields(doi: str, expected: dict[str, Any], reference: Reference) -> Iterator[Case]:
    yield Case(f"{doi} DOI", reference.text("DOI") == doi, reference.text("DOI"))
    for variable in (*_CORE, *(name for name in expected if name not in _CORE)):
        wanted = expected.get(variable, [] if variable in _NAMES else "")
        found = _found(reference, variable)
        if wanted or found:
            yield Case(
                f"{doi} {variable}", _agree(wanted, found), f"{found!r}, not {wanted!r}"
            )


def _found(reference: Reference, variable: str) -> str | list[str]:
    if variable in _NAMES:
        return [_name(name) for name in reference.names(variable)]
    if variable == "type":
        return reference.type
    if variable == "translated-title":
        return "".join(
            translation.text for translation in reference.translations.values()
        )
    if (
        date := reference.get(variable)
        if variable.endswith(("issued", "date"))
        else None
    ):
        return str(date)
    return reference.text(variable)


def _name(name: Name) -> str:
    if name.literal:
        return f"{{{name.literal}}}"
    family = " ".join(
        part for part in (name.non_dropping_particle, name.family) if part
    )
    given = " ".join(part for part in (name.given, name.dropping_particle) if part)
    return ", ".join(part for part in (family, given, name.suffix) if part)


def _agree(wanted: str | list[str], found: str | list[str]) -> bool:
    if isinstance(wanted, str):
        return (
            wanted == "*"
            or wanted.replace("<sc>", _SMALL_CAPS).replace("</sc>", "</span>") == found
        )
    gap = next((at for at, name in enumerate(wanted) if name.startswith("+")), None)
    if gap is None:
        return wanted == found
    tail = len(found) - (len(wanted) - gap - 1)
    return [*found[:gap], f"+{tail - gap}", *found[tail:]] == wanted
