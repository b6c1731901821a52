"""Zotero's items in JSON, in: Better BibTeX's export ("BetterBibTeX JSON", also kept up
to date by it) and the answers of Zotero's API, local or on the web.

Source: Zotero Web API v3, "Item JSON"; Better BibTeX's documentation of its JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from csecrefs.errors import Diagnostic
from csecrefs.formats.draft import keyed
from csecrefs.formats.source import decode_json
from csecrefs.formats.zotero.items import is_work, reference_of
from csecrefs.model import Reference


def looks_like(head: str) -> bool:
    """True if the beginning of a text is JSON with Zotero's items."""
    start = head.lstrip("\ufeff \t\r\n")
    named = '"itemType"' in head or '"Better BibTeX' in head or '"BetterBibTeX' in head
    return start.startswith(("{", "[")) and named


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """Return the works among the items, and what is wrong with the file.

    Notes and attachments of a work go with it; the trash is left out.
    """
    content, diagnostics = decode_json(source, path)
    collections = _collections(content)
    items = [whole(item, collections) for item in _items(content)]
    if not items and not diagnostics:
        message = "no Zotero item in this JSON"
        diagnostics.append(Diagnostic("no-records", message, path=path))
    return keyed(references_of(items, path, diagnostics)), diagnostics


def references_of(
    items: list[dict[str, Any]], path: str, diagnostics: list[Diagnostic]
) -> list[Reference]:
    """Return the references of the works among items, each with the notes and files
    that name it as their parent.

    Notes and files of no work are left out, and marks in files, with a diagnostic.
    """
    works = [item for item in items if is_work(item)]
    by_key = {str(work.get("key")): work for work in works if work.get("key")}
    alone = 0
    for part in items:
        kind = part.get("itemType")
        if kind not in ("note", "attachment") or part.get("deleted"):
            continue
        parent = by_key.get(str(part.get("parentItem", "")))
        if parent is not None:
            parent.setdefault(f"{kind}s", []).append(part)
        elif not part.get("parentItem"):
            alone += 1
    if alone:
        message = f"{alone} notes and files of no work are left out"
        diagnostics.append(Diagnostic("left-out", message, "info", path))
    marks = sum(item.get("itemType") == "annotation" for item in items)
    if marks:
        message = f"{marks} annotations of files are left out"
        diagnostics.append(Diagnostic("left-out", message, "info", path))
    return [reference_of(work) for work in works]


def _items(content: object) -> Iterator[Mapping[str, Any]]:
    # Better BibTeX wraps the items in an object; the API gives a list, or one item.
    found = content.get("items", [content]) if isinstance(content, Mapping) else content
    for item in found if isinstance(found, list) else []:
        if isinstance(item, Mapping):
            yield item


def whole(
    item: Mapping[str, Any], collections: Mapping[str, list[str]]
) -> dict[str, Any]:
    """Return an item with its fields at the top and its collections by name.

    The local API gives the place of a file beside the item: the link "enclosure".
    """
    inner = item.get("data")
    made = dict(inner) if isinstance(inner, Mapping) else dict(item)
    # Collections name their items by number or by key.
    known = [str(made.get("itemID")), str(made.get("itemKey") or made.get("key"))]
    made["collections"] = [
        name for number in known for name in collections.get(number, ())
    ]
    path = _enclosed(item.get("links"))
    if path and not made.get("path"):
        made["path"] = path
    return made


def _enclosed(links: object) -> str:
    """Return the path in {"enclosure": {"href": "file:///home/doe/a.pdf"}}, else ""."""
    if not isinstance(links, Mapping):
        return ""
    enclosure = links.get("enclosure")
    if not isinstance(enclosure, Mapping):
        return ""
    address = str(enclosure.get("href", ""))
    if not address.startswith("file://"):
        return ""
    return unquote(address.removeprefix("file://"))


def _collections(content: object) -> dict[str, list[str]]:
    """Return the names of the collections of each item of a Better BibTeX export."""
    found: dict[str, list[str]] = {}
    listed = content.get("collections") if isinstance(content, Mapping) else None
    for collection in listed.values() if isinstance(listed, Mapping) else ():
        if isinstance(collection, Mapping):
            members = collection.get("items")
            for member in members if isinstance(members, list) else ():
                name = collection.get("name")
                if isinstance(name, str):
                    found.setdefault(str(member), []).append(name)
    return found
