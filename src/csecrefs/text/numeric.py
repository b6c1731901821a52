"""Numbers as people write them in fields: "12", "2nd", "S12-S19", "3, 5 & 7",
"xii-xiv", "2, p. 3-8".

Source: CSL 1.0.2 specification, "Number" and "Label"; what counts as numeric follows
citeproc-js.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.locator import LABEL_OF, Labels, Locator, parse_locator
from csecrefs.tuples import NamedTuple

# A number with thousands separators: "1,024", "6,289,318".
_THOUSANDS: Final = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])"
# Letters beside the digits are Latin ones, as in citeproc-js: 第1卷 is no number.
_PIECE: Final = regex(
    rf"(?P<prefix>[A-Za-z]{{0,4}})(?P<digits>{_THOUSANDS}|[0-9]+)(?P<suffix>[A-Za-z]{{0,3}})"
    r"|[ivxlcdm]+"
)
# A comma between groups of three digits is a thousands separator and joins nothing.
_IN_NUMBER: Final = regex(rf"(?<![0-9,]){_THOUSANDS}(?!,?[0-9])")
# What joins two numbers: ", and", a comma, &, a dash, a word for "and".
_JOIN: Final = regex(
    r"\s*,\s*(and)\s+|\s*([,;&/])\s*|\s*(\\?[-–—])\s*|\s+(and|et|und|y|e)\s+"
)
# A label before a number: "vol. 3", "§ 4".
_LABEL: Final = regex(r"\b(?P<label>[a-zA-Z]{1,6}\.?|[§¶]{1,2})\s+(?=[A-Za-z]?\d)")
# A label with a full stop before a number, Roman perhaps: "pt. iv".
_TYPED: Final = regex(
    r"(?P<label>[a-z]{1,6})\.\s+(?=[A-Za-z]?\d|[ivxlcdm]+\b|[IVXLCDM]+\b)"
)

# The first word after a label: with a digit, a Roman numeral, or one capital letter.
_BEGINS_NUMBER: Final = regex(r"\S*[0-9]|[ivxlcdmIVXLCDM]+\b|[A-Z]\b")

EMBEDDED_LABELS: Final[dict[str, str]] = {
    "bk": "book", "ch": "chapter", "chap": "chapter", "chaps": "chapter", "col": "column", "cols": "column",
    "fig": "figure", "figs": "figure", "fol": "folio", "fols": "folio", "no": "issue", "nos": "issue",
    "l": "line", "n": "note", "nn": "note", "op": "opus", "p": "page", "pp": "page", "para": "paragraph",
    "paras": "paragraph", "pt": "part", "pts": "part", "r": "rule", "sec": "section", "secs": "section",
    "sv": "sub-verbo", "svv": "sub-verbo", "vrs": "verse", "v": "verse",
    "vol": "volume", "vols": "volume", "§": "section", "§§": "section", "¶": "paragraph", "¶¶": "paragraph",
}  # fmt: skip
"""Labels people write before a number inside a field, without their period, to CSL's
locator types.
"""


class NumericPiece(NamedTuple):
    """One number of a field: its own text, the joiner before it, its value, and its
    embedded label.
    """

    text: str
    joiner: str = ""
    value: int | None = None
    label: str = ""


class Numeric(NamedTuple):
    """A parsed field; `numeric` says whether every piece is a number."""

    pieces: tuple[NumericPiece, ...]
    numeric: bool

    @property
    def plural(self) -> bool:
        """True if more than one number is named."""
        return any(
            piece.joiner not in ("", "/", "\\-") and not piece.label
            for piece in self.pieces
        )


@lru_cache(maxsize=4096)
def parse_numeric(text: str) -> Numeric:
    """The numbers in `text`; a field that is not numeric is one piece, as it stands."""
    text = text.strip()
    whole = Numeric((NumericPiece(text),), False)
    if (
        not text
        or len(text) > 200
        or not (any(c.isdigit() for c in text) or _PIECE.fullmatch(text) or "-" in text)
    ):
        return whole
    pieces: list[NumericPiece] = []
    place, joiner = 0, ""
    for match in [*_joiners(text), None]:
        part = text[place : match.start() if match else len(text)]
        piece = _piece(part, joiner)
        if piece is None:
            return whole
        pieces.append(piece)
        if match:
            if match[1]:
                joiner = ", and"
            else:
                joiner = next(group for group in match.groups() if group)
            place = match.end()
    return Numeric(tuple(pieces), True)


def _joiners(text: str) -> list[re.Match[str]]:
    """Return the joiners between the numbers in `text`, in order."""
    found = list(_JOIN.finditer(text))
    if "," not in text:
        return found
    numbers = [match.span() for match in _IN_NUMBER.finditer(text)]
    return [
        joiner
        for joiner in found
        if not any(start < joiner.start() < end for start, end in numbers)
    ]


def has_bare_comma(text: str) -> bool:
    """Return True if a comma without a blank joins two numbers, as in "1,2"."""
    return any(match[0] == "," for match in _joiners(text))


def located(text: str, label: str, words: Labels = LABEL_OF) -> tuple[str, str]:
    """Return a locator's text and its label.

    A label typed before it ("fig. 2") replaces the `label` it comes with, and one that
    nobody chose ("page" stands for that) even before more than numbers: "vol. 1, fol.
    186" is a volume, not "p. vol. 1". `words` are the labels of the reader's language.

    >>> located("Appendix A", "page")
    ('A', 'appendix')
    """
    match = _TYPED.match(text)
    if match:
        typed = EMBEDDED_LABELS.get(match["label"])
    else:
        typed = None
    if match and typed and parse_numeric(text[match.end() :].lower()).numeric:
        return text[match.end() :], typed
    if label != "page" or text[:1].isdigit():
        return text, label
    for known in (words, LABEL_OF):
        found = parse_locator(text, known)
        if found.text != text and _is_place(found):
            return found.text, found.label
    return text, label


def _is_place(found: Locator) -> bool:
    """True if a locator names a place: "part of chapter 3" is no part."""
    return found.label == "sub-verbo" or bool(_BEGINS_NUMBER.match(found.text))


def _piece(part: str, joiner: str) -> NumericPiece | None:
    label = ""
    if match := _LABEL.match(part):
        label = EMBEDDED_LABELS.get(match["label"].rstrip("."), "")
        if not label:
            return None
        part = part[match.end() :]
    number = _PIECE.fullmatch(part)
    if not number:
        return None
    plain = number["digits"] and not number["prefix"] and not number["suffix"]
    if plain and part.isdigit() and len(part) < 10:
        value = int(part)
    else:
        value = None
    if part != str(value):
        value = None  # 007 is no 7
    return NumericPiece(part, joiner, value, label)


def roman(number: int) -> str:
    """A number from 1 to 3999 in lower-case Roman numerals; others in digits."""
    if not 0 < number < 4000:
        return str(number)
    result = ""
    for value, digits in _ROMAN:
        count, number = divmod(number, value)
        result += digits * count
    return result


_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
