"""The lifetimes of links: survival by age from visits that bracket each death, and the
half-life.

A death is known only to lie between two visits (interval-censored), and most links
still live (right-censored). The share alive by age is the non-parametric maximum
likelihood estimate (Turnbull 1976) on a grid of ages, found by spreading each death
over its interval and estimating by product limit (Kaplan and Meier 1958) in turn; its
band is Greenwood's on the log-log scale, and the half-life's interval inverts that band
(Brookmeyer and Crowley 1982). Where half the links have not died yet, the half-life is
that of a constant death rate, and marked as extrapolated.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

# A Julian year, in seconds.
YEAR: Final = 365.25 * 86400

# The 97.5 % quantile of the normal distribution.
_NORMAL: Final = 1.959964
# A bound for histories that converge slowly; what is drawn has settled by then.
_ROUNDS: Final = 300
# Shares that change by less than this from round to round have settled.
_CLOSE: Final = 1e-7
# Ages are quotients of floats: one at the edge of a bin belongs to it.
_ROUNDING: Final = 1e-6


@attrs.frozen
class Lifetime:
    """One link's life in years: last seen alive at age `alive`, first seen dead at
    `dead` (None: lives).
    """

    alive: float
    dead: float | None = None


@attrs.frozen
class Survival:
    """The share of links alive by age, with its 95 % band, and the half-life in years
    with its interval.

    `half_life` is None where there is nothing to tell by; an end of `interval` is None
    where it is open.
    """

    ages: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()
    half_life: float | None = None
    interval: tuple[float | None, float | None] = (None, None)
    extrapolated: bool = False
    links: int = 0
    deaths: int = 0


def estimate(lifetimes: Iterable[Lifetime], step: float = 1 / 12) -> Survival:
    """The survival of links, by ages `step` years apart."""
    lives = [
        life
        for life in lifetimes
        if life.alive >= 0 and (life.dead is None or life.dead >= life.alive)
    ]
    if not lives:
        return Survival()
    spans: Counter[tuple[int, int]] = Counter()
    censored: Counter[int] = Counter()
    for life in lives:
        first = int(life.alive / step + _ROUNDING)
        if life.dead is None:
            censored[first] += 1
        else:
            spans[
                first,
                max(
                    first,
                    math.ceil(life.dead / step - _ROUNDING) - 1,
                ),
            ] += 1
    bins = max([*censored, *(last for _, last in spans)]) + 1
    dying, at_risk = _expected(spans, censored, bins)
    survival = _product_limit(dying, at_risk, step)
    deaths = spans.total()
    whole = attrs.evolve(survival, links=len(lives), deaths=deaths)
    if whole.half_life is not None:
        return whole
    return _constant_rate(whole, lives, deaths)


def _expected(
    spans: Counter[tuple[int, int]], censored: Counter[int], bins: int
) -> tuple[list[float], list[float]]:
    """Expected deaths and links at risk by bin, at the maximum of the likelihood."""
    # Every bin starts above zero: one at zero would get no deaths in any round.
    shares = [1 / bins] * bins
    for _ in range(_ROUNDS):
        dying = [0.0] * bins
        for (first, last), count in spans.items():
            part = shares[first : last + 1]
            whole = sum(part) or 1.0
            for place, share in enumerate(part, first):
                dying[place] += count * share / whole
        at_risk = _at_risk(dying, censored, bins)
        fresh, alive = [], 1.0
        for deaths, risk in zip(dying, at_risk, strict=True):
            hazard = 0.0
            if risk:
                hazard = min(1.0, deaths / risk)
            fresh.append(alive * hazard)
            alive *= 1 - hazard
        change = max(abs(new - old) for new, old in zip(fresh, shares, strict=True))
        shares = fresh
        if change < _CLOSE:
            break
    return dying, at_risk


def _at_risk(dying: Sequence[float], censored: Counter[int], bins: int) -> list[float]:
    """Links at risk in each bin; one censored inside a bin counts half there (the life
    table's rule).
    """
    found = [0.0] * bins
    later = 0.0
    for place in range(bins - 1, -1, -1):
        # The life table's convention: half an interval each, on average.
        found[place] = later + dying[place] + censored[place] / 2
        later += dying[place] + censored[place]
    return found


def _product_limit(
    dying: Sequence[float], at_risk: Sequence[float], step: float
) -> Survival:
    ages, shares, lower, upper = [0.0], [1.0], [1.0], [1.0]
    alive, variance = 1.0, 0.0
    for place, (deaths, risk) in enumerate(zip(dying, at_risk, strict=True)):
        if risk <= 0:
            break
        alive *= max(0.0, 1 - deaths / risk)
        # Greenwood's sum; where all that are at risk die, the band has no bound.
        variance += deaths / (risk * (risk - deaths)) if risk > deaths else math.inf
        low, high = _band(alive, variance)
        ages.append((place + 1) * step)
        shares.append(alive)
        lower.append(low)
        upper.append(high)
    half = _crossing(ages, shares)
    ends = (_crossing(ages, lower), _crossing(ages, upper))
    if half is not None:
        interval = ends
    else:
        interval = (None, None)
    return Survival(
        tuple(ages), tuple(shares), tuple(lower), tuple(upper), half, interval
    )


def _band(alive: float, variance: float) -> tuple[float, float]:
    if not 0 < alive < 1 or not math.isfinite(variance):
        if alive == 1:
            return (alive, alive)
        return (0.0, max(alive, 0.0) if alive else 1.0)
    # Beyond 50 the exponential overflows, and the band covers everything anyway.
    spread = min(
        _NORMAL * math.sqrt(variance) / abs(math.log(alive)),
        50.0,
    )
    # On the log-log scale both ends stay between 0 and 1.
    return alive ** math.exp(spread), alive ** math.exp(-spread)


def _crossing(ages: Sequence[float], shares: Sequence[float]) -> float | None:
    """The age at which a curve falls to one half, between two points of the grid; None
    if it does not.
    """
    for place in range(1, len(shares)):
        before, after = shares[place - 1], shares[place]
        if after <= 0.5:
            part = 0.0
            if before > after:
                part = (before - 0.5) / (before - after)
            return ages[place - 1] + max(0.0, part) * (ages[place] - ages[place - 1])
    return None


def _constant_rate(
    survival: Survival, lives: Sequence[Lifetime], deaths: int
) -> Survival:
    """The half-life at the death rate seen so far."""
    # Years at risk: a death is taken to be in the middle of its interval.
    exposure = sum(
        life.alive if life.dead is None else (life.alive + life.dead) / 2
        for life in lives
    )
    if not deaths or not exposure:
        return survival
    half = math.log(2) * exposure / deaths
    # The usual interval of a rate from Poisson counts, on the log scale.
    factor = math.exp(_NORMAL / math.sqrt(deaths))
    return attrs.evolve(
        survival,
        half_life=half,
        interval=(half / factor, half * factor),
        extrapolated=True,
    )
