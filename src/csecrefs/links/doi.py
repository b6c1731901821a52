"""DOIs among links: whether one is registered, asked of the handle system itself (its
REST API).
"""

from __future__ import annotations

import json
import re
from typing import Final, Literal
from urllib.parse import quote, unquote

from csecrefs.links.journey import Budget, Steps, ask_once
from csecrefs.links.settings import CheckSettings, DoiResolver
from csecrefs.patterns import regex

# Handle proxy REST API: 1 is success, 200 a handle without values of the asked type.
_FOUND: Final = frozenset({1, 200})
# The same: handle not found.
_UNKNOWN: Final = 100


# The punctuation that ends the address of a DOI, escaped or not: "2-%23", "ab).".
_DOI_TAIL: Final = regex(
    r"(?:[^\w%]|_|%(?:2[0-9A-F]|3[A-F]|5[B-E]|7[B-E]))+$", re.IGNORECASE
)
# An address that was cut inside of an escape.
_HALF_ESCAPE: Final = regex(r"%[0-9A-F]?$", re.IGNORECASE)
_MOST_FORMS: Final = 5
"""Endings that are asked for one after another: the longest that is in use is "2-#"."""


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
    # Any other code is trouble of the service.
    if code == _UNKNOWN:
        return "no"
    if code in _FOUND:
        return "yes"
    return "unknown"


def forms_of(url: str) -> list[str]:
    """Return the forms of a DOI's address to ask for, the shortest first.

    Hundreds of DOIs really end in a slash, a full stop, a hyphen or a bracket; far more
    often these are of the text around.

    >>> forms_of("https://doi.org/10.1000/ab).")[1:]
    ['https://doi.org/10.1000/ab)', 'https://doi.org/10.1000/ab).']
    """
    tail = _DOI_TAIL.search(url)
    start = tail.start() if tail else len(url)
    forms = [url[:end] for end in range(start, len(url) + 1)]
    forms = [form for form in forms if not _HALF_ESCAPE.search(form)]
    # Nothing is left of the suffix, or far too much is punctuation.
    if url[:start].count("/") < 4 or len(forms) > _MOST_FORMS:
        forms = [url]
    before, mark, _ = url.partition("%23")  # a fragment that was taken for the DOI's
    if mark and before not in forms:
        forms.append(before)
    return forms
