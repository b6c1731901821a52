"""Archived copies: the capture of a page nearest to the day its author read it
(Memento, RFC 7089).

An archive lists its captures of a URL in a TimeMap. A list does not tell what a capture
shows, so the nearest are looked at in turn, and one of an error, of a redirect
elsewhere or of a page saying that it is missing is passed over. Archives are asked as
their robots.txt allows.
"""

from __future__ import annotations

import calendar
import email.utils
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, Literal
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

import attrs

from csecrefs.links import content
from csecrefs.links.journey import Ask, Budget, Steps, ask_once, page_of
from csecrefs.links.link import Link
from csecrefs.links.queue import Politeness, RequestQueue
from csecrefs.links.settings import CheckSettings
from csecrefs.links.target import host_of, origin
from csecrefs.net.addresses import ForbiddenAddressError
from csecrefs.net.answer import Answer
from csecrefs.net.exchange import Exchange, ExchangeError
from csecrefs.pages import signs, walls
from csecrefs.patterns import regex
from csecrefs.text.characters import without_userinfo

LOOKED_AT: Final = 10
"""Captures looked at before giving a link up."""

# One entry of a TimeMap (RFC 7089, link format of RFC 6690): `<URL>; rel="memento";
# datetime="..."`. Lengths are bounded: archives of strangers are read.
_ENTRY: Final = regex(
    r"<([^<>\s]{1,4000})>"
    r'((?:\s*;\s*[\w*-]{1,40}\s*=\s*(?:"[^"]{0,2000}"|[^\s",;]{1,200}))*)'
)
# A parameter of an entry: `; datetime="Mon, 02 Mar 2020 10:00:00 GMT"`, quoted or
# not.
_PARAMETER: Final = regex(
    r';\s*([\w*-]{1,40})\s*=\s*(?:"([^"]{0,2000})"|([^\s",;]{1,200}))'
)
# No capture is older than the first page.
_YEAR_OF_THE_WEB: Final = 1991


@attrs.frozen
class Archive:
    """A web archive: its name, and what its TimeMaps, TimeGate and saving addresses
    begin with.
    """

    name: str
    timemap: str
    timegate: str = ""
    save: str = ""


def wayback(base: str, name: str = "Internet Archive") -> Archive:
    """An archive that runs the Wayback Machine's software, as the Internet Archive
    does, at `base`.
    """
    return Archive(name, f"{base}/web/timemap/link/", f"{base}/web/", f"{base}/save/")


ARCHIVES: Final = (
    wayback("https://web.archive.org"),
    Archive("archive.today", "https://archive.ph/timemap/"),
    Archive(
        "Portuguese Web Archive",
        "https://arquivo.pt/wayback/timemap/link/",
        "https://arquivo.pt/wayback/",
    ),
)


@attrs.frozen
class Capture:
    """An archived copy: its address, when it was made (UTC), and by which archive."""

    url: str
    when: datetime
    archive: str = ""


def captures(timemap: str, base: str = "", archive: str = "") -> list[Capture]:
    """The captures listed in a TimeMap in link format; entries that are none are left
    out.
    """
    found = []
    for entry in _ENTRY.finditer(timemap):
        parameters = {
            part[1].lower(): part[2] or part[3] or ""
            for part in _PARAMETER.finditer(entry[2])
        }
        if "memento" not in parameters.get("rel", "").lower().split():
            continue
        try:
            when = email.utils.parsedate_to_datetime(parameters.get("datetime", ""))
        except (TypeError, ValueError):
            continue
        if when.tzinfo:
            aware = when
        else:
            aware = when.replace(tzinfo=UTC)
        found.append(
            Capture(
                urljoin(base, entry[1]),
                aware.astimezone(UTC),
                archive,
            )
        )
    return found


def wanted_moment(link: Link) -> datetime | None:
    """Return the time at which the author read the page: the day of access, else of issue; the middle of
    what is only known to the month or year. None if neither is known, or is from before
    the web."""
    for text in (link.accessed, link.issued):
        parts = [int(part) for part in text.split("-") if part.isdigit()]
        try:
            if parts and parts[0] >= _YEAR_OF_THE_WEB:
                return _middle(*parts[:3])
        except ValueError:
            continue
    return None


def _middle(year: int, month: int | None = None, day: int | None = None) -> datetime:
    if month is None:
        return datetime(year, 7, 2, 12, tzinfo=UTC)
    if day is None:
        return datetime(
            year, month, calendar.monthrange(year, month)[1] // 2 + 1, tzinfo=UTC
        )
    return datetime(year, month, day, 12, tzinfo=UTC)


def nearest(found: Iterable[Capture], moment: datetime | None) -> list[Capture]:
    """Captures by their distance from a moment, the earlier first of two as far; the
    latest first without.
    """
    if moment is None:
        return sorted(
            found,
            key=lambda capture: capture.when,
            reverse=True,
        )
    return sorted(
        found,
        key=lambda capture: (abs(capture.when - moment), capture.when),
    )


def find(
    link: Link, archives: Iterable[Archive], settings: CheckSettings, robots: Robots
) -> Steps[Capture | None]:
    """Return the good capture nearest to when the author read the page, of all
    archives; None if there is none.

    One that shows the work goes before nearer ones of which nobody can tell.
    """
    budget = Budget(settings.limits.total * (LOOKED_AT + 4))
    moment = wanted_moment(link)
    listed: list[Capture] = []
    for archive in archives:
        if not (
            yield from robots.allow(
                archive.timemap,
                settings,
                budget,
            )
        ):
            continue
        timemap = archive.timemap + without_userinfo(link.url)
        answer = yield from ask_once(
            timemap, settings, budget, "application/link-format"
        )
        if answer is not None and answer.status == 200:
            listed += captures(
                answer.body.decode("utf-8", "replace"), archive.timemap, archive.name
            )
        # RFC 7089 section 4: a TimeGate negotiates by date.
        if (answer is None or answer.ending == "limit") and archive.timegate:
            # more captures than can be listed: let the archive choose
            listed += yield from _by_timegate(
                link, archive, moment or datetime.now(UTC), settings, budget
            )
    second_best: Capture | None = None
    for capture in nearest(listed, moment)[:LOOKED_AT]:
        shown = yield from _shown(capture, link, settings, budget)
        # Nothing to compare with: the nearest is as good as any.
        if shown == "same" or (shown == "unknown" and not link.titles):
            return capture
        if shown == "unknown" and second_best is None:
            second_best = capture
    return second_best


def _by_timegate(
    link: Link,
    archive: Archive,
    moment: datetime,
    settings: CheckSettings,
    budget: Budget,
) -> Steps[list[Capture]]:
    asked = {"Accept-Datetime": email.utils.format_datetime(moment, usegmt=True)}
    answer = yield from _ask(
        archive.timegate + without_userinfo(link.url), settings, budget, asked
    )
    if answer is None:
        return []
    if 300 <= answer.status < 400 and answer.headers.get("location"):
        answer = yield from _ask(
            urljoin(answer.url, answer.headers["location"]), settings, budget, {}
        )
    capture = _described(answer, archive.name)
    if capture:
        return [capture]
    return []


def _described(answer: Answer | None, archive: str) -> Capture | None:
    """The capture that an answer is, by its Memento-Datetime."""
    try:
        if answer:
            when = email.utils.parsedate_to_datetime(answer.headers["memento-datetime"])
        else:
            when = None
    except (KeyError, TypeError, ValueError):
        return None
    if answer and when:
        return Capture(answer.url, when.astimezone(UTC), archive)
    return None


def _ask(
    url: str, settings: CheckSettings, budget: Budget, extra: Mapping[str, str]
) -> Steps[Answer | None]:
    try:
        answer = yield Ask(
            url, settings.headers() | dict(extra), 0.0, settings.limits.total
        )
    except (ExchangeError, ForbiddenAddressError):
        return None
    budget.spend(answer.seconds)
    return answer


def _shown(
    capture: Capture, link: Link, settings: CheckSettings, budget: Budget
) -> Steps[Literal["same", "unknown", "no"]]:
    """Return whether a capture shows the work: `same`; `no` for an error, a redirect, a
    notice that the page is missing, a login, a wall or another work; else `unknown`.
    """
    answer = yield from _ask(capture.url, settings, budget, {})
    if answer is None or answer.status != 200 or not answer.body:
        return "no"
    page = page_of(answer)
    if page is None:
        return "same"  # a document: nothing but its address says what it is
    # A capture of a redirect page leads out of the archive.
    if page.refresh() or not page.has_content:
        return "no"
    if signs.is_challenge(answer.headers, page, link.titles):
        return "no"
    shown = content.agreement(link, page)
    if shown == "same":
        return "same"
    is_notice = (
        signs.says_missing(page)
        or signs.says_suspended(page)
        or signs.is_parked(page, capture.url)
        or signs.status_said(page)
        or walls.wall(page)
        or signs.is_login(page, link.url, redirected=True)
    )
    if is_notice or shown == "other":
        return "no"
    return "unknown"


def save(
    link: Link, archive: Archive, settings: CheckSettings, robots: Robots
) -> Steps[Capture | None]:
    """Ask an archive to capture a page now (Save Page Now); the capture, or None if it
    was not made.
    """
    budget = Budget(settings.limits.total)
    if not archive.save or not (
        yield from robots.allow(archive.save, settings, budget)
    ):
        return None
    answer = yield from _ask(
        archive.save + without_userinfo(link.url), settings, budget, {}
    )
    if answer is None or answer.status >= 400:
        return None
    place = answer.headers.get("content-location") or answer.headers.get("location")
    if place:
        when = datetime.now(UTC).replace(microsecond=0)
        return Capture(
            urljoin(answer.url, place),
            when,
            archive.name,
        )
    return _described(answer, archive.name)


class Robots:
    """The permissions in archives' robots.txt, asked for once each (RFC 9309)."""

    def __init__(self) -> None:
        self._rules: dict[str, RobotFileParser] = {}

    def allow(self, url: str, settings: CheckSettings, budget: Budget) -> Steps[bool]:
        """True if a URL may be asked for: yes where there are no rules, no where the
        server is in trouble.
        """
        site = origin(url)
        if site not in self._rules:
            rules = RobotFileParser()
            answer = yield from _ask(f"{site}/robots.txt", settings, budget, {})
            # RFC 9309 section 2.3.1.4: rules that cannot be reached forbid everything.
            if answer is None or answer.status >= 500:
                rules.parse(["User-agent: *", "Disallow: /"])
            else:
                text = ""
                if answer.status == 200:
                    text = answer.body.decode("utf-8", "replace")
                rules.parse(text.splitlines())
            self._rules[site] = rules
        return self._rules[site].can_fetch(settings.agent, url)


def find_all(
    links: Iterable[Link],
    settings: CheckSettings | None = None,
    politeness: Politeness | None = None,
    archives: Iterable[Archive] = ARCHIVES,
    saving: Collection[str] = (),
    get: Callable[..., Answer] | None = None,
) -> dict[str, Capture]:
    """The nearest good capture of each link, by URL; pages in `saving` without one are
    captured now.
    """
    chosen, robots, known = settings or CheckSettings(), Robots(), tuple(archives)
    found: dict[str, Capture] = {}

    def done(url: str, capture: Capture | None) -> None:
        if capture is not None:
            found[url] = capture

    def run(checks: list[tuple[str, Steps[Any]]]) -> None:
        RequestQueue(
            get or exchange.get,
            politeness,
            threads=8,
        ).run(checks, done)

    exchange = Exchange(chosen.limits, chosen.allowed_addresses, chosen.ca_bundle)
    try:
        by_url = {link.url: link for link in links if host_of(link.url)}
        run([(url, find(link, known, chosen, robots)) for url, link in by_url.items()])
        left = [
            link for url, link in by_url.items() if url not in found and url in saving
        ]
        if left and known:
            run([(link.url, save(link, known[0], chosen, robots)) for link in left])
    finally:
        exchange.close()
    return found
