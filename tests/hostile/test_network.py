"""Servers that drip, redirect and ask for credentials; clocks and caches that lie."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from csecrefs.errors import NetworkError
from csecrefs.links.history import History, HistoryError
from csecrefs.links.link import Link
from csecrefs.links.queue import Pace, Politeness
from csecrefs.links.run import CheckPlan, check_links
from csecrefs.net.session import CacheWarning, NetSettings, PoliteSession
from tests.links.conftest import LOCAL
from tests.links.site import Request, Site, article, moved, status

SHORT = NetSettings(tries=2, connect=1, read=1, total=1.5)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


def _send_for_ever(connection: socket.socket, piece: bytes) -> None:
    try:
        while True:
            connection.sendall(piece)
            time.sleep(0.05)
    except OSError:
        pass


def _dripped_head(request: Request) -> None:
    request.connection.sendall(b"HTTP/1.1 200 OK\r\n")
    _send_for_ever(request.connection, b"x")


def _endless_fields(request: Request) -> None:
    request.connection.sendall(b"HTTP/1.1 200 OK\r\n")
    _send_for_ever(request.connection, b"X-Field: more\r\n")


def _endless_continue(request: Request) -> None:
    _send_for_ever(request.connection, b"HTTP/1.1 100 Continue\r\n\r\n")


def _dripped_body(request: Request) -> None:
    request.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n")
    _send_for_ever(request.connection, b"x")


def _endless_chunks(request: Request) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    request.connection.sendall(head)
    _send_for_ever(request.connection, b"1\r\nx\r\n")


def _slow_circle(request: Request) -> bytes:
    time.sleep(0.4)
    return moved(302, f"/{request.times}-{time.monotonic()}")


DRIPS = [
    _dripped_head,
    _endless_fields,
    _endless_continue,
    _dripped_body,
    _endless_chunks,
    _slow_circle,
]


@pytest.mark.parametrize("drip", DRIPS)
def test_a_registry_that_drips_ends_at_the_total_limit(
    site: Site, drip: object
) -> None:
    site.fallback = drip  # type: ignore[assignment]
    start = time.monotonic()
    with PoliteSession(SHORT) as session, pytest.raises(NetworkError):
        session.get(f"{site.url}/x")
    assert time.monotonic() - start < 4


@pytest.mark.parametrize("drip", DRIPS)
def test_a_link_that_drips_ends_at_the_total_limit(site: Site, drip: object) -> None:
    site.fallback = drip  # type: ignore[assignment]
    start = time.monotonic()
    report = check_links([Link(f"{site.url}/x")], CheckPlan(LOCAL))
    assert report.rows[0].verdict.outcome in ("uncertain", "broken", "ok")
    assert time.monotonic() - start < 5


WAITING = """
import sys
from csecrefs.net.session import NetSettings, PoliteSession
from csecrefs.resolve import Registries, Resolver
with PoliteSession(NetSettings()) as session:
    resolver = Resolver(session, Registries.at(sys.argv[1]))
    print("begun", flush=True)
    list(resolver.resolve_all([f"10.5555/{n}" for n in range(9)]))
"""


def test_ctrl_c_ends_a_wait_for_registries_within_a_second(site: Site) -> None:
    site.fallback = _dripped_head  # type: ignore[assignment]
    run = subprocess.Popen(
        [sys.executable, "-c", WAITING, site.url],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert run.stdout and run.stdout.readline() == b"begun\n"
    while not site.hits:
        time.sleep(0.02)
    start = time.monotonic()
    run.send_signal(signal.SIGINT)
    assert run.wait(10) != 0
    assert time.monotonic() - start < 1.5


CHECK = "import sys; from csecrefs.cli.verbs import main; main()"


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_an_interrupted_check_says_so_and_replaces_nothing(
    site: Site, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    site.routes["/0"] = article("First", 1)
    site.fallback = _dripped_head  # type: ignore[assignment]
    bib = tmp_path / "refs.bib"
    bib.write_text(
        "".join(
            f"@misc{{k{n}, title={{T}}, url={{{site.url}/{n}}}}}\n" for n in range(5)
        )
    )
    output, baseline = tmp_path / "report.txt", tmp_path / "base.json"
    output.write_text("old report\n")
    baseline.write_text('{"broken": {}}\n')
    arguments = ["check", "links", str(bib), "--allow-address", "127.0.0.1"]
    arguments += ["--spacing", "0", "--history", str(tmp_path / "h.sqlite")]
    arguments += ["-o", str(output), "--baseline", str(baseline), "--update-baseline"]
    run = subprocess.Popen(
        [sys.executable, "-c", CHECK, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(site.hits) < 2:
        time.sleep(0.02)
        assert run.poll() is None
    time.sleep(0.3)
    start = time.monotonic()
    run.send_signal(number)
    out, err = run.communicate(timeout=10)
    assert time.monotonic() - start < 2.5
    assert run.returncode == code
    assert "This report is partial: the run was interrupted." in out
    assert "left as it was" in err
    assert "Traceback" not in err
    assert output.read_text() == "old report\n"
    assert baseline.read_text() == '{"broken": {}}\n'


def test_credentials_of_netrc_go_nowhere(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ann password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    site.routes |= {"/a": moved(302, "/b"), "/b": article("B")}
    settings = NetSettings(allowed_addresses=frozenset({"127.0.0.1"}))
    with PoliteSession(settings) as session:
        session.get(f"{site.url}/a", foreign=True)
        session.get(f"{site.url}/a")
    assert len(site.hits) >= 3
    assert not any("authorization" in hit.headers for hit in site.hits)


def test_a_password_in_an_address_is_not_sent_and_not_kept(
    site: Site, tmp_path: Path
) -> None:
    site.routes["/a"] = article("A")
    cache = tmp_path / "cache" / "r.sqlite"
    settings = NetSettings(cache=cache, allowed_addresses=frozenset({"127.0.0.1"}))
    address = site.url.replace("://", "://ann:secret@")
    with PoliteSession(settings) as session:
        answer = session.get(f"{address}/a", foreign=True)
    assert "secret" not in answer.url
    assert "authorization" not in site.hits[0].headers
    assert b"secret" not in cache.read_bytes()
    assert stat.S_IMODE(cache.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.parent.stat().st_mode) == 0o700


def test_the_users_address_is_for_registries_only(site: Site) -> None:
    other = Site("127.0.0.2")
    other.fallback = article("Elsewhere")
    site.fallback = moved(302, f"{other.url}/x")
    allowed = frozenset({"127.0.0.2"})
    settings = NetSettings(mailto="ann@example.org", allowed_addresses=allowed)
    with PoliteSession(settings) as session:
        session.get(f"{site.url}/a")
        session.get(f"{other.url}/y", foreign=True)
    assert "ann@example.org" in site.hits[0].headers["user-agent"]
    assert other.hits
    assert not any("ann@" in hit.headers["user-agent"] for hit in other.hits)
    other.close()


@pytest.mark.parametrize("size", [0, 100, 5000])
def test_a_damaged_cache_is_set_aside_with_one_warning(
    site: Site, tmp_path: Path, size: int
) -> None:
    site.fallback = status(200, b'{"a": 1}', Content_Type="application/json")
    cache = tmp_path / "r.sqlite"
    with PoliteSession(NetSettings(cache=cache)) as session:
        session.get(f"{site.url}/a", accept="application/json")
    whole = cache.read_bytes()
    cache.write_bytes(b"not a database " * 400 if not size else whole[:size])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with PoliteSession(NetSettings(cache=cache)) as session:
            for _ in range(2):
                answer = session.get(f"{site.url}/a", accept="application/json")
    assert answer.status == 200
    assert sum(issubclass(each.category, CacheWarning) for each in caught) == 1


def test_a_cache_that_cannot_be_written_is_left_out(site: Site, tmp_path: Path) -> None:
    site.fallback = status(200, b'{"a": 1}', Content_Type="application/json")
    (tmp_path / "file").write_text("")
    settings = NetSettings(cache=tmp_path / "file" / "r.sqlite")
    with pytest.warns(CacheWarning, match=r"r\.sqlite"):
        session = PoliteSession(settings)
    with session:
        assert session.get(f"{site.url}/a").status == 200


def test_a_cache_that_fails_on_the_way_is_left_out(site: Site, tmp_path: Path) -> None:
    site.fallback = status(200, b'{"a": 1}', Content_Type="application/json")
    cache = tmp_path / "r.sqlite"
    with PoliteSession(NetSettings(cache=cache)) as session:
        session.get(f"{site.url}/a")
        with sqlite3.connect(cache) as database:
            database.execute("DROP TABLE responses")
            database.execute("CREATE VIEW responses AS SELECT 1")
        with pytest.warns(CacheWarning):
            assert session.get(f"{site.url}/b").status == 200
        assert session.get(f"{site.url}/c").status == 200


def test_an_answer_dated_in_the_future_counts_as_never_had(
    site: Site, tmp_path: Path
) -> None:
    site.fallback = status(200, b'{"a": 1}', Content_Type="application/json")
    settings = NetSettings(cache=tmp_path / "r.sqlite")
    with PoliteSession(settings) as session:
        session.get(f"{site.url}/a")
        with pytest.MonkeyPatch.context() as patch:
            now = time.time()
            patch.setattr("csecrefs.net.session.time.time", lambda: now - 40 * 86400)
            session.get(f"{site.url}/a")
    assert site.asked("/a") == 2


PLAN = CheckPlan(LOCAL, Politeness(Pace(0.0, 4)))


def test_a_check_dated_in_the_future_counts_as_never_made(
    site: Site, tmp_path: Path
) -> None:
    site.fallback = article("A")
    links, later = [Link(f"{site.url}/a")], time.time() + 400 * 86400
    with History(tmp_path / "h.sqlite") as history:
        check_links(links, PLAN, history, now=lambda: later)
        assert check_links(links, PLAN, history).rows[0].asked
        assert not check_links(links, PLAN, history).rows[0].asked


def test_a_claim_of_the_far_future_is_none(site: Site, tmp_path: Path) -> None:
    site.fallback = article("A")
    with History(tmp_path / "h.sqlite") as history:
        with sqlite3.connect(tmp_path / "h.sqlite") as database:
            database.execute(
                "INSERT INTO claim VALUES (?, 'elsewhere:1:0', ?)",
                (f"{site.url}/a", time.time() + 9e8),
            )
        assert check_links([Link(f"{site.url}/a")], PLAN, history).rows[0].asked


@pytest.mark.parametrize("time_of_day", [1e300, -1.0, float("inf"), 1e18])
def test_absurd_times_end_no_report(
    site: Site, tmp_path: Path, time_of_day: float
) -> None:
    from csecrefs.links import trends
    from csecrefs.links.report import FORMATS, render

    site.fallback = article("A")
    links = [Link(f"{site.url}/a")]
    with History(tmp_path / "h.sqlite") as history:
        check_links(links, PLAN, history)
        with sqlite3.connect(tmp_path / "h.sqlite") as database:
            names = (
                "first_seen",
                "checked",
                "since",
                "due",
                "last_ok",
                "first_failure",
            )
            for name in names:
                database.execute(f"UPDATE link SET {name} = ?", (time_of_day,))
            database.execute("UPDATE visit SET at = ?", (time_of_day,))
        report = check_links(links, PLAN, history)
        for name in FORMATS:
            assert render(report, name, trends.read(history))


@pytest.mark.parametrize("flip", range(6))
def test_a_history_damaged_inside_is_one_line_with_a_copy(
    site: Site, tmp_path: Path, flip: int
) -> None:
    site.fallback = article("A")
    path = tmp_path / "h.sqlite"
    with History(path) as history:
        check_links([Link(f"{site.url}/{n}") for n in range(40)], PLAN, history)
    whole = bytearray(path.read_bytes())
    if flip < 4:
        for place in range(4096 * (flip + 1), min(4096 * (flip + 2), len(whole))):
            whole[place] ^= 0x5A
        path.write_bytes(whole)
    else:
        with sqlite3.connect(path) as database:
            value = "state = 'odd'" if flip == 4 else "status = 'x', code = x'ff'"
            database.execute(f"UPDATE link SET {value}")
    with pytest.raises(HistoryError) as caught, History(path) as history:
        history.all()
        history.visits()
        check_links([Link(f"{site.url}/1")], PLAN, history)
    text = str(caught.value)
    assert text.startswith(f"{path}: the link history is damaged")
    assert "\n" not in text
    assert "remove the file to start afresh" in text
    assert (tmp_path / "h.sqlite.damaged").exists()


def test_the_history_is_closed_to_others_and_keeps_no_password(
    site: Site, tmp_path: Path
) -> None:
    site.routes["/a"] = article("A")
    path = tmp_path / "state" / "h.sqlite"
    address = site.url.replace("://", "://ann:secret@")
    with History(path) as history:
        report = check_links([Link(f"{address}/a")], PLAN, history)
        assert report.rows[0].verdict.code == "ok"
        assert not check_links([Link(f"{address}/a")], PLAN, history).rows[0].asked
        for file in path.parent.iterdir():
            assert b"secret" not in file.read_bytes()
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_zero_seconds_ask_always(site: Site, tmp_path: Path) -> None:
    site.fallback = article("A")
    links, plan = [Link(f"{site.url}/a")], CheckPlan(LOCAL, PLAN.politeness, max_age=0)
    with History(tmp_path / "h.sqlite") as history:
        for _ in range(3):
            assert check_links(links, plan, history).rows[0].asked
        still = time.time()
        for _ in range(2):
            report = check_links(links, plan, history, now=lambda: still)
            assert report.rows[0].asked


def test_cookies_for_a_public_suffix_are_none() -> None:
    from csecrefs.links.journey import _Jar
    from csecrefs.net.domains import may_cover

    jar = _Jar()
    jar.take("a.co.uk", ("x=1; Domain=co.uk", "y=2; Domain=a.co.uk", "z=3"))
    assert jar.field("b.co.uk") == ""
    assert jar.field("a.co.uk") == "x=1; y=2; z=3"
    assert not may_cover("github.io", "ann.github.io")


def test_two_runs_on_one_history_say_what_they_left_out(
    site: Site, tmp_path: Path
) -> None:
    def slow(request: Request) -> bytes:
        del request
        time.sleep(0.05)
        return article("A")

    site.fallback = slow
    links = [Link(f"{site.url}/{n}") for n in range(20)]
    reports = []

    def one() -> None:
        with History(tmp_path / "h.sqlite") as history:
            reports.append(check_links(links, PLAN, history))

    runs = [threading.Thread(target=one) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    for report in reports:
        named = {row.link.url for row in report.rows}
        named |= {link.url for link, _ in report.left}
        assert named == {link.url for link in links}
        assert report.complete == (not report.left)


def test_a_name_with_a_private_address_is_refused_behind_a_proxy(
    monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    monkeypatch.setenv("HTTP_PROXY", site.url)
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *_, **__: [(2, 1, 6, "", ("10.0.0.7", 80))],
    )
    with (
        PoliteSession(NetSettings(tries=1)) as session,
        pytest.raises(NetworkError) as no,
    ):
        session.get("http://inner.example.org/", foreign=True)
    assert no.value.kind == "forbidden"
    assert not site.hits


if os.name == "nt":
    pytest.skip("permissions and signals are those of POSIX", allow_module_level=True)
