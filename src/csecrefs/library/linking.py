"""The library and its links: one check from the references to the report, and what is
written into the files afterwards.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import attrs

from csecrefs.errors import Diagnostic, FieldError
from csecrefs.library.sources import files_of
from csecrefs.links import news
from csecrefs.links.archive import ARCHIVES, Archive
from csecrefs.links.collect import collect
from csecrefs.links.fix import fix_file, moves
from csecrefs.links.history import History
from csecrefs.links.mementos import copies, rewrite, suggest, write_file
from csecrefs.links.results import LinkReport, LinkResult
from csecrefs.links.run import CheckPlan
from csecrefs.links.run import check_links as run_checks
from csecrefs.model.hints import check_options
from csecrefs.model.reference import Reference
from csecrefs.storage.changes import FileChange

if TYPE_CHECKING:
    from csecrefs.links.link import Link
    from csecrefs.links.verdict import Verdict
    from csecrefs.reports import IgnoreEntry

__all__ = [
    "LinkCheckKeywords",
    "check_links",
    "fix_moved",
    "links_to_check",
    "proposed_copies",
    "write_copies",
]

Copying = Literal["", "lost", "all"]
"""Archived copies to look for: none, of what is broken or changed, or of every page,
made now where there is none.
"""


class LinkCheckKeywords(TypedDict, total=False):
    """The options of a check of a library's links.

    - `progress`: called with the number of links done and their total.
    - `ignore`: findings to pass over; a link ignored by its URL alone is not asked for.
    - `copying`: the archived copies to look for.
    - `archives`: the web archives that are searched for them.
    - `channel`: the way the report goes; what was reported there is no news.
    - `name`: the name of the library, for headings.
    """

    progress: Callable[[int, int], None] | None
    ignore: Sequence[IgnoreEntry]
    copying: Copying
    archives: Sequence[Archive]
    channel: str
    name: str


def links_to_check(
    references: Iterable[Reference], ignore: Sequence[IgnoreEntry] = ()
) -> list[Link]:
    """Return the links of references, without those whose URL alone is ignored."""
    silent = [entry for entry in ignore if entry.is_about_url_only()]
    return [
        link
        for link in collect(references)
        if not any(entry.fits(url=link.url) for entry in silent)
    ]


def check_links(
    references: Iterable[Reference],
    plan: CheckPlan | None = None,
    history: History | str | Path | None = None,
    **options: Unpack[LinkCheckKeywords],
) -> LinkReport:
    """Check the links of references and return the report, with its news.

    Once the report has reached its readers, `csecrefs.links.news.mark_reported` makes
    it old. Raises HistoryError.
    """
    check_options("check_links", options, LinkCheckKeywords)
    if plan is not None and not isinstance(plan, CheckPlan):
        raise FieldError(f"check_links: {plan!r} is no CheckPlan")
    if history is not None and not isinstance(history, str | Path | History):
        raise FieldError(
            f"check_links: {history!r} is no history; give the path of one"
        )
    if isinstance(history, str | Path):
        with History(Path(history)) as kept:
            return check_links(references, plan, kept, **options)
    ignore = options.get("ignore", ())
    wanted = links_to_check(references, ignore)
    counting = _counting(wanted, options.get("progress"))
    report = run_checks(wanted, plan, history, counting)
    copying = options.get("copying", "")
    # After a check that was broken off nobody wants more requests.
    if copying and not report.interrupted:
        archives = options.get("archives", ARCHIVES)
        report = suggest(report, plan, archives, saving=copying == "all")
    rows = (row for row in report.rows if not _is_ignored(row, ignore))
    name = options.get("name", report.name)
    report = attrs.evolve(report, rows=tuple(rows), name=name)
    # Last of all, so that what is ignored is no news either.
    return news.with_news(
        report,
        history,
        options.get("channel", ""),
    )


def _counting(
    links: Iterable[Link], progress: Callable[[int, int], None] | None
) -> Callable[[Verdict], None]:
    """Return what counts the verdicts of a run: each URL has one."""
    total = len({link.url for link in links})
    numbers = itertools.count(1)

    def count(verdict: Verdict) -> None:
        del verdict
        if progress:
            progress(next(numbers), total)

    return count


def _is_ignored(row: LinkResult, entries: Sequence[IgnoreEntry]) -> bool:
    """True if an entry passes over the result of a link."""
    link = row.link
    path = link.path or ""
    return any(
        entry.fits(
            key=link.key,
            code=row.verdict.code,
            url=link.url,
            path=path,
        )
        for entry in entries
    )


def fix_moved(report: LinkReport, sources: Iterable[str]) -> Iterator[list[Diagnostic]]:
    """Rewrite in the files of the sources the links that moved for good.

    Yields for each file what was rewritten and what could not be. Raises OSError, and
    InputError for a file that cannot be written or was changed meanwhile.
    """
    wanted = moves(report.rows)
    for file in _files(sources):
        done, problems = fix_file(file, wanted)
        noted = list(problems)
        for old, new in done.items():
            message = f"{old} is now {new}"
            noted.append(
                Diagnostic(
                    "rewritten",
                    message,
                    "info",
                    str(file),
                )
            )
        yield noted


def write_copies(
    report: LinkReport, sources: Iterable[str]
) -> Iterator[list[Diagnostic]]:
    """Write the archived copies of a report into the files of the sources.

    Yields for each file what was written and what could not be. Raises OSError, and
    InputError for a file that cannot be written or was changed meanwhile.
    """
    found = copies(report)
    if not found:
        return
    for file in _files(sources):
        written = write_file(file, found)
        noted = list(written.problems)
        for key, copy in written.done.items():
            message = f"the copy at {copy.url} is written"
            noted.append(
                Diagnostic(
                    "archived",
                    message,
                    "info",
                    str(file),
                    key=key,
                )
            )
        yield noted


def proposed_copies(report: LinkReport, sources: Iterable[str]) -> Iterator[FileChange]:
    """Yield the changes that `write_copies` would make."""
    found = copies(report)
    if not found:
        return
    for file in _files(sources):
        before = file.read_bytes()
        yield FileChange(
            file,
            before,
            rewrite(before, found, str(file)).text,
        )


def _files(sources: Iterable[str]) -> Iterator[Path]:
    """Yield the files that sources stand for; the standard input is none."""
    for source in sources:
        if source != "-":
            yield from files_of(source)
