"""Dates as CSL-JSON describes them: parts, ranges, seasons, circa, literal and raw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

Parts = tuple[int, ...]
"""Year, month and day, as far as known: `()`, `(2022,)`, `(2022, 5)` or `(2022, 5,
13)`.
"""

_KNOWN: Final = frozenset({"date-parts", "season", "circa", "literal", "raw", "edtf"})
_SEASONS: Final = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}


@attrs.frozen
class Date:
    """A date or a range of dates.

    `start` and `end` are 0 to 3 integers (year, month, day; negative years are BC).
    `end` is None for a single date and `()` for a range without an end. `season` is 1
    (spring) to 4 (winter), or a name. `circa` says the date is approximate or
    uncertain. `literal` is printed as it stands; `raw` is text nobody has parsed.
    `edtf` holds the Extended Date/Time Format expression where the parts alone cannot
    give it back.
    """

    start: Parts = ()
    end: Parts | None = None
    season: int | str | None = None
    circa: bool = False
    literal: str = ""
    raw: str = ""
    edtf: str = ""
    extra: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    @classmethod
    def from_csl(cls, data: Mapping[str, Any] | str | int) -> Date:
        """The date in a CSL-JSON date object, or bare text or year; parts that are no
        numbers are dropped.
        """
        if isinstance(data, (str, int)):
            return cls(raw=str(data))
        ranges = data.get("date-parts")
        halves = (
            [_parts(half) for half in ranges[:2]]
            if isinstance(ranges, Sequence) and not isinstance(ranges, str)
            else []
        )
        end: Parts | None = None
        if len(halves) == 2:
            end = halves[1]
            end = None if end == () and not halves[0] else end
        if not halves and isinstance(data.get("edtf"), str):
            from csecrefs.model.edtf import parse_edtf

            try:
                return parse_edtf(data["edtf"])
            except ValueError:
                pass
        return cls(
            start=halves[0] if halves else (),
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
        """A copy with the given fields changed; `edtf` is dropped when the parts change
        without it.
        """
        if changes.keys() & {"start", "end", "season", "circa"}:
            changes.setdefault("edtf", "")
        return attrs.evolve(self, **changes)

    @property
    def year(self) -> int | None:
        """The (first) year, or None."""
        return self.start[0] if self.start else None

    def __bool__(self) -> bool:
        return bool(self.start or self.literal or self.raw or self.season)

    def __str__(self) -> str:
        if self.literal or self.raw:
            return self.literal or self.raw
        from csecrefs.model.edtf import format_edtf

        return format_edtf(self)


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _season(value: object) -> int | str | None:
    text = _text(value).strip()
    number = (
        int(text) if text.isascii() and text.isdigit() else _SEASONS.get(text.lower())
    )
    if number is not None and 21 <= number <= 24:
        number -= 20
    if number is None:
        return text or None
    return number if 1 <= number <= 4 else None


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
            break
        numbers.append(number)
    return () if numbers == [0] else tuple(numbers)
