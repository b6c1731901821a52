"""Attributes of the tokens of a reference string, as the model weighs them.

Those of the token alone (`of_token`) also count for its neighbours and are cached by
its text; those of its place in the whole string (`of_places`) are made for each string.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from csecrefs.patterns import regex
from csecrefs.strings.segments import Outline, outline
from csecrefs.strings.tokens import Token
from csecrefs.strings.words import CLASSES

WINDOW: Final = (-3, -2, -1, 0, 1, 2, 3)
"""Offsets of the neighbours whose attributes count for a token."""
_FAR: Final = 2
"""Neighbours beyond this offset count by shape and class only."""
_CACHE: Final = 20_000
_LONG: Final = 24
"""Longer words are cut in attributes: no weight is learned for a whole paragraph."""
# a Roman number: "XIV"
_ROMAN: Final = regex(r"[IVXLC]+")
_LETTER: Final = regex(r"[^\W\d_]")
_DIGIT: Final = regex(r"\d")
# runs of letters in a shape, shortened: "aaaa" to "aaa"
_RUN_LOWER: Final = regex(r"a{3,}")
_RUN_UPPER: Final = regex(r"A{3,}")
# the same of long words: "Aaaaa" to "Aa"
_RUN: Final = regex(r"(.)\1+")


@lru_cache(_CACHE)
def shape(text: str) -> str:
    """Return `text` with A for capitals, a for other letters, 0 for digits.

    >>> shape("McBride"), shape("1998"), shape("Universidad")
    ('AaAaaa', '0000', 'Aa')
    """
    letters = _LETTER.sub(_letter, text[:_LONG])
    drawn = _DIGIT.sub("0", letters)
    if len(text) < 8:
        return _RUN_UPPER.sub("AAA", _RUN_LOWER.sub("aaa", drawn))
    return _RUN.sub(r"\1", drawn)


def _letter(match: re.Match[str]) -> str:
    if match[0].isupper():
        return "A"
    return "a"


@lru_cache(_CACHE)
def of_token(text: str) -> tuple[str, ...]:
    """Return the attributes of a token alone, capitals first for what also counts far.

    >>> of_token("1998")
    ('w=#4', 'sh=0000', 'NUM4', 'YEAR')
    """
    lower = text.lower()[:_LONG]
    if text.isdigit():
        word = f"#{min(len(text), 9)}"
    elif text[0].isdigit():
        word = shape(text)
    else:
        word = lower
    found = [f"w={word}", f"sh={shape(text)}"]
    if _LETTER.match(text):
        found += _of_word(text, lower)
    elif text.isdigit():
        found.append(f"NUM{min(len(text), 5)}")
        if is_year(text):
            found.append("YEAR")
    elif not text[0].isdigit():
        found.append("P")
    if "/" in text or "." in text or "(" in text:
        found += _of_address(text)
    return tuple(found)


def _of_address(text: str) -> list[str]:
    if text.startswith("10.") and "/" in text:
        return ["DOI"]
    if text.endswith("doi.org/"):
        return ["DOIORG"]
    if text.startswith(("http", "www.")) or re.match(
        r"(?:[a-z\d-]+\.)+[a-z]{2,4}/", text
    ):
        return ["URL"]
    if re.search(r"\.(?:pdf|html?|docx?|aspx|php)$", text):
        return ["FILE"]
    if len(text) > 3:
        return ["DOCNO"]
    return []


def is_year(text: str) -> bool:
    """Return True if `text` may be a year of publication."""
    return len(text) == 4 and text.isdigit() and 1500 <= int(text) <= 2039


def _of_word(text: str, lower: str) -> list[str]:
    found = [f"p2={lower[:2]}", f"p3={lower[:3]}", f"p4={lower[:4]}"]
    found += [f"s2={lower[-2:]}", f"s3={lower[-3:]}", f"s4={lower[-4:]}"]
    found += [name for name, words in CLASSES if lower in words]
    if len(text) == 1 and text.isupper():
        found.append("INI")
    elif text.isupper():
        found.append(f"CAPS{min(len(text), 4)}")
    if _ROMAN.fullmatch(text):
        found.append("ROM")
    if text[0].isupper():
        found.append("CAP")
    elif text.islower():
        found.append("LOW")
    if not text.isascii():
        found.append(f"SCRIPT{_script(text[0])}")
    return found


def _script(letter: str) -> str:
    code = ord(letter)
    if code < 0x250:
        return "L"
    if 0x370 <= code < 0x600:
        return "C"
    return "E"


def counts_at(offset: int, attribute: str) -> bool:
    """Return True if a neighbour's attribute counts at this offset."""
    distance = abs(offset)
    if distance == 0:
        return True
    if distance < _FAR:
        return attribute[:2] not in ("p2", "p4", "s2", "s4")
    far = attribute.startswith("sh=") or attribute[:2].isupper() or attribute == "P"
    return far or (distance == _FAR and attribute.startswith("w="))


def of_places(tokens: Sequence[Token]) -> list[list[str]]:
    """Return for each token the attributes of its place in the string."""
    drawn = outline(tokens)
    last = len(tokens) - 1
    shapes = [shape(token.text)[:4] for token in tokens]
    lowers = [token.text.lower()[:8] for token in tokens]
    found = []
    for place in range(len(tokens)):
        here = drawn.at(place)
        here.append(f"pos={min(9, 10 * place // len(tokens))}")
        if place < 4:
            here.append(f"i={place}")
        if place > last - 4:
            here.append(f"e={last - place}")
        if 0 < place < last:
            around = "|".join(shapes[place - 1 : place + 2])
            here.append(f"t3={around}")
        if place:
            here.append(f"bi={lowers[place - 1]}|{lowers[place]}")
        found.append(here)
    return found


def attributes(tokens: Sequence[Token]) -> list[list[str]]:
    """Return all attributes of each token, with those of its neighbours spelled out.

    The trainer reads these; at run time the weights of a token are summed once for
    each offset instead.
    """
    own = [of_token(token.text) for token in tokens]
    found = of_places(tokens)
    for place, here in enumerate(found):
        for offset in WINDOW:
            other = place + offset
            if not 0 <= other < len(own):
                here.append(f"{offset:+d}:E")
                continue
            here += [
                f"{offset:+d}:{name}" for name in own[other] if counts_at(offset, name)
            ]
    return found


__all__ = ["Outline", "attributes", "counts_at", "of_places", "of_token", "shape"]
