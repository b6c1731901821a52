"""The search index: every word of the list once, and the references that have it.

A search is for parts of words, so that "exploit" finds "sexploitation" as `search` of
the library does. A list has far fewer words than text; the page looks through the words
alone.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from csecrefs.model import Reference
from csecrefs.model.identifiers import parse_doi
from csecrefs.model.reference import without_markup
from csecrefs.patterns import regex
from csecrefs.text.fold import fold

# A word is a run of letters and digits; the page cuts what is typed in the same way.
_WORD: Final = regex(r"[^\W_]+")
_LONGEST: Final = 64
"""Characters of a word that are searched; longer ones are keys, hashes and noise."""
_MAX_TEXT: Final = 100_000
"""Characters of a value that are searched."""
UNACCENTED: Final = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
    "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t", "ς": "σ",
}  # fmt: skip
"""Letters that Unicode does not take apart, and what people type for them."""
_TABLE: Final = str.maketrans(UNACCENTED)


def folded(text: str) -> str:
    """Return a text as the search compares it.

    >>> folded("Łódź, Straße, Piteşti")
    'lodz, strasse, pitesti'
    """
    return fold(text).translate(_TABLE)


def words_of(reference: Reference) -> set[str]:
    """Return the words of all fields of a reference."""
    found: set[str] = set()
    for text in _texts(reference):
        bare = without_markup(text[:_MAX_TEXT])
        words = _WORD.findall(folded(bare))
        found.update(word[:_LONGEST] for word in words)
    return found


def _texts(reference: Reference) -> Iterator[str]:
    yield reference.id
    yield reference.type
    for name, value in reference.fields.items():
        if isinstance(value, tuple):
            yield from map(str, value)
        else:
            yield str(value)
        # Recorded as an address, a DOI is looked for without it, too.
        if name == "DOI" and (doi := parse_doi(str(value))):
            yield doi
    for translation in reference.translations.values():
        yield translation.text
    yield from _own(reference.extra)


def _own(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the texts of the fields that only some formats have."""
    if isinstance(value, str):
        yield value
    elif depth < 6 and isinstance(value, Mapping):  # deeper ones are no fields
        for inner in value.values():
            yield from _own(inner, depth + 1)
    elif depth < 6 and isinstance(value, (list, tuple)):
        for inner in value:
            yield from _own(inner, depth + 1)


def index(references: Sequence[Reference]) -> tuple[str, str]:
    """Return the words, a line each, and the references of each word.

    The latter are base64 of numbers in seven bits a byte, the last with the high bit
    off: for each word the number of its references, then the steps from one to the
    next.
    """
    # Only words are kept, not where in a text: the page shows works, not passages.
    where: dict[str, list[int]] = defaultdict(list)
    for number, reference in enumerate(references):
        for word in words_of(reference):
            where[word].append(number)
    # Sorted, so that one list always gives one file.
    words = sorted(where)
    packed = bytearray()
    for word in words:
        packed += _packed(where[word])
    return "\n".join(words), base64.b64encode(packed).decode("ascii")


def _packed(numbers: Sequence[int]) -> bytes:
    out = bytearray()
    _append(out, len(numbers))
    # Steps between ascending numbers are small: most take one byte.
    before = 0
    for number in numbers:
        _append(out, number - before)
        before = number
    return bytes(out)


def _append(out: bytearray, number: int) -> None:
    # LEB128: seven bits a byte, the lowest first; the high bit says that more follow.
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def facet(values: Iterable[Sequence[str]]) -> dict[str, Any]:
    """Return the values of a facet, each once, and the numbers of those that each
    reference has.

    >>> facet([["a"], ["b", "a"], []])
    {'values': ['a', 'b'], 'of': [[0], [1, 0], []]}
    """
    numbers: dict[str, int] = {}
    of = [
        [numbers.setdefault(value, len(numbers)) for value in dict.fromkeys(each)]
        for each in values
    ]
    return {"values": list(numbers), "of": of}
