"""The growth of the time that work takes where what it works on doubles."""

from __future__ import annotations

from collections.abc import Callable

CLEAR = 0.8
"""The part of the limit below which a single measure is enough."""


def growth(seconds: Callable[[int], float], steady: float, limit: float) -> float:
    """Return how many times as long the double takes; 1 where it is too quick to time.

    `seconds` works on so many times the size and returns its processor time. From
    `steady` on a measure counts. One that is near `limit` or above it is taken again,
    since another program may have been at work: the quickest of each is compared.

    >>> growth(lambda times: 0.1 * times, 0.05, 3.0)
    2.0
    >>> growth(lambda times: 0.1 * times ** 2, 0.05, 3.0)
    4.0
    >>> growth(lambda times: 0.01 * times ** 2, 0.05, 3.0)
    1.0
    """
    once = seconds(1)
    if once < steady:
        return 1.0
    twice = seconds(2)
    if twice / once < CLEAR * limit:
        return twice / once
    for _ in range(2):
        once = min(once, seconds(1))
        twice = min(twice, seconds(2))
    return twice / max(once, steady / 2)
