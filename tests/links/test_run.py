"""Runs over many links: the history, two runs at once, a killed run, a lost network,
politeness.
"""

from __future__ import annotations

import collections
import itertools
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from csecrefs.links.due import DAY, Cadence
from csecrefs.links.history import History, HistoryError
from csecrefs.links.link import Link
from csecrefs.links.queue import Pace, Politeness
from csecrefs.links.results import LinkReport
from csecrefs.links.run import CheckPlan, check_links
from csecrefs.net.domains import domain_of
from tests.links.conftest import LOCAL
from tests.links.site import Request, Site, article, moved, status

FAST = CheckPlan(LOCAL, Politeness(Pace(0.0, 4)), Cadence(), threads=8, max_age=60)


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History(tmp_path / "links.sqlite") as made:
        yield made


class Clock:
    def __init__(self) -> None:
        self.day = 20000.0

    def __call__(self) -> float:
        return self.day * DAY


def codes(report: LinkReport) -> list[str]:
    return [row.verdict.code for row in report.rows]


def test_each_url_is_asked_for_once(site: Site) -> None:
    site.routes["/a"] = article()
    links = [Link(site.url + "/a", key=key) for key in ("one", "two", "three")]
    report = check_links([*links, Link("nonsense")], FAST)
    assert codes(report) == ["ok", "ok", "ok", "invalid-url"]
    assert site.asked("/a") == 1
    assert [row.link.key for row in report.rows] == ["one", "two", "three", ""]


def test_a_second_run_within_the_interval_asks_nothing(
    site: Site, history: History
) -> None:
    site.routes |= {"/a": article(), "/b": status(404)}
    links = [Link(f"{site.url}/{name}") for name in "ab"]
    clock = Clock()
    first = check_links(links, FAST, history, now=clock)
    before = len(site.hits)
    second = check_links(links, FAST, history, now=clock)
    clock.day += 1.5
    due = check_links(links, attrs.evolve(FAST, due=True), history, now=clock)
    assert len(site.hits) == before
    assert codes(first) == codes(second) == codes(due) == ["ok", "not-found"]
    assert [row.asked for row in second.rows] == [False, False]


def test_news_over_the_days(site: Site, history: History) -> None:
    site.routes["/a"] = article()
    plan, clock = attrs.evolve(FAST, due=True), Clock()
    links = [Link(site.url + "/a")]
    check_links(links, plan, history, now=clock)
    site.routes["/a"] = status(410)
    news = []
    for _ in range(60):
        clock.day += 1
        news += [
            int(clock.day)
            for row in check_links(links, plan, history, now=clock).rows
            if row.newly_broken
        ]
    assert len(news) == 1
    assert 20037 <= news[0] <= 20041
    visits = history.visits(site.url + "/a")
    assert [visit.state for visit in visits] == ["alive", "suspected", "dead"]
    assert visits[1].previous == 20000 * DAY


def test_a_shorter_interval_counts_at_once(site: Site, history: History) -> None:
    site.routes["/a"] = article()
    links, clock = [Link(site.url + "/a")], Clock()
    monthly = attrs.evolve(FAST, due=True)
    check_links(links, monthly, history, now=clock)
    clock.day += 4
    assert not check_links(links, monthly, history, now=clock).rows[0].asked
    assert (
        check_links(
            links, attrs.evolve(monthly, cadence=Cadence(alive=3)), history, now=clock
        )
        .rows[0]
        .asked
    )


def test_drift_over_two_visits(site: Site, history: History) -> None:
    plan, clock, links = attrs.evolve(FAST, max_age=0), Clock(), [Link(site.url + "/a")]
    found = []
    for seed in (0, 0, 2, 2):
        site.routes["/a"] = article(f"Title {seed}", seed)
        clock.day += 1
        found += codes(check_links(links, plan, history, now=clock))
    assert found == ["ok", "ok", "ok", "content-changed"]


def test_two_runs_at_once_share_the_work(site: Site, tmp_path: Path) -> None:
    def slow(request: Request) -> bytes:
        time.sleep(0.02)
        return article(seed=1)

    paths = [f"/{number}" for number in range(40)]
    site.routes |= dict.fromkeys(paths, slow)
    links = [Link(site.url + path) for path in paths]

    def one() -> None:
        with History(tmp_path / "links.sqlite") as own:
            check_links(links, FAST, own)

    runs = [threading.Thread(target=one) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert {site.asked(path) for path in paths} == {1}
    with History(tmp_path / "links.sqlite") as after:
        assert len(after.all()) == 40


def test_runs_that_make_the_history_at_once_wait_for_each_other(tmp_path: Path) -> None:
    for number in range(40):
        barrier, failures = threading.Barrier(4), list[BaseException]()

        def one(number: int = number, barrier: threading.Barrier = barrier) -> None:
            barrier.wait()
            try:
                History(tmp_path / f"{number}.sqlite").close()
            except HistoryError as error:
                failures.append(error)  # noqa: B023 - the threads end before the next round

        runs = [threading.Thread(target=one) for _ in range(4)]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        assert failures == []


RUNNER = """
import sys
from pathlib import Path
from csecrefs.links.link import Link
from csecrefs.links.run import check_links
from csecrefs.links.history import History
from tests.links.test_run import FAST
with History(Path(sys.argv[1])) as history:
    check_links([Link(f"{sys.argv[2]}/{number}") for number in range(120)], FAST, history)
"""


def start(path: Path, site: Site) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", RUNNER, str(path), site.url],
        cwd=Path(__file__).parents[2],
        stderr=-3,
    )


@pytest.mark.parametrize("after", [1, 60, 110])
def test_a_killed_run_loses_what_was_under_way_and_no_more(
    site: Site, tmp_path: Path, after: int
) -> None:
    def slow(request: Request) -> bytes:
        time.sleep(0.01)
        return article(seed=1)

    paths = [f"/{number}" for number in range(120)]
    site.routes |= dict.fromkeys(paths, slow)
    run = start(tmp_path / "links.sqlite", site)
    while len(site.hits) < after:
        time.sleep(0.002)
        assert run.poll() is None
    run.send_signal(signal.SIGKILL)
    run.wait()
    time.sleep(0.1)
    asked = {path for path in paths if site.asked(path)}
    with History(tmp_path / "links.sqlite") as history:
        assert history.is_sound()
        kept = len(history.all())
    assert len(asked) - FAST.threads <= kept <= len(asked)
    assert start(tmp_path / "links.sqlite", site).wait() == 0
    times = collections.Counter(site.asked(path) for path in paths)
    assert set(times) <= {1, 2}
    assert times[2] <= FAST.threads
    with History(tmp_path / "links.sqlite") as history:
        assert history.is_sound()
        assert len(history.all()) == 120


def test_without_a_network_nothing_is_held_against_the_links(history: History) -> None:
    links = [Link(f"http://{name}.invalid/x") for name in ("a", "b", "c")]
    report = check_links(links, FAST, history)
    assert not report.network
    assert history.all() == []
    assert codes(report) == ["dns-transient"] * 3


def test_a_dead_domain_is_no_dead_network(site: Site, history: History) -> None:
    links = [Link(f"http://{name}.invalid/x") for name in ("a", "b", "c")]
    report = check_links([*links, Link(site.url + "/x")], FAST, history)
    assert report.network
    assert codes(report) == ["dns-error"] * 3 + ["not-found"]
    assert len(history.all()) == 4


def test_a_budget_ends_the_run_in_time(site: Site, history: History) -> None:
    site.routes |= {f"/{number}": article() for number in range(30)}
    plan = attrs.evolve(FAST, politeness=Politeness(Pace(0.2)), budget=0.7)
    links = [Link(f"{site.url}/{number}") for number in range(30)]
    report = check_links(links, plan, history)
    assert not report.complete
    assert 0 < len(history.all()) < 10
    assert len(report.rows) == len(history.all())


def test_spacing_holds_for_whatever_is_asked(site: Site) -> None:
    """Redirects, retries and siblings included, from the server's point of view."""
    site.routes |= {
        "/a": moved(301, "/b"),
        "/b": article(),
        "/c/d": article(),
        "/e": lambda request: status(503) if request.times == 0 else article(),
    }
    plan = attrs.evolve(FAST, politeness=Politeness(Pace(0.1)))
    report = check_links([Link(site.url + path) for path in ("/a", "/c/d", "/e")], plan)
    assert codes(report) == ["redirected-permanent", "ok", "ok"]
    times = [hit.at for hit in site.hits]
    assert len(times) >= 7
    assert min(later - sooner for sooner, later in itertools.pairwise(times)) >= 0.1


def test_a_slow_host_holds_nobody_up(site: Site) -> None:
    other = Site(host="127.0.0.2")
    site.routes |= {f"/{number}": article() for number in range(4)}
    other.routes |= {f"/{number}": article() for number in range(4)}
    exceptions = {"127.0.0.1": Pace(0.3), "127.0.0.2": Pace(0.0)}
    settings = attrs.evolve(
        LOCAL, allowed_addresses=frozenset(exceptions), siblings=False
    )
    plan = attrs.evolve(
        FAST, settings=settings, politeness=Politeness(exceptions=exceptions), threads=2
    )
    links = [
        Link(f"{one.url}/{number}") for number in range(4) for one in (site, other)
    ]
    check_links(links, plan)
    slow = sorted(hit.at for hit in site.hits)
    assert max(hit.at for hit in other.hits) < slow[-1]
    assert slow[-1] - slow[0] >= 0.9


def test_retry_after_moves_only_its_host(site: Site) -> None:
    other = Site(host="127.0.0.2")
    site.routes |= {
        "/a": lambda request: (
            status(429, b"", Retry_After="1") if request.times == 0 else article()
        ),
        "/b": article(),
    }
    other.routes["/c"] = article()
    settings = attrs.evolve(
        LOCAL, allowed_addresses=frozenset({"127.0.0.1", "127.0.0.2"}), siblings=False
    )
    plan = attrs.evolve(
        FAST, settings=settings, politeness=Politeness(Pace(0.0)), threads=2
    )
    report = check_links(
        [Link(site.url + "/a"), Link(site.url + "/b"), Link(other.url + "/c")], plan
    )
    assert codes(report) == ["ok", "ok", "ok"]
    first = site.hits[0].at
    assert all(hit.at - first >= 1 for hit in site.hits[1:])
    assert other.hits[0].at - first < 0.5


def test_a_host_that_wants_hours_is_left_alone(site: Site) -> None:
    site.fallback = status(429, b"", Retry_After="7200")
    plan = attrs.evolve(FAST, politeness=Politeness(Pace(0.0)), threads=1)
    report = check_links([Link(f"{site.url}/{number}") for number in range(5)], plan)
    assert codes(report) == ["rate-limited"]
    assert len(site.hits) == 1
    assert not report.complete
    assert [reason for _, reason in report.left] == ["host"] * 4


def test_interruption_keeps_what_there_is(site: Site, history: History) -> None:
    site.routes |= {f"/{number}": article() for number in range(20)}

    def interrupt(verdict: object) -> None:
        raise KeyboardInterrupt

    report = check_links(
        [Link(f"{site.url}/{n}") for n in range(20)], FAST, history, interrupt
    )
    assert not report.complete and report.interrupted
    assert {reason for _, reason in report.left} == {"interrupted"}
    assert 1 <= len(history.all()) == len(report.rows) < 20


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.example.co.uk", "example.co.uk"),
        ("a.b.example.org.", "example.org"),
        ("someone.github.io", "someone.github.io"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("intranet", "intranet"),
        ("co.uk", "co.uk"),
    ],
)
def test_domains(host: str, domain: str) -> None:
    assert domain_of(host) == domain


def test_a_history_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "links.sqlite"
    path.write_bytes(
        b"this is no database, but a long enough text to be taken for something else"
        * 20
    )
    with pytest.raises(
        HistoryError, match=r"links\.sqlite: the link history is damaged"
    ):
        History(path)
    kept = tmp_path / "links.sqlite.damaged"
    assert kept.read_bytes() == path.read_bytes()
    assert path.read_bytes().startswith(b"this is no database")
