"""Properties of documents: relationships, custom properties, Zotero's preferences."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import (
    TYPE_CHECKING,
    Final,
    NamedTuple,
)

from csecrefs.manuscript.office.package import Package, PackageError

if TYPE_CHECKING:
    from lxml.etree import _Element

# As many custom properties as are read.
_MAX_PROPERTIES: Final = 200_000


class Relationship(NamedTuple):
    """One row of a .rels part: the last word of its type, its target and its id."""

    sort: str
    target: str
    id: str


def tree(content: bytes) -> _Element | None:
    """Return the root of a small part, without entities or the network; None if bad."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def part_or_empty(package: Package, name: str) -> bytes:
    """Return a part, empty if it is absent or cannot be unpacked."""
    try:
        return package.part(name)
    except PackageError:
        return b""


def relationships(package: Package, part: str) -> list[Relationship]:
    """Return the relationships of a part; the empty name is the package."""
    folder, _, name = part.rpartition("/")
    prefix = ""
    if folder:
        prefix = f"{folder}/"
    root = tree(part_or_empty(package, f"{prefix}_rels/{name}.rels") or b"<none/>")
    found: list[Relationship] = []
    for element in root if root is not None else ():
        sort = element.get("Type", "").rpartition("/")[2]
        target = element.get("Target", "")
        if element.get("TargetMode") != "External":
            # Targets are relative to the folder of the part, or absolute in the package.
            target = posixpath.normpath(posixpath.join("/" + folder, target))[1:]
        found.append(Relationship(sort, target, element.get("Id", "")))
    return found


def word_properties(content: bytes) -> dict[str, str]:
    """Return the custom properties of a Word document, by name."""
    root = tree(content or b"<none/>")
    found: dict[str, str] = {}
    for element in root if root is not None else ():
        if len(found) < _MAX_PROPERTIES and element.get("name"):
            found[element.get("name", "")] = "".join(map(str, element.itertext()))
    return found


def writer_properties(content: bytes) -> dict[str, str]:
    """Return the properties that users and programs add to a Writer document."""
    root = tree(content or b"<none/>")
    found: dict[str, str] = {}
    for element in root.iter() if root is not None else ():
        if isinstance(element.tag, str) and element.tag.endswith("}user-defined"):
            for name, value in element.attrib.items():
                if str(name).endswith("}name") and len(found) < _MAX_PROPERTIES:
                    found[str(value)] = "".join(map(str, element.itertext()))
    return found


def joined(properties: Mapping[str, str]) -> dict[str, str]:
    """Return values that were cut into `NAME_1`, `NAME_2`, ..., each under its name.

    >>> joined({"ZOTERO_PREF_1": "<da", "ZOTERO_PREF_2": "ta/>"})
    {'ZOTERO_PREF': '<data/>'}
    """
    pieces: dict[str, dict[int, str]] = {}
    for name, value in properties.items():
        start, _, number = name.rpartition("_")
        # The pieces of a value may come in any order.
        if start and number.isdecimal() and len(number) < 7:
            pieces.setdefault(start, {})[int(number)] = value
    return {name: _in_order(parts) for name, parts in pieces.items()}


def _in_order(parts: Mapping[int, str]) -> str:
    return "".join(parts[number] for number in sorted(parts))


def split(
    name: str,
    value: str,
    length: int = 255,
) -> Iterable[tuple[str, str]]:
    """Yield a value as properties of `length` characters: `NAME_1`, `NAME_2`, ..."""
    for number, start in enumerate(range(0, len(value), length), 1):
        yield f"{name}_{number}", value[start : start + length]


class ZoteroPreferences(NamedTuple):
    """The style and language that Zotero was asked for in a document."""

    style: str = ""
    language: str = ""


def zotero_preferences(value: str) -> ZoteroPreferences:
    """Return the preferences in the text of the joined ZOTERO_PREF properties."""
    root = tree(value.encode() or b"<none/>")
    style = None
    if root is not None:
        style = root.find("style")
    if style is not None:
        return ZoteroPreferences(style.get("id", ""), style.get("locale", ""))
    # Documents of other programs have them as JSON.
    found = re.search(r'"style(?:ID|Id)"\s*:\s*"([^"]+)"', value)
    language = re.search(r'"locale"\s*:\s*"([^"]+)"', value)
    return ZoteroPreferences(found[1] if found else "", language[1] if language else "")
