"""The results of a run: what was found for each link, and the report of them all."""

from __future__ import annotations

from typing import Literal

import attrs

from csecrefs.links.archive import Capture
from csecrefs.links.due import Record
from csecrefs.links.link import Link
from csecrefs.links.verdict import Verdict

News = Literal["", "broken", "recovered", "moved", "uncertain"]
"""The news about a link since it was last reported; empty if nothing is."""

Left = Literal["", "budget", "interrupted", "host", "other-run"]
"""The reason why a link was not asked for though it should have been: the time was up, the run was
interrupted, its host wants to be left alone, or another run is at it."""


@attrs.frozen
class LinkResult:
    """One link and what was found."""

    link: Link
    verdict: Verdict
    record: Record
    """The sum of all visits so far."""
    asked: bool = True
    """False if this run did not ask for the link, because it was not due."""
    newly_broken: bool = False
    """True if the link is dead now and was not before."""
    back: bool = False
    """True if the link was dead and works again."""
    news: News = ""
    copy: Capture | None = None
    """The archived copy suggested for it."""
    before: Record | None = None
    """The record as it was before this run's visit."""


@attrs.frozen
class LinkReport:
    """The results of a run, in the order of the links."""

    rows: tuple[LinkResult, ...] = ()
    network: bool = True
    """False if no server answered at all."""
    complete: bool = True
    """False if links were left for another run."""
    started: float = 0.0
    """Seconds since 1970."""
    interrupted: bool = False
    """True if the user or the system ended the run early."""
    left: tuple[tuple[Link, Left], ...] = ()
    """The links that were not asked for though they should have been, and why."""
    name: str = ""
    """The name of the library, for headings."""

    @property
    def broken(self) -> tuple[LinkResult, ...]:
        """The links found broken."""
        return tuple(row for row in self.rows if row.verdict.outcome == "broken")

    @property
    def moved(self) -> tuple[LinkResult, ...]:
        """The links that moved for good, and work where they are now."""
        return tuple(
            row for row in self.rows if row.verdict.code == "redirected-permanent"
        )

    @property
    def uncertain(self) -> tuple[LinkResult, ...]:
        """The links that could not be judged."""
        return tuple(row for row in self.rows if row.verdict.outcome == "uncertain")

    @property
    def newly_broken(self) -> tuple[LinkResult, ...]:
        """The links that are dead, and were not when they were last reported."""
        return tuple(row for row in self.rows if row.newly_broken)

    @property
    def news(self) -> tuple[LinkResult, ...]:
        """The links about which something is new."""
        return tuple(row for row in self.rows if row.news)

    def _repr_html_(self) -> str:
        from csecrefs.links.report import notebook

        return notebook(self)
