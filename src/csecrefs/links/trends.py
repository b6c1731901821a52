"""Trends in a history: the share of links alive over time, and how
long they live.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

import attrs

from csecrefs.links.due import Record
from csecrefs.links.history import History, Visit
from csecrefs.links.survival import YEAR, Lifetime, Survival, estimate

__all__ = ["Trends", "alive_over_time", "lifetime", "read"]


# More points than the chart has pixels would change nothing.
_POINTS: Final = 200


@attrs.frozen
class Trends:
    """The share alive at points in time (seconds since 1970), and the survival by
    age.
    """

    times: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()
    survival: Survival = attrs.field(factory=Survival)


def read(history: History, births: Mapping[str, str] | None = None) -> Trends:
    """The trends of a history; `births` gives by URL the ISO day a link was known to
    work (read, published), from which its age counts instead of from the first
    visit."""
    records = history.all()
    visits: dict[str, list[Visit]] = {record.url: [] for record in records}
    for visit in history.visits():
        visits.setdefault(visit.url, []).append(visit)
    known = births or {}
    lives = [
        life
        for record in records
        if (
            life := lifetime(
                record,
                _day(known.get(record.url, "")),
            )
        )
    ]
    times, shares = alive_over_time(records, visits)
    return Trends(times, shares, estimate(lives))


def _day(text: str) -> float | None:
    """An ISO day, month or year as seconds since 1970."""
    parts = [int(part) for part in text.split("-") if part.isdigit()]
    try:
        day = date(*[*parts, 1, 1][:3])
    except (TypeError, ValueError):
        return None
    return datetime(day.year, day.month, day.day).timestamp()


def lifetime(record: Record, born: float | None) -> Lifetime | None:
    """A link's life: from `born`, or its first visit, to its last good visit; dead by
    its first failure.

    A link never seen alive counts only if it was born before its first visit.
    """
    if born is not None and born < record.first_seen:
        start = born
    else:
        start = record.first_seen
    if record.last_ok is None and start == record.first_seen:
        return None
    if record.last_ok is None:
        alive = 0.0
    else:
        alive = (record.last_ok - start) / YEAR
    if record.state != "dead" or record.first_failure is None:
        if record.last_ok is None:
            return None
        return Lifetime(alive)
    return Lifetime(alive, (record.first_failure - start) / YEAR)


def alive_over_time(
    records: Iterable[Record], visits: Mapping[str, Sequence[Visit]]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The share of links alive, of those known by then and decided, at up to 200 points
    in time.
    """
    changes: list[tuple[float, int, int]] = []
    last = 0.0
    for record in records:
        last = max(last, record.checked)
        before: bool | None = None
        for visit in visits.get(record.url, ()):
            # A suspicion is no death yet, and a wall decides nothing.
            now = {
                "alive": True,
                "suspected": before,
                "dead": False,
            }.get(visit.state, before)
            if now is not None and now != before:
                changes.append(
                    (visit.at, int(now) - int(before or 0), int(before is None))
                )
                before = now
    if not changes:
        return (), ()
    changes.sort()
    first = changes[0][0]
    step = max((last - first) / _POINTS, 1.0)
    times, shares = [], []
    alive = known = place = 0
    for point in range(_POINTS + 1):
        time = min(first + point * step, last)
        while place < len(changes) and changes[place][0] <= time:
            alive, known, place = (
                alive + changes[place][1],
                known + changes[place][2],
                place + 1,
            )
        times.append(time)
        shares.append(alive / known if known else 1.0)
        if time >= last:
            break
    return tuple(times), tuple(shares)
