"""Dates as CSL-JSON describes them: parts, ranges, seasons, circa, literal and raw.

`parse_edtf` and `format_edtf` are the Extended Date/Time Format, levels 0 and 1 (ISO
8601-2:2019 and the Library of Congress EDTF specification of 2019). `parse_date` reads
dates as people and databases write them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from csecrefs.model.edtf import MONTH_DAYS, Parts, WrittenDate, format_edtf, read_edtf
from csecrefs.model.hints import check_keywords
from csecrefs.patterns import regex

# the properties of a date in csl-data.json, and EDTF, which CSL 1.1 adds
_KNOWN: Final = frozenset({"date-parts", "season", "circa", "literal", "raw", "edtf"})
_SEASONS: Final = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}

# "c. 1850", but not "c1850"
# The short form of "circa"; without its space it is a copyright year.
_ABOUT: Final = regex(r"c\.\s+(?=\d)")
# "2020-03-14T12:30:00Z", "2020-03-14 12:30"
# A time of day after a date of ISO 8601, which no reference has.
_CLOCK: Final = regex(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d\S*$", re.ASCII)
_set: Final = object.__setattr__
# The last year that a bare number may be: longer ones are days without hyphens.
_MAX_YEAR: Final = 9999


@attrs.frozen(init=False, repr=False)
class Date:
    """A date or a range of dates.

    - `start`, `end`: 0 to 3 integers (year, month, day; negative years are BC). `end`
      is None for a single date and `()` for a range without an end.
    - `season`: 1 (spring) to 4 (winter), or a name.
    - `circa`: True if the date is approximate or uncertain.
    - `literal`: text that is printed as it is.
    - `raw`: text that nobody has parsed.
    - `edtf`: the Extended Date/Time Format expression, where the parts alone cannot
      give it back.

    A year, a text that `Date.parse` reads, and a `datetime.date` do for `start`.
    Raises ValueError for a number or text that is no date.

    >>> Date(2021) == Date((2021,)) == Date.parse("2021")
    True
    >>> Date(2021, 3, 14).start
    (2021, 3, 14)
    >>> Date("2020/2021").end
    (2021,)
    """

    start: Parts = ()
    end: Parts | None = None
    season: int | str | None = None
    circa: bool = False
    literal: str = ""
    raw: str = ""
    edtf: str = ""
    extra: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    def __init__(
        self,
        start: Parts | Sequence[int] | int | str | datetime.date = (),
        end: Parts | Sequence[int] | int | None = None,
        season: int | str | None = None,
        circa: bool = False,
        literal: str = "",
        raw: str = "",
        edtf: str = "",
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        # Readers give tuples of int, which must cost next to nothing.
        if type(start) is not tuple or (end is not None and type(end) is not tuple):
            if isinstance(start, int) and isinstance(end, int):
                # Date(2021, 3, 14), as with datetime.date
                start, end, season = _calendar(start, end, season)
            elif isinstance(start, str) and start and end is None:
                read = Date.parse(start)
                start, end = read.start, read.end
                season = season or read.season
                circa = circa or read.circa
                edtf = edtf or read.edtf
            start = _given_parts(start)
            if end is not None:
                end = _given_parts(end)
        # What attrs would do, without the cost of a second call.
        _set(self, "start", start)
        _set(self, "end", end)
        _set(self, "season", season)
        _set(self, "circa", circa)
        _set(self, "literal", literal)
        _set(self, "raw", raw)
        _set(self, "edtf", edtf)
        _set(self, "extra", {} if extra is None else extra)

    @classmethod
    def parse(cls, text: str) -> Date:
        """Return the date that a text means.

        Understood are EDTF, figures, names of months and seasons in eight languages,
        ranges of these, and "circa". Day and month of "3/4/2005" are read month first
        unless that cannot be. Raises ValueError for anything else, and where a part of
        the text would be lost.

        >>> Date.parse("21 March 2020").start
        (2020, 3, 21)
        >>> Date.parse("circa 1850")
        Date(start=(1850,), circa=True)
        >>> Date.parse("in press")
        Traceback (most recent call last):
        ...
        ValueError: 'in press' is no date
        """
        text = _ABOUT.sub("circa ", _CLOCK.sub(r"\1", text.strip()))
        found = parse_date(text)
        if not (found or found.end) or found.literal:
            raise ValueError(f"{text!r} is no date")
        if not found.edtf and format_edtf(found) != text.strip():
            written = WrittenDate(found.start, found.end, found.season, found.circa)
            from csecrefs.model.written_dates import leftovers

            if left := leftovers(text, written):
                raise ValueError(f"{text!r} is no date: {' '.join(left)} is left over")
        return found

    @classmethod
    def from_csl(cls, data: Mapping[str, Any] | str | int) -> Date:
        """The date in a CSL-JSON date object, or bare text or year; parts that are no
        numbers are dropped.
        """
        if isinstance(data, (str, int)):
            return cls(raw=str(data))
        start, end = _range(data.get("date-parts"))
        if not start and end is None and isinstance(data.get("edtf"), str):
            try:
                return parse_edtf(data["edtf"])
            except ValueError:
                pass  # kept as text below
        return cls(
            start=start,
            end=end,
            season=_season(data.get("season")),
            circa=data.get("circa") not in (None, False, 0, "", "0", "false"),
            literal=_text(data.get("literal")),
            raw=_text(data.get("raw")),
            edtf=_text(data.get("edtf")),
            extra={key: value for key, value in data.items() if key not in _KNOWN},
        )

    def to_csl(self) -> dict[str, Any]:
        """This date as a CSL-JSON date object; an empty date gives an empty object."""
        result: dict[str, Any] = {}
        if self.start:
            halves = [list(self.start)]
            if self.end is not None:
                halves.append(list(self.end) or [0])
            result["date-parts"] = halves
        for key in ("season", "circa", "literal", "raw", "edtf"):
            if value := getattr(self, key):
                result[key] = value
        return result | dict(self.extra)

    def evolve(self, **changes: Any) -> Date:
        """Return a copy with fields changed; `edtf` is dropped when the parts change
        without it. Raises FieldError for an unknown field.
        """
        check_keywords("evolve", changes, Date)
        if changes.keys() & {"start", "end", "season", "circa"}:
            changes.setdefault("edtf", "")
        return attrs.evolve(self, **changes)

    @property
    def year(self) -> int | None:
        """The (first) year, or None."""
        if not self.start:
            return None
        return self.start[0]

    def __bool__(self) -> bool:
        return bool(self.start or self.end or self.literal or self.raw or self.season)

    def __repr__(self) -> str:
        shown = []
        for field in attrs.fields(Date):
            value = getattr(self, field.name)
            # an empty end is a range that goes on
            if value or (field.name == "end" and value == ()):
                shown.append(f"{field.name}={value!r}")
        return f"Date({', '.join(shown)})"

    def __str__(self) -> str:
        if self.literal or self.raw:
            return self.literal or self.raw
        return format_edtf(self)


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value)


def _season(value: object) -> int | str | None:
    """Return a season by its number (1 to 4), or the text that names none."""
    text = _text(value).strip()
    if text.isascii() and text.isdigit():
        number = int(text)
    else:
        number = _SEASONS.get(text.lower(), 0)
        if not number:
            return text or None
    if 21 <= number <= 24:  # the seasons of EDTF, and of CSL 1.0 before 1.0.2
        number -= 20
    if 1 <= number <= 4:
        return number
    return None


def _range(given: Any) -> tuple[Parts, Parts | None]:
    """Return start and end of `date-parts`; what is no list of parts is passed over."""
    if not isinstance(given, Sequence) or isinstance(given, str):
        return (), None
    halves = [_parts(half) for half in given[:2]]
    if not any(halves):
        return (), None
    if len(halves) == 1:
        return halves[0], None
    return halves[0], halves[1]


def _parts(half: Any) -> Parts:
    """Up to three leading integers of one half of `date-parts`, whatever was written
    there.
    """
    if not isinstance(half, Sequence) or isinstance(half, str):
        half = (half,)
    numbers: list[int] = []
    for part in half[:3]:
        try:
            number = int(part)
        except (TypeError, ValueError, OverflowError):
            break
        if number == 0 and numbers:
            break  # [2020, 0, 0], as some programs write a year
        numbers.append(number)
    if numbers == [0]:
        return ()  # [[2020], [0]] is a range that goes on
    return tuple(numbers)


def parse_edtf(text: str) -> Date:
    """Return the date that an EDTF level 0 or 1 expression means; years are
    astronomical (`-0001` is 2 BC).

    A time of day is dropped. `..` and an empty half leave the interval open.
    Unspecified digits of a year become the range they span. Raises ValueError for
    anything else.

    >>> parse_edtf("2020-05/2020-06").end
    (2020, 6)
    """
    return Date(*read_edtf(text))


def parse_date(text: str) -> Date:
    """Return the date that `text` means: numeric, EDTF, or with month or season names,
    one or a range.

    Day and month of "3/4/2005" are read month first unless that cannot be. A text
    without a year that can be read becomes a literal date; an empty one an empty date.

    >>> parse_date("1998 May-Jun").start, parse_date("30-Mar-2020").start
    ((1998, 5), (2020, 3, 30))
    >>> str(parse_date("1850s")), parse_date("in press").literal
    ('185X', 'in press')
    """
    # Twenty regular expressions, which most runs do without.
    from csecrefs.model.written_dates import read_date

    return Date(*read_date(text))


def _calendar(
    year: int, month: int, day: int | str | None
) -> tuple[Parts, None, int | str | None]:
    """Return year, month and day as the start of a date, without end and season."""
    if day is None:
        return (year, month), None, None
    return (year, month, int(day)), None, None


def _given_parts(given: object) -> Parts:
    """Return the parts of a date that a caller gives. Raises ValueError for others."""
    if isinstance(given, datetime.date):
        return (given.year, given.month, given.day)
    parts: Sequence[object] = (given,)
    if isinstance(given, (tuple, list)):
        parts = given
    numbers = tuple(_whole(part) for part in parts)
    if len(numbers) > 3:
        raise ValueError(f"{given!r} has more parts than year, month and day")
    if numbers and (numbers[0] == 0 or abs(numbers[0]) > _MAX_YEAR):
        raise ValueError(f"{numbers[0]} is no year")
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        raise ValueError(f"{numbers[1]} is no month")
    if len(numbers) > 2 and not 1 <= numbers[2] <= MONTH_DAYS[numbers[1] - 1]:
        raise ValueError(f"{numbers[2]} is no day of that month")
    return numbers


def _whole(part: object) -> int:
    """Return a part of a date as a number; tables make floats of whole numbers."""
    if isinstance(part, bool) or not hasattr(part, "__int__"):
        if isinstance(part, str) and part.strip("-").isdigit():
            return int(part)
        raise ValueError(f"{part!r} is no year, month or day")
    number = int(part)
    if number != part:
        raise ValueError(f"{part!r} is no whole number")
    return number
