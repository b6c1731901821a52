"""Spans put right by what the whole string shows: quotation marks, labels, places."""

from __future__ import annotations

import re
from typing import Final

import attrs

from csecrefs.patterns import regex
from csecrefs.strings.spans import Span

Spans = dict[str, list[Span]]
_QUOTES: Final = {"“": "”", "«": "»", "「": "」", "『": "』"}
_FAR: Final = 400
"""Characters in which a quotation mark must close: longer than titles are."""
# what parts a label from the entry: "Roe 2012 = "
_LABEL: Final = regex(r"[\s,(]*(?:1[5-9]|20)\d\d[a-z]?\)?\s*[:=]\s*")
_YEAR: Final = regex(r"\s(?:1[5-9]|20)\d\d(?=[.,;]|\s*$)")
# a day of digits, in the orders of Europe: "7.4.1991", "07/04/1991"
_DAY: Final = regex(
    r"(?<![\d./])(?:\d{1,2}\.\s?\d{1,2}\.\s?|\d{1,2}/\d{1,2}/)(?:1[5-9]|20)\d\d(?!\d)"
)
_DEFENDED: Final = regex(
    # "soutenue à l'Université de Lyon", after the title of a thesis
    r",\s+(?:thèse\s)?soutenue?\s(?:à|en)\s(?:l['’]|la\s)?(?P<school>.+)$"
)
_EDITED: Final = regex(
    # who edits, said after the title in the words of several languages
    r",\s+(?:编\s?|edited by\s|ed\. by\s|hrsg\.? v(?:on|\.)\s|herausgegeben von\s"
    r"|sous la dir(?:ection|\.) de\s|éd(?:ité)?\.? par\s|a cura di\s|под ред\.\s)"
    r"(?P<names>.+)$",
    re.IGNORECASE,
)


def mend(text: str, found: Spans) -> None:
    """Put right the spans of `text`, by label, in place."""
    _drop_label(text, found)
    _keep_percentage(text, found)
    _close_quotation(text, found)
    _join_day(text, found)
    _keep_year(text, found)
    _cut_title(text, found)
    _join_places(text, found)


def _drop_label(text: str, found: Spans) -> None:
    """Drop the names of a label before the entry: "Roe 2012 = R. Roe, Title"."""
    names = found.get("author", [])
    if len(names) > 1 and _LABEL.fullmatch(text[names[0].end : names[1].start]):
        del names[0]


def _keep_percentage(text: str, found: Spans) -> None:
    """Give a number that begins a title back to it, which a list number is not."""
    numbers, titles = found.get("citno", []), found.get("title", [])
    if numbers and titles and text[numbers[0].end : numbers[0].end + 1] == "%":
        titles[0] = attrs.evolve(titles[0], start=numbers[0].start)
        numbers.clear()


def _close_quotation(text: str, found: Spans) -> None:
    """Extend a title to the mark that closes the quotation which it begins."""
    titles = found.get("title", [])
    if not titles or titles[0].start == 0:
        return
    title = titles[0]
    opening = text[title.start - 1]
    end = _closing(text, title.start, opening)
    if end <= title.end or end - title.end > _FAR:
        return
    for spans in found.values():
        spans[:] = [each for each in spans if not title.end <= each.start < end]
    titles[0] = attrs.evolve(title, end=end)


def _closing(text: str, start: int, opening: str) -> int:
    """Return the place of the mark that closes `opening`, or -1."""
    closing = _QUOTES.get(opening)
    if closing is None:
        return -1
    depth = 1
    for place in range(
        start,
        min(len(text), start + 2 * _FAR),
    ):
        depth += (text[place] == opening) - (text[place] == closing)
        if not depth:
            return place
    return -1


def _keep_year(text: str, found: Spans) -> None:
    """Keep the year that ends a title, where the work's own year precedes the title."""
    titles, dates = found.get("title", []), found.get("date", [])
    if not titles or not any(date.end <= titles[0].start for date in dates):
        return
    title = titles[-1]
    match = _YEAR.match(text, title.end)
    if match is None:
        return
    dates[:] = [date for date in dates if date.start != match.start() + 1]
    titles[-1] = attrs.evolve(title, end=match.end())


def _join_day(text: str, found: Spans) -> None:
    """Join a day of digits that was taken for volume and issue: "7.4.1991"."""
    for match in _DAY.finditer(text):
        parts = [
            (label, span)
            for label, spans in found.items()
            for span in spans
            if match.start() <= span.start and span.end <= match.end()
        ]
        labels = {label for label, _ in parts}
        # the work's own year may precede it: "(1991): Title, in: Post, 7.4.1991"
        year = match[0][-4:]
        dated = [text[span.start : span.end] for span in found.get("date", ())]
        if not labels or not labels <= {"date", "volume", "issue", "pages"}:
            continue
        if not any(year in date for date in dated):
            continue
        for label, span in parts:
            found[label].remove(span)
        margin = min(span.margin for _, span in parts)
        found.setdefault("date", []).append(Span(*match.span(), "date", margin))
        found["date"].sort(key=lambda span: span.start)


def _cut_title(text: str, found: Spans) -> None:
    """Part a title from the school or the editors that the string says after it."""
    titles = found.get("title", [])
    rules = ((_DEFENDED, "publisher", "school"), (_EDITED, "editor", "names"))
    for pattern, label, group in rules:
        if not titles or found.get(label):
            continue
        title = titles[-1]
        match = pattern.search(text[: title.end], title.start)
        if match is not None:
            found[label] = [
                Span(
                    *match.span(group),
                    label,
                    title.margin,
                )
            ]
            titles[-1] = attrs.evolve(title, end=match.start())


def _join_places(text: str, found: Spans) -> None:
    """Join a place and its country, which a comma parts: "Yokohama, Japan"."""
    places = found.get("location", [])
    while len(places) > 1 and text[places[0].end : places[1].start].strip(" ") == ",":
        margin = min(places[0].margin, places[1].margin)
        joined = attrs.evolve(
            places[0],
            end=places[1].end,
            margin=margin,
        )
        places[:2] = [joined]
