"""The page of the list: one file with its style, its script and its data.

Nothing of a record is markup or script here. The data are blocks of JSON and base64
that no browser runs; the script makes text nodes of them; and the content security
policy names the hashes of the one style and the one script, forbids all else, and
forbids the script itself to parse HTML (trusted types).
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from csecrefs.site.assets import asset
from csecrefs.site.options import SiteOptions

_CHUNK: Final = 64
"""References whose details are unpacked at a time."""


def hash_of(content: str) -> str:
    """Return the source expression of CSP for a script or style (CSP level 3, 2.3.1)."""
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def policy(*scripts: str) -> str:
    """Return the content security policy of a page with these scripts."""
    # No address is allowed at all: the page asks nothing of any server.
    allowed = " ".join(map(hash_of, scripts)) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {hash_of(asset('site.css'))};"
        " base-uri 'none'; form-action 'none'; require-trusted-types-for 'script';"
        " trusted-types 'none'"
    )


def head(title: str, language: str, *scripts: str) -> str:
    """Return the beginning of a page, to the end of its head."""
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(*scripts)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="generator" content="csecrefs">\n'
        '<link rel="alternate" type="application/atom+xml" href="feed.atom"'
        f' title="{escape(title)}">\n'
        f"<title>{escape(title)}</title>\n<style>{asset('site.css')}</style>\n</head>\n"
    )


def json_block(value: Any) -> str:
    """Return JSON that ends no element and no comment of a page.

    >>> json_block({"a": "</script>"})
    '{"a":"\\\\u003c/script>"}'
    """
    separators = (",", ":")
    text = json.dumps(
        value,
        ensure_ascii=False,
        separators=separators,
        default=str,
    )
    # "<" begins an end tag or a comment, and the two others end a line of script.
    for sign, written in (
        ("<", "\\u003c"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(sign, written)
    return text


def index_page(
    data: Mapping[str, Any],
    details: Sequence[Mapping[str, Any]],
    options: SiteOptions,
    words: Mapping[str, str],
) -> str:
    """Return the page of the list.

    `data` is what the list needs, `details` what is shown of each reference, `words`
    the words of the interface at first.
    """
    script = asset("site.js")
    blocks = "".join(_chunks(details))
    return (
        head(options.title, options.language or "en", script)
        + _body(options.title, words)
        + f'<script type="application/json" id="data">{json_block(data)}</script>\n'
        + f"<script>{script}</script>\n{blocks}</body></html>\n"
    )


def _chunks(details: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the details as blocks of compressed JSON; a page of 20,000 references is a
    seventh as large as with plain ones.
    """
    for number, start in enumerate(range(0, len(details), _CHUNK)):
        content = json_block(details[start : start + _CHUNK])
        # 6 is zlib's own choice: 9 takes twice the time for one percent.
        packed = zlib.compress(content.encode(errors="replace"), 6)
        text = base64.b64encode(packed).decode("ascii")
        yield f'<script type="text/plain" id="d{number}">{text}</script>\n'


def _body(title: str, words: Mapping[str, str]) -> str:
    """Return the parts of the page that the script fills."""

    def said(name: str) -> str:
        return f'data-word="{name}">{escape(words[name])}'

    return f"""<body>
<a class="skip" href="#csecrefs-list" {said("skip")}</a>
<header>
<h1 id="heading-text">{escape(title)}</h1>
<div class="tools">
<a href="list.html" {said("print")}</a>
<a href="feed.atom" {said("feed")}</a>
<label><span class="quiet" {said("interface")}</span><select id="interface"></select></label>
<button type="button" id="theme" {said("theme")}</button>
</div>
</header>
<div class="bar" role="search">
<label for="query" class="quiet" {said("search")}</label>
<input id="query" type="search" autocomplete="off" spellcheck="false">
<label class="sort"><span {said("sort")}</span><select id="sort"></select></label>
<button type="button" id="filters" aria-expanded="false" aria-controls="facets" {said("filters")}</button>
</div>
<div class="columns">
<aside id="facets" aria-labelledby="filters-title">
<h2 id="filters-title" {said("filters")}</h2>
<button type="button" id="clear" hidden {said("clear")}</button>
<figure><figcaption {said("chart")}</figcaption><div id="chart"></div></figure>
<div id="facet-lists"></div>
</aside>
<main id="csecrefs-list" tabindex="-1">
<p id="count" role="status"></p>
<ol id="list"></ol>
<p id="end"></p>
<noscript><p><a href="list.html">{escape(words["print"])}</a></p></noscript>
<p class="keys" {said("keys")}</p>
</main>
</div>
<dialog id="detail" aria-labelledby="detail-title"></dialog>
<p id="said" role="status" class="quiet"></p>
"""
