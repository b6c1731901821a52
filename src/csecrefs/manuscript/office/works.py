"""Cited works: the records inside a document, each under one citation key.

Fields repeat the record of a work at each citation, under numbers that are good for one
field only (Mendeley's ITEM-1) or for one computer (Zotero's 4711). Works are told apart
by their address in the program that wrote them, else by what the records say.
"""

from __future__ import annotations

import re
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
)
from typing import Any, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.csl.items import reference as read_item
from csecrefs.formats.draft import keyed
from csecrefs.model import Reference
from csecrefs.patterns import regex

# Text that can be a citation key in every format that csecrefs writes.
_KEY: Final = regex(r"[^\s{}\[\](),;\"'\\@%#~]{1,200}")
# Ids that no person chose: numbers, Mendeley's ITEM-1, UUIDs, addresses.
_COUNTER: Final = regex(r"(?:ITEM-)?\d+|[0-9a-fA-F-]{32,36}|https?://.*", re.I)
# A key in Zotero's Extra field, as Better BibTeX pins it.
_NOTED_KEY: Final = regex(r"^citation key\s*:\s*(\S+)\s*$", re.I | re.M)


class CitedWorks:
    """Every work that a document cites, with its key and its addresses."""

    def __init__(self) -> None:
        self.references: dict[str, Reference] = {}
        self.addresses: dict[str, tuple[str, ...]] = {}
        self._keys: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._taken: set[str] = set()

    def item(
        self,
        data: Mapping[str, Any],
        addresses: Iterable[str],
        place: Diagnostic,
    ) -> tuple[str, list[Diagnostic]]:
        """Return the key of the work in a CSL item, and what is wrong with the record.

        `place` is a diagnostic whose place those of the record get.
        """
        ids = [each for each in addresses if each]
        for each in ids:
            if each in self._keys:
                return self._keys[each], []
        found, problems = read_item(
            {"id": "x", **data},
            path="",
            line=None,
            column=None,
            number=1,
        )
        if found is None:
            return "", _placed(problems, place)
        wanted = _chosen_key(data)
        return self.add(found, wanted, ids), _placed(_told(problems), place)

    def add(
        self,
        reference: Reference,
        wanted: str,
        addresses: Iterable[str],
    ) -> str:
        """Return the key under which a work is kept: `wanted`, else one made of it."""
        ids = (*addresses, *_identities(reference, wanted))
        for each in ids:
            if each in self._keys:
                key = self._keys[each]
                break
        else:
            key = wanted or self._made(reference)
            self.references[key] = reference.evolve(id=key)
            self.addresses[key] = tuple(addresses)
            self._taken.add(key)
        for each in ids:
            self._keys.setdefault(each, key)
        return key

    def without_record(
        self,
        wanted: str,
        addresses: Iterable[str],
    ) -> str:
        """Return the key of a work of which the document has no record."""
        for each in (*addresses, f"key {wanted}"):
            if each in self._keys:
                return self._keys[each]
        for each in addresses:
            self._keys[each] = wanted
        self._taken.add(wanted)
        return wanted

    def _made(self, reference: Reference) -> str:
        stem = keyed([reference.evolve(id="")])[0].id
        count = self._counts.get(stem, 0)
        key = stem
        # The count goes on from the last clash: many works of one author and year are linear.
        while key in self._taken:
            count += 1
            key = f"{stem}-{count + 1}"
        self._counts[stem] = count
        return key


def is_key(text: str) -> bool:
    """True if `text` can be a citation key in every format that csecrefs writes."""
    return bool(_KEY.fullmatch(text))


def _chosen_key(item: Mapping[str, Any]) -> str:
    """Return the citation key that the writer gave a CSL item, empty if none."""
    noted = _NOTED_KEY.search(str(item.get("note") or ""))
    candidates = [str(item.get(name) or "") for name in ("citation-key", "citationKey")]
    # Extra is a field for notes; a key there is a habit of Better BibTeX's users.
    if noted:
        candidates.append(noted[1])
    name = item.get("id")
    if isinstance(name, str) and not _COUNTER.fullmatch(name):
        candidates.append(name)
    return next((each for each in candidates if is_key(each)), "")


def _identities(reference: Reference, wanted: str) -> Iterator[str]:
    """Yield what tells a work from all others."""
    if wanted:
        yield f"key {wanted}"
        return
    doi = reference.text("DOI").lower()
    if doi:
        yield f"doi {doi}"
        return
    names = reference.names("author") or reference.names("editor")
    first = ""
    if names:
        first = names[0].family or names[0].literal
    words = "".join(re.findall(r"\w+", reference.text("title").lower()))
    if words:
        # Editorials of one title and year differ in their pages.
        numbers = (reference.text("volume"), reference.text("page"))
        yield "work " + "|".join((words, first, str(reference.year), *numbers))


def _told(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return what a citation needs to say of a record: no doubts about details."""
    return [each for each in problems if each.severity == "error"]


def _placed(problems: Iterable[Diagnostic], place: Diagnostic) -> list[Diagnostic]:
    return [
        Diagnostic(
            each.code,
            each.message,
            each.severity,
            place.path,
            place.line,
            place.column,
            each.key,
        )
        for each in problems
    ]
