"""A web site of one's own making on 127.0.0.1: each path answers with given bytes or
does as told. `Site` answers on sockets, `Script` without any.
"""

from __future__ import annotations

import contextlib
import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit

from csecrefs.net.answer import Answer
from csecrefs.net.exchange import ExchangeError
from csecrefs.net.wire import Response, read_body

Reply = bytes | Callable[["Request"], bytes | None]


class Request(NamedTuple):
    """What was asked: the target as sent, the header fields, how often before, and the
    connection.
    """

    target: str
    headers: dict[str, str]
    times: int
    connection: socket.socket
    method: str = "GET"


class Hit(NamedTuple):
    target: str
    headers: dict[str, str]
    at: float


class _Routes:
    """The answers of a site by path; `hits` are all its requests."""

    url: str

    def __init__(self) -> None:
        self.routes: dict[str, Reply] = {}
        self.fallback: Reply = status(404, page("Nothing", "nothing"))
        self.hits: list[Hit] = []
        self._lock = threading.Lock()

    def asked(self, target: str) -> int:
        return sum(hit.target == target for hit in self.hits)

    def _reply(
        self,
        target: str,
        headers: dict[str, str],
        method: str,
        connection: socket.socket,
    ) -> bytes | None:
        with self._lock:
            times = self.asked(target)
            self.hits.append(Hit(target, headers, time.monotonic()))
        reply = (
            self.routes.get(target)
            or self.routes.get(target.partition("?")[0])
            or self.fallback
        )
        if isinstance(reply, bytes):
            return reply
        return reply(Request(target, headers, times, connection, method))


class _NoSocket:
    """The part of a socket that http.client opens and the answer replaces."""

    def makefile(self, *_: Any) -> io.BytesIO:
        return io.BytesIO()


class Script(_Routes):
    """A site whose `get` takes the place of an exchange: no socket, thread or wait.

    Its answers are read from their bytes as those of a server are. Any other host has
    no address.
    """

    url = "http://127.0.0.1:8080"

    def get(
        self,
        url: str,
        headers: Mapping[str, str],
        total: float | None = None,
        method: str = "GET",
    ) -> Answer:
        del total
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != self.url:
            raise ExchangeError("dns-error", f"{parts.hostname}: no such host")
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fields = {name.lower(): value for name, value in headers.items()}
        raw = self._reply(target, fields, method, cast("socket.socket", None))
        if raw is None:
            raise ExchangeError("connection-error", "closed without an answer")
        wire = cast("io.RawIOBase", io.BytesIO(raw))
        response = Response(cast("socket.socket", _NoSocket()), wire, method)
        response.begin()
        body, ending = read_body(response, 10**7, time.monotonic() + 60)
        cookies = tuple(response.headers.get_all("set-cookie", ()))
        lower = {name.lower(): value for name, value in response.headers.items()}
        return Answer(url, response.status, lower, body, ending, cookies=cookies)


class Site(_Routes):
    """Answers on its own threads."""

    def __init__(
        self, host: str = "127.0.0.1", context: ssl.SSLContext | None = None
    ) -> None:
        super().__init__()
        self._context = context
        self._socket = socket.create_server((host, 0), backlog=256)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"{'https' if context else 'http'}://{host}:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(
                    target=self._serve, args=(connection,), daemon=True
                ).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection.settimeout(20)
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            with connection:
                pending = b""
                while True:
                    while b"\r\n\r\n" not in pending:
                        received = connection.recv(65536)
                        if not received:
                            return
                        pending += received
                        if pending[:1] == b"\x16":  # TLS spoken to a plain port
                            connection.sendall(status(400))
                            return
                    head, _, pending = pending.partition(b"\r\n\r\n")
                    if not self._answer(connection, head.decode("latin-1")):
                        return

    def _answer(self, connection: socket.socket, head: str) -> bool:
        first, *lines = head.split("\r\n")
        target = first.split(" ")[1]
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        method = first.split(" ")[0]
        answer = self._reply(target, headers, method, connection)
        if answer is None:
            return False
        connection.sendall(answer)
        return b"Content-Length" in answer or b"chunked" in answer


WORDS = (
    "orchards along the river were surveyed each spring by students who counted blossoms, noted"
    " weather and compared their findings with parish records kept since the seventeenth century; the"
    " resulting series shows how flowering dates moved forward while late frosts remained as frequent"
    " as they had been before, which explains why growers planted later varieties on the northern"
    " slopes and kept bees nearer to the village"
).split()


def prose(seed: int = 0, length: int = 150) -> str:
    """Running text; another seed gives another text."""
    step = 1 + 2 * seed
    return " ".join(
        WORDS[(place * step + seed) % len(WORDS)] for place in range(length)
    )


def page(title: str, body: str = "", head: str = "") -> bytes:
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body>{body}</body></html>"
    ).encode()


def article(
    title: str = "Blossom dates", seed: int = 0, extra: str = "", head: str = ""
) -> bytes:
    return ok(page(title, f"<h1>{title}</h1>{extra}<p>{prose(seed)}</p>", head))


def status(
    code: int,
    body: bytes = b"",
    kind: str = "text/html; charset=utf-8",
    **fields: str | bytes,
) -> bytes:
    """An answer; a field's underscores stand for hyphens."""
    head = [f"HTTP/1.1 {code} Reason".encode(), f"Content-Length: {len(body)}".encode()]
    if kind:
        head.append(f"Content-Type: {kind}".encode())
    for name, value in fields.items():
        raw = value if isinstance(value, bytes) else value.encode()
        head.append(name.replace("_", "-").encode() + b": " + raw)
    return b"\r\n".join(head) + b"\r\n\r\n" + body


def ok(
    body: bytes, kind: str = "text/html; charset=utf-8", **fields: str | bytes
) -> bytes:
    return status(200, body, kind, **fields)


def moved(code: int, location: str | bytes, **fields: str | bytes) -> bytes:
    return status(code, b"", Location=location, **fields)
