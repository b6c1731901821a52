"""Titles put right by the shape of the whole string.

The labels of neighbouring words agree with each other more than with the string: an
entry without an author has its title taken for a name, a title that goes on after a
comma loses its end. Each rule here looks at what the string still lacks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import attrs

from csecrefs.patterns import regex
from csecrefs.strings.names import names_body
from csecrefs.strings.spans import Span
from csecrefs.strings.words import (
    CONJUNCTIONS,
    EDITORS,
    KINDS,
    LOCATORS,
    ONLINE,
    PARTICLES,
    PUBLISHERS,
    SMALL,
    TRANSLATORS,
)

Spans = dict[str, list[Span]]

# "Retrieved from", "Consulté à l'adresse": what precedes an address
_ACCESS: Final = regex(
    r"(?:retrieved|accessed|available|consult\w+|disponib\w+|abgerufen|hentet|hämtad"
    r"|geraadpleegd|acess\w+|erişim|dostęp\w*|zugriff)\b.{0,40}",
    re.IGNORECASE,
)
# "Roe JA 1999 Title", "Tidewater Choir (group) 1980. Title"
_DATED: Final = regex(
    r"(?P<names>[^\d]{2,80}?(?P<mark>\b(?!II)[A-Z](?:[.-]?[A-Z]){0,2}\.?|\)))"
    r"[,.]?\s\(?(?P<year>(?:1[5-9]|20)\d\d)[a-z]?\)?[.:,]?\s+(?P<title>\S.+)"
)
# "Roe JA, Poe B. " in front of a title, as medicine prints names
_NAMES_AFTER: Final = regex(
    r"(?:[^\W\d_][\w'’-]+(?:\s[^\W\d_][\w'’-]+)?\s[A-Z](?:[-.]?[A-Z]){0,2}(?:,\s)?)+\.\s+"
)
# "J. A. Roe, " in front of a title, as physics prints names
_NAMES_BEFORE: Final = regex(r"(?:[A-Z]\.[\s-]?)+[A-Z][\w'’-]+,\s+")
# one name in front of a title that took it in: "Roe J. On tides"
_NAME_AHEAD: Final = regex(r"[A-Z][a-zß-öø-ÿ]{2,}\s[A-Z]{1,2}\.\s(?=[A-Z])")
_INITIALS: Final = regex(r"\b[A-Z]\.|\s[A-Z]{1,3}(?:,|$)")
# the two parties of a case: "Roe v. Poe"
_AGAINST: Final = regex(r"[\s.]+vs?\.?\s+")
# "[Internet]", "[Serial on the Internet]": no translation of a title
_MEDIUM: Final = regex(
    r"\W*(?:internet|serial|online|electronic|cd-?rom|dvd|computer|web)\b.*",
    re.IGNORECASE,
)
# the sentence at the end of a title: a stop after a whole word, then a capital
_LAST_SENTENCE: Final = regex(r"(?<=\w{4})[.?!]\s+(?=[^\W\d_a-zß-öø-ÿ])(?!.*[.?!]\s)")
_IN: Final = regex(r"(?:^|[\s,.(])in:?\s*$", re.IGNORECASE)
_NUMBER_WORD: Final = regex(r"\s(?:no|nr|n°|part|teil|vol|band|issue)$", re.IGNORECASE)
_NOT_GOING_ON: Final = (
    CONJUNCTIONS | EDITORS | KINDS | LOCATORS | ONLINE | PARTICLES | TRANSLATORS
) | set("in dans için içinde dalam published forthcoming presented tarafından".split())
"""Words after a comma that begin another part of an entry, not more of its title."""
_CLOSING: Final = {"(": ")", "[": "]", "„": "“”", "«": "»"}
_WITHIN: Final = 160
"""Characters in which a bracket or a quotation in a title closes: none measured longer."""
_LONGEST_NAME: Final = 8
"""Words of a journal or of an organisation: longer ones are titles."""


def mend_titles(text: str, found: Spans) -> None:
    """Put right the titles of `text`, and what was taken for one, in place."""
    for rule in _RULES:
        rule(text, found)


def _drop_access(text: str, found: Spans) -> None:
    """Drop the words before an address that were taken for a title."""
    addresses = {span.start for span in found.get("url", ())}
    kept = []
    for span in found.get("title", ()):
        leads = any(0 <= start - span.end < 5 for start in addresses)
        if not (
            leads
            and _ACCESS.fullmatch(
                text,
                span.start,
                span.end,
            )
        ):
            kept.append(span)
    found["title"] = kept


def _join_date(text: str, found: Spans) -> None:
    """Give the day in the bracket of a date back to it: "(2004, Aralık 1)"."""
    titles, dates = found.get("title", []), found.get("date", [])
    if len(titles) < 2 or not dates:
        return
    date, day = dates[0], titles[0]
    inside = text[date.end : day.start].strip() == ","
    closes = text[day.end : day.end + 1] == ")"
    if inside and closes and re.search(r"\d", text[day.start : day.end]):
        dates[0] = attrs.evolve(date, end=day.end)
        titles.pop(0)


def _split_dated(text: str, found: Spans) -> None:
    """Part names and a year from the title that took them in."""
    titles = found.get("title", [])
    if not titles or found.get("author") or found.get("date"):
        return
    title = titles[0]
    match = _DATED.match(text, title.start, title.end)
    if match is None or len(match["names"].split()) > _LONGEST_NAME:
        return
    found["author"] = [
        Span(
            *match.span("names"),
            "author",
            title.margin,
        )
    ]
    found["date"] = [
        Span(
            *match.span("year"),
            "date",
            title.margin,
        )
    ]
    titles[0] = attrs.evolve(title, start=match.start("title"))


def _name_first(text: str, found: Spans) -> None:
    """Take the first of two titles, or the head of one, as the author it is."""
    titles = found.get("title", [])
    if not titles or found.get("author"):
        return
    first = titles[0]
    printed = text[first.start : first.end]
    if len(titles) > 1 and names_body(printed) and _is_proper(printed):
        if text[first.end : titles[1].start].strip() in (".", ":"):
            found["author"] = [attrs.evolve(first, label="author")]
            titles.pop(0)
        return
    match = _NAME_AHEAD.match(text, first.start, first.end)
    if match is not None and found.get("container"):
        end = match.end() - 1
        found["author"] = [
            Span(
                first.start,
                end,
                "author",
                first.margin,
            )
        ]
        titles[0] = attrs.evolve(first, start=match.end())


def _is_proper(name: str) -> bool:
    """Return True if all words of a short name have capitals, small words aside."""
    words = name.split()
    large = [word for word in words if word.lower() not in SMALL | CONJUNCTIONS]
    return len(words) <= _LONGEST_NAME and all(word[0].isupper() for word in large)


def _title_first(text: str, found: Spans) -> None:
    """Take as the title what can be no name, or what follows the names."""
    names = found.get("author", [])
    if found.get("title") or len(names) != 1:
        return
    name = names[0]
    if _is_case(text, name, found):
        return
    for pattern in (_NAMES_AFTER, _NAMES_BEFORE):
        match = pattern.match(text, name.start, name.end)
        if match is not None and _is_title(text[match.end() : name.end], pattern):
            found["title"] = [
                attrs.evolve(
                    name,
                    start=match.end(),
                    label="title",
                )
            ]
            end = match.end() - len(match[0]) + len(match[0].rstrip(" .,"))
            names[0] = attrs.evolve(name, end=end)
            return
    printed = text[name.start : name.end]
    if _is_no_name(printed, alone=not found.get("container")):
        found["title"] = [attrs.evolve(name, label="title")]
        names.clear()


def _is_case(text: str, name: Span, found: Spans) -> bool:
    """Take the parties of a case, "Roe v. Poe", as its title; True if they are."""
    containers = found.get("container", [])
    if not containers:
        return False
    other = containers[0]
    if not _AGAINST.fullmatch(
        text,
        name.end,
        max(name.end, other.start),
    ):
        return False
    found["title"] = [
        attrs.evolve(
            name,
            end=other.end,
            label="title",
        )
    ]
    found["author"] = []
    containers.pop(0)
    return True


def _is_title(rest: str, pattern: re.Pattern[str]) -> bool:
    if len(rest) < 2 or _INITIALS.search(rest):
        return False
    # after a comma another whole name may follow; after the stop of a list none does
    return pattern is _NAMES_AFTER or rest[0].islower() or len(rest.split()) > 3


def _is_no_name(printed: str, *, alone: bool) -> bool:
    """Return True if a text can be no name of people or of an organisation.

    One `alone`, without a journal, has to be the title if it has two words.
    """
    words = printed.split()
    if len(words) < 2 or _INITIALS.search(printed) or names_body(printed):
        return False
    if "," in printed or ";" in printed or "/" in printed:
        return False
    lower = [word for word in words[1:] if word[0].islower() and len(word) > 1]
    if any(word.lower() not in PARTICLES | CONJUNCTIONS for word in lower):
        return not re.search(r"\bet\s?al\b|\bothers\b", printed)
    return alone


def _close_mark(text: str, found: Spans) -> None:
    """Extend a title to where the bracket or quotation that it opens is closed.

    A bracket with a date in it is no part of the title, which ends before it.
    """
    titles = found.get("title", [])
    if not titles:
        return
    title = titles[0]
    opened = _left_open(text[title.start : title.end])
    if opened < 0:
        return
    opened += title.start
    closing = _CLOSING[text[opened]]
    until = min(len(text), title.end + _WITHIN)
    end = next((at for at in range(title.end, until) if text[at] in closing), -1)
    if end < 0:
        return
    if any(title.end <= span.start < end for span in found.get("date", ())):
        if text[opened] in "([" and opened - title.start > 3:
            cut = len(text[title.start : opened].rstrip(" ,"))
            titles[0] = attrs.evolve(title, end=title.start + cut)
        return
    _take(found, title, end + 1)


def _left_open(value: str) -> int:
    """Return the place of the last mark in `value` that is opened and not closed."""
    for place in range(len(value) - 1, -1, -1):
        closing = _CLOSING.get(value[place])
        if closing is not None:
            if any(mark in value[place + 1 :] for mark in closing):
                return -1
            return place
    return -1


def _take(found: Spans, title: Span, end: int) -> None:
    """Extend the first title to `end`, over the spans that begin before it."""
    for spans in found.values():
        spans[:] = [each for each in spans if not title.end <= each.start < end]
    found["title"][0] = attrs.evolve(title, end=end)


def _go_on(text: str, found: Spans) -> None:
    """Extend a title over the words in small letters after its comma."""
    titles = found.get("title", [])
    if not titles:
        return
    title = titles[0]
    match = re.compile(r",\s([^\W\d_]{3,})[^.,;:()\[\]\"”»]*").match(text, title.end)
    if match is None or not match[1][0].islower():
        return
    if match[1].lower() in _NOT_GOING_ON:
        return
    following = _starting(found, match.start(1))
    end = match.end()
    if following is not None:
        if following.label not in ("publisher", "location", "note"):
            return
        end = following.end
    words = {word.lower() for word in text[match.start(1) : end].split()}
    inside = any(
        match.start(1) < span.start < end for spans in found.values() for span in spans
    )
    if not inside and not words & (PUBLISHERS | EDITORS | ONLINE):
        trimmed = len(text[:end].rstrip())
        _take(found, title, trimmed)


def _starting(found: Spans, place: int) -> Span | None:
    for spans in found.values():
        for span in spans:
            if span.start == place:
                return span
    return None


def _keep_number(text: str, found: Spans) -> None:
    """Give a title that ends in "No." the number after it."""
    titles = found.get("title", [])
    if not titles or found.get("container") or found.get("series"):
        return
    title = titles[-1]
    if not _NUMBER_WORD.search(text[title.start : title.end]):
        return
    for label in ("volume", "issue", "number"):
        for span in found.get(label, ()):
            if 0 < span.start - title.end < 4:
                found[label].remove(span)
                titles[-1] = attrs.evolve(title, end=span.end)
                return


def _drop_medium(text: str, found: Spans) -> None:
    """Drop a medium, "[Internet]", that was taken for a translated title."""
    found["translated"] = [
        span
        for span in found.get("translated", ())
        if not _MEDIUM.fullmatch(text, span.start, span.end)
    ]


def _part_container(text: str, found: Spans) -> None:
    """Part the journal from the title that took it in, where a volume follows."""
    titles = found.get("title", [])
    if not titles or found.get("container"):
        return
    last = titles[-1]
    if not _has_volume_after(text, last, found):
        return
    if len(titles) > 1:
        found["container"] = [
            attrs.evolve(
                titles.pop(),
                label="container",
            )
        ]
        return
    match = _LAST_SENTENCE.search(text[: last.end], last.start)
    if match is None:
        return
    tail = text[match.end() : last.end]
    if len(tail.split()) <= _LONGEST_NAME:
        found["container"] = [
            Span(match.end(), last.end, "container", last.margin),
        ]
        titles[-1] = attrs.evolve(
            last,
            end=match.start() + (match[0][0] in "?!"),
        )


def _has_volume_after(text: str, title: Span, found: Spans) -> bool:
    """Return True if the number after a title stands there as a journal's volume does.

    A word before it, "vol. 2", is printed of books as well.
    """
    numbers = [*found.get("volume", ()), *found.get("issue", ())]
    after = [span.start for span in numbers if span.start >= title.end]
    if not after:
        return False
    between = text[title.end : min(after)]
    # the year may stand between them: "Tides, 1978, 11"
    bare = re.sub(r"(?:1[5-9]|20)\d\d", "", between)
    return len(between) < 14 and not re.search(r"[^\W\d_]{2,}", bare)


def _named_container(text: str, found: Spans) -> None:
    """Take as the container what stands after "in:" under another label."""
    if found.get("container") or not found.get("title"):
        return
    for label in ("publisher", "note", "location"):
        for span in found.get(label, ()):
            words = {word.lower() for word in text[span.start : span.end].split()}
            introduced = _IN.search(text[max(0, span.start - 6) : span.start])
            if introduced and ":" in introduced[0] and not words & PUBLISHERS:
                found[label].remove(span)
                found["container"] = [attrs.evolve(span, label="container")]
                return


_RULES: Final[tuple[Callable[[str, Spans], None], ...]] = (
    _drop_access,
    _drop_medium,
    _join_date,
    _split_dated,
    _name_first,
    _title_first,
    _close_mark,
    _go_on,
    _keep_number,
    _named_container,
    _part_container,
)
"""The rules in their order: each looks at what those before it found."""
