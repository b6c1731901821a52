"""Survival: against what is known exactly, and against synthetic lives."""

from __future__ import annotations

import math
import random

import pytest

from csecrefs.links.survival import Lifetime, Survival, estimate

pytestmark = pytest.mark.slow

HALF_LIFE = 9.3


def synthetic(seed: int, links: int, years: float, entry: float) -> list[Lifetime]:
    """Lives of links born over `entry` years and visited monthly until `years` after
    the first birth.
    """
    chance = random.Random(seed)
    lives = []
    for _ in range(links):
        birth, offset = chance.uniform(0, entry), chance.uniform(0, 1 / 12)
        death = chance.expovariate(math.log(2) / HALF_LIFE)
        last = years - birth
        visits = math.floor((min(death, last) - offset) * 12)
        alive = max(0.0, offset + visits / 12) if death > offset else 0.0
        dead = alive + 1 / 12 if death > offset else offset
        lives.append(Lifetime(alive, dead if death < last and dead <= last else None))
    return lives


def covers(survival: Survival) -> bool:
    low, high = survival.interval
    return low is not None and low <= HALF_LIFE and (high is None or high >= HALF_LIFE)


@pytest.mark.parametrize(("years", "entry"), [(20.0, 5.0), (3.0, 1.0)])
def test_the_interval_covers_the_truth(years: float, entry: float) -> None:
    """Nineteen times in twenty it should; in 20 seeds, 16 at the least."""
    found = [estimate(synthetic(seed, 2000, years, entry)) for seed in range(20)]
    assert sum(map(covers, found)) >= 16
    assert all(survival.extrapolated == (years < HALF_LIFE) for survival in found)
    assert all(
        survival.half_life and abs(survival.half_life - HALF_LIFE) < 1.5
        for survival in found
    )


def test_known_deaths_give_the_product_limit() -> None:
    """Four deaths in known months and none lost: the curve falls by a quarter at
    each.
    """
    lives = [Lifetime(year, year + 1 / 12) for year in (1.0, 2.0, 3.0, 4.0)]
    survival = estimate(lives)
    after = dict(zip(survival.ages, survival.shares, strict=True))
    assert [round(share, 6) for share in after.values() if share < 1][::12] == [
        0.75,
        0.5,
        0.25,
        0.0,
    ]
    assert survival.half_life == pytest.approx(2 + 1 / 12)


def test_the_living_hold_the_curve_up() -> None:
    dead = [Lifetime(1.0, 1 + 1 / 12)] * 10
    survival = estimate([*dead, *[Lifetime(5.0)] * 10])
    assert survival.shares[-1] == pytest.approx(0.5)
    survival = estimate([*dead, *[Lifetime(0.5)] * 1000, *[Lifetime(5.0)] * 10])
    assert survival.shares[-1] == pytest.approx(0.5, abs=0.01)


def test_wide_intervals_are_spread() -> None:
    """Deaths only known to lie within years, but overlapping: the mass goes where the
    intervals agree.
    """
    survival = estimate([Lifetime(0.0, 2.0)] * 10 + [Lifetime(1.0, 3.0)] * 10)
    by_age = dict(
        zip((round(age, 4) for age in survival.ages), survival.shares, strict=True)
    )
    assert by_age[1.0] == pytest.approx(1.0, abs=0.01)
    assert by_age[2.0] == pytest.approx(0.0, abs=0.01)


def test_nothing_to_tell_by() -> None:
    assert estimate([]).half_life is None
    assert estimate([Lifetime(1.0)] * 5).half_life is None
    assert estimate([Lifetime(2.0, 1.0)]).links == 0
