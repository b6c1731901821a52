"""Netscape bookmark files, in: each link as a web page.

Source: the Netscape Bookmark File Format, as browsers and bookmark services export it.
"""

from __future__ import annotations

import datetime
import html
import re
from typing import Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.draft import Draft, finish
from csecrefs.formats.source import decode
from csecrefs.formats.web.html_tags import tags
from csecrefs.model import Date, Reference
from csecrefs.patterns import regex

# Bookmarks that are pages; others are scripts and folders of the browser.
_SCHEMES: Final = regex(r"(?:https?|ftp)://", re.IGNORECASE)


def looks_like(head: str) -> bool:
    """True if the beginning of a text is a bookmark file."""
    return bool(re.search(r"<!DOCTYPE NETSCAPE-Bookmark-file", head, re.IGNORECASE))


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The bookmarks as references, and what was wrong with them; those to no web
    address are left out.
    """
    text, diagnostics = decode(source, path)
    drafts: list[Draft] = []
    variable, start = "", 0
    line, counted = 1, 0
    for tag in tags(text):
        if tag.name not in ("a", "dd", "dt", "dl", "h3"):
            continue
        if variable:
            drafts[-1].set(
                variable,
                html.unescape(text[start : tag.start]),
            )
        variable, start = "", tag.end
        if (
            tag.name == "a"
            and not tag.closing
            and _SCHEMES.match(tag.attributes().get("href", ""))
        ):
            drafts.append(_link(tag.attributes()))
            line, counted = line + text.count("\n", counted, tag.start), tag.start
            drafts[-1].line = line
            variable = "title"
        elif tag.name == "dd" and drafts:
            variable = "abstract"
    if text and not drafts:
        diagnostics.append(Diagnostic("no-records", "no bookmark in it", path=path))
    return finish(drafts), diagnostics


def _link(attributes: dict[str, str]) -> Draft:
    draft = Draft(type="webpage")
    draft.set("URL", attributes["href"])
    draft.set("abstract", attributes.get("description", ""))
    draft.keywords = [
        word for word in attributes.get("tags", "").split(",") if word.strip()
    ]
    added = attributes.get("add_date", "")
    if re.fullmatch(r"\d{1,10}", added):
        day = datetime.datetime.fromtimestamp(
            int(added),
            datetime.UTC,
        )
        draft.set(
            "accessed",
            Date((day.year, day.month, day.day)),
        )
    return draft
