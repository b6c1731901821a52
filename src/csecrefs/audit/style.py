"""The style of a list, recognised: format the parsed records, take the nearest.

A style is never told for sure; the likeness says how near the list is to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import attrs
from rapidfuzz.distance import Indel

from csecrefs.document import Document
from csecrefs.errors import CsecrefsError
from csecrefs.model import Reference
from csecrefs.patterns import regex
from csecrefs.strings import ParsedReference
from csecrefs.text.inline import plain

COMMON: Final = tuple(
    """
    apa chicago-author-date chicago-notes-bibliography modern-language-association ieee
    nature science cell elsevier-harvard elsevier-vancouver elsevier-with-titles
    nlm-citation-sequence harvard-cite-them-right springer-basic-author-date
    springer-basic-brackets springer-lecture-notes-in-computer-science
    american-medical-association american-chemical-society american-institute-of-physics
    american-physics-society american-political-science-association
    american-sociological-association plos bmj royal-society-of-chemistry
    american-geophysical-union turabian-author-date iso690-author-date-en
    iso690-numeric-en taylor-and-francis-national-library-of-medicine
    """.split()
)
"""Styles that most lists are in."""
_SAMPLE: Final = 12
"""Entries that are compared: more change nothing."""
# the number of an entry in the list: "[3] ", "(3) ", "3. "
_NUMBER: Final = regex(r"^\s*(?:\[\d+\]|\(\d+\)|\d+[.)]?(?=\s))\s*")


@attrs.frozen
class StyleGuess:
    """A style, and how alike the list is to itself set in it, 0 to 1."""

    style: str
    likeness: float


def recognise(
    parsed: Sequence[ParsedReference],
    strings: Sequence[str] = (),
    styles: Iterable[str] = COMMON,
) -> list[StyleGuess]:
    """Return styles with the likeness of a list to each, the nearest first."""
    chosen = list(parsed)[:_SAMPLE]
    texts = [_bare(text) for text in (strings or [each.text for each in parsed])][
        :_SAMPLE
    ]
    found = []
    for style in styles:
        made = formatted([each.reference for each in chosen], style)
        if not made:
            continue
        alike = [
            Indel.normalized_similarity(
                text,
                made.get(each.reference.id, ""),
            )
            for text, each in zip(texts, chosen, strict=False)
        ]
        found.append(
            StyleGuess(
                style,
                round(sum(alike) / max(1, len(alike)), 4),
            )
        )
    return sorted(found, key=lambda guess: -guess.likeness)


def formatted(references: Sequence[Reference], style: str) -> dict[str, str]:
    """Return the entry of each reference in a style as plain text, by its key."""
    try:
        document = Document({each.id: each for each in references}, style)
        document.nocite(*(each.id for each in references))
        return {
            entry.id: _bare(plain(entry.tree))
            for entry in document.bibliography().entries
        }
    except CsecrefsError:
        # A style that cannot set the list is no candidate.
        return {}


@lru_cache(1024)
def _bare(text: str) -> str:
    """Return an entry without its number, and with plain blanks."""
    return re.sub(
        r"\s+",
        " ",
        _NUMBER.sub("", text),
    ).strip()
