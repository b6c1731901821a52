"""Many DOIs against a stand-in with limits: `python -m tests.benchmarks.session [COUNT
[PER_SECOND]]`.

Prints how long it took beside the shortest possible time, how often the server had to
refuse, what a second run asked for, and how a run with one request in twenty failing
went.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from csecrefs.net.session import NetSettings, PoliteSession
from csecrefs.resolve import Registries, Resolver
from csecrefs.testing import Limits, StandIn


def measure(
    count: int, per_second: int, faults: float, cache: Path
) -> tuple[int, float, float, int, int]:
    """DOIs found, seconds, the shortest possible seconds, requests refused, and
    requests of a second run.
    """
    with StandIn(Limits(per_second, 1.0, 3), latency=0.05) as registry:
        registry.add_crossref(
            *(
                {"DOI": f"10.5555/{n}", "type": "book", "title": [f"Work {n}"]}
                for n in range(count)
            )
        )
        if faults:
            registry.fail(faults)
        dois = [f"10.5555/{n}" for n in range(count)]
        start = time.perf_counter()
        with PoliteSession(NetSettings(cache=cache)) as session:
            resolver = Resolver(session, Registries.at(registry.url))
            found = sum(
                resolution.outcome == "found"
                for resolution in resolver.resolve_all(dois)
            )
        seconds = time.perf_counter() - start
        shortest = (session.requests_sent - per_second) / per_second
        refused = sum(served.status == 429 for served in registry.log)
        with PoliteSession(NetSettings(cache=cache)) as again:
            list(Resolver(again, Registries.at(registry.url)).resolve_all(dois))
        return found, seconds, shortest, refused, again.requests_sent


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    per_second = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    for faults in (0.0, 0.05):
        with tempfile.TemporaryDirectory() as folder:
            result = measure(count, per_second, faults, Path(folder) / "cache.sqlite")
        found, seconds, shortest, refused, again = result
        print(
            f"{faults:.0%} faults: {found}/{count} in {seconds:.1f} s (at least {shortest:.1f} s), "
            f"{refused} refused, second run {again} requests"
        )
