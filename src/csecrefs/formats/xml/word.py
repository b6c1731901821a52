"""Microsoft Word's bibliography XML (Sources.xml), in and out.

Source: ECMA-376 (Office Open XML), part 1, chapter 22.6, Bibliography.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft
from csecrefs.formats.spoken import spoken
from csecrefs.formats.xml import tree as xml
from csecrefs.model import Date, Name, Reference
from csecrefs.model.date import parse_date

if TYPE_CHECKING:
    from lxml.etree import _Element

_RECORDS: Final = frozenset({"Source"})
# ST_SourceType to CSL's item types.
_TYPES: Final = {
    "ArticleInAPeriodical": "article-magazine",
    "Art": "graphic",
    "Book": "book",
    "BookSection": "chapter",
    "Case": "legal_case",
    "ConferenceProceedings": "paper-conference",
    "DocumentFromInternetSite": "webpage",
    "ElectronicSource": "dataset",
    "Film": "motion_picture",
    "InternetSite": "webpage",
    "Interview": "interview",
    "JournalArticle": "article-journal",
    "Misc": "document",
    "Patent": "patent",
    "Performance": "performance",
    "Report": "report",
    "SoundRecording": "song",
}
# CSL's item types that have no source type of their own, as the nearest one.
_WRITTEN_TYPES: Final = {
    item_type: name for name, item_type in reversed(_TYPES.items())
} | {
    "article": "Report",
    "article-newspaper": "ArticleInAPeriodical",
    "classic": "Book",
    "entry-dictionary": "BookSection",
    "entry-encyclopedia": "BookSection",
    "figure": "Art",
    "manuscript": "Report",
    "musical_score": "SoundRecording",
    "pamphlet": "Book",
    "post-weblog": "DocumentFromInternetSite",
    "software": "ElectronicSource",
    "standard": "Report",
    "thesis": "Report",
    "webpage": "InternetSite",
}
# Members of CT_SourceType; BIBTEX_... are JabRef's.
_VARIABLES: Final = {
    "Title": "title",
    "ShortTitle": "title-short",
    "JournalName": "container-title",
    "PeriodicalTitle": "container-title",
    "BookTitle": "container-title",
    "InternetSiteTitle": "container-title",
    "PublicationTitle": "container-title",
    "AlbumTitle": "container-title",
    "BroadcastTitle": "container-title",
    "Reporter": "container-title",
    "ConferenceName": "event-title",
    "Publisher": "publisher",
    "Institution": "publisher",
    "Department": "publisher",
    "ProductionCompany": "publisher",
    "Distributor": "publisher",
    "Broadcaster": "publisher",
    "Court": "authority",
    "Volume": "volume",
    "Issue": "issue",
    "Edition": "edition",
    "NumberVolumes": "number-of-volumes",
    "ChapterNumber": "chapter-number",
    "PatentNumber": "number",
    "CaseNumber": "number",
    "Version": "version",
    "Medium": "medium",
    "ThesisType": "genre",
    "Theater": "event-place",
    "URL": "URL",
    "Comments": "note",
    "AbbreviatedCaseNumber": "title-short",
    "BIBTEX_Abstract": "abstract",
    "BIBTEX_Series": "collection-title",
    "BIBTEX_KeyWords": "keyword",
}
# Members of CT_AuthorType.
_ROLES: Final = {
    "Author": "author",
    "Editor": "editor",
    "Translator": "translator",
    "BookAuthor": "container-author",
    "Artist": "author",
    "Compiler": "compiler",
    "Composer": "composer",
    "Conductor": "performer",
    "Counsel": "contributor",
    "Director": "director",
    "Interviewee": "author",
    "Interviewer": "interviewer",
    "Inventor": "author",
    "Performer": "performer",
    "ProducerName": "producer",
    "Writer": "script-writer",
}
# The member in which each source type has the title of its whole.
_CONTAINERS: Final = {
    "ArticleInAPeriodical": "PeriodicalTitle",
    "BookSection": "BookTitle",
    "Case": "Reporter",
    "InternetSite": "InternetSiteTitle",
    "DocumentFromInternetSite": "InternetSiteTitle",
    "JournalArticle": "JournalName",
    "SoundRecording": "AlbumTitle",
}
# Windows' locale numbers, which stand in LCID, to language tags.
_LANGUAGES: Final = {
    "4": "zh",
    "7": "de",
    "9": "en",
    "10": "es",
    "12": "fr",
    "16": "it",
    "17": "ja",
    "19": "nl",
    "21": "pl",
    "22": "pt",
    "25": "ru",
    "29": "sv",
    "1028": "zh-TW",
    "1029": "cs-CZ",
    "1030": "da-DK",
    "1031": "de-DE",
    "1033": "en-US",
    "1034": "es-ES",
    "1035": "fi-FI",
    "1036": "fr-FR",
    "1038": "hu-HU",
    "1040": "it-IT",
    "1041": "ja-JP",
    "1042": "ko-KR",
    "1043": "nl-NL",
    "1044": "nb-NO",
    "1045": "pl-PL",
    "1046": "pt-BR",
    "1049": "ru-RU",
    "1053": "sv-SE",
    "2052": "zh-CN",
    "2055": "de-CH",
    "2057": "en-GB",
    "2070": "pt-PT",
    "3079": "de-AT",
    "3081": "en-AU",
    "3082": "es-ES",
    "3084": "fr-CA",
    "4105": "en-CA",
}
_LOCALES: Final = {
    language: number for number, language in reversed(_LANGUAGES.items())
}
# Source types whose authors Word calls otherwise.
_AUTHORS: Final = {
    "Art": "Artist",
    "Interview": "Interviewee",
    "Patent": "Inventor",
}
# Roles of CT_NameOrCorporateType; the others are people only.
_MAY_BE_BODIES: Final = ("Author", "Performer")
# The namespace of the transitional form of ECMA-376, which Word writes.
_NAMESPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"


def looks_like(head: str) -> bool:
    """True if the beginning of a text is Word's bibliography XML."""
    return _NAMESPACE in head or bool(re.search(r"<b:Sources?[\s>]", head))


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a Sources.xml, and what was wrong with it."""
    return xml.read_records(source, _RECORDS, path, _read_source)


def _read_source(source: _Element) -> Draft:
    draft = Draft(
        id=xml.text(source, "Tag"),
        type=_TYPES.get(xml.text(source, "SourceType"), "document"),
    )
    kind = xml.text(source, "ThesisType")
    if draft.type == "report" and re.search(
        r"thesis|diss",
        kind,
        re.IGNORECASE,
    ):
        draft.type = "thesis"
    for name, variable in _VARIABLES.items():
        draft.set(variable, xml.text(source, name))
    for name, role in _ROLES.items():
        for person in source.iterfind(f"Author/{name}"):
            _read_names(draft, role, person)
    draft.set("page", values.pages(xml.text(source, "Pages")))
    places = (
        xml.text(source, name) for name in ("City", "StateProvince", "CountryRegion")
    )
    draft.set("publisher-place", ", ".join(filter(None, places)))
    books, serials = values.standard_numbers(xml.text(source, "StandardNumber"))
    draft.set("ISBN", books)
    draft.set("ISSN", serials)
    number = xml.text(source, "StandardNumber")
    draft.set("DOI", xml.text(source, "DOI") or values.doi(number))
    draft.set(
        "language",
        _LANGUAGES.get(xml.text(source, "LCID"), ""),
    )
    draft.set("issued", _date(source, ""))
    draft.set("accessed", _date(source, "Accessed"))
    return draft


def _read_names(draft: Draft, role: str, element: _Element) -> None:
    if corporate := xml.text(element, "Corporate"):
        draft.name(role, Name(literal=corporate))
    for person in element.iterfind("NameList/Person"):
        given = " ".join(
            filter(
                None,
                (xml.text(person, "First"), xml.text(person, "Middle")),
            )
        )
        draft.name(role, _person(xml.text(person, "Last"), given))


def _person(last: str, given: str) -> Name:
    """A person; a comma in a last name without a first one is within a body's name."""
    if not given and "," in last:
        return Name(literal=last)
    return Name(last, given)


def _date(source: _Element, suffix: str) -> Date:
    year, month, day = (
        xml.text(source, part + suffix) for part in ("Year", "Month", "Day")
    )
    # Word takes any text for a month: "5", "05", "May", "Mai", "5月".
    month = month.rstrip("月월 ")
    if month.isdigit():
        return parse_date(
            "-".join(part.zfill(2) for part in (year, month, day) if part)
        )
    return parse_date(" ".join(filter(None, (year, month, day))))


def write(references: Iterable[Reference]) -> str:
    """The references as a Sources.xml."""
    sources = "\n".join(_write_source(reference) for reference in references)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<b:Sources xmlns:b="{_NAMESPACE}" xmlns="{_NAMESPACE}" SelectedStyle="">\n{sources}\n</b:Sources>\n'
    )


def _write_source(reference: Reference) -> str:
    kind = _WRITTEN_TYPES.get(reference.type, "Misc")
    content = (
        _text("Tag", reference.id)
        + _text("SourceType", kind)
        + _write_authors(reference, kind)
    )
    used: set[str] = set()
    for name, variable in _VARIABLES.items():
        if variable == "container-title":
            name = _CONTAINERS.get(kind, "PublicationTitle")
        if name.startswith("BIBTEX_"):  # JabRef's, which the schema has not
            continue
        # several members mean one variable; Word takes each member once
        if variable not in used and variable in reference:
            used.add(variable)
            content += _text(name, reference.text(variable))
    content += _text("Pages", reference.text("page")) + _text(
        "City", reference.text("publisher-place")
    )
    number = reference.text("ISBN") or reference.text("ISSN")
    content += _text("StandardNumber", number) + _text("DOI", reference.text("DOI"))
    content += _text(
        "LCID",
        _LOCALES.get(reference.text("language"), ""),
    )
    if reference.type == "thesis" and "genre" not in reference:
        content += _text("ThesisType", "Thesis")
    for variable, suffix in (("issued", ""), ("accessed", "Accessed")):
        content += _write_date(reference.date(variable), suffix)
    return xml.tag("b:Source", content)


def _text(name: str, value: str) -> str:
    if value:
        return xml.tag(f"b:{name}", xml.escaped(value))
    return ""


def _write_date(date: Date | None, suffix: str) -> str:
    if not date:
        return ""
    # Word has no ranges or seasons: the year takes them in words.
    if date.end is not None or date.season or date.circa or not date.start:
        return _text(f"Year{suffix}", spoken(date))
    parts = zip(("Year", "Month", "Day"), date.start, strict=False)
    return "".join(_text(name + suffix, str(part)) for name, part in parts)


def _write_authors(reference: Reference, kind: str) -> str:
    names = {variable: name for name, variable in reversed(_ROLES.items())} | {
        "author": _AUTHORS.get(kind, "Author")
    }
    content = "".join(
        part
        for variable, name in names.items()
        for part in _write_names(name, reference.names(variable))
    )
    if content:
        return xml.tag("b:Author", content)
    return ""


def _write_names(role: str, names: tuple[Name, ...]) -> Iterator[str]:
    """Word knows either people or one body, and a body as author or performer only;
    other bodies become people with a last name (ECMA-376, CT_NameOrCorporateType).
    """
    if len(names) == 1 and names[0].literal and role in _MAY_BE_BODIES:
        yield xml.tag(
            f"b:{role}",
            _text("Corporate", names[0].literal),
        )
    elif names:
        people = "".join(xml.tag("b:Person", _write_person(name)) for name in names)
        yield xml.tag(f"b:{role}", xml.tag("b:NameList", people))


def _write_person(name: Name) -> str:
    family = name.literal or " ".join(
        filter(None, (name.non_dropping_particle, name.family))
    )
    given = " ".join(
        filter(
            None,
            (name.given, name.dropping_particle, name.suffix),
        )
    )
    return _text("Last", family) + _text("First", given)
