"""Netscape bookmark files, in: each link as a web page.

Source: the Netscape Bookmark File Format, as browsers and bookmark services export it.
"""

from __future__ import annotations

import datetime
import re
from html.parser import HTMLParser
from typing import Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.draft import Draft, finish
from csecrefs.formats.source import decode
from csecrefs.model import Date, Reference

_SCHEMES: Final = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)


def looks_like(head: str) -> bool:
    """Whether the beginning of a text is a bookmark file."""
    return bool(re.search(r"<!DOCTYPE NETSCAPE-Bookmark-file", head, re.IGNORECASE))


def read(source: bytes | str, *, path: str = "<string>") -> tuple[list[Reference], list[Diagnostic]]:
    """The bookmarks as references, and what was wrong with them; those to no web address are left out."""
    text, diagnostics = decode(source, path)
    links = _Links()
    links.feed(text)
    links.close()
    if text and not links.drafts:
        diagnostics.append(Diagnostic("no-records", "no bookmark in it", path=path))
    return finish(links.drafts), diagnostics


class _Links(HTMLParser):
    """A draft for each link; text after it in a DD is its abstract."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts: list[Draft] = []
        self.place = ""
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a link, its description, or something else that ends both."""
        self._flush()
        attributes = {name: value or "" for name, value in attrs}
        address = attributes.get("href", "")
        if tag == "a" and _SCHEMES.match(address):
            self.drafts.append(_link(address, attributes))
            self.place = "title"
        elif tag == "dd" and self.drafts:
            self.place = "abstract"

    def handle_endtag(self, tag: str) -> None:
        """End a link's title."""
        if tag in ("a", "dl"):
            self._flush()

    def handle_data(self, data: str) -> None:
        """Collect the text of a link or its description."""
        if self.place:
            self.texts.append(data)

    def close(self) -> None:
        """End what is open."""
        super().close()
        self._flush()

    def _flush(self) -> None:
        if self.place and self.drafts:
            self.drafts[-1].set(self.place, "".join(self.texts))
        self.place, self.texts = "", []


def _link(address: str, attributes: dict[str, str]) -> Draft:
    draft = Draft(type="webpage")
    draft.set("URL", address)
    draft.set("abstract", attributes.get("description", ""))
    draft.keywords = [word for word in attributes.get("tags", "").split(",") if word.strip()]
    added = attributes.get("add_date", "")
    if re.fullmatch(r"\d{1,10}", added):
        day = datetime.datetime.fromtimestamp(int(added), datetime.UTC)
        draft.set("accessed", Date((day.year, day.month, day.day)))
    return draft
