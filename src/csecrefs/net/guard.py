"""Keeping a session off private addresses: no URL out of a record, and no redirect,
leads into a network.

Hosts the program was pointed at by its user (a registry's base address, a mirror, a
stand-in) may be anywhere; every other host, at each hop, must have a public address, or
one that the user allows.
"""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from csecrefs.net.addresses import check_host, check_peer


class Boundary:
    """What one session may reach: the hosts it was told to trust, and public addresses.

    `allowed` holds addresses that may be reached though they are not public.
    """

    def __init__(self, allowed: frozenset[str] = frozenset()) -> None:
        self._allowed = allowed
        self._trusted: set[tuple[str, int]] = set()

    def trust(self, url: str) -> None:
        """Let this URL's host and port be reached wherever they are."""
        self._trusted.add(_origin(url))

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
            for address in addresses:
                check_peer(address, self._allowed)

    def pool_classes(self) -> dict[str, type[HTTPConnectionPool]]:
        """Connection pools by scheme whose connections look at their peer before a byte
        is sent.
        """
        boundary = self

        class Plain(_Looking, HTTPConnection):
            within = boundary

        class Secure(_Looking, HTTPSConnection):
            within = boundary

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        return {"http": PlainPool, "https": SecurePool}


class _Looking(HTTPConnection):
    """A connection that is not made to, and not used with, an address out of bounds.

    The look-up beforehand keeps a private host from being connected to at all; what was
    connected to is checked again, since a name may have another address a moment later
    (DNS rebinding).
    """

    within: Boundary

    def _new_conn(self) -> socket.socket:
        self.within.check_connection(
            self.host, self.port, _addresses(self._dns_host, self.port)
        )
        connected = super()._new_conn()
        try:
            self.within.check_connection(
                self.host, self.port, [str(connected.getpeername()[0])]
            )
        except BaseException:
            connected.close()
            raise
        return connected


def _addresses(host: str, port: int | None) -> list[str]:
    """The addresses of a host; none where the look-up fails, which connecting then
    reports.
    """
    try:
        found: list[Any] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
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
