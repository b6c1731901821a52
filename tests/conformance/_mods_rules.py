"""The rules of the MODS schema (version 3.8) for what our records use: elements, their
order where it matters, attributes and the lists of values.

Source: MODS schema 3.8 and the MODS User Guidelines, Library of Congress.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_NAMESPACE = "{http://www.loc.gov/mods/v3}"
_LANGUAGE = {"lang", "script", "transliteration"}
_AUTHORITY = {"authority", "authorityURI", "valueURI"}
_DATE = {"encoding", "qualifier", "point", "keyDate"} | _LANGUAGE

CHILDREN = {
    "modsCollection": {"mods"},
    "mods": {
        *"""abstract accessCondition classification extension genre identifier language location name note
        originInfo part physicalDescription recordInfo relatedItem subject tableOfContents targetAudience
        titleInfo typeOfResource""".split()
    },
    "titleInfo": {"title", "subTitle", "partNumber", "partName", "nonSort"},
    "name": {
        *"namePart displayForm affiliation role description etal nameIdentifier".split()
    },
    "role": {"roleTerm"},
    "originInfo": {
        *"""place publisher dateIssued dateCreated dateCaptured dateValid dateModified copyrightDate
        dateOther edition issuance frequency agent displayDate""".split()
    },
    "place": {"placeTerm"},
    "language": {"languageTerm", "scriptTerm"},
    "part": {"detail", "extent", "date", "text"},
    "detail": {"number", "caption", "title"},
    "extent": {"start", "end", "total", "list"},
    "subject": {
        *"""topic geographic temporal titleInfo name genre hierarchicalGeographic cartographics
        geographicCode occupation""".split()
    },
    "cartographics": {"scale", "projection", "coordinates", "cartographicExtension"},
    "location": {
        "physicalLocation",
        "shelfLocator",
        "url",
        "holdingSimple",
        "holdingExternal",
    },
}
CHILDREN["relatedItem"] = CHILDREN["mods"]
ATTRIBUTES = {
    "mods": {"ID", "version"},
    "titleInfo": {
        "type",
        "otherType",
        "supplied",
        "altRepGroup",
        "nameTitleGroup",
        "usage",
        "ID",
    }
    | _LANGUAGE
    | _AUTHORITY,
    "name": {"type", "usage", "ID"} | _LANGUAGE | _AUTHORITY,
    "namePart": {"type"} | _LANGUAGE,
    "roleTerm": {"type"} | _LANGUAGE | _AUTHORITY,
    "typeOfResource": {"collection", "manuscript", "usage"} | _AUTHORITY,
    "genre": {"type", "usage", "displayLabel"} | _LANGUAGE | _AUTHORITY,
    "placeTerm": {"type"} | _LANGUAGE | _AUTHORITY,
    "languageTerm": {"type"} | _LANGUAGE | _AUTHORITY,
    **dict.fromkeys(
        ("dateIssued", "dateCreated", "dateCaptured", "copyrightDate"), _DATE
    ),
    "relatedItem": {"type", "otherType", "displayLabel", "ID"},
    "detail": {"type", "level"},
    "extent": {"unit"},
    "identifier": {"type", "displayLabel", "invalid"} | _LANGUAGE,
    "note": {"type", "displayLabel", "ID"} | _LANGUAGE,
    "url": {"dateLastAccessed", "displayLabel", "note", "access", "usage"},
}
VALUES = {
    ("titleInfo", "type"): {"abbreviated", "translated", "alternative", "uniform"},
    ("name", "type"): {"personal", "corporate", "conference", "family"},
    ("namePart", "type"): {"date", "family", "given", "termsOfAddress"},
    ("roleTerm", "type"): {"code", "text"},
    ("placeTerm", "type"): {"code", "text"},
    ("languageTerm", "type"): {"code", "text"},
    ("languageTerm", "authority"): {
        *"rfc3066 iso639-2b iso639-3 rfc4646 rfc5646".split()
    },
    ("relatedItem", "type"): {
        *"""preceding succeeding original host constituent series otherVersion otherFormat isReferencedBy
        references reviewOf""".split()
    },
    **{
        (name, "encoding"): {"w3cdtf", "iso8601", "marc", "temper", "edtf"}
        for name in ("dateIssued", "dateCreated", "dateCaptured", "copyrightDate")
    },
    **{
        (name, "point"): {"start", "end"}
        for name in ("dateIssued", "dateCreated", "dateCaptured", "copyrightDate")
    },
}
TEXTS = {
    "typeOfResource": {
        "text",
        "cartographic",
        "notated music",
        "sound recording-musical",
        "sound recording-nonmusical",
        "sound recording",
        "still image",
        "moving image",
        "three dimensional object",
        "software, multimedia",
        "mixed material",
    },
    "issuance": {
        "continuing",
        "monographic",
        "single unit",
        "multipart monograph",
        "serial",
        "integrating resource",
    },
}
_ID = re.compile(r"[^\W\d][\w.-]*")


def mods_problems(written: str) -> str:
    """Return what the schema refuses in a MODS file, or ""."""
    from lxml import etree

    root = etree.fromstring(written.encode())
    identities = [element.get("ID") for element in root.iter() if element.get("ID")]
    if len(identities) != len(set(identities)):
        return "two elements of one ID"
    return next(_problems(root), "")


def _problems(element: Any) -> Iterator[str]:
    name = str(element.tag).removeprefix(_NAMESPACE)
    children = [str(child.tag).removeprefix(_NAMESPACE) for child in element]
    for child in children:
        if child not in CHILDREN.get(name, set()):
            yield f"{child} in {name}"
    for attribute, value in element.attrib.items():
        if attribute not in ATTRIBUTES.get(name, set()):
            yield f"{name} has no {attribute}"
        if attribute == "ID" and not _ID.fullmatch(value):
            yield f"{value!r} is no ID"
        if value not in VALUES.get((name, attribute), {value}):
            yield f"{attribute}={value!r} of {name}"
    if name in TEXTS and (element.text or "") not in TEXTS[name]:
        yield f"{element.text!r} in {name}"
    if name == "mods" and not children:
        yield "an empty record"
    if name == "extent" and "list" in children and len(children) > 1:
        yield "list beside start, end or total"
    for child in element:
        yield from _problems(child)
