"""HTML pages: elements with `data-cite` or, as pandoc writes them, `data-cites`.

The element is the site; what is in it is the citation as it was printed before, so that
a page can be rendered again in another style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Final

from csecrefs.manuscript.ground import BREAK, Ground
from csecrefs.manuscript.markdown.flavours import elements
from csecrefs.manuscript.places import Places
from csecrefs.manuscript.rendered import RenderedSites, rendered_sites
from csecrefs.manuscript.sites import (
    Manuscript,
    Metadata,
    Site,
)
from csecrefs.manuscript.splice import (
    Replacement,
    decode,
    spliced,
)
from csecrefs.patterns import regex
from csecrefs.writers import html as writer

# The start of a page: its document type or its root element.
_PAGE: Final = regex(rb"<!doctype html|<html\b", re.IGNORECASE)
# Comments, and elements in which no element is a citation. One that is not closed goes
# on to the end, as a browser has it (HTML 13.2.5: eof-in-comment, RAWTEXT).
_INERT: Final = regex(
    r"<!--.*?(?:-->|\Z)|<(script|style|pre|code|textarea)\b.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
# The division for the list with all that is in it; divisions in it nest once, as pandoc
# writes them, one an entry.
_REFS: Final = regex(
    r"<div\b[^<>]*\bid=[\"']refs[\"'][^<>]*>(?P<body>(?:(?!</?div\b).)*"
    r"(?:<div\b[^<>]*>(?:(?!</?div\b).)*</div>(?:(?!</?div\b).)*)*)</div>",
    re.IGNORECASE | re.DOTALL,
)
# A setting in the head: `<meta name="bibliography" content="refs.bib">`.
_META: Final = regex(
    r"<meta\s+name=[\"'](?P<name>bibliography|csl|citation-style|nocite)[\"']\s+"
    r"content=[\"'](?P<content>[^\"']*)[\"']",
    re.IGNORECASE,
)
# The language of the page: `<html lang="de">`.
_LANGUAGE: Final = regex(r"<html\b[^<>]*?\blang=[\"']([\w-]+)[\"']", re.IGNORECASE)
# The end of the body, before which notes and the list are added.
_BODY_END: Final = regex(r"</body\s*>", re.IGNORECASE)
# The start tag of a site's element.
_OPENING: Final = regex(r"<[^<>]*>")


def looks_like(head: bytes) -> bool:
    """Return True if a file begins as a page of HTML does."""
    return bool(_PAGE.search(head[:1000]))


def read(content: bytes, *, path: str = "") -> Manuscript:
    """Return the page with its citation sites."""
    text = decode(content)
    masked = _INERT.sub(lambda match: BREAK * len(match[0]), text)
    sites = [*elements(Ground(masked)), *_lists(masked)]
    return Manuscript(
        path=path,
        format="html",
        content=content,
        text=text,
        sites=tuple(Places(text).placed(sites)),
        metadata=_metadata(text),
    )


def splice(manuscript: Manuscript, rendered: RenderedSites) -> bytes:
    """Return the page with each site and the list replaced, every other byte kept.

    The elements of sites stay, with the new citation in them. In styles of notes the
    notes are listed at the end.
    """
    found: list[Replacement] = []
    notes: list[str] = []
    for each in rendered_sites(manuscript, rendered):
        if each.text is None:
            continue
        text = writer.inlines(each.text)
        if each.note:
            notes.append(text)
            number = len(notes)
            lead = writer.inlines(each.lead)
            text = f'{lead}<sup><a href="#cite-{number}">{number}</a></sup>'
        found.append(_within(each.site, text))
    found += _list(manuscript, rendered, notes)
    return spliced(manuscript, found)


# The element stays, so that the page can be rendered again.
def _within(site: Site, text: str) -> Replacement:
    """Return the element of a site with a new text in it."""
    # An empty element gets an end tag: `<cite data-cite="low2001"/>`.
    if site.source.endswith("/>"):
        tag = site.source[1:].split(maxsplit=1)[0]
        opened = site.source.removesuffix("/>").rstrip()
        return Replacement(site.start, site.end, f"{opened}>{text}</{tag}>")
    opening = _OPENING.match(site.source)
    start = 0
    if opening:
        start = opening.end()
    return Replacement(
        site.start + start,
        site.start + site.source.rindex("</"),
        text,
    )


def _list(
    manuscript: Manuscript,
    rendered: RenderedSites,
    notes: list[str],
) -> Iterator[Replacement]:
    end = _BODY_END.search(manuscript.text)
    if end:
        place = end.start()
    else:
        place = len(manuscript.text)
    noted = "".join(
        f'<li id="cite-{number}">{text}</li>\n' for number, text in enumerate(notes, 1)
    )
    added = ""
    if notes:
        added = f'<ol class="footnotes">\n{noted}</ol>\n'
    if rendered.entries:
        written = writer.bibliography(rendered.entries, rendered.layout)
        places = [s for s in manuscript.sites if s.kind == "bibliography"]
        if places:
            yield _within(places[0], f"\n{written}\n")
        else:
            added += f"{written}\n"
    if added:
        yield Replacement(place, place, added)


def _lists(masked: str) -> Iterator[Site]:
    for match in _REFS.finditer(masked):
        yield Site(
            match.start(),
            match.end(),
            kind="bibliography",
            source=match[0],
        )


def _metadata(text: str) -> Metadata:
    named: dict[str, list[str]] = {}
    for match in _META.finditer(text[: 1 << 16]):
        named.setdefault(match["name"].lower(), []).append(unescape(match["content"]))
    language = _LANGUAGE.search(text[: 1 << 16])
    styles = named.get("csl", named.get("citation-style", [""]))
    return Metadata(
        bibliography=tuple(named.get("bibliography", ())),
        style=styles[0],
        language=escape(language[1]) if language else "",
        nocite=tuple(" ".join(named.get("nocite", ())).replace("@", " ").split()),
    )
