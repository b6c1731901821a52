"""The ways registries have been seen to fail."""

from __future__ import annotations

from typing import Final, Literal, get_args

Fault = Literal[
    "429",
    "429-retry-after",
    "500",
    "503",
    "slow",
    "cut",
    "html",
    "wrong-type",
    "drop",
    "redirect",
    "redirect-loop",
    "agency-404",
    "resource-not-found",
]
"""A 429 without and with Retry-After; server errors; an answer that takes a second;
half a body; a page in place of JSON; right JSON labelled text/plain; a connection
closed without a word; a redirect to the answer, or endless ones; a look-up of the
agency that ends with 404; "Resource not found." labelled JSON."""

FAULTS: Final[tuple[Fault, ...]] = get_args(Fault)

TRANSIENT: Final[tuple[Fault, ...]] = (
    "429-retry-after",
    "500",
    "503",
    "cut",
    "html",
    "drop",
    "wrong-type",
)
"""Those that a second try gets past."""
