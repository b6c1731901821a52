"""The result of checking one link: a closed set of verdicts in three classes, with the
evidence.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, Literal

import attrs

Outcome = Literal["ok", "broken", "uncertain"]
"""The class of a verdict: the link works, it does not, or it cannot be told."""

_BY_OUTCOME: Final[dict[Outcome, str]] = {
    "ok": "ok redirected-permanent redirected-temporary",
    "broken": "not-found gone soft-404 parked invalid invalid-url dns-error"
    " redirect-error fragment-missing connection-error tls-error",
    "uncertain": "unsafe-redirect unsafe-url fragment-unseen"
    " blocked auth-required rate-limited server-error timeout dns-transient legal-block"
    " protocol-error truncated empty wrong-type content-changed unsupported",
}

OUTCOMES: Final = MappingProxyType(
    {code: outcome for outcome, codes in _BY_OUTCOME.items() for code in codes.split()}
)
"""Every verdict code and its class."""


@attrs.frozen
class Hop:
    """One step from a page to the next: where, the status it answered with, and what
    sent us on.
    """

    url: str
    status: int
    by: Literal["http", "refresh", "script"] = "http"


@attrs.frozen
class Verdict:
    """The verdict on one URL, and the evidence for it.

    `code` is a key of OUTCOMES; `reason` one line for a person. `chain` holds the
    redirects followed, `final_url` where they ended, `permanent_url` where their
    leading permanent ones did (None without any). `certain` marks what no second visit
    can change. `fingerprint` is the content's, to compare later visits with;
    `deviation` one that differs from the known and is to be confirmed. `seconds` is the
    time spent asking, `requests` how often.
    """

    url: str
    code: str
    reason: str = ""
    status: int | None = None
    chain: tuple[Hop, ...] = ()
    final_url: str = ""
    permanent_url: str | None = None
    certain: bool = False
    title: str = ""
    fingerprint: bytes = attrs.field(default=b"", repr=False)
    deviation: bytes = attrs.field(default=b"", repr=False)
    seconds: float = 0.0
    requests: int = 0

    @property
    def outcome(self) -> Outcome:
        """The class of the verdict."""
        return OUTCOMES[self.code]


@attrs.frozen
class Seen:
    """The fingerprints that earlier visits left: the content's fingerprint, and a deviation from it not
    yet confirmed.
    """

    fingerprint: bytes = b""
    deviation: bytes = b""


UNSEEN: Final = Seen()
"""Of a link never visited."""
