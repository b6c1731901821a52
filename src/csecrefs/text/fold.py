"""Text as a search compares it: without case and without accents."""

from __future__ import annotations

import re
import unicodedata
from functools import cache


def fold(text: str) -> str:
    """`text` in one case and without combining marks: "Piteşti" and "PITESTI" fold
    alike.
    """
    if text.isascii():
        return text.lower()
    return _marks().sub(
        "",
        unicodedata.normalize("NFKD", text.casefold()),
    )


@cache
def _marks() -> re.Pattern[str]:
    """The combining marks; such a set of characters takes long to compile."""
    return re.compile(
        "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
    )
