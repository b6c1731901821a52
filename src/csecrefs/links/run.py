"""A run over many links: which are due, their checks, and what they change in the
history.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from csecrefs.links.archive import Capture
from csecrefs.links.check import Siblings, check
from csecrefs.links.due import DAY, Cadence, Record, advance, is_back, is_newly_broken
from csecrefs.links.history import COLUMNS, History, Visit
from csecrefs.links.link import Link
from csecrefs.links.queue import Politeness, RequestQueue, domain_of
from csecrefs.links.settings import CheckSettings
from csecrefs.links.verdict import UNSEEN, Verdict
from csecrefs.net.exchange import Exchange

_NO_ANSWER: Final = frozenset(
    {"dns-error", "dns-transient", "connection-error", "timeout"}
)
_DOMAINS_TO_DOUBT_THE_NETWORK: Final = 3
_LEASE_SPARE: Final = 120.0


@attrs.frozen
class LinkResult:
    """One link and what was found: the verdict, what its visits amount to, and what is
    new in that.

    `asked` is False for a link not asked for in this run, because it was not due.
    `copy` is the archived copy suggested for it.
    """

    link: Link
    verdict: Verdict
    record: Record
    asked: bool = True
    newly_broken: bool = False
    back: bool = False
    copy: Capture | None = None


@attrs.frozen
class LinkReport:
    """The rows of a run, in the order of the links; `network` is False if no server
    answered at all, `complete` if links were left for another run (budget,
    interruption, a run beside this one)."""

    rows: tuple[LinkResult, ...] = ()
    network: bool = True
    complete: bool = True
    started: float = 0.0

    @property
    def broken(self) -> tuple[LinkResult, ...]:
        """The links found broken."""
        return tuple(row for row in self.rows if row.verdict.outcome == "broken")

    @property
    def moved(self) -> tuple[LinkResult, ...]:
        """The links that moved for good, and work where they are now."""
        return tuple(
            row for row in self.rows if row.verdict.code == "redirected-permanent"
        )

    @property
    def uncertain(self) -> tuple[LinkResult, ...]:
        """The links that could not be judged."""
        return tuple(row for row in self.rows if row.verdict.outcome == "uncertain")

    @property
    def newly_broken(self) -> tuple[LinkResult, ...]:
        """The links that this run found to be dead and no run before."""
        return tuple(row for row in self.rows if row.newly_broken)

    def _repr_html_(self) -> str:
        from csecrefs.links.report.web import table

        return table(self)


@attrs.frozen
class CheckPlan:
    """What a run does: how it checks, how politely, when links are due, and for how
    long it goes on.

    With `due` only links whose day has come are asked for; otherwise those not looked
    at for `max_age` seconds. After `budget` seconds no further link is begun.
    """

    settings: CheckSettings = attrs.field(factory=CheckSettings)
    politeness: Politeness = attrs.field(factory=Politeness)
    cadence: Cadence = attrs.field(factory=Cadence)
    threads: int = 32
    due: bool = False
    max_age: float = 86400.0
    budget: float | None = None


def check_links(
    links: Iterable[Link],
    plan: CheckPlan | None = None,
    history: History | None = None,
    progress: Callable[[Verdict], None] | None = None,
    now: Callable[[], float] = time.time,
    get: Callable[..., Any] | None = None,
) -> LinkReport:
    """Check links and return what was found.

    Each URL is asked for once, however many references hold it. With a `history`, what
    is known decides what is asked for, and each result is kept as it comes. `get` makes
    the requests (an Exchange of the settings by default). KeyboardInterrupt ends the
    run early with what there is.
    """
    plan = plan or CheckPlan()
    return CheckRun(plan, history, progress, now, get).go(list(links))


class CheckRun:
    """The state of one run."""

    def __init__(
        self,
        plan: CheckPlan,
        history: History | None,
        progress: Callable[[Verdict], None] | None,
        now: Callable[[], float],
        get: Callable[..., Any] | None,
    ) -> None:
        self._plan = plan
        self._history = history
        self._progress = progress
        self._now = now
        self._get = get
        self._started = now()
        self._known: dict[str, Record] = {}
        self._results: dict[str, tuple[Verdict, Record, Record | None]] = {}
        self._held: list[Verdict] = []
        self._answered = False
        self._skipped = False
        self._lock = threading.Lock()

    def go(self, links: Sequence[Link]) -> LinkReport:
        """Check what is to be checked of `links`, and report on all of them."""
        firsts: dict[str, Link] = {}
        for link in links:
            firsts.setdefault(link.url, link)
        if self._history:
            found = self._history.read(firsts)
            self._known = {url: Record(**known) for url, known in found.items()}
        chosen = sorted(
            (link for link in firsts.values() if self._is_wanted(link.url)),
            key=self._due,
        )
        complete = self._check(chosen) and not self._skipped
        if self._held and self._doubtful():
            return LinkReport(
                self._rows(links), network=False, complete=False, started=self._started
            )
        self._release()
        return LinkReport(self._rows(links), True, complete, self._started)

    def _is_wanted(self, url: str) -> bool:
        record = self._known.get(url)
        if record is None:
            return True
        if self._plan.due:  # a shorter interval than at the last visit counts at once
            interval = self._plan.cadence.days(record.state) * DAY
            return min(record.due, record.checked + interval) <= self._started
        return self._started - record.checked >= self._plan.max_age

    def _due(self, link: Link) -> float:
        record = self._known.get(link.url)
        return record.due if record else 0.0

    def _check(self, links: Sequence[Link]) -> bool:
        settings = self._plan.settings
        exchange = Exchange(
            settings.limits, settings.allowed_addresses, settings.ca_bundle
        )
        schedule = RequestQueue(
            self._get or exchange.get, self._plan.politeness, self._plan.threads
        )
        siblings = Siblings()
        checks = []
        for link in links:
            record = self._known.get(link.url)
            seen = record.seen if record else UNSEEN
            checks.append((link.url, check(link, settings, siblings, seen)))
        try:
            return schedule.run(checks, self._done, self._admit, self._plan.budget)
        except KeyboardInterrupt:
            return False
        finally:
            exchange.close()

    def _admit(self, url: str) -> bool:
        if self._history is None:
            return True
        known = self._known.get(url)
        since = known.checked if known else self._started - 1e-3
        lease = (
            self._plan.settings.limits.total
            + self._plan.politeness.patience
            + _LEASE_SPARE
        )
        mine = self._history.claim(url, self._now(), lease, since)
        self._skipped = self._skipped or not mine
        return mine

    def _done(self, url: str, verdict: Verdict) -> None:
        """Keep a result; while no server at all has answered, hold it back instead."""
        del url
        if verdict.code not in _NO_ANSWER and verdict.requests:
            self._answered = True
            self._release()
        if self._answered or not verdict.requests:
            self._keep(verdict)
        else:
            self._held.append(verdict)
        if self._progress:
            self._progress(verdict)

    def _release(self) -> None:
        held, self._held = self._held, []
        for verdict in held:
            self._keep(verdict)

    def _doubtful(self) -> bool:
        """Whether it looks as if the network were at fault: several domains, and not
        one answer.
        """
        hosts = {
            domain_of(verdict.url.partition("://")[2].partition("/")[0])
            for verdict in self._held
        }
        return not self._answered and len(hosts) >= _DOMAINS_TO_DOUBT_THE_NETWORK

    def _keep(self, verdict: Verdict) -> None:
        before = self._known.get(verdict.url)
        after = advance(before, verdict, self._now(), self._plan.cadence)
        self._results[verdict.url] = (verdict, after, before)
        if self._history:
            self._history.write(
                {name: getattr(after, name) for name in COLUMNS},
                _visit(before, after, verdict),
            )

    def _rows(self, links: Sequence[Link]) -> tuple[LinkResult, ...]:
        unkept = {verdict.url: verdict for verdict in self._held}
        rows = []
        for link in links:
            if link.url in self._results:
                verdict, after, before = self._results[link.url]
                rows.append(
                    LinkResult(
                        link,
                        verdict,
                        after,
                        True,
                        is_newly_broken(before, after),
                        is_back(before, after),
                    )
                )
            elif link.url in unkept:
                verdict = _undecided(unkept[link.url])
                rows.append(
                    LinkResult(
                        link,
                        verdict,
                        advance(None, verdict, self._started, self._plan.cadence),
                    )
                )
            elif link.url in self._known:
                record = self._known[link.url]
                rows.append(LinkResult(link, _remembered(record), record, asked=False))
        return tuple(rows)


def _visit(before: Record | None, after: Record, verdict: Verdict) -> Visit | None:
    """The visit, if it changed the state or the verdict."""
    if before and (before.state, before.code) == (after.state, after.code):
        return None
    evidence: Mapping[str, Any] = {
        "status": verdict.status,
        "seconds": verdict.seconds,
        "chain": [[hop.status, hop.by, hop.url] for hop in verdict.chain],
        "final_url": verdict.final_url,
        "title": verdict.title[:200],
    }
    return Visit(
        after.url,
        after.checked,
        before.checked if before else None,
        verdict.outcome,
        after.state,
        after.code,
        after.reason,
        json.dumps(evidence, ensure_ascii=False),
    )


def _undecided(verdict: Verdict) -> Verdict:
    """The verdict on a link of which a run without a network can say nothing."""
    code = "dns-transient" if verdict.code.startswith("dns-") else "timeout"
    return attrs.evolve(
        verdict, code=code, reason=f"{verdict.reason}, nor did any other server answer"
    )


def _remembered(record: Record) -> Verdict:
    """The verdict of an earlier run."""
    return Verdict(
        record.url,
        record.code,
        record.reason,
        record.status,
        final_url=record.final_url,
        permanent_url=record.permanent_url,
        fingerprint=record.fingerprint,
        deviation=record.deviation,
    )
