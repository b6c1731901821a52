"""Years of other calendars and numbers in other scripts, as the Western dates that
records have ("昭和45年", "民國98年", "พ.ศ. 2541", "1419 [1998]", "MDCCLXXVI").
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.model.months import SHORT_ENGLISH
from csecrefs.patterns import regex

# The year before the first of an era: the Japanese ones, and the Republic of China's.
_ERAS: Final = {
    "明治": 1867,
    "大正": 1911,
    "昭和": 1925,
    "平成": 1988,
    "令和": 2018,
    "民國": 1911,
    "民国": 1911,
}
_ERA: Final = regex(
    # 昭和50年3月, 昭和45, 民國98年, 中華民國98年, 令和元年
    rf"(?:中[華华])?({'|'.join(_ERAS)})\s*(\d{{1,3}}|元)(?!\d)\s*年?"
)
_HAN_DIGITS: Final = {digit: str(at) for at, digit in enumerate("〇一二三四五六七八九")}
_HAN_DIGITS["零"] = "0"
_HAN_DIGITS["○"] = "0"
# 二〇二〇年, 五月, 十二月, 三十一日, and an era's year: 昭和四十五年
_HAN_NUMBER: Final = regex(r"([〇○零一二三四五六七八九十]+)(?=\s*[年月日号號])")
_FAR_EAST: Final = regex(
    # 2020年5月3日, 2020년 5월 3일
    r"(?<!\d)(\d{4})\s*[年년](?:\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일号號])?)?"
)
_FAR_EAST_END: Final = regex(
    # the end of a range, which leaves out what it shares: -5日, ~6月, 至2021年1月3日
    r"\s*[-–—~〜至到/・]\s*(?=\d)(?:(\d{4})\s*[年년])?\s*(?:(\d{1,2})\s*[月월])?"
    r"\s*(?:(\d{1,2})\s*[日일号號])?"
)
# 1998年春, 2001年秋季
_FAR_EAST_SEASON: Final = regex(r"(\d{4})\s*[年년]\s*([春夏秋冬])")
_SEASONS: Final = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
# Vietnamese: ngày 3 tháng 5 năm 1998
_VIETNAMESE: Final = regex(
    r"(?:(?:ngày )?(\d{1,2}) )?tháng (\d{1,2}),? (?:năm )?(\d{4})", re.IGNORECASE
)
_THAI_MONTHS: Final = (
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน"
    " กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"
).split()
# Buddhist years of Thailand: พ.ศ. 2541 is 1998; ค.ศ. stands before Western years.
_THAI_YEAR: Final = regex(r"(?:พ\s?\.\s?ศ\s?\.\s*)(\d{4})")
_THAI_WESTERN: Final = regex(r"ค\s?\.\s?ศ\s?\.\s*")
_BUDDHIST: Final = 543
# No Western year is as late, no Thai print as old.
_FIRST_BUDDHIST: Final = 2300
# A year of another calendar with the Western one in brackets: "1419 [1998]",
# "5758 [1997 or 1998]", "1377 H. [1998]", "昭和45年 [1970年]".
_BOTH: Final = regex(
    r"\[?\(?(?P<other>\d{3,4})\s*(?:A\.?\s?H\.?|H\.?|Sh\.?|B\.?\s?E\.?|M\.?)?\s*"
    r"(?:\[|\(|/|or\s|=)\s*(?P<western>\d{4}\b[^])]*)[])]*\.?",
    re.ASCII,
)
# Western years of books lie between these; a later first number is another calendar's.
_FIRST_PRINTED: Final = 1400
_TOO_LATE: Final = 2040
# Capitals of a title page: MDCCLXXVI, M.DCC.LXXVI
_ROMAN: Final = regex(r"M{1,2}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})")
_ROMAN_VALUES: Final = {
    "M": 1000,
    "D": 500,
    "C": 100,
    "L": 50,
    "X": 10,
    "V": 5,
    "I": 1,
}
_ROMAN_MONTH: Final = regex(
    # 15.XII.1998, 15 XII 1998, IV-VI 1998, XII/1998
    r"(?P<day>\d{1,2}[. /-]+)?(?P<first>X?I{1,3}|X?I?V|VI{1,3}|I?X)"
    r"(?:\s?[-–/]\s?(?P<last>X?I{1,3}|X?I?V|VI{1,3}|I?X))?(?P<year>[. /-]+\d{4})"
)


def western(text: str) -> str:
    """Return the text of a date with its years by the Western calendar and its numbers
    in digits; a text that has none other is returned as it is.

    >>> western("พ.ศ. 2541"), western("1419 [1998]"), western("MDCCLXXVI")
    ('1998', '1998', '1776')
    """
    if text.isascii():
        return _of_two_calendars(_roman(text))
    text = _HAN_NUMBER.sub(lambda match: _han_number(match[1]), text)
    text = _ERA.sub(_of_era, text)
    text = _FAR_EAST_SEASON.sub(lambda found: f"{_SEASONS[found[2]]} {found[1]}", text)
    text = _VIETNAMESE.sub(_of_vietnam, text)
    text = _THAI_YEAR.sub(lambda match: str(int(match[1]) - _BUDDHIST), text)
    text = _THAI_WESTERN.sub("", text)
    for number, month in enumerate(_THAI_MONTHS, 1):
        if month in text:
            text = _of_thailand(text, month, number)
    return _of_two_calendars(text)


def _of_vietnam(match: re.Match[str]) -> str:
    parts = [match[3], match[2], match[1]]
    return "-".join(part.zfill(2) for part in parts if part)


def _of_thailand(text: str, month: str, number: int) -> str:
    """Return "15 มกราคม 2541" as "1998-01-15": years with these months are Buddhist."""
    match = re.search(rf"(?:(\d{{1,2}})\s*)?{month}\s*(\d{{4}})", text)
    if match is None:
        return text
    year = int(match[2])
    if year >= _FIRST_BUDDHIST:
        year -= _BUDDHIST
    if match[1]:
        return f"{year}-{number:02d}-{match[1]:0>2}"
    return f"{year}-{number:02d}"


def _han_number(text: str) -> str:
    """Return a number in Chinese characters in digits: by place ("二〇二〇"), or with
    tens ("三十一").
    """
    if "十" not in text:
        return "".join(_HAN_DIGITS[digit] for digit in text)
    tens, _, units = text.partition("十")
    return f"{_HAN_DIGITS.get(tens, '1')}{_HAN_DIGITS.get(units, '0')}"


def _of_era(match: re.Match[str]) -> str:
    if match[2] == "元":  # the first year of an era has a name
        number = 1
    else:
        number = int(match[2])
    return f"{_ERAS[match[1]] + number}年"


def _of_two_calendars(text: str) -> str:
    match = _BOTH.fullmatch(text)
    if match and is_other_calendar(int(match["other"]), int(match["western"][:4])):
        return match["western"].strip()
    return text


def is_other_calendar(year: int, beside: int) -> bool:
    """True if a year is of another calendar than the Western year beside it.

    Those are the Buddhist and Jewish years and the Hindu ones, which lie in the future,
    and the Islamic years of moon and sun.

    >>> is_other_calendar(1419, 1998), is_other_calendar(1998, 1897)
    (True, False)
    """
    if not _FIRST_PRINTED <= beside < _TOO_LATE:
        return False
    if year >= _TOO_LATE:
        return True
    # a lunar year has 354.37 days; the year 1 began in July 622
    lunar = 621.58 + year * 0.970224
    return abs(beside - lunar) <= 1.5 or beside - year in (621, 622)


def far_east(text: str) -> tuple[tuple[int, int, int], tuple[int, int, int] | None]:
    """Return the numbers of a date with the characters for year, month and day, and of
    the end of its range; noughts where there is none.

    >>> far_east("2020年5月3日-5日")
    ((2020, 5, 3), (2020, 5, 5))
    """
    match = _FAR_EAST.search(text)
    if match is None:
        return (0, 0, 0), None
    start = (int(match[1]), int(match[2] or 0), int(match[3] or 0))
    ending = _FAR_EAST_END.match(text, match.end())
    if ending is None or not any(ending.groups()):
        return start, None
    year = int(ending[1] or start[0])
    month = int(ending[2] or (0 if ending[1] else start[1]))
    return start, (year, month, int(ending[3] or 0))


def _roman(text: str) -> str:
    letters = text.strip("[]. ").replace(".", "").replace(" ", "")
    if len(letters) > 3 and _ROMAN.fullmatch(letters):
        year = roman_value(letters)
        if _FIRST_PRINTED <= year < _TOO_LATE:
            return str(year)
    if match := _ROMAN_MONTH.fullmatch(text):
        return _with_named_months(match)
    return text


def roman_value(letters: str) -> int:
    """Return the number that Roman numerals in capitals stand for.

    >>> roman_value("MCMXCVIII")
    1998
    """
    value = 0
    for letter, following in zip(letters, [*letters[1:], ""], strict=True):
        number = _ROMAN_VALUES[letter]
        if number < _ROMAN_VALUES.get(following, 0):
            number = -number
        value += number
    return value


def _with_named_months(match: re.Match[str]) -> str:
    """Return "15.XII.1998" as "15 Dec 1998"."""
    day = (match["day"] or "").strip(". /-")
    year = match["year"].strip(". /-")
    months = SHORT_ENGLISH[roman_value(match["first"]) - 1]
    if match["last"]:
        months += "-" + SHORT_ENGLISH[roman_value(match["last"]) - 1]
    return f"{day} {months} {year}".strip()
