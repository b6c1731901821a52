"""DataCite XML, in: the metadata kernel of DOIs for data, software and grey literature.

Source: DataCite Metadata Schema 4.6 (and 2 to 4 before it).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft
from csecrefs.formats.registries.datacite import CONTRIBUTORS, ITEM_TYPES
from csecrefs.formats.registries.names import name_from_text
from csecrefs.formats.xml import tree as xml
from csecrefs.model import Date, Name, Reference, Translation
from csecrefs.model.date import parse_date

if TYPE_CHECKING:
    from lxml.etree import _Element

_RECORDS: Final = frozenset({"resource"})


def looks_like(head: str) -> bool:
    """True if the beginning of a text is DataCite's XML."""
    return bool(re.search(r"<(?:\w+:)?resource\s[^>]*datacite\.org/schema", head))


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a DataCite XML file, and what was wrong with it."""
    return xml.read_records(source, _RECORDS, path, _read_resource)


def _read_resource(resource: _Element) -> Draft:
    kind = resource.find("resourceType")
    general = ""
    if kind is not None:
        general = kind.get("resourceTypeGeneral", "").lower()
    draft = Draft(type=ITEM_TYPES.get(general, "document"))
    # the free type of data and programs says what they are about, not their genre
    if general not in ("dataset", "software"):
        draft.set("genre", xml.text(resource, "resourceType"))
    _read_titles(draft, resource)
    for creator in resource.iterfind("creators/creator"):
        draft.name("author", _name(creator, "creatorName"))
    for contributor in resource.iterfind("contributors/contributor"):
        variable = CONTRIBUTORS.get(
            contributor.get("contributorType", ""), "contributor"
        )
        draft.name(
            variable,
            _name(contributor, "contributorName"),
            once=True,
        )
    draft.set("publisher", xml.text(resource, "publisher"))
    draft.set("issued", _issued(resource))
    _read_numbers(draft, resource)
    _read_container(draft, resource)
    draft.set("language", xml.text(resource, "language"))
    draft.set("version", xml.text(resource, "version"))
    rights = resource.find("rightsList/rights")
    if rights is not None:
        draft.set("license", xml.text(rights) or rights.get("rightsURI", ""))
    draft.set(
        "abstract",
        xml.rich_text(
            resource,
            "descriptions/description[@descriptionType='Abstract']",
            lines=True,
        ),
    )
    draft.keywords = xml.texts(resource, "subjects/subject")
    return draft


def _read_titles(draft: Draft, resource: _Element) -> None:
    titles = resource.findall("titles/title")
    # the main title has no titleType; of several of one type the first counts
    by_type = {title.get("titleType", ""): title for title in reversed(titles)}
    main = by_type.get("", titles[0] if titles else None)
    title = ""
    if main is not None:
        title = xml.rich_text(main)
    subtitle = ""
    if "Subtitle" in by_type:
        subtitle = xml.rich_text(by_type["Subtitle"])
    if title and subtitle:
        title = f"{title}: {subtitle}"
    draft.set("title", title)
    if (translated := by_type.get("TranslatedTitle")) is not None:
        language = translated.get("{http://www.w3.org/XML/1998/namespace}lang", "")
        draft.translations["title"] = Translation(
            xml.rich_text(translated),
            language,
        )
    for other in titles:
        if other.get("titleType") in ("AlternativeTitle", "Other"):
            draft.keep("datacite", "title", xml.text(other))


def _name(element: _Element, whole: str) -> Name:
    name = element.find(whole)
    family, given = xml.text(element, "familyName"), xml.text(element, "givenName")
    if name is not None and name.get("nameType") == "Organizational":
        return Name(literal=xml.text(name))
    if family:
        return Name(family, given)
    text = xml.text(name) if name is not None else ""
    # schema 4 wants "Family, Given", many depositors write "Given Family"
    if "," in text:
        return values.name(text)
    return name_from_text(text) or Name(literal=text)


def _issued(resource: _Element) -> Date:
    # a date of issue or deposit makes the year precise, but does not change it
    year = xml.text(resource, "publicationYear")
    for kind in ("Issued", "Available", "Created"):
        date = parse_date(xml.text(resource, f"dates/date[@dateType='{kind}']"))
        if date.start and year in ("", str(date.year)):
            return date
    return parse_date(year)


def _read_numbers(draft: Draft, resource: _Element) -> None:
    for identifier in resource.iterfind("identifier"):
        if identifier.get("identifierType", "DOI").upper() == "DOI":
            draft.set("DOI", values.doi(xml.text(identifier)) or xml.text(identifier))
        else:
            address = xml.text(identifier)
            if "://" in address:
                draft.set("URL", address)
    for related in resource.iterfind("relatedIdentifiers/relatedIdentifier"):
        kind = related.get("relatedIdentifierType", "")
        if related.get("relationType") == "IsPartOf" and kind in ("ISBN", "ISSN"):
            draft.set(kind, xml.text(related))


def _read_container(draft: Draft, resource: _Element) -> None:
    # relatedItem is new in schema 4.4; before it, journals stood in a description:
    # "Journal of Oars, 12(3), 5-9"
    item = resource.find("relatedItems/relatedItem[@relationType='IsPublishedIn']")
    if item is None:
        path = "descriptions/description[@descriptionType='SeriesInformation']"
        series = xml.text(resource, path)
        if draft.type == "article-journal":
            draft.set("container-title", series.split(", ")[0])
        return
    draft.set("container-title", xml.rich_text(item, "titles/title"))
    for variable in ("volume", "issue", "edition"):
        draft.set(variable, xml.text(item, variable))
    number = item.find("number")
    if number is not None:
        by_type = {"Chapter": "chapter-number", "Report": "number"}
        variable = by_type.get(
            number.get("numberType", ""),
            "number",
        )
        draft.set(variable, xml.text(number))
    draft.set(
        "page",
        values.pages(
            xml.text(item, "firstPage"),
            xml.text(item, "lastPage"),
        ),
    )
    identifier = item.find("relatedItemIdentifier")
    if identifier is not None and identifier.get("relatedItemIdentifierType") in (
        "ISSN",
        "ISBN",
    ):
        draft.set(
            identifier.get("relatedItemIdentifierType", ""),
            xml.text(identifier),
        )
