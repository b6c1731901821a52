"""Markers typed as text: `[@key, p. 8]`, `{key}`, `{{key}}`, `{Smith, 2021, p. 8}`.

Pandoc's markers follow the grammar of all formats. Braces are those of RTF scan and ODF
scan (Zotero), of EndNote's temporary citations, and of keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

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
    """Return the cites of a site as pandoc's marker.

    >>> from csecrefs.csl.cite import Cite
    >>> marker(Site(0, 0, (Cite("low2001", "8", prefix="see"),)))
    '[see @low2001, p. 8]'
    """
    first = site.cites[0]
    if first.mode == "narrative" and not first.prefix:
        return _narrative(site)
    return f"[{'; '.join(_marked(cite) for cite in site.cites)}]"


def _narrative(site: Site) -> str:
    first = site.cites[0]
    if _tail(first):
        rest = [_tail(first).removeprefix(", ")]
    else:
        rest = []
    rest += [_marked(cite) for cite in site.cites[1:]]
    bracket = ""
    if rest:
        bracket = f" [{'; '.join(rest)}]"
    return f"@{_key(first.id)}{bracket}"


def _marked(cite: Cite) -> str:
    hide = ""
    if cite.mode == "suppress-author":
        hide = "-"
    if cite.prefix:
        prefix = f"{cite.prefix} "
    else:
        prefix = ""
    return f"{prefix}{hide}@{_key(cite.id)}{_tail(cite)}"


def _key(key: str) -> str:
    """Return a key as pandoc reads it, in braces if its characters need them."""
    if re.fullmatch(r"\w+(?:[:.#$%&+?<>~/-]\w+)*", key):
        return key
    return f"{{{key}}}"


def _tail(cite: Cite) -> str:
    locator = ""
    if cite.locator:
        word = _WORDS.get(cite.label, cite.label)
        locator = f", {word} {cite.locator}"
    suffix = cite.suffix
    if suffix and suffix[0] not in ",.:)' ":
        suffix = f" {suffix}"
    return f"{locator}{suffix}"


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
