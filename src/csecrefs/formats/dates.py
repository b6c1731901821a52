"""Dates as people and databases write them ("1998 May-Jun", "15 juin 2003", "c1998") to
records' dates.
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from csecrefs.model import Date
from csecrefs.model.edtf import parse_edtf

_MONTH_NAMES: Final = (
    "january jan january january januar janvier janv enero ene gennaio gen janeiro januari jänner",
    "february feb febr februar février fevrier févr fév febrero febbraio fevereiro fev februari",
    "march mar maerz märz mär mars marzo março marco maart mrt mrz",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug août aout agosto ago augustus",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro december",
)
MONTHS: Final = {
    name: number
    for number, names in enumerate(_MONTH_NAMES, 1)
    for name in names.split()
}
"""Month names and abbreviations of eight languages, in lower case, to their numbers."""
_SEASON_NAMES: Final = (
    "spring spr printemps frühling primavera",
    "summer sum été sommer verano estate",
    "autumn aut fall fal automne herbst otoño autunno",
    "winter win hiver invierno inverno",
)
_SEASONS: Final = {
    name: number
    for number, names in enumerate(_SEASON_NAMES, 1)
    for name in names.split()
}
_NUMERIC: Final = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?(?:/+|-|\.)?(?:[T ]\d\d:?\d\d.*)?",
    re.ASCII,
)
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)?", re.ASCII)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_CIRCA: Final = re.compile(
    r"\b(?:ca|circa|approx|um|vers)\b\.?|(?<=\d)\s*\?|~|\[[^]]*\?\]", re.IGNORECASE
)
_TOKEN: Final = re.compile(
    r"(\d+)(?:st|nd|rd|th|er|º|ª)?(?![^\W\d_])|([^\W\d_]+)|([-–—/])"
)
_BEFORE_CHRIST: Final = re.compile(r"(?<=\d)\s*B\.?C\.?(?:E\.?)?(?!\w)")
_BEFORE_CHRIST_YEAR: Final = re.compile(r"(\d{1,4})\s*B\.?C", re.ASCII)
_COPYRIGHT: Final = re.compile(r"(?:\bcop\.?|©|\b[cp])\s*(?=\d{4})", re.IGNORECASE)


@attrs.define
class _Half:
    """One end of a range while its tokens come in."""

    year: int = 0
    month: int = 0
    day: int = 0
    season: int = 0

    def parts(self) -> tuple[int, ...]:
        given = (self.year, self.month, self.day)
        return given[: given.index(0)] if 0 in given else given

    def __bool__(self) -> bool:
        return bool(self.year or self.month or self.day or self.season)


def parse_date(text: str) -> Date:
    """The date that `text` means: numeric, EDTF, or with month or season names, one or
    a range.

    Day and month of "3/4/2005" are read month first unless that cannot be. A text
    without a year that can be read becomes a literal date; an empty one an empty date.
    """
    text = " ".join(text.split()).strip(" ;,")
    if not text or set(text) <= set("0-/. "):
        return Date()
    return _numeric(text) or _edtf(text) or _worded(text) or Date(literal=text)


def _numeric(text: str) -> Date | None:
    if match := _NUMERIC.fullmatch(text):
        year, month, day = int(match[1]), int(match[3] or 0), int(match[4] or 0)
        if (
            month <= 12
            and year
            and not (match[2] and match[3] and len(match[3]) == 1 and not match[4])
        ):
            return Date(
                start=_Half(year, month, day if _day_fits(month, day) else 0).parts()
            )
        if 12 < month <= 31 and 1 <= day <= 12:
            return Date(start=(year, day, month))
        return None
    if match := _COMPACT.fullmatch(text):
        month, day = int(match[2]), int(match[3] or 0)
        if (
            1 <= month <= 12
            and _day_fits(month, day)
            and (match[3] or int(match[1]) >= 1500)
        ):
            return Date(start=_Half(int(match[1]), month, day).parts())
        return None
    if match := _DAY_FIRST.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        if first > 12 or (match[2] == "." and second <= 12):
            first, second = second, first
        if 1 <= first <= 12 and _day_fits(first, second):
            return Date(start=_Half(int(match[4]), first, second).parts())
    return None


def _day_fits(month: int, day: int) -> bool:
    return (
        day <= 31
        and not (day == 31 and month in (2, 4, 6, 9, 11))
        and not (day == 30 and month == 2)
    )


def _edtf(text: str) -> Date | None:
    try:
        return parse_edtf(text)
    except ValueError:
        return None


def _worded(text: str) -> Date | None:
    if len(text) > 200:
        return None
    circa = bool(_CIRCA.search(text))
    text = _CIRCA.sub(
        lambda match: match[0].strip("[]?~ ") if match[0][0] == "[" else " ", text
    )
    halves = _halves(_COPYRIGHT.sub("", text))
    first, last = halves[0], halves[-1]
    _share(first, last)
    if not first.year:
        return None
    if _BEFORE_CHRIST.search(text):
        return Date(start=(-first.year,), circa=circa)
    if last.parts() <= first.parts():
        season = first.season if len(first.parts()) == 1 else 0
        return Date(start=first.parts(), season=season or None, circa=circa)
    return Date(
        start=first.parts(), end=last.parts(), season=first.season or None, circa=circa
    )


def _halves(text: str) -> list[_Half]:
    """The ends of the range in `text`, by its dashes and slashes; unknown words are
    passed over.
    """
    halves = [_Half()]
    if era := _BEFORE_CHRIST_YEAR.match(text):
        return [_Half(int(era[1]))]
    for match in _TOKEN.finditer(text):
        number, word, dash = match.groups()
        if dash:
            if halves[-1] and len(halves) < 2:
                halves.append(_Half())
        elif number:
            _number(halves, int(number), len(number))
        elif month := MONTHS.get(word.lower()):
            halves[-1].month = halves[-1].month or month
        elif season := _SEASONS.get(word.lower()):
            halves[-1].season = halves[-1].season or season
    return [half for half in halves if half] or halves[:1]


def _number(halves: list[_Half], number: int, digits: int) -> None:
    """A number is a year by its length; else the day, or the short year that ends a
    range of years.
    """
    half, first = halves[-1], halves[0]
    if digits == 4 or (digits == 3 and not half.year):
        half.year = half.year or number
    elif (
        digits == 2
        and half is not first
        and first.year
        and not first.day
        and (not half.month or first.month == 0)
    ):
        half.year = half.year or first.year // 100 * 100 + number
    elif 1 <= number <= 31:
        half.day = half.day or number


def _share(first: _Half, second: _Half) -> None:
    """What one end of a range leaves out it takes from the other ("May-Jun 1998", "1998
    Dec 23-30").
    """
    if not first.year:
        first.year = second.year
    if not second.year:
        second.year = first.year
    if first.month and not second.month and second.day:
        second.month = first.month
    if second.month and not first.month and first.day:
        first.month = second.month
