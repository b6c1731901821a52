"""Comparing contents: sketches to recognise a page again, a page against its sibling,
against its reference.

A sketch is a bottom-k sample of a page's three-word shingles, words with digits left
out (dates, counters, tokens): the share two samples have in common estimates the
likeness of the pages (Broder 1997).
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from csecrefs.links.link import Link
from csecrefs.pages.page import Page
from csecrefs.pages.words import folded, grams
from csecrefs.patterns import regex

# The standard error of a likeness estimated from 64 shingles is at most 1/16: enough
# to tell .3 from .8.
SAMPLE: Final = 64
"""Shingles kept of a page."""

# The same template may have another breadcrumb or date.
LIKE: Final = 0.8
"""From this likeness on, two answers of one site are the same page."""

# A redesign keeps most of the text of a page.
UNLIKE: Final = 0.3
"""Below this likeness, a page is another one than it was."""

# A word of letters: dates, counters and tokens change at every visit.
_WORD: Final = regex(r"[^\W\d_]+")
# A part of the last segment of a path that a page may repeat: "report-12".
_SEGMENT: Final = regex(r"[\w%.-]{3,}")
_STOP: Final = frozenset(
    "about after also among and been between from have into its more over some such than that the their them"
    " then there these they this through toward towards under upon using versus what when where which with"
    " within without des dans les pour une sur der die das und von mit eine einer auf aus del las los para"
    " una por con como".split()
)


def sketch(text: str) -> bytes:
    """The sketch of a text; empty for one too short to be known again."""
    words = [word.encode() for word in _WORD.findall(text.lower())]
    if len(words) < 5:
        return b""
    codes = map(zlib.crc32, words)
    # each word's code goes on from those before it: another word, or another order,
    # gives another code
    shingles = {
        zlib.crc32(third, zlib.crc32(second, first))
        for first, second, third in zip(
            codes,
            words[1:],
            words[2:],
            strict=False,
        )
    }
    numbers = sorted(shingles)[:SAMPLE]
    return b"T" + struct.pack(f">{len(numbers)}I", *numbers)


def digest(body: bytes) -> bytes:
    """The fingerprint of a body that is no page."""
    return b"B" + hashlib.sha256(body).digest()


def likeness(one: bytes, other: bytes) -> float:
    """From 0 to 1, how alike the contents of two fingerprints are."""
    if one == other:
        if one:
            return 1.0
        return 0.0
    if one[:1] != b"T" or other[:1] != b"T":
        return 0.0
    first, second = (_numbers(part) for part in (one, other))
    if not first or not second:
        return 0.0
    sample = sorted({*first, *second})[:SAMPLE]
    return len(set(sample) & set(first) & set(second)) / len(sample)


def _numbers(sketched: bytes) -> tuple[int, ...]:
    """Return the numbers of a sketch; none of one that is damaged."""
    if len(sketched) % 4 != 1:
        return ()
    return struct.unpack(f">{len(sketched) // 4}I", sketched[1:])


def same_page(one: Page, one_url: str, other: Page, other_url: str) -> bool:
    """True if two URLs of a site show one page, what it repeats of the URL asked for
    left aside.
    """
    titles = [
        _letters(_without_echo(page.title, url))
        for page, url in ((one, one_url), (other, other_url))
    ]
    if titles[0] != titles[1]:
        return False
    first, second = (
        _letters(_without_echo(page.text, url))
        for page, url in ((one, one_url), (other, other_url))
    )
    return first == second or likeness(sketch(first), sketch(second)) >= LIKE


def _without_echo(text: str, url: str) -> str:
    parts = urlsplit(url)
    for echo in (url, parts.path, unquote(parts.path), parts.query):
        if len(echo) > 1:
            text = text.replace(echo, " ")
    for segment in _SEGMENT.findall(unquote(parts.path).rpartition("/")[2]):
        text = text.replace(segment, " ")
    return text


def _letters(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def agreement(
    link: Link, page: Page, *, redirected: bool = False
) -> Literal["same", "other", "unknown"]:
    """Return whether a page shows the work its reference describes: by title, then
    authors and DOI.

    `other` is said only of a page with enough text to have named the work, and which
    bears none of its marks. Where a redirect led, a few words are enough: a short
    welcome is no work that moved.
    """
    if not link.titles:
        return "unknown"
    heads = folded(" ".join((page.title, *page.headings)))
    text = folded(page.text)
    titles = [folded(re.sub(r"<[^<>]{0,80}>", "", title)) for title in link.titles]
    if any(
        _is_in(title, heads) or (len(title) > 12 and title in text) for title in titles
    ):
        return "same"
    is_short = len(page.words) < _TELLING and len(text) < _TELLING_LETTERS
    if is_short and not (redirected and len(page.words) >= _TELLING_AFTER_REDIRECT):
        return "unknown"
    if page.is_shell:
        return "unknown"
    known = set(f"{heads} {text}".split())
    # "Lee" and "Kim" are on any page of people.
    if any(folded(name) in known for name in link.authors if len(name) > 3):
        return "unknown"
    if link.doi and link.doi.lower() in page.text.lower():
        return "same"
    shares = [_share(title, f"{heads} {text}", known) for title in titles]
    if all(share is not None and share <= 0.25 for share in shares):
        return "other"
    return "unknown"


_TELLING: Final = 25
"""A page of fewer words may well not name the work it shows."""

_TELLING_AFTER_REDIRECT: Final = 4
"""The same of a page that a redirect led to."""

_TELLING_LETTERS: Final = 150
"""The same in letters, for scripts that put no blanks between words."""


def _is_in(title: str, heads: str) -> bool:
    significant = _significant(title)
    # Words of other scripts have no length to go by: the whole title must be there.
    if not significant or not title.isascii():
        return bool(title) and f" {title} " in f" {heads} "
    found = sum(word in heads.split() for word in significant)
    # Four of five telling words: headings cut subtitles and change endings.
    return found / len(significant) >= 0.8 and (len(significant) > 1 or title in heads)


def _significant(title: str) -> list[str]:
    return [word for word in title.split() if len(word) > 3 and word not in _STOP]


def _share(title: str, text: str, known: set[str]) -> float | None:
    """Return the share of a title's telling words that a page bears; None where there
    are too few to judge by.

    Scripts without blanks are compared by pairs of letters; of other words, endings are
    left out, since they change with the case.
    """
    if parts := grams(title):
        return sum(part in text for part in parts) / len(parts)
    words = _significant(title) or [word for word in title.split() if len(word) > 2]
    if not words:
        return None
    return sum(word in known or _stem(word) in text for word in words) / len(words)


def _stem(word: str) -> str:
    if len(word) < 6:
        return word
    return word[:-2]
