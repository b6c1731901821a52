"""The settings of a check: limits, retries, what may be reached, what is looked at."""

from __future__ import annotations

from importlib.metadata import version

import attrs

from csecrefs.errors import InputError
from csecrefs.net.exchange import ExchangeLimits

# Any other type is taken, too: a refusal (406) would say nothing of the link.
ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8"

# Only for `browser_retry`, after a server refused our own name.
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def user_agent() -> str:
    """The name requests go by: what we are, and no pretence."""
    return f"csecrefs/{version('csecrefs')} (bibliography checker)"


@attrs.frozen
class DoiResolver:
    """A DOI resolver: the prefix its URLs begin with, and its handle API (empty for
    none).
    """

    prefix: str
    handles: str = ""


# Old records have the old host and plain HTTP.
RESOLVERS = tuple(
    DoiResolver(f"{scheme}://{host}/", "https://doi.org/api/handles/")
    for host in ("doi.org", "dx.doi.org", "www.doi.org")
    for scheme in ("https", "http")
)


@attrs.frozen
class CheckSettings:
    """The settings of a check.

    `content` off judges by HTTP alone, and then `head` asks with HEAD where servers
    answer that well; `siblings` off never asks a site for a page that cannot exist.
    `browser_retry` lets a refused request be made once more under a browser's name.
    `retry_after_cap` is the longest wait a server can ask of us. `allowed_addresses`
    may be reached though they are not public.
    """

    limits: ExchangeLimits = attrs.field(factory=ExchangeLimits)
    retries: int = 2
    retry_after_cap: float = 60.0
    first_pause: float = 0.5
    # As many as Firefox and Chrome follow.
    redirects: int = 20
    content: bool = True
    head: bool = attrs.field(default=False)
    siblings: bool = True
    browser_retry: bool = False
    allowed_addresses: frozenset[str] = frozenset()
    ca_bundle: str | None = None
    agent: str = attrs.field(factory=user_agent)
    resolvers: tuple[DoiResolver, ...] = RESOLVERS

    @head.validator
    def _check_head(self, _: object, value: bool) -> None:
        if value and self.content:
            raise InputError(
                "HEAD brings no content to judge by: it goes with judging by HTTP alone"
            )

    def headers(self, browser: bool = False) -> dict[str, str]:
        """The header fields of a request for a page."""
        return {
            "User-Agent": _BROWSER if browser else self.agent,
            "Accept": ACCEPT,
            "Accept-Language": "en,*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        }

    def pause(self, tries: int) -> float:
        """Seconds between a failed try and the next, doubling."""
        return self.first_pause * 2.0**tries
