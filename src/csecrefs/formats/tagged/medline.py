"""MEDLINE in both notations (nbib and PubMed XML): publication types to item types,
titles.
"""

from __future__ import annotations

import re
from typing import Final

# MEDLINE's and ERIC's publication types in lower case, and CSL's.
_TYPES: Final = {
    "book": "book",
    "books": "book",
    "book chapter": "chapter",
    "book section": "chapter",
    "collected works - general": "book",
    "collected works - proceedings": "paper-conference",
    "collected works - serial": "article-journal",
    "computer program": "software",
    "dataset": "dataset",
    "dissertations/theses": "thesis",
    "guides - general": "book",
    "journal article": "article-journal",
    "journal articles": "article-journal",
    "meeting abstract": "paper-conference",
    "congress": "paper-conference",
    "congresses": "paper-conference",
    "newspaper article": "article-newspaper",
    "patent": "patent",
    "preprint": "article",
    "speeches/meeting papers": "paper-conference",
    "technical report": "report",
    "video-audio media": "motion_picture",
    "webcast": "motion_picture",
    "legal/legislative/regulatory materials": "legislation",
    "reference materials": "book",
}
PUBLICATION_TYPES: Final = {
    "article": "Preprint",
    "article-journal": "Journal Article",
    "article-newspaper": "Newspaper Article",
    "book": "Book",
    "chapter": "Book Chapter",
    "dataset": "Dataset",
    "motion_picture": "Video-Audio Media",
    "paper-conference": "Congress",
    "patent": "Patent",
    "report": "Technical Report",
    "software": "Computer Program",
    "thesis": "Dissertations/Theses",
}
"""The publication type a CSL item type is written as."""
# ERIC's types by their beginning: "Reports - Research", "Dissertations/Theses - ...".
_PREFIXES: Final = {
    "dissertations/theses": "thesis",
    "reports": "report",
    "reference materials": "book",
}
# Of several types of a record the first of these counts.
_ORDER: Final = (
    "chapter",
    "thesis",
    "article",
    "article-journal",
    "book",
    "paper-conference",
    "report",
)
# Words that stay small within a title.
_SMALL_WORDS: Final = frozenset(
    "a an and as at but by for from in nor of on or the to via with de la le der die".split()
)


def item_type(publication_types: list[str]) -> str:
    """The CSL type that publication types of PubMed or ERIC say, or ""."""
    found = set()
    for name in (publication_type.lower() for publication_type in publication_types):
        head = name.split(" - ")[0]
        if kind := _TYPES.get(name) or _PREFIXES.get(head):
            found.add(kind)
    return next((kind for kind in _ORDER if kind in found), min(found, default=""))


def journal_title(title: str) -> str:
    """A journal's title as journals print it: NLM's catalogue writes all but the first
    word small.
    """
    # "Science (New York, N.Y.)" is Science; what follows " : " is a subtitle.
    title = re.sub(r"\s*\(.*\)\s*$", "", title)
    title = title.split(" : ")[0]
    words = re.split(r"(\s+|(?<=\w)-(?=\w))", title)
    return "".join(
        word
        if not word.islower() or (index and word in _SMALL_WORDS)
        else word[0].upper() + word[1:]
        for index, word in enumerate(words)
    )


def without_point(title: str) -> str:
    """`title` without the point that MEDLINE ends titles with, and the brackets of a
    translated one.
    """
    # The last point of "..." is part of the title.
    title = re.sub(r"(?<![.\s])\.$", "", title)
    whole = re.fullmatch(r"\[([^\[\]]*)\]", title)
    if whole:
        return re.sub(r"(?<![.\s])\.$", "", whole[1])
    return title
