"""Many links at once, and each host asked politely.

One queue per registered domain, and a heap of the domains whose turn comes next: a
worker takes the next request that may be made now, so none ever sleeps on a host. A
link's check is a computation that yields its requests (see journey); each goes into the
queue of the domain it is for, redirects and retries too, so the spacing holds for every
request whatever led to it.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import attrs

from csecrefs.links.journey import Ask, Steps, retry_after
from csecrefs.links.target import host_of
from csecrefs.net.addresses import ForbiddenAddressError
from csecrefs.net.answer import Answer
from csecrefs.net.domains import domain_of
from csecrefs.net.exchange import ExchangeError

# RFC 6585 section 4 and RFC 9110 section 15.6.4; 420 is an old custom.
_SLOW_DOWN: Final = frozenset({420, 429, 503})


def domain_of_url(url: str) -> str:
    """The registered domain that a URL is on."""
    return domain_of(host_of(url))


@attrs.frozen
class Pace:
    """The pace at which a domain may be asked: seconds between the starts of requests, and
    requests at a time.
    """

    spacing: float = 1.0
    connections: int = 1


@attrs.frozen
class Politeness:
    """The pace for every domain, and exceptions by domain name or address.

    The DOI resolver, which most references ask for, is built for more than one request
    a second. `patience` is the longest Retry-After that is waited for; a domain asking
    for more is left alone for the rest of the run. `queue` names the queue that a URL's
    request stands in: that of its registered domain.
    """

    pace: Pace = attrs.field(factory=Pace)
    exceptions: Mapping[str, Pace] = attrs.field(
        factory=lambda: {"doi.org": Pace(0.2, 2)}
    )
    patience: float = 60.0
    queue: Callable[[str], str] = domain_of_url

    def of(self, domain: str) -> Pace:
        """The pace for a domain."""
        return self.exceptions.get(domain, self.pace)


@attrs.define(eq=False)
class _Task:
    """One link being checked: the key it is known by, its computation, and the request
    it waits to make.
    """

    key: Any
    steps: Steps[Any]
    ask: Ask
    begun: bool = False
    open: bool = True


@attrs.define(eq=False)
class _Domain:
    """One domain's queue, when it may next be asked, and how many requests it is
    answering.
    """

    pace: Pace
    waiting: deque[_Task] = attrs.Factory(deque)
    ready_at: float = 0.0
    active: int = 0
    queued: bool = False
    closed: bool = False


def _always(key: Any) -> bool:
    del key
    return True


class RequestQueue:
    """Runs checks on a number of threads; `get` makes a request (an Exchange's)."""

    def __init__(
        self,
        get: Callable[..., Answer],
        politeness: Politeness | None = None,
        threads: int = 32,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._get = get
        self._politeness = politeness or Politeness()
        self._threads = threads
        self._clock = clock
        self._domains: dict[str, _Domain] = {}
        self._heap: list[tuple[float, int, _Domain]] = []
        self._order = 0
        self._open = 0
        self._turn = threading.Condition()
        self._done_lock = threading.Lock()
        self._watched = False
        self._stopped = False
        self._failure: BaseException | None = None
        self.refused: list[Any] = []
        """The keys of checks left out because their host wants to be left alone."""

    def run(
        self,
        checks: Iterable[tuple[Any, Steps[Any]]],
        done: Callable[[Any, Any], None],
        admit: Callable[[Any], bool] = _always,
        budget: float | None = None,
    ) -> bool:
        """Run computations, given with a key, to their results; returns whether all
        came to one.

        `admit` is asked before a check's first request, and its refusal leaves the
        check out. `done` is called with each verdict, by one thread at a time. After
        `budget` seconds no check is begun. An exception in a callback, or
        KeyboardInterrupt, ends the run after the requests under way.
        """
        self._admit, self._done = admit, done
        if budget is None:
            self._deadline = None
        else:
            self._deadline = self._clock() + budget
        self._complete = True
        for key, steps in checks:
            self._open += 1
            task = _Task(key, steps, Ask("", {}))
            if self._step(task, None):
                self._queue(task)
        # No more threads than links: a small list starts at once.
        count = min(self._threads, self._open)
        workers = [
            threading.Thread(target=self._work, daemon=True) for _ in range(count)
        ]
        for worker in workers:
            worker.start()
        try:
            for worker in workers:
                worker.join()
        except BaseException:
            self.stop()
            raise
        if self._failure:
            raise self._failure
        return self._complete and not self._open

    def stop(self) -> None:
        """Make no further request."""
        with self._turn:
            self._stopped = True
            self._turn.notify_all()

    def _work(self) -> None:
        try:
            while taken := self._take():
                task, domain = taken
                # Staying with a domain keeps its connection in use.
                while next_one := self._advance(task, domain):
                    task = next_one
        except BaseException as error:
            self._failure = self._failure or error
            self.stop()

    def _take(self) -> tuple[_Task, _Domain] | None:
        """The next request that may be made, waiting for its time; None when there will
        be none.
        """
        with self._turn:
            while not self._stopped and self._open:
                if not self._heap:
                    self._turn.wait()
                    continue
                queued_at, _, domain = self._heap[0]
                wait = domain.ready_at - self._clock()
                if wait <= 0:
                    heapq.heappop(self._heap)
                    return self._claim(domain), domain
                # It was put off while it waited in the heap.
                if domain.ready_at > queued_at:
                    heapq.heapreplace(
                        self._heap, (domain.ready_at, self._next(), domain)
                    )
                else:
                    self._rest(wait)
            return None

    def _rest(self, wait: float) -> None:
        """Wait for work: one thread watches the clock, the others wait to be called."""
        if self._watched:
            self._turn.wait()
            return
        self._watched = True
        try:
            self._turn.wait(wait)
        finally:
            self._watched = False
            self._turn.notify()

    def _claim(self, domain: _Domain) -> _Task:
        """Take a domain's turn and its next task."""
        domain.queued = False
        domain.active += 1
        task = domain.waiting.popleft()
        domain.ready_at = self._clock() + (
            0.0 if domain.closed else domain.pace.spacing
        )
        self._offer(domain)
        if self._heap:
            self._turn.notify()
        return task

    def _next(self) -> int:
        self._order += 1
        return self._order

    def _offer(self, domain: _Domain) -> None:
        """Put a domain into the heap if it has a request to make and may make one
        more.
        """
        if (
            domain.waiting
            and not domain.queued
            and domain.active < domain.pace.connections
        ):
            domain.queued = True
            heapq.heappush(
                self._heap,
                (domain.ready_at, self._next(), domain),
            )
            self._turn.notify()

    def _advance(self, task: _Task, domain: _Domain) -> _Task | None:
        """Make a task's request and take it to the next one, or to its verdict.

        Returns the domain's next task if its turn is now: staying with a domain keeps
        its connection in use.
        """
        if not task.begun:
            late = self._deadline is not None and self._clock() >= self._deadline
            if domain.closed and not late:
                # Not asked is not visited: the link keeps its turn for the next run.
                self.refused.append(task.key)
                self._finish()
                return self._leave(domain, unused=True)
            if late or not self._admit(task.key):
                self._complete = self._complete and not late
                self._finish()
                return self._leave(domain, unused=True)
            task.begun = True
        outcome = self._ask(task.ask, domain)
        while self._step(task, outcome) and self._may_go_on(task, domain):
            outcome = self._ask(task.ask, domain)
        if task.open:
            self._queue(task)
        return self._leave(domain)

    def _may_go_on(self, task: _Task, domain: _Domain) -> bool:
        """True if a task's next request is for the domain whose turn we hold, and may
        be made now.
        """
        name = self._politeness.queue(task.ask.url)
        return (
            not task.ask.delay
            and self._domains.get(name) is domain
            and domain.ready_at <= self._clock()
        )

    def _ask(self, ask: Ask, domain: _Domain) -> Answer | Exception:
        if domain.closed:
            return ExchangeError(
                "rate-limited", "the server has asked to be left alone"
            )
        start = self._clock()
        try:
            answer = self._get(
                ask.url,
                ask.headers,
                ask.total,
                ask.method,
            )
        except (ExchangeError, ForbiddenAddressError) as error:
            self._put_off(
                domain,
                self._clock() + domain.pace.spacing,
            )
            return error
        # whenever the request reached the server, it was before we had the head of its
        # answer
        self._put_off(
            domain,
            start + answer.heard + domain.pace.spacing,
        )
        if answer.status in _SLOW_DOWN:
            wait = retry_after(answer)
            # A server that wants a day to itself would hold up the run.
            domain.closed = wait > self._politeness.patience
            if not domain.closed:
                self._put_off(domain, self._clock() + wait)
        return answer

    def _put_off(self, domain: _Domain, until: float) -> None:
        with self._turn:
            domain.ready_at = max(domain.ready_at, until)

    def _leave(self, domain: _Domain, unused: bool = False) -> _Task | None:
        """Give a domain's turn back, or take its next one if that is now."""
        with self._turn:
            domain.active -= 1
            if unused:
                domain.ready_at = self._clock()
            if (
                domain.waiting
                and not domain.queued
                and not self._stopped
                and domain.ready_at <= self._clock()
            ):
                return self._claim(domain)
            self._offer(domain)
            return None

    def _step(self, task: _Task, outcome: Answer | Exception | None) -> bool:
        """Hand a task what came of its request; report the verdict, or return True for
        one more request.
        """
        try:
            if isinstance(outcome, Exception):
                task.ask = task.steps.throw(outcome)
            else:
                # What is no exception is an answer; None begins a task.
                task.ask = task.steps.send(outcome)  # type: ignore[arg-type]
        except StopIteration as stop:
            with self._done_lock:
                self._done(task.key, stop.value)
            task.open = False
            self._finish()
        return task.open

    def _queue(self, task: _Task) -> None:
        """Put a task where its request's turn comes; one under way goes before those
        not yet begun.
        """
        name = self._politeness.queue(task.ask.url)
        with self._turn:
            domain = self._domains.get(name)
            if domain is None:
                domain = self._domains[name] = _Domain(self._politeness.of(name))
            # A journey under way goes on first: its cookies and its time limit are
            # running.
            if task.begun:
                domain.waiting.appendleft(task)
            else:
                domain.waiting.append(task)
            if task.ask.delay:
                domain.ready_at = max(
                    domain.ready_at,
                    self._clock() + task.ask.delay,
                )
            self._offer(domain)

    def _finish(self) -> None:
        with self._turn:
            self._open -= 1
            if not self._open:
                self._turn.notify_all()
