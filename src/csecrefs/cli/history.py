"""`csecrefs history`: the record of links from earlier checks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from csecrefs.cli.check import history_file
from csecrefs.cli.common import (
    library_option,
    listing_option,
    put_table,
    read_library,
    settings_of,
)
from csecrefs.cli.terminal import put_json, say
from csecrefs.errors import CsecrefsError, InputError, NotFoundError

_STATES = ["alive", "suspected", "dead", "uncertain"]


@click.command(name="history")
@click.argument("what", required=False, metavar="[KEY|URL]")
@click.option("--history", metavar="FILE", help="The file of the link history.")
@click.option(
    "--since",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only changes from this day on.",
)
@click.option("--state", type=click.Choice(_STATES), help="Only links in this state.")
@library_option
@listing_option
def command(
    what: str | None,
    history: str | None,
    since: datetime | None,
    state: str | None,
    library: str | None,
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

    path = history_file(history)
    if path is None or not path.exists():
        raise InputError(
            f"{path or 'none'}: there is no link history yet; `csecrefs check links`"
            " makes one"
        )
    start = since.replace(tzinfo=UTC).timestamp() if since else 0.0
    with History(path) as kept:
        if what is None:
            keys = _keys(library)
            rows = listing.states(kept, keys, since=start, state=state or "")
        else:
            rows = listing.changes(kept, _urls(what, library), since=start, state=state)
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
    shown = [name for name in rows[0] if name != "evidence"]
    put_table(shown, [[str(row[name] or "") for name in shown] for row in rows])


def _keys(library: str | None) -> dict[str, list[str]]:
    """Return the citation keys of each URL; none where no library is found."""
    from csecrefs.links.collect import collect

    try:
        references = read_library(settings_of(library=library), keys=())
    except CsecrefsError:
        if library:
            raise
        return {}
    keys: dict[str, list[str]] = {}
    for link in collect(references):
        keys.setdefault(link.url, []).append(link.key)
    return keys


def _urls(what: str, library: str | None) -> list[str]:
    """Return the URLs meant: the one given, or those of the reference with that key."""
    from csecrefs.links.collect import links_of

    if ":" in what and "//" in what:
        return [what]
    references = read_library(settings_of(library=library), keys=())
    return [link.url for link in links_of(references[what])]
