"""One polite session: it says who asks, keeps to each host's pace, bounds everything,
and remembers.

Answers are kept in an SQLite file by requests-cache, each for as long as its kind stays
true, and asked for again with their ETag after that. What is kept survives an
interrupted run, so the next one goes on from it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
import warnings
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

import attrs

from csecrefs.errors import NetworkError
from csecrefs.net.answer import Answer
from csecrefs.text.characters import without_userinfo

if TYPE_CHECKING:
    import requests

__all__ = ["CacheWarning", "NetSettings", "PoliteSession"]


DAY: Final = 86_400.0

MAX_REDIRECTS: Final = 8

_CLOCK_SKEW: Final = 300.0
"""Seconds by which the clocks of machines that share a cache may differ."""


class CacheWarning(UserWarning):
    """The cache of the registries cannot be used; the run goes on without it."""


@attrs.frozen
class NetSettings:
    """The settings of a session.

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
        self._lock = threading.Lock()
        self._cached = self.settings.cache is not None
        self._session = self._open()
        self._boundary = Boundary(self.settings.allowed_addresses)
        self._adapter = PoliteAdapter(
            boundary=self._boundary,
            tries=self.settings.tries,
            total=self.settings.total,
            max_body=self.settings.max_body,
            offline=self.settings.offline,
            contact=self._contact,
        )
        self._furnish()

    @property
    def _contact(self) -> str:
        if self.settings.mailto:
            return f"; mailto:{self.settings.mailto}"
        return ""

    def _furnish(self) -> None:
        """Give the session of requests our transport, and none of its own ideas of
        credentials and cookies.
        """
        from csecrefs.net.manners import CookieManners, OwnCredentials, no_netrc

        for scheme in ("http://", "https://"):
            self._session.mount(scheme, self._adapter)
        self._session.max_redirects = MAX_REDIRECTS
        # CELLAR sends the title in the language asked for, and none without one.
        self._session.headers["Accept-Language"] = "en, *;q=0.5"
        self._session.headers["User-Agent"] = (
            f"csecrefs/{version('csecrefs')} (reference list checker{self._contact})"
        )
        self._session.auth = OwnCredentials(self._boundary)
        # requests would look into ~/.netrc after each redirect.
        self._session.rebuild_auth = no_netrc  # type: ignore[method-assign]
        self._session.cookies.set_policy(CookieManners())

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
        if foreign:
            url = without_userinfo(url)
        else:
            self.trust(url)
        answer = self._ask(url, accept, keep, again=False)
        if answer.kept and self._is_stale(answer) and not self.settings.offline:
            answer = self._ask(url, accept, keep, again=True)
        if answer.status == 429:
            raise NetworkError(
                "rate-limited", f"{_host(url)} asks for fewer requests; try again later"
            )
        if answer.status >= 500:
            raise NetworkError("server-error", f"{_host(url)} answered {answer.status}")
        return answer

    def _is_stale(self, answer: Answer) -> bool:
        """True for an old "there is no such thing", and for an answer that a wrong
        clock dated in the future.
        """
        age = time.time() - answer.fetched
        if age < -_CLOCK_SKEW:
            return True
        return answer.status in (404, 410) and age > self.settings.missing_for

    def trust(self, *addresses: str) -> None:
        """Let the hosts of these URLs, which the user named, be reached wherever they
        are.
        """
        for address in addresses:
            self._boundary.trust(address)

    @property
    def requests_sent(self) -> int:
        """The number of requests that went over the network, tries and redirects included."""
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

        if not self._cached or self.settings.cache is None:
            return requests.Session()
        from requests_cache import CachedSession
        from requests_cache.backends.sqlite import SQLiteCache

        try:
            _prepare(self.settings.cache)
            backend = SQLiteCache(
                str(self.settings.cache),
                serializer="json",
                wal=True,
                decode_content=False,
            )
        except (OSError, sqlite3.Error) as error:
            self._do_without_cache(error)
            return requests.Session()
        return CachedSession(
            backend=backend,
            # One address has another representation for another Accept.
            match_headers=["Accept"],
            # That there is nothing is an answer, too; a fault is none.
            allowable_codes=(200, 404, 410),
            allowable_methods=("GET",),
            stale_if_error=self.settings.offline,
        )

    def _do_without_cache(self, error: Exception) -> None:
        """Go on without the cache, which is a convenience; say so once."""
        self._cached = False
        reason = getattr(error, "strerror", None) or error
        warnings.warn(
            f"{self.settings.cache}: the cache of the registries is not used: {reason}",
            CacheWarning,
            stacklevel=2,
        )

    def _ask(self, url: str, accept: str, keep: float, *, again: bool) -> Answer:
        """Return the answer; if the cache fails on the way, ask without it."""
        self._adapter.left.seconds = self.settings.total
        if self._cached:
            try:
                return self._asked(url, accept, keep, again=again)
            except (sqlite3.Error, OSError) as error:
                with self._lock:
                    if self._cached:
                        self._do_without_cache(error)
                        self._session = self._open()
                        self._furnish()
        return self._asked(url, accept, keep, again=again)

    def _asked(self, url: str, accept: str, keep: float, *, again: bool) -> Answer:
        import requests

        from csecrefs.net.addresses import ForbiddenAddressError, MalformedAddressError

        if not self._cached:
            more = {}
        else:
            more = {"expire_after": keep, "force_refresh": again}
        try:
            response = self._session.get(
                url,
                headers={"Accept": accept},
                timeout=(self.settings.connect, self.settings.read),
                # Options of requests-cache, of which the types of requests say nothing.
                **more,  # type: ignore[arg-type]
            )
        except ForbiddenAddressError as error:
            reason = f"{error}; not asked, unless the setting allow_address permits it"
            raise NetworkError("forbidden", reason) from error
        except MalformedAddressError as error:
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


def _prepare(path: Path) -> None:
    """Make the folder and the file of the cache for their owner only, and set a damaged
    file aside.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        return
    except FileExistsError:
        if os.name != "nt" and path.stat().st_uid == os.getuid():
            path.chmod(0o600)
    with contextlib.closing(sqlite3.connect(path, timeout=30)) as database:
        try:
            state = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            state = str(error)
    if state != "ok":
        _set_aside(path)
        warnings.warn(
            f"{path}: the cache of the registries was damaged; it is set aside as"
            f" {path.name}.damaged",
            CacheWarning,
            stacklevel=2,
        )


def _set_aside(path: Path) -> None:
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.replace(path.with_name(f"{path.name}.damaged"))
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _answer(response: requests.Response, kept: bool, keep: float) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    if kept:
        fetched = _when_kept(response, keep)
    else:
        fetched = time.time()
    return Answer(
        without_userinfo(response.url),
        response.status_code,
        headers,
        response.content,
        fetched=fetched,
        kept=kept,
    )


def _when_kept(response: Any, keep: float) -> float:
    """Return the time at which a kept answer was last known to be true: fetched, or found
    unchanged by its ETag.

    The cache notes the latter in the time of expiry only.
    """
    fetched: float = response.created_at.timestamp()
    confirmed = fetched
    if response.expires:
        confirmed = response.expires.timestamp() - keep
    if fetched < confirmed <= time.time():
        return confirmed
    return fetched


def _host(url: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(url).netloc or url
