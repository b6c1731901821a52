"""DOIs among links: whether one is registered, asked of the handle system itself (its
REST API).
"""

from __future__ import annotations

import json
from typing import Final, Literal
from urllib.parse import quote, unquote

from csecrefs.links.journey import Budget, Steps, ask_once
from csecrefs.links.settings import CheckSettings, DoiResolver

_FOUND: Final = frozenset({1, 200})
_UNKNOWN: Final = 100


def resolver_of(url: str, settings: CheckSettings) -> DoiResolver | None:
    """Return the DOI resolver a URL belongs to, or None for any other page."""
    for resolver in settings.resolvers:
        # Short DOIs (shortdoi.org) are handles with the prefix 10.
        if url.lower().startswith((f"{resolver.prefix}10.", f"{resolver.prefix}10/")):
            return resolver
    return None


def registered(
    url: str, resolver: DoiResolver, settings: CheckSettings, budget: Budget
) -> Steps[Literal["yes", "no", "unknown"]]:
    """Return whether the DOI in a resolver's URL is registered; unknown when the handle
    API does not say.
    """
    if not resolver.handles:
        return "unknown"
    doi = unquote(url[len(resolver.prefix) :].partition("?")[0])
    answer = yield from ask_once(
        resolver.handles + quote(doi, safe="/()"), settings, budget, "application/json"
    )
    if answer is None:
        return "unknown"
    try:
        code = json.loads(answer.body)["responseCode"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return "unknown"
    if code == _UNKNOWN:
        return "no"
    if code in _FOUND:
        return "yes"
    return "unknown"
