"""One polite session: it says who asks, keeps to each host's pace, bounds everything,
and remembers.

Answers are kept in an SQLite file by requests-cache, each for as long as its kind stays
true, and asked for again with their ETag after that. What is kept survives an
interrupted run, so the next one goes on from it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

import attrs

from csecrefs.errors import NetworkError

if TYPE_CHECKING:
    import requests

DAY: Final = 86_400.0

MAX_REDIRECTS: Final = 8


@attrs.frozen
class Answer:
    """What a server answered: status, headers (names in lower case), body, and when.

    `url` is the address after redirects. `fetched` is seconds since the epoch; `kept`
    says that it came from the cache.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched: float
    kept: bool = False

    @property
    def content_type(self) -> str:
        """The media type, lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@attrs.frozen
class NetSettings:
    """How the session behaves.

    `mailto` lets a registry write to who asks, and gives the faster service. `cache` is
    the file to remember in; None remembers nothing. `offline` answers from the cache
    only. `connect` and `read` are seconds without progress, `total` is for a whole
    answer, `tries` counts the first. `missing_for` is how long a "there is no such
    thing" is believed. `allowed_addresses` may be reached from a record or by a
    redirect though they are not public.
    """

    mailto: str = ""
    cache: Path | None = None
    offline: bool = False
    connect: float = 10.0
    read: float = 30.0
    total: float = 60.0
    tries: int = 4
    max_body: int = 20_000_000
    missing_for: float = DAY
    allowed_addresses: frozenset[str] = frozenset()


class PoliteSession:
    """Gets answers. May be used from several threads; close it, or use it as a context,
    when done.
    """

    def __init__(self, settings: NetSettings | None = None) -> None:
        from csecrefs.net.guard import Boundary
        from csecrefs.net.transport import PoliteAdapter

        self.settings = settings or NetSettings()
        self._session = self._open()
        self._boundary = Boundary(self.settings.allowed_addresses)
        self._adapter = PoliteAdapter(
            boundary=self._boundary,
            tries=self.settings.tries,
            total=self.settings.total,
            max_body=self.settings.max_body,
            offline=self.settings.offline,
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, self._adapter)
        self._session.max_redirects = MAX_REDIRECTS
        contact = f"; mailto:{self.settings.mailto}" if self.settings.mailto else ""
        self._session.headers["User-Agent"] = (
            f"csecrefs/{version('csecrefs')} (reference list checker{contact})"
        )

    def get(
        self,
        url: str,
        *,
        accept: str = "*/*",
        keep: float = 30 * DAY,
        foreign: bool = False,
    ) -> Answer:
        """The answer to GET `url`, from the cache if one is there that is younger than
        `keep` seconds.

        A `foreign` URL is one out of a record: it must lead to a public address, as
        every redirect must to a host that was not asked for otherwise. Any status is an
        answer. Raises NetworkError when there is none to judge by: see its kinds.
        """
        if not foreign:
            self.trust(url)
        answer = self._ask(url, accept, keep, again=False)
        too_old = time.time() - answer.fetched > self.settings.missing_for
        if (
            answer.kept
            and answer.status in (404, 410)
            and too_old
            and not self.settings.offline
        ):
            answer = self._ask(url, accept, keep, again=True)
        if answer.status == 429:
            raise NetworkError(
                "rate-limited", f"{_host(url)} asks for fewer requests; try again later"
            )
        if answer.status >= 500:
            raise NetworkError("server-error", f"{_host(url)} answered {answer.status}")
        return answer

    def trust(self, *addresses: str) -> None:
        """Let the hosts of these URLs, which the user named, be reached wherever they
        are.
        """
        for address in addresses:
            self._boundary.trust(address)

    @property
    def requests_sent(self) -> int:
        """How many requests went over the network, tries and redirects included."""
        return self._adapter.sent

    def close(self) -> None:
        """Let go of connections and the cache file."""
        self._session.close()

    def __enter__(self) -> PoliteSession:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _open(self) -> requests.Session:
        import requests

        if self.settings.cache is None:
            return requests.Session()
        from requests_cache import CachedSession
        from requests_cache.backends.sqlite import SQLiteCache

        self.settings.cache.parent.mkdir(parents=True, exist_ok=True)
        return CachedSession(
            backend=SQLiteCache(
                str(self.settings.cache),
                serializer="json",
                wal=True,
                decode_content=False,
            ),
            match_headers=["Accept"],
            allowable_codes=(200, 404, 410),
            allowable_methods=("GET",),
            stale_if_error=self.settings.offline,
        )

    def _ask(self, url: str, accept: str, keep: float, *, again: bool) -> Answer:
        import requests

        from csecrefs.net.addresses import ForbiddenAddressError, MalformedAddressError

        more = (
            {}
            if self.settings.cache is None
            else {"expire_after": keep, "force_refresh": again}
        )
        try:
            response = self._session.get(
                url,
                headers={"Accept": accept},
                timeout=(self.settings.connect, self.settings.read),
                **more,  # type: ignore[arg-type]
            )
        except (ForbiddenAddressError, MalformedAddressError) as error:
            raise NetworkError("forbidden", str(error)) from error
        except requests.TooManyRedirects as error:
            raise NetworkError(
                "redirects", f"{_host(url)} redirects in circles"
            ) from error
        except requests.Timeout as error:
            raise NetworkError(
                "timeout", f"{_host(url)} did not answer in time"
            ) from error
        except (requests.RequestException, ValueError) as error:
            raise NetworkError(
                "unreachable", f"{_host(url)} could not be reached"
            ) from error
        kept = bool(getattr(response, "from_cache", False))
        return _answer(response, kept, keep)


def _answer(response: requests.Response, kept: bool, keep: float) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    fetched = _when_kept(response, keep) if kept else time.time()
    return Answer(
        response.url, response.status_code, headers, response.content, fetched, kept
    )


def _when_kept(response: Any, keep: float) -> float:
    """When an answer out of the cache was last known to be true: fetched, or found
    unchanged by its ETag.

    The cache notes the latter in the time of expiry only.
    """
    fetched: float = response.created_at.timestamp()
    confirmed = response.expires.timestamp() - keep if response.expires else fetched
    return confirmed if fetched < confirmed <= time.time() else fetched


def _host(url: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(url).netloc or url
