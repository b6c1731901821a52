"""RefWorks' tagged format, in: RIS by other tags, with the meanings of `ris_fields`.

Source: the tag legend and reference types of RefWorks' "Tagged Format" help page.
"""

from __future__ import annotations

import re
from typing import Final

from csecrefs.errors import Diagnostic
from csecrefs.formats.draft import Draft, keyed
from csecrefs.formats.source import decode
from csecrefs.formats.tagged import lines as tagged
from csecrefs.formats.tagged import ris, ris_fields
from csecrefs.formats.tagged.lines import TaggedField
from csecrefs.model import Reference
from csecrefs.patterns import regex

# RefWorks' tags and those of RIS for the same (RefWorks tagged format guide).
_TAGS: Final = {
    "A1": "AU",
    "A2": "A2",
    "A3": "A3",
    "A4": "A4",
    "A6": "ED",
    "T1": "TI",
    "T2": "T2",
    "T3": "T3",
    "WT": "T2",
    "JF": "JF",
    "JO": "J2",
    "YR": "PY",
    "FD": "DA",
    "VO": "VL",
    "IS": "IS",
    "SP": "SP",
    "OP": "EP",
    "K1": "KW",
    "AB": "AB",
    "NO": "N1",
    "ED": "ET",
    "PB": "PB",
    "PP": "CY",
    "SN": "SN",
    "AV": "AV",
    "AN": "AN",
    "LA": "LA",
    "OT": "TT",
    "DO": "DO",
    "LK": "UR",
    "UL": "UR",
    "CN": "CN",
    "DB": "DB",
    "DS": "DP",
    "RD": "Y2",
    "ST": "ST",
}
# Tags without a variable: addresses, links, user fields.
_KEPT: Final = "AD CL SF SL LL CR WV WP IP OL SR A5".split() + [
    f"U{number}" for number in range(1, 16)
]
# Identifiers that have tags of more than two letters.
_NUMBERS: Final = {"PMID": "PMID", "PMCID": "PMCID"}
# All tags, longer ones first, for the pattern of a line.
_KNOWN: Final = "|".join(
    sorted(
        [*_TAGS, *_KEPT, *_NUMBERS, "RT", "ID", "ER"],
        key=len,
        reverse=True,
    )
)
# Two letters that RefWorks knows and a blank: "T1 Voles"; others belong to the text.
_SYNTAX: Final = tagged.Syntax(
    regex(rf"({_KNOWN})(?: (.*)|$)"), first=frozenset({"RT"})
)
# RefWorks' reference types in lower case, and RIS's codes.
_TYPES: Final = {
    "abstract": "ABST",
    "artwork": "ART",
    "bills/resolutions": "BILL",
    "book, edited": "EDBOOK",
    "book, section": "CHAP",
    "book, whole": "BOOK",
    "book": "BOOK",
    "case/court decisions": "CASE",
    "computer program": "COMP",
    "conference proceedings": "CONF",
    "conference proceeding": "CONF",
    "dissertation": "THES",
    "dissertation/thesis": "THES",
    "dissertation/thesis, unpublished": "THES",
    "generic": "GEN",
    "grant": "GRANT",
    "hearing": "HEAR",
    "journal": "JFULL",
    "journal article": "JOUR",
    "journal, electronic": "EJOUR",
    "laws/statutes": "STAT",
    "magazine article": "MGZN",
    "map": "MAP",
    "monograph": "BOOK",
    "motion picture": "MPCT",
    "music score": "MUSIC",
    "newspaper article": "NEWS",
    "online discussion forum/blogs": "BLOG",
    "patent": "PAT",
    "personal communication": "PCOMM",
    "report": "RPRT",
    "sound recording": "SOUND",
    "thesis/unpublished": "THES",
    "unpublished material": "UNPB",
    "video/ dvd": "VIDEO",
    "video/dvd": "VIDEO",
    "web page": "WEB",
}


def looks_like(head: str) -> bool:
    """True if the beginning of a text is RefWorks' tagged format."""
    return head.lstrip("\ufeff").startswith("Refworks Export Tagged Format") or bool(
        re.search(
            r"^RT [A-Z][\w,/ ]+\n(?:(?:SR|ID|A1|T1|JF|YR) .*)", head, re.MULTILINE
        )
    )


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a RefWorks file, and what was wrong with it."""
    text, diagnostics = decode(source, path)
    references: list[Reference] = []
    for found in tagged.records(text, _SYNTAX, path, diagnostics):
        record = [field for field in found if field.tag != tagged.STRAY]
        if not record or record[0].tag != "RT":
            continue
        if record[0].value.lower() not in _TYPES:
            message = f"no RefWorks type is called {record[0].value!r}; read as Generic"
            diagnostics.append(
                Diagnostic(
                    "unknown-type",
                    message,
                    path=path,
                    line=record[0].line,
                )
            )
        references.append(
            tagged.placed(
                _read_record(record),
                record,
            ).reference()
        )
    tagged.report_none(text, references, "RT", path, diagnostics)
    return keyed(references), diagnostics


def _read_record(record: list[TaggedField]) -> Draft:
    kind = ris_fields.BY_CODE[
        _TYPES.get(
            record[0].value.lower(),
            "GEN",
        )
    ]
    year = next((field.value for field in record if field.tag == "YR"), "")
    fields = []
    for field in record:
        value = field.value.rstrip("\n ")
        if field.tag == "FD" and re.fullmatch(r"\d\d?/\d\d?", value):
            value = f"{year}/{value}"
        if tag := _TAGS.get(field.tag):
            fields.append(TaggedField(tag, value, field.line))
    draft = ris.read_fields(fields, kind)
    for field in record:
        if field.tag == "ID":
            draft.id = field.value.strip()
        elif field.tag in _NUMBERS:
            draft.set(_NUMBERS[field.tag], field.value)
        elif field.tag in _KEPT:
            draft.keep("refworks", field.tag, field.value)
    return draft
