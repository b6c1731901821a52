"""Zotero's own database as a source: `zotero:`, or the path of a zotero.sqlite.

Zotero locks the file while it runs, so a copy is read and the file itself never
touched. Source: `userdata.sql` and `system.sql` of Zotero's published schema.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from csecrefs.errors import Diagnostic, InputError
from csecrefs.formats.draft import keyed
from csecrefs.formats.zotero.json import references_of
from csecrefs.model import Reference
from csecrefs.model.place import Place

SCHEME: Final = "zotero:"
_DATABASE: Final = "zotero.sqlite"
_KEYS: Final = "better-bibtex.sqlite"

# Where Zotero keeps its profiles on Linux, macOS and Windows, seen from the home folder.
_PROFILES: Final = (
    ".zotero/zotero",
    "Library/Application Support/Zotero/Profiles",
    "AppData/Roaming/Zotero/Zotero/Profiles",
)
# A line of prefs.js: user_pref("extensions.zotero.dataDir", "/home/doe/Zotero");
_DATA_FOLDER: Final = re.compile(
    r'user_pref\("extensions\.zotero\.dataDir",\s*"((?:[^"\\]|\\.)*)"\)'
)

_ITEMS: Final = """
    SELECT items.itemID, items.key, types.typeName
    FROM items JOIN {types} AS types USING (itemTypeID)
    WHERE items.itemID NOT IN (SELECT itemID FROM deletedItems)
      AND items.libraryID NOT IN (SELECT libraryID FROM libraries WHERE type = 'feed')
    ORDER BY items.itemID
"""
_VALUES: Final = """
    SELECT itemData.itemID, fields.fieldName, itemDataValues.value
    FROM itemData JOIN {fields} AS fields USING (fieldID)
    JOIN itemDataValues USING (valueID)
"""
_CREATORS: Final = """
    SELECT itemCreators.itemID, creatorTypes.creatorType, creators.lastName,
           creators.firstName, creators.fieldMode
    FROM itemCreators JOIN creators USING (creatorID)
    JOIN creatorTypes USING (creatorTypeID)
    ORDER BY itemCreators.itemID, itemCreators.orderIndex
"""
_TAGS: Final = """
    SELECT itemTags.itemID, tags.name FROM itemTags JOIN tags USING (tagID)
    ORDER BY itemTags.itemID, tags.name
"""
_NOTES: Final = "SELECT itemID, parentItemID, note FROM itemNotes ORDER BY itemID"
_FILES: Final = "SELECT itemID, parentItemID, path FROM itemAttachments ORDER BY itemID"
_COLLECTIONS: Final = (
    "SELECT collectionID, parentCollectionID, collectionName FROM collections"
)
_MEMBERS: Final = "SELECT itemID, collectionID FROM collectionItems ORDER BY itemID"

_MASTER: Final = {
    "main": "SELECT name FROM main.sqlite_master WHERE type = 'table'",
    "keys": "SELECT name FROM keys.sqlite_master WHERE type = 'table'",
}

Items = dict[int, dict[str, Any]]


def read_zotero(source: str | Path) -> tuple[list[Reference], list[Diagnostic]]:
    """Return the references in Zotero's database, and what is wrong with it.

    `source` is `zotero:` for the database of this user, `zotero:NAME` for one of its
    collections with all below it, or the path of a database. Citation keys are Zotero's
    or Better BibTeX's where they have one. The trash and feeds are left out.

    Raises InputError if there is no database, no such collection, or if it cannot be
    read.
    """
    name = str(source)
    wanted = ""
    database = Path(name)
    if name.startswith(SCHEME):
        wanted = name.removeprefix(SCHEME).strip()
        database = _own_database()

    try:
        with _copied(database) as copy:
            items = _items(copy, database.parent, wanted)
    except (sqlite3.Error, OSError, UnicodeError) as error:
        message = f"{database}: this database of Zotero cannot be read: {error}"
        raise InputError(message) from None

    diagnostics: list[Diagnostic] = []
    references = keyed(references_of(list(items.values()), str(database), diagnostics))
    place = Place(str(database))
    return [each.at(place) for each in references], diagnostics


def _own_database() -> Path:
    """Return the database of this user: the folder that Zotero's settings name, or
    the usual one.
    """
    folders = [*_named_folders(), Path.home() / "Zotero"]
    for folder in folders:
        database = folder / _DATABASE
        if database.is_file():
            return database
    places = ", ".join(str(folder) for folder in folders)
    raise InputError(
        f"zotero: no {_DATABASE} in {places}; name its path, or export the library"
    )


def _named_folders() -> Iterator[Path]:
    for profiles in _PROFILES:
        for settings in sorted((Path.home() / profiles).glob("*/prefs.js")):
            text = settings.read_text(encoding="utf-8", errors="replace")
            if named := _DATA_FOLDER.search(text):
                yield Path(re.sub(r"\\(.)", r"\1", named[1]))


@contextmanager
def _copied(database: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy of a database and of what belongs to it, for reading."""
    with tempfile.TemporaryDirectory(prefix="csecrefs-") as folder:
        for suffix in ("", "-journal", "-wal"):
            part = database.with_name(database.name + suffix)
            if part.is_file():
                shutil.copyfile(part, Path(folder) / (_DATABASE + suffix))
        keys = database.with_name(_KEYS)
        with closing(sqlite3.connect(Path(folder) / _DATABASE)) as connection:
            # A stranger's database may bring views and triggers; none is run.
            connection.execute("PRAGMA trusted_schema = OFF")
            if keys.is_file():
                copied = shutil.copyfile(keys, Path(folder) / _KEYS)
                connection.execute("ATTACH DATABASE ? AS keys", (str(copied),))
            connection.execute("PRAGMA query_only = ON")
            yield connection


def _items(connection: sqlite3.Connection, folder: Path, wanted: str) -> Items:
    """Return the items of a database by number, as Zotero's API would give them."""
    tables = _tables(connection)
    if not {"items", "itemData", "itemDataValues", "creators"} <= tables:
        raise sqlite3.DatabaseError("the tables of Zotero are not in it")
    # The "Combined" tables have the user's own fields and types as well.
    types = "itemTypesCombined" if "itemTypesCombined" in tables else "itemTypes"
    fields = "fieldsCombined" if "fieldsCombined" in tables else "fields"

    items: Items = {
        number: {"itemKey": key, "key": key, "itemType": kind}
        for number, key, kind in connection.execute(_ITEMS.format(types=types))
    }
    for number, field, value in connection.execute(_VALUES.format(fields=fields)):
        if number in items and value is not None:
            items[number][field] = str(value)
    _add_creators(connection, items)
    for number, tag in connection.execute(_TAGS):
        if number in items:
            items[number].setdefault("tags", []).append({"tag": tag})
    _add_parts(connection, items, folder)
    _add_keys(connection, items)
    return _collected(connection, items, wanted)


def _tables(connection: sqlite3.Connection, schema: str = "main") -> set[str]:
    """Return the names of the tables of the database, or of an attached one."""
    found = connection.execute(_MASTER[schema])
    return {name for (name,) in found}


def _add_creators(connection: sqlite3.Connection, items: Items) -> None:
    for number, role, last, first, mode in connection.execute(_CREATORS):
        if number not in items:
            continue
        creator = {"creatorType": role, "lastName": last, "firstName": first}
        if mode == 1:  # a name in one field, of an organisation
            creator = {"creatorType": role, "name": last}
        items[number].setdefault("creators", []).append(creator)


def _add_parts(connection: sqlite3.Connection, items: Items, folder: Path) -> None:
    """Give notes their text, files their path, and both the key of their parent."""
    for number, parent, note in connection.execute(_NOTES):
        _set_part(items, number, parent, note=note or "")
    for number, parent, path in connection.execute(_FILES):
        if number in items:
            key = items[number]["key"]
            _set_part(items, number, parent, path=_stored(path or "", key, folder))


def _set_part(items: Items, number: int, parent: int | None, **value: str) -> None:
    if number not in items:
        return
    items[number].update(value)
    if parent is not None:
        above = items.get(parent)
        items[number]["parentItem"] = above["key"] if above else "in the trash"


def _stored(path: str, key: str, folder: Path) -> str:
    """Return the path of a file; those in Zotero's storage are named without it."""
    if path.startswith("storage:"):
        return str(folder / "storage" / key / path.removeprefix("storage:"))
    return path


def _add_keys(connection: sqlite3.Connection, items: Items) -> None:
    """Take the citation keys that Better BibTeX keeps in a database of its own."""
    attached = {name for _, name, _ in connection.execute("PRAGMA database_list")}
    if "keys" not in attached or "citationkey" not in _tables(connection, "keys"):
        return
    for number, key in connection.execute(
        "SELECT itemID, citationKey FROM keys.citationkey"
    ):
        if number in items and key:
            items[number]["citationKey"] = str(key)


def _collected(connection: sqlite3.Connection, items: Items, wanted: str) -> Items:
    """Return the items with their collections; with `wanted` only those of one
    collection and of the collections below it.
    """
    names: dict[int, str] = {}
    parents: dict[int, int | None] = {}
    for number, parent, name in connection.execute(_COLLECTIONS):
        names[number], parents[number] = str(name), parent
    chosen = _below(wanted, names, parents)

    inside: set[int] = set()
    for number, collection in connection.execute(_MEMBERS):
        if number in items and collection in names:
            items[number].setdefault("collections", []).append(names[collection])
            if collection in chosen:
                inside.add(number)
    if not wanted:
        return items
    keys = {items[number]["key"] for number in inside}
    return {
        number: item
        for number, item in items.items()
        if number in inside or item.get("parentItem") in keys
    }


def _below(
    wanted: str, names: dict[int, str], parents: dict[int, int | None]
) -> set[int]:
    """Return the collections of a name and those below them."""
    chosen = {
        number for number, name in names.items() if name.casefold() == wanted.casefold()
    }
    if wanted and not chosen:
        known = ", ".join(sorted(set(names.values()))[:20]) or "none"
        raise InputError(f"zotero: no collection {wanted!r}; there are: {known}")
    grown = True
    while grown:
        added = _children(chosen, parents) - chosen
        chosen |= added
        grown = bool(added)
    return chosen


def _children(chosen: Iterable[int], parents: dict[int, int | None]) -> set[int]:
    return {number for number, parent in parents.items() if parent in set(chosen)}
