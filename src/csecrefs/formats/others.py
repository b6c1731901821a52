"""Names in a list that are nobody's: they stand for the names left out."""

from __future__ import annotations

from typing import Final

from csecrefs.model import Name

# As databases and people write it; "al., et" when a reader has split it.
_OTHERS: Final = frozenset(
    {
        "et al",
        "etal",
        "et alii",
        "and others",
        "others",
        "u. a",
        "u.a",
        "y otros",
    }
)
_LONGEST_OTHERS: Final = 14


def stands_for_others(person: Name) -> bool:
    """True if a name in a list is no person but "et al.", however it was split."""
    text = person.literal or f"{person.given} {person.family}"
    if len(text) > _LONGEST_OTHERS:
        return False
    return text.casefold().strip(" .[]") in _OTHERS
