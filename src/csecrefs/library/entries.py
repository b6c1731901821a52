"""Entries as people edit them: as text in an editor, as assignments, by their links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from csecrefs import formats
from csecrefs.errors import FieldError, InputError, NotFoundError, near
from csecrefs.formats.keys import KeyPattern
from csecrefs.library.library import Library
from csecrefs.model import Reference
from csecrefs.model.fields import (
    member_variable,
    read_type,
    unknown_field,
    variable_named,
)
from csecrefs.model.variables import ITEM_TYPES, KIND
from csecrefs.patterns import regex

__all__ = [
    "assigned",
    "assignments",
    "edited_format",
    "from_editor",
    "item_type",
    "keyed",
    "keys_by_pattern",
    "links_of",
    "new_reference",
]


# What an assignment may name that is no variable of CSL.
_PARTS: Final = ("id", "type", "year")
EDITED: Final = ("biblatex", "csl-json", "csl-yaml", "ris")
"""The formats that an entry is edited in; of any other, in the first of them."""

NEW: Final = "new"
"""The key of a reference that has none yet."""

# Suffixes of files that are opened: what is read, not what is run.
_OPENED: Final = frozenset(
    ".pdf .epub .djvu .ps .txt .png .jpg .jpeg .tif .tiff .odt .docx .rtf".split()
)

# A path with a drive: `C:\papers`, or `C\:/papers` with JabRef's escaped colon. It is
# taken whole, not cut into `description:path:type`.
_WINDOWS: Final = regex(r"[A-Za-z]\\?:[\\/]")


def assignments(texts: Iterable[str]) -> dict[str, Any]:
    """Return the changes that `FIELD=VALUE` says; an empty value takes the field away.

    Raises InputError for a text without `=`, FieldError for an unknown field.

    >>> assignments(["title=New", "volume="])
    {'title': 'New', 'volume': None}
    """
    changes: dict[str, Any] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise InputError(f"{text!r}: write FIELD=VALUE, such as title=Tides")
        # CSL writes hyphens, Python's keywords underscores: both are understood.
        field = name.strip().replace("-", "_")
        if field in ("id", "key", "citekey"):
            raise InputError(f"{field}: `rename` gives a reference another key")
        if field not in _PARTS and variable_named(field) is None:
            raise unknown_field(field)
        changes[field] = value.strip() or None
    if changes.get("type"):
        changes["type"] = item_type(changes["type"])  # `inproceedings`, as for `new`
    return changes


# The form of values on the command line, by the kind of their variable.
_WRITTEN: Final = {
    "name": "'Doe, Jane' or 'Doe, Jane and Roe, Ann'",
    "date": "2021-03-14, 2021-03, 2021 or 2020/2021",
    "number": "a number or a text such as 12 or 12-15",
}


def assigned(reference: Reference, changes: dict[str, Any]) -> Reference:
    """Return a reference with changes that `assignments` has read.

    Raises InputError for a value that is none of its field, with the form to write.
    """
    try:
        return reference.evolve(**changes)
    except FieldError as error:
        # The message ends in the form for Python; on the command line another is
        # typed.
        message, _, form = str(error).partition("; give ")
        variable = message.partition(":")[0]
        if variable == "year":  # it sets the date of issue
            variable = "issued"
        written = _WRITTEN.get(KIND.get(variable, ""))
        if not form or not written:
            raise
        raise InputError(f"{message}; write {written}") from None


def item_type(name: str) -> str:
    """Return the CSL item type of a type's name, that of BibTeX included.

    Raises NotFoundError for any other.

    >>> item_type("article"), item_type("inproceedings"), item_type("book")
    ('article-journal', 'paper-conference', 'book')
    """
    from csecrefs.formats.bibtex.tables import TYPES

    lowered = name.lower()
    if lowered in TYPES:
        return TYPES[lowered]
    if lowered in ITEM_TYPES:
        return lowered
    raise NotFoundError("item type", name, [*ITEM_TYPES, *TYPES])


def keyed(reference: Reference, present: Library, pattern: str) -> Reference:
    """Return a reference with a key by the pattern that is not taken."""
    return KeyPattern.parse(pattern).keyed(
        [reference],
        list(present.keys()),
    )[0]


def new_reference(
    kind: str, changes: dict[str, Any], present: Library, pattern: str, key: str = ""
) -> Reference:
    """Return a reference of a type with these values, and a key that is not taken.

    Raises FieldError for a wrong name or value, InputError for a key that is taken.
    """
    given = {name: value for name, value in changes.items() if value is not None}
    draft = Reference.from_csl({"id": key or NEW, "type": item_type(kind)})
    reference = assigned(draft, given)
    if not given:
        return reference
    if not key:
        return keyed(reference, present, pattern)
    if key in present:
        raise InputError(f"{key}: another reference has this key")
    return reference


def keys_by_pattern(
    library: Library, keys: Sequence[str], pattern: str
) -> dict[str, str]:
    """Return the new key of each of these references (of all if there are none) that
    the pattern does not fit yet.
    """
    parsed = KeyPattern.parse(pattern)
    chosen = [library[key] for key in keys] or list(library)
    renamed = {}
    taken = {each.id for each in library}
    for reference in chosen:
        base = parsed.key(reference)
        # doe2020b fits as well: it was told apart from doe2020a before
        fits = re.fullmatch(
            re.escape(base) + "[a-z]{0,2}",
            reference.id,
        )
        if base and not fits:
            new = parsed.keyed([reference], sorted(taken))[0].id
            taken.add(new)
            renamed[reference.id] = new
    return renamed


def edited_format(path: str | None) -> str:
    """Return the format that an entry of a file is edited in."""
    told = formats.to_write(path or "")
    if told is not None and told.name in EDITED:
        return told.name
    return EDITED[0]


def from_editor(text: str, format: str, before: str = "") -> list[Reference]:
    """Return the references in a text that somebody edited; `before` is the text as it
    was.

    Raises InputError, with the place, if anything in it could not be read, and for an
    entry type or a new field that nearly has the name of another.
    """
    references, problems = formats.read(
        text,
        path="entry",
        format=format,
    )
    grave = [each for each in problems if each.severity == "error"]
    if grave:
        raise InputError(str(grave[0]))
    # In a .bib file what is outside the entries is a comment, and no error.
    if format == "biblatex":
        _refuse_stray_text(text)
        _refuse_misspelt(text, before)
    else:
        _refuse_misspelt_members(references, before, format)
    if not any(each.fields for each in references):
        raise InputError("entry: there is no entry with fields in it")
    return references


def _refuse_stray_text(text: str) -> None:
    """Raise InputError for text outside the entries, which would be lost: a brace too
    many ends an entry early.
    """
    from csecrefs.formats.bibtex import parse

    database = parse(text, "entry")
    for block in database.blocks:
        if block.kind != "entry" and block.text.strip():
            line, column = database.position(block.start)
            raise InputError(f"entry:{line}:{column}: text outside the entry")


def _refuse_misspelt(text: str, before: str) -> None:
    """Raise InputError for types and fields of entries that nearly are those of BibTeX
    or BibLaTeX. Names that were there before are the user's own.
    """
    from csecrefs.formats.bibtex import parse, tables
    from csecrefs.formats.bibtex.tidy_options import KNOWN_FIELDS, misspelt_field

    old = parse(before, "entry").entries
    own_types = {entry.type for entry in old}
    own_fields = {field.name for entry in old for field in entry.iter_fields()}
    for entry in parse(text, "entry").entries:
        meant: tuple[str, ...] = ()
        if entry.type not in tables.TYPES.keys() | own_types:
            meant = near(entry.type, tables.TYPES)
        if meant:
            wrong = NotFoundError("entry type", entry.type, suggestions=meant[:1])
            raise InputError(f"entry: {wrong}")
        for field in entry.iter_fields():
            if field.name in own_fields or field.name in KNOWN_FIELDS:
                continue
            if error := misspelt_field("entry", field.name):
                raise error


def _refuse_misspelt_members(
    references: Iterable[Reference], before: str, format: str
) -> None:
    """Raise FieldError for types and members of items that nearly are those of CSL.
    Names that were there before are the user's own.
    """
    old: list[Reference] = []
    if before:
        old = formats.read(before, path="entry", format=format)[0]
    own = {name for each in old for name in each.extra}
    types = {each.type for each in old}
    for reference in references:
        if reference.type not in types:
            read_type(reference.type)
        for name, value in reference.extra.items():
            if name not in own:
                member_variable(name, value)


def links_of(reference: Reference, folder: Path) -> list[str]:
    """Return what can be opened of a reference: DOI, URL, then attached files.

    Only http addresses and files that are read, not run, are among them: the record may
    be a stranger's. A relative path is relative to `folder`.
    """
    found = []
    if doi := reference.text("DOI"):
        # Signs of DOIs that an address takes as they are: 10.1002/(SICI)1097-0258.
        found.append(f"https://doi.org/{quote(doi, safe='/:;()<>._-')}")
    url = reference.text("URL")
    if url.lower().startswith(("http://", "https://")) and not re.search(r"\s", url):
        found.append(url)
    return found + [str(path) for path in _files(reference, folder)]


def _files(reference: Reference, folder: Path) -> list[Path]:
    """Return the attached files that are there, as JabRef and Zotero write them."""
    values = [
        str(kept.get("file", ""))
        for kept in reference.extra.values()
        if isinstance(kept, dict)
    ]
    paths = []
    for value in values:
        # JabRef joins files by `;`, and escapes one in a name
        for part in re.split(r"(?<!\\);", value):
            path = folder / _path_in(part)
            if path.suffix.lower() in _OPENED and path.is_file():
                paths.append(path.absolute())  # no name that begins with a dash
    return paths


def _path_in(part: str) -> str:
    """Return the path in `description:path:type`, or the text itself."""
    # `:papers/doe.pdf:PDF`, with an escaped colon in `C\:/papers/doe.pdf`
    pieces = re.split(r"(?<!\\):", part)
    if len(pieces) >= 3 and not _WINDOWS.match(part):
        part = ":".join(pieces[1:-1])
    return re.sub(r"\\([:;\\])", r"\1", part).strip()
