"""Primo's normalised XML (PNX), in: the record behind a page of an Ex Libris discovery
system.

Source: Ex Libris Primo Technical Guide, "The PNX record". `display` is what users see,
`addata` what OpenURL and RIS exports are made of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, finish
from csecrefs.formats.marc import relators
from csecrefs.formats.xml import tree as xml
from csecrefs.model import Name, Reference
from csecrefs.model.date import parse_date
from csecrefs.patterns import regex

if TYPE_CHECKING:
    from lxml.etree import _Element

_RECORDS: Final = frozenset({"record"})
_TYPES: Final = {
    "article": "article-journal",
    "audio": "song",
    "book": "book",
    "books": "book",
    "book_chapter": "chapter",
    "conference_proceeding": "paper-conference",
    "database": "dataset",
    "dataset": "dataset",
    "dissertation": "thesis",
    "dissertations": "thesis",
    "image": "graphic",
    "journal": "periodical",
    "legal_document": "legislation",
    "magazinearticle": "article-magazine",
    "manuscript": "manuscript",
    "map": "map",
    "media": "motion_picture",
    "newspaper_article": "article-newspaper",
    "patent": "patent",
    "reference_entry": "entry-encyclopedia",
    "report": "report",
    "review": "review",
    "score": "musical_score",
    "statistical_data_set": "dataset",
    "text_resource": "document",
    "video": "motion_picture",
    "website": "webpage",
    "web_resource": "webpage",
}
# Pages in display/format: "xxi, 300 p.", "345 Seiten".
_EXTENT: Final = regex(
    r"(?:\b([ivxlc]+)\s*[,-]\s*)?(\d+)\s*(?:p|pp|pages?|S|Seiten|pagine|s)\b",
    re.IGNORECASE,
)


def looks_like(head: str) -> bool:
    """True if the beginning of a text is PNX."""
    return "primo_nm_bib" in head or bool(
        re.search(r"<(?:\w+:)?(?:display|addata)>", head)
    )


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of PNX records, and what was wrong with them."""
    diagnostics: list[Diagnostic] = []
    drafts = []
    for record in xml.records(source, _RECORDS, path, diagnostics):
        for whole in record.iter("record"):
            # a search's answer wraps the record that has the display section
            if whole.find("display") is not None:
                drafts.append(xml.placed(_read_record(whole), whole))
                break
    return finish(drafts), diagnostics


def _read_record(record: _Element) -> Draft:
    kind = xml.text(record, "display/type").lower()
    draft = Draft(type=_TYPES.get(kind, "document"))
    title = re.sub(
        r"(?:\s*:)+\s+",
        ": ",
        xml.text(record, "display/title"),
    )
    draft.set(
        "title",
        title.partition(" / ")[0].rstrip(" /") or xml.text(record, "addata/btitle"),
    )
    _read_names(draft, record)
    _read_publication(draft, record)
    _read_numbers(draft, record)
    _read_container(draft, record)
    draft.set("language", xml.text(record, "display/language"))
    descriptions = xml.texts(record, "display/description")
    draft.set("abstract", "\n".join(dict.fromkeys(descriptions)))
    draft.set("abstract", xml.text(record, "addata/abstract"))
    draft.keywords = [
        word
        for subject in xml.texts(record, "display/subject")
        for word in re.split(r"\s+;\s+", subject)
    ]
    shelves = (
        re.search(r"\$\$2\(?([^$]*?)\)?(?:\$\$|$)", shelf)
        for shelf in xml.texts(record, "display/availlibrary")
    )
    draft.set(
        "call-number", ", ".join(dict.fromkeys(shelf[1] for shelf in shelves if shelf))
    )
    return draft


def _read_names(draft: Draft, record: _Element) -> None:
    creators, contributors = (
        _people(xml.texts(record, f"display/{name}"))
        for name in ("creator", "contributor")
    )
    authors = creators or _people(xml.texts(record, "addata/au")) or contributors
    if authors:
        authors = [_in_parts(authors[0], record), *authors[1:]]
    for person in authors:
        draft.name("author", person)
    if authors is contributors:
        return
    roles = _roles(xml.texts(record, "display/contributor"))
    for person, role in zip(contributors, roles, strict=False):
        if person not in authors:
            draft.name(role, person)


def _roles(found: list[str]) -> list[str]:
    """Return the variables of contributors by the roles in brackets behind them:
    "Roe, Carl (editor)".
    """
    roles = []
    for value in found:
        for part in _SEPARATOR.split(value.partition("$$")[0]):
            if not part.strip():
                continue
            said = _ROLE_IN_BRACKETS.search(part)
            term = said[1] if said else ""
            roles.append(relators.variable(term, "") or "contributor")
    return roles


# A role behind a name: "(editor)", "[Hrsg.]".
_ROLE_IN_BRACKETS: Final = regex(r"[(\[]([^()\[\]\d]{2,40})[)\]]\s*$")


def _in_parts(person: Name, record: _Element) -> Name:
    """Return the first author in parts where the display has no comma and the data for
    links names them ("Roger F. Vole", aulast Vole, aufirst Roger F.).
    """
    family, given = (xml.text(record, f"addata/{name}") for name in _FIRST_AUTHOR)
    if person.literal and family and person.literal == f"{given} {family}":
        return Name(family, given)
    return person


_FIRST_AUTHOR: Final = ("aulast", "aufirst")
# What stands in brackets in a name: "Lind, Bo [editor] (1950- )".
_ASIDE: Final = regex(
    # each ends at the next mark of its kind, so that no text is looked at twice
    r"\s?\[[^\[\]]*\]|\s?<[^<>]*>|\s?\([^()]*\)"
)
# Four digits, as in the years of a life.
_YEAR: Final = regex(r"\d{4}")
# A role behind the name, and the years of a life before it ("Lind, Bo, 1950- editor").
_ROLE_AT_END: Final = regex(r"(,[^,]+),\s*(?:\d{4}-(?:\d{4})?,?\s+)?[a-zà-ÿ][^,]*$")
# The most characters of a name: longer ones are read as they stand.
_LONGEST: Final = 1_000


def _people(found: list[str]) -> list[Name]:
    people = []
    for value in found:
        for part in _SEPARATOR.split(value.partition("$$")[0]):
            name = part.strip()
            if len(name) <= _LONGEST:
                said = _ROLE_IN_BRACKETS.search(name)
                if said and relators.variable(said[1], ""):
                    name = name[: said.start()]
                name = _ASIDE.sub(_without_aside, name)
                name = _ROLE_AT_END.sub(r"\1", name.strip())
            if name.strip():
                people.append(values.catalogue_name(name))
    return people


# Names in one element are parted by blank, semicolon, blank.
_SEPARATOR: Final = regex(r"(?<=\S)\s{1,9};\s{1,9}")


def _without_aside(match: re.Match[str]) -> str:
    """Nothing for a role or years in brackets; other words in parentheses stay."""
    keeps = match[0].lstrip()[0] == "(" and not _YEAR.search(match[0])
    if keeps:
        return match[0]
    return ""


def _read_publication(draft: Draft, record: _Element) -> None:
    publisher, place = xml.text(record, "addata/pub"), xml.text(record, "addata/cop")
    shown = re.sub(
        r",\s*\[?c?\d{4}.*$",
        "",
        xml.text(record, "display/publisher"),
    )
    before, colon, after = shown.partition(":")
    if not publisher and place and shown.startswith(place):
        before, colon, after = place, ":", shown[len(place) :].lstrip(" :")
    draft.set("publisher", publisher)
    draft.set("publisher-place", place)
    if colon:  # "Oslo : Press"
        draft.set("publisher", after)
        draft.set("publisher-place", before)
    elif before != place:
        draft.set("publisher", before)
    for path in (
        "addata/date",
        "addata/risdate",
        "display/creationdate",
        "search/creationdate",
    ):
        date = parse_date(xml.text(record, path))
        if date.start:
            draft.set("issued", date)
    draft.set("edition", xml.text(record, "display/edition"))


def _read_numbers(draft: Draft, record: _Element) -> None:
    isbns, issns = (
        [xml.text(e) for e in record.iterfind(f"addata/{name}")]
        for name in ("isbn", "issn")
    )
    shown = " ".join(xml.texts(record, "display/identifier"))
    draft.set("ISBN", " ".join(isbns) or " ".join(values.isbns(shown)))
    draft.set(
        "ISSN", " ".join(issns) or " ".join(re.findall(r"\b\d{4}-\d{3}[\dX]\b", shown))
    )
    draft.set("DOI", values.doi(xml.text(record, "addata/doi")) or values.doi(shown))
    draft.add("ISSN", " ".join(values.issns(xml.text(record, "addata/eissn"))))
    for name in ("oclcid", "lccn"):
        for number in xml.texts(record, f"addata/{name}"):
            draft.keep("pnx", name, number)
    pages = values.pages(
        xml.text(record, "addata/spage"), xml.text(record, "addata/epage")
    )
    if draft.type not in ("book", "thesis", "document", "motion_picture"):
        both = values.pages(xml.text(record, "addata/pages"))
        # the fuller of the two: pages beside spage gives several ranges, or the end
        draft.set("page", both if len(both) > len(pages) else pages)
    if draft.type in ("book", "thesis") and (
        extent := _EXTENT.search(xml.text(record, "display/format"))
    ):
        preliminary, pages = extent.groups()
        if preliminary:
            pages = f"{preliminary.lower()}+{pages}"
        draft.set("number-of-pages", pages)
    draft.set("volume", xml.text(record, "addata/volume"))
    draft.set("issue", xml.text(record, "addata/issue"))


def _read_container(draft: Draft, record: _Element) -> None:
    name = "jtitle"
    if draft.type in ("chapter", "paper-conference", "entry-encyclopedia"):
        name = "btitle"
    title = xml.text(record, f"addata/{name}")
    if draft.type not in ("book", "thesis", "periodical"):
        draft.set("container-title", title)
    series, _, number = xml.text(record, "addata/seriestitle").partition(";")
    draft.set("collection-title", series)
    draft.set("collection-number", number)
    # "Sea series ; v. 7"; what an article is part of is its journal, with its pages
    shown = xml.text(record, "display/ispartof").partition("$$")[0]
    series, semicolon, number = shown.partition(" ; ")
    if semicolon and draft.type == "book" and "container-title" not in draft.fields:
        draft.set("collection-title", series)
    if semicolon and series == draft.text("collection-title"):
        draft.set(
            "collection-number",
            re.sub(r"^\D*(?=\d)", "", number),
        )
    if draft.type.startswith("article"):
        draft.set("container-title-short", xml.text(record, "addata/stitle"))
