"""AsciiDoc manuscripts: the macros of asciidoctor-bibtex.

Source: asciidoctor-bibtex's README: `cite:pre[key(locator), key]`, `citenp:`,
`fullcite:`, `bibitem:` and the block macro `bibliography::`, with the attributes
`bibtex-file`, `bibtex-style` and `bibtex-locale`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

from csecrefs.csl.cite import Cite, CiteMode
from csecrefs.manuscript.light import asciidoc_text
from csecrefs.manuscript.light.notes import NoteSpans, closings
from csecrefs.manuscript.light.text import Markup
from csecrefs.manuscript.light.text import splice as splice_markup
from csecrefs.manuscript.locators import split_suffix
from csecrefs.manuscript.places import Places
from csecrefs.manuscript.rendered import RenderedSites
from csecrefs.manuscript.sites import (
    Manuscript,
    Metadata,
    Site,
    fixes_order,
)
from csecrefs.manuscript.splice import decode
from csecrefs.patterns import regex

# A macro that cites: `cite:[low2001(8), may99]`, `cite:see[low2001]`; a backslash
# before it makes it text.
_MACRO: Final = regex(
    r"(?<![^\W_])(?<!\w_)(?<![\\:])"
    r"(cite|citenp|fullcite|bibitem|nocite):([^\s\[\]]*)\[([^\[\]]+)\]"
)
# A key with its locator in a macro: `low2001(p. 8)`.
_KEY: Final = regex(r"\s*([^\s,()\[\]]+)\s*(?:\(([^()]*)\))?\s*(?:,|$)")
# Blocks in which nothing is a macro: listings, literals, passthroughs and comments.
_FENCE: Final = regex(r"^(-{4,}|\.{4,}|\+{4,}|/{4,}|`{3,})[^\n-]*$", re.MULTILINE)
# A comment, and text that passes through unread.
_SKIPPED: Final = regex(
    r"^//(?!/)[^\n]*|`\+[^\n]*?\+`|\+\+\+.*?\+\+\+|\+\+(?=\S)[^\n]*?\+\+"
    # one sign on each side is at the edges of words: "C++" and "1 + 2" have none
    r"|(?<![\w+])\+(?=[^\s+])[^\n]*?(?<=[^\s+])\+(?![\w+])"
    r"|pass:[a-z,]*\[[^\n]*?\](?!\])|\$\$(?=\S)[^\n]*?\$\$"
    # mathematics, whose brackets may nest once: "stem:[x_[1]]"
    r"|\b(?:stem|latexmath|asciimath):\[(?:[^\[\]\n]|\[[^\[\]\n]*\]){0,2000}+\]",
    re.M | re.S,
)
# Paragraphs that are no prose: those of a style such as `[listing]`, and those that
# begin with a blank, unless that is before the mark of a list.
_PARAGRAPH: Final = regex(
    r"(?:^\[(?:listing|source|literal|comment|pass|stem|latexmath|asciimath)\b[^\]\n]*\]"
    r"[ \t]*\n(?:\.\w[^\n]*\n)?(?!--)|(?:\A|(?<=\n\n))"
    r"(?=[ \t])(?![ \t]+(?:[-*.]+[ \t]|\d+\.[ \t]|[^\n]*::)))"
    r"(?:(?![ \t]*$)[^\n]++\n?)+",
    re.MULTILINE,
)
# A comment as an open block: `[comment]`, `--`, its lines, and `--`.
_COMMENT: Final = regex(
    r"^\[comment\][ \t]*\n--[ \t]*\n(?:(?!--[ \t]*$)[^\n]*\n){0,5000}+--[ \t]*$", re.M
)
# An attribute of the document: `:bibtex-file: refs.bib`.
_ATTRIBUTE: Final = regex(r"^:([\w-]+):[ \t]*+([^\n]*+)$", re.MULTILINE)
# The block macro of the list, with its file and its style:
# `bibliography::refs.bib[apa]`.
_LISTED: Final = regex(r"^bibliography::([^\s\[\]]*)\[([^\[\]]*)\][ \t]*$", re.M)
# The start of a note: `footnote:[`, `footnoteref:tide[`.
_NOTE: Final = regex(r"footnote(?:ref)?:[\w-]*\[")


def looks_like(head: bytes) -> bool:
    """Return True if the first bytes of a file are of an AsciiDoc file."""
    return re.match(rb"(?:\s*//[^\n]*\n)*= \S[^\n]*\n", head) is not None


def read(content: bytes, *, path: str = "") -> Manuscript:
    """Return the AsciiDoc manuscript in `content`."""
    text = decode(content)
    masked = _masked(text)
    notes = _notes(masked)
    # The values of attributes are printed elsewhere, or not at all.
    prose = _ATTRIBUTE.sub(lambda match: _blank(match[0]), masked)
    found = [*_citations(prose), *_lists(masked)]
    found.sort(key=lambda site: site.start)
    sites = (_placed(site, text, notes) for site in found)
    placed = tuple(Places(text).placed(sites))
    return Manuscript(
        path,
        "asciidoc",
        content,
        text,
        placed,
        _metadata(masked),
    )


def splice(manuscript: Manuscript, rendered: RenderedSites) -> bytes:
    """Return the source with each site replaced and every other byte kept."""
    return splice_markup(manuscript, rendered, _MARKUP)


def _blank(text: str) -> str:
    """Return blanks of the same length and lines."""
    return re.sub(r"[^\n]", " ", text)


def _masked(text: str) -> str:
    """Return the text with blanks in place of what is printed as it stands."""
    parts: list[str] = []
    done = 0
    fence = ""
    for match in _FENCE.finditer(text):
        if not fence:
            fence = match[1]
            parts.append(text[done : match.start()])
        elif match[1] == fence:
            fence = ""
            parts.append(_blank(text[done : match.start()]))
        else:
            continue
        done = match.start()
    # A block that is never closed runs to the end, as it does for Asciidoctor.
    rest = text[done:]
    if fence:
        parts.append(_blank(rest))
    else:
        parts.append(rest)
    masked = "".join(parts)
    for expression in (_COMMENT, _PARAGRAPH, _SKIPPED):
        masked = expression.sub(lambda match: _blank(match[0]), masked)
    return masked


def _notes(text: str) -> NoteSpans:
    """Return the spans of the author's notes."""
    ends = closings(text)
    opened = ((match.start(), match.end() - 1) for match in _NOTE.finditer(text))
    return NoteSpans([(start, ends[at]) for start, at in opened if at in ends])


def _placed(site: Site, text: str, notes: NoteSpans) -> Site:
    note, before = notes.at(site.start)
    source = text[site.start : site.end]
    return attrs.evolve(
        site,
        source=source,
        note=note,
        notes_before=before,
    )


def _citations(text: str) -> Iterator[Site]:
    for match in _MACRO.finditer(text):
        cites = _cites(match[1], match[2], match[3])
        if cites:
            field = ""
            if match[1] in ("fullcite", "bibitem"):
                field = "entry"
            kind = "citation"
            if match[1] == "nocite":
                kind = "nocite"
            span = match.start(), match.end()
            if kind == "nocite":
                yield Site(*span, cites, "nocite", command=match[1])
            else:
                yield Site(
                    *span,
                    cites,
                    command=match[1],
                    field=field,
                    author_order=fixes_order(cites),
                )


def _cites(macro: str, pretext: str, body: str) -> tuple[Cite, ...]:
    mode: CiteMode = ""
    if macro == "citenp":
        mode = "narrative"
    cites: list[Cite] = []
    for match in _KEY.finditer(body):
        label, locator, suffix = split_suffix(match[2] or "")
        if suffix and not locator:
            suffix = f", {suffix}"
        own: CiteMode = mode
        if cites:
            own = ""
        cites.append(Cite(match[1], locator, label, suffix=suffix, mode=own))
    if cites and pretext:
        cites[0] = attrs.evolve(cites[0], prefix=pretext)
    return tuple(cites)


def _lists(text: str) -> Iterator[Site]:
    for match in _LISTED.finditer(text):
        yield Site(match.start(), match.end(), (), "bibliography")


def _metadata(text: str) -> Metadata:
    files: list[str] = []
    style = language = ""
    for match in _ATTRIBUTE.finditer(text):
        name, value = match[1], match[2].strip()
        if name == "bibtex-file":
            files.append(value)
        elif name == "bibtex-style":
            style = value
        elif name == "bibtex-locale" or (name == "lang" and not language):
            language = value
    for match in _LISTED.finditer(text):
        if match[1]:
            files.append(match[1])
        style = match[2].split(",")[0].strip() or style
    return Metadata(tuple(dict.fromkeys(files)), style, language)


def _note(text: str, _number: int) -> str:
    return f"footnote:[{text}]"


# AsciiDoc's notes are in the text; its list needs a heading of level 1.
_MARKUP: Final = Markup(
    asciidoc_text.inlines,
    asciidoc_text.bibliography,
    _note,
    heading="== References\n\n",
)
