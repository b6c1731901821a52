"""One link, one verdict: the order in which the evidence is heard.

`check` is a computation without a network of its own (see journey); `check_link` drives
one to its end.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import attrs

from csecrefs.links import content
from csecrefs.links.doi import forms_of, registered, resolver_of
from csecrefs.links.ending import DOCUMENTS, judge_end, listed_on, sibling
from csecrefs.links.fragment import missing_in_pdf, place_in_page
from csecrefs.links.journey import Arrival, Budget, JourneyError, Steps, drive, travel
from csecrefs.links.link import Link
from csecrefs.links.settings import CheckSettings, DoiResolver
from csecrefs.links.target import (
    LinkTarget,
    UnusableURLError,
    origin,
    parse,
)
from csecrefs.links.verdict import OUTCOMES, UNSEEN, Seen, Verdict
from csecrefs.net.exchange import Exchange
from csecrefs.pages import signs, walls

Ruling = tuple[str, str]
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

_DOCUMENTS_SHOWN_AS_PAGES: Final = ("/blob/", "/wiki/", "/tree/", "/file:")
# A notice with the menus around it; a page with more words shows something else, too.
_NOTICE: Final = 160
"""Words up to which a page that does not show the work is searched for a notice."""
_NOTICE_ALONE: Final = 50
"""The same where nothing is known of the work."""


@attrs.define
class Siblings:
    """The answers of the sites asked so far for pages that cannot exist, by directory and
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
    steps = check(
        link,
        settings or CheckSettings(),
        Siblings(),
        seen,
    )
    return drive(steps, exchange.get)


def check(
    link: Link, settings: CheckSettings, siblings: Siblings, seen: Seen = UNSEEN
) -> Steps[Verdict]:
    """The verdict on one link; `seen` is what earlier visits left.

    A link that fails as it is meant is tried as it is written: some addresses do end in
    a full stop.
    """
    if link.invalid:
        return Verdict(
            link.url,
            "invalid",
            link.invalid,
            certain=True,
        )
    budget = Budget(settings.limits.total)
    verdict = yield from _attempt(
        link,
        link.url,
        settings,
        siblings,
        seen,
        budget,
    )
    if verdict.outcome == "broken" and link.written and budget.left > 1:
        other = yield from _attempt(
            link, link.written, settings, siblings, seen, budget
        )
        if other.outcome != "broken":
            verdict = attrs.evolve(other, url=link.url)
    return attrs.evolve(
        verdict, seconds=round(budget.seconds, 3), requests=budget.requests
    )


def _attempt(
    link: Link,
    url: str,
    settings: CheckSettings,
    siblings: Siblings,
    seen: Seen,
    budget: Budget,
) -> Steps[Verdict]:
    """The verdict on one way to write a link."""
    try:
        return (
            yield from _check(
                link,
                parse(url),
                settings,
                siblings,
                seen,
                budget,
            )
        )
    except UnusableURLError as error:
        certain = error.code == "invalid-url"
        return Verdict(
            link.url,
            error.code,
            str(error),
            certain=certain,
        )
    except JourneyError as error:
        last = ""
        if error.chain:
            last = error.chain[-1].url
        return Verdict(
            link.url, error.code, str(error), chain=error.chain, final_url=last
        )


def _check(
    link: Link,
    target: LinkTarget,
    settings: CheckSettings,
    siblings: Siblings,
    seen: Seen,
    budget: Budget,
) -> Steps[Verdict]:
    resolver = resolver_of(target.url, settings)
    if resolver:
        registered_as = yield from _registered_as(target, resolver, settings, budget)
        if registered_as is None:
            return Verdict(
                link.url, "not-found", "the DOI is not registered", 404, certain=True
            )
        target = registered_as
    arrival = yield from travel(target, settings, budget)
    ruling = _judge_answer(arrival, link)
    if (
        ruling
        and settings.browser_retry
        and ruling[0] == "blocked"
        and not _challenged(arrival, link)
    ):
        again = yield from travel(target, settings, budget, browser=True)
        if not _judge_answer(again, link):
            arrival, ruling = again, None
    if not ruling and settings.content:
        ruling = yield from _judge_content(
            link, target, arrival, settings, siblings, budget, bool(resolver)
        )
    if not ruling and not settings.content:
        ruling = judge_end(target, arrival)
    verdict = _verdict(link, target, arrival, ruling, bool(resolver))
    if settings.content and arrival.page:
        verdict = attrs.evolve(verdict, title=arrival.page.title)
    if verdict.outcome == "ok" and settings.content:
        return _compare(verdict, arrival, seen, link)
    if resolver and verdict.code == "not-found":
        if not arrival.chain:
            return attrs.evolve(
                verdict, reason="the resolver does not know the DOI", certain=True
            )
        # The identifier is right: the publisher's page is not.
        reason = f"the DOI is registered, but its landing page is not there ({verdict.reason})"
        return attrs.evolve(verdict, reason=reason)
    return verdict


def _registered_as(
    target: LinkTarget, resolver: DoiResolver, settings: CheckSettings, budget: Budget
) -> Steps[LinkTarget | None]:
    """Return the form in which a DOI is registered, the shortest; None if it is in
    none.
    """
    for form in forms_of(target.url):
        known = yield from registered(form, resolver, settings, budget)
        if known != "no":
            return attrs.evolve(target, url=form)
    return None


def _verdict(
    link: Link,
    target: LinkTarget,
    arrival: Arrival,
    ruling: Ruling | None,
    is_doi: bool,
) -> Verdict:
    code, reason = ruling or _moved(target, arrival, is_doi)
    if is_doi or code == "ok":
        permanent = None
    else:
        permanent = arrival.permanent_url
    # Where the end is not what was meant, nothing has moved there.
    if ruling and OUTCOMES[code] != "ok":
        permanent = None
    return Verdict(
        link.url,
        code,
        reason,
        arrival.answer.status,
        arrival.chain,
        arrival.target.url,
        permanent,
    )


def _moved(target: LinkTarget, arrival: Arrival, is_doi: bool) -> Ruling:
    """The verdict on a living link: a DOI is meant to redirect, so it has not moved;
    nor has a link whose redirects lead back to it.
    """
    end = arrival.target.url
    if not arrival.chain or is_doi:
        return "ok", ""
    permanent = (arrival.permanent_url or "").partition("#")[0]
    if permanent == end == target.url:
        return "ok", ""
    if permanent == end:
        return "redirected-permanent", f"moved to {end}"
    return "redirected-temporary", f"leads to {end}"


def _challenged(arrival: Arrival, link: Link) -> bool:
    return signs.is_challenge(
        arrival.answer.headers,
        arrival.page,
        link.titles,
    )


def _code_of(status: int) -> str:
    """The verdict that a status of 400 or more deserves."""
    return _BY_STATUS.get(status) or (
        "server-error" if 500 <= status < 600 else "blocked"
    )


def _judge_answer(arrival: Arrival, link: Link) -> Ruling | None:
    """Judge by status, transfer and challenge; None for an answer whose content is to
    be looked at.
    """
    answer = arrival.answer
    status = answer.status
    if (
        status not in (404, 410)
        # 202 is what one firewall sends with its challenge.
        and not 200 <= status < 202
        and _challenged(arrival, link)
    ):
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
    target: LinkTarget,
    arrival: Arrival,
    settings: CheckSettings,
    siblings: Siblings,
    budget: Budget,
    is_doi: bool,
) -> Steps[Ruling | None]:
    """Judge by the content, the surest evidence first; None if
    nothing.
    """
    answer, page = arrival.answer, arrival.page
    if page is None:
        return _judge_document(arrival)
    if not page.has_content and answer.status not in (204, 205):
        return "empty", "the page is empty"
    if _challenged(arrival, link):
        return "blocked", "the site wants a human reader"
    if signs.is_login(
        page,
        arrival.target.url,
        bool(arrival.chain),
        link.titles,
    ):
        return "auth-required", "the site wants a login"
    agreement = content.agreement(
        link,
        page,
        redirected=bool(arrival.chain),
    )
    # A page that shows the work is no notice, whatever else it says.
    if agreement != "same":
        if ruling := _judge_phrases(link, target, arrival):
            return ruling
        if ruling := judge_end(target, arrival):
            return ruling
        if settings.siblings and budget.left > 1 and not page.is_shell:
            start = target
            if is_doi:
                start = arrival.target
            ruling = yield from _judge_siblings(
                start, arrival, settings, siblings, budget
            )
            if ruling:
                return ruling
        if agreement == "other":
            return (
                "content-changed",
                f"the page ({page.title[:80]!r}) does not show the work referred to",
            )
    return _judge_fragment(arrival)


def _judge_fragment(arrival: Arrival) -> Ruling | None:
    """Judge a page by the fragment of its address."""
    fragment, page = arrival.target.fragment, arrival.page
    if not fragment or page is None or arrival.answer.ending != "complete":
        return None
    place = place_in_page(fragment, page)
    if place == "missing":
        return "fragment-missing", f"nothing on the page is named {fragment!r}"
    if place == "unknown":
        return (
            "fragment-unseen",
            f"{fragment!r} is not in the page's source; a script may make it",
        )
    return None


def _judge_phrases(link: Link, target: LinkTarget, arrival: Arrival) -> Ruling | None:
    """Judge a page by its own words, and by being a page where a document should
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
    if found := walls.wall(page, _NOTICE if link.titles else _NOTICE_ALONE):
        return found
    path = urlsplit(target.url).path.lower()
    media = arrival.answer.headers.get("content-type", "").lower()
    if (
        path.endswith(DOCUMENTS)
        and not any(mark in path for mark in _DOCUMENTS_SHOWN_AS_PAGES)
    ) or (media.startswith("application/pdf")):
        return "wrong-type", "a web page where a document should be"
    return None


def _judge_document(arrival: Arrival) -> Ruling | None:
    """Judge an answer that is no web page."""
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


def _judge_siblings(
    start: LinkTarget,
    arrival: Arrival,
    settings: CheckSettings,
    siblings: Siblings,
    budget: Budget,
) -> Steps[Ruling | None]:
    """Judge by a random neighbour of `start`: the same page there proves that nothing
    is here, provided that the site shows something else where something must be.

    A site that shows one page at every address, its root included, puts up a wall. So
    does one that shows it wherever its own start page leads to.
    """
    found = sibling(start)
    if found is None:
        return None
    key, neighbour = found
    other = yield from _look(neighbour, key, settings, siblings, budget)
    if not _is_alike(arrival, other):
        return None
    root = LinkTarget(f"{origin(start.url)}/")
    place = (origin(start.url), "", "root")
    control = yield from _look(root, place, settings, siblings, budget)
    if control is None or _is_alike(arrival, control):
        return "blocked", "the site shows one page at every address"
    listed = listed_on(control, start)
    if listed is not None:
        place = (origin(start.url), listed.url, "listed")
        inner = yield from _look(listed, place, settings, siblings, budget)
        if _is_alike(arrival, inner):
            return "blocked", "the site shows one page behind its start page"
    return "soft-404", "the site shows this for pages that cannot exist, too"


def _look(
    target: LinkTarget,
    key: tuple[str, str, str],
    settings: CheckSettings,
    siblings: Siblings,
    budget: Budget,
) -> Steps[Arrival | None]:
    """Return a site's answer for another of its addresses, asked for once a run."""
    if key not in siblings.known:
        try:
            siblings.known[key] = yield from travel(
                target, attrs.evolve(settings, retries=0), budget
            )
        except JourneyError:
            siblings.known[key] = None
    return siblings.known[key]


def _is_alike(arrival: Arrival, other: Arrival | None) -> bool:
    """True if two addresses of a site show, or redirect to, the same page."""
    if other is None or other.page is None or arrival.page is None:
        return False
    # The site does say when something is missing: our page is none of that.
    if not 200 <= other.answer.status < 300:
        return False
    # Both were sent to one page: what that page is makes no difference.
    if arrival.chain and other.target.url == arrival.target.url:
        return True
    return not other.page.is_shell and content.same_page(
        arrival.page, arrival.target.url, other.page, other.target.url
    )


def _compare(verdict: Verdict, arrival: Arrival, seen: Seen, link: Link) -> Verdict:
    """The verdict with the content's fingerprint, compared with the known one.

    A deviation is reported when the next visit finds the same deviation; noise never
    does. A page that still shows the work was redesigned, and is known anew.
    """
    now = _fingerprint(arrival)
    page = arrival.page
    if now and page is not None and content.agreement(link, page) == "same":
        return attrs.evolve(verdict, fingerprint=now)
    if not seen.fingerprint or not now:
        return attrs.evolve(verdict, fingerprint=seen.fingerprint or now)
    if content.likeness(seen.fingerprint, now) >= content.UNLIKE:
        return attrs.evolve(verdict, fingerprint=seen.fingerprint)
    # The same deviation on two visits; a page of the day is another every day.
    if seen.deviation and content.likeness(seen.deviation, now) >= content.UNLIKE:
        reason = "the content is no longer what it was, on two visits in a row"
        return attrs.evolve(
            verdict,
            code="content-changed",
            reason=reason,
            fingerprint=seen.fingerprint,
            deviation=now,
        )
    return attrs.evolve(
        verdict,
        fingerprint=seen.fingerprint,
        deviation=now,
    )


def _fingerprint(arrival: Arrival) -> bytes:
    answer = arrival.answer
    if arrival.page is not None:
        if arrival.page.is_shell:
            return b""
        return content.sketch(arrival.page.text)
    if answer.ending == "complete" and answer.body:
        return content.digest(answer.body)
    return b""
