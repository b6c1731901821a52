"""DataCite's JSON (the `attributes` of a DOI) to references, and what its relations say
about versions.

Source: DataCite Metadata Schema 4.6 and the JSON:API format of the DataCite REST API.
Nothing here raises for any JSON value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from csecrefs.formats.draft import Draft
from csecrefs.formats.registries.crossref import join_title
from csecrefs.formats.registries.names import name_from_parts, name_from_text
from csecrefs.formats.registries.record import (
    RegistryRecord,
    finished,
    link_of,
    names_of,
    number_of,
    objects,
    pages,
    same_words,
    text_of,
    texts,
    title_text,
)
from csecrefs.model import Date, Name, Reference
from csecrefs.model.date import parse_edtf
from csecrefs.model.identifiers import isbn, issn, parse_doi
from csecrefs.model.reference import Translation
from csecrefs.model.update import Update, UpdateKind
from csecrefs.patterns import regex
from csecrefs.text.jats import rich_text

_STANDARD_NUMBERS: Final = {"ISBN": isbn, "ISSN": issn}
# A size that is a range of pages: "42-79 Seiten", "pp. 3-5" is none.
_SIZE_IN_PAGES: Final = regex(
    r"(\d+\s*[-–]\s*\d+)\s*(?:pages?|pp?\.?|seiten|s\.)", re.IGNORECASE
)
ITEM_TYPES: Final = {
    "audiovisual": "motion_picture",
    "book": "book",
    "bookchapter": "chapter",
    "collection": "collection",
    "computationalnotebook": "software",
    "conferencepaper": "paper-conference",
    "conferenceproceeding": "book",
    "datapaper": "article-journal",
    "dataset": "dataset",
    "dissertation": "thesis",
    "event": "event",
    "image": "figure",
    "interactiveresource": "webpage",
    "journal": "periodical",
    "journalarticle": "article-journal",
    "model": "dataset",
    "outputmanagementplan": "document",
    "peerreview": "review",
    "physicalobject": "graphic",
    "poster": "speech",
    "preprint": "article",
    "presentation": "speech",
    "report": "report",
    "software": "software",
    "sound": "song",
    "standard": "standard",
    "text": "article",
    "workflow": "software",
    "service": "webpage",
}
"""DataCite's general resource types (lower case, without spaces) and the CSL item types
they are.
"""

# resourceType is free text: the first of these patterns that it has counts.
_FREE_TYPES: Final = (
    (regex(r"thesis|dissertation|habilitation", re.I), "thesis"),
    (
        regex(r"conference\s*(?:paper|article)|proceedings\s*paper", re.I),
        "paper-conference",
    ),
    (regex(r"book\s*(?:chapter|section)|chapter", re.I), "chapter"),
    (
        regex(r"journal\s*article|scholarlyarticle|research\s*article", re.I),
        "article-journal",
    ),
    (
        regex(r"(?:technical|project|research)?\s*report|deliverable", re.I),
        "report",
    ),
    (regex(r"preprint|working\s*paper", re.I), "article"),
    (regex(r"\bbook\b|monograph", re.I), "book"),
    (regex(r"lecture", re.I), "speech"),
)
# Standard values for unknown information (DataCite schema 4, appendix 3): "(:unav)".
_UNKNOWN: Final = regex(
    r"\(?:(?:unac|unal|unap|unas|unav|unkn|none|null|tba|etal)\)?|n/?a|unknown", re.I
)
# A volume or issue, but no sentence about one.
_NUMBER: Final = regex(r"[\w./()-]{1,16}")
# A container that is a meeting's proceedings.
_CONFERENCE: Final = regex(
    r"\b(?:conference|symposium|proceedings|workshop|congress)\b", re.I
)
CONTRIBUTORS: Final = {
    "Editor": "editor",
    "Translator": "translator",
    "Producer": "producer",
}
"""The name variables of those types of contributor that CSL has; all others are
contributors.
"""
# DataCite's relation types, in lower case, that say what became of a work.
_RELATIONS: Final[dict[str, UpdateKind]] = {
    "ispreviousversionof": "new-version",
    "isobsoletedby": "new-version",
    "isversionof": "version-of",
}


def datacite_record(attributes: Mapping[str, Any]) -> RegistryRecord:
    """The reference in the `attributes` of a DataCite DOI (or in DataCite JSON by
    content negotiation).
    """
    draft = Draft()
    draft.put(
        "DOI", parse_doi(text_of(attributes.get("doi") or attributes.get("id"))), "/doi"
    )
    _put_container(draft, attributes)
    container = text_of(draft.fields.get("container-title"))
    item_type = _item_type(attributes, bool(container))
    if item_type == "article-journal" and _CONFERENCE.search(container):
        item_type = "paper-conference"
    _put_titles(draft, attributes)
    _put_names(draft, attributes)
    _put_dates(draft, attributes)
    _put_rest(draft, attributes, item_type)
    return finished(draft, item_type)


def datacite_reference(attributes: Mapping[str, Any]) -> Reference:
    """The reference in DataCite attributes, without the pointers."""
    return datacite_record(attributes).reference


def datacite_updates(attributes: Mapping[str, Any]) -> tuple[Update, ...]:
    """Newer versions, the published article of a preprint, and withdrawal, as the
    record relates them.
    """
    own = parse_doi(text_of(attributes.get("doi"))) or ""
    is_preprint = _item_type(attributes, in_container=False) == "article"
    found = []
    for _, relation in objects(attributes.get("relatedIdentifiers")):
        name = text_of(relation.get("relationType"))
        doi = parse_doi(text_of(relation.get("relatedIdentifier")))
        kind = _RELATIONS.get(name.lower())
        if not doi or not kind or doi == own:
            continue
        # What a preprint is a version of is the article as published.
        if kind == "version-of" and is_preprint:
            kind = "published-as"
        found.append(
            Update(
                kind,
                doi,
                label=name,
                source="DataCite",
            )
        )
    for _, entry in objects(attributes.get("dates")):
        if text_of(entry.get("dateType")) == "Withdrawn":
            found.append(
                Update(
                    "removed", own, "withdrawn", _date(entry.get("date")), "DataCite"
                )
            )
    return tuple(found)


def _item_type(attributes: Mapping[str, Any], in_container: bool) -> str:
    types = next(
        objects(attributes.get("types")),
        (0, {}),
    )[1]
    general = text_of(types.get("resourceTypeGeneral")).lower().replace(" ", "")
    free = text_of(types.get("resourceType"))
    # posters and slides come as Text, Audiovisual and Other alike
    if re.search("poster|presentation", free, re.I):
        return "speech"
    if general in ("text", "other", "", "journalarticle"):
        for pattern, item_type in _FREE_TYPES:
            if pattern.search(free):
                # an article that names no journal is a preprint of a repository
                if item_type == "article-journal" and not in_container:
                    return "article"
                return item_type
        if general == "text" and in_container:
            return "article-journal"
    return ITEM_TYPES.get(general, "document")


def _put_titles(draft: Draft, attributes: Mapping[str, Any]) -> None:
    found = [
        (
            at,
            text_of(entry.get("titleType")),
            title_text(text_of(entry.get("title"))),
            text_of(entry.get("lang")),
        )
        for at, entry in objects(attributes.get("titles"))
    ]
    found = [entry for entry in found if entry[2] and not _UNKNOWN.fullmatch(entry[2])]
    plain = [entry for entry in found if not entry[1]] or found[:1]
    if not plain:
        return
    at, _, title, _ = plain[0]
    subtitles = [entry[2] for entry in found if entry[1] == "Subtitle"]
    draft.put("title", join_title(title, subtitles), f"/titles/{at}/title")
    for entry in (
        *[entry for entry in found if entry[1] == "TranslatedTitle"],
        *plain[1:],
    ):
        if not same_words(entry[2], title):
            draft.translations.setdefault(
                "title",
                Translation(entry[2], entry[3]),
            )


def _put_names(draft: Draft, attributes: Mapping[str, Any]) -> None:
    draft.put(
        "author",
        names_of([_name(body) for _, body in objects(attributes.get("creators"))]),
        "/creators",
    )
    contributors = list(objects(attributes.get("contributors")))
    for variable in (*CONTRIBUTORS.values(), "contributor"):
        chosen = [
            _name(body)
            for _, body in contributors
            if CONTRIBUTORS.get(
                text_of(body.get("contributorType")),
                "contributor",
            )
            == variable
        ]
        draft.put(
            variable,
            names_of(list(dict.fromkeys(chosen))),
            "/contributors",
        )


def _name(body: Mapping[str, Any]) -> Name | None:
    whole = text_of(body.get("name"))
    given, family = text_of(body.get("givenName")), text_of(body.get("familyName"))
    if _UNKNOWN.fullmatch(whole):
        return None
    # a list in one name is kept whole: it cannot be told where its names end
    if body.get("nameType") == "Organizational" or ";" in whole:
        return name_from_parts(body=whole)
    if family or given:
        return name_from_parts(given=given, family=family)
    return name_from_text(whole)


def _put_dates(draft: Draft, attributes: Mapping[str, Any]) -> None:
    """The year to cite is that of the publication the work stands in, else the
    publication year (which a repository may count from the deposit); a date of issue in
    that year makes it precise."""
    dates: dict[str, tuple[int, Date]] = {}
    for at, entry in objects(attributes.get("dates")):
        if date := _date(entry.get("date")):
            dates.setdefault(
                text_of(entry.get("dateType")),
                (at, date),
            )
    year, year_at = _date(attributes.get("publicationYear")), "/publicationYear"
    for at, item in objects(attributes.get("relatedItems")):
        if item.get("relationType") == "IsPublishedIn" and (
            found := _date(item.get("publicationYear"))
        ):
            year, year_at = found, f"/relatedItems/{at}/publicationYear"
    for kind in ("Issued", "Available", "Created"):
        if kind in dates and (not year or dates[kind][1].year == year.year):
            draft.put("issued", dates[kind][1], f"/dates/{dates[kind][0]}/date")
    draft.put("issued", year, year_at)
    for kind, variable in (("Available", "available-date"), ("Submitted", "submitted")):
        if kind in dates and dates[kind][1] != draft.fields.get("issued"):
            draft.put(variable, dates[kind][1], f"/dates/{dates[kind][0]}/date")


def _date(value: object) -> Date | None:
    text = re.sub(
        r"[T ]\d\d:.*$",
        "",
        text_of(value).split("/")[0],
    )
    try:
        date = parse_edtf(text)
    except ValueError:
        return None
    if not date.year or date.year < 1000:
        return None
    if date.year <= 2100:
        return date
    return Date(literal=text)


def _put_container(draft: Draft, attributes: Mapping[str, Any]) -> None:
    for at, item in objects(attributes.get("relatedItems")):
        if item.get("relationType") == "IsPublishedIn":
            _put_published_in(draft, item, f"/relatedItems/{at}")
    for _, container in objects(attributes.get("container")):
        if container.get("type") == "DataRepository":
            continue
        draft.put(
            "container-title",
            rich_text(text_of(container.get("title"))),
            "/container/title",
        )
        for field in ("volume", "issue"):
            if _NUMBER.fullmatch(text_of(container.get(field))):
                draft.put(
                    field,
                    text_of(container.get(field)),
                    f"/container/{field}",
                )
        draft.put("page", _page_range(container), "/container/firstPage")
        if container.get("identifierType") in ("ISSN", "EISSN"):
            draft.put(
                "ISSN",
                issn(text_of(container.get("identifier"))),
                "/container/identifier",
            )
        if container.get("identifierType") == "ISBN":
            draft.put(
                "ISBN",
                isbn(text_of(container.get("identifier"))),
                "/container/identifier",
            )
    _put_numbers_of_whole(draft, attributes)


def _put_numbers_of_whole(draft: Draft, attributes: Mapping[str, Any]) -> None:
    for at, related in objects(attributes.get("relatedIdentifiers")):
        kind, pointer = (
            text_of(related.get("relatedIdentifierType")),
            f"/relatedIdentifiers/{at}",
        )
        if kind in _STANDARD_NUMBERS and related.get("relationType") in (
            "IsPublishedIn",
            "IsPartOf",
        ):
            number = _STANDARD_NUMBERS[kind](text_of(related.get("relatedIdentifier")))
            draft.put(kind, number, f"{pointer}/relatedIdentifier")
    for at, size in texts(attributes.get("sizes")):
        if match := _SIZE_IN_PAGES.fullmatch(size.strip()):
            draft.put("page", pages(match[1]), f"/sizes/{at}")


def _put_published_in(draft: Draft, item: Mapping[str, Any], pointer: str) -> None:
    for _, title in objects(item.get("titles")):
        draft.put(
            "container-title",
            rich_text(text_of(title.get("title"))),
            f"{pointer}/titles/0/title",
        )
    for field, variable in (
        ("volume", "volume"),
        ("issue", "issue"),
        ("edition", "edition"),
    ):
        draft.put(
            variable,
            number_of(item.get(field)),
            f"{pointer}/{field}",
        )
    draft.put("page", _page_range(item), f"{pointer}/firstPage")
    if text_of(item.get("numberType")).lower() in ("article", "report"):
        draft.put(
            "number",
            number_of(item.get("number")),
            f"{pointer}/number",
        )
    identifier = next(
        objects(item.get("relatedItemIdentifier")),
        (0, {}),
    )[1]
    number = text_of(identifier.get("relatedItemIdentifier"))
    draft.put("ISSN", issn(number), f"{pointer}/relatedItemIdentifier")
    editors = [
        _name(body)
        for _, body in objects(item.get("contributors"))
        if body.get("contributorType") == "Editor"
    ]
    draft.put("editor", names_of(editors), f"{pointer}/contributors")


def _page_range(container: Mapping[str, Any]) -> str:
    # DataCite cuts series information at its commas and dashes: "Vol. 1 (2018)",
    # "Spain; 3353" stand there.
    ends = [
        re.sub(r"^.*; *(?=\d+$)", "", text_of(container.get(end)))
        for end in ("firstPage", "lastPage")
    ]
    if any(" " in end.strip() for end in ends):
        return ""
    return pages("-".join(filter(None, ends)))


def _put_rest(draft: Draft, attributes: Mapping[str, Any], item_type: str) -> None:
    publisher = attributes.get("publisher")
    name = rich_text(
        text_of(publisher.get("name") if isinstance(publisher, Mapping) else publisher)
    )
    if not _UNKNOWN.fullmatch(name):
        draft.put("publisher", name, "/publisher")
    version = number_of(attributes.get("version"))
    draft.put(
        "version",
        re.sub(r"^v(?=\d)", "", version),
        "/version",
    )
    draft.put(
        "language",
        number_of(attributes.get("language")),
        "/language",
    )
    for at, entry in objects(attributes.get("descriptions")):
        if entry.get("descriptionType") == "Abstract":
            draft.put(
                "abstract",
                rich_text(text_of(entry.get("description"))),
                f"/descriptions/{at}/description",
            )
    subjects = [
        rich_text(text_of(entry.get("subject")))
        for _, entry in objects(attributes.get("subjects"))
    ]
    draft.put(
        "keyword",
        ", ".join(dict.fromkeys(filter(None, subjects))),
        "/subjects",
    )
    for at, entry in objects(attributes.get("rightsList")):
        draft.put(
            "license", link_of(entry.get("rightsUri")), f"/rightsList/{at}/rightsUri"
        )
    types = next(
        objects(attributes.get("types")),
        (0, {}),
    )[1]
    if item_type in ("thesis", "report", "speech", "document", "article"):
        _put_genre(draft, types)
    if arxiv := re.fullmatch(
        r"10\.48550/arxiv\.(.+)", text_of(draft.fields.get("DOI"))
    ):
        draft.put("number", f"arXiv:{arxiv[1]}", "/doi")
    if "DOI" not in draft.fields:
        draft.put("URL", link_of(attributes.get("url")), "/url")
    draft.put("source", "DataCite", "")


def _put_genre(draft: Draft, types: Mapping[str, Any]) -> None:
    """Set the genre; a preprint whose free type is only "Article" is a preprint."""
    free, general = (
        rich_text(text_of(types.get("resourceType"))),
        text_of(types.get("resourceTypeGeneral")),
    )
    if general.lower() == "preprint" and free.lower() in ("", "article", "text"):
        draft.put("genre", "preprint", "/types/resourceTypeGeneral")
    draft.put("genre", free, "/types/resourceType")
