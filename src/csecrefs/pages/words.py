"""Words of pages and titles, in a form in which they can be compared."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from csecrefs.patterns import regex

# Scripts that are written without blanks between words.
_UNSPACED: Final = regex(
    "[\u0e00-\u0e7f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}"
)


def folded(text: str) -> str:
    """Return a text's letters and digits without accents or case, one space between
    words.

    >>> folded("Über die H\u00e4fen!")
    'uber die hafen'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", " ".join(re.findall(r"\w+", plain)))


def grams(text: str) -> list[str]:
    """Return the pairs of neighbouring letters in the parts of a text whose script has
    no blanks; none if it has no such part.
    """
    return [
        run[place : place + 2]
        for run in _UNSPACED.findall(text)
        for place in range(len(run) - 1)
    ]
