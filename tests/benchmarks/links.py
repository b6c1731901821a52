"""Link checks measured: `python -m tests.benchmarks.links
[throughput|politeness|kill|year|survival|all]`.

throughput  5,000 links on 500 loopback addresses, each answer after 100 ms, 128
            threads; `--with` runs other checkers (linkchecker, lychee) on the same
            links when they are on the path politeness  2,000 links, a tenth of them on
            one host, from the server's log kill        50 runs of 1,000 links killed at
            random points, each taken up again year        40,000 links visited for a
            simulated year, 5 % of the visits to living ones failing; delays counted
            from the first visit that met a link dead, and from its death survival
            100 times 5,000 synthetic lives with a half-life of 9.3 years, visited
            monthly
"""

from __future__ import annotations

import asyncio
import collections
import functools
import itertools
import multiprocessing
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

import attrs

from csecrefs.links.due import Cadence
from csecrefs.links.history import History
from csecrefs.links.link import Link
from csecrefs.links.queue import Pace, Politeness
from csecrefs.links.run import CheckPlan, check_links
from csecrefs.links.settings import CheckSettings
from csecrefs.links.survival import estimate
from csecrefs.net.exchange import ExchangeLimits
from tests.links import test_due, test_survival

PORT = 18700
ALLOWED = frozenset(f"127.1.{high}.{low}" for high in range(8) for low in range(256))
SETTINGS = CheckSettings(
    limits=ExchangeLimits(connect=5, read=5, total=15), allowed_addresses=ALLOWED
)


@functools.cache
def body(path: str) -> bytes:
    words = random.Random(path).choices(
        "orchard river blossom frost parish record spring bee slope".split(), k=300
    )
    return f"<!doctype html><title>On {path}</title><h1>On {path}</h1><p>{' '.join(words)}</p>".encode()


class Server:
    """A web server in a process of its own: numbers below /there/ exist, each answer
    comes after a delay.
    """

    def __init__(self, hosts: int, delay: float) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.Process(
            target=_serve, args=(hosts, delay, theirs), daemon=True
        )
        self._process.start()
        self._pipe.recv()

    def log(self) -> list[tuple[str, str, float, int]]:
        """Each request since the last call: host, path, when, and connections open to
        the host then.
        """
        self._pipe.send("log")
        found: list[tuple[str, str, float, int]] = self._pipe.recv()
        return found

    def close(self) -> None:
        self._process.kill()
        self._process.join()


def address(host: int) -> str:
    return f"127.1.{host // 256}.{host % 256}"


def _serve(hosts: int, delay: float, pipe: Connection) -> None:
    asyncio.run(_server(hosts, delay, pipe))


async def _server(hosts: int, delay: float, pipe: Connection) -> None:
    log: list[tuple[str, str, float, int]] = []
    open_now: collections.Counter[str] = collections.Counter()

    async def answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        host = writer.get_extra_info("sockname")[0]
        open_now[host] += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                method, path, _ = head.split(b"\r\n")[0].decode().split(" ")
                log.append((host, path, time.monotonic(), open_now[host]))
                await asyncio.sleep(delay)
                there = (
                    path.startswith("/there/") and path[7:].partition(".")[0].isdigit()
                )
                content = body(path) if there else b"<title>Not here</title>"
                status = "200 OK" if there else "404 Not Found"
                fields = f"Content-Type: text/html\r\nContent-Length: {len(content)}"
                writer.write(f"HTTP/1.1 {status}\r\n{fields}\r\n\r\n".encode())
                writer.write(b"" if method == "HEAD" else content)
                await writer.drain()
        except (
            asyncio.IncompleteReadError,
            ConnectionError,
            asyncio.LimitOverrunError,
        ):
            pass
        finally:
            open_now[host] -= 1
            writer.close()

    for host in range(hosts):
        await asyncio.start_server(answer, address(host), PORT, backlog=1024)
    pipe.send("ready")
    loop = asyncio.get_running_loop()
    while True:
        await loop.run_in_executor(None, pipe.recv)
        sent, log[:] = list(log), []
        pipe.send(sent)


def throughput(others: bool) -> None:
    server = Server(500, 0.1)
    urls = [
        f"http://{address(n % 500)}:{PORT}/there/{n // 500}.html" for n in range(5000)
    ]
    links = [Link(url) for url in urls]
    for name, settings in (
        ("HTTP only", attrs.evolve(SETTINGS, content=False)),
        ("full verdict", SETTINGS),
    ):
        plan = CheckPlan(settings, Politeness(Pace(0.0, 1)), threads=128)
        begun, busy = time.monotonic(), time.process_time()
        report = check_links(links, plan)
        seconds, busy = time.monotonic() - begun, time.process_time() - busy
        good = sum(row.verdict.code == "ok" for row in report.rows)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        requests = len(server.log())
        print(
            f"csecrefs, {name}: {5000 / seconds:.0f} links/s ({good} of 5000 ok, {requests} requests,"
            f" {seconds:.1f} s, of which {busy:.1f} s of computing, {memory} MB)"
        )
    if others:
        _others(urls)
    server.close()


def _others(urls: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # linkchecker gives up root before it reads
        page = Path(folder) / "links.html"
        page.write_text("".join(f'<a href="{url}">x</a>\n' for url in urls))
        commands = {
            "lychee": [
                "lychee",
                "--no-progress",
                "--max-concurrency",
                "128",
                "--format",
                "json",
                str(page),
            ],
            "linkchecker": [
                "linkchecker",
                "-t",
                "128",
                "--check-extern",
                "--no-status",
                "-r1",
                str(page),
            ],
        }
        for name, command in commands.items():
            begun = time.monotonic()
            try:
                done = subprocess.run(
                    command, capture_output=True, text=True, timeout=900
                )
            except (FileNotFoundError, subprocess.TimeoutExpired) as error:
                print(f"{name}: {error}")
                continue
            seconds = time.monotonic() - begun
            tail = (
                done.stdout.strip().splitlines()[-2:] if name == "linkchecker" else ""
            )
            print(f"{name}: {5000 / seconds:.0f} links/s ({seconds:.1f} s) {tail}")


def politeness() -> None:
    """A tenth of the links on one host, the others on 200; the bound is the time the
    largest host's requests take at the spacing."""
    spacing = 1.0
    server = Server(201, 0.02)
    urls = [f"http://{address(0)}:{PORT}/there/{n}" for n in range(200)]
    urls += [f"http://{address(1 + n % 200)}:{PORT}/there/{n}" for n in range(1800)]
    done: list[float] = []
    begun = time.monotonic()
    plan = CheckPlan(SETTINGS, Politeness(Pace(spacing, 1)), threads=64)
    check_links(
        [Link(url) for url in urls],
        plan,
        progress=lambda _: done.append(time.monotonic() - begun),
    )
    hits = server.log()
    by_host: dict[str, list[float]] = collections.defaultdict(list)
    for host, _, at, _ in hits:
        by_host[host].append(at)
    gap = min(
        late - soon
        for times in by_host.values()
        for soon, late in itertools.pairwise(sorted(times))
    )
    bound = (len(by_host[address(0)]) - 1) * spacing
    most = max(connections for *_, connections in hits)
    print(
        f"politeness: at most {most} connection(s) per host, least gap {gap * 1000:.1f} ms of"
        f" {spacing * 1000:.0f} ms, half done after {done[999] / bound:.1%} of the largest host's bound"
        f" ({bound:.1f} s), all after {done[-1] / bound:.1%}"
    )
    server.close()


def kill() -> None:
    server = Server(50, 0.01)
    threads = 8
    chance = random.Random(6)
    lost_most = repeated_most = unsound = 0
    for number in range(50):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "links.sqlite"
            command = [
                sys.executable,
                "-m",
                "tests.benchmarks.links",
                "run",
                str(path),
                str(threads),
            ]
            run = subprocess.Popen(command)
            asked, point = _pages(server), chance.randrange(1, 950)
            while len(asked) < point and run.poll() is None:
                time.sleep(0.005)
                asked += _pages(server)
            run.send_signal(signal.SIGKILL)
            run.wait()
            time.sleep(0.1)
            asked += _pages(server)
            with History(path) as history:
                kept = len(history.all())
                unsound += not history.is_sound()
            lost_most = max(lost_most, len(set(asked)) - kept)
            subprocess.run(command, check=True)
            again = _pages(server)
            times = collections.Counter(asked + again)
            repeated_most = max(
                repeated_most, sum(count > 1 for count in times.values())
            )
            with History(path) as history:
                unsound += not history.is_sound() or len(history.all()) != 1000
            print(f"  {number + 1}: {len(asked)} asked, {kept} kept", file=sys.stderr)
    print(
        f"kill -9 at 50 points: at most {lost_most} results lost and {repeated_most} links asked twice with"
        f" {threads} workers, {unsound} files damaged or incomplete"
    )
    server.close()


def _pages(server: Server) -> list[tuple[str, str]]:
    """The requests for links themselves, not for their made-up siblings, of which one
    in some thousands has a name of digits alone."""
    return [
        (host, path)
        for host, path, *_ in server.log()
        if re.fullmatch(r"/there/\d{1,6}", path)
    ]


def year() -> None:
    daily = Cadence(alive=1, uncertain=1, suspected=1, dead=1, jitter=0)
    for name, cadence in (
        ("--due", Cadence()),
        ("--due --every 4d", Cadence(alive=4)),
        ("every day", daily),
    ):
        cried_wolf, living, from_failure, from_death = test_due.year(cadence, 40_000, 3)
        print(
            f"year, {name}: {cried_wolf / living:.3%} of living links called broken, within 14 days reported:"
            f" {test_due.share_within(14, from_failure):.2%} from the first failed visit,"
            f" {test_due.share_within(14, from_death):.2%} from the death"
        )


def survival() -> None:
    for years, entry in ((20, 5), (15, 10), (12, 1), (5, 2)):
        lives = (
            test_survival.synthetic(seed, 5000, years, entry) for seed in range(100)
        )
        covered = sum(test_survival.covers(estimate(each)) for each in lives)
        print(
            f"survival, watched for {years} years: the interval holds the half-life in {covered} of 100"
        )


def run(path: str, threads: str) -> None:
    links = [Link(f"http://{address(n % 50)}:{PORT}/there/{n}") for n in range(1000)]
    plan = CheckPlan(SETTINGS, Politeness(Pace(0.0, 1)), threads=int(threads))
    with History(Path(path)) as history:
        check_links(links, plan, history)


def main(arguments: list[str]) -> None:
    chosen = arguments[0] if arguments else "all"
    if chosen == "run":
        run(*arguments[1:])
    if chosen in ("throughput", "all"):
        throughput("--with" in arguments)
    if chosen in ("politeness", "all"):
        politeness()
    if chosen in ("kill", "all"):
        kill()
    if chosen in ("year", "all"):
        year()
    if chosen in ("survival", "all"):
        survival()


if __name__ == "__main__":
    main(sys.argv[1:])
