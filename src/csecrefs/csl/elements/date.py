"""`cs:date`: localized and written-out dates, ranges, seasons, eras.

Source: CSL 1.0.2 specification, "Date" and "Date-part".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from csecrefs.csl.context import (
    CALLED,
    FILLED,
    Compiling,
    Context,
    Renderer,
    changing,
    dressed,
)
from csecrefs.csl.elements.number import ordinal
from csecrefs.csl.locale import Terms
from csecrefs.csl.style import Date as DateNode
from csecrefs.csl.style import DatePart, Look
from csecrefs.model import Date
from csecrefs.model.edtf import Parts
from csecrefs.text.markup import parse_markup
from csecrefs.text.runs import (
    YEAR_SUFFIX_CLOSE,
    YEAR_SUFFIX_OPEN,
    Affix,
    Run,
    Runs,
    pair,
)

# The place of each part in `Parts`; the largest part that differs splits a range.
_UNITS: Final = {"year": 0, "month": 1, "day": 2}
PartRenderer = Callable[[Context, Date, Parts, list[Run]], None]


def compile_date(node: DateNode, whole: Compiling) -> Renderer:
    """The renderer of a `cs:date`."""
    node = localized(node, whole.terms)
    parts = [(part, _compile_part(part, node, whole)) for part in node.parts]
    delimiter = Affix(node.delimiter)
    variable = node.variable
    sortable = _sortable(node)

    def render(cx: Context, out: list[Run]) -> int:
        value = cx.fields.get(variable)
        if cx.looking and variable == "accessed":
            # date_YearSuffixImplicitWithNoDate: when it was read tells no works apart
            return CALLED
        if not isinstance(value, Date) or variable in cx.done or not value:
            return CALLED
        if cx.touched is not None:
            cx.touched.add(variable)
        date = settled(value)
        start = len(out)
        # A sort key is a text of figures, whatever the style prints ("Sorting").
        if cx.sorting:
            out.append(sortable(date))
        else:
            _parts(cx, date, parts, delimiter, out)
        if len(out) > start:
            return CALLED | FILLED
        return CALLED

    return dressed(render, node.look)


def settled(date: Date) -> Date:
    """`date` ready to print: raw text parsed, or taken literally where it names no
    date.
    """
    # raw dates are parsed late: most are never printed
    if date.raw and not date.start and not date.literal:
        from csecrefs.text.rawdate import parse_raw_date

        parsed = parse_raw_date(date.raw.strip("\"'"))
        if parsed is not None:
            date = parsed
        else:
            date = Date(literal=date.raw.strip("\"'"))
    return date


def localized(node: DateNode, terms: Terms) -> DateNode:
    """A date with a `form` as the locale writes it, with the parts the style shows and
    overrides.
    """
    if not node.form:
        return node
    # A form that the locale lacks prints nothing, not a date in another order.
    base = terms.dates.get(node.form)
    if base is None:
        return node._replace(parts=())
    own = {part.name: part for part in node.parts}
    # date-parts is "year-month-day", "year-month" or "year".
    shown = set(node.shown.split("-"))
    parts = tuple(
        _overridden(part, own.get(part.name))
        for part in base.parts
        if part.name in shown
    )
    look = node.look._replace(
        fonts=node.look.fonts or base.look.fonts,
        text_case=node.look.text_case or base.look.text_case,
    )
    return node._replace(
        parts=parts,
        delimiter=base.delimiter,
        look=look,
    )


def _overridden(part: DatePart, own: DatePart | None) -> DatePart:
    if own is None:
        return part
    look = part.look._replace(
        fonts=own.look.fonts or part.look.fonts,
        text_case=own.look.text_case or part.look.text_case,
        strip_periods=own.look.strip_periods or part.look.strip_periods,
    )
    # Only a delimiter that the style itself writes replaces the locale's.
    dash = part.range_delimiter
    if "range-delimiter" in own.own:
        dash = own.range_delimiter
    return part._replace(
        form=own.form or part.form,
        range_delimiter=dash,
        look=look,
    )


def _parts(
    cx: Context,
    date: Date,
    parts: list[tuple[DatePart, PartRenderer]],
    delimiter: Affix,
    out: list[Run],
) -> None:
    start, end = date.start, date.end
    varying = _varying(date, [part.name for part, _ in parts])
    rendered: list[list[Run]] = []
    # the halves of a range may not differ in what is shown
    if end is None or varying is None:
        for _, render in parts:
            _collect(cx, date, start, render, rendered)
        return _join(rendered, delimiter, out)
    # "1–3 May 2001": the parts around those that differ are printed once.
    unit, places = varying
    dash = next(
        (part.range_delimiter for part, _ in parts if _UNITS.get(part.name) == unit),
        "–",
    )
    for _, render in parts[: places[0]]:
        _collect(cx, date, start, render, rendered)
    span = parts[places[0] : places[1] + 1]
    first: list[list[Run]] = []
    last: list[list[Run]] = []
    for _, render in span:
        _collect(cx, date, start, render, first)
        if end:
            _collect(cx, date, end, render, last)
    joined: list[Run] = []
    _join(first, delimiter, joined)
    # the dash replaces the affixes that meet there: 1–2 May
    while joined and isinstance(joined[-1], Affix):
        joined.pop()
    joined.append(Affix(dash))
    second: list[Run] = []
    _join(last, delimiter, second)
    while second and isinstance(second[0], Affix):
        del second[0]
    rendered.append(joined + second)
    for _, render in parts[places[1] + 1 :]:
        _collect(cx, date, end or start, render, rendered)
    _join(rendered, delimiter, out)
    return None


def _collect(
    cx: Context, date: Date, half: Parts, render: PartRenderer, into: list[list[Run]]
) -> None:
    runs: list[Run] = []
    render(cx, date, half, runs)
    if runs:
        into.append(runs)


def _join(rendered: list[list[Run]], delimiter: Affix, out: list[Run]) -> None:
    for place, runs in enumerate(rendered):
        if place and delimiter:
            out.append(delimiter)
        out += runs


def _varying(date: Date, names: list[str]) -> tuple[int, tuple[int, int]] | None:
    """The largest unit in which a range's halves differ, and the first and last part to
    print twice.
    """
    if date.end is None:
        return None
    units = [_UNITS.get(name, 0) for name in names]
    for unit in sorted(set(units)):
        if date.start[unit : unit + 1] != date.end[unit : unit + 1]:
            places = [place for place, other in enumerate(units) if other >= unit]
            return unit, (places[0], places[-1])
    return None


def _compile_part(part: DatePart, node: DateNode, whole: Compiling) -> PartRenderer:
    if part.name in _PARTS:
        value = _PARTS[part.name](part, node, whole)
    else:
        value = None
    look = part.look
    change = changing(Look(text_case=look.text_case, strip_periods=look.strip_periods))
    prefix, suffix = Affix(look.prefix), Affix(look.suffix)
    opening: Runs = tuple(pair("style", tag)[0] for tag in reversed(look.fonts))
    closing: Runs = tuple(pair("style", tag)[1] for tag in look.fonts)
    if part.name == "year":
        era = _era(node, whole.terms)
    else:
        era = None

    def render(cx: Context, date: Date, half: Parts, out: list[Run]) -> None:
        runs = value(cx, date, half) if value else []
        if not runs:
            return
        if change:
            runs = change(cx, runs)
        if prefix:
            out.append(prefix)
        if (
            closing and YEAR_SUFFIX_OPEN in runs
        ):  # the year-suffix is in the year's fonts, but on its own
            place = runs.index(YEAR_SUFFIX_OPEN)
            runs[place:place] = [*closing, *opening]
        out += opening
        out += runs
        out += closing
        if suffix:
            out.append(suffix)
        if era and (word := era(date, half)):
            out.append(word)

    return render


PartValue = Callable[[Context, Date, Parts], list[Run]]


def _year(part: DatePart, _: DateNode, whole: Compiling) -> PartValue:
    short = part.form == "short"

    def suffixed(cx: Context, text: str) -> list[Run]:
        runs: list[Run] = []
        if not cx.suppress_year:
            runs.append(text)
        cx.year = cx.year or text
        _year_suffix(cx, whole, runs)
        return runs

    def value(cx: Context, date: Date, half: Parts) -> list[Run]:
        if date.literal:
            return suffixed(cx, date.literal)
        if not half or not half[0]:
            return []
        year = half[0]
        # The short form of 2005 is "05" ("Date-part"); the year 476 has none.
        if short and abs(year) > 999:
            text = f"{abs(year) % 100:02d}"
        else:
            text = str(abs(year))
        return suffixed(cx, text)

    return value


def _era(node: DateNode, terms: Terms) -> Callable[[Date, Parts], str]:
    """Return the era after a year before Christ or soon after. In a range of two such
    years only the last has it, unless a month or day parts them.
    """
    bc, ad = _apart(terms.term("bc")), _apart(terms.term("ad"))
    last = node.parts[-1].name == "year"

    def era(date: Date, half: Parts) -> str:
        # The specification adds "AD" to all years below 1000; here that ends at 500.
        if date.literal or not half or half[0] >= 500 or not half[0]:
            return ""
        if half[0] > 0:
            return ad
        goes_on = date.end and half is date.start and half[0] != date.end[0] < 0
        if goes_on and (last or len(half) == 1):
            return ""
        return bc

    return era


def _apart(term: str) -> str:
    """Return a term with a blank before it."""
    if term[:1].isspace():
        return term
    return f" {term}"


def _year_suffix(cx: Context, whole: Compiling, out: list[Run]) -> None:
    """Append the year-suffix to the first year of any date, where the style has no
    place of its own for it ("Disambiguation", disambiguate-add-year-suffix).
    """
    suffix = cx.disambiguation.year_suffix
    if suffix and not cx.suffix_printed and not whole.explicit_year_suffix:
        out += (YEAR_SUFFIX_OPEN, suffix, YEAR_SUFFIX_CLOSE)
        cx.suffix_printed = True


def season_of(date: Date, half: Parts) -> int | str | None:
    """The season of one half of a date: its own, or the one a month number above 12
    stands for.
    """
    # EDTF has 21 to 24 in the place of the month for spring to winter.
    # Months 13 to 16 mean the same.
    if len(half) > 1 and half[1] > 12:
        if half[1] <= 24:
            return (half[1] - 13) % 4 + 1
        return None
    if len(half) < 2:
        return date.season
    return None


def _month(part: DatePart, _: DateNode, whole: Compiling) -> PartValue:
    form, terms = part.form or "long", whole.terms

    def value(_: Context, date: Date, half: Parts) -> list[Run]:
        season = season_of(date, half)
        if season:
            if form.startswith("numeric") and len(half) > 1:
                return []
            return [
                terms.term(f"season-{season:02d}", form)
                if isinstance(season, int)
                else season
            ]
        if len(half) < 2 or not 1 <= half[1] <= 12:
            return []
        if form == "numeric":
            return [str(half[1])]
        if form == "numeric-leading-zeros":
            return [f"{half[1]:02d}"]
        return [terms.term(f"month-{half[1]:02d}", form)]

    return value


def _day(part: DatePart, _: DateNode, whole: Compiling) -> PartValue:
    form, terms = part.form or "numeric", whole.terms

    def value(_: Context, __: Date, half: Parts) -> list[Run]:
        if len(half) < 3 or not half[2] or half[1] > 12:
            return []
        day = half[2]
        if form == "numeric-leading-zeros":
            return [f"{day:02d}"]
        # limit-day-ordinals-to-day-1: French prints "1er janvier", but "2 janvier".
        if form == "ordinal" and (day == 1 or not terms.day_one_ordinal_only):
            return list(
                parse_markup(
                    ordinal(day, terms.gender(f"month-{half[1]:02d}"), terms),
                    terms.quotes,
                )
            )
        return [str(day)]

    return value


_PARTS: Final[dict[str, Callable[[DatePart, DateNode, Compiling], PartValue]]] = {
    "year": _year,
    "month": _month,
    "day": _day,
}


def _sortable(node: DateNode) -> Callable[[Date], str]:
    shown = {part.name for part in node.parts}
    if "day" in shown:
        units = 3
    elif "month" in shown:
        units = 2
    else:
        units = 1
    return lambda date: sort_key(date, units)


def sort_key(date: Date, units: int = 3) -> str:
    """A text that sorts as the date does: years before Christ first, a range after its
    start.
    """
    date = settled(date)
    if not date.start:
        return date.literal
    return "".join(_sortable_half(half, units) for half in (date.start, date.end or ()))


def _sortable_half(half: Parts, units: int) -> str:
    # Without a month or a day, 0 stands there: a year sorts before its months.
    numbers = [*half[:units], 0, 0, 0][:3]
    # The shift makes years before Christ positive, so that texts sort as numbers do.
    return f"{numbers[0] + 50000:06d}{numbers[1] % 100:02d}{numbers[2] % 100:02d}"
