"""Reports of link checks: results become findings, which `csecrefs.reports` prints."""

from __future__ import annotations

from collections.abc import Collection
from html import escape
from typing import TYPE_CHECKING, Final

import attrs

from csecrefs import reports
from csecrefs.links.report.figures import figures
from csecrefs.links.report.findings import digest, findings, summary
from csecrefs.links.trends import Trends
from csecrefs.reports import FORMATS
from csecrefs.reports.html import fragment

if TYPE_CHECKING:  # a report of links shows itself by this package
    from csecrefs.links.results import LinkReport

__all__ = ["FORMATS", "digest", "findings", "notebook", "render", "summary"]

_IN_NOTEBOOK: Final = 200

MESSAGES: Final = frozenset({"text", "markdown", "github"})
"""Formats that people get as a message: with `--due`, these have the news only. The
others are a picture of the whole, in which the news is marked."""


def render(
    report: LinkReport,
    name: str,
    trends: Trends | None = None,
    *,
    baseline: Collection[str] = (),
    news_only: bool = False,
    everything: bool = False,
) -> str:
    """Return a report as text in a format of FORMATS; raises FormatError.

    `trends` adds the charts of a page. With `news_only`, messages have what is new, and
    are empty if nothing is; `everything` puts the whole state into them.
    """
    if news_only and not everything and name in MESSAGES:
        found = digest(report, baseline)
        return reports.render(found, name) if found.findings or found.notices else ""
    found = findings(report, baseline, news_only=news_only)
    if name == "html":
        found = attrs.evolve(found, figures=figures(report, trends))
    return reports.render(found, name)


def notebook(report: LinkReport) -> str:
    """Return the first results as HTML for a notebook."""
    found = findings(report)
    some = attrs.evolve(found, findings=found.findings[:_IN_NOTEBOOK])
    more = len(found.findings) - _IN_NOTEBOOK
    rest = f"<p>and {more} more</p>" if more > 0 else ""
    return f"<p>{escape(summary(report))}</p>{fragment(some)}{rest}"
