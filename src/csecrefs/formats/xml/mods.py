"""MODS, the Metadata Object Description Schema of the Library of Congress, in and out.

Source: MODS User Guidelines, version 3.8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft
from csecrefs.formats.marc import relators
from csecrefs.formats.xml import mods_govinfo
from csecrefs.formats.xml import tree as xml
from csecrefs.formats.xml.mods_writer import write_record
from csecrefs.model import ITEM_TYPES, Date, Name, Reference, Translation
from csecrefs.model.date import parse_date
from csecrefs.patterns import regex

if TYPE_CHECKING:
    from lxml.etree import _Element

_RECORDS: Final = frozenset({"mods"})
# Genres of the MARC list and of bibliography programs to CSL types.
_GENRES: Final = {
    **{re.sub("[-_]", " ", item_type): item_type for item_type in ITEM_TYPES},
    "article": "article-journal",
    "academic journal": "article-journal",
    "journal article": "article-journal",
    "peer reviewed article": "article-journal",
    "periodical": "article-journal",
    "magazine": "article-magazine",
    "magazine article": "article-magazine",
    "newspaper": "article-newspaper",
    "newspaper article": "article-newspaper",
    "bill": "bill",
    "book": "book",
    "book chapter": "chapter",
    "book section": "chapter",
    "case and case notes": "legal_case",
    "conference paper": "paper-conference",
    "conference publication": "paper-conference",
    "dataset": "dataset",
    "data set": "dataset",
    "dictionary entry": "entry-dictionary",
    "dissertation": "thesis",
    "encyclopedia article": "entry-encyclopedia",
    "film": "motion_picture",
    "graphic": "graphic",
    "hearing": "hearing",
    "interview": "interview",
    "legal case and case notes": "legal_case",
    "legislation": "legislation",
    "letter": "personal_communication",
    "brief": "personal_communication",
    "correspondence": "personal_communication",
    "manuscript": "manuscript",
    "map": "map",
    "motion picture": "motion_picture",
    "motion_picture": "motion_picture",
    "patent": "patent",
    "preprint": "article",
    "report": "report",
    "software": "software",
    "speech": "speech",
    "standard": "standard",
    "statute": "legislation",
    "technical report": "report",
    "thesis": "thesis",
    "theses": "thesis",
    "video recording": "motion_picture",
    "videorecording": "motion_picture",
    "web page": "webpage",
    "web site": "webpage",
    "instruction": "document",
}
# MODS' types of resource to CSL types.
_RESOURCES: Final = {
    "cartographic": "map",
    "mixed material": "document",
    "moving image": "motion_picture",
    "notated music": "musical_score",
    "software, multimedia": "software",
    "sound recording": "song",
    "sound recording-musical": "song",
    "sound recording-nonmusical": "song",
    "still image": "graphic",
    "three dimensional object": "graphic",
}
# Types of what stands in a journal, a magazine or a newspaper.
_PART_OF_SERIAL: Final = ("article-journal", "article-magazine", "article-newspaper")
# Pages of a whole in physicalDescription/extent: "xii, 345 p.", "89 leaves"; no range
# "p. 5-9".
_EXTENT: Final = regex(r"(\d+)\s*(?:p|pp|pages?|S|Seiten|leaves)\b(?![^ ]*\s*\d+-)")


def looks_like(head: str) -> bool:
    """True if the beginning of a text is MODS."""
    return (
        bool(re.search(r"<(?:\w+:)?mods(?:Collection)?[\s>]", head))
        and "<mets" not in head
    )


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a MODS file, and what was wrong with it."""
    return xml.read_records(source, _RECORDS, path, read_record)


def write(references: Iterable[Reference]) -> str:
    """The references as a MODS collection."""
    used: set[str] = set()
    records = "\n".join(write_record(reference, used) for reference in references)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<modsCollection xmlns="http://www.loc.gov/mods/v3">\n'
        + records
        + "\n</modsCollection>\n"
    )


def read_record(record: _Element) -> Draft:
    """The record in a `mods` element without namespaces; METS wraps the same."""
    draft = Draft()
    host = record.find("relatedItem[@type='host']")
    draft.type = mods_govinfo.item_type(record) or _item_type(record, host)
    _read_titles(draft, record)
    for name in record.iterfind("name"):
        _read_name(draft, name, "author")
    _read_origin(draft, record)
    if host is not None and draft.type != "book":
        _read_host(draft, host)
    _read_part(draft, record.find("part"))
    _read_series(draft, record)
    _read_identifiers(draft, record)
    _read_location(draft, record)
    _read_description(draft, record)
    mods_govinfo.read(draft, record)
    return draft


def _item_type(record: _Element, host: _Element | None) -> str:
    genres = [genre.lower() for genre in xml.texts(record, "genre")]
    kind = next((_GENRES[genre] for genre in genres if genre in _GENRES), "")
    # a genre that says more than "text" counts, even beside a host
    if host is None or kind not in ("", "book", "paper-conference", "document"):
        return _whole_type(record, kind)
    issuance = xml.text(record, "originInfo/issuance")
    if issuance == "monographic" and (
        kind in ("book", "paper-conference") or not _has_part(host)
    ):
        return "book"
    if kind == "paper-conference":
        return kind
    return _part_type(host)


def _has_part(host: _Element) -> bool:
    return host.find("part/detail") is not None or host.find("part/extent") is not None


def _whole_type(record: _Element, kind: str) -> str:
    resource = record.find("typeOfResource")
    by_resource = _RESOURCES.get(
        xml.text(record, "typeOfResource").lower(),
        "",
    )
    issuance = xml.text(record, "originInfo/issuance")
    if (
        resource is not None
        and resource.get("manuscript") == "yes"
        and resource.get("collection") != "yes"
    ):
        return kind or "manuscript"
    if kind == "paper-conference" and issuance == "monographic":
        return "book"
    if kind or by_resource:
        return kind or by_resource
    if issuance in ("serial", "continuing", "integrating resource"):
        return "periodical"
    monograph = issuance in ("monographic", "single unit", "multipart monograph")
    if monograph or record.find("identifier[@type='isbn']") is not None:
        return "book"
    return "document"


def _part_type(host: _Element) -> str:
    genres = {genre.lower() for genre in xml.texts(host, "genre")}
    for genre in genres:
        if _GENRES.get(genre) in _PART_OF_SERIAL:
            return _GENRES[genre]
    if genres & {"book", "conference publication"}:
        if "book" in genres:
            return "chapter"
        return "paper-conference"
    continuing = xml.text(host, "originInfo/issuance") in ("continuing", "serial")
    numbered = host.find("part/detail[@type='issue']") is not None
    if continuing or numbered or host.find("identifier[@type='issn']") is not None:
        return "article-journal"
    return "chapter"


def _title(info: _Element | None) -> str:
    """A whole title: the article that does not sort, title, subtitle, part number and
    part name.
    """
    if info is None:
        return ""
    # nonSort is the article that sorting passes over: "The", "L'".
    start, title = xml.text(info, "nonSort"), _without_isbd(xml.text(info, "title"))
    if start:
        title = start + ("" if start[-1] in "'’-" else " ") + title
    for sub_title in xml.texts(info, "subTitle"):
        title += ": " + _without_isbd(sub_title)
    number, name = xml.text(info, "partNumber"), xml.text(info, "partName")
    part = ": ".join(filter(None, (number, name)))
    if part and title:
        return f"{title}. {part}"
    return title or part


def _without_isbd(text: str) -> str:
    """Return a title, a place or a publisher without the marks that ISBD puts between areas."""
    return re.sub(r"^[:/=]\s+|\s*[:/=;,]$", "", text.strip())


def _unbracketed(text: str) -> str:
    """Return a place or a publisher without the brackets of what a cataloguer supplied;
    "S.l." and "s.n." are none.
    """
    text = _without_isbd(text)
    if re.fullmatch(r"\[[^\[\]]*\]", text):
        text = _without_isbd(text[1:-1])
    if re.fullmatch(r"s\.?\s?[ln]\.?", text, re.IGNORECASE):
        return ""
    return text


def _main_title(element: _Element) -> _Element | None:
    infos = element.findall("titleInfo")
    return next(
        (info for info in infos if not info.get("type")), infos[0] if infos else None
    )


def _read_titles(draft: Draft, record: _Element) -> None:
    draft.set("title", _title(_main_title(record)))
    draft.set("title-short", _title(record.find("titleInfo[@type='abbreviated']")))
    for kind in ("alternative", "uniform"):
        for info in record.iterfind(f"titleInfo[@type='{kind}']"):
            draft.keep("mods", f"{kind} title", _title(info))
    translated = record.find("titleInfo[@type='translated']")
    if translated is not None:
        draft.translations["title"] = Translation(
            _title(translated), translated.get("lang", "")
        )


# The heading of a meeting: "Oar Workshop (3rd : 2001 : Oslo)".
_MEETING: Final = regex(r"(.*\S) \(([^()]*)\)\.?")
# A year from 1000 to 2999.
_YEAR: Final = regex(r"\b[12]\d{3}\b")


def _read_meeting(draft: Draft, heading: str) -> None:
    """Read a meeting's name, and its date and place from the bracket behind it."""
    match = _MEETING.fullmatch(heading)
    details: list[str] = []
    if match:
        details = match[2].split(" : ")
    dated = [part for part in details if _YEAR.search(part)]
    if match is None or (not dated and len(details) < 2):
        dated, details, title = [], [], heading
    else:
        title = match[1]
    draft.set("event-title", title)
    if dated:
        draft.set("event-date", parse_date(dated[0]))
    if details and details[-1] not in dated:
        draft.set("event-place", details[-1])


def _read_name(draft: Draft, element: _Element, default: str) -> None:
    roles = xml.texts(element, "role/roleTerm")
    if element.get("type") == "conference":
        _read_meeting(draft, xml.text(element, "namePart"))
        if "conference" in roles:
            return
    variables = [relators.variable(role) for role in roles]
    role = next(
        (variable for variable in variables if variable not in ("", "contributor")),
        None,
    )
    if role is None and not roles:
        role = default
    elif role is None:
        # a role that is nobody's authorship, such as a publisher's, gives no name
        role = "contributor" if "contributor" in variables else ""
    # the university of a thesis is named as degree grantor, not as publisher
    if {"dgg", "degree grantor"} & {role.lower() for role in roles}:
        draft.set("publisher", str(_name(element)))
    person = _name(element)
    if role:
        draft.name(role, person, once=True)


def _name(element: _Element) -> Name:
    parts: dict[str, list[str]] = {}
    for part in element.iterfind("namePart"):
        parts.setdefault(
            part.get("type", ""),
            [],
        ).append(xml.text(part))
    family, given = " ".join(parts.get("family", ())), " ".join(parts.get("given", ()))
    terms = ", ".join(parts.get("termsOfAddress", ()))
    suffix = ""
    if re.fullmatch(r"(?:Jr|Sr|[IVX]+|\d(?:nd|rd|th))\.?", terms):
        suffix = terms
    if family:
        return Name(family, values.spaced(given), suffix=suffix)
    whole = (
        parts.get("", [])
        or parts.get("given", [])
        or [xml.text(element, "displayForm")]
    )
    if element.get("type") in ("corporate", "conference"):
        # The mark of a heading behind a body ends it before its part ("Norway.").
        *bodies, last = whole
        return Name(
            literal=": ".join([*(body.rstrip(" .,:;") for body in bodies), last])
        )
    if element.get("type") == "personal":
        person = values.direct_catalogue_name(" ".join(whole))
        return person.evolve(suffix=person.suffix or suffix)
    return values.catalogue_name(" ".join(whole))


def _read_origin(draft: Draft, element: _Element) -> None:
    for origin in element.iterfind("originInfo"):
        draft.set(
            "publisher",
            _unbracketed(xml.text(origin, "publisher")),
        )
        draft.set("edition", xml.text(origin, "edition"))
        places = [
            _unbracketed(xml.text(place))
            for place in origin.iterfind("place/placeTerm")
            # A coded place is that of a country or state, "nyu" for New York.
            if place.get("type") != "code"
        ]
        draft.set("publisher-place", "; ".join(filter(None, places)))
    # keyDate marks the date by which a record is sorted and found.
    for path in ("dateIssued", "*[@keyDate='yes']", "copyrightDate", "dateCreated"):
        draft.set("issued", _date(element.findall(f"originInfo/{path}")))
    draft.set("accessed", _date(element.findall("originInfo/dateCaptured")))


def _date(elements: list[_Element]) -> Date:
    """Of several elements the machine-readable ones count; their start and end make a
    range.
    """
    # MARC-based records have the date twice: as printed, and with an encoding
    for chosen in ([e for e in elements if e.get("encoding")], elements):
        ends = {
            element.get("point", ""): xml.text(element) for element in reversed(chosen)
        }
        start = ends.get("start") or ends.get("")
        if start and ends.get("end") and "start" in ends:
            start = f"{start}/{ends['end']}"
        if start and (date := parse_date(start)).start:
            return date
    if elements:
        return parse_date(xml.text(elements[0]))
    return Date()


def _read_host(draft: Draft, host: _Element) -> None:
    draft.set("container-title", _title(_main_title(host)))
    draft.set(
        "container-title-short", _title(host.find("titleInfo[@type='abbreviated']"))
    )
    default = "contributor"
    if draft.type == "chapter":
        default = "container-author"
    for name in host.iterfind("name"):
        _read_name(draft, name, default)
    _read_origin(draft, host)
    _read_part(draft, host.find("part"))
    for identifier in host.iterfind("identifier"):
        _read_standard_number(draft, identifier)


def _read_part(draft: Draft, part: _Element | None) -> None:
    if part is None:
        return
    details = {
        "volume": "volume",
        "issue": "issue",
        "number": "issue",
        "chapter": "chapter-number",
        "section": "section",
    }
    for detail in part.iterfind("detail"):
        variable = details.get(detail.get("type", ""), "")
        draft.set(variable, xml.text(detail, "number"))
    for extent in part.iterfind("extent"):
        if extent.get("unit", "page").startswith("page"):
            start, end = xml.text(extent, "start"), xml.text(extent, "end")
            listed = _PAGE_WORD.sub("", xml.text(extent, "list"))
            draft.set("page", values.pages(start, end) or values.pages(listed))
            draft.set("number-of-pages", xml.text(extent, "total"))
    exact, issued = _date(part.findall("date")), draft.fields.get("issued")
    if isinstance(issued, Date) and exact and exact.year == issued.year:
        fuller = len(exact.start) > len(issued.start)
        draft.set("issued", exact, replace=fuller)
    draft.set("issued", exact)


# What stands before pages: "pp. 71-97".
_PAGE_WORD: Final = regex(r"^(?:pp?|pages?|S|Seiten?)\.?\s+(?=\w*\d)", re.IGNORECASE)


def _read_series(draft: Draft, record: _Element) -> None:
    series = record.find("relatedItem[@type='series']")
    if series is None:
        return
    info = _main_title(series)
    if info is not None:
        draft.set("collection-number", xml.text(info, "partNumber"))
        for number in info.findall("partNumber"):
            info.remove(number)
        title = _title(info)
        if match := _NUMBERED_SERIES.fullmatch(title):
            title = match[1]
            draft.set("collection-number", match[2])
        draft.set("collection-title", title)


# A series whose number stands behind it, as converters of MARC write: "Sea series ; v. 7".
_NUMBERED_SERIES: Final = regex(
    r"(.*\S)\s+;\s*(?:(?:vol|v|no|nr|bd|t)\.?\s*)?(\w{1,9})\.?", re.IGNORECASE
)


def _read_standard_number(draft: Draft, identifier: _Element) -> bool:
    kind, value = identifier.get("type", "").lower(), xml.text(identifier)
    # An invalid number was misprinted or cancelled.
    if identifier.get("invalid") == "yes" or kind not in ("isbn", "issn", "issn-l"):
        return False
    books, serials = values.standard_numbers(value)
    draft.add("ISBN", books)
    draft.add("ISSN", serials)
    return True


def _read_identifiers(draft: Draft, record: _Element) -> None:
    draft.id = record.get("ID", "")
    for identifier in record.iterfind("identifier"):
        kind, value = identifier.get("type", "").lower(), xml.text(identifier)
        if identifier.get("invalid") == "yes" or _read_standard_number(
            draft, identifier
        ):
            continue
        if kind in ("", "citekey", "citation key"):
            draft.id = value
        elif kind == "doi" or (kind == "uri" and values.doi(value)):
            draft.set("DOI", values.doi(value) or value)
        elif kind in ("pmid", "pubmed"):
            draft.set("PMID", value)
        elif kind in ("report number", "preferred citation", "patent", "serial number"):
            draft.set("number", value)
        else:
            draft.keep("mods", kind, value)


def _read_location(draft: Draft, record: _Element) -> None:
    urls = [
        url
        for url in record.iterfind("location/url")
        # pictures and files are not the page of the work
        if url.get("access") not in ("preview", "raw object")
    ]
    urls.sort(
        key=lambda url: url.get("usage", "") not in ("primary display", "primary")
    )
    found = [xml.text(url) for url in urls] or xml.texts(
        record, "identifier[@type='uri']"
    )
    for url in found:
        draft.set("URL", url if re.match(r"\w+://", url) else "")
    draft.set(
        "call-number",
        ", ".join(xml.texts(record, "classification")),
    )
    draft.set("call-number", xml.text(record, ".//location//shelfLocator"))
    draft.set(
        "archive_location", "; ".join(xml.texts(record, "location/physicalLocation"))
    )


def _read_description(draft: Draft, record: _Element) -> None:
    terms = record.findall("language/languageTerm")
    codes = [xml.text(term) for term in terms if term.get("type") != "text"] or [
        xml.text(t) for t in terms
    ]
    draft.set("language", "; ".join(filter(None, codes)))
    draft.set("abstract", "\n".join(xml.texts(record, "abstract")))
    draft.set(
        "license",
        "; ".join(xml.texts(record, "accessCondition")),
    )
    for note in record.iterfind("note"):
        kind, text = note.get("type", ""), xml.text(note)
        draft.note(f"{kind}: {text}" if kind and text else text)
    for contents in xml.texts(record, "tableOfContents"):
        draft.note(f"Table of Contents: {contents}")
    draft.keywords = xml.texts(record, "subject/topic")
    for kind in ("geographic", "temporal"):
        for text in xml.texts(record, f"subject/{kind}"):
            draft.keep("mods", kind, text)
    if draft.type == "map" and (
        scale := re.search(
            r"1\s*:\s*[\d,. ]*\d", xml.text(record, "subject/cartographics/scale")
        )
    ):
        draft.set("scale", scale[0])
    if draft.type == "thesis":
        degree = next(iter(xml.texts(record, "note[@type='thesis']")), "")
        school = draft.text("publisher")
        if school and school in degree:  # "Ph. D. Oar University 2010"
            degree = degree[: degree.index(school)].strip(" ,;:-–—") or degree
        draft.set("genre", degree)
    if draft.type == "book" and (
        extent := _EXTENT.search(xml.text(record, "physicalDescription/extent"))
    ):
        draft.set("number-of-pages", extent[1])
