"""The pace of one host: spacing and concurrency, learned from what the host
says.

Registries announce their limits in `x-rate-limit-limit` (requests),
`x-rate-limit-interval` (seconds, as "1s") and `x-concurrency-limit`; without the hyphen
in "rate-limit" they mean the same. Until a host has answered once it is asked one thing
at a time.

Here a caller waits for its turn, as the few who ask registries may. Link checks ask
thousands of hosts, where no thread may wait for one: `links.queue` puts their
requests in order instead.
"""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from csecrefs.errors import NetworkError

_MARGIN: Final = 1.02
"""Starts are spaced this much wider than allowed: what leaves evenly need not arrive
evenly.
"""

_UNANNOUNCED: Final = (0.1, 3)
"""Seconds between starts, and requests at once, where a host announces nothing."""

# A few failures are chance; more in a row, and every further try only waits.
_FAILURES_TO_OPEN: Final = 4
_REST: Final = 60.0


class HostPace:
    """The turnstile of one host: spacing, concurrency, pauses, and a breaker for a host
    that is down.
    """

    def __init__(self, clock: Callable[[], float], host: str = "the host") -> None:
        self._host = host
        self._clock = clock
        self._turn = threading.Condition()
        self._next_start = 0.0
        self._spacing = self._interval = _UNANNOUNCED[0]
        self._starts: deque[float] = deque(maxlen=1)
        self._at_once = 1
        self._announced = False
        self._running = 0
        self._failures = 0
        self._down_until = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this host's turn and hold it. Raises NetworkError while the breaker
        is open.
        """
        with self._turn:
            while True:
                now = self._clock()
                if now < self._down_until:
                    raise NetworkError(
                        "host-down",
                        f"{self._host} could not be reached several times in a row",
                    )
                ready = self._ready()
                if self._running < self._at_once and now >= ready:
                    break
                self._turn.wait(None if self._running >= self._at_once else ready - now)
            self._running += 1
            self._next_start = max(now, self._next_start + self._spacing)
            self._starts.append(now)
        try:
            yield
        finally:
            with self._turn:
                self._running -= 1
                self._turn.notify_all()

    def learn(self, status: int, headers: Mapping[str, str]) -> None:
        """Take the limits an answer announces; an answer of any kind shows that the
        host is up.
        """
        # Crossref's names, then those that others have in common.
        limit = _number(headers, "x-rate-limit-limit", "x-ratelimit-limit")
        interval = (
            _number(headers, "x-rate-limit-interval", "x-ratelimit-interval") or 1.0
        )
        at_once = _number(headers, "x-concurrency-limit")
        with self._turn:
            if limit:
                self._interval = interval * _MARGIN
                self._spacing = self._interval / limit
                # As many starts are remembered as may lie within one interval.
                if self._starts.maxlen != max(1, int(limit)):
                    self._starts = deque(self._starts, maxlen=max(1, int(limit)))
            if at_once:
                self._at_once = max(1, int(at_once))
            elif not self._announced:
                self._at_once = _UNANNOUNCED[1]
            if not self._announced:
                # The first request also bore the cost of connecting: count from its
                # answer.
                self._next_start = max(self._next_start, self._clock() + self._spacing)
                if self._starts:
                    self._starts[-1] = self._clock()
            self._announced = True
            # A refusal comes from a server that is up.
            if status < 500:
                self._failures = 0
            self._turn.notify_all()

    def _ready(self) -> float:
        """Return the time at which the next request may start: evenly spaced, and none too many since the
        one that far back.

        Where a thread woke late, spacing alone would let the next ones follow too
        closely.
        """
        if len(self._starts) < (self._starts.maxlen or 1):
            return self._next_start
        return max(self._next_start, self._starts[0] + self._interval)

    def pause(self, seconds: float) -> None:
        """Start nothing for this long."""
        with self._turn:
            self._next_start = max(self._next_start, self._clock() + seconds)

    def failed(self) -> None:
        """Count a failure to get any answer, or a server error; several in a row open
        the breaker.
        """
        with self._turn:
            self._failures += 1
            if self._failures >= _FAILURES_TO_OPEN:
                self._down_until = self._clock() + _REST
                # After the rest a single failure opens the breaker again.
                self._failures = _FAILURES_TO_OPEN - 1
                self._turn.notify_all()


def _number(headers: Mapping[str, str], *names: str) -> float:
    for name in names:
        if match := re.match(r"\s*(\d{1,9}(?:\.\d+)?)", headers.get(name) or ""):
            return float(match[1])
    return 0.0
