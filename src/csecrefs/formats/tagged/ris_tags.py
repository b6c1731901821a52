"""The meaning of each RIS tag by itself, and as kinds of reference types change it.

Source: RIS specification (Reference Manager, 2001), and the field tables by reference
type in EndNote's manual ("Reference types", "RIS export"). A tag stands for one of
EndNote's generic fields (A2 is the secondary author, T2 the secondary title, M1 the
number, ...), whose meaning depends on the type.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs


@attrs.frozen
class ReferenceType:
    """A reference type: its RIS code, EndNote's name and number, the CSL type, and what
    its tags mean.

    `genre` is set for records of this type that name none.
    """

    code: str
    name: str
    number: int
    item_type: str
    tags: Mapping[str, str]
    genre: str = ""


COMMON: Final = {
    "AU": "author",
    "A1": "author",
    "A2": "editor",
    "ED": "editor",
    "A3": "collection-editor",
    "A4": "translator",
    "A5": "contributor",
    "TI": "title",
    "T1": "title",
    "CT": "title",
    "ST": "title-short",
    "T2": "container-title",
    "JF": "container-title",
    "BT": "container-title",
    "JO": "container-title-short",
    "JA": "container-title-short",
    "J1": "container-title-short",
    "J2": "container-title-short",
    "T3": "collection-title",
    "SV": "collection-number",
    "VL": "volume",
    "VO": "volume",
    "IS": "issue",
    "CP": "issue",
    "NV": "number-of-volumes",
    "ET": "edition",
    "SE": "section",
    "SP": "page",
    "CY": "publisher-place",
    "PP": "publisher-place",
    "PB": "publisher",
    "LA": "language",
    "AB": "abstract",
    "DO": "DOI",
    "UR": "URL",
    "LK": "URL",
    "DB": "archive",
    "AN": "archive_location",
    "AV": "archive_location",
    "CN": "call-number",
    "DP": "source",
    "M3": "genre",
    "RI": "reviewed-title",
    "PN": "part-number",
    "PT": "part-title",
}
"""What a tag means where its type does not say otherwise; "" is nothing that CSL
knows.
"""

# EndNote's generic number is the issue of a periodical.
ARTICLE: Final = {"M1": "issue"}
# The secondary title and author of a whole work are those of its series.
SERIES: Final = {"T2": "collection-title", "A2": "collection-editor"}
# A book's number is its place in the series, its pages are counted.
BOOK: Final = {
    **SERIES,
    "A3": "editor",
    "BT": "title",
    "SP": "number-of-pages",
    "M1": "collection-number",
    "SE": "",
}
# In a part of a book "SE" numbers the chapter and "M1" the volumes of the set.
CHAPTER: Final = {"SE": "chapter-number", "M1": "number-of-volumes"}
# The same, but entries have a number of their own.
ENTRY: Final = {**CHAPTER, "M1": "number"}
# Works that are looked at: their volume field is the size, their edition a version.
IMAGE: Final = {
    "A2": "contributor",
    "T2": "",
    "M3": "medium",
    "ET": "version",
    "VL": "dimensions",
}
# Works that are shown: their author directs, their pages are the running time.
FILM: Final = {
    "AU": "director",
    "A1": "director",
    "T2": "collection-title",
    "C1": "performer",
    "C4": "genre",
    "C5": "medium",
    "SP": "dimensions",
    "M3": "medium",
    "SN": "ISBN",
}
# Laws have a code and a session where others have an edition and an original.
LAW: Final = {
    "ET": "chapter-number",
    "OP": "references",
    "CY": "publisher-place",
}
# Manuscripts have pages in number and a number of their own.
MANUSCRIPT: Final = {"SP": "number-of-pages", "NV": "number"}
