"""Dates people type: "March 5, 2000", "3/5/2000", "Mar-Apr 2000", "ca. 1850", "44
BC".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from csecrefs.model import Date
from csecrefs.patterns import regex

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september"
        "|oct october|nov november|dec december".split("|"),
        start=1,
    )
    for name in names.split()
}
_SEASONS: Final = {
    "spring": 21,
    "summer": 22,
    "autumn": 23,
    "fall": 23,
    "winter": 24,
}
# A word or a number of a date in words: "May 4, 1999" has three.
_WORD: Final = regex(r"[^\W\d_]+|\d+")
# A date of ISO 8601, with a time perhaps: "1999-05-04T12:00Z", "-0043".
_ISO: Final = regex(
    r"(-?\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?", re.ASCII
)
# Month, day and year in this order, as in English of the US: "5/4/1999".
_SLASHED: Final = regex(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
# Two years of which the second is short: "1990/91", "1990-91"; up to 12 it is a month.
_SHORT_END: Final = regex(r"(\d{2})(\d{2})\s*[-–/]\s*(\d{2})", re.ASCII)
# An era before Christ at the end: "44 B.C.".
_ERA: Final = regex(r"\b(bce?|b\.c\.e?\.?)\s*$", re.IGNORECASE)


# A year with unknown digits ("199X", "19??", "199-"), or a decade ("1990s"): no year
# that could be printed or sorted as one.
_UNSPECIFIED: Final = regex(
    r"(?<!\w)(?:\d{1,3}[XxUu]+|(?:1\d{1,2}|20\d?)[?_-]+|\d{3,4}s)(?!\w)", re.ASCII
)


@lru_cache(maxsize=1024)
def parse_raw_date(text: str) -> Date | None:
    """The date (or range) that `text` names in English or in digits; None where it
    names none.
    """
    text = text.strip()
    if _UNSPECIFIED.search(text[:100]):
        return None
    circa = bool(re.search(r"[?~]|\[|^c(?:irc)?a?\.?\s", text))
    text = text.strip("?[]~ ")
    if len(text) > 100:
        return None
    halves = _halves(text)
    parts = [_half(half) for half in halves]
    if any(part is None for part in parts):
        return None
    first, last = parts[0] or (), parts[-1] or ()
    if len(parts) == 1:
        return Date(start=first, circa=circa)
    if len(first) < len(last) and first and first[0] < 0:
        first = (last[0], *(-part for part in first))
    return Date(start=first, end=last, circa=circa)


def _halves(text: str) -> list[str]:
    if (short := _SHORT_END.fullmatch(text)) and 12 < int(short[3]) > int(short[2]):
        return [short[1] + short[2], short[1] + short[3]]
    for pattern in (
        r"\s*/\s*(?=\d{4})",
        r"\s+[-–]+\s+",
        r"\s*[–]\s*",
        r"(?<=[^\W\d_])-(?=[^\W\d_])",
        r"(?<=\d{4})-(?=\d{4})",
    ):
        pieces = re.split(pattern, text)
        if len(pieces) == 2 and not (_SLASHED.fullmatch(text)):
            return pieces
    return [text]


def _half(text: str) -> tuple[int, ...] | None:
    if match := _ISO.fullmatch(text):
        return tuple(int(group) for group in match.groups() if group)
    if match := _SLASHED.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        if first <= 12:
            month, day = (first, second)
        else:
            month, day = (second, first)
        return (int(match[3]), month, day)
    return _words(text)


def _words(text: str) -> tuple[int, ...] | None:
    before_christ = bool(_ERA.search(text))
    year = month = day = 0
    for word in _WORD.findall(text):
        lower = word.lower()
        if lower in _MONTHS or lower in _SEASONS:
            month = _MONTHS.get(lower) or _SEASONS[lower]
        elif word.isdigit():
            number = int(word)
            if not year and (len(word) >= 3 or before_christ):
                year = number
            elif number <= 31 and not day:
                day = number
    if month and not year:
        if day:
            return (-month, -day)
        return (-month,)
    if not year or (day and not month):
        return None
    if before_christ:
        year = -year
    return tuple(part for part in (year, month, day) if part)
