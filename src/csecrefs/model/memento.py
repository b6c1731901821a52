"""Archived copies as records hold them: the archive in `archive`, the address in
`archive_location`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from csecrefs.model.reference import Reference
from csecrefs.patterns import regex

_ADDRESS: Final = regex(r"https?://\S+", re.IGNORECASE)
# /20200506070809/, /20200506070809id_/, /20200506/
_STAMP: Final = regex(r"/((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{6})?(?:[a-z]{2}_)?/")


class Memento(NamedTuple):
    """An archived copy of a web page (RFC 7089): the page's address, the copy's, and
    the copy's ISO day, if its address tells it."""

    original: str
    url: str
    day: str = ""


def memento_of(reference: Reference) -> Memento | None:
    """The archived copy that a reference names, or None; an archive's shelf mark is
    none.
    """
    url = reference.text("archive_location").strip()
    original = reference.text("URL").strip()
    if not original and reference.text("DOI"):
        from csecrefs.model.identifiers import doi_url

        original = doi_url(reference.text("DOI"))
    if not original or not _ADDRESS.fullmatch(url):
        return None
    return Memento(original, url, _day(url))


def _day(url: str) -> str:
    """The day in an address as most web archives make them: `/20200506070809/`."""
    stamp = _STAMP.search(url)
    if stamp is None:
        return ""
    year, month, day = map(int, stamp.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:  # figures that are no day
        return ""
