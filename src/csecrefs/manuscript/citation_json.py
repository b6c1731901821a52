"""CSL citation JSON: the citations that Zotero and Mendeley keep in their fields.

Source: the schema csl-citation.json of the CSL project, and the fields that Zotero 2 to
7, Mendeley Desktop and Mendeley Cite write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from csecrefs.csl.cite import Cite, CiteMode
from csecrefs.errors import Diagnostic
from csecrefs.manuscript.office.works import CitedWorks, is_key
from csecrefs.patterns import regex
from csecrefs.text.locator import LABELS

# Labels by the numbers that Zotero wrote for them before version 2.1.
_NUMBERED_LABELS: Final = (
    "page",
    "book",
    "chapter",
    "column",
    "figure",
    "folio",
    "issue",
    "line",
    "note",
    "opus",
    "paragraph",
    "part",
    "section",
    "sub-verbo",
    "volume",
    "verse",
)
# A string of JSON, passed over, or a brace outside of strings.
_TOKEN: Final = regex(r'"(?:[^"\\]|\\.)*"|[{}]')
# An escape of JSON, or a backslash that begins none.
_ESCAPE: Final = regex(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|\\')
# As many cites of one citation as are read.
_MAX_ITEMS: Final = 1_000


@attrs.frozen
class FieldCitation:
    """A citation of a field: its cites, and what the field says of the whole."""

    cites: tuple[Cite, ...]
    unsorted: bool = False
    """True if the writer arranged the cites by hand."""
    edited: bool = False
    """True if the writer changed the text by hand."""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def arranged(self) -> tuple[Cite, ...]:
        """The cites, which keep their order if the writer arranged them."""
        if not self.unsorted:
            return self.cites
        return tuple([attrs.evolve(cite, arranged=True) for cite in self.cites])


def decoded(code: str) -> dict[str, Any] | None:
    """Return the object in a field's code, from its first to its last brace.

    Doubled braces and lone backslashes, known damages, are read as what they were.
    None if it is no JSON.

    >>> decoded('CSL_CITATION {"citationItems":[],"properties":{{"unsorted":true}}} X')
    {'citationItems': [], 'properties': {'unsorted': True}}
    """
    start, end = code.find("{"), code.rfind("}")
    if start < 0 or end < start:
        return None
    text = code[start : end + 1]
    # Each repair is tried on what the one before made.
    for repair in (str, _single_braced, _escaped):
        text = repair(text)
        try:
            found = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    return None


def read_citation(
    citation: Mapping[str, Any],
    works: CitedWorks,
    place: Diagnostic,
) -> FieldCitation:
    """Return the citation in decoded JSON; its records are added to `works`.

    `place` is a diagnostic whose place those of the citation get.
    """
    items = citation.get("citationItems")
    if not isinstance(items, Sequence) or isinstance(items, str):
        problem = attrs.evolve(place, message="the field has no list of cited items")
        return FieldCitation((), diagnostics=(problem,))
    cites: list[Cite] = []
    problems: list[Diagnostic] = []
    for item in items[:_MAX_ITEMS]:
        if isinstance(item, Mapping):
            key, found = _key(item, works, place)
            problems += found
            if key:
                cites.append(_cite(item, key))
    if not cites and not problems:
        problems.append(attrs.evolve(place, message="the field cites nothing"))
    properties = _object(citation.get("properties"))
    override = _object(citation.get("manualOverride"))
    mendeley = _object(citation.get("mendeley"))
    return FieldCitation(
        tuple(cites),
        unsorted=properties.get("unsorted") is True,
        edited=bool(
            properties.get("dontUpdate")
            or properties.get("custom")
            or override.get("isManuallyOverridden")
            or mendeley.get("manualFormatting")
        ),
        diagnostics=tuple(problems),
    )


def addresses_of(item: Mapping[str, Any]) -> list[str]:
    """Return the addresses of a cited item in the program that wrote it."""
    found: list[str] = []
    for name in ("uris", "uri"):
        value = item.get(name)
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, Sequence):
            found += [each for each in value if isinstance(each, str)]
    return list(dict.fromkeys(each for each in found if each))


def _key(
    item: Mapping[str, Any],
    works: CitedWorks,
    place: Diagnostic,
) -> tuple[str, list[Diagnostic]]:
    addresses = addresses_of(item)
    record = item.get("itemData")
    if isinstance(record, Mapping):
        return works.item(record, addresses, place)
    wanted = str(item.get("id") or "")
    if addresses:
        wanted = addresses[0].rpartition("/")[2]
    if not is_key(wanted):
        return "", [attrs.evolve(place, message="a cited item has no record and no id")]
    return works.without_record(wanted, addresses), []


def _cite(item: Mapping[str, Any], key: str) -> Cite:
    locator = _text(item.get("locator"))
    return Cite(
        key,
        locator,
        _label(item.get("label")),
        _text(item.get("prefix")).strip(),
        _text(item.get("suffix")).rstrip(),
        _mode(item),
    )


def _mode(item: Mapping[str, Any]) -> CiteMode:
    if item.get("suppress-author"):
        return "suppress-author"
    if item.get("author-only"):
        return "author-only"
    if item.get("composite"):
        return "narrative"
    return ""


def _label(value: object) -> str:
    if isinstance(value, str) and value.isdecimal() and len(value) < 3:
        value = int(value)
    if isinstance(value, int) and 0 <= value < len(_NUMBERED_LABELS):
        return _NUMBERED_LABELS[value]
    name = str(value or "page").strip().lower().replace(" ", "-")
    if name not in LABELS:
        return "page"
    return name


def _text(value: object) -> str:
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value)
    return ""


def _object(value: object) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    return {}


def _escaped(text: str) -> str:
    """Return JSON with a second backslash where one begins no escape."""

    def whole(match: re.Match[str]) -> str:
        if len(match[0]) == 1:
            return "\\\\"
        return match[0]

    return _ESCAPE.sub(whole, text)


def _single_braced(text: str) -> str:
    """Return JSON with the second of two opening braces, and its partner, left out.

    Two opening braces in a row are never right outside of strings.
    """
    dropped: set[int] = set()
    open_braces: list[tuple[int, bool]] = []
    before = -2
    for match in _TOKEN.finditer(text):
        if match[0] == "{":
            doubled = not text[before + 1 : match.start()].strip() and before >= 0
            open_braces.append((match.start(), doubled))
            before = match.start()
            continue
        if match[0] == "}" and open_braces:
            start, doubled = open_braces.pop()
            if doubled:
                dropped |= {start, match.start()}
        before = -2
    return "".join(c for at, c in enumerate(text) if at not in dropped)
