"""One link, one verdict: the order in which the evidence is heard.

`check` is a computation without a network of its own (see journey); `check_link` drives
one to its end.
"""

from __future__ import annotations

import secrets
from typing import Final
from urllib.parse import urlsplit

import attrs

from csecrefs.links import content, signs
from csecrefs.links.doi import registered, resolver_of
from csecrefs.links.fragment import missing_in_page, missing_in_pdf
from csecrefs.links.journey import Arrival, Budget, JourneyError, Steps, drive, travel
from csecrefs.links.link import Link
from csecrefs.links.settings import CheckSettings
from csecrefs.links.target import Target, UnusableURLError, origin, parse
from csecrefs.links.verdict import UNSEEN, Seen, Verdict
from csecrefs.net.exchange import Exchange

Finding = tuple[str, str]
"""A verdict code and the reason for it."""

_BY_STATUS: Final = {
    401: "auth-required",
    402: "auth-required",
    404: "not-found",
    407: "auth-required",
    408: "timeout",
    410: "gone",
    420: "rate-limited",
    429: "rate-limited",
    451: "legal-block",
    511: "auth-required",
}

_DOCUMENTS: Final = tuple(
    ".pdf .ps .djvu .epub .doc .docx .odt .ppt .pptx .xls .xlsx .csv .zip .gz .tgz .tar .jpg .jpeg .png .gif"
    " .tif .tiff .mp3 .mp4 .wav .mov".split()
)
_DOCUMENTS_SHOWN_AS_PAGES: Final = ("/blob/", "/wiki/", "/tree/", "/file:")
_INDEX: Final = ("index.", "default.", "home.", "main.")


@attrs.define
class Siblings:
    """What the sites asked so far answer for pages that cannot exist, by directory and
    ending.
    """

    known: dict[tuple[str, str, str], Arrival | None] = attrs.Factory(dict)


def check_link(
    link: Link,
    exchange: Exchange,
    settings: CheckSettings | None = None,
    seen: Seen = UNSEEN,
) -> Verdict:
    """The verdict on one link, asked for now in this thread."""
    steps = check(link, settings or CheckSettings(), Siblings(), seen)
    return drive(steps, exchange.get)


def check(
    link: Link, settings: CheckSettings, siblings: Siblings, seen: Seen = UNSEEN
) -> Steps[Verdict]:
    """The verdict on one link; `seen` is what earlier visits left."""
    budget = Budget(settings.limits.total)
    try:
        verdict = yield from _check(
            link, parse(link.url), settings, siblings, seen, budget
        )
    except UnusableURLError as error:
        verdict = Verdict(
            link.url, error.code, str(error), certain=error.code == "invalid-url"
        )
    except JourneyError as error:
        last = error.chain[-1].url if error.chain else ""
        verdict = Verdict(
            link.url, error.code, str(error), chain=error.chain, final_url=last
        )
    return attrs.evolve(
        verdict, seconds=round(budget.seconds, 3), requests=budget.requests
    )


def _check(
    link: Link,
    target: Target,
    settings: CheckSettings,
    siblings: Siblings,
    seen: Seen,
    budget: Budget,
) -> Steps[Verdict]:
    resolver = resolver_of(target.url, settings)
    known = "unknown"
    if resolver:
        known = yield from registered(target.url, resolver, settings, budget)
        if known == "no":
            return Verdict(
                link.url, "not-found", "the DOI is not registered", 404, certain=True
            )
    arrival = yield from travel(target, settings, budget)
    finding = _judge_answer(arrival)
    if (
        finding
        and settings.browser_retry
        and finding[0] == "blocked"
        and not _challenged(arrival)
    ):
        again = yield from travel(target, settings, budget, browser=True)
        if not _judge_answer(again):
            arrival, finding = again, None
    if not finding and settings.content:
        finding = yield from _judge_content(
            link, target, arrival, settings, siblings, budget, bool(resolver)
        )
    verdict = _verdict(link, arrival, finding, bool(resolver))
    if settings.content and arrival.page:
        verdict = attrs.evolve(verdict, title=arrival.page.title)
    if verdict.outcome == "ok" and settings.content:
        return _compare(verdict, arrival, seen)
    if resolver and verdict.code == "not-found":
        if not arrival.chain:
            return attrs.evolve(
                verdict, reason="the resolver does not know the DOI", certain=True
            )
        reason = f"the DOI is registered, but its landing page is not there ({verdict.reason})"
        return attrs.evolve(verdict, reason=reason)
    return verdict


def _verdict(
    link: Link, arrival: Arrival, finding: Finding | None, is_doi: bool
) -> Verdict:
    code, reason = finding or _moved(arrival, is_doi)
    return Verdict(
        link.url,
        code,
        reason,
        arrival.answer.status,
        arrival.chain,
        arrival.target.url,
        None if is_doi else arrival.permanent_url,
    )


def _moved(arrival: Arrival, is_doi: bool) -> Finding:
    """The verdict on a living link: a DOI is meant to redirect, so it has not moved."""
    if not arrival.chain or is_doi:
        return "ok", ""
    if arrival.permanent_url == arrival.target.url:
        return "redirected-permanent", f"moved to {arrival.target.url}"
    return "redirected-temporary", f"leads to {arrival.target.url}"


def _challenged(arrival: Arrival) -> bool:
    return signs.is_challenge(arrival.answer.headers, arrival.page)


def _code_of(status: int) -> str:
    """The verdict that a status of 400 or more deserves."""
    return _BY_STATUS.get(status) or (
        "server-error" if 500 <= status < 600 else "blocked"
    )


def _judge_answer(arrival: Arrival) -> Finding | None:
    """What status, transfer and challenge say; None for an answer whose content is to
    be looked at.
    """
    answer = arrival.answer
    status = answer.status
    if status not in (404, 410) and not 200 <= status < 202 and _challenged(arrival):
        return "blocked", f"the site wants a human reader ({status})"
    if status >= 400:
        return _code_of(status), f"the server answered {status}"
    if status < 200 or 300 < status < 400:
        return (
            "protocol-error",
            f"the server answered {status}, which was not asked for",
        )
    if answer.ending == "stalled" and not answer.body:
        return "timeout", "the server sent no content within the time limit"
    if answer.ending == "truncated":
        return "truncated", "the content ends before its end"
    if answer.ending == "garbled":
        return "protocol-error", "the content is not in the encoding the server says"
    return None


def _judge_content(
    link: Link,
    target: Target,
    arrival: Arrival,
    settings: CheckSettings,
    siblings: Siblings,
    budget: Budget,
    is_doi: bool,
) -> Steps[Finding | None]:
    """What the content says against the link, the surest evidence first; None if
    nothing.
    """
    answer, page = arrival.answer, arrival.page
    if page is None:
        return _judge_document(arrival)
    if not page.has_content and answer.status not in (204, 205):
        return "empty", "the page is empty"
    if _challenged(arrival):
        return "blocked", "the site wants a human reader"
    if signs.is_login(page, arrival.target.url, bool(arrival.chain)):
        return "auth-required", "the site wants a login"
    agreement = content.agreement(link, page)
    if agreement != "same":
        if finding := _judge_phrases(target, arrival):
            return finding
        if settings.siblings and budget.left > 1 and not page.is_shell:
            start = arrival.target if is_doi else target
            if (
                yield from _is_like_sibling(start, arrival, settings, siblings, budget)
            ):
                return (
                    "soft-404",
                    "the site shows this for pages that cannot exist, too",
                )
        if agreement == "other":
            return (
                "content-changed",
                f"the page ({page.title[:80]!r}) does not show the work referred to",
            )
    if (
        arrival.target.fragment
        and answer.ending == "complete"
        and missing_in_page(arrival.target.fragment, page)
    ):
        return (
            "fragment-missing",
            f"nothing on the page is named {arrival.target.fragment!r}",
        )
    return None


def _judge_phrases(target: Target, arrival: Arrival) -> Finding | None:
    """What a page says of itself, and whether it is a page where a document should
    be.
    """
    page = arrival.page
    assert page is not None  # noqa: S101 - asked for pages only
    if signs.is_parked(page, arrival.target.url):
        return "parked", "the domain is for sale, or shows adverts only"
    if signs.says_suspended(page):
        return "soft-404", "the site has been switched off"
    if said := signs.status_said(page):
        return _code_of(said), f"the page says that it is an error ({said})"
    if words := signs.says_missing(page):
        return "soft-404", f"the page says that it is missing: {words[:80]!r}"
    path = urlsplit(target.url).path.lower()
    media = arrival.answer.headers.get("content-type", "").lower()
    if (
        path.endswith(_DOCUMENTS)
        and not any(mark in path for mark in _DOCUMENTS_SHOWN_AS_PAGES)
    ) or (media.startswith("application/pdf")):
        return "wrong-type", "a web page where a document should be"
    return None


def _judge_document(arrival: Arrival) -> Finding | None:
    """What can be said of an answer that is no web page."""
    answer = arrival.answer
    if (
        not answer.body.strip()
        and answer.status not in (204, 205)
        and answer.ending == "complete"
    ):
        return "empty", "the answer has no content"
    media = answer.headers.get("content-type", "").lower()
    if media.startswith("application/pdf") and arrival.kind != "pdf" and answer.body:
        return "wrong-type", "said to be a PDF, but it is none"
    fragment = arrival.target.fragment
    is_whole_pdf = arrival.kind == "pdf" and answer.ending == "complete"
    if fragment and is_whole_pdf and missing_in_pdf(fragment, answer.body):
        return "fragment-missing", f"the document has no {fragment!r}"
    return None


def _is_like_sibling(
    start: Target,
    arrival: Arrival,
    settings: CheckSettings,
    siblings: Siblings,
    budget: Budget,
) -> Steps[bool]:
    """Whether the site shows, or redirects to, the same page for a random neighbour of
    `start`.
    """
    found = sibling(start)
    if found is None:
        return False
    key, neighbour = found
    if key not in siblings.known:
        try:
            siblings.known[key] = yield from travel(
                neighbour, attrs.evolve(settings, retries=0), budget
            )
        except JourneyError:
            siblings.known[key] = None
    other = siblings.known[key]
    if (
        other is None
        or other.page is None
        or not 200 <= other.answer.status < 300
        or arrival.page is None
    ):
        return False
    if arrival.chain and other.target.url == arrival.target.url:
        return True
    return not other.page.is_shell and content.same_page(
        arrival.page, arrival.target.url, other.page, other.target.url
    )


def sibling(target: Target) -> tuple[tuple[str, str, str], Target] | None:
    """A URL beside `target` that nobody can have made, and the key it answers for; None
    at a site's top.
    """
    path = urlsplit(target.url).path
    slash = "/" if path.endswith("/") else ""
    directory, _, name = path.rstrip("/").rpartition("/")
    if not name or name.lower().startswith(_INDEX):
        return None
    stem, dot, ending = name.rpartition(".")
    suffix = (
        f".{ending}"
        if dot
        and stem
        and ending.isalnum()
        and len(ending) <= 5
        and not ending.isdigit()
        else ""
    )
    place = f"{origin(target.url)}{directory}/"
    return (place, suffix, slash), Target(
        f"{place}{secrets.token_hex(8)}{suffix}{slash}"
    )


def _compare(verdict: Verdict, arrival: Arrival, seen: Seen) -> Verdict:
    """The verdict with the content's fingerprint, set against the known one.

    A deviation is reported when the next visit finds the same deviation; noise never
    does.
    """
    now = _fingerprint(arrival)
    if not seen.fingerprint or not now:
        return attrs.evolve(verdict, fingerprint=seen.fingerprint or now)
    if content.likeness(seen.fingerprint, now) >= content.UNLIKE:
        return attrs.evolve(verdict, fingerprint=seen.fingerprint)
    if seen.deviation and content.likeness(seen.deviation, now) >= content.UNLIKE:
        reason = "the content is no longer what it was, on two visits in a row"
        return attrs.evolve(
            verdict,
            code="content-changed",
            reason=reason,
            fingerprint=seen.fingerprint,
            deviation=now,
        )
    return attrs.evolve(verdict, fingerprint=seen.fingerprint, deviation=now)


def _fingerprint(arrival: Arrival) -> bytes:
    answer = arrival.answer
    if arrival.page is not None:
        return b"" if arrival.page.is_shell else content.sketch(arrival.page.text)
    return (
        content.digest(answer.body)
        if answer.ending == "complete" and answer.body
        else b""
    )
