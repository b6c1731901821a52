"""Markup of publishers and databases (JATS, HTML, MathML, Crossref's face markup) to CSL's rich text.

Given and returned are strings: what Crossref, DataCite and PubMed put in titles and abstracts, with character
references decoded or not. Tags of no known vocabulary are text ("p <n and n> q") and stay.
"""

from __future__ import annotations

import html
import re
from typing import Final

_SMALL_CAPS: Final = '<span style="font-variant:small-caps;">'
_NOCASE: Final = '<span class="nocase">'
_OPENERS: Final = {
    **dict.fromkeys(("i", "em", "italic", "italics", "emph", "emphasis", "cite", "var"), "<i>"),
    **dict.fromkeys(("b", "strong", "bold"), "<b>"),
    **dict.fromkeys(("sup", "superscript", "sp"), "<sup>"),
    **dict.fromkeys(("sub", "subscript", "inf"), "<sub>"),
    **dict.fromkeys(("sc", "scp", "small-caps", "smallcaps"), _SMALL_CAPS),
}
_BLOCKS: Final = frozenset(
    """p para sec title div br break list list-item ul ol li dl dt dd h1 h2 h3 h4 h5 h6 table tr td
    disp-formula abstracttext label""".split()
)
_PLAIN: Final = frozenset(
    """abstract article-title subtitle trans-title alternatives inline-formula inline-graphic graphic
    named-content styled-content xref ext-link uri email underline ul u overline strike s monospace roman
    sans-serif tt code pre font a small big math mrow mi mo mn ms mtext mspace msub msup msubsup mover munder
    munderover mfrac msqrt mroot mstyle mtable mtr mtd mfenced mpadded mphantom mmultiscripts mprescripts none
    semantics img fn blockquote span disp-quote center nobr wbr q abbr acronym vernaculartitle""".split()
)
_DROPPED: Final = frozenset("tex-math annotation annotation-xml script style object-id".split())
_TOKEN: Final = re.compile(
    r"<(?P<close>/?)(?P<prefix>[A-Za-z]+:)?(?P<name>[A-Za-z][\w-]*)(?P<attributes>(?:\s[^<>]*?)?)(?P<empty>/?)>"
    r"|<!--[^<]*?-->|<!\[CDATA\[|\]\]>|<\?[^<>]*\?>"
)
_STYLES: Final = (
    (re.compile(r"small-?caps", re.IGNORECASE), _SMALL_CAPS),
    (re.compile(r"italic", re.IGNORECASE), "<i>"),
    (re.compile(r"bold", re.IGNORECASE), "<b>"),
    (re.compile(r"super", re.IGNORECASE), "<sup>"),
    (re.compile(r"(?<![a-z])sub", re.IGNORECASE), "<sub>"),
    (re.compile(r"nocase", re.IGNORECASE), _NOCASE),
)
_CLOSERS: Final = {"<i>": "</i>", "<b>": "</b>", "<sup>": "</sup>", "<sub>": "</sub>"}
_NESTED_EMPTY: Final = 3
_EMPTY: Final = re.compile(r"<(i|b|sup|sub)>(\s*)</\1>|<span [^<>]*>(\s*)</span>")


def to_rich_text(markup: str, *, lines: bool = False) -> str:
    """CSL rich text for `markup`; with `lines`, paragraphs and sections stand on lines of their own."""
    pieces: list[str] = []
    open_tags: list[tuple[str, str]] = []
    position = 0
    dropping = ""
    for match in _TOKEN.finditer(markup):
        name = (match["name"] or "").lower()
        if dropping and not (name == dropping and match["close"]):
            continue
        if not dropping:
            pieces.append(html.unescape(markup[position : match.start()]))
        position = match.end()
        if name in _DROPPED:
            dropping = "" if match["close"] or match["empty"] else name
        else:
            pieces += _converted(match, name, open_tags)
    pieces.append(html.unescape(markup[position:]))
    pieces += [_closer(opener) for _, opener in reversed(open_tags)]
    return _tidied("".join(pieces), lines)


def _converted(match: re.Match[str], name: str, open_tags: list[tuple[str, str]]) -> list[str]:
    """What one tag becomes; `open_tags` holds the source name and the opener of each tag still open."""
    if not name:
        return []
    if name in _BLOCKS:
        return ["\n"]
    opener = _opener(name, match["attributes"])
    if opener is None:
        return [match[0]] if not match["prefix"] else []
    if match["empty"]:
        return []
    if not match["close"]:
        open_tags.append((name, opener))
        return [opener]
    return _closing(name, open_tags)


def _closing(name: str, open_tags: list[tuple[str, str]]) -> list[str]:
    if all(opened != name for opened, _ in open_tags):
        return []
    pieces = []
    while open_tags:
        opened, opener = open_tags.pop()
        pieces.append(_closer(opener))
        if opened == name:
            break
    return pieces


def _opener(name: str, attributes: str) -> str | None:
    """The CSL tag for a source tag; "" for one that only marks meaning, None for one that nobody knows."""
    if name in ("span", "font", "emphasis", "hi", "styled-content", "style"):
        return next((tag for pattern, tag in _STYLES if pattern.search(attributes)), _OPENERS.get(name, ""))
    if name in _OPENERS:
        return _OPENERS[name]
    return "" if name in _PLAIN else None


def _closer(opener: str) -> str:
    return _CLOSERS.get(opener, "</span>") if opener else ""


def _tidied(text: str, lines: bool) -> str:
    for _ in range(_NESTED_EMPTY):
        text = _EMPTY.sub(lambda match: match[2] or match[3] or "", text)
    parts = (re.sub(r"[ \t\r\f\v]+", " ", line).strip(" ") for line in text.split("\n"))
    return ("\n" if lines else " ").join(filter(None, parts))
