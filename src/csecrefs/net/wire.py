"""Reading an answer off a socket: its head leniently, its body within limits of size
and time.

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

from csecrefs.patterns import regex

Ending = Literal["complete", "limit", "stalled", "truncated", "garbled"]
"""The end of a body: complete, at our own limit of size or total time, `stalled`,
`truncated` by the server, or `garbled` (its framing or its encoding is not valid)."""

HEAD_LIMIT: Final = 256 * 1024
"""Bytes of status line and header fields read before a server is said not to speak
HTTP.
"""

WANTED: Final = frozenset(
    b"cf-mitigated connection content-encoding content-length content-location content-type date location"
    b" memento-datetime refresh retry-after set-cookie transfer-encoding x-amzn-waf-action x-datadome".split()
)
"""The header fields passed on; the others are read and dropped, so that their number
cannot do harm.
"""


# RFC 9112 section 4; servers leave out the reason and the blank before it.
_STATUS_LINE: Final = regex(rb"HTTP/1\.(\d) +([1-9]\d\d)(?: +(.*)|\s*$)", re.DOTALL)

_BLANK: Final = (b"\r\n", b"\n")
# RFC 9112 section 7.1: hexadecimal, and extensions that mean nothing here.
_CHUNK_SIZE: Final = regex(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;.*)?\r?\n", re.DOTALL)
# Longer than any line with a size that servers send; extensions included.
_LINE: Final = 4096
# What one call asks of the socket at most.
_PIECE: Final = 65536
# RFC 9110 section 8.4.1, with the old name that it keeps.
_OWN: Final = frozenset({"gzip", "x-gzip", "deflate"})
_PAGE_STARTS: Final = (b"<!doctype", b"<html", b"<?xml")
# Registered codings that the standard library does not undo.
_FOREIGN: Final = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})


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
        if (
            now is None or now > limit
        ):  # setting it costs other threads a wait for the interpreter
            self._sock.settimeout(limit)
        return self._raw.readinto(buffer) or 0

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()


class Response(http.client.HTTPResponse):
    """http.client's response, its head read leniently but within bounds.

    Interim answers (1xx) are passed over, fields the checks do not read are left out
    (http.client gives up at a hundred), and a line that is no field does not end the
    head, as in browsers.
    """

    def __init__(
        self, sock: socket.socket, timed: io.RawIOBase, method: str | None
    ) -> None:
        super().__init__(sock, method=method)
        self.bodiless = method == "HEAD"
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
            # HTTPMessage appends: cookies stay apart.
            self.headers[name] = value
        # RFC 9112 section 6.3, rule 3: chunked overrides a length.
        self.chunked = self.headers.get("transfer-encoding", "").lower() == "chunked"
        self.chunk_left = None
        if self.chunked:
            self.length = None
        else:
            self.length = self._declared_length()
        # RFC 9112 section 9.3: connections persist by default from version 1.1 on.
        stays = self.headers.get(
            "connection", "keep-alive" if self.version == 11 else "close"
        ).lower()
        self.will_close = "close" in stays or not (
            self.chunked or self.length is not None
        )

    def _declared_length(self) -> int | None:
        """The length of the body (RFC 9112 section 6.3); None if it ends with the
        connection.
        """
        # RFC 9112 section 6.3, rules 1 and 6: these have no body whatever they declare.
        if self.bodiless or self.status in (204, 304) or 100 <= self.status < 200:
            return 0
        length = self.headers.get("content-length", "")
        if length.isascii() and length.isdigit():
            return int(length[:18])
        return None

    def pieces(self) -> Iterator[bytes]:
        """The body as it comes, its framing undone; raises IncompleteRead where it ends
        too soon.
        """
        if self.bodiless:
            return
        if self.chunked:
            yield from _chunks(self.fp)
        elif self.length is not None:
            yield from _exactly(self.fp, self.length)
        else:
            while piece := self.fp.read1(_PIECE):
                yield piece


def _head(wire: Any) -> tuple[bytes, list[tuple[str, str]]]:
    """The status line and wanted header fields of the final answer, read from
    `wire`.
    """
    room = HEAD_LIMIT
    while True:
        lines: list[bytes] = []
        while True:
            line = wire.readline(room + 1)
            room -= len(line)
            if room < 0:
                raise http.client.LineTooLong("header")
            # The server hung up within the head: that is no answer of another kind.
            if not line and lines and _STATUS_LINE.match(lines[0]):
                raise http.client.IncompleteRead(b"".join(lines))
            if not line or (lines and line in _BLANK):
                break
            if (
                line not in _BLANK
            ):  # RFC 9112 section 2.2: blank lines before a message are passed over
                lines.append(line)
        if not lines or not _is_interim(lines[0]):
            if lines:
                return (lines[0], _fields(lines[1:]))
            return (b"", [])


def _status(line: bytes) -> tuple[int, int, str]:
    """Version, status code and reason of a status line."""
    if not line:
        raise http.client.RemoteDisconnected("the server closed without an answer")
    match = _STATUS_LINE.match(line)
    if not match:
        raise http.client.BadStatusLine(line[:80].decode("latin-1"))
    return (
        11 if match[1] != b"0" else 10,
        int(match[2]),
        (match[3] or b"").decode("latin-1").strip(),
    )


def _is_interim(status_line: bytes) -> bool:
    parts = status_line.split(None, 2)
    return (
        len(parts) > 1
        and parts[0].startswith(b"HTTP/")
        and parts[1][:1] == b"1"
        and parts[1] != b"101"
    )


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
    # As many cookies as a browser keeps of one domain.
    return [*found.values(), *cookies[:50]]


def is_opaque(named: tuple[str, ...]) -> bool:
    """True if a body in these encodings stays as it is, because they are not undone
    here.
    """
    # Several codings on top of each other are legal and never sent.
    return len(named) > 1 or any(name in _FOREIGN for name in named)


def read_body(response: Response, limit: int, deadline: float) -> tuple[bytes, Ending]:
    """The decoded body up to `limit` bytes or to `deadline` (monotonic), and how it
    ended.
    """
    named = codings(response.headers.get("content-encoding", ""))
    inflater = _inflater(named)
    parts: list[bytes] = []
    size = taken = 0
    ending: Ending = "complete"
    try:
        for raw in response.pieces():
            taken += len(raw)
            parts.append(
                inflater.decode(raw, limit - size) if inflater else raw[: limit - size]
            )
            size += len(parts[-1])
            if size >= limit or taken >= limit:
                return b"".join(parts), "limit"
        # gzip says itself where it ends; a length that agrees proves nothing.
        if inflater and size and not inflater.ended:
            ending = "truncated"
        if (
            is_opaque(named)
            and parts
            and parts[0].lstrip()[:9].lower().startswith(_PAGE_STARTS)
        ):
            ending = "garbled"
    except (zlib.error, _NoChunkError):
        ending = "garbled"
    except TimeoutError:
        ending = "stalled"
        if time.monotonic() >= deadline - 0.01:
            ending = "limit"
    except (http.client.HTTPException, OSError):
        ending = "truncated"
    return b"".join(parts), ending


class _NoChunkError(Exception):
    """The framing of a chunked body is not that."""


def _chunks(wire: Any) -> Iterator[bytes]:
    """The data of a chunked body (RFC 9112 section 7.1); http.client takes any two
    bytes for a chunk's end.

    Raises _NoChunkError for a frame that is none, IncompleteRead where it ends too
    soon.
    """
    while left := _chunk_size(wire.readline(_LINE)):
        yield from _exactly(wire, left)
        if (end := wire.readline(2)) not in _BLANK:
            raise _NoChunkError if end else http.client.IncompleteRead(b"")
    room = HEAD_LIMIT
    while (line := wire.readline(_LINE)) not in (*_BLANK, b"") and room > 0:
        room -= len(line)


def _exactly(wire: Any, length: int) -> Iterator[bytes]:
    """So many bytes in pieces; raises IncompleteRead where there are fewer."""
    while length:
        piece = wire.read1(min(length, _PIECE))
        if not piece:
            raise http.client.IncompleteRead(b"", length)
        length -= len(piece)
        yield piece


def _chunk_size(line: bytes) -> int:
    if match := _CHUNK_SIZE.fullmatch(line):
        return int(match[1], 16)
    if line.endswith(b"\n") or not _CHUNK_SIZE.fullmatch(line + b"0\n"):
        raise _NoChunkError
    raise http.client.IncompleteRead(line)


def codings(field: str) -> tuple[str, ...]:
    """The encodings a Content-Encoding names, as far as they are any: servers put
    character sets there.
    """
    named = (name.strip().lower() for name in field.split(","))
    return tuple(name for name in named if name in _OWN or name in _FOREIGN)


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
            self._stream = zlib.decompressobj(
                -15
            )  # a bare deflate stream, as some servers send
            part = self._stream.decompress(raw, room)
        self._raw_allowed = False
        return part


def _inflater(named: tuple[str, ...]) -> _Inflater | None:
    if len(named) == 1 and named[0] in _OWN:
        return _Inflater(named[0] == "deflate")
    return None
