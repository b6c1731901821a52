"""The news about links since they were last reported, channel by channel.

A channel is one way in which reports reach people: the mail of a daily run, a page, the
annotations of a workflow. A link that died is news in each of them until that channel
has reported it, and not again after that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import attrs

from csecrefs.links.due import DAY, Record
from csecrefs.links.history import History
from csecrefs.links.results import LinkReport, LinkResult, News
from csecrefs.links.target import is_worth_keeping
from csecrefs.text.characters import mask_userinfo

LONG: Final = 14 * DAY
"""Seconds after which a link that cannot be judged is worth a word: most walls and
outages are over by then."""


def standing(record: Record, now: float) -> str:
    """Return the standing of a link worth reporting: dead, alive, moved or uncertain.

    Returns an empty string while nothing is settled: after a first failure, or while
    the link has not been uncertain for long.
    """
    if record.state == "dead":
        return "dead"
    if record.state == "alive":
        moved_to = record.verdict.permanent_url
        is_moved = record.code == "redirected-permanent" and moved_to
        if is_moved and is_worth_keeping(record.url, moved_to or ""):
            return "moved"
        return "alive"
    if record.state == "uncertain" and now - record.since >= LONG:
        return "uncertain"
    return ""


def news_of(told: str | None, now: str) -> News:
    """Return the news in a standing, given the one that was reported before.

    >>> news_of("alive", "dead"), news_of("dead", "dead"), news_of("dead", "alive")
    ('broken', '', 'recovered')
    """
    if not now or told == now:
        return ""
    if now == "dead":
        return "broken"
    if told in ("dead", "uncertain") and now in ("alive", "moved"):
        return "recovered"
    if now == "moved":
        return "moved"
    if now == "uncertain":
        return "uncertain"
    return ""


def with_news(
    report: LinkReport, history: History | None, channel: str = ""
) -> LinkReport:
    """Return the report with the news of each link, for a channel."""
    if history and channel:
        told = history.reported(channel)
    else:
        told = {}
    return attrs.evolve(
        report, rows=tuple(_with_news(row, told, report.started) for row in report.rows)
    )


def _with_news(row: LinkResult, told: Mapping[str, str], started: float) -> LinkResult:
    before = told.get(mask_userinfo(row.link.url))
    if before is None and row.before is not None and not told:
        # No channel was ever told: compare with the visit before.
        before = standing(row.before, started) or None
    news = news_of(before, standing(row.record, started))
    return attrs.evolve(
        row,
        news=news,
        newly_broken=news == "broken",
        back=news == "recovered" and before == "dead",
    )


def mark_reported(report: LinkReport, history: History, channel: str) -> None:
    """Remember in the history that a channel has had this report.

    A redirect that comes and goes is reported once, so "alive" does not follow "moved".
    """
    told = history.reported(channel)
    changed: dict[str, str] = {}
    for row in report.rows:
        now = standing(row.record, report.started)
        before = told.get(mask_userinfo(row.link.url))
        # Else a redirect that flickers would be news every other day.
        is_back_from_moved = before == "moved" and now == "alive"
        if now and now != before and not is_back_from_moved:
            changed[row.link.url] = now
    history.mark_reported(channel, changed)


def alarms(
    report: LinkReport, baseline: Collection[str], *, news_only: bool
) -> tuple[LinkResult, ...]:
    """Return the results that make a run fail: what is broken and not in the baseline.

    With `news_only`, these are the links newly found dead; a suspicion is none yet.
    """
    if news_only:
        rows = report.newly_broken
    else:
        rows = report.broken
    return tuple(row for row in rows if mask_userinfo(row.link.url) not in baseline)
