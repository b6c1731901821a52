"""Dates as reference lists print them, in the languages of lists."""

from __future__ import annotations

from typing import Final

from csecrefs.model import Date
from csecrefs.patterns import regex

_NAMES: Final = (
    "january januar janvier enero gennaio ianuarie janeiro januari stycznia ledna января ocak",
    "february februar février febrero febbraio februarie fevereiro februari lutego února февраля şubat",
    "march märz mars marzo martie março maart marca března марта mart",
    "april avril abril aprile aprilie kwietnia dubna апреля nisan",
    "may mai mayo maggio maio mei maja května мая mayıs",
    "june juni juin junio giugno iunie junho czerwca června июня haziran",
    "july juli juillet julio luglio iulie julho lipca července июля temmuz",
    "august août agosto augustus augusti sierpnia srpna августа ağustos",
    "september septembre septiembre settembre septembrie setembro września září сентября eylül",
    "october oktober octobre octubre ottobre octombrie outubro października října октября ekim",
    "november novembre noviembre noiembrie novembro listopada listopadu ноября kasım",
    "december dezember décembre diciembre dicembre decembrie dezembro grudnia prosince декабря aralık",
)
"""Names of the months in English, German, French, Spanish and others, by month."""
_FULL: Final = {
    name: number for number, line in enumerate(_NAMES, 1) for name in line.split()
}
_SHORT: Final = {
    "jan": 1, "feb": 2, "fév": 2, "fev": 2, "mar": 3, "mär": 3, "mrz": 3, "apr": 4, "avr": 4, "abr": 4,
    "mai": 5, "jun": 6, "jul": 7, "aug": 8, "aoû": 8, "ago": 8, "sep": 9, "sept": 9, "set": 9, "oct": 10,
    "okt": 10, "out": 10, "ott": 10, "nov": 11, "dec": 12, "dez": 12, "déc": 12, "dic": 12, "янв": 1,
    "фев": 2, "апр": 4, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
}  # fmt: skip
# A year from 1400 to 2049, with the letter behind it: "1998", "2013b".
_YEAR: Final = regex(r"(?<!\d)(1[4-9]\d\d|20[0-4]\d)(?!\d)(?:\s?([a-z])(?![a-z]))?")
# A range of years, "1974–76" or "1998/1999", but not the start of "1998-12-24".
_SPAN: Final = regex(
    r"(?<!\d)(1[4-9]\d\d|20[0-4]\d)\s?[-–—/]\s?(\d{4}|\d\d)(?!\d|[-–/.]\d)"
)
# Day, month and year in figures: "24.12.1998", "12/24/1998".
_NUMERIC: Final = regex(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")
# The year first: "1998-12-24", "1998.12", "1998/12".
_ISO: Final = regex(r"(?<!\d)(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?(?!\d)")
_WORD: Final = regex(r"[^\W\d_]+")
# The day of a month: "24", "1st", "2 nd".
_DAY: Final = regex(r"(?<!\d)(\d{1,2})(?:\s?(?:st|nd|rd|th))?(?![\d/])")


def month_of(word: str) -> int | None:
    """Return the month that `word` names or abbreviates, or None."""
    lower = word.lower()
    found: int | None = _FULL.get(lower) or _SHORT.get(lower)
    # "janv" and "febr" count because a full name of a month begins so; "marx" does not.
    if found is None and 3 <= len(lower) <= 5:
        found = _SHORT.get(lower[:3])
        if found and not any(name.startswith(lower) for name in _FULL):
            return None
    return found


def parse_date(text: str) -> Date | None:
    """Return the date or range in `text`, or None if it has no year.

    >>> str(parse_date("20 noviembre 1989")), str(parse_date("1974–76"))
    ('1989-11-20', '1974/1976')
    """
    if iso := _iso(text):
        return iso
    if numeric := _NUMERIC.search(text):
        day, month, year = (int(part) for part in numeric.groups())
        if month > 12 >= day:  # the American order
            day, month = month, day
        if 1 <= month <= 12 and 1 <= day <= 31:
            return Date.from_csl({"date-parts": [[year, month, day]]})
    if span := _SPAN.search(text):
        return _range(span[1], span[2])
    year_match = _YEAR.search(text)
    if year_match is None:
        return None
    parts = [int(year_match[1])]
    rest = f"{text[: year_match.start()]} {text[year_match.end() :]}"
    named = [month_of(word) for word in _WORD.findall(rest)]
    months = [number for number in named if number]
    if months:
        parts.append(months[0])
        days = [int(day) for day in _DAY.findall(rest) if 1 <= int(day) <= 31]
        if days and len(months) == 1:
            parts.append(days[0])
    return Date.from_csl({"date-parts": [parts]})


def year_suffix(text: str) -> str:
    """Return the letter after the year in `text` ("2013b"), or nothing."""
    match = _YEAR.search(text)
    if match is None:
        return ""
    return match[2] or ""


def _iso(text: str) -> Date | None:
    match = _ISO.search(text)
    if match is None or not 1400 < int(match[1]) < 2050:
        return None
    parts = [int(part) for part in match.groups() if part]
    if not 1 <= parts[1] <= 12 or (len(parts) > 2 and not 1 <= parts[2] <= 31):
        return None
    if len(parts) == 2 and "-" in match[0]:
        return None  # "1974-76" is a range of years
    return Date.from_csl({"date-parts": [parts]})


def _range(first: str, last: str) -> Date:
    end = last
    # "1974–76" leaves the century out.
    if len(last) == 2:
        end = first[:2] + last
    # No range goes backwards: "1998-97" is read as 1998 alone.
    if int(end) <= int(first):
        return Date.from_csl({"date-parts": [[int(first)]]})
    return Date.from_csl({"date-parts": [[int(first)], [int(end)]]})
