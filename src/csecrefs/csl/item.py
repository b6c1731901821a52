"""CSL's view of a reference: its variables under their current names, with those typed into the note.

Source: CSL 1.0.2 specification, appendix IV; the `key: value` lines in `note` are Zotero's and citeproc-js's
way to give a variable the reference manager has no field for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import attrs

from csecrefs.csl.context import Context
from csecrefs.model import ITEM_TYPES, KIND, Date, Name, Reference, Translation
from csecrefs.model.edtf import parse_edtf

_ALIASES: Final = {
    "journalAbbreviation": "container-title-short",
    "event": "event-title",
    "shortTitle": "title-short",
}
_BRACED: Final = re.compile(r"\{:([\-_a-zA-Z]+):\s*(.*?)\}")
_LINE: Final = re.compile(r"^([a-zA-Z][\-_ a-zA-Z]*):\s*(.*)$")


@attrs.frozen(eq=False)
class Item:
    """A reference as the processor reads it."""

    key: str
    type: str
    fields: Mapping[str, Any]
    language: str
    translations: Mapping[str, Translation]

    def context(self) -> Context:
        """A fresh context to render this item in."""
        cx = Context(self.key, self.type, self.fields)
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
        fields["event"] = fields["event-title"]
    item_type = reference.type
    note = fields.get("note")
    if isinstance(note, str) and ":" in note:
        item_type = _read_note(note, fields) or item_type
    language = fields.get("language")
    spoken = language if isinstance(language, str) and language else default_language
    return Item(reference.id, item_type, fields, spoken, reference.translations)


def _read_note(note: str, fields: dict[str, Any]) -> str:
    """Take variables out of a note; the item type it names, if it names one."""
    item_type = ""
    found = [(match[1], match[2]) for match in _BRACED.finditer(note)]
    kept: list[str] = []
    for place, line in enumerate(note.split("\n")):
        match = _LINE.match(line)
        leading = place == 0 or not kept or kept == [note.split("\n")[0]]
        if match and leading and (match[1] in KIND or match[1] == "type"):
            found.append((match[1], match[2]))
        else:
            kept.append(line)
    for key, text in found:
        if key == "type" and text in ITEM_TYPES:
            item_type = text
        elif key in KIND:
            _take(key, text.strip(), fields)
    if found and len(kept) < len(note.split("\n")):
        fields["note"] = "\n".join(kept).strip()
    return item_type


def _take(name: str, text: str, fields: dict[str, Any]) -> None:
    kind = KIND[name]
    if kind == "name":
        family, separator, given = (part.strip() for part in text.partition("||"))
        person = Name(family=family, given=given) if separator else Name(literal=text)
        fields[name] = (*(fields.get(name) or ()), person)
    elif kind == "date":
        try:
            fields[name] = parse_edtf(text)
        except ValueError:
            fields[name] = Date(raw=text)
    elif name not in fields:
        fields[name] = text
