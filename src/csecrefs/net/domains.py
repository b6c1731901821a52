"""Registered domains: the part of a host name that somebody registered.

Pacing goes by them, and so does what a cookie may cover (RFC 6265 section 5.3): a
cookie for a public suffix such as `co.uk` would go to every site below it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def _suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def _is_address(name: str) -> bool:
    return ":" in name or name.rpartition(".")[2].isdigit()


@lru_cache(maxsize=100_000)
def domain_of(host: str) -> str:
    """Return the registered domain of a host name; an address stands for itself.

    >>> domain_of("www.example.co.uk")
    'example.co.uk'
    """
    name = host.rstrip(".").lower()
    if _is_address(name):
        return name
    return _suffixes().privatesuffix(name) or name


def may_cover(domain: str, host: str) -> bool:
    """True if a host may set cookies for a domain.

    >>> may_cover("example.co.uk", "www.example.co.uk"), may_cover("co.uk", "a.co.uk")
    (True, False)
    """
    domain, host = domain.strip(".").lower(), host.rstrip(".").lower()
    if domain == host:
        return True
    if _is_address(host) or not host.endswith(f".{domain}"):
        return False
    # A public suffix has no registered part of its own.
    return _suffixes().privatesuffix(domain) is not None
