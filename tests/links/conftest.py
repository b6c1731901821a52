"""A site to check, and settings that let 127.0.0.1 be reached and give up soon."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from csecrefs.links.check import Siblings, check
from csecrefs.links.journey import drive
from csecrefs.links.link import Link
from csecrefs.links.settings import CheckSettings
from csecrefs.links.verdict import UNSEEN, Seen, Verdict
from csecrefs.net.answer import Answer
from csecrefs.net.exchange import Exchange, ExchangeLimits
from tests.links.site import Site

Judge = Callable[..., Verdict]

LOCAL = CheckSettings(
    limits=ExchangeLimits(connect=1, read=0.6, total=1.5),
    first_pause=0.01,
    allowed_addresses=frozenset({"127.0.0.1"}),
)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture
def judge(site: Site) -> Iterator[Judge]:
    """The verdict on a URL, or on a path of the site; titles and the like describe the
    reference.
    """
    exchange = Exchange(LOCAL.limits, LOCAL.allowed_addresses)
    yield judging(site.url, exchange.get)
    exchange.close()


def judging(home: str, get: Callable[..., Answer]) -> Judge:
    """Return what judges a URL, or a path of the site, with answers from `get`."""

    def verdict(
        url: str, settings: CheckSettings = LOCAL, seen: Seen = UNSEEN, **link: object
    ) -> Verdict:
        whole = home + url if url.startswith("/") else url
        return drive(check(Link(whole, **link), settings, Siblings(), seen), get)  # type: ignore[arg-type]

    return verdict
