"""A web page's own citation metadata: Highwire tags, Dublin Core, JSON-LD, and the
title as a last resort.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, Final

from csecrefs.formats.draft import Draft
from csecrefs.formats.registries.names import name_from_parts, name_from_text
from csecrefs.formats.registries.record import (
    RegistryRecord,
    finished,
    names_of,
    objects,
    pages,
    text_of,
)
from csecrefs.model import Date, Name
from csecrefs.model.date import parse_date, parse_edtf
from csecrefs.model.identifiers import isbn, issn, parse_doi
from csecrefs.net.answer import Answer
from csecrefs.pages import signs, walls
from csecrefs.pages.page import Page
from csecrefs.patterns import regex
from csecrefs.resolve.outcome import Outcome
from csecrefs.text.jats import rich_text

_FIELDS: Final = {
    "title": ("citation_title", "dc.title", "dcterms.title", "og:title"),
    "container-title": (
        "citation_journal_title",
        "citation_conference_title",
        "citation_inbook_title",
        "prism.publicationname",
    ),
    "volume": ("citation_volume", "prism.volume"),
    "issue": ("citation_issue", "prism.number"),
    "publisher": (
        "citation_publisher",
        "citation_dissertation_institution",
        "dc.publisher",
        "og:site_name",
    ),
    "language": ("citation_language", "dc.language", "og:locale"),
    "abstract": ("citation_abstract",),
}
_BYLINE: Final = "(byline)"
_DATELINE: Final = "(dateline)"
"""Names for what a page shows and no tag says."""

# "By Ana Brook", and the same in other languages.
_BY: Final = regex(
    r"^\s*(?:written |posted |published )?(?:by|von|par|por|di|door|av|af)[:\s]+",
    re.IGNORECASE,
)
# What stands between a byline and a date: "By Ana Brook | March 5, 2019".
_PARTS: Final = regex(r"\s[|\u00b7\u2022\u2013\u2014]\s")
# What people put into a tag for the author that is no name: an account, an address, a
# post in the house; and what follows a name in brackets.
_NO_PERSON: Final = regex(
    r"(?:admin(?:istrator)?|webmaster|root|user|guest|staff|editor(?:ial)?(?: team)?|redaktion"
    r"|unknown|anonymous|none|n/a)$|https?://|www\.|^@|\S+@\S+$",
    re.IGNORECASE,
)
# A post behind a name: "Staff Writer", "PhD".
_POST: Final = regex(
    r"\b(?:staff|writer|editor|reporter|correspondent|journalist|contributor|redakteur\w*"
    r"|ph\.? ?d|m\.? ?d|professor)\b",
    re.IGNORECASE,
)
# A bracket at the end of a name: "(ana@journal.example)".
_BRACKET: Final = regex(r"\s*[(\[<][^()\[\]<>]{0,80}[)\]>]\s*$")
# Between two people, in the languages of the bylines.
_AND: Final = regex(r"\s+(?:and|und|et|y|e|en|&)\s+")
# A byline by itself: "By Ana Brook", two to four words with capitals.
_SHOWN_NAME: Final = regex(
    r"(?:By|Von|Par|Por|Di|Door)[: ]+(?:[A-Z\u00c0-\u024f][\w.'\u2019-]*(?: |$)){2,4}"
)
# "March 5, 2019", "5. März 2019", "05.03.2019", with or without "Published on".
_SHOWN_DATE: Final = regex(
    r"(?:(?:last )?(?:posted|published|updated|modified|veröffentlicht|publiée?|publicado"
    r"|pubblicato)(?: (?:on|am|le|el|il|em))?:? )?"
    r"(?:\d{1,2}[.\s/ -]+)?[\w.]{1,12}[.,\s/ -]+(?:\d{1,2},? +)?[12]\d{3}",
    re.IGNORECASE,
)

_NAMES: Final = (
    "citation_author",
    "citation_authors",
    "dc.creator",
    "dc.creator.personalname",
    "dcterms.creator",
    "author",
    "article:author",
    _BYLINE,
)
_LOOSE_NAMES: Final = frozenset({"author", "article:author", _BYLINE})
"""Tags whose text is for readers: several people, a "by", a post in the house."""
_MOST_NAMES: Final = 1000
_DATES: Final = (
    "citation_publication_date",
    "citation_date",
    "citation_year",
    "citation_online_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "prism.publicationdate",
    "article:published_time",
    "date",
    "time",
    _DATELINE,
)
_DOIS: Final = (
    "citation_doi",
    "dc.identifier",
    "dc.identifier.doi",
    "prism.doi",
    "citation_identifier",
)
_LD_TYPES: Final = {
    "scholarlyarticle": "article-journal",
    "medicalscholarlyarticle": "article-journal",
    "book": "book",
    "chapter": "chapter",
    "dataset": "dataset",
    "newsarticle": "article-newspaper",
    "blogposting": "post-weblog",
    "report": "report",
    "thesis": "thesis",
}
# Shops put a block to each offer; the work is among the first.
_MAX_BLOCKS: Final = 20
_SHORT: Final = 60
"""Letters up to which a text may be a byline or a date."""
_MAX_PAGE: Final = 2_000_000
"""Characters of a page that are read: what it says of itself stands at its
beginning.
"""


class _Page(HTMLParser):
    """Collects the meta tags, the JSON-LD blocks and the title of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = {}
        self.blocks: list[str] = []
        self.title = ""
        self._inside = ""
        self._names_author = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        marks = (found.get("rel", ""), found.get("itemprop", ""))
        # microformats and schema.org mark the element that has the name.
        if "author" in marks and tag not in ("meta", "link"):
            self._names_author = True
        if tag == "meta" and found.get("content"):
            name = (
                (found.get("name") or found.get("property") or "")
                .lower()
                .removeprefix("bepress_")
            )
            self.meta.setdefault(name, []).append(found["content"])
        elif tag == "title" and not self.title:
            self._inside = "title"
        elif tag == "time" and found.get("datetime"):
            self.meta.setdefault(
                "time",
                [],
            ).append(found["datetime"])
        elif tag == "script" and found.get("type", "").lower() == "application/ld+json":
            self._inside = "block"
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("title", "script"):
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        elif self._inside == "block":
            self.blocks[-1] += data
        elif len(data) < _SHORT and not self._inside and data.strip():
            if self._names_author:
                self._names_author = False
                self.meta.setdefault(_BYLINE, []).append(" ".join(data.split()))
            for part in _PARTS.split(data):
                self._notice(" ".join(part.split()))

    def _notice(self, text: str) -> None:
        """Take a short text that is nothing but a byline or a date."""
        if _SHOWN_NAME.fullmatch(text):
            self.meta.setdefault(_BYLINE, []).append(text)
        elif _SHOWN_DATE.fullmatch(text):
            self.meta.setdefault(_DATELINE, []).append(text)


def page_record(html: str, url: str) -> RegistryRecord | None:
    """The work that a page at `url` describes, or None if the page does not even have a
    title.
    """
    page = _Page()
    page.feed(html[:_MAX_PAGE])
    linked = next(_linked_data(page.blocks), {})
    draft = Draft()
    for variable, names in _FIELDS.items():
        # The first tag that has a value counts: from the most to the least exact.
        for name in names:
            draft.put(
                variable,
                rich_text(page.meta.get(name, [""])[0]),
                name,
            )
    _put_linked(draft, linked)
    draft.put("title", rich_text(page.title), "title")
    if "title" not in draft.fields:
        return None
    _put_people_and_dates(draft, page.meta)
    _put_numbers(draft, page.meta)
    draft.put("URL", url, "")
    return finished(draft, _item_type(draft, page.meta, linked))


def describes_itself(record: RegistryRecord) -> bool:
    """True if a page has more metadata than a title: it then is about a work, whatever
    its words are.
    """
    return any(
        pointer.startswith(("citation_", "prism.", "dc.", "dcterms.", "ld:"))
        for pointer in record.pointers.values()
    )


def not_a_work(answer: Answer) -> tuple[Outcome, str] | None:
    """Return why a page is no work: an error, a challenge, a login, a parked domain or
    a wall; None if it may be one.
    """
    page = Page(answer.body, answer.headers.get("content-type", ""))
    if signs.is_challenge(answer.headers, page):
        return "refused", "the site wants a human reader"
    if signs.is_login(page, answer.url, redirected=True):
        return "refused", "the site wants a login"
    if signs.is_parked(page, answer.url):
        return "not-found", "the domain is for sale, or shows adverts only"
    if signs.says_suspended(page):
        return "not-found", "the site has been switched off"
    if status := signs.status_said(page):
        return "server-error", f"the page says that it is an error ({status})"
    if words := signs.says_missing(page):
        return "not-found", f"the page says that it is missing: {words[:80]!r}"
    if found := walls.wall(page, _NOTICE):
        return "refused", found[1]
    if _NO_TITLE.fullmatch(page.title) and len(page.words) <= _NOTICE:
        return "unreadable", f"the page does not say what it is ({page.title!r})"
    return None


# Titles that editors and frameworks give to what has none, and those of lists of files.
_NO_TITLE: Final = regex(
    r"index of /.*|(?:react|vite|next(?:\.js)?|vue|nuxt|angular|ember|gatsby|svelte)?"
    r" ?app(?:lication)?|untitled(?: (?:document|page))?|new page(?: \d+)?|document|home(?: ?page)?"
    r"|loading\W*|redirect(?:ing)?\W*|please wait\W*|welcome|startseite|accueil|inicio"
    r"|no title|title|page \d+|\W*",
    re.IGNORECASE,
)


_NOTICE: Final = 50
"""Words up to which the whole of a page is taken for a notice."""


def _put_people_and_dates(draft: Draft, meta: Mapping[str, list[str]]) -> None:
    for tag in _NAMES:
        # Highwire's list form: "Brook, Ana; Nowak, Jan".
        whole = [part for text in meta.get(tag, []) for part in re.split(r";\s*", text)]
        people = whole[:_MOST_NAMES]
        if tag in _LOOSE_NAMES:
            people = [person for text in people for person in _people(text)]
        names = [name_from_text(_BY.sub("", person)) for person in people]
        draft.put("author", names_of(names), tag)
    for tag in _DATES:
        for text in meta.get(tag, []):
            draft.put("issued", _date(text), tag)


def _people(text: str) -> list[str]:
    """Return the people in a text for readers; none for an account or an address.

    >>> _people("By Ana Brook and Jan Nowak, Staff Writer")
    ['Ana Brook', 'Jan Nowak']
    >>> _people("Brook, Ana"), _people("admin")
    (['Brook, Ana'], [])
    """
    text = _BRACKET.sub("", _BY.sub("", text))
    found = []
    for part in _AND.split(text):
        pieces = [piece.strip() for piece in part.split(",")]
        pieces = [piece for piece in pieces if piece and not _POST.search(piece)]
        if len(pieces) > 1 and all(" " in piece for piece in pieces):
            found += pieces
        elif pieces:
            found.append(", ".join(pieces))
    return [person for person in found if not _NO_PERSON.search(person)]


def _put_numbers(draft: Draft, meta: Mapping[str, list[str]]) -> None:
    for first, last in (
        ("citation_firstpage", "citation_lastpage"),
        ("prism.startingpage", "prism.endingpage"),
    ):
        ends = [meta.get(tag, [""])[0] for tag in (first, last)]
        draft.put(
            "page",
            pages("-".join(filter(None, ends))),
            first,
        )
    for text in meta.get("citation_isbn", []):
        draft.put("ISBN", isbn(text), "citation_isbn")
    for text in meta.get("citation_issn", []):
        draft.put("ISSN", issn(text), "citation_issn")
    for tag in _DOIS:
        for text in meta.get(tag, []):
            draft.put("DOI", parse_doi(text), tag)


def _put_linked(draft: Draft, linked: Mapping[str, Any]) -> None:
    draft.put(
        "title",
        rich_text(text_of(linked.get("headline") or linked.get("name"))),
        "ld:headline",
    )
    people = linked.get("author")
    names = [
        _linked_name(person)
        for person in (people if isinstance(people, list) else [people])[:1000]
    ]
    draft.put("author", names_of(names), "ld:author")
    draft.put(
        "issued",
        _date(text_of(linked.get("datePublished"))),
        "ld:datePublished",
    )
    for _, publisher in objects(linked.get("publisher")):
        draft.put(
            "publisher", rich_text(text_of(publisher.get("name"))), "ld:publisher"
        )

    ends = [text_of(linked.get(end)) for end in ("pageStart", "pageEnd")]
    page = pages(linked.get("pagination")) or pages("-".join(filter(None, ends)))
    draft.put("page", page, "ld:pagination")
    draft.put("ISBN", isbn(text_of(linked.get("isbn"))), "ld:isbn")
    draft.put(
        "language",
        text_of(linked.get("inLanguage")),
        "ld:inLanguage",
    )
    # schema.org has no property for DOIs alone.
    for field in ("identifier", "sameAs", "@id"):
        for text in _linked_texts(linked.get(field)):
            draft.put("DOI", parse_doi(text), f"ld:{field}")
    _put_whole(draft, linked)


def _put_whole(draft: Draft, linked: Mapping[str, Any]) -> None:
    """Issue, volume and journal, each said to be part of the next."""
    part = linked
    for _ in range(4):
        draft.put(
            "issue",
            text_of(part.get("issueNumber")),
            "ld:isPartOf",
        )
        draft.put(
            "volume",
            text_of(part.get("volumeNumber")),
            "ld:isPartOf",
        )
        part = next(
            objects(part.get("isPartOf")),
            (0, {}),
        )[1]
        if str(part.get("@type")) in ("Periodical", "Book"):
            draft.put(
                "container-title", rich_text(text_of(part.get("name"))), "ld:isPartOf"
            )
            for text in _linked_texts(part.get("issn")):
                draft.put("ISSN", issn(text), "ld:isPartOf")


def _linked_name(person: Any) -> Name | None:
    if not isinstance(person, Mapping):
        return name_from_text(text_of(person))
    given, family = text_of(person.get("givenName")), text_of(person.get("familyName"))
    if given and family:
        return name_from_parts(given, family)
    name = text_of(person.get("name"))
    if person.get("@type") == "Organization":
        return name_from_parts(body=name)
    return name_from_text(name)


def _linked_texts(value: Any) -> Iterator[str]:
    """The texts in a value of JSON-LD: itself, in a list, or as the value of a
    property.
    """
    for part in (value if isinstance(value, list) else [value])[:100]:
        yield (
            text_of(part.get("value") or part.get("@id"))
            if isinstance(part, Mapping)
            else text_of(part)
        )


def _linked_data(blocks: list[str]) -> Iterator[Mapping[str, Any]]:
    """The objects in JSON-LD that describe a work."""
    for block in blocks[:_MAX_BLOCKS]:
        try:
            value = json.loads(block)
        except (ValueError, RecursionError):
            continue
        for _, thing in objects(value):
            for candidate in (
                thing,
                *(inner for _, inner in objects(thing.get("@graph"))),
            ):
                if _linked_type(candidate):
                    yield candidate


def _linked_type(thing: Mapping[str, Any]) -> str:
    kind = thing.get("@type")
    if isinstance(kind, list):
        kinds = kind
    else:
        kinds = [kind]
    return next(
        (_LD_TYPES[str(k).lower()] for k in kinds if str(k).lower() in _LD_TYPES), ""
    )


def _item_type(
    draft: Draft, meta: Mapping[str, list[str]], linked: Mapping[str, Any]
) -> str:
    for tag, item_type in (
        ("citation_journal_title", "article-journal"),
        ("citation_conference_title", "paper-conference"),
        ("citation_dissertation_institution", "thesis"),
        ("citation_technical_report_institution", "report"),
        ("citation_inbook_title", "chapter"),
    ):
        if tag in meta:
            return item_type
    found = _linked_type(linked)
    if found and (found != "article-journal" or "author" in draft.fields):
        return found
    return "webpage"


# Words before a date: "Published: March 5, 2019", "Veröffentlicht am 05.03.2019".
_DATED: Final = regex(
    r"^(?:(?:last )?(?:posted|published|updated|modified)|veröffentlicht|publiée?|publicado"
    r"|pubblicato)\b(?: (?:on|am|le|el|il|em))?\s*:?\s*",
    re.IGNORECASE,
)
# Day and month in an order that nobody can tell: "05/03/2019".
_EITHER_ORDER: Final = regex(r"(?:0?[1-9]|1[0-2])/(?:0?[1-9]|1[0-2])/[12]\d{3}$")


def _date(text: str) -> Date | None:
    """Return the date in a text, as pages write them; None for an absurd one.

    >>> str(_date("March 5, 2019")), str(_date("05.03.2019"))
    ('2019-03-05', '2019-03-05')
    """
    text = re.sub(r"[T ]\d\d:.*$", "", text.strip())
    text = _DATED.sub("", text)
    if _EITHER_ORDER.match(text):
        text = text[-4:]
    # Highwire tags: "2019/03/05".
    if re.match(r"\d{4}/", text):
        text = text.replace("/", "-")
    padded = re.sub(r"-(\d)(?!\d)", r"-0\1", text)
    for read, part in (
        (parse_edtf, text),
        (parse_edtf, padded),
        (parse_date, text),
        (parse_edtf, text[:4]),
    ):
        try:
            date = read(part)
        except ValueError:
            continue
        if date.start:
            if date.year and 1400 <= date.year <= 2100:
                return date
            return None
    return None
