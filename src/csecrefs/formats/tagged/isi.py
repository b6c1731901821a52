"""Web of Science's (ISI's) tagged format, in.

Source: "Web of Science Core Collection Field Tags", and those of BIOSIS, CABI and
Derwent on the same platform.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, keyed
from csecrefs.formats.source import decode, lines
from csecrefs.formats.tagged import lines as tagged
from csecrefs.formats.tagged.lines import TaggedField
from csecrefs.model import Date, Name, Reference, Translation
from csecrefs.model.date import parse_date
from csecrefs.patterns import regex

# Two letters and a blank, as "TI Voles of"; further lines are indented.
_SYNTAX: Final = tagged.Syntax(
    regex(r"([A-Z][A-Z0-9])(?: (.*)|$)"),
    regex(r"\s*\S"),
    frozenset({"PT"}),
    frozenset({"ER"}),
)
# The lines around all records, which belong to none.
_HEADER: Final = frozenset({"FN", "VR", "EF", tagged.STRAY})
# The values of PT: journal, series, patent, book, and BIOSIS' conference.
_TYPES: Final = {
    "J": "article-journal",
    "S": "chapter",
    "P": "patent",
    "B": "book",
    "C": "paper-conference",
}
# The values of DT that say more than PT; of an article they change nothing.
_DOCUMENT_TYPES: Final = {
    "book": "book",
    "book chapter": "chapter",
    "proceedings paper": "paper-conference",
    "meeting abstract": "paper-conference",
    "conference paper": "paper-conference",
    "thesis": "thesis",
    "data set": "dataset",
    "data study": "dataset",
    "software": "software",
    "patent": "patent",
    "report": "report",
}
# Tags whose value is a variable as it is.
_VARIABLES: Final = {
    "TI": "title",
    "SE": "collection-title",
    "LA": "language",
    "CT": "event-title",
    "CL": "event-place",
    "VL": "volume",
    "IS": "issue",
    "SU": "supplement-number",
    "PM": "PMID",
    "DI": "DOI",
    "JI": "container-title-short",
    "AB": "abstract",
    "PC": "jurisdiction",
}
# Keywords of authors, of the index ("KeyWords Plus"), of organisms, data and methods.
_KEYWORDS: Final = frozenset({"DE", "ID", "OR", "BD", "MC", "MQ"})
# The tags that are read; all others are kept.
_READ: Final = _KEYWORDS | frozenset(_VARIABLES) | frozenset(
    "PT ER AU AF BA BF BE ED CA GP SO PD PY EA BP EP PS PG AR SN EI BN PU PI AE PN CY FT DT".split()
)  # fmt: skip


def looks_like(head: str) -> bool:
    """True if the beginning of a text is Web of Science's format."""
    is_tagged = re.search(r"\A\s*(?:FN .+\n+VR |PT [A-Z]\n(?:AU|TI|AF|UT) )", head)
    return bool(is_tagged or _is_table(head))


def _is_table(text: str) -> bool:
    """True for the tab-delimited export: the tags in a line, a record a line."""
    return text.lstrip("\ufeff").startswith("PT\tAU\t")


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a Web of Science file, and what was wrong with it."""
    text, diagnostics = decode(source, path)
    origin: Callable[[int], int] = int
    if _is_table(text):
        text, starts = _as_tagged(text)
        origin = partial(bisect_right, starts)
    references: list[Reference] = []
    empty: list[int] = []
    for record in tagged.records(text, _SYNTAX, path, diagnostics):
        fields = [field for field in record if field.tag not in _HEADER]
        if not any(field.tag not in ("PT", "ER") for field in fields):
            if fields and fields[0].tag == "PT":
                empty.append(origin(fields[0].line))
            continue
        if record[-1].tag != "ER":
            message = "a record without ER, its end"
            diagnostics.append(
                Diagnostic(
                    "unfinished-record",
                    message,
                    path=path,
                    line=fields[0].line,
                )
            )
        draft = tagged.placed(
            _read_record(fields),
            fields,
            origin,
        )
        references.append(draft.reference())
    tagged.report_empty(empty, path, diagnostics)
    tagged.report_none(text, references, "PT", path, diagnostics)
    return keyed(references), diagnostics


def _as_tagged(table: str) -> tuple[str, list[int]]:
    """Return a tab-delimited export in the tagged form, a line each for its people, and
    the line there at which each line of the table begins.
    """
    head, *rows = lines(table.lstrip("\ufeff"))
    tags = head.strip().split("\t")
    records: list[str] = []
    starts = [1]
    line = 1
    for row in rows:
        starts.append(line)
        fields = []
        for tag, value in zip(tags, row.split("\t"), strict=False):
            if tag in _PEOPLE:
                value = "\n   ".join(
                    re.split(
                        r";\s+",
                        value.strip(),
                    )
                )
            if value.strip():
                fields.append(f"{tag} {value.strip()}\n")
        if fields:
            records.append("".join(fields) + "ER\n\n")
            line += records[-1].count("\n")
    return "".join(records), starts


# The tags of which each person has a line of their own.
_PEOPLE: Final = frozenset("AU AF BA BF BE ED CA GP".split())


def _read_record(fields: list[TaggedField]) -> Draft:
    found: dict[str, list[str]] = defaultdict(list)
    for field in fields:
        found[field.tag] += field.value.split("\n")
    joined = {tag: values.collapse(" ".join(lines)) for tag, lines in found.items()}
    draft = Draft(type=_item_type(joined))
    for tag, variable in _VARIABLES.items():
        draft.set(variable, joined.get(tag, ""))
    _read_names(draft, found)
    _read_container(draft, joined)
    _read_numbers(draft, joined)
    draft.set("issued", _issued(joined))
    for tag, value in joined.items():
        draft.keywords += value.split(";") if tag in _KEYWORDS else []
    if "FT" in joined:
        draft.translations["title"] = Translation(draft.text("title"))
        draft.set(
            "title",
            joined["FT"],
            replace=True,
        )
    for tag in joined:
        if tag not in _READ:
            draft.keep("isi", tag, joined[tag])
    return draft


def _item_type(joined: dict[str, str]) -> str:
    kind = _TYPES.get(joined.get("PT", ""), "article-journal")
    documents = [part.strip().lower() for part in joined.get("DT", "").split(";")]
    special = next(
        (_DOCUMENT_TYPES[part] for part in documents if part in _DOCUMENT_TYPES), ""
    )
    if kind == "article-journal":
        if special in ("thesis", "dataset", "software", "patent", "report"):
            return special
        return kind
    if (
        kind == "book"
        and not special
        and "BP" in joined
        and joined.get("SO") != joined.get("TI")
    ):
        return "chapter"
    return special or kind


def _read_names(draft: Draft, found: dict[str, list[str]]) -> None:
    full = len(found["AF"]) >= len(found["AU"])
    for line in found["AF"] if full else found["AU"]:
        if line.strip() == _NOBODY:
            draft.keep("isi", "AU", line)
        else:
            draft.name("author", _name(line))
    for line in found["BF"] or found["BA"]:
        draft.name(
            "author" if draft.type == "book" else "container-author", _name(line)
        )
    for line in found["BE"] or found["ED"]:
        draft.name("editor", _name(line))
    for line in found["CA"]:
        draft.name("author", Name(literal=values.collapse(line)))
    # the group that made the book, of which this may be a part
    of_book = "author"
    if draft.type != "book" and "author" in draft.fields:
        of_book = "container-author"
    for line in found["GP"]:
        draft.name(of_book, Name(literal=values.collapse(line)))


def _name(line: str) -> Name:
    line = _ADDRESS.sub("", line)
    if (both := _FULL_NAME.fullmatch(line)) and both[1].lower() == both[2].lower():
        line = f"{both[2]}, {both[3]}"
    person = values.initials_name(line)
    written = values.out_of_capitals(person)
    if written.given != person.given:  # "YANG, Y" may be the name's own form
        person = written
    return person.evolve(given=values.spaced_initials(person.given))


# The name in full behind that with initials, as pages show it: "Roe, C (Roe, Carl)".
_FULL_NAME: Final = regex(r"([^,()]+),[^()]*\(([^,()]+),\s*([^()]+)\)\s*")
# An address of e-mail or the number of an address after a name.
_ADDRESS: Final = regex(r"\s*[(<\[](?:[^()<>\[\]]*@[^()<>\[\]]*|[\d, ]+)[)>\]]")
# What Web of Science has where an article names nobody.
_NOBODY: Final = "[Anonymous]"


def _read_container(draft: Draft, joined: dict[str, str]) -> None:
    source = joined.get("SO", "")
    if draft.type == "book" and draft.text("title").lower() == source.lower():
        source = ""
    if draft.type not in ("patent", "book"):
        draft.set("container-title", source)
    if draft.type in ("article-journal", "patent"):
        draft.fields.pop("collection-title", None)
    if draft.type.startswith("article"):
        # No style prints the publisher of a journal for its articles.
        for tag in ("PU", "PI"):
            draft.keep(
                "isi",
                tag,
                joined.get(tag, ""),
            )
    else:
        draft.set("publisher", _publisher(joined.get("PU", "")))
        draft.set(
            "publisher-place",
            _capitalised(joined.get("PI", "")),
        )
    draft.set("event-date", parse_date(joined.get("CY", "")))


# Words that stay in capitals in the name of a publisher or place.
_ACRONYMS: Final = frozenset(
    """IEEE ACM SPIE ASME ASCE AIAA AIP IOP OSA SAE MDPI BMJ CRC MIT NASA USA UK UN WHO OECD UNESCO IUCN
    INRA CNRS CSIRO CSIC EDP SIAM IGI IOS ISA IET RSC ACS AMS APS AGU ASA ASM ASTM VCH JAI NATO CABI FAO
    ESA ESO ICES II III IV DC BV AG SA SRL LLC NV AS AB KG GMBH PLC YMCA RAND NRC NOAA USDA USGS CERN
    ETH UCL LSE HMSO PLOS""".split()
)
# Legal forms that are neither in capitals nor like words.
_SPELLED: Final = {"GMBH": "GmbH"}


def _publisher(text: str) -> str:
    """A publisher in capitals as it is written; a short name alone is an acronym."""
    if text.isalpha() and len(text) <= 4:
        return text
    return _capitalised(text)


def _capitalised(text: str) -> str:
    """Words all in capitals with only their first, but for acronyms; anything else as
    it is.
    """
    if text.isupper():
        return re.sub(r"[^\W\d_]+", _word, text)
    return text


def _word(match: re.Match[str]) -> str:
    word = match[0]
    if word in _ACRONYMS:
        return _SPELLED.get(word, word)
    return word.capitalize()


# The code that Derwent gives the holder of a patent, which ends its name: "(OARC-C)".
_HOLDER_CODE: Final = regex(r"\s*\([A-Z]{4}-[A-Z]\)\s*")


def _read_numbers(draft: Draft, joined: dict[str, str]) -> None:
    pages = values.pages(
        joined.get("BP", ""),
        joined.get("EP", "").replace("+", ""),
    )
    if draft.type == "book":
        draft.set("number-of-pages", joined.get("PG", ""))
    else:
        draft.set("page", pages)
    draft.set("page", values.pages(joined.get("PS", "")))
    article_number = joined.get("AR", "")
    if "page" in draft.fields:
        draft.set("number", article_number)
    else:
        draft.set("page", article_number)
    if draft.text("number-of-pages") != joined.get("PG", ""):
        draft.keep(
            "isi",
            "PG",
            joined.get("PG", ""),
        )
    if draft.type == "patent":
        draft.set("number", joined.get("PN", ""))
        holders = _HOLDER_CODE.sub("; ", joined.get("AE", "")).strip("; ")
        draft.set("authority", _capitalised(holders))
        return
    draft.set("part-number", joined.get("PN", ""))
    for tag in ("SN", "EI", "BN"):
        books, serials = values.standard_numbers(joined.get(tag, ""))
        draft.add("ISBN", books)
        draft.add("ISSN", serials)


def _issued(joined: dict[str, str]) -> Date:
    year, day = joined.get("PY", ""), joined.get("PD", "")
    early = parse_date(joined.get("EA", ""))
    if year not in day:
        day = f"{day} {year}"
    exact = parse_date(day) or parse_date(year)
    # An article that is online before its issue has no other date of that year.
    if not exact or (len(exact.start) == 1 and early.year == exact.year):
        return early or exact
    return exact
