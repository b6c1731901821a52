"""From an identifier to a record: who registered it, what they hold, and what happened
to the work since.

Whatever could not be judged is said to be so: an outage is never reported as "not
found". The names below load what they need when they are first used: the table of
registries, which the settings need, costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csecrefs.resolve.outcome import OUTCOMES as OUTCOMES
    from csecrefs.resolve.outcome import Outcome as Outcome
    from csecrefs.resolve.outcome import Provenance as Provenance
    from csecrefs.resolve.outcome import Resolution as Resolution
    from csecrefs.resolve.registries import Registries as Registries
    from csecrefs.resolve.resolver import Resolver as Resolver

_HOMES = {
    "OUTCOMES": "csecrefs.resolve.outcome",
    "Outcome": "csecrefs.resolve.outcome",
    "Provenance": "csecrefs.resolve.outcome",
    "Registries": "csecrefs.resolve.registries",
    "Resolution": "csecrefs.resolve.outcome",
    "Resolver": "csecrefs.resolve.resolver",
}
"""Where each public name lives (PEP 562)."""

__all__ = ["OUTCOMES", "Outcome", "Provenance", "Registries", "Resolution", "Resolver"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
