"""Values of records as a page shows them."""

from __future__ import annotations

import re
from typing import Final

from csecrefs.model import Reference
from csecrefs.model.identifiers import doi_url, parse_identifier
from csecrefs.model.reference import without_markup
from csecrefs.patterns import regex
from csecrefs.text.characters import clean

# No blank, bracket or quotation mark: nothing that ends an attribute.
_WEB: Final = regex(r"https?://[^\s<>\"]+", re.IGNORECASE)
_MAX_VALUE: Final = 20_000
"""Characters of a value that are shown; the records to copy have all of them."""


def shown(text: str) -> str:
    """Return a text without markup and without characters that act on the screen."""
    # Cut before it is cleaned, so that the time is bounded.
    return clean(without_markup(text[:_MAX_VALUE])).strip()


def is_web(url: str) -> bool:
    """True if an address is of the web and has nothing that ends an attribute."""
    return bool(_WEB.fullmatch(url))


def main_address(reference: Reference) -> str:
    """Return the address of a work: that of its DOI, else its URL; empty if none."""
    identifier = parse_identifier(reference.text("DOI"))
    if identifier and identifier.scheme == "doi":
        return doi_url(identifier.value)
    url = reference.text("URL").strip()
    if is_web(url):
        return url
    return ""
