"""Text as a search compares it: without case and without accents."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """`text` in one case and without combining marks: "Piteşti" and "PITESTI" fold alike."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
