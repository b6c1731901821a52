"""Tokens of a reference string: words, numbers, identifiers, and each mark alone.

Punctuation stands alone, so that `40(1):1-2` is a volume, an issue and pages.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from csecrefs.patterns import regex

_TOKEN: Final = regex(
    r"(?:https?://)?(?:dx\.)?doi\.org/"  # the resolver, apart from its DOI
    r"|https?://\S+|www\.\S+|10\.\d{4,9}/\S+"  # an address or a DOI to the next blank
    r"|(?<![\w@.])(?:[a-z\d-]+\.)+[a-z]{2,4}/\S*"  # an address without its scheme
    r"|[\w-]{3,}\.(?:pdf|html?|docx?|aspx|php)\b"  # the name of a file
    r"|(?:[A-Z]{1,5}/){1,3}[\w./-]*\d\w*"  # the number of a document: A/RES/54/263
    r"|(?:COM|SWD|JOIN|SEC)\s?\(\d{4}\)\s?\d+(?:\sfinal)?"
    r"|\d{2,4}/\d{1,4}(?:/[A-Z]{2,4}|\([A-Z]{3}\))"  # and those of acts: 2011/36/EU
    r"|[^\W\d_]+(?:[’'‐-][^\W\d_]+)*"  # a word, with its hyphens and apostrophes
    r"|\d+"
    r"|\S"  # any other mark alone
)
_ADDRESS: Final = regex(r"(?:https?://|www\.|10\.\d{4,9}/|(?:[a-z\d-]+\.)+[a-z]{2,4}/)")
_GLUED: Final = regex(r"[,;](?=(?:arXiv|doi|pmid|http)\b)", re.IGNORECASE)
"""Where an address ends although no blank follows."""
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
        if not _ADDRESS.match(value) or value.endswith("doi.org/"):
            found.append(Token(start, end, value))
            continue
        stop = _address_end(value)
        found.append(Token(start, start + stop, value[:stop]))
        if _GLUED.match(value, stop):
            found.append(
                Token(
                    start + stop,
                    start + stop + 1,
                    value[stop],
                )
            )
            found += _shifted(value[stop + 1 :], start + stop + 1)
            continue
        marks = range(start + stop, end)
        found += [Token(place, place + 1, text[place]) for place in marks]
    return found


def _shifted(text: str, by: int) -> list[Token]:
    return [Token(start + by, end + by, value) for start, end, value in tokens(text)]


def _address_end(value: str) -> int:
    """Return the length of an address without the marks of the sentence around it."""
    glued = _GLUED.search(value)
    if glued is not None:
        value = value[: glued.start()]
    end = len(value)
    opened = value.count("(") - value.count(")")
    while end > 4 and value[end - 1] in _TRAILING:
        # a closing bracket that the address itself opened belongs to it
        if value[end - 1] == ")" and opened >= 0:
            break
        opened += value[end - 1] == ")"
        end -= 1
    return end
