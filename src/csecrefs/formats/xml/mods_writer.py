"""Records as MODS; `mods` reads them back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from csecrefs.formats import values
from csecrefs.formats.draft import kept
from csecrefs.formats.marc import relators
from csecrefs.formats.xml.tree import escaped, tag
from csecrefs.model import Date, Name, Reference
from csecrefs.model.edtf import format_edtf
from csecrefs.patterns import regex

# CSL types by the words that bibutils and Zotero read.
_GENRES: Final = {
    "article": "preprint",
    "article-journal": "journal article",
    "article-magazine": "magazine article",
    "article-newspaper": "newspaper article",
    "bill": "bill",
    "book": "book",
    "chapter": "book chapter",
    "dataset": "dataset",
    "document": "instruction",
    "entry-dictionary": "dictionary entry",
    "entry-encyclopedia": "encyclopedia article",
    "hearing": "hearing",
    "interview": "interview",
    "legal_case": "legal case and case notes",
    "legislation": "legislation",
    "manuscript": "manuscript",
    "map": "map",
    "motion_picture": "motion picture",
    "paper-conference": "conference paper",
    "patent": "patent",
    "personal_communication": "letter",
    "report": "report",
    "software": "software",
    "speech": "speech",
    "standard": "standard",
    "thesis": "thesis",
    "webpage": "web page",
}
# Values of typeOfResource (MODS 3.8) for what is not "text".
_RESOURCES: Final = {
    "graphic": "still image",
    "map": "cartographic",
    "motion_picture": "moving image",
    "musical_score": "notated music",
    "software": "software, multimedia",
    "song": "sound recording",
}
# What stands in a serial, which is said by `issuance` of its host.
_SERIAL: Final = ("article-journal", "article-magazine", "article-newspaper")
# Roles that belong to the host of a part.
_HOST_ROLES: Final = ("editor", "container-author")


# The genre of a host in the MARC list, and as bibliography programs have it.
_HOST_GENRES: Final = {
    **dict.fromkeys(_SERIAL, ("periodical", "academic journal")),
    "article-magazine": ("periodical", "magazine"),
    "article-newspaper": ("newspaper", "newspaper"),
    "paper-conference": ("conference publication", "conference publication"),
    **dict.fromkeys(
        ("chapter", "entry", "entry-dictionary", "entry-encyclopedia"), ("book", "book")
    ),
}
# Item types that the MARC genre list has a term for.
_OWN_GENRES: Final = {
    "book": "book",
    "thesis": "thesis",
    "report": "technical report",
    "webpage": "web site",
    "patent": "patent",
    "periodical": "periodical",
    "legal_case": "legal case and case notes",
    "legislation": "legislation",
    "map": "map",
    "motion_picture": "motion picture",
}
# A language tag as RFC 5646 (2.1) has it: "en", "zh-Hant-TW".
_LANGUAGE_TAG: Final = regex(r"[a-z]{2,3}(?:-[A-Za-z\d]{2,8})*")
# What an XML name has not: "a b/c" becomes "a_b_c".
_NOT_IN_ID: Final = regex(r"[^\w.-]+")


def _identity(reference: Reference, used: set[str]) -> str:
    """The key as an XML name that no record before has; "" if there is none."""
    name = _NOT_IN_ID.sub("_", reference.id)
    if not name:
        return ""
    if not (name[0].isalpha() or name[0] == "_"):
        name = f"_{name}"
    if name in used:
        return ""
    used.add(name)
    return name


def write_record(reference: Reference, used: set[str]) -> str:
    """One `mods` element; `used` holds the XML names of the records before it."""
    identity = _identity(reference, used)
    hosted = "container-title" in reference
    content = [
        _title(reference.text("title")),
        *_translated(reference),
        _title(reference.text("title-short"), type="abbreviated")
        if "title-short" in reference
        else "",
        *_names(
            reference,
            [role for role in relators.CODES if not (hosted and role in _HOST_ROLES)],
        ),
        _meeting(reference) if not hosted else "",
        tag(
            "typeOfResource",
            escaped(_RESOURCES.get(reference.type, "text")),
        ),
        _text(
            "genre",
            _OWN_GENRES.get(reference.type, ""),
            authority="marcgt",
        ),
        _text(
            "genre", _GENRES.get(reference.type) or re.sub("[-_]", " ", reference.type)
        ),
        _origin(reference),
        _related(reference, hosted),
        _part(reference) if not hosted else "",
        *_identifiers(reference, hosted),
        *_description(reference),
    ]
    # a key that is no XML name would be lost in ID
    if identity != reference.id:
        content.append(
            _text(
                "identifier",
                reference.id,
                type="citekey",
            )
        )
    attributes = {}
    if identity:
        attributes["ID"] = identity
    return tag("mods", "".join(content), version="3.8", **attributes)


def _text(name: str, value: str, **attributes: str) -> str:
    if value:
        return tag(name, escaped(value), **attributes)
    return ""


def _title(title: str, **attributes: str) -> str:
    if title:
        return tag("titleInfo", _text("title", title), **attributes)
    return ""


def _translated(reference: Reference) -> Iterator[str]:
    if translation := reference.translations.get("title"):
        language = {}
        if translation.language:
            language["lang"] = translation.language
        yield _title(translation.text, type="translated", **language)


def _names(reference: Reference, roles: Iterable[str]) -> Iterator[str]:
    for role in roles:
        code = relators.CODES.get(role, "")
        for person in reference.names(role):
            if role == "collection-editor":  # MARC has no code for it
                code = "series editor"
            yield _name(person, code)


def _name(person: Name, role: str) -> str:
    term = ""
    if role:
        term = tag("role", _role(role))
    if person.literal:
        return tag(
            "name",
            _text("namePart", person.literal) + term,
            type="corporate",
        )
    family = " ".join(
        filter(
            None,
            (person.non_dropping_particle, person.family),
        )
    )
    given = " ".join(
        filter(
            None,
            (person.given, person.dropping_particle),
        )
    )
    parts = (("family", family), ("given", given), ("termsOfAddress", person.suffix))
    return tag(
        "name",
        "".join(_text("namePart", text, type=kind) for kind, text in parts) + term,
        type="personal",
    )


def _role(role: str) -> str:
    """A relator's code, by the list of MARC, or a role in words."""
    if len(role) != 3:
        return tag("roleTerm", escaped(role), type="text")
    return tag(
        "roleTerm",
        escaped(role),
        type="code",
        authority="marcrelator",
    )


def _meeting(reference: Reference) -> str:
    """The conference of a paper or of its proceedings, its date and place behind it as
    in a heading of MARC 21: "Oar Workshop (2001 : Oslo)".

    Its role keeps other programs from taking it for an author.
    """
    title = reference.text("event-title")
    if not title:
        return ""
    date = reference.date("event-date")
    when = ""
    if date:
        when = format_edtf(date)
    details = " : ".join(
        filter(
            None,
            (when, reference.text("event-place")),
        )
    )
    heading = title
    if details:
        heading = f"{title} ({details})"
    role = tag("role", _role("conference"))
    return tag(
        "name",
        _text("namePart", heading) + role,
        type="conference",
    )


def _origin(reference: Reference) -> str:
    content = ""
    if place := _text(
        "placeTerm",
        reference.text("publisher-place"),
        type="text",
    ):
        content = tag("place", place)
    content += _text("publisher", reference.text("publisher"))
    content += _date("dateIssued", reference.date())
    content += _date("dateCaptured", reference.date("accessed"))
    content += _text("edition", reference.text("edition"))
    if content:
        return tag("originInfo", content)
    return ""


def _date(name: str, date: Date | None) -> str:
    if not date:
        return ""
    if date.end and date.start:
        start, end = (format_edtf(Date(parts)) for parts in (date.start, date.end))
        first = tag(name, start, encoding="edtf", point="start")
        return first + tag(name, end, encoding="edtf", point="end")
    if date.start:
        return _text(name, str(date), encoding="edtf")
    return _text(name, str(date))


def _related(reference: Reference, hosted: bool) -> str:
    content = ""
    if hosted:
        host = _title(reference.text("container-title"))
        listed, usual = _HOST_GENRES.get(reference.type, ("", ""))
        host += _text(
            "genre",
            listed,
            authority="marcgt",
        ) + _text("genre", usual)
        host += _title(reference.text("container-title-short"), type="abbreviated")
        host += "".join(_names(reference, ["editor"]))
        for person in reference.names("container-author"):
            host += _name(person, "")
        host += _meeting(reference)
        if reference.type in _SERIAL:
            host += tag("originInfo", tag("issuance", "continuing"))
        host += _part(reference) + _numbers(reference)
        content += tag("relatedItem", host, type="host")
    if "collection-title" in reference:
        number = _text("partNumber", reference.text("collection-number"))
        info = tag(
            "titleInfo", _text("title", reference.text("collection-title")) + number
        )
        content += tag("relatedItem", info, type="series")
    return content


def _part(reference: Reference) -> str:
    details = (
        ("volume", "volume"),
        ("issue", "issue"),
        ("chapter", "chapter-number"),
        ("section", "section"),
    )
    content = "".join(
        tag(
            "detail",
            _text("number", reference.text(variable)),
            type=kind,
        )
        for kind, variable in details
        if variable in reference
    )
    if page := reference.text("page"):
        first, last = values.split_pages(page)
        if last:
            inner = _text("start", first) + _text("end", last)
        else:
            inner = _text("list", page)
        content += tag("extent", inner, unit="pages")
    if "number-of-pages" in reference:
        content += tag(
            "extent",
            _text(
                "total",
                reference.text("number-of-pages"),
            ),
            unit="pages",
        )
    if content:
        return tag("part", content)
    return ""


def _numbers(reference: Reference) -> str:
    return "".join(
        _text("identifier", number, type=variable.lower())
        for variable in ("ISBN", "ISSN")
        for number in _listed(variable, reference.text(variable))
    )


def _listed(variable: str, text: str) -> list[str]:
    """The numbers in a text; the words of one that has none."""
    if variable == "ISBN":
        found = values.isbns(text)
    else:
        found = values.issns(text)
    return found or text.split()


def _identifiers(reference: Reference, hosted: bool) -> Iterator[str]:
    if not hosted:
        yield _numbers(reference)
    for kind, variable in (
        ("doi", "DOI"),
        ("pmid", "PMID"),
        ("report number", "number"),
    ):
        yield _text("identifier", reference.text(variable), type=kind)
    for kind, found in kept(reference, "mods").items():
        for value in found:
            yield _kept(kind, value)


def _kept(kind: str, value: str) -> str:
    """A value that a record in MODS had beside CSL's variables, where it stood."""
    if kind.endswith(" title"):
        return _title(value, type=kind.removesuffix(" title"))
    if kind in ("geographic", "temporal"):
        return tag("subject", _text(kind, value))
    return _text("identifier", value, type=kind)


def _language(language: str) -> str:
    """A language as a tag of RFC 5646, else in words."""
    if not language:
        return ""
    if _LANGUAGE_TAG.fullmatch(language):
        term = _text("languageTerm", language, type="code", authority="rfc5646")
    else:
        term = _text("languageTerm", language, type="text")
    return tag("language", term)


def _description(reference: Reference) -> Iterator[str]:
    yield from map(
        _language,
        re.split(r"\s*[,;]\s*", reference.text("language")),
    )
    yield _text("abstract", reference.text("abstract"))
    yield _text("accessCondition", reference.text("license"))
    yield _text("classification", reference.text("call-number"))
    if reference.type == "thesis":
        yield _text("note", reference.text("genre"), type="thesis")
    yield from (_text("note", line) for line in reference.text("note").split("\n"))
    yield from (
        tag("subject", _text("topic", word))
        for word in values.split_keywords(reference.text("keyword"))
    )
    if "scale" in reference:
        scale = _text("scale", reference.text("scale"))
        yield tag("subject", tag("cartographics", scale))
    location = _text("physicalLocation", reference.text("archive_location"))
    location += _text("url", reference.text("URL"))
    if location:
        yield tag("location", location)
