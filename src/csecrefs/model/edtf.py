"""Extended Date/Time Format, levels 0 and 1, to and from `Date`.

Source: ISO 8601-2:2019 and the Library of Congress EDTF specification (2019).
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from csecrefs.patterns import regex

Parts = tuple[int, ...]
"""Year, month and day, as far as known: `()`, `(2022,)`, `(2022, 5)` or `(2022, 5,
13)`.
"""

_DATE: Final = regex(
    # 2020-05-13, 2020-XX, 185X, Y17000, -0043-03, 1984?
    r"(?P<year>Y-?\d{5,}|-?[\dX]{4})(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<flag>[?~%]?)",
    re.ASCII,
)
_TIME: Final = regex(
    # 2020-05-13T12:30:00+02:00
    r"(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:Z|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)
# The longest that each month can be: a day is checked without its year.
MONTH_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class WrittenDate(NamedTuple):
    """A date as read from text: the first fields of `Date`, in its order."""

    start: Parts = ()
    end: Parts | None = None
    season: int | str | None = None
    circa: bool = False
    literal: str = ""
    raw: str = ""
    edtf: str = ""


def read_edtf(text: str) -> WrittenDate:
    """Return the date that an EDTF level 0 or 1 expression means; years are
    astronomical (`-0001` is 2 BC).

    A time of day is dropped. `..` and an empty half leave the interval open.
    Unspecified digits of a year become the range they span. Raises ValueError for
    anything else.
    """
    text = text.strip()
    if "/" in text:
        first, second = text.split("/", 1)
        date = _interval(first.strip(), second.strip())
    else:
        date = _single(text)
    if format_edtf(date) == text:
        return date
    return date._replace(edtf=text)


def format_edtf(date: Any) -> str:
    """Return a date (`Date` or `WrittenDate`) as an EDTF level 1 expression; its literal or
    raw text if it has no parts.
    """
    if date.edtf:
        return str(date.edtf)
    if not date.start and date.end:
        return "../" + _half(date.end)
    if not date.start:
        return str(date.literal or date.raw)
    flag = ""
    if date.circa:
        flag = "~"
    if date.end is None:
        return _half(date.start, date.season) + flag
    start = _half(date.start) + flag
    if not date.end:
        return f"{start}/.."
    return f"{start}/{_half(date.end)}{flag}"


def _interval(first: str, second: str) -> WrittenDate:
    start, end = _end(first), _end(second)
    if not start.start and not end.start:
        raise ValueError(f"an interval without a date: {first}/{second}")
    return WrittenDate(
        start=start.start, end=end.end or end.start, circa=start.circa or end.circa
    )


def _end(text: str) -> WrittenDate:
    """Return one end of an interval; level 1 writes an open one as "..", ISO as ""."""
    if text in ("", ".."):
        return WrittenDate()
    return _single(text)


def _single(text: str) -> WrittenDate:
    if time := _TIME.fullmatch(text):
        text = time[1]
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(f"not an EDTF date: {text!r}")
    year, month, day = match["year"], match["month"], match["day"]
    circa = bool(match["flag"])
    # Unspecified digits (4.3 of the specification): 185X is the range 1850 to 1859.
    if "X" in year:
        if month or not re.fullmatch(r"-?\d+X{1,3}", year):
            raise ValueError(f"not an EDTF date: {text!r}")
        low, high = sorted((int(year.replace("X", "0")), int(year.replace("X", "9"))))
        return WrittenDate(
            start=(_from_astronomical(low),),
            end=(_from_astronomical(high),),
            circa=circa,
        )
    number = _from_astronomical(int(year.lstrip("Y")))
    if not month or month == "XX":
        if day and day != "XX":
            raise ValueError(f"a day without its month: {text!r}")
        return WrittenDate(start=(number,), circa=circa)
    # Seasons independent of the hemisphere (4.2): 21 is spring, 24 winter.
    if 21 <= int(month) <= 24 and not day:
        return WrittenDate(start=(number,), season=int(month) - 20, circa=circa)
    if not 1 <= int(month) <= 12:
        raise ValueError(f"no such month: {text!r}")
    if not day or day == "XX":
        return WrittenDate(start=(number, int(month)), circa=circa)
    if not 1 <= int(day) <= MONTH_DAYS[int(month) - 1]:
        raise ValueError(f"no such day: {text!r}")
    return WrittenDate(start=(number, int(month), int(day)), circa=circa)


def _half(parts: Parts | None, season: int | str | None = None) -> str:
    if not parts:
        return ""
    year = parts[0]
    if year < 0:
        year += 1  # 1 BC is 0000
    if abs(year) > 9999:
        text = f"Y{year}"
    elif year < 0:
        text = f"-{-year:04d}"
    else:
        text = f"{year:04d}"
    if isinstance(season, int) and len(parts) == 1:
        return f"{text}-{season + 20}"
    return "-".join([text, *(f"{part:02d}" for part in parts[1:])])


def _from_astronomical(year: int) -> int:
    """CSL counts 1 BC as -1 where EDTF counts it as 0."""
    if year > 0:
        return year
    return year - 1
