"""RIS, the tagged format of Reference Manager, EndNote, Zotero and most databases, in
and out.

Source: RIS Format Specifications (2001, Reference Manager) and its revision of 2011;
ProCite's exports, which put what has no tag into notes with a label. Rich text stays
CSL's markup, as Zotero writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, kept, keyed
from csecrefs.formats.source import decode
from csecrefs.formats.tagged import lines as tagged
from csecrefs.formats.tagged import procite, ris_dates, ris_fields
from csecrefs.formats.tagged.lines import TaggedField
from csecrefs.formats.tagged.ris_tags import ReferenceType
from csecrefs.model import KIND, Date, Reference, Translation
from csecrefs.model.date import parse_date
from csecrefs.patterns import regex

# A tag, up to two blanks, a hyphen: "TI  - Voles"; people leave out blanks or put some
# before it. Nothing after the hyphen is an empty field ("ER  -").
_TAG_LINE: Final = regex(r"[ \t]{0,3}([A-Z][A-Z0-9])[ \t]{0,2}-(?:[ \t](.*)|-*$)")
_SYNTAX: Final = tagged.Syntax(
    _TAG_LINE, first=frozenset({"TY"}), last=frozenset({"ER"})
)
# The type with which each record begins: "TY  - JOUR".
_START: Final = regex(r"^\s{0,3}TY {1,2}- ?[A-Za-z]+\s*$", re.MULTILINE)
# A RIS date with its fourth part, free text: "2001/09/22/Autumn", "2001///Autumn".
_WITH_REST: Final = regex(r"(-?\d{4})?/(\d\d?)?/(\d\d?)?/(.+)", re.DOTALL)
# The same with noughts left out, so that words follow the year: "1998//May-June".
_WORDS_AFTER_YEAR: Final = regex(r"(\d{4})/{1,3}([^\W\d_][^/]*(?:/[^/]+)*)/{0,3}")
# A title that names the volume of a conference rather than the conference.
_PROCEEDINGS: Final = regex(
    r"\b(?:proceedings|proc\.|transactions|lecture notes|advances in|actes|atti|actas|tagungsband)",
    re.IGNORECASE,
)

# Tags in the order they are written; of two with one meaning the first is used.
_WRITTEN: Final = (
    "AU A2 A3 A4 ED TI ST T2 T3 J2 C3 C1 C2 C4 C5 C6 C7 VL SN IS M1 M2 SV NV ET SE CY PB LA DO UR DB AN CN "
    "DP M3 OP RI PN PT JF AB"
).split()


def looks_like(head: str) -> bool:
    """True if the beginning of a text holds a RIS record."""
    return bool(_START.search(head))


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a RIS file, and what was wrong with it."""
    text, diagnostics = decode(source, path)
    references: list[Reference] = []
    between = False
    empty: list[int] = []
    for record in tagged.records(text, _SYNTAX, path, diagnostics):
        if _is_between(record) and (references or _is_of_database(record)):
            if not between:
                message = "lines between records belong to none and are left out"
                line = record[0].line
                diagnostics.append(
                    Diagnostic("stray-text", message, path=path, line=line)
                )
            between = True
            continue
        draft = _read_record(record, path, diagnostics)
        if draft:
            references.append(tagged.placed(draft, record).reference())
        elif any(field.tag == "TY" for field in record):
            empty.append(record[0].line)
    tagged.report_empty(empty, path, diagnostics)
    tagged.report_none(text, references, "TY", path, diagnostics)
    return keyed(references), diagnostics


def _is_between(record: list[TaggedField]) -> bool:
    """True for lines after a record's end that open no other one: databases put their
    own search and session there.
    """
    return not any(field.tag in _MAKES_RECORD for field in record)


def _is_of_database(record: list[TaggedField]) -> bool:
    """True for lines before the first record that only name a database."""
    return all(field.tag in ("VN", "DB", "DP") for field in record)


# Tags of which a record has one, even without TY.
_MAKES_RECORD: Final = frozenset("TY TI T1 AU A1 DO UR ID SN ED A2 BT CT".split())


def read_fields(fields: Iterable[TaggedField], kind: ReferenceType) -> Draft:
    """The record of `kind` that RIS fields describe; also for formats that are RIS
    under other tags.
    """
    draft = Draft(type=kind.item_type)
    fields = [_without_entities(field) for field in fields]
    if kind.tags["A2"] == kind.tags["AU"]:
        # EndNote writes tags by the alphabet; the author proper comes first.
        fields.sort(key=lambda field: field.tag == "A2")
    if procite.is_written_by(fields):
        fields = list(procite.without_labels(fields, kind))
    pages = {"SP": "", "EP": ""}
    dates: dict[str, str] = {}
    for field in fields:
        if field.tag in pages:
            pages[field.tag] = pages[field.tag] or field.value
        elif field.tag in ("DA", "PY", "Y1") and field.tag not in dates:
            dates[field.tag] = field.value
        else:
            _read_field(draft, kind, field)
    _set_pages(
        draft,
        kind,
        pages["SP"],
        pages["EP"],
    )
    issued = _issued(
        dates.get("DA", ""),
        dates.get("PY", ""),
        dates.get("Y1", ""),
    )
    draft.set("issued", issued)
    _keep_other_dates(draft, dates, issued)
    _settle(draft, kind)
    return draft


# A reference to a character, as web pages have it and many publishers leave it.
_ENTITY: Final = regex(
    r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,6}|#x[\da-f]{2,5});", re.IGNORECASE
)
# Fields whose value is an address or a name of a file.
_ADDRESSES: Final = frozenset({"UR", "LK", "L1", "L2", "L4", "ID"})


def _without_entities(field: TaggedField) -> TaggedField:
    """Return a field with the characters for references to them."""
    if "&" not in field.value or field.tag in _ADDRESSES:
        return field
    value = _ENTITY.sub(lambda found: unescape(found[0]), field.value)
    return TaggedField(field.tag, value, field.line)


def _read_record(
    record: list[TaggedField], path: str, diagnostics: list[Diagnostic]
) -> Draft | None:
    line = record[0].line
    codes = [field.value.strip().upper() for field in record if field.tag == "TY"]
    stray = next((field for field in record if field.tag == tagged.STRAY), None)
    if stray and codes:
        diagnostics.append(
            Diagnostic(
                "stray-text", "text outside any field", path=path, line=stray.line
            )
        )
    fields = [field for field in record if field.tag not in ("TY", "ER", tagged.STRAY)]
    if not fields:
        return None
    kind = None
    if codes:
        kind = ris_fields.by_code(codes[0])
    if not codes:
        message = "a record without TY, its type"
        diagnostics.append(
            Diagnostic(
                "missing-type",
                message,
                path=path,
                line=line,
            )
        )
    elif not kind:
        message = f"no RIS type is called {codes[0]!r}; read as GEN"
        diagnostics.append(
            Diagnostic(
                "unknown-type",
                message,
                path=path,
                line=line,
            )
        )
    if record[-1].tag != "ER":
        message = "a record without ER, its end"
        diagnostics.append(
            Diagnostic("unfinished-record", message, path=path, line=line)
        )
    return read_fields(fields, kind or ris_fields.BY_CODE["GEN"])


def _read_field(
    draft: Draft,
    kind: ReferenceType,
    field: TaggedField,
) -> None:
    tag, value = field.tag, field.value
    variable = kind.tags.get(tag, "")
    if tag in _SPECIAL:
        _SPECIAL[tag](draft, value)
    elif tag == "SN":
        _standard_number(draft, value, variable)
    elif KIND.get(variable) == "name":
        for line in value.split("\n"):
            for person in values.database_names(line):
                draft.name(variable, person)
    elif variable == "DOI":
        draft.set("DOI", values.doi(value) or value)
    elif variable == "PMCID" and value.isdigit():  # C2 in Scopus' exports
        draft.set("PMID", value)
    elif variable == "genre" and re.match(
        r"(?:doi:?\s*)?10\.\d{4,}/", value, re.IGNORECASE
    ):
        draft.set("DOI", values.doi(value))
    elif variable and variable not in draft.fields:
        draft.set(variable, value)
    elif variable and tag == "PB":
        draft.set(variable, value, replace=True)
    elif variable == "issue" and tag == "IS":
        # An article's M1 was read first; IS is what says "issue".
        draft.keep(
            "ris",
            "M1",
            draft.text("issue"),
        )
        draft.set(variable, value, replace=True)
    elif variable and values.collapse(value) == draft.text(variable):
        return
    else:
        draft.keep("ris", tag, value)


def _standard_number(
    draft: Draft,
    value: str,
    number: str,
) -> None:
    """SN is ISBN or ISSN; in reports, patents and the like what is neither is their
    number.
    """
    books, serials = values.standard_numbers(value)
    serial = draft.type.startswith(("article", "periodical", "review"))
    for variable, found in (("ISBN", books), ("ISSN", serials)):
        draft.add(variable, found)
    if not books and not serials and number == "number":
        earlier = draft.text("number")
        if earlier and earlier != values.collapse(value):
            draft.keep("ris", "M1", earlier)
        draft.set("number", value, replace=True)
    elif not books and not serials:
        draft.add("ISSN" if serial else "ISBN", value)


def _keywords(draft: Draft, value: str) -> None:
    draft.keywords += [word for word in re.split(r"[;\n]\s*", value) if word.strip()]


def _url(draft: Draft, value: str) -> None:
    first, *others = value.split("\n")
    for url in (first, *others) if "URL" not in draft.fields else (value,):
        if "URL" in draft.fields:
            draft.keep("ris", "UR", url)
        else:
            draft.set("URL", url)


def _second_abstract(draft: Draft, value: str) -> None:
    if "abstract" not in draft.fields:
        draft.set("abstract", value)
    elif values.collapse(value) != " ".join(draft.text("abstract").split()):
        draft.note(value)


def _abstract(draft: Draft, value: str) -> None:
    earlier = draft.text("abstract")
    draft.set("abstract", value, replace=True)
    if earlier and earlier != draft.text("abstract"):
        draft.note(earlier)


def _accessed(draft: Draft, value: str) -> None:
    date = parse_date(value)
    # IEEE Xplore has the days of the conference here; nobody looks a text up for days
    if date.end and date.start and draft.type == "paper-conference":
        draft.set("event-date", date)
    elif date.start:
        draft.set("accessed", date)
    else:
        draft.keep("ris", "Y2", value)


def _note(draft: Draft, value: str) -> None:
    draft.note(value)
    if re.fullmatch(r"(?:doi:?\s*)?10\.\d{4,9}/\S+", value, re.IGNORECASE):
        draft.set("DOI", values.doi(value))


def _related(draft: Draft, value: str) -> None:
    """L3 is the DOI by the specification of 2011, and was a related address before."""
    if doi := values.doi(value):
        draft.set("DOI", doi)
    else:
        draft.keep("ris", "L3", value)


def _id(draft: Draft, value: str) -> None:
    draft.id = draft.id or values.collapse(value)


def _translated_title(draft: Draft, value: str) -> None:
    draft.translations["title"] = Translation(values.collapse(value))


def _setter(variable: str) -> Callable[[Draft, str], None]:
    return lambda draft, value: draft.set(variable, value)


# Tags that are read by a rule of their own, the same in all types.
_SPECIAL: Final[dict[str, Callable[[Draft, str], None]]] = {
    "ID": _id,
    "KW": _keywords,
    "UR": _url,
    "LK": _url,
    "AB": _abstract,
    "N2": _second_abstract,
    "N1": _note,
    "RN": _note,
    "Y2": _accessed,
    "TT": _translated_title,
    "L3": _related,
    "H1": _setter("source"),
    "H2": _setter("call-number"),
}


def _set_pages(
    draft: Draft,
    kind: ReferenceType,
    start: str,
    end: str,
) -> None:
    variable = kind.tags["SP"]
    if variable == "page" or (
        variable == "number-of-pages"
        and (end or re.fullmatch(r"\w+\s*-+\s*\w+", start))
    ):
        draft.set("page", values.pages(start, end))
    elif variable:
        draft.set(variable, start)
    else:
        draft.keep(
            "ris",
            "SP",
            values.pages(start, end),
        )


def _issued(
    exact: str,
    year: str,
    old: str,
) -> Date:
    """The date of DA, PY and Y1: the year is PY's where it is given, and the fullest of
    the dates that agree on the year is taken.
    """
    dates = [_date(text) for text in (exact, year, old)]
    for at, text in ((0, exact), (2, old)):
        if text and dates[1].start and not dates[at].start:
            dates[at] = _in_year(text, dates[1].start[0])
    found = [date for date in dates if date.start]
    if found:
        year_given = dates[1].year or found[0].year
        same = [date for date in found if date.year == year_given]
        return max(same, key=_detail)
    return next((date for date in (dates[1], dates[0]) if date), dates[2])


def _in_year(text: str, year: int) -> Date:
    """The date of a month or day that stands without its year: "Oct 19"."""
    merged = parse_date(f"{text} {year}")
    if merged.year != year:  # a range across the new year begins in PY
        merged = parse_date(f"{year} {text}")
    return merged


def _keep_other_dates(draft: Draft, dates: dict[str, str], issued: Date) -> None:
    """Keep the dates of publication whose year is another than that of the record, and
    words that are no date ("Online First").
    """
    if not issued.start:
        return
    for tag, text in dates.items():
        date = _date(text)
        if not date.start:
            date = _in_year(text, issued.start[0])
            is_carried = len(date.start) > 1 or date.season
        else:
            is_carried = date.year == issued.year
        if date.literal or not is_carried:
            draft.keep("ris", tag, text)


def _detail(date: Date) -> int:
    return 2 * len(date.start) + bool(date.end is not None or date.season or date.circa)


def _date(text: str) -> Date:
    """A RIS date: YYYY/MM/DD/anything else, or any other way to write one."""
    match = _WITH_REST.fullmatch(text.strip())
    if not match:
        words = _WORDS_AFTER_YEAR.fullmatch(text.strip())
        if words:
            return max(
                parse_date(text), parse_date(f"{words[2]} {words[1]}"), key=_detail
            )
        return parse_date(text)
    rest = parse_date(match[4])
    plain = parse_date("/".join(part for part in match.groups()[:3] if part))
    if (rest.start and rest.year in (plain.year, None)) or not plain.start:
        return rest
    merged = parse_date(f"{match[4]} {plain.year}")
    return max((plain, merged), key=_detail)


def _settle(draft: Draft, kind: ReferenceType) -> None:
    """Settle values that depend on several fields: the owner of the title T2, and
    journals with a short title only.
    """
    _settle_part(draft, kind)
    _settle_special_issue(draft)
    short = draft.text("container-title-short")
    if short and draft.type == "webpage" and "container-title" in draft.fields:
        draft.fields["collection-title"] = draft.fields["container-title"]
        draft.fields["container-title"] = draft.fields.pop("container-title-short")
    elif short and (
        kind.tags["T2"] == "container-title" or draft.type == "paper-conference"
    ):
        draft.set("container-title", short)
    if short and short == draft.text("container-title"):
        draft.fields.pop("container-title-short", None)
    event = draft.text("event-title")
    if draft.type == "paper-conference":
        if "container-title" not in draft.fields and _PROCEEDINGS.search(event):
            draft.fields["container-title"] = draft.fields.pop("event-title")
        _settle_places(draft)


def _settle_part(draft: Draft, kind: ReferenceType) -> None:
    """Give what Scopus exports from a book series (SER) the type that M3 names: T2 is
    the series and its volume's title is not given.
    """
    named = draft.text("genre").lower()
    if kind.code != "SER" or named not in _PARTS:
        return
    draft.type = _PARTS[named]
    if "collection-title" in draft.fields:
        draft.fields["container-title"] = draft.fields.pop("collection-title")
    if "collection-editor" in draft.fields:
        draft.fields["editor"] = draft.fields.pop("collection-editor")
    if "number-of-pages" in draft.fields:
        draft.fields["page"] = draft.fields.pop("number-of-pages")


# Scopus' document types that are parts of a volume, and their CSL types.
_PARTS: Final = {
    "article": "article-journal",
    "book chapter": "chapter",
    "chapter": "chapter",
    "conference paper": "paper-conference",
    "review": "article-journal",
}


def _settle_special_issue(draft: Draft) -> None:
    """Set apart the title of a special issue, which ScienceDirect has in T2, from that
    of the journal, which then is in JO.
    """
    container = draft.text("container-title")
    journal = draft.text("container-title-short")
    if draft.type != "article-journal" or not journal or "." in journal:
        return
    is_from_there = "sciencedirect.com" in draft.text("URL")
    if _SPECIAL_ISSUE.match(container) or (is_from_there and container != journal):
        draft.set("volume-title", container)
        draft.fields["container-title"] = draft.fields.pop("container-title-short")


# The title of an issue rather than a journal: "Special Issue on voles".
_SPECIAL_ISSUE: Final = regex(
    r"(?:virtual )?(?:special|themed|thematic) (?:issue|section)\b", re.IGNORECASE
)


def _settle_places(draft: Draft) -> None:
    """In a conference record C1 is where it was published, and then CY where the
    conference was held.
    """
    published = draft.kept.get("ris", {}).pop("C1", None)
    if published and "publisher-place" in draft.fields:
        draft.fields["event-place"] = draft.fields["publisher-place"]
    if published:
        draft.set(
            "publisher-place",
            published[0],
            replace=True,
        )
    if not draft.kept.get("ris", {"": ""}):
        del draft.kept["ris"]


def write(references: Iterable[Reference]) -> str:
    """The references as RIS."""
    return "\n".join(_write_record(reference) for reference in references)


def _write_record(reference: Reference) -> str:
    kind = written_kind(reference)
    lines = [
        ("TY", kind.code),
        ("ID", reference.id),
        *written_fields(reference, kind),
        *kept_fields(reference),
    ]
    return "".join(_line(tag, value) for tag, value in lines) + "ER  - \n"


def kept_fields(reference: Reference) -> list[tuple[str, str]]:
    """The RIS tags and values that CSL had no place for when the record was read."""
    return [
        (tag, value)
        for tag, found in kept(reference, "ris").items()
        if _TAG.fullmatch(tag) and tag not in _RECORD_TAGS
        for value in found
    ]


# A RIS tag by its form, for kept fields that are written again.
_TAG: Final = regex(r"[A-Z][A-Z0-9]")
# Tags that begin and end a record, and stand for no value of it.
_RECORD_TAGS: Final = ("TY", "ER")


def _line(tag: str, value: str) -> str:
    """One field on one line: pandoc and others refuse a file with more."""
    return f"{tag}  - {' '.join(tagged.within_field(value).split(chr(10)))}\n"


def written_kind(reference: Reference) -> ReferenceType:
    """The reference type a record is written as; a film that has authors and no
    director is ADVS.
    """
    kind = ris_fields.BY_CODE[ris_fields.FOR_ITEM_TYPE.get(reference.type, "GEN")]
    if (
        kind.tags["AU"] == "director"
        and "author" in reference
        and "director" not in reference
    ):
        return ris_fields.BY_CODE["ADVS"]
    return kind


def written_fields(
    reference: Reference, kind: ReferenceType
) -> Iterator[tuple[str, str]]:
    """The RIS tags and values of a record written as `kind`, but its type, id and kept
    fields.
    """
    used: set[str] = set()
    for tag in _WRITTEN:
        variable = _meaning(kind, tag, reference)
        if (
            variable in used
            or variable not in reference
            or (variable == "publisher" and tag != "PB")
        ):
            continue
        used.add(variable)
        value = reference[variable]
        if isinstance(value, tuple):
            yield from ((tag, values.inverted(person)) for person in value)
        elif str(value):
            yield tag, str(value)
    if "author" not in used and kind.tags["AU"] not in used:
        yield from (
            ("AU", values.inverted(person)) for person in reference.names("author")
        )
    yield from ris_dates.written_dates(reference)
    yield from _written_pages(reference, kind)
    for variable in ("ISBN", "ISSN"):
        if variable in reference and variable not in used:
            yield "SN", reference.text(variable)
    yield from (
        ("KW", word) for word in values.split_keywords(reference.text("keyword"))
    )
    yield from (("N1", line) for line in reference.text("note").split("\n") if line)
    if "title" in reference.translations:
        yield "TT", reference.translations["title"].text


def _meaning(
    kind: ReferenceType,
    tag: str,
    reference: Reference,
) -> str:
    variable = kind.tags.get(tag, "")
    if (
        kind.item_type == "paper-conference"
        and tag in ("CY", "C1")
        and "event-place" in reference
    ):
        if tag == "CY":
            return "event-place"
        return "publisher-place"
    return variable


def _written_pages(
    reference: Reference, kind: ReferenceType
) -> Iterator[tuple[str, str]]:
    page, total = reference.text("page"), reference.text("number-of-pages")
    if page:
        first, last = values.split_pages(page)
        yield "SP", first
        if last or kind.tags["SP"] != "page":
            yield "EP", last or first
    elif total and kind.tags["SP"] == "number-of-pages":
        yield "SP", total
