"""Labelled text as pieces, and what life does to it between a processor and a reader."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from typing import Final

Piece = tuple[str, str]
"""Some text and its label, "" for none."""
_BRIDGE: Final = re.compile(r"[\s,.;:/&()\[\]–—'’-]{0,4}")
_QUOTES: Final = "“”„»«"


def joined(pieces: Iterable[Piece]) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the text of pieces and its labelled spans, neighbours of one label as one."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    for part, label in pieces:
        start = len(text)
        text += part
        if not label or not part.strip():
            continue
        if spans and spans[-1][2] == label:
            first, end, _ = spans[-1]
            if _BRIDGE.fullmatch(text[end:start]):
                spans[-1] = (first, len(text), label)
                continue
        spans.append((start, len(text), label))
    return text, spans


def each(pieces: list[Piece], change: Callable[[str], str]) -> list[Piece]:
    """Return pieces with the text of each changed."""
    return [(change(text), label) for text, label in pieces]


def worn(pieces: list[Piece], rnd: random.Random) -> list[Piece]:
    """Return pieces as a text has them that was typed, copied and printed."""

    def chance(share: float) -> bool:
        return rnd.random() < share

    pieces = each(pieces, lambda text: re.sub(r"[\s\u00a0\u202f]+", " ", text))
    if chance(0.45):
        pieces = each(pieces, lambda text: re.sub("[–—‑]", "-", text))
    if chance(0.4):
        pieces = each(pieces, lambda text: re.sub(f"[{_QUOTES}]", '"', text))
    if chance(0.5):
        pieces = each(pieces, lambda text: re.sub("[’‘]", "'", text))
    if chance(0.2):
        pieces = each(pieces, lambda text: re.sub(r"\. (?=[A-Z]\.)", ".", text))
    if chance(0.1):
        pieces = _capitals(pieces)
    if chance(0.12):
        pieces = each(pieces, lambda text: re.sub(r"https?://(www\.)?", "", text))
    if chance(0.06):
        pieces = each(pieces, lambda text: re.sub(r"(?<=[,:;]) ", "", text))
    if chance(0.06):
        pieces = _sprinkled(pieces, r"(?<=[a-z]{3})(?=[a-z]{3})", "- ", 0.02, rnd)
    if chance(0.05):
        pieces = _sprinkled(pieces, r"(?<=\w) (?=\w)", "", 0.03, rnd)
    if chance(0.04):
        pieces = each(pieces, lambda text: re.sub(r"(?<=\w)(?=[,:;])", " ", text))
    if chance(0.03):
        pieces = _digits(pieces, rnd)
    if chance(0.04):
        pieces = _broken_addresses(pieces, rnd)
    if chance(0.12) and pieces:
        pieces = [*pieces[:-1], (pieces[-1][0].rstrip(". "), pieces[-1][1])]
    numbered = any(label == "citno" for _, label in pieces)
    if chance(0.15) and not numbered:
        number = rnd.choice(("[{}]", "{}.", "({})", "{}", "[{}]", "{})"))
        pieces = [(number.format(rnd.randint(1, 180)), "citno"), (" ", ""), *pieces]
    return pieces


def _capitals(pieces: list[Piece]) -> list[Piece]:
    """Return pieces with the first names, as many lists print them, in capitals."""
    done = False
    result = []
    for text, label in pieces:
        if label == "author" and not done:
            text, done = text.upper(), True
        result.append((text, label))
    return result


def _sprinkled(
    pieces: list[Piece], pattern: str, put: str, share: float, rnd: random.Random
) -> list[Piece]:
    def some(match: re.Match[str]) -> str:
        if rnd.random() < share:
            return put
        return match[0]

    return each(pieces, lambda text: re.sub(pattern, some, text))


def _digits(pieces: list[Piece], rnd: random.Random) -> list[Piece]:
    """Return pieces with a few digits as character recognition misreads them."""
    misread = {"1": "l", "0": "O", "5": "S"}

    def change(text: str) -> str:
        if len(text) < 5 and text.isdigit() and rnd.random() < 0.3:
            place = rnd.randrange(len(text))
            return (
                text[:place] + misread.get(text[place], text[place]) + text[place + 1 :]
            )
        return text

    return each(pieces, change)


def _broken_addresses(pieces: list[Piece], rnd: random.Random) -> list[Piece]:
    """Return pieces with addresses broken as lines break them."""
    result = []
    for text, label in pieces:
        if label in ("url", "doi") and len(text) > 20:
            place = rnd.randint(12, len(text) - 2)
            text = f"{text[:place]} {text[place:]}"
        result.append((text, label))
    return result
