"""Keys that are identifiers: `@doi:10.1000/1`, `@pmid:123`, `@https://example.org`.

Manubot and MyST cite works by what registries call them. Such a key is that of the
library's record with the same identifier.
"""

from __future__ import annotations

import re
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
)
from typing import Final

import attrs

from csecrefs.manuscript.sites import Manuscript, Site
from csecrefs.model import Reference
from csecrefs.patterns import regex

# The beginning of a key that is an identifier.
_SCHEMES: Final = regex(
    r"(?:doi|pmid|pmcid|pmc|arxiv|isbn|url|https?|shortdoi):|10\.\d{4,9}/",
    re.IGNORECASE,
)
# Variables of CSL that identify a work.
_VARIABLES: Final = ("DOI", "PMID", "PMCID", "ISBN", "URL")
CROSS_REFERENCE: Final = regex(
    r"(?:fig|figure|tbl|tab|table|sec|section|eq|eqn|equation|lst|listing|thm|lem|cor"
    r"|prp|cnj|def|exm|exr|sol|rem|alg|app|nte|tip|wrn|imp|cau|chap|chapter)[-:_].+",
    re.IGNORECASE,
)
"""A label of Quarto, pandoc-crossref or bookdown, which cites nothing: `@fig-tides`."""


def identifier_of(key: str) -> str:
    """Return what a key asks registries for, empty if it is no identifier.

    >>> identifier_of("doi:10.1000/1"), identifier_of("low2001")
    ('doi:10.1000/1', '')
    """
    if not _SCHEMES.match(key):
        return ""
    if key.lower().startswith("url:"):
        return key[4:]
    return key


def is_cross_reference(key: str, known: Mapping[str, Reference]) -> bool:
    """True if a key is a label of the manuscript's own, not that of a work.

    >>> is_cross_reference("fig-tides", {})
    True
    """
    return key not in known and bool(CROSS_REFERENCE.fullmatch(key))


def with_known_keys(
    manuscript: Manuscript, references: Mapping[str, Reference]
) -> Manuscript:
    """Return the manuscript with the library's keys for those that are identifiers."""
    missing = [key for key in manuscript.keys if key not in references]
    asked = {key: identifier_of(key) for key in missing}
    if not any(asked.values()):
        return manuscript
    index = _index(references.values())
    names = {
        key: index[normal]
        for key, text in asked.items()
        if (normal := _normal(text)) and normal in index
    }
    sites = tuple([_renamed(site, names) for site in manuscript.sites])
    return attrs.evolve(manuscript, sites=sites)


def _renamed(site: Site, names: Mapping[str, str]) -> Site:
    if not any(cite.id in names for cite in site.cites):
        return site
    cites = [attrs.evolve(cite, id=names.get(cite.id, cite.id)) for cite in site.cites]
    return attrs.evolve(site, cites=tuple(cites))


def _index(references: Iterable[Reference]) -> dict[str, str]:
    found: dict[str, str] = {}
    for reference in references:
        for normal in _identifiers(reference):
            found.setdefault(normal, reference.id)
    return found


def _identifiers(reference: Reference) -> Iterator[str]:
    for variable in _VARIABLES:
        text = reference.text(variable)
        if text and variable in ("PMID", "PMCID", "ISBN"):
            text = f"{variable.lower()}:{text}"
        normal = _normal(text)
        if normal:
            yield normal


def _normal(text: str) -> str:
    """Return one form of an identifier or an address."""
    if not text:
        return ""
    # The schemes of identifiers take long to load, and few manuscripts cite by them.
    from csecrefs.model.identifiers import parse_identifier

    found = parse_identifier(text)
    if found:
        return f"{found.scheme}:{found.value}"
    if text.lower().startswith(("http://", "https://")):
        return text.partition("://")[2].rstrip("/").lower()
    return ""
