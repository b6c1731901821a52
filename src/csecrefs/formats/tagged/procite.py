"""ProCite's RIS: what has no tag is in notes with a label.

Source: ProCite 5 manual, "Exporting records", and files that it has written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from csecrefs.formats import values
from csecrefs.formats.tagged.lines import TaggedField
from csecrefs.formats.tagged.ris_tags import ReferenceType
from csecrefs.patterns import regex

# A note with a label, by which other programs keep a field: "Call Number: QA76".
_LABEL: Final = regex(r"([A-Z][\w()/.,' -]{1,40}?): (.+)", re.DOTALL)
# ProCite's labels in notes, and the tag each would have had.
_PROCITE: Final = {
    "Record ID": "ID",
    "Record Number": "ID",
    "Call Number": "CN",
    "Language": "LA",
    "Series Title": "T3",
    "Series Volume ID": "SV",
    "Series Editor": "A3",
    "Author, Monographic": "A2",
    "Author, Subsidiary": "A5",
    "Editor": "A2",
    "Editor/Compiler": "A2",
    "Proceedings Title": "C3",
    "Recording Title": "T2",
    "Title Monographic": "T2",
    "Title, Monographic": "T2",
    "Translated Title": "TT",
    "Edition": "ET",
    "Place of Publication": "CY",
    "Publisher Name": "PB",
    "Volume ID": "VL",
    "Issue ID": "IS",
    "Issue Identification": "IS",
    "Page(s)": "SP",
    "ISBN": "SN",
    "Size": "C3",
    "Scale": "C1",
    "History": "OP",
}

# By CSL type, the tags ProCite fills with what belongs under another.
_PROCITE_MOVES: Final = {
    **{
        kind: {"VL": "ET", "IS": "VL"} for kind in ("book", "chapter", "graphic", "map")
    },
    "bill": {"CY": "T2", "VL": "M1"},
    "legislation": {"CY": "T2"},
}


def is_written_by(fields: Iterable[TaggedField]) -> bool:
    """True if a record has the number that ProCite gives each."""
    return any(
        field.tag == "N1" and re.match(r"Record (?:ID|Number): ", field.value)
        for field in fields
    )


def without_labels(
    fields: list[TaggedField], kind: ReferenceType
) -> Iterator[TaggedField]:
    """ProCite's labelled notes as the tags they stand for; its VL is the edition of
    what has no volumes.
    """
    moved = _PROCITE_MOVES.get(kind.item_type, {})
    taken = {field.tag for field in fields}
    for field in fields:
        label = None
        if field.tag == "N1":
            label = _LABEL.fullmatch(field.value)
        # "Notes: " says only that the note is one.
        if label and label[1] == "Notes":
            yield TaggedField("N1", label[2], field.line)
        elif label and (tag := _PROCITE.get(label[1])) and tag not in taken - {"VL"}:
            # A labelled name is in direct order, "Ann Doe", where RIS has "Doe, Ann".
            person = tag in ("A2", "A3", "A5")
            if person:
                value = values.inverted(values.natural_name(label[2]))
            else:
                value = label[2]
            yield TaggedField(tag, value, field.line)
        else:
            yield TaggedField(
                moved.get(field.tag, field.tag),
                field.value,
                field.line,
            )
