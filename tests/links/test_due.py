"""What visits amount to: states, due dates, and a simulated year of a flaky web."""

from __future__ import annotations

import itertools
import random

import pytest

from csecrefs.links.due import DAY, Cadence, Record, advance, is_back, is_newly_broken
from csecrefs.links.verdict import Verdict

pytestmark = pytest.mark.slow

OK, GONE, BUSY = (
    Verdict("http://x.example/", code) for code in ("ok", "not-found", "server-error")
)
STEADY = Cadence(jitter=0)


def visits(*steps: tuple[float, Verdict]) -> list[Record]:
    found: list[Record] = []
    for day, verdict in steps:
        found.append(advance(found[-1] if found else None, verdict, day * DAY, STEADY))
    return found


def test_due_dates_by_state() -> None:
    alive, suspected, uncertain = (
        visits((0, verdict))[0] for verdict in (OK, GONE, BUSY)
    )
    certain = advance(
        None, Verdict("http://x.example/", "not-found", certain=True), 0, STEADY
    )
    assert [alive.state, suspected.state, uncertain.state, certain.state] == [
        "alive",
        "suspected",
        "uncertain",
        "dead",
    ]
    assert [record.due / DAY for record in (alive, suspected, uncertain, certain)] == [
        30,
        3,
        3,
        90,
    ]


def test_jitter_spreads_due_dates() -> None:
    days = [
        advance(None, Verdict(f"http://x.example/{n}", "ok"), 0, Cadence()).due / DAY
        for n in range(300)
    ]
    assert 27 <= min(days) < 27.5 and 29.5 < max(days) <= 30


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (((0, OK), (30, GONE), (33, GONE), (36, GONE)), "suspected"),
        (((0, OK), (30, GONE), (33, GONE), (36, GONE), (39, GONE)), "dead"),
        (((0, OK), (30, GONE), (37, GONE)), "suspected"),
        (
            ((0, OK), (30, GONE), (33, OK), (63, GONE), (66, GONE), (69, GONE)),
            "suspected",
        ),
        (((0, GONE), (3, BUSY), (6, GONE), (9, GONE)), "dead"),
        (((0, GONE), (4, GONE), (8, GONE), (98, BUSY)), "dead"),
        (((0, GONE), (4, GONE), (8, GONE), (98, OK)), "alive"),
        (((0, OK), (30, BUSY)), "uncertain"),
        (((0, OK), (30, GONE), (33, BUSY)), "suspected"),
    ],
)
def test_hysteresis(steps: tuple[tuple[float, Verdict], ...], state: str) -> None:
    assert visits(*steps)[-1].state == state


def test_news_comes_once() -> None:
    steps = [
        (0.0, OK),
        (30.0, GONE),
        (34.0, GONE),
        (38.0, GONE),
        (128.0, GONE),
        (218.0, OK),
    ]
    records = [None, *visits(*steps)]
    pairs = list(itertools.pairwise(records))
    assert [is_newly_broken(a, b) for a, b in pairs if b] == [
        False,
        False,
        False,
        True,
        False,
        False,
    ]
    assert [is_back(a, b) for a, b in pairs if b][-1]


def test_fingerprints_outlast_failures() -> None:
    first = advance(None, Verdict("u", "ok", fingerprint=b"Tabc"), 0, STEADY)
    assert (
        advance(first, Verdict("u", "not-found"), DAY, STEADY).seen.fingerprint
        == b"Tabc"
    )


def year(
    cadence: Cadence, links: int, seed: int
) -> tuple[int, int, list[float], list[float]]:
    """Living links called dead, living links, and for each true death the days to its
    report: counted from the first failed visit, and from the death itself (or the first
    visit ever, if that was later)."""
    chance = random.Random(seed)
    cried_wolf = living = 0
    from_failure: list[float] = []
    from_death: list[float] = []
    for number in range(links):
        death = chance.uniform(0, 320) if number % 4 == 0 else None
        record: Record | None = None
        reported = failed_since = None
        false = False
        day = start = chance.uniform(0, 30)
        while day < 365:
            is_dead = death is not None and day >= death
            failing = is_dead or chance.random() < 0.05
            before = record
            verdict = Verdict(
                f"http://{number}.example/", "not-found" if failing else "ok"
            )
            record = advance(record, verdict, day * DAY, cadence)
            if is_newly_broken(before, record):
                false = false or not is_dead
                reported = reported or (day if is_dead else None)
            if is_dead and failed_since is None:
                failed_since = day
            day = float(int(record.due / DAY) + 1)  # a job that runs once a day
        cried_wolf += false
        living += death is None or false
        if death is not None and failed_since is not None and failed_since < 351:
            from_failure.append((reported or 999) - failed_since)
            from_death.append((reported or 999) - max(death, start))
    return cried_wolf, living, from_failure, from_death


def share_within(days: float, delays: list[float]) -> float:
    return sum(delay <= days for delay in delays) / len(delays)


def test_a_year_with_transient_failures() -> None:
    """5 % of all visits to living links fail: no more than a thousandth of them is ever
    reported broken, and 99 % of the dead are within 14 days of the visit that first met
    them dead."""
    cried_wolf, living, from_failure, _ = year(Cadence(), 8000, 1)
    assert cried_wolf / living <= 0.001
    assert share_within(14, from_failure) >= 0.99


@pytest.mark.parametrize("cadence", [Cadence(alive=4), Cadence(1, 1, 1, 1, jitter=0)])
def test_a_year_of_close_watch(cadence: Cadence) -> None:
    """Who asks every fourth day (`--due --every 4d`), or every day, hears of 99 % of
    all deaths within 14 days of the death itself; with a visit a month nobody can."""
    *_, from_death = year(cadence, 2000, 2)
    assert share_within(14, from_death) >= 0.99
