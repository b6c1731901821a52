"""What the visits to a link amount to, and when the next one is due.

One failed visit is no news: sites go down and come back. A link that worked is
`suspected` at its first failure, and `dead` after several over several days; only then
is it reported as newly broken. What no second visit can change (an unregistered DOI, an
invalid URL) is dead at once.
"""

from __future__ import annotations

import zlib
from typing import Final, Literal

import attrs

from csecrefs.links.verdict import Seen, Verdict

State = Literal["alive", "suspected", "dead", "uncertain"]

DAY: Final = 86400.0


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


@attrs.frozen
class Record:
    """What is known of one URL. Times are seconds since 1970; `since` is when it came
    into its state.

    `failures` counts the failed visits since the last good one, the first of them at
    `first_failure`.
    """

    url: str
    state: State
    code: str
    reason: str = ""
    status: int | None = None
    first_seen: float = 0.0
    checked: float = 0.0
    since: float = 0.0
    due: float = 0.0
    last_ok: float | None = None
    failures: int = 0
    first_failure: float | None = None
    final_url: str = ""
    permanent_url: str | None = None
    fingerprint: bytes = attrs.field(default=b"", repr=False)
    deviation: bytes = attrs.field(default=b"", repr=False)

    @property
    def seen(self) -> Seen:
        """What the next check is to compare the content with."""
        return Seen(self.fingerprint, self.deviation)


def advance(
    record: Record | None, verdict: Verdict, now: float, cadence: Cadence
) -> Record:
    """The record after one more visit."""
    failures, first_failure = (
        record.failures if record else 0,
        record.first_failure if record else None,
    )
    if verdict.outcome == "broken":
        failures, first_failure = (
            failures + 1,
            now if first_failure is None else first_failure,
        )
    elif verdict.outcome == "ok":
        failures, first_failure = 0, None
    lasted = (now - (now if first_failure is None else first_failure)) / DAY
    confirmed = verdict.certain or (
        failures >= cadence.failures and lasted >= cadence.span
    )
    state = _state(record, verdict, confirmed)
    return Record(
        verdict.url,
        state,
        verdict.code,
        verdict.reason,
        verdict.status,
        record.first_seen if record else now,
        now,
        record.since if record and record.state == state else now,
        now
        + cadence.days(state) * DAY * (1 - cadence.jitter * _spread(verdict.url, now)),
        now if verdict.outcome == "ok" else (record.last_ok if record else None),
        failures,
        first_failure,
        verdict.final_url,
        verdict.permanent_url,
        verdict.fingerprint or (record.fingerprint if record else b""),
        verdict.deviation
        or (record.deviation if record and verdict.outcome != "ok" else b""),
    )


def _state(record: Record | None, verdict: Verdict, confirmed: bool) -> State:
    if verdict.outcome == "ok":
        return "alive"
    known = record.state if record else "uncertain"
    if verdict.outcome == "uncertain":
        return "uncertain" if known == "alive" else known
    return "dead" if confirmed or known == "dead" else "suspected"


def is_newly_broken(before: Record | None, after: Record) -> bool:
    """Whether a visit turned a link from anything else to dead."""
    return after.state == "dead" and (before is None or before.state != "dead")


def is_back(before: Record | None, after: Record) -> bool:
    """Whether a visit found a dead link alive again."""
    return after.state == "alive" and before is not None and before.state == "dead"


def _spread(url: str, now: float) -> float:
    """A number from 0 to 1 that differs between links and visits, and is the same for
    the same.
    """
    return zlib.crc32(f"{url} {int(now)}".encode()) / 0xFFFFFFFF
