"""Addresses beside the one that was asked for: where its redirects end, and the
neighbours that it is compared with.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from csecrefs.links.journey import Arrival
from csecrefs.links.target import (
    LinkTarget,
    UnusableURLError,
    origin,
    redirected,
)
from csecrefs.patterns import regex
from csecrefs.text.visitors import is_personal

DOCUMENTS: Final = tuple(
    ".pdf .ps .djvu .epub .doc .docx .odt .ppt .pptx .xls .xlsx .csv .zip .gz .tgz .tar .jpg .jpeg .png .gif"
    " .tif .tiff .mp3 .mp4 .wav .mov".split()
)
"""Endings of files that are no pages."""

# Names of pages that stand for their folder.
_INDEX: Final = ("index.", "default.", "home.", "main.")

# The last part of the path of a search form or of its results.
_SEARCH: Final = regex(
    r"/(?:search|find|suche|recherche|rechercher|buscar|busca|busqueda|ricerca|zoeken"
    r"|szukaj|search-?results?|results?|browse|discover|catalog(?:ue)?)(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
# A page that a site keeps for what is missing: "/404.html", "/errors/not-found".
_ABSENT: Final = regex(
    r"/(?:[\w-]{0,20}[_-])?(?:404|(?:page|file)?[_-]?not[_-]?found|notfound404)"
    r"(?:[_-]?(?:page|error))?(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
# A start page under a name: "/home", "/Pages/default.aspx", "/portal/".
_START: Final = regex(
    r"(?:index|default|home|main|start|welcome|homepage|startpage|startseite|accueil"
    r"|inicio|portal)(?:\.\w{2,5})?",
    re.IGNORECASE,
)
# A language at the front of a path: "en", "de-DE".
_LANGUAGE: Final = regex(r"[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE)


def judge_end(target: LinkTarget, arrival: Arrival) -> tuple[str, str] | None:
    """Judge a link by its end: redirects that lead to the start page of a site, to a
    folder above, or to a search page.
    """
    if not arrival.chain:
        return None
    wanted, reached = (_parts(url) for url in (target.url, arrival.target.url))
    if len(reached) == 1 and urlsplit(target.url).path in unquote(reached[0]):
        reached = []  # a start page that is told what was asked for
    if not wanted or wanted == reached:
        return None
    if _ABSENT.search(urlsplit(arrival.target.url).path):
        return "soft-404", "the link leads to a page for what is missing"
    if not reached:
        return "content-changed", "the link leads to the start page of a site"
    # "/journal/12/3.html" that ends at "/journal/".
    if len(reached) < len(wanted) and wanted[: len(reached)] == reached:
        return "content-changed", "the link leads to a folder above what it names"
    path = urlsplit(arrival.target.url).path
    if _SEARCH.search(path) and not _SEARCH.search(urlsplit(target.url).path):
        return "content-changed", "the link leads to a search page"
    return None


def _parts(url: str) -> list[str]:
    """Return the parts of an address that name something: no start page, no language at
    its front, no parameter that says who came.
    """
    address = urlsplit(url)
    parts = [part for part in address.path.split("/") if part]
    if parts and _START.fullmatch(parts[-1]):
        parts = parts[:-1]
        if parts and parts[-1].lower() == "pages":  # where one system keeps them
            parts = parts[:-1]
    if parts and _LANGUAGE.fullmatch(parts[0]):
        parts = parts[1:]
    named = [each for each in address.query.split("&") if each]
    telling = [each for each in named if not is_personal(each)]
    if not parts and telling:
        return ["&".join(telling)]
    return parts


def sibling(target: LinkTarget) -> tuple[tuple[str, str, str], LinkTarget] | None:
    """A URL beside `target` that nobody can have made, and the key it answers for; None
    at a site's top.
    """
    path = urlsplit(target.url).path
    slash = ""
    if path.endswith("/"):
        slash = "/"
    directory, _, name = path.rstrip("/").rpartition("/")
    if not name or name.lower().startswith(_INDEX):
        return None
    stem, dot, ending = name.rpartition(".")
    suffix = ""
    if dot and stem and ending.isalnum() and len(ending) <= 5 and not ending.isdigit():
        suffix = f".{ending}"
    place = f"{origin(target.url)}{directory}/"
    return (place, suffix, slash), LinkTarget(
        f"{place}{secrets.token_hex(8)}{suffix}{slash}"
    )


def listed_on(control: Arrival, wanted: LinkTarget) -> LinkTarget | None:
    """Return the page on the start page of a site that is nearest to a target: the one
    with the most folders in common; None if there is none.
    """
    if control.page is None:
        return None
    best, score = None, -1
    parts = _parts(wanted.url)
    for href in control.page.links:
        try:
            target = redirected(control.target, href)
        except UnusableURLError:
            continue
        found = _parts(target.url)
        is_other = found and found != parts and not target.url.endswith(DOCUMENTS)
        if not is_other or origin(target.url) != origin(wanted.url):
            continue
        common = _shared(found, parts)
        if common > score:
            best, score = target, common
    return best


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the number of leading parts that two paths share."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
