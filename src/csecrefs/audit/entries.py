"""The entries of the list, as the text cites them: by names, year, or number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

import attrs

from csecrefs.model import Reference
from csecrefs.patterns import regex
from csecrefs.strings import ParsedReference

# Letters that Unicode's decomposition leaves as they are.
_LETTERS: Final = {
    "ß": "ss",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
}
# a year with its letter: "2004", "2004a"
_YEAR: Final = regex(r"(?<!\d)(?:1[5-9]|20)\d\d(?:[a-z](?![a-z]))?")
# what is printed in place of a year: "n.d.", "in press"
_UNDATED: Final = regex(
    r"\b(?:in press|forthcoming|in prep|submitted|n\.\s?d\.|no date|im Druck|à paraître)",
    re.IGNORECASE,
)
_PARTICLE_AFTER: Final = regex(
    # a particle after the given name of the first author: "AUBIGNY, J. d'"
    r"\s*[^,]{2,40},\s*(?:[^\W\d_]\.?[\s-]?|[^\W\d_]+\s){0,4}?"
    r"((?:(?:von|van|der|den|de|del|di|la|le|zu)\s+|d['’]\s*)+)(?:[,;(/]|$)"
)
# the short name of an organisation in brackets: "World Health Organization (WHO)"
_ACRONYM: Final = regex(r"\(([A-Z][A-Z&-]{1,9})\)")


# A manuscript has the same few names again and again.
@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Return the letters of a name, without case, accents, blanks and marks.

    >>> folded("Pohilă"), folded("d'Aubigny"), folded("Łoś")
    ('pohila', 'daubigny', 'los')
    """
    lower = "".join(_LETTERS.get(char, char) for char in text.lower())
    plain = unicodedata.normalize("NFKD", lower)
    return "".join(
        char for char in plain if char.isalnum() and not unicodedata.combining(char)
    )


@attrs.frozen
class ListEntry:
    """One entry of the list and how it may be cited."""

    position: int
    """Its place in the list, from 1."""
    text: str
    reference: Reference
    year: str
    """The year as printed, with its letter."""
    families: tuple[str, ...]
    """The family names or organisations, folded, in order."""
    firsts: frozenset[str]
    """Ways to write the first name, folded."""
    head: str
    """The beginning of the entry up to the year, folded."""
    line: int = 0
    number: int = 0
    """The number that the list prints, 0 without one."""
    pages: tuple[int, int] | None = None

    @property
    def label(self) -> str:
        """The entry in a few words, for messages."""
        text = re.sub(r"\s+", " ", self.text).strip()
        if len(text) > 70:
            return f"{text[:69]}…"
        return text


def entry_of(
    parsed: ParsedReference, position: int, line: int = 0, number: int = 0
) -> ListEntry:
    """Return an entry for a parsed reference."""
    reference, text = parsed.reference, parsed.text
    dated = [each for each in parsed.evidence if each.variable == "issued"]
    year = ""
    if dated:
        match = _YEAR.search(text[dated[0].start : dated[0].end + 1])
        year = match[0] if match else ""
    if not year:
        year = str(reference.year or "")
    if not year and (undated := _UNDATED.search(text)):
        year = undated[0].lower()
    people = reference.names("author") or reference.names("editor")
    families = [folded(name.family or name.literal) for name in people]
    place = text.find(year[:4]) if year else -1
    # Without a year the names are looked for at the beginning.
    head = text[:place] if place > 0 else text[:120]
    # A number before the names is none of them: "[12]", "(3)", "4.".
    head = re.sub(r"^\s*(?:\[\w+\]|\(\d+\)|\d+[.)])\s*", "", head)
    return ListEntry(
        position,
        text,
        reference,
        year,
        tuple(families),
        frozenset(_firsts(parsed, head)),
        folded(head),
        line,
        number,
        _pages(reference.text("page")),
    )


def _firsts(parsed: ParsedReference, head: str) -> Iterator[str]:
    """Yield the ways in which the text may write the first name of an entry."""
    people = parsed.reference.names("author") or parsed.reference.names("editor")
    for name in people[:1]:
        family = name.family or name.literal
        particle = f"{name.non_dropping_particle} {name.dropping_particle}".strip()
        yield folded(family)
        yield folded(f"{particle} {family}")
        # "Heide, Karl von der" is cited as "von der Heide"
        if match := re.search(
            r"((?:\b(?:von|van|der|den|del|de|di|la|le|d['’]?)\s*)+)$", name.given
        ):
            yield folded(f"{match[1]} {family}")
        if match := _PARTICLE_AFTER.match(head):
            yield folded(f"{match[1]} {family}")
        if name.literal:
            yield from _acronyms(name.literal)
            first = name.literal.split()[0]
            # an organisation known by its acronym: "ECPAT International"
            if first.isupper() and len(first) > 2:
                yield folded(first)
    printed = re.match(r"\s*([^,.(;/]{2,60})", head)
    if printed:
        yield folded(printed[1])
    # a family name with initials after it: "Schuman MC"
    bare = re.match(
        r"\s*((?:[^\W\d_][\w'’‐-]*\s)*?[^\W\d_][\w'’‐-]+)\s[^\W\d_a-z]{1,3}\b", head
    )
    if bare:
        yield folded(bare[1])


def _acronyms(name: str) -> Iterator[str]:
    """Yield the acronym printed with an organisation, or made of its initials."""
    for match in _ACRONYM.finditer(name):
        yield folded(match[1])
        yield folded(name[: match.start()])
    words = [word for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper()]
    # Two initials would be those of many bodies.
    if len(words) > 2:
        yield "".join(word[0].lower() for word in words)


def _pages(text: str) -> tuple[int, int] | None:
    match = re.match(r"[a-z]{0,2}(\d+)\s?[-–]\s?[a-z]{0,2}(\d+)$", text, re.IGNORECASE)
    if match is None:
        return None
    first, last = match[1], match[2]
    # The last page may be cut short: 123-7 is 123-127.
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    if int(last) < int(first):
        return None
    return int(first), int(last)


def duplicates_of(
    entries: Iterable[ListEntry],
) -> Iterator[tuple[ListEntry, ListEntry]]:
    """Yield each entry that says the same as one before, with that one."""
    seen: dict[str, ListEntry] = {}
    for entry in entries:
        bare = re.sub(r"^\s*(?:\[\w+\]|\(\d+\)|\d+[.)]|[-•*])\s*", "", entry.text)
        # Of two copies of an entry only one may have an address.
        whole = folded(re.sub(r"https?://\S+|doi:?\s?\S+", "", bare))
        title = folded(entry.reference.text("title"))
        keys = [f"text {whole}"]
        # A short title, such as "Introduction", is that of many works.
        if len(title) > 20:
            keys.append(f"title {title} {entry.year[:4]} {entry.families[:1]}")
        first = next((seen[key] for key in keys if key in seen), None)
        if first is not None:
            yield entry, first
        for key in keys:
            seen.setdefault(key, entry)
