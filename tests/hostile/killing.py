"""Ends every writing verb with SIGKILL, at chance moments or at every step to the disk:
`python -m tests.hostile.killing [MOMENTS] [VERB...]`.

A child of this process runs the verb and dies. Afterwards each file must be the one
from before or the one a whole run makes, byte for byte, and the same command, given
again, must end where a whole run does. Files that say when they were made (histories,
reports) must be readable, and have all they had.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

import csecrefs
from csecrefs import cli
from csecrefs.storage import cache
from csecrefs.testing import StandIn
from tests.links.site import Site, article, moved, status

ENTRIES = 60
"""Entries of a library: enough that reading and writing it takes a while."""
PATIENCE = 60.0
"""Seconds after which a run that is not to be killed counts as hanging."""
STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.truncate", "os.chmod")
"""Audit events (PEP 578) of what changes a folder; `open` only if it is for writing."""

Folder = Callable[[Path, "Servers"], None]
Files = dict[str, bytes]


class Servers(NamedTuple):
    """What the verbs ask: a stand-in for the registries, and a site with links."""

    registry: StandIn
    site: Site


class Killed(NamedTuple):
    """A writing verb.

    - `lay_out`: makes the files it starts from.
    - `arguments`: the command.
    - `first`: a command that is run, unharmed, before it.
    - `dated`: files that differ from run to run.
    """

    lay_out: Folder
    arguments: tuple[str, ...]
    first: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()


def entries(count: int = ENTRIES) -> str:
    """Return a .bib file that `tidy` would change."""
    return "% a list\n\n" + "\n".join(
        f"@article{{key{number},\n title = {{Tides of the coast {number}}},\n"
        f'   author = "Roe, Ann and Moe, Bo",\n journal={{Tides}}, year = {2000 + number % 20},\n timestamp = {{2020-01-03}} }}'
        for number in range(count)
    )


def _library(folder: Path, servers: Servers) -> None:
    (folder / "refs.bib").write_text(entries(), encoding="utf-8")
    addresses = [
        f'{name} = "{servers.registry.url}"' for name in ("doi", "crossref", "datacite")
    ]
    settings = folder / ".config" / "csecrefs" / "config.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join([*addresses, f'cache = "{folder}/.cache.sqlite"'])
    settings.write_text(text, encoding="utf-8")


def _with_doubles(folder: Path, servers: Servers) -> None:
    _library(folder, servers)
    with (folder / "refs.bib").open("a", encoding="utf-8") as file:
        file.write(
            "\n@book{one, title={Salt}, author={Poe, Cy}, year=2001, isbn={9780306406157}}\n"
        )
        file.write(
            "\n@book{two, title={Salt}, author={Poe, C.}, year=2001, isbn={9780306406157}}\n"
        )


def _with_news(folder: Path, servers: Servers) -> None:
    _library(folder, servers)
    records = [
        f"TY  - BOOK\nID  - new{number}\nAU  - Poe, Cy\nTI  - Salt {number}\nER  - \n"
        for number in range(20)
    ]
    (folder / "new.ris").write_text("".join(records), encoding="utf-8")


def _with_more(folder: Path, servers: Servers) -> None:
    _library(folder, servers)
    (folder / "more.bib").write_text(entries(60).replace("key", "other"))


def _with_output(folder: Path, servers: Servers) -> None:
    _library(folder, servers)
    for name in ("out.ris", "out.html"):
        (folder / name).write_text("what was there before\n")


def _with_paper(folder: Path, servers: Servers) -> None:
    _library(folder, servers)
    cites = "\n\n".join(f"As they say [@key{number}]." for number in range(60))
    (folder / "paper.md").write_text(f"# A paper\n\n{cites}\n", encoding="utf-8")
    (folder / "other.md").write_text("And [@key7].\n", encoding="utf-8")


def _with_work(folder: Path, servers: Servers) -> None:
    _library(folder, servers)
    title = "Reading tide gauges along the northern coast"
    servers.registry.add_crossref(
        {
            "DOI": "10.5555/work",
            "type": "journal-article",
            "title": [title],
            "author": [{"given": "Ana", "family": "Sousa"}],
            "container-title": ["Journal of Coastal Research"],
            "volume": "36",
            "page": "123-138",
            "published-print": {"date-parts": [[2020]]},
        }
    )
    with (folder / "refs.bib").open("a", encoding="utf-8") as file:
        file.write(
            f"\n@article{{sousa, title = {{{title}}}, author={{Sousa, Ana}}, year=2020}}\n"
        )


def _with_links(folder: Path, servers: Servers) -> None:
    _library(folder, servers)
    lines = [
        f"@misc{{l{at}, title = {{Good}}, url = {{{servers.site.url}/{name}}}}}\n"
        for at, name in enumerate(("good", "old", "dead", "shut", "good?a", "good?b"))
    ]
    (folder / "refs.bib").write_text("".join(lines), encoding="utf-8")


def _with_editor(folder: Path, servers: Servers) -> None:
    _library(folder, servers)
    editor = folder / ".editor"
    editor.write_text('#!/bin/sh\nsed -i "s/Tides of/Waves of/" "$1"\n')
    editor.chmod(0o755)


_REFS = ("--library", "refs.bib")
_LINKS = (
    *("check", "links", "refs.bib", "--allow-address", "127.0.0.1", "--spacing", "0"),
    *("--history", "links.sqlite"),
)
VERBS: dict[str, Killed] = {
    "add": Killed(_with_news, ("add", "new.ris", "--write", *_REFS)),
    "tidy": Killed(_with_more, ("tidy", "refs.bib", "more.bib", "--write")),
    "enrich": Killed(_with_work, ("enrich", "sousa", "--write", *_REFS)),
    "dedupe": Killed(_with_doubles, ("dedupe", "refs.bib", "--write", "--yes")),
    "undo": Killed(
        _with_doubles,
        ("dedupe", "refs.bib", "--undo"),
        first=("dedupe", "refs.bib", "--write", "--yes"),
    ),
    "links": Killed(
        _with_links,
        (
            *(*_LINKS, "--baseline", "base.json", "--update-baseline"),
            *("--format", "json", "--max-age", "0s", "-o", "report.json"),
        ),
        first=(*_LINKS, "--baseline", "base.json", "--update-baseline"),
        dated=("links.sqlite", "report.json"),
    ),
    "fix": Killed(_with_links, (*_LINKS, "--fix"), dated=("links.sqlite",)),
    "convert": Killed(_with_output, ("convert", "refs.bib", "-o", "out.ris")),
    "format": Killed(_with_output, ("format", "refs.bib", "-o", "out.html")),
    "render": Killed(_with_paper, ("render", "paper.md", "--in-place", *_REFS)),
    "set": Killed(_library, ("set", *_REFS, "key7", "key9", "volume=7")),
    "edit": Killed(_with_editor, ("edit", *_REFS, "key7")),
    "rename": Killed(
        _with_paper,
        (
            "rename",
            *_REFS,
            "key7",
            "roe7",
            "-m",
            "paper.md",
            "-m",
            "other.md",
            "--write",
        ),
    ),
    "rm": Killed(_library, ("rm", *_REFS, "key7", "--yes")),
    "new": Killed(_library, ("new", "book", *_REFS, "--key", "poe", "title=Salt")),
    "site": Killed(
        _with_output,
        ("site", "refs.bib", "-o", "site", "--style", "ieee"),
        first=("site", "refs.bib", "-o", "site"),
    ),
}


def preload() -> None:
    """Import all modules here, so that each child need not."""
    for module in pkgutil.walk_packages(csecrefs.__path__, "csecrefs."):
        with suppress(ImportError):
            importlib.import_module(module.name)


@contextmanager
def servers() -> Iterator[Servers]:
    """Run both servers as long as the block does."""
    site = Site()
    site.routes |= {
        "/good": article("Good"),
        "/good?a": article("Good"),
        "/good?b": article("Good"),
        "/old": moved(301, "/good"),
        "/dead": status(404),
        "/shut": status(403),
    }
    with StandIn() as registry:
        yield Servers(registry, site)
    site.close()


def start(
    folder: Path, arguments: tuple[str, ...], *, die_at: int = 0, delay: float = 0
) -> int:
    """Start a command in a child of this process and return its number.

    The child waits for so many seconds, and kills itself at this step to the disk, or else writes down in the folder
    how many it took.
    """
    child = os.fork()
    if child:
        return child
    code = 99
    try:
        _become(folder)
        trap = _Trap(die_at)
        sys.addaudithook(trap)
        sys.argv = ["csecrefs", *arguments]
        time.sleep(delay)
        cli.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
        (folder / ".steps").write_text(str(trap.taken))
    finally:
        os._exit(code)


def _become(folder: Path) -> None:
    """Give this process a home of its own, and nothing to say."""
    os.chdir(folder)
    for purpose in ("CONFIG", "STATE", "CACHE", "DATA"):
        os.environ[f"XDG_{purpose}_HOME"] = str(folder / f".{purpose.lower()}")
    cache.folder = lambda: folder / ".cache" / cache.MADE
    os.environ["EDITOR"] = str(folder / ".editor")
    os.environ.pop("VISUAL", None)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)


class _Trap:
    """An audit hook that kills its process at one step; 0 for none."""

    def __init__(self, die_at: int) -> None:
        self._die_at, self.taken = die_at, 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event not in STEPS:
            return
        if event == "open" and not _is_for_writing(arguments):
            return
        self.taken += 1
        if self.taken == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)


def _is_for_writing(arguments: tuple[object, ...]) -> bool:
    _, _, flags = arguments
    return isinstance(flags, int) and bool(
        flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    )


def ended(child: int, seconds: float = PATIENCE) -> int:
    """Wait for a child, kill it after this time; return its code, -9 for killed."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, code = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(code)
        time.sleep(min(0.002, max(0.0, end - time.monotonic())))
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def files(folder: Path, verb: Killed) -> Files:
    """Return the files that a user sees, but for those with a date in them."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _is_aside(path.relative_to(folder), verb)
    }


def _is_aside(path: Path, verb: Killed) -> bool:
    is_hidden = any(part.startswith(".") for part in path.parts)
    return is_hidden or path.name.startswith(verb.dated or "\0")


class Attempt:
    """One verb, its files before it and those after a whole run."""

    def __init__(self, name: str, home: Path, asked: Servers) -> None:
        self.verb = VERBS[name]
        self._home, self._servers, self._number = home, asked, 0
        self.killed = 0
        folder = self.laid_out()
        self.before = files(folder, self.verb)
        started = time.monotonic()
        code = ended(start(folder, self.verb.arguments))
        self.seconds = time.monotonic() - started
        self.after = files(folder, self.verb)
        self.steps = int((folder / ".steps").read_text())
        assert code in (0, 1), f"{name}: a whole run ends with {code}"
        assert self.after != self.before or self.verb.dated, f"{name} writes nothing"

    def laid_out(self) -> Path:
        """Return a new folder with the files that the verb starts from."""
        self._number += 1
        folder = self._home / str(self._number)
        folder.mkdir()
        self.verb.lay_out(folder, self._servers)
        if self.verb.first:
            assert ended(start(folder, self.verb.first)) in (0, 1)
        return folder

    def faults(self, die_at: int = 0, seconds: float = PATIENCE) -> list[str] | None:
        """Kill the verb at a step or after some time, and return what is wrong with
        what it leaves; None if it had ended before.
        """
        folder = self.laid_out()
        had = _visits(folder / "links.sqlite")
        if (
            ended(start(folder, self.verb.arguments, die_at=die_at), seconds)
            != -signal.SIGKILL
        ):
            return None
        self.killed += 1
        left = files(folder, self.verb)
        found = [
            f"{name} is neither the old nor the new file ({len(content)} bytes)"
            for name, content in left.items()
            if content not in (self.before.get(name), self.after.get(name))
        ]
        kept = self.before.keys() & self.after.keys()
        found += [f"{name} is gone" for name in sorted(kept - left.keys())]
        found += _damage(folder, had)
        if left != self.after:
            ended(start(folder, self.verb.arguments))
            rest = files(folder, self.verb)
            found += [
                f"{name} is not finished by a second run"
                for name in sorted(self.after.keys() | rest.keys())
                if rest.get(name) != self.after.get(name)
            ]
        found += _damage(folder, had)
        return found


def _visits(history: Path) -> set[tuple[object, ...]]:
    if not history.exists():
        return set()
    with sqlite3.connect(history) as database:
        try:
            return set(database.execute("SELECT * FROM visit"))
        except sqlite3.OperationalError:  # killed before there was a table
            return set()


def _damage(folder: Path, had: set[tuple[object, ...]]) -> list[str]:
    """Return what is wrong with the files that have dates in them."""
    found = []
    history, report = folder / "links.sqlite", folder / "report.json"
    if history.exists():
        with sqlite3.connect(history) as database:
            (sound,) = database.execute("PRAGMA integrity_check").fetchone()
        if sound != "ok":
            found.append(f"the history is damaged: {sound}")
        elif had - _visits(history):
            found.append("the history has lost visits")
    if report.exists():
        try:
            json.loads(report.read_bytes())
        except ValueError:
            found.append("half a report is left")
    return found


def at_steps(attempt: Attempt, steps: Iterable[int]) -> Iterator[str]:
    """Yield the faults of runs killed at these steps to the disk."""
    for step in steps:
        found = attempt.faults(die_at=step) or ()
        yield from (f"step {step}: {fault}" for fault in found)


def at_moments(attempt: Attempt, moments: int, seed: int = 0) -> Iterator[str]:
    """Yield the faults of runs killed at so many chance moments.

    A run that ends before its moment does not count, but there is an end to trying.
    """
    chance = Random(seed)
    wanted = attempt.killed + moments
    for _ in range(4 * moments):
        if attempt.killed >= wanted:
            return
        seconds = chance.uniform(0, attempt.seconds)
        found = attempt.faults(seconds=seconds) or ()
        yield from (f"after {seconds:.3f} s: {fault}" for fault in found)


def main(arguments: list[str]) -> int:
    """Print the faults of each verb; return 1 if there is one."""
    moments = int(arguments[0]) if arguments else 50
    count = 0
    preload()
    with servers() as asked:
        for name in arguments[1:] or VERBS:
            with tempfile.TemporaryDirectory() as home:
                attempt = Attempt(name, Path(home), asked)
                steps = range(1, attempt.steps + 1)
                found = [*at_steps(attempt, steps), *at_moments(attempt, moments)]
            count += len(found)
            killed = f"killed {attempt.killed} times in {len(steps)} steps"
            print(f"{name}: {killed}, {len(found)} faults", flush=True)
            for fault in found:
                print(f"  {fault}")
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
