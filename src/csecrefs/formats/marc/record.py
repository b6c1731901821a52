"""MARC 21 and UNIMARC records, however they were encoded, to references; `marc21` and
`marcxml` read them.

Source: MARC 21 Format for Bibliographic Data (Library of Congress); UNIMARC Manual,
Bibliographic Format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

from csecrefs.formats import values
from csecrefs.formats.draft import Draft
from csecrefs.formats.marc import relators
from csecrefs.model import Date, Name, Translation
from csecrefs.model.date import parse_date


@attrs.frozen
class DataField:
    """A data field: its tag, two indicators, and subfields in order."""

    tag: str
    indicators: str
    subfields: tuple[tuple[str, str], ...]

    def all(self, codes: str) -> list[str]:
        """The values of the subfields in `codes`, in the order they stand, without
        empty ones.
        """
        return [
            value
            for code, text in self.subfields
            if code in codes and (value := values.collapse(text))
        ]

    def first(self, code: str) -> str:
        """The first value of a subfield, or ""."""
        return next(iter(self.all(code)), "")


@attrs.frozen
class MarcRecord:
    """A record: its leader, control fields by tag, and data fields."""

    leader: str = ""
    control: dict[str, str] = attrs.field(factory=dict)
    fields: tuple[DataField, ...] = ()

    def all(self, *tags: str) -> Iterator[DataField]:
        """The data fields with these tags, tag by tag."""
        for tag in tags:
            yield from (field for field in self.fields if field.tag == tag)

    def first(self, tag: str, codes: str) -> str:
        """The subfields `codes` of the first field `tag` that has any, joined by
        spaces.
        """
        return next(
            (" ".join(found) for field in self.all(tag) if (found := field.all(codes))),
            "",
        )


_TYPES: Final = {
    "c": "musical_score",
    "d": "musical_score",
    "e": "map",
    "f": "map",
    "g": "motion_picture",
    "i": "song",
    "j": "song",
    "k": "graphic",
    "m": "software",
    "r": "graphic",
    "p": "collection",
    "t": "manuscript",
}
_PAGES: Final = re.compile(
    r"(\d+)\]?\s*(?:p|pp|pages?|S|Seiten|Bl|s|leaves|str|с)\b\.?", re.IGNORECASE
)
_HOST_PART: Final = (
    ("volume", re.compile(r"\b(?:vol|v|bd|band|t|jg)\.?\s*(\d[\w/-]*)", re.IGNORECASE)),
    (
        "issue",
        re.compile(
            r"\b(?:no|nr|n|iss(?:ue)?|heft|h|pt)\.?\s*°?\s*(\d[\w/-]*)", re.IGNORECASE
        ),
    ),
    (
        "page",
        re.compile(r"\b(?:pp?|pages?|s|seiten?)\.?\s*(\w*\d[\w-]*)", re.IGNORECASE),
    ),
)


def to_draft(record: MarcRecord) -> Draft:
    """The reference in a MARC record; a record with a title in 200 and none in 245 is
    UNIMARC.
    """
    if record.first("200", "a") and not record.first("245", "a"):
        from csecrefs.formats.marc.unimarc import to_draft as unimarc_draft

        return unimarc_draft(record)
    draft = Draft(type=item_type(record))
    _read_titles(draft, record)
    _read_names(draft, record)
    _read_imprint(draft, record)
    _read_numbers(draft, record)
    _read_host(draft, record)
    _read_content(draft, record)
    for tag in ("001", "003", "005"):
        draft.keep("marc", tag, record.control.get(tag, ""))
    return draft


def item_type(record: MarcRecord) -> str:
    """The CSL type that leader, 008 and a dissertation note say."""
    leader = record.leader.ljust(24)
    if record.first("502", "abc"):
        return "thesis"
    part = next(record.all("773"), None) is not None
    if leader[6] in " a" and (leader[7] in "ab" or (part and leader[7] != "m")):
        return (
            "article-journal"
            if record.first("773", "x") or leader[7] == "b"
            else "chapter"
        )
    kind = _TYPES.get(leader[6], "book")
    if kind == "software" and record.first("020", "a"):
        return "book"
    return "periodical" if kind == "book" and leader[7] == "s" else kind


def clean(text: str) -> str:
    """A subfield without the punctuation that ISBD puts between areas."""
    text = re.sub(r"\s*[/:;,=]\s*$", "", text.strip())
    text = re.sub(r"(?<=[^\W\d_]{3})\.$|(?<=\d)\.$|(?<=[\])])\.$", "", text)
    return text.strip()


def _read_titles(draft: Draft, record: MarcRecord) -> None:
    field = next(record.all("245"), None)
    if field is None:
        return
    title = ""
    for code, text in field.subfields:
        part = clean(text)
        if not part or code not in "abnp":
            continue
        separator = {
            "b": ": ",
            "n": ". ",
            "p": ": " if title and _numbered(field) else ". ",
        }.get(code, " ")
        title += (separator if title else "") + part
    draft.set("title", title)
    translated = clean(record.first("242", "ab"))
    if translated:
        draft.translations["title"] = Translation(translated, record.first("242", "y"))
    draft.set(
        "title-short",
        clean(record.first("210", "a")) if draft.type == "periodical" else "",
    )


def _numbered(field: DataField) -> bool:
    return bool(field.first("n"))


def _read_names(draft: Draft, record: MarcRecord) -> None:
    main = any(field.tag in ("100", "110", "111") for field in record.fields)
    for field in record.all("100", "110", "111", "700", "710", "711", "720"):
        if field.tag in ("700", "710", "711") and field.first("t"):
            continue
        role = _role(field, record, main)
        person = _name(field)
        if field.tag in ("111", "711"):
            _read_meeting(draft, field, person.literal)
        if role:
            draft.name(role, person, once=True)
        elif field.tag != "711":
            draft.keep("marc", field.tag, person.literal)


def _read_meeting(draft: Draft, field: DataField, title: str) -> None:
    """Read the name, place and date of a meeting; its number, which no variable takes,
    is kept.

    Source: MARC 21, X11, subfields a, c, d and n, bracketed together as in "(3rd :
    2001 : Oslo)".
    """
    place, date, number = (clean(field.first(code).strip("() ")) for code in "cdn")
    draft.set("event-title", title)
    draft.set("event-place", place.strip("()"))
    read = parse_date(date.strip("()"))
    draft.set("event-date", read if read.start else None)
    draft.keep("marc", f"{field.tag}n", number.strip("()"))
    if date and not read.start:
        draft.keep("marc", f"{field.tag}d", date)


def _role(field: DataField, record: MarcRecord, main: bool) -> str:
    """The name variable of a name: what its relators say, or its tag.

    A record without main entry is entered under its title because its names are
    editors'.
    """
    named = [
        relators.variable(role, "")
        for role in [*field.all("4"), *field.all("e" if field.tag[1:] != "11" else "j")]
    ]
    if role := next(filter(None, named), ""):
        return role
    if field.tag[0] == "1":
        return "author"
    if field.tag in ("710", "711"):
        return "" if main or field.all("4e") else "author"
    if not main:
        return "editor"
    statement = record.first("245", "c").partition(";")[0]
    return (
        "author" if field.first("a").partition(",")[0] in statement else "contributor"
    )


def _name(field: DataField) -> Name:
    if field.tag[1:] in ("10", "11"):
        codes = "ab" if field.tag[1:] == "10" else "aq"
        return Name(literal=". ".join(clean(part) for part in field.all(codes)))
    text = field.first("a")
    if numeration := field.first("b"):
        text = f"{text.rstrip(' ,')} {numeration}"
    if field.tag == "720" and "organi" in field.first("7").lower():
        return Name(literal=text)
    if field.indicators[:1] == "0" or (field.tag == "720" and "," not in text):
        return Name(literal=clean(text))
    return values.catalogue_name(text)


def _read_imprint(draft: Draft, record: MarcRecord) -> None:
    fields = sorted(
        record.all("264", "260"),
        key=lambda field: field.tag == "264" and field.indicators[1:] != "1",
    )
    for field in fields:
        draft.set(
            "publisher-place", " ".join(filter(None, map(_unbracketed, field.all("a"))))
        )
        draft.set(
            "publisher", " ".join(filter(None, map(_unbracketed, field.all("b"))))
        )
        draft.set("issued", _date(field.first("c")))
    draft.set("issued", parse_date(record.first("269", "a")))
    fixed = record.control.get("008", "")[7:11]
    draft.set(
        "issued",
        Date((int(fixed),))
        if fixed.isdecimal() and 1000 <= int(fixed) < 2100
        else None,
    )
    draft.set("edition", clean(record.first("250", "a")))


def _unbracketed(text: str) -> str:
    """A place or publisher without the brackets of what the cataloguer supplied; S.l.
    and s.n. are none.
    """
    text = clean(text)
    if text.count("[") != text.count("]") or re.fullmatch(r"\[[^\[\]]*\]", text):
        text = clean(text.strip("[]"))
    unknown = re.fullmatch(
        r"\[?(?:s\.?\s*[ln]\.?|place of publication not identified|publisher not identified)\]?",
        text,
        re.IGNORECASE,
    )
    return "" if unknown else text


def _date(text: str) -> Date | None:
    """The year in an imprint ("[1998?]", "c1999", "ca. 1805-1810."), or what can be
    read of it.
    """
    date = parse_date(clean(text).strip("[]"))
    if date.start:
        return date
    year = re.search(r"(?<!\d)1[0-9]{3}(?!\d)|(?<!\d)20\d\d(?!\d)", text)
    return Date((int(year[0]),)) if year else date


def _read_numbers(draft: Draft, record: MarcRecord) -> None:
    for field in record.all("020"):
        draft.add("ISBN", values.standard_numbers(field.first("a"))[0])
    for field in record.all("022"):
        draft.add("ISSN", values.standard_numbers(field.first("a"))[1])
    for field in record.all("024"):
        if field.first("2").lower() == "doi":
            draft.set("DOI", values.doi(field.first("a")))
    for field in record.all("856"):
        if field.indicators[1:] != "2":
            draft.set("URL", field.first("u"))
    draft.set("number", record.first("088", "a") or record.first("027", "a"))
    shelf = next((" ".join(field.all("khijmt")) for field in record.all("852")), "")
    for tag in ("050", "090", "082", "084"):
        shelf = shelf or record.first(tag, "ab")
    draft.set("call-number", shelf)
    for field in record.all("035"):
        draft.keep("marc", "035", field.first("a"))


def _read_host(draft: Draft, record: MarcRecord) -> None:
    if draft.type not in ("article-journal", "chapter"):
        return
    for field in record.all("773"):
        draft.set("container-title", clean(field.first("t") or field.first("s")))
        draft.add("ISSN", values.standard_numbers(field.first("x"))[1])
        draft.add("ISBN", values.standard_numbers(field.first("z"))[0])
        for variable, pattern in _HOST_PART:
            if match := pattern.search(" ".join(field.all("g"))):
                draft.set(
                    variable, values.pages(match[1]) if variable == "page" else match[1]
                )
        draft.set(
            "issued",
            parse_date(field.first("g"))
            if parse_date(field.first("g")).start
            else None,
        )


def _read_content(draft: Draft, record: MarcRecord) -> None:
    languages = [part for field in record.all("041") for part in field.all("a")]
    fixed = record.control.get("008", "")[35:38]
    draft.set(
        "language",
        "; ".join(languages) or (fixed if re.fullmatch("[a-z]{3}", fixed) else ""),
    )
    if draft.type in ("book", "thesis") and (
        extent := _PAGES.search(record.first("300", "a"))
    ):
        draft.set("number-of-pages", extent[1])
    for field in record.all("490", "440", "830", "800", "810"):
        draft.set(
            "collection-title",
            clean(
                " ".join(
                    field.all("anp" if field.tag in ("440", "490", "830") else "tnp")
                )
            ),
        )
        draft.set("collection-number", clean(field.first("v")))
        for number in values.issns(field.first("x")):
            draft.keep("marc", f"{field.tag}x", number)
    draft.set("abstract", "\n".join(field.first("a") for field in record.all("520")))
    if draft.type == "thesis":
        draft.set("genre", clean(record.first("502", "b")))
        draft.set("publisher", clean(record.first("502", "c")))
    if draft.type == "map" and (
        scale := re.search(r"1\s*:\s*[\d,. ]*\d", record.first("255", "a"))
    ):
        draft.set("scale", scale[0])
    for field in record.all("500", "504", "505", "515", "533"):
        draft.note(field.first("a"))
    for field in record.all(
        "600", "610", "611", "630", "648", "650", "651", "653", "655"
    ):
        draft.keywords += [clean(part) for part in field.all("avxyz")]
