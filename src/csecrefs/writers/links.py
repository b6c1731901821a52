"""Links: addresses and identifiers in an inline tree made `link` elements (CSL 1.0.2,
appendix VI).

The anchor is the identifier, with the resolver's address when that is printed, without
other affixes: of "doi: 10.1000/182", "10.1000/182" is the link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.characters import clean
from csecrefs.text.inline import Element, Inline, Inlines

# An identifier in the document itself, as of the entry that a citation links to.
_PLACE: Final = regex(r"#[^\s\"<>#]+")
# Addresses that a link may have; others, as javascript:, are text.
_SCHEME: Final = r"(?:https?://|mailto:)[^\s]"
# What becomes a link: a DOI with or without its resolver, an address, "PMID: 123",
# "PMC123".
_IDENTIFIER: Final = r"""(?<![\w./])(?P<doi>(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}(?:\.\d+)*/[^\s"“”«»„‹›]+)
    |(?<![\w+.-])(?P<url>https?://[^\s<>"“”«»„‹›]+)
    |\b(?-i:PMID):?\s?(?P<pmid>\d{1,9})\b
    |\b(?P<pmcid>(?-i:PMC)\d{3,9})\b"""
# What each identifier contains, to pass over most of the text at little cost.
_SIGNS: Final = ("://", "10.", "PM")
_RESOLVERS: Final = {
    "url": "",
    "doi": "https://doi.org/",
    "pmid": "https://www.ncbi.nlm.nih.gov/pubmed/",
    "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
}
# What a style prints of a resolver's address before an identifier.
_RESOLVER: Final = r"(?<![\w+.-])https?://[^\s<>\"“”«»„‹›]+/\Z"
# Punctuation of the sentence that is no part of an address before it.
_AFTER: Final = ".,;:!?'’‘…"
# An address may have brackets in it: "Tides_(book)".
_BRACKETS: Final = {")": "(", "]": "[", "}": "{", ">": "<"}
_URL_CHARACTERS: Final = "%:/?#[]@!$&'()*+,;=-._~"


def address(href: str) -> str:
    """Return `href` in URL characters if it is http, https, mailto or a place in the
    document (`#ref-low2001`), else an empty text.
    """
    from urllib.parse import quote

    href = clean(href).strip()
    if _PLACE.fullmatch(href):
        return href
    if not re.match(_SCHEME, href, re.IGNORECASE):
        return ""
    # A percent sign that begins no escape is meant as itself.
    return quote(
        re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", href),
        safe=_URL_CHARACTERS,
    )


def linked(tree: Inlines) -> Inlines:
    """The tree with a `link` element on each address, DOI, PMID and PMCID in its
    strings.

    Links already there get a safe address, or "" (no link) for a scheme other than
    http, https and mailto; there are none within links. A stack stands in for recursion
    on the tree's depth.
    """
    root = Element("nocase", tree)
    pending: list[tuple[Element, Iterator[Inline], list[Inline], bool]] = [
        (root, _whole(tree), [], False)
    ]
    while True:
        element, nodes, done, inside = pending[-1]
        for node in nodes:
            if isinstance(node, str):
                done.extend((node,) if inside else _found(node))
                continue
            if node.tag == "link":
                node = node._replace(href="" if inside else address(node.href))
            pending.append(
                (
                    node,
                    _whole(node.children),
                    [],
                    inside or bool(node.tag == "link" and node.href),
                )
            )
            break
        else:
            pending.pop()
            if not pending:
                return tuple(done)
            pending[-1][2].append(element._replace(children=tuple(done)))


def _whole(nodes: Inlines) -> Iterator[Inline]:
    """The nodes, neighbouring strings joined: an address may be in pieces, the last a
    link already.
    """
    pieces: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            pieces.append(node)
            continue
        text = "".join(pieces)
        pieces.clear()
        if node.tag == "link" and (
            resolver := re.search(_RESOLVER, text, re.IGNORECASE)
        ):
            node = node._replace(children=(resolver[0], *node.children))
            text = text[: resolver.start()]
        if text:
            yield text
        yield node
    if pieces:
        yield "".join(pieces)


def _found(text: str) -> Iterator[Inline]:
    if not any(sign in text for sign in _SIGNS):
        yield text
        return
    done = 0
    for match in re.finditer(
        _IDENTIFIER,
        text,
        re.IGNORECASE | re.VERBOSE,
    ):
        kind = match.lastgroup or "url"
        start = match.start(kind)
        anchor = _without_punctuation(match[kind])
        if anchor.lower().startswith("http"):
            resolver = ""
        else:
            resolver = _RESOLVERS[kind]
        href = address(resolver + anchor)
        if href:
            if start > done:
                yield text[done:start]
            yield Element("link", (anchor,), href)
            done = start + len(anchor)
    if done < len(text):
        yield text[done:]


def _without_punctuation(found: str) -> str:
    """An address without the sentence's punctuation after it; a closing bracket opened
    within it stays.
    """
    surplus = {
        closing: found.count(closing) - found.count(opening)
        for closing, opening in _BRACKETS.items()
    }
    end = len(found)
    while end and (found[end - 1] in _AFTER or surplus.get(found[end - 1], 0) > 0):
        end -= 1
        if found[end] in surplus:
            surplus[found[end]] -= 1
    return found[:end]
