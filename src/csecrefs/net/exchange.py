"""One request, one answer: HTTP with every size and time bounded, and every failure
named.

Built on urllib3's connections, below their pools: a link check needs the request target
byte for byte as written, a limit on the total time that a server dripping bytes cannot
stretch, and a look at each peer's address before a byte is sent to it.

::

    ExchangeError                 no usable answer; `.kind` says how
    ForbiddenAddressError         the host or its peer is on an address that may not be
    reached (addresses)
"""

from __future__ import annotations

import errno
import http.client
import os
import socket
import ssl
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import attrs
import certifi
import urllib3.connection
import urllib3.exceptions
from urllib3.response import BaseHTTPResponse
from urllib3.util.connection import is_connection_dropped
from urllib3.util.ssl_ import create_urllib3_context

from csecrefs.errors import CsecrefsError, InputError
from csecrefs.net.addresses import (
    ForbiddenAddressError,
    check_host,
    check_peer,
    literal,
)
from csecrefs.net.answer import Answer
from csecrefs.net.threads import begin
from csecrefs.net.wire import Response, Timed, read_body

FailureKind = Literal[
    "dns-error",
    "dns-transient",
    "connection-error",
    "tls-error",
    "timeout",
    "protocol-error",
    "truncated",
    "rate-limited",
]
"""The way in which an exchange failed before there was an answer to judge."""


Method = Literal["GET", "HEAD"]

_LOOKUPS: Final = 16
"""Names looked up at a time."""

RECEIVE_BUFFER: Final = 64 * 1024
"""Bytes the system may take in ahead of us, so that an endless body is not fetched by
the megabyte unread.
"""


_NO_WAY: Final = frozenset({errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
"""The errors of a machine without IPv6 that say of an IPv6 address: nothing about the host."""


class ExchangeError(CsecrefsError):
    """No usable answer; `kind` says how the exchange failed, `seconds` after what
    time.
    """

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.seconds = 0.0


@attrs.frozen
class ExchangeLimits:
    """The limits of one exchange: seconds to connect, between two reads and in total,
    and body bytes.
    """

    connect: float = 10.0
    read: float = 20.0
    total: float = 45.0
    body: int = 1024 * 1024


class _HTTP(urllib3.connection.HTTPConnection):
    """A connection that looks at the address of its peer, and whose answers keep to the
    limits.
    """

    exchange: Exchange
    deadline: float = 0.0
    used: bool = False
    answering: Response

    def _new_conn(self) -> socket.socket:
        return self.exchange.connect(
            self._dns_host, self.port or self.default_port, self.deadline
        )

    # http.client has a class there, and calls it with these arguments.
    def response_class(  # type: ignore[override]
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None
    ) -> Response:
        del debuglevel
        self.answering = Response(
            sock, Timed(sock, self.exchange.limits.read, self.deadline), method
        )
        return self.answering


class _HTTPS(_HTTP, urllib3.connection.HTTPSConnection):
    """The same over TLS."""


class Exchange:
    """Sends requests and keeps idle connections; safe to share between threads.

    `allowed` holds addresses that may be reached although they are not public, each
    exactly as written. `ca_bundle` is a file of certificate authorities to trust
    instead of the usual ones. `resolve` turns a host name and port into what
    `socket.getaddrinfo` gives.
    """

    IDLE: Final = 256

    def __init__(
        self,
        limits: ExchangeLimits | None = None,
        allowed: frozenset[str] = frozenset(),
        ca_bundle: str | None = None,
        resolve: Callable[..., list[tuple[Any, ...]]] = socket.getaddrinfo,
    ) -> None:
        self.limits = limits or ExchangeLimits()
        self.allowed = allowed
        self._resolve = resolve
        self._lookups = threading.BoundedSemaphore(_LOOKUPS)
        self._addresses: dict[tuple[str, int], tuple[float, list[tuple[Any, ...]]]] = {}
        self._tls = _tls_context(ca_bundle)
        self._idle: OrderedDict[tuple[str, str, int], _HTTP] = OrderedDict()
        self._lock = threading.Lock()

    def get(
        self,
        url: str,
        headers: Mapping[str, str],
        total: float | None = None,
        method: Method = "GET",
    ) -> Answer:
        """Ask for an http(s) URL, its target sent as written; at most `total` seconds
        (else the limits').

        Raises ExchangeError when there is no answer.
        """
        start = time.monotonic()
        deadline = start + min(total or self.limits.total, self.limits.total)
        parts = urlsplit(url)
        host, port = (
            parts.hostname or "",
            parts.port or (443 if parts.scheme == "https" else 80),
        )
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        check_host(host, self.allowed)
        key = (parts.scheme, host, port)
        # A kept connection spares the handshake.
        connection = self._take(key) or self._make(key)
        try:
            response = self._ask(connection, method, target, headers, deadline)
        except BaseException as error:
            connection.close()
            if isinstance(error, ExchangeError):
                error.seconds = time.monotonic() - start
            raise
        # Pacing counts from the head: whatever reached the server did so before.
        heard = time.monotonic() - start
        body, ending = read_body(connection.answering, self.limits.body, deadline)
        self._give_back(
            key, connection, response, ending if method == "GET" else "limit"
        )
        cookies = tuple(response.headers.getlist("set-cookie"))
        seconds = time.monotonic() - start
        return Answer(
            url,
            response.status,
            response.headers,
            body,
            ending,
            seconds,
            heard,
            cookies,
        )

    def close(self) -> None:
        """Close the idle connections."""
        with self._lock:
            idle, self._idle = list(self._idle.values()), OrderedDict()
        for connection in idle:
            connection.close()

    def connect(self, host: str, port: int, deadline: float) -> socket.socket:
        """A connected socket to a host whose every tried address is permitted; raises
        ExchangeError.
        """
        forbidden: ForbiddenAddressError | None = None
        failure: OSError | ExchangeError | None = None
        for family, kind, protocol, _, address in self._lookup(host, port, deadline):
            try:
                check_peer(str(address[0]), self.allowed)
                return self._connect_to(family, kind, protocol, address, deadline)
            except ForbiddenAddressError as error:
                forbidden = error
            except OSError as error:
                # Many networks have no IPv6: that says nothing of the host.
                if family != socket.AF_INET6 or error.errno not in _NO_WAY:
                    failure = error
                elif failure is None:
                    failure = ExchangeError(
                        "timeout",
                        "there is no way from here to the host's IPv6 address",
                    )
        if failure is None and forbidden is not None:
            raise forbidden
        raise failure or ExchangeError("dns-error", f"{host} has no address")

    def _connect_to(
        self, family: int, kind: int, protocol: int, address: Any, deadline: float
    ) -> socket.socket:
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(
                max(0.001, min(self.limits.connect, deadline - time.monotonic()))
            )
            # Small requests go out at once (Nagle's algorithm off).
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # A small buffer: a server with an endless body fills no memory of ours.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
            sock.connect(address)
            # Asked again of the connected peer: the name may lead elsewhere by now.
            check_peer(str(sock.getpeername()[0]), self.allowed)
        except BaseException:
            sock.close()
            raise
        return sock

    def _lookup(self, host: str, port: int, deadline: float) -> list[tuple[Any, ...]]:
        if literal(host) is not None:
            return self._resolve(host, port, type=socket.SOCK_STREAM)
        kept = self._addresses.get((host, port))
        if kept and kept[0] > time.monotonic():
            return kept[1]
        if host.rstrip(".").endswith(
            ".invalid"
        ):  # RFC 6761 section 6.4: never in the DNS
            raise ExchangeError("dns-error", f"{host} does not exist")
        left = max(0.001, min(self.limits.connect, deadline - time.monotonic()))
        try:
            found = self._looked_up(host, port, left)
        except TimeoutError as error:
            raise ExchangeError(
                "dns-transient", f"no answer from the name servers about {host}"
            ) from error
        except socket.gaierror as error:
            # NXDOMAIN and a name without addresses last; SERVFAIL (EAI_AGAIN) passes.
            lasting = error.errno in (
                socket.EAI_NONAME,
                getattr(socket, "EAI_NODATA", None),
            )
            if lasting:
                message = f"{host} does not exist"
            else:
                message = f"the name servers failed on {host}"
            raise ExchangeError(
                "dns-error" if lasting else "dns-transient", message
            ) from error
        # A minute: the shortest time to live that is common in the DNS.
        self._addresses[(host, port)] = (time.monotonic() + 60, found)
        return found

    def _looked_up(self, host: str, port: int, left: float) -> list[tuple[Any, ...]]:
        """Return what the resolver says, within `left` seconds; raises TimeoutError.

        getaddrinfo knows no time limit and cannot be interrupted, so it is waited for
        on another thread.
        """
        until = time.monotonic() + left
        if not self._lookups.acquire(timeout=left):
            raise TimeoutError

        def look_up() -> list[tuple[Any, ...]]:
            try:
                return self._resolve(host, port, type=socket.SOCK_STREAM)
            finally:
                self._lookups.release()

        pending = begin(look_up, "csecrefs-dns")
        return pending.result(max(0.001, until - time.monotonic()))

    def _make(self, key: tuple[str, str, int]) -> _HTTP:
        scheme, host, port = key
        if scheme == "https":
            connection: _HTTP = _HTTPS(
                host, port, ssl_context=self._tls, timeout=self.limits.read
            )
        else:
            connection = _HTTP(host, port, timeout=self.limits.read)
        connection.exchange = self
        return connection

    def _take(self, key: tuple[str, str, int]) -> _HTTP | None:
        with self._lock:
            connection = self._idle.pop(key, None)
        if connection is not None and is_connection_dropped(connection):
            connection.close()
            return None
        return connection

    def _give_back(
        self,
        key: tuple[str, str, int],
        connection: _HTTP,
        response: BaseHTTPResponse,
        ending: str,
    ) -> None:
        response.close()
        if ending != "complete" or connection.sock is None:
            connection.close()
            return
        connection.used = True
        with self._lock:
            surplus = self._idle.pop(key, None)
            self._idle[key] = connection
            if len(self._idle) > self.IDLE:
                oldest = self._idle.popitem(last=False)[1]
            else:
                oldest = None
        for closing in (surplus, oldest):
            if closing is not None:
                closing.close()

    def _ask(
        self,
        connection: _HTTP,
        method: Method,
        target: str,
        headers: Mapping[str, str],
        deadline: float,
    ) -> BaseHTTPResponse:
        try:
            return self._send(connection, method, target, headers, deadline)
        except ExchangeError as error:
            # Only a kept connection may have been closed meanwhile.
            if not (connection.used and error.kind == "connection-error"):
                raise
            # the server closed the kept connection as it was taken up again: that says
            # nothing of the link
            connection.close()
            connection.used = False
            return self._send(connection, method, target, headers, deadline)

    def _send(
        self,
        connection: _HTTP,
        method: Method,
        target: str,
        headers: Mapping[str, str],
        deadline: float,
    ) -> BaseHTTPResponse:
        connection.deadline = deadline
        connection.timeout = max(
            0.001, min(self.limits.read, deadline - time.monotonic())
        )
        try:
            connection.request(
                method,
                target,
                headers=headers,
                preload_content=False,
                decode_content=False,
            )
            return connection.getresponse()
        except (ExchangeError, ForbiddenAddressError):
            raise
        except Exception as error:
            raise ExchangeError(*_kind(error)) from error


def _tls_context(ca_bundle: str | None) -> ssl.SSLContext:
    # The variables that requests and OpenSSL obey.
    chosen = (
        ca_bundle
        or os.environ.get("REQUESTS_CA_BUNDLE")
        or os.environ.get("SSL_CERT_FILE")
        or certifi.where()
    )
    try:
        return _trusting(chosen, Path(chosen).stat().st_mtime_ns)
    except OSError as error:  # of SSL, too, for a file without certificates
        reason = error.strerror or error
        message = f"{chosen}: no certificate authorities can be read: {reason}"
        raise InputError(message) from None


# To load the usual authorities takes 20 ms or more: the exchanges of a process share
# them, as long as the file is the same.
@lru_cache(maxsize=4)
def _trusting(bundle: str, changed: int) -> ssl.SSLContext:
    """Return the context of connections that trust a file of authorities."""
    del changed
    context = create_urllib3_context()
    context.load_verify_locations(bundle)
    return context


# The most special class first: isinstance takes the first that fits.
_MESSAGES: Final = (
    (ssl.SSLCertVerificationError, "tls-error", "the certificate cannot be trusted"),
    (urllib3.exceptions.SSLError, "tls-error", "the TLS handshake failed"),
    (ssl.SSLError, "tls-error", "the TLS handshake failed"),
    (TimeoutError, "timeout", "no answer within the time limit"),
    (urllib3.exceptions.TimeoutError, "timeout", "no answer within the time limit"),
    (
        http.client.RemoteDisconnected,
        "connection-error",
        "the server closed the connection without an answer",
    ),
    (http.client.IncompleteRead, "truncated", "the answer ends before its header does"),
    (http.client.HTTPException, "protocol-error", "the answer is not HTTP"),
    (urllib3.exceptions.HTTPError, "protocol-error", "the answer is not HTTP"),
    (OSError, "connection-error", "no connection"),
)


def _kind(error: Exception) -> tuple[FailureKind, str]:
    """Return the kind of failure that an exception means, and its words."""
    # The kernel's own limit, reached before ours.
    if isinstance(error, OSError) and error.errno == errno.ETIMEDOUT:
        return "timeout", "no connection within the time limit"
    for kind_of, kind, message in _MESSAGES:
        if isinstance(error, kind_of):
            detail = (
                getattr(error, "verify_message", "")
                or getattr(error, "strerror", "")
                or ""
            )
            if detail:
                message = f"{message} ({detail})"
            # The table above holds kinds of failures only.
            return kind, message  # type: ignore[return-value]
    return "protocol-error", f"the answer is not HTTP ({type(error).__name__})"
