"""A reference as comparisons see it, computed once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal

import attrs

from csecrefs.comparison.names import NameKey, is_others, name_key
from csecrefs.comparison.plain import plain
from csecrefs.comparison.titles import TitleKey, title_key
from csecrefs.formats.registries.crossref_updates import notice_title
from csecrefs.model import Date, Reference
from csecrefs.model.calendars import roman_value
from csecrefs.model.identifiers import isbn, issn, parse_doi, parse_identifier
from csecrefs.patterns import regex
from csecrefs.text.jats import strip_rich_text
from csecrefs.text.visitors import without_visitor

Standing = Literal[
    "work", "notice", "review", "reply", "supplement", "preprint", "part"
]
"""The relation of a record to a work: the work itself, or something about it, beside it, before
it, or out of it.
"""

# "Book review: ...", "Review of ...", and the length and ISBN that titles of reviews
# have.
_REVIEW: Final = regex(
    r"^(?:book )?reviews?\b\W*(?:of|for|essay|\d|:|\u201c|\"|$)|^(?:decision letter|referee report)|"
    r"^peer review|\b(?:book review|review of the book|\d+ pp\b|isbn[ :]?\d)",
    re.IGNORECASE,
)
# "Authors' reply", "Response to the letter by ...", "Re: ...".
_REPLY: Final = regex(
    r"^(?:(?:the )?authors?['\u2019]?s? )?(?:repl(?:y|ies)|response|rejoinder|comments?)(?: letter)?"
    r"(?: (?:to|on|from|by)\b|\s*[:\u2014\u2013-]|$)|^(?:re|in reply)\s*:|^author response|"
    r"\b(?:reply|response) (?:to|from) (?:the )?(?:letter|comment|editor)|"
    r"[:\u2014\u2013(] ?(?:authors?['\u2019]? )?(?:reply|response)\W*$",
    re.IGNORECASE,
)
# "Supplementary material for ...", "Data from: ...".
_SUPPLEMENT: Final = regex(
    r"^(?:supplement(?:ary|al)?(?: (?:material|information|data|file|table|figure)s?)?|additional file|"
    r"data from|replication data|dataset (?:for|of|from)|figure \d|table \d|appendix)\b"
    r"(?:\s*[:\d\u2014\u2013-]|\s+(?:for|to|of|from|a|b|c)\b)",
    re.IGNORECASE,
)
# A page with its letters: "e0012", "S45", "12a".
_PAGE_NUMBER: Final = regex(r"([a-z]*)(?:0(?=\d))*+(\d++)([a-z]*)", re.IGNORECASE)

# What every short DOI has: "10/abcde", "https://doi.org/abcde"; no full DOI has it.
_MAYBE_SHORT: Final = regex(r"10(?:/|%2f)|doi\.org/(?!10\.)", re.IGNORECASE)
# The resolver of DOIs: "https://dx.doi.org/".
_RESOLVER: Final = regex(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)

# A PubMed number as databases print it: a label or none, zeros in front or none.
_PMID: Final = regex(r"(?:pmid\s*+(?::\s*+)?)?0*([1-9]\d{0,8})", re.IGNORECASE)


@attrs.frozen
class Profile:
    """A reference's title, people, years, place and identifiers in comparable form."""

    reference: Reference
    doi: str
    title: TitleKey
    titles: tuple[TitleKey, ...]
    authors: tuple[NameKey, ...]
    cut: bool
    years: frozenset[int]
    containers: tuple[str, ...]
    volume: str
    issue: str
    pages: tuple[str, str]
    isbns: frozenset[str]
    issns: frozenset[str]
    standing: Standing
    pmid: str = ""
    address: str = ""


def profile(reference: Reference) -> Profile:
    """The profile of a reference."""
    people = reference.names("author") or reference.names("editor")
    title = reference.text("title")
    others = [
        reference.text("original-title"),
        *(part.text for part in reference.translations.values()),
    ]
    keys = tuple(title_key(text) for text in (title, *others) if text)
    return Profile(
        reference=reference,
        doi=_doi(reference),
        title=title_key(title),
        titles=keys,
        authors=tuple(name_key(name) for name in people if not is_others(name)),
        cut=bool(people) and is_others(people[-1]),
        years=years_of(reference),
        containers=containers_of(reference),
        volume=number_key(reference.text("volume")),
        issue=number_key(reference.text("issue")),
        pages=page_key(reference.text("page") or reference.text("number")),
        isbns=_numbers(reference, "ISBN", isbn),
        issns=_numbers(reference, "ISSN", issn),
        standing=standing_of(reference),
        pmid=pmid_key(reference.text("PMID")),
        address=_short_doi(reference) or address_key(reference.text("URL")),
    )


def _doi(reference: Reference) -> str:
    """Return the DOI of a record, also if only its URL has it; "" if it has none."""
    doi = parse_doi(reference.text("DOI"))
    if not doi and _RESOLVER.match(reference.text("URL")):
        doi = parse_doi(reference.text("URL"))
    return doi or ""


def _short_doi(reference: Reference) -> str:
    """Return the short DOI of a record as an address: it is another name of a DOI that
    cannot be known without asking.
    """
    for variable in ("DOI", "URL"):
        text = reference.text(variable)
        # Most records have none, and reading an identifier is dear.
        if not _MAYBE_SHORT.search(text):
            continue
        found = parse_identifier(text)
        if found and found.scheme == "shortdoi":
            return f"doi.org/{found.value.lower()}"
    return ""


def pmid_key(text: str) -> str:
    """Return a PubMed number without its label and leading zeros; "" for other text.

    >>> pmid_key("PMID: 01234567"), pmid_key("PMC1234567")
    ('1234567', '')
    """
    # Not `match`: "PMC123" is another number.
    number = _PMID.fullmatch(text.strip())
    if number:
        return number[1]
    return ""


def address_key(url: str) -> str:
    """Return a URL without what is written now one way and now another; empty for the
    start page of a site.

    >>> address_key("https://www.Example.org/a/#top"), address_key("http://example.org/")
    ('example.org/a', '')
    """
    clean = without_visitor(url.strip().partition("#")[0])
    bare = clean.partition("://")[2].rstrip("/")
    host, slash, path = bare.partition("/")
    if slash:
        return f"{host.lower().removeprefix('www.')}/{path}"
    return ""


def years_of(reference: Reference) -> frozenset[int]:
    """Every year in which the work can be said to have appeared."""
    dates = (
        reference.date(variable) for variable in ("available-date", "original-date")
    )
    return issued_years(reference) | {
        year for date in dates if date for year in _years(date)
    }


def issued_years(reference: Reference) -> frozenset[int]:
    """The year of issue, or both of a range."""
    issued = reference.date()
    if not issued:
        return frozenset()
    return frozenset(_years(issued))


def _years(date: Date) -> list[int]:
    if date.start and date.end:
        return [date.start[0], date.end[0]]
    if date.start:
        return [date.start[0]]
    return [
        int(year)
        for year in re.findall(r"\b(?:1[4-9]|20)\d\d\b", date.raw or date.literal)
    ]


def containers_of(reference: Reference) -> tuple[str, ...]:
    """Every name the container goes by in the record."""
    variables = (
        "container-title",
        "container-title-short",
        "journalAbbreviation",
        "collection-title",
        "event-title",
    )
    return tuple(text for variable in variables if (text := reference.text(variable)))


def number_key(text: str) -> str:
    """A volume or issue as comparisons see it: no "Vol.", no leading zeros, Roman
    numerals as numbers.
    """
    key = re.sub(
        r"^(?:vol(?:ume)?|no|nr|issue|number|heft|bd|band)\b\.?\s*",
        "",
        text.strip(),
        flags=re.I,
    )
    key = plain(key).replace(" ", "")
    # Volumes are printed in Roman numerals by some journals: XII is 12.
    if roman := _roman(key):
        return str(roman)
    return re.sub(r"(?<!\d)0+(?=\d)", "", key)


def _roman(text: str) -> int:
    if not re.fullmatch(r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", text):
        return 0
    return roman_value(text.upper())


def page_key(text: str) -> tuple[str, str]:
    """First and last page as comparisons see them; a shortened last page ("123-8") is
    filled up.
    """
    ends = [
        end
        for end in re.split(r"\s*(?:[-\u2010-\u2015\u2212]+|,)\s*", text.strip())
        if end
    ]
    if not ends:
        return "", ""
    first, last = _page(ends[0]), ""
    if len(ends) > 1:
        last = _page(ends[-1])
    # "123-8" is 123-128.
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last


def _page(text: str) -> str:
    match = _PAGE_NUMBER.fullmatch(plain(text).replace(" ", ""))
    if match:
        return f"{match[1]}{match[2]}{match[3]}".lower()
    return plain(text).replace(" ", "")


def _numbers(
    reference: Reference, variable: str, check: Callable[[str], str | None]
) -> frozenset[str]:
    """Every valid ISBN or ISSN in the record, in one form."""
    custom = reference.extra.get("custom")
    if isinstance(custom, dict):
        media = custom.get(variable)
    else:
        media = None
    texts = [
        reference.text(variable),
        *re.split(
            r"[,;\s]+",
            reference.text(variable),
        ),
    ]
    texts += map(str, media.values()) if isinstance(media, dict) else ()
    return frozenset(number for text in texts if text and (number := check(text)))


def standing_of(reference: Reference) -> Standing:
    """Return the relation of the record to a work, by its type and the way such titles begin."""
    title = strip_rich_text(reference.text("title"))
    # "Erratum to: ..." has the title of the work in it.
    if notice_title(title):
        return "notice"
    if reference.type.startswith("review") or _REVIEW.search(title):
        return "review"
    if _REPLY.search(title):
        return "reply"
    if _SUPPLEMENT.search(title):
        return "supplement"
    if reference.type == "article" or reference.text("genre") == "preprint":
        return "preprint"
    return "work"
