"""A small database with the tables of Zotero that a reader needs, made for tests."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_TABLES = """
CREATE TABLE libraries (libraryID INTEGER PRIMARY KEY, type TEXT NOT NULL);
CREATE TABLE itemTypesCombined (itemTypeID INTEGER PRIMARY KEY, typeName TEXT);
CREATE TABLE fieldsCombined (fieldID INTEGER PRIMARY KEY, fieldName TEXT);
CREATE TABLE creatorTypes (creatorTypeID INTEGER PRIMARY KEY, creatorType TEXT);
CREATE TABLE items (itemID INTEGER PRIMARY KEY, itemTypeID INT, libraryID INT, key TEXT);
CREATE TABLE itemDataValues (valueID INTEGER PRIMARY KEY, value);
CREATE TABLE itemData (itemID INT, fieldID INT, valueID INT);
CREATE TABLE creators (
    creatorID INTEGER PRIMARY KEY, firstName TEXT, lastName TEXT, fieldMode INT);
CREATE TABLE itemCreators (itemID INT, creatorID INT, creatorTypeID INT, orderIndex INT);
CREATE TABLE tags (tagID INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE itemTags (itemID INT, tagID INT, type INT);
CREATE TABLE itemNotes (itemID INTEGER PRIMARY KEY, parentItemID INT, note TEXT);
CREATE TABLE itemAttachments (
    itemID INTEGER PRIMARY KEY, parentItemID INT, path TEXT);
CREATE TABLE collections (
    collectionID INTEGER PRIMARY KEY, collectionName TEXT, parentCollectionID INT,
    libraryID INT);
CREATE TABLE collectionItems (collectionID INT, itemID INT, orderIndex INT);
CREATE TABLE deletedItems (itemID INTEGER PRIMARY KEY);
"""
_LATER = """
CREATE TABLE groups (groupID INTEGER PRIMARY KEY, libraryID INT UNIQUE, name TEXT);
CREATE TABLE deletedCollections (collectionID INTEGER PRIMARY KEY);
CREATE TABLE itemAnnotations (itemID INTEGER PRIMARY KEY, parentItemID INT, text TEXT);
INSERT INTO libraries VALUES (3, 'group');
INSERT INTO groups VALUES (77, 3, 'Lab readings');
"""


class ZoteroDatabase:
    """The file and the numbers given so far."""

    def __init__(self, folder: Path, *, later: bool = False) -> None:
        """Make the file; `later` adds the tables of Zotero 7 and a group."""
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "zotero.sqlite"
        self.connection = sqlite3.connect(self.path)
        self.connection.executescript(_TABLES)
        self.connection.execute("INSERT INTO libraries VALUES (1, 'user')")
        self.connection.execute("INSERT INTO libraries VALUES (2, 'feed')")
        if later:
            self.connection.executescript(_LATER)

    def _number(self, table: str, column: str, value: str) -> int:
        """Return the number of a value in a table of names, added at need."""
        select = f"SELECT rowid FROM {table} WHERE {column} = ?"
        found = self.connection.execute(select, (value,)).fetchone()
        if found is None:
            insert = f"INSERT INTO {table} ({column}) VALUES (?)"
            return int(self.connection.execute(insert, (value,)).lastrowid or 0)
        return int(found[0])

    def item(self, kind: str, key: str, library: int = 1, **fields: str) -> int:
        """Add an item with its fields; return its number."""
        type_number = self._number("itemTypesCombined", "typeName", kind)
        number = self.connection.execute(
            "INSERT INTO items (itemTypeID, libraryID, key) VALUES (?, ?, ?)",
            (type_number, library, key),
        ).lastrowid
        assert number is not None
        for name, value in fields.items():
            field = self._number("fieldsCombined", "fieldName", name)
            stored = self._number("itemDataValues", "value", value)
            row = (number, field, stored)
            self.connection.execute("INSERT INTO itemData VALUES (?, ?, ?)", row)
        return number

    def creator(self, item: int, role: str, last: str, first: str = "") -> None:
        """Add a creator; one without a first name is in a single field."""
        creator = self.connection.execute(
            "INSERT INTO creators (firstName, lastName, fieldMode) VALUES (?, ?, ?)",
            (first, last, 0 if first else 1),
        ).lastrowid
        kind = self._number("creatorTypes", "creatorType", role)
        row = (item, creator, kind, creator)
        self.connection.execute("INSERT INTO itemCreators VALUES (?, ?, ?, ?)", row)

    def tag(self, item: int, name: str) -> None:
        """Tag an item."""
        row = (item, self._number("tags", "name", name))
        self.connection.execute("INSERT INTO itemTags VALUES (?, ?, 0)", row)

    def note(self, parent: int | None, text: str, key: str) -> None:
        """Add a note in HTML, of an item or alone."""
        row = (self.item("note", key), parent, text)
        self.connection.execute("INSERT INTO itemNotes VALUES (?, ?, ?)", row)

    def file(
        self, parent: int | None, path: str | None, key: str, **fields: str
    ) -> int:
        """Attach a file to an item, or add one alone; return its number."""
        number = self.item("attachment", key, **fields)
        row = (number, parent, path)
        self.connection.execute("INSERT INTO itemAttachments VALUES (?, ?, ?)", row)
        return number

    def annotation(self, file: int, text: str, key: str) -> None:
        """Mark a passage in a file."""
        row = (self.item("annotation", key), file, text)
        self.connection.execute("INSERT INTO itemAnnotations VALUES (?, ?, ?)", row)

    def collection(
        self, name: str, *items: int, parent: int | None = None, library: int = 1
    ) -> int:
        """Add a collection with items; return its number."""
        number = self.connection.execute(
            "INSERT INTO collections (collectionName, parentCollectionID, libraryID)"
            " VALUES (?, ?, ?)",
            (name, parent, library),
        ).lastrowid
        assert number is not None
        for item in items:
            row = (number, item)
            self.connection.execute("INSERT INTO collectionItems VALUES (?, ?, 0)", row)
        return number

    def trash(self, item: int) -> None:
        """Move an item to the trash."""
        self.connection.execute("INSERT INTO deletedItems VALUES (?)", (item,))

    def trash_collection(self, collection: int) -> None:
        """Move a collection to the trash, as Zotero 7 can."""
        row = (collection,)
        self.connection.execute("INSERT INTO deletedCollections VALUES (?)", row)

    def finished(self) -> Path:
        """Write the file and return its path."""
        self.connection.commit()
        self.connection.close()
        return self.path


def better_bibtex_keys(folder: Path, keys: dict[int, str]) -> None:
    """Write the database in which Better BibTeX keeps citation keys."""
    with closing(sqlite3.connect(folder / "better-bibtex.sqlite")) as connection:
        connection.execute("CREATE TABLE citationkey (itemID INT, citationKey TEXT)")
        connection.executemany("INSERT INTO citationkey VALUES (?, ?)", keys.items())
        connection.commit()
