"""The outcomes of asking a registry: a closed set that includes "cannot tell", and how to
read it off an answer.

Registries answer in many voices: doi.org says 200 and "DOI does not exist", Crossref
says 404 with plain text labelled JSON, the Handle system puts its verdict in
`responseCode`, DataCite in `errors`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

import attrs

from csecrefs.errors import NetworkError
from csecrefs.model import Reference
from csecrefs.model.identifiers import Identifier
from csecrefs.model.update import Update
from csecrefs.net.answer import Answer

Outcome = Literal[
    "found",
    "not-registered",
    "not-found",
    "malformed",
    "unsupported",
    "bad-request",
    "refused",
    "rate-limited",
    "server-error",
    "unreadable",
    "unreachable",
    "offline",
]
"""`not-registered`: whoever keeps the identifiers says there is none such. `not-found`:
the registry asked holds no record, which is not the same. `unsupported`: registered,
but nobody serves a record. From `bad-request` on nothing is known about the work."""

OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
CERTAIN: Final[frozenset[Outcome]] = frozenset(
    {"found", "not-registered", "not-found", "malformed"}
)

_HANDLE_CODES: Final[dict[int, Outcome]] = {
    1: "found",
    100: "not-registered",
    200: "found",
    301: "bad-request",
}
_NETWORK: Final[dict[str, Outcome]] = {
    "offline": "offline",
    "rate-limited": "rate-limited",
    "server-error": "server-error",
    "unreadable": "unreadable",
    "too-large": "unreadable",
    "redirects": "unreadable",
}


@attrs.frozen
class Provenance:
    """The source of a value: registry, address asked, when (ISO 8601, UTC), and
    where in the record.
    """

    source: str
    url: str = ""
    fetched: str = ""
    pointer: str = ""


@attrs.frozen
class Resolution:
    """The result of resolving one identifier.

    `reference` is set when `outcome` is found. `provenance` tells for each variable
    where it is from; `updates` what happened to the work since, gravest first; `detail`
    is a line for a person.
    """

    identifier: Identifier | None
    outcome: Outcome
    reference: Reference | None = None
    provenance: Mapping[str, Provenance] = attrs.field(factory=dict, hash=False)
    updates: tuple[Update, ...] = ()
    detail: str = ""

    @property
    def certain(self) -> bool:
        """True if the outcome says something about the identifier, and not about the
        network.
        """
        return self.outcome in CERTAIN


def outcome_of(status: int, body: bytes) -> Outcome:
    """Return the meaning of a registry's answer; `found` is for an answer that should hold a
    record.
    """
    said = _json(body)
    if isinstance(said, Mapping) and isinstance(said.get("responseCode"), int):
        return _HANDLE_CODES.get(
            said["responseCode"], "server-error" if status >= 500 else "unreadable"
        )
    if status in (404, 410):
        if _blames_the_question(said):
            return "bad-request"
        return "not-found"
    # The registry is there and does not want to; that says nothing of the work.
    if status in (401, 403, 407, 451):
        return "refused"
    if status == 406:  # registered, but in none of the forms asked for
        return "unsupported"
    if status == 429:
        return "rate-limited"
    if status >= 500:
        return "server-error"
    if status >= 400:
        return "bad-request"
    # An empty answer of a registry is a fault of the registry.
    if status in (204, 304) or not body.strip():
        return "unreadable"
    if status < 300:
        return "found"
    return "unreadable"


def outcome_of_network(error: NetworkError) -> Outcome:
    """Return the outcome that a failure of the network means."""
    return _NETWORK.get(error.kind, "unreachable")


def read_json(answer: Answer) -> tuple[Outcome, Any]:
    """The outcome of an answer that should be JSON, and the JSON; a body that is not is
    `unreadable`.
    """
    outcome = outcome_of(answer.status, answer.body)
    if outcome != "found":
        return outcome, None
    value = _json(answer.body)
    if value is None:
        return ("unreadable", None)
    return ("found", value)


def read_agency(body: bytes) -> tuple[Outcome, str]:
    """The registration agency that doi.org's answer names; a prefix nobody has is
    `not-registered`.
    """
    said = _json(body)
    entry = said
    # doi.org answers with a list, one entry a DOI asked for.
    if isinstance(said, list) and said:
        entry = said[0]
    if not isinstance(entry, Mapping):
        return "unreadable", ""
    agency, status = entry.get("RA"), str(entry.get("status") or "").lower()
    if isinstance(agency, str) and agency:
        # A prefix that is in the handle system and of no registration agency.
        if agency.lower() == "unknown":
            return ("unsupported", "")
        return ("found", agency)
    if "not exist" in status:
        return "not-registered", ""
    if "invalid" in status:
        return ("malformed", "")
    return ("unreadable", "")


def member(said: Any, *names: str) -> Any:
    """Return the member at a path of names in a JSON value, None where there is none.

    >>> member({"result": {"hits": [1]}}, "result", "hits")
    [1]
    >>> member(["no object"], "result") is None
    True
    """
    for name in names:
        if not isinstance(said, Mapping):
            return None
        said = said.get(name)
    return said


def _json(body: bytes) -> Any:
    if body.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _blames_the_question(said: Any) -> bool:
    """Crossref answers 404 where a parameter, and not the work, is at fault."""
    faults = member(said, "message")
    return isinstance(faults, list) and any(
        isinstance(fault, Mapping) and "invalid" in str(fault.get("type"))
        for fault in faults
    )
