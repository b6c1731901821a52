"""The state of a link after its visits, and the day of the next one.

One failed visit is no news: sites go down and come back. A link that worked is
`suspected` at its first failure, and `dead` after several over several days; only then
is it reported as newly broken. What no second visit can change (an unregistered DOI, an
invalid URL) is dead at once.
"""

from __future__ import annotations

import zlib
from typing import Final, Literal

import attrs

from csecrefs.links.verdict import UNSEEN, Seen, Verdict

State = Literal["alive", "suspected", "dead", "uncertain"]

# In seconds, as the times of visits are.
DAY: Final = 86400.0

# As Kerberos allows by default.
_CLOCK_SKEW: Final = 300.0
"""Seconds by which the clocks of machines that share a history may differ."""


@attrs.frozen
class Cadence:
    """The most days to the next visit by state, and what it takes to call a link dead.

    `jitter` is the share of an interval by which visits are spread, always to the early
    side: a suspicion is then looked into often enough, whatever the hour the job runs
    at.
    """

    alive: float = 30
    uncertain: float = 3
    suspected: float = 3
    dead: float = 90
    jitter: float = 0.1
    failures: int = 3
    span: float = 7

    def days(self, state: State) -> float:
        """Days to the next visit."""
        return {
            "alive": self.alive,
            "uncertain": self.uncertain,
            "suspected": self.suspected,
            "dead": self.dead,
        }[state]


@attrs.frozen(kw_only=True)
class Record:
    """All that is known of one URL. Times are seconds since 1970."""

    verdict: Verdict
    """The verdict of the last visit, without the chain."""
    state: State
    first_seen: float = 0.0
    checked: float = 0.0
    """The time of the last visit."""
    since: float = 0.0
    """The time since which the link is in its state."""
    due: float = 0.0
    last_ok: float | None = None
    failures: int = 0
    """The failed visits since the last good one."""
    first_failure: float | None = None
    """The time of the first of these."""

    @property
    def url(self) -> str:
        """The URL."""
        return self.verdict.url

    @property
    def code(self) -> str:
        """The code of the last verdict."""
        return self.verdict.code

    @property
    def seen(self) -> Seen:
        """The fingerprints that the next check compares the content with."""
        return Seen(self.verdict.fingerprint, self.verdict.deviation)


def advance(
    record: Record | None, verdict: Verdict, now: float, cadence: Cadence
) -> Record:
    """Return the record after one more visit."""
    failures, first_failure = _failures(record, verdict, now)
    lasted = 0.0
    if first_failure is not None:
        lasted = (now - first_failure) / DAY
    # Three failures over a week: most outages are shorter, and a job that runs daily
    # finds them all on one bad day.
    confirmed = verdict.certain or (
        failures >= cadence.failures and lasted >= cadence.span
    )
    state = _state(record, verdict, confirmed)
    # Without a spread all links that were first checked together stay together.
    early = cadence.jitter * _spread(verdict.url, now)
    return Record(
        verdict=_remembered(record, verdict),
        state=state,
        first_seen=record.first_seen if record else now,
        checked=now,
        since=record.since if record and record.state == state else now,
        due=now + cadence.days(state) * DAY * (1 - early),
        last_ok=_last_ok(record, verdict, now),
        failures=failures,
        first_failure=first_failure,
    )


def _failures(
    record: Record | None, verdict: Verdict, now: float
) -> tuple[int, float | None]:
    """Return the failed visits in a row, and when the first of them was."""
    if record:
        known = (record.failures, record.first_failure)
    else:
        known = (0, None)
    if verdict.outcome == "ok":
        return 0, None
    # A wall says nothing of the page behind: neither does it break a row of failures
    # nor add to one.
    if verdict.outcome == "uncertain":
        return known
    return known[0] + 1, now if known[1] is None else known[1]


def _last_ok(record: Record | None, verdict: Verdict, now: float) -> float | None:
    if verdict.outcome == "ok":
        return now
    if record:
        return record.last_ok
    return None


def _remembered(record: Record | None, verdict: Verdict) -> Verdict:
    """Return the verdict with the fingerprints that a visit without content lacks."""
    known = UNSEEN
    if record:
        known = record.seen
    deviation = verdict.deviation
    if not deviation and verdict.outcome != "ok":
        deviation = known.deviation
    return attrs.evolve(
        verdict,
        fingerprint=verdict.fingerprint or known.fingerprint,
        deviation=deviation,
    )


def sane(record: Record, now: float) -> Record:
    """Return the record without times that lie in the future.

    A clock that was wrong once must not keep a link from being asked for: a check dated
    in the future counts as never made.
    """
    # The common case, for every link of every run.
    if (
        max(
            record.checked,
            record.first_seen,
            record.since,
        )
        <= now + _CLOCK_SKEW
    ):
        return record
    last_ok, first_failure = (
        None if time is not None and time > now + _CLOCK_SKEW else time
        for time in (record.last_ok, record.first_failure)
    )
    if record.checked > now + _CLOCK_SKEW:
        checked = 0.0
    else:
        checked = record.checked
    return attrs.evolve(
        record,
        first_seen=min(record.first_seen, now),
        checked=checked,
        since=min(record.since, now),
        due=min(record.due, now),
        last_ok=last_ok,
        first_failure=first_failure,
    )


def _state(record: Record | None, verdict: Verdict, confirmed: bool) -> State:
    if verdict.outcome == "ok":
        return "alive"
    known: State = "uncertain"
    if record:
        known = record.state
    if verdict.outcome == "uncertain":
        if known == "alive":
            return "uncertain"
        return known
    if confirmed or known == "dead":
        return "dead"
    return "suspected"


def is_newly_broken(before: Record | None, after: Record) -> bool:
    """True if a visit turned a link from anything else to dead."""
    return after.state == "dead" and (before is None or before.state != "dead")


def is_back(before: Record | None, after: Record) -> bool:
    """True if a visit found a dead link alive again."""
    return after.state == "alive" and before is not None and before.state == "dead"


def _spread(url: str, now: float) -> float:
    """A number from 0 to 1 that differs between links and visits, and is the same for
    the same.
    """
    return zlib.crc32(f"{url} {int(now)}".encode()) / 0xFFFFFFFF
