"""`csecrefs check links`: check the links of a bibliography."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import click

from csecrefs.cli.common import (
    library_options,
    note,
    put,
    read_library,
    settings_of,
    tell,
)
from csecrefs.cli.ignoring import read_ignore_file
from csecrefs.cli.progress import counted
from csecrefs.cli.reporting import report_options
from csecrefs.cli.terminal import diff, say, show_commands
from csecrefs.cli.verb import Verb
from csecrefs.errors import InputError

if TYPE_CHECKING:
    from csecrefs.library.linking import Copying
    from csecrefs.links.archive import Archive
    from csecrefs.links.history import History
    from csecrefs.links.results import LinkReport
    from csecrefs.links.run import CheckPlan

_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def _duration(_: click.Context, __: click.Parameter, value: str | None) -> float | None:
    """A time such as 90s, 20m, 6h, 30d."""
    if value is None:
        return None
    # `90s`, `6h`, `30d`. ASCII, because `\d` alone takes the digits of every script.
    match = re.fullmatch(r"(\d{1,6})([smhd])", value.strip(), re.ASCII)
    if not match:
        raise click.BadParameter(f"{value!r} is no time such as 90s, 20m, 6h or 30d")
    return float(match[1]) * _SECONDS[match[2]]


def _paces(
    _: click.Context, __: click.Parameter, values: tuple[str, ...]
) -> dict[str, tuple[float, int]]:
    """By domain, the seconds between requests and how many there may be at a time."""
    found = {}
    for value in values:
        # `example.org=5`, `example.org=0.5/2`: seconds, then requests at a time.
        match = re.fullmatch(
            r"([\w.:-]+)=(\d{1,4}(?:\.\d{1,4})?)(?:/([1-9]\d?))?", value.strip()
        )
        if not match:
            raise click.BadParameter(
                f"{value!r} is no pace such as example.org=5 or example.org=0.5/2"
            )
        found[match[1].lower()] = (float(match[2]), int(match[3] or 1))
    return found


@click.command(name="links", cls=Verb)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@library_options
@click.option(
    "--due",
    is_flag=True,
    help="Ask only for what is due, and report only what is new.",
)
@click.option(
    "--all", "everything", is_flag=True, help="With --due: report the whole state."
)
@click.option(
    "--every",
    metavar="TIME",
    callback=_duration,
    default="30d",
    show_default=True,
    help="With --due: interval between checks of links that work.",
)
@click.option(
    "--budget",
    metavar="TIME",
    callback=_duration,
    help="Begin no link after this time, such as 20m.",
)
@click.option(
    # After a correction, a second run on the same day asks only for what was corrected.
    "--max-age",
    metavar="TIME",
    callback=_duration,
    default="1d",
    show_default=True,
    help="Use results no older than this; 0s asks again for everything.",
)
@click.option(
    "--history",
    metavar="FILE",
    help="The file of the link history; `none` keeps nothing.",
)
@report_options()
@click.option(
    "--fix", is_flag=True, help="Rewrite in the sources the links that moved for good."
)
@click.option(
    "--suggest-archive",
    is_flag=True,
    help="Propose archived copies of what is broken, as a diff.",
)
@click.option(
    "--write-archive",
    is_flag=True,
    help="Write the archived copies found into the sources.",
)
@click.option(
    "--save",
    is_flag=True,
    help="Ask the Internet Archive to keep pages it has no copy of.",
)
@click.option(
    "--ignore",
    "ignore_file",
    metavar="FILE",
    help="A file of findings to pass over, with reasons (TOML).",
)
@click.option(
    "--baseline",
    metavar="FILE",
    help="A file of links known to be broken, which do not fail the run.",
)
@click.option(
    "--update-baseline", is_flag=True, help="Write what is broken now to the baseline."
)
@click.option("--http-only", is_flag=True, help="Judge by HTTP alone, not by content.")
@click.option(
    # HEAD brings no page: where content is judged there would be none to look at.
    "--head",
    is_flag=True,
    help="With --http-only: ask with HEAD, and GET where that fails.",
)
@click.option(
    "--timeout",
    metavar="TIME",
    callback=_duration,
    default="45s",
    show_default=True,
    help="Maximum time for one link.",
)
@click.option(
    "--browser-retry",
    is_flag=True,
    help="Request refused pages again under a browser's name.",
)
@click.option(
    # All else that is not public is refused: a file may be a stranger's trap.
    "--allow-address",
    multiple=True,
    metavar="IP",
    help="Reach this address though it is not public.",
)
@click.option(
    # doi.org has a faster pace of its own unless --pace names it, see `Politeness`.
    "--spacing",
    type=click.FloatRange(0),
    default=1.0,
    show_default=True,
    help="Seconds between requests to one domain.",
)
@click.option(
    "--pace",
    multiple=True,
    metavar="DOMAIN=SECONDS[/N]",
    callback=_paces,
    help="Spacing of one domain, and up to N requests at a time.",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 512),
    default=32,
    show_default=True,
    help="Number of links checked at a time.",
)
def links(sources: tuple[str, ...], **given: Any) -> int:
    """Check the links of the references in SOURCES, or in the library.

    With --due, only links whose day has come are asked for, and only news is reported:
    what is newly broken, recovered, moved, or uncertain for long. Nothing is printed on
    a day without news. A link is dead when it failed three times over a week.

    \b
    Exit codes:
      0  no link is broken that was not known to be (with --due: newly broken)
      1  a link is
      2  the check could not be done
      3  no server answered: network unavailable, result unknown
      130, 143  interrupted; the report is partial, and no file was replaced

    \b
    Example:
      csecrefs check links refs.bib --due --budget 20m
    """  # fmt: skip
    from csecrefs.library.linking import fix_moved, write_copies
    from csecrefs.links import baseline as baselines
    from csecrefs.links import news

    settings = settings_of(library=given["library"])
    plan = _plan(given, settings["allow_address"].split())
    chosen = list(sources) or settings.library()
    _check_options(given, chosen)
    # Without keys only errors are told: warnings about records are not about links.
    library = read_library(settings, chosen, keys=(), format=given["source_format"])
    # Both files are read first: a mistake in them shall not cost a long run.
    ignored = read_ignore_file(given["ignore_file"])
    known = _baseline(given)
    channel = _channel(given, chosen)
    with _history(given["history"]) as history, _interruptible() as ending:
        with counted("Checking") as progress:
            report = library.check_links(
                plan,
                history,
                progress=progress,
                ignore=ignored,
                copying=_copying(given),
                archives=_archives(settings["wayback"]),
                channel=channel,
                name=_heading(chosen),
            )
        _put(report, given, chosen, history, known)
        # Only what was printed counts as told, or a failure would lose the news.
        if history and report.network and not report.interrupted:
            news.mark_reported(report, history, channel)
    if report.interrupted:
        # Half a run is too little to write a baseline or to change sources by.
        return ending[0]
    if given["update_baseline"]:
        baselines.write_baseline(Path(given["baseline"]), report)
    if given["fix"]:
        for noted in fix_moved(report, chosen):
            tell(noted)
    if given["write_archive"]:
        for noted in write_copies(report, chosen):
            tell(noted)
    # If nobody answered, our own network is down, and no link is to blame.
    if not report.network:
        return 3
    failing = news.alarms(report, known, news_only=given["due"])
    # Whoever writes the baseline has just accepted what is broken.
    return int(bool(failing) and not given["update_baseline"])


def _check_options(given: dict[str, Any], chosen: list[str]) -> None:
    """Raise UsageError for options that do not go together."""
    if "-" in chosen and (given["fix"] or given["write_archive"]):
        raise click.UsageError(
            "--fix and --write-archive need files, not the standard input"
        )
    if given["update_baseline"] and not given["baseline"]:
        raise click.UsageError("--update-baseline needs --baseline FILE")


def _baseline(given: dict[str, Any]) -> dict[str, str]:
    """Return the links known to be broken; the file may be one yet to be written."""
    from csecrefs.links.baseline import read_baseline

    if not given["baseline"]:
        return {}
    path = Path(given["baseline"])
    if given["update_baseline"] and not path.exists():
        return {}
    # A name that is misspelt must fail: with no baseline, all that was known is news.
    return read_baseline(path)


@contextmanager
def _interruptible() -> Iterator[list[int]]:
    """Make SIGTERM end a run as Ctrl-C does; yields the exit code that is due then."""
    import signal
    from types import FrameType

    # 128 + SIGINT, as shells have it. In a list, so that the handler can set it.
    code = [130]

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        # Schedulers end what takes too long with SIGTERM. What was checked is kept.
        code[0] = 128 + number
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, end)
    except ValueError:  # not in the main thread
        yield code
        return
    try:
        yield code
    finally:
        signal.signal(signal.SIGTERM, before)


def _channel(given: dict[str, Any], chosen: list[str]) -> str:
    """Return the name of the channel this report goes to: its kind and sources."""
    # The same files are the same channel in any order and from any folder.
    sources = sorted(
        name if name == "-" else str(Path(name).resolve()) for name in chosen
    )
    kind = "all"
    if given["due"]:
        kind = "due"
    return "\n".join([f"{kind} {given['shape']}", *sources])


def _heading(chosen: list[str]) -> str:
    """Return the name of the library for the heading of the report."""
    names = [Path(name).name or name for name in chosen if name != "-"]
    return ", ".join(names[:3])


def _copying(given: dict[str, Any]) -> Copying:
    """Return the archived copies that the options ask for."""
    if given["save"]:
        return "all"
    if given["suggest_archive"] or given["write_archive"]:
        return "lost"
    return ""


def _archives(base: str) -> tuple[Archive, ...]:
    """Return the web archives to search: the one of the settings, or those known."""
    from csecrefs.links.archive import ARCHIVES, wayback

    if not base:
        return ARCHIVES
    return (wayback(base.rstrip("/"), urlsplit(base).hostname or ""),)


def _put(
    report: LinkReport,
    given: dict[str, Any],
    chosen: list[str],
    history: History | None,
    known: dict[str, str],
) -> None:
    """Print the report or write it to its file; a partial one replaces no file."""
    from csecrefs.links.report import render

    shape, output = given["shape"], given["output"]
    if shape == "html":
        trends = _trends(history, report)
    else:
        trends = None
    content = render(
        report,
        shape,
        trends,
        baseline=known,
        news_only=given["due"],
        everything=given["everything"],
    )
    if given["suggest_archive"] and shape == "text":
        content += _proposed(report, chosen)
    # A whole report of yesterday is worth more than half a report of today.
    if report.interrupted and output not in (None, "-"):
        say(f"csecrefs: interrupted; {output} is left as it was")
        output = None
    if shape == "github" and output in (None, "-"):
        show_commands(content)
    # Without news nothing is printed, and cron sends no mail. A file is always written.
    elif content or output:
        put(content, output, chosen)
    _summarise(report, shape, known)


def _summarise(report: LinkReport, shape: str, known: dict[str, str]) -> None:
    """Write the report as Markdown where GitHub wants the summary of a step."""
    from csecrefs.links.report import render

    # GitHub sets it for each step, and shows the file on the page of the run.
    target = os.environ.get("GITHUB_STEP_SUMMARY")
    if shape != "github" or not target:
        return
    try:
        # Appended, because other commands of the step may have written to it.
        with Path(target).open("a", encoding="utf-8") as summary:
            summary.write(render(report, "markdown", baseline=known))
    except OSError as error:
        # No reason to fail: the findings themselves are printed already.
        say(f"csecrefs: warning: {target}: {error.strerror}")


def _plan(given: dict[str, Any], permitted: list[str]) -> CheckPlan:
    from csecrefs.links.due import DAY, Cadence
    from csecrefs.links.queue import Pace, Politeness
    from csecrefs.links.run import CheckPlan
    from csecrefs.links.settings import CheckSettings
    from csecrefs.net.exchange import ExchangeLimits

    settings = CheckSettings(
        limits=ExchangeLimits(total=given["timeout"]),
        content=not given["http_only"],
        head=given["head"],
        browser_retry=given["browser_retry"],
        allowed_addresses=frozenset((*given["allow_address"], *permitted)),
    )
    paces = {domain: Pace(*pace) for domain, pace in given["pace"].items()}
    return CheckPlan(
        settings,
        Politeness(Pace(given["spacing"]), {**Politeness().exceptions, **paces}),
        Cadence(alive=given["every"] / DAY),
        threads=given["threads"],
        due=given["due"],
        max_age=given["max_age"],
        budget=given["budget"],
    )


def history_file(given: str | None) -> Path | None:
    """Return the file of the link history: as given, else in the user's state folder;
    None for `none`.
    """
    import platformdirs

    if given == "none":
        return None
    if not given:
        return Path(platformdirs.user_state_dir("csecrefs")) / "links.sqlite"
    path = Path(given)
    if path.is_symlink() or (path.exists() and not path.is_file()):
        # a folder from a stranger may bring one that leads to another file
        raise InputError(f"{path}: the history must be a regular file")
    return path


@contextmanager
def _history(given: str | None) -> Iterator[History | None]:
    from csecrefs.links.history import History

    path = history_file(given)
    if path is None:
        yield None
        return
    # A file that was named must work; the usual one is left out where it cannot be.
    if given is None and (reason := _unwritable(path)):
        note(f"warning: no history is kept: {path}: {reason}")
        yield None
        return
    with History(path) as history:
        yield history


def _unwritable(path: Path) -> str:
    """Return the reason that the user's history cannot be kept, "" if there is none."""
    # Then the path begins with `~`, and would become a folder of that name.
    if not path.is_absolute():
        return "there is no home folder"
    try:
        # 0700: the history tells what somebody reads.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        return error.strerror or str(error)
    # SQLite makes files beside its database, so the folder has to be writable, too.
    writable = os.access(path.parent, os.W_OK)
    if path.exists():
        writable = writable and os.access(path, os.W_OK)
    if writable:
        return ""
    return "not writable"


def _proposed(report: LinkReport, sources: list[str]) -> str:
    """Return the changes that `--write-archive` would make, as a diff."""
    from csecrefs.library.linking import proposed_copies

    shown = [
        diff(change.before, change.after, str(change.path))
        for change in proposed_copies(report, sources)
    ]
    proposed = "".join(shown)
    if not proposed:
        return ""
    return "\n" + proposed


def _trends(history: History | None, report: LinkReport) -> Any:
    from csecrefs.links import trends

    if history is None:
        return None
    links = [row.link for row in report.rows]
    return trends.read(
        history, {link.url: link.accessed or link.issued for link in links}
    )
