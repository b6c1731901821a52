"""Zotero's codes: what makes a citation in a document one that Zotero takes over.

Source: the fields and preferences that Zotero 5 to 7 writes (its integration.js).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from csecrefs.csl.cite import Cite
from csecrefs.errors import SettingsError
from csecrefs.manuscript.office.properties import tree
from csecrefs.manuscript.sites import Site
from csecrefs.model import Reference
from csecrefs.text.inline import (
    Element,
    Inline,
    Inlines,
    plain,
)

BIBLIOGRAPHY: Final = (
    'ZOTERO_BIBL {"uncited":[],"omitted":[],"custom":[]} CSL_BIBLIOGRAPHY'
)
"""The code of a bibliography to which nothing was added by hand."""
# The address that Zotero names its form of data by.
_SCHEMA: Final = (
    "https://github.com/citation-style-language/schema/raw/master/csl-citation.json"
)
# The letters of Zotero's item keys.
_KEY_LETTERS: Final = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
# The addresses of styles in Zotero's repository begin with this.
_STYLES: Final = "http://www.zotero.org/styles/"
# The version of Zotero whose form of data is written.
_VERSION: Final = "7.0.0"


def is_asked(options: Mapping[str, object]) -> bool:
    """True if the options ask for live citations (`live`: zotero).

    Raises SettingsError for the citations of another program.
    """
    asked = options.get("live") or ""
    if asked not in ("", "zotero"):
        raise SettingsError(f"live citations are those of zotero, not of {asked}")
    return bool(asked)


class ZoteroCodes:
    """Codes of Zotero's citations for the works of one document."""

    def __init__(
        self,
        references: Mapping[str, Reference],
        addresses: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._references = references
        self._addresses = addresses
        self._numbers: dict[str, int] = {}
        self._count = 0

    def citation(
        self,
        site: Site,
        text: str,
        note: int,
    ) -> str:
        """Return the code of a citation that prints `text`."""
        self._count += 1
        properties: dict[str, Any] = {
            "formattedCitation": text,
            "plainCitation": text,
            "noteIndex": note,
        }
        # Zotero would sort the cites as its style does.
        if site.author_order:
            properties["unsorted"] = True
        citation = {
            "citationID": _letters(f"{self._count} {text}", 8).lower(),
            "properties": properties,
            "citationItems": [self._item(cite) for cite in site.cites],
            "schema": _SCHEMA,
        }
        packed = json.dumps(
            citation,
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return f"ZOTERO_ITEM CSL_CITATION {packed}"

    def _item(self, cite: Cite) -> dict[str, Any]:
        number = self._numbers.setdefault(cite.id, len(self._numbers) + 1)
        record = {**self._references[cite.id].to_csl(), "id": number}
        # The way back to keys, and what Better BibTeX reads.
        record["citation-key"] = cite.id
        addresses = list(self._addresses.get(cite.id, ()))
        if not addresses:
            # An address that no library has: Zotero falls back on the record.
            addresses = [
                f"http://zotero.org/users/local/csecrefs/items/{_letters(cite.id, 8)}"
            ]
        item: dict[str, Any] = {"id": number, "uris": addresses, "itemData": record}
        if cite.locator:
            item |= {"locator": cite.locator, "label": _label(cite.label)}
        if cite.prefix:
            item["prefix"] = _ending_in_blank(cite.prefix)
        if cite.suffix:
            item["suffix"] = cite.suffix
        if cite.mode in ("suppress-author", "narrative"):
            item["suppress-author"] = True
        elif cite.mode == "author-only":
            item["author-only"] = True
        return item


def preferences(
    style: str,
    locale: str,
    *,
    kind: str,
    notes: bool,
    before: str = "",
) -> str:
    """Return Zotero's preferences of a document; `kind` is Field or ReferenceMark.

    Of those that the document had `before`, only style and language change.

    >>> preferences("apa", "en-US", kind="Field", notes=False)[:47]
    '<data data-version="3" zotero-version="7.0.0"><'
    """
    address = style
    if "://" not in style:
        address = f"{_STYLES}{style}"
    if before:
        kept = _with_style(before, address, locale)
        if kept:
            return kept
    note_type = ""
    if notes:
        note_type = '<pref name="noteType" value="1"/>'
    language = ""
    if locale:
        language = f" locale={quoteattr(locale)}"
    return (
        f'<data data-version="3" zotero-version="{_VERSION}">'
        f'<session id="{_letters(address, 8)}"/>'
        f'<style id={quoteattr(address)}{language} hasBibliography="1"'
        ' bibliographyStyleHasBeenSet="1"/><prefs>'
        f'<pref name="fieldType" value="{escape(kind)}"/>{note_type}</prefs></data>'
    )


def _with_style(before: str, style: str, locale: str) -> str:
    """Return preferences with another style; empty if they are no XML of Zotero's."""
    from lxml import etree

    root = tree(before.encode())
    element = None
    if root is not None:
        element = root.find("style")
    if root is None or element is None:
        return ""
    element.set("id", style)
    if locale:
        element.set("locale", locale)
    return etree.tostring(root, encoding="unicode")


def mark_name(code: str, number: int) -> str:
    """Return a code as the name of a mark of Writer's, made unique at its end."""
    return f"{code} RND{_letters(f'{number} {code}', 10)}"


def narrative_parts(tree: Inlines) -> tuple[Inlines, Inlines]:
    """Return the author of a narrative citation with the blank after it, and the rest.

    Zotero has no narrative citations: the author is text before one that suppresses it.
    The author is empty where the text does not divide.

    >>> narrative_parts(("Low (2001)",))
    (('Low ',), ('(2001)',))
    """
    for place, node in enumerate(tree):
        if isinstance(node, str):
            text = node
        else:
            text = plain(node.children)
        found = min(
            (at for at in (text.find(" ("), text.find(" [")) if at >= 0), default=-1
        )
        if found >= 0 and isinstance(node, str):
            head: tuple[Inline, ...] = (*tree[:place], text[: found + 1])
            return head, (text[found + 1 :], *tree[place + 1 :])
        raised = isinstance(node, Element) and node.tag == "superscript"
        if raised and place:
            # The number of a style of raised numbers.
            return tree[:place], tree[place:]
    return (), tree


def _label(label: str) -> str:
    return label.replace("sub-verbo", "sub verbo")


def _ending_in_blank(prefix: str) -> str:
    if prefix[-1].isspace() or prefix[-1] in "([\"'“‘":
        return prefix
    return f"{prefix} "


def _letters(seed: str, count: int) -> str:
    """Return letters of Zotero's keys that follow from `seed`."""
    digest = hashlib.sha256(seed.encode("utf-8", "replace")).digest()
    return "".join(_KEY_LETTERS[byte % len(_KEY_LETTERS)] for byte in digest[:count])
