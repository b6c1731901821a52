"""Extended Date/Time Format, levels 0 and 1, to and from `Date`.

Source: ISO 8601-2:2019 and the Library of Congress EDTF specification (2019).
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

Parts = tuple[int, ...]
"""Year, month and day, as far as known: `()`, `(2022,)`, `(2022, 5)` or `(2022, 5,
13)`.
"""

_DATE: Final = re.compile(
    r"(?P<year>Y-?\d{5,}|-?[\dX]{4})(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<flag>[?~%]?)",
    re.ASCII,
)
_TIME: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)
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
    return date if format_edtf(date) == text else date._replace(edtf=text)


def format_edtf(date: Any) -> str:
    """Return a date (`Date` or `WrittenDate`) as an EDTF level 1 expression; its literal or
    raw text if it has no parts.
    """
    if date.edtf:
        return str(date.edtf)
    if not date.start:
        return "../" + _half(date.end) if date.end else str(date.literal or date.raw)
    flag = "~" if date.circa else ""
    start = _half(date.start, date.season if date.end is None else None) + flag
    if date.end is None:
        return start
    return f"{start}/{_half(date.end) + flag if date.end else '..'}"


def _interval(first: str, second: str) -> WrittenDate:
    start = _single(first) if first not in ("", "..") else WrittenDate()
    end = _single(second) if second not in ("", "..") else WrittenDate()
    if not start.start and not end.start:
        raise ValueError(f"an interval without a date: {first}/{second}")
    return WrittenDate(
        start=start.start, end=end.end or end.start, circa=start.circa or end.circa
    )


def _single(text: str) -> WrittenDate:
    if time := _TIME.fullmatch(text):
        text = time[1]
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(f"not an EDTF date: {text!r}")
    year, month, day = match["year"], match["month"], match["day"]
    circa = bool(match["flag"])
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
    year = parts[0] + 1 if parts[0] < 0 else parts[0]
    sign = "-" if year < 0 else ""
    text = f"Y{year}" if abs(year) > 9999 else f"{sign}{abs(year):04d}"
    if isinstance(season, int) and len(parts) == 1:
        return f"{text}-{season + 20}"
    return "-".join([text, *(f"{part:02d}" for part in parts[1:])])


def _from_astronomical(year: int) -> int:
    """CSL counts 1 BC as -1 where EDTF counts it as 0."""
    return year - 1 if year <= 0 else year
