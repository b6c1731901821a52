"""Tokens of a reference string: words, numbers, identifiers, and each mark alone.

Punctuation stands alone, so that `40(1):1-2` is a volume, an issue and pages.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"https?://\S+|www\.\S+|10\.\d{4,9}/\S+"  # an address or a DOI to the next blank
    r"|[^\W\d_]+(?:[’'‐-][^\W\d_]+)*"  # a word, with its hyphens and apostrophes
    r"|\d+(?:[.,]\d+)*"  # a number, with its separators
    r"|\S"  # any other mark alone
)
_TRAILING: Final = frozenset(".,;:)>]}”\"'")
"""Marks that end a sentence around an address rather than belong to it."""


class Token(NamedTuple):
    """One token and its place in the string."""

    start: int
    end: int
    text: str


def tokens(text: str) -> list[Token]:
    """Return the tokens of `text` in order.

    >>> [token.text for token in tokens("Doe, J. 40(1):1-2.")]
    ['Doe', ',', 'J', '.', '40', '(', '1', ')', ':', '1', '-', '2', '.']
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        value = match[0]
        start, end = match.span()
        if not value.startswith(("http", "www.", "10.")) or value.isalpha():
            found.append(Token(start, end, value))
            continue
        stop = _address_end(value)
        found.append(Token(start, start + stop, value[:stop]))
        marks = range(start + stop, end)
        found += [Token(place, place + 1, text[place]) for place in marks]
    return found


def _address_end(value: str) -> int:
    """Return the length of an address without the marks of the sentence around it."""
    end = len(value)
    opened = value.count("(") - value.count(")")
    while end > 4 and value[end - 1] in _TRAILING:
        # a closing bracket that the address itself opened belongs to it
        if value[end - 1] == ")" and opened >= 0:
            break
        opened += value[end - 1] == ")"
        end -= 1
    return end
