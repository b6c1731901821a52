"""From a URL to the page it leads to: redirects of every kind, cookies, retries, each
hop checked.

Nothing here touches the network. A journey is a generator that yields what to ask
(`Ask`), is sent the `Answer` or thrown the error, and returns where it ended; so one
thread can drive it to its end, or a schedule can put each request where its host's turn
is.
"""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable, Generator, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Final, Literal, TypeVar

import attrs

from csecrefs.errors import CsecrefsError
from csecrefs.links.settings import CheckSettings
from csecrefs.links.target import LinkTarget, UnusableURLError, off_the_wire, redirected
from csecrefs.links.verdict import Hop
from csecrefs.net.addresses import ForbiddenAddressError, check_host
from csecrefs.net.answer import Answer
from csecrefs.net.domains import may_cover
from csecrefs.net.exchange import ExchangeError, Method
from csecrefs.net.wire import codings, is_opaque
from csecrefs.pages.page import Page, kind_of, refresh_target
from csecrefs.pages.signs import is_challenge

Result = TypeVar("Result")

# RFC 9110, sections 15.4.2 and 15.4.9: only these two give a new address for good.
PERMANENT: Final = frozenset({301, 308})
# Not 304, which answers a conditional request, nor 305 and 306, which are out of use.
REDIRECTS: Final = frozenset({300, 301, 302, 303, 307, 308})
# 420, 509 and those from 520 are in no registry, but servers and proxies send them.
PASSING: Final = frozenset(
    {
        408,
        425,
        429,
        420,
        500,
        502,
        503,
        504,
        509,
        520,
        521,
        522,
        523,
        524,
        527,
        529,
        530,
    }
)
"""Statuses that may be others a moment later."""


@attrs.frozen
class Ask:
    """A request to make: not before `delay` seconds have passed, in at most `total`
    seconds.
    """

    url: str
    headers: Mapping[str, str]
    delay: float = 0.0
    total: float = 0.0
    method: Method = "GET"


Steps = Generator[Ask, Answer, Result]
"""A computation that asks the network through whoever drives it."""


class JourneyError(CsecrefsError):
    """A way that leads nowhere; `code` is the verdict on it, `chain` how far it led."""

    def __init__(self, code: str, reason: str, chain: tuple[Hop, ...] = ()) -> None:
        super().__init__(reason)
        self.code = code
        self.chain = chain


@attrs.frozen
class Arrival:
    """The end of a journey: the target reached, its answer, the page if it is one, the
    hops before it.
    """

    target: LinkTarget
    answer: Answer
    page: Page | None = attrs.field(default=None, repr=False)
    chain: tuple[Hop, ...] = ()
    permanent_url: str | None = None

    @property
    def kind(self) -> str:
        """The kind of the body: html, pdf or other."""
        return kind_of(
            self.answer.body,
            self.answer.headers.get("content-type", ""),
        )


@attrs.define
class Budget:
    """The time a check may spend, and has spent."""

    total: float
    seconds: float = 0.0
    requests: int = 0

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.total - self.seconds

    def spend(self, seconds: float) -> None:
        """Book one request."""
        self.seconds += seconds
        self.requests += 1


class _Jar:
    """The cookies of one journey, by host; gone with it."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, str]] = {}

    def take(self, host: str, fields: tuple[str, ...]) -> None:
        # RFC 6265 section 6.1 asks for as many cookies a domain.
        for field in fields[:50]:
            try:
                # The same section asks for 4096 bytes a cookie.
                cookie = SimpleCookie(field[:4096])
            except CookieError:
                continue
            for name, morsel in cookie.items():
                # With Domain a cookie is for subdomains (RFC 6265, section 4.1.2.3).
                domain = morsel["domain"].lstrip(".").lower()
                within = bool(domain) and may_cover(domain, host)
                self._kept.setdefault(
                    f".{domain}" if within else host,
                    {},
                )[name] = morsel.coded_value

    def field(self, host: str) -> str:
        fitting = {
            name: value
            for place, cookies in self._kept.items()
            if host == place or (place.startswith(".") and f".{host}".endswith(place))
            for name, value in cookies.items()
        }
        return "; ".join(f"{name}={value}" for name, value in sorted(fitting.items()))


def travel(
    target: LinkTarget, settings: CheckSettings, budget: Budget, browser: bool = False
) -> Steps[Arrival]:
    """Follow a target to its end. Raises JourneyError where there is no answer to
    judge.
    """
    jar = _Jar()
    chain: list[Hop] = []
    visited: set[tuple[str, str]] = set()
    permanent: str | None = None
    all_permanent = True
    while True:
        cookies = jar.field(target.host)
        # The same address with other cookies is another state: consent pages work so.
        if (target.url, cookies) in visited:
            raise JourneyError(
                "redirect-error",
                f"the redirects go round in a circle at {target.url}",
                tuple(chain),
            )
        if len(chain) > settings.redirects:
            raise JourneyError(
                "redirect-error",
                f"more than {settings.redirects} redirects",
                tuple(chain),
            )
        visited.add((target.url, cookies))
        _check_literal(target, settings, tuple(chain))
        headers = settings.headers(browser) | ({"Cookie": cookies} if cookies else {})
        answer = yield from _insist(
            target.url,
            headers,
            settings,
            budget,
            tuple(chain),
        )
        jar.take(target.host, answer.cookies)
        page = page_of(answer)
        # Refresh and scripts redirect, too; only HTTP can be permanent.
        onward = _onward(target, answer, page, tuple(chain))
        if onward is None:
            return Arrival(target, answer, page, tuple(chain), permanent)
        target, hop = onward
        chain.append(hop)
        # One temporary hop, and what follows is only where it leads today.
        all_permanent = all_permanent and hop.by == "http" and hop.status in PERMANENT
        if all_permanent:
            # RFC 9110 section 10.2.2: the fragment of the Location, else our own.
            if target.fragment is None:
                fragment = ""
            else:
                fragment = f"#{target.fragment}"
            permanent = f"{target.url}{fragment}"


def _check_literal(
    target: LinkTarget, settings: CheckSettings, chain: tuple[Hop, ...]
) -> None:
    try:
        check_host(target.host, settings.allowed_addresses)
    except ForbiddenAddressError as error:
        raise _forbidden(error, chain) from error


def _forbidden(error: ForbiddenAddressError, chain: tuple[Hop, ...]) -> JourneyError:
    """Return the verdict on an address that is not asked for, with the way to permit
    it.
    """
    code = "unsafe-url"
    if chain:
        code = "unsafe-redirect"
    reason = f"{error}; not asked, unless --allow-address permits it"
    return JourneyError(code, reason, chain)


def page_of(answer: Answer) -> Page | None:
    """The page in an answer, or None if it is no HTML or cannot be read."""
    content_type = answer.headers.get("content-type", "")
    # A body that cannot be decoded would read as an empty page.
    opaque = is_opaque(codings(answer.headers.get("content-encoding", "")))
    if opaque or not answer.body or kind_of(answer.body, content_type) != "html":
        return None
    return Page(answer.body, content_type)


def _onward(
    target: LinkTarget, answer: Answer, page: Page | None, chain: tuple[Hop, ...]
) -> tuple[LinkTarget, Hop] | None:
    """Return the target that an answer sends us on to, and the hop; None if the way ends here. Raises
    JourneyError.
    """
    by, location = _location(answer, page)
    if location is None:
        return None
    hop = Hop(target.url, answer.status, by)
    try:
        onward = redirected(target if by == "http" else _base(target, page), location)
    except UnusableURLError as error:
        code = "redirect-error"
        if error.code == "unsupported":
            code = "unsafe-redirect"
        raise JourneyError(
            code, f"redirected to {location[:200]}: {error}", (*chain, hop)
        ) from error
    # A page that refreshes itself is the end of the way.
    if by != "http" and onward.url == target.url:
        return None
    return onward, hop


def _base(target: LinkTarget, page: Page | None) -> LinkTarget:
    """Return the base of the addresses on a page: its own, if that is of
    the web.
    """
    try:
        if page is not None and page.base:
            return redirected(target, page.base)
        return target
    except UnusableURLError:
        return target


def _location(
    answer: Answer, page: Page | None
) -> tuple[Literal["http", "refresh", "script"], str | None]:
    if answer.status in REDIRECTS:
        location = off_the_wire(answer.headers.get("location", "").strip())
        # 300 may offer its choices on a page (RFC 9110, section 15.4.1).
        if not location and answer.status != 300:
            raise JourneyError(
                "redirect-error", f"{answer.status} without saying where to"
            )
        return "http", location or None
    # An error page that refreshes itself is an error all the same.
    if answer.status >= 300:
        return "http", None
    refresh = refresh_target(off_the_wire(answer.headers.get("refresh", "")))
    if refresh or page is None:
        return "refresh", refresh
    if meta := page.refresh():
        return "refresh", meta
    return "script", page.script_redirect()


def _insist(
    url: str,
    headers: Mapping[str, str],
    settings: CheckSettings,
    budget: Budget,
    chain: tuple[Hop, ...],
) -> Steps[Answer]:
    """The answer to one request, asked again where the failure may pass. Raises
    JourneyError.
    """
    if settings.head and not chain:
        answer = yield from _by_head(url, headers, budget)
        if answer is not None:
            return answer
    delay = 0.0
    for tries_left in range(settings.retries, -1, -1):
        try:
            answer = yield Ask(url, headers, delay, budget.left)
        except ForbiddenAddressError as error:
            raise _forbidden(error, chain) from error
        except ExchangeError as error:
            budget.spend(error.seconds)
            passing = error.kind in ("connection-error", "dns-transient")
            if not (passing and tries_left and budget.left > 0.5):
                raise JourneyError(error.kind, str(error), chain) from error
            delay = settings.pause(settings.retries - tries_left)
            continue
        budget.spend(answer.seconds)
        wait = max(
            retry_after(answer),
            settings.pause(settings.retries - tries_left),
        )
        # A wait beyond our patience is an answer.
        hopeless = wait > settings.retry_after_cap or budget.left < 0.5
        if answer.status not in PASSING or not tries_left or hopeless:
            return answer
        # Asking again is what a challenge waits for, and it would be refused again.
        if is_challenge(answer.headers, page_of(answer)):
            return answer
        delay = wait
    raise AssertionError("unreachable: the last try returns or raises")


def _by_head(
    url: str, headers: Mapping[str, str], budget: Budget
) -> Steps[Answer | None]:
    """The answer to HEAD, if it is good news; whatever else it is may be news of HEAD
    alone, and then the whole journey is made with GET.
    """
    try:
        # A third of the time: servers that never answer HEAD leave enough for GET.
        answer = yield Ask(
            url,
            headers,
            0.0,
            budget.left / 3,
            "HEAD",
        )
    except (ExchangeError, ForbiddenAddressError) as error:
        budget.spend(getattr(error, "seconds", 0.0))
        return None
    budget.spend(answer.seconds)
    if 200 <= answer.status < 300:
        return answer
    return None


def retry_after(answer: Answer) -> float:
    """Seconds a server asks us to wait (Retry-After, RFC 9110 section 10.2.3); 0 if it
    does not.
    """
    field = answer.headers.get("retry-after", "").strip()
    # A number of seconds, or a date.
    if field.isascii() and field.isdigit():
        return float(field[:9])
    try:
        # Both times are by the server's clock: ours may be wrong.
        until = email.utils.parsedate_to_datetime(field).timestamp()
        now = email.utils.parsedate_to_datetime(
            answer.headers.get("date", "")
        ).timestamp()
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return max(until - now, 0.0)


def ask_once(
    url: str, settings: CheckSettings, budget: Budget, accept: str
) -> Steps[Answer | None]:
    """One request to a service beside the link itself; None when it does not answer."""
    try:
        headers = settings.headers() | {"Accept": accept}
        answer = yield Ask(
            url,
            headers,
            0.0,
            max(
                1.0,
                min(budget.left, settings.limits.read),
            ),
        )
    except (ExchangeError, ForbiddenAddressError):
        return None
    budget.requests += 1
    return answer


def drive(
    steps: Steps[Result],
    get: Callable[..., Answer],
    sleep: Callable[[float], None] = time.sleep,
) -> Result:
    """Run a computation to its end in this thread; `get` is an Exchange's."""
    try:
        request = next(steps)
        while True:
            sleep(request.delay)
            try:
                answer = get(
                    request.url, request.headers, request.total, request.method
                )
            except (ExchangeError, ForbiddenAddressError) as error:
                request = steps.throw(error)
            else:
                request = steps.send(answer)
    except StopIteration as stop:
        # The value that a generator returns is Any in the exception that ends it.
        return stop.value  # type: ignore[no-any-return]
