"""Recorded refusals: every response of 400 and above, and every answer about
registration agencies.

Each body is judged as it stands, and is then served to a resolver in place of a record:
the outcome must be the right one, and nothing may raise.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csecrefs.net.session import NetSettings, PoliteSession
from csecrefs.resolve import Registries, Resolver
from csecrefs.resolve.outcome import CERTAIN, outcome_of, read_agency
from csecrefs.testing import StandIn
from tests.conformance import Case

SOURCE = "registry"
_DOI = "10.5555/asked"


def run(path: Path) -> Iterator[Case]:
    entries = json.loads((path / "index.json").read_text(encoding="utf-8"))
    with StandIn() as server, PoliteSession(NetSettings(tries=1)) as session:
        server.agencies["10.5555"] = "Crossref"
        resolver = Resolver(session, Registries.at(server.url))
        for at, entry in enumerate(entries):
            body = (
                (path / entry["body_file"]).read_bytes()
                if entry.get("body_file")
                else b""
            )
            name = f"{at} {entry['status']} {entry['url']}"
            try:
                if entry["kind"] == "doi-ra" and entry["status"] == 200:
                    yield _agency_case(name, body)
                elif entry["status"] >= 400:
                    yield _refusal_case(name, entry, body, server, resolver)
            except Exception as error:
                yield Case(name, False, f"{type(error).__name__}: {error}")


def _agency_case(name: str, body: bytes) -> Case:
    said = json.loads(body)[0]
    expected = ("found", said["RA"]) if "RA" in said else ("not-registered", "")
    return Case(name, read_agency(body) == expected, f"{read_agency(body)} for {said}")


def _refusal_case(
    name: str, entry: dict[str, Any], body: bytes, server: StandIn, resolver: Resolver
) -> Case:
    expected = _expected(entry["status"], body)
    judged = outcome_of(entry["status"], body)
    content_type = entry["headers"].get("content-type", "")
    server.add_page(f"/works/{_DOI}", body, content_type, entry["status"])
    resolution = resolver.resolve(_DOI)
    consistent = (resolution.outcome in CERTAIN) == (
        expected in CERTAIN
    ) and resolution.reference is None
    return Case(
        name,
        judged == expected and consistent,
        f"{judged}, resolved {resolution.outcome}; not {expected}",
    )


def _expected(status: int, body: bytes) -> str:
    if b'"responseCode":100' in body:
        return "not-registered"
    if status == 404 and b"invalid" in body:
        return "bad-request"
    if status >= 500:
        return "server-error"
    return {400: "bad-request", 401: "refused", 403: "refused", 404: "not-found", 410: "not-found",
            429: "rate-limited"}.get(status, "bad-request")  # fmt: skip
