"""Dates as people and databases write them ("1998 May-Jun", "15 juin 2003", "c1998") to
records' dates: the one reader of dates that all formats share.

A number is taken whole or not at all: "1998a" is the year 1998, "12345" is no year.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import attrs

from csecrefs.model.calendars import far_east, western
from csecrefs.model.edtf import WrittenDate, read_edtf
from csecrefs.model.months import MONTHS
from csecrefs.patterns import regex

_SEASON_NAMES: Final = (
    "spring spr printemps frühling frühjahr primavera",
    "summer sum été sommer verano estate",
    "autumn aut fall fal automne herbst otoño autunno outono",
    "winter win hiver invierno inverno",
)
_SEASONS: Final = {
    name: number
    for number, names in enumerate(_SEASON_NAMES, 1)
    for name in names.split()
}
# A time of day after a date, and whatever zone follows it.
_TIME: Final = r"(?:[T ,/]+\d\d?:\d\d.*|T\d{4}.*)"
_NUMERIC: Final = regex(
    rf"(\d{{4}})(?:([-/.])(\d{{1,2}})(?:\2(\d{{1,2}}))?)?(?:/+|-|\.)?{_TIME}?",
    re.ASCII,
)
# 20200513, 202005, 20200513T1230, 20200513123000.0
_COMPACT: Final = regex(
    r"(\d{4})(\d\d)(?:(\d\d)(?:T?\d{4}(?:\d\d)?(?:\.\d+)?Z?)?)?", re.ASCII
)
# 13/5/2020, 13.05.2020, 13. 5. 2020, 5-13-2020
_DAY_FIRST: Final = regex(
    rf"(\d{{1,2}})([-/.])\s?(\d{{1,2}})\2\s?(\d{{4}})\.?{_TIME}?", re.ASCII
)
# 2020. 5. 3., as in Korean and Hungarian
_SPACED: Final = regex(r"(\d{4})\.\s+(\d{1,2})\.(?:\s+(\d{1,2})\.?)?", re.ASCII)
# 28.5.-2.6.2003, 3.-5.5.2003
_DAYS_GERMAN: Final = regex(
    r"(\d{1,2})\.\s?(?:(\d{1,2})\.\s?)?[-–]\s?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})",
    re.ASCII,
)
# 5/2020
_MONTH_YEAR: Final = regex(r"(\d{1,2})\s*[-/.]\s*(\d{4})", re.ASCII)
# 2020-05-03/05, 2020-05-30/06-02, 2020-05/06: an end without what it shares (ISO 8601)
_SHORT_END: Final = regex(
    r"(\d{4})-(\d\d)(?:-(\d\d))?\s?(?:/|--|–)\s?(?:(\d\d)-)?(\d\d)", re.ASCII
)
# 2020-05-03 to 2020-05-05
_WHOLE_END: Final = regex(
    r"(\d{4}-\d\d(?:-\d\d)?)(?:\s*(?:--|–|to|bis|until|/)\s*|\s+-\s+)"
    r"(\d{4}-\d\d(?:-\d\d)?)",
    re.ASCII,
)
# 1998–9: with that dash no month, which has a hyphen
_ONE_DIGIT_RANGE: Final = regex(r"(\d{3})(\d)\s*(?:–|--)\s*(\d)", re.ASCII)
_WORD_BETWEEN: Final = regex(
    # 30-Mar-2020, 2020/Mar/30, Mar-30-2020, Jan./1992, 2015/october
    r"(?:(?P<day>\d{1,2})\.?[-/. ])?(?P<month>[^\W\d_]{3,})\.?"
    r"(?:[-/. ]+(?P<day2>\d{1,2}))?[-/., ]+(?P<year>\d{4})"
    r"|(?P<year2>\d{4})[-/., ]+(?P<month2>[^\W\d_]{3,})\.?(?:[-/. ]+(?P<day3>\d{1,2}))?",
)
_DECADE: Final = regex(
    r"\[?(?:(?:the|early|mid|late)[ -])*(\d{3})0(?:['’]?s|er(?: jahre)?)\]?"  # 1850s
    # catalogues' 185-, 18--?, 18uu and 185?; TeX makes a dash of "18--"
    r"|\[?(\d{2,3})(-{1,2}|–|_{1,2}|[XU]{1,2}|\?{1,2})\??\]?",
    re.IGNORECASE,
)
# 1850s-1860s, 1850-1860s
_DECADES: Final = regex(r"(\d{3})0(?:['’]?s)?\s*[-–/]\s*(\d{3})0['’]?s", re.ASCII)
# A day in figures among words: "accessed 2010-05-03", "last checked: 03/05/2010"
_DAY_INSIDE: Final = regex(
    r"(?<![\d/.-])(?:\d{4}([-/.])\d\d?\1\d\d?|\d\d?([-/.])\d\d?\2\d{4})(?![\d/-])",
    re.ASCII,
)
_CIRCA: Final = regex(
    r"\b(?:ca|circa|approx|about|around|um|vers|hacia|etwa|env|environ|około|около)\b\.?"
    r"|\b(?:not\s+)?(?:before|after)\s+(?=\d{4}\b)"
    r"|(?<![^\W\d_])c(?:\.\s*|\s+)(?=\[?\d)"  # c. 1850; c1850 is a copyright year
    r"|(?<=\d)\s*\?|~|\[[^]]*\?\]",
    re.IGNORECASE,
)
_TOKEN: Final = regex(
    r"(?P<time>\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)"
    r"|(?P<year>\d{4}+)(?P<letter>[a-zA-H])(?![^\W_])"  # 1998a
    r"|(?P<number>\d++)(?:st|nd|rd|th|er|de|[oºª.])?(?![^\W_])"
    r"|(?P<word>[^\W\d_]+)(?!\d)"
    r"|(?P<mixed>[^\W_]+)"  # A12, 12B: neither word nor number
    r"|(?P<dash>[-–—/&])"
)
# B.C., BCE, v. Chr., v. u. Z., av. J.-C., a.C.
_BC: Final = (
    r"(?:B\.?\s?C\.?(?:\s?E\.?)?|v\.?\s?(?:u\.?\s?Z|Chr)\.?|av\.?\s?J\.?-?C\.?|a\.C\.)"
)
_AD: Final = r"(?:A\.?\s?D\.?|C\.?\s?E\.?)"
_WITH_ERA: Final = regex(
    rf"(?:{_AD}\s*)?(?P<first>\d{{1,9}})\s*(?P<before>{_BC})?(?:{_AD})?"
    rf"(?:\s*[-–/]\s*(?P<second>\d{{1,9}})\s*(?P<before2>{_BC})?(?:{_AD})?)?",
)
_NAMES_ERA: Final = regex(rf"\d\s*(?:{_BC}|{_AD})(?!\w)|\b{_AD}\s*\d")
# c1998, ©1998, cop. 1998, p1998 (of sound)
_COPYRIGHT: Final = regex(
    r"(?:\bcop(?:\.|yright)?|©|\(c\)|\b[cp])\s*(?=\d{4})", re.IGNORECASE
)
# 1897 [i.e. 1987], a catalogue's correction; also 1897, i.e. 1987
_CORRECTED: Final = regex(
    r"(?:\[\s*i\.?\s?e\.?|\bi\.\s?e\.),?\s*(.+?)(?:\]|$)", re.IGNORECASE
)
# The most years by which a short year that could be a day ends a range (2011-14).
_NEAR: Final = 10
# Characters of a text that may be a date: longer ones are prose.
_LONGEST: Final = 200


@attrs.define
class _Half:
    """One end of a range while its tokens come in."""

    year: int = 0
    month: int = 0
    day: int = 0
    season: int = 0

    def parts(self) -> tuple[int, ...]:
        given = (self.year, self.month, self.day)
        if 0 in given:
            return given[: given.index(0)]
        return given

    def __bool__(self) -> bool:
        return bool(self.year or self.month or self.day or self.season)


def read_date(text: str) -> WrittenDate:
    """Return the date that `text` means: numeric, EDTF, or with month or season names,
    one or a range; see `parse_date` of `csecrefs.model.date`.
    """
    text = " ".join(text.split()).strip(" ;,")
    if not text or set(text) <= set("0-/. "):
        return WrittenDate()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if len(text) > _LONGEST:
        return WrittenDate(literal=text)
    text = western(text)
    for read in (_numeric, _edtf, _far_east, _decade, _with_era, _worded):
        date = read(text)
        if date is not None:
            return date
    return WrittenDate(literal=text)


def _numeric(text: str) -> WrittenDate | None:
    if match := _NUMERIC.fullmatch(text):
        return _year_first(match)
    if match := _COMPACT.fullmatch(text):
        return _compact(match)
    if match := _MONTH_YEAR.fullmatch(text):
        return _checked(int(match[2]), int(match[1]), 0)
    if match := _DAY_FIRST.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        if first > 12 or (match[2] == "." and second <= 12):
            first, second = second, first
        if 1 <= first <= 12 and _day_fits(first, second):
            return WrittenDate(start=_Half(int(match[4]), first, second).parts())
    if match := _SPACED.fullmatch(text):
        return _checked(int(match[1]), int(match[2]), int(match[3] or 0))
    if match := _DAYS_GERMAN.fullmatch(text):
        return _days_german(match)
    if match := _SHORT_END.fullmatch(text):
        return _short_end(match)
    if match := _WHOLE_END.fullmatch(text):
        return _edtf(f"{match[1]}/{match[2]}")
    match = _ONE_DIGIT_RANGE.fullmatch(text)
    if match and match[3] > match[2]:
        start, end = (int(match[1] + digit) for digit in match.group(2, 3))
        return WrittenDate(start=(start,), end=(end,))
    return None


def _short_end(match: re.Match[str]) -> WrittenDate | None:
    year, month, day, end_month, last = (int(part or 0) for part in match.groups())
    start = _checked(year, month, day)
    if day:
        end = _checked(year, end_month or month, last)
    elif end_month:
        return None
    else:
        end = _checked(year, last, 0)
    if len(start.start) != len(end.start) or start.start >= end.start:
        return None
    return start._replace(end=end.start)


def _days_german(match: re.Match[str]) -> WrittenDate | None:
    first_day, first_month, day, month, year = (
        int(part or 0) for part in match.groups()
    )
    start = _checked(year, first_month or month, first_day)
    end = _checked(year, month, day)
    if len(start.start) < 3 or len(end.start) < 3 or start.start >= end.start:
        return None
    return start._replace(end=end.start)


def _year_first(match: re.Match[str]) -> WrittenDate | None:
    """A date that begins with its year; a second number that is no month may end a
    range of years ("1998-99"), or is passed over ("2001-13").
    """
    year, month, day = int(match[1]), int(match[3] or 0), int(match[4] or 0)
    one_digit = match[3] and len(match[3]) == 1 and not match[4]
    season = 21 <= month <= 24 and not match[4]  # EDTF's numbers of seasons
    if not year or (match[2] == "-" and (one_digit or season)):
        return None
    if month <= 12:
        return _checked(year, month, day)
    if not match[4]:
        return _short_range(year, month)
    if month <= 31 and 1 <= day <= 12:
        return WrittenDate(start=(year, day, month))  # 2020-31-12
    return None


def _short_range(year: int, short: int) -> WrittenDate:
    """Years as "1998-99", where the second has two digits.

    A number that could be a day ends a range of few years only: "2001-13" is a month
    that is none.
    """
    end = year // 100 * 100 + short
    if end > year and (short > 31 or end - year <= _NEAR):
        return WrittenDate(start=(year,), end=(end,))
    return WrittenDate(start=(year,))


def _compact(match: re.Match[str]) -> WrittenDate | None:
    month, day = int(match[2]), int(match[3] or 0)
    plausible = match[3] or int(match[1]) >= 1500
    if 1 <= month <= 12 and _day_fits(month, day) and plausible:
        return WrittenDate(start=_Half(int(match[1]), month, day).parts())
    return None


def _day_fits(month: int, day: int) -> bool:
    return (
        day <= 31
        and not (day == 31 and month in (2, 4, 6, 9, 11))
        and not (day == 30 and month == 2)
    )


def _edtf(text: str) -> WrittenDate | None:
    try:
        return read_edtf(text)
    except ValueError:
        return None


def _far_east(text: str) -> WrittenDate | None:
    if text.isascii():
        return None
    start, end = far_east(text)
    if not start[0]:
        return None
    first = _checked(*start)
    if end is None:
        return first
    last = _checked(*end)
    if last.start <= first.start:
        return first
    return first._replace(end=last.start)


def _checked(year: int, month: int, day: int) -> WrittenDate:
    """A date of these parts as far as they can be; a month that is none ends it."""
    if not 1 <= month <= 12:
        return WrittenDate(start=(year,))
    if not day or not _day_fits(month, day):
        return WrittenDate(start=(year, month))
    return WrittenDate(start=(year, month, day))


def _decade(text: str) -> WrittenDate | None:
    """A decade or century: "1850s", and a catalogue's "185-" or "18--?"."""
    if several := _DECADES.fullmatch(text):
        return WrittenDate(
            start=(int(several[1]) * 10,), end=(int(several[2]) * 10 + 9,)
        )
    match = _DECADE.fullmatch(text)
    if not match:
        return None
    digits = match[1] or match[2]
    marks = match[3] or "-"
    # a dash is one hyphen or two, in TeX and on typewriters
    is_dash = marks == "–" or (marks == "--" and match[2])
    if not is_dash and len(digits) + len(marks) != 4:
        return None
    decade = digits.ljust(4, "X")
    if "?" in text:
        decade += "~"
    return _edtf(decade)


def _with_era(text: str) -> WrittenDate | None:
    """Years that name their era: "44 BC", "50-40 BCE", "79 AD"."""
    if not _NAMES_ERA.search(text):
        return None
    circa = bool(_CIRCA.search(text))
    match = _WITH_ERA.fullmatch(_CIRCA.sub("", text).strip(" []()"))
    if not match:
        return _day_before_christ(text)
    first, second = int(match["first"]), int(match["second"] or 0)
    last_before = bool(match["before2"])
    before = bool(match["before"]) or last_before
    if before:
        first = -first
    if last_before:
        second = -second
    if not second:
        return WrittenDate(start=(first,), circa=circa)
    return WrittenDate(start=(first,), end=(second,), circa=circa)


def _day_before_christ(text: str) -> WrittenDate | None:
    """A month or day of a year before Christ: "15 Mar 44 BC"."""
    match = _BC_AT_END.fullmatch(text)
    if match is None:
        return None
    # read as a day of a year in four digits, then put before Christ
    inner = _ranged(_halves(f"{match[1]} {match[2].zfill(4)}"), False)
    if inner is None or not inner.start or inner.end is not None:
        return None
    return inner._replace(start=(-inner.start[0], *inner.start[1:]))


_BC_AT_END: Final = regex(rf"(.*[^\W\d_]\.?)\s+(\d{{1,4}})\s*{_BC}")


def _worded(text: str) -> WrittenDate | None:
    if corrected := _CORRECTED.search(text):
        text = corrected[1]
    circa = bool(_CIRCA.search(text))
    text = _CIRCA.sub(_without_doubt, text)
    text = _COPYRIGHT.sub("", text).strip(" ()[].,")
    if match := _WORD_BETWEEN.fullmatch(text):
        month = match["month"] or match["month2"]
        if number := MONTHS.get(month.lower()):
            year = int(match["year"] or match["year2"])
            day = int(match["day"] or match["day2"] or match["day3"] or 0)
            return _checked(year, number, day)._replace(circa=circa)
    date = _numeric(text)
    if date is None:
        date = _decade(text)
    if date is not None and circa and not date.edtf:
        return date._replace(circa=True)
    if date is not None:
        return date
    inside = [match[0] for match in _DAY_INSIDE.finditer(text)]
    if len(inside) == 1 and inside[0] != text:
        date = _numeric(inside[0])
        if date is not None:
            return date
    written = _ranged(_halves(text), circa)
    if written and text.endswith("–") and written.end is None:
        return written._replace(end=())  # a dash that long leaves the range open
    return written


def _without_doubt(match: re.Match[str]) -> str:
    """Return what is doubted in "[1850?]"; a space for a word such as "circa"."""
    if match[0].startswith("["):
        return match[0].strip("[]?~ ")
    return " "


def _ranged(halves: list[_Half], circa: bool) -> WrittenDate | None:
    first, last = halves[0], halves[-1]
    _share(first, last)
    if not first.year:
        return None
    if first.season and last.season and first is not last:
        return _seasons(first, last, circa)
    if last.parts() <= first.parts():
        season = None
        if len(first.parts()) == 1 and first.season:
            season = first.season
        return WrittenDate(start=first.parts(), season=season, circa=circa)
    return WrittenDate(
        start=first.parts(), end=last.parts(), season=first.season or None, circa=circa
    )


def _seasons(first: _Half, last: _Half, circa: bool) -> WrittenDate:
    """Two seasons ("Spring/Summer 2003"): the first, and both as EDTF has them."""
    both = "/".join(f"{half.year:04d}-{20 + half.season}" for half in (first, last))
    end = None
    if last.year > first.year:
        end = (last.year,)
    return WrittenDate((first.year,), end, first.season, circa, edtf=both)


def _halves(text: str) -> list[_Half]:
    """The ends of the range in `text`, by its dashes and slashes; unknown words are
    passed over.
    """
    halves = [_Half()]
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "dash":
            if halves[-1] and len(halves) < 2:
                halves.append(_Half())
        elif kind == "letter":
            _number(halves, int(match["year"]), 4)
        elif kind == "number":
            _number(halves, int(match["number"]), len(match["number"]))
        elif kind == "word" and match["word"].lower() in _UNTIL:
            if halves[-1] and len(halves) < 2:
                halves.append(_Half())
        elif kind == "word":
            _word(halves[-1], match["word"].lower())
    return [half for half in halves if half] or halves[:1]


# Words between the ends of a range: "du 3 au 5 mai", "3. bis 5. Mai", "del 3 al 5",
# "May and June"; a catalogue's "1850 or 1851" is as good as a range.
_UNTIL: Final = frozenset(
    "to till until through bis au al tot do and und et y e en och og or oder ou".split()
)


def _word(half: _Half, word: str) -> None:
    if month := MONTHS.get(word):
        half.month = half.month or month
    elif season := _SEASONS.get(word):
        half.season = half.season or season


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
    elif digits <= 2 and 1 <= number <= 31:
        half.day = half.day or number


def _share(first: _Half, second: _Half) -> None:
    """Give each end of a range the parts that it leaves out and the other has ("May-Jun
    1998", "1998 Dec 23-30").
    """
    # "30 December - 2 January 2004" ends in the year given, "2003 Dec-Jan" begins there.
    is_across_new_year = 0 < second.month < first.month
    if not first.year and second.year:
        first.year = second.year - is_across_new_year
    elif not second.year and first.year:
        second.year = first.year + is_across_new_year
    if first.month and not second.month and second.day:
        second.month = first.month
    if second.month and not first.month and first.day:
        first.month = second.month


# Words of dates that are no month or season, and the letters of ISO 8601 and EDTF.
_KNOWN_WORDS: Final = frozenset(
    "ca circa c approx around about um vers hacia etwa env environ około около bc bce b"
    " e ad ce cop p st nd rd th er t to till until through bis au al tot and und et y en"
    " och og or oder ou de of the in a z x s 年 月 日 년 월 일".split()
)


def leftovers(text: str, written: WrittenDate) -> list[str]:
    """Return the words and numbers of a text that a date read from it does not carry.

    >>> leftovers("32 March 2020", WrittenDate((2020, 3)))
    ['32']
    """
    used = {abs(part) for part in (*written.start, *(written.end or ()))}
    used |= {part % 100 for part in used if part > 999}
    left = []
    for word in re.findall(r"[^\W\d_]+|\d+", text):
        lower = word.lower()
        if word.isdigit():
            is_known = int(word) in used or written.season is not None
        else:
            is_known = lower in MONTHS or lower in _SEASONS or lower in _KNOWN_WORDS
        if not is_known:
            left.append(word)
    return left
