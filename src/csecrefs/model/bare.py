"""Identifiers without the label or address that people write before them.

This module loads nothing heavy: reading CSL-JSON needs it.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from csecrefs.patterns import regex

# By variable, the label or address that people write before an identifier.
_LEAD: Final = {
    "DOI": regex(
        r"(?:(?:https?://)?(?:www\.|dx\.)?doi\.org/|doi\s*:\s*)+", re.IGNORECASE
    ),
    "PMID": regex(
        r"(?:pmid\s*:?\s*|https?://(?:pubmed\.ncbi\.nlm\.nih\.gov"
        r"|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/)(?=\d+/?$)",
        re.IGNORECASE,
    ),
    "PMCID": regex(
        r"(?:pmcid\s*:?\s*|https?://(?:(?:www\.)?ncbi\.nlm\.nih\.gov/pmc"
        r"|pmc\.ncbi\.nlm\.nih\.gov)/articles/)(?=(?:PMC)?\d+/?$)",
        re.IGNORECASE,
    ),
    "ISBN": regex(r"(?:urn:)?e?-?isbn(?:-1[03])?\s*:?\s*(?=[\dX])", re.IGNORECASE),
    "ISSN": regex(r"(?:urn:)?[pe]?-?issn\s*:?\s*(?=[\dX])", re.IGNORECASE),
}


IDENTIFIERS: Final = frozenset(_LEAD)
"""The variables that `bare_identifier` reads."""


def bare_identifier(variable: str, text: str) -> str:
    """Return an identifier without the label or address before it.

    Styles put their own before it. A text that is no such identifier stays as it is.

    >>> bare_identifier("DOI", "https://doi.org/10.5/ABC")
    '10.5/ABC'
    >>> bare_identifier("PMID", "PMID: 123")
    '123'
    """
    lead = _LEAD.get(variable)
    found = None
    if lead:
        found = lead.match(text.strip())
    if not found:
        return text
    bare = text.strip()[found.end() :].strip()
    if variable != "DOI":
        return bare.rstrip("/")
    if not bare.startswith("10."):
        return text
    # an address is percent-encoded; a DOI after a label is not
    if "doi.org" in found[0].lower():
        return unquote(bare)
    return bare
