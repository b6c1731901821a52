"""BibLaTeX's date fields (ISO 8601-2, level 1, and what people write instead) and
BibTeX's year and month.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from csecrefs.model.calendars import is_other_calendar
from csecrefs.model.date import Date, parse_edtf
from csecrefs.model.date import parse_date as read_date
from csecrefs.model.months import MONTHS, SHORT_ENGLISH
from csecrefs.patterns import regex

# An ISO 8601 date, the form of nearly all date fields: "2001", "2001-09-22".
_PLAIN: Final = regex(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
# The same by other signs and without leading noughts: "2001/9/22", "2001.09".
_LOOSE: Final = regex(r"(\d{4})(?:[-/.](\d\d?)(?:[-/.](\d\d?))?)?", re.ASCII)
# BibLaTeX's words for an end that is open or not known: "2001/open".
_OPEN: Final = regex(r"open|unknown", re.IGNORECASE)
# Two years, the second perhaps short: "1998--2001", "1998/99", "1998\slash 99".
_YEARS: Final = regex(r"(\d{4})\s*(?:--?|–|/|\\slash)\s*(\d{4}|\d\d)", re.ASCII)
# A year, and in brackets that of the first edition: "1998 [1897]".
_EARLIER: Final = regex(r"\(?(\d{4})\)?\s*[\[(](\d{4})[\])]", re.ASCII)
# The name of a month or its abbreviation: "March", "Sept."; two letters are none.
_MONTH_WORD: Final = regex(r"([^\W\d_]{3,})\.?", re.UNICODE)
# A day by itself, also as an ordinal: "12", "12th", "12.".
_DAY: Final = regex(r"(\d{1,2})(?:st|nd|rd|th|\.)?", re.ASCII)
# Months in figures: "1/2", "7--8"
_FIGURES: Final = regex(r"(\d\d?)\s*(?:--?|–|/)\s*(\d\d?)", re.ASCII)
_DIGITS: Final = regex(r"\d+", re.ASCII)
# Seasons in English, which BibTeX's users put under `month`.
_SEASONS: Final = {
    "spring": 1,
    "summer": 2,
    "autumn": 3,
    "fall": 3,
    "winter": 4,
}


def parse_date(source: str) -> Date | None:
    """The date in a BibLaTeX date field; None if it is not one."""
    source = source.strip()
    if (plain := _PLAIN.fullmatch(source)) and plain[1] != "0000":
        return _checked(plain)
    text = _OPEN.sub("", source).replace("?~", "%")
    if "u" in text:
        text = text.replace("u", "X")
    try:
        return parse_edtf(_normal(text))
    except ValueError:
        pass
    if loose := _LOOSE.fullmatch(source):
        return _checked(loose)
    date = read_date(source)
    if date.start:
        return date
    return None


def _normal(text: str) -> str:
    first, slash, second = text.partition("/")
    if slash:
        return f"{first.strip()}/{second.strip()}"
    if re.match(r"y-?\d", text):
        return "Y" + text[1:]
    return text


def _checked(match: re.Match[str]) -> Date | None:
    year, month, day = (int(part or 0) for part in match.groups())
    if 21 <= month <= 24 and not day:
        return Date(start=(year,), season=month - 20)
    if month > 12 or day > 31:
        return None
    return Date(
        start=(year, month, day)
        if month and day
        else (year, month)
        if month
        else (year,)
    )


def parse_year_month(
    year: str,
    month: str,
    day: str = "",
) -> Date | None:
    """Return the date in BibTeX's `year` and `month` (and `day`); a year nobody can
    read is kept as a literal.

    >>> parse_year_month("2001", "Sep--Oct").end
    (2001, 10)
    """
    return year_and_month(year, month, day)[0]


@lru_cache(maxsize=4096)
def year_and_month(
    year: str,
    month: str,
    day: str,
) -> tuple[Date | None, bool]:
    """As `parse_year_month`, and whether the month is part of the date."""
    year, month, day = year.strip(), month.strip(), day.strip()
    if not year.isdecimal() or len(year) > 4:
        return _odd_year(year, month, day)
    if not month:
        return Date(start=(int(year),)), True
    if date := _simple_month(int(year), month, day):
        return date, True
    if figures := _FIGURES.fullmatch(month):
        months = f"{int(figures[1]):02d}/{int(figures[2]):02d}"
        date = read_date(f"{year.zfill(4)}-{months}")
        if date.end is not None:
            return date, True
    words = _words(month, day)
    date = read_date(f"{words} {year.zfill(4)}")
    if date.end and date.start[0] != int(year):
        # A range across the new year begins in the year of the entry.
        date = read_date(f"{year.zfill(4)} {words}")
    if date.start and (len(date.start) > 1 or date.season):
        return date, True
    date = read_date(month)
    if len(date.start) > 1 and date.start[0] == int(year):
        return date, True  # the year again: month = {2003-08}
    return Date(start=(int(year),)), False


def _words(month: str, day: str) -> str:
    """Return month and day as people write them; the days of a range stand first."""
    month = month.replace("--", "-").replace("月", "")
    if month.isdecimal() and 1 <= int(month) <= 12:
        month = SHORT_ENGLISH[int(month) - 1]
    if len(_DIGITS.findall(day)) > 1:
        return f"{day.replace('--', '-')} {month}"
    return f"{month} {day}"


def _odd_year(
    year: str,
    month: str,
    day: str,
) -> tuple[Date | None, bool]:
    """The date in a `year` that is no plain number."""
    plain = year.strip("{}[]() ")
    if plain.isdecimal() and len(plain) <= 4:
        return year_and_month(plain, month, day)
    if span := _YEARS.fullmatch(plain):
        if len(span[2]) == 4:
            end = span[2]
        else:
            end = span[1][:2] + span[2]
        if month and int(end) == int(span[1]) + 1:
            # Dec--Jan of 2020/2021
            date, is_whole = year_and_month(span[1], month, day)
            if date and date.end and date.end[0] == int(end):
                return date, is_whole
        return Date(
            start=(int(span[1]),),
            end=(int(end),),
        ), not month
    found = parse_date(plain) or read_date(year)
    if not found.start:
        return (Date(literal=year) if year else None), not month
    plain_year = found.end is None and not found.circa and not found.edtf
    if month and plain_year and len(found.start) == 1 and found.start[0] > 0:
        return year_and_month(
            str(found.start[0]),
            month,
            day,
        )
    return found, not month or len(found.start) > 1


def _simple_month(
    year: int,
    month: str,
    day: str,
) -> Date | None:
    """The date where month and day are a number or a word each; else None."""
    number, found_day = month_number(month)
    if not number:
        season = _SEASONS.get(month.lower())
        if season:
            return Date(start=(year,), season=season)
        return None
    if len(re.findall(r"[^\W_]+", month)) > (2 if found_day else 1):
        return None
    day_number = found_day
    if ordinal := _DAY.fullmatch(day):
        day_number = int(ordinal[1])
    elif day:
        return None  # "3--5"
    if day_number and 1 <= day_number <= 31:
        return Date(start=(year, number, day_number))
    return Date(start=(year, number))


def earlier_year(year: str) -> int:
    """Return the year of the first edition that a `year` gives in brackets, else 0.

    >>> earlier_year("1998 [1897]")
    1897
    """
    if len(year) < 8:  # there is room for one year only
        return 0
    match = _EARLIER.fullmatch(year.strip())
    if match is None or is_other_calendar(int(match[1]), int(match[2])):
        return 0  # 2541 [1998] is one year by two calendars
    if int(match[2]) < int(match[1]):
        return int(match[2])
    return 0


def month_number(month: str) -> tuple[int, int]:
    """Month and day in a `month` field (`3`, `mar`, `15 March`, `mar # "~15"`); 0 for
    what is missing.
    """
    if not month:
        return 0, 0
    if month.isascii() and month.isdigit():
        return (int(month) if 1 <= int(month) <= 12 else 0), 0
    word = _MONTH_WORD.search(month)
    number = 0
    if word:
        number = MONTHS.get(word[1].lower(), 0)
    days = re.findall(r"\d+", month)
    return number, int(days[0]) if number and len(days) == 1 and len(
        days[0]
    ) <= 2 else 0
