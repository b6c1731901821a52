"""Writing the site of a library, and building it again when its files change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict, Unpack

import attrs

from csecrefs.errors import FieldError, InputError
from csecrefs.library.sources import STDIN, Source, files_of
from csecrefs.model.hints import check_options
from csecrefs.storage.files import read_small, write_atomically

if TYPE_CHECKING:
    from csecrefs.library.library import Library
    from csecrefs.model.update import Update
    from csecrefs.site import LinkState, SitePages

# Bytes of a ledger that is read.
_MAX_LEDGER: Final = 64 << 20
_INDEX: Final = "index.html"
# Options that say where to look things up.
_NOT_OF_PAGES: Final = frozenset({"history", "verify", "offline"})


class SiteKeywords(TypedDict, total=False):
    """The options of a site.

    `history` is a file of the link history; `verify` asks the registries what happened
    to the works since, `offline` from their cache alone. The others are those of
    `csecrefs.site.SiteOptions`.
    """

    title: str
    styles: Sequence[str]
    locale: str
    language: str
    address: str
    history: str | Path | None
    verify: bool
    offline: bool


def publish(
    library: Library, path: str | Path, **options: Unpack[SiteKeywords]
) -> SitePages:
    """Write the site of a library to a folder, and return its pages.

    Takes what `Library.site` does. Raises InputError for a folder that cannot be
    written, or that has an index.html of something else.
    """
    from csecrefs.site import SiteOptions, build
    from csecrefs.site.feed import LEDGER, read_ledger

    check_options("site", options, SiteKeywords)
    folder = Path(path)
    # First of all: a wrong folder is refused before the work of a build.
    _refuse_foreign(folder)
    # The ledger of the build before says when each work came into the list.
    known: dict[str, Any] = {"added": read_ledger(_content(folder / LEDGER))}
    if history := options.get("history"):
        known["links"] = link_states(history)
    if options.get("verify"):
        known["updates"] = _updates(
            library,
            offline=options.get("offline", False),
        )
    for name, value in options.items():
        if name not in _NOT_OF_PAGES:
            known[name] = value
    try:
        chosen = SiteOptions(**known)
    except TypeError as error:
        raise FieldError(f"site: {error}") from None
    pages = build(library, chosen)
    _write(folder, pages)
    return pages


def _refuse_foreign(folder: Path) -> None:
    """Raise InputError for a folder with a page that csecrefs did not make."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: it is no folder; name one for the site")
    page = folder / _INDEX
    if page.exists() and not _is_ours(page):
        raise InputError(
            f"{page}: this page is not of csecrefs; name another folder for the site"
        )


def _is_ours(page: Path) -> bool:
    with page.open("rb") as file:
        # The line is in the head, before the style: 64 KiB are plenty.
        return b'name="generator" content="csecrefs"' in file.read(1 << 16)


def _content(path: Path) -> bytes:
    try:
        return read_small(path, _MAX_LEDGER)
    except OSError:
        return b""


def _write(folder: Path, pages: SitePages) -> None:
    """Write the pages, and remove those of a longer list that was there before."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in pages.files.items():
            write_atomically(folder / name, content)
        # Only pages with our mark: a list-2.html of the user's own stays.
        for page in folder.glob("list-*.html"):
            if page.name not in pages.files and _is_ours(page):
                page.unlink()
    except OSError as error:
        place = error.filename or folder
        raise InputError(f"{place}: {error.strerror or error}") from None


def link_states(history: str | Path) -> dict[str, LinkState]:
    """Return the states of links in a history file, by URL.

    Raises InputError if the file is not there, HistoryError if it is of no use.
    """
    from csecrefs.links.history import History
    from csecrefs.site import LinkState

    path = Path(history)
    if not path.is_file():
        raise InputError(f"{path}: there is no such link history")
    with History(path) as kept:
        return {
            record.url: LinkState(
                record.state,
                _day(record.since),
                _day(record.checked),
                record.verdict.reason,
            )
            for record in kept.all()
        }


def _day(seconds: float) -> str:
    if not seconds:
        return ""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"


def _updates(library: Library, *, offline: bool) -> dict[str, Sequence[Update]]:
    """Return what the registries say happened to the works, by key."""
    found = library.verify(offline=offline)
    return {each.key: each.updates for each in found if each.updates}


# --- changes


@attrs.frozen
class Stamp:
    """The state of the files of some sources: names, times and sizes."""

    files: tuple[tuple[str, int, int], ...]


def stamp(sources: Iterable[Source]) -> Stamp:
    """Return the state of the files that sources stand for; it differs once one of
    them has changed, has come or is gone.
    """
    return Stamp(tuple(sorted(_stamps(sources))))


def _stamps(sources: Iterable[Source]) -> Iterator[tuple[str, int, int]]:
    for source in sources:
        if source == STDIN:
            continue
        for file in files_of(source):
            try:
                facts = file.stat()
            except OSError:
                # A file that went meanwhile makes a difference by not being there.
                continue
            yield str(file), facts.st_mtime_ns, facts.st_size
