"""Events after the publication of a work: retractions, corrections, concerns, versions,
publication.
"""

from __future__ import annotations

from typing import Final, Literal

import attrs

from csecrefs.model.date import Date

UpdateKind = Literal[
    "retracted",
    "partly-retracted",
    "removed",
    "concern",
    "corrected",
    "new-version",
    "published-as",
    "preprint",
    "version-of",
    "notice-for",
]

GRAVE: Final[frozenset[UpdateKind]] = frozenset(
    {"retracted", "partly-retracted", "removed", "concern"}
)
"""Kinds that bear on whether a work may still be cited as it stands."""


@attrs.frozen
class Update:
    """One thing that happened to a work.

    `doi` is the other side: the notice that says so, the newer version, the published
    article; for `notice-for`, the work that this one is a notice about, with what the
    notice does to it in `label`. `source` names who says so, `date` when, as far as
    known.
    """

    kind: UpdateKind
    doi: str = ""
    label: str = ""
    date: Date | None = None
    source: str = ""
