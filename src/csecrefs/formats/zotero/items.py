"""One Zotero item as a draft of a reference.

An item is the JSON object of Zotero's API ("data" of one item): `itemType`, the fields
by their names, `creators`, `tags`. Readers of other forms bring their items to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from csecrefs.formats.draft import Draft
from csecrefs.formats.zotero.tables import (
    BASE_FIELDS,
    DATES,
    FIRST_CREATORS,
    ITEM_TYPES,
    NOT_WORKS,
    ROLES,
    VARIABLES,
)
from csecrefs.model import ITEM_TYPES as TYPES_OF_CSL
from csecrefs.model import KIND, Date, Name, Reference
from csecrefs.model.date import parse_date
from csecrefs.patterns import regex
from csecrefs.text.jats import plain_text

# The field of a single type, and the general one: "bookTitle", "publicationTitle".
_GENERAL: Final = {
    special: general
    for general, specials in BASE_FIELDS.items()
    for special in specials.split()
}

# A line of Extra that names the key: "Citation Key: doe2020", "bibtex: doe2020".
_KEY_LINE: Final = regex(
    r"^[ \t]*(?:citation[ -]?key|bibtex)[ \t]*:[ \t]*(\S+)[ \t]*$\n?",
    re.IGNORECASE | re.MULTILINE,
)
# Zotero's database has dates twice, "2012-03-00 March 2012": sorted, then as typed.
_SORTED_DATE: Final = regex(r"(\d{4})-(\d\d)-(\d\d) (?=\S)")
# A day with the time of day, "2012-03-05T10:20:30Z"; the time is left out.
_CLOCK: Final = regex(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(?::\d\d)?Z?")
# The end of a paragraph, a heading or a list item in a note: "</p>", "<br />".
_ENDED: Final = regex(r"</(?:p|div|h\d|li)>|<br\s*/?>", re.IGNORECASE)

# What is about the item and not about the work.
_ABOUT_THE_ITEM: Final = frozenset(
    """attachments citationKey citekey collections creators dateAdded dateModified deleted inPublications
    itemID itemKey itemType key libraryID notes parentItem relations select seeAlso tags uri version
    citekeyPinned""".split()
)


def is_work(item: Mapping[str, Any]) -> bool:
    """True if an item is a work: no note, no attachment, and not in the trash."""
    return _text(item, "itemType") not in {"", *NOT_WORKS} and not item.get("deleted")


def reference_of(item: Mapping[str, Any]) -> Reference:
    """Return the reference that an item describes; its id is "" if it has no citation
    key.

    Fields that CSL has no variable for stay under `custom`, files and collections under
    the fields `file` and `groups` of BibLaTeX.

    >>> book = {"itemType": "book", "title": "Roses", "date": "1999", "place": "Iași"}
    >>> reference_of(book).to_csl()["publisher-place"]
    'Iași'
    """
    kind = _text(item, "itemType")
    draft = Draft(type=ITEM_TYPES.get(kind, "document"))
    if kind == "treaty":
        draft.type = "treaty"

    _read_key(draft, item)
    for field in item:
        if field not in _ABOUT_THE_ITEM and field != "extra":
            _read_field(draft, field, _text(item, field))
    _read_creators(draft, kind, item.get("creators"))
    _read_extra(draft, _text(item, "extra"))

    draft.keywords = [
        word for tag in _objects(item.get("tags")) if (word := _text(tag, "tag"))
    ]
    draft.set("annote", "\n".join(_notes(item.get("notes"))))
    draft.keep(
        "zotero",
        "key",
        _text(item, "itemKey") or _text(item, "key"),
    )
    return _with_files(draft.reference(), item)


def _read_key(draft: Draft, item: Mapping[str, Any]) -> None:
    draft.id = _text(item, "citationKey") or _text(item, "citekey")
    named = _KEY_LINE.search(_text(item, "extra"))
    if named and not draft.id:
        draft.id = named[1]


def _read_field(draft: Draft, field: str, value: str) -> None:
    general = _GENERAL.get(field, field)
    if general in DATES:
        draft.set(DATES[general], _date(value))
        return
    variable = VARIABLES.get(general, "")
    if variable and variable not in draft.fields:
        draft.set(variable, value)
    elif value:
        draft.keep("zotero", field, value)


def _read_extra(draft: Draft, extra: str) -> None:
    """Read Extra: lines with the name of a variable of CSL are that variable, others
    the note.

    Source: Zotero's documentation, "Citing Fields from Extra".
    """
    for line in _KEY_LINE.sub("", extra).splitlines():
        named = _VARIABLE_LINE.fullmatch(line)
        if named is None or not _read_variable(draft, named[1], named[2]):
            draft.note(line)


# "PMID: 123", "Original Date: 1897", "original-title: Voles"
_VARIABLE_LINE: Final = regex(r"\s*([A-Za-z][A-Za-z -]{2,29}):\s*(\S.*)")
_VARIABLES_BY_NAME: Final = {name.lower(): name for name in KIND}


def _read_variable(draft: Draft, label: str, value: str) -> bool:
    """Set the variable that a line of Extra names; False if it cannot be one."""
    label = label.strip().lower().replace(" ", "-")
    if label == "type" and value.strip() in TYPES_OF_CSL:
        draft.type = value.strip()
        return True
    variable = _VARIABLES_BY_NAME.get(label, "")
    if not variable or variable in draft.fields or variable in ("note", "keyword"):
        return False
    if KIND[variable] == "name":
        family, _, given = value.partition("||")
        person = Name(literal=family.strip())
        if given.strip():
            person = Name(family.strip(), given.strip())
        draft.name(variable, person)
    elif KIND[variable] == "date":
        date = _date(value)
        if not date.start:
            return False
        draft.set(variable, date)
    else:
        draft.set(variable, value)
    return True


def _date(value: str) -> Date:
    """Return a date as the API or the database writes it.

    The sorted form counts only where the words beside it cannot be read.
    """
    if clock := _CLOCK.fullmatch(value):
        return parse_date(clock[1])
    double = _SORTED_DATE.match(value)
    if double is None:
        return parse_date(value)
    typed = parse_date(value[double.end() :])
    if typed.start:
        return typed
    # "00" stands for a month or a day that is not told.
    parts = [int(part) for part in double.groups() if int(part)]
    return Date(tuple(parts)) if parts else typed


def _read_creators(draft: Draft, kind: str, creators: object) -> None:
    first = FIRST_CREATORS.get(kind, "author")
    for creator in _objects(creators):
        role = _text(creator, "creatorType")
        person = _person(creator)
        variable = "author" if role in (first, "author") else ROLES.get(role, "")
        if variable:
            draft.name(variable, person)
        else:
            written = ", ".join(
                filter(
                    None,
                    (person.family, person.given),
                )
            )
            draft.keep("zotero", role or "creator", written or person.literal)


def _person(creator: Mapping[str, Any]) -> Name:
    whole = _text(creator, "name")
    family = _text(creator, "lastName")
    given = _text(creator, "firstName")
    if whole or not given:
        return Name(literal=whole or family)
    return Name(family, given) if family else Name(given=given)


def _notes(notes: object) -> list[str]:
    """Return the notes of an item as lines of text; Zotero keeps them as HTML."""
    found = []
    for note in notes if isinstance(notes, list) else []:
        markup = note if isinstance(note, str) else ""
        if isinstance(note, Mapping):
            markup = _text(note, "note")
        for line in _ENDED.sub("\n", markup).split("\n"):
            if text := plain_text(line).strip():
                found.append(text)
    return found


def _with_files(reference: Reference, item: Mapping[str, Any]) -> Reference:
    kept = {}
    paths = list(
        filter(
            None,
            map(_place, _objects(item.get("attachments"))),
        )
    )
    if paths:
        # Semicolons part the paths, so one within a path is escaped.
        kept["file"] = ";".join(re.sub(r"([;\\])", r"\\\1", path) for path in paths)
    collections = [
        name
        for name in item.get("collections") or ()
        if isinstance(name, str) and name.strip()
    ]
    if collections:
        kept["groups"] = ", ".join(collections)
    if not kept:
        return reference

    return Reference.trusted(
        reference.id,
        reference.type,
        reference.fields,
        reference.translations,
        {**reference.extra, "biblatex": kept},
        reference.place,
    )


def _place(attachment: Mapping[str, Any]) -> str:
    """Return the path of a file, or the address of a page that is only linked."""
    path = _text(attachment, "path")
    if not path and _text(attachment, "linkMode") == "linked_url":
        return _text(attachment, "url")
    return path


def _text(item: Mapping[str, Any], field: str) -> str:
    """Return a field's value as text; numbers are written out, anything else is ""."""
    value = item.get(field)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return ""


def _objects(value: object) -> Iterable[Mapping[str, Any]]:
    """Return the objects of a JSON list."""
    return (
        [each for each in value if isinstance(each, Mapping)]
        if isinstance(value, list)
        else []
    )
