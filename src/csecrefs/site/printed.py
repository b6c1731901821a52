"""The list to print: every citation in the first style, without a script.

Reference managers read its COinS, search engines its schema.org data. A long list is
several pages, so that each opens at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final
from urllib.parse import quote

import attrs

from csecrefs.model import Reference
from csecrefs.site.machine import coins, schema_org
from csecrefs.site.options import SiteOptions
from csecrefs.site.page import head, json_block

PER_PAGE: Final = 2000
"""References of one page; browsers lay out so many in a blink."""


@attrs.frozen
class Printed:
    """One reference of the list to print."""

    reference: Reference
    html: str
    """The citation, as the writer of HTML gives it."""
    text: str
    marks: tuple[str, ...] = ()
    """The words of its marks."""


def list_pages(
    entries: Sequence[Printed], options: SiteOptions, words: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the name and the content of each page of the list to print."""
    # Rounded up; an empty list has one page, too.
    total = max(1, -(-len(entries) // PER_PAGE))
    for number in range(total):
        part = entries[number * PER_PAGE : (number + 1) * PER_PAGE]
        yield (
            _name(number),
            _page(
                part,
                number,
                total,
                options,
                words,
            ),
        )


def _name(number: int) -> str:
    if number == 0:
        return "list.html"
    return f"list-{number + 1}.html"


def _page(
    entries: Sequence[Printed],
    number: int,
    total: int,
    options: SiteOptions,
    words: Mapping[str, str],
) -> str:
    graph = {
        "@context": "https://schema.org",
        "@graph": [dict(schema_org(each.reference)) for each in entries],
    }
    body = "\n".join(_entry(each) for each in entries)
    start = number * PER_PAGE + 1
    pages = ""
    if total > 1:
        pages = _pages(number, total, words["pages"])
    return (
        head(options.title, options.language or "en")
        + '<body class="printed"><main>\n'
        + f"<h1>{escape(options.title)}</h1>\n"
        + f'<p class="tools"><a href="index.html">{escape(words["search"])}</a></p>\n'
        + f'{pages}<ol start="{start}">\n{body}\n</ol>\n{pages}</main>\n'
        + f'<script type="application/ld+json">{json_block(graph)}</script>\n'
        + "</body></html>\n"
    )


def _pages(number: int, total: int, label: str) -> str:
    links = [
        f'<a href="{_name(each)}"{_current(each == number)}>{each + 1}</a>'
        for each in range(total)
    ]
    return f'<nav class="pages" aria-label="{escape(label)}">{" ".join(links)}</nav>\n'


def _current(is_it: bool) -> str:
    if is_it:
        return ' aria-current="page"'
    return ""


def _entry(each: Printed) -> str:
    # An address has no halves of surrogate pairs; the key may.
    key = each.reference.id.encode(errors="replace").decode()
    marks = "".join(
        f'<strong class="mark">{escape(word)}</strong> ' for word in each.marks
    )
    address = f"index.html#{quote(key, safe='')}"
    # A style may print nothing for a work: then its key stands there.
    content = each.html or escape(key)
    return (
        f'<li id="{escape(key)}">{marks}{_without_styles(content)} '
        f'<a class="key" href="{escape(address)}">{escape(key)}</a>'
        f'<span class="Z3988" title="{escape(coins(each.reference))}"></span></li>'
    )


_STYLED: Final[Mapping[str, str]] = {
    "font-variant:small-caps;": "sc",
    "text-decoration:underline;": "underline",
    "font-style:normal;": "no-italic",
    "font-weight:normal;": "no-bold",
    "font-variant:normal;": "no-sc",
    "text-decoration:none;": "no-underline",
    "baseline": "baseline",
}
"""Styles that the writer of HTML gives elements, and the class for each: the policy
lets no style through that is in an element."""


def _without_styles(html: str) -> str:
    for style, name in _STYLED.items():
        # Text has no "<": only elements of the writer's own match.
        html = html.replace(f'<span style="{style}">', f'<span class="{name}">')
    return html
