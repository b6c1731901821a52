"""The layer between requests and the socket: pace, retries, and a bound on every size
and time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse
from urllib3.exceptions import HTTPError, MaxRetryError
from urllib3.util.retry import Retry

from csecrefs.errors import NetworkError
from csecrefs.net.guard import DEADLINE, Boundary
from csecrefs.net.pace import HostPace

RETRIED: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_CHUNK: Final = 1 << 16


class CappedRetry(Retry):
    """urllib3's retries with Retry-After capped: a host that says "in a day" is left to
    a later run.
    """

    CAP: Final = 60.0

    def get_retry_after(self, response: Any) -> float | None:
        """Seconds the response asks to wait, at most `CAP`; None if it does not say."""
        try:
            wait = super().get_retry_after(response)
        except HTTPError:
            return None
        if wait is None:
            return None
        return min(wait, self.CAP)


class _Left(threading.local):
    """The seconds of network time that a thread has left for one answer."""

    seconds: float = 60.0


def _proxied(url: str, proxies: Mapping[str, str] | None) -> bool:
    """True if a proxy is to make the connection."""
    return bool(proxies and requests.utils.select_proxy(url, proxies))


class PoliteAdapter(HTTPAdapter):
    """Sends one request: in the host's turn, tried again where that can help, its body
    read and bounded.

    Raises NetworkError for a body over `max_body` bytes or one that takes longer than
    `total` seconds, ForbiddenAddressError for a host outside `boundary`, and what
    requests raises when the last try fails. With `offline` it raises NetworkError at
    once.
    """

    def __init__(
        self,
        *,
        tries: int,
        total: float,
        max_body: int,
        boundary: Boundary,
        offline: bool = False,
        contact: str = "",
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._boundary = boundary
        super().__init__(pool_connections=16, pool_maxsize=16, max_retries=0)
        self._retry = CappedRetry(
            tries - 1,
            status_forcelist=RETRIED,
            backoff_factor=0.5,
            backoff_jitter=0.2,
            backoff_max=20,
        )
        self._total = total
        self._max_body = max_body
        self._offline = offline
        self._clock = clock
        self._sleep = sleep
        self._paces: dict[str, HostPace] = {}
        self._contact = contact
        self.left = _Left()
        """The seconds left for what this thread asks, redirects and tries included."""
        self.sent = 0
        self._lock = threading.Lock()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Make the pools; those of a proxy stay as they are, for its address is none of
        a record's.
        """
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = self._boundary.pool_classes()

    def pace(self, url: str) -> HostPace:
        """The turnstile of the URL's host."""
        with self._lock:
            host = urlsplit(url).netloc
            name = host.rpartition("@")[2]  # no password in a message
            return self._paces.setdefault(host, HostPace(self._clock, name))

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Return the response to `request`, its body read; `stream` is ignored."""
        if self._offline:
            raise NetworkError(
                "offline", f"offline, and not in the cache: {request.url}"
            )
        url = str(request.url)
        self._boundary.check(url)
        if _proxied(url, proxies):
            self._boundary.check_behind_proxy(url)
        self._introduce(request)
        pace = self.pace(url)
        retry = self._retry
        left = self.left
        while True:
            with pace.turn():
                begun = time.monotonic()
                with DEADLINE.within(max(left.seconds, 0.001)):
                    result = self._try(request, timeout, verify, cert, proxies)
                left.seconds -= time.monotonic() - begun
            if isinstance(result, requests.Response):
                response = result
            else:
                response = None
            if response is not None:
                pace.learn(response.status_code, response.headers)
                if not retry.is_retry(str(request.method), response.status_code):
                    return response
            if response is None or response.status_code >= 500:
                pace.failed()
            if response is None and left.seconds <= 0:
                raise NetworkError(
                    "timeout", f"the answer took longer than {self._total:g} seconds"
                ) from None
            try:
                retry = retry.increment(
                    error=None if response is not None else _UnansweredError()
                )
            except (MaxRetryError, _UnansweredError):
                if response is not None:
                    return response
                # Without a response, the result is the exception.
                raise result from None  # type: ignore[misc]
            self._wait(pace, retry, response)

    def _introduce(self, request: requests.PreparedRequest) -> None:
        """Say who asks; the user's address is for the registries alone, not for the
        hosts of records and of redirects.
        """
        agent = str(request.headers.get("User-Agent") or "")
        if self._contact and not self._boundary.is_trusted(str(request.url)):
            request.headers["User-Agent"] = agent.replace(self._contact, "")

    def _try(
        self,
        request: requests.PreparedRequest,
        timeout: Any,
        verify: Any,
        cert: Any,
        proxies: Any,
    ) -> requests.Response | Exception:
        """One try: the response, or why there is none that is worth anything."""
        with self._lock:
            self.sent += 1
        try:
            response = self._read(
                request, super().send(request, True, timeout, verify, cert, proxies)
            )
        except requests.RequestException as error:
            return error
        except HTTPError as error:
            return requests.ConnectionError(error)
        if response.status_code == 200 and not _plausible(request, response.content):
            return NetworkError(
                "unreadable", f"{urlsplit(str(request.url)).netloc} sent something else"
            )
        return response

    def _wait(
        self, pace: HostPace, retry: Retry, response: requests.Response | None
    ) -> None:
        asked = None
        if response is not None:
            asked = retry.get_retry_after(response.raw)
        if asked is None:
            seconds = retry.get_backoff_time()
        else:
            seconds = asked
        # A rate limit without Retry-After: a second is the usual interval.
        if asked is None and response is not None and response.status_code == 429:
            seconds = max(seconds, 1.0)
        if response is not None and response.status_code in (429, 503):
            pace.pause(seconds)
        self._sleep(seconds)

    def _read(
        self, request: requests.PreparedRequest, response: requests.Response
    ) -> requests.Response:
        """`response` with its body in memory, as requests-cache wants it."""
        body = bytearray()
        raw = response.raw
        while chunk := raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > self._max_body:
                raw.close()
                raise NetworkError(
                    "too-large", f"the answer is longer than {self._max_body} bytes"
                )
        raw.release_conn()
        headers = {
            name: value
            for name, value in raw.headers.items()
            if name.lower() != "content-encoding"
        }
        read = HTTPResponse(
            BytesIO(bytes(body)),
            headers=headers,
            status=raw.status,
            reason=raw.reason,
            version=raw.version,
            preload_content=False,
            decode_content=False,
            request_url=request.path_url,
        )
        return self.build_response(request, read)


class _UnansweredError(HTTPError):
    """Stands for any failure when urllib3 counts tries."""


def _plausible(request: requests.PreparedRequest, body: bytes) -> bool:
    """True if a body can be what was asked for: JSON that starts and ends as such, XML
    that starts as such.

    A page of HTML in place of JSON, or half a record, must be asked for again and never
    be remembered.
    """
    accept = request.headers.get("Accept") or ""
    body = body.strip()
    if "json" in accept and "html" not in accept:
        return body[:1] in (b"{", b"[") and body[-1:] in (b"}", b"]")
    if "xml" in accept and "html" not in accept:
        return body[:1] == b"<"
    return True
