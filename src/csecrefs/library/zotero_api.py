"""A running Zotero as a source: its local API, where no database of it is found.

Source: "Zotero Local API", the Web API v3 under http://localhost:23119/api/, with
`users/0` for the library of the user. It is read-only, and answers 403 until Zotero's
settings permit it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import attrs

from csecrefs.errors import InputError
from csecrefs.formats.zotero.json import whole
from csecrefs.library.zotero_collections import CollectionTree
from csecrefs.net.session import NetSettings, PoliteSession

LOCAL: Final = "http://127.0.0.1:23119"
"""The address that Zotero listens at; its port is a preference of Zotero, too."""
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_PAGE: Final = 500
"""Items of one answer; a server that gives fewer is asked more often."""
# Answers of one list, so that a faulty server ends, too.
_MAX_PAGES: Final = 10_000
_SETTINGS: Final = NetSettings(
    connect=2.0,  # it is this machine; nobody listens if it takes longer
    total=300.0,
    tries=1,
    max_body=200_000_000,
)
_NOT_PERMITTED: Final = (
    "zotero: Zotero runs, but lets no other program read it; permit it in its settings"
    " (Advanced: Allow other applications on this computer to communicate with Zotero)"
)


@attrs.frozen
class ApiItems:
    """The content of the local API: items with all their fields, and the collections.

    `inside` are the collections of each item, by the number of the item in the list.
    """

    items: list[dict[str, Any]]
    tree: CollectionTree
    inside: list[list[str]]


def address_in(source: str) -> tuple[str, str]:
    """Return the address and the collection of `http://127.0.0.1:23119/Thesis`.

    Raises InputError for a host that is not this machine: what another one sends is
    no library of the user.

    >>> address_in("http://127.0.0.1:23119/My%20thesis")
    ('http://127.0.0.1:23119', 'My thesis')
    """
    parts = urlsplit(source)
    if parts.hostname not in _LOOPBACK:
        raise InputError(
            f"zotero: {source} is not on this machine; export the library there"
        )
    return f"{parts.scheme}://{parts.netloc}", unquote(parts.path.strip("/"))


def read_api(address: str) -> ApiItems:
    """Return the items of the user and of all groups.

    Raises NetworkError if nobody answers, InputError if Zotero does not permit it or
    answers something else.
    """
    with PoliteSession(_SETTINGS) as session:
        client = _Client(session, address)
        items: list[dict[str, Any]] = []
        inside: list[list[str]] = []
        names: dict[str, str] = {}
        parents: dict[str, str] = {}
        for library, group in client.libraries():
            if group:
                names[library] = group
            for collection in client.all(f"{library}/collections"):
                _add_collection(collection, library, names, parents)
            for answered in client.all(f"{library}/items"):
                item = whole(answered, {})
                items.append(item)
                inside.append(_collections_of(answered, library))
    return ApiItems(items, CollectionTree(names, parents), inside)


def _add_collection(
    answered: Mapping[str, Any],
    library: str,
    names: dict[str, str],
    parents: dict[str, str],
) -> None:
    collection = answered.get("data")
    if not isinstance(collection, Mapping) or collection.get("deleted"):
        return
    key = f"{library}/{collection.get('key')}"
    names[key] = str(collection.get("name"))
    # `parentCollection` is false at the top of a library.
    above = collection.get("parentCollection")
    if above:
        parents[key] = f"{library}/{above}"
    else:
        parents[key] = library


def _collections_of(answered: Mapping[str, Any], library: str) -> list[str]:
    content = answered.get("data")
    listed: object = None
    if isinstance(content, Mapping):
        listed = content.get("collections")
    if not isinstance(listed, list):
        listed = []
    return [library, *(f"{library}/{key}" for key in listed)]


@attrs.frozen
class _Client:
    """The local API at an address."""

    session: PoliteSession
    address: str

    def libraries(self) -> Iterator[tuple[str, str]]:
        """Yield the path of each library and the name of its group, "" of the user."""
        yield "users/0", ""
        for group in self.all("users/0/groups"):
            content = group.get("data")
            name = ""
            if isinstance(content, Mapping):
                name = str(content.get("name") or "")
            number = str(group.get("id"))
            # It becomes part of an address: nothing but digits may.
            if number.isdecimal():
                yield f"groups/{number}", name or f"group {number}"

    def all(self, path: str) -> Iterator[Mapping[str, Any]]:
        """Yield the objects of a list, page by page, until one brings nothing new."""
        start = 0
        seen: set[str] = set()
        for _ in range(_MAX_PAGES):
            page = self._page(path, start)
            names = {str(each.get("key") or each.get("id")) for each in page}
            # A server that takes no notice of `start` would be asked for ever.
            if names <= seen:
                return
            seen |= names
            yield from page
            start += len(page)

    def _page(self, path: str, start: int) -> list[Mapping[str, Any]]:
        asked = f"{self.address}/api/{path}?v=3&format=json&limit={_PAGE}&start={start}"
        answer = self.session.get(asked, accept="application/json")
        if answer.status == 403:
            raise InputError(_NOT_PERMITTED)
        if answer.status != 200:
            raise InputError(
                f"zotero: {self.address} answered {answer.status} to /api/{path};"
                " no Zotero 7 or later is there"
            )
        try:
            listed = json.loads(answer.body)
        except (ValueError, RecursionError):
            listed = None
        if not isinstance(listed, list):
            raise InputError(f"zotero: {self.address} sent no list for /api/{path}")
        return [each for each in listed if isinstance(each, Mapping)]
