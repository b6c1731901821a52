"""CSL's view of a reference: its variables under their current names, with those typed
into the note.

Source: CSL 1.0.2 specification, appendix IV; the `key: value` lines in `note` are
Zotero's and citeproc-js's way to give a variable the reference manager has no field
for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from csecrefs.csl.context import Context
from csecrefs.model import ITEM_TYPES, KIND, Date, Name, Reference, Translation
from csecrefs.patterns import regex
from csecrefs.tuples import NamedTuple

# Names of variables in older CSL-JSON, and what they are called now.
_ALIASES: Final = {
    "journalAbbreviation": "container-title-short",
    "event": "event-title",
    "shortTitle": "title-short",
}
# A variable in braces in a note: "{:original-date: 1814}".
_BRACED: Final = regex(r"\{:([\-_a-zA-Z]+):\s*(.*?)\}")
# A variable on a line of its own in a note: "original-date: 1814", "PMID: 12".
_LINE: Final = regex(r"([\-_a-z]+|[A-Z]+):\s*(\S.*)")
# Variables for short forms, such as "container-title-short", are read from notes,
# too.
_SHORT: Final = frozenset(f"{name}-short" for name in KIND)
# Characters of the longest note that variables are looked for in.
_LONGEST_NOTE: Final = 10_000


class Item(NamedTuple):
    """A reference as the processor reads it."""

    key: str
    type: str
    fields: Mapping[str, Any]
    language: str
    translations: Mapping[str, Translation]
    present: frozenset[str]
    people: frozenset[Name]

    def context(self) -> Context:
        """A fresh context to render this item in."""
        cx = Context(self.key, self.type, self.fields, self.present)
        cx.language = self.language
        cx.translations = self.translations
        return cx


def prepare(reference: Reference, default_language: str) -> Item:
    """The item in `reference`; an item without a language speaks the style's."""
    fields: dict[str, Any] = dict(reference.fields)
    for alias, name in _ALIASES.items():
        value = fields.get(alias) or reference.extra.get(alias)
        if value and name not in fields and isinstance(value, str):
            fields[name] = value
    if "event-title" in fields:
        # styles of CSL 1.0.1 print `event`; see docs/csl-decisions.md
        fields["event"] = fields["event-title"]
    item_type = reference.type
    note = fields.get("note")
    if isinstance(note, str) and ":" in note and len(note) <= _LONGEST_NOTE:
        item_type = _read_note(note, fields) or item_type
    language = fields.get("language")
    spoken = default_language
    if isinstance(language, str) and language:
        spoken = language
    people = frozenset(
        name for names in fields.values() if isinstance(names, tuple) for name in names
    )
    present = frozenset(fields)
    return Item(
        reference.id, item_type, fields, spoken, reference.translations, present, people
    )


def _read_note(note: str, fields: dict[str, Any]) -> str:
    """Take variables out of a note; the item type it names, if it names one.

    They stand in `{:key: value}` anywhere, or as `key: value` lines at the start or
    after one line of text. What is no variable goes too: in such a note it is a number
    of some catalogue, not words for a reader.
    """
    item_type = ""
    found = [(match[1], match[2]) for match in _BRACED.finditer(note)]
    if found:
        lines = _BRACED.sub("", note).split("\n")
    else:
        lines = note.split("\n")
    begin = end = 0 if _LINE.match(lines[0]) else 1
    kept = lines[:begin]
    while end < len(lines) and (match := _LINE.match(lines[end])):
        if match[1] in fields and KIND.get(match[1], "standard") not in (
            "name",
            "date",
        ):
            # the record's own value goes before the note's
            kept.append(lines[end])
        else:
            found.append((match[1], match[2]))
        end += 1
    for key, text in found:
        if key == "type":
            if text in ITEM_TYPES:
                item_type = text
        elif key in KIND or key in _SHORT:
            _take(key, text.strip(), fields)
    if found:
        fields["note"] = "\n".join(kept + lines[end:]).strip()
    return item_type


def _take(name: str, text: str, fields: dict[str, Any]) -> None:
    kind = KIND.get(name, "standard")
    if kind == "name":
        family, separator, given = (part.strip() for part in text.partition("||"))
        if separator:
            person = Name(family=family, given=given)
        else:
            person = Name(literal=text)
        fields[name] = (*(fields.get(name) or ()), person)
    elif kind == "date":
        from csecrefs.model.date import parse_edtf

        try:
            fields[name] = parse_edtf(text)
        except ValueError:
            fields[name] = Date(raw=text)
    elif name not in fields:
        fields[name] = text
