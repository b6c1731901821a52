"""A hundred and forty days of sixty links: mail on the days on which there is news."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

from csecrefs.links import news
from csecrefs.links.due import DAY
from csecrefs.links.history import History
from csecrefs.links.link import Link
from csecrefs.links.queue import Pace, Politeness
from csecrefs.links.report import render
from csecrefs.links.results import LinkReport
from csecrefs.links.run import CheckPlan, check_links
from csecrefs.links.settings import CheckSettings
from csecrefs.net.answer import Answer
from csecrefs.net.exchange import ExchangeError

START = 1.8e9
DEAD = {0: 87, 1: 43, 2: 106, 3: 17, 4: 23}
MOVED = {5: 29, 6: 98, 7: 19, 8: 105}
WALLS = {9: 32, 10: 9}
BACK = {3: 60}
LINKS = [
    Link(
        f"https://h{n}.example.org/paper/{n}",
        key=f"k{n}",
        titles=(f"Study number {n} of tidal orchards",),
        path="refs.bib",
        line=n * 6 + 2,
    )
    for n in range(60)
]
PLAN = CheckPlan(
    CheckSettings(retries=0), Politeness(Pace(0.0, 4)), due=True, threads=4
)


class Web:
    """A web that is scripted by the day; now and then anything fails."""

    def __init__(self) -> None:
        self.day = 0

    def get(
        self, url: str, headers: Mapping[str, str], total: float, method: str = "GET"
    ) -> Answer:
        del headers, total, method
        host, _, path = url.partition("://")[2].partition("/")
        number = int(host[1:].partition(".")[0])
        if path not in (f"paper/{number}", f"new/{number}"):
            return self._answer(url, 404)
        is_back = number in BACK and self.day >= BACK[number]
        if self.day >= DEAD.get(number, 999) and not is_back:
            return self._answer(url, 404)
        if self.day >= WALLS.get(number, 999):
            return self._answer(url, 403)
        if self.day >= MOVED.get(number, 999) and path.startswith("paper"):
            place = f"https://{host}/new/{number}"
            return Answer(url, 301, {"location": place}, b"")
        luck = random.Random(f"{number} {self.day}").random()
        if luck < 0.05:
            return self._answer(url, random.Random(luck).choice([500, 503, 404, 429]))
        if luck < 0.07:
            raise ExchangeError("timeout", "no answer within the time limit")
        title = f"Study number {number} of tidal orchards"
        text = f"<title>{title}</title><h1>{title}</h1><p>{'tides and words ' * 40}"
        return self._answer(url, 200, f"<html>{text} {self.day}</html>")

    def _answer(self, url: str, status: int, body: str = "<html>No</html>") -> Answer:
        return Answer(url, status, {"content-type": "text/html"}, body.encode())


def report_of(web: Web, history: History, channel: str) -> LinkReport:
    """The report of a day, with its news for a channel, which then has had it."""
    now = START + web.day * DAY
    report = check_links(LINKS, PLAN, history, now=lambda: now, get=web.get)
    report = news.with_news(report, history, channel)
    news.mark_reported(report, history, channel)
    return report


def test_mail_comes_on_days_with_news_and_is_short(tmp_path: Path) -> None:
    web, told = Web(), list[tuple[str, str]]()
    with History(tmp_path / "h.sqlite") as history:
        for day in range(140):
            web.day = day
            report = report_of(web, history, "mail")
            text = render(report, "text", news_only=True)
            assert bool(text) == bool(report.news)
            assert text.count("\n") < 25
            told += [(row.link.key, row.news) for row in report.news]
    assert len(told) == len(set(told)), "nothing is told twice"
    assert set(told) == {
        *((f"k{n}", "broken") for n in DEAD),
        *((f"k{n}", "moved") for n in MOVED),
        *((f"k{n}", "uncertain") for n in WALLS),
        *((f"k{n}", "recovered") for n in BACK),
    }


def test_a_later_page_of_the_same_day_shows_the_news_too(tmp_path: Path) -> None:
    web = Web()
    with History(tmp_path / "h.sqlite") as history:
        seen = []
        for day in range(60):
            web.day = day
            mail = report_of(web, history, "mail")
            if mail.news:
                page = report_of(web, history, "page")
                seen.append({row.link.key for row in page.news})
                assert {row.link.key for row in mail.news} <= seen[-1]
        assert seen


def test_many_news_are_cut_short_and_counted(tmp_path: Path) -> None:
    def gone(url: str, *_: object) -> Answer:
        return Answer(url, 410, {}, b"")

    with History(tmp_path / "h.sqlite") as history:
        for day in (0, 4, 8):
            now = START + day * DAY
            report = check_links(
                LINKS, PLAN, history, now=lambda now=now: now, get=gone
            )
        text = render(news.with_news(report, history, "mail"), "text", news_only=True)
    assert text.count("\n") < 25
    assert "more: csecrefs history --since 2027-01-23" in text
