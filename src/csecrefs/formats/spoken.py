"""Dates as people write them, for formats whose date fields are free text.

`csecrefs.model.date.parse_date` reads them back.
"""

from __future__ import annotations

from typing import Final

from csecrefs.model import Date
from csecrefs.model.date import parse_date
from csecrefs.model.edtf import Parts
from csecrefs.model.months import SHORT_ENGLISH

# Months as most databases abbreviate them.
_SEASONS: Final = ("Spring", "Summer", "Autumn", "Winter")


def spoken(date: Date) -> str:
    """Return a date in words, not in EDTF.

    >>> spoken(Date(start=(2019,), season=1)), spoken(Date(start=(1850,), circa=True))
    ('Spring 2019', 'c. 1850')
    >>> spoken(Date(start=(1998, 5), end=(1998, 6))), spoken(Date(start=(-44,)))
    ('May 1998–Jun 1998', '44 BC')
    """
    date = parsed(date)
    if not date.start:
        until = f"–{_half(date.end)}" if date.end else ""
        return date.literal or until or date.raw
    if "X" in date.edtf:
        return _unspecified(date.edtf)
    text = _half(date.start)
    if isinstance(date.season, int) and 1 <= date.season <= 4:
        text = f"{_SEASONS[date.season - 1]} {text}"
    if date.end is not None:
        text += f"–{_half(date.end)}"
    if date.circa:
        return f"c. {text}"
    return text


def parsed(date: Date) -> Date:
    """Return a date whose `raw` text is read, if it can be, as CSL's processors do.

    >>> parsed(Date(raw="../1990")).end, parsed(Date(raw="in press")).raw
    ((1990,), 'in press')
    """
    if date.start or date.literal or not date.raw:
        return date
    read = parse_date(date.raw)
    return read if read.start or read.end else date


def _half(parts: Parts) -> str:
    if not parts:
        return ""
    if parts[0] < 0:
        year = f"{-parts[0]} BC"
    else:
        year = str(parts[0])
    if 0 < parts[0] < 100 or parts[0] > 9999:
        year = f"{parts[0]} AD"
    if len(parts) < 2 or not 1 <= parts[1] <= 12:
        return year
    day = ""
    if len(parts) > 2:
        day = f"{parts[2]} "
    return f"{day}{SHORT_ENGLISH[parts[1] - 1]} {year}"


def _unspecified(edtf: str) -> str:
    """A decade or century: "185X" is the 1850s, "18XX" what catalogues write as 18--."""
    year = edtf.rstrip("?~%")
    doubt = ""
    if edtf != year:
        doubt = "?"
    if year.endswith("XX") or not year[:3].isdigit():
        return f"[{year.replace('X', '-')}{doubt}]"
    if doubt:
        return f"[{year[:3]}-{doubt}]"
    return f"{year[:3]}0s"
