"""Keeping a session off private addresses: no URL out of a record, and no redirect,
leads into a network.

Hosts the program was pointed at by its user (a registry's base address, a mirror, a
stand-in) may be anywhere; every other host, at each hop, must have a public address, or
one that the user allows.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from csecrefs.net.addresses import check_host, check_peer
from csecrefs.net.threads import begin
from csecrefs.net.wire import Timed

_LOOKUP: Final = 10.0
"""Seconds to wait for the name servers."""


class Deadline(threading.local):
    """The time at which what this thread asks must be over, on the monotonic clock.

    The layers between a session and its sockets know time limits for single reads
    only; a server that sends a byte a second keeps to those for ever.
    """

    at: float | None = None

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Set the deadline for what is done inside."""
        before = self.at
        self.at = time.monotonic() + seconds
        try:
            yield
        finally:
            self.at = before

    def left(self, limit: float) -> float:
        """Return the seconds left, at most `limit`; raises TimeoutError if there are
        none.
        """
        if self.at is None:
            return limit
        left = self.at - time.monotonic()
        if left <= 0:
            raise TimeoutError("total time limit")
        return min(left, limit)


DEADLINE: Final = Deadline()


class Boundary:
    """The hosts one session may reach: the hosts it was told to trust, and public addresses.

    `allowed` holds addresses that may be reached though they are not public.
    """

    def __init__(self, allowed: frozenset[str] = frozenset()) -> None:
        self._allowed = allowed
        self._trusted: set[tuple[str, int]] = set()

    def trust(self, url: str) -> None:
        """Let this URL's host and port be reached wherever they are."""
        # Host and port: another service on a trusted host is a stranger.
        self._trusted.add(_origin(url))

    def is_trusted(self, url: str) -> bool:
        """True if the user named this URL's host."""
        return _origin(url) in self._trusted

    def check_behind_proxy(self, url: str) -> None:
        """Raise ForbiddenAddressError if a host that a proxy is to connect to has an
        address out of bounds.

        The proxy looks the name up itself, so this is the best that can be done here; a
        name that only the proxy knows is left to it.
        """
        host, port = _origin(url)
        if (host, port) not in self._trusted:
            self.check_connection(host, port, _addresses(host, port))

    def check(self, url: str) -> None:
        """Raise ForbiddenAddressError or MalformedAddressError if the URL's host may
        not be asked.
        """
        host, port = _origin(url)
        if (host, port) not in self._trusted:
            check_host(host, self._allowed)

    def check_connection(
        self, host: str, port: int | None, addresses: list[str]
    ) -> None:
        """Raise ForbiddenAddressError if a host of these addresses may not be talked
        to.
        """
        if (host.lower(), port) not in self._trusted:
            # Every address, not the first: which one is used is decided later.
            for address in addresses:
                check_peer(address, self._allowed)

    def pool_classes(self) -> dict[str, type[HTTPConnectionPool]]:
        """Connection pools by scheme whose connections look at their peer before a byte
        is sent.
        """
        boundary = self

        class GuardedHTTP(_Looking, HTTPConnection):
            within = boundary

        class Secure(_Looking, HTTPSConnection):
            within = boundary

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = GuardedHTTP

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        return {"http": PlainPool, "https": SecurePool}


class _Looking(HTTPConnection):
    """A connection that is not made to, and not used with, an address out of bounds,
    and whose answers keep to the deadline.

    The look-up beforehand keeps a private host from being connected to at all; what was
    connected to is checked again, since a name may have another address a moment later
    (DNS rebinding).
    """

    within: Boundary

    def _new_conn(self) -> socket.socket:
        addresses = _addresses(self._dns_host, self.port)
        self.within.check_connection(self.host, self.port, addresses)
        if isinstance(self.timeout, int | float):
            self.timeout = DEADLINE.left(self.timeout)
        connected = super()._new_conn()
        try:
            peer = str(connected.getpeername()[0])
            self.within.check_connection(self.host, self.port, [peer])
        except BaseException:
            connected.close()
            raise
        return connected

    # http.client has a class there, and calls it with these arguments.
    def response_class(  # type: ignore[override]
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None
    ) -> http.client.HTTPResponse:
        """Return a response whose head and body are read within the deadline, interim
        answers included.
        """
        response = _FinalResponse(sock, debuglevel, method)
        limit = sock.gettimeout() or _LOOKUP
        at = DEADLINE.at
        if at is None:
            return response
        response.fp.close()
        response.fp = io.BufferedReader(Timed(sock, limit, at))
        return response


class _FinalResponse(http.client.HTTPResponse):
    """A response that passes over every interim answer.

    http.client knows 100 (Continue) only; 102 and 103 (Early Hints, RFC 8297) come
    before the final answer just so (RFC 9110 section 15.2).
    """

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            # A method of http.client that its types leave out.
            version, status, reason = super()._read_status()  # type: ignore[misc]
            # 101 changes the protocol: what follows is no answer of ours.
            if not 101 < status < 200:
                return version, status, reason
            http.client.parse_headers(self.fp)


def _addresses(host: str, port: int | None) -> list[str]:
    """Return the addresses of a host; none if the look-up fails, which connecting then
    reports.

    It is waited for on another thread, since the system's look-up has no time limit and
    cannot be interrupted.
    """

    def look_up() -> list[Any]:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)

    try:
        found = begin(look_up, "csecrefs-dns").result(DEADLINE.left(_LOOKUP))
    except TimeoutError:
        raise
    except (OSError, UnicodeError):
        return []
    return [str(entry[4][0]) for entry in found]


def _origin(url: str) -> tuple[str, int]:
    """A URL's host and port; a port that is no number counts as none."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    return parts.hostname or "", (
        443 if parts.scheme == "https" else 80
    ) if port is None else port
