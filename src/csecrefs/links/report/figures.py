"""The charts of the page: the share alive over time, survival by age, and hosts."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Final

from csecrefs.links.due import DAY
from csecrefs.links.report.chart import Curve, bars, steps
from csecrefs.links.survival import Survival
from csecrefs.links.target import host_of
from csecrefs.links.trends import Trends
from csecrefs.net.domains import domain_of
from csecrefs.reports.finding import plural

if TYPE_CHECKING:  # a report of links shows itself by this package
    from csecrefs.links.results import LinkReport

_OUTCOMES: Final = ("ok", "uncertain", "broken")
_WORDS: Final = {
    "ok": "working",
    "uncertain": "uncertain",
    "broken": "broken",
}
# More bars than that are a table.
_HOSTS: Final = 20

_SHORTEST: Final = 14 * DAY
"""In a shorter time than two rounds of a week, a curve is one step."""

_DEATHS: Final = 3
"""With fewer deaths, a survival curve is a flat line and its band covers everything."""


def figures(report: LinkReport, trends: Trends | None) -> tuple[str, ...]:
    """Return the charts that have something to say, as HTML."""
    found = []
    if trends and _span(trends) >= _SHORTEST and min(trends.shares) < 1.0:
        found.append(_over_time(trends))
    if trends and len(trends.survival.ages) > 1 and trends.survival.deaths >= _DEATHS:
        drawn = _survival(trends.survival)
        found.append(
            _figure(
                "Survival by age",
                drawn,
                half_life(trends.survival),
            )
        )
    if any(row.verdict.outcome != "ok" for row in report.rows):
        found.append(_by_host(report))
    return tuple(found)


def _span(trends: Trends) -> float:
    """Return the seconds between the first and the last point in time."""
    if not trends.times:
        return 0.0
    return trends.times[-1] - trends.times[0]


def _over_time(trends: Trends) -> str:
    first, last = trends.times[0], trends.times[-1]
    moments = [first + (last - first) * part / 4 for part in range(5)]
    shape = "%b %Y" if last - first > 120 * DAY else "%d %b"
    ticks = [(time, f"{datetime.fromtimestamp(time, UTC):{shape}}") for time in moments]
    curve = Curve(trends.times, trends.shares)
    drawn = steps(curve, "Share of links alive over time", ticks)
    caption = "Of the links known by then, the share that worked."
    return _figure("Alive over time", drawn, caption)


def _figure(heading: str, drawn: str, caption: str) -> str:
    return (
        f"<figure><h2>{heading}</h2>{drawn}"
        f"<figcaption>{escape(caption)}</figcaption></figure>\n"
    )


def _survival(survival: Survival) -> str:
    oldest = survival.ages[-1]
    ticks = [(oldest * part / 4, f"{oldest * part / 4:.1f} years") for part in range(5)]
    curve = Curve(
        survival.ages,
        survival.shares,
        survival.lower,
        survival.upper,
    )
    title = "Share of links alive by age, with 95 % band"
    return steps(curve, title, ticks, survival.half_life)


def half_life(survival: Survival) -> str:
    """Return the half-life in words."""
    counts = f"{plural(survival.links, 'link')}, {survival.deaths} of them dead"
    if survival.half_life is None:
        return f"{counts}: too few deaths to estimate a half-life."
    low, high = (f"{end:.1f}" if end is not None else "?" for end in survival.interval)
    how = ""
    if survival.extrapolated:
        how = ", extrapolated at a constant death rate"
    return (
        f"Half-life {survival.half_life:.1f} years (95 % interval {low} to {high}){how};"
        f" {counts}."
    )


def _by_host(report: LinkReport) -> str:
    legend = "".join(
        f' <span class="{name}">\u25a0 {_WORDS[name]}</span>' for name in _OUTCOMES
    )
    by_host: dict[str, Counter[str]] = defaultdict(Counter)
    for row in report.rows:
        is_web = row.link.url.lower().startswith("http")
        host = host_of(row.link.url) if is_web else ""
        by_host[domain_of(host) if host else "(none)"][row.verdict.outcome] += 1
    # Hosts on which all is well say nothing; the worst come first.
    telling = [pair for pair in by_host.items() if pair[1]["ok"] < pair[1].total()]
    telling.sort(key=lambda pair: (-pair[1]["broken"], -pair[1].total(), pair[0]))
    rows = [
        (host, [(name, counts[name]) for name in _OUTCOMES])
        for host, counts in telling[:_HOSTS]
    ]
    drawn = bars(rows, "Verdicts by host")
    return (
        f"<figure><h2>Hosts with links that do not work</h2>{drawn}"
        f"<figcaption>{legend}</figcaption></figure>\n"
    )
