"""The same run spread over a Dask cluster: a task for each shard of registered domains.

A domain's links are in one shard, and a large domain's in several that follow one
another. Whatever a shard asks for, redirects to other shards' domains included, takes a
lease on the domain first, kept by the cluster's scheduler and given back when the
spacing has passed; so the pace holds over the whole cluster. The lease of a worker that
died runs out by itself, and Dask gives its shard to another.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from csecrefs.links.check import Siblings, check
from csecrefs.links.history import History
from csecrefs.links.link import Link
from csecrefs.links.queue import RequestQueue
from csecrefs.links.results import LinkReport
from csecrefs.links.run import CheckPlan, CheckRun
from csecrefs.links.verdict import UNSEEN, Seen, Verdict
from csecrefs.net.answer import Answer
from csecrefs.net.exchange import Exchange, ExchangeError, Method

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["check_links_on", "check_shard", "shards"]


Shard = Sequence[tuple[Link, Seen]]


def check_links_on(
    client: Client,
    links: Iterable[Link],
    plan: CheckPlan | None = None,
    history: History | None = None,
    progress: Callable[[Verdict], None] | None = None,
    shard_size: int = 50,
) -> LinkReport:
    """Check links on a cluster; the history stays with the caller. As `check_links`
    otherwise.

    A shard holds at most `shard_size` links: no more are asked for again when its
    worker dies.
    """
    return _ClusterRun(
        client,
        shard_size,
        plan or CheckPlan(),
        history,
        progress,
    ).go(list(links))


class _ClusterRun(CheckRun):
    """A run whose checks are tasks of a cluster."""

    def __init__(
        self,
        client: Client,
        shard_size: int,
        plan: CheckPlan,
        history: History | None,
        progress: Callable[[Verdict], None] | None,
    ) -> None:
        super().__init__(plan, history, progress, time.time, None)
        self._client = client
        self._shard_size = shard_size

    def _check(self, links: Sequence[Link]) -> bool:
        from distributed import as_completed

        if self._plan.budget is None:
            deadline = None
        else:
            deadline = time.monotonic() + self._plan.budget
        rows = {}
        running = as_completed()

        def submit(row: deque[list[Link]]) -> None:
            admitted = [link for link in row.popleft() if self._admit(link.url)]
            shard = [(link, self._seen(link)) for link in admitted]
            # Not pure: Dask must not take an old result for the answer of today.
            future = self._client.submit(
                check_shard, shard, self._plan, pure=False, retries=2
            )
            rows[future.key] = row
            running.add(future)

        for row in shards(links, self._plan, self._shard_size):
            submit(row)
        complete = True
        for future in running:
            for verdict in future.result():
                self._done(verdict.url, verdict)
            row = rows.pop(future.key)
            late = deadline is not None and time.monotonic() >= deadline
            complete = complete and not (row and late)
            if row and not late:
                submit(row)
        return complete

    def _seen(self, link: Link) -> Seen:
        record = self._known.get(link.url)
        if record:
            return record.seen
        return UNSEEN


def shards(
    links: Iterable[Link], plan: CheckPlan, size: int
) -> list[deque[list[Link]]]:
    """Rows of shards: the rows are independent, the shards of one row come one after
    another.
    """
    by_domain: dict[str, list[Link]] = {}
    for link in links:
        by_domain.setdefault(
            plan.politeness.queue(link.url),
            [],
        ).append(link)
    rows: list[deque[list[Link]]] = []
    gathered: list[Link] = []
    # The largest first, since they take the longest.
    for group in sorted(by_domain.values(), key=len, reverse=True):
        # A large domain is a row of its own: its shards follow one another.
        if len(group) > size:
            rows.append(
                deque(
                    group[start : start + size] for start in range(0, len(group), size)
                )
            )
            continue
        if len(gathered) + len(group) > size:
            rows.append(deque([gathered]))
            gathered = []
        gathered += group
    if gathered:
        return [*rows, deque([gathered])]
    return rows


def check_shard(shard: Shard, plan: CheckPlan) -> list[Verdict]:
    """The task: the verdicts on a shard's links. Runs on a worker of the cluster."""
    settings = plan.settings
    exchange = Exchange(settings.limits, settings.allowed_addresses, settings.ca_bundle)
    leases = _Leases(plan, exchange.get)
    siblings = Siblings()
    found: list[Verdict] = []
    checks = [(link.url, check(link, settings, siblings, seen)) for link, seen in shard]
    try:
        RequestQueue(leases.get, plan.politeness, plan.threads).run(
            checks, lambda _, verdict: found.append(verdict)
        )
    finally:
        exchange.close()
    return found


class _Leases:
    """Makes requests, each under a lease on its domain that lasts for the request and
    the spacing.
    """

    def __init__(self, plan: CheckPlan, get: Callable[..., Answer]) -> None:
        from distributed import get_worker

        self._plan = plan
        self._get = get
        self._worker = get_worker()
        self._known: dict[str, Any] = {}
        self._lock = threading.Lock()

    def get(
        self, url: str, headers: Any, total: float | None = None, method: Method = "GET"
    ) -> Answer:
        """An Exchange's `get`; raises ExchangeError also if the domain's turn does not
        come.
        """
        domain = self._plan.politeness.queue(url)
        lease = self._lease(domain)
        if not lease.acquire(timeout=self._plan.politeness.patience):
            raise ExchangeError("timeout", f"the turn to ask {domain} did not come")
        try:
            return self._get(url, headers, total, method)
        finally:
            spacing = self._plan.politeness.of(domain).spacing
            # The lease is kept for the spacing: whoever takes it next may ask at once.
            back = threading.Timer(spacing, lease.release)
            back.daemon = True
            back.start()

    def _lease(self, domain: str) -> Any:
        from distributed import Semaphore

        with self._lock:
            if domain not in self._known:
                self._known[domain] = Semaphore(
                    max_leases=self._plan.politeness.of(domain).connections,
                    name=f"csecrefs-{domain}",
                    scheduler_rpc=self._worker.scheduler,
                    loop=self._worker.loop,
                )
            return self._known[domain]
