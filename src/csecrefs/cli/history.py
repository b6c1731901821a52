"""`csecrefs history`: the record of links from earlier checks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from csecrefs.cli.check_links import history_file
from csecrefs.cli.common import (
    complete_argument,
    divided,
    library_options,
    listing_option,
    read_library,
    settings_of,
)
from csecrefs.cli.table import put_table
from csecrefs.cli.terminal import put_json, say
from csecrefs.cli.verb import Verb
from csecrefs.errors import CsecrefsError, InputError, NotFoundError

# As in `csecrefs.links.due`, which the help of a verb need not load.
_STATES = ["alive", "suspected", "dead", "uncertain"]


@click.command(name="history", cls=Verb)
@click.argument(
    "arguments",
    nargs=-1,
    metavar="[SOURCE]... [KEY|URL]",
    shell_complete=complete_argument,
)
@click.option("--history", metavar="FILE", help="The file of the link history.")
@click.option(
    "--since",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only changes from this day on.",
)
@click.option("--state", type=click.Choice(_STATES), help="Only links in this state.")
@library_options
@listing_option
def command(
    arguments: tuple[str, ...],
    history: str | None,
    since: datetime | None,
    state: str | None,
    library: str | None,
    source_format: str,
    shape: str,
) -> int:
    """Show the changes of a link, or the state of all links.

    Without KEY or URL, each link is listed with its state; with --since, those whose
    state changed from that day on. Citation keys are shown where the library is found.

    \b
    Example:
      csecrefs history --since 2026-11-01 --state dead
    """
    from csecrefs.links import listing
    from csecrefs.links.history import History

    sources, others = divided(arguments)
    if len(others) > 1:
        raise click.UsageError("name one key or URL")
    if others:
        what = others[0]
    else:
        what = None
    path = history_file(history)
    # To open it would make an empty one there.
    if path is None or not path.exists():
        raise InputError(
            f"{path or 'none'}: there is no link history yet; `csecrefs check links`"
            " makes one"
        )
    start = 0.0
    if since:
        # A day of the list is one in UTC.
        start = since.replace(tzinfo=UTC).timestamp()
    with History(path) as kept:
        if what is None:
            keys = _keys(library, sources, source_format)
            rows = listing.states(kept, keys, since=start, state=state or "")
        else:
            rows = listing.changes(
                kept,
                _urls(what, library, sources, source_format),
                since=start,
                state=state,
            )
    if what is not None and not rows:
        raise NotFoundError("link in the history", what)
    _put(rows, shape)
    return 0


def _put(rows: list[dict[str, Any]], shape: str) -> None:
    if shape == "json":
        put_json(rows)
        return
    if not rows:
        say("csecrefs: no link of the history fits")
        return
    # Evidence is an object with many parts, which only JSON has room for.
    shown = [name for name in rows[0] if name != "evidence"]
    put_table(shown, [[str(row[name] or "") for name in shown] for row in rows])


def _keys(library: str | None, sources: list[str], format: str) -> dict[str, list[str]]:
    """Return the citation keys of each URL; none where no library is found."""
    from csecrefs.links.collect import collect

    try:
        settings = settings_of(library=library)
        references = read_library(settings, sources, keys=(), format=format)
    except CsecrefsError:
        # Keys are an addition to the list, unless the library was named.
        if library or sources:
            raise
        return {}
    keys: dict[str, list[str]] = {}
    for link in collect(references):
        keys.setdefault(link.url, []).append(link.key)
    return keys


def _urls(what: str, library: str | None, sources: list[str], format: str) -> list[str]:
    """Return the URLs meant: the one given, or those of the reference with that key."""
    from csecrefs.links.collect import links_of

    # `https://example.org`; the key `un:1989` has a colon, too.
    if ":" in what and "//" in what:
        return [what]
    references = read_library(
        settings_of(library=library), sources, keys=(), format=format
    )
    return [link.url for link in links_of(references[what])]
