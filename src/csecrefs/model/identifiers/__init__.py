"""Identifiers of works, people and series: recognised, brought to one form, turned into
URLs.

`parse_identifier` reads a string that should be one identifier; `find_identifiers`
looks for all of them in running text. `parse_doi` and `find_dois` do the same for DOIs
alone. Nothing here asks the network.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, unquote

import attrs

from csecrefs.model.identifiers.doi import (
    FoundDoi,
    doi_prefix,
    doi_url,
    find_dois,
    parse_doi,
)
from csecrefs.model.identifiers.schemes import SCHEMES, Scheme, isbn, isni, issn, orcid

__all__ = [
    "FoundDoi",
    "FoundIdentifier",
    "Identifier",
    "doi_prefix",
    "doi_url",
    "find_dois",
    "find_identifiers",
    "isbn",
    "isni",
    "issn",
    "orcid",
    "parse_doi",
    "parse_identifier",
]

_BY_NAME: Final = {scheme.name: scheme for scheme in SCHEMES}
_MAX_TEXT: Final = 4096


@attrs.frozen
class Identifier:
    """An identifier in its scheme's one form.

    `scheme` is doi, shortdoi, arxiv, pmid, pmcid, isbn, issn, orcid, isni, ecli, celex,
    com, un, bibcode, handle or urn; `value` carries no label.
    """

    scheme: str
    value: str

    @property
    def url(self) -> str:
        """The URL of the identifier, "" for a URN without a known resolver."""
        if self.scheme == "doi":
            return doi_url(self.value)
        if self.scheme == "urn" and not self.value.startswith("urn:nbn:"):
            return ""
        value = self.value
        if self.scheme == "com":
            kind, year, number = (
                value.removesuffix(" final").replace("(", " ").replace(")", "").split()
            )
            value = f"{kind}:{year}:{number}:FIN"
        return _BY_NAME[self.scheme].url.format(quote(value, safe="/:()"))

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


@attrs.frozen
class FoundIdentifier:
    """An identifier and where it stood in the text."""

    start: int
    end: int
    identifier: Identifier


def parse_identifier(text: str) -> Identifier | None:
    """The one identifier that `text` is (label, URL or bare) or holds, or None."""
    text = text.strip().strip("<>")
    if len(text) > _MAX_TEXT:
        return None
    if doi := parse_doi(text):
        return Identifier("doi", doi)
    text = unquote(text)
    for scheme in SCHEMES:
        match = scheme.bare.fullmatch(text)
        if match and (value := scheme.normal(_captured(match))):
            return Identifier(scheme.name, value)
    # An address that is no identifier's own may have one in it by chance.
    if "://" in text:
        return None
    inside = {found.identifier for found in find_identifiers(text)}
    if len(inside) == 1:
        return inside.pop()
    return None


def find_identifiers(text: str) -> list[FoundIdentifier]:
    """Every identifier in running text, in order and without overlap; labels and check
    digits decide.
    """
    found = [
        FoundIdentifier(start, end, Identifier("doi", doi))
        for start, end, doi in find_dois(text)
    ]
    for scheme in SCHEMES:
        for candidate in _in_text(scheme, text):
            at = bisect_left(found, candidate.end, key=_start)
            if not at or found[at - 1].end <= candidate.start:
                found.insert(at, candidate)
    return found


def _start(item: FoundIdentifier) -> int:
    return item.start


def _in_text(scheme: Scheme, text: str) -> Iterator[FoundIdentifier]:
    for match in scheme.in_text.finditer(text):
        if value := scheme.normal(_captured(match)):
            yield FoundIdentifier(
                match.start(), match.end(), Identifier(scheme.name, value)
            )


def _captured(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)
