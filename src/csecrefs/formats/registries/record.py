"""Conversions of registry records: the reference, and the place of each value in the
record.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.formats.draft import Draft, keyed
from csecrefs.formats.source import decode_json
from csecrefs.model import Date, Name, Reference
from csecrefs.patterns import regex
from csecrefs.text.jats import plain_text, rich_text

# The dash of a range, however it was typed.
_PAGES: Final = regex(r"\s*(?:-{1,3}|[\u2010-\u2015\u2212])\s*")
# An item on a page, "123.2": the page is 123.
_ITEM_ON_PAGE: Final = regex(r"(\d+)\.\d{1,2}")
# A number that is none: "null", "n/a", "-".
_NOTHING: Final = regex(
    r"\s*(?:null|none|undefined|n/?a|[-\u2013?]*)\s*", re.IGNORECASE
)
# Two or three hyphens in the place of a dash: "a--b", "a -- b".
_DASHES: Final = regex(r"(?<=\w)-{2,3}(?=\w)|(?<=\s)-{2,3}(?=\s)")
# A page that is none: "n/a", "0".
_NO_PAGE: Final = regex(r"(?:no|n/?a|na|np|0+|-|\?)", re.IGNORECASE)


@attrs.frozen
class RegistryRecord:
    """A reference made from a registry's record.

    `pointers` tells for each variable the JSON pointer (RFC 6901) of the value it was
    made from.
    """

    reference: Reference
    pointers: Mapping[str, str]


def finished(draft: Draft, item_type: str) -> RegistryRecord:
    """Return the record of a draft; its id is the DOI, until a library gives it a
    key.
    """
    draft.id, draft.type = draft.text("DOI"), item_type
    return RegistryRecord(draft.reference(), draft.pointers)


def texts(value: object) -> Iterator[tuple[int, str]]:
    """The non-empty strings in a JSON value that should be a list of strings, with
    their places.
    """
    for at, item in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(item, str) and item.strip():
            yield at, item


def objects(value: object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects in a JSON value that should be a list of objects, with their
    places.
    """
    for at, item in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(item, Mapping):
            yield at, item


def text_of(value: object) -> str:
    """A JSON string or number as text; anything else is empty."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return " ".join(str(value).split())


def number_of(value: object) -> str:
    """A volume, issue or the like as text; what forms put in an empty field ("null",
    "n/a") is empty.
    """
    text = plain_text(text_of(value))
    if _NOTHING.fullmatch(text):
        return ""
    return text


def link_of(value: object) -> str:
    """A URL out of a record, its ampersands unescaped."""
    return html.unescape(text_of(value))


def title_text(markup: str) -> str:
    """A title's markup as rich text, with the dashes that were typed as two or three
    hyphens.
    """
    return _DASHES.sub(_dash, rich_text(markup))


def _dash(hyphens: re.Match[str]) -> str:
    """An en dash for two hyphens, an em dash for three."""
    if len(hyphens[0]) == 2:
        return "\u2013"
    return "\u2014"


def date_from_parts(value: object) -> Date | None:
    """The date in a `date-parts` object as registries send it (nulls, zeros, months
    that are seasons).
    """
    parts = None
    if isinstance(value, Mapping):
        parts = value.get("date-parts")
    if (
        not isinstance(parts, Sequence)
        or not parts
        or not isinstance(parts[0], Sequence)
    ):
        return None
    numbers = [int(part) for part in parts[0] if re.fullmatch(r"\d{1,4}", str(part))]
    if not numbers or not 1000 <= numbers[0] <= 2999:
        return None
    if len(numbers) > 1 and 21 <= numbers[1] <= 24:
        return Date((numbers[0],), season=numbers[1] - 20)
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        numbers = numbers[:1]
    if len(numbers) > 2 and not 1 <= numbers[2] <= 31:
        numbers = numbers[:2]
    return Date(tuple(numbers[:3]))


def _page_of_item(end: str, ends: list[str]) -> str:
    """The page of an end of a range, if that is an item on the other one."""
    match = _ITEM_ON_PAGE.fullmatch(end)
    if match and match[1] in ends:
        return match[1]
    return end


def pages(value: object) -> str:
    """Pages with one hyphen between them; a range of one page is that page; "no-no" and
    the like are none.
    """
    text = re.sub(r"^pp?\.\s*", "", plain_text(text_of(value)))
    ranges = []
    for part in text.split(","):
        ends = [end.strip(" .") for end in _PAGES.split(part.strip())]
        if all(not end or _NO_PAGE.fullmatch(end) for end in ends):
            continue
        # "604.4-604" is the fourth item on page 604, not a range that runs backwards.
        pages = [_page_of_item(end, ends) for end in ends if end]
        if len(set(pages)) == 1:
            ranges.append(pages[0])
        else:
            ranges.append("-".join(pages))
    return ", ".join(ranges)


def same_words(first: str, second: str) -> bool:
    """True if two titles are the same but for case, punctuation and spaces."""
    return _words(first) == _words(second)


def contains_words(whole: str, part: str) -> bool:
    """True if `part` stands in `whole` word for word, whatever its case and
    punctuation.
    """
    return f" {_words(part)} " in f" {_words(whole)} "


def _words(text: str) -> str:
    return " ".join(
        re.findall(
            r"\w+",
            re.sub(r"<[^<>]{1,60}>", "", text).casefold(),
        )
    )


def names_of(names: list[Name | None]) -> tuple[Name, ...]:
    """The names that are there."""
    return tuple(name for name in names if name)


def read_json(
    source: bytes | str,
    path: str,
    found: Callable[[Any], Iterator[Mapping[str, Any]]],
    reference: Callable[[Mapping[str, Any]], Reference],
    what: str,
) -> tuple[list[Reference], list[Diagnostic]]:
    """Return the references that `reference` makes of the objects that are `found` in
    the JSON of a file, and its diagnostics; `what` names such an object.
    """
    content, diagnostics = decode_json(source, path)
    references = keyed(map(reference, found(content)))
    if not references and not diagnostics:
        message = f"no {what} in this JSON"
        diagnostics.append(Diagnostic("no-records", message, path=path))
    return references, diagnostics
