"""BibLaTeX's date fields (ISO 8601-2, level 1, and what people write instead) and
BibTeX's year and month.
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.model.date import Date
from csecrefs.model.edtf import parse_edtf

_PLAIN: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_LOOSE: Final = re.compile(r"(\d{4})(?:[-/.](\d\d?)(?:[-/.](\d\d?))?)?", re.ASCII)
_OPEN: Final = re.compile(r"open|unknown", re.IGNORECASE)
_YEARS: Final = re.compile(r"(\d{4})\s*(?:--?|–|/|\\slash)\s*(\d{4}|\d\d)", re.ASCII)
_CIRCA: Final = re.compile(r"(?:c(?:irca|a)?\.?|\[?ca\.)\s*(\d{3,4})\]?", re.IGNORECASE)
_MONTH_WORD: Final = re.compile(r"([^\W\d_]{3,})\.?", re.UNICODE)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier",
            "feb february februar février fev",
            "mar march märz mars mär",
            "apr april avril avr",
            "may mai",
            "jun june juni juin",
            "jul july juli juillet",
            "aug august août aout",
            "sep sept september septembre",
            "oct october oktober okt octobre",
            "nov november novembre",
            "dec december dezember dez décembre",
        ),
        start=1,
    )
    for name in names.split()
}
_SEASONS: Final = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}


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
    return None


def _normal(text: str) -> str:
    first, slash, second = text.partition("/")
    if slash:
        return f"{first.strip()}/{second.strip()}"
    return "Y" + text[1:] if re.match(r"y-?\d", text) else text


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


def parse_year_month(year: str, month: str, day: str = "") -> Date | None:
    """The date in BibTeX's `year` and `month` (and `day`); a year nobody can read is
    kept as a literal.
    """
    year = year.strip().strip("{}[]")
    if year.isdecimal() and len(year) <= 4:
        return _with_month(int(year), month.strip(), day.strip())
    if span := _YEARS.fullmatch(year):
        end = span[2] if len(span[2]) == 4 else span[1][:2] + span[2]
        return Date(start=(int(span[1]),), end=(int(end),))
    if about := _CIRCA.fullmatch(year):
        return Date(start=(int(about[1]),), circa=True)
    if (found := parse_date(year)) and found.start:
        return found
    return Date(literal=year) if year else None


def _with_month(year: int, month: str, day: str) -> Date:
    number, found_day = month_number(month)
    day_number = int(day) if day.isascii() and day.isdigit() else found_day
    if number and day_number and 1 <= day_number <= 31:
        return Date(start=(year, number, day_number))
    if number:
        return Date(start=(year, number))
    return Date(start=(year,), season=_SEASONS.get(month.lower()))


def month_number(month: str) -> tuple[int, int]:
    """Month and day in a `month` field (`3`, `mar`, `15 March`, `mar # "~15"`); 0 for
    what is missing.
    """
    if not month:
        return 0, 0
    if month.isascii() and month.isdigit():
        return (int(month) if 1 <= int(month) <= 12 else 0), 0
    word = _MONTH_WORD.search(month)
    number = _MONTHS.get(word[1].lower(), 0) if word else 0
    days = re.findall(r"\d+", month)
    return number, int(days[0]) if number and len(days) == 1 and len(
        days[0]
    ) <= 2 else 0
