"""From the results of a run to findings: what changed, why, and what to do."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import attrs

from csecrefs.errors import Severity
from csecrefs.patterns import regex
from csecrefs.reports import Change, Finding, FindingReport, Judgement
from csecrefs.reports.finding import plural
from csecrefs.reports.machine import moment
from csecrefs.reports.text import plain
from csecrefs.text.characters import mask_userinfo

if TYPE_CHECKING:  # a report of links shows itself by this package
    from csecrefs.links.results import LinkReport, LinkResult, News

CHANGED: Final = "Changed since the last report"
SPELLING: Final = "Spelt oddly"
SECTIONS: Final = (
    CHANGED,
    "Broken",
    "Uncertain",
    "Moved for good",
    SPELLING,
    "Working",
)
"""The parts of a report in order."""

NEWS_SECTIONS: Final[Mapping[News, str]] = MappingProxyType(
    {
        "broken": "Newly broken",
        "recovered": "Working again",
        "moved": "Moved for good",
        "uncertain": "Uncertain for two weeks or more",
    }
)
"""The parts of a report that has the news only, in order."""

_LABELS: Final[Mapping[News, str]] = MappingProxyType(
    {
        "broken": "newly broken",
        "recovered": "works again",
        "moved": "newly moved",
        "uncertain": "uncertain for long",
    }
)

_STATES: Final[Mapping[Judgement, str]] = MappingProxyType(
    {"note": "moved", "pass": "works", "open": "uncertain"}
)
"""The state of a link in a word; of a broken one, that of its record."""

# A message of at most 24 lines fits a terminal and a phone.
_LINES: Final = 24
"""The most lines of a message with news."""

# Markup in a title: "<i>Malus</i>".
_MARKUP: Final = regex(r"<[^<>]{0,80}>")

_LEFT: Final = {
    "budget": "the time was up",
    "interrupted": "the run was interrupted",
    "host": "their host asks to be left alone",
    "other-run": "another run is at them",
}
_LEFT_ONE: Final = {
    "host": "its host asks to be left alone",
    "other-run": "another run is at it",
}


def summary(report: LinkReport) -> str:
    """Return the counts in one line.

    >>> from csecrefs.links.results import LinkReport
    >>> summary(LinkReport())
    '0 links'
    """
    counts = Counter(row.verdict.outcome for row in report.rows)
    moved, new = len(report.moved), len(report.newly_broken)
    asked = sum(row.asked for row in report.rows)
    parts = [
        f"{counts['ok']} working",
        f"{counts['broken']} broken",
        f"{counts['uncertain']} uncertain",
        f"{moved} moved",
        f"{asked} asked for now",
        f"{new} newly broken",
    ]
    total = plural(len(report.rows), "link")
    named = [part for part in parts if not part.startswith("0 ")]
    return ": ".join([total, ", ".join(named)]) if named else total


def notices(report: LinkReport) -> Iterator[str]:
    """Yield what is to be said of the run as a whole."""
    if report.interrupted:
        yield "This report is partial: the run was interrupted."
    if not report.network:
        yield "No server answered at all: the network may be at fault, so nothing was kept."
    reasons = Counter(reason for _, reason in report.left)
    for reason, count in reasons.items():
        links, why = f"{count} links were", _LEFT[reason]
        if count == 1:
            links, why = "1 link was", _LEFT_ONE.get(reason, why)
        yield f"{links} not asked for, because {why}; the next run begins there."
    if not report.complete and report.network and not report.left:
        yield "Some links are left for another run."


def findings(
    report: LinkReport, baseline: Collection[str] = (), *, news_only: bool = False
) -> FindingReport:
    """Return all results as findings.

    What fails the run is what is broken and not in the baseline; with `news_only`, what
    is newly broken.
    """
    found = [_finding(row, baseline, news_only) for row in report.rows]
    found += [_spelling(row) for row in report.rows if _is_misspelt(row)]
    return _report(report, found, sections=SECTIONS)


def _is_misspelt(row: LinkResult) -> bool:
    """True if an address works, or moved, in another spelling than the one written."""
    link = row.link
    return bool(link.written) and link.field == "URL" and row.verdict.outcome == "ok"


def _spelling(row: LinkResult) -> Finding:
    """Return the proposal to write an address as it is meant."""
    link = row.link
    return Finding(
        code="url-spelling",
        message=f"written as {link.written[:200]!r}, which few programs understand",
        severity="info",
        path=link.path,
        line=link.line,
        key=link.key or None,
        field=link.field,
        url=link.url,
        title=_title(row),
        section=SPELLING,
        state="spelling",
        steps=(f"write {link.url} in {link.field} of {link.key or 'the reference'}",),
        judgement="note",
    )


def digest(report: LinkReport, baseline: Collection[str] = ()) -> FindingReport:
    """Return the news only, in so many findings as make a short message."""
    found: list[Finding] = []
    for news, section in NEWS_SECTIONS.items():
        rows = [row for row in report.news if row.news == news]
        if news == "broken":
            rows = [row for row in rows if not _is_known(row, baseline)]
        found += [
            attrs.evolve(
                _finding(row, baseline, True),
                section=section,
                label="",
            )
            for row in rows
        ]
    sections = tuple(NEWS_SECTIONS.values())
    for shown in range(len(found), -1, -1):
        whole = _report(report, found[:shown], sections=sections)
        if left := len(found) - shown:
            day = (moment(report.started) or "")[:10]
            notice = f"And {left} more: csecrefs history --since {day}"
            whole = attrs.evolve(
                whole,
                notices=(*whole.notices, notice),
            )
        # As printed: findings differ in their lines.
        if plain(whole).count("\n") <= _LINES:
            break
    return whole


def _report(
    report: LinkReport, found: list[Finding], sections: tuple[str, ...]
) -> FindingReport:
    return FindingReport(
        findings=tuple(found),
        subject="links",
        heading=f"Links of {report.name}" if report.name else "Links",
        summary=summary(report),
        notices=tuple(notices(report)),
        sections=sections,
        started=report.started,
        successful=report.network,
        properties={
            "network": report.network,
            "complete": report.complete,
            "interrupted": report.interrupted,
        },
    )


def _is_known(row: LinkResult, baseline: Collection[str]) -> bool:
    return mask_userinfo(row.link.url) in baseline


def _finding(row: LinkResult, baseline: Collection[str], news_only: bool) -> Finding:
    verdict, link = row.verdict, row.link
    judgement = _judgement(row)
    is_alarm = row.newly_broken if news_only else verdict.outcome == "broken"
    known = _is_known(row, baseline)
    code: str = verdict.code
    if row.news == "recovered" and judgement == "note":
        code = "recovered"
    return Finding(
        code=code,
        message=_message(row),
        severity=_severity(row),
        path=link.path,
        line=link.line,
        key=link.key or None,
        field=link.field,
        url=link.url,
        title=_title(row),
        section=_section(row, judgement),
        label=_label(row, known),
        state=_STATES.get(judgement, row.record.state),
        notes=tuple(_notes(row)),
        steps=tuple(_steps(row)),
        judgement=judgement,
        fails=is_alarm and not known,
        change=_change(row),
        seconds=verdict.seconds,
        details=details(row),
    )


def _judgement(row: LinkResult) -> Judgement:
    outcome = row.verdict.outcome
    if outcome == "broken":
        return "fail"
    if outcome == "uncertain":
        return "open"
    if row.verdict.code == "redirected-permanent" or row.news:
        return "note"
    return "pass"


def _severity(row: LinkResult) -> Severity:
    outcome = row.verdict.outcome
    if outcome == "broken":
        return "error"
    return "warning" if outcome == "uncertain" else "info"


def _message(row: LinkResult) -> str:
    if row.verdict.reason:
        return row.verdict.reason
    return "the link works again" if row.back else "the link works"


def _title(row: LinkResult) -> str:
    """Return the work's title without markup."""
    titles = row.link.titles
    return _MARKUP.sub("", titles[0])[:200] if titles else ""


def _section(row: LinkResult, judgement: Judgement) -> str:
    if row.news:
        return CHANGED
    if row.verdict.code == "redirected-permanent":
        return "Moved for good"
    return {"fail": "Broken", "open": "Uncertain"}.get(judgement, "Working")


def _label(row: LinkResult, known: bool) -> str:
    if known:
        return "in the baseline"
    if row.newly_broken:
        return "newly broken"
    if row.news:
        return _LABELS[row.news]
    return "to be confirmed" if row.record.state == "suspected" else ""


def _day(seconds: float | None) -> str:
    return (moment(seconds) or "")[:10]


def _notes(row: LinkResult) -> Iterator[str]:
    """Yield since when, when it last worked, and the archived copy."""
    record = row.record
    facts = []
    # A dead link broke when it first failed, not when that was confirmed.
    broken_since = record.first_failure or record.since
    if row.verdict.outcome != "ok" and broken_since:
        facts.append(f"since {_day(broken_since)}")
    if record.last_ok and row.verdict.outcome != "ok":
        facts.append(f"last worked {_day(record.last_ok)}")
    if facts:
        yield ", ".join(facts)
    if row.copy:
        yield f"archived copy: {row.copy.url}"


def _steps(row: LinkResult) -> Iterator[str]:
    """Yield the next steps: commands, else a sentence."""
    verdict, link = row.verdict, row.link
    source = f" {shlex.quote(link.path)}" if link.path else ""
    check = f"csecrefs check links{source}"
    if verdict.code == "redirected-permanent" and link.field != "DOI":
        yield f"{check} --fix"
    elif verdict.code in ("invalid", "invalid-url", "unsupported"):
        place = f"{link.path}:{link.line}" if link.path and link.line else "its entry"
        yield f"correct the {link.field} of {link.key or 'the reference'} at {place}"
    elif verdict.code in ("unsafe-url", "unsafe-redirect"):
        yield f"{check} --allow-address IP"
    # The one refusal that another name may change.
    elif verdict.code == "blocked":
        yield f"{check} --browser-retry"
    elif verdict.outcome == "broken" and verdict.certain and link.field == "DOI":
        yield f"csecrefs verify {shlex.quote(link.key)}"
    elif verdict.outcome == "broken" or verdict.code == "content-changed":
        yield f"{check} --suggest-archive"
        if verdict.outcome == "broken" and row.record.state == "dead":
            yield f"{check} --baseline links.json --update-baseline"


def _change(row: LinkResult) -> Change:
    """Return the change against the run before, as SARIF names it."""
    if row.news == "recovered":
        return "absent"
    if row.news:
        return "new"
    before = row.before
    if before is None:
        return "new" if row.asked else "unchanged"
    # A link that worked gives no result in SARIF: this one is its first.
    if before.verdict.outcome == "ok" and before.code != "redirected-permanent":
        return "new"
    return "unchanged" if before.code == row.verdict.code else "updated"


def details(row: LinkResult) -> dict[str, Any]:
    """Return the members that a link has in JSON besides those of any finding."""
    verdict, record = row.verdict, row.record
    return {
        "verdict": verdict.code,
        "class": verdict.outcome,
        "reason": verdict.reason,
        "status": verdict.status,
        "final_url": verdict.final_url,
        "permanent_url": verdict.permanent_url,
        "chain": [
            {"url": hop.url, "status": hop.status, "by": hop.by}
            for hop in verdict.chain
        ],
        "seconds": verdict.seconds,
        "state": record.state,
        "asked": row.asked,
        "newly_broken": row.newly_broken,
        "back": row.back,
        "news": row.news,
        "archived_copy": row.copy.url if row.copy else None,
        "first_seen": moment(record.first_seen),
        "last_ok": moment(record.last_ok),
        "checked": moment(record.checked),
        "due": moment(record.due),
    }
