"""The report as one HTML page that needs nothing else: a table to search and sort, and
charts.

It works from a file, loads nothing, and its content security policy forbids that it
ever does; everything taken from records or servers is escaped, and only web addresses
become links.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from datetime import UTC, datetime
from html import escape
from typing import Final

from csecrefs.links.due import DAY
from csecrefs.links.report.chart import Curve, bars, steps
from csecrefs.links.report.machine import moment
from csecrefs.links.report.text import notices, summary
from csecrefs.links.run import LinkReport, LinkResult
from csecrefs.links.queue import domain_of
from csecrefs.links.survival import Survival
from csecrefs.links.target import host_of
from csecrefs.links.trends import Trends

_COLUMNS: Final = (
    "Key",
    "Link",
    "Verdict",
    "Class",
    "State",
    "Reason",
    "Status",
    "Last worked",
    "Checked",
)
_OUTCOMES: Final = ("ok", "uncertain", "broken")
_HOSTS: Final = 20
_IN_NOTEBOOK: Final = 200

_STYLE: Final = """
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:84rem;padding:0 1rem}
body{color:#222;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
.tools{display:flex;gap:1rem;flex-wrap:wrap;margin:1rem 0}
input,select{font:inherit;padding:.3rem .5rem}#search{flex:1;min-width:16rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td:nth-child(n+4):not(:nth-child(6)){white-space:nowrap}td:nth-child(3){min-width:7rem}
th{text-align:left;border-bottom:2px solid #888;padding:.3rem;white-space:nowrap}
th button{all:unset;cursor:pointer;font-weight:600}th button:focus-visible{outline:2px solid #36c}
th[aria-sort=ascending] button::after{content:" \\25B2"}
th[aria-sort=descending] button::after{content:" \\25BC"}
td{border-bottom:1px solid #ddd;padding:.3rem;vertical-align:top;overflow-wrap:anywhere}
.ok{fill:#2a7;color:#175}.broken{fill:#c33;color:#a11}.uncertain{fill:#d90;color:#850}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(24rem,1fr));gap:0 2rem;align-items:start}
figure{margin:0}figcaption,.told{font-size:.85rem;color:#555}
svg{max-width:42rem;width:100%;height:auto}.grid{stroke:#ddd}
.tick{font:11px system-ui,sans-serif;fill:#555}
.curve{fill:none;stroke:#246;stroke-width:2}.band{fill:#246;opacity:.15}
.mark{stroke:#c33;stroke-dasharray:4 3}
.notice{background:#fe9;padding:.5rem 1rem}
@media(prefers-color-scheme:dark){body{background:#181a1b;color:#ddd}td{border-color:#333}a{color:#8bf}
.ok{color:#5d9}.broken{color:#f88}.uncertain{color:#fb5}.tick{fill:#aaa}.grid{stroke:#333}.curve{stroke:#8bf}
.band{fill:#8bf}.notice{background:#540}figcaption,.told{color:#aaa}}
"""

_SCRIPT: Final = """
(function(){
var body=document.querySelector('#links tbody'),rows=Array.from(body.rows),
search=document.getElementById('search'),only=document.getElementById('class'),
count=document.getElementById('count'),heads=Array.from(document.querySelectorAll('#links th'));
var texts=rows.map(function(row){return row.textContent.toLowerCase();});
function filter(){
var words=search.value.toLowerCase().split(/\\s+/).filter(Boolean),shown=0;
rows.forEach(function(row,place){
var fits=(!only.value||row.dataset.class===only.value)&&
words.every(function(word){return texts[place].indexOf(word)>=0;});
row.hidden=!fits;if(fits)shown++;});
count.textContent=shown+' of '+rows.length;}
function sort(column){
var head=heads[column],down=head.getAttribute('aria-sort')==='ascending';
heads.forEach(function(other){other.removeAttribute('aria-sort');});
head.setAttribute('aria-sort',down?'descending':'ascending');
var order=rows.slice().sort(function(a,b){
var x=a.cells[column].textContent,y=b.cells[column].textContent;
return x.localeCompare(y,undefined,{numeric:true})*(down?-1:1);});
order.forEach(function(row){body.appendChild(row);});}
heads.forEach(function(head,column){head.firstElementChild.addEventListener('click',function(){sort(column);});});
search.addEventListener('input',filter);only.addEventListener('change',filter);filter();
})();
"""


def page(report: LinkReport, trends: Trends | None = None) -> str:
    """The whole page."""
    policy = (
        f"default-src 'none'; style-src {_hash(_STYLE)}; script-src {_hash(_SCRIPT)}"
    )
    told = "".join(
        f'<p class="notice">{escape(notice)}</p>' for notice in notices(report)
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>Links</title><style>{_STYLE}</style></head>\n<body><h1>Links</h1>"
        f"<p>{escape(summary(report))}. {_when(report)}</p>{told}\n"
        f'<div class="charts">{_charts(report, trends)}</div>\n<h2>Every link</h2>{_tools()}\n'
        f'<table id="links"><thead><tr>{_heads()}</tr></thead>\n<tbody>\n'
        f"{''.join(map(_row, report.rows))}</tbody></table>\n<script>{_SCRIPT}</script></body></html>\n"
    )


def _hash(code: str) -> str:
    return (
        f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
    )


def _when(report: LinkReport) -> str:
    return (
        f"{datetime.fromtimestamp(report.started, UTC):%d %B %Y, %H:%M} UTC"
        if report.started
        else ""
    )


def _tools() -> str:
    options = "".join(f"<option>{name}</option>" for name in reversed(_OUTCOMES))
    return (
        '<div class="tools"><input id="search" type="search" placeholder="Search" aria-label="Search">'
        f'<select id="class" aria-label="Class"><option value="">all</option>{options}</select>'
        '<output id="count"></output></div>'
    )


def _heads() -> str:
    return "".join(
        f'<th scope="col"><button type="button">{name}</button></th>'
        for name in _COLUMNS
    )


def _row(row: LinkResult) -> str:
    verdict, record = row.verdict, row.record
    reason = escape(verdict.reason)
    if row.copy:
        reason += f" {_anchor(row.copy.url, 'archived copy')}"
    cells = (
        escape(row.link.key),
        _anchor(row.link.url, row.link.url),
        escape(verdict.code),
        f'<span class="{verdict.outcome}">{verdict.outcome}</span>',
        escape(record.state),
        reason,
        str(verdict.status or ""),
        (moment(record.last_ok) or "")[:10],
        (moment(record.checked) or "")[:10],
    )
    return f'<tr data-class="{verdict.outcome}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>\n'


def _anchor(url: str, text: str) -> str:
    if not url.lower().startswith(("http://", "https://")):
        return escape(text)
    return f'<a href="{escape(url)}" rel="noreferrer noopener">{escape(text)}</a>'


def _charts(report: LinkReport, trends: Trends | None) -> str:
    parts = []
    if trends and len(trends.times) > 1:
        first, last = trends.times[0], trends.times[-1]
        moments = [first + (last - first) * part / 4 for part in range(5)]
        shape = "%b %Y" if last - first > 120 * DAY else "%d %b"
        ticks = [
            (time, f"{datetime.fromtimestamp(time, UTC):{shape}}") for time in moments
        ]
        drawn = steps(
            Curve(trends.times, trends.shares), "Share of links alive over time", ticks
        )
        parts.append(
            _figure(
                "Alive over time",
                drawn,
                "Of the links known by then, the share that worked.",
            )
        )
    if trends and len(trends.survival.ages) > 1:
        parts.append(
            _figure(
                "Survival by age",
                _survival(trends.survival),
                half_life(trends.survival),
            )
        )
    legend = "".join(
        f' <span class="{name}">\u25a0 {name}</span>' for name in _OUTCOMES
    )
    parts.append(
        f"<figure><h2>Verdicts by host</h2>{_hosts(report)}<figcaption>{legend}</figcaption></figure>"
    )
    return "\n".join(parts)


def _figure(heading: str, drawn: str, told: str) -> str:
    return f"<figure><h2>{heading}</h2>{drawn}<figcaption>{escape(told)}</figcaption></figure>"


def _survival(survival: Survival) -> str:
    oldest = survival.ages[-1]
    ticks = [(oldest * part / 4, f"{oldest * part / 4:.1f} years") for part in range(5)]
    curve = Curve(survival.ages, survival.shares, survival.lower, survival.upper)
    return steps(
        curve, "Share of links alive by age, with 95 % band", ticks, survival.half_life
    )


def half_life(survival: Survival) -> str:
    """The half-life in words."""
    counts = f"{survival.links} links, {survival.deaths} of them dead"
    if survival.half_life is None:
        return f"{counts}: too few deaths to tell a half-life by."
    low, high = (f"{end:.1f}" if end is not None else "?" for end in survival.interval)
    how = ", extrapolated at a constant death rate" if survival.extrapolated else ""
    return f"Half-life {survival.half_life:.1f} years (95 % interval {low} to {high}){how}; {counts}."


def _hosts(report: LinkReport) -> str:
    by_host: dict[str, Counter[str]] = defaultdict(Counter)
    for row in report.rows:
        host = host_of(row.link.url) if row.link.url.lower().startswith("http") else ""
        by_host[domain_of(host) if host else "(none)"][row.verdict.outcome] += 1
    largest = sorted(by_host.items(), key=lambda pair: (-pair[1].total(), pair[0]))[
        :_HOSTS
    ]
    return bars(
        [
            (host, [(name, counts[name]) for name in _OUTCOMES])
            for host, counts in largest
        ],
        "Verdicts by host",
    )


def table(report: LinkReport) -> str:
    """The first rows as a table, for notebooks."""
    head = "".join(f"<th>{name}</th>" for name in _COLUMNS)
    rows = "".join(map(_row, report.rows[:_IN_NOTEBOOK]))
    more = len(report.rows) - _IN_NOTEBOOK
    left = f"<p>and {more} more</p>" if more > 0 else ""
    return f"<p>{escape(summary(report))}</p><table><tr>{head}</tr>{rows}</table>{left}"
