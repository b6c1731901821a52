"""`cs:number`, `cs:label` and the numeric variables of `cs:text`: numbers, their forms
and their terms.

Source: CSL 1.0.2 specification, "Number", "Label", "Page Ranges"; CMOS 9.61 for the
Chicago ranges.
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.csl.context import CALLED, FILLED, Compiling, Context, Renderer, dressed
from csecrefs.csl.locale import Terms
from csecrefs.csl.style import Label, Number, NumberForm
from csecrefs.patterns import regex
from csecrefs.text.markup import parse_markup
from csecrefs.text.numeric import Numeric, NumericPiece, parse_numeric, roman
from csecrefs.text.runs import Run, StyleText

# Variables whose ranges follow page-range-format, or are lists of places.
PAGES: Final = frozenset({"page", "page-first", "locator"})
# What a range is typed with; it prints the page-range-delimiter of the locale.
_DASHES: Final = ("-", "–", "—")
# "number-of-" variables are plural above 1 ("Label", plural="contextual").
_COUNTS: Final = frozenset({"number-of-pages", "number-of-volumes"})
# The start of pages that are not all numbers but more than one: "a12-b3", "iv, 5 f.",
# "12–"; not the hyphen of a word such as "e-12".
_SEVERAL: Final = regex(r"\s*[\da-z]\w*\s*(?:[-–—,;&]\s*(?:\w+\s)?\w*\d|[-–—](?!\w))")
# A number and what stands before it: "S12" is S and 12.
_RANGE: Final = regex(r"(.*\D)?(\d+)")
# A range of two numbers with or without letters: "S12 - S15".
_SPAN: Final = regex(r"(\w*\d+)\s*[-–—]+\s*(\w*\d+)")
# A range of places with a point or colon, which no format shortens: "33:1-12", "2.1-2.4".
_PLACES: Final = regex(r"([\w.:]*[.:]\w*\d)\s*[-–—]\s*([\w.:]*\d)")
# The end of the first page: a dash, a semicolon, a comma that is no thousands
# separator.
_SEPARATOR: Final = regex(r"[-–—&;]|(?<![0-9]),|,(?![0-9]{3}(?![0-9]))")
# Characters of the longest field that is read as pages.
_LONGEST: Final = 200
# Variables that share the term, and so the label and the gender, of another.
_TERM_OF: Final = {
    "number-of-pages": "page",
    "number-of-volumes": "volume",
    "page-first": "page",
    "collection-number": "volume",
}


def compile_number(node: Number, whole: Compiling) -> Renderer:
    """The renderer of a `cs:number`."""
    variable, form, terms = node.variable, node.form, whole.terms
    gender = terms.gender(variable) or terms.gender(_TERM_OF.get(variable, ""))

    def render(cx: Context, out: list[Run]) -> int:
        text = unprinted(cx, variable)
        if not text:
            return CALLED
        if cx.touched is not None:
            cx.touched.add(variable)
        formed = format_numeric(text, variable, form, gender, whole, cx)
        if "<" in formed:
            out += parse_markup(formed, terms.quotes)
        else:
            out.append(StyleText(formed))
        return CALLED | FILLED

    return dressed(render, node.look)


def number_text(cx: Context, variable: str) -> str:
    """The text of a number variable, as it stands in the record or at the place of
    citation.
    """
    if variable == "locator":
        return cx.locator
    if variable == "citation-number":
        if cx.number:
            return str(cx.number)
        return ""
    if variable == "first-reference-note-number":
        if cx.first_note:
            return str(cx.first_note)
        return ""
    if variable == "page-first":
        return cx.text("page-first") or first_page(cx.text("page"))
    return cx.text(variable)


def unprinted(cx: Context, variable: str) -> str:
    """The text of a number variable that is about to be printed: a locator is in a cite
    only once, and what else has an abbreviation as a number stands in its short
    form."""
    text = number_text(cx, variable)
    if variable == "locator":
        if cx.locator_printed:
            return ""
        cx.locator_printed = True
        return text
    if "number" in cx.abbreviations:
        return cx.abbreviations["number"].get(text, text)
    return text


def first_page(pages: str) -> str:
    """Return the first page of a range or list of pages.

    A comma before three digits is a thousands separator: the first of 1,024-1,030 is
    1,024.
    """
    return _SEPARATOR.split(
        pages.strip(),
        maxsplit=1,
    )[0].rstrip()


def is_numeric(text: str, variable: str) -> bool:
    """True if CSL's `is-numeric` holds for a variable's text; not for a volume that
    calls itself "bk. 1".
    """
    parsed = parse_numeric(text)
    return parsed.numeric and (
        variable in PAGES or parsed.pieces[0].label in ("", variable)
    )


def format_numeric(
    text: str,
    variable: str,
    form: NumberForm,
    gender: str,
    whole: Compiling,
    cx: Context,
) -> str:
    """A number variable's text in a form (numeric, ordinal, long-ordinal, roman), with
    its ranges set.
    """
    parsed = parse_numeric(text)
    if not parsed.numeric:
        # a hyphen that the writer protected is a hyphen: A\-12 is no range
        shown = text
        if variable in PAGES:
            shown = _page_list(text, whole)
        return shown.replace("\\-", "-")
    # "bk. 1" as a volume stays as typed
    if parsed.pieces[0].label and variable not in PAGES:
        return text
    parsed = _ranged(_spoken(parsed, cx.label) if variable == "locator" else parsed)
    if variable in PAGES and form == "numeric":
        format_name = ""
        if variable != "locator" or cx.label == "page":
            format_name = whole.page_range_format
        return _joined(_ranges(parsed, format_name), variable, whole)
    if form == "numeric":
        return _joined(parsed, variable, whole)
    pieces: list[NumericPiece] = []
    following = [piece.joiner for piece in parsed.pieces[1:]] + [""]
    for piece, after in zip(parsed.pieces, following, strict=True):
        # only bare numbers take a form
        labelled = bool(piece.label) or any(before.label for before in pieces)
        double = "/" in (piece.joiner, after)  # 10/11 is one number, of a double issue
        if (
            piece.value
            and str(piece.value) == piece.text
            and not labelled
            and not double
        ):
            piece = piece._replace(
                text=_formed(
                    piece.value,
                    form,
                    gender,
                    whole.terms,
                )
            )
        pieces.append(piece)
    return _joined(Numeric(tuple(pieces), True), variable, whole)


def _spoken(parsed: Numeric, label: str) -> Numeric:
    """A locator whose label is printed with it, so that it need not say it again ("p.
    4, p. 5": pp. 4, 5).
    """
    pieces = list(parsed.pieces)
    for place, piece in enumerate(pieces):
        if piece.label == label:
            pieces[place] = piece._replace(label="")
    return parsed._replace(pieces=tuple(pieces))


def _formed(number: int, form: NumberForm, gender: str, terms: Terms) -> str:
    if form == "ordinal":
        return ordinal(number, gender, terms)
    if form == "long-ordinal":
        return terms.term(f"long-ordinal-{number:02d}", gender_form=gender) or ordinal(
            number, gender, terms
        )
    if form == "roman":
        return roman(number)
    return str(number)


def ordinal(number: int, gender: str, terms: Terms) -> str:
    """A number with the ordinal suffix of the locale."""
    return f"{number}{terms.ordinal_suffix(number, gender)}"


def _joined(parsed: Numeric, variable: str, whole: Compiling) -> str:
    terms = whole.terms
    dash = terms.term("page-range-delimiter") or "–"
    result = ""
    for place, piece in enumerate(parsed.pieces):
        result += _joiner(piece.joiner, dash, terms)
        if piece.label and piece.label != variable:
            following = parsed.pieces[place + 1 :]
            many = bool(following) and following[0].joiner in _DASHES
            result += terms.term(piece.label, "short", many) + " "
        result += piece.text
    return result


def _ranged(parsed: Numeric) -> Numeric:
    """`parsed` with a plain hyphen where different prefixes make no range of two
    numbers (HB20-1084), and before all but the last of several in a row."""
    pieces = list(parsed.pieces)
    for place in range(1, len(pieces)):
        alike = _prefix(pieces[place - 1].text) == _prefix(pieces[place].text)
        more = place + 1 < len(pieces) and pieces[place + 1].joiner in _DASHES
        if pieces[place].joiner in _DASHES and (more or not alike):
            pieces[place] = pieces[place]._replace(joiner="\\-")
    return Numeric(tuple(pieces), True)


def _prefix(text: str) -> str:
    """Return the part of a number before its last digits (S12: S), "" for one in
    letters.
    """
    match = _RANGE.match(text.replace(",", ""))
    if match:
        return match[1] or ""
    return ""


def _page_list(text: str, whole: Compiling) -> str:
    """Pages that are not all numbers: the ranges among them set, the rest as it
    stands.
    """
    if len(text) > _LONGEST:
        return text
    dash = whole.terms.term("page-range-delimiter") or "–"

    def span(match: re.Match[str]) -> str:
        first, last = NumericPiece(match[1]), NumericPiece(match[2])
        if _prefix(first.text) != _prefix(last.text):
            return f"{first.text}-{last.text}"
        return (
            first.text
            + dash
            + _last_page(
                first,
                last,
                whole.page_range_format,
            )
        )

    parts = re.split(r"(\s*[,;&]\s*)", text)
    for place, part in enumerate(parts):
        if whole_span := _SPAN.fullmatch(part):
            parts[place] = span(whole_span)
        elif places := _PLACES.fullmatch(part):
            parts[place] = f"{places[1]}{dash}{places[2]}"
    return "".join(parts)


def _joiner(joiner: str, dash: str, terms: Terms) -> str:
    """Return what joins two numbers: a dash as the locale has it, words as typed.

    Both citeproc-js and jgm/citeproc leave "12 & 14" and "12 and 14" in every locale
    that has no symbol of its own for "and".
    """
    if joiner in _DASHES:
        return dash
    if joiner in ("", "/"):
        return joiner
    if joiner == "\\-":
        return "-"
    if joiner in (",", ";"):
        return f"{joiner} "
    if joiner == "&" and terms.term("and", "symbol") != terms.term("and"):
        joiner = terms.term("and", "symbol")  # label_PluralWithLocalizedAmpersand
    comma = "," if joiner.startswith(",") else ""
    return f"{comma} {joiner.lstrip(', ')} "


def _ranges(parsed: Numeric, format_name: str) -> Numeric:
    """The page ranges of a field in a style's page-range-format."""
    if not format_name:
        return parsed
    pieces = list(parsed.pieces)
    for place in range(1, len(pieces)):
        if pieces[place].joiner in _DASHES:
            first, last = pieces[place - 1], pieces[place]
            pieces[place] = last._replace(text=_last_page(first, last, format_name))
    return Numeric(tuple(pieces), True)


def _last_page(first: NumericPiece, last: NumericPiece, format_name: str) -> str:
    if "," in first.text + last.text:
        return last.text  # 1,024–1,030: page ranges have no rule for separators
    start, end = _RANGE.fullmatch(first.text), _RANGE.fullmatch(last.text)
    if not start or not end or start[1] != end[1] or first.text == last.text:
        return last.text
    low, high = start[2], end[2]
    # "123-5" is typed for 123-125
    if len(high) < len(low):
        high = low[: len(low) - len(high)] + high
    prefix = start[1] or ""
    if int(high) < int(low) or len(high) != len(low):
        if len(high) == len(end[2]):
            return last.text
        return prefix + high
    if format_name == "expanded":
        return prefix + high
    if format_name in ("minimal", "minimal-two"):
        return _shortest(low, high, 2 if format_name == "minimal-two" else 1)
    if format_name in ("chicago", "chicago-15", "chicago-16"):
        return _chicago(low, high, sixteenth=format_name == "chicago-16")
    return last.text


def _shortest(low: str, high: str, at_least: int) -> str:
    kept = len(high)
    while (
        kept > at_least and high[: len(high) - kept + 1] == low[: len(low) - kept + 1]
    ):
        kept -= 1
    return high[len(high) - kept :]


def _chicago(low: str, high: str, sixteenth: bool) -> str:
    number = int(low)
    # CMOS 9.61: below 100, and after multiples of 100, all digits
    if number < 100 or number % 100 == 0:
        return high
    # CMOS 9.61: 101 to 109 only the changed part
    if number % 100 < 10:
        return _shortest(low, high, 1)
    if not sixteenth and len(low) == 4 and len(_shortest(low, high, 2)) == 3:
        return high
    return _shortest(low, high, 2)


def compile_label(node: Label, whole: Compiling) -> Renderer:
    """The renderer of a `cs:label` outside `cs:names`.

    It is no more than a term, which a group around it keeps to works that have the
    variable. Outside a group citeproc-js prints it for all of them, and styles rely on
    that (the label of "page" after the text of "number-of-pages"), though the
    specification would drop it where its variable is empty.
    """
    variable, form, plural, terms = node.variable, node.form, node.plural, whole.terms

    def render(cx: Context, out: list[Run]) -> int:
        text = number_text(cx, variable)
        if variable == "locator":
            name = cx.label.replace(" ", "-")
        else:
            name = _TERM_OF.get(variable, variable)
        many = plural == "always" or (
            plural == "contextual" and bool(text) and _is_plural(text, variable, cx)
        )
        label = ""
        if variable != "locator":
            label = terms.term(variable, form, many)
        label = label or terms.term(name, form, many)
        if label:
            out.append(StyleText(label.replace("'", "’")))
        return 0

    return dressed(render, node.look)


def _is_plural(text: str, variable: str, cx: Context) -> bool:
    parsed = parse_numeric(text)
    if variable == "locator":
        parsed = _spoken(parsed, cx.label)
    if variable in _COUNTS and parsed.numeric:
        first = _RANGE.match(parsed.pieces[0].text.replace(",", ""))
        return parsed.plural or (
            len(parsed.pieces) == 1 and first is not None and int(first[2]) > 1
        )
    if parsed.numeric:
        return parsed.plural
    several = _SEVERAL.match(text) or _PLACES.match(text)
    return variable in PAGES and bool(several)
