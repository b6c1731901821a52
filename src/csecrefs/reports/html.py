"""A report as one HTML page that needs nothing else.

It works from a file, loads nothing, and its content security policy forbids that it
ever does. Everything taken from records or servers is escaped, and only web addresses
become links.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Final

from csecrefs.reports.finding import Finding, FindingReport, Judgement
from csecrefs.reports.machine import moment
from csecrefs.reports.page_assets import SCRIPT, STYLE
from csecrefs.text.characters import clean, mask_userinfo

# Icon and word, so that colour is not the only sign.
_STATES: Final[dict[Judgement, str]] = {
    "fail": "\u2716 wrong",
    "open": "? uncertain",
    "note": "\u2192 note",
    "pass": "\u2714 in order",
}


def page(report: FindingReport) -> str:
    """Return the whole page."""
    policy = (
        # The page is opened from disks and mails: it may load and send nothing.
        f"default-src 'none'; style-src {_hash(STYLE)}; script-src {_hash(SCRIPT)};"
        " base-uri 'none'; form-action 'none'"
    )
    heading = _text(report.heading)
    notices = "".join(
        f'<p class="notice">{_text(notice)}</p>\n' for notice in report.notices
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{heading}</title><style>{STYLE}</style></head>\n"
        f"<body><header><h1>{heading}</h1>\n"
        f'<p>{_text(report.counted)}.</p>\n<p class="soft">{_when(report)}</p></header>\n'
        f"{notices}{_tools(report)}<main>\n{fragment(report)}"
        f"{''.join(report.figures)}</main>\n<script>{SCRIPT}</script></body></html>\n"
    )


def fragment(report: FindingReport) -> str:
    """Return the sections as HTML without a page around them, as notebooks want it."""
    parts = [_section(*part) for part in report.by_section(everything=True)]
    return "".join(parts) or "<p>No findings.</p>\n"


def anchor(url: str, text: str) -> str:
    """Return a link, or only the text if the address is none of the web."""
    text = _text(text)
    # "javascript:" and "data:" would run when clicked.
    if not url.lower().startswith(("http://", "https://")):
        return text
    return f'<a href="{_text(url)}" rel="noreferrer noopener">{text}</a>'


def _hash(code: str) -> str:
    # CSP level 2: only the style and script of the page itself.
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _text(text: str) -> str:
    # "##[" begins a command, should the page be printed to a build log.
    return escape(mask_userinfo(clean(text))).replace("##[", "#&#35;[")


def _when(report: FindingReport) -> str:
    if not report.started or moment(report.started) is None:
        return ""
    return f"{datetime.fromtimestamp(report.started, UTC):%d %B %Y, %H:%M} UTC"


def _tools(report: FindingReport) -> str:
    if not report.findings:
        return ""
    found = {each.judgement for each in report.findings}
    options = "".join(
        f'<option value="{name}">{word[2:]}</option>'
        for name, word in _STATES.items()
        if name in found
    )
    return (
        '<div class="tools" role="search"><input id="search" type="search"'
        ' placeholder="Search" aria-label="Search the findings">'
        '<select id="only" aria-label="Show only"><option value="">all</option>'
        f'{options}</select><output id="count" class="soft"></output></div>\n'
    )


def _section(name: str, findings: Sequence[Finding]) -> str:
    """Return one section; one in which all is in order is folded."""
    heading = f"<h2>{_text(name or 'Findings')} <small>({len(findings)})</small></h2>"
    items = "".join(map(_item, findings))
    listed = f'<ul class="findings">\n{items}</ul>'
    # What is in order is folded: nobody needs to read it.
    if all(each.judgement == "pass" for each in findings):
        return f'<details class="part"><summary>{heading}</summary>{listed}</details>\n'
    return f'<section class="part">{heading}{listed}</section>\n'


def _item(finding: Finding) -> str:
    state = _STATES[finding.judgement]
    if finding.label or finding.state:
        state = f"{state[:2]}{finding.label or finding.state}"
    place = " ".join(part for part in (finding.place, finding.key) if part)
    title = finding.title or finding.key or finding.message
    parts = [
        f'<div class="head"><span class="state">{_text(state)}</span>'
        f'<span class="work">{_text(title)}</span>'
        f'<span class="place">{_text(place)}</span></div>'
    ]
    if finding.url:
        parts.append(f"<p>{anchor(finding.url, finding.url)}</p>")
    if title != finding.message:
        code = f"<code>{_text(finding.code)}</code>"
        parts.append(f"<p>{code} {_text(finding.message)}</p>")
    if finding.notes:
        notes = "".join(f"<li>{_linked(note)}</li>" for note in finding.notes)
        parts.append(f'<ul class="facts">{notes}</ul>')
    parts += map(_step, finding.steps)
    return f'<li class="{finding.judgement}">{"".join(parts)}</li>\n'


def _linked(note: str) -> str:
    """Return a note; an address at its end becomes a link."""
    before, _, last = note.rpartition(" ")
    if not last.startswith(("http://", "https://")):
        return _text(note)
    return f"{_text(before)} {anchor(last, last)}"


def _step(step: str) -> str:
    text = _text(step)
    return (
        f'<div class="step"><code>{text}</code>'
        f'<button type="button" data-copy="{text}" aria-label="Copy: {text}">Copy'
        "</button></div>"
    )
