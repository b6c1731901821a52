"""The server of link behaviours: each URL's verdict against the one it deserves, twice
where it matters.

Everything runs in `box.sh`, a network namespace with its own name server, where the
system permits; without it, the cases that need one fail by name. The run's own figures
(time, memory, bytes, false alarms) go to stderr. What is refused by default is asked
for again as with `--browser-retry`; each verdict this changes is told on stderr, too.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import attrs

from csecrefs.links.check import Siblings, check
from csecrefs.links.link import Link
from csecrefs.links.queue import Pace, Politeness, RequestQueue
from csecrefs.links.settings import RESOLVERS, CheckSettings, DoiResolver
from csecrefs.links.verdict import OUTCOMES, UNSEEN, Seen, Verdict
from csecrefs.net.exchange import Exchange, ExchangeLimits
from tests.conformance import Case

SOURCE = "links"
THREADS = 16
LIMITS = ExchangeLimits(connect=3, read=5, total=8)
BODIES_WITHOUT_END = ("stream-endless", "gzip-bomb")
BOX_PORT = 8800


def run(path: Path) -> Iterator[Case]:
    """Each case of the server in `path`."""
    inside = [sys.executable, "-m", "tests.conformance.links", str(path)]
    boxed = subprocess.run(
        ["bash", str(path / "box.sh"), *inside, str(BOX_PORT)],
        env={**os.environ, "PY": sys.executable},
        stdout=subprocess.PIPE,
        text=True,
    )
    if boxed.returncode == 0:
        output = boxed.stdout
    else:
        print(
            "links: no network namespace here; cases with names of their own will fail",
            file=sys.stderr,
        )
        output = _outside(path, inside)
    for line in output.splitlines():
        if line.startswith("["):
            yield Case(*json.loads(line))


def _outside(path: Path, inside: list[str]) -> str:
    port = _free_ports()
    server = subprocess.Popen(
        [sys.executable, str(path / "server.py"), "--port", str(port)], stdout=-3
    )
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        return subprocess.run(
            [*inside, str(port)], stdout=subprocess.PIPE, text=True, check=True
        ).stdout
    finally:
        server.kill()
        server.wait()


def _free_ports() -> int:
    """A port with nine free ones after it."""
    for base in range(18800, 28800, 20):
        with socket.socket() as probe:
            if all(
                probe.connect_ex(("127.0.0.1", base + offset)) for offset in range(10)
            ):
                return base
    raise OSError("no ten free ports in a row")


def measure(path: Path, port: int) -> None:
    """Check every case against the server on `port`; one JSON line for each."""
    spec = importlib.util.spec_from_file_location("behaviours", path / "server.py")
    assert spec and spec.loader
    server = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(server)
    cases = server.cases(port)
    base = f"http://127.0.0.1:{port}"
    settings = CheckSettings(
        limits=LIMITS,
        first_pause=0.2,
        retry_after_cap=5,
        allowed_addresses=frozenset({"127.0.0.1"}),
        ca_bundle=str(path / "certs" / "ca.pem"),
        resolvers=(DoiResolver(f"{base}/doi/", f"{base}/api/handles/"), *RESOLVERS),
    )
    start = time.monotonic()
    first = _visit(cases, settings)
    wall = time.monotonic() - start
    _report(cases, first, wall, json.load(urlopen(f"{base}/__log")))
    refused = [case for case in cases if first[case["id"]].code == "blocked"]
    again = _visit(refused, attrs.evolve(settings, browser_retry=True))
    _tell_what_the_option_changes(refused, first, again)
    first |= again
    urlopen(f"{base}/__epoch?n=1").read()
    twice = [case for case in cases if "two-run" in case["tags"]]
    second = _visit(twice, settings, first)
    third = _visit(twice, settings, {**first, **second})
    for case in cases:
        got, wanted = [first[case["id"]].code], [case["expected_verdict"]]
        if case["id"] in third:
            got.append(third[case["id"]].code)
            wanted.append(case.get("epoch1_verdict", case["expected_verdict"]))
        detail = f"{' then '.join(got)}, not {' then '.join(wanted)} ({first[case['id']].reason})"
        print(json.dumps([case["id"], got == wanted, detail]))


def _tell_what_the_option_changes(
    cases: list[dict[str, Any]], before: dict[str, Verdict], after: dict[str, Verdict]
) -> None:
    """Which verdicts are others with `--browser-retry`, which only a user turns on."""
    for case in cases:
        was, now = before[case["id"]].code, after[case["id"]].code
        if was != now:
            print(
                f"links: {case['id']} is {was} by default, {now} with --browser-retry",
                file=sys.stderr,
            )


def _queue_of_its_own(url: str) -> str:
    """The cases share a host, but each stands for a site of its own."""
    return url


def _visit(
    cases: list[dict[str, Any]],
    settings: CheckSettings,
    before: dict[str, Verdict] | None = None,
) -> dict[str, Verdict]:
    exchange = Exchange(settings.limits, settings.allowed_addresses, settings.ca_bundle)
    schedule = RequestQueue(
        exchange.get, Politeness(Pace(0.0, THREADS), queue=_queue_of_its_own), THREADS
    )
    siblings = Siblings()
    verdicts: dict[str, Verdict] = {}
    checks = []
    for case in cases:
        titles = (case["ref_title"],) if "ref_title" in case else ()
        known = (before or {}).get(case["id"])
        seen = Seen(known.fingerprint, known.deviation) if known else UNSEEN
        checks.append(
            (
                case["id"],
                check(Link(case["url"], titles=titles), settings, siblings, seen),
            )
        )
    schedule.run(checks, verdicts.__setitem__)
    exchange.close()
    return verdicts


def _report(
    cases: list[dict[str, Any]],
    verdicts: dict[str, Verdict],
    wall: float,
    log: dict[str, list[Any]],
) -> None:
    pairs = [
        (case["expected_class"], OUTCOMES[verdicts[case["id"]].code]) for case in cases
    ]
    cried_wolf = sum(
        expected != "broken" and got == "broken" for expected, got in pairs
    )
    overlooked = sum(expected == "broken" and got == "ok" for expected, got in pairs)
    longest = max(verdict.seconds for verdict in verdicts.values())
    read = max(
        (
            hit[3]
            for target, hits in log.items()
            for hit in hits
            if target.endswith(BODIES_WITHOUT_END)
        ),
        default=0,
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    canary = sum("/latest" in target or "/canary" in target for target in log)
    print(
        f"links: {wall:.1f} s, {memory} MB, longest link {longest:.1f} s of {LIMITS.total:.0f} s, "
        f"{read / 1e6:.1f} MB sent of an endless body, {cried_wolf} alive or undecidable called broken, "
        f"{overlooked} broken called ok, {canary} requests to forbidden targets",
        file=sys.stderr,
    )


if __name__ == "__main__":
    measure(Path(sys.argv[1]), int(sys.argv[2]))
