"""The stand-in server: records in, registry behaviour out."""

from __future__ import annotations

import hashlib
import json
import random
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

import attrs

from csecrefs.testing.faults import TRANSIENT, Fault

NOT_FOUND: Final = (404, "application/json;charset=utf-8", b"Resource not found.")
"""Crossref's answer for a work it does not have: no JSON, though it is labelled so."""


@attrs.frozen
class Limits:
    """`requests` in any `interval` seconds and `at_once` at the same time; announced in
    every answer.
    """

    requests: int = 1_000_000
    interval: float = 1.0
    at_once: int = 64


@attrs.frozen
class Served:
    """One request as the server saw it: when, what, and the status it got."""

    at: float
    target: str
    status: int


class StandIn:
    """A registry at `url` while the context is open; `log` holds what was served.

    `latency` is seconds each answer takes.
    """

    def __init__(
        self, limits: Limits | None = None, latency: float = 0.0, seed: int = 0
    ) -> None:
        self.limits = limits or Limits()
        self.latency = latency
        self.log: list[Served] = []
        self.agencies: dict[str, str] = {}
        self._crossref: dict[str, Mapping[str, Any]] = {}
        self._datacite: dict[str, Mapping[str, Any]] = {}
        self._catalogues: dict[str, list[Mapping[str, Any]]] = {}
        self._acts: dict[str, tuple[str, str]] = {}
        self._pages: dict[str, tuple[int, str, bytes]] = {}
        self._redirects: dict[str, tuple[int, str]] = {}
        self._faults: tuple[float, tuple[Fault, ...]] = (0.0, ())
        self._chance = random.Random(seed)  # noqa: S311 - tests are to be repeatable
        self._lock = threading.Lock()
        self._recent: deque[float] = deque()
        self._running = 0
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0),
            _bound(self),
        )
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """The base address, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def add_crossref(self, *works: Mapping[str, Any]) -> None:
        """Serve Crossref works, each under its DOI; their prefixes are Crossref's."""
        for work in works:
            doi = str(work["DOI"]).lower()
            self._crossref[doi] = work
            self.agencies.setdefault(doi.partition("/")[0], "Crossref")

    def add_datacite(self, *attributes: Mapping[str, Any]) -> None:
        """Serve DataCite attributes, each under its DOI; their prefixes are
        DataCite's.
        """
        for record in attributes:
            doi = str(record["doi"]).lower()
            self._datacite[doi] = record
            self.agencies.setdefault(doi.partition("/")[0], "DataCite")

    def add_page(
        self,
        path: str,
        body: str | bytes,
        content_type: str = "text/html",
        status: int = 200,
    ) -> None:
        """Serve any other page."""
        if isinstance(body, str):
            content = body.encode()
        else:
            content = body
        self._pages[path] = (status, content_type, content)

    def add_redirect(self, path: str, location: str, status: int = 302) -> None:
        """Send whoever asks for a path on to another address."""
        self._redirects[path] = (status, location)

    def load_recorded(self, folder: str | Path) -> None:
        """Serve every Crossref and DataCite work in a folder of recorded responses (see
        its index.json).
        """
        # What was not recorded as a record is of no use here.
        for entry in json.loads(
            (Path(folder) / "index.json").read_text(encoding="utf-8")
        ):
            if entry["status"] != 200 or "json" not in entry["headers"].get(
                "content-type", ""
            ):
                continue
            try:
                body = json.loads((Path(folder) / entry["body_file"]).read_bytes())
            except ValueError:
                continue
            self._load(body)

    def _load(self, body: Any) -> None:
        if not isinstance(body, dict):
            return
        message: Any = body.get("message")
        # Crossref's envelope; DataCite's is JSON:API.
        if body.get("message-type") == "work":
            self.add_crossref(message)
        elif body.get("message-type") == "work-list":
            self.add_crossref(
                *(
                    item
                    for item in message["items"]
                    if "title" in item and "type" in item
                )
            )
        record: Any = body.get("data")
        if isinstance(record, dict) and record.get("type") == "dois":
            self.add_datacite(record["attributes"])

    @property
    def dois(self) -> list[str]:
        """Every DOI served."""
        return [*self._crossref, *self._datacite]

    def fail(self, share: float, *faults: Fault) -> None:
        """Let this share of requests fail, each in one of the ways given (by default,
        passing ones).
        """
        self._faults = (share, faults or TRANSIENT)

    def __enter__(self) -> StandIn:
        threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        ).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Waits for the loop of serve_forever, at most its interval.
        self._server.shutdown()
        self._server.server_close()

    def _admit(self) -> bool:
        """True if the limits let one more request in now."""
        now = time.monotonic()
        with self._lock:
            # A sliding window, as Crossref's.
            while self._recent and now - self._recent[0] >= self.limits.interval:
                self._recent.popleft()
            if (
                len(self._recent) >= self.limits.requests
                or self._running >= self.limits.at_once
            ):
                return False
            self._recent.append(now)
            self._running += 1
            return True

    def _leave(self) -> None:
        with self._lock:
            self._running -= 1

    def _fault(self) -> Fault | None:
        with self._lock:
            share, faults = self._faults
            # Seeded, so that a failing test fails again.
            if share and self._chance.random() < share:
                return self._chance.choice(faults)
            return None

    def _answer(self, target: str, accept: str) -> tuple[int, str, bytes]:
        """Status, content type and body for a request the limits let in."""
        parts = urlsplit(target)
        path = unquote(parts.path)
        if path in self._pages:
            return self._pages[path]
        # Which agency: doi.org's own service.
        if path.startswith("/ra/"):
            return _json(self._agency(path.removeprefix("/ra/")))
        # The handle system's REST API.
        if path.startswith("/api/handles/"):
            return self._handle(path.removeprefix("/api/handles/"))
        query = parse_qs(parts.query)
        # OpenAlex and Crossref share a path; only OpenAlex has `search`.
        if path == "/works" and "search" in query:
            return _json({"results": self._ranked("openalex", query["search"][0])})
        # DBLP.
        if path == "/search/publ/api":
            hits = [{"info": hit} for hit in self._ranked("dblp", query["q"][0])]
            return _json({"result": {"hits": {"hit": hits}}})
        # arXiv, which answers in Atom.
        if path == "/api/query":
            entries = self._ranked("arxiv", query["search_query"][0])
            return 200, "application/atom+xml", _feed(entries)
        # Semantic Scholar's Academic Graph API.
        if path == "/graph/v1/paper/search":
            found = self._ranked("semantic_scholar", query["query"][0])
            return _json({"data": found})
        # CELLAR, the repository behind EUR-Lex.
        if path.startswith("/resource/celex/"):
            return self._notice(path.removeprefix("/resource/celex/"))
        if path == "/works":
            return _json(self._search(query))
        if path.startswith("/works/"):
            return self._crossref_work(path.removeprefix("/works/").lower())
        if path.startswith("/dois/"):
            return self._datacite_work(path.removeprefix("/dois/").lower())
        # Anything else is a DOI at doi.org, by content negotiation.
        return self._negotiated(
            path.removeprefix("/").lower(),
            accept,
        )

    def add_catalogue(self, name: str, *works: Mapping[str, Any]) -> None:
        """Let a catalogue (openalex, dblp, arxiv, semantic_scholar) have works, each as
        it describes them itself; of arXiv, a mapping with id, title, authors, published
        and comment.
        """
        self._catalogues.setdefault(name, []).extend(works)

    def add_celex(self, celex: str, title: str, date: str = "") -> None:
        """Let EUR-Lex have an act."""
        self._acts[celex] = (title, date)

    def _ranked(self, name: str, words: str) -> list[Mapping[str, Any]]:
        """Return a catalogue's works that share most words with the query."""
        asked = _words(words)
        works = self._catalogues.get(name, [])
        scored = [
            (len(asked & _words(str(work.get("title")))), number)
            for number, work in enumerate(works)
        ]
        # As many as the readers ask for.
        best = sorted((pair for pair in scored if pair[0]), reverse=True)[:5]
        return [works[number] for _, number in best]

    def _notice(self, celex: str) -> tuple[int, str, bytes]:
        if celex not in self._acts:
            return 404, "text/html", b"<html><body>404</body></html>"
        title, date = map(escape, self._acts[celex])
        notice = (
            f"<NOTICE><WORK><WORK_DATE_DOCUMENT><VALUE>{date}</VALUE>"
            "</WORK_DATE_DOCUMENT></WORK><EXPRESSION><EXPRESSION_TITLE>"
            f"<VALUE>{title}</VALUE></EXPRESSION_TITLE></EXPRESSION></NOTICE>"
        )
        return 200, "application/xml", notice.encode()

    def _agency(self, doi: str) -> list[dict[str, str]]:
        agency = self.agencies.get(doi.lower().partition("/")[0])
        if not agency:
            return [{"DOI": doi, "status": "DOI does not exist"}]
        return [{"DOI": doi, "RA": agency}]

    def _handle(self, doi: str) -> tuple[int, str, bytes]:
        known = doi.lower() in self._crossref or doi.lower() in self._datacite
        # The codes of the proxy's REST API: 1 is found, 100 is not.
        if known:
            return _json({"responseCode": 1, "handle": doi})
        return _json({"responseCode": 100, "handle": doi}, 404)

    def _crossref_work(self, doi: str) -> tuple[int, str, bytes]:
        if doi.endswith("/agency"):
            label = self.agencies.get(doi.partition("/")[0], "")
            message = {
                "DOI": doi.removesuffix("/agency"),
                "agency": {"id": label.lower(), "label": label},
            }
            return _json(
                {"status": "ok", "message-type": "work-agency", "message": message}
            )
        # As Crossref answers: 404, in plain text.
        if doi not in self._crossref:
            return NOT_FOUND
        message = dict(self._crossref[doi])
        return _json(
            {
                "status": "ok",
                "message-type": "work",
                "message-version": "1.0.0",
                "message": message,
            }
        )

    def _datacite_work(self, doi: str) -> tuple[int, str, bytes]:
        if doi not in self._datacite:
            missing = {
                "errors": [
                    {
                        "status": "404",
                        "title": "The resource you are looking for doesn't exist.",
                    }
                ]
            }
            return _json(missing, 404)
        return _json(
            {
                "data": {
                    "id": doi,
                    "type": "dois",
                    "attributes": self._datacite[doi],
                }
            }
        )

    def _negotiated(self, doi: str, accept: str) -> tuple[int, str, bytes]:
        """Content negotiation: CSL-JSON where it is asked for and the DOI is known."""
        if doi not in self._crossref or "csl+json" not in accept:
            return 404, "text/html", b"<html><body>DOI Not Found</body></html>"
        status, _, body = _json(self._crossref[doi])
        return status, "application/vnd.citationstyles.csl+json", body

    def _search(self, query: Mapping[str, list[str]]) -> dict[str, Any]:
        """Works ranked by the words they share with the query's."""
        asked = _words(
            " ".join(
                " ".join(query.get(name, ()))
                for name in query
                if name.startswith("query")
            )
        )
        rows = int(query.get("rows", ["20"])[0])
        scored = [
            (len(asked & _words(_description(work))), work)
            for work in self._crossref.values()
        ]
        best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])[
            :rows
        ]
        items = [dict(work) | {"score": score} for score, work in best]
        message = {"total-results": len(items), "items": items}
        return {"status": "ok", "message-type": "work-list", "message": message}


def _description(work: Mapping[str, Any]) -> str:
    names = [
        str(person.get("family") or person.get("name"))
        for person in work.get("author") or []
    ]
    return " ".join(
        [
            *map(str, work.get("title") or []),
            *map(str, work.get("container-title") or []),
            *names,
        ]
    )


def _feed(entries: Sequence[Mapping[str, Any]]) -> bytes:
    """Return preprints as arXiv's Atom feed has them."""
    parts = []
    for entry in entries:
        names = "".join(
            f"<author><name>{escape(name)}</name></author>" for name in entry["authors"]
        )
        parts.append(
            f"<entry><id>http://arxiv.org/abs/{escape(entry['id'])}</id>"
            f"<title>{escape(entry['title'])}</title>{names}"
            f"<published>{entry['published']}</published>"
            f"<arxiv:comment>{escape(entry.get('comment', ''))}</arxiv:comment></entry>"
        )
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"'
        f' xmlns:arxiv="http://arxiv.org/schemas/atom">{"".join(parts)}</feed>'
    ).encode()


def _words(text: str) -> set[str]:
    return {
        word
        for word in "".join(c if c.isalnum() else " " for c in text.lower()).split()
        if len(word) > 2
    }


def _json(value: Any, status: int = 200) -> tuple[int, str, bytes]:
    return status, "application/json", json.dumps(value).encode()


def _etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


def _bound(registry: StandIn) -> type[BaseHTTPRequestHandler]:
    """A request handler that answers for `registry`."""

    class Handler(_Handler):
        standin = registry

    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    standin: StandIn

    def do_GET(self) -> None:
        try:
            if not self.standin._admit():
                self._send(
                    429,
                    "application/json",
                    b'{"status":"error"}',
                    [("Retry-After", "1")],
                )
                return
            time.sleep(self.standin.latency)
            fault = self.standin._fault()
            if fault == "slow":
                time.sleep(1.0)
            redirect = self.standin._redirects.get(self.path)
            answer = self.standin._answer(
                self.path,
                self.headers.get("Accept", ""),
            )
            self.standin._leave()
            if redirect:
                self._send(
                    redirect[0],
                    "text/html",
                    b"",
                    [("Location", redirect[1])],
                )
                return
            self._serve(fault, *answer)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def _serve(
        self, fault: Fault | None, status: int, content_type: str, body: bytes
    ) -> None:
        if fault in ("500", "503"):
            self._send(int(fault), "text/plain", b"trouble")
        elif fault == "429":
            self._send(429, "application/json", b'{"status":"error"}')
        elif fault == "429-retry-after":
            self._send(
                429, "application/json", b'{"status":"error"}', [("Retry-After", "1")]
            )
        elif fault == "html":
            self._send(
                200, "text/html", b"<!doctype html><title>Checking your browser</title>"
            )
        elif fault == "redirect-loop":
            self._send(
                302,
                "text/html",
                b"",
                [("Location", self.path)],
            )
        elif fault == "redirect" and "moved=" not in self.path:
            moved = f"{self.path}{'&' if '?' in self.path else '?'}moved=1"
            self._send(302, "text/html", b"", [("Location", moved)])
        elif fault == "agency-404" and self.path.startswith("/ra/"):
            self._send(404, "text/html", b"<html><body>404</body></html>")
        elif fault == "resource-not-found" and self.path.startswith("/works/"):
            self._send(*NOT_FOUND)
        elif fault == "drop":
            self.close_connection = True
        elif fault == "cut":
            self._send(status, content_type, body, cut=True)
        elif status == 200 and self.headers.get("If-None-Match") == _etag(body):
            self._send(
                304,
                content_type,
                b"",
                [("ETag", _etag(body))],
            )
        else:
            kind = content_type
            if fault == "wrong-type":
                kind = "text/plain"
            self._send(
                status, kind, body, [("ETag", _etag(body))] if status == 200 else ()
            )

    def _send(
        self,
        status: int,
        content_type: str,
        body: bytes,
        headers: Iterable[tuple[str, str]] = (),
        *,
        cut: bool = False,
    ) -> None:
        limits = self.standin.limits
        self.standin.log.append(
            Served(
                time.monotonic(),
                self.path,
                status,
            )
        )
        self.send_response(status)
        for name, value in (
            ("Content-Type", content_type),
            ("Content-Length", str(len(body))),
            ("X-Rate-Limit-Limit", str(limits.requests)),
            ("X-Rate-Limit-Interval", f"{limits.interval:g}s"),
            ("X-Concurrency-Limit", str(limits.at_once)),
            *headers,
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self.wfile.flush()
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing on stderr; the log is `StandIn.log`."""
