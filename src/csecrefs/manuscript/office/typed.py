"""Markers typed as text: `[@key, p. 8]`, `{key}`, `{{key}}`, `{Smith, 2021, p. 8}`.

Pandoc's markers follow the grammar of all formats. Braces are those of RTF scan and ODF
scan (Zotero), of EndNote's temporary citations, and of keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

from csecrefs.csl.cite import Cite, CiteMode
from csecrefs.manuscript.cites import CiteReader
from csecrefs.manuscript.ground import plain_ground
from csecrefs.manuscript.office.works import is_key
from csecrefs.manuscript.sites import Site
from csecrefs.patterns import regex
from csecrefs.text.locator import parse_locator

BRACES: Final = "braces"
"""The command of a site of braces around keys: none if the library has no such key."""
SCAN: Final = "scan"
"""The command of a site that names works by author and year."""

# Braces with text; after a letter, a command or a bracket they are TeX's.
_BRACED: Final = regex(r"(?<![\w\\$}\]^])\{\{?([^{}\n]{1,2000})\}?\}")
# A year or what is written for one: "2001b", "(2001)", "n.d.", "in press".
_YEAR: Final = r"\(?(?P<year>\d{4}[a-z]?|n\.\s?d\.|in press|forthcoming)\)?"
# A work by its author and year, with EndNote's record number and page: "Low, 2001",
# "Low, 2001 #12", "Low, 2001, p. 8", "Low, 2001@8".
_AUTHOR_YEAR: Final = regex(
    # EndNote puts the record's number after #, and a page after @.
    rf"(?P<author>[^,|]*?[^\W\d_][^,|]*?),?\s+{_YEAR}\s*(?:\#\d+)?"
    r"\s*(?:(?:,|@)\s*(?P<rest>.+))?",
    re.I,
)
# A key with what follows it: "low2001", "-@low2001, p. 8".
_KEYED: Final = regex(r"(?P<hide>-?)@?(?P<key>[^\s,;@|]+)(?:\s*,\s*(?P<rest>.+))?")
# The address of an item in ODF scan: a user's (`zu:123:ABCD`) or a group's (`zg:...`).
_ADDRESS: Final = regex(r"z[ug]:\w+:(?P<item>\w+)")
# Characters of the grammar of cites that a backslash makes text: `\;`, `\@`.
_ESCAPED: Final = regex(r"[;@\[\]*^~]|\\(?=[\\;@\[\]*^~_&])|&(?=#?\w{1,40};)")
# A paragraph that is replaced by the bibliography, as RTF scan and pandoc mark it.
_LIST: Final = regex(
    r"\s*(?:\{\{?\s*(?:bibliography|references)\s*\}\}?|:::\s*\{#refs\}\s*(?::::)?)\s*",
    re.I,
)


class _TypedReader(CiteReader):
    """The grammar of pandoc's cites in text without links: `[@a][@b]` is two groups."""

    def group(self, start: int) -> Site | None:
        """Return the group in brackets from `start`, whatever follows it."""
        closing = self._ground.closing
        after = closing[start] + 1
        hidden = closing.pop(after, None)
        found = super().group(start)
        if hidden is not None:
            closing[after] = hidden
        return found


def is_list_marker(text: str) -> bool:
    """True if the text of a paragraph asks for the bibliography.

    >>> is_list_marker("{Bibliography}")
    True
    """
    return bool(_LIST.fullmatch(text))


def find_markers(text: str) -> list[Site]:
    """Return the markers in the text of a paragraph, in order.

    >>> [site.cites[0].id for site in find_markers("So [@low2001, p. 8] and {may99}.")]
    ['low2001', 'may99']
    """
    found: list[Site] = []
    # Blanks that do not break are Word's and mean the same.
    text = text.replace("\u00a0", " ").replace("\u202f", " ").replace("\n", " ")
    if "@" in text:
        found += _TypedReader(plain_ground(text)).sites()
    if "{" in text:
        taken = [(site.start, site.end) for site in found]
        found += [site for site in _braces(text) if not _overlaps(site, taken)]
        found.sort(key=lambda site: site.start)
    return found


def marker(site: Site) -> str:
    r"""Return the cites of a site as pandoc's marker.

    Empty if none says the same: pandoc has no cite of the author only.

    >>> from csecrefs.csl.cite import Cite
    >>> marker(Site(0, 0, (Cite("low2001", "8", prefix="see"),)))
    '[see @low2001, p. 8]'
    >>> print(marker(Site(0, 0, (Cite("low2001", suffix="; but see May"),))))
    [@low2001\; but see May]
    """
    first = site.cites[0]
    narrative = first.mode == "narrative" and not first.prefix
    rest = site.cites
    if narrative:
        rest = site.cites[1:]
    marked = [_marked(cite) for cite in rest]
    if not all(marked):
        return ""
    if not narrative:
        # Brackets have no narrative cite: pandoc's is before them, without a prefix.
        if any(cite.mode == "narrative" for cite in rest):
            return ""
        return f"[{'; '.join(marked)}]"
    return _narrative(first, marked)


def _narrative(first: Cite, marked: list[str]) -> str:
    """Return `@key [p. 8; @more]`; empty if it does not say the same as the cite."""
    for tail in _tails(first):
        own = tail.removeprefix(", ").strip()
        parts = [each for each in (own, *marked) if each]
        bracket = ""
        if parts:
            bracket = f" [{'; '.join(parts)}]"
        text = f"@{_key(first.id)}{bracket}"
        found = find_markers(text)
        if len(found) == 1 and _compared(found[0].cites[0]) == _compared(first):
            return text
    return ""


def _marked(cite: Cite) -> str:
    """Return a cite as a part of a group; empty if no text says the same."""
    wanted = cite
    if cite.mode == "narrative":
        # Only the first cite of a group can be narrative.
        wanted = attrs.evolve(cite, mode="")
    hide = ""
    if cite.mode == "suppress-author":
        hide = "-"
    prefixes = [""]
    if cite.prefix:
        prefixes = [f"{each} " for each in (cite.prefix, _escaped(cite.prefix))]
    for prefix in prefixes:
        for tail in _tails(cite):
            text = f"{prefix}{hide}@{_key(cite.id)}{tail}"
            found = find_markers(f"[{text}]")
            if len(found) != 1 or len(found[0].cites) != 1:
                continue
            if _compared(found[0].cites[0]) == _compared(wanted):
                return text
    return ""


def _compared(cite: Cite) -> tuple[str, ...]:
    """Return the parts of a cite, without white space that makes no difference."""
    label = ""
    if cite.locator:
        label = cite.label
    parts = (cite.locator, cite.prefix, cite.suffix)
    # Two hyphens are a dash in pandoc's text.
    texts = [" ".join(each.split()).replace("--", "–") for each in parts]
    return (cite.id, cite.mode, label, *texts)


def _escaped(text: str) -> str:
    """Return text with a backslash before each character of the grammar of cites."""
    return _ESCAPED.sub(r"\\\g<0>", text)


def _tails(cite: Cite) -> Iterator[str]:
    """Yield ways to write locator and suffix, those that are easy to read first.

    Braces say where a locator ends: `{p. 8 and 9} and later`, `{} 3 times`.
    """
    locator, forced = "", "{}"
    if cite.locator:
        word = _WORDS.get(cite.label, cite.label)
        locator = f", {word} {cite.locator}"
        forced = f", {{{word} {cite.locator}}}"
    suffix = cite.suffix
    if suffix and suffix[0] not in ",.:;)' ":
        suffix = f" {suffix}"
    yield f"{locator}{suffix}"
    yield f"{forced}{suffix}"
    yield f"{_escaped(locator)}{_escaped(suffix)}"
    yield f"{_escaped(forced)}{_escaped(suffix)}"


def _key(key: str) -> str:
    """Return a key as pandoc reads it, in braces if its characters need them."""
    if re.fullmatch(r"\w+(?:[:.#$%&+?<>~/-]\w+)*", key):
        return key
    return f"{{{key}}}"


# Words for labels in markers; other labels are their own.
_WORDS: Final = {
    "page": "p.",
    "sub-verbo": "s.v.",
    "article-locator": "art.",
    "title-locator": "tit.",
}


def _overlaps(site: Site, taken: list[tuple[int, int]]) -> bool:
    return any(site.start < end and start < site.end for start, end in taken)


def _braces(text: str) -> Iterator[Site]:
    for match in _BRACED.finditer(text):
        inner = match[1].strip()
        # ODF scan has exactly five parts.
        if inner.count("|") == 4:
            cites = _odf_scan(inner)
        else:
            cites = _parts(inner)
        if cites:
            sort = BRACES
            # "Low, 2001" has a blank, which no key has.
            if not all(is_key(cite.id) for cite in cites):
                sort = SCAN
            yield Site(
                match.start(),
                match.end(),
                cites,
                source=match[0],
                command=sort,
            )


def _parts(inner: str) -> tuple[Cite, ...]:
    """Return the cites in braces, none if a part is neither a key nor a name."""
    found: list[Cite] = []
    for part in inner.split(";"):
        cite = _by_name(part.strip()) or _by_key(part.strip())
        if cite is None:
            return ()
        found.append(cite)
    return tuple(found)


def _by_name(part: str) -> Cite | None:
    match = _AUTHOR_YEAR.fullmatch(part)
    if match is None or ("," not in part and "#" not in part):
        return None
    author = match["author"].strip()
    mode: CiteMode = ""
    if author.startswith("-"):
        author = author[1:]
        mode = "suppress-author"
    locator = parse_locator(match["rest"] or "")
    name = f"{author}, {match['year']}"
    return Cite(name, locator.text, locator.label, mode=mode)


def _by_key(part: str) -> Cite | None:
    match = _KEYED.fullmatch(part)
    # One letter in braces is mathematics, not a key.
    if match is None or not is_key(match["key"]) or len(match["key"]) < 2:
        return None
    mode: CiteMode = ""
    if match["hide"]:
        mode = "suppress-author"
    locator = parse_locator(match["rest"] or "")
    return Cite(match["key"], locator.text, locator.label, mode=mode)


def _odf_scan(inner: str) -> tuple[Cite, ...]:
    """Return the cite of `{prefix | Smith, 2012 | p. 45 | suffix | zu:123:ABCD}`."""
    prefix, name, place, suffix, address = (part.strip() for part in inner.split("|"))
    named = _by_name(name)
    item = _ADDRESS.fullmatch(address)
    if named is None and item is None:
        return ()
    key = ""
    if named:
        key = named.id
    if named:
        mode: CiteMode = named.mode
    else:
        mode = ""
    if not key and item:
        key = item["item"]
    locator = parse_locator(place)
    return (
        Cite(
            key,
            locator.text,
            locator.label,
            prefix,
            suffix,
            mode,
        ),
    )
