"""Refer and BibIX, the %-tagged format of troff's refer that EndNote exports (.enw), in
and out.

Source: refer(1) and EndNote's manual ("EndNote tagged import format"). Each tag is one
of EndNote's generic fields, with the meanings of `ris_fields`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from csecrefs.errors import Diagnostic
from csecrefs.formats import values
from csecrefs.formats.draft import Draft, keyed
from csecrefs.formats.source import decode
from csecrefs.formats.tagged import lines as tagged
from csecrefs.formats.tagged import ris, ris_fields
from csecrefs.formats.tagged.lines import TaggedField
from csecrefs.formats.tagged.ris_tags import ReferenceType
from csecrefs.model import Reference
from csecrefs.patterns import regex

# A percent sign, one character, a blank: "%T Voles"; a blank line ends a record.
_SYNTAX: Final = tagged.Syntax(
    regex(r"(%\S)(?:\s(.*)|$)"),
    blank_ends=True,
)
# A blank line after which a field goes on.
_BLANK_INSIDE: Final = regex(r"\n[ \t]*\n(?=[^%\s])")
# EndNote's tags and those of RIS for the same generic field.
_TAGS: Final = {
    "%A": "AU",
    "%B": "T2",
    "%C": "CY",
    "%D": "PY",
    "%E": "ED",
    "%G": "LA",
    "%H": "TA",
    "%I": "PB",
    "%J": "T2",
    "%K": "KW",
    "%L": "CN",
    "%M": "AN",
    "%N": "M1",
    "%O": "J2",
    "%P": "SP",
    "%Q": "TT",
    "%R": "DO",
    "%S": "T3",
    "%T": "TI",
    "%U": "UR",
    "%V": "VL",
    "%W": "AV",
    "%X": "AB",
    "%Y": "A4",
    "%Z": "N1",
    "%1": "C1",
    "%2": "C2",
    "%3": "C3",
    "%4": "C4",
    "%6": "NV",
    "%7": "ET",
    "%8": "DA",
    "%9": "M3",
    "%?": "A4",
    "%@": "SN",
    "%!": "ST",
    "%#": "C5",
    "%$": "C6",
    "%]": "C7",
    "%=": "C8",
    "%&": "SE",
    "%(": "OP",
    "%)": "RP",
    "%*": "RI",
    "%+": "AD",
    "%^": "CA",
    "%>": "L1",
    "%<": "RN",
    "%[": "Y2",
    "%~": "DB",
}
# The tags to write, where two of RIS share one of Refer's.
_WRITTEN: Final = {tag: refer for refer, tag in reversed(_TAGS.items())} | {
    "A2": "%E",
    "A3": "%Y",
    "A4": "%?",
    "IS": "%N",
    "T2": "%B",
    "JF": "%J",
}
# RIS tags with names, which Refer may have in direct order.
_PEOPLE: Final = frozenset({"AU", "ED", "A2", "A3", "A4"})
# Types in which %Y is the editor of the series, and no translator.
_SERIES_EDITED: Final = frozenset(
    {"chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary", "thesis"}
)
# Names of types that are none of EndNote's, and RIS's codes.
_ALIASES: Final = {
    "audio": "SOUND",
    "audiobook": "SOUND",
    "conference": "CONF",
    "dissertation": "THES",
    "electronic source": "WEB",
    "journal": "JOUR",
    "music score": "MUSIC",
    "sound recording": "SOUND",
    "video": "VIDEO",
    "website": "WEB",
}


def looks_like(head: str) -> bool:
    """True if the beginning of a text holds a Refer record."""
    return len(re.findall(r"^%[0A-Z@] \S", head, re.MULTILINE)) > 1


def read(
    source: bytes | str, *, path: str = "<string>"
) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of a Refer file, and what was wrong with it."""
    text, diagnostics = decode(source, path)
    origin = _Origin(text)
    text = _BLANK_INSIDE.sub("\n", text)
    references: list[Reference] = []
    for record in tagged.records(text, _SYNTAX, path, diagnostics):
        strays = [field for field in record if field.tag == tagged.STRAY]
        if strays:
            message = "text outside any field"
            diagnostics.append(
                Diagnostic(
                    "stray-text",
                    message,
                    path=path,
                    line=strays[0].line,
                )
            )
        if len(strays) < len(record):
            draft = tagged.placed(
                _read_record(record),
                record,
                origin,
            )
            references.append(draft.reference())
    return keyed(references), diagnostics


class _Origin:
    """Maps the lines of a text without the blank lines inside records to those of the
    file.
    """

    def __init__(self, text: str) -> None:
        self._removed: list[int] = []
        line = done = 0
        for blank in _BLANK_INSIDE.finditer(text):
            line += text.count(
                "\n",
                done,
                blank.start() + 1,
            )
            done = blank.start() + 1
            # The line number that the next line has in the shortened text.
            self._removed.append(line + 1 - len(self._removed))

    def __call__(self, line: int) -> int:
        return line + bisect_right(self._removed, line)


def _read_record(record: list[TaggedField]) -> Draft:
    kind = _kind(record)
    fields = []
    languages = [field.value for field in record if field.tag == "%G"]
    # Only EndNote's dialect has %0; refer(1) has remarks in %O, not a short title.
    is_from_unix = all(field.tag != "%0" for field in record)
    for field in record:
        tag = _TAGS.get(field.tag, "")
        if field.tag == "%E" and kind.tags["A2"] not in ("editor", "collection-editor"):
            tag = "A2"
        elif field.tag == "%Y" and kind.item_type in _SERIES_EDITED:
            tag = "A3"  # of a thesis the adviser
        if tag in _PEOPLE:
            person = values.inverted(values.natural_name(field.value))
            fields.append(TaggedField(tag, person, field.line))
        elif tag == "LA":
            fields.append(
                TaggedField(
                    tag,
                    ", ".join(languages),
                    field.line,
                )
            )
        elif tag == "DO" and not values.doi(field.value):
            # refer(1): %R is the number of a report; EndNote's has the DOI there.
            number = "C8"
            if kind.tags.get("SN") == "number":
                number = "SN"
            fields.append(
                TaggedField(
                    number,
                    field.value,
                    field.line,
                )
            )
        elif field.tag == "%O" and is_from_unix:
            fields.append(TaggedField("N1", field.value, field.line))
        elif tag:
            fields.append(TaggedField(tag, field.value, field.line))
    draft = ris.read_fields(fields, kind)
    draft.id = next((field.value.strip() for field in record if field.tag == "%F"), "")
    return draft


def _kind(record: list[TaggedField]) -> ReferenceType:
    """The type that %0 names (the last that is known), or what the fields suggest, as
    refer itself does.
    """
    found = None
    for field in record:
        if field.tag == "%0":
            name = field.value.strip().lower()
            found = (
                ris_fields.BY_CODE.get(_ALIASES.get(name, ""))
                or ris_fields.BY_NAME.get(name)
                or found
            )
    tags = {field.tag for field in record}
    if found or "%0" in tags:
        return found or ris_fields.BY_CODE["GEN"]
    guesses = (("%J", "JOUR"), ("%B", "CHAP"), ("%R", "RPRT"), ("%I", "BOOK"))
    return ris_fields.BY_CODE[
        next((code for tag, code in guesses if tag in tags), "GEN")
    ]


def write(references: Iterable[Reference]) -> str:
    """The references as Refer records."""
    return "\n".join(_write_record(reference) for reference in references)


def _write_record(reference: Reference) -> str:
    kind = ris.written_kind(reference)
    lines = [("%0", kind.name), ("%F", reference.id)]
    written = [*ris.written_fields(reference, kind), *ris.kept_fields(reference)]
    last = "".join(value for tag, value in written if tag == "EP")
    for tag, value in written:
        if tag == "SP":
            lines.append(("%P", values.pages(value, last)))
        elif tag == "T2" and kind.code in ("JOUR", "MGZN", "NEWS"):
            lines.append(("%J", value))
        elif refer := "%E" if kind.tags.get(tag) == "editor" else _WRITTEN.get(tag):
            body = tag in _PEOPLE and " " in value and "," not in value
            lines.append((refer, value + "," if body else value))
    return "".join(f"{tag} {tagged.within_field(value)}\n" for tag, value in lines)
