"""The ways registries have been seen to fail."""

from __future__ import annotations

from typing import Final, Literal

Fault = Literal[
    "429", "429-retry-after", "500", "503", "slow", "cut", "html", "wrong-type", "drop", "redirect-loop"
]
"""A 429 without and with Retry-After; server errors; an answer that takes a second; half a body; a page in
place of JSON; right JSON labelled text/plain; a connection closed without a word; endless redirects."""

FAULTS: Final[tuple[Fault, ...]] = (
    "429",
    "429-retry-after",
    "500",
    "503",
    "slow",
    "cut",
    "html",
    "wrong-type",
    "drop",
    "redirect-loop",
)

TRANSIENT: Final[tuple[Fault, ...]] = ("429-retry-after", "500", "503", "cut", "html", "drop", "wrong-type")
"""Those that a second try gets past."""
