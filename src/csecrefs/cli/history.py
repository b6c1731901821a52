"""`csecrefs history`: what is known of links from earlier checks."""

from __future__ import annotations

import json

import click

from csecrefs.cli.check import history_file
from csecrefs.cli.common import (
    library_option,
    listing_option,
    put_table,
    read_library,
    settings_of,
)
from csecrefs.cli.terminal import put_json
from csecrefs.errors import InputError, NotFoundError


@click.command(name="history")
@click.argument("what", required=False, metavar="[KEY|URL]")
@click.option("--history", metavar="FILE", help="The file that earlier checks kept.")
@library_option
@listing_option
def command(
    what: str | None, history: str | None, library: str | None, shape: str
) -> int:
    """Show the changes of a link or of a reference's links over time, or the standing
    of all links.

    \b
    Example:
      csecrefs history https://example.org/paper
    """
    from csecrefs.links.history import History
    from csecrefs.links.report.machine import moment

    path = history_file(history)
    if path is None or not path.exists():
        raise InputError(
            f"{path or 'none'}: there is no link history yet; `csecrefs check links` makes one"
        )
    with History(path) as kept:
        if what is None:
            rows = [
                {
                    "url": known["url"],
                    "state": known["state"],
                    "verdict": known["code"],
                    "last_ok": moment(known["last_ok"]),
                    "due": moment(known["due"]),
                }
                for known in kept.all()
            ]
        else:
            rows = [
                {
                    "url": visit.url,
                    "at": moment(visit.at),
                    "state": visit.state,
                    "verdict": visit.code,
                    "reason": visit.reason,
                    **(
                        {"evidence": json.loads(visit.evidence or "{}")}
                        if shape == "json"
                        else {}
                    ),
                }
                for url in _urls(what, library)
                for visit in kept.visits(url)
            ]
    if what is not None and not rows:
        raise NotFoundError("link in the history", what)
    if shape == "json":
        put_json(rows)
    elif rows:
        put_table(
            tuple(rows[0]),
            [[str(value or "") for value in row.values()] for row in rows],
        )
    return 0


def _urls(what: str, library: str | None) -> list[str]:
    """The URLs meant: the one given, or those of the reference with that key."""
    from csecrefs.links.collect import links_of

    if ":" in what and "//" in what:
        return [what]
    references = read_library(settings_of(library=library), keys=())
    return [link.url for link in links_of(references[what])]
