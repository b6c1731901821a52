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

from csecrefs.links.check import Siblings, check
from csecrefs.links.due import (
    DAY,
    Cadence,
    Record,
    advance,
    is_back,
    is_newly_broken,
    sane,
)
from csecrefs.links.history import History, Visit
from csecrefs.links.link import Link
from csecrefs.links.queue import Politeness, RequestQueue, domain_of_url
from csecrefs.links.results import Left, LinkReport, LinkResult
from csecrefs.links.settings import CheckSettings
from csecrefs.links.verdict import UNSEEN, Verdict
from csecrefs.net.exchange import Exchange

_NO_ANSWER: Final = frozenset(
    {"dns-error", "dns-transient", "connection-error", "timeout"}
)
# One or two dead hosts are common; three and nobody else answering is a cable.
_DOMAINS_TO_DOUBT_THE_NETWORK: Final = 3
# A claim outlasts its check by the wait in the queue of a slow host.
_LEASE_SPARE: Final = 120.0


@attrs.frozen
class CheckPlan:
    """The plan of a run: how it checks, how politely, and which links are due."""

    settings: CheckSettings = attrs.field(factory=CheckSettings)
    politeness: Politeness = attrs.field(factory=Politeness)
    cadence: Cadence = attrs.field(factory=Cadence)
    threads: int = 32
    due: bool = False
    """True to ask only for links whose day has come."""
    max_age: float = 86400.0
    """Without `due`: ask for links not checked for so many seconds; 0 asks for all."""
    budget: float | None = None
    """Seconds after which no further link is begun."""


def check_links(
    links: Iterable[Link],
    plan: CheckPlan | None = None,
    history: History | None = None,
    progress: Callable[[Verdict], None] | None = None,
    now: Callable[[], float] | None = None,
    get: Callable[..., Any] | None = None,
) -> LinkReport:
    """Check links and return what was found.

    Each URL is asked for once, however many references have it. With a `history`, what
    is known decides what is asked for, and each result is kept as it comes. `get` makes
    the requests (an Exchange of the settings by default). KeyboardInterrupt ends the
    run early; the report then is `interrupted` and has what there is.
    """
    plan = plan or CheckPlan()
    # Looked up now, so that a clock set in its place is used.
    clock = now or time.time
    return CheckRun(
        plan,
        history,
        progress,
        clock,
        get,
    ).go(list(links))


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
        self._interrupted = False
        self._reasons: dict[str, Left] = {}
        self._lock = threading.Lock()

    def go(self, links: Sequence[Link]) -> LinkReport:
        """Check what is to be checked of `links`, and report on all of them."""
        firsts: dict[str, Link] = {}
        for link in links:
            firsts.setdefault(link.url, link)
        self._remember(firsts)
        wanted = [link for link in firsts.values() if self._is_wanted(link.url)]
        # What has waited longest goes first, so that a budget starves nobody.
        chosen = sorted(wanted, key=self._due)
        complete = self._check(chosen)
        # Failures are held until some server has answered: the fault may be our own
        # network's.
        network = not (self._held and self._doubtful())
        if network:
            self._release()
        self._remember(self._reasons)
        left = self._left(chosen)
        return LinkReport(
            rows=self._rows(links),
            network=network,
            complete=network and complete and not left and not self._interrupted,
            started=self._started,
            interrupted=self._interrupted,
            left=left,
        )

    def _remember(self, urls: Iterable[str]) -> None:
        """Take what the history knows of URLs; what is dated in the future is none."""
        if not self._history:
            return
        for url, record in self._history.read(urls).items():
            self._known[url] = sane(record, self._started)

    def _left(self, chosen: Iterable[Link]) -> tuple[tuple[Link, Left], ...]:
        """Return the links that should have been asked for and were not, with the
        reason.
        """
        done = self._results.keys() | {verdict.url for verdict in self._held}
        found: list[tuple[Link, Left]] = []
        for link in chosen:
            record = self._known.get(link.url)
            # Another run may have checked the link meanwhile.
            if link.url in done or (record and record.checked >= self._started):
                continue
            reason: Left = "interrupted" if self._interrupted else "budget"
            found.append((link, self._reasons.get(link.url, reason)))
        return tuple(found)

    def _is_wanted(self, url: str) -> bool:
        record = self._known.get(url)
        if record is None or self._is_helped(record):
            return True
        if self._plan.due:  # a shorter interval than at the last visit counts at once
            interval = self._plan.cadence.days(record.state) * DAY
            return (
                min(
                    record.due,
                    record.checked + interval,
                )
                <= self._started
            )
        if self._plan.max_age <= 0:
            return True
        return self._started - record.checked >= self._plan.max_age

    def _is_helped(self, record: Record) -> bool:
        """True if an option of this run may do better than the last visit did."""
        settings = self._plan.settings
        if record.code == "unsafe-url":  # nothing was asked, so it was no visit
            return True
        if self._plan.due:
            return False
        if record.code == "unsafe-redirect":
            return bool(settings.allowed_addresses)
        return record.code == "blocked" and settings.browser_retry

    def _due(self, link: Link) -> float:
        record = self._known.get(link.url)
        if record:
            return record.due
        return 0.0

    def _check(self, links: Sequence[Link]) -> bool:
        settings = self._plan.settings
        exchange = Exchange(
            settings.limits, settings.allowed_addresses, settings.ca_bundle
        )
        queue = RequestQueue(
            self._get or exchange.get, self._plan.politeness, self._plan.threads
        )
        siblings = Siblings()
        checks = []
        for link in links:
            record = self._known.get(link.url)
            seen = UNSEEN
            if record:
                seen = record.seen
            checks.append(
                (
                    link.url,
                    check(
                        link,
                        settings,
                        siblings,
                        seen,
                    ),
                )
            )
        try:
            complete = queue.run(
                checks,
                self._done,
                self._admit,
                self._plan.budget,
            )
            self._reasons |= dict.fromkeys(queue.refused, "host")
        except KeyboardInterrupt:
            self._interrupted = True
            return False
        else:
            return complete
        finally:
            exchange.close()

    def _admit(self, url: str) -> bool:
        if self._history is None:
            return True
        known = self._known.get(url)
        if known:
            since = known.checked
        else:
            # A check by another run in this very moment counts as one.
            since = self._started - 1e-3
        lease = (
            self._plan.settings.limits.total
            + self._plan.politeness.patience
            + _LEASE_SPARE
        )
        mine = self._history.claim(url, self._now(), lease, since)
        if not mine:
            self._reasons[url] = "other-run"
        return mine

    def _done(self, url: str, verdict: Verdict) -> None:
        """Keep a result; while no server at all has answered, hold it back instead."""
        del url
        if self._interrupted:
            return
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
        """True if the network seems to be at fault: several domains, and not one
        answer.
        """
        hosts = {domain_of_url(verdict.url) for verdict in self._held}
        return not self._answered and len(hosts) >= _DOMAINS_TO_DOUBT_THE_NETWORK

    def _keep(self, verdict: Verdict) -> None:
        before = self._known.get(verdict.url)
        after = advance(
            before,
            verdict,
            self._now(),
            self._plan.cadence,
        )
        self._results[verdict.url] = (verdict, after, before)
        if self._history:
            self._history.write(
                after,
                _visit(before, after, verdict),
            )

    def _rows(self, links: Sequence[Link]) -> tuple[LinkResult, ...]:
        unkept = {verdict.url: verdict for verdict in self._held}
        rows = []
        for link in links:
            if link.url in self._results:
                rows.append(self._row(link))
            elif link.url in unkept:
                verdict = _undecided(unkept[link.url])
                record = advance(
                    None,
                    verdict,
                    self._started,
                    self._plan.cadence,
                )
                rows.append(LinkResult(link, verdict, record))
            elif link.url in self._known:
                record = self._known[link.url]
                rows.append(
                    LinkResult(
                        link,
                        record.verdict,
                        record,
                        asked=False,
                    )
                )
        return tuple(rows)

    def _row(self, link: Link) -> LinkResult:
        verdict, after, before = self._results[link.url]
        return LinkResult(
            link,
            verdict,
            after,
            newly_broken=is_newly_broken(before, after),
            back=is_back(before, after),
            before=before,
        )


def _visit(before: Record | None, after: Record, verdict: Verdict) -> Visit | None:
    """Return the visit, if it changed the state or the verdict."""
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
        url=after.url,
        at=after.checked,
        previous=before.checked if before else None,
        outcome=verdict.outcome,
        state=after.state,
        code=after.code,
        reason=verdict.reason,
        evidence=json.dumps(evidence, ensure_ascii=False),
    )


def _undecided(verdict: Verdict) -> Verdict:
    """The verdict on a link of which a run without a network can say nothing."""
    code = "timeout"
    if verdict.code.startswith("dns-"):
        code = "dns-transient"
    return attrs.evolve(
        verdict, code=code, reason=f"{verdict.reason}, nor did any other server answer"
    )
