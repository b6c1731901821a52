"""Cites that are no pandoc syntax: MyST's roles, HTML elements, TeX commands, DOIs.

Source: MyST's guide, "Citations"; nbconvert's documentation, "Citations" (`<cite
data-cite="key">`); pandoc's HTML (`data-cites`); Obsidian's literature notes
(`[[@key]]`); mkdocs-bibtex's readme (`\\bibliography`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from csecrefs.csl.cite import Cite, CiteMode
from csecrefs.manuscript.ground import BREAK, Ground
from csecrefs.manuscript.light.targets import ROLES, cites
from csecrefs.manuscript.sites import Site
from csecrefs.patterns import regex

# The start tag of an element that cites: `<cite data-cite="low2001">` (nbconvert) or
# `<span class="citation" data-cites="low2001 may99">` (pandoc). Letters may be capitals,
# a value of one word needs no quotation marks, and the element may be empty
# (`<cite data-cite="low2001"/>`, as nbsphinx takes it).
_ELEMENT: Final = regex(
    r"<(?P<tag>[A-Za-z][\w-]*)\b[^<>]*?\bdata-cite(?P<kind>s?|-[\w-]+)[ ]*=[ ]*"
    r"(?:[\"'](?P<keys>[^\"'<>]+)[\"']|(?P<key>[^\s\"'<>=`]+?(?=[\s>]|/>)))"
    r"[^<>]*?(?P<empty>/)?>",
    re.IGNORECASE,
)
# The longest text of such an element.
_WITHIN: Final = 2000
# A TeX command that cites, with its options: `\citep[see][p. 3]{low2001,may99}`.
_TEX: Final = regex(
    r"\\(?P<command>(?:[A-Za-z]*cite[A-Za-z]*)\*?)(?:\[(?P<first>[^\]]*)\])?"
    r"(?:\[(?P<second>[^\]]*)\])?\{(?P<keys>[^{}]+)\}"
)
# The place of the list: mkdocs-bibtex' `\bibliography` and `\full_bibliography`, or the
# division that cite2c makes.
_LIST: Final = regex(
    r"\\(?:full_)?bibliography\b(?!\{)|<div class=\"cite2c-biblio\">\s*</div>"
)
# Obsidian's link to a literature note: `[[@low2001]]` or `[[@low2001|Low]]`.
_ALIAS: Final = regex(r"\[\[@[^\[\]|\n]+(?:\|[^\[\]\n]*)?\]\]")
# The target of a link to a DOI: `<doi:10.5281/x>`, `(https://doi.org/10.5281/x)`.
_DOI: Final = regex(r"\(?<?(?P<key>(?:doi:|https://doi\.org/)10\.[^\s()<>]+)>?\)?")
# Commands and values that name the author in running text.
_NARRATIVE: Final = frozenset({"citet", "textcite", "citealt", "t"})
# Commands and values that print the year alone.
_WITHOUT_AUTHOR: Final = frozenset({"citeyear", "citeyearpar", "year"})


def flavoured(
    ground: Ground,
    *,
    tex: bool = False,
    myst: bool = False,
) -> list[Site]:
    """Return the sites of these other kinds, in order.

    TeX commands cite only with `tex`, and addresses in angle brackets only with `myst`.
    """
    found = [*_roles(ground), *elements(ground), *_dois(ground, myst=myst)]
    if tex:
        found += _commands(ground)
    return sorted(found, key=lambda site: site.start)


def merged(sites: Iterable[Site], others: Iterable[Site]) -> list[Site]:
    """Return sites of two kinds in order; one inside another kind's is left out."""
    others = list(others)
    if not others:
        return list(sites)
    found: list[Site] = []
    end = 0
    for site in sorted([*sites, *others], key=lambda site: (site.start, -site.end)):
        if site.start >= end or site.nested:
            found.append(site)
            end = max(end, site.end)
    return found


def lists(ground: Ground) -> Iterator[Site]:
    """Yield the places for the list of references that are commands."""
    for match in _LIST.finditer(ground.text):
        yield Site(
            match.start(),
            match.end(),
            kind="bibliography",
            source=match[0],
        )


def unwrapped(sites: Iterable[Site], text: str) -> Iterator[Site]:
    """Yield the sites, those of Obsidian's links with both their brackets."""
    for site in sites:
        if site.start:
            match = _ALIAS.match(text, site.start - 1)
        else:
            match = None
        if match and match.end() == site.end + 1 and len(site.cites) == 1:
            cite = site.cites[0]
            if cite.suffix.startswith("|"):
                cite = attrs.evolve(cite, suffix="")
            site = attrs.evolve(
                site,
                start=match.start(),
                end=match.end(),
                source=match[0],
                cites=(cite,),
            )
        yield site


def _roles(ground: Ground) -> Iterator[Site]:
    for role in ground.roles:
        meaning = ROLES.get(role.name)
        if meaning is None:
            continue
        text = ground.text[role.inner_start : role.inner_end]
        cited = cites(text, meaning.mode)
        if cited:
            yield Site(
                role.start,
                role.end,
                cited,
                "nocite" if meaning.empty else "citation",
                ground.text[role.start : role.end],
                command=role.name,
                field=meaning.field,
            )


def elements(ground: Ground) -> Iterator[Site]:
    """Yield elements with `data-cite`; what is in them is the citation as printed."""
    done = 0
    for match in _ELEMENT.finditer(ground.text):
        # in Markdown a tag that the scan did not take for one is in code
        in_code = bool(ground.inert) and match.start() not in ground.inert
        if match.start() < done or in_code:
            continue
        end = match.end()
        if not match["empty"]:
            end = _element_end(ground.text, match)
            if not end or BREAK in ground.text[match.end() : end]:
                continue
        done = end
        mode = _mode(match["kind"].lower().removeprefix("-"))
        keys = re.split(r"[\s,;]+", (match["keys"] or match["key"]).strip())
        yield Site(
            match.start(),
            done,
            tuple(_cites(keys, mode)),
            source=ground.text[match.start() : done],
            command="data-cite",
        )


def _element_end(text: str, opening: re.Match[str]) -> int:
    """Return the offset after the end tag of an element, 0 if it has none."""
    closing = re.compile(rf"</{opening['tag']}\s*>", re.IGNORECASE)
    match = closing.search(text, opening.end(), opening.end() + _WITHIN)
    return match.end() if match else 0


def _commands(ground: Ground) -> Iterator[Site]:
    """Yield TeX commands that cite: `\\citep[see][p. 3]{low2001,high2002}`."""
    for start, end in ground.inert.items():
        match = _TEX.match(ground.text, start, end)
        if match is None:
            continue
        command = match["command"].rstrip("*")
        prefix, post = match["first"] or "", match["second"]
        if post is None:
            prefix, post = "", prefix
        listed = ", ".join(match["keys"].split(","))
        before = ""
        if prefix:
            before = f"{{{prefix}}}"
        after = ""
        if post:
            after = f"{{{post}}}"
        yield Site(
            start,
            match.end(),
            cites(f"{before}{listed}{after}", _mode(command)),
            "nocite" if command == "nocite" else "citation",
            match[0],
            command=command,
        )


def _dois(ground: Ground, *, myst: bool) -> Iterator[Site]:
    """Yield MyST's links to DOIs without a text: `<doi:10.5281/x>`, `[](doi:10.1/x)`.

    `<https://doi.org/10.1/x>` is a link in all other Markdown, as in a list of works
    that is typed, and cites only with `myst`.
    """
    for start, end in ground.inert.items():
        match = _DOI.fullmatch(ground.text, start, end)
        if match is None:
            continue
        if ground.text.startswith("<http", start) and not myst:
            continue
        if ground.text[start] == "(":
            if ground.text[start - 2 : start] != "[]":
                continue
            start -= 2
        yield Site(
            start,
            end,
            (Cite(match["key"]),),
            source=ground.text[start:end],
        )


def _mode(command: str) -> CiteMode:
    name = command.lower()
    if name in _NARRATIVE:
        return "narrative"
    if name in _WITHOUT_AUTHOR:
        return "suppress-author"
    return ""


def _cites(keys: Iterable[str], mode: CiteMode) -> Iterator[Cite]:
    for number, key in enumerate(filter(None, keys)):
        later: CiteMode = mode
        if mode == "narrative" and number:
            later = ""
        yield Cite(key, mode=later)
