"""The polite session against the stand-in: paces, retries, bounds, memory, and honest
failures.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csecrefs.errors import NetworkError
from csecrefs.net import guard
from csecrefs.net.pace import HostPace
from csecrefs.net.session import NetSettings, PoliteSession
from csecrefs.net.transport import CappedRetry
from csecrefs.testing import Fault, Limits, StandIn
from tests.links.site import Site, ok

JSON = "application/json"


def _registry(count: int, limits: Limits | None = None) -> StandIn:
    registry = StandIn(limits)
    registry.add_crossref(
        *(
            {"DOI": f"10.5555/{n}", "type": "book", "title": [f"T{n}"]}
            for n in range(count)
        )
    )
    return registry


def _fetch(registry: StandIn, session: PoliteSession, count: int) -> list[int]:
    with ThreadPoolExecutor(8) as pool:
        urls = [f"{registry.url}/works/10.5555/{n}" for n in range(count)]
        return [
            answer.status
            for answer in pool.map(lambda url: session.get(url, accept=JSON), urls)
        ]


def test_announced_limits_are_kept_and_used() -> None:
    # A busy machine is late: the quickest of three runs shows what the pace allows.
    for _ in range(3):
        with (
            _registry(60, Limits(30, 1.0, 3)) as registry,
            PoliteSession() as session,
        ):
            assert _fetch(registry, session, 60) == [200] * 60
        assert [served.status for served in registry.log] == [200] * 60
        taken = registry.log[-1].at - registry.log[0].at
        if taken < 60 / 30 * 1.35:
            return
    pytest.fail(f"the limit allows 2 seconds, {taken:.1f} were needed")


def test_the_second_run_asks_nothing_and_faults_lose_nothing(tmp_path: Path) -> None:
    settings = NetSettings(cache=tmp_path / "cache.sqlite", tries=6)
    with _registry(40, Limits(1000, 1.0, 8)) as registry:
        registry.fail(0.1, "500", "503", "cut", "html", "drop", "wrong-type")
        with PoliteSession(settings) as session:
            assert _fetch(registry, session, 40) == [200] * 40
        before = len(registry.log)
        with PoliteSession(settings) as session:
            assert _fetch(registry, session, 40) == [200] * 40
            assert session.requests_sent == 0
        assert len(registry.log) == before


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("500", "server-error"), ("cut", "unreachable"), ("html", "unreadable"), ("drop", "unreachable"),
     ("redirect-loop", "redirects")],
)  # fmt: skip
def test_a_failure_is_named_and_not_remembered(
    tmp_path: Path, fault: Fault, kind: str
) -> None:
    settings = NetSettings(cache=tmp_path / "cache.sqlite", tries=2)
    with _registry(1) as registry, PoliteSession(settings) as session:
        registry.fail(1.0, fault)
        with pytest.raises(NetworkError) as caught:
            session.get(f"{registry.url}/works/10.5555/0", accept=JSON)
        assert caught.value.kind == kind
        registry.fail(0.0)
        assert session.get(f"{registry.url}/works/10.5555/0", accept=JSON).status == 200


def test_too_many_requests_is_no_answer(tmp_path: Path) -> None:
    with _registry(1) as registry, PoliteSession(NetSettings(tries=1)) as session:
        registry.fail(1.0, "429-retry-after")
        with pytest.raises(NetworkError) as caught:
            session.get(f"{registry.url}/works/10.5555/0")
        assert caught.value.kind == "rate-limited"


def test_a_body_without_end_is_left(tmp_path: Path) -> None:
    with (
        StandIn() as registry,
        PoliteSession(NetSettings(max_body=10_000, tries=1)) as session,
    ):
        registry.add_page("/big", b"x" * 100_000)
        with pytest.raises(NetworkError) as caught:
            session.get(f"{registry.url}/big")
        assert caught.value.kind == "too-large"


def test_nobody_there() -> None:
    with PoliteSession(NetSettings(tries=1, connect=2)) as session:
        with pytest.raises(NetworkError) as caught:
            session.get("http://127.0.0.1:9/")
        assert caught.value.kind == "unreachable"
        with pytest.raises(NetworkError):
            session.get("not a url")


PRIVATE = [
    "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://2130706433:{port}/", "http://0x7f.1:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/", "http://a@127.0.0.1:{port}/", "http://\u2460\u2461\u2466.0.0.1:{port}/",
    "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[fe80::1]/", "http://256.1.1.1/",
    "http://[::1]/", "http://100.64.0.1/", "http://0/",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_no_record_and_no_redirect_leads_to_a_private_address(address: str) -> None:
    with (
        StandIn() as registry,
        StandIn() as inner,
        PoliteSession(NetSettings(tries=2)) as session,
    ):
        url = address.format(port=inner.url.rpartition(":")[2])
        registry.add_redirect("/moved", url)
        registry.add_redirect("/twice", f"{registry.url}/moved")
        session.trust(registry.url)
        for asked in (url, f"{registry.url}/moved", f"{registry.url}/twice"):
            with pytest.raises(NetworkError) as caught:
                session.get(asked, foreign=True)
            assert caught.value.kind in ("forbidden", "unreachable")
        assert inner.log == []


def test_the_peer_decides_not_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A public-looking name that leads to a private address is not asked, though
    look-ups disagree.
    """
    real = socket.getaddrinfo

    def looked_up(host: str, *more: Any, **options: Any) -> Any:
        return real(
            "127.0.0.1" if host.endswith(".example") else host, *more, **options
        )

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    with StandIn() as inner, PoliteSession(NetSettings(tries=1)) as session:
        url = f"http://records.example:{inner.url.rpartition(':')[2]}/"
        for first_look in (guard._addresses, lambda host, port: ["192.0.43.8"]):
            monkeypatch.setattr(guard, "_addresses", first_look)
            with pytest.raises(NetworkError) as caught:
                session.get(url, foreign=True)
            assert caught.value.kind == "forbidden"
        assert inner.log == []


def test_an_address_the_user_allows_is_reached() -> None:
    allowed = NetSettings(tries=1, allowed_addresses=frozenset({"127.0.0.1"}))
    with StandIn() as inner, PoliteSession(allowed) as session:
        inner.add_page("/page", "<title>T</title>")
        assert session.get(f"{inner.url}/page", foreign=True).status == 200


def test_offline_answers_from_the_cache_only(tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    with _registry(2) as registry:
        url = f"{registry.url}/works/10.5555/"
        with PoliteSession(NetSettings(cache=cache)) as session:
            session.get(f"{url}0", accept=JSON, keep=1)
        time.sleep(1.1)
        with PoliteSession(NetSettings(cache=cache, offline=True)) as session:
            assert session.get(f"{url}0", accept=JSON).body.startswith(b"{")
            with pytest.raises(NetworkError) as caught:
                session.get(f"{url}1", accept=JSON)
            assert caught.value.kind == "offline"
            assert session.requests_sent == 0
    with (
        PoliteSession(NetSettings(offline=True)) as session,
        pytest.raises(NetworkError),
    ):
        session.get("http://127.0.0.1:9/")


def test_what_is_old_is_asked_for_again_by_its_etag(tmp_path: Path) -> None:
    """A record that has not changed costs no body; afterwards it counts as fetched
    anew.
    """
    with (
        _registry(1) as registry,
        PoliteSession(NetSettings(cache=tmp_path / "c")) as session,
    ):
        url = f"{registry.url}/works/10.5555/0"
        first = session.get(url, accept=JSON, keep=1)
        assert session.get(url, accept=JSON, keep=1).kept
        time.sleep(1.1)
        again = session.get(url, accept=JSON, keep=1)
        assert (again.status, again.body) == (
            200,
            first.body,
        )
        assert again.fetched >= first.fetched + 1
        assert [served.status for served in registry.log] == [200, 304]
        session.get(url, accept=JSON, keep=1)
        assert len(registry.log) == 2
        registry.add_crossref(
            {"DOI": "10.5555/0", "type": "book", "title": ["Changed"]}
        )
        time.sleep(1.1)
        assert b"Changed" in session.get(url, accept=JSON, keep=1).body


def test_what_is_missing_is_believed_for_a_shorter_time(tmp_path: Path) -> None:
    with _registry(0) as registry:
        url = f"{registry.url}/works/10.5555/new"
        with PoliteSession(
            NetSettings(cache=tmp_path / "c", missing_for=3600)
        ) as session:
            assert session.get(url, accept=JSON).status == 404
            registry.add_crossref(
                {"DOI": "10.5555/new", "type": "book", "title": ["New"]}
            )
            assert session.get(url, accept=JSON).status == 404
        with PoliteSession(
            NetSettings(cache=tmp_path / "c", missing_for=-1)
        ) as session:
            assert session.get(url, accept=JSON).status == 200


def test_content_negotiation_is_kept_apart(tmp_path: Path) -> None:
    with (
        StandIn() as registry,
        PoliteSession(NetSettings(cache=tmp_path / "c")) as session,
    ):
        registry.add_crossref({"DOI": "10.5555/1", "title": ["T"], "type": "book"})
        csl = session.get(
            f"{registry.url}/10.5555/1",
            accept="application/vnd.citationstyles.csl+json",
        )
        other = session.get(f"{registry.url}/10.5555/1", accept="application/x-bibtex")
        assert (csl.status, other.status) == (200, 404)


def test_a_killed_run_is_gone_on_from(tmp_path: Path) -> None:
    """What was fetched before the process was killed is not fetched again, and nothing
    is damaged.
    """
    program = (
        "import sys; from pathlib import Path; from csecrefs.net.session import *\n"
        "with PoliteSession(NetSettings(cache=Path(sys.argv[2]))) as s:\n"
        "    for n in range(30):\n"
        "        s.get(f'{sys.argv[1]}/works/10.5555/{n}', accept='application/json')\n"
        "        print(n, flush=True)\n"
    )
    cache = tmp_path / "cache.sqlite"
    with _registry(30, Limits(200, 1.0, 3)) as registry:
        for stop in (3, 9, 17):
            run = subprocess.Popen(
                [sys.executable, "-c", program, registry.url, str(cache)],
                stdout=subprocess.PIPE,
                text=True,
            )
            assert run.stdout is not None
            while int(run.stdout.readline()) < stop:
                pass
            run.send_signal(signal.SIGKILL)
            run.wait()
        with PoliteSession(NetSettings(cache=cache)) as session:
            assert _fetch(registry, session, 30) == [200] * 30
            assert session.requests_sent <= 12
        assert len(registry.log) <= 33


def test_the_breaker_leaves_a_dead_host_alone() -> None:
    now = [0.0]
    pace = HostPace(lambda: now[0])
    for _ in range(4):
        pace.failed()
    with pytest.raises(NetworkError) as caught, pace.turn():
        pass
    assert caught.value.kind == "host-down"
    now[0] = 61.0
    with pace.turn():
        pace.learn(200, {})
    now[0] = 62.0
    with pace.turn():
        pass


@settings(max_examples=30)
@given(st.lists(st.floats(0.0, 0.3), min_size=30, max_size=30))
def test_a_late_start_makes_the_next_ones_wait(lateness: list[float]) -> None:
    """However late threads wake, no more requests start in any second than are
    allowed.
    """
    now, starts = [0.0], []
    pace = HostPace(lambda: now[0])
    for number in range(200):
        late = lateness[number // 7] if number % 7 == 0 else 0.0
        now[0] = max(now[0], pace._ready()) + late
        with pace.turn():
            starts.append(now[0])
            pace.learn(200, {"x-rate-limit-limit": "10", "x-rate-limit-interval": "1s"})
    assert all(
        later - earlier > 1.0
        for earlier, later in zip(starts, starts[10:], strict=False)
    )
    assert starts[-1] - starts[0] < 24


def test_limits_in_either_spelling() -> None:
    now = [0.0]
    for headers in (
        {"x-rate-limit-limit": "5", "x-rate-limit-interval": "1s"},
        {"x-ratelimit-limit": "5"},
    ):
        pace = HostPace(lambda: now[0])
        pace.learn(200, headers)
        assert pace._spacing == pytest.approx(0.2, rel=0.05)


def test_retry_after_is_capped() -> None:
    class Response:
        headers = {"Retry-After": "86400"}  # noqa: RUF012

    assert CappedRetry(1).get_retry_after(Response()) == CappedRetry.CAP
    Response.headers = {"Retry-After": "soon"}
    assert CappedRetry(1).get_retry_after(Response()) is None


@pytest.mark.parametrize("status", [100, 102, 103])
def test_interim_answers_are_passed_over(status: int) -> None:
    hint = f"HTTP/1.1 {status} Wait\r\nLink: </style.css>; rel=preload\r\n\r\n"
    with contextlib.closing(Site()) as site:
        site.routes["/"] = hint.encode() * 3 + ok(b"{}", "application/json")
        allowed = NetSettings(tries=1, allowed_addresses=frozenset({"127.0.0.1"}))
        with PoliteSession(allowed) as session:
            answer = session.get(f"{site.url}/")
    assert (answer.status, answer.body) == (200, b"{}")
