"""UNIMARC records to references; `flavours` tells what is UNIMARC.

Source: UNIMARC Manual, Bibliographic Format, 3rd edition (IFLA).
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.formats import values
from csecrefs.formats.draft import Draft
from csecrefs.formats.marc.record import (
    DataField,
    MarcRecord,
    clean,
    item_type,
    read_host_part,
)
from csecrefs.model import Name, Translation
from csecrefs.model.date import parse_date
from csecrefs.patterns import regex

# UNIMARC's function codes (appendix C) to name variables.
_ROLES: Final = {
    "070": "author",
    "340": "editor",
    "440": "illustrator",
    "650": "",
    "651": "editorial-director",
    "220": "compiler",
    "230": "composer",
    "300": "director",
    "460": "interviewee",
    "470": "interviewer",
    "550": "narrator",
    "590": "performer",
    "630": "producer",
    "660": "recipient",
    "690": "script-writer",
    "727": "contributor",
    "730": "translator",
}
# The extent of a book in 215 $a: "235 p.", "XII-89 f.", in Cyrillic "235 с.".
_PAGES: Final = regex(r"(?<!\d)(\d++)\]?\s*(?:p|f|s|S|с)\b")
# The parts of a title in 200 and in linked records, and what stands before each:
# $a title, $e other information, $h number and $i name of a part.
_BEFORE_PART: Final = {"e": ": ", "h": ". ", "i": ". "}
# Where an article says what it is in: 461 the set (a journal), 463 the piece (an issue).
_HOSTS: Final = ("461", "463", "464", "488")


def to_draft(record: MarcRecord) -> Draft:
    """The reference in a UNIMARC record."""
    draft = Draft(type=_item_type(record))
    _read_title(draft, record)
    for field in record.all(
        "700",
        "701",
        "702",
        "710",
        "711",
        "712",
    ):
        _read_name(draft, field)
    _read_imprint(draft, record)
    _read_numbers(draft, record)
    _read_hosts(draft, record)
    # 225 is the series as printed, 410 the link to the record of the series.
    for field in record.all("225", "410"):
        draft.set("collection-title", _title(field, "aet"))
        draft.set("collection-number", clean(field.first("v")))
        for number in values.issns(field.first("x")):
            draft.keep("marc", f"{field.tag}x", number)
    _read_content(draft, record)
    for tag in ("001", "003", "005"):
        draft.keep("marc", tag, record.control.get(tag, ""))
    return draft


def _item_type(record: MarcRecord) -> str:
    """The CSL type; a note on a thesis is 328 in UNIMARC, and a part has 461 or 463."""
    if record.first("328", "abce"):
        return "thesis"
    in_host = any(record.first(tag, "t") for tag in _HOSTS)
    if in_host and record.leader[7:8] in ("a", "b"):
        serial = record.first("461", "x") or record.leader[7:8] == "b"
        return "article-journal" if serial else "chapter"
    return item_type(record)


def _read_title(draft: Draft, record: MarcRecord) -> None:
    field = next(record.all("200"))
    draft.set("title", _title(field, "aehi"))
    if parallel := clean(field.first("d")):
        draft.translations["title"] = Translation(
            parallel,
            field.first("z"),
        )


def _title(field: DataField, codes: str) -> str:
    """The title in the subfields `codes` of a field."""
    title = ""
    for code, text in field.subfields:
        part = clean(text) if code in codes else ""
        if not part:
            continue
        if title:
            title += _BEFORE_PART.get(code, " ; ")
        title += part
    return title


def _read_name(draft: Draft, field: DataField) -> None:
    """Read a person (70X) or a body (71X), whose first indicator 1 means a meeting."""
    person = _name(field)
    if field.tag.startswith("71") and field.indicators[:1] == "1":
        _read_meeting(draft, field, person.literal)
    # 7X0 and 7X1 have the chief responsibility, 7X2 has a secondary one.
    usual = "author" if field.tag[2] in "01" else "contributor"
    codes = field.all("4") or [""]
    for code in codes:
        role = _ROLES.get(code, usual)
        if role:
            draft.name(role, person, once=True)
        elif len(codes) == 1:
            draft.keep("marc", f"{field.tag} {code}", str(person))


def _read_meeting(draft: Draft, field: DataField, title: str) -> None:
    """Read a meeting: its number ($d), place ($e) and date ($f)."""
    number, place, date = (clean(field.first(code).strip("() ")) for code in "def")
    draft.set("event-title", title)
    draft.set("event-place", place)
    draft.set("event-date", parse_date(date))
    draft.keep("marc", f"{field.tag}d", number)


def _name(field: DataField) -> Name:
    family, given = clean(field.first("a")), clean(field.first("b"))
    if field.tag.startswith("71") or not given:
        return Name(literal=". ".join(filter(None, (family, given))))
    return Name(family, given)


def _read_imprint(draft: Draft, record: MarcRecord) -> None:
    # The imprint: place $a, publisher $c, date $d.
    for field in record.all("214", "210"):
        draft.set(
            "publisher-place",
            " ".join(clean(part) for part in field.all("a")),
        )
        draft.set(
            "publisher",
            " ".join(clean(part) for part in field.all("c")),
        )
        draft.set("issued", parse_date(clean(field.first("d"))))
    # 100 $a/9-12, the first year of the work
    fixed = record.first("100", "a")[9:13]
    if fixed.isdecimal() and int(fixed) >= 1000:
        draft.set("issued", parse_date(fixed))
    # 205 is the edition statement.
    draft.set("edition", clean(record.first("205", "a")))


def _read_numbers(draft: Draft, record: MarcRecord) -> None:
    # 010 is the ISBN, 011 the ISSN.
    for field in record.all("010"):
        draft.add("ISBN", values.standard_numbers(field.first("a"))[0])
    for field in record.all("011"):
        draft.add("ISSN", values.standard_numbers(field.first("a"))[1])
    for field in record.all("017"):
        if field.first("2").lower() == "doi":
            draft.set("DOI", values.doi(field.first("a")))
    draft.set("URL", record.first("856", "u"))
    draft.set("DOI", values.doi(record.first("856", "u")))
    for tag in ("676", "675", "680", "686"):  # Dewey, UDC, LC, others
        draft.set("call-number", record.first(tag, "a"))


def _read_hosts(draft: Draft, record: MarcRecord) -> None:
    if draft.type not in ("article-journal", "chapter"):
        return
    for field in record.all(*_HOSTS):
        draft.set("container-title", _title(field, "t"))
        draft.add("ISSN", values.standard_numbers(field.first("x"))[1])
        draft.add("ISBN", values.standard_numbers(field.first("y"))[0])
        draft.set("publisher-place", clean(field.first("c")))
        draft.set("publisher", clean(field.first("n")))
        draft.set("issued", parse_date(clean(field.first("d"))))
        read_host_part(draft, field.first("v"), field.first("p"))


def _read_content(draft: Draft, record: MarcRecord) -> None:
    # 101 is the language, 330 the abstract, 215 the physical description.
    languages = [part for field in record.all("101") for part in field.all("a")]
    draft.set("language", "; ".join(languages))
    draft.set(
        "abstract",
        "\n".join(field.first("a") for field in record.all("330")),
    )
    extent = _PAGES.search(record.first("215", "a"))
    if draft.type in ("article-journal", "chapter"):
        # the extent of a part is its pages: "pp. 5-9", "P. 5-9"
        part = re.search(
            r"\d+\s*[-–]\s*\d+",
            record.first("215", "a"),
        )
        draft.set("page", values.pages(part[0]) if part else "")
    elif extent:
        draft.set("number-of-pages", extent[1])
    if draft.type == "thesis":
        draft.set("genre", clean(record.first("328", "b")))
        draft.set("publisher", clean(record.first("328", "e")))
        draft.set("issued", parse_date(record.first("328", "d")))
    # Notes: general, on contents, on a thesis.
    for field in record.all("300", "327", "328"):
        draft.note(field.first("a"))
    # Subjects: persons, bodies, topics, places, free words.
    for field in record.all("600", "601", "606", "607", "610"):
        draft.keywords += [clean(part) for part in field.all("axyz")]
