"""Letters that an old font of a PDF does not name, from the document's own words.

A font may give its ligatures no name, so that "efficient" is read as "e?cient" with a
replacement character or one of private use. The same character is the same ligature
in the whole document: the one whose words the document also has with plain letters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from csecrefs.patterns import regex

# A word with a character that has no name: the replacement character, control
# characters, and those of private use.
_UNNAMED: Final = regex(
    r"[^\W\d_]*(?:[\ufffd\x00-\x08\x0e-\x1f\ue000-\uf8ff][^\W\d_]*)+"
)
_CHARACTER: Final = regex(r"[\ufffd\x00-\x08\x0e-\x1f\ue000-\uf8ff]")
_LETTERS: Final = regex(r"[^\W\d_]{2,}")
_WORD: Final = regex(r"[^\W\d_]{3,}")
# The ligatures of Latin fonts, the frequent ones first.
_LIGATURES: Final = ("fi", "ff", "fl", "ffi", "ffl", "tt", "ti", "ft", "Th", "st", "ct")
# Words that must agree before a character is replaced: one may agree by chance.
_LEAST: Final = 2


def repaired(lines: Sequence[str]) -> tuple[list[str], Counter[str]]:
    """Return lines with unnamed ligatures spelled out, and what stayed unnamed.

    The counter has each character that no two words explain, with its number.

    >>> lines = ["e\\ufffdcient o\\ufffdce", "the office is efficient"]
    >>> repaired(lines)[0][0]
    'efficient office'
    """
    broken = {word for line in lines for word in _UNNAMED.findall(line)}
    if not broken:
        return list(lines), Counter()
    known = {word.lower() for line in lines for word in _WORD.findall(line)}
    named = _named(broken, known)
    mended = [_replaced(line, named) for line in lines]
    # alone it is a bullet or a symbol, which no word lacks
    words = [word for line in mended for word in _UNNAMED.findall(line)]
    inside = [word for word in words if _LETTERS.search(word)]
    return mended, Counter(char for word in inside for char in _CHARACTER.findall(word))


def _named(broken: Iterable[str], known: set[str]) -> dict[str, str]:
    """Return the ligature that each unnamed character is, where words agree."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for word in broken:
        characters = set(_CHARACTER.findall(word))
        if len(characters) != 1 or len(word) < 3:
            continue
        (character,) = characters
        for ligature in _LIGATURES:
            votes[character][ligature] += (
                word.replace(character, ligature).lower() in known
            )
    chosen = {char: _clear(count.most_common(2)) for char, count in votes.items()}
    return {char: ligature for char, ligature in chosen.items() if ligature}


def _clear(ranked: Sequence[tuple[str, int]]) -> str:
    """Return the first of two choices if enough words agree on it, else nothing."""
    (best, count), (_, second) = ranked
    if count >= _LEAST and count > 2 * second:
        return best
    return ""


def _replaced(line: str, named: dict[str, str]) -> str:
    for character, ligature in named.items():
        line = line.replace(character, ligature)
    return line
