"""The history as rows: the state of every link, and the changes of some."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from csecrefs.links.history import History, Visit
from csecrefs.reports.machine import moment


def states(
    history: History,
    keys: Mapping[str, Sequence[str]],
    *,
    since: float = 0.0,
    state: str = "",
) -> list[dict[str, Any]]:
    """Return the state of each link, with the citation keys of its references.

    With `since`, only links that came into their state at that time or later.
    """
    return [
        {
            "url": record.url,
            "keys": " ".join(keys.get(record.url, ())),
            "state": record.state,
            "verdict": record.code,
            "since": moment(record.since),
            "last_ok": moment(record.last_ok),
            "due": moment(record.due),
        }
        for record in history.all()
        if record.since >= since and state in ("", record.state)
    ]


def changes(
    history: History,
    urls: Iterable[str],
    *,
    since: float = 0.0,
    state: str | None = None,
) -> list[dict[str, Any]]:
    """Return the visits to links that changed something, with their evidence."""
    return [
        {
            "url": visit.url,
            "at": moment(visit.at),
            "state": visit.state,
            "verdict": visit.code,
            "reason": visit.reason,
            "evidence": _evidence(visit),
        }
        for url in urls
        for visit in history.visits(url)
        if visit.at >= since and state in (None, visit.state)
    ]


def _evidence(visit: Visit) -> Any:
    """Return the evidence of a visit; an empty object if it cannot be read."""
    try:
        return json.loads(visit.evidence or "{}")
    except (ValueError, RecursionError):
        return {}
