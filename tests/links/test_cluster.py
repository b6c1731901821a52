"""The same check on a cluster of two processes, one of them killed in the middle."""

from __future__ import annotations

import itertools
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from csecrefs.links.cluster import check_links_on, shards
from csecrefs.links.link import Link
from csecrefs.links.queue import Pace, Politeness
from csecrefs.links.run import CheckPlan
from tests.links.conftest import LOCAL
from tests.links.site import Site, article, moved

pytestmark = pytest.mark.slow

HOSTS = [f"127.0.0.{number}" for number in range(2, 8)]
SPACING = 0.3
PLAN = CheckPlan(
    attrs.evolve(LOCAL, allowed_addresses=frozenset(HOSTS), siblings=False),
    Politeness(Pace(SPACING)),
    threads=4,
)


def test_a_domain_is_never_in_two_rows() -> None:
    links = [
        Link(f"http://{host}.example/{n}")
        for host, count in (("a", 7), ("b", 2), ("c", 1))
        for n in range(count)
    ]
    rows = shards(links, PLAN, 3)
    assert [[len(shard) for shard in row] for row in rows] == [[3, 3, 1], [3]]
    homes = [
        {PLAN.politeness.queue(link.url) for shard in row for link in shard}
        for row in rows
    ]
    assert homes == [{"a.example"}, {"b.example", "c.example"}]
    assert shards([], PLAN, 3) == []


@pytest.fixture
def client() -> Iterator[Any]:
    distributed = pytest.importorskip(
        "distributed", reason="the cluster extra is not installed"
    )
    import dask

    locks = {
        "distributed.scheduler.locks.lease-timeout": "2s",
        "distributed.scheduler.locks.lease-validation-interval": "200ms",
    }
    with (
        dask.config.set(locks),
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            silence_logs=50,
        ) as cluster,
        distributed.Client(cluster) as made,
    ):
        yield made


def test_a_worker_killed_in_the_middle(client: Any) -> None:
    """Every link gets its verdict, and no host is asked sooner than its spacing: not
    across shards, which the redirects from one host to the next cross, and not by who
    takes the dead worker's shard over."""
    sites = [Site(host) for host in HOSTS]
    for place, site in enumerate(sites):
        following = sites[(place + 1) % len(sites)]
        site.routes |= {f"/{n}": article() for n in range(6)} | {
            "/away": moved(301, f"{following.url}/end")
        }
        site.routes["/end"] = article()
    links = [
        Link(f"{site.url}/{path}") for site in sites for path in (*range(6), "away")
    ]
    victim = next(iter(client.run(os.getpid).values()))
    threading.Timer(1.2, os.kill, (victim, signal.SIGKILL)).start()
    report = check_links_on(client, links, PLAN, shard_size=14)
    assert [row.verdict.code for row in report.rows].count("ok") == 36
    assert [row.verdict.code for row in report.rows].count("redirected-permanent") == 6
    assert report.complete
    assert victim not in client.run(os.getpid).values()
    for site in sites:
        times = sorted(hit.at for hit in site.hits)
        assert len(times) >= 8
        assert (
            min(later - sooner for sooner, later in itertools.pairwise(times))
            >= SPACING
        )
