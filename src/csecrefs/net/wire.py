"""Reading an answer off a socket: its head leniently, its body within limits of size and time.

The layer below `exchange`: what http.client and urllib3 read is bounded here.
"""

from __future__ import annotations

import http.client
import io
import re
import socket
import time
import zlib
from collections.abc import Iterator
from typing import Any, Final, Literal

import urllib3.exceptions
from urllib3.response import BaseHTTPResponse

Ending = Literal["complete", "limit", "stalled", "truncated", "garbled"]
"""How a body ended: complete, at our own limit of size or total time, `stalled`, `truncated` by the server,
or `garbled` (its framing or its encoding is not valid)."""

HEAD_LIMIT: Final = 256 * 1024
"""Bytes of status line and header fields read before a server is said not to speak HTTP."""

WANTED: Final = frozenset(
    b"cf-mitigated connection content-encoding content-length content-location content-type date location"
    b" memento-datetime refresh retry-after set-cookie transfer-encoding x-amzn-waf-action x-datadome".split()
)
"""The header fields passed on; the others are read and dropped, so that their number cannot do harm."""


_STATUS_LINE: Final = re.compile(rb"HTTP/1\.(\d) +([1-9]\d\d)(?: +(.*)|\s*$)", re.DOTALL)


class Timed(io.RawIOBase):
    """A socket's bytes, each read bounded by what is left of the total time."""

    def __init__(self, sock: socket.socket, read_limit: float, deadline: float) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._read_limit = read_limit
        self._deadline = deadline

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there; raises TimeoutError at either limit."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("total time limit")
        limit = min(left, self._read_limit)
        now = self._sock.gettimeout()
        if now is None or now > limit:  # setting it costs other threads a wait for the interpreter
            self._sock.settimeout(limit)
        return self._raw.readinto(buffer) or 0

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()


class Response(http.client.HTTPResponse):
    """http.client's response, its head read leniently but within bounds.

    Interim answers (1xx) are passed over, fields the checks do not read are left out (http.client gives up at
    a hundred), and a line that is no field does not end the head, as in browsers.
    """

    def __init__(self, sock: socket.socket, timed: io.RawIOBase, method: str | None) -> None:
        super().__init__(sock, method=method)
        self.fp.close()
        self.fp = io.BufferedReader(timed)

    def begin(self) -> None:
        """Read the head; raises http.client's errors for what is none."""
        if self.headers is not None:
            return
        status_line, fields = _head(self.fp)
        self.version, self.status, self.reason = _status(status_line)
        self.code = self.status
        self.headers = self.msg = http.client.HTTPMessage()
        for name, value in fields:
            self.headers[name] = value
        self.chunked = self.headers.get("transfer-encoding", "").lower() == "chunked"
        self.chunk_left = None
        self.length = None if self.chunked else self._declared_length()
        stays = self.headers.get("connection", "keep-alive" if self.version == 11 else "close").lower()
        self.will_close = "close" in stays or not (self.chunked or self.length is not None)

    def _declared_length(self) -> int | None:
        """The length of the body (RFC 9112 section 6.3); None if it ends with the connection."""
        if self.status in (204, 304) or 100 <= self.status < 200:
            return 0
        length = self.headers.get("content-length", "")
        return int(length[:18]) if length.isascii() and length.isdigit() else None


def _head(wire: Any) -> tuple[bytes, list[tuple[str, str]]]:
    """The status line and wanted header fields of the final answer, read from `wire`."""
    room = HEAD_LIMIT
    while True:
        lines: list[bytes] = []
        while True:
            line = wire.readline(room + 1)
            room -= len(line)
            if room < 0:
                raise http.client.LineTooLong("header")
            if line in (b"\r\n", b"\n", b""):
                break
            lines.append(line)
        if not lines or not _is_interim(lines[0]):
            return (lines[0], _fields(lines[1:])) if lines else (b"", [])


def _status(line: bytes) -> tuple[int, int, str]:
    """Version, status code and reason of a status line."""
    if not line:
        raise http.client.RemoteDisconnected("the server closed without an answer")
    match = _STATUS_LINE.match(line)
    if not match:
        raise http.client.BadStatusLine(line[:80].decode("latin-1"))
    return 11 if match[1] != b"0" else 10, int(match[2]), (match[3] or b"").decode("latin-1").strip()


def _is_interim(status_line: bytes) -> bool:
    parts = status_line.split(None, 2)
    return len(parts) > 1 and parts[0].startswith(b"HTTP/") and parts[1][:1] == b"1" and parts[1] != b"101"


def _fields(lines: list[bytes]) -> list[tuple[str, str]]:
    """The wanted fields; of one given twice, the first counts, but for cookies."""
    found: dict[bytes, tuple[str, str]] = {}
    cookies: list[tuple[str, str]] = []
    for line in lines:
        raw, colon, value = line.partition(b":")
        name = raw.strip().lower()
        if colon and name in WANTED:
            field = (name.decode(), value.strip().decode("latin-1"))
            if name == b"set-cookie":
                cookies.append(field)
            else:
                found.setdefault(name, field)
    return [*found.values(), *cookies[:50]]


def read_body(response: BaseHTTPResponse, limit: int, deadline: float) -> tuple[bytes, Ending]:
    """The decoded body up to `limit` bytes or to `deadline` (monotonic), and how it ended."""
    inflater = _inflater(response.headers.get("content-encoding", ""))
    parts: list[bytes] = []
    size = taken = 0
    ending: Ending = "complete"
    try:
        for raw in _pieces(response):
            taken += len(raw)
            parts.append(inflater.decode(raw, limit - size) if inflater else raw[: limit - size])
            size += len(parts[-1])
            if size >= limit or taken >= limit:
                return b"".join(parts), "limit"
        if inflater and size and not inflater.ended:
            ending = "truncated"
    except zlib.error:
        ending = "garbled"
    except (TimeoutError, urllib3.exceptions.TimeoutError):
        ending = "limit" if time.monotonic() >= deadline - 0.01 else "stalled"
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
        garbled = isinstance(error.__cause__, urllib3.exceptions.InvalidChunkLength)
        ending = "garbled" if garbled else "truncated"
    return b"".join(parts), ending


def _pieces(response: BaseHTTPResponse) -> Iterator[bytes]:
    if getattr(response, "chunked", False):
        yield from response.read_chunked(65536, decode_content=False)
        return
    while piece := response.read1(65536, decode_content=False):
        yield piece


class _Inflater:
    """Undoes gzip or deflate, never making more than the room given."""

    def __init__(self, raw_allowed: bool) -> None:
        self._stream = zlib.decompressobj(47)
        self._raw_allowed = raw_allowed

    @property
    def ended(self) -> bool:
        return self._stream.eof

    def decode(self, raw: bytes, room: int) -> bytes:
        try:
            part = self._stream.decompress(raw, room)
        except zlib.error:
            if not self._raw_allowed:
                raise
            self._stream = zlib.decompressobj(-15)  # a bare deflate stream, as some servers send
            part = self._stream.decompress(raw, room)
        self._raw_allowed = False
        return part


def _inflater(encoding: str) -> _Inflater | None:
    name = encoding.strip().lower()
    return _Inflater(name == "deflate") if name in ("gzip", "x-gzip", "deflate") else None
