"""Plain reference strings to records: tokens, labels, names, dates, fields.

`parse_references` reads a list or a manuscript, `parse_string` one reference,
`split_list` only parts a list into its entries.
"""

from __future__ import annotations

from csecrefs.strings.lists import ListedString, split_list
from csecrefs.strings.plain import listed_strings, parse_references, parse_strings
from csecrefs.strings.records import FieldEvidence, ParsedReference, parse_string

__all__ = [
    "FieldEvidence",
    "ListedString",
    "ParsedReference",
    "listed_strings",
    "parse_references",
    "parse_string",
    "parse_strings",
    "split_list",
]
