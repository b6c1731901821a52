"""A page's own words about itself: that it is missing, that it wants a login or a proof
of being human, that nobody but an advertiser is at home.

Phrases are a second signal only: they count in the title and the headings, where they
make up the whole of a segment, or as a sentence on a page with little else. An article
*about* missing pages is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from csecrefs.pages import phrases
from csecrefs.pages.page import Page
from csecrefs.pages.walls import reason_around
from csecrefs.pages.words import folded
from csecrefs.patterns import regex

# The number of an error in a title: "403 Forbidden".
_STATUS_NUMBER: Final = regex(r"\b([45]\d\d)\b")
# What stands beside its words: "HTTP Status 500 - Internal Server Error".
_AROUND_STATUS: Final = regex(r"\b(?:http|status|code|[45]\d\d)\b|[^\w\s]")
_BARE: Final = 120
"""A page of no more words has little else on it than what it says of itself."""


def _said(text: str) -> str:
    """A text without what says nothing around a notice."""
    return " ".join(phrases.NOISE.sub(" ", text).split())


def says_missing(page: Page) -> str:
    """Return the words with which a page says that there is no such page; empty if it
    does not, or if it gives a reason for which it is not shown.
    """
    for segment in page.segments:
        if _is_missing_notice(segment) and not _has_reason(segment):
            return segment
    # A page with little else may say it anywhere; one whose title is a mere
    # exclamation, at its beginning.
    is_bare = len(page.words) <= _BARE
    text = page.text.lower()
    if len(page.words) <= 12 and _is_missing_notice(text) and not _has_reason(text):
        return page.text
    if is_bare or not _said(page.title.lower()):
        if is_bare:
            part = text
        else:
            part = " ".join(page.words[:60]).lower()
        for found in phrases.MISSING.finditer(part):
            if not reason_around(part, found.start(), found.end()):
                return found[0]
    return ""


def _has_reason(text: str) -> bool:
    found = phrases.MISSING.search(text)
    return found is not None and reason_around(text, found.start(), found.end())


def _is_missing_notice(segment: str) -> bool:
    """True if a text says that something is missing, and nothing else."""
    said = _said(segment)
    numbered = bool(re.search(r"\b4(?:04|10)\b", segment))
    if not said or said in phrases.PAGE_ALONE:
        return numbered
    if phrases.MISSING_NOTICE.fullmatch(said):
        return True
    found = phrases.MISSING.search(said)
    if not found:
        return False
    before, after = said[: found.start()].split(), said[found.end() :].split()
    return len(after) <= 3 and len(before) + len(after) <= 5


def status_said(page: Page) -> int | None:
    """The HTTP status that a page gives as its title, whatever status it came with;
    None if it gives none.
    """
    for segment in page.segments:
        number = _STATUS_NUMBER.search(segment)
        said = " ".join(_AROUND_STATUS.sub(" ", segment).split()).removeprefix("error ")
        if said in phrases.STATUS:
            if number:
                return int(number[1])
            return phrases.STATUS[said]
        if number and said == "error" and number[1] not in ("404", "410"):
            return int(number[1])
    return None


def says_suspended(page: Page) -> bool:
    """True if the host says that the site was switched off, or shows a server's own
    start page.
    """
    if phrases.PLACEHOLDER.search(page.title.lower()):
        return True
    heads = [segment for segment in page.segments if len(segment.split()) <= 9]
    parts = heads
    if len(page.words) <= _BARE:
        parts = [*heads, page.text.lower()]
    return any(map(_is_suspended, parts))


def _is_suspended(text: str) -> bool:
    found = phrases.SUSPENDED.search(text)
    return found is not None and not reason_around(text, found.start(), found.end())


def is_parked(page: Page, url: str) -> bool:
    """True if nothing is here but an offer to sell the domain, or adverts put up in its
    name.
    """
    host = urlsplit(url).hostname or ""
    if any(
        host == name or host.endswith("." + name)
        for name in ("hugedomains.com", "sedo.com", "dan.com")
    ):
        return True
    if page.source_has(*phrases.PARKERS) or any(
        map(phrases.PARKED.search, page.segments)
    ):
        return True
    text = " ".join(page.words[:250]).lower()
    if not any(
        hint in text for hint in phrases.PARKING_HINTS
    ) or not phrases.PARKED.search(text):
        return False
    return (
        len(page.words) <= 250
        or host.removeprefix("www.")
        in " \n ".join((page.title, *page.headings)).lower()
        or bool(phrases.FOR_SALE.search(" ".join(page.words[:80]).lower()))
    )


def is_challenge(
    headers: Mapping[str, str], page: Page | None, titles: Sequence[str] = ()
) -> bool:
    """True if this is a gatekeeper's page: a challenge, a CAPTCHA, a block of automated
    readers.

    A title counts against a page only if it is none of `titles`, those of the work.
    """
    if (
        "cf-mitigated" in headers
        or headers.get("x-amzn-waf-action")
        or "x-datadome" in headers
    ):
        return True
    if page is None:
        return False
    foreign = foreign_segments(page, titles)
    if len(page.words) <= 600 and any(map(_is_challenge_title, foreign)):
        return True
    if len(page.words) > 150:
        return False
    text = page.text.lower()
    for title in titles:
        text = text.replace(title.lower(), " ")
    return bool(phrases.CHALLENGE_TEXT.search(text)) or (
        len(page.words) <= 80 and page.source_has(*phrases.CHALLENGE_SOURCES)
    )


def foreign_segments(page: Page, titles: Sequence[str]) -> tuple[str, ...]:
    """Return the segments of title and headings that are not the work's title."""
    known = [folded(title) for title in titles]
    return tuple(
        segment
        for segment in page.segments
        if not any(_is_title(folded(segment), title) for title in known)
    )


def _is_title(segment: str, title: str) -> bool:
    """True if a segment is a title, or its last part after a colon."""
    if not segment or not title:
        return False
    return segment == title or f" {title} ".endswith(f" {segment} ")


def _is_challenge_title(segment: str) -> bool:
    if phrases.CAPTCHA.search(segment):
        return len(segment.split()) <= 5
    found = phrases.CHALLENGE.match(segment)
    return found is not None and len(segment[found.end() :].split()) <= 3


# A part of a path or query that names a login: "/auth/", "/cas?service=".
_LOGIN_PATH: Final = regex(
    r"(?:^|[/._-])(?:log[-_]?in|sign[-_]?in|logon|signon|sso|auth|oauth2?|authorize|authenticate|saml2?|idp|cas|wayf"
    r"|shibboleth|adfs|session/new|account/begin|anmelden|connexion|acceso|accesso|inloggen)(?:$|[/._?-])"
)
# A path that ends with one: "/Shibboleth.sso/Login".
_LOGIN_END: Final = regex(
    r"/(?:log[-_]?in|sign[-_]?in|logon|signon|sso|shibboleth(?:\.sso)?|wayf|saml2?)(?:$|\.\w{2,5}$|/(?:log[-_]?in)?$)"
)
_LOGIN_HOSTS: Final = (
    "login.",
    "accounts.",
    "auth.",
    "sso.",
    "idp.",
    "signin.",
    "id.",
    "shibboleth.",
    "wayf.",
)


def is_login(
    page: Page, url: str, redirected: bool, titles: Sequence[str] = ()
) -> bool:
    """True if the page asks for a login instead of showing what was linked to."""
    foreign = foreign_segments(page, titles)
    segments = [segment for segment in foreign if len(segment.split()) <= 5]
    titled = any(map(phrases.LOGIN_TITLE.match, segments))
    if page.has_password and (titled or any(map(phrases.LOGIN_WORDS.search, segments))):
        return True
    if titled and page.asks_who and len(page.words) <= _BARE:
        return True
    parts = urlsplit(url)
    path = parts.path.lower()
    if redirected and _LOGIN_END.search(path):
        return True
    at_login = _LOGIN_PATH.search(path) or (parts.hostname or "").startswith(
        _LOGIN_HOSTS
    )
    return (
        redirected and bool(at_login) and (page.has_password or titled or page.is_shell)
    )
