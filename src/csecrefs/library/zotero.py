"""Zotero's own database as a source: `zotero:`, or the path of a zotero.sqlite.

Zotero locks the file while it runs, so a copy is read and the file itself never
touched. Source: `userdata.sql` and `system.sql` of Zotero's published schema. Where no
database is found, a running Zotero is asked by its local API.
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

from csecrefs.errors import Diagnostic, InputError, NetworkError
from csecrefs.formats.draft import keyed
from csecrefs.formats.zotero.json import references_of
from csecrefs.library.zotero_collections import CollectionTree
from csecrefs.model import Reference
from csecrefs.model.place import Place
from csecrefs.patterns import regex

SCHEME: Final = "zotero:"
_DATABASE: Final = "zotero.sqlite"
# Better BibTeX keeps its citation keys in a database beside Zotero's.
_KEYS: Final = "better-bibtex.sqlite"

# Where Zotero keeps its profiles on Linux, macOS and Windows, seen from the home folder.
_PROFILES: Final = (
    ".zotero/zotero",
    "Library/Application Support/Zotero/Profiles",
    "AppData/Roaming/Zotero/Zotero/Profiles",
)
# A line of prefs.js: user_pref("extensions.zotero.dataDir", "/home/doe/Zotero");
# The second is the folder of linked files, "attachments:doe.pdf" in the database.
_FOLDER_SETTING: Final = regex(
    r'user_pref\("extensions\.zotero\.(dataDir|baseAttachmentPath)",'
    r'\s*"((?:[^"\\]|\\.)*)"\)'
)

# Not those in the trash, nor those of feeds, which nobody has collected.
_ITEMS: Final = """
    SELECT items.itemID, items.key, items.libraryID, types.typeName
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
_COLLECTIONS: Final = """
    SELECT collectionID, parentCollectionID, libraryID, collectionName FROM collections
"""
# Zotero 7 and later have collections in the trash.
_TRASHED: Final = "SELECT collectionID FROM deletedCollections"
_GROUPS: Final = "SELECT libraryID, name FROM groups"
_MEMBERS: Final = "SELECT itemID, collectionID FROM collectionItems ORDER BY itemID"

# SQLite takes no parameter for the name of a schema: two fixed texts.
_MASTER: Final = {
    "main": "SELECT name FROM main.sqlite_master WHERE type = 'table'",
    "keys": "SELECT name FROM keys.sqlite_master WHERE type = 'table'",
}

Items = dict[int, dict[str, Any]]
ReadItems = tuple[list[Reference], list[Diagnostic]]


def read_zotero(source: str | Path) -> ReadItems:
    """Return the references in Zotero's database, and what is wrong with it.

    `source` is `zotero:` for the database of this user, `zotero:NAME` for one of its
    collections or groups with all below it (`zotero:Thesis/Chapter 1` where a name is
    used twice), or the path of a database. Citation keys are Zotero's or Better
    BibTeX's where they have one. The trash and feeds are left out. Where `zotero:`
    finds no database, a Zotero that runs on this machine is asked by its local API;
    `zotero:http://127.0.0.1:23119` asks it in any case.

    Raises InputError if there is neither, no such collection, or if it cannot be read.
    """
    name = str(source)
    if not name.startswith(SCHEME):
        return _from_database(Path(name), "")
    wanted = name.removeprefix(SCHEME).strip()
    if wanted.startswith(("http://", "https://")):
        return _from_address(wanted)
    databases = list(_databases())
    for database in databases:
        if database.is_file():
            return _from_database(database, wanted)
    return _from_running(wanted, databases)


def _from_running(wanted: str, databases: list[Path]) -> ReadItems:
    """Return what a running Zotero has, where there is no database."""
    from csecrefs.library.zotero_api import LOCAL

    try:
        return _from_api(LOCAL, wanted)
    except NetworkError:
        places = ", ".join(str(database.parent) for database in databases)
    raise InputError(
        f"zotero: no {_DATABASE} in {places}, and no Zotero answers at {LOCAL};"
        " name its path, or export the library"
    )


def _from_address(source: str) -> ReadItems:
    from csecrefs.library.zotero_api import address_in

    address, wanted = address_in(source)
    try:
        return _from_api(address, wanted)
    except NetworkError as error:
        raise InputError(f"zotero: {error}; is Zotero running?") from None


def _from_api(address: str, wanted: str) -> ReadItems:
    from csecrefs.library.zotero_api import read_api

    found = read_api(address)
    items = dict(enumerate(found.items))
    members = list(enumerate(found.inside))
    return _read(
        _collected(items, members, found.tree, wanted),
        address,
    )


def _from_database(database: Path, wanted: str) -> ReadItems:
    try:
        with _copied(database) as copy:
            items = _items(copy, database.parent, wanted)
    except (sqlite3.Error, OSError, UnicodeError) as error:
        message = f"{database}: this database of Zotero cannot be read: {error}"
        raise InputError(message) from None
    return _read(items, str(database))


def _read(items: Items, path: str) -> ReadItems:
    diagnostics: list[Diagnostic] = []
    references = keyed(
        references_of(
            list(items.values()),
            path,
            diagnostics,
        )
    )
    place = Place(path)
    return [each.at(place) for each in references], diagnostics


def _databases() -> Iterator[Path]:
    """Yield the places of this user's database: the folder that Zotero's settings
    name, then the usual one.
    """
    for folder in _folders_set("dataDir"):
        yield folder / _DATABASE
    yield Path.home() / "Zotero" / _DATABASE


def _folders_set(setting: str) -> Iterator[Path]:
    """Yield the folders that the settings of Zotero's profiles give."""
    for profiles in _PROFILES:
        for settings in sorted((Path.home() / profiles).glob("*/prefs.js")):
            text = settings.read_text(encoding="utf-8", errors="replace")
            for name, folder in _FOLDER_SETTING.findall(text):
                if name == setting:
                    # The settings are JavaScript: a backslash in a path stands there
                    # twice.
                    yield Path(re.sub(r"\\(.)", r"\1", folder))


@contextmanager
def _copied(database: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy of a database and of what belongs to it, for reading."""
    with tempfile.TemporaryDirectory(prefix="csecrefs-") as folder:
        # The latest changes may be in the journal or the log beside the file only.
        for suffix in ("", "-journal", "-wal"):
            part = database.with_name(database.name + suffix)
            if part.is_file():
                shutil.copyfile(
                    part,
                    Path(folder) / (_DATABASE + suffix),
                )
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
    # A database of another program would fail later, with an error about SQL.
    if not {"items", "itemData", "itemDataValues", "creators"} <= tables:
        raise sqlite3.DatabaseError("the tables of Zotero are not in it")
    # The "Combined" tables have the user's own fields and types as well.
    types = "itemTypesCombined" if "itemTypesCombined" in tables else "itemTypes"
    fields = "fieldsCombined" if "fieldsCombined" in tables else "fields"

    items: Items = {
        number: {
            "itemKey": key,
            "key": key,
            "libraryID": library,
            "itemType": kind,
        }
        for number, key, library, kind in connection.execute(_ITEMS.format(types=types))
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
    tree = _tree(connection, tables)
    return _collected(items, _members(connection, items), tree, wanted)


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
    base = next(_folders_set("baseAttachmentPath"), None)
    for number, parent, note in connection.execute(_NOTES):
        _set_part(items, number, parent, note=note or "")
    for number, parent, path in connection.execute(_FILES):
        if number in items:
            stored = _stored(path or "", items[number], folder, base)
            _set_part(items, number, parent, path=stored)


def _set_part(items: Items, number: int, parent: int | None, **value: str) -> None:
    if number not in items:
        return
    items[number].update(value)
    if parent is not None:
        # No item has this key: a part of a deleted work must not become a work.
        above = items.get(parent)
        items[number]["parentItem"] = above["key"] if above else "in the trash"


def _stored(path: str, item: dict[str, Any], folder: Path, base: Path | None) -> str:
    """Return the path of a file, or the address of what is only linked.

    Files in Zotero's storage are named without it, and linked files below
    the `base` folder of the settings without that: "storage:doe.pdf", "attachments:doe.pdf".
    """
    kind, _, name = path.partition(":")
    if kind == "storage":
        return str(folder / "storage" / item["key"] / name)
    if kind == "attachments" and base is not None:
        return str(base / name)
    return path or str(item.get("url", ""))


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


def _tree(connection: sqlite3.Connection, tables: set[str]) -> CollectionTree:
    """Return the collections of all libraries, without those in the trash."""
    trashed: set[int] = set()
    if "deletedCollections" in tables:
        trashed = {number for (number,) in connection.execute(_TRASHED)}
    names: dict[str, str] = {}
    parents: dict[str, str] = {}
    if "groups" in tables:
        for library, name in connection.execute(_GROUPS):
            names[_library(library)] = str(name)
    for number, parent, library, name in connection.execute(_COLLECTIONS):
        if number in trashed:
            continue
        names[str(number)] = str(name)
        if parent is None:
            parents[str(number)] = _library(library)
        else:
            parents[str(number)] = str(parent)
    return CollectionTree(names, parents)


def _library(number: int) -> str:
    """Return the name of a library among the collections, which have numbers only."""
    return f"library {number}"


def _members(
    connection: sqlite3.Connection, items: Items
) -> list[tuple[int, list[str]]]:
    """Return the collections of each item, its library first."""
    inside = {
        number: [_library(item.pop("libraryID"))] for number, item in items.items()
    }
    for number, collection in connection.execute(_MEMBERS):
        if number in inside:
            inside[number].append(str(collection))
    return list(inside.items())


def _collected(
    items: Items,
    members: Iterable[tuple[int, list[str]]],
    tree: CollectionTree,
    wanted: str,
) -> Items:
    """Return the items with the names of their collections; with `wanted` only those
    of one collection and of the collections below it.
    """
    chosen = tree.below(wanted)
    inside: set[int] = set()
    for number, collections in members:
        known = [each for each in collections if each in tree.names]
        items[number]["collections"] = [tree.names[each] for each in known]
        if not chosen.isdisjoint(known):
            inside.add(number)
    if not wanted:
        return items
    # Notes and files are in no collection: they follow their works.
    keys = {items[number].get("key") for number in inside}
    return {
        number: item
        for number, item in items.items()
        if number in inside or item.get("parentItem") in keys
    }
